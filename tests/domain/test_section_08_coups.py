"""Rulebook §8 and §16: how an upheaval ends for the government it shakes, and §3: what unrest stops."""

import pytest

from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from multipolar.domain.vocabulary import AgreementState, InitiativeState, Phase, Stage
from tests.domain.sound import Play

LOW, MIDDLE, HIGH = (1, 1), (3, 4), (6, 6)
AGREEMENTS = (("shares", "intelligence_sharing", ("AAA", "CCC")), ("words", "memorandum", ("AAA", "CCC")))


def upheaval(coup: tuple[int, int], severity: int = 20, power: str = "CCC") -> Play:
    """An upheaval in Cyrene, which shares intelligence and has a memorandum with Avaria; first exchange."""
    play = Play(script={f"1.unrest.{power}": (1,), "1.warning.K1": LOW, "1.coup.K1": coup})
    for name, kind, parties in AGREEMENTS:
        concluded = e.AgreementConcluded(
            seq=play.world.seq + 1, round=0, phase="briefing", actor="AAA", audience=("*",),
            agreement=name, type=kind, parties=parties, until=0, title=name,
        )  # fmt: skip
        play.world = evolve(play.world, concluded)
        play.events.append(concluded)
    play.to_deliberation().all_ready()
    play.put("severity(K1)", severity)
    assert play.world.phase is Phase.CRISIS
    return play


def decided(play: Play) -> e.CoupDecided:
    """The one coup that was decided."""
    (found,) = [event for event in play.events if isinstance(event, e.CoupDecided)]
    return found


def moved(play: Play, reason: str) -> dict[str, int]:
    """Numbers that moved for a reason, with the amounts."""
    return {c.target: c.amount for event in play.events for c in event.changes if c.reason == reason}


def test_when_an_upheaval_ends_a_roll_in_the_open_says_whether_the_government_falls() -> None:
    for roll, fell in ((LOW, True), (HIGH, False)):
        play = upheaval(roll)
        play.all_ready()
        found = decided(play)
        assert (found.actor, found.audience, found.dice) == ("CCC", ("*",), roll)
        assert found.total == sum(roll) + sum(modifier.size for modifier in found.modifiers)
        assert found.succeeded is fell


def test_while_it_lasts_nothing_is_decided() -> None:
    play = upheaval(LOW, severity=90)
    play.all_ready()
    assert play.world.phase is Phase.CRISIS
    assert not [event for event in play.events if isinstance(event, e.CoupDecided)]


def test_a_fallen_government_costs_stability_governance_and_standing() -> None:
    play = upheaval(LOW)
    play.all_ready()
    fallen = moved(play, "the government fell")
    assert fallen["stability(CCC)"] == -4
    assert fallen["governance(CCC)"] == -8
    assert fallen["standing(CCC)"] == -5


def test_powers_of_high_governance_lose_trust_and_suspend_what_they_share() -> None:
    play = upheaval(LOW)
    play.all_ready()
    fallen = moved(play, "the government fell")
    assert fallen["trust(AAA,CCC)"] < -6
    assert "trust(DDD,CCC)" not in fallen
    assert play.world.agreements["shares"].state is AgreementState.SUSPENDED
    assert play.world.agreements["words"].state is AgreementState.IN_FORCE


def test_a_government_that_held_on_is_steadier_and_less_open() -> None:
    play = upheaval(HIGH)
    play.all_ready()
    held = moved(play, "the government held on")
    assert held == {"stability(CCC)": 3, "governance(CCC)": -2}
    assert play.world.agreements["shares"].in_force


def test_whoever_helps_holds_the_government_up() -> None:
    alone, helped = upheaval(MIDDLE), upheaval(MIDDLE)
    alone.all_ready()
    helped.do("BBB", c.Respond(crisis="K1", choice="help"))
    helped.all_ready()
    assert "holds_help" not in {modifier.id for modifier in decided(alone).modifiers}
    assert "holds_help" in {modifier.id for modifier in decided(helped).modifiers}
    assert decided(helped).total > decided(alone).total


def test_an_upheaval_out_of_control_weighs_on_it() -> None:
    play = upheaval(MIDDLE, severity=100)
    for _ in range(3):
        play.all_ready()
    assert play.world.crises["K1"].stage is Stage.FROZEN
    sizes = {modifier.id: modifier.size for modifier in decided(play).modifiers}
    assert sizes["holds_severity"] == -1


def test_everybody_sees_what_holds_the_government_up() -> None:
    play = upheaval(MIDDLE, severity=90)
    play.do("BBB", c.Respond(crisis="K1", choice="help"))
    play.all_ready()
    for seat in ("CCC", "AAA"):
        (crisis,) = view_of(play.world, seat).crises
        assert "holds_help" in {modifier.id for modifier in crisis.calm}


def test_minor_powers_have_governments_too() -> None:
    play = upheaval(LOW, power="DDD")
    play.all_ready()
    assert decided(play).actor == "DDD"
    assert moved(play, "the government fell")["standing(DDD)"] == -5


def test_an_upheaval_that_is_exploited_unites_a_people() -> None:
    play = upheaval(LOW, severity=90)
    play.do("AAA", c.Respond(crisis="K1", choice="exploit"))
    while play.world.phase is Phase.CRISIS:
        play.all_ready()
    assert play.world.crises["K1"].kind == "confrontation"
    assert not [event for event in play.events if isinstance(event, e.CoupDecided)]


def test_other_emergencies_overthrow_nobody() -> None:
    play = Play(script={"1.chance.disaster.BBB": (1,), "1.warning.K1": LOW}).to_deliberation()
    play.all_ready()
    while play.world.phase is Phase.CRISIS:
        play.all_ready()
    assert not [event for event in play.events if isinstance(event, e.CoupDecided)]


# --- Unrest suspends cooperation (§3) ---


def long_drill(*partners: str) -> Play:
    """Avaria has a training mission under way with each of these."""
    play = Play().to_deliberation()
    for partner in partners:
        play.put("capital(AAA)", 9)
        play.put("resources(AAA)", 9)
        play.put(f"capital({partner})", 9)
        play.put(f"resources({partner})", 9)
        play.do("AAA", c.Propose(move="training_mission", partners=(partner,)))
        play.do(partner, c.Accept(initiative=play.latest, version=1))
    return play


def states(play: Play) -> list[InitiativeState]:
    return [found.state for found in play.world.initiatives.values()]


def test_under_thirty_the_newest_running_initiative_is_suspended_each_round() -> None:
    play = long_drill("BBB", "DDD")
    play.put("stability(AAA)", 29)
    play.all_ready()
    assert states(play) == [InitiativeState.UNDER_WAY, InitiativeState.SUSPENDED]
    reasons = [event.reason for event in play.events if isinstance(event, e.InitiativeStateChanged)]
    assert "unrest in Avaria" in reasons


@pytest.mark.parametrize("stability", [30, 60])
def test_from_thirty_on_nothing_is_suspended(stability: int) -> None:
    play = long_drill("BBB")
    play.put("stability(AAA)", stability)
    play.all_ready()
    assert states(play) == [InitiativeState.UNDER_WAY]


def test_calm_lets_it_go_on() -> None:
    play = long_drill("BBB")
    play.put("stability(AAA)", 29)
    play.all_ready()
    assert states(play) == [InitiativeState.SUSPENDED]
    play.put("stability(AAA)", 50)
    play.all_ready()
    assert InitiativeState.SUSPENDED not in states(play)
