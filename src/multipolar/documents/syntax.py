"""What a YAML parser complains about, in words for the person who wrote the file.

The complaint is known by a piece of its text, from libyaml or from PyYAML's own parser; one that is not
known here is passed on as it is.
"""

from typing import Final

import yaml
from msgspec import Struct

from multipolar.documents.pieces import short
from multipolar.documents.quoting import cut_by_remark, misquoted


class _Saying(Struct, frozen=True):
    """How to say a complaint; `opening` when the place to look at is where the thing began."""

    message: str
    expected: str
    opening: bool = False


_COLON = _Saying(
    "a colon stands where no key can be", "the text in quotes, or a line of its own under the key before it"
)
_UNFIT = _Saying(
    "this does not fit the lines above it", "the same indentation as the keys above, or a quote closed"
)
_INDENT_LIST = _Saying("this does not fit the list above it", "'- ' at the same indentation as above")
_FLOW = _Saying("a bracket is not closed, or a comma is missing", "a comma or the closing bracket")
_SIGN = _Saying("a text cannot begin with this sign", "spaces instead of a tab, or the text in quotes")
_HEADER = _Saying("a text under | or > begins on the next line", "the end of the line after | or >")
_ESCAPE = _Saying(
    "a backslash in double quotes means something else", "single quotes, or \\\\ for a backslash"
)
_QUOTE = _Saying("a quotation mark is not closed", "the closing quotation mark", opening=True)
_KEYLESS = _Saying("a key without a colon", "a colon and a space after the key", opening=True)
_WIDE = ("\uff1a", "\ufe55", "\ufe13")
"""Colons that are drawn like one, and are none to YAML."""
_LIST = _Saying("a list begins in the middle of a line", "'- ' on the next line")
_END = _Saying("something follows the end of the content", "nothing more, or the brackets balanced")
_GOES_ON: Final = (_COLON, _UNFIT, _INDENT_LIST, _LIST, _KEYLESS)
"""What is complained about when a text goes on after a remark cut it off."""
_SAYINGS: Final = {
    "mapping values are not allowed": _COLON,
    "did not find expected key": _UNFIT,
    "expected <block end>": _UNFIT,
    "did not find expected '-' indicator": _INDENT_LIST,
    "',' or ']'": _FLOW,
    "',' or '}'": _FLOW,
    "unexpected end of stream": _QUOTE,
    "unexpected document separator": _QUOTE,
    "cannot start any token": _SIGN,
    "node content": _Saying("a value is missing before this sign", "a value, or the text in quotes"),
    "sequence entries are not allowed": _LIST,
    "could not find expected ':'": _KEYLESS,
    "comment or line break": _HEADER,
    "chomping or indentation": _HEADER,
    "escape": _ESCAPE,
    "hexdecimal": _ESCAPE,
    "document start": _END,
    "alphabetic or numeric": _Saying("'&' and '*' have a meaning of their own here", "the text in quotes"),
}  # fmt: skip


def explain(error: yaml.YAMLError, text: str, since: int = 0) -> tuple[int, str, str, str]:
    """Where and what the parser could not read.

    Args:
        error: its complaint.
        text: the whole file.
        since: up to here it had read everything.

    Returns:
        The index of a character in the text; message, found and expected, as for `source.Problem`.
    """
    complaint = str(getattr(error, "problem", "") or "")
    if written := _as_typed(error, text, complaint):
        return written
    saying = next((said for piece, said in _SAYINGS.items() if piece in complaint), None)
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    index = min(mark.index if mark else len(text), len(text))
    said = misquoted(text, since, index) if saying is not _ESCAPE else None
    if said is None and saying in _GOES_ON:
        said = cut_by_remark(text, opened.index if opened and saying is _KEYLESS else index)
    if said:
        return said.index, said.message, said.found, said.expected
    if opened and saying and (saying.opening or (saying is _FLOW and not text[index:].strip())):
        index = min(opened.index, len(text))
    line = text[index : index + 200].partition("\n")[0].strip()
    if saying is _KEYLESS and (colon := next((sign for sign in _WIDE if sign in line), "")):
        index += line.index(colon)
        return index, "a wide colon ends no key", f"'{colon}'", "a plain colon and a space, as in title: Name"
    if line:
        found = f"'{short(line)}'"
    else:
        found = "the end of the line" if text[index:].strip() else "the end of the file"
    if saying is None:
        return index, f"this cannot be read as YAML: {complaint}", found, "YAML"
    return index, saying.message, found, saying.expected


def _as_typed(error: yaml.YAMLError, text: str, complaint: str) -> tuple[int, str, str, str] | None:
    """What a person typed that a parser stumbles over later: tabs, odd blanks, curly quotes."""
    mark = getattr(error, "problem_mark", None)
    at = min(mark.index if mark else len(text), len(text))
    begins = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    # The fault is in the line where reading stopped, or in the last one with words before it.
    before = text[:begins].rstrip()
    earlier = max(before.rfind("\n"), before.rfind("\r")) + 1
    for start in (begins, earlier):
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        indent = len(line) - len(line.lstrip())
        for index, character in enumerate(line[:indent]):
            if character == "\t":
                return start + index, "a tab stands where the line is indented", "a tab", "spaces"
            if character not in " \r\n":
                code = f"{_BLANKS.get(character, 'an unusual blank')} (U+{ord(character):04X})"
                return start + index, "an unusual blank stands where the line is indented", code, "spaces"
    if "violates indentation" in complaint or (
        "cannot start any token" in complaint and text[at : at + 1] == "\t"
    ):
        return at, "a tab stands where the line is indented", "a tab", "spaces"
    return None


_BLANKS: Final = {"\u00a0": "a no-break space", "\u3000": "a wide blank", "\u202f": "a narrow no-break space"}
