"""The vocabulary the rules are written in: moves, requirements, modifiers, effects, agreements.

Closed and small: a rule set (YAML) may combine these words, not add to them. One declaration serves
the loader, the JSON Schema, `scenario check`, the help in the game and the printed rulebook. A new
word is one class with a docstring, a field, and its reading in the engine. Nothing here knows the
state of a world.
"""

from functools import cached_property
from typing import Annotated, Generic, Literal, TypeVar

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
ResolutionWord = Literal["mandate", "admit", "code", "condemn", "rule"]
DecisionRule = Literal["consensus", "two_thirds", "majority", "lead_nation"]
Safeguards = Literal["light", "standard", "strict"]
AgreementGroup = Literal["confidence", "sharing", "cooperation", "foundation", "pact", "technology"]
Size = Literal["small", "standard", "large"]
"""How much is put into a drill or an operation; a term of it (rulebook §5)."""
Module = Literal["core", "extended_moves", "covert", "leaks", "frameworks", "free_form"]
"""A part of the rules that a preset may leave out (rulebook §15); `core` is always in."""
Category = Literal[
    "dialogue", "confidence", "drills", "cooperation", "technology", "agreements", "operations",
    "frameworks", "coercion", "domestic", "free",
]  # fmt: skip
MoveReading = Literal[
    "relationship", "tension", "interoperability", "governance_gap", "stability", "experience", "hotline",
    "routine", "strength", "deterrence", "access", "committed", "insight", "target_governance",
    "target_stability", "guarded", "size", "scale", "mandate",
]  # fmt: skip
"""What a modifier of a move may read of the world; each is public, or known to the seat that rolls."""
CrisisReading = Literal[
    "hotline", "notification", "observers", "code_at_sea", "relationship", "apart", "tension",
    "lowest_stability", "lowest_governance", "mediation", "stage",
]  # fmt: skip
"""What a modifier of the crisis roll may read; all of it is public."""
EmergencyReading = Literal["lowest_stability", "lowest_governance"]
"""What a modifier of whether an emergency breaks out may read; all of it is public."""
UpheavalReading = Literal["help", "severity", "lowest_governance", "lowest_stability"]
"""What a modifier of whether a government outlasts an upheaval may read; all of it is public."""
Word = TypeVar("Word", bound=str)


class Rule(BaseModel):
    """Base of every declaration: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


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
    """One side's attribute leads the other's by at least a margin, with every partner."""

    kind: Literal["lead"]
    attribute: AttributeKey
    margin: int = Field(ge=-50, le=50)
    who: Literal["initiator", "partner"] = "initiator"


class NeedsTension(Rule):
    """Tension between the two named powers is at least a level (mediation)."""

    kind: Literal["tension_between"]
    at_least: int = Field(ge=0, le=100)


class NeedsJointMove(Rule):
    """The two named powers do something together that one who is against either can oppose this round."""

    kind: Literal["joint_move"]


class NeedsExposure(Rule):
    """At least one party is exposed to the threat in the theatre of the operation."""

    kind: Literal["exposure"]


Requirement = Annotated[
    NeedsRelationship | NeedsAgreement | NeedsLead | NeedsTension | NeedsJointMove | NeedsExposure,
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


class Modifier(Rule, Generic[Word]):
    """A small named number added to 2d6 when what it reads falls in one of its steps (§6).

    Each kind of roll has words of its own for what may be read.
    """

    id: Identifier
    title: Text
    reads: Word
    steps: tuple[Step, ...]

    def size(self, value: int) -> int:
        """The size of the first step that holds, or 0."""
        for step in self.steps:
            if step.holds(value):
                return step.size
        return 0


class CrisisModifier(Modifier[CrisisReading]):
    """A modifier of the roll of a confrontation (§8)."""


class EmergencyModifier(Modifier[EmergencyReading]):
    """A modifier of the roll that decides whether an emergency breaks out (§8)."""


class UpheavalModifier(Modifier[UpheavalReading]):
    """A modifier of the roll that decides whether a government outlasts an upheaval (§8)."""


class MoveModifier(Modifier[MoveReading]):
    """A modifier of the roll of a move (§6).

    It applies to the moves of `categories` and to those named in `moves`, less those in `but`.
    """

    categories: tuple[Category, ...] = ()
    moves: tuple[Identifier, ...] = ()
    but: tuple[Identifier, ...] = ()
    domains: tuple[str, ...] = Field((), description="only in these domains; empty: all")

    def applies_to(self, move: "Move") -> bool:
        """Whether the modifier is asked about for a move at all."""
        if move.id in self.but:
            return False
        return move.category in self.categories or move.id in self.moves


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
    partners, of the initiator's ``friends`` (partners and allies) in it, or ``around`` the target: between
    it and its own friends, both ways.
    """

    kind: Literal["trust"]
    who: Literal["each", "partner", "initiator", "friends", "around"]
    by: Fours


class ChangeTension(Rule):
    """Change tension between the parties, or (`rivals`) of the initiator with those it is at odds with."""

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


class ChangeMoney(Rule):
    """Change what the initiator or the target holds of a currency; known to its holder alone."""

    kind: Literal["money"]
    who: Literal["initiator", "partner"]
    key: Literal["capital", "resources"]
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


class FoundsFramework(Rule):
    """Found a framework of the parties, with the domain and the decision rule of the terms (§10)."""

    kind: Literal["founds"]
    at_least: OutcomeWord = "limited"


class TablesResolution(Rule):
    """Put a resolution to the vote of the framework named in the terms; debated next round (§10).

    Where `of` has one word, that is what it is; otherwise the terms say.
    """

    kind: Literal["tables"]
    of: tuple[ResolutionWord, ...] = Field(min_length=1)
    at_least: OutcomeWord = "limited"


class LeavesFramework(Rule):
    """Leave the framework named in the terms (§10)."""

    kind: Literal["leaves"]


class Reconciles(Rule):
    """Change tension between the two powers the move is about (mediation), and their trust in each other."""

    kind: Literal["reconciles"]
    tension: Fours
    trust: Fours


Effect = Annotated[
    ChangeAttribute | ChangeTrust | ChangeTension | ChangeInteroperability | ChangeDependence | LowerThreat
    | ChangeInsight | ChangeMoney | FormsAgreement | EndsAgreement | TestsCrisis | FoundsFramework
    | TablesResolution | LeavesFramework | Reconciles,
    Field(discriminator="kind"),
]  # fmt: skip


FreeEffect = Annotated[
    ChangeAttribute | ChangeTrust | ChangeTension | ChangeInteroperability | ChangeDependence | ChangeInsight
    | ChangeMoney | Reconciles,
    Field(discriminator="kind"),
]  # fmt: skip
"""What a free-form move may do (rulebook §6): numbers, of whoever makes it and of those it is toward."""


class FreeForm(Rule):
    """What a free-form move may bring, by outcome; the facilitator picks it (rulebook §6)."""

    id: Identifier
    title: Text
    summary: Text
    toward: tuple[int, int] = Field(description="fewest and most powers it is toward")
    effects: tuple[FreeEffect, ...]


# --- Moves -----------------------------------------------------------------------------------


class Precedent(Rule):
    """A real event that a rule or a relation leans on, with its year and where it is recorded.

    What governments tell differently stands in `accounts`, and `text` says only what none of them contests.
    """

    text: Text
    accounts: dict[Text, Text] = Field(
        default_factory=dict, max_length=6, description="where governments contradict: who says what"
    )
    year: int = Field(ge=1900, le=2100)
    source: Text

    @cached_property
    def told(self) -> str:
        """The event as it is shown, each contested account with whose it is."""
        if not self.accounts:
            return self.text
        sides = "; ".join(f"{who}: {what}" for who, what in self.accounts.items())
        return f"{self.text} Accounts differ. {sides[:1].upper()}{sides[1:]}."


class Move(Rule):
    """One kind of thing a power can do (rulebook §5).

    A *joint* move needs the consent of its partners; an *order* is unilateral and secret until
    adjudication. `partners` is how many powers it is done with, toward, or between. Where `acceptances`
    is set, those who decline drop out, and it goes ahead with the others as long as so many are left.

    A *public* move is known once agreed, one of *limited* visibility once it succeeds, a *secret* one only
    when it moves what everybody sees, a *covert* one only when it comes to light.
    """

    id: Identifier
    title: Text
    category: Category
    form: Literal["joint", "order"]
    partners: tuple[int, int] = Field(description="fewest and most partners, targets or principals")
    acceptances: int | None = Field(
        None, ge=1, le=5, description="joint: partners that must accept for it to go ahead; none: all"
    )
    summary: Text
    teaching: Text
    module: Module = "core"
    cost: Cost
    partner_cost: Cost = Cost(capital=0, resources=0)
    rounds: int = Field(ge=1, le=6, description="rounds until it resolves")
    weight: int = Field(ge=0, le=5, description="how much third parties notice")
    visibility: Literal["public", "limited", "secret", "covert"]
    exposed_in_36: int | None = Field(
        None, ge=0, le=36, description="covert: how often it comes to light when it went well; none: as usual"
    )
    base: int = Field(ge=-5, le=5, description="how easy the move is in itself")
    domains: tuple[Identifier, ...] = Field((), description="choices for the domain, where it has any")
    threat: Identifier | None = Field(None, description="the shared threat an operation lowers")
    mandated_in: tuple[Identifier, ...] = Field(
        (), description="domains of a framework in which a mandate covers this operation (§10)"
    )
    sizes: tuple[Size, ...] = Field((), description="choices for the size, where it has any")
    durations: tuple[int, int] | None = Field(
        None, description="fewest and most rounds that the agreement may be concluded for"
    )
    safeguards: bool = Field(False, description="whether safeguards are part of the terms")
    leak: int | None = Field(None, ge=0, le=12, description="sensitivity: base leak risk in 36ths")
    joint_benefit: bool = Field(False, description="gains count as benefits, costs as burdens (equity)")
    once: bool = False
    opposes: int = Field(0, ge=0, le=2, description="taken off the roll of what two others do together (§6)")
    requirements: tuple[Requirement, ...] = ()
    effects: tuple[Effect, ...]
    code: str = Field(pattern=r"^\d{2,4}$", description="CAMEO event code")
    precedents: tuple[Precedent, ...] = ()

    @cached_property
    def forms(self) -> FormsAgreement | None:
        """The agreement the move brings into force, if it does."""
        return next((effect for effect in self.effects if isinstance(effect, FormsAgreement)), None)

    @cached_property
    def mediates(self) -> bool:
        """Whether it is an order about what stands between two others."""
        return self.form == "order" and self.partners[0] == 2

    @cached_property
    def tables(self) -> TablesResolution | None:
        """The resolution the move puts to a vote, if it does."""
        return next((effect for effect in self.effects if isinstance(effect, TablesResolution)), None)

    @cached_property
    def founds(self) -> bool:
        """Whether the move founds a framework."""
        return any(isinstance(effect, FoundsFramework) for effect in self.effects)

    @cached_property
    def names_agreement(self) -> bool:
        """Whether the terms of the move name an agreement (suspension of cooperation)."""
        return any(isinstance(effect, EndsAgreement) for effect in self.effects)

    @cached_property
    def names_framework(self) -> bool:
        """Whether the terms of the move name a framework of the initiator's."""
        return any(isinstance(effect, TablesResolution | LeavesFramework) for effect in self.effects)

    @cached_property
    def needs_tension(self) -> NeedsTension | None:
        """The tension that two others must have for it, where it needs any."""
        return next((need for need in self.requirements if isinstance(need, NeedsTension)), None)

    @cached_property
    def needs_joint_move(self) -> bool:
        """Whether two others must have announced something together."""
        return any(isinstance(need, NeedsJointMove) for need in self.requirements)

    @cached_property
    def depends(self) -> bool:
        """Whether what a seat is offered hangs on more than relations, attributes, money and earlier uses."""
        return (
            self.needs_tension is not None
            or self.needs_joint_move
            or self.once
            or self.names_framework
            or self.names_agreement
        )


class AgreementType(Rule):
    """A kind of thing that stays in force (rulebook §5)."""

    id: Identifier
    title: Text
    group: AgreementGroup
    rounds: int = Field(0, ge=0, le=12, description="rounds in force; 0: until ended")
    upkeep: bool = Field(description="counts toward upkeep in political capital")
    summary: Text
