"""A condition that cannot be used: where, what stands there, what should.

The lowest module of the language, so that reading, checking and evaluating report alike.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class ConditionError(ValueError):
    """A condition of a scenario does not say anything the program can evaluate.

    Args:
        message: one line for the author, without the place.
        position: 0-based column in the text of the condition; its length when the end came too early.
        found: what stands there, as written.
        expected: what could stand there instead; a nearest valid name first, where there is one.
    """

    def __init__(self, message: str, position: int, found: str, expected: str) -> None:
        super().__init__(message, position, found, expected)
        self.message = message
        self.position = position
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        """All of it in one line, columns counted from 1 as people do."""
        return f"column {self.position + 1}: {self.message} (found {self.found}; expected {self.expected})"


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid name a person most likely meant, or None when nothing is near."""
    return next(iter(near_to(word, valid, 1)), None)


def near_to(word: str, valid: Iterable[str], most: int) -> list[str]:
    """The valid names a person may have meant, nearest first.

    Args:
        word: what stands there, or was typed.
        valid: all names.
        most: how many are wanted at most.
    """
    names = {name.casefold(): name for name in sorted(valid, reverse=True)}
    return [names[found] for found in get_close_matches(word[:60].casefold(), names, n=most, cutoff=0.6)]


def choice(word: str, valid: Iterable[str]) -> str:
    """What was expected, in words: the nearest of the valid names, and the others while they are few."""
    names = sorted(valid)
    if not names:
        return "nothing: there are none here"
    near = nearest(word, names)
    others = [name for name in names if name != near]
    if near and (not others or len(others) > 8):
        return near
    listed = ", ".join(others[:20]) + (" …" if len(others) > 20 else "")
    return f"{near}, or else {listed}" if near else listed
