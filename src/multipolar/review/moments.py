"""Points in time of a saved exercise: the end of a round, a phase or an exchange, and where to branch off.

Replay never rolls: it evolves the events that were saved. A branch may begin only between two commands,
and only where somebody can still act differently: not in the middle of what a command brought about, and
not after the first seat has said that it is done.
"""

from collections.abc import Sequence

from multipolar.domain.errors import Unreadable
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event, PhaseBegan
from multipolar.domain.vocabulary import Phase

AFTER = (Phase.DEBRIEF,)
"""Phases after the last round."""
ACTING = (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)
"""Phases in which seats act; the others pass by themselves."""
_FIRST = (
    e.ProposalTabled,
    e.ProposalCountered,
    e.ProposalAccepted,
    e.OrderGiven,
    e.MessageSent,
    e.MessageWithdrawn,
)
"""Events that are always the first of what a command brings about."""


def played(events: Sequence[Event]) -> Sequence[Event]:
    """The record without its debrief: what was done while powers still kept their secrets."""
    return [event for event in events if event.phase not in AFTER]


def until(events: Sequence[Event], point: str) -> Sequence[Event]:
    """The events up to the end of a point: ``3``, ``3.crisis`` or ``3.crisis.2``.

    The debrief, when everything may be known, belongs to no round: it is a point of its own,
    ``6.debrief``.

    Raises:
        Unreadable: when the text is no point, or the exercise did not come that far.
    """
    number, phase, exchange = read_point(point)
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
        raise _no_point(events, point)
    return events[:end]


def branch_before(events: Sequence[Event], seq: int) -> int:
    """How many events a branch from a moment takes over: the latest place at or before it to act anew.

    In a deliberation that is before the next command, while no seat was ready; in a crisis, as the
    exchange began. From a phase that passes by itself it is the next at which seats act.

    Args:
        events: the whole record.
        seq: the last event that has happened at the moment.

    Raises:
        Unreadable: when nobody acts any more.
    """
    began = _stop_at(events, seq)
    if began.phase not in ACTING:
        later = (event for event in events[seq:] if isinstance(event, PhaseBegan) and event.phase in ACTING)
        phase_began = next(later, None)
        if phase_began is None:
            raise Unreadable(
                "point",
                "nobody acts any more after this; branch at a deliberation before, such as "
                f"{began.round}.{Phase.DELIBERATION}",
            )
        return phase_began.seq
    place = began.seq
    if began.phase != Phase.DELIBERATION:
        return place
    for event in events[began.seq : seq + 1]:
        if isinstance(event, e.SeatReady | PhaseBegan):
            break
        if isinstance(event, _FIRST):
            place = event.seq - 1
    return place


def branch_at(events: Sequence[Event], point: str) -> int:
    """How many events a branch at a point takes over: ``3.deliberation``, ``3.crisis.2``, or a round.

    The branch begins as the phase or exchange begins; where nobody acts in it, at the next where somebody
    does.

    Raises:
        Unreadable: when the text is no point, the exercise did not come that far, or nobody acts after it.
    """
    number, phase, exchange = read_point(point)
    for event in events:
        if not isinstance(event, PhaseBegan) or event.round != number or (phase and event.to != phase):
            continue
        if not exchange or event.exchange == exchange:
            return branch_before(events, event.seq)
    raise _no_point(events, point)


def _stop_at(events: Sequence[Event], seq: int) -> PhaseBegan:
    """The phase or exchange in which an event lies; of those before the first, the first."""
    phase_began: PhaseBegan | None = None
    for event in events:
        if isinstance(event, PhaseBegan) and (phase_began is None or event.seq <= seq):
            phase_began = event
    if phase_began is None:
        raise Unreadable("point", "this exercise was never opened; begin another")
    return phase_began


def _no_point(events: Sequence[Event], point: str) -> Unreadable:
    last = events[-1]
    return Unreadable(
        "point", f"the exercise has no point '{point}'; it goes up to {last.round}.{last.phase}"
    )


def read_point(point: str) -> tuple[int, str, int]:
    """Round, phase and exchange of a point such as ``3``, ``3.crisis`` or ``3.crisis.2``; empty or 0: any.

    Raises:
        Unreadable: when the text is no point.
    """
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
