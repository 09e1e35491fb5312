"""Injects: due once, to powers that exist, changing numbers that exist (rulebook §13)."""

from collections.abc import Iterator
from typing import get_args

from multipolar.documents.pieces import Finding, Piece, nearest, one_of, short, twice, unknown
from multipolar.domain.addresses import between, split
from multipolar.domain.english import listed
from multipolar.domain.rules.catalogue import AttributeKey
from multipolar.scenario.known import Known

_OF_ONE = dict.fromkeys((*get_args(AttributeKey), "capital", "resources"))
_TOWARD = dict.fromkeys(("trust", "dependence", "insight"))
_BETWEEN = dict.fromkeys(("tension", "interoperability"))
_OF_FRAMEWORK = dict.fromkeys(("cohesion", "legitimacy"))
ADDRESSES = {**_OF_ONE, **_TOWARD, **_BETWEEN, "threat": None, **_OF_FRAMEWORK}
"""The numbers an inject may change."""
DUE = ("round", "condition", "clock")
"""When an inject is due, where it is not by hand."""


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about injects but their conditions, which are checked with the objectives."""
    injects = tuple(scenario.each("injects"))
    yield from twice(((inject.at("id"), inject.text("id")) for inject in injects), "the inject")
    numbers = ((inject.at("number"), str(inject.whole("number") or "")) for inject in injects)
    yield from twice(numbers, "the number")
    goals = tuple(dict.fromkeys(goal.text("objective") for goal in scenario.each("discussion")))
    for inject in injects:
        yield from _due(inject)
        yield from _serves(inject, goals)
        for member in inject.each("addressees"):
            yield from unknown(member, "power", known.powers)
        yield from _crisis(inject, known)
        yield from _numbers(inject, known)
        options = tuple(inject.each("options"))
        yield from twice(((option.at("id"), option.text("id")) for option in options), "the option")
        for option in options:
            yield from _numbers(option, known)


def _due(inject: Piece) -> Iterator[Finding]:
    ways = [key for key in DUE if inject.has(key)]
    if inject.at("by_hand").value is True:
        ways.append("by_hand")
    if len(ways) > 1:
        message = "an inject is due in one way: in a round, on a condition, by the clock or by hand"
        expected = "one of " + ", ".join(f"`{way}`" for way in (*DUE, "by_hand"))
        yield Finding(inject.at(ways[1]).path, message, listed(ways), expected, key=True)
    if not ways:
        message = "an inject that is never due"
        expected = "`round` or `condition`, or for a facilitator `clock` or `by_hand`"
        yield Finding(inject.path, message, "none of them", expected)


def _serves(inject: Piece, goals: tuple[str, ...]) -> Iterator[Finding]:
    goal = inject.at("objective")
    if isinstance(goal.value, str) and goal.value not in goals:
        message = f"no learning objective reads '{short(goal.value)}'{nearest(goal.value, goals)}"
        yield Finding(goal.path, message, short(goal.value), f"{one_of(goals)} (under `discussion`)")


def _crisis(inject: Piece, known: Known) -> Iterator[Finding]:
    parties = inject.texts("parties")
    for member in inject.each("parties"):
        yield from unknown(member, "power", known.powers)
    if not inject.has("crisis"):
        if parties:
            place = inject.at("parties").path
            yield Finding(place, "parties without a crisis", one_of(parties), "`crisis`, or no `parties`")
        return
    yield from unknown(inject.at("crisis"), "crisis template", known.crises)
    template = known.crises.get(inject.text("crisis"))
    if template is None:
        return
    distinct = len(set(parties)) == len(parties)
    if template.kind == "confrontation":
        right, expected = distinct and len(parties) == 2, "two different powers"
    else:
        right, expected = distinct and bool(parties), "the powers affected, each once"
    if not right:
        place = inject.at("parties" if inject.has("parties") else "crisis").path
        message = f"'{template.id}' is a crisis of {expected}"
        yield Finding(place, message, ", ".join(map(short, parties[:8])) or "no parties", expected)


def _numbers(owner: Piece, known: Known) -> Iterator[Finding]:
    for change in owner.each("numbers"):
        target = change.at("target")
        if isinstance(target.value, str):
            yield from _address(target, target.value, known)


def _address(piece: Piece, text: str, known: Known) -> Iterator[Finding]:
    try:
        key, names = split(text)
    except ValueError:
        return  # its form is the schema's to say
    if key not in ADDRESSES:
        message = f"no number an inject may change is called '{short(key)}'{nearest(key, ADDRESSES)}"
        yield Finding(piece.path, message, short(text), one_of(ADDRESSES), 0)
        return
    kinds = _parts(key)
    if len(names) != len(kinds):
        expected = f"{key}({', '.join(kinds)})"
        yield Finding(piece.path, f"'{key}' is of {len(kinds)} name(s)", short(text), expected, len(key))
        return
    offset = len(key) + 1
    wrong = False
    for kind, name in zip(kinds, names, strict=True):
        for finding in unknown(Piece(name, piece.path), kind, _names(kind, known)):
            wrong = True
            yield Finding(finding.path, finding.message, finding.found, finding.expected, offset)
        offset += len(name) + 1
    if wrong:
        return
    if len(set(names)) < len(names):
        yield Finding(piece.path, "a number between a power and itself", text, "two different powers")
    elif key in _BETWEEN and text != between(key, *names):
        message = f"the address of this number has its powers in alphabetical order: {between(key, *names)}"
        yield Finding(piece.path, message, text, between(key, *names))
    elif key == "threat" and ",".join(names) not in known.threats:
        yield Finding(piece.path, "this scenario has no such threat", text, one_of(known.threats))


def _parts(key: str) -> tuple[str, ...]:
    if key == "threat":
        return ("threat", "theatre")
    if key in _OF_FRAMEWORK:
        return ("framework",)
    return ("power",) if key in _OF_ONE else ("power", "power")


def _names(kind: str, known: Known) -> dict[str, Piece] | dict[str, str]:
    if kind == "threat":
        return known.threat_kinds
    return {"power": known.powers, "theatre": known.theatres, "framework": known.frameworks}[kind]
