"""Objectives, red lines and conditions: readable, fair to know, worth about sixty (rulebook §9)."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, get_args

from multipolar.documents.pieces import Finding, Piece, one_of, short, twice, unknown
from multipolar.domain.english import counted
from multipolar.domain.model.events import KINDS
from multipolar.domain.rules.catalogue import AttributeKey, Category
from multipolar.domain.rules.conditions import Condition, ConditionError, flaws, out_of_reach, parse
from multipolar.domain.vocabulary import INDICES
from multipolar.scenario.known import Known

POINTS = (50, 70)
"""What the objectives of a ranked power may sum to: about 60 of the 100 of a national score."""
_INVENTED = "invented"


class _Reach(NamedTuple):
    """What a condition may name, by kind, and the rounds of the longest exercise; 0: no number is too far."""

    names: Mapping[str, Collection[str]]
    rounds: int


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about objectives and red lines, and the conditions of injects and questions."""
    return _all(scenario, known, max(preset.rounds for preset in known.rules.presets))


def references(scenario: Piece, known: Known) -> Iterator[Finding]:
    """As `check`, but for conditions that no exercise can decide: they can be played."""
    return _all(scenario, known, 0)


def _all(scenario: Piece, known: Known, rounds: int) -> Iterator[Finding]:
    reach = _Reach(_condition_names(known), rounds)
    for power in scenario.each("powers"):
        yield from _of_power(power, known, reach)
    for other in chain(scenario.each("injects"), scenario.each("discussion")):
        yield from _condition(other.at("condition"), None, known, reach)
    for goal in scenario.each("discussion"):
        yield from _evidence(goal.at("touched_by"), known)


def _evidence(piece: Piece, known: Known) -> Iterator[Finding]:
    """The moves and events that show an objective must be ones there are."""
    moves = [move.id for move in known.rules.moves]
    for key, there in (("moves", moves), ("events", KINDS)):
        for named in piece.each(key):
            yield from unknown(named, key.removesuffix("s"), there)


def _of_power(power: Piece, known: Known, reach: _Reach) -> Iterator[Finding]:
    owner = power.text("id")
    objectives = tuple(power.each("objectives"))
    lines = tuple(power.each("red_lines"))
    named = ((piece.at("id"), piece.text("id")) for piece in chain(objectives, lines))
    yield from twice(named, "the objective or red line")
    for objective in objectives:
        yield from _condition(objective.at("condition"), owner, known, reach, objective)
        yield from _condition(objective.at("partly"), owner, known, reach, objective)
        yield from _worth(objective)
        if objective.at("secret").value is True and power.at("invented").value is not True:
            yield from _says_invented(objective)
    for line in lines:
        yield from _condition(line.at("condition"), owner, known, reach)
    if power.at("minor").value is True:
        if objectives or lines:
            place = power.at("objectives" if objectives else "red_lines").path
            message = "a minor power has no objectives and is not ranked"
            yield Finding(
                place, message, f"{len(objectives) + len(lines)} of them", "none, or `minor: false`"
            )
    elif owner:
        yield from _sum(power, objectives)


def _worth(objective: Piece) -> Iterator[Finding]:
    points, part = objective.whole("points"), objective.whole("part_points")
    place = objective.at("part_points").path if objective.has("part_points") else objective.path
    if objective.has("partly") and not part:
        yield Finding(place, "a part that earns nothing", "no `part_points`", "`part_points` under `points`")
    if part and not objective.has("partly"):
        yield Finding(place, "`part_points` without `partly`", str(part), "the condition in `partly`")
    if points and part >= points and objective.has("partly"):
        message = "the part earns no less than the whole"
        yield Finding(place, message, str(part), f"less than {points}")


def _says_invented(objective: Piece) -> Iterator[Finding]:
    texts = f"{objective.text('title')} {objective.text('why')}".casefold()
    if _INVENTED not in texts:
        message = "a secret objective of a real power must say that it is invented for play"
        yield Finding(objective.at("why").path, message, short(objective.text("why")), "'Invented for play.'")


def _sum(power: Piece, objectives: tuple[Piece, ...]) -> Iterator[Finding]:
    total = sum(objective.whole("points") for objective in objectives)
    if not POINTS[0] <= total <= POINTS[1]:
        place = power.at("objectives").path if power.has("objectives") else power.at("id").path
        message = f"the objectives of {short(power.text('id'))} are worth {counted(total, 'point')} together"
        yield Finding(place, message, str(total), f"about 60 ({POINTS[0]} to {POINTS[1]})")


def _condition(
    piece: Piece,
    owner: str | None,
    known: Known,
    reach: _Reach,
    objective: Piece | None = None,
) -> Iterator[Finding]:
    if not isinstance(piece.value, str):
        return
    try:
        condition = parse(piece.value)
    except ConditionError as error:
        yield _told(piece, error)
        return
    for flaw in flaws(condition, owner, reach.names):
        yield _told(piece, flaw)
    if reach.rounds:
        for flaw in out_of_reach(condition, reach.rounds):
            yield _told(piece, flaw)
    yield from _threats(piece, condition, owner, known)
    if objective is not None:
        yield from _modules(piece, condition, objective, known)


def _told(piece: Piece, error: ConditionError) -> Finding:
    return Finding(piece.path, error.message, error.found, error.expected, error.position)


def _threats(piece: Piece, condition: Condition, owner: str | None, known: Known) -> Iterator[Finding]:
    """A kind and a theatre may both exist without there being that threat in that place."""
    for use in condition.uses:
        for target in use.reading.targets(owner or ""):
            key, _, rest = target.partition("(")
            kind, _, theatre = rest[:-1].partition(",")
            known_parts = kind in known.threat_kinds and theatre in known.theatres
            if key == "threat" and known_parts and f"{kind},{theatre}" not in known.threats:
                message = f"this scenario has no {kind} in {theatre}"
                yield Finding(piece.path, message, target, one_of(known.threats), use.position)


def _modules(piece: Piece, condition: Condition, objective: Piece, known: Known) -> Iterator[Finding]:
    """An objective about moves that a preset leaves out must be left out with them."""
    modules = {move.id: move.module for move in known.rules.moves}
    for name in condition.readings():
        module = modules.get(name.name, "core") if name.kind == "move" else "core"
        if module != "core" and module not in objective.texts("needs"):
            message = f"'{name.name}' is not played without the module '{module}'"
            yield Finding(piece.path, message, name.name, f"`needs: [{module}]` beside it", name.position)


def _condition_names(known: Known) -> dict[str, Collection[str]]:
    return {
        "power": known.powers,
        "attribute": get_args(AttributeKey),
        "threat": known.threat_kinds,
        "theatre": known.theatres,
        "agreement": known.agreements,
        "move": [move.id for move in known.rules.moves],
        "category": get_args(Category),
        "index": INDICES,
    }
