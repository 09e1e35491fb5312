"""Rulebook §8: what responses to a crisis cost and earn, whatever the others chose, and who comes first."""

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.exercise import evolve
from multipolar.domain.mechanics.crises.crisis_choices import mediation_of, must_honour
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.vocabulary import AgreementState, Phase, Stage
from tests.domain.sound import Play

LOW, MIDDLE, HIGH = (1, 1), (3, 4), (6, 6)
DISPUTE: dict[str, tuple[int, ...]] = {"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": LOW}
"""Avaria and Cyrene come into a dispute in round 1."""
ANOTHER: dict[str, tuple[int, ...]] = {"1.friction.AAA.DDD": (1, 1, 1), "1.warning.K2": LOW}
"""And Avaria and Delta into a second one."""
SURGE: dict[str, tuple[int, ...]] = {"1.surge.piracy_surge.sound": (1,), "1.warning.K1": LOW}


def in_crisis(script: dict[str, tuple[int, ...]], pact: tuple[str, ...] = ()) -> Play:
    """The first exchange of round 1, with a security pact of some powers."""
    play = Play(script=script)
    if pact:
        concluded = e.AgreementConcluded(
            seq=play.world.seq + 1, round=0, phase="briefing", actor=pact[0], audience=("*",),
            agreement="pact", type="security_pact", parties=pact, until=0, title="Pact",
        )  # fmt: skip
        play.world = evolve(play.world, concluded)
        play.events.append(concluded)
    play.to_deliberation().all_ready()
    assert play.world.phase is Phase.CRISIS
    return play


def answer(play: Play, crisis: str, **choices: str) -> None:
    """Seal responses by seat (``back AAA`` names whom)."""
    for seat, words in choices.items():
        choice, _, backing = words.partition(" ")
        play.do(seat, c.Respond(crisis=crisis, choice=choice, backing=backing))


def answers(play: Play) -> list[tuple[str, str, str, bool]]:
    """(crisis, ally, principal, honoured) of every pact answered."""
    return [
        (event.crisis, event.ally, event.principal, event.honoured)
        for event in play.events
        if isinstance(event, e.PactAnswered)
    ]


def moved(play: Play, target: str, words: str) -> list[int]:
    """By how much a number moved for a reason with some words in it."""
    return [
        change.amount
        for event in play.events
        for change in event.changes
        if change.target == target and words in change.reason
    ]


# --- Responses are paid for whatever the other does ---


def test_mobilising_costs_as_much_when_the_other_concedes() -> None:
    play = in_crisis(DISPUTE)
    answer(play, "K1", AAA="mobilise", CCC="concede")
    play.all_ready()
    assert play.world.crises["K1"].stage is Stage.SETTLED
    assert moved(play, "resources(AAA)", "mobilised") == [
        -play.world.rules.base.settle.mobilise_cost.resources
    ]


def test_who_backs_is_remembered_when_a_principal_concedes() -> None:
    play = in_crisis(DISPUTE)
    answer(play, "K1", AAA="press", CCC="concede", BBB="back AAA")
    play.all_ready()
    assert moved(play, "tension(BBB,CCC)", "backed") == [play.world.rules.base.settle.honour_tension]


def test_who_steps_in_gains_standing_when_both_ease() -> None:
    play = in_crisis(DISPUTE)
    answer(play, "K1", AAA="ease", CCC="ease", BBB="mediate")
    play.all_ready()
    assert moved(play, "standing(BBB)", "good offices") == [play.world.rules.base.settle.mediator_standing]
    assert play.world.crises["K1"].mediator == ""


def test_the_same_resources_are_not_mobilised_in_two_crises() -> None:
    play = in_crisis({**DISPUTE, **ANOTHER})
    play.put("resources(AAA)", 3)
    answer(play, "K1", AAA="mobilise")
    with pytest.raises(Illegal, match="in other crises it costs 4 resources"):
        answer(play, "K2", AAA="mobilise")
    answer(play, "K1", AAA="hold")
    answer(play, "K2", AAA="mobilise")


def test_each_that_backs_gives_the_advantage_of_the_rule_data() -> None:
    play = in_crisis({**DISPUTE, "1.exchange.K1.1": MIDDLE})
    answer(play, "K1", AAA="press", CCC="ease", BBB="back CCC")
    play.all_ready()
    settle = play.world.rules.base.settle
    assert play.world.crises["K1"].advantage == (settle.advantage_over["ease"], settle.honour_advantage)


# --- Pacts ---

CLIMBS = {f"1.exchange.K{number}.1": (1, 2) for number in (1, 2)}


def test_a_pact_called_in_two_crises_is_reneged_once() -> None:
    play = in_crisis({**DISPUTE, **ANOTHER, **CLIMBS}, ("AAA", "BBB"))
    for crisis, other in (("K1", "CCC"), ("K2", "DDD")):
        answer(play, crisis, AAA="press", **{other: "press"})
    play.all_ready()
    assert [must_honour(play.world, play.world.crises[key], "BBB") for key in ("K1", "K2")] == [("AAA",)] * 2
    play.all_ready()
    assert answers(play) == [("K1", "BBB", "AAA", False)]
    assert play.world.number("breaches(BBB)") == play.world.rules.base.settle.renege_breaches
    assert must_honour(play.world, play.world.crises["K2"], "BBB") == ()


def test_who_backs_in_the_second_crisis_has_honoured_the_pact_there() -> None:
    play = in_crisis({**DISPUTE, **ANOTHER, **CLIMBS}, ("AAA", "BBB"))
    for crisis, other in (("K1", "CCC"), ("K2", "DDD")):
        answer(play, crisis, AAA="press", **{other: "press"})
    play.all_ready()
    answer(play, "K2", BBB="back AAA")
    play.all_ready()
    assert answers(play) == [("K1", "BBB", "AAA", False), ("K2", "BBB", "AAA", True)]


def test_each_ally_of_a_pact_of_several_answers_for_itself() -> None:
    play = in_crisis({**DISPUTE, **CLIMBS}, ("AAA", "BBB", "DDD"))
    answer(play, "K1", AAA="press", CCC="press")
    play.all_ready()
    play.all_ready()
    assert answers(play) == [("K1", "BBB", "AAA", False), ("K1", "DDD", "AAA", False)]
    assert play.world.agreements["pact"].state is AgreementState.BREACHED


def test_a_pact_that_binds_both_principals_is_not_called() -> None:
    play = in_crisis({**DISPUTE, **CLIMBS}, ("AAA", "BBB", "CCC"))
    answer(play, "K1", AAA="press", CCC="press")
    play.all_ready()
    assert play.world.crises["K1"].stage in (Stage.CONFRONTATION, Stage.BRINK)
    assert play.world.crises["K1"].called == ()


# --- Help ---


def emergency(*parties: str) -> Play:
    """A piracy surge that strikes some powers, bad enough to last, first exchange."""
    play = Play(script=SURGE)
    play.put("threat(piracy,sound)", 90)
    play.to_deliberation().all_ready()
    play.put("severity(K1)", 100)
    crisis = play.world.crises["K1"]
    moved = e.CrisisStateChanged(
        seq=play.world.seq + 1, round=1, phase="crisis", actor="*", audience=("*",), crisis="K1",
        to=str(crisis.stage), reason="as the test wants it", kind="emergency", parties=parties,
    )  # fmt: skip
    play.world = evolve(play.world, moved)
    play.events.append(moved)
    return play


def helped(play: Play, helper: str) -> dict[str, int]:
    """What having helped moved: number to amount."""
    return {
        change.target: change.amount
        for event in play.events
        for change in event.changes
        if event.actor == helper and "helped" in change.reason
    }


def test_help_that_nobody_lets_in_turns_back_and_costs_and_earns_nothing() -> None:
    play = emergency("DDD")
    resources = play.world.number("resources(BBB)")
    answer(play, "K1", DDD="seal", BBB="help")
    play.all_ready()
    assert helped(play, "BBB") == {}
    assert play.world.number("resources(BBB)") == resources
    assert play.world.number("burden(BBB)") == 0


def test_one_of_two_that_seals_itself_off_keeps_help_from_itself_alone() -> None:
    open_, half = emergency("AAA", "DDD"), emergency("AAA", "DDD")
    for play, choice in ((open_, "absorb"), (half, "seal")):
        answer(play, "K1", DDD=choice, BBB="help")
        play.all_ready()
    assert {"trust(AAA,BBB)", "trust(DDD,BBB)"} <= set(helped(open_, "BBB"))
    assert "trust(AAA,BBB)" in helped(half, "BBB")
    assert "trust(DDD,BBB)" not in helped(half, "BBB")
    (whole,), (part,) = (moved(play, "severity(K1)", "sent help") for play in (open_, half))
    assert -part == -whole // 2


def test_help_that_was_refused_does_not_hold_a_government_up() -> None:
    sent, refused = (
        Play(script={"1.unrest.BBB": (1,), "1.warning.K1": LOW, "1.coup.K1": LOW}) for _ in range(2)
    )
    for play, choice in ((sent, "absorb"), (refused, "seal")):
        play.put("stability(BBB)", 12)
        play.to_deliberation().all_ready()
        play.put("severity(K1)", 12)
        answer(play, "K1", BBB=choice, AAA="help")
        play.all_ready()
    stood_by = [
        any(modifier.id == "holds_help" for modifier in event.modifiers)
        for play in (sent, refused)
        for event in play.events
        if isinstance(event, e.CoupDecided)
    ]
    assert stood_by == [True, False]


# --- Ties ---


def test_of_mediators_of_like_standing_the_first_of_the_scenario_counts() -> None:
    play = in_crisis(DISPUTE)
    for power in ("BBB", "DDD"):
        play.put(f"standing({power})", 60)
    crisis: Crisis = play.world.crises["K1"]
    assert mediation_of(play.world, crisis, (("BBB", "mediate", ""), ("DDD", "mediate", ""))) == ("BBB", 60)
    play.put("standing(DDD)", 61)
    assert mediation_of(play.world, crisis, (("BBB", "mediate", ""), ("DDD", "mediate", ""))) == ("DDD", 61)
