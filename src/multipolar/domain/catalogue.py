"""The vocabulary the rules are written in: moves, requirements, modifiers, effects, agreements.

Closed and small: a rule set (YAML) may combine these words, not add to them. One declaration serves
the loader, the JSON Schema, `scenario check`, the help in the game and the printed rulebook. A new
word is one class with a docstring, a field, and its reading in the engine. Nothing here knows the
state of a world.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A name in lower case with underscores, such as ``joint_exercise``."""
Text = Annotated[str, Field(min_length=1, max_length=4000)]
"""Words for people; never empty."""
Fours = Annotated[tuple[int, int, int, int], Field(description="setback, limited, success, breakthrough")]
"""One number for each outcome (rulebook §6): setback, limited, success, breakthrough."""
AttributeKey = Literal[
    "economy", "capability", "technology", "governance", "stability", "standing", "autonomy"
]
RelationshipWord = Literal[
    "rupture", "adversarial", "strained", "correct", "cooperative", "partner", "allied"
]
OutcomeWord = Literal["setback", "limited", "success", "breakthrough"]
Safeguards = Literal["light", "standard", "strict"]
Module = Literal["core", "covert", "leaks", "frameworks", "free_form"]
"""A part of the rules that a preset may leave out (rulebook §15)."""
Category = Literal[
    "dialogue", "confidence", "drills", "cooperation", "technology", "agreements", "operations",
    "frameworks", "coercion", "domestic", "free",
]  # fmt: skip
Reading = Literal[
    "relationship", "tension", "interoperability", "governance_gap", "stability", "experience", "hotline",
    "routine", "strength", "deterrence", "access", "committed", "insight", "observers", "notification",
    "mediation", "stage", "lowest_stability", "lowest_governance", "help",
]  # fmt: skip
"""What a modifier may read of the world; each is public, or known to the seat that rolls."""


class Rule(BaseModel):
    """Base of every declaration: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# --- Costs and requirements ------------------------------------------------------------------


class Cost(Rule):
    """What a move takes from one side: attention of leaders, and money or forces (rulebook §3)."""

    capital: int = Field(0, ge=0, le=9, description="political capital")
    resources: int = Field(0, ge=0, le=9, description="defence money and forces")


class NeedsRelationship(Rule):
    """The public relationship with every partner is at least (or at most) a state."""

    kind: Literal["relationship"]
    at_least: RelationshipWord | None = None
    at_most: RelationshipWord | None = None


class NeedsAgreement(Rule):
    """An agreement of a type (or of any type) is in force with every partner."""

    kind: Literal["agreement"]
    type: Identifier | Literal["any"]


class NeedsLead(Rule):
    """The initiator's attribute leads every partner's by at least a margin."""

    kind: Literal["lead"]
    attribute: AttributeKey
    margin: int = Field(ge=-50, le=50)


class NeedsTension(Rule):
    """Tension between the two named powers is at least a level (mediation)."""

    kind: Literal["tension_between"]
    at_least: int = Field(ge=0, le=100)


class NeedsExposure(Rule):
    """At least one party is exposed to the threat in the theatre of the operation."""

    kind: Literal["exposure"]


Requirement = Annotated[
    NeedsRelationship | NeedsAgreement | NeedsLead | NeedsTension | NeedsExposure,
    Field(discriminator="kind"),
]


# --- Modifiers -------------------------------------------------------------------------------


class Step(Rule):
    """One step of a modifier: the first whose bound holds gives the size."""

    at_least: int | None = None
    at_most: int | None = None
    size: int = Field(ge=-5, le=5)

    def holds(self, value: int) -> bool:
        """Whether a reading falls in this step."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


class Modifier(Rule):
    """A small named number added to 2d6 when what it reads falls in one of its steps (§6).

    It applies to the moves of `categories` and to those named in `moves`, less those in `but`.
    """

    id: Identifier
    title: Text
    reads: Reading
    steps: tuple[Step, ...]
    categories: tuple[Category, ...] = ()
    moves: tuple[Identifier, ...] = ()
    but: tuple[Identifier, ...] = ()
    domains: tuple[str, ...] = Field((), description="only in these domains; empty: all")

    def applies_to(self, move: "Move") -> bool:
        """Whether the modifier is asked about for a move at all."""
        if move.id in self.but:
            return False
        return move.category in self.categories or move.id in self.moves

    def size(self, value: int) -> int:
        """The size of the first step that holds, or 0."""
        return next((step.size for step in self.steps if step.holds(value)), 0)


# --- Effects ---------------------------------------------------------------------------------


class ChangeAttribute(Rule):
    """Change an attribute of the initiator, the partner(s), or each party."""

    kind: Literal["attribute"]
    who: Literal["initiator", "partner", "each"]
    key: AttributeKey
    by: Fours


class ChangeTrust(Rule):
    """Change trust between powers.

    Of ``each`` party in each other, of the ``partner`` in the initiator, of the ``initiator`` in its
    partners, or of the initiator's ``friends`` (partners and allies) in it.
    """

    kind: Literal["trust"]
    who: Literal["each", "partner", "initiator", "friends"]
    by: Fours


class ChangeTension(Rule):
    """Change tension between the parties, or between the initiator and its rivals (strained or worse)."""

    kind: Literal["tension"]
    among: Literal["parties", "rivals"]
    by: Fours


class ChangeInteroperability(Rule):
    """Change how well the forces of the parties work together, pair by pair."""

    kind: Literal["interoperability"]
    by: Fours


class ChangeDependence(Rule):
    """Change one side's dependence on the other; every so many points cost a point of autonomy."""

    kind: Literal["dependence"]
    who: Literal["initiator", "partner"]
    by: Fours


class LowerThreat(Rule):
    """Lower a shared threat in the theatre of the operation, for everyone exposed to it (§11)."""

    kind: Literal["threat"]
    by: Fours


class ChangeInsight(Rule):
    """Change what the initiator has found out about its target (covert; private to the initiator)."""

    kind: Literal["insight"]
    by: Fours


class FormsAgreement(Rule):
    """Bring an agreement into force between the parties, from an outcome upward."""

    kind: Literal["forms"]
    type: Identifier
    at_least: OutcomeWord = "limited"


class EndsAgreement(Rule):
    """Suspend the agreement named in the terms; counts as a breach of it."""

    kind: Literal["ends"]


class TestsCrisis(Rule):
    """Draw a crisis between initiator and target; `push` by outcome makes it likelier to break out."""

    kind: Literal["crisis"]
    templates: tuple[Identifier, ...]
    push: Fours


class Reconciles(Rule):
    """Change tension between the two powers the move is about (mediation), and their trust in each other."""

    kind: Literal["reconciles"]
    tension: Fours
    trust: Fours


Effect = Annotated[
    ChangeAttribute | ChangeTrust | ChangeTension | ChangeInteroperability | ChangeDependence | LowerThreat
    | ChangeInsight | FormsAgreement | EndsAgreement | TestsCrisis | Reconciles,
    Field(discriminator="kind"),
]  # fmt: skip


# --- Moves -----------------------------------------------------------------------------------


class Precedent(Rule):
    """A real event that a rule or a relation leans on, with its year and where it is recorded."""

    text: Text
    year: int = Field(ge=1900, le=2100)
    source: Text


class Move(Rule):
    """One kind of thing a power can do (rulebook §5).

    A *joint* move needs the consent of its partners; an *order* is unilateral and secret until
    adjudication. `partners` is how many powers it is done with, toward, or between.
    """

    id: Identifier
    title: Text
    category: Category
    form: Literal["joint", "order"]
    partners: tuple[int, int] = Field(description="fewest and most partners, targets or principals")
    summary: Text
    teaching: Text
    module: Module = "core"
    cost: Cost
    partner_cost: Cost = Cost(capital=0, resources=0)
    rounds: int = Field(ge=1, le=6, description="rounds until it resolves")
    weight: int = Field(ge=0, le=5, description="how much third parties notice")
    visibility: Literal["public", "limited", "covert"]
    base: int = Field(ge=-5, le=5, description="how easy the move is in itself")
    domains: tuple[Identifier, ...] = Field((), description="choices for the domain, where it has any")
    threat: Identifier | None = Field(None, description="the shared threat an operation lowers")
    safeguards: bool = Field(False, description="whether safeguards are part of the terms")
    leak: int | None = Field(None, ge=0, le=12, description="sensitivity: base leak risk in 36ths")
    joint_benefit: bool = Field(False, description="gains count as benefits, costs as burdens (equity)")
    once: bool = False
    requirements: tuple[Requirement, ...] = ()
    effects: tuple[Effect, ...]
    code: str = Field(pattern=r"^\d{2,4}$", description="CAMEO event code")
    precedents: tuple[Precedent, ...] = ()

    @property
    def forms(self) -> FormsAgreement | None:
        """The agreement the move brings into force, if it does."""
        return next((effect for effect in self.effects if isinstance(effect, FormsAgreement)), None)


class AgreementType(Rule):
    """A kind of thing that stays in force (rulebook §5)."""

    id: Identifier
    title: Text
    group: Literal["confidence", "sharing", "foundation", "pact", "technology"]
    rounds: int = Field(0, ge=0, le=12, description="rounds in force; 0: until ended")
    upkeep: bool = Field(description="counts toward upkeep in political capital")
    summary: Text


# --- Numbers of the rules --------------------------------------------------------------------


class MoneyRules(Rule):
    """Income and upkeep of the two currencies (§3; numbers §2)."""

    capital_base: int
    standing_per_capital: int = Field(gt=0)
    stability_per_capital: int = Field(gt=0)
    minor_capital: int = Field(ge=0)
    resources_base: int
    economy_per_resource: int = Field(gt=0)
    carry: int = Field(ge=0)
    agreements_per_upkeep: int = Field(gt=0)
    upkeep_most: int = Field(ge=0)
    capital_least: int = Field(ge=0)
    repeat_cost: tuple[int, ...] = Field(description="extra capital for the 2nd, 3rd … use of a move a round")
    commit_resources: int = Field(ge=0, description="extra resources that buy the *committed* modifier")
    withdraw_capital: int = Field(ge=0, description="capital lost when an own proposal comes to nothing")


class TrustRules(Rule):
    """How trust and tension move by themselves, and the limits of their gains (§4; numbers §4)."""

    gain_most: int
    halved_from: int
    heavy_loss: int
    heavy_extra: int
    rest: int = Field(description="trust decays toward this")
    calm_below: int = Field(description="low trust recovers only under this tension")
    tension_rest: int
    rival_tension_rest: int
    interoperability_decay: int
    dependence_per_autonomy: int = Field(gt=0)


class RelationshipRules(Rule):
    """Thresholds of warmth = lower trust − tension/2 (§4; numbers §4)."""

    up: tuple[int, int, int, int, int, int] = Field(description="warmth wanted for adversarial … allied")
    gap: int = Field(ge=0, description="how far under the same threshold it falls back")
    partner_needs: tuple[Identifier, ...]
    allied_needs: tuple[Identifier, ...]
    start_trust: tuple[int, int, int, int, int, int, int]
    start_tension: tuple[int, int, int, int, int, int, int]
    start_interoperability: tuple[int, int, int, int, int, int, int]
    start_spread: int = Field(ge=0, description="trust and tension vary by this much by seed")


class ThirdPartyRules(Rule):
    """Structural balance (§4; numbers §4)."""

    divisor: int = Field(gt=0)
    friend_numerator: int
    friend_denominator: int = Field(gt=0)
    friend_extra: int
    friend_extra_weight: int
    tension_from_loss: int
    gain: int
    gain_weight: int
    exempt: tuple[Category, ...]
    hedging_loss: int = Field(description="loss over two rounds that counts as being hedged against")


class PromiseRules(Rule):
    """What kept and broken promises do (§2)."""

    broken_trust: int
    broken_standing: int
    late_trust: int
    kept_trust: int
    breach_trust: int
    breach_onlookers: int


class LeakRules(Rule):
    """Technology leaks, in 36ths a check, every second round (§7; numbers §5)."""

    every: int = Field(gt=0)
    safeguards: dict[Safeguards, int]
    safeguards_trust: dict[Safeguards, int]
    safeguards_autonomy: dict[Safeguards, int]
    gap_steps: tuple[Step, ...]
    rival_ties: int
    collection: int
    most: int
    rival_gain: int
    supplier_loss: int
    trust_loss: int
    crisis_in_1000: int


class CovertRules(Rule):
    """Exposure of covert moves (numbers §3), and what insight shows."""

    exposed_in_36: int
    trust_loss: int
    tension_rise: int
    standing_loss: int
    onlooker_loss: int
    see_trust: int = Field(description="insight from which the target's trust is seen")
    see_money: int
    see_objectives: int
    decay: int


class ThreatRules(Rule):
    """Shared threats with memory (§11; numbers §7)."""

    pull: int = Field(gt=0, description="a step back to the base is this part of the gap")
    memory: int = Field(gt=0, description="momentum is divided by this each round")
    shock_numerator: int
    shock_denominator: int = Field(gt=0)
    double_six: int
    momentum_most: int
    capability_offset: int
    capability_divisor: int = Field(gt=0)
    interoperability_divisor: int = Field(gt=0)
    per_extra_party: int
    harm_steps: tuple[Step, ...] = Field(description="level x exposure to loss")
    harms: dict[Identifier, AttributeKey] = Field(description="which attribute each kind of threat harms")


class SettleRules(Rule):
    """How a crisis ends, and what it does (§8; numbers §6)."""

    breaks_out_at_most: int
    warning_tension: int
    exchanges: int
    ladder_steps: tuple[Step, ...] = Field(description="2d6 + calm - pressure to rungs up (+) or down (-)")
    settle_from: int
    mediator_bonus: int
    strong_mediator: int
    strong_mediator_bonus: int
    settled_tension: int
    settled_trust: int
    mediator_standing: int
    mediator_success: int
    frozen_tension: int
    frozen_trust: int
    concede_standing: int
    concede_stability: int
    prevail_standing: int
    concede_tension: int
    advantage_wins: int
    advantage_gain: int
    advantage_loss: int
    mobilise_cost: Cost
    confrontation_stability: int
    conflict: dict[Literal["stability", "economy", "standing", "capability"], int]
    conflict_trust: int
    conflict_tension: int
    conflict_onlookers_economy: int
    conflict_ends: bool = Field(description="whether an open conflict ends the exercise")
    honour_trust: int
    honour_advantage: int
    honour_tension: int
    renege_trust: int
    renege_standing: int
    renege_onlookers: int
    help_cost: Cost
    help_divisor: int = Field(gt=0)
    help_trust: int
    help_standing: int
    exploit_standing: int
    exploit_trust: int
    absorb_divisor: int = Field(gt=0)
    ask_bonus: int
    ask_autonomy: int
    seal_relief: int
    seal_economy: int
    severity_calm: int
    severity_harm_divisor: int = Field(gt=0)


class ScoreRules(Rule):
    """National score (§9; numbers §9)."""

    position_base: int
    position_divisor: int = Field(gt=0)
    position_most: int
    reputation_base: int
    burdens_divisor: int = Field(gt=0)
    burdens_most: int
    honoured_most: int
    kept_most: int
    breach_loss: int
    reputation_most: int
    nobody_wins_under: int
    collapse_under: int
    collapse_divisor: int = Field(gt=0)


class Preset(Rule):
    """How long and how much (§15)."""

    id: Identifier
    title: Text
    rounds: int = Field(ge=1, le=12)
    minutes: int = Field(ge=10, le=600)
    modules: tuple[Module, ...]


# --- Crises ----------------------------------------------------------------------------------


class FrictionTrigger(Rule):
    """A dispute arises by chance between two powers, likelier the more tension (numbers §6).

    Hazard in 1,000ths a round: ``rate * (offset + tension) / 90`` by kind of pair.
    """

    kind: Literal["friction"]
    rivals: tuple[int, int]
    near: tuple[int, int]
    others: tuple[int, int]


class MoveTrigger(Rule):
    """A move brings it about (show of force); the move's own effect names the template."""

    kind: Literal["move"]


class ThreatTrigger(Rule):
    """A shared threat at or over a level brings it about by chance (1,000ths a round)."""

    kind: Literal["threat"]
    threat: Identifier
    at_least: int
    hazard: int


class UnrestTrigger(Rule):
    """Low stability brings it about by chance (steps of stability to 1,000ths a round)."""

    kind: Literal["unrest"]
    steps: tuple["HazardStep", ...]


class HazardStep(Rule):
    """Under a bound, a hazard in 1,000ths a round."""

    under: int
    hazard: int


class LeakTrigger(Rule):
    """A technology leak brings it about, by the chance the leak rules give."""

    kind: Literal["leak"]


class HedgingTrigger(Rule):
    """A power that deepens ties with one's rivals is asked to choose (1,000ths, once over the limit)."""

    kind: Literal["hedging"]
    hazard: int


Trigger = Annotated[
    FrictionTrigger | MoveTrigger | ThreatTrigger | UnrestTrigger | LeakTrigger | HedgingTrigger,
    Field(discriminator="kind"),
]


class CrisisTemplate(Rule):
    """A kind of crisis (rulebook §8). In its texts ``{a}``, ``{b}``, ``{theatre}`` stand for names."""

    id: Identifier
    title: Text
    kind: Literal["confrontation", "emergency"]
    domain: Identifier
    module: Module = "core"
    triggers: tuple[Trigger, ...]
    push: int = Field(0, ge=-5, le=5)
    severity: int = Field(0, ge=0, le=100, description="emergencies: how bad it begins")
    strikes: dict[AttributeKey, int] = Field(
        default_factory=dict, description="what it costs those affected at once"
    )
    stakes: Text
    texts: tuple[Text, ...] = Field(min_length=1)
    code: str = Field(pattern=r"^\d{2,4}$")
    precedents: tuple[Precedent, ...] = ()


# --- Doctrines -------------------------------------------------------------------------------


class Doctrine(Rule):
    """How a program-run power weighs things, in tenths a point of effect (§14; numbers §10)."""

    id: Identifier
    title: Text
    summary: Text
    attributes: dict[AttributeKey, int]
    trust: int
    tension: int
    interoperability: int
    own_threat: int
    common_threat: int
    rival_loss: int
    objective: int
    confidence: int
    agreement: int
    accept: int
    honour: int
    resolve: int
    breach: int
    random: bool = Field(False, description="plays any legal move by chance: the yardstick")


# --- The whole -------------------------------------------------------------------------------


class RuleSet(Rule):
    """The rules in force: everything an exercise needs besides its scenario."""

    version: int = Field(ge=1)
    moves: tuple[Move, ...]
    agreements: tuple[AgreementType, ...]
    modifiers: tuple[Modifier, ...]
    modifier_cap: int = Field(ge=0, le=10)
    calm: tuple[Modifier, ...] = Field(description="modifiers of the crisis roll")
    relief: tuple[Modifier, ...] = Field(description="modifiers of whether an emergency breaks out")
    crises: tuple[CrisisTemplate, ...]
    doctrines: tuple[Doctrine, ...]
    presets: tuple[Preset, ...]
    money: MoneyRules
    trust: TrustRules
    relationship: RelationshipRules
    third_parties: ThirdPartyRules
    promises: PromiseRules
    leaks: LeakRules
    covert: CovertRules
    threats: ThreatRules
    settle: SettleRules
    scores: ScoreRules
