"""The words of the rulebook as enumerations: phases, states, outcomes, stages. No rule belongs here."""

from enum import IntEnum, StrEnum

CONTROL = "control"
"""The seat of the facilitator, or of the program when nobody facilitates (rulebook §13)."""
PERSON = "person"
"""What a seat is run by when it is not a doctrine."""
OBSERVER = "observer"
"""A seat that sees what is public and decides nothing (rulebook §12)."""
EVERYONE = ("*",)
"""The audience of what is public."""


class Phase(StrEnum):
    """The phases of the session (rulebook §2)."""

    LOBBY = "lobby"
    BRIEFING = "briefing"
    SITUATION = "situation"
    DELIBERATION = "deliberation"
    ADJUDICATION = "adjudication"
    CRISIS = "crisis"
    ASSESSMENT = "assessment"
    DEBRIEF = "debrief"


class Relationship(IntEnum):
    """The public state of a pair, worst to best (rulebook §4)."""

    RUPTURE = 0
    ADVERSARIAL = 1
    STRAINED = 2
    CORRECT = 3
    COOPERATIVE = 4
    PARTNER = 5
    ALLIED = 6

    @property
    def word(self) -> str:
        """The state as the rulebook spells it."""
        return self.name.lower()


RELATIONSHIPS = tuple(state.word for state in Relationship)


class Outcome(IntEnum):
    """The four outcomes of a roll (rulebook §6), as indices into every four-part table."""

    SETBACK = 0
    LIMITED = 1
    SUCCESS = 2
    BREAKTHROUGH = 3

    @property
    def word(self) -> str:
        """The outcome as the rulebook spells it."""
        return self.name.lower()


OUTCOMES = tuple(outcome.word for outcome in Outcome)
"""The outcomes as the rulebook spells them, from the worst to the best."""


class InitiativeState(StrEnum):
    """The life of one use of a move (rulebook §5)."""

    TABLED = "tabled"
    COUNTERED = "countered"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    COLLAPSED = "collapsed"


class AgreementState(StrEnum):
    """The life of what stays in force (rulebook §5)."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    BREACHED = "breached"
    EXPIRED = "expired"


class Stage(StrEnum):
    """The ladder of a crisis, and its ways down (rulebook §8)."""

    LATENT = "latent"
    WARNING = "warning"
    ACUTE = "acute"
    CONFRONTATION = "confrontation"
    BRINK = "brink"
    CONFLICT = "conflict"
    EASING = "easing"
    SETTLED = "settled"
    FROZEN = "frozen"


class ResolutionState(StrEnum):
    """The life of a resolution of a framework (rulebook §10)."""

    TABLED = "tabled"
    DEBATED = "debated"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    DROPPED = "dropped"
    LAPSED = "lapsed"


OPEN_STAGES = frozenset({Stage.ACUTE, Stage.CONFRONTATION, Stage.BRINK})
"""Stages in which seats are asked for a response."""
RUNGS = (Stage.LATENT, Stage.WARNING, Stage.ACUTE, Stage.CONFRONTATION, Stage.BRINK, Stage.CONFLICT)
"""The ladder from bottom to top."""


class PromiseState(StrEnum):
    """What became of a promise (rulebook §2, signal, promise, deed)."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    IMPOSSIBLE = "impossible"
    VOID = "void"


ATTRIBUTES = (
    "economy",
    "capability",
    "technology",
    "governance",
    "stability",
    "standing",
    "autonomy",
)
"""The public attributes of a power on the 0-100 scale (rulebook §3)."""
INDICES = ("peace", "resilience", "transparency", "inclusion", "equity", "balance")
"""The collective indices; their mean is the architecture score (rulebook §9)."""

PROJECTOR = "projector"
"""Who sees what an observer sees, large, on a screen of its own."""
LONGEST_NAME = 40
"""Characters of the name under which a person joins."""
