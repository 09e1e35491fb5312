"""Figures beside what the rulebook wants of them."""

import pytest

from multipolar.lab import report
from multipolar.lab.figures import Counted, tallied, values
from multipolar.lab.record import Arrangement
from multipolar.lab.targets import SHIPPED_TARGETS, TARGETS, Verdict, derived, judge
from tests.lab.records import SUBJECT, crisis, game

NONE: dict[str, Counted] = {}


def verdicts(*games: object) -> dict[str, Verdict]:
    figures = tallied(games, SUBJECT, 1)  # type: ignore[arg-type]
    return {f"{found.target.reads}:{found.name}": found for found in judge(figures, NONE)}


def test_every_target_reads_a_figure_there_is_and_has_a_limit_and_a_source() -> None:
    read = {found.target for found in judge(tallied([game()], SUBJECT, 1), NONE)}
    assert read == set(TARGETS)
    for target in TARGETS:
        assert target.source
        assert target.low is not None or target.high is not None


def test_every_power_doctrine_and_move_is_judged() -> None:
    found = verdicts(game(moves={"hotline": 1}))
    assert {"wins.*:AAA", "wins.*:BBB", "doctrines.*.best_share:hedger"} <= set(found)
    assert found["moves.*.games:hotline"].met
    assert found["moves.*.games:sanctions"].met is False
    assert found["moves.*.share:hotline"].met is False


def test_what_no_game_tells_is_neither_met_nor_missed() -> None:
    assert verdicts(game())["pacts_honoured:"].met is None
    assert verdicts(game(calls=2, honoured=1))["pacts_honoured:"].met is False
    assert verdicts(game(calls=3, honoured=2))["pacts_honoured:"].met is True


def test_shares_of_first_places_stretch_with_the_number_of_powers() -> None:
    found = verdicts(game())["wins.*:AAA"]
    assert (found.low, found.high) == pytest.approx((0.24, 0.9))


def test_some_figures_follow_from_others() -> None:
    games = [
        game(0, crises=(crisis(dyad="rivals"), crisis())),
        game(
            0,
            arrangement=Arrangement.CHANNELS,
            crises=(crisis(channels=True), crisis(channels=True, climbed=True)),
        ),
        game(0, arrangement=Arrangement.NO_CHANNELS, crises=(crisis(climbed=True),)),
        game(0, arrangement=Arrangement.COERCE, finals={"AAA": 20, "BBB": 16}),
    ]
    gains = {"AAA": Counted(2.0, 4), "BBB": Counted(-1.0, 3), "CCC": Counted(None, 0)}
    found = values(derived(tallied(games, SUBJECT, 1), gains))
    assert found["disputes_ratio"] == pytest.approx(5, rel=0.01)
    assert found["channels_save"] == pytest.approx(0.5)
    assert found["coerce_of_mixed"] == pytest.approx(0.4)
    assert found["gain_alone"] == 1


def test_the_report_marks_what_is_missed() -> None:
    figures = tallied([game(moves={"hotline": 1})], SUBJECT, 1)
    judged = judge(figures, NONE)
    lines = {row[0]: row[1:] for row in report.beside_targets(judged)}
    assert lines["finishes first: AAA"] == ("100.0 %", "24.0 % to 90.0 %", "1", report.MISSED)
    assert lines["acute crises a game"] == ("0", "1 to 3", "1", report.MISSED)
    assert lines["games that collapse"] == ("0.0 %", "at most 5.0 %", "1", "")
    assert lines["pacts honoured"] == (report.UNKNOWN, "55.0 % to 80.0 %", "0", "")
    moves = {row[0]: row[1:] for row in report.of_moves(values(figures), judged)}
    assert moves["sanctions"] == ("0.0 %", "0.0 %", report.MISSED)
    missed, silent, few, length = report.summary(values(figures), judged, "intro")
    assert missed.endswith("miss their target")
    assert silent.endswith("no game could tell")
    assert "chance" in few
    assert "standard" in length


def test_a_scenario_as_it_stands_is_held_to_collapses_and_games_that_nobody_wins() -> None:
    games = [game(number, arrangement=Arrangement.SHIPPED, nobody_won=number < 2) for number in range(4)]
    judged = {
        verdict.target.reads: verdict for verdict in judge(tallied(games, SUBJECT, 1), NONE, SHIPPED_TARGETS)
    }
    assert judged["nobody_wins"].met is False
    assert judged["nobody_wins"].value == 0.5
    assert judged["collapse_games"].met is True
