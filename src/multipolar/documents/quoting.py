"""Quotation marks as people type them, and what YAML makes of them.

Curly quotes hold no text together; a straight one that is not closed runs on to the next in the file; and
what follows a closing one is a mistake of its own. Each is said where the mark stands.
"""

import re
from typing import Final

from msgspec import Struct

from multipolar.documents.pieces import short


class Said(Struct, frozen=True):
    """Something to tell: the index of a character, what is wrong, what is there, what was expected."""

    index: int
    message: str
    found: str
    expected: str


CLOSING: Final = {
    "\u201c": "\u201d\u201c", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u00bb": "\u00ab",
    "\u2018": "\u2019\u2018", "\u201a": "\u2018\u2019", "\u2039": "\u203a", "\u203a": "\u2039",
    "\u201d": "\u201d", "\u300c": "\u300d", "\u300e": "\u300f", "\uff02": "\uff02", "\uff07": "\uff07",
}  # fmt: skip
"""Typographic quotation marks that may open a text, with those that may close it."""
_STRAIGHT: Final = "straight quotes (\" or ')"
_QUOTED: Final = re.compile(r""""(?:\\.|[^"\\])*("|\Z)|'(?:''|[^'])*('|\Z)""", re.DOTALL)
_OPENS: Final = re.compile(r"(?:^|(?<=[:\-,?]\s)|(?<=[\[{]))[ \t]*(?=[\"'])", re.MULTILINE)
_BEGINS: Final = re.compile(rf"(?:^\s*|[:\-,?]\s+|[\[{{]\s*)(?=[{''.join(CLOSING)}])")
_KEY: Final = re.compile(r"^[ \t]*(?:- )?[a-z_]+:(?=\s)|^[ \t]*- ", re.MULTILINE)


def curly(value: str, index: int) -> Said | None:
    """A text without quotes that stands, or begins, in typographic ones as if they were quotes.

    Args:
        value: the text, as it was read.
        index: of its first character.
    """
    closing = CLOSING.get(value[:1])
    if closing is None:
        return None
    ends = next((at for at, sign in enumerate(value) if at and sign in closing), -1)
    if 0 <= ends < len(value) - 1:
        return None  # words in quotes at the beginning of a text
    message = "typographic quotation marks are part of the text, and hold nothing together"
    return Said(index, message, f"'{short(value)}'", f"{_STRAIGHT} around the text, or these within them")


def swallowed(text: str, begins: int, ends: int) -> Said | None:
    """A quoted text that goes on over lines which look like keys or entries: was it meant to end before?"""
    first = text.find("\n", begins, ends)
    line = _KEY.search(text, first + 1, ends) if first >= 0 else None
    if line is None:
        return None
    message = "a quotation mark is closed only after lines that look like keys or entries"
    closed = f"{text[begins:first].strip()}"
    return Said(begins, message, f"'{short(closed)}'", "the closing quotation mark at the end of its text")


def misquoted(text: str, since: int, at: int) -> Said | None:
    """Where reading stopped because of a quotation mark before.

    Args:
        text: the whole file.
        since: up to here everything was read.
        at: where reading stopped.
    """
    begins = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[begins : end if end >= 0 else len(text)]
    for opened in _BEGINS.finditer(line):
        if opened.end() < at - begins:
            message = "typographic quotation marks do not hold a text together"
            return Said(begins + opened.end(), message, f"'{short(line[opened.end() :])}'", _STRAIGHT)
    place = min(since, begins)
    while opened_at := _OPENS.search(text, place, at):
        quoted = _QUOTED.match(text, opened_at.end())
        if quoted is None or opened_at.end() >= at:
            return None
        if quoted.end() > at or text.find("\n", quoted.end(), at) < 0:
            return _closed_wrong(text, opened_at.end(), quoted.end(), at)
        place = quoted.end()
    return None


def _closed_wrong(text: str, begins: int, ends: int, at: int) -> Said | None:
    """A quoted text that ends in the line where reading stopped, or never."""
    first = text.find("\n", begins)
    if ends >= len(text) or 0 <= first < ends:
        written = text[begins : first if first >= 0 else len(text)].strip()
        return Said(
            begins, "a quotation mark is not closed", f"'{short(written)}'", "the closing quotation mark"
        )
    if text[ends:at].strip() or not text[at : at + 1].strip() or text[at] in ":#,]}":
        return None
    mark = text[begins]
    other = "double" if mark == "'" else "single"
    inside = "''" if mark == "'" else '\\"'
    written = text[at:first].strip() if first >= 0 else text[at:].strip()
    return Said(
        at,
        "something follows the closing quotation mark",
        f"'{short(written)}'",
        f"the mark inside the text written as {inside}, or {other} quotes around it",
    )


def cut_by_remark(text: str, at: int) -> Said | None:
    """A text over several lines of which a remark cut off all but the beginning.

    Args:
        text: the whole file.
        at: where reading stopped, at or in the line after the remark.
    """
    here = text.rfind("\n", 0, at) + 1
    lines = text[:here].splitlines(keepends=True)
    while lines and lines[-1].strip()[:1] in ("", "#"):
        here -= len(lines.pop())
    if not lines:
        return None
    before = lines[-1]
    remark = re.search(r"\S[ \t]+(#.*)", before)
    words = re.sub(r"^\s*(?:- )*(?:[\w.-]+:\s+)?", "", before)
    if remark is None or words[:1] in ("#", '"', "'", "|", ">", "[", "{"):
        return None
    index = here - len(before) + remark.start(1)
    written = remark[1].rstrip()
    message = "' #' begins a remark, which ends the text; it cannot go on in the next line"
    return Said(
        index, message, f"'{short(written)}'", "quotes around the whole text, or the remark elsewhere"
    )
