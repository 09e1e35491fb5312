"""Turning points: the moments of an exercise that decided much, with the chain of causes behind each.

Weighed by what they moved: how much news the event is, the numbers that it and its consequences
shifted, and how close the roll was. Reads only the events it is given.
"""

from collections.abc import Mapping, Sequence

from multipolar.domain import events as e
from multipolar.domain.telling import Told
from multipolar.domain.views import TurningPoint

MOST = 5
_STEPS = frozenset({7, 10, 12})
"""Totals at which an outcome changes (§6): a roll on or just under one was close."""


def turning_points(
    events: Sequence[e.Event], told: Mapping[int, Told], numbered: Mapping[int, int]
) -> tuple[TurningPoint, ...]:
    """The five weightiest moments, in the order in which they happened.

    Args:
        events: those the asking seat may know.
        told: seq to the event in words.
        numbered: seq to the seat's own number of the event.
    """
    by_seq = {event.seq: event for event in events}
    weights: dict[int, int] = {}
    for event in events:
        weight = _own_weight(event, told)
        if weight:
            weights[event.seq] = weights.get(event.seq, 0) + weight
        moved = sum(abs(change.amount) for change in event.changes)
        cause = by_seq.get(event.cause)
        if cause is not None and moved:
            weights[cause.seq] = weights.get(cause.seq, 0) + moved
    chosen: list[int] = []
    subjects: set[str] = set()
    for seq in sorted(weights, key=lambda seq: (-weights[seq], seq)):
        subject = told[seq].subject
        if not _own_weight(by_seq[seq], told) or (subject and subject in subjects):
            continue
        subjects.add(subject)
        chosen.append(seq)
        if len(chosen) == MOST:
            break
    return tuple(
        TurningPoint(
            round=by_seq[seq].round,
            number=numbered.get(seq, 0),
            text=told[seq].text,
            because=_because(by_seq, seq, told),
            weight=weights[seq],
        )
        for seq in sorted(chosen)
    )


def _own_weight(event: e.Event, told: Mapping[int, Told]) -> int:
    weight = told[event.seq].weight
    if weight < 4 or isinstance(event, e.ExerciseEnded):
        return 0
    if isinstance(event, e.InitiativeResolved) and (event.total in _STEPS or event.total + 1 in _STEPS):
        weight += 2
    return weight * 4


def _because(by_seq: Mapping[int, e.Event], seq: int, told: Mapping[int, Told]) -> tuple[str, ...]:
    found: list[str] = []
    cause = by_seq[seq].cause
    while cause in by_seq:
        if told[cause].text:
            found.append(told[cause].text)
        cause = by_seq[cause].cause
    return tuple(found)
