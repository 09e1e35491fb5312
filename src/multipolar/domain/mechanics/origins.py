"""Where a number's first value comes from, and what its value is called.

*Why* tells what moved a number; here stands what it was moved from: what the scenario says of a pair, a
power, a threat, with year and source, or the rule where the scenario is silent. Public throughout: no
world is read, only the rules and the scenario.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Final, cast

from multipolar.domain.addresses import split
from multipolar.domain.english import listed
from multipolar.domain.model.views import PastSeen
from multipolar.domain.rules.catalogue import AttributeKey, Precedent
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.scenario_model import Figure, PowerSetting, Relation, StandingAgreement
from multipolar.domain.vocabulary import ATTRIBUTES, RELATIONSHIPS

FIGURES: Final[Mapping[str, str]] = {
    "gdp": "gross domestic product",
    "milex": "military expenditure",
    "active": "soldiers under arms",
    "cinc": "index of national capability",
    "wgi_cc": "control of corruption",
    "wgi_va": "voice and accountability",
    "wgi_ge": "government effectiveness",
    "wgi_pv": "political stability",
    "cpi": "perceived corruption",
    "peacekeepers": "peacekeepers of the United Nations",
    "growth": "growth of the economy",
    "permanent_member": "permanent seat",
}
"""Figures a scenario may give, in words."""
SHOWN: Final = ("gdp", "milex", "active", "peacekeepers", "growth")
"""Those that say most about a power."""
_BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "economy": ("gdp",),
    "capability": ("milex", "cinc"),
    "technology": ("milex", "active"),
    "governance": ("wgi_cc", "wgi_va", "wgi_ge", "cpi"),
    "stability": ("wgi_pv", "wgi_ge"),
    "standing": ("gdp", "milex", "cinc", "peacekeepers", "permanent_member"),
    "autonomy": ("gdp", "milex", "active"),
    "growth": ("growth",),
}
"""Which figures each attribute is made of (rulebook §3)."""
_OF_A_PAIR: Final = frozenset({"trust", "tension", "interoperability", "relationship", "dependence"})


def figure_in_words(key: str, figure: Figure) -> str:
    """A figure with its year: ``peacekeepers of the United Nations: 5,429 (2021)``."""
    unit = "" if key == "peacekeepers" else f" {figure.unit}"
    amount = f"{figure.value:,.0f}" if figure.value.is_integer() else f"{figure.value:,.10g}"
    return f"{FIGURES.get(key, key)}: {amount}{unit} ({figure.year})"


def facts_of(power: PowerSetting) -> tuple[str, ...]:
    """The figures that say most about a power, each with its year."""
    return tuple(figure_in_words(key, power.figures[key]) for key in SHOWN if key in power.figures)


def seen_of(precedents: Iterable[Precedent]) -> tuple[PastSeen, ...]:
    """Real events as they are shown, earliest first."""
    found = (PastSeen(one.year, one.told, one.source) for one in precedents)
    return tuple(sorted(found, key=lambda past: past.year))


@lru_cache(maxsize=8)
def histories(rules: Rules) -> Mapping[tuple[str, str], tuple[PastSeen, ...]]:
    """What happened between each two powers before play, by pair (ids in order).

    What was agreed and is not in force in play is history as well.
    """
    found = {pair: list(seen_of(relation.precedents)) for pair, relation in rules.relations.items()}
    for agreement in rules.setting.agreements:
        if agreement.precedent_only:
            past = PastSeen(agreement.year, f"{agreement.title}.", agreement.source)
            for a, b in combinations(sorted(agreement.parties), 2):
                found.setdefault((a, b), []).append(past)
    return {pair: tuple(sorted(told, key=lambda past: past.year)) for pair, told in found.items()}


@lru_cache(maxsize=8)
def sources_of_agreements(rules: Rules) -> Mapping[str, StandingAgreement]:
    """Agreements that stood before play, by the ids under which they stand in it."""
    standing = (agreement for agreement in rules.setting.agreements if not agreement.precedent_only)
    return {f"A{index}": agreement for index, agreement in enumerate(standing, start=1)}


@lru_cache(maxsize=1024)
def precedents_of(
    rules: Rules, template: str, parties: tuple[str, ...], theatre: str
) -> tuple[PastSeen, ...]:
    """What in the world was like a crisis: between these two, there, or of its kind; the nearest only."""
    ranked: dict[int, list[Precedent]] = {0: list(rules.crises[template].precedents)}
    for crisis_text in rules.setting.crisis_texts:
        if crisis_text.template != template or not crisis_text.precedents:
            continue
        if crisis_text.between and set(crisis_text.between) <= set(parties):
            ranked.setdefault(3, []).extend(crisis_text.precedents)
        elif not crisis_text.between and crisis_text.theatre == theatre:
            ranked.setdefault(2, []).extend(crisis_text.precedents)
        elif not crisis_text.between and not crisis_text.theatre:
            ranked.setdefault(1, []).extend(crisis_text.precedents)
    return seen_of(ranked[max(ranked)])


def value_in_words(target: str, value: int) -> str:
    """A value as it is spoken of: relationships by their word, with its place from 0 to 6."""
    if target.startswith("relationship("):
        return f"{RELATIONSHIPS[value]} ({value} of {len(RELATIONSHIPS) - 1})"
    return str(value)


def origin_of(rules: Rules, target: str, start: int) -> tuple[str, ...]:
    """Where the first value of a number comes from, in lines; empty where there is nothing to say.

    Args:
        rules: with the scenario.
        target: the number's address.
        start: its first value.
    """
    key, names = split(target)
    if key in _OF_A_PAIR:
        return tuple(_of_a_pair(rules, key, names[0], names[1], start))
    if key in _BEHIND and names[0] in rules.powers:
        return tuple(_of_a_power(rules, key, rules.powers[names[0]]))
    if key == "threat":
        threat = rules.threats[names[0], names[1]]
        source = f" ({threat.source})" if threat.source else ""
        return (f"The scenario begins with {threat.level}: {threat.why}{source}",)
    if key in ("cohesion", "legitimacy"):
        return tuple(
            f"The scenario begins with {start}: {framework.name}"
            + (f", founded in {framework.year}" if framework.year else "")
            + f" ({framework.source})"
            for framework in rules.setting.frameworks
            if framework.id == names[0]
        )
    if key in ("capital", "resources"):
        return ("Every power begins with none; each round brings income, and what is done costs.",)
    return ()


def _of_a_pair(rules: Rules, key: str, a: str, b: str, start: int) -> Iterator[str]:
    relation = rules.relations.get((min(a, b), max(a, b)))
    word = relation.state if relation else rules.setting.relations_default
    pair = listed([rules.called(name) for name in (a, b)])
    if relation is None:
        yield f"The scenario says nothing of {pair}: they begin as {word}, as all such pairs do."
    if key == "relationship":
        if relation:
            yield f"The scenario begins {pair} as {word}."
    elif key == "dependence":
        if start:
            yield f"The scenario begins with {start}."
    else:
        yield _first_value(rules, relation, key, a, word, start)
    if relation:
        yield relation.why
    yield from (past.words for past in histories(rules).get((min(a, b), max(a, b)), ()))


def _first_value(rules: Rules, relation: Relation | None, key: str, a: str, word: str, start: int) -> str:
    """How a number of a pair came by its first value: set by the scenario, or by the word; then a roll."""
    declared = rules.base.relationship
    level = RELATIONSHIPS.index(word)
    said: int | None = None
    if relation and key == "trust" and relation.trust:
        said = relation.trust[0 if relation.between[0] == a else 1]
    elif relation and key == "tension":
        said = relation.tension
    elif relation and key == "interoperability":
        said = relation.interoperability
    usual = {
        "trust": declared.start_trust,
        "tension": declared.start_tension,
        "interoperability": declared.start_interoperability,
    }[key][level]
    base = usual if said is None else said
    by = f"pairs that are {word} begin with {base}" if said is None else f"the scenario says {base}"
    rolled = start - base
    way = "added" if rolled > 0 else "took"
    roll = f", and the roll of the opening {way} {abs(rolled)}" if rolled else ""
    return f"It began with {start}: {by}{roll}."


def _of_a_power(rules: Rules, key: str, power: PowerSetting) -> Iterator[str]:
    figures = [
        f"{figure_in_words(name, power.figures[name])}, {power.figures[name].source}"
        for name in _BEHIND[key]
        if name in power.figures
    ]
    if not figures:
        invented = "the power is invented" if power.invented else "no figures are given"
        yield f"The scenario says so; {invented}."
        return
    formula = "the formula of the rulebook (§3) makes it of figures that were published"
    yield f"It began as the scenario says; {formula}:"
    yield from (f"{line[:1].upper()}{line[1:]}" for line in figures)
    if key in ATTRIBUTES:
        attribute = cast("AttributeKey", key)
        yield from (
            f"{adjusted.by:+d}: {adjusted.reason}"
            for adjusted in power.adjustments
            if adjusted.attribute == attribute
        )
