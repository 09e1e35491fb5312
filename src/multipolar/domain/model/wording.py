"""What every front end says of the same things in the same words: numbers, money, names, promises, terms.

Screens, the plain interface, the page, the rulebook and reports take their words from here; English
itself (counts, rows of names, possessives) is in `english`, conditions are in `condition_words`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import assert_never

from multipolar.domain.addresses import split
from multipolar.domain.english import by_count, counted, first, listed, lowered, possessive, within
from multipolar.domain.model.commands import Counter, Order, Promise, Propose, Terms, Undertaking
from multipolar.domain.model.views import Explanation, InitiativeSeen, ResultSeen, View
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import EVERYONE, OUTCOMES
from multipolar.signs import quoted


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
    parts = [_capital(capital)] if capital else []
    if resources:
        parts.append(_resources(resources))
    return listed(parts) or "nothing"


def money_held(capital: int, resources: int) -> str:
    """What somebody has or would have left, both always named: ``4 capital and 0 resources``."""
    return listed([_capital(capital), _resources(resources)])


def _capital(amount: int) -> str:
    return counted(amount, "capital", "capital")


def _resources(amount: int) -> str:
    return counted(amount, "resource")


def points_in_words(points: int) -> str:
    """What an objective brings or a red line costs: ``+1 point``, ``-10 points``."""
    return f"{points:+d} {by_count(points, 'point')}"


def names_in_words(view: View, powers: Sequence[str], last: str = "and") -> str:
    """Names in a row, as they stand within a sentence: ``India, France and the Maldives``."""
    return listed([view.called(power) for power in powers], last)


DECIDES_BY = {
    "consensus": "consensus",
    "two_thirds": "two thirds",
    "majority": "majority",
    "lead_nation": "lead nation",
}
"""How a framework decides, in words."""


def terms_in_words(
    view: View, terms: Terms, initiator: str, partners: Sequence[str] = (), *, promises: bool = True
) -> str:
    """Terms in words, as far as they were chosen; empty when none was.

    Args:
        view: what the seat knows.
        terms: what was chosen.
        initiator: whose move it is, so that it is said who pays whom.
        partners: the others in it.
        promises: whether each promise is told in full; otherwise they are counted.
    """
    parts = [terms.domain, within(view.place(terms.theatre))]
    if terms.safeguards:
        parts.append(f"{terms.safeguards} safeguards")
    if terms.size:
        parts.append(f"{terms.size} size")
    if terms.duration:
        parts.append(f"for {counted(terms.duration, 'round')}")
    if terms.committed:
        parts.append("extra resources committed")
    parts += _shared(view, terms, initiator, partners)
    if terms.agreement:
        parts.append(f"about {agreement_title(view, terms.agreement)}")
    if terms.framework:
        parts.append(framework_name(view, terms.framework))
    if terms.resolution:
        parts.append(terms.resolution)
    if terms.about:
        parts.append(f"about {view.called(terms.about)}")
    if terms.rule:
        parts.append(f"decides by {DECIDES_BY[terms.rule]}")
    if promises:
        parts += [promise_words(view, given) for given in terms.undertakings]
    elif terms.undertakings:
        parts.append(counted(len(terms.undertakings), "promise"))
    return "; ".join(part for part in parts if part)


def _shared(view: View, terms: Terms, initiator: str, partners: Sequence[str]) -> Iterator[str]:
    """Who bears what of whose cost, and who pays whom."""
    sides = view.called(initiator), view.called(partners[0]) if len(partners) == 1 else "each partner"
    if terms.share:
        giver, helped = sides if terms.share > 0 else sides[::-1]
        yield f"{giver} bears {money_in_words(0, abs(terms.share))} of what {helped} would pay"
    if terms.payment:
        giver, paid = sides if terms.payment > 0 else sides[::-1]
        yield f"{giver} pays {paid} {money_in_words(0, abs(terms.payment))}"


def initiative_terms(view: View, initiative: InitiativeSeen) -> str:
    """The terms on the table in words; its promises, which stand beneath them, are counted."""
    return terms_in_words(view, initiative.terms, initiative.initiator, initiative.partners, promises=False)


def terms_drafted(view: View, draft: Propose | Order | Counter, *, promises: bool = True) -> str:
    """The terms of a command of the seat in words; a counter-offer keeps the sides of what it answers."""
    match draft:
        case Propose():
            sides: tuple[str, ...] = (view.seat, *draft.partners)
        case Order():
            sides = (view.seat, *draft.targets)
        case Counter():
            known = next((each for each in view.initiatives if each.id == draft.initiative), None)
            sides = (known.initiator, *known.partners) if known else (view.seat,)
        case _:
            assert_never(draft)
    return terms_in_words(view, draft.terms, sides[0], sides[1:], promises=promises)


def agreement_title(view: View, key: str) -> str:
    """The title of an agreement, or its id."""
    return next((agreement.title for agreement in view.agreements if agreement.id == key), key)


def framework_name(view: View, key: str) -> str:
    """The name of a framework, or its id."""
    return next((framework.name for framework in view.frameworks if framework.id == key), key)


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


# --- Rolls ---


def chances_in_words(chances: Sequence[int]) -> str:
    """Exact chances: ``setback 15, limited 15, success 5, breakthrough 1 of 36``."""
    ways = ", ".join(f"{word} {way}" for word, way in zip(OUTCOMES, chances, strict=False))
    return f"{ways} of 36"


def roll_in_words(result: ResultSeen) -> str:
    """How a result was rolled: ``rolled 2 + 3, then 4 + 4, modifiers +1 -> 9``."""
    rolls = ", then ".join(" + ".join(map(str, roll)) for roll in result.rolls)
    return f"rolled {rolls}, modifiers {result.added:+d} -> {result.total}"


def told_in_words(view: View, powers: Sequence[str]) -> str:
    """Who is told of something: everyone, or names in a row."""
    return "everyone" if powers == EVERYONE else names_in_words(view, powers)
