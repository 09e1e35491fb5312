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
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
"""Controls, format, private use (drawn as anything, or nothing), halves of signs, ends of lines."""
_NO_SIGNS = frozenset(
    map(chr, (*range(0xFDD0, 0xFDF0), *(p << 16 | n for p in range(17) for n in (0xFFFE, 0xFFFF))))
)
"""Numbers that Unicode will never give to a sign."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are drawn as nothing."""
_INNER = str.maketrans("“”", "‘’")
_VARIANTS = frozenset(
    map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Marks that choose between two shapes of the sign before them."""
MOST_MARKS = 4
"""Marks that may stand on one sign, as Unicode advises (UTS #39, 5.4); more are drawn over other lines."""
_PILED = ("Mn", "Me")
_SCRIPTS = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"))
"""Scripts that have letters of one shape, each by the first word of its letters' names."""
_LOOK_LIKE = {
    "A": "АΑᎪ", "B": "ВΒᏴ", "C": "СϹᏟ", "D": "Ꭰ", "E": "ЕΕᎬ", "F": "Ϝ", "G": "ԌᏀ", "H": "НΗᎻ", "J": "ЈᎫ",
    "K": "КΚᏦ", "L": "Ꮮ", "M": "МΜᎷ", "N": "Ν", "O": "ОΟՕ0", "P": "РΡᏢ", "Q": "Ԛ", "R": "Ꭱ", "S": "ЅՏᏚ",
    "T": "ТΤᎢ", "U": "Ս", "V": "ѴᏙ", "W": "ԜᎳ", "X": "ХΧ", "Y": "ҮУΥ", "Z": "ΖᏃ", "1": "Il|ІΙӀӏ",
    "a": "аαɑ", "c": "сϲ", "d": "ԁ", "e": "е", "g": "ցɡ", "h": "һհ", "i": "іιı", "j": "јϳ", "k": "κ",
    "n": "ո", "o": "оοօ", "p": "рρ", "q": "ԛգ", "s": "ѕ", "u": "υս", "v": "νѵ", "w": "ԝѡ", "x": "х",
    "y": "уγ",
}  # fmt: skip
"""What looks like a letter or digit, in that order: of Cyrillic, Greek, Armenian, Cherokee, Latin."""
_SHAPES = str.maketrans({sign: shape for shape, signs in _LOOK_LIKE.items() for sign in signs})


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
    return character in _BLANK or character in _NO_SIGNS or unicodedata.category(character) in _HIDDEN


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


def first_piled(text: str) -> int:
    """Where the first mark stands that is one too many on its sign; -1: there is none."""
    if text.isascii():
        return -1
    marks = 0
    for index, character in enumerate(text):
        marks = marks + 1 if unicodedata.category(character) in _PILED else 0
        if marks > MOST_MARKS:
            return index
    return -1


def first_foreign(name: str) -> int:
    """Where, within a word, the first letter of another script stands that may pass for one of its own.

    Latin, Greek, Cyrillic and others have letters of one shape; -1: no word mixes them.
    """
    if name.isascii():
        return -1
    word = ""
    for index, character in enumerate(name):
        if unicodedata.category(character)[0] not in "LM":
            word = ""
            continue
        script = script_of(character)
        if script and word and script != word:
            return index
        word = script or word
    return -1


def script_of(character: str) -> str:
    """The script of a letter, where others have letters of its shape: ``CYRILLIC``; else an empty text."""
    plain = unicodedata.normalize("NFKC", character)[:1]
    script = unicodedata.name(plain, "").partition(" ")[0]
    return script if script in _SCRIPTS else ""


def looks(name: str) -> tuple[str, str]:
    """What a name looks like: as it is written, and in capitals.

    Two names of which one of these is the same cannot be told apart by who reads them.
    """
    plain = unicodedata.normalize("NFKC", name)
    return folded(plain.translate(_SHAPES)), folded(plain.upper().translate(_SHAPES))
