"""The names that a scenario may use: those of the rules, and those it declares itself."""

from dataclasses import dataclass, field
from functools import cached_property

from multipolar.documents.pieces import Piece
from multipolar.domain.rules.catalogue import AgreementType
from multipolar.domain.rules.ruleset import Doctrine, Preset, RuleSet
from multipolar.domain.rules.templates import CrisisTemplate


@dataclass(frozen=True)
class Known:
    """All names the checks compare with, each with what it names.

    Attributes:
        rules: the rule set in force.
        powers: the powers of this scenario by id.
        theatres: its theatres by id.
        threats: its threats as ``kind,theatre``.
        frameworks: its frameworks by id.
    """

    rules: RuleSet
    powers: dict[str, Piece] = field(default_factory=dict)
    theatres: dict[str, Piece] = field(default_factory=dict)
    threats: dict[str, Piece] = field(default_factory=dict)
    frameworks: dict[str, Piece] = field(default_factory=dict)

    @cached_property
    def agreements(self) -> dict[str, AgreementType]:
        """The agreement types of the rules."""
        return {kind.id: kind for kind in self.rules.agreements}

    @cached_property
    def crises(self) -> dict[str, CrisisTemplate]:
        """The crisis templates of the rules."""
        return {template.id: template for template in self.rules.crises}

    @cached_property
    def doctrines(self) -> dict[str, Doctrine]:
        """The doctrines of the rules."""
        return {doctrine.id: doctrine for doctrine in self.rules.doctrines}

    @cached_property
    def presets(self) -> dict[str, Preset]:
        """The presets of the rules."""
        return {preset.id: preset for preset in self.rules.presets}

    @cached_property
    def threat_kinds(self) -> dict[str, str]:
        """The kinds of shared threat that the rules know, with what each harms."""
        return {str(kind): str(harmed) for kind, harmed in self.rules.threats.harms.items()}


def names_of(scenario: Piece, rules: RuleSet) -> Known:
    """The names declared in a scenario file, as far as they can be read."""
    known = Known(rules)
    for family in ("powers", "theatres", "frameworks"):
        declared: dict[str, Piece] = getattr(known, family)
        for member in scenario.each(family):
            if name := member.text("id"):
                declared.setdefault(name, member)
    for threat in scenario.each("threats"):
        kind, theatre = threat.text("kind"), threat.text("theatre")
        if kind and theatre:
            known.threats.setdefault(f"{kind},{theatre}", threat)
    return known
