"""Two exercises side by side, line by line."""

from collections.abc import Iterator

from multipolar.domain.english import listed
from multipolar.review.comparing import Comparison


def lines(found: Comparison) -> Iterator[str]:
    """A comparison in lines: where they part, the order, scores, relationships, numbers with causes."""
    parted = found.parted
    if parted is None:
        yield "they do not part: the same happened in both"
        return
    yield f"they part in round {parted.round}, {parted.phase}, at event {parted.number}"
    yield f"  first: {parted.first or 'its record ends here'}"
    yield f"  second: {parted.second or 'its record ends here'}"
    yield ""
    yield f"after round {found.after}:" if found.after else "at the opening:"
    for index, course in found.indices.items():
        yield f"  {index}: {course[-1][0]} and {course[-1][1]}{_apart(*course[-1])}"
    for score in found.scores:
        first, second = score.final
        if first is not None and second is not None:
            yield f"  final of {score.name}: {first} and {second}{_apart(first, second)}"
    for change in found.relationships:
        yield f"  {listed(change.between)}: {change.first} and {change.second}"
    if found.numbers:
        yield ""
        yield "numbers that differ most:"
    for number in found.numbers:
        yield f"  {number.title}: {number.first} and {number.second}{_apart(number.first, number.second)}"
        yield from (f"    {which}: {why}" for which, why in _causes(number.why_first, number.why_second))
    if found.more:
        yield f"  and {found.more} more"


def _causes(first: str, second: str) -> Iterator[tuple[str, str]]:
    if first:
        yield "only in the first", first
    if second:
        yield "only in the second", second


def _apart(first: int, second: int) -> str:
    return f" ({second - first:+d})" if first != second else ""
