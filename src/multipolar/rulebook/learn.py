"""Pages for newcomers, read on the screen *Learn*."""

from functools import cache
from importlib.resources import files

import msgspec


class LearnPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page: a title, and paragraphs with a blank line between them."""

    id: str
    title: str
    text: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pages: tuple[LearnPage, ...]


@cache
def pages_to_learn() -> tuple[LearnPage, ...]:
    """All pages, in the order in which they are best read; read once."""
    return msgspec.yaml.decode(files(__package__).joinpath("learn.yaml").read_bytes(), type=_File).pages
