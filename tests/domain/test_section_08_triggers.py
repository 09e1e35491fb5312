"""Rulebook §8: what brings crises about, and between whom."""

from itertools import product
from typing import Literal

import pytest
from msgspec.structs import replace

from multipolar.domain.mechanics.crises.lifecycle import begin_crisis
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.records import Crisis, Initiative
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.rules.templates import CrisisTemplate, DeploymentTrigger, ExposureTrigger
from multipolar.domain.vocabulary import InitiativeState
from multipolar.rulebook import load_rules
from tests.domain.sound import SOUND, Play, rules_with, sound

SETBACK, LIMITED = (1, 1), (3, 4)
TEMPLATES = {template.id: template for template in load_rules().crises}


def begun(play: Play) -> list[tuple[str, tuple[str, ...], str]]:
    """(template, parties, trigger) of every crisis that began."""
    return [
        (event.template, event.parties, event.trigger)
        for event in play.events
        if isinstance(event, e.CrisisBegan)
    ]


def with_pact(play: Play, *parties: str) -> None:
    """A security pact between two powers, in force from the start."""
    concluded = e.AgreementConcluded(
        seq=play.world.seq + 1, round=0, phase="briefing", actor=parties[0], audience=("*",),
        agreement="pact", type="security_pact", parties=parties, until=0, title="Pact",
    )  # fmt: skip
    play.world = evolve(play.world, concluded)
    play.events.append(concluded)


# --- The templates ---


@pytest.mark.parametrize("template", load_rules().crises, ids=lambda template: template.id)
def test_every_template_has_at_least_two_texts_of_two_or_three_sentences_and_a_precedent(
    template: CrisisTemplate,
) -> None:
    assert len(template.texts) >= 2
    for text in template.texts:
        assert 2 <= sum(text.count(f"{stop} ") for stop in ".?!") + 1 <= 3, text
        assert "{a}" in text
        assert ("{b}" in text) <= (template.kind == "confrontation"), text
    assert template.precedents
    assert (template.kind == "emergency") == bool(template.severity)


def test_the_templates_of_the_rulebook_are_confrontations_and_emergencies_as_it_says() -> None:
    emergencies = {template.id for template in load_rules().crises if template.kind == "emergency"}
    assert emergencies == {
        "piracy_surge", "terrorist_attack", "domestic_upheaval", "disaster", "peacekeeper_casualties"
    }  # fmt: skip


def test_the_same_words_are_not_told_twice_while_others_are_left() -> None:
    template = TEMPLATES["resource_dispute"]
    play = Play().to_deliberation()
    transaction = Transaction(play.world, play.dice)
    for _ in template.texts:
        begin_crisis(transaction, template, ("AAA", "CCC"), 0, 0, "friction")
    told = [event.text for event in transaction.events if isinstance(event, e.CrisisBegan)]
    assert len(set(told)) == len(template.texts)


@pytest.mark.parametrize("push", [-2, 0, 3])
def test_a_recorded_roll_holds_everything_that_counted_in_it(push: int) -> None:
    stages = set()
    for dice in product(range(1, 7), repeat=2):
        play = Play(script={"1.warning.K1": dice}).to_deliberation()
        transaction = Transaction(play.world, play.dice)
        begin_crisis(transaction, TEMPLATES["border_incident"], ("AAA", "CCC"), push, 0, "move")
        (began,) = [event for event in transaction.events if isinstance(event, e.CrisisBegan)]
        total = sum(began.dice) + sum(modifier.size for modifier in began.modifiers)
        out = total <= play.world.rules.base.settle.breaks_out_at_most
        assert (began.stage == "acute") is out
        assert sum(modifier.size for modifier in began.modifiers if modifier.id == "push") == -push
        stages.add(began.stage)
    assert stages == {"acute", "warning"}


# --- Friction ---


@pytest.mark.parametrize(("which", "template"), [(1, "border_incident"), (10_000, "resource_dispute")])
def test_friction_draws_its_kind_by_the_weight_of_the_rates(which: int, template: str) -> None:
    script = {"1.friction.AAA.CCC": (1, which, 1), "1.warning.K1": (6, 6)}
    play = Play(script=script).to_deliberation()
    assert begun(play) == [(template, ("AAA", "CCC"), "friction")]


def test_resources_are_disputed_between_neighbours_alone() -> None:
    play = Play(script={"1.friction.AAA.DDD": (1, 10_000, 1), "1.warning.K1": (6, 6)}).to_deliberation()
    assert begun(play) == [("incident_at_sea", ("AAA", "DDD"), "friction")]


# --- Exposure ---


def caught(scandal: int, warning: tuple[int, int] = (1, 1)) -> Play:
    """Borea is caught spying on Cyrene."""
    script = {"1.resolve": SETBACK, "1.scandal": (scandal,), "1.warning.K1": warning}
    play = Play(script=script).to_deliberation()
    play.do("BBB", c.Order(move="covert_collection", targets=("CCC",)))
    play.all_ready()
    return play


def test_a_covert_move_that_came_to_light_may_become_a_scandal_between_target_and_author() -> None:
    play = caught(1)
    assert begun(play) == [("spying_scandal", ("CCC", "BBB"), "exposure")]
    (began,) = [event for event in play.events if isinstance(event, e.CrisisBegan)]
    exposed = next(event for event in play.events if isinstance(event, e.CovertMoveExposed))
    assert began.cause == exposed.seq


def test_not_every_exposure_is_a_scandal() -> None:
    play = caught(1000)
    assert any(isinstance(event, e.CovertMoveExposed) for event in play.events)
    assert begun(play) == []


def test_what_stays_hidden_is_no_scandal() -> None:
    script: dict[str, tuple[int, ...]] = {
        "1.resolve": LIMITED, "1.exposure": (36,), "1.scandal": (1,)
    }  # fmt: skip
    play = Play(script=script).to_deliberation()
    play.do("BBB", c.Order(move="covert_collection", targets=("CCC",)))
    play.all_ready()
    assert begun(play) == []


def test_every_covert_move_that_does_harm_by_itself_has_a_scandal_of_its_own() -> None:
    named = [
        move
        for template in load_rules().crises
        for trigger in template.triggers
        if isinstance(trigger, ExposureTrigger)
        for move in trigger.moves
    ]
    covert = [move for move in load_rules().moves if move.visibility == "covert"]
    assert sorted(named) == sorted(move.id for move in covert if move.effects)


# --- Shared threats ---


def threatened(kind: str, level: int, script: dict[str, tuple[int, ...]]) -> Play:
    """The sound with another kind of threat in it than pirates."""
    threat = {**SOUND["threats"][0], "kind": kind, "level": level}
    return Play(script=script, setting=sound(threats=[*SOUND["threats"], threat]))


def test_a_terrorist_attack_strikes_one_power_where_the_threat_stands_high() -> None:
    script = {"1.surge.terrorist_attack.sound": (1,), "1.struck": (8,), "1.warning.K1": (1, 1)}
    play = threatened("terrorism", 60, script).to_deliberation()
    assert begun(play) == [("terrorist_attack", ("DDD",), "threat")]
    assert play.world.number("severity(K1)") == TEMPLATES["terrorist_attack"].severity
    first = threatened("terrorism", 60, {**script, "1.struck": (1,)}).to_deliberation()
    assert begun(first) == [("terrorist_attack", ("AAA",), "threat")]


def test_no_attack_comes_where_the_threat_stands_low() -> None:
    script = {"1.surge.terrorist_attack.sound": (1,), "1.warning.K1": (1, 1)}
    assert begun(threatened("terrorism", 49, script).to_deliberation()) == []


def test_who_is_struck_by_a_cyber_attack_accuses_the_strongest_it_is_at_odds_with() -> None:
    script = {"1.surge.cyber_attack.sound": (1,), "1.struck": (1,), "1.warning.K1": (1, 1)}
    play = threatened("cyber", 60, script).to_deliberation()
    assert begun(play) == [("cyber_attack", ("AAA", "CCC"), "threat")]


def test_a_cyber_attack_on_a_power_at_odds_with_nobody_has_nobody_to_accuse() -> None:
    script = {"1.surge.cyber_attack.sound": (1,), "1.struck": (8,), "1.warning.K1": (1, 1)}
    assert begun(threatened("cyber", 60, script).to_deliberation()) == []


def test_the_intro_preset_plays_without_cyber_attacks() -> None:
    script = {"1.surge.cyber_attack.sound": (1,), "1.struck": (1,), "1.warning.K1": (1, 1)}
    threat = {**SOUND["threats"][0], "kind": "cyber", "level": 60}
    play = Play("intro", script=script, setting=sound(threats=[threat])).to_deliberation()
    assert begun(play) == []


# --- Chance ---


def test_a_disaster_strikes_anybody_and_stops_at_no_border() -> None:
    script = {"1.chance.disaster.CCC": (1,), "1.spread.disaster.CCC.BBB": (1,), "1.warning.K1": (1, 1)}
    play = Play(script=script).to_deliberation()
    assert begun(play) == [("disaster", ("CCC", "BBB"), "chance")]
    struck = {change.target: change.amount for event in play.events for change in event.changes
              if change.reason == "disaster"}  # fmt: skip
    assert struck["economy(CCC)"] == struck["economy(BBB)"] == -1


def test_a_disaster_spreads_to_neighbours_alone() -> None:
    script = {"1.chance.disaster.AAA": (1,), "1.spread": (1,), "1.warning.K1": (1, 1)}
    play = Play(script=script).to_deliberation()
    assert begun(play) == [("disaster", ("AAA", "BBB", "CCC"), "chance")]


# --- Deployment ---


def deployed(state: InitiativeState, resolved: int = 0) -> Play:
    """Borea has soldiers deployed, by a move that the rules say may cost lives."""
    move = "training_mission"
    trigger = DeploymentTrigger(kind="deployment", moves=(move,), hazard=100)
    rules = rules_with("peacekeeper_casualties", triggers=(trigger,))
    play = Play(script={"1.deployment": (1,), "1.warning.K1": (1, 1)}, rules=rules)
    found = Initiative(
        id="away", move=move, initiator="BBB", partners=("DDD",), terms=c.Terms(), state=state, tabled=0,
        event=1, resolves=2, resolved=resolved, known=("*",),
    )  # fmt: skip
    play.world = replace(play.world, current={"away": found})
    return play.to_deliberation()


def test_each_deployment_under_way_may_cost_lives() -> None:
    (template, parties, trigger) = begun(deployed(InitiativeState.UNDER_WAY))[0]
    assert (template, parties[0], trigger) == ("peacekeeper_casualties", "BBB", "deployment")


@pytest.mark.parametrize("state", [InitiativeState.AGREED, InitiativeState.COLLAPSED])
def test_who_has_not_gone_loses_nobody(state: InitiativeState) -> None:
    assert begun(deployed(state)) == []


# --- Rift ---


def test_trust_worn_thin_between_allies_may_become_a_rift() -> None:
    script = {"1.rift.alliance_rift.AAA.BBB": (1,), "1.warning.K1": (1, 1)}
    play = Play(script=script)
    with_pact(play, "AAA", "BBB")
    play.put("trust(BBB,AAA)", 30)
    assert begun(play.to_deliberation()) == [("alliance_rift", ("BBB", "AAA"), "rift")]


def test_partners_in_a_framework_may_fall_out_too() -> None:
    script = {"1.rift.alliance_rift.AAA.DDD": (1,), "1.warning.K1": (1, 1)}
    play = Play(script=script)
    play.put("trust(AAA,DDD)", 40)
    assert begun(play.to_deliberation()) == [("alliance_rift", ("AAA", "DDD"), "rift")]


def test_where_trust_holds_or_nothing_joins_them_there_is_no_rift() -> None:
    play = Play(script={"1.rift": (1,)})
    with_pact(play, "AAA", "BBB")
    play.put("trust(AAA,BBB)", 70)
    play.put("trust(BBB,AAA)", 70)
    assert begun(play.to_deliberation()) == []


def test_a_pact_called_in_vain_makes_a_rift_in_the_next_round() -> None:
    script: dict[str, tuple[int, ...]] = {
        "1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1), "1.exchange.K1.1": (1, 2),
        "1.exchange.K1.2": (6, 6), "1.exchange.K1.3": (6, 6), "2.rift.alliance_rift.AAA.BBB": (600,),
        "2.warning.K2": (1, 1),
    }  # fmt: skip
    play = Play(script=script)
    with_pact(play, "AAA", "BBB")
    play.to_deliberation().all_ready()
    play.do("AAA", c.Respond(crisis="K1", choice="press"))
    play.do("CCC", c.Respond(crisis="K1", choice="press"))
    while play.world.round == 1:
        play.all_ready()
    assert any(isinstance(event, e.PactAnswered) and not event.honoured for event in play.events)
    assert begun(play)[-1] == ("alliance_rift", ("AAA", "BBB"), "rift")


# --- Alarm, hedging ---


def armed(power: str, round: int, script: dict[str, tuple[int, ...]]) -> Play:
    """A power that modernised its forces in a round before the next."""
    play = Play(script={"1.warning.K1": (1, 1), **script})
    play.world = replace(play.world, habits={f"modernise_forces:{power}>": round})
    return play.to_deliberation()


@pytest.mark.parametrize(("power", "parties"), [("AAA", ("CCC", "AAA")), ("CCC", ("AAA", "CCC"))])
def test_who_arms_alarms_its_rivals(power: str, parties: tuple[str, str]) -> None:
    play = armed(power, 0, {"1.alarm.arms_race_alarm.AAA.CCC": (1,)})
    assert begun(play) == [("arms_race_alarm", parties, "alarm")]


def test_of_two_that_armed_in_one_round_the_first_id_takes_alarm() -> None:
    for habits in (("AAA", "CCC"), ("CCC", "AAA")):
        play = Play(script={"1.alarm.arms_race_alarm.AAA.CCC": (1,), "1.warning.K1": (1, 1)})
        play.world = replace(play.world, habits={f"modernise_forces:{power}>": 0 for power in habits})
        assert begun(play.to_deliberation()) == [("arms_race_alarm", ("AAA", "CCC"), "alarm")]


@pytest.mark.parametrize(
    ("exposed", "where"),
    [
        ({"AAA": 3, "CCC": 1}, "bay"),  # 4 in the bay, 3 in the sound
        ({"AAA": 2, "CCC": 1}, "sound"),  # alike: the first named
        ({"BBB": 4}, "sound"),  # nobody of the two
    ],
)
def test_a_crisis_takes_place_where_its_parties_have_most_to_bear(
    exposed: dict[str, int], where: str
) -> None:
    there = {"id": "bay", "name": "the bay", "place": {"name": "bay", "longitude": 12.0, "latitude": 9.0}}
    threats = [
        *SOUND["threats"],
        *({**SOUND["threats"][0], "kind": kind, "theatre": "bay", "exposure": share} for kind, share in (
            ("piracy", {power: min(size, 1) for power, size in exposed.items()}),
            ("trafficking", {power: size - min(size, 1) for power, size in exposed.items()}),
        )),
    ]  # fmt: skip
    setting = sound(theatres=[*SOUND["theatres"], there], threats=threats)
    play = Play(script={"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1)}, setting=setting)
    play.to_deliberation()
    assert [event.theatre for event in play.events if isinstance(event, e.CrisisBegan)] == [where]


def test_who_arms_alarms_nobody_far_away_and_nobody_for_ever() -> None:
    assert begun(armed("AAA", 0, {"1.alarm.arms_race_alarm.AAA.DDD": (1,)})) == []
    assert begun(armed("AAA", -2, {"1.alarm": (1,)})) == []


def test_a_pact_between_them_halves_the_alarm() -> None:
    play = Play(script={"1.alarm.arms_race_alarm.AAA.BBB": (30,), "1.warning.K1": (1, 1)})
    play.world = replace(play.world, habits={"modernise_forces:AAA>": 0})
    play.put("tension(AAA,BBB)", 0)
    with_pact(play, "AAA", "BBB")
    play.put("trust(AAA,BBB)", 70)
    play.put("trust(BBB,AAA)", 70)
    assert begun(play.to_deliberation()) == []
    alone = Play(script={"1.alarm.arms_race_alarm.AAA.BBB": (30,), "1.warning.K1": (1, 1)})
    alone.world = replace(alone.world, habits={"modernise_forces:AAA>": 0})
    alone.put("tension(AAA,BBB)", 0)
    assert begun(alone.to_deliberation()) == [("arms_race_alarm", ("BBB", "AAA"), "alarm")]


def test_who_deepens_ties_with_ones_rivals_is_asked_to_choose() -> None:
    play = Play(script={"1.hedging.AAA.BBB": (1,), "1.warning.K1": (1, 1)})
    play.put("grievance(AAA,BBB)", 3)
    assert begun(play.to_deliberation()) == [("ultimatum", ("AAA", "BBB"), "hedging")]


def test_two_powers_stand_in_one_crisis_at_a_time() -> None:
    script: dict[str, tuple[int, ...]] = {
        "1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1), "1.alarm": (1,), "1.hedging": (1,),
        "1.rift": (1,), "1.surge": (1,), "1.struck": (1,),
    }  # fmt: skip
    play = Play(script=script)
    play.put("grievance(AAA,CCC)", 9)
    play.put("relationship(AAA,CCC)", 3)
    found = [crisis for crisis in play.to_deliberation().world.crises.values() if _between(crisis)]
    assert [crisis.template for crisis in found] == ["border_incident"]


def _between(crisis: Crisis) -> bool:
    return set(crisis.parties) == {"AAA", "CCC"}


KINDS: tuple[Literal["confrontation", "emergency"], ...] = ("confrontation", "emergency")


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_can_be_set_off_by_an_inject(kind: Literal["confrontation", "emergency"]) -> None:
    for template in load_rules().crises:
        if template.kind == kind:
            parties = ["AAA", "CCC"] if kind == "confrontation" else ["BBB"]
            inject = {**SOUND["injects"][0], "round": 1, "crisis": template.id, "parties": parties}
            setting = sound(injects=[inject])
            play = Play(script={"1.warning.K1": (1, 1)}, setting=setting).to_deliberation()
            assert begun(play) == [(template.id, tuple(parties), "inject")]
            assert "{" not in play.world.crises["K1"].text
