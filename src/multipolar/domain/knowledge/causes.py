"""The graph of causes: why is this number what it is (rulebook §6).

Every change of a number stands in an event, and each event names the one that brought it about; *why*
is a walk over them. Asked by a seat, causes it may not know are folded into one line with their sum.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from multipolar.domain.knowledge.address_reader import read
from multipolar.domain.knowledge.outlook import outlook_of
from multipolar.domain.knowledge.score_causes import behind, is_score
from multipolar.domain.mechanics.origins import origin_of, value_in_words
from multipolar.domain.model.events import Event
from multipolar.domain.model.views import Explanation, Reason
from multipolar.domain.model.wording import title_of
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import CONTROL, EVERYONE

FOLDED = "causes not known to you"


def sees(event: Event, seat: str) -> bool:
    """Whether an event is one a seat may know: it is of the audience, or control (§12)."""
    return seat == CONTROL or event.audience == EVERYONE or seat in event.audience


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
        target: the number's address, as a person may write it.
        seat: who asks; control is told everything.
        told: seq to the sentence of each event.
        numbered: seq to the asking seat's own number of the event; the seqs themselves when left out.
        known: the numbers the seat sees, where it has found out more than its kind of number tells.

    Raises:
        Unreadable: when there is no such number, or the seat may not know it.
    """
    target = read(world, target, seat, known)
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
    value = world.numbers[target]
    return Explanation(
        target, title_of(world.rules, target), value, start, tuple(steps),
        value_in_words(target, value), value_in_words(target, start), origin_of(world.rules, target, start),
        outlook_of(world, target, seat, known),
    )  # fmt: skip


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
