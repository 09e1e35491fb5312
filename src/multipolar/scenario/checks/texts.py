"""Texts: nothing in them that would command a terminal instead of being read in it."""

from collections.abc import Iterator
from typing import Any

from multipolar.scenario.known import Known
from multipolar.scenario.pieces import Finding, Path, Piece, short
from multipolar.signs import code_of, first_hidden


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Signs that nobody can see, controls among them."""
    waiting: list[tuple[Any, Path]] = [(scenario.value, scenario.path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((held, (*path, key)) for key, held in value.items())
        elif isinstance(value, list):
            waiting.extend((held, (*path, index)) for index, held in enumerate(value))
        elif isinstance(value, str) and (at := first_hidden(value, "\n\t")) >= 0:
            message = f"a sign that cannot be seen in a text ({code_of(value[at])})"
            yield Finding(path, message, short(value[at]), "letters, digits, signs and line ends", at)
