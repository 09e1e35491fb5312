"""The words of the rulebook as enumerations, and the addresses of its numbers.

Every number of the world has one address, a short string such as ``trust(IND,CHN)``. The same string
stands in events, in objectives, on the command line (``multipolar why``) and in the record, so that a
number can be asked about wherever it is met. No rule belongs here.
"""

from enum import IntEnum, StrEnum
from functools import cache

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
    CLOSED = "closed"


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


@cache
def of(key: str, power: str) -> str:
    """Address of a number of one power, such as ``economy(IND)``."""
    return f"{key}({power})"


@cache
def toward(key: str, a: str, b: str) -> str:
    """Address of a number of an ordered pair, such as ``trust(IND,CHN)``: of IND, toward CHN."""
    return f"{key}({a},{b})"


@cache
def between(key: str, a: str, b: str) -> str:
    """Address of a number of an unordered pair, such as ``tension(CHN,IND)``: ids in order."""
    return f"{key}({a},{b})" if a < b else f"{key}({b},{a})"


@cache
def split(target: str) -> tuple[str, tuple[str, ...]]:
    """Take an address apart: its key, and the names in it.

    Raises:
        ValueError: when the text is not ``key(name)`` or ``key(name,name)``.
    """
    key, opening, rest = target.partition("(")
    if not opening or not rest.endswith(")") or not key:
        raise ValueError(f"'{target}' is not an address such as trust(IND,CHN)")
    return key, tuple(name.strip() for name in rest[:-1].split(","))


SCALE = frozenset(
    (*ATTRIBUTES, "trust", "dependence", "tension", "interoperability", "threat", "cohesion", "legitimacy",
     "insight", "grievance", "severity", "index", "architecture")
)  # fmt: skip
"""Keys whose numbers live on the 0-100 scale."""


@cache
def bounds(target: str) -> tuple[int, int]:
    """The least and the greatest value of a number: 0-100 for the scale, else its own range."""
    key = target.partition("(")[0]
    if key in SCALE:
        return 0, 100
    if key == "relationship":
        return 0, 6
    if key == "momentum":
        return -99, 99
    return 0, 100_000


OWN = frozenset({"trust", "capital", "resources", "insight", "grievance", "national", "final"})
"""Keys whose numbers only their (first-named) owner may know."""
PUBLIC = frozenset(
    (*ATTRIBUTES, "growth", "remainder", "tension", "interoperability", "relationship", "threat", "relief",
     "cohesion", "legitimacy", "severity", "index", "architecture", "burden", "benefit", "honoured", "kept",
     "breaches")
)  # fmt: skip
"""Keys whose numbers everybody may know; what stands in no list, nobody may."""


@cache
def audience_of(target: str) -> tuple[str, ...]:
    """Who may know a number (rulebook §4): everyone, the pair, its owner alone, or control alone."""
    key, names = split(target)
    if key in PUBLIC:
        return EVERYONE
    if key in OWN:
        return (names[0],)
    return tuple(sorted(names)) if key == "dependence" else ()
