"""A condition once it is read: quantities, comparisons, and how they are joined.

Trees of frozen records that evaluate themselves; built by `grammar`, which keeps them in normal form
(sums and joins are flat), so that the same condition written twice is the same tree. `str` gives the
normal form in the language; reading that again gives the same tree.
"""

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from multipolar.domain.rules.conditions.errors import ConditionError
from multipolar.domain.rules.conditions.readings import Reading, Readings

COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
OPPOSITE: Final = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}
MIRRORED: Final = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
INCLUSIVE: Final = {">": (">=", 1), "<": ("<=", -1)}


class Part(Struct, frozen=True, gc=False):
    """How one part of a condition stands, for showing progress.

    A comparison has `value` (what is read now), `operator` (``>= <= == !=``) and `wanted` (the nearest
    value that satisfies it: ``> 5`` wants 6); constants stand on the wanted side however it was
    written. A group has `joined` (``and``, ``or``, ``not``) and `parts` instead.
    """

    text: str
    holds: bool
    value: int | None = None
    operator: str = ""
    wanted: int | None = None
    joined: Literal["", "and", "or", "not"] = ""
    parts: tuple["Part", ...] = ()


# --- Quantities ------------------------------------------------------------------------------


class Constant(Struct, frozen=True, gc=False):
    """A whole number; `word` when it was written as the name of a relationship."""

    amount: int
    word: str = ""

    def value(self, readings: Readings, owner: str) -> int:
        """Itself."""
        return self.amount

    def __str__(self) -> str:
        return self.word or str(self.amount)


class Start(Struct, frozen=True, gc=False):
    """A reading as it was at the beginning of the exercise."""

    of: Reading

    def value(self, readings: Readings, owner: str) -> int:
        """The reading then."""
        return self.of.at_start(readings, owner)

    def __str__(self) -> str:
        return f"start({self.of.text})"


class Sum(Struct, frozen=True, gc=False):
    """Terms, each added (1) or taken away (-1); never a sum in a sum."""

    terms: "tuple[tuple[int, Constant | Start | Reading], ...]"

    def value(self, readings: Readings, owner: str) -> int:
        """The total."""
        total = 0
        for sign, term in self.terms:
            total += sign * term.value(readings, owner)
        return total

    def __str__(self) -> str:
        written = ""
        for index, (sign, term) in enumerate(self.terms):
            word = printed(term)
            if sign < 0 and isinstance(term, Start) and index and self.terms[index - 1] == (1, term.of):
                word = "start"
            if index:
                written += f" {'+' if sign > 0 else '-'} {word}"
            else:
                written = word if sign > 0 else f"-{word}"
        return written


Term = Constant | Start | Reading
Quantity = Term | Sum


def printed(quantity: Quantity) -> str:
    """A quantity in the language."""
    return str(quantity) if isinstance(quantity, Constant | Start | Sum) else quantity.text


def terms_of(quantity: Quantity) -> tuple[tuple[int, Term], ...]:
    """The terms of a quantity, each with its sign."""
    return quantity.terms if isinstance(quantity, Sum) else ((1, quantity),)


def is_constant(quantity: Quantity) -> bool:
    """Whether it reads nothing."""
    return all(isinstance(term, Constant) for _, term in terms_of(quantity))


# --- Clauses ---------------------------------------------------------------------------------


class Truth(Struct, frozen=True, gc=False):
    """``true`` or ``false``."""

    always: bool

    def holds(self, readings: Readings, owner: str) -> bool:
        """Itself."""
        return self.always

    def part(self, readings: Readings, owner: str) -> Part:
        """How it stands."""
        return Part(str(self), self.always)

    def __str__(self) -> str:
        return "true" if self.always else "false"


class Comparison(Struct, frozen=True, gc=False):
    """Two quantities compared."""

    left: Quantity
    sign: str
    right: Quantity

    def holds(self, readings: Readings, owner: str) -> bool:
        """Whether the comparison is true now."""
        return COMPARISONS[self.sign](self.left.value(readings, owner), self.right.value(readings, owner))

    def part(self, readings: Readings, owner: str) -> Part:
        """How it stands: what is read beside what is wanted."""
        return self.part_as(self.sign, str(self), readings, owner)

    def part_as(self, sign: str, text: str, readings: Readings, owner: str) -> Part:
        """How it would stand with another sign between the same quantities."""
        value, wanted = self.left.value(readings, owner), self.right.value(readings, owner)
        holds = COMPARISONS[sign](value, wanted)
        if is_constant(self.left) and not is_constant(self.right):
            sign, value, wanted = MIRRORED[sign], wanted, value
        sign, shift = INCLUSIVE.get(sign, (sign, 0))
        return Part(text, holds, value, sign, wanted + shift)

    def __str__(self) -> str:
        return _compared(self)


@lru_cache(maxsize=2048)
def _compared(clause: Comparison) -> str:
    """A comparison in the language: it is printed whenever somebody is told how it stands."""
    return f"{printed(clause.left)} {clause.sign} {printed(clause.right)}"


class Negation(Struct, frozen=True, gc=False):
    """What must not hold."""

    of: "Clause"

    def holds(self, readings: Readings, owner: str) -> bool:
        """Whether the clause in it is false now."""
        return not self.of.holds(readings, owner)

    def part(self, readings: Readings, owner: str) -> Part:
        """How it stands; a negated comparison is the opposite comparison."""
        if isinstance(self.of, Comparison):
            return self.of.part_as(OPPOSITE[self.of.sign], str(self), readings, owner)
        inner = self.of.part(readings, owner)
        return Part(str(self), not inner.holds, joined="not", parts=(inner,))

    def __str__(self) -> str:
        return f"not ({self.of})" if isinstance(self.of, Joined) else f"not {self.of}"


class Joined(Struct, frozen=True, gc=False):
    """Clauses of which all (``and``) or one at least (``or``) must hold."""

    by: Literal["and", "or"]
    clauses: "tuple[Clause, ...]"

    def holds(self, readings: Readings, owner: str) -> bool:
        """Whether enough of them are true now; asks no further than it must."""
        decisive = self.by == "or"
        for clause in self.clauses:
            if clause.holds(readings, owner) is decisive:
                return decisive
        return not decisive

    def part(self, readings: Readings, owner: str) -> Part:
        """How it stands, with each of its parts."""
        parts = tuple(clause.part(readings, owner) for clause in self.clauses)
        together = all if self.by == "and" else any
        return Part(str(self), together(part.holds for part in parts), joined=self.by, parts=parts)

    def __str__(self) -> str:
        return f" {self.by} ".join(
            f"({clause})" if isinstance(clause, Joined) and self.by == "and" else str(clause)
            for clause in self.clauses
        )


Clause = Truth | Comparison | Negation | Joined


# --- The whole -------------------------------------------------------------------------------


class Name(Struct, frozen=True, gc=False):
    """Something a condition names, and the 0-based column where.

    Kinds: ``power``, ``attribute``, ``threat``, ``theatre``, ``agreement``, ``move``, ``category``,
    ``index``; and ``owner`` where the condition means the power it belongs to, in words or by leaving
    the power out.
    """

    kind: str
    name: str
    position: int


class Use(Struct, frozen=True, gc=False):
    """A reading at its 0-based column in the text, with what it names."""

    reading: Reading
    position: int
    names: tuple[Name, ...]


class Condition(Struct, frozen=True, gc=False):
    """A condition of the objective language (rulebook §9), ready to be evaluated.

    `text` is as its author wrote it; `str` gives the normal form. `uses` are its readings in the order
    in which they stand.
    """

    text: str
    clause: Clause
    uses: tuple[Use, ...]
    owner_position: int = -1

    @property
    def joined(self) -> Literal["", "and", "or"]:
        """How its parts are joined; empty when there is one."""
        return self.clause.by if isinstance(self.clause, Joined) else ""

    def holds(self, readings: Readings, owner: str | None = None) -> bool:
        """Whether it is true now.

        Args:
            readings: the world, or the view of a seat that may know what is read.
            owner: the power it belongs to; None for conditions of injects and crises.

        Raises:
            ConditionError: when it speaks of an owner and there is none.
        """
        return self.clause.holds(readings, self._owner(owner))

    def parts(self, readings: Readings, owner: str | None = None) -> tuple[Part, ...]:
        """How each part stands: the parts of an ``and`` or ``or``, else the one part there is.

        Raises:
            ConditionError: when it speaks of an owner and there is none.
        """
        part = self.clause.part(readings, self._owner(owner))
        return part.parts if self.joined else (part,)

    def values(self, readings: Readings, owner: str | None = None) -> tuple[int, ...]:
        """What each of its readings says now, in their order: how it stands follows from these.

        Raises:
            ConditionError: when it speaks of an owner and there is none.
        """
        who = self._owner(owner)
        return tuple(use.reading.value(readings, who) for use in self.uses)

    def readings(self) -> tuple[Name, ...]:
        """Everything it names, each with its column, for static checks."""
        return tuple(name for use in self.uses for name in use.names)

    def targets(self, owner: str | None = None) -> tuple[str, ...]:
        """The addresses of the numbers it reads, each once; counts have none.

        Raises:
            ConditionError: when it speaks of an owner and there is none.
        """
        who = self._owner(owner)
        return tuple(dict.fromkeys(target for use in self.uses for target in use.reading.targets(who)))

    def _owner(self, owner: str | None) -> str:
        if owner is None and self.owner_position >= 0:
            raise ConditionError(
                "nobody owns this condition",
                self.owner_position,
                self.text[self.owner_position :][:20],
                "a power",
            )
        return owner or ""

    def __str__(self) -> str:
        return str(self.clause)
