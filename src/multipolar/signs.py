"""The signs that words are made of: which of them nobody can see, and when two names are the same.

One rule for whatever persons and files write: messages, notes, names, whole scenarios. What refuses
such signs, and what only shows them, asks here. Nothing here knows a screen.
"""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_UNCOUNTED = re.compile(r"[\x00-\x20\x7f_-]")
_JOINERS = "\u200c\u200d"
_JOINED = frozenset(("Lo", "Lm", "Mn", "Mc", "So", "Sk"))
"""Letters without case, marks, and pictures: what the scripts and emoji that need joiners consist of."""
_LETTERS_OF_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Signs of Arabic and Syriac that Unicode counts as format, and that are seen."""
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are drawn as nothing."""
_INNER = str.maketrans("“”", "‘’")
_VARIANTS = frozenset(
    map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Marks that choose between two shapes of the sign before them."""


def is_hidden(character: str, before: str = "") -> bool:
    """Whether a sign cannot be seen, or steers a terminal instead of being drawn.

    Joiners are what they are for between letters of the scripts, and within the emoji, that need them.

    Args:
        character: one sign.
        before: the sign that stands before it; empty: none.
    """
    if character in _JOINERS:
        return not before or unicodedata.category(before) not in _JOINED or before in _BLANK
    if character in _LETTERS_OF_FORMAT:
        return False
    return character in _BLANK or unicodedata.category(character) in _HIDDEN


def first_hidden(text: str, but: str = "", *, strict: bool = False) -> int:
    """Where the first sign stands that cannot be seen; -1: there is none.

    Args:
        text: as a person or a file wrote it.
        but: hidden signs that are allowed, such as line ends.
        strict: whether joiners are refused wherever they stand, as in names.
    """
    if text.isascii():
        return next((match.start() for match in _CONTROLS.finditer(text) if match[0] not in but), -1)
    if text.isprintable() and _BLANK.isdisjoint(text):
        return -1
    for index, character in enumerate(text):
        if character in but:
            continue
        if (strict and character in _JOINERS) or is_hidden(character, text[index - 1] if index else ""):
            return index
    return -1


def quoted(text: str) -> str:
    """Words of a person or a file between quotation marks, which nothing in them can end."""
    return f"“{text.translate(_INNER)}”"


def code_of(character: str) -> str:
    """A sign by its number, for one that cannot be shown: ``U+202E``."""
    return f"U+{ord(character):04X}"


def folded(name: str) -> str:
    """What is left of a name when case, width, blanks, hyphens and hidden signs do not count.

    Two names that fold alike cannot be told apart by who hears or types them.
    """
    if name.isascii():
        return _UNCOUNTED.sub("", name.casefold())
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(
        character
        for index, character in enumerate(plain)
        if character not in "-_\u2010\u2011"
        and not character.isspace()
        and character not in _VARIANTS
        and character not in _JOINERS
        and not is_hidden(character, plain[index - 1] if index else "")
    )
