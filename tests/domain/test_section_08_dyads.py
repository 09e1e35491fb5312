"""Rulebook §8: who has something to fall out over, pair by pair."""

from typing import Any

import pytest

from multipolar.domain.mechanics.crises.dyads import Dyad, dyad_of, meet_nowhere
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.rules.templates import FrictionTrigger
from multipolar.domain.vocabulary import Relationship
from multipolar.rulebook import load_rules
from tests.domain.sound import SOUND, Play, sound

RULES = load_rules()
COMES_UP = (1, 1, 1)
"""The lowest roll: a dispute comes up wherever the hazard is one in 10,000."""


def at_sea(*powers: str, on_land: bool = False, **relation: Any) -> Any:
    """The sound used by some alone, with something changed of what the scenario says of Avaria and Doria."""
    (theatre,) = SOUND["theatres"]
    relations = [
        {**found, **relation} if found["between"] == ["AAA", "DDD"] else found for found in SOUND["relations"]
    ]
    return sound(theatres=[{**theatre, "used_by": list(powers), "on_land": on_land}], relations=relations)


def disputes(setting: Any, draw: int = 1, which: int = 1) -> list[str]:
    """Which disputes of Avaria and Doria come up in the first round when the dice say so."""
    script = {"1.friction.AAA.DDD": (draw, which, 1), "1.warning.K1": (6, 6)}
    play = Play(script=script, setting=setting).to_deliberation()
    return [event.template for event in play.events if isinstance(event, e.CrisisBegan)]


@pytest.mark.parametrize(
    ("pair", "dyad"),
    [
        ("AAA CCC", Dyad.RIVALS),
        ("AAA BBB", Dyad.NEIGHBOURS),
        ("AAA DDD", Dyad.THEATRE),
        ("BBB DDD", Dyad.DISTANT),
    ],
)
def test_a_pair_is_what_it_is_by_rivalry_border_and_theatre(pair: str, dyad: Dyad) -> None:
    rules = Play(setting=at_sea("AAA", "DDD")).world.rules
    a, b = pair.split()
    assert dyad_of(rules, a, b, Relationship.CORRECT) is dyad
    assert dyad_of(rules, b, a, Relationship.CORRECT) is dyad
    assert meet_nowhere(rules, a, b) is (dyad is Dyad.DISTANT)


def test_bad_relations_alone_make_a_pair_at_odds_wherever_it_lies() -> None:
    rules = Play(setting=at_sea("AAA")).world.rules
    assert dyad_of(rules, "BBB", "DDD", Relationship.STRAINED) is Dyad.AT_ODDS
    assert dyad_of(rules, "BBB", "DDD", Relationship.CORRECT) is Dyad.DISTANT


def test_who_never_meets_and_is_not_at_odds_has_no_dispute() -> None:
    assert disputes(at_sea("AAA")) == []


def test_ships_that_use_one_sea_may_meet_and_soldiers_ashore_do_not() -> None:
    assert disputes(at_sea("AAA", "DDD")) == ["incident_at_sea"]
    assert disputes(at_sea("AAA", "DDD", on_land=True)) == []


def test_two_at_odds_that_meet_nowhere_have_words_and_no_incidents() -> None:
    apart = at_sea("AAA", state="strained")
    assert {disputes(apart, which=which)[0] for which in (1, 5_000, 10_000)} == {"disinformation"}
    together = at_sea("AAA", "DDD", state="strained")
    assert disputes(together)[0] == "incident_at_sea"


def hazard(setting: Any) -> int:
    """The hazard of Avaria and Doria in 10,000ths: the highest roll at which a dispute comes up."""
    low, high = 0, 10_000
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if disputes(setting, draw=middle) else (low, middle - 1)
    return low


def test_the_hazard_is_the_printed_one() -> None:
    setting = at_sea("AAA", "DDD", state="correct", tension=30)
    (trigger,) = [
        trigger
        for template in RULES.crises
        if template.id == "incident_at_sea"
        for trigger in template.triggers
        if isinstance(trigger, FrictionTrigger)
    ]
    assert trigger.theatre is not None
    rate, offset = trigger.theatre
    tension = Play(setting=setting).to_deliberation().world.tension("AAA", "DDD")
    whole = rate * (offset + tension) * 100 // 900
    # Avaria, at 80, is far ahead of Doria, at 40.
    assert hazard(setting) == whole * RULES.settle.unequal_percent // 100


def test_a_scenario_may_say_that_two_fall_out_more_readily() -> None:
    usual = hazard(at_sea("AAA", "DDD", state="correct", tension=30))
    more = hazard(at_sea("AAA", "DDD", state="correct", tension=30, friction=300))
    assert usual < more <= 3 * usual + 3
    assert hazard(at_sea("AAA", "DDD", state="correct", tension=30, friction=0)) == 0


@pytest.mark.parametrize(("rounds", "comes"), [(1, True), (2, True), (3, False)])
def test_what_was_disputed_lately_is_disputed_again(rounds: int, comes: bool) -> None:
    """Avaria and Cyrene fall out in round 1; some rounds later the hazard is half as high again."""
    rules = RULES.model_copy(update={"settle": RULES.settle.model_copy(update={"recent_percent": 400})})
    later = 1 + rounds
    first = {"1.friction.AAA.CCC": COMES_UP, "1.warning": (6, 6)}
    calm = Play(script={f"{later}.friction.AAA.CCC": (1, 1, 1)}, rules=rules)
    while calm.world.round < later:
        calm.to_deliberation()
        calm.all_ready()
    tension = calm.world.tension("AAA", "CCC")
    usual = 28 * (30 + tension) * 100 // 900
    draw = min(10_000, usual + usual // 2)
    script = {**first, f"{later}.friction.AAA.CCC": (draw, 1, 1), f"{later}.warning": (6, 6)}
    play = Play(script=script, rules=rules)
    while play.world.round < later:
        play.to_deliberation()
        play.all_ready()
    play.to_deliberation()
    began = [event.round for event in play.events if isinstance(event, e.CrisisBegan)]
    assert began == ([1, later] if comes else [1])


@pytest.mark.parametrize(("state", "reached"), [("cooperative", "confrontation"), ("correct", "brink")])
def test_between_friends_a_crisis_climbs_one_rung_an_exchange(state: str, reached: str) -> None:
    relations = [
        {**found, "state": state} if found["between"] == ["AAA", "BBB"] else found
        for found in SOUND["relations"]
    ]
    script = {"1.friction.AAA.BBB": COMES_UP, "1.warning.K1": (1, 1), "1.exchange.K1.1": (1, 1)}
    play = Play(script=script, setting=sound(relations=relations)).to_deliberation()
    play.all_ready()
    for seat in ("AAA", "BBB"):
        play.do(seat, c.Respond(crisis="K1", choice="mobilise"))
    play.all_ready()
    (first,) = [event for event in play.events if isinstance(event, e.ExchangeResolved)][:1]
    assert first.now == reached
