"""Who is cited in scenarios and rules: how each is graded, where it is found, and what is no source."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Grade = Literal["document", "official", "research", "press", "other"]


class GradeOfSources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A grade of sources, best first in the file: its title, and what it means."""

    id: Grade
    title: str
    meaning: str


class Publisher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever published what is cited, or the document itself: the beginning of a citation.

    Attributes:
        name: as citations begin.
        grade: the grade of what is published there.
        at: the address at which it is found.
    """

    name: str
    grade: Grade
    at: str


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about sources in general.

    Attributes:
        collectors: encyclopaedias and sites that collect what others found; they are no sources.
    """

    grades: tuple[GradeOfSources, ...]
    collectors: tuple[str, ...]
    publishers: tuple[Publisher, ...]


@cache
def sources() -> Sources:
    """The grades, the publishers and what is no source; read once."""
    return msgspec.yaml.decode(files(__package__).joinpath("sources.yaml").read_bytes(), type=Sources)
