"""Every line of the benchmarks can be measured; so few rounds say nothing of the budgets."""

from collections.abc import Iterator

import pytest

from multipolar.domain.model.world import fingerprint
from tests.benchmarks import engine, floor, idle, programme, replaying, saving, screen
from tests.benchmarks.measure import Figure, at_least, at_most, seconds


@pytest.mark.parametrize(
    "figures",
    [engine.figures(1, 1), saving.figures(40), screen.figures(3), replaying.figures(2), programme.figures(1)],
    ids=["engine", "saving", "screen", "replaying", "programme"],
)
def test_every_figure_can_be_measured(figures: Iterator[Figure]) -> None:
    found = list(figures)
    assert found
    assert all(figure.value > 0 for figure in found)
    assert all("\n" not in str(figure) for figure in found)


@pytest.mark.parametrize("doctrine", ["", "random"])
def test_the_floor_of_a_game_is_that_game(doctrine: str) -> None:
    game = floor.commands_of("first-steps", doctrine, 3)
    assert fingerprint(floor.play_again(game)) == fingerprint(game.end)
    assert game.end.ended


def test_a_second_that_passes_sends_a_terminal_no_more_than_what_changed() -> None:
    quiet, *lessons = idle.figures(3, ((120, 36),))
    assert quiet.value == 0
    assert all(figure.value > 0 and figure.met for figure in lessons)


def test_a_figure_says_whether_its_budget_is_met() -> None:
    assert str(at_least("games", 12, "a second", 10)).endswith("(budget at least 10)  met")
    assert str(at_most("wait", 1200.5, "ms", 1000)).endswith("(budget at most 1,000)  MISSED")
    assert str(Figure("size", 3, "MB")).endswith("3.00 MB")


def test_the_median_call_is_told_after_one_that_warms_up() -> None:
    calls: list[int] = []
    assert seconds(lambda: calls.append(1), 3) >= 0
    assert len(calls) == 4
