"""How answers leave: as words for a person, or as one JSON object a line for a program.

Both say the same. Nothing is decided here, and nothing is left out of the one that stands in the other
but the layout.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from multipolar.plain.quoting import printed

Write = Callable[[str], None]
"""Writes one line where the reader reads, at once."""


class News(Struct, frozen=True):
    """Something that happened since the seat was last told: a sentence, further lines, and as data.

    Without data it is for persons only; `spoken` is false where they are told it in another way.
    """

    text: str
    lines: tuple[str, ...]
    data: Mapping[str, Any] | None
    spoken: bool = True


class Reply(Struct, frozen=True):
    """The answer to one input line.

    Attributes:
        line: its number in the input, from 1.
        input: the line.
        seat: for whom it was taken.
        accepted: whether it was understood and done.
        rule: the rule that forbids it, else empty.
        message: the receipt in words.
        lines: what was asked for.
        data: the same as data.
        news: what the seat saw happen since it was last told.
        last: whether the session ends with it.
    """

    line: int
    input: str
    seat: str
    accepted: bool
    rule: str
    message: str
    lines: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None
    news: tuple[News, ...] = ()
    last: bool = False


class Output(Protocol):
    """Where replies go."""

    def open(self, lines: Sequence[str]) -> None:
        """Say what the session is, before the first line."""
        ...

    def ask(self, prompt: str) -> None:
        """Invite the next line."""
        ...

    def reply(self, reply: Reply) -> None:
        """Answer one line."""
        ...

    def close(self, line: str) -> None:
        """Say that the session is over."""
        ...


class Words:
    """Says everything in sentences, one a line.

    Args:
        write: where to.
        prompt: writes a prompt without ending the line; none when nobody types.
    """

    def __init__(self, write: Write, prompt: Write | None = None) -> None:
        self._write = write
        self._prompt = prompt

    def open(self, lines: Sequence[str]) -> None:
        """Say what the session is, before the first line."""
        for line in lines:
            self._say(line)

    def ask(self, prompt: str) -> None:
        """Invite the next line, where somebody types."""
        if self._prompt:
            self._prompt(f"{prompt}> ")

    def reply(self, reply: Reply) -> None:
        """The receipt, then what was asked for, then what happened."""
        self._say(f"ok: {reply.message}" if reply.accepted else f"refused ({reply.rule}): {reply.message}")
        for line in reply.lines:
            self._say(f"  {line}")
        for news in reply.news:
            if news.spoken:
                self._say(f"news: {news.text}")
                for line in news.lines:
                    self._say(f"      {line}")

    def close(self, line: str) -> None:
        """Say that the session is over."""
        self._say(line)

    def _say(self, line: str) -> None:
        for text in printed(line):
            self._write(text)


class Objects:
    """Writes exactly one JSON object for every input line, and nothing else.

    Args:
        write: where to.
    """

    def __init__(self, write: Write) -> None:
        self._write = write

    def open(self, lines: Sequence[str]) -> None:
        """Nothing: the first object brings what happened so far."""

    def ask(self, prompt: str) -> None:
        """Nothing: a program knows when it may write."""

    def reply(self, reply: Reply) -> None:
        """One object."""
        told: dict[str, Any] = {
            "line": reply.line,
            "input": reply.input,
            "seat": reply.seat,
            "accepted": reply.accepted,
            "rule": reply.rule,
            "message": reply.message,
        }
        if reply.data is not None:
            told["data"] = reply.data
        told["news"] = [news.data for news in reply.news if news.data is not None]
        self._write(json.dumps(told))

    def close(self, line: str) -> None:
        """Nothing."""
