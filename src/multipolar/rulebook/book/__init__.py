"""The rulebook that prints itself: Markdown from the same declarations that the engine plays by.

`whole` gives the book, `at_length` one move or crisis. Numbers stand here only as they are read from the rule
set or the scenario, and state machines as their tables draw them; what is told in words beside them is what
the code of the chapter's module does.
"""

from multipolar.domain.rules.catalogue import Move
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.templates import CrisisTemplate
from multipolar.rulebook.book import crises, moves
from multipolar.rulebook.book.chapters import whole

__all__ = ["at_length", "whole"]


def at_length(found: Move | CrisisTemplate, rules: RuleSet) -> str:
    """One move or one kind of crisis on a page of its own."""
    return moves.at_length(found, rules) if isinstance(found, Move) else crises.at_length(found, rules)
