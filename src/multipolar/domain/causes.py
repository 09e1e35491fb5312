"""The graph of causes: why is this number what it is (rulebook §6).

Every change of a number stands in an event, and each event names the one that brought it about; *why*
is a walk over them. Asked by a seat, causes it may not know are folded into one line with their sum.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from multipolar.domain.errors import Unreadable
from multipolar.domain.events import Event
from multipolar.domain.forecast import known_to
from multipolar.domain.score_causes import behind, is_score
from multipolar.domain.terms import CONTROL, EVERYONE, split
from multipolar.domain.views import Explanation, Reason
from multipolar.domain.wording import title_of
from multipolar.domain.world import World

FOLDED = "causes not known to you"
_UNORDERED = frozenset({"tension", "interoperability", "relationship", "relation"})


def sees(event: Event, seat: str) -> bool:
    """Whether an event is one a seat may know: it is of the audience, or control (§12)."""
    return seat == CONTROL or event.audience == EVERYONE or seat in event.audience


def canonical(text: str) -> str:
    """The address meant by what a person typed: blanks dropped, unordered pairs put in order.

    Raises:
        Unreadable: when it has not the form of an address.
    """
    try:
        key, names = split("".join(text.split()))
    except ValueError as error:
        raise Unreadable("address", str(error)) from error
    if key in _UNORDERED:
        key = "relationship" if key == "relation" else key
        names = tuple(sorted(names))
    if key == "architecture":
        names = ("all",)
    return f"{key}({','.join(names)})"


def explain(
    world: World,
    events: Sequence[Event],
    target: str,
    seat: str,
    told: Mapping[int, str],
    numbered: Mapping[int, int] | None = None,
    known: Container[str] | None = None,
) -> Explanation:
    """Why a number is what it is, as a seat may know it.

    Args:
        world: the truth now.
        events: the whole record.
        target: the number's address.
        seat: who asks; control is told everything.
        told: seq to the sentence of each event.
        numbered: seq to the asking seat's own number of the event; the seqs themselves when left out.
        known: the numbers the seat sees, where it has found out more than its kind of number tells.

    Raises:
        Unreadable: when there is no such number, or the seat may not know it.
    """
    target = canonical(target)
    may_know = seat == CONTROL or known_to(target, seat) or (known is not None and target in known)
    if target not in world.numbers or not may_know:
        raise Unreadable("address", f"{seat} knows no number '{target}'; an example is tension(CHN,IND)")
    start = world.start(target)
    by_seq = {event.seq: event for event in events}
    counted = [event for event in events if sees(event, seat)] if is_score(target) else []
    steps: list[Reason] = []
    hidden = 0
    for event in events:
        for change in event.changes:
            if change.target != target:
                continue
            if not sees(event, seat):
                hidden += change.amount
                continue
            steps.append(
                Reason(
                    round=event.round,
                    seq=_number(event.seq, numbered),
                    amount=change.amount,
                    reason=change.reason,
                    cause=_number(event.cause, numbered) if _known(by_seq, event.cause, seat) else 0,
                    chain=behind(world, counted, event, change, told)
                    if counted
                    else _chain(by_seq, event, seat, told),
                )
            )
    if hidden:
        steps.append(Reason(round=0, seq=0, amount=hidden, reason=FOLDED, cause=0))
    return Explanation(target, title_of(world.rules, target), world.numbers[target], start, tuple(steps))


def _number(seq: int, numbered: Mapping[int, int] | None) -> int:
    return seq if numbered is None else numbered.get(seq, 0)


def _known(by_seq: Mapping[int, Event], seq: int, seat: str) -> bool:
    return seq in by_seq and sees(by_seq[seq], seat)


def _chain(by_seq: Mapping[int, Event], event: Event, seat: str, told: Mapping[int, str]) -> tuple[str, ...]:
    """The causes behind an event, latest first, as far as the seat may know them."""
    found: list[str] = []
    for cause in causes_behind(by_seq, event):
        if not sees(cause, seat):
            break
        found.append(told.get(cause.seq, ""))
    return tuple(found)


def causes_behind(by_seq: Mapping[int, Event], event: Event) -> Iterator[Event]:
    """What brought an event about, and that in turn, latest first.

    A cause lies before what it brought about; where a record says otherwise, the chain ends.
    """
    while event.cause in by_seq and event.cause < event.seq:
        event = by_seq[event.cause]
        yield event
