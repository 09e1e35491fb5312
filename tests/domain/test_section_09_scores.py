"""Rulebook §9: objectives, red lines, national scores, collective indices, finals."""

from msgspec.structs import replace

from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.standings import debrief_of
from multipolar.domain.mechanics.scoring import (
    architecture_of,
    final_of,
    gini,
    index_values,
    national_of,
    poles,
    standings,
)
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.phases.assessment import verdict_on_exercise
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import Stage
from tests.domain.sound import Play


def next_round(play: Play) -> tuple[e.Event, ...]:
    """End the deliberation and whatever crisis follows; returns what happened."""
    number = play.world.round
    events: tuple[e.Event, ...] = ()
    while play.world.round == number and not play.world.ended:
        events += play.all_ready()
    return events


# --- What the debrief asks ---


def test_three_questions_are_asked_and_what_has_become_topical_comes_first() -> None:
    play = Play()
    play.put("threat(piracy,sound)", 59)
    assert [about for about, _ in debrief_of(play.world).questions] == ["Trust", "Order", "Luck"]
    play.put("threat(piracy,sound)", 60)
    assert [about for about, _ in debrief_of(play.world).questions] == ["Piracy", "Trust", "Order"]


# --- Objectives and red lines ---


def test_an_objective_earns_its_points_while_it_holds() -> None:
    play = Play().to_deliberation()
    play.put("threat(piracy,sound)", 20)
    judged = [event for event in next_round(play) if isinstance(event, e.ObjectiveJudged)]
    earned = {(event.actor, event.objective): event.points for event in judged}
    assert earned["AAA", "quiet"] in (20, 30)
    play.put("threat(piracy,sound)", 90)
    next_round(play)
    assert play.world.verdicts["AAA:quiet"].points == 0


def test_a_lost_objective_is_told_apart_from_a_won_one_with_both_amounts_and_the_reason() -> None:
    play = Play().to_deliberation()
    play.put("threat(piracy,sound)", 20)
    won = _told_of(play, next_round(play), "quiet")
    earned = play.world.verdicts["AAA:quiet"].points
    assert won.startswith("Objective won: " if earned == 30 else "Objective partly won: ")
    assert f": from 0 to {earned} of 30 points; " in won
    play.put("threat(piracy,sound)", 90)
    lost = _told_of(play, next_round(play), "quiet")
    assert lost.startswith("Objective lost: ")
    assert f": from {earned} to 0 of 30 points; not true now: " in lost


def _told_of(play: Play, events: tuple[e.Event, ...], objective: str) -> str:
    """How the last verdict on an objective is told."""
    judged = [
        event for event in events if isinstance(event, e.ObjectiveJudged) and event.objective == objective
    ]
    return narrate(play.world, judged[-1]).text


def test_an_easier_condition_earns_part_of_the_points() -> None:
    play = Play(script={"1.threat.piracy": (3, 3)}).to_deliberation()
    play.put("threat(piracy,sound)", 40)
    next_round(play)
    assert play.world.verdicts["AAA:quiet"].points == 20


def test_a_part_of_the_points_is_not_told_as_the_whole_either_way() -> None:
    play = Play(script={"1.threat.piracy": (3, 3)}).to_deliberation()
    play.put("threat(piracy,sound)", 40)
    part = _told_of(play, next_round(play), "quiet")
    assert part.startswith("Objective partly won: ")
    assert ": from 0 to 20 of 30 points; all of it needs: " in part


def test_objectives_are_judged_in_secret() -> None:
    play = Play().to_deliberation()
    play.put("threat(piracy,sound)", 20)
    judged = [event for event in next_round(play) if isinstance(event, e.ObjectiveJudged)]
    assert judged
    assert all(event.audience == (event.actor,) for event in judged)


def test_a_red_line_costs_points_once_and_stays_crossed() -> None:
    play = Play().to_deliberation()
    play.put("stability(BBB)", 17)
    crossed = [event for event in next_round(play) if isinstance(event, e.ObjectiveJudged) and event.red_line]
    assert [(event.actor, event.points) for event in crossed] == [("BBB", -8)]
    play.put("stability(BBB)", 60)
    again = [event for event in next_round(play) if isinstance(event, e.ObjectiveJudged) and event.red_line]
    assert not again
    assert play.world.verdicts["BBB:unrest"].points == -8


# --- National score ---


def test_position_is_twelve_and_half_of_what_five_attributes_gained() -> None:
    play = Play().to_deliberation()
    start = sum(
        play.world.start(f"{key}(AAA)")
        for key in ("economy", "capability", "standing", "autonomy", "stability")
    )
    now = sum(
        play.world.number(f"{key}(AAA)")
        for key in ("economy", "capability", "standing", "autonomy", "stability")
    )
    assert national_of(play.world, "AAA")[1] == 12 + (now - start) // 2
    play.put("standing(AAA)", play.world.number("standing(AAA)") + 6)
    assert national_of(play.world, "AAA")[1] == 12 + (now + 6 - start) // 2


def test_reputation_counts_commitments_kept_and_broken() -> None:
    play = Play().to_deliberation()
    assert national_of(play.world, "AAA")[2] == 9
    play.put("burden(AAA)", 6)
    play.put("kept(AAA)", 1)
    assert national_of(play.world, "AAA")[2] == 9 + 2 + 1
    play.put("breaches(AAA)", 2)
    assert national_of(play.world, "AAA")[2] == 12 - 6
    play.put("breaches(AAA)", 9)
    assert national_of(play.world, "AAA")[2] == 0


# --- Finals ---


def test_the_stake_is_the_share_of_the_final_that_hangs_on_the_architecture() -> None:
    assert final_of(60, 50, 100) == 60
    assert final_of(60, 50, 0) == 30
    assert final_of(60, 30, 50) == 60 * (70 + 15) // 100
    assert final_of(60, 70, 50) == 60 * (30 + 35) // 100


def test_equals_share_a_rank() -> None:
    found = standings(Play().world)
    assert [standing.rank for standing in found] == [1, 1, 1]


def test_minor_powers_are_not_ranked() -> None:
    assert {standing.power for standing in standings(Play().world)} == {"AAA", "BBB", "CCC"}


def test_collapse_ends_the_exercise_and_quarters_every_final() -> None:
    play = Play().to_deliberation()
    whole = {standing.power: standing.national for standing in standings(play.world)}
    for a, b in play.world.rules.pairs:
        play.put(f"tension({a},{b})", 100)
    assert index_values(play.world)["peace"] < 15
    next_round(play)
    assert play.world.ended == "collapse"
    for standing in standings(play.world):
        full = final_of(standing.national, standing.stake, architecture_of(index_values(play.world)))
        assert standing.final == full // 4
        assert whole[standing.power] >= 0


def test_the_last_round_completes_the_exercise() -> None:
    play = Play("intro").to_deliberation()
    for _ in range(4):
        assert not play.world.ended
        next_round(play)
    assert play.world.ended == "complete"
    assert verdict_on_exercise(play.world) == "complete"


# --- Collective indices ---


def test_peace_falls_with_the_mean_of_the_highest_tensions_and_with_crises() -> None:
    play = Play()
    tensions = sorted((play.world.tension(a, b) for a, b in play.world.rules.pairs), reverse=True)[:10]
    expected = 182 - 5 * sum(tensions) // (2 * len(tensions))
    assert index_values(play.world)["peace"] == max(0, min(100, expected))
    for a, b in play.world.rules.pairs:
        play.put(f"tension({a},{b})", 40)
    assert index_values(play.world)["peace"] == 82
    crisis = Crisis(
        "K1", "border_incident", "confrontation", ("AAA", "CCC"), "sound", "", Stage.SETTLED, 1, 1
    )
    reached = {
        Stage.WARNING: 82,
        Stage.ACUTE: 77,
        Stage.CONFRONTATION: 72,
        Stage.CONFLICT: 52,
    }
    for stage, peace in reached.items():
        world = replace(play.world, crises={"K1": replace(crisis, reached=stage)})
        assert index_values(world)["peace"] == peace


def test_resilience_is_the_exposure_weighted_level_of_threats() -> None:
    play = Play()
    play.put("threat(piracy,sound)", 40)
    assert index_values(play.world)["resilience"] == 230 - 4 * 40


def test_transparency_counts_at_most_two_measures_a_pair() -> None:
    play = Play(script={"1.resolve": (5, 5)}).to_deliberation()
    assert index_values(play.world)["transparency"] == 0
    for move in ("hotline", "exercise_notification"):
        play.do("AAA", c.Propose(move=move, partners=("BBB",)))
        play.do("BBB", c.Accept(initiative=play.latest, version=1))
    next_round(play)
    assert index_values(play.world)["transparency"] == 14


def test_equity_is_full_when_nobody_carries_or_gains_more_than_others() -> None:
    play = Play()
    assert index_values(play.world)["equity"] == 100
    for power, amount in (("AAA", 9), ("BBB", 0), ("CCC", 0)):
        play.put(f"burden({power})", amount)
    assert gini((9, 0, 0)) == 66
    assert index_values(play.world)["equity"] == 150 - 2 * 66


def test_a_stake_keeps_the_first_gain_from_looking_like_all_there_is() -> None:
    play = Play()
    play.put("benefit(AAA)", 9)
    rules = play.world.rules
    indices = rules.setting.indices.model_copy(update={"equity_stake": 3})
    staked = Rules(rules.base, rules.setting.model_copy(update={"indices": indices}))
    assert gini((12, 3, 3)) == 33
    assert index_values(replace(play.world, rules=staked))["equity"] == 150 - 2 * 33
    assert index_values(play.world)["equity"] == 150 - 2 * 66


def test_gini_is_nothing_when_all_have_the_same() -> None:
    assert gini((4, 4, 4)) == 0
    assert gini(()) == 0
    assert gini((0, 0, 1)) == 66


def test_the_effective_number_of_poles_counts_blocs_by_capability() -> None:
    play = Play()
    weights = (80, 60, 55)
    assert poles(play.world) == 10 * sum(weights) ** 2 // sum(weight**2 for weight in weights)
    play.put("relationship(AAA,BBB)", 5)
    assert poles(play.world) == 10 * 195**2 // (140**2 + 55**2)


def test_the_architecture_score_is_the_mean_of_the_indices() -> None:
    values = index_values(Play().world)
    assert architecture_of(values) == sum(values.values()) // 6
    assert Play().world.number("architecture(all)") == architecture_of(values)


def test_no_index_reads_a_private_number() -> None:
    play = Play()
    before = index_values(play.world)
    for a, b in play.world.rules.pairs:
        play.put(f"trust({a},{b})", 3)
        play.put(f"dependence({a},{b})", 30)
    assert index_values(play.world) == before
