"""Every figure of a scenario has a range, and those that do not go together are refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.scenario.check import check_text
from tests.scenario.spoiled import TEXT


def figures(schema: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every place in the schema where a number may stand."""
    if isinstance(schema, dict):
        if schema.get("type") in ("integer", "number") and "const" not in schema:
            yield where, schema
        for key, held in schema.items():
            yield from figures(held, f"{where}.{key}")
    elif isinstance(schema, list):
        for index, held in enumerate(schema):
            yield from figures(held, f"{where}.{index}")


FIGURES = dict(figures(ScenarioModel.model_json_schema(), "scenario"))


@pytest.mark.parametrize("where", FIGURES)
def test_every_figure_has_a_least_and_a_most(where: str) -> None:
    schema = FIGURES[where]
    assert {"minimum", "maximum"} <= schema.keys(), where
    assert schema["minimum"] <= schema["maximum"]


def test_the_walk_meets_all_figures() -> None:
    assert len(FIGURES) > 45


def spoil(key: str, value: str) -> list[str]:
    """What is said when the first figure of a name is another."""
    lines = TEXT.splitlines()
    number = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
    lines[number] = f"{indent}{key}: {value}"
    return [found.message for found in check_text("\n".join(lines) + "\n") if found.line == number + 1]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("peace_base", "3"), ("peace_base", "-20"), ("poles_least", "90"), ("peace_tension", "-4"),
        ("resilience_slope", "1000"), ("balance_centre", "101"), ("equity_slope", "-1"),
    ],
)  # fmt: skip
def test_a_figure_that_ruins_every_game_is_refused_where_it_stands(key: str, value: str) -> None:
    assert spoil(key, value)


def test_an_inject_after_the_last_round_of_every_length_is_refused() -> None:
    assert "  round: " in TEXT or "round:" in TEXT
    assert any("last round" in message for message in spoil("round", "12"))
