"""What in a rule set refers to something that is not there, or contradicts itself.

What a name in the rules refers to must exist: a modifier for a move that is not there would be a silent
rule. Each finding has the path of what it is about, so that it can be shown where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from multipolar.documents.pieces import Finding, nearest, one_of
from multipolar.domain.rules.catalogue import (
    FormsAgreement,
    Move,
    NeedsAgreement,
    NeedsJointMove,
    NeedsTension,
    TestsCrisis,
)
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.templates import AlarmTrigger, DeploymentTrigger, ExposureTrigger, ThreatTrigger

Path = tuple[str | int, ...]


def cross_check(rules: RuleSet) -> tuple[Finding, ...]:
    """Everything in a rule set that refers to something that is not there, or is there twice."""
    return tuple(chain.from_iterable(check(rules) for check in _CHECKS))


def _unknown(path: Path, whose: str, what: str, name: str, names: Iterable[str]) -> Iterator[Finding]:
    """A finding when a name is none of those that are known."""
    known = tuple(names)
    if name not in known:
        yield Finding(
            path, f"{whose} names the unknown {what} '{name}'{nearest(name, known)}", name, one_of(known)
        )


def _repeated(rules: RuleSet) -> Iterator[Finding]:
    families: dict[str, Sequence[str]] = {
        "moves": [move.id for move in rules.moves],
        "agreements": [agreement.id for agreement in rules.agreements],
        "crises": [template.id for template in rules.crises],
        "doctrines": [doctrine.id for doctrine in rules.doctrines],
        "presets": [preset.id for preset in rules.presets],
    }
    for family, names in families.items():
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Finding(
                    (family, number, "id"), f"{family}: '{name}' stands twice", name, "a name of its own"
                )
    seen: set[str] = set()
    for family, names in _modifiers_of(rules).items():
        for number, name in enumerate(names):
            if name in seen:
                message = f"modifiers: '{name}' stands twice"
                yield Finding((family, number, "id"), message, name, "a name of its own")
            seen.add(name)


def _modifiers_of(rules: RuleSet) -> dict[str, Sequence[str]]:
    """The ids of the modifiers of every kind of roll."""
    return {
        "modifiers": [one.id for one in rules.modifiers],
        "calm": [one.id for one in rules.calm],
        "relief": [one.id for one in rules.relief],
        "holds": [one.id for one in rules.holds],
    }


def _of_moves(rules: RuleSet) -> Iterator[Finding]:
    for number, move in enumerate(rules.moves):
        at: Path = ("moves", number)
        low, high = move.partners
        if low > high:
            message = f"moves: '{move.id}' has fewest partners above most"
            yield Finding((*at, "partners"), message, f"{low} to {high}", "the fewest first")
        if move.form == "joint" and low < 1:
            message = f"moves: '{move.id}' is joint and needs at least one partner"
            yield Finding((*at, "partners"), message, str(low), "1 or more")
        if move.threat is not None:
            yield from _threat((*at, "threat"), f"moves: '{move.id}' lowers", move.threat, rules)
        if move.leak is not None and not (move.safeguards and move.forms):
            message = f"moves: '{move.id}' can leak but has no safeguards or forms no agreement"
            yield Finding(
                (*at, "leak"), message, str(move.leak), "safeguards: true, and an effect that forms one"
            )
        between_two = [need for need in move.requirements if isinstance(need, NeedsTension | NeedsJointMove)]
        if between_two and move.partners != (2, 2):
            message = f"moves: '{move.id}' asks about two powers and does not name just two"
            yield Finding((*at, "partners"), message, f"{low} to {high}", "[2, 2]")
        if move.names_agreement and move.partners[0] < 1:
            message = f"moves: '{move.id}' ends an agreement and needs somebody it is with"
            yield Finding((*at, "partners"), message, str(low), "1 or more")
        yield from _names_in(move, at, rules)


def _threat(path: Path, whose: str, threat: str, rules: RuleSet) -> Iterator[Finding]:
    known = tuple(rules.threats.harms)
    if threat not in known:
        message = f"{whose} the unknown threat '{threat}'{nearest(threat, known)}"
        yield Finding(path, message, threat, one_of(known))


def _names_in(move: Move, at: Path, rules: RuleSet) -> Iterator[Finding]:
    """Agreements and crises that a move names."""
    agreements = [agreement.id for agreement in rules.agreements]
    crises = [template.id for template in rules.crises]
    whose = f"moves: '{move.id}'"
    for number, requirement in enumerate(move.requirements):
        if isinstance(requirement, NeedsAgreement) and requirement.type != "any":
            path = (*at, "requirements", number, "type")
            yield from _unknown(path, whose, "agreement", requirement.type, agreements)
    for number, effect in enumerate(move.effects):
        if isinstance(effect, FormsAgreement):
            yield from _unknown((*at, "effects", number, "type"), whose, "agreement", effect.type, agreements)
        if isinstance(effect, TestsCrisis):
            for place, name in enumerate(effect.templates):
                yield from _unknown(
                    (*at, "effects", number, "templates", place), whose, "crisis", name, crises
                )


def _of_terms(rules: RuleSet) -> Iterator[Finding]:
    """What a move leaves open, and on whom it waits, must be possible for it."""
    for number, move in enumerate(rules.moves):
        at: Path = ("moves", number)
        if move.acceptances is not None and (move.form != "joint" or move.acceptances > move.partners[1]):
            message = f"moves: '{move.id}' waits for acceptances that it cannot get"
            yield Finding(
                (*at, "acceptances"), message, str(move.acceptances), f"at most {move.partners[1]}, joint"
            )
        if move.durations is not None and (not move.forms or move.durations[0] > move.durations[1]):
            message = f"moves: '{move.id}' has a duration but forms no agreement, or fewest rounds above most"
            found = f"{move.durations[0]} to {move.durations[1]}"
            yield Finding(
                (*at, "durations"), message, found, "the fewest first, and an effect that forms one"
            )
        if move.exposed_in_36 is not None and move.visibility != "covert":
            message = f"moves: '{move.id}' may come to light but is not covert"
            yield Finding((*at, "exposed_in_36"), message, str(move.exposed_in_36), "visibility: covert")
        for place, size in enumerate(move.sizes):
            if size not in rules.sizes:
                message = f"moves: '{move.id}' offers the unknown size '{size}'"
                yield Finding((*at, "sizes", place), message, size, one_of(rules.sizes))


def _of_modifiers(rules: RuleSet) -> Iterator[Finding]:
    moves = [move.id for move in rules.moves]
    for number, modifier in enumerate(rules.modifiers):
        at: Path = ("modifiers", number)
        for key, names in (("moves", modifier.moves), ("but", modifier.but)):
            for place, name in enumerate(names):
                yield from _unknown((*at, key, place), f"modifiers: '{modifier.id}'", "move", name, moves)
        if not any(modifier.applies_to(move) for move in rules.moves):
            message = f"modifiers: '{modifier.id}' applies to no move"
            yield Finding(at, message, "no categories and no moves", "categories, or moves")


def _of_names(rules: RuleSet) -> Iterator[Finding]:
    """Agreements, presets and modules that numbers speak of."""
    agreements = [agreement.id for agreement in rules.agreements]
    named: list[tuple[Path, str]] = [
        (("relationship", key, place), name)
        for key, names in (
            ("partner_needs", rules.relationship.partner_needs),
            ("allied_needs", rules.relationship.allied_needs),
        )
        for place, name in enumerate(names)
    ]
    # What a rule set leaves open is as it always was; saves of before have fewer agreements and presets.
    if "channels" in rules.model_fields_set:
        named += [
            (("channels", key, place), name)
            for key, names in rules.channels
            if isinstance(names, tuple)
            for place, name in enumerate(names)
        ]
    if "weighing" in rules.model_fields_set:
        named += [
            (("weighing", "pact"), rules.weighing.pact),
            (("weighing", "toward_pact"), rules.weighing.toward_pact),
        ]
    if rules.frameworks is not None:
        named.append((("frameworks", "code"), rules.frameworks.code))
    for path, name in named:
        yield from _unknown(path, str(path[0]), "agreement", name, agreements)
    yield from _of_lengths(rules)


def _of_lengths(rules: RuleSet) -> Iterator[Finding]:
    presets = [preset.id for preset in rules.presets]
    closed = rules.minor_powers.propose_nothing_in if "minor_powers" in rules.model_fields_set else ()
    for place, name in enumerate(closed):
        yield from _unknown(
            ("minor_powers", "propose_nothing_in", place), "minor_powers", "preset", name, presets
        )
    for number, preset in enumerate(rules.presets):
        if "core" not in preset.modules:
            message = f"presets: '{preset.id}' leaves out the module 'core'"
            yield Finding(("presets", number, "modules"), message, one_of(preset.modules), "core among them")
    if list(rules.rolls.outcomes) != sorted(rules.rolls.outcomes):
        found = ", ".join(map(str, rules.rolls.outcomes))
        yield Finding(
            ("rolls", "outcomes"), "rolls: outcomes do not rise", found, "from limited to breakthrough"
        )


def _of_crises(rules: RuleSet) -> Iterator[Finding]:
    moves = {move.id: move for move in rules.moves}
    for number, template in enumerate(rules.crises):
        at: Path = ("crises", number)
        whose = f"crises: '{template.id}' waits for"
        if template.overthrows and template.kind != "emergency":
            message = f"crises: '{template.id}' may overthrow a government but is no emergency"
            yield Finding((*at, "overthrows"), message, template.kind, "kind: emergency")
        for which, trigger in enumerate(template.triggers):
            there: Path = (*at, "triggers", which)
            if isinstance(trigger, ThreatTrigger):
                yield from _threat((*there, "threat"), whose, trigger.threat, rules)
            if isinstance(trigger, AlarmTrigger | DeploymentTrigger | ExposureTrigger):
                for place, name in enumerate(trigger.moves):
                    path = (*there, "moves", place)
                    if name not in moves:
                        message = f"{whose} the unknown move '{name}'{nearest(name, moves)}"
                        yield Finding(path, message, name, one_of(moves))
                    elif isinstance(trigger, ExposureTrigger) and moves[name].visibility != "covert":
                        message = f"{whose} the exposure of the open move '{name}'"
                        yield Finding(path, message, name, "a covert move")


_CHECKS = (_repeated, _of_moves, _of_terms, _of_modifiers, _of_names, _of_crises)
