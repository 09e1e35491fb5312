"""Figures beside what the rulebook wants of them."""

import pytest

from multipolar.lab import report
from multipolar.lab.figures import figures_of
from multipolar.lab.record import Arrangement
from multipolar.lab.targets import TARGETS, Verdict, derived, judge
from tests.lab.records import SUBJECT, crisis, game

NONE: dict[str, float | None] = {}


def verdicts(*games: object) -> dict[str, Verdict]:
    figures = figures_of(games, SUBJECT, 1)  # type: ignore[arg-type]
    return {f"{found.target.reads}:{found.name}": found for found in judge(figures, NONE)}


def test_every_target_reads_a_figure_there_is_and_has_a_limit_and_a_source() -> None:
    read = {found.target for found in judge(figures_of([game()], SUBJECT, 1), NONE)}
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
        game(0, crises=(crisis(rivals=True), crisis())),
        game(
            0,
            arrangement=Arrangement.CHANNELS,
            crises=(crisis(channels=True), crisis(channels=True, climbed=True)),
        ),
        game(0, arrangement=Arrangement.NO_CHANNELS, crises=(crisis(climbed=True),)),
        game(0, arrangement=Arrangement.COERCE, finals={"AAA": 20, "BBB": 16}),
    ]
    found = derived(figures_of(games, SUBJECT, 1), {"AAA": 2.0, "BBB": -1.0, "CCC": None})
    assert found["disputes_ratio"] == pytest.approx(5, rel=0.01)
    assert found["channels_save"] == pytest.approx(0.5)
    assert found["coerce_of_mixed"] == pytest.approx(0.4)
    assert found["gain_alone"] == 1


def test_the_report_marks_what_is_missed() -> None:
    figures = figures_of([game(moves={"hotline": 1})], SUBJECT, 1)
    judged = judge(figures, NONE)
    lines = {row[0]: row[1:] for row in report.beside_targets(judged)}
    assert lines["finishes first: AAA"] == ("100.0 %", "24.0 % to 90.0 %", report.MISSED)
    assert lines["acute crises a game"] == ("0", "1 to 3", report.MISSED)
    assert lines["games that collapse"] == ("0.0 %", "at most 5.0 %", "")
    assert lines["pacts honoured"] == (report.UNKNOWN, "55.0 % to 80.0 %", "")
    moves = {row[0]: row[1:] for row in report.of_moves(figures, judged)}
    assert moves["sanctions"] == ("0.0 %", "0.0 %", report.MISSED)
    assert report.summary(figures, judged)[0].endswith("miss their target")
