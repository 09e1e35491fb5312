"""Rulebook §8: how crises break out, climb and come down, and what pacts, mediators and help do."""

from collections.abc import Mapping
from typing import Any

import pytest

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.exercise import evolve
from multipolar.domain.mechanics.crises.crisis_choices import advantage_of, climbing
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.vocabulary import AgreementState, Phase, Stage
from tests.domain.sound import Play

BREAKS_OUT: dict[str, tuple[int, ...]] = {"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1)}
"""A dispute between the rivals comes up in round 1 and becomes acute."""
LOW, MIDDLE, HIGH = (1, 1), (3, 4), (6, 6)


def crisis_of(play: Play) -> Crisis:
    """The one crisis there is."""
    (found,) = play.world.crises.values()
    return found


def acute(script: Mapping[str, tuple[int, ...]] | None = None, **opening: Any) -> Play:
    """An acute border incident between Avaria and Cyrene, first exchange."""
    play = Play(script={**BREAKS_OUT, **(script or {})}, **opening).to_deliberation()
    play.all_ready()
    assert play.world.phase is Phase.CRISIS
    return play


def respond(play: Play, **choices: str) -> tuple[e.Event, ...]:
    """Give responses by seat (``back AAA`` names whom) and reveal them."""
    for seat, choice in choices.items():
        name, _, backing = choice.partition(" ")
        play.do(seat, c.Respond(crisis="K1", choice=name, backing=backing))
    return play.all_ready()


# --- Breaking out ---


def test_a_warning_breaks_out_when_the_roll_with_calm_is_low() -> None:
    play = Play(script=BREAKS_OUT).to_deliberation()
    assert crisis_of(play).stage is Stage.ACUTE


def test_a_warning_that_does_not_break_out_leaves_tension_behind() -> None:
    calm = Play().to_deliberation()
    warned = Play(script={**BREAKS_OUT, "1.warning.K1": HIGH}).to_deliberation()
    assert crisis_of(warned).stage is Stage.SETTLED
    assert warned.world.tension("AAA", "CCC") == calm.world.tension("AAA", "CCC") + 2


def test_land_borders_are_disputed_only_where_there_is_one() -> None:
    at_sea = Play(script={"1.friction.BBB.CCC": (1, 1, 1), "1.warning.K1": LOW}).to_deliberation()
    assert crisis_of(at_sea).template == "incident_at_sea"


# --- Exchanges ---


def test_responses_are_sealed_until_all_are_revealed_together() -> None:
    play = acute()
    (sealed,) = play.do("AAA", c.Respond(crisis="K1", choice="press"))
    assert sealed.audience == ("AAA",)
    revealed = [event for event in respond(play, CCC="hold") if isinstance(event, e.ExchangeResolved)]
    assert ("AAA", "press", "") in revealed[0].choices
    assert ("CCC", "hold", "") in revealed[0].choices
    assert revealed[0].audience == ("*",)


def test_whoever_does_not_answer_holds_or_stays_out() -> None:
    play = acute()
    (revealed,) = [event for event in play.all_ready() if isinstance(event, e.ExchangeResolved)]
    assert {choice for _, choice, _ in revealed.choices} == {"hold", "stay_out"}


def test_pressure_is_summed_and_taken_from_the_roll() -> None:
    play = acute({"1.exchange.K1.1": MIDDLE})
    (revealed,) = [event for event in respond(play, AAA="press", CCC="mobilise")
                   if isinstance(event, e.ExchangeResolved)]  # fmt: skip
    assert revealed.pressure == 3
    calm = sum(modifier.size for modifier in revealed.modifiers)
    expected = Stage.CONFRONTATION if 7 + calm - 3 > 1 else Stage.BRINK
    assert revealed.now == expected


def test_a_low_total_climbs_two_rungs_a_high_one_comes_down() -> None:
    up = acute({"1.exchange.K1.1": LOW})
    respond(up, AAA="mobilise", CCC="mobilise")
    assert crisis_of(up).stage is Stage.BRINK
    down = acute({"1.exchange.K1.1": HIGH, "1.settlement.K1": HIGH})
    respond(down, AAA="ease", CCC="hold")
    assert crisis_of(down).stage is Stage.SETTLED


def test_better_channels_make_a_press_climb_less() -> None:
    world = acute().world
    assert climbing(world, 3, 2)[0] < climbing(world, 0, 2)[0] < climbing(world, -2, 2)[0]
    assert sum(climbing(world, 1, 1)) == 36


def test_pressing_gains_advantage_over_who_holds_and_more_over_who_eases() -> None:
    world = acute().world
    assert (advantage_of(world, "press", "hold"), advantage_of(world, "press", "ease")) == (1, 2)
    assert advantage_of(world, "mobilise", "press") == 0
    assert advantage_of(world, "hold", "ease") == 0


def test_mobilising_costs_resources_and_needs_them() -> None:
    play = acute()
    before = play.world.number("resources(AAA)")
    respond(play, AAA="mobilise", CCC="hold")
    assert play.world.number("resources(AAA)") == before - 2
    poor = acute()
    poor.put("resources(AAA)", 1)
    with pytest.raises(Illegal, match="mobilise"):
        poor.do("AAA", c.Respond(crisis="K1", choice="mobilise"))


def test_both_ease_and_it_is_settled_without_a_roll() -> None:
    play = acute()
    trust, tension = play.world.trust("AAA", "CCC"), play.world.tension("AAA", "CCC")
    (revealed,) = [event for event in respond(play, AAA="ease", CCC="ease")
                   if isinstance(event, e.ExchangeResolved)]  # fmt: skip
    assert revealed.dice == ()
    assert crisis_of(play).stage is Stage.SETTLED
    moved = {change.target: change.amount for event in play.events for change in event.changes
             if change.reason.startswith("settled")}  # fmt: skip
    assert moved["tension(AAA,CCC)"] == -10
    assert moved["trust(AAA,CCC)"] == 4
    assert (trust, tension) != (play.world.trust("AAA", "CCC"), play.world.tension("AAA", "CCC"))


def test_conceding_costs_standing_and_the_other_prevails() -> None:
    play = acute()
    loser, winner = play.world.attribute("standing", "CCC"), play.world.attribute("standing", "AAA")
    stability = play.world.attribute("stability", "CCC")
    events = respond(play, AAA="press", CCC="concede")
    assert play.world.attribute("standing", "CCC") == loser - 3
    assert play.world.attribute("standing", "AAA") == winner + 3
    assert play.world.attribute("stability", "CCC") == stability - 2
    assert any(isinstance(event, e.CrisisStateChanged) and event.to == "settled" for event in events)


def test_at_most_three_exchanges_then_it_is_settled_or_frozen() -> None:
    script = {f"1.exchange.K1.{number}": MIDDLE for number in (1, 2, 3)} | {"1.settlement.K1": LOW}
    play = acute(script)
    for _ in range(3):
        assert play.world.phase is Phase.CRISIS
        respond(play, AAA="hold", CCC="hold")
    assert crisis_of(play).stage is Stage.FROZEN
    assert play.world.round == 2


# --- Mediators, frameworks, backing ---


def test_a_mediator_calms_the_roll_and_helps_the_settlement() -> None:
    play = acute({"1.exchange.K1.1": (5, 5), "1.settlement.K1": (4, 3)})
    standing = play.world.attribute("standing", "BBB")
    events = respond(play, AAA="hold", CCC="hold", BBB="mediate")
    (revealed,) = [event for event in events if isinstance(event, e.ExchangeResolved)]
    assert any(modifier.id == "calm_mediation" for modifier in revealed.modifiers)
    assert crisis_of(play).mediator == "BBB"
    assert crisis_of(play).stage is Stage.SETTLED
    assert play.world.attribute("standing", "BBB") >= standing + 3


def test_the_same_settlement_fails_without_a_mediator() -> None:
    play = acute({"1.exchange.K1.1": HIGH, "1.settlement.K1": (4, 3)})
    respond(play, AAA="hold", CCC="hold")
    assert crisis_of(play).stage is Stage.FROZEN


def test_who_is_at_odds_with_a_principal_cannot_mediate() -> None:
    play = acute()
    play.put("tension(AAA,BBB)", 80)
    with pytest.raises(Illegal, match="mediate"):
        play.do("BBB", c.Respond(crisis="K1", choice="mediate"))


def test_backing_gives_advantage_earns_trust_and_makes_an_enemy() -> None:
    play = acute({"1.exchange.K1.1": MIDDLE})
    tension = play.world.tension("BBB", "CCC")
    respond(play, AAA="hold", CCC="hold", BBB="back AAA")
    assert crisis_of(play).advantage == (1, 0)
    assert play.world.tension("BBB", "CCC") == tension + 5


def test_backing_names_a_principal() -> None:
    play = acute()
    with pytest.raises(Illegal, match="whom you back"):
        play.do("BBB", c.Respond(crisis="K1", choice="back", backing="DDD"))
    with pytest.raises(Unreadable, match="choose one of"):
        play.do("BBB", c.Respond(crisis="K1", choice="surrender"))


# --- Pacts ---


def conclude(play: Play, key: str, parties: tuple[str, ...]) -> None:
    """A security pact, before the first round."""
    concluded = e.AgreementConcluded(
        seq=play.world.seq + 1, round=0, phase="briefing", actor=parties[0], audience=("*",),
        agreement=key, type="security_pact", parties=parties, until=0, title="Pact",
    )  # fmt: skip
    play.world = evolve(play.world, concluded)
    play.events.append(concluded)


def with_a_pact() -> Play:
    """Borea has a security pact with Avaria, which comes into a confrontation with Cyrene."""
    play = Play(script={**BREAKS_OUT, "1.exchange.K1.1": (1, 2), "1.exchange.K1.2": MIDDLE})
    conclude(play, "pact", ("AAA", "BBB"))
    play.to_deliberation().all_ready()
    respond(play, AAA="press", CCC="press")
    assert crisis_of(play).stage in (Stage.CONFRONTATION, Stage.BRINK)
    return play


def test_at_confrontation_pacts_are_called() -> None:
    play = with_a_pact()
    (called,) = [event for event in play.events if isinstance(event, e.PactCalled)]
    assert (called.ally, called.principal) == ("BBB", "AAA")


def test_backing_honours_the_pact() -> None:
    play = with_a_pact()
    events = respond(play, AAA="hold", CCC="hold", BBB="back AAA")
    (answered,) = [event for event in events if isinstance(event, e.PactAnswered)]
    assert answered.honoured
    assert play.world.number("honoured(BBB)") == 1


@pytest.mark.parametrize("consults", ["mediate", "framework"])
def test_who_mediates_has_not_refused_its_ally_and_is_called_on_still(consults: str) -> None:
    play = with_a_pact()
    events = respond(play, AAA="hold", CCC="hold", BBB=consults)
    assert not [event for event in events if isinstance(event, e.PactAnswered)]
    assert play.world.agreements["pact"].state is AgreementState.IN_FORCE
    if play.world.phase is Phase.CRISIS and crisis_of(play).is_open:
        events = respond(play, AAA="hold", CCC="hold", BBB="back AAA")
        assert [event.honoured for event in events if isinstance(event, e.PactAnswered)] == [True]


@pytest.mark.parametrize(
    ("avaria", "cyrene", "callers"),
    [
        ("hold", "hold", {"AAA", "CCC"}), ("press", "press", {"AAA", "CCC"}), ("press", "hold", {"CCC"}),
        ("hold", "press", {"AAA"}), ("press", "mobilise", {"AAA"}), ("hold", "ease", {"AAA", "CCC"}),
    ],
)  # fmt: skip
def test_who_presses_harder_than_the_other_calls_no_pact(avaria: str, cyrene: str, callers: set[str]) -> None:
    play = Play(script={**BREAKS_OUT, "1.exchange.K1.1": (1, 2)})
    for key, parties in (("one", ("AAA", "BBB")), ("two", ("CCC", "DDD"))):
        conclude(play, key, parties)
    play.to_deliberation().all_ready()
    events = respond(play, AAA=avaria, CCC=cyrene)
    assert {event.principal for event in events if isinstance(event, e.PactCalled)} == callers


def test_anything_else_reneges_breaks_the_pact_and_everyones_trust() -> None:
    play = with_a_pact()
    before = {seat: play.world.trust(seat, "BBB") for seat in ("AAA", "CCC", "DDD")}
    events = respond(play, AAA="hold", CCC="hold", BBB="stay_out")
    (answered,) = [event for event in events if isinstance(event, e.PactAnswered)]
    assert not answered.honoured
    assert play.world.agreements["pact"].state is AgreementState.BREACHED
    assert play.world.number("breaches(BBB)") == 2
    assert play.world.trust("AAA", "BBB") < before["AAA"] - 10
    assert play.world.trust("DDD", "BBB") < before["DDD"]


# --- Conflict ---


def test_conflict_is_a_disaster_for_all_parties() -> None:
    script = {f"1.exchange.K1.{number}": LOW for number in (1, 2, 3)}
    play = acute(script)
    before = {
        key: play.world.attribute(key, "AAA") for key in ("stability", "economy", "standing", "capability")
    }
    onlooker = play.world.attribute("economy", "BBB")
    while play.world.phase is Phase.CRISIS and crisis_of(play).stage is not Stage.CONFLICT:
        respond(play, AAA="press", CCC="press")
    assert crisis_of(play).stage is Stage.CONFLICT
    fallen = {
        change.target: change.amount
        for event in play.events
        for change in event.changes
        if change.reason.startswith("open conflict")
    }
    assert fallen["stability(AAA)"] == -9
    assert fallen["economy(AAA)"] == -4
    assert fallen["standing(CCC)"] == -6
    assert fallen["capability(CCC)"] == -4
    assert fallen["economy(BBB)"] == -1
    assert before["stability"] > play.world.attribute("stability", "AAA")
    assert onlooker >= play.world.attribute("economy", "BBB")


def test_conflict_ends_what_the_two_had_agreed_but_the_line_between_them() -> None:
    play = Play(script={**BREAKS_OUT, "1.exchange.K1": LOW})
    for name, kind in (("note", "memorandum"), ("line", "hotline")):
        concluded = e.AgreementConcluded(
            seq=play.world.seq + 1, round=0, phase="briefing", actor="AAA", audience=("*",),
            agreement=name, type=kind, parties=("AAA", "CCC"), until=0, title=name,
        )  # fmt: skip
        play.world = evolve(play.world, concluded)
        play.events.append(concluded)
    play.to_deliberation().all_ready()
    while play.world.phase is Phase.CRISIS and crisis_of(play).stage is not Stage.CONFLICT:
        respond(play, AAA="press", CCC="press")
    assert play.world.agreements["note"].state is AgreementState.TERMINATED
    assert play.world.agreements["line"].state is AgreementState.IN_FORCE


# --- Emergencies ---

SURGE: dict[str, tuple[int, ...]] = {"1.surge.piracy_surge.sound": (1,), "1.warning.K1": LOW}


def emergency(script: Mapping[str, tuple[int, ...]] | None = None) -> Play:
    """A piracy surge in the sound, first exchange."""
    play = Play(script={**SURGE, **(script or {})})
    play.put("threat(piracy,sound)", 90)
    play.to_deliberation().all_ready()
    assert crisis_of(play).kind == "emergency"
    return play


def test_a_surge_strikes_those_most_exposed() -> None:
    play = emergency()
    assert crisis_of(play).parties[0] == "DDD"
    assert play.world.number("severity(K1)") > 0


def test_help_lowers_severity_and_earns_trust() -> None:
    alone, helped = emergency(), emergency()
    helper = next(power for power in helped.world.rules.ranked if power not in crisis_of(helped).parties)
    victim = crisis_of(helped).parties[0]
    before = helped.world.trust(victim, helper)
    alone.all_ready()
    respond(helped, **{helper: "help"})
    assert helped.world.number("severity(K1)") < alone.world.number("severity(K1)")
    moved = [change.amount for event in helped.events for change in event.changes
             if change.target == f"trust({victim},{helper})" and "helped" in change.reason]  # fmt: skip
    assert moved == [min(4, 100 - before)]


def test_an_emergency_climbs_past_acute_only_when_someone_exploits_it() -> None:
    play = emergency()
    affected = crisis_of(play).parties
    assert "CCC" not in affected
    assert "AAA" in affected
    respond(play, CCC="exploit")
    assert crisis_of(play).kind == "confrontation"
    assert crisis_of(play).parties == ("CCC", "AAA")


def test_only_who_is_at_odds_with_a_victim_can_exploit() -> None:
    play = emergency()
    play.put("relationship(AAA,CCC)", 4)
    with pytest.raises(Illegal, match="exploit"):
        play.do("CCC", c.Respond(crisis="K1", choice="exploit"))


def test_what_is_left_of_the_severity_lasts() -> None:
    play = emergency()
    play.put("severity(K1)", 100)
    for power in crisis_of(play).parties:
        play.put(f"stability({power})", 35)
    for _ in range(3):
        play.all_ready()
    assert crisis_of(play).stage is Stage.FROZEN
    assert any("lasting harm" in change.reason for event in play.events for change in event.changes)


def test_stability_under_fifteen_is_an_upheaval() -> None:
    play = Play(script={"1.unrest.BBB": (1000,), "1.warning.K1": LOW})
    play.put("stability(BBB)", 12)
    play.to_deliberation()
    assert crisis_of(play).template == "domestic_upheaval"
    assert crisis_of(play).parties == ("BBB",)


def test_an_emergency_stops_at_acute_however_bad_it_is() -> None:
    play = emergency()
    play.put("severity(K1)", 100)
    for power in crisis_of(play).parties:
        play.put(f"stability({power})", 35)
    for _ in range(3):
        assert crisis_of(play).stage is Stage.ACUTE
        respond(play)
    assert crisis_of(play).stage is Stage.FROZEN
    assert crisis_of(play).reached is Stage.ACUTE


def test_an_exploited_emergency_climbs_like_any_confrontation() -> None:
    play = emergency({"1.exchange.K1.2": LOW})
    play.put("severity(K1)", 100)
    respond(play, CCC="exploit")
    respond(play, CCC="press", AAA="press")
    assert crisis_of(play).reached is Stage.BRINK
    outcry = [change for event in play.events for change in event.changes
              if "exploited" in change.reason and change.target == "trust(BBB,CCC)"]  # fmt: skip
    assert outcry[0].amount < 0


def test_a_claim_pressed_in_the_last_exchange_is_frozen() -> None:
    play = emergency()
    play.put("severity(K1)", 100)
    respond(play)
    respond(play)
    respond(play, CCC="exploit")
    assert crisis_of(play).kind == "confrontation"
    assert crisis_of(play).stage is Stage.FROZEN


def test_asking_makes_help_worth_more_and_costs_autonomy() -> None:
    quiet, asked = emergency(), emergency()
    victim = next(power for power in crisis_of(asked).parties)
    helper = next(power for power in asked.world.rules.ranked if power not in crisis_of(asked).parties)
    for play in (quiet, asked):
        play.put("severity(K1)", 100)
    autonomy = asked.world.attribute("autonomy", victim)
    respond(quiet, **{helper: "help"})
    respond(asked, **{helper: "help", victim: "ask"})
    assert quiet.world.number("severity(K1)") - asked.world.number("severity(K1)") == 4
    assert asked.world.attribute("autonomy", victim) == autonomy - 1


def test_who_seals_itself_off_lets_no_help_in() -> None:
    play = emergency()
    play.put("severity(K1)", 100)
    parties = crisis_of(play).parties
    helper = next(power for power in play.world.rules.ranked if power not in parties)
    economy = play.world.attribute("economy", parties[0])
    respond(play, **dict.fromkeys(parties, "seal"), **{helper: "help"})
    assert play.world.number("severity(K1)") == 100 - 10 * len(parties)
    assert play.world.attribute("economy", parties[0]) == economy - 1


# --- Frameworks ---


def test_a_framework_lends_its_legitimacy_to_whoever_takes_a_crisis_there() -> None:
    play = acute({"1.exchange.K1.1": HIGH, "1.settlement.K1": (4, 5)})
    events = respond(play, AAA="hold", CCC="hold", BBB="framework")
    (revealed,) = [event for event in events if isinstance(event, e.ExchangeResolved)]
    assert any(modifier.id == "calm_mediation" for modifier in revealed.modifiers)
    assert crisis_of(play).mediator == "BBB"
    assert crisis_of(play).stage is Stage.SETTLED


def test_a_paralysed_framework_is_no_place_to_take_a_crisis_to() -> None:
    play = acute()
    play.put("cohesion(SOUND)", 24)
    with pytest.raises(Illegal, match="framework"):
        play.do("BBB", c.Respond(crisis="K1", choice="framework"))


# --- The ladder as a whole ---


def test_pacts_are_called_on_for_the_next_exchange_not_for_this_one() -> None:
    play = with_a_pact()
    (called,) = [event for event in play.events if isinstance(event, e.PactCalled)]
    resolved = [event.seq for event in play.events if isinstance(event, e.ExchangeResolved)]
    assert called.seq > resolved[0]
    assert not [event for event in play.events if isinstance(event, e.PactAnswered)]


def test_a_crisis_that_frays_out_at_the_brink_comes_down_rung_by_rung() -> None:
    play = acute({"1.exchange.K1.1": LOW, "1.exchange.K1.2": (6, 6), "1.exchange.K1.3": (6, 6),
                  "1.settlement.K1": LOW})  # fmt: skip
    respond(play, AAA="press", CCC="press")
    stages = [crisis_of(play).stage]
    while play.world.phase is Phase.CRISIS:
        respond(play, AAA="ease", CCC="hold")
        stages.append(crisis_of(play).stage)
    assert stages[0] is Stage.BRINK
    assert stages[1] in (Stage.CONFRONTATION, Stage.ACUTE)
    assert stages[-1] is Stage.FROZEN


def test_every_state_of_the_ladder_is_reached_in_play() -> None:
    frozen = acute({"1.exchange.K1": MIDDLE, "1.settlement.K1": LOW})
    war = acute({"1.exchange.K1": LOW})
    calm = Play(script={**BREAKS_OUT, "1.warning.K1": HIGH}).to_deliberation()
    eased = acute({"1.exchange.K1.1": HIGH, "1.settlement.K1": HIGH})
    climbed = acute({"1.exchange.K1": (2, 2), "1.settlement.K1": LOW})
    respond(eased, AAA="ease", CCC="hold")
    for play, choice in ((frozen, "hold"), (war, "mobilise"), (climbed, "hold")):
        while play.world.phase is Phase.CRISIS:
            play.put("resources(AAA)", 9)
            play.put("resources(CCC)", 9)
            respond(play, AAA=choice, CCC=choice)
    reached = {Stage.LATENT}
    for play in (frozen, war, calm, eased, climbed):
        for event in play.events:
            match event:
                case e.CrisisBegan():
                    reached |= {Stage.WARNING, Stage(event.stage)}
                case e.ExchangeResolved():
                    reached |= {Stage(event.was), Stage(event.now)}
                case e.CrisisStateChanged():
                    reached.add(Stage(event.to))
                case _:
                    pass
    assert reached == set(Stage)
