"""The printed rulebook says what is in force, and all of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from multipolar.domain.machines.diagram import MACHINES, mermaid
from multipolar.domain.mechanics.odds import chances
from multipolar.domain.rules.conditions import READINGS
from multipolar.domain.rules.scenario_model import IndexRules
from multipolar.rulebook import load_rules
from multipolar.rulebook.book import at_length, readings, whole
from multipolar.rulebook.book.moves import effects_table
from tests.domain.sound import sound

RULES = load_rules()
BOOK = whole(RULES)


def test_it_has_everything_that_is_declared() -> None:
    declared = (RULES.moves, RULES.agreements, RULES.modifiers, RULES.calm, RULES.relief, RULES.crises,
                RULES.doctrines, RULES.presets)  # fmt: skip
    titles = {found.title for kind in declared for found in kind}
    assert not {title for title in titles if title not in BOOK}
    assert not {word for word in READINGS if f"`{word}(" not in BOOK}
    assert all(mermaid(name).strip() in BOOK for name in MACHINES)


def test_numbers_are_those_in_force() -> None:
    money = RULES.money.model_copy(update={"capital_base": 77, "carry": 66})
    changed = whole(RULES.model_copy(update={"money": money}))
    assert "Capital a round: 77 + standing" in changed
    assert "Up to 66 of each" in changed
    assert "77 + standing" not in BOOK


def test_odds_are_exact() -> None:
    for total in range(-5, 6):
        assert f"| {total:+d} | {' | '.join(map(str, chances(total, RULES.rolls.outcomes)))} |" in BOOK


def test_a_scenario_puts_its_own_numbers_in() -> None:
    setting = sound()
    indices = setting.indices.model_copy(update={"equity_base": 143})
    book = whole(RULES, setting.model_copy(update={"indices": indices}))
    assert f"The shared order in {setting.title}" in book
    assert "**Equity** = 143" in book
    assert setting.threats[0].why in book
    assert "**Equity**" not in BOOK


@pytest.mark.parametrize("text", [BOOK, whole(RULES, sound())], ids=["alone", "of a scenario"])
def test_tables_are_whole_and_nothing_is_left_to_fill_in(text: str) -> None:
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"[{}]", outside)
    for block in outside.split("\n\n"):
        if block.startswith("|"):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(cells) == 1, block


def test_one_move_is_a_page_of_the_book() -> None:
    for move in RULES.moves:
        page = at_length(move, RULES)
        assert page.startswith(f"# {move.title} (`{move.id}`)")
        assert move.teaching in page
        assert all(past.text in page for past in move.precedents)


class Numbering:
    """Puts a number of its own in the place of every number of the rules, so that each can be looked for."""

    def __init__(self) -> None:
        self.put: dict[int, str] = {}

    def anew(self, value: object, where: str) -> Any:
        """The value with its numbers replaced; `put` says what stood where."""
        match value:
            case bool() | str() | None:
                return value
            case int():
                number = 10_007 + len(self.put)
                self.put[number] = where
                return number
            case BaseModel():
                fields = {
                    key: self.anew(getattr(value, key), f"{where}.{key}") for key in type(value).model_fields
                }
                return value.model_copy(update=fields)
            case dict():
                return {key: self.anew(part, f"{where}.{key}") for key, part in value.items()}
            case tuple():
                return tuple(self.anew(part, f"{where}.{number}") for number, part in enumerate(value))
            case _:
                raise TypeError(where)


def without_effect() -> Iterator[str]:
    """Numbers that stand where nothing reads them: what an order would cost a partner, and the like."""
    for number, move in enumerate(RULES.moves):
        if move.form == "order":
            yield f"moves.{number}.partner_cost.capital"
            yield f"moves.{number}.partner_cost.resources"
    for number, crisis in enumerate(RULES.crises):
        if crisis.kind == "confrontation":
            yield f"crises.{number}.severity"
            yield from (f"crises.{number}.triggers.{place}.most" for place in range(len(crisis.triggers)))


def test_no_number_of_the_rules_is_left_out() -> None:
    numbering = Numbering()
    fields = {
        key: numbering.anew(getattr(RULES, key), key)
        for key in type(RULES).model_fields
        if key not in ("version", "doctrines", "weighing")
    }
    printed = {int(found) for found in re.findall(r"\d+", whole(RULES.model_copy(update=fields), sound()))}
    missing = {where for number, where in numbering.put.items() if number not in printed}
    assert missing - set(without_effect()) == {"relationship.gap"}
    gap = next(number for number, where in numbering.put.items() if where == "relationship.gap")
    thresholds = [number for number, where in numbering.put.items() if where.startswith("relationship.up")]
    text = whole(RULES.model_copy(update=fields))
    assert all(f"| {up} | {up - gap} |" in text for up in thresholds)


def test_every_reading_is_explained_where_its_modifiers_stand() -> None:
    assert {modifier.reads for modifier in RULES.modifiers} <= set(readings.OF_MOVES)
    crises = {modifier.reads for family in (RULES.calm, RULES.relief, RULES.holds) for modifier in family}
    assert crises <= set(readings.OF_CRISES)


def test_every_effect_of_a_move_is_told() -> None:
    for move in RULES.moves:
        for effect in move.effects:
            assert effects_table([effect]).strip(), (move.id, effect.kind)


@pytest.mark.parametrize("key", sorted(IndexRules.model_fields))
def test_every_constant_of_the_shared_order_is_printed_from_the_scenario(key: str) -> None:
    setting = sound()
    marked = setting.indices.model_copy(update={key: 7919})
    assert "7919" not in whole(load_rules(), setting)
    assert "7919" in whole(load_rules(), setting.model_copy(update={"indices": marked}))


@pytest.mark.parametrize("part", ["money", "promises", "scores", "trust"])
def test_every_number_of_money_trust_promises_and_scores_is_printed(part: str) -> None:
    rules = load_rules()
    declared = getattr(rules, part)
    for key, value in declared:
        if part == "scores" and key in ("position", "uncounted"):
            continue  # words
        marked = tuple(7919 for _ in value) if isinstance(value, tuple) else 7919
        changed = rules.model_copy(update={part: declared.model_copy(update={key: marked})})
        assert re.search(r"7,?919", whole(changed, sound())), f"{part}.{key} is not printed"
