"""What kind of pair two powers are: who has something to fall out over (rulebook §8).

Most pairs of states never meet. A dispute needs a border, a sea that both use, an old rivalry or bad
relations; in the record of 1946 to 2010 declared rivals among neighbours have a new dispute in 22 % of
years, other neighbours in 3.8 %, and pairs far apart next to none.
"""

from enum import StrEnum

from multipolar.domain.model.world import World
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import Relationship


class Dyad(StrEnum):
    """The kinds of pairs, in the order in which they are asked about."""

    RIVALS = "rivals"
    """The scenario declares them rivals."""
    NEIGHBOURS = "neighbours"
    """They lie near each other, on land or at sea."""
    THEATRE = "theatre"
    """They lie apart, and both use a theatre: ships, aircraft or soldiers of both are there."""
    AT_ODDS = "at_odds"
    """They meet nowhere, and are strained or worse."""
    DISTANT = "distant"
    """None of these: two powers that hardly meet."""


def dyad_of(rules: Rules, a: str, b: str, relationship: int) -> Dyad:
    """The kind of pair that two powers are, with the relationship they have (rupture 0 to allied 6)."""
    if rules.are_rivals(a, b):
        return Dyad.RIVALS
    if rules.near(a, b):
        return Dyad.NEIGHBOURS
    if rules.use_a_theatre(a, b):
        return Dyad.THEATRE
    return Dyad.AT_ODDS if relationship <= Relationship.STRAINED else Dyad.DISTANT


def meet_nowhere(rules: Rules, a: str, b: str) -> bool:
    """Whether two powers have neither a border, nor a theatre that both use, nor a rivalry of old."""
    return dyad_of(rules, a, b, Relationship.CORRECT) is Dyad.DISTANT


def are_at_odds(world: World, a: str, b: str) -> bool:
    """Whether two powers are declared rivals, or strained or worse."""
    return world.rules.are_rivals(a, b) or world.relationship(a, b) <= Relationship.STRAINED


def disputed_lately(world: World, a: str, b: str) -> bool:
    """Whether two powers stood in a confrontation with each other that began in the last rounds (§8)."""
    since = world.round - world.rules.base.settle.recent_rounds
    return any(
        crisis.kind == "confrontation" and since <= crisis.began and {a, b} == set(crisis.parties[:2])
        for crisis in world.crises.values()
    )


def unequal(world: World, a: str, b: str) -> bool:
    """Whether one of two is so much the stronger that the other seldom lets it come to a dispute (§8)."""
    gap = abs(world.attribute("capability", a) - world.attribute("capability", b))
    return gap >= world.rules.base.settle.unequal_from
