"""Rulebook §8: what a response to a crisis is said to do, before it is given."""

import re
from collections.abc import Callable

import pytest

from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.mechanics.crises.crisis_choices import calm_of, choices_for, climbing, pressure_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Against, Preview
from multipolar.domain.vocabulary import Stage
from tests.domain.sound import Play
from tests.domain.test_section_08_crises import acute, emergency, respond

CERTAIN = (0, 0, 36)
"""Of 36 rolls all end it."""


def previewed(play: Play, seat: str, choice: str) -> Preview:
    """What a response to the one crisis there is would do."""
    (crisis,) = play.world.open_crises()
    return forecast(play.world, seat, c.Respond(crisis=crisis.id, choice=choice))


def against(play: Play, choice: str) -> dict[str, Against]:
    """What a response of the first principal meets, by what the other may choose."""
    return {found.other: found for found in previewed(play, "AAA", choice).against}


def test_a_response_that_is_none_is_refused_with_those_there_are() -> None:
    preview = previewed(acute(), "AAA", "shrug")
    assert preview.rule == "choice"
    assert preview.message.startswith("choose one of: ")
    assert "concede" in preview.message


def test_whoever_concedes_ends_it_whatever_is_rolled() -> None:
    play = acute()
    settle = play.world.rules.base.settle
    conceding = against(play, "concede")
    assert set(conceding) == {"concede", *settle.pressure}
    won = f"standing {settle.prevail_standing:+d}"
    lost = f"standing {settle.concede_standing:+d} and stability {settle.concede_stability:+d}"
    tense = f"tension {settle.concede_tension:+d}"
    yielded = f"they prevail and the crisis ends: {lost} for you, {won} for them, {tense}"
    for other, found in conceding.items():
        words = "both concede: settled" if other == "concede" else yielded
        assert found == Against(other, *CERTAIN, words)
    for choice in settle.pressure:
        assert against(play, choice)["concede"] == Against(
            "concede", *CERTAIN, f"you prevail and the crisis ends: {won} for you, {lost} for them, {tense}"
        )


def test_two_that_ease_settle_it_and_else_the_dice_decide() -> None:
    play = acute()
    world = play.world
    (crisis,) = world.open_crises()
    calm = sum(
        modifier.size
        for modifier in calm_of(
            world, "AAA", "CCC", crisis.stage, "", domain=world.rules.crises[crisis.template].domain
        )
    )
    for mine in world.rules.base.settle.pressure:
        for theirs, found in against(play, mine).items():
            if (mine, theirs) == ("ease", "ease"):
                assert found == Against("ease", *CERTAIN, "both ease: settled")
            elif theirs != "concede":
                cases = climbing(world, calm, pressure_of(world, mine) + pressure_of(world, theirs))
                assert found == Against(theirs, *cases)
                assert sum(cases) == 36


def test_what_calms_a_crisis_stands_beside_a_response_with_its_cost() -> None:
    play = acute()
    (crisis,) = play.world.open_crises()
    preview = previewed(play, "AAA", "hold")
    assert crisis.stage is Stage.ACUTE
    assert (preview.rule, preview.message) == ("", "")
    assert preview.title
    assert len(preview.notes) == 1
    assert [cost[0] for cost in preview.costs] == ["AAA"]
    assert preview.total == sum(modifier.size for modifier in preview.modifiers)
    assert preview.modifiers == calm_of(
        play.world, "AAA", "CCC", crisis.stage, "", domain=play.world.rules.crises[crisis.template].domain
    )


@pytest.mark.parametrize(
    ("choice", "title"),
    [("stay_out", ""), ("mediate", "Mediate"), ("framework", "Take it to a framework"), ("back", "")],
)
def test_who_stands_outside_is_told_what_it_would_do_and_how_the_two_may_fare(
    choice: str, title: str
) -> None:
    play = acute()
    preview = previewed(play, "BBB", choice)
    assert (preview.rule, preview.message, preview.costs) == ("", "", (("BBB", 0, 0),))
    assert preview.total == sum(modifier.size for modifier in preview.modifiers)
    for found in preview.against:
        pressure = 2 * pressure_of(play.world, found.other.removeprefix("both "))
        cases = climbing(play.world, preview.total, pressure)
        assert found == (
            Against("both ease", *CERTAIN, "settled")
            if found.other == "both ease"
            else Against(found.other, *cases)
        )
    pressing = play.world.rules.base.settle.pressure
    assert [found.other for found in preview.against] == [f"both {response}" for response in pressing]
    assert preview.title == title or not title
    assert len(preview.notes) == (3 if choice in ("mediate", "framework") else 1)


@pytest.mark.parametrize(("standing", "adds"), [(0, 0), (50, 1), (90, 2)])
def test_good_offices_say_what_they_add_to_the_roll(standing: int, adds: int) -> None:
    play = acute()
    play.put("standing(BBB)", standing)
    told = f"It adds +{adds} to the roll: the higher the roll, the calmer."
    assert previewed(play, "BBB", "mediate").notes[1] == told


@pytest.mark.parametrize(("seat", "choice"), [("DDD", "absorb"), ("CCC", "help")])
def test_in_an_emergency_a_response_says_what_it_does_and_costs(seat: str, choice: str) -> None:
    play = emergency()
    (crisis,) = play.world.open_crises()
    offered = next(one for one in choices_for(play.world, crisis, seat) if one.id == choice)
    preview = previewed(play, seat, choice)
    assert (preview.title, preview.notes) == (offered.title, (offered.explanation,))
    assert (preview.rule, preview.message, preview.costs) == ("", "", ((seat, *offered.cost),))
    assert offered.explanation


def said_relief(play: Play, seat: str, choice: str, place: int = 0) -> int:
    """What a response is said to take off the severity."""
    (crisis,) = play.world.open_crises()
    offered = next(one for one in choices_for(play.world, crisis, seat) if one.id == choice)
    return int(re.findall(r"−(\d+)", offered.explanation)[place])


@pytest.mark.parametrize(("choice", "place"), [("absorb", 0), ("ask", 1)])
def test_in_an_emergency_severity_falls_by_what_was_said(choice: str, place: int) -> None:
    play = emergency()
    (crisis,) = play.world.open_crises()
    play.put(f"severity({crisis.id})", 90)
    helper = next(power for power in ("AAA", "CCC") if power not in crisis.parties)
    said = sum(said_relief(play, victim, choice) for victim in crisis.parties)
    said += said_relief(play, helper, "help", place)
    before = play.world.seq
    respond(play, **dict.fromkeys(crisis.parties, choice), **{helper: "help"})
    fell = [
        change.amount
        for event in play.events
        if event.seq > before
        for change in event.changes
        if change.target == f"severity({crisis.id})"
    ]
    assert -sum(fell) == said


def test_who_exploits_an_emergency_is_told_the_price_of_it() -> None:
    play = emergency()
    rules = play.world.rules.base.settle
    (crisis,) = play.world.open_crises()
    offered = next(one for one in choices_for(play.world, crisis, "CCC") if one.id == "exploit")
    for amount in (rules.exploit_standing, rules.honour_tension, rules.exploit_trust):
        assert f"{amount:+d}" in offered.explanation


@pytest.mark.parametrize(
    ("begun", "seat", "choice"), [(emergency, "CCC", "help"), (acute, "AAA", "mobilise")]
)
def test_a_response_that_cannot_be_paid_for_is_refused_with_the_reason(
    begun: Callable[[], Play], seat: str, choice: str
) -> None:
    play = begun()
    play.put(f"resources({seat})", 0)
    (crisis,) = play.world.open_crises()
    offered = next(one for one in choices_for(play.world, crisis, seat) if one.id == choice)
    preview = previewed(play, seat, choice)
    assert offered.blocked
    assert (preview.rule, preview.message) == ("choice", offered.blocked)
