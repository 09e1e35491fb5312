"""What many continuations come to: how finals, order and conflict spread, course beside course."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median

from msgspec import Struct

from multipolar.lab.continuations import Ending

QUANTILES = (5, 25, 50, 75, 95)


class Spread(Struct, frozen=True):
    """How a figure spreads over continuations.

    Attributes:
        mean: its mean.
        quantiles: per cent to the value that so many do not exceed.
    """

    mean: float
    quantiles: dict[str, int]


class Beside(Struct, frozen=True):
    """A course beside what was done, continuation by continuation with the same dice.

    Attributes:
        mean: how much more it brings, on the mean.
        better: in how many continuations it brings more.
        worse: in how many less.
        even: in how many the same.
    """

    mean: float
    better: int
    worse: int
    even: int


class Fan(Struct, frozen=True):
    """What a course came to.

    Attributes:
        label: the course in words.
        done: whether it is what was done.
        games: how many continuations were played.
        final: of the seat.
        order: the shared order.
        conflict: share of continuations with an open conflict, 0 to 1.
        beside: its finals beside those of what was done; None for that itself, and where no pair was played.
    """

    label: str
    done: bool
    games: int
    final: Spread
    order: Spread
    conflict: float
    beside: Beside | None


class Par(Struct, frozen=True):
    """A seat's final beside what programs made of the same deal.

    Attributes:
        power: the seat.
        name: of the power.
        final: what the exercise came to.
        percentile: how many in a hundred continuations it is better than; half of those that equal it.
        par: the median of the continuations.
        quantiles: as in `Spread`.
    """

    power: str
    name: str
    final: int
    percentile: int
    par: int
    quantiles: dict[str, int]


def spread(values: Sequence[int]) -> Spread:
    """How values spread; there is at least one."""
    ordered = sorted(values)
    return Spread(round(fmean(ordered), 1), {f"p{share}": _quantile(ordered, share) for share in QUANTILES})


def _quantile(ordered: Sequence[int], share: int) -> int:
    """The least value that so many per cent do not exceed."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def fans(endings: Sequence[Ending], labels: Sequence[str], seat: str) -> tuple[Fan, ...]:
    """What each course came to; the first is what was done. One that was not played is left out."""
    by_course: dict[str, dict[int, Ending]] = {label: {} for label in labels}
    for ending in endings:
        by_course[ending.course][ending.number] = ending
    done = by_course[labels[0]]
    return tuple(
        Fan(
            label=label,
            done=label == labels[0],
            games=len(played),
            final=spread([ending.finals[seat] for ending in played.values()]),
            order=spread([ending.order for ending in played.values()]),
            conflict=round(fmean(ending.conflict for ending in played.values()), 3),
            beside=None if label == labels[0] else _beside(done, played, seat),
        )
        for label, played in by_course.items()
        if played
    )


def _beside(done: Mapping[int, Ending], other: Mapping[int, Ending], seat: str) -> Beside | None:
    pairs = [other[number].finals[seat] - done[number].finals[seat] for number in other if number in done]
    if not pairs:
        return None
    better, worse = sum(pair > 0 for pair in pairs), sum(pair < 0 for pair in pairs)
    return Beside(round(fmean(pairs), 1), better, worse, len(pairs) - better - worse)


def par(power: str, name: str, final: int, endings: Sequence[Ending]) -> Par:
    """A seat's final beside those of continuations; there is at least one."""
    finals = sorted(ending.finals[power] for ending in endings)
    below, equal = sum(one < final for one in finals), finals.count(final)
    return Par(
        power,
        name,
        final,
        round(100 * (below + equal / 2) / len(finals)),
        round(median(finals)),
        spread(finals).quantiles,
    )
