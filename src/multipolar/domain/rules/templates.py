"""The words crisis templates are written in: what brings a crisis about, and what it is (rulebook §8).

Closed and small, like `catalogue`: a rule set may combine these words, not add to them. How triggers are
drawn is in `triggers`; nothing here knows the state of a world.
"""

from typing import Annotated, Literal

from pydantic import Field

from multipolar.domain.rules.catalogue import AttributeKey, Identifier, Module, Precedent, Rule, Text

Thousandths = Annotated[int, Field(ge=0, le=1000)]
"""A hazard in 1,000ths a draw."""
Rate = tuple[int, int]
"""(rate, offset): a hazard in 1,000ths a round of ``rate * (offset + tension) / 90`` (numbers §6)."""


class FrictionTrigger(Rule):
    """A dispute arises by chance between two powers, likelier the more tension (numbers §6).

    The rates are by kind of pair (see `dyads`); a rate of 0 leaves the kind out.
    """

    kind: Literal["friction"]
    rivals: Rate
    near: Rate = Field(description="neighbours, and pairs at odds that use a theatre together")
    theatre: Rate | None = Field(None, description="pairs that use a theatre together; left out: as `others`")
    apart: Rate | None = Field(None, description="pairs at odds that meet nowhere; left out: as `near`")
    others: Rate = Field(description="pairs that meet nowhere and are not at odds")
    neighbours: bool = Field(False, description="only between powers that lie near each other")


class AlarmTrigger(Rule):
    """One of two powers has armed or paraded in the last rounds, and the other takes alarm."""

    kind: Literal["alarm"]
    moves: tuple[Identifier, ...] = Field(min_length=1)
    rounds: int = Field(ge=1, le=4, description="how long such a move is remembered")
    rate: Rate = Field(description="between declared rivals, and pairs at odds (strained or worse)")
    near: Rate = Field((0, 0), description="between other neighbours")


class MoveTrigger(Rule):
    """A move brings it about (show of force); the move's own effect names the template."""

    kind: Literal["move"]


class ExposureTrigger(Rule):
    """A covert move that came to light brings it about, between its target and its author."""

    kind: Literal["exposure"]
    moves: tuple[Identifier, ...] = Field(min_length=1)
    hazard: Thousandths


class ThreatTrigger(Rule):
    """A shared threat at or over a level brings it about by chance (1,000ths a round and theatre).

    An emergency strikes those most exposed. In a confrontation the one that is struck accuses the
    strongest power it is at odds with; where there is none, nothing comes of it.
    """

    kind: Literal["threat"]
    threat: Identifier
    at_least: int
    hazard: Thousandths
    most: int = Field(3, ge=1, le=5, description="how many it strikes; one is drawn by exposure")


class UnrestTrigger(Rule):
    """Low stability brings it about by chance (steps of stability to 1,000ths a round)."""

    kind: Literal["unrest"]
    steps: tuple["HazardStep", ...]


class HazardStep(Rule):
    """Under a bound, a hazard in 1,000ths a round."""

    under: int
    hazard: Thousandths


class ChanceTrigger(Rule):
    """It may strike any power by mere chance, and its neighbours with it."""

    kind: Literal["chance"]
    hazard: Thousandths
    spreads: Thousandths = Field(0, description="for each neighbour, in 1,000ths")


class DeploymentTrigger(Rule):
    """Each deployment under way, or completed in the last round, may bring it about."""

    kind: Literal["deployment"]
    moves: tuple[Identifier, ...] = Field(min_length=1)
    hazard: Thousandths


class LeakTrigger(Rule):
    """A technology leak brings it about, by the chance the leak rules give."""

    kind: Literal["leak"]


class HedgingTrigger(Rule):
    """A power that deepens ties with those one is at odds with is asked to choose (1,000ths a round)."""

    kind: Literal["hedging"]
    hazard: Thousandths


class RiftTrigger(Rule):
    """Allies fall out: after a pact was called in vain, or where trust between them wears thin.

    Allies are joined by a pact, or are partners in a framework.
    """

    kind: Literal["rift"]
    reneged: Thousandths = Field(description="in the round after a pact was not honoured")
    distrust: Thousandths = Field(description="a round, while the lower trust is under the bound")
    trust_under: int = Field(ge=0, le=100)


Trigger = Annotated[
    FrictionTrigger | AlarmTrigger | MoveTrigger | ExposureTrigger | ThreatTrigger | UnrestTrigger
    | ChanceTrigger | DeploymentTrigger | LeakTrigger | HedgingTrigger | RiftTrigger,
    Field(discriminator="kind"),
]  # fmt: skip


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
    overthrows: bool = Field(False, description="an emergency that may bring a government down")
    stakes: Text
    texts: tuple[Text, ...] = Field(min_length=1)
    code: str = Field(pattern=r"^\d{2,4}$")
    precedents: tuple[Precedent, ...] = ()

    def triggered(self, kind: type[Rule]) -> bool:
        """Whether a kind of trigger can bring it about."""
        return any(isinstance(trigger, kind) for trigger in self.triggers)
