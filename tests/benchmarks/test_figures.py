"""Every line of the benchmarks can be measured; so few rounds say nothing of the budgets."""

from collections.abc import Iterator

import pytest

from multipolar.domain.model.world import fingerprint
from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import (
    browsers,
    crowd,
    engine,
    floor,
    growing,
    hoarding,
    idle,
    programme,
    replaying,
    saving,
    screen,
)
from tests.benchmarks.measure import Figure, at_least, at_most, seconds

EXPONENT = "the exponent"


@pytest.mark.parametrize(
    "figures",
    [
        engine.figures(1, 1),
        growing.figures(1, (2, 4), (20, 40)),
        saving.figures(40),
        hoarding.figures(1, (500, 1000), (2, 4)),
        screen.figures(3),
        replaying.figures(2),
        programme.figures(1),
        crowd.figures(2, 26),
        browsers.figures(3, 6),
    ],
    ids=["engine", "growing", "saving", "hoarding", "screen", "replaying", "programme", "crowd", "browsers"],
)
def test_every_figure_can_be_measured(figures: Iterator[Figure]) -> None:
    found = list(figures)
    assert found
    assert all(figure.value > 0 or figure.what.startswith(EXPONENT) for figure in found)
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


def test_the_exponent_tells_a_quadratic_cost_from_one_in_proportion() -> None:
    assert growing.exponent((1_000, 2.0), (4_000, 8.0)) == pytest.approx(1)
    assert growing.exponent((1_000, 2.0), (4_000, 32.0)) == pytest.approx(2)
    first, second, told = growing.grown("{} events", "ms", 1.2, [(1_000, 0.002), (4_000, 0.032)])
    assert (first.what, first.value, second.what) == ("1,000 events", 2.0, "4,000 events")
    assert told.what.startswith(EXPONENT)
    assert str(told).endswith("MISSED")


def test_a_part_that_gives_up_is_a_line_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow() -> Iterator[Figure]:
        yield Figure("first", 1, "s")
        raise TimeoutError("nothing came\nin time")

    parts = {"slow": slow, "other": lambda: iter([Figure("last", 2, "s")])}
    monkeypatch.setattr(benchmarks, "PARTS", parts)
    told = list(benchmarks.lines(parts))
    assert [measured for _, measured in told] == [True, False, True]
    assert told[1][0] == "slow: gave up, TimeoutError: nothing came in time"
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    assert benchmarks.main() == 1
    monkeypatch.setattr("sys.argv", ["benchmarks", "other"])
    assert benchmarks.main() == 0
    monkeypatch.setattr("sys.argv", ["benchmarks", "another"])
    assert benchmarks.main() == 2
