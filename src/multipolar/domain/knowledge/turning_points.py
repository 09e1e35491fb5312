"""Turning points: the moments of an exercise that decided much, with the chain of causes behind each.

Weighed by what they moved: how much news the event is, the numbers that it and its consequences
shifted, and how close the roll was. Beside the weightiest few stand the marks of a timeline: every
moment of the kinds a person goes back to. Reads only the events it is given.
"""

from collections.abc import Mapping, Sequence

from multipolar.domain.knowledge.causes import causes_behind
from multipolar.domain.knowledge.narration import Narration
from multipolar.domain.model import events as e
from multipolar.domain.model.views import Mark, TurningPoint
from multipolar.domain.vocabulary import AgreementState, PromiseState, Stage

MOST = 5
_STEPS = frozenset({7, 10, 12})
"""Totals at which an outcome changes (§6): a roll on or just under one was close."""
SWINGS = 5
"""How many of the largest swings are marked."""
_NEWS = 3
"""What weighs less as news is no swing, however much it moves."""
_CLOSE = 5
"""How much a move must weigh as news for its roll to be marked as close."""
_ENDS = (Stage.SETTLED, Stage.FROZEN)
_WHOLE_TABLE = (e.PhaseBegan, e.RoundScored, e.ExerciseEnded)
"""What moves many numbers because a phase ends, not because somebody acted."""


def turning_points(
    events: Sequence[e.Event], told: Mapping[int, Narration], numbered: Mapping[int, int]
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
            moved=_moved(events, seq),
        )
        for seq in sorted(chosen)
    )


def _moved(events: Sequence[e.Event], seq: int) -> tuple[e.Change, ...]:
    """What an event and what followed from it at once came to, each number once, the largest first."""
    sums: dict[str, e.Change] = {}
    for event in events:
        if event.seq == seq or event.cause == seq:
            for change in event.changes:
                before = sums.get(change.target)
                amount = change.amount + (before.amount if before else 0)
                sums[change.target] = e.Change(change.target, amount, (before or change).reason)
    changes = [change for change in sums.values() if change.amount]
    return tuple(sorted(changes, key=lambda change: (-abs(change.amount), change.target)))


def _own_weight(event: e.Event, told: Mapping[int, Narration]) -> int:
    weight = told[event.seq].weight
    if weight < 4 or isinstance(event, e.ExerciseEnded):
        return 0
    if _was_close(event):
        weight += 2
    return weight * 4


def _because(by_seq: Mapping[int, e.Event], seq: int, told: Mapping[int, Narration]) -> tuple[str, ...]:
    chain = causes_behind(by_seq, by_seq[seq])
    return tuple(told[cause.seq].text for cause in chain if told[cause.seq].text)


def marks(
    events: Sequence[e.Event], told: Mapping[int, Narration], numbered: Mapping[int, int]
) -> tuple[Mark, ...]:
    """The moments to go back to, in order.

    They are: relationships that changed, crises, broken words, leaks, close rolls of weighty moves, and the
    largest swings.

    Args:
        events: those the asking seat may know.
        told: seq to the event in words.
        numbered: seq to the seat's own number of the event.
    """
    swings = _swings(events, told)
    found: list[Mark] = []
    broken_out: set[str] = set()
    for event in events:
        words = told[event.seq]
        kind = _kind(event)
        if kind == "crisis":
            # A warning that passes is no crisis, and its end is none.
            if (
                isinstance(event, e.CrisisStateChanged)
                and event.to in _ENDS
                and words.subject not in broken_out
            ):
                kind = ""
            else:
                broken_out.add(words.subject)
        if not kind and _was_close(event) and words.weight >= _CLOSE:
            kind = "roll"
        if not kind and event.seq in swings:
            kind = "swing"
        if kind:
            found.append(Mark(numbered.get(event.seq, 0), event.round, kind, words.text, words.weight))
    return tuple(found)


def _kind(event: e.Event) -> str:
    """What an event is marked as for what it is; empty for most."""
    match event:
        case e.RelationshipStateChanged():
            return "relationship"
        case e.CrisisBegan() if event.stage != Stage.WARNING:
            return "crisis"
        case e.CrisisStateChanged() if event.to != Stage.EASING:
            return "crisis"
        case e.ExchangeResolved() if event.was != event.now:
            return "crisis"
        case e.CoupDecided():
            return "crisis"
        case e.PromiseJudged() if event.state == PromiseState.BROKEN:
            return "promise"
        case e.AgreementStateChanged() if event.to == AgreementState.BREACHED:
            return "promise"
        case e.PactAnswered() if not event.honoured:
            return "promise"
        case e.TechnologyLeaked() | e.CovertMoveExposed():
            return "leak"
        case _:
            return ""


def _was_close(event: e.Event) -> bool:
    return isinstance(event, e.InitiativeResolved) and (event.total in _STEPS or event.total + 1 in _STEPS)


def _swings(events: Sequence[e.Event], told: Mapping[int, Narration]) -> frozenset[int]:
    """The few acts that moved numbers most, by themselves and through what followed at once."""
    acts = {
        event.seq
        for event in events
        if told[event.seq].weight >= _NEWS and not isinstance(event, _WHOLE_TABLE)
    }
    moved = dict.fromkeys(acts, 0)
    for event in events:
        by = sum(abs(change.amount) for change in event.changes)
        for seq in {event.seq, event.cause} & acts:
            moved[seq] += by
    most = sorted((seq for seq in acts if moved[seq]), key=lambda seq: (-moved[seq], seq))
    return frozenset(most[:SWINGS])
