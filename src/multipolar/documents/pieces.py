"""A file as plain data that may be wrong anywhere, and what was found about it.

The checks of meaning read the data as they stand, not the validated records, so that a wrong type in
one place does not hide an unknown name in another: everything is told in one go. Reading a piece that
is missing or of another kind gives nothing; what is wrong with it is the schema's to say.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

Path = tuple[str | int, ...]
"""Keys and indices from the top of the file to a value."""
_LISTED = 12
_COMPARED = 64
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A value somewhere in a scenario file.

    Attributes:
        value: what stands there; None when nothing does.
        path: where it stands.
    """

    value: Any
    path: Path = ()

    def at(self, key: str) -> "Piece":
        """What stands under a key; nothing when this is no mapping or has no such key."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return Piece(found, (*self.path, key))

    def each(self, key: str) -> Iterator["Piece"]:
        """The members of the list under a key."""
        listed = self.at(key)
        if isinstance(listed.value, list):
            for index, member in enumerate(listed.value):
                yield Piece(member, (*listed.path, index))

    def entries(self, key: str) -> Iterator[tuple[str, "Piece"]]:
        """Name and value of each entry of the mapping under a key."""
        mapping = self.at(key)
        if isinstance(mapping.value, dict):
            for name, value in mapping.value.items():
                if isinstance(name, str):
                    yield name, Piece(value, (*mapping.path, name))

    def text(self, key: str) -> str:
        """The text under a key, or the empty text."""
        found = self.at(key).value
        return found if isinstance(found, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in the list under a key."""
        return tuple(member.value for member in self.each(key) if isinstance(member.value, str))

    def whole(self, key: str) -> int:
        """The whole number under a key, or 0."""
        found = self.at(key).value
        return found if isinstance(found, int) and not isinstance(found, bool) else 0

    def has(self, key: str) -> bool:
        """Whether anything but null stands under a key."""
        return self.at(key).value is not None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with the meaning of a scenario.

    Attributes:
        path: the value it is about.
        message: one line for the designer, with the nearest valid name where there is one.
        found: what stands there.
        expected: what could stand there.
        offset: place within a text (0 is its first character), for conditions.
        key: whether it is about the key rather than what stands under it.
        warning: whether it can be played nevertheless.
    """

    path: Path
    message: str
    found: str
    expected: str
    offset: int | None = None
    key: bool = False
    warning: bool = False


def unknown(piece: Piece, what: str, names: Collection[str], *, key: bool = False) -> Iterator[Finding]:
    """A finding when a text is none of the names that are known; nothing when it is, or is no text.

    Args:
        piece: the value that should be a name; with `key`, the entry whose key should be one.
        what: the kind of thing, in the rulebook's words.
        names: all that would be right.
        key: whether the key itself is the name.
    """
    name = piece.path[-1] if key else piece.value
    if isinstance(name, str) and name not in names:
        message = f"unknown {what} '{short(name)}'{nearest(name, names)}"
        yield Finding(piece.path, message, short(name), one_of(names), key=key)


def nearest(name: str, names: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the nearest of the names, or the empty text when none is near."""
    if len(name) > _LONGEST:
        return ""
    # Compared without regard to case, and with a bound, so that a hostile file costs no time.
    folded = {known.casefold(): known for known in islice(names, _COMPARED)}
    near = get_close_matches(name.casefold(), folded, n=1)
    return f"; did you mean '{folded[near[0]]}'?" if near else ""


def one_of(names: Collection[str]) -> str:
    """The names that would be right, shortened when there are very many."""
    if not names:
        return "none is declared in this scenario"
    shown = ", ".join(short(name) for name in islice(names, _LISTED))
    return f"one of {shown}" + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")


def short(text: str) -> str:
    """A text that fits in a line: cut where it is long, and what does not print made visible."""
    start = text[: _LONGEST + 1]
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in start)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def twice(pieces: Iterable[tuple[Piece, str]], what: str) -> Iterator[Finding]:
    """A finding for every name that an earlier piece has already.

    Args:
        pieces: where a name stands, and the name; empty names are passed over.
        what: the kind of thing, in the rulebook's words.
    """
    seen: set[str] = set()
    for piece, name in pieces:
        if name and name in seen:
            yield Finding(
                piece.path, f"{what} '{short(name)}' stands twice", short(name), "a name not used before"
            )
        seen.add(name)
