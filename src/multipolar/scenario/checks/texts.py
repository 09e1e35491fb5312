"""Texts: nothing in them that would command a terminal instead of being read in it."""

from collections.abc import Iterator
from typing import Any

from multipolar.documents.pieces import Finding, Path, Piece, short
from multipolar.scenario.known import Known
from multipolar.signs import MOST_MARKS, code_of, first_hidden, first_piled


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Signs that nobody can see, controls among them, or that cover others."""
    for path, text in _texts(scenario):
        if (at := first_hidden(text, "\n\t")) >= 0:
            message = f"a sign that cannot be seen in a text ({code_of(text[at])})"
            yield Finding(path, message, short(text[at]), "letters, digits, signs and line ends", at)
        if (at := first_piled(text)) >= 0:
            message = f"more than {MOST_MARKS} marks on one sign ({code_of(text[at])})"
            yield Finding(path, message, short(text), f"at most {MOST_MARKS}", at)


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
