"""Rulebook §8: what a response brings stands before the choice, for principals and for third parties."""

import pytest

from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from tests.domain.test_section_08_crises import acute


def test_prevailing_and_yielding_say_what_they_bring_each() -> None:
    play = acute()
    rules = play.world.rules.base.settle
    for choice, other in (("hold", "concede"), ("concede", "hold")):
        found = forecast(play.world, "AAA", c.Respond(crisis="K1", choice=choice))
        (ends,) = [against.ends for against in found.against if against.other == other]
        assert f"standing {rules.prevail_standing:+d}" in ends
        assert f"standing {rules.concede_standing:+d} and stability {rules.concede_stability:+d}" in ends
        assert f"tension {rules.concede_tension:+d}" in ends


@pytest.mark.parametrize("choice", ["stay_out", "mediate", "back"])
def test_a_third_party_is_shown_the_odds_and_what_counts_as_a_principal_is(choice: str) -> None:
    play = acute()
    found = forecast(play.world, "BBB", c.Respond(crisis="K1", choice=choice))
    assert [against.other for against in found.against] == [
        "both ease",
        "both hold",
        "both press",
        "both mobilise",
    ]
    assert all(against.up + against.stays + against.down == 36 for against in found.against)
    held = next(one for one in forecast(play.world, "AAA", c.Respond(crisis="K1", choice="hold")).against
                if one.other == "hold")  # fmt: skip
    mine = next(one for one in found.against if one.other == "both hold")
    assert mine.up < held.up if choice == "mediate" else mine.up == held.up


def test_backing_says_what_it_gives_and_who_will_mind() -> None:
    play = acute()
    rules = play.world.rules.base.settle
    (crisis,) = view_of(play.world, "BBB").crises
    back = next(choice for choice in crisis.choices if choice.id == "back")
    for amount in (rules.honour_advantage, rules.honour_trust, rules.honour_tension):
        assert f"{amount:+d}" in back.explanation
