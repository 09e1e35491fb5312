"""Conditions that do not hang on what happens: comparisons that can never, or must always, hold.

Every reading has a least and a most; what is compared with a number outside them says nothing, and was
hardly meant. That `true` and `false` stand in a condition is its author's wish.
"""

from collections.abc import Iterator
from math import inf

from multipolar.domain.rules.conditions.clauses import (
    COMPARISONS,
    MIRRORED,
    OPPOSITE,
    Clause,
    Comparison,
    Condition,
    Constant,
    Joined,
    Negation,
    Quantity,
    Start,
    is_constant,
    printed,
    terms_of,
)
from multipolar.domain.rules.conditions.errors import ConditionError
from multipolar.domain.rules.conditions.readings import OWNER, Reading


def out_of_reach(condition: Condition, rounds: int) -> tuple[ConditionError, ...]:
    """Every comparison in a condition that is decided before anything is played, in the order of the text.

    Args:
        condition: what was parsed.
        rounds: of the longest exercise.
    """
    condition_errors = [_told(condition, each, rounds) for each in _comparisons(condition.clause)]
    condition_errors += [_told_together(condition, each, rounds) for each in _joins(condition.clause)]
    return tuple(sorted((flaw for flaw in condition_errors if flaw), key=lambda flaw: flaw.position))


def span(quantity: Quantity, rounds: int) -> tuple[float, float]:
    """The least and the most that a quantity can be, whichever its readings are; infinite without an end."""
    least, most = 0.0, 0.0
    for sign, term in terms_of(quantity):
        ends = [sign * end for end in _span_of(term, rounds)]
        least, most = least + min(ends), most + max(ends)
    return least, most


def _span_of(term: Constant | Start | Reading, rounds: int) -> tuple[float, float]:
    if isinstance(term, Constant):
        return term.amount, term.amount
    if isinstance(term, Start) and not term.of.targets(""):
        return 0, 0  # of counts and rounds there were none at the beginning
    least, most = (term.of if isinstance(term, Start) else term).span(rounds)
    return least, inf if most is None else most


def _verdict(compared: Comparison, rounds: int) -> bool | None:
    """Whether a comparison always holds; False: it never does; None: that hangs on what happens."""
    low, high = span(compared.left, rounds)
    other_low, other_high = span(compared.right, rounds)
    least, most = low - other_high, high - other_low
    if compared.sign in ("==", "!=") and least < 0 < most:
        return None
    ends = {COMPARISONS[compared.sign](end, 0) for end in (least, most)}
    return ends.pop() if len(ends) == 1 else None


def _told(condition: Condition, compared: Comparison, rounds: int) -> ConditionError | None:
    verdict = _verdict(compared, rounds)
    if verdict is None:
        return None
    message = f"this {'always' if verdict else 'never'} holds, whatever happens"
    read = compared.left if not is_constant(compared.left) else compared.right
    expected = f"a comparison that can go both ways: {printed(read)} is {_reach(read, rounds)}"
    if is_constant(read):
        expected = "a reading on one side"
    return ConditionError(message, _position(condition, compared), f"'{compared}'", expected)


def _reach(read: Quantity, rounds: int) -> str:
    least, most = span(read, rounds)
    if most < inf:
        return f"from {least:.0f} to {most:.0f}" if least > -inf else f"{most:.0f} or less"
    return f"{least:.0f} or more" if least > -inf else "any number"


def _told_together(condition: Condition, joined: Joined, rounds: int) -> ConditionError | None:
    """Comparisons of one quantity that exclude each other, or leave nothing out."""
    reached: dict[tuple[str, ...], tuple[float, float]] = {}
    for clause in joined.clauses:
        compared = clause.of if isinstance(clause, Negation) else clause
        if not isinstance(compared, Comparison) or _verdict(compared, rounds) is not None:
            continue
        left, sign, right = compared.left, compared.sign, compared.right
        if is_constant(left):
            left, sign, right = right, MIRRORED[sign], left
        if not is_constant(right) or is_constant(left):
            continue
        # What leaves nothing out, joined by *or*, is what excludes each other when all is turned round.
        if isinstance(clause, Negation) != (joined.by == "or"):
            sign = OPPOSITE[sign]
        bound, _ = span(right, rounds)
        low, high = reached.get(_read_of(left), (-inf, inf))
        low = max(low, bound + (sign == ">")) if sign in (">", ">=", "==") else low
        high = min(high, bound - (sign == "<")) if sign in ("<", "<=", "==") else high
        reached[_read_of(left)] = low, high
        if low > high:
            message = "these never hold together" if joined.by == "and" else "one of these always holds"
            expected = f"numbers of {printed(left)} that leave room for both"
            return ConditionError(message, _position(condition, compared), f"'{clause}'", expected)
    return None


def _read_of(quantity: Quantity) -> tuple[str, ...]:
    """What a quantity reads, the same whichever way round a pair is written."""
    read: list[str] = []
    for sign, term in terms_of(quantity):
        of = term.of if isinstance(term, Start) else term
        targets = () if isinstance(of, Constant) else of.targets(OWNER)
        read += [f"{sign:+d}", type(term).__name__, type(of).__name__, *(targets or (printed(of),))]
    return tuple(read)


def _comparisons(clause: Clause) -> Iterator[Comparison]:
    match clause:
        case Comparison():
            yield clause
        case Negation():
            yield from _comparisons(clause.of)
        case Joined():
            for each in clause.clauses:
                yield from _comparisons(each)


def _joins(clause: Clause) -> Iterator[Joined]:
    match clause:
        case Negation():
            yield from _joins(clause.of)
        case Joined():
            yield clause
            for each in clause.clauses:
                yield from _joins(each)


def _position(condition: Condition, compared: Comparison) -> int:
    """The column of the first reading of a comparison."""
    terms = [term for side in (compared.left, compared.right) for _, term in terms_of(side)]
    read = [term.of if isinstance(term, Start) else term for term in terms]
    return min(
        (use.position for use in condition.uses if any(use.reading is each for each in read)), default=0
    )
