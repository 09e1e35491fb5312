"""Two exercises of one scenario set side by side: where they part, what differs, and why.

Both are gone over with the eyes of one seat, so that nothing is told that the seat may not know. What
several tables of a class made of the same deal is set side by side by `tables`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct

from multipolar.domain.addresses import split
from multipolar.domain.model.views import Explanation, Reason, Seen, View
from multipolar.domain.model.wording import title_from
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.table.port import Replay
from multipolar.user_errors import UserError

DIFFERENCES = 20
"""How many numbers that differ are told, those that differ most first."""
_COUNTED = ("relationship", "index", "architecture", "national", "final")
"""Kinds of numbers that have a place of their own in a comparison."""


class Parting(Struct, frozen=True):
    """Where two records part.

    Attributes:
        number: of the first event that is not the same, as the seat counts.
        round: in which it happened.
        phase: likewise.
        first: what happened in the first exercise; empty where its record ends.
        second: what happened in the second.
    """

    number: int
    round: int
    phase: str
    first: str
    second: str


class Difference(Struct, frozen=True):
    """A number that differs.

    Attributes:
        target: its address.
        title: in words.
        first: its value in the first exercise.
        second: in the second.
        why_first: what did most to it in the first exercise and did not happen in the second; empty where
            nothing did that the seat knows of.
        why_second: the other way round.
    """

    target: str
    title: str
    first: int
    second: int
    why_first: str = ""
    why_second: str = ""


class Change(Struct, frozen=True):
    """A relationship that differs, by the words of its state."""

    between: tuple[str, str]
    first: str
    second: str


class Score(Struct, frozen=True):
    """A power's scores, as far as the seat may know them; None where it may not."""

    power: str
    name: str
    national: tuple[int | None, int | None]
    final: tuple[int | None, int | None]


class Comparison(Struct, frozen=True):
    """Two exercises side by side.

    Attributes:
        seat: with whose eyes.
        after: the round after which they are compared: the last that both have played.
        parted: where their records part; None where they are the same as far as both go.
        indices: each index to its values in both, round by round from the opening.
        scores: of each ranked power.
        relationships: that differ.
        numbers: that differ, most first.
        more: how many further numbers differ.
    """

    seat: str
    after: int
    parted: Parting | None
    indices: dict[str, list[tuple[int, int]]]
    scores: tuple[Score, ...]
    relationships: tuple[Change, ...]
    numbers: tuple[Difference, ...]
    more: int


async def compare(first: Replay, second: Replay, seat: str) -> Comparison:
    """Set two exercises side by side.

    Args:
        first: one record.
        second: another of the same scenario.
        seat: with whose eyes: a power, the observer, or control.

    Raises:
        UserError: they are of two scenarios.
    """
    parted = await _parting(first, second, seat)
    both = (first, second)
    for record in both:
        record.look_as(seat)
        record.seek(record.last)
    if first.view.title != second.view.title:
        raise UserError(
            f"{first.exercise} plays {first.view.title} and {second.exercise} {second.view.title}: only "
            "exercises of one scenario can be compared"
        )
    rounds = min(len(record.view.past) for record in both) - 1
    pasts = [record.view.past[: rounds + 1] for record in both]
    for record in both:
        if len(record.view.past) - 1 > rounds:
            record.seek(_end_of(record, rounds))
    view = first.view
    # What is counted last in a round, the finals, is not yet in the past of that round.
    here, there = (record.view.numbers for record in both)
    differing = sorted(
        (
            target
            for target in here.keys() & there.keys()
            if split(target)[0] not in _COUNTED and here[target] != there[target]
        ),
        key=lambda target: (-abs(here[target] - there[target]), target),
    )
    numbers = [
        await _difference(first, second, target, (here[target], there[target]))
        for target in differing[:DIFFERENCES]
    ]
    return Comparison(
        seat=seat,
        after=rounds,
        parted=parted,
        indices={
            _index(target): [(early[target], late[target]) for early, late in zip(*pasts, strict=True)]
            for target in here
            if split(target)[0] in ("index", "architecture")
        },
        scores=tuple(_score(power.id, power.name, here, there) for power in view.powers if not power.minor),
        relationships=tuple(_changes(view, here, there)),
        numbers=tuple(numbers),
        more=len(differing) - len(numbers),
    )


async def _parting(first: Replay, second: Replay, seat: str) -> Parting | None:
    """The first event that is not the same in both."""
    records: list[Sequence[Seen]] = []
    for record in (first, second):
        record.look_as(seat)
        record.seek(record.last)
        records.append(await record.record())
    for one, other in zip(*records, strict=False):
        if (one.kind, one.actor, one.text, one.detail) != (other.kind, other.actor, other.text, other.detail):
            return Parting(one.number, one.round, one.phase, one.text, other.text)
    shorter = min(map(len, records))
    if len(records[0]) == len(records[1]):
        return None
    further = max(records, key=len)[shorter]
    texts = [record[shorter].text if len(record) > shorter else "" for record in records]
    return Parting(further.number, further.round, further.phase, *texts)


def _end_of(record: Replay, number: int) -> int:
    """The last event of a round, as the seat counts."""
    began = [stop.number for stop in record.stops if stop.round > number]
    return min(began, default=record.last + 1) - 1


def _index(target: str) -> str:
    key, parts = split(target)
    return parts[0] if key == "index" else key


async def _difference(first: Replay, second: Replay, target: str, values: tuple[int, int]) -> Difference:
    view = first.view
    chains = [await record.why(target) for record in (first, second)]
    why = [_alone(chains[0], chains[1]), _alone(chains[1], chains[0])]
    return Difference(target, title_from(target, view.called, view.place), *values, *why)


def _alone(mine: Explanation, other: Explanation) -> str:
    """What did most to a number in one exercise and not in the other."""
    there = Counter(map(_step, other.steps))
    left = []
    for step in mine.steps:
        if there[_step(step)]:
            there[_step(step)] -= 1
        else:
            left.append(step)
    if not left:
        return ""
    most = max(left, key=lambda step: abs(step.amount))
    when = f" in round {most.round}" if most.seq else ""
    return f"{most.amount:+d}{when}: {most.reason}"


def _step(step: Reason) -> tuple[int, int, str]:
    return step.round, step.amount, step.reason


def _score(power: str, name: str, here: Mapping[str, int], there: Mapping[str, int]) -> Score:
    national, final = f"national({power})", f"final({power})"
    return Score(
        power,
        name,
        (here.get(national), there.get(national)),
        (here.get(final), there.get(final)),
    )


def _changes(view: View, here: Mapping[str, int], there: Mapping[str, int]) -> list[Change]:
    changed = []
    for target, value in here.items():
        key, parts = split(target)
        if key == "relationship" and there.get(target, value) != value:
            names = (view.name(parts[0]), view.name(parts[1]))
            changed.append(Change(names, RELATIONSHIPS[value], RELATIONSHIPS[there[target]]))
    return changed


class TableScore(Struct, frozen=True):
    """What one table made of a seat, beside the middle of all tables.

    Attributes:
        exercise: which table.
        final: its final score.
        over: how much more than the median of all tables.
    """

    exercise: str
    final: int
    over: float


class SeatAcross(Struct, frozen=True):
    """One seat at several tables, the best first."""

    power: str
    median: float
    tables: tuple[TableScore, ...]


def tables(finals: Mapping[str, Mapping[str, int]]) -> tuple[SeatAcross, ...]:
    """Each seat at several tables that played the same deal, beside the median of them.

    Args:
        finals: exercise to the final score of each of its ranked powers; the same powers in each.
    """
    powers = next(iter(finals.values()), {})
    across = []
    for power in powers:
        middle = median(scores[power] for scores in finals.values())
        rows = [
            TableScore(exercise, scores[power], scores[power] - middle) for exercise, scores in finals.items()
        ]
        across.append(
            SeatAcross(power, middle, tuple(sorted(rows, key=lambda row: (-row.final, row.exercise))))
        )
    return tuple(across)
