"""Texts: nothing in them that would command a terminal instead of being read in it."""

import re
from collections.abc import Iterator
from typing import Any

from multipolar.scenario.known import Known
from multipolar.scenario.pieces import Finding, Path, Piece, short

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Control characters, which only an escape in double quotes can have put there."""
    waiting: list[tuple[Any, Path]] = [(scenario.value, scenario.path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((held, (*path, key)) for key, held in value.items())
        elif isinstance(value, list):
            waiting.extend((held, (*path, index)) for index, held in enumerate(value))
        elif isinstance(value, str) and (wrong := _CONTROL.search(value)):
            message = "a control character in a text"
            yield Finding(path, message, short(wrong[0]), "letters, digits, signs and line ends")
