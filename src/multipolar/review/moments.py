"""Points in time of a saved exercise: the world at the end of a round, a phase or an exchange.

Replay never rolls: it evolves the events that were saved.
"""

from collections.abc import Sequence

from multipolar.domain.errors import Unreadable
from multipolar.domain.events import Event, PhaseBegan
from multipolar.domain.evolution import evolve
from multipolar.domain.terms import Phase
from multipolar.domain.world import World

AFTER = (Phase.DEBRIEF, Phase.CLOSED)
"""Phases after the last round."""


def played(events: Sequence[Event]) -> Sequence[Event]:
    """The record without its debrief: what was done while powers still kept their secrets."""
    return [event for event in events if event.phase not in AFTER]


def world_of(events: Sequence[Event]) -> World:
    """The world after the last of these events.

    Raises:
        ValueError: when there are none.
    """
    world: World | None = None
    for event in events:
        world = evolve(world, event)
    if world is None:
        raise ValueError("an exercise begins with its opening")
    return world


def until(events: Sequence[Event], point: str) -> Sequence[Event]:
    """The events up to the end of a point: ``3``, ``3.crisis`` or ``3.crisis.2``.

    The debrief, when everything may be known, belongs to no round: it is a point of its own,
    ``6.debrief``.

    Raises:
        Unreadable: when the text is no point, or the exercise did not come that far.
    """
    number, phase, exchange = _read(point)
    end = 0
    current = 0
    for index, event in enumerate(events, start=1):
        if isinstance(event, PhaseBegan):
            current = event.exchange
        if event.round != number or (phase and event.phase != phase):
            continue
        if not phase and event.phase in AFTER:
            continue
        if exchange and current != exchange:
            continue
        end = index
    if not end:
        last = events[-1]
        raise Unreadable(
            "point", f"the exercise has no point '{point}'; it goes up to {last.round}.{last.phase}"
        )
    return events[:end]


def _read(point: str) -> tuple[int, str, int]:
    number, _, rest = point.strip().partition(".")
    phase, _, exchange = rest.partition(".")
    example = "write a round, or a round and a phase: 3, 3.deliberation, 3.crisis.2"
    if not number.isdecimal() or len(number) > 3:
        raise Unreadable("point", f"'{point}' is no point; {example}")
    if phase and phase not in tuple(Phase):
        raise Unreadable("point", f"there is no phase '{phase}'; the phases are {', '.join(Phase)}")
    if exchange and not exchange.isdecimal():
        raise Unreadable("point", f"'{exchange}' is no exchange; {example}")
    return int(number), phase, int(exchange or 0)
