"""The words, numbers and signs of a condition, each with its place."""

import re
from typing import Final

from msgspec import Struct

_TOKEN = re.compile(r"[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]*|[0-9]+|>=|<=|==|!=|[^ \t\r\n])")

SLIPS: Final = {
    "=": "'=='",
    "≥": "'>='",
    "≤": "'<='",
    "≠": "'!='",
    "−": "'-'",
    "–": "'-'",
    "&": "'and'",
    "|": "'or'",
    "!": "'not' or '!='",
}
"""Signs that people write, and what the language has for them."""


class Token(Struct, frozen=True, gc=False):
    """A word, number or sign at its column; empty at the end of the text."""

    text: str
    position: int

    def __str__(self) -> str:
        return f"'{self.text[:40]}'" if self.text else "the end of the condition"


def tokens_of(text: str) -> list[Token]:
    """Every token in order; the last is empty and stands at the end of the text."""
    tokens = [Token(match[1], match.start(1)) for match in _TOKEN.finditer(text)]
    return [*tokens, Token("", len(text))]
