"""The glossary: words of the field in plain language, and where they stand in a text."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word.

    Attributes:
        id: what others refer to it by.
        term: as it stands in the glossary.
        meaning: in the world.
        here: in the exercise.
        section: of the rulebook.
        also: other forms in running text.
        see: ids of neighbouring words.
    """

    id: str
    term: str
    meaning: str
    here: str
    section: int
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The word in all its forms."""
        return (self.term, *self.also)


class Found(NamedTuple):
    """A term in a text, from character `start` up to `end`."""

    start: int
    end: int
    term: Term


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    terms: tuple[Term, ...]


@cache
def glossary() -> Mapping[str, Term]:
    """Every term by its id, in the order of the alphabet; read once."""
    text = files(__package__).joinpath("glossary.yaml").read_bytes()
    terms = msgspec.yaml.decode(text, type=_File).terms
    return {term.id: term for term in sorted(terms, key=lambda term: term.term)}


@cache
def _forms() -> tuple[re.Pattern[str], Mapping[str, Term]]:
    by_form = {form.lower(): term for term in glossary().values() for form in term.forms}
    longest_first = sorted(by_form, key=len, reverse=True)
    words = "|".join(re.escape(form) for form in longest_first)
    return re.compile(rf"(?<![\w-])({words})(?![\w-])", re.IGNORECASE), by_form


def terms_in(text: str) -> tuple[Found, ...]:
    """Where terms stand in a text, each at its first place only; headings in capitals are left out."""
    pattern, by_form = _forms()
    seen: set[str] = set()
    founds = []
    for match in pattern.finditer(text):
        term = by_form[match[0].lower()]
        if term.id not in seen and not match[0].isupper():
            seen.add(term.id)
            founds.append(Found(match.start(), match.end(), term))
    return tuple(founds)
