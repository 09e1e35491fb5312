"""One walk over a record: each event with the world it found and the world it left."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from multipolar.domain.model.events import Event
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World


class Step(NamedTuple):
    """An event of a record.

    Attributes:
        event: what happened.
        before: the world as it found it; None at the opening.
        world: the world as it left it.
    """

    event: Event
    before: World | None
    world: World


def walk(events: Iterable[Event], world: World | None = None) -> Iterator[Step]:
    """Each event of a record in order; nothing is rolled.

    Args:
        events: from the opening, or those that follow on a world.
        world: on which they follow; None: the first is the opening.
    """
    for event in events:
        before, world = world, evolve(world, event)
        yield Step(event, before, world)


def world_after(events: Iterable[Event], world: World | None = None) -> World:
    """The world after the last of these events; the arguments are `walk`'s.

    Raises:
        ValueError: when there is neither an event nor a world.
    """
    for step in walk(events, world):
        world = step.world
    if world is None:
        raise ValueError("a record begins with its opening")
    return world
