"""The rulebook that prints itself: Markdown from the same declarations that the engine plays by.

`whole` gives the book, `moves.at_length` one move. Numbers stand here only as they are read from the rule
set or the scenario, and state machines as their tables draw them; what is told in words beside them is what
the code of the chapter's module does.
"""

from multipolar.rulebook.book.chapters import whole
from multipolar.rulebook.book.moves import at_length

__all__ = ["at_length", "whole"]
