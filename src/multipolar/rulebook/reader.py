"""Reads the rule set that ships with the program, and checks that its parts fit together.

The files are the program's own, so they are read plainly; files that people write go through
`multipolar.scenario`, which reports places. What a name in the rules refers to must exist: a modifier
for a move that is not there would be a silent rule.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from multipolar.domain.rules.catalogue import FormsAgreement, Modifier, Move, NeedsAgreement, TestsCrisis
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.templates import AlarmTrigger, DeploymentTrigger, ExposureTrigger, ThreatTrigger

FILES = (
    "numbers.yaml",
    "moves/dialogue.yaml",
    "moves/confidence.yaml",
    "moves/drills.yaml",
    "moves/cooperation.yaml",
    "moves/technology.yaml",
    "moves/agreements.yaml",
    "moves/operations.yaml",
    "moves/frameworks.yaml",
    "moves/coercion.yaml",
    "moves/domestic.yaml",
    "agreements.yaml",
    "modifiers.yaml",
    "crises.yaml",
    "doctrines.yaml",
    "presets.yaml",
)
"""The files of the rule set in the order of the rulebook, which is the order moves are listed in."""


class RuleSetInvalid(ValueError):
    """The rule set contradicts its vocabulary or itself.

    Args:
        problems: one line each.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("the rule set is not valid: " + "; ".join(problems))
        self.problems = problems


@cache
def load_rules() -> RuleSet:
    """The default rule set (rulebook §3 to §15), read once.

    Raises:
        RuleSetInvalid: when a file was changed so that it no longer fits.
    """
    try:
        # Through JSON, so that lists become tuples while everything else stays strict.
        rules = RuleSet.model_validate_json(json.dumps(_gather()))
    except ValidationError as error:
        raise RuleSetInvalid(
            tuple(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        ) from None
    problems = cross_check(rules)
    if problems:
        raise RuleSetInvalid(problems)
    return rules


def _gather() -> dict[str, Any]:
    """One mapping from all files; a list that stands in several files is joined in their order."""
    folder = files(__package__)
    whole: dict[str, Any] = {}
    for name in FILES:
        part: dict[str, Any] = _parse(folder.joinpath(name).read_text(encoding="utf-8"))
        for key, value in part.items():
            if key not in whole:
                whole[key] = value
            elif isinstance(value, list):
                whole[key] = whole[key] + value
            else:
                raise RuleSetInvalid((f"{key}: stands in two files",))
    return whole


def _parse(text: str) -> Any:
    """The data of one file, by the C parser where PyYAML was built with it (ten times as fast)."""
    return yaml.load(text, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)


def cross_check(rules: RuleSet) -> tuple[str, ...]:
    """What in a rule set refers to something that is not there, or is there twice; one line each."""
    return (
        *_repeated(rules),
        *_of_moves(rules),
        *_of_terms(rules),
        *_of_modifiers(rules),
        *_of_the_rest(rules),
    )


def _repeated(rules: RuleSet) -> Iterable[str]:
    families: dict[str, Iterable[str]] = {
        "moves": (move.id for move in rules.moves),
        "agreements": (agreement.id for agreement in rules.agreements),
        "modifiers": (modifier.id for modifier in _all_modifiers(rules)),
        "crises": (template.id for template in rules.crises),
        "doctrines": (doctrine.id for doctrine in rules.doctrines),
        "presets": (preset.id for preset in rules.presets),
    }
    for family, names in families.items():
        yield from (f"{family}: '{name}' stands twice" for name, n in Counter(names).items() if n > 1)


def _all_modifiers(rules: RuleSet) -> tuple[Modifier, ...]:
    return (*rules.modifiers, *rules.calm, *rules.relief, *rules.holds)


def _of_moves(rules: RuleSet) -> Iterable[str]:
    agreements = {agreement.id for agreement in rules.agreements}
    crises = {template.id for template in rules.crises}
    for move in rules.moves:
        if move.partners[0] > move.partners[1]:
            yield f"moves: '{move.id}' has fewest partners above most"
        if move.form == "joint" and move.partners[0] < 1:
            yield f"moves: '{move.id}' is joint and needs at least one partner"
        if move.threat is not None and move.threat not in rules.threats.harms:
            yield f"moves: '{move.id}' lowers the unknown threat '{move.threat}'"
        if move.leak is not None and not (move.safeguards and move.forms):
            yield f"moves: '{move.id}' can leak but has no safeguards or forms no agreement"
        for name in _agreements_named(move):
            if name not in agreements:
                yield f"moves: '{move.id}' names the unknown agreement '{name}'"
        for effect in move.effects:
            if isinstance(effect, TestsCrisis):
                for name in effect.templates:
                    if name not in crises:
                        yield f"moves: '{move.id}' names the unknown crisis '{name}'"


def _of_terms(rules: RuleSet) -> Iterable[str]:
    """What a move leaves open, and on whom it waits, must be possible for it."""
    for move in rules.moves:
        if move.acceptances is not None and (move.form != "joint" or move.acceptances > move.partners[1]):
            yield f"moves: '{move.id}' waits for acceptances that it cannot get"
        if move.durations is not None and (not move.forms or move.durations[0] > move.durations[1]):
            yield f"moves: '{move.id}' has a duration but forms no agreement, or fewest rounds above most"
        if move.exposed_in_36 is not None and move.visibility != "covert":
            yield f"moves: '{move.id}' may come to light but is not covert"
        for size in move.sizes:
            if size not in rules.sizes:
                yield f"moves: '{move.id}' offers the unknown size '{size}'"


def _agreements_named(move: Move) -> Iterable[str]:
    for requirement in move.requirements:
        if isinstance(requirement, NeedsAgreement) and requirement.type != "any":
            yield requirement.type
    for effect in move.effects:
        if isinstance(effect, FormsAgreement):
            yield effect.type


def _of_modifiers(rules: RuleSet) -> Iterable[str]:
    moves = {move.id for move in rules.moves}
    for modifier in _all_modifiers(rules):
        for name in (*modifier.moves, *modifier.but):
            if name not in moves:
                yield f"modifiers: '{modifier.id}' names the unknown move '{name}'"
    for modifier in rules.modifiers:
        if not any(modifier.applies_to(move) for move in rules.moves):
            yield f"modifiers: '{modifier.id}' applies to no move"


def _of_the_rest(rules: RuleSet) -> Iterable[str]:
    agreements = {agreement.id for agreement in rules.agreements}
    if rules.frameworks is not None and rules.frameworks.code not in agreements:
        yield f"frameworks: names the unknown agreement '{rules.frameworks.code}'"
    for name in (*rules.relationship.partner_needs, *rules.relationship.allied_needs):
        if name not in agreements:
            yield f"relationship: needs the unknown agreement '{name}'"
    yield from _of_crises(rules)
    for preset in rules.presets:
        if "core" not in preset.modules:
            yield f"presets: '{preset.id}' leaves out the module 'core'"


def _of_crises(rules: RuleSet) -> Iterable[str]:
    moves = {move.id: move for move in rules.moves}
    for template in rules.crises:
        if template.overthrows and template.kind != "emergency":
            yield f"crises: '{template.id}' may overthrow a government but is no emergency"
        for trigger in template.triggers:
            if isinstance(trigger, ThreatTrigger) and trigger.threat not in rules.threats.harms:
                yield f"crises: '{template.id}' waits for the unknown threat '{trigger.threat}'"
            if isinstance(trigger, AlarmTrigger | DeploymentTrigger | ExposureTrigger):
                for name in trigger.moves:
                    if name not in moves:
                        yield f"crises: '{template.id}' waits for the unknown move '{name}'"
                    elif isinstance(trigger, ExposureTrigger) and moves[name].visibility != "covert":
                        yield f"crises: '{template.id}' waits for the exposure of the open move '{name}'"
