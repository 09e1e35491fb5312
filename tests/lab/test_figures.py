"""The figures of a study, from records made by hand."""

from typing import Any

import msgspec
import pytest

from multipolar.lab.figures import figures_of, gains_alone, subject_of, tallied, values
from multipolar.lab.record import Arrangement, GameRecord, Unrest
from multipolar.lab.waves import incidents, lag_one, variance_over_mean
from multipolar.rulebook import load_rules
from tests.domain.sound import sound
from tests.lab.records import SUBJECT, crisis, game

KEYS = {
    "games", "games_per_second", "wins", "doctrines", "moves", "crises", "conflict_games", "collapse_games",
    "architecture", "pacts_honoured", "disputes", "piracy", "coups", "channels", "tables", "over_random",
    "nobody_wins", "dyads", "conflict_dyads", "central",
}  # fmt: skip


def figures(*games: GameRecord, seconds: float = 1) -> dict[str, Any]:
    return figures_of(games, SUBJECT, seconds)


def test_the_keys_are_those_that_were_agreed() -> None:
    found = figures(game())
    assert set(found) == KEYS
    assert set(found["crises"]) == {
        "acute_per_game", "conflict_share_of_acute", "mediated_share", "agreement_if_mediated",
        "agreement_if_not",
    }  # fmt: skip
    assert set(found["architecture"]) == {"p5", "p50", "p95"}
    assert set(found["disputes"]) == {"rivals", "others"}
    assert set(found["piracy"]) == {"lag1", "variance_over_mean"}
    assert set(found["coups"]) == {"low_stability", "high_stability", "succeed"}
    assert set(found["channels"]) == {"confrontation_share_with", "confrontation_share_without"}
    assert set(found["tables"]) == {"all_cooperate", "all_coerce", "mixed"}
    assert set(found["doctrines"]["hedger"]) == {"mean_final", "best_share"}
    assert set(found["moves"]["hotline"]) == {"share", "games"}


def test_without_a_game_there_are_the_same_keys_and_no_figures() -> None:
    found = figures(seconds=0)
    assert set(found) == KEYS
    assert found["games"] == 0
    assert found["games_per_second"] is None
    assert found["wins"] == {"AAA": None, "BBB": None}
    assert found["architecture"] == {"p5": None, "p50": None, "p95": None}


def test_powers_that_share_the_first_rank_share_the_game() -> None:
    shared = game(1, ranks={"AAA": 1, "BBB": 1})
    assert figures(game(0), shared)["wins"] == {"AAA": 0.75, "BBB": 0.25}


def test_a_doctrine_is_best_by_the_mean_of_its_seats_in_a_game() -> None:
    both = game(1, doctrines={"AAA": "hedger", "BBB": "hedger"})
    tied = game(2, finals={"AAA": 30, "BBB": 30})
    found = figures(game(0), both, tied)["doctrines"]
    assert found["bridge_builder"] == {"mean_final": 40, "best_share": 0.5}
    assert found["hedger"] == {"mean_final": pytest.approx((40 + 50 + 40 + 30) / 4), "best_share": 0.5}


def test_every_move_of_the_catalogue_has_a_line_used_or_not() -> None:
    found = figures(game(0, moves={"hotline": 3}), game(1))["moves"]
    assert found == {"hotline": {"share": 1, "games": 0.5}, "sanctions": {"share": 0, "games": 0}}


def test_emergencies_count_as_acute_but_not_as_confrontations() -> None:
    fought = crisis(climbed=True, conflict=True)
    talked = crisis(mediated=True, agreed=True)
    failed = crisis(mediated=True)
    flood = crisis(confrontation=False)
    passed = crisis(acute=False, agreed=True)
    found = figures(game(0, crises=(fought, talked, failed, flood, passed)), game(1))
    assert found["crises"] == {
        "acute_per_game": 2,
        "conflict_share_of_acute": pytest.approx(1 / 3, abs=1e-4),
        "mediated_share": pytest.approx(2 / 3, abs=1e-4),
        "agreement_if_mediated": 0.5,
        "agreement_if_not": 0,
    }
    assert found["conflict_games"] == 0.5


def test_disputes_are_counted_a_pair_and_round() -> None:
    crises = (crisis(dyad="rivals", acute=False), crisis(), crisis(confrontation=False))
    found = figures(game(0, crises=crises), game(1, rounds=4))["disputes"]
    assert found == {"rivals": 0.1, "others": 0.02}


def test_confrontations_are_told_apart_by_the_kind_of_pair() -> None:
    war = crisis(dyad="rivals", conflict=True, between=("AAA", "CCC"))
    calm = crisis(dyad="theatre", acute=False, friends=True)
    found = figures(game(0, crises=(war, crisis(friends=True), calm, crisis(confrontation=False))))
    assert found["dyads"] == {
        "rivals": 0.5, "neighbours": 0.5, "theatre": 0, "at_odds": 0, "distant": 0, "friends": 0.5
    }  # fmt: skip
    assert found["conflict_dyads"]["rivals"] == 1
    assert found["conflict_dyads"]["friends"] == 0


def test_the_central_conflict_is_held_beside_the_most_frequent_other() -> None:
    of = [crisis(between=pair) for pair in (("AAA", "CCC"), ("AAA", "CCC"), ("AAA", "BBB"), ("BBB", "CCC"))]
    subject = msgspec.structs.replace(SUBJECT, central=("AAA", "CCC"))
    found = figures_of([game(0, crises=tuple(of))], subject, 1)["central"]
    assert found == {"share": 0.5, "most_of_others": 0.25}
    assert figures(game(0, crises=tuple(of)))["central"] == {"share": None, "most_of_others": None}


def test_pacts_that_nobody_called_on_have_no_share() -> None:
    assert figures(game())["pacts_honoured"] is None
    assert figures(game(calls=4, honoured=3))["pacts_honoured"] == 0.75


def test_upheavals_are_counted_by_the_stability_a_round_began_with() -> None:
    unrest = Unrest(low_rounds=10, high_rounds=40, low_attempts=2, high_attempts=1, ended=4, succeeded=1)
    found = figures(game(unrest=unrest), game(1, ended="collapse"))
    assert found["coups"] == {"low_stability": 0.2, "high_stability": 0.025, "succeed": 0.25}
    assert found["collapse_games"] == 0.5


def test_every_figure_knows_over_how_many_cases_it_was_counted() -> None:
    games = [game(0, crises=(crisis(mediated=True), crisis()), calls=4), game(1, crises=(crisis(),))]
    found = tallied(games, SUBJECT, 1)
    assert found["wins"]["AAA"].cases == 2
    assert found["crises"]["mediated_share"].cases == 3
    assert found["crises"]["agreement_if_mediated"].cases == 1
    assert found["pacts_honoured"].cases == 4
    assert found["disputes"]["others"].cases == 2 * 6 * 5


def test_channels_are_compared_over_games_of_their_own() -> None:
    held = game(
        arrangement=Arrangement.CHANNELS,
        crises=(crisis(channels=True), crisis(channels=True, climbed=True), crisis(climbed=True)),
    )
    bare = game(arrangement=Arrangement.NO_CHANNELS, crises=(crisis(climbed=True),))
    found = figures(game(crises=(crisis(channels=True),)), held, bare)["channels"]
    assert found == {"confrontation_share_with": 0.5, "confrontation_share_without": 1}


def test_random_play_is_compared_in_the_same_seat_of_the_same_game() -> None:
    by_chance = game(0, arrangement=Arrangement.RANDOM, changed="BBB", finals={"AAA": 60, "BBB": 28})
    found = figures(game(0), game(1), by_chance)["over_random"]
    assert found == {"bridge_builder": None, "hedger": 12}


def test_playing_alone_is_compared_with_having_cooperated() -> None:
    together = game(0, arrangement=Arrangement.COOPERATE)
    alone = game(0, arrangement=Arrangement.LONE, changed="AAA", finals={"AAA": 57, "BBB": 30})
    assert values(gains_alone([alone, together], SUBJECT)) == {"AAA": 7, "BBB": None}


def test_percentiles_are_scores_that_occurred() -> None:
    games = [game(number, architecture=number) for number in range(1, 101)]
    assert figures(*games)["architecture"] == {"p5": 5, "p50": 50, "p95": 95}


def test_a_wave_remembers_and_independent_draws_do_not() -> None:
    wave = [50, 60, 60, 50, 50, 60, 60, 50] * 4
    assert lag_one([wave]) == pytest.approx(-1, abs=0.1)
    assert lag_one([[40] * 6, [60] * 6]) == pytest.approx(1)
    assert lag_one([[50] * 6]) is None
    assert lag_one([]) is None


def test_incidents_multiply_with_the_level() -> None:
    assert [incidents(level) for level in (0, 40, 80)] == pytest.approx([2, 20, 200])
    assert variance_over_mean([[40], [40]]) == 0
    assert variance_over_mean([[0, 40]]) == pytest.approx(81 / 11)


def test_the_catalogue_is_that_of_the_preset() -> None:
    rules = load_rules()
    short = set(subject_of(rules, sound(), "intro").moves)
    assert short == {move.id for move in rules.moves if move.module == "core"}
    assert short < set(subject_of(rules, sound(), "standard").moves)
    assert "random" not in subject_of(rules, sound(), "standard").doctrines
