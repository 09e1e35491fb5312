"""Small phrases shared by everything told line by line: chances, what a number moved by, the answer itself.

Only words; every number comes from the view or the preview.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from multipolar.domain.model.views import NoticeSeen, Preview, View
from multipolar.domain.model.wording import chances_in_words, money_held
from multipolar.domain.vocabulary import RELATIONSHIPS

RELATIONS = RELATIONSHIPS


class Answer(Struct, frozen=True):
    """What a question is answered with.

    Attributes:
        message: the answer in one line, for the receipt.
        lines: the rest, for reading.
        data: the same as plain data, for programs.
    """

    message: str
    lines: tuple[str, ...] = ()
    data: Mapping[str, Any] = {}


def plain_data(value: object) -> Any:
    """Records as plain data for JSON."""
    return msgspec.to_builtins(value)


def money_line(view: View) -> str:
    """What the seat has: ``4 capital and 3 resources``."""
    capital = view.numbers.get(f"capital({view.seat})", 0)
    resources = view.numbers.get(f"resources({view.seat})", 0)
    return money_held(capital, resources)


def chances_line(preview: Preview) -> str:
    """Exact chances: ``setback 15, limited 15, success 5, breakthrough 1 of 36``."""
    return chances_in_words(preview.chances)


def brings_line(notice: NoticeSeen, option: str) -> str:
    """What an answer to a cable moves, as far as the seat may know: ``India's capital -1``."""
    moved = [f"{change.reason} {change.amount:+d}" for change in notice.brought_by(option)]
    return ", ".join(moved) or "moves nothing that you can know"


def number_line(numbers: Mapping[str, int], was: Mapping[str, int], target: str) -> str:
    """A number, and how far it moved since another time: ``52 (+3)``; ``?`` where it is not known."""
    if target not in numbers:
        return "?"
    moved = numbers[target] - was.get(target, numbers[target])
    return f"{numbers[target]} ({moved:+d})" if moved else f"{numbers[target]}"


def relation_word(view: View, a: str, b: str) -> str:
    """The public relationship of a pair, in the rulebook's word."""
    return RELATIONS[view.relationship(a, b)]


def last_numbers(view: View) -> Mapping[str, int]:
    """The seat's numbers as the last round ended, to tell what moved since."""
    return view.past[-1] if view.past else view.opening
