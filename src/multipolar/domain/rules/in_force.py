"""The rules in force for one exercise: rule set and scenario, indexed for quick reading.

A declaration is read once, from the genesis event, into look-up tables; nothing here changes
afterwards, and every world of an exercise shares the one value. The vocabulary is in `catalogue` and
`scenario_model`.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from multipolar.domain.addresses import between
from multipolar.domain.rules.catalogue import (
    AgreementType,
    FreeForm,
    Move,
    MoveModifier,
    NeedsExposure,
    NeedsLead,
    Requirement,
)
from multipolar.domain.rules.conditions import Condition, parse
from multipolar.domain.rules.ruleset import Doctrine, Preset, RuleSet
from multipolar.domain.rules.scenario_model import (
    Inject,
    PowerSetting,
    Relation,
    ScenarioModel,
    Theatre,
    ThreatSetting,
)
from multipolar.domain.rules.templates import CrisisTemplate


def _need(requirement: Requirement, move: Move) -> tuple[str, str]:
    """What tells requirements apart; exposure is asked about the threat that the move is against."""
    return requirement.model_dump_json(), (move.threat or "") if isinstance(
        requirement, NeedsExposure
    ) else ""


@dataclass(frozen=True, eq=False)
class Rules:
    """A rule set and a scenario as one value.

    Attributes:
        base: the rule set.
        setting: the scenario.
    """

    base: RuleSet
    setting: ScenarioModel

    @cached_property
    def moves(self) -> dict[str, Move]:
        """Moves by id."""
        return {move.id: move for move in self.base.moves}

    @cached_property
    def free_forms(self) -> dict[str, FreeForm]:
        """What free-form moves may bring, by id."""
        return {form.id: form for form in self.base.free_forms}

    @cached_property
    def aimed(self) -> tuple[Move, ...]:
        """The moves that are done with, toward or between other powers."""
        return tuple(move for move in self.base.moves if move.partners[1])

    @cached_property
    def cost_of(self) -> dict[str, tuple[int, int]]:
        """(capital, resources) that a first use of each move costs who begins it."""
        return {move.id: (move.cost.capital, move.cost.resources) for move in self.base.moves}

    @cached_property
    def forms(self) -> dict[str, str]:
        """The agreement type each move brings into force, or an empty word."""
        return {move.id: move.forms.type if move.forms else "" for move in self.base.moves}

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Attributes that some move compares between its parties."""
        return tuple(
            dict.fromkeys(
                need.attribute
                for move in self.base.moves
                for need in move.requirements
                if isinstance(need, NeedsLead)
            )
        )

    @cached_property
    def needs(self) -> tuple[tuple[Requirement, Move], ...]:
        """The distinct requirements of moves, each with a move that has it."""
        found: dict[tuple[str, str], tuple[Requirement, Move]] = {}
        for move in self.base.moves:
            for requirement in move.requirements:
                found.setdefault(_need(requirement, move), (requirement, move))
        return tuple(found.values())

    @cached_property
    def needs_of(self) -> dict[str, tuple[int, ...]]:
        """The requirements of each move, as places among `needs`: moves that need the same have the same."""
        places = {_need(requirement, move): place for place, (requirement, move) in enumerate(self.needs)}
        return {
            move.id: tuple(places[_need(requirement, move)] for requirement in move.requirements)
            for move in self.base.moves
        }

    @cached_property
    def leads(self) -> tuple[int, ...]:
        """The places among `needs` of those that hang on attributes, which change every round."""
        return tuple(place for place, (need, _) in enumerate(self.needs) if isinstance(need, NeedsLead))

    @cached_property
    def led(self) -> tuple[Move, ...]:
        """The moves of `aimed` that need a lead."""
        return tuple(move for move in self.aimed if not set(self.leads).isdisjoint(self.needs_of[move.id]))

    def played(self, preset: str) -> tuple[Move, ...]:
        """The moves that a preset plays with."""
        return self._played[preset]

    def depending(self, preset: str) -> tuple[Move, ...]:
        """The moves of a preset whose offers hang on more than relations, attributes and money."""
        return self._depending[preset]

    def mandated(self, preset: str) -> tuple[Move, ...]:
        """The moves of a preset that a mandate makes cheaper."""
        return self._mandated[preset]

    @cached_property
    def _depending(self) -> dict[str, tuple[Move, ...]]:
        return {key: tuple(move for move in moves if move.depends) for key, moves in self._played.items()}

    @cached_property
    def _mandated(self) -> dict[str, tuple[Move, ...]]:
        return {key: tuple(move for move in moves if move.mandated_in) for key, moves in self._played.items()}

    @cached_property
    def _played(self) -> dict[str, tuple[Move, ...]]:
        return {
            preset: tuple(move for move in self.base.moves if move.module in modules)
            for preset, modules in self.modules_of.items()
        }

    @cached_property
    def modules_of(self) -> dict[str, frozenset[str]]:
        """The parts of the rules that each preset plays with, the core among them."""
        missing = {"frameworks"} if self.base.frameworks is None else set()
        return {preset.id: frozenset({"core", *preset.modules} - missing) for preset in self.base.presets}

    @cached_property
    def theatres_of(self) -> dict[str, tuple[str, ...]]:
        """The theatres in which each move can be held: those that know its threat."""
        return {
            move.id: tuple(place for kind, place in self.threats if kind == move.threat)
            for move in self.base.moves
        }

    @cached_property
    def committable(self) -> frozenset[str]:
        """Moves to which extra resources can be committed."""
        return frozenset(
            move
            for move, modifiers in self.modifiers_of.items()
            if any(modifier.reads == "committed" for modifier in modifiers)
        )

    @cached_property
    def agreements(self) -> dict[str, AgreementType]:
        """Agreement types by id."""
        return {kind.id: kind for kind in self.base.agreements}

    @cached_property
    def agreement_groups(self) -> dict[str, str]:
        """The group of each agreement type."""
        return {kind.id: kind.group for kind in self.base.agreements}

    @cached_property
    def crises(self) -> dict[str, CrisisTemplate]:
        """Crisis templates by id."""
        return {template.id: template for template in self.base.crises}

    @cached_property
    def doctrines(self) -> dict[str, Doctrine]:
        """Doctrines by id."""
        return {doctrine.id: doctrine for doctrine in self.base.doctrines}

    @cached_property
    def presets(self) -> dict[str, Preset]:
        """Presets by id."""
        return {preset.id: preset for preset in self.base.presets}

    @cached_property
    def modifiers_of(self) -> dict[str, tuple[MoveModifier, ...]]:
        """The modifiers that are asked about for each move."""
        return {
            move.id: tuple(modifier for modifier in self.base.modifiers if modifier.applies_to(move))
            for move in self.base.moves
        }

    @cached_property
    def powers(self) -> dict[str, PowerSetting]:
        """Powers by id, in the scenario's order."""
        return {power.id: power for power in self.setting.powers}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all powers, ranked and minor."""
        return tuple(self.powers)

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Ids of the powers that are ranked."""
        return tuple(power.id for power in self.setting.powers if not power.minor)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All unordered pairs, ids in order."""
        return tuple((a, b) for a in sorted(self.ids) for b in sorted(self.ids) if a < b)

    @cached_property
    def relationships(self) -> tuple[str, ...]:
        """The addresses of the relationships of all pairs."""
        return tuple(between("relationship", a, b) for a, b in self.pairs)

    @cached_property
    def relations(self) -> dict[tuple[str, str], Relation]:
        """What the scenario says of a pair, ids in order."""
        return {
            (min(relation.between), max(relation.between)): relation for relation in self.setting.relations
        }

    @cached_property
    def rivals(self) -> frozenset[tuple[str, str]]:
        """Declared rivals, ids in order."""
        return frozenset(pair for pair, relation in self.relations.items() if relation.rivals)

    def are_rivals(self, a: str, b: str) -> bool:
        """Whether two powers are declared rivals."""
        return ((a, b) if a < b else (b, a)) in self.rivals

    def near(self, a: str, b: str) -> str:
        """How two powers lie near each other: ``land``, ``sea``, ``both``, or empty."""
        relation = self.relations.get((a, b) if a < b else (b, a))
        return relation.near if relation else ""

    def use_a_theatre(self, a: str, b: str, *, on_land: bool | None = None) -> bool:
        """Whether the ships, aircraft or soldiers of both are in one theatre in ordinary times.

        Args:
            a: a power.
            b: another.
            on_land: only theatres on land, or only those at sea; None: both.
        """
        return any(
            a in theatre.used_by and b in theatre.used_by and on_land in (None, theatre.on_land)
            for theatre in self.setting.theatres
        )

    @cached_property
    def theatres(self) -> dict[str, Theatre]:
        """Theatres by id."""
        return {theatre.id: theatre for theatre in self.setting.theatres}

    @cached_property
    def threats(self) -> dict[tuple[str, str], ThreatSetting]:
        """Shared threats by (kind, theatre)."""
        return {(threat.kind, threat.theatre): threat for threat in self.setting.threats}

    @cached_property
    def injects(self) -> dict[str, Inject]:
        """Injects by id."""
        return {inject.id: inject for inject in self.setting.injects}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition of the scenario, by its text."""
        texts = [inject.condition for inject in self.setting.injects if inject.condition]
        texts += [discussion.condition for discussion in self.setting.discussion if discussion.condition]
        for power in self.setting.powers:
            for objective in power.objectives:
                texts.append(objective.condition)
                if objective.partly:
                    texts.append(objective.partly)
            texts.extend(line.condition for line in power.red_lines)
        return {text: parse(text) for text in texts}

    def called(self, power: str) -> str:
        """A power's name as running text has it: ``the Maldives``."""
        found = self.powers.get(power)
        return found.called or found.name if found else power

    def place(self, theatre: str) -> str:
        """A theatre as running text has it: ``the Arabian Sea``; ``the region`` when there is none."""
        found = self.theatres.get(theatre)
        if found is None:
            return "the region"
        return f"the {found.name[4:]}" if found.name.startswith("The ") else found.name

    def name(self, power: str) -> str:
        """A power's name, or the word itself for control and the like."""
        found = self.powers.get(power)
        return found.name if found else power


@lru_cache(maxsize=8)
def _read(base: bytes, setting: bytes) -> Rules:
    return Rules(RuleSet.model_validate_json(base), ScenarioModel.model_validate_json(setting))


def read_rules(base: dict[str, Any], setting: dict[str, Any]) -> Rules:
    """The rules a genesis event embeds; the same content gives the same value.

    Raises:
        pydantic.ValidationError: when they are not in this format.
    """
    encode = msgspec.json.Encoder(order="deterministic").encode
    return _read(encode(base), encode(setting))
