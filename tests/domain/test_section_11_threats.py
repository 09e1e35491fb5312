"""Rulebook §11: shared threats move in waves, operations lower them for everybody, high ones harm."""

from multipolar.domain.mechanics.effects import relief
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from tests.domain.sound import Play

LEVEL, MOMENTUM, RELIEF = "threat(piracy,sound)", "momentum(piracy,sound)", "relief(piracy,sound)"


def patrol(play: Play) -> None:
    """Avaria and Doria patrol the sound in the first round."""
    play.resolve("counter_piracy", "AAA", "DDD", terms=c.Terms(theatre="sound"))


def test_a_level_drifts_to_its_base() -> None:
    play = Play(script={"1.threat": (3, 3)}).to_deliberation()
    play.put(LEVEL, 62)
    play.all_ready()
    assert play.world.number(LEVEL) == 62 + (50 - 62) // 3


def test_waves_have_a_memory() -> None:
    play = Play(script={"1.threat": (6, 1), "2.threat": (3, 3)}).to_deliberation()
    play.all_ready()
    assert play.world.number(MOMENTUM) == 7
    level = play.world.number(LEVEL)
    play.all_ready()
    assert play.world.number(MOMENTUM) == 3
    assert play.world.number(LEVEL) == level + 3 + (50 - level) // 3


def test_a_double_six_is_a_shock() -> None:
    play = Play(script={"1.threat": (6, 6)}).to_deliberation()
    play.all_ready()
    assert play.world.number(MOMENTUM) == 10


def test_an_operation_takes_effect_half_at_once_and_half_of_the_rest_a_round() -> None:
    script = {"1.resolve": (5, 5), "1.threat": (3, 3), "2.threat": (3, 3)}
    still = Play(script=script).to_deliberation()
    still.all_ready()
    play = Play(script=script).to_deliberation()
    before = play.world
    patrol(play)
    (outcome,) = [event.outcome for event in play.events if isinstance(event, e.InitiativeResolved)]
    by = next(effect.by for effect in before.rules.moves["counter_piracy"].effects if effect.kind == "threat")
    expected = relief(before, by[outcome], "AAA", ("DDD",))
    landed = (expected + 1) // 2
    assert still.world.number(LEVEL) - play.world.number(LEVEL) == landed
    assert play.world.number(RELIEF) == expected - landed


def test_capability_interoperability_and_parties_make_an_operation_stronger() -> None:
    play = Play()
    weak = relief(play.world, 6, "DDD", ("CCC",))
    strong = relief(play.world, 6, "AAA", ("DDD",))
    assert strong > weak
    play.put("interoperability(AAA,DDD)", 80)
    assert relief(play.world, 6, "AAA", ("DDD",)) > strong
    play.put("interoperability(AAA,BBB)", 80)
    assert relief(play.world, 6, "AAA", ("BBB", "DDD")) > relief(play.world, 6, "AAA", ("DDD",))


def test_whoever_proposes_it_an_operation_does_the_same() -> None:
    play = Play()
    play.put("capability(AAA)", 80)
    play.put("capability(DDD)", 20)
    assert relief(play.world, 6, "AAA", ("DDD",)) == relief(play.world, 6, "DDD", ("AAA",))
    before = relief(play.world, 6, "AAA", ("DDD",))
    play.put("capability(DDD)", 70)
    assert relief(play.world, 6, "AAA", ("DDD",)) > before


def test_a_setback_lowers_nothing() -> None:
    play = Play(script={"1.resolve": (1, 1), "1.threat": (3, 3)}).to_deliberation()
    patrol(play)
    assert play.world.number(RELIEF) == 0


def test_high_threats_harm_those_exposed() -> None:
    play = Play(script={"1.threat": (3, 3)}).to_deliberation()
    play.put(LEVEL, 90)
    economy = {power: play.world.attribute("economy", power) for power in ("AAA", "CCC", "DDD")}
    play.all_ready()
    lost = {
        change.target: change.amount
        for event in play.events
        for change in event.changes
        if change.reason.startswith("piracy in")
    }
    assert lost["economy(DDD)"] == -2
    assert lost["economy(AAA)"] == -1
    assert "economy(CCC)" not in lost
    assert economy["DDD"] > 0


def test_operations_unsettle_no_third_party() -> None:
    play = Play(script={"1.resolve": (6, 6)}).to_deliberation()
    patrol(play)
    assert not [change for event in play.events for change in event.changes if "drew closer" in change.reason]


def test_burdens_are_recorded() -> None:
    play = Play(script={"1.resolve": (5, 5)}).to_deliberation()
    patrol(play)
    assert play.world.number("burden(AAA)") == play.world.rules.moves["counter_piracy"].cost.resources
    assert play.world.number("burden(DDD)") == play.world.rules.moves["counter_piracy"].partner_cost.resources
