"""Conditions in words: what an objective or a red line wants (rulebook §9).

The language of conditions is in `conditions`; here each reading has its English. What a condition
compares in a way nobody would say stands as its author wrote it.
"""

from functools import lru_cache

from multipolar.domain.english import listed, lowered, possessive, with_article
from multipolar.domain.model.wording import title_of
from multipolar.domain.rules.conditions.clauses import (
    INCLUSIVE,
    MIRRORED,
    OPPOSITE,
    Clause,
    Comparison,
    Constant,
    Joined,
    Negation,
    Quantity,
    Start,
    Sum,
    Truth,
    is_constant,
    printed,
    terms_of,
)
from multipolar.domain.rules.conditions.readings import (
    ANY,
    Agreements,
    Crises,
    Initiatives,
    Lead,
    MeanRelation,
    Number,
    Promises,
    Round,
    address,
    named,
)
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import RELATIONSHIPS

_MOST, _LEAST = "<=", ">="
_SAID = {"<=": "at most", ">=": "at least", "==": "exactly", "!=": "not"}


@lru_cache(maxsize=2048)
def in_words(rules: Rules, condition: str, owner: str) -> str:
    """What a condition wants, in words: ``India and Sri Lanka are partner or better``.

    Args:
        rules: whose scenario names powers and theatres.
        condition: a condition of the scenario, as its author wrote it.
        owner: the power it belongs to.
    """
    return _clause(rules, rules.conditions[condition].clause, owner)


@lru_cache(maxsize=2048)
def parts_in_words(rules: Rules, condition: str, owner: str) -> tuple[str, ...]:
    """The same, part by part, in the order of `Condition.parts`."""
    clause = rules.conditions[condition].clause
    if isinstance(clause, Joined):
        return tuple(_clause(rules, part, owner) for part in clause.clauses)
    return (_clause(rules, clause, owner),)


def _clause(rules: Rules, clause: Clause, owner: str) -> str:
    match clause:
        case Truth():
            return "always" if clause.always else "never"
        case Joined():
            return f", {clause.by} ".join(_inside(rules, part, owner) for part in clause.clauses)
        case Negation(of=Comparison(left=left, sign=sign, right=right)):
            return _comparison(rules, Comparison(left, OPPOSITE[sign], right), owner)
        case Negation():
            return f"not ({_clause(rules, clause.of, owner)})"
        case Comparison():
            return _comparison(rules, clause, owner)


def _inside(rules: Rules, clause: Clause, owner: str) -> str:
    words = _clause(rules, clause, owner)
    return f"({words})" if isinstance(clause, Joined) else words


def _comparison(rules: Rules, clause: Comparison, owner: str) -> str:
    left, sign, right = clause.left, clause.sign, clause.right
    if is_constant(left) and not is_constant(right):
        left, sign, right = right, MIRRORED[sign], left
    if not isinstance(right, Constant):
        return f"{_quantity(rules, left, owner)} {sign} {_quantity(rules, right, owner)}"
    sign, shift = INCLUSIVE.get(sign, (sign, 0))
    wanted = right.amount + shift
    match left:
        case Number(key="relationship", names=(a, b)):
            pair = f"{rules.called(named(a, owner))} and {rules.called(named(b, owner))}"
            return f"{pair} are {_relationship(sign, wanted)}"
        case Lead():
            return _lead(rules, left, sign, wanted, owner)
        case Sum(terms=((1, Number() as now), (-1, Start(of=then)))) if now == then and sign in (
            _MOST,
            _LEAST,
        ):
            return _course(_number(rules, now, owner), sign, wanted)
        case Number():
            return f"{_number(rules, left, owner)} is {_said(sign, wanted)}"
        case MeanRelation():
            whom = listed([rules.called(named(name, owner)) for name in left.names])
            mean = f"{_SAID[sign]} {wanted // 10}.{wanted % 10}"
            return f"relations with {whom} average {mean} (correct is 3, cooperative 4, partner 5)"
        case Round():
            return f"it is round {_said(sign, wanted)}"
        case Agreements() | Crises() | Promises():
            return _counted(rules, left, sign, wanted, owner)
        case _ if alike := _alike(left):
            return _initiatives(rules, alike, sign, wanted, owner)
        case _:
            return f"{_quantity(rules, left, owner)} is {_said(sign, wanted)}"


def _alike(quantity: Quantity) -> list[Initiatives]:
    """The counts of initiatives of one power that are added up; empty when it is anything else."""
    terms = terms_of(quantity)
    counts = [term for way, term in terms if way > 0 and isinstance(term, Initiatives)]
    is_one = len(counts) == len(terms) and len({(count.of, count.outcome) for count in counts}) == 1
    return counts if is_one else []


def _relationship(sign: str, level: int) -> str:
    word = RELATIONSHIPS[level] if 0 <= level < len(RELATIONSHIPS) else str(level)
    return {"<=": f"{word} or worse", ">=": f"{word} or better", "==": word, "!=": f"not {word}"}[sign]


def _said(sign: str, amount: int) -> str:
    return {"<=": f"{amount} or less", ">=": f"{amount} or more"}.get(sign, f"{_SAID[sign]} {amount}")


def _lead(rules: Rules, lead: Lead, sign: str, wanted: int, owner: str) -> str:
    mine = f"{possessive(rules.called(named(lead.first, owner)))} {lead.key}"
    theirs = possessive(rules.called(named(lead.second, owner)))
    where = "above" if wanted > 0 else "below"
    if sign == _LEAST:
        if wanted == 0:
            return f"{mine} is no lower than {theirs}"
        return f"{mine} is {'at least' if wanted > 0 else 'at most'} {abs(wanted)} {where} {theirs}"
    if sign == _MOST:
        if wanted == 0:
            return f"{mine} is no higher than {theirs}"
        return f"{mine} is {'at most' if wanted > 0 else 'at least'} {abs(wanted)} {where} {theirs}"
    return f"{mine} is {_SAID[sign]} {abs(wanted)} {where} {theirs}"


def _course(what: str, sign: str, wanted: int) -> str:
    if sign == _LEAST:
        return (
            f"{what} rises by {wanted} or more" if wanted > 0 else f"{what} falls by no more than {-wanted}"
        )
    return f"{what} falls by {-wanted} or more" if wanted < 0 else f"{what} rises by no more than {wanted}"


def _counted(
    rules: Rules, counted: Agreements | Crises | Promises, sign: str, wanted: int, owner: str
) -> str:
    match counted:
        case Agreements():
            other = "" if counted.with_ == ANY else f" with {rules.called(named(counted.with_, owner))}"
            whose = "" if counted.of == ANY else f" of {rules.called(named(counted.of, owner))}"
            is_one = sign == _LEAST and wanted == 1
            kinds = _agreements(rules, counted.kind, sign, wanted)
            return f"{kinds}{whose}{other} {'is' if is_one else 'are'} in force"
        case Crises():
            whose = "" if counted.party == ANY else f" with {rules.called(named(counted.party, owner))}"
            stage = "became acute" if counted.stage == "acute" else f"reached {counted.stage}"
            return f"{_many(sign, wanted, 'a crisis', 'crises')}{whose} that {stage}"
        case Promises():
            who = rules.called(named(counted.of, owner))
            return f"{who} has {counted.state} {_many(sign, wanted, 'a promise', 'promises')}"


_GROUPS = {
    "confidence": "confidence-building measure", "sharing": "arrangement to share", "pact": "pact",
    "cooperation": "arrangement to work together", "technology": "technology agreement",
}  # fmt: skip
"""Groups of agreements as they are counted."""


def _agreements(rules: Rules, kind: str, sign: str, wanted: int) -> str:
    agreement_type = rules.agreements.get(kind)
    if agreement_type is None:
        word = _GROUPS.get(kind, "agreement")
        return _many(sign, wanted, with_article(word), _plural(word))
    title = lowered(agreement_type.title)
    single = title if title.endswith(("agreement", "pact", "hotline")) else f"{title} agreement"
    return _many(sign, wanted, with_article(single), f"{single}s")


def _plural(word: str) -> str:
    first, *rest = word.split(" to ", 1)
    return " to ".join((f"{first}s", *rest))


def _many(sign: str, wanted: int, one: str, several: str) -> str:
    if sign == _LEAST:
        return one if wanted == 1 else f"{wanted} or more {several}"
    if sign == _MOST:
        return f"no {several}" if wanted == 0 else f"{wanted} or fewer {several}"
    return f"{_SAID[sign]} {wanted} {several}"


def _initiatives(rules: Rules, counted: list[Initiatives], sign: str, wanted: int, owner: str) -> str:
    kinds = []
    for initiatives in counted:
        move = rules.moves.get(initiatives.move)
        kinds.append(f"of {lowered(move.title) if move else initiatives.category}")
    kind = "" if kinds == [f"of {ANY}"] else f" {listed(kinds, 'or')}"
    who = named(counted[0].of, owner)
    whose = "somebody" if who == ANY else rules.called(who)
    how = " with success" if counted[0].outcome == "success" else ""
    return f"{whose} has completed {_many(sign, wanted, 'an initiative', 'initiatives')}{kind}{how}"


def _quantity(rules: Rules, quantity: Quantity, owner: str) -> str:
    match quantity:
        case Number():
            return _number(rules, quantity, owner)
        case _:
            return printed(quantity)


def _number(rules: Rules, number: Number, owner: str) -> str:
    return title_of(rules, address(number.key, number.names, number.unordered, owner))
