"""A file that was read: its data, the place of everything in it, and what is wrong with it.

Places are kept as indices of characters beside the data, and turned into lines and columns when they
are asked for. How a file is read stands in `source`.
"""

import re
from bisect import bisect_right
from functools import cached_property
from typing import Any, Final

from msgspec import Struct

from multipolar.documents.pieces import Path

_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTES: Final = "'\""
_BLOCKS: Final = "|>"


class Problem(Struct, frozen=True, gc=False, order=True):
    """One mistake in a file, in words for the person who wrote it.

    Args:
        file: the name of the file.
        line: from 1.
        column: from 1, in characters.
        message: what is wrong, in one line.
        found: what stands there.
        expected: what could stand there.
        warning: whether it can be played nevertheless.
    """

    file: str
    line: int
    column: int
    message: str
    found: str
    expected: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        head = "warning: " if self.warning else ""
        return f"{place}: {head}{self.message} (found {self.found}; expected {self.expected})"


class Flawed(ValueError):
    """A file with mistakes.

    Args:
        problems: all of them, in the order of the file; never empty.
        document: what could be read besides, so that its meaning can be checked in the same go; None
            when reading stopped.
    """

    def __init__(self, problems: tuple[Problem, ...], document: "Document | None" = None) -> None:
        super().__init__(problems, document)
        self.problems = problems
        self.document = document

    def __str__(self) -> str:
        more = len(self.problems) - 1
        return f"{self.problems[0]}{f' and {more} more' if more else ''}"


class Spot(Struct, gc=False):
    """Where a value begins in the text, where its key does, and the same for what it holds."""

    begins: int
    key: int = -1
    inside: "dict[str, Spot] | list[Spot] | None" = None


class Document:
    """A file that was read.

    Attributes:
        name: the name of the file, for messages.
        text: what stands in it.
        data: mappings (with text keys), lists, texts, whole numbers, decimals, truths and None.
        problems: what is wrong in the writing; empty when `read` returned it.
        warnings: what reads otherwise than it was probably meant.
        spot: where everything stands.
    """

    def __init__(
        self,
        name: str,
        text: str,
        data: Any,
        spot: Spot,
        problems: tuple[Problem, ...],
        warnings: tuple[Problem, ...] = (),
    ) -> None:
        self.name = name
        self.text = text
        self.data = data
        self.problems = problems
        self.warnings = warnings
        self.spot = spot

    def value(self, path: Path) -> Any:
        """What stands at a path; None when nothing does."""
        if not self._reached(path)[1]:
            return None
        value = self.data
        for step in path:
            value = value[step]
        return value

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a value, from 1; of the nearest that holds it when it does not stand there."""
        return self.at(self._reached(path)[0].begins)

    def place_of_key(self, path: Path) -> tuple[int, int]:
        """Line and column of the key under which a value stands; of the value where there is no key."""
        spot, whole = self._reached(path)
        return self.at(spot.key if whole and spot.key >= 0 else spot.begins)

    def place_within(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column of a character of a text value; of the value where that cannot be told.

        Args:
            path: the text.
            offset: the character, from 0; the length of the text for its end.
        """
        spot, _ = self._reached(path)
        value = self.value(path)
        if not isinstance(value, str):
            return self.at(spot.begins)
        return self.at(self._follow(spot.begins, value, offset))

    def at(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the file."""
        line = bisect_right(self._line_starts, index) - 1
        return line + 1, index - self._line_starts[line] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def _reached(self, path: Path) -> tuple[Spot, bool]:
        """The spot of a value, or of the nearest that holds it; and whether it was reached."""
        spot = self.spot
        for step in path:
            inside = spot.inside
            under: Spot | None = None
            if isinstance(inside, dict):
                under = inside.get(step) if isinstance(step, str) else None
            elif isinstance(inside, list) and isinstance(step, int) and 0 <= step < len(inside):
                under = inside[step]
            if under is None:
                return spot, False
            spot = under
        return spot, True

    def _follow(self, begins: int, value: str, offset: int) -> int:
        """The place in the file of a character of a text, whose lines may be folded or indented there.

        Spaces and line ends may differ between file and value, so the other characters are walked in
        step; where they part (an escape), the beginning of the text has to do.
        """
        at = begins
        if self.text[at] in _BLOCKS:
            header = _LINE_END.search(self.text, at)
            at = header.end() if header else len(self.text)
        elif self.text[at] in _QUOTES:
            at += 1
        for character in value[:offset]:
            if character.isspace():
                continue
            at = self._past_spaces(at)
            if self.text[at : at + 1] != character:
                return begins
            at += 1
        return self._past_spaces(at) if value[offset : offset + 1].strip() else at

    def _past_spaces(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at
