"""Numbers and conditions in words: what an address means, what an objective wants (rulebook §9).

The language of conditions is in `conditions`; here each reading has its English. What a condition
compares in a way nobody would say stands as its author wrote it.
"""

from collections.abc import Callable
from functools import lru_cache

from multipolar.domain.addresses import split
from multipolar.domain.english import first, listed, lowered, possessive, with_article
from multipolar.domain.model.commands import Promise, Undertaking
from multipolar.domain.model.views import Explanation, View
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
from multipolar.signs import quoted

_MOST, _LEAST = "<=", ">="
_SAID = {"<=": "at most", ">=": "at least", "==": "exactly", "!=": "not"}


@lru_cache(maxsize=8192)
def title_of(rules: Rules, target: str) -> str:
    """A number's address in words: ``India's trust in China``."""
    return title_from(target, rules.called, rules.place)


_TITLES = {
    "trust": "{whose} trust in {other}",
    "dependence": "{whose} dependence on {other}",
    "insight": "{whose} insight on {other}",
    "grievance": "{whose} grievance with {other}",
    "tension": "tension of {name} and {other}",
    "interoperability": "interoperability of {name} and {other}",
    "relationship": "relationship of {name} and {other}",
    "threat": "{part} in {place}",
    "relief": "relief under way against {part} in {place}",
    "momentum": "wave of {part} in {place}",
    "index": "index of {part}",
    "architecture": "architecture score",
    "severity": "severity of crisis {part}",
    "national": "{whose} national score",
    "final": "{whose} final score",
    "growth": "{whose} growth a round",
    "remainder": "{whose} growth not yet counted",
    "honoured": "pacts honoured by {name}",
    "kept": "promises kept by {name}",
    "breaches": "breaches by {name}",
}
"""Each kind of number in words; attributes and money are ``India's economy``."""


def title_from(target: str, called: Callable[[str], str], place: Callable[[str], str]) -> str:
    """The same, for whoever knows what powers and theatres are called within a sentence."""
    key, parts = split(target)
    name = called(parts[0])
    return _TITLES.get(key, "{whose} {key}").format(
        key=key,
        name=name,
        whose=possessive(name),
        other=called(parts[-1]),
        part=parts[0].replace("_", " "),
        place=place(parts[-1]),
    )


def promise_in_words(given: Undertaking, by: str, what: str, whom: str) -> str:
    """A promise in a sentence: ``India promises China: hotline by round 4``.

    Args:
        given: the promise.
        by: the name of the power that gives it.
        what: the title of the move; empty for a category of moves, or where it is not known.
        whom: the name of the other power.
    """
    is_act = given.kind == "act"
    title = lowered(what) or given.move.replace("_", " ")
    until = "by" if is_act else "until"
    return f"{first(by)} promises {whom}: {'' if is_act else 'no '}{title} {until} round {given.until}"


def telling_whom(promised: str, whom: str, public: bool) -> str:
    """A promise given in words, with who hears of it: ``India promises …; China alone is told``.

    Args:
        promised: the promise in a sentence.
        whom: the name of the other power.
        public: whether it is given before everybody.
    """
    return f"{promised}; {'everybody' if public else f'{whom} alone'} is told"


def promise_words(view: View, given: Undertaking) -> str:
    """A promise in a sentence, as a seat is told of it."""
    title = next((offer.title for offer in view.offers if offer.move == given.move), "")
    return promise_in_words(given, view.called(given.by), title, view.called(given.toward))


BINDS = "it binds you and cannot be taken back; what you do is judged by it"
"""What stands beside a promise before it is made."""


def promise_given(view: View, promise: Promise) -> str:
    """A promise in a sentence, with who is told of it."""
    given = promise.undertaking
    return telling_whom(promise_words(view, given), view.called(given.toward), promise.public)


def averted_in_words(text: str) -> str:
    """What a crisis would have been that did not break out: its text tells it as if it had."""
    return f"It did not come to this: {quoted(text)}"


def why_in_short(explanation: Explanation) -> str:
    """The answer to why in a sentence: what the number is, and what it was."""
    now, then = explanation.said or str(explanation.value), explanation.said_first or str(explanation.start)
    return f"{explanation.title} is {now}; it was {then} at the start"


def why_beside(explanation: Explanation) -> list[str]:
    """What stands beside the steps: where the first value comes from, and what would move it."""
    lines = [] if explanation.steps else ["nothing has moved it so far"]
    for heading, told in (
        ("where it began", explanation.origin),
        ("what would move it", explanation.outlook),
    ):
        if told:
            lines += [f"{heading}:", *(f"  {line}" for line in told)]
    return lines


def money_in_words(capital: int, resources: int) -> str:
    """Money in words: ``1 capital and 2 resources``; what is nought is left out."""
    parts = [f"{capital} capital"] if capital else []
    if resources:
        parts.append(f"{resources} resource{'s' if resources != 1 else ''}")
    return " and ".join(parts) or "nothing"


@lru_cache(maxsize=2048)
def resolution_in_words(rules: Rules, kind: str, about: str = "", domain: str = "", rule: str = "") -> str:
    """What a resolution of a framework would do, in words (§10)."""
    return {
        "mandate": f"mandate for {domain} operations",
        "admit": f"admission of {rules.called(about)}",
        "code": "code of conduct among the members",
        "condemn": f"condemnation of {rules.called(about)}",
        "rule": f"decision by {rule.replace('_', ' ')}",
    }[kind]


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
    kind = "" if kinds == [f"of {ANY}"] else f" {' or '.join(kinds)}"
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
