"""Text and the cells it takes on a screen: how wide it is, how it is cut, filled and broken into lines.

A terminal counts cells, not characters: 中 takes two, an accent none. Every layout counts with this, in
screens and in plain mode alike, so that columns stand straight in any script and nothing is cut without
a sign. It is apart because screens and plain mode share it, and knows neither of them.

Signs that cannot be seen, or that steer a terminal (escape, line ends, marks that turn the direction of
writing), are shown by a sign of their own, and are measured as they are shown.
"""

import unicodedata
from textwrap import TextWrapper

from rich.cells import cell_len, split_graphemes

from multipolar.signs import code_of, first_hidden, is_hidden

SIGN = "…"
"""What stands where a text was cut."""

_ENDS = str.maketrans("\t\n\v\f\r", "     ")


def visible(text: str, *, keep_lines: bool = False) -> str:
    """A text in which every sign can be seen: ``␛`` for an escape, ``<U+202E>`` for a mark of direction.

    Args:
        text: as a person or a file wrote it.
        keep_lines: whether line ends stay line ends and tabs blanks; else they are shown as signs too.
    """
    if first_hidden(text) < 0:
        return text
    if keep_lines:
        ended = text.replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(visible(line.expandtabs(4)) for line in ended.split("\n"))
    before = ("", *text[:-1])
    return "".join(
        _sign(character) if is_hidden(character, last) else character
        for last, character in zip(before, text, strict=True)
    )


def _sign(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if 0xDC80 <= code <= 0xDCFF:
        # How Python carries a byte that is no text.
        return f"<{code - 0xDC00:02X}>"
    return "\u2421" if code == 0x7F else f"<{code_of(character)}>"


def cells_in(text: str) -> int:
    """Cells a text of one line takes as it is shown."""
    return cell_len(visible(text))


def cut(text: str, room: int) -> str:
    """A text of one line, cut with a sign where it takes more cells than there are."""
    shown = visible(text)
    if cell_len(shown) <= room:
        return shown
    if room <= 0:
        return ""
    end = used = 0
    for _, after, cells in split_graphemes(shown)[0]:
        if used + cells > room - len(SIGN):
            break
        end, used = after, used + cells
    return f"{shown[:end].rstrip()}{SIGN}"


def share(first: str, second: str, room: int) -> tuple[str, str]:
    """Two texts in one line: each keeps half of the cells, and what the other leaves free."""
    half = room // 2
    return cut(first, max(half, room - cells_in(second))), cut(second, max(half, room - cells_in(first)))


def abbreviated(text: str, room: int) -> str:
    """The beginning of a word that stands in full elsewhere on the screen; it bears no sign of being cut."""
    return cut(text + " " * room, room + 1).removesuffix(SIGN).rstrip()


def fit(text: str, room: int) -> str:
    """A text cut or filled at its end to so many cells."""
    shown = cut(text, room)
    return shown + " " * (room - cell_len(shown))


def fit_right(text: str, room: int) -> str:
    """A text cut, or filled at its beginning, to so many cells."""
    shown = cut(text, room)
    return " " * (room - cell_len(shown)) + shown


def wrapped(text: str, room: int, most: int = 0) -> list[str]:
    """A text broken into lines of at most so many cells; at least one line.

    Args:
        text: of any length; line ends in it count as blanks.
        room: cells of a line, at least one.
        most: lines at most, the last of them cut with a sign; 0: as many as it takes.
    """
    rows = _Wrapper(max(1, room)).wrap(visible(text.translate(_ENDS))) or [""]
    if most and len(rows) > most:
        rows[most - 1 :] = [cut(f"{rows[most - 1]}{SIGN}", room)]
    return rows


class _Wrapper(TextWrapper):
    """Breaks at blanks and hyphens as the standard library does, but counts cells.

    Where words are written without blanks, a line may end after any wide sign.
    """

    def _split(self, text: str) -> list[str]:
        return [piece for chunk in super()._split(text) for piece in _between_wide(chunk)]

    def _wrap_chunks(self, chunks: list[str]) -> list[str]:
        rows: list[str] = []
        row = ""
        for chunk in chunks:
            if cell_len(row + chunk.rstrip()) <= self.width:
                row = (row + chunk) if row or not rows else chunk.lstrip()
                continue
            rows += [row.rstrip()] if row.strip() else []
            *whole, row = _pieces(chunk.lstrip(), self.width)
            rows += whole
        return [*rows, row.rstrip()] if row.strip() else rows


def _between_wide(chunk: str) -> list[str]:
    """A chunk broken beside its wide signs."""
    if chunk.isascii() or cell_len(chunk) == len(chunk):
        return [chunk]
    pieces: list[str] = []
    may_join = False
    for start, end, cells in split_graphemes(chunk)[0]:
        grapheme = chunk[start:end]
        # No line begins with a sign that closes what stands before it.
        closes = unicodedata.category(grapheme[0]) in ("Po", "Pe", "Pf")
        if pieces and (closes or (may_join and cells < 2)):
            pieces[-1] += grapheme
        else:
            pieces.append(grapheme)
        may_join = cells < 2
    return pieces


def _pieces(word: str, room: int) -> list[str]:
    """A word broken wherever a line is full."""
    pieces = [""]
    used = 0
    for start, end, cells in split_graphemes(word)[0]:
        if used and used + cells > room:
            pieces.append("")
            used = 0
        pieces[-1] += word[start:end]
        used += cells
    return pieces
