"""No modifier reads what somebody who is shown the roll may not know, whatever its size (rulebook §6)."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from multipolar.domain.mechanics.odds import READINGS
from multipolar.domain.model.commands import Terms
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from tests.secrecy.pairs import SEATS, Secret, both, secrets

POWERS = SEATS[:4]


def shown_to(move: Move, initiator: str, partners: tuple[str, ...]) -> tuple[str, ...]:
    """The seats that are shown the roll of a move."""
    if move.visibility == "public":
        return SEATS
    return (initiator,) if move.visibility == "covert" else (initiator, *partners)


def uses(world: World) -> Iterator[tuple[Move, str, tuple[str, ...]]]:
    """Every move by every power, with the fewest partners and with one more."""
    for move in world.rules.base.moves:
        for size in sorted({move.partners[0], min(move.partners[1], move.partners[0] + 1)}):
            for initiator, *partners in permutations(POWERS, size + 1):
                yield move, initiator, tuple(partners)


@pytest.mark.parametrize("secret", secrets(), ids=str)
def test_what_is_read_is_the_same_unless_all_who_are_shown_it_may_know(secret: Secret) -> None:
    one, other = (host.world for host in both(secret))
    for move, initiator, partners in uses(one):
        if set(shown_to(move, initiator, partners)) <= set(secret.known):
            continue
        for modifier in one.rules.modifiers_of[move.id]:
            read = READINGS[modifier.reads]
            values = [read(world, move, initiator, partners, Terms()) for world in (one, other)]
            assert values[0] == values[1], (modifier.id, move.id, initiator, partners)


def test_every_reading_is_gone_through() -> None:
    world = both(secrets()[0])[0].world
    read = {modifier.reads for move, *_ in uses(world) for modifier in world.rules.modifiers_of[move.id]}
    assert read == set(READINGS)
