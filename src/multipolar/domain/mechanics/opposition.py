"""Quiet opposition to what two others do together (rulebook §6).

It takes something off their roll, and shows in the record as *not known to you*; so it stands apart from
the modifiers that a preview may tell. Pure readings of the world.
"""

from collections.abc import Iterator

from multipolar.domain.model.awareness import is_known
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.vocabulary import InitiativeState, Relationship

HIDDEN = "Not known to you"
"""What stands in the record for a modifier whose reason is nobody's business."""


def opposable(world: World, seat: str) -> Iterator[Initiative]:
    """Joint moves of others that a seat sees, that resolve this round, with somebody it opposes in them."""
    for initiative in world.current.values():
        move = world.rules.moves[initiative.move]
        if move.form != "joint" or seat in initiative.parties or not _resolves_now(world, initiative, move):
            continue
        if is_known(initiative, seat) and any(is_opposed(world, seat, party) for party in initiative.parties):
            yield initiative


def is_opposed(world: World, a: str, b: str) -> bool:
    """Whether two powers are declared rivals, or strained or worse."""
    return world.rules.are_rivals(a, b) or world.relationship(a, b) <= Relationship.STRAINED


def opposed_by(world: World, seat: str, a: str, b: str) -> int:
    """How many joint moves of two powers an opposition of a seat would bear on."""
    return sum(1 for initiative in opposable(world, seat) if {a, b} <= set(initiative.parties))


def opposition(world: World, initiative: Initiative) -> tuple[ModifierRead, ...]:
    """What opposition by others, ordered this round, takes off the roll of a joint move."""
    moves = world.rules.moves
    if moves[initiative.move].form != "joint":
        return ()
    against = sum(
        moves[order.move].opposes
        for order in world.current.values()
        if order.state is InitiativeState.AGREED
        and moves[order.move].opposes
        and set(order.partners) <= set(initiative.parties)
        and order.initiator not in initiative.parties
    )
    size = min(against, world.rules.base.opposition_most)
    return (ModifierRead("opposition", -size, HIDDEN),) if size else ()


def _resolves_now(world: World, initiative: Initiative, move: Move) -> bool:
    if initiative.state is InitiativeState.AGREED:
        return move.rounds == 1
    return initiative.state is InitiativeState.UNDER_WAY and initiative.resolves <= world.round
