"""Small phrases shared by everything told line by line: money, chances, names in a row, terms.

Only words; every number comes from the view or the preview.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from multipolar.domain.model.commands import Terms
from multipolar.domain.model.views import NoticeSeen, Preview, View
from multipolar.domain.model.wording import money_in_words, promise_words
from multipolar.domain.vocabulary import RELATIONSHIPS

OUTCOMES = ("setback", "limited", "success", "breakthrough")
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


def named(view: View, powers: Sequence[str]) -> str:
    """Names in a row: ``India, France and Sri Lanka``."""
    names = [view.name(power) for power in powers]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def price(capital: int, resources: int) -> str:
    """A cost in words: ``1 capital and 2 resources``, or ``nothing``."""
    return money_in_words(capital, resources)


def money_line(view: View) -> str:
    """What the seat has: ``4 capital and 3 resources``."""
    capital = view.numbers.get(f"capital({view.seat})", 0)
    resources = view.numbers.get(f"resources({view.seat})", 0)
    return f"{capital} capital and {resources} resource{'s' if resources != 1 else ''}"


def counted(number: int, thing: str, plural: str) -> str:
    """So many things: ``1 crisis``, ``2 crises``; `thing` names one, `plural` any other number."""
    return f"{number} {thing if number == 1 else plural}"


def chances_line(preview: Preview) -> str:
    """Exact chances: ``setback 15, limited 15, success 5, breakthrough 1 of 36``."""
    parts = [f"{word} {chance}" for word, chance in zip(OUTCOMES, preview.chances, strict=False)]
    return f"{', '.join(parts)} of 36"


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


def terms_line(view: View, terms: Terms, initiator: str = "", partners: Sequence[str] = ()) -> str:
    """Terms in words, as far as they were chosen; empty when none was.

    Args:
        view: what the seat knows.
        terms: what was chosen.
        initiator: whose move it is, so that it is said who pays whom; the proposer when left out.
        partners: the others in it.
    """
    first = view.name(initiator) if initiator else "the proposer"
    others = view.name(partners[0]) if len(partners) == 1 else "each partner"
    parts = [terms.domain, view.place(terms.theatre)]
    if terms.safeguards:
        parts.append(f"{terms.safeguards} safeguards")
    if terms.size:
        parts.append(f"{terms.size} size")
    if terms.duration:
        parts.append(f"for {terms.duration} round{'s' if terms.duration > 1 else ''}")
    if terms.committed:
        parts.append("extra resources committed")
    if terms.share:
        giver, helped = (first, others) if terms.share > 0 else (others, first)
        parts.append(f"{giver} bears {money_in_words(0, abs(terms.share))} of what {helped} would pay")
    if terms.payment:
        giver, paid = (first, others) if terms.payment > 0 else (others, first)
        parts.append(f"{giver} pays {paid} {money_in_words(0, abs(terms.payment))}")
    if terms.agreement:
        parts.append(f"about {agreement_title(view, terms.agreement)}")
    if terms.framework:
        parts.append(framework_name(view, terms.framework))
    if terms.resolution:
        parts.append(terms.resolution)
    if terms.about:
        parts.append(f"about {view.name(terms.about)}")
    if terms.rule:
        parts.append(f"decides by {terms.rule.replace('_', ' ')}")
    parts += [promise_words(view, given) for given in terms.undertakings]
    return "; ".join(part for part in parts if part)


def agreement_title(view: View, key: str) -> str:
    """The title of an agreement, or its id."""
    return next((agreement.title for agreement in view.agreements if agreement.id == key), key)


def framework_name(view: View, key: str) -> str:
    """The name of a framework, or its id."""
    return next((framework.name for framework in view.frameworks if framework.id == key), key)


def relation_word(view: View, a: str, b: str) -> str:
    """The public relationship of a pair, in the rulebook's word."""
    return RELATIONS[view.relationship(a, b)]


def last_numbers(view: View) -> Mapping[str, int]:
    """The seat's numbers as the last round ended, to tell what moved since."""
    return view.past[-1] if view.past else view.opening
