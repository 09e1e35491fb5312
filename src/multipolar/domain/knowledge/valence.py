"""Whether a change of a number is good or bad for who reads of it: the one place that knows (§3, §4).

Plus is not good: tension, threats, severity, burdens, dependence, grievances and breaches are better low.
What moves with others alone, and is shared by nobody, is neither.
"""

from multipolar.domain.addresses import split

_LESS = frozenset({"tension", "threat", "severity", "burden", "dependence", "grievance", "breaches"})
"""Keys of numbers that are better low."""
_SHARED = frozenset({
    "threat", "relief", "severity", "index", "architecture", "cohesion", "legitimacy",
})  # fmt: skip
"""Keys of numbers that concern everybody, whoever they are about."""
_OF_FIRST = frozenset({"dependence", "grievance"})
"""Keys of pairs whose number is a weight on the first alone."""


def worth(target: str, amount: int, seat: str) -> int:
    """Whether a change is good for a reader: 1, bad: −1, or neither: 0.

    Args:
        target: address of the number.
        amount: by how much it moved.
        seat: the power that reads; empty: an observer, who takes the side of whom the number is about.
    """
    key, names = split(target)
    mine = names[:1] if key in _OF_FIRST else names
    if not amount or (seat and key not in _SHARED and seat not in mine):
        return 0
    return 1 if (amount > 0) != (key in _LESS) else -1
