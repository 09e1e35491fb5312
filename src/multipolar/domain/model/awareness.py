"""The world as far as a power may count in it: what its objectives and red lines read (rulebook §9, §12).

A condition names no number that its owner may not know; the check of scenarios sees to that. What it
counts, it counts here: an act of others that has not come to light is nothing to its owner.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from multipolar.domain.model.identity_cache import IdentityCache
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import EVERYONE


def is_known(initiative: Initiative, power: str) -> bool:
    """Whether a power knows of an initiative: everybody does, or it is one of those who do."""
    return initiative.known == EVERYONE or power in initiative.known


def as_counted_by(world: World, power: str) -> World:
    """The world without the initiatives that a power does not know of."""

    def known(initiatives: tuple[Initiative, ...]) -> tuple[Initiative, ...]:
        return tuple(initiative for initiative in initiatives if is_known(initiative, power))

    finished = world.finished.filtered(("known by", power), known)
    return replace(world, current=world.caches.of(_Known).by(power)(world.current), finished=finished)


class _Known:
    """What each power of an exercise knows of, as long as it stays the same."""

    def __init__(self) -> None:
        self._by: dict[str, IdentityCache[Initiative, Mapping[str, Initiative]]] = {}

    def by(self, power: str) -> IdentityCache[Initiative, Mapping[str, Initiative]]:
        """The initiatives a power knows of."""
        if power not in self._by:
            self._by[power] = IdentityCache(
                lambda initiatives: {
                    key: initiative for key, initiative in initiatives.items() if is_known(initiative, power)
                }
            )
        return self._by[power]
