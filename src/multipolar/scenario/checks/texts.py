"""Texts: nothing in them that would command a terminal instead of being read in it; sources that are some."""

import re
from collections.abc import Iterator
from typing import Any

from multipolar.documents.pieces import Finding, Path, Piece, short
from multipolar.scenario.known import Known
from multipolar.signs import MOST_MARKS, code_of, first_hidden, first_piled

_ENCYCLOPAEDIA = re.compile(r"wikipedia|encyclop(?:a|æ|ae)?edia|britannica|wikidata", re.IGNORECASE)


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Signs that nobody can see or that cover others; encyclopaedias given as sources."""
    for path, text in _texts(scenario):
        if (at := first_hidden(text, "\n\t")) >= 0:
            message = f"a sign that cannot be seen in a text ({code_of(text[at])})"
            yield Finding(path, message, short(text[at]), "letters, digits, signs and line ends", at)
        if (at := first_piled(text)) >= 0:
            message = f"more than {MOST_MARKS} marks on one sign ({code_of(text[at])})"
            yield Finding(path, message, short(text), f"at most {MOST_MARKS}", at)
        if path and path[-1] == "source" and (named := _ENCYCLOPAEDIA.search(text)):
            message = "an encyclopaedia is no source: it says what others found"
            expected = "whoever published it first, with the date"
            yield Finding(path, message, short(text), expected, named.start(), warning=True)


def _texts(scenario: Piece) -> Iterator[tuple[Path, str]]:
    """Every text, with its place."""
    waiting: list[tuple[Any, Path]] = [(scenario.value, scenario.path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((held, (*path, key)) for key, held in value.items())
        elif isinstance(value, list):
            waiting.extend((held, (*path, index)) for index, held in enumerate(value))
        elif isinstance(value, str):
            yield path, value
