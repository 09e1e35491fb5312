"""What would move a relationship: the marks of warmth, and how far off they are as a seat may know it.

Warmth is the lower trust less half the tension (rulebook §4). Trust is private: where a seat does not know
both, it is told what follows from what it knows, and nothing else.
"""

from collections.abc import Container

from multipolar.domain.addresses import split, toward
from multipolar.domain.english import listed, lowered, possessive
from multipolar.domain.knowledge.address_reader import may_know
from multipolar.domain.model.world import World
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import RELATIONSHIPS, Relationship


def outlook_of(world: World, target: str, seat: str, known: Container[str] | None) -> tuple[str, ...]:
    """What would move a number, in lines; of relationships only, since the others move by any cause.

    Args:
        world: the truth, of which nothing is told that the seat may not know.
        target: the number's address.
        seat: who asks.
        known: the numbers the seat has found out besides.
    """
    key, names = split(target)
    if key != "relationship":
        return ()
    a, b = names
    return (*_marks(world.rules, world.relationship(a, b)), _warmth(world, a, b, seat, known))


def _marks(rules: Rules, state: int) -> tuple[str, ...]:
    declared = rules.base.relationship
    lines: list[str] = []
    if state < Relationship.ALLIED:
        needs = {Relationship.PARTNER: declared.partner_needs, Relationship.ALLIED: declared.allied_needs}
        kinds = [lowered(rules.agreements[kind].title) for kind in needs.get(Relationship(state + 1), ())]
        carried = f", carried by an agreement in force: {listed(kinds, 'or')}" if kinds else ""
        lines.append(
            f"It rises to {RELATIONSHIPS[state + 1]} at a warmth of {declared.up[state]} or more{carried}."
        )
    if state > Relationship.RUPTURE:
        mark = declared.up[state - 1] - declared.gap
        lines.append(f"It falls to {RELATIONSHIPS[state - 1]} at {mark} or less.")
    return tuple(lines)


def _warmth(world: World, a: str, b: str, seat: str, known: Container[str] | None) -> str:
    """Warmth as far as the seat may know it."""
    rule = "Warmth is the lower trust of the two less half the tension"
    half = world.tension(a, b) // 2
    told = {
        one: world.trust(one, other)
        for one, other in ((a, b), (b, a))
        if may_know(toward("trust", one, other), seat, known)
    }
    if not told:
        return f"{rule} of {world.tension(a, b)}; their trust is known to the two alone."
    least = min(told.values())
    if len(told) == 2:
        return f"{rule}: {least} − {half} = {least - half}."
    (mine,) = told
    return (
        f"{rule}: with {possessive(world.rules.called(mine))} trust of {least} it is {least - half} at most; "
        "the other's trust is not known to you."
    )
