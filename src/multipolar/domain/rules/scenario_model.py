"""What a scenario declares: powers, relations, threats, objectives, injects (rulebook §3, §9, §13).

The same classes are the file format, the JSON Schema, the checks and the opening state. Rules are in
`catalogue`; reading files is the business of `multipolar.scenario`.
"""

from typing import Annotated, Literal

from pydantic import Field

from multipolar.domain.english import day_in_words
from multipolar.domain.rules.catalogue import (
    AttributeKey,
    Identifier,
    Module,
    Precedent,
    RelationshipWord,
    Rule,
    Safeguards,
    Text,
)

PowerId = Annotated[
    str, Field(pattern=r"^[A-Z]{3}$", description="three capital letters, ISO 3166 where real")
]
Percent = Annotated[int, Field(ge=0, le=100)]
ConditionText = Annotated[
    str, Field(min_length=1, max_length=500, description="in the objective language, §9")
]


Day = Annotated[
    str,
    Field(
        pattern=r"^(1[89]|2[01])\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
        description="a day, such as 2026-03-07",
    ),
]


ClockTime = Annotated[
    str, Field(pattern=r"^(\d|1\d|2[0-3]):[0-5]\d$", description="hours and minutes, such as 0:40")
]


class Figure(Rule):
    """A real figure behind an attribute: its value as published, with year and source."""

    value: float = Field(ge=-1e12, le=1e12, allow_inf_nan=False)
    unit: Text
    year: int = Field(ge=1900, le=2100)
    source: Text


class Adjustment(Rule):
    """Points added to what the formula gives, with the reason."""

    attribute: AttributeKey
    by: int = Field(ge=-40, le=40)
    reason: Text


class Place(Rule):
    """A point on the map."""

    name: Text
    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)


Position = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
"""Longitude and latitude, in degrees."""


class Objective(Rule):
    """Something a power wants, and what it is worth (rulebook §9).

    `condition` earns `points`; `partly` (an easier condition) earns `part_points` when the whole is missed.
    """

    id: Identifier
    title: Text
    why: Text
    condition: ConditionText
    points: int = Field(ge=1, le=30)
    partly: ConditionText | None = None
    part_points: int = Field(0, ge=0, le=30)
    secret: bool = False
    needs: tuple[Module, ...] = Field((), description="modules without which it is left out")


class RedLine(Rule):
    """Something a power must not let happen; crossing it costs points, once."""

    id: Identifier
    title: Text
    why: Text
    condition: ConditionText = Field(description="true when the line is crossed")
    loss: int = Field(ge=1, le=30)


class Brief(Rule):
    """The role in one page (product, Brief)."""

    role: Text = Field(description="who you are")
    interests: tuple[Text, ...] = Field(min_length=1)
    brings: Text
    constraints: Text
    talk_first: tuple["Approach", ...] = Field(min_length=1)


class Approach(Rule):
    """Whom to talk to first, and about what."""

    power: PowerId
    about: Text


class PowerSetting(Rule):
    """One power as the exercise begins (rulebook §3)."""

    id: PowerId
    name: Text
    called: Text | None = Field(
        None, description="the name in running text, where that is another: the Maldives"
    )
    adjective: Text
    kind: Literal["established", "emerging"]
    minor: bool = False
    capital: Place
    attributes: dict[AttributeKey, Percent] = Field(min_length=7, max_length=7)
    growth: int = Field(ge=0, le=20)
    stake: int = Field(
        50, ge=30, le=70, description="share of the final that hangs on the architecture, in %"
    )
    doctrine: Identifier = "hedger"
    figures: dict[Identifier, Figure] = Field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    invented: bool = Field(False, description="fictional power: no figures behind it")
    profile: Text | None = Field(
        None, description="who it is as everybody sees it: in the third person, for the other seats"
    )
    brief: Brief
    objectives: tuple[Objective, ...] = ()
    red_lines: tuple[RedLine, ...] = ()


class Relation(Rule):
    """The opening state of a pair; pairs not named are as `relations_default` says."""

    between: tuple[PowerId, PowerId]
    state: RelationshipWord
    rivals: bool = False
    near: Literal["", "land", "sea", "both"] = ""
    friction: int = Field(
        100, ge=0, le=300, description="how readily disputes come up between the two, in per cent (§8)"
    )
    trust: tuple[Percent, Percent] | None = Field(None, description="first in second, second in first")
    tension: Percent | None = None
    interoperability: Percent | None = None
    dependence: tuple[Percent, Percent] | None = Field(None, description="first on second, second on first")
    why: Text
    precedents: tuple[Precedent, ...] = ()


class StandingAgreement(Rule):
    """An agreement in force when the exercise begins."""

    type: Identifier
    parties: tuple[PowerId, ...] = Field(min_length=2)
    title: Text
    year: int = Field(ge=1900, le=2100)
    source: Text
    safeguards: Safeguards | None = None
    rounds_left: int = Field(0, ge=0, le=12)
    precedent_only: bool = Field(False, description="history told in the brief, not in force in play")


class FrameworkSetting(Rule):
    """A framework and its members (rulebook §10)."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$", max_length=12)]
    name: Text
    members: tuple[PowerId, ...] = Field(min_length=2)
    open_to: tuple[PowerId, ...] = Field(
        (), description="powers that can belong to it, where a region or a treaty sets bounds; empty: any"
    )
    mandate: tuple[Identifier, ...] = Field(description="domains it can act in")
    rule: Literal["consensus", "majority", "two_thirds", "lead_nation"]
    cohesion: Percent
    legitimacy: Percent
    year: int | None = Field(None, ge=1900, le=2200)
    source: Text


class Theatre(Rule):
    """A stretch of sea or land where threats live and operations take place."""

    id: Identifier
    name: Text
    place: Place
    on_land: bool = Field(False, description="no ships meet there")
    used_by: tuple[PowerId, ...] = Field(
        (), description="powers whose ships, aircraft or soldiers are there in ordinary times (§8)"
    )


class ThreatSetting(Rule):
    """A shared threat in a theatre (rulebook §11)."""

    kind: Identifier
    theatre: Identifier
    level: Percent
    base: Percent
    exposure: dict[PowerId, Annotated[int, Field(ge=0, le=3)]]
    why: Text
    source: Text | None = None


class InjectNumber(Rule):
    """One change an inject makes: an address such as ``tension(CHN,IND)``, and an amount."""

    target: Annotated[str, Field(pattern=r"^[a-z_]+\([A-Za-z0-9_,]+\)$")]
    by: int = Field(ge=-40, le=40)


class InjectOption(Rule):
    """One way an addressee may answer an inject."""

    id: Identifier
    title: Text
    numbers: tuple[InjectNumber, ...] = ()
    result: Text


class Inject(Rule):
    """An entry of the master scenario event list (rulebook §13).

    Due in a round, on a condition, at a time of the clock that all share, or by hand. Where no clock runs,
    the facilitator releases what waits for it.
    """

    id: Identifier
    number: int | None = Field(None, ge=1, le=9999, description="in the list; left out: its place there")
    title: Text
    text: Text
    round: int | None = Field(None, ge=1, le=12)
    condition: ConditionText | None = None
    clock: ClockTime | None = Field(
        None,
        description="hours and minutes of play after which the clock of a lesson releases it, such as 0:40",
    )
    by_hand: bool = Field(False, description="on the shelf: only the facilitator releases it")
    sender: Text | None = Field(None, description="who it is from: a power, or words")
    addressees: tuple[PowerId, ...] = Field((), description="empty: everyone")
    channel: Literal["news", "cable", "intelligence"] = "news"
    numbers: tuple[InjectNumber, ...] = ()
    options: tuple[InjectOption, ...] = ()
    expected: Text
    objective: Text | None = Field(
        None, description="the learning objective it serves, as it stands under `discussion`"
    )
    owner: Text | None = Field(None, description="who looks after it during the exercise")
    status: Literal["planned", "held", "skipped"] = Field(
        "planned", description="held: not released when due, but by hand; skipped: not at all"
    )
    control_notes: Text | None = None
    content_note: Text | None = Field(
        None, description="what some may not wish to read in it, for whoever sets the exercise up"
    )
    crisis: Identifier | None = Field(None, description="a crisis template it sets off")
    parties: tuple[PowerId, ...] = ()

    @property
    def due(self) -> str:
        """When it is due, in a few words."""
        if self.round:
            return f"round {self.round}"
        if self.clock:
            return f"at {self.clock} of play"
        return "by hand" if self.by_hand else "on a condition"


class CrisisText(Rule):
    """Words of this scenario for a crisis template, for all pairs or for one, or for a theatre."""

    template: Identifier
    between: tuple[PowerId, ...] = ()
    theatre: Identifier | None = None
    texts: tuple[Text, ...] = Field(min_length=1)
    precedents: tuple[Precedent, ...] = ()


class IndexRules(Rule):
    """Constants of the collective indices, fitted to the scenario (rulebook §9)."""

    peace_base: int = Field(ge=20, le=1000)
    peace_tension: int = Field(
        ge=0, le=20, description="halves taken per point of the mean of the highest tensions"
    )
    peace_acute: int = Field(ge=0, le=50)
    peace_confrontation: int = Field(ge=0, le=50)
    peace_conflict: int = Field(ge=0, le=100)
    peace_pairs: int = Field(
        10, ge=1, le=120, description="so many pairs, those with the highest tensions, are read"
    )
    resilience_base: int = Field(ge=0, le=1000)
    resilience_slope: int = Field(ge=0, le=20)
    resilience_unexposed: int = Field(
        50, ge=0, le=100, description="resilience where nobody is exposed to any threat"
    )
    transparency_pair: int = Field(ge=0, le=100)
    transparency_base: int = Field(
        0, ge=-100, le=100, description="transparency of an order without any of it"
    )
    transparency_paper: int = Field(ge=0, le=100)
    transparency_most: int = Field(2, ge=0, le=10, description="measures that count for one pair, at most")
    inclusion_slope: int = Field(ge=0, le=20)
    inclusion_base: int = Field(
        50, ge=0, le=100, description="inclusion where every share is as the share of heads"
    )
    inclusion_decisions_slope: int = Field(ge=0, le=20)
    inclusion_undecided: int = Field(
        35, ge=0, le=100, description="share of decisions, in per cent, while fewer than two are taken"
    )
    equity_base: int = Field(ge=0, le=500)
    equity_slope: int = Field(ge=0, le=20)
    equity_stake: int = Field(
        default=0,
        ge=0,
        le=100,
        description="gains and burdens each ranked power is taken to have had before play",
    )
    balance_slope: int = Field(ge=0, le=50)
    balance_centre: int = Field(ge=0, le=100)
    balance_strained: int = Field(ge=0, le=100)
    balance_poles: int = Field(ge=0, le=100)
    balance_unframed: int = Field(
        25, ge=0, le=100, description="what counts for cohesion where there is no framework"
    )
    poles_least: int = Field(ge=10, le=160, description="tenths of effective poles")
    poles_most: int = Field(ge=10, le=160)


class Evidence(Rule):
    """What shows in a record that a learning objective was touched."""

    moves: tuple[Identifier, ...] = Field((), description="moves that were resolved")
    events: tuple[Identifier, ...] = Field((), description="kinds of events, such as `relationship_moved`")


class Discussion(Rule):
    """A learning objective with a question for the debrief.

    The debrief asks three: first those whose condition (without an owner) holds at the end, then those
    without one, in the order in which they stand.
    """

    objective: Text
    question: Text
    condition: ConditionText | None = None
    touched_by: Evidence = Evidence(moves=(), events=())


class FirstChoice(Rule):
    """What somebody who knows nothing yet is offered: a length and a seat."""

    preset: Identifier = "standard"
    seat: PowerId


class FrictionSetting(Rule):
    """How readily disputes come up by chance, in per cent of what the rules say (§8).

    Where many powers meet, each pair has less to do with each other.
    """

    rivals: int = Field(100, ge=10, le=300, description="between declared rivals")
    others: int = Field(100, ge=10, le=300, description="between all other pairs")


class ScenarioModel(Rule):
    """A whole scenario: the file in `scenarios/`."""

    format: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    title: Text
    summary: Text
    story: Text
    begins: int = Field(
        ge=1900, le=2200, description="year in which the first round begins; two rounds a year"
    )
    cut_off: Day | None = Field(None, description="the last day whose events and figures are told as real")
    disclaimer: Text
    first_choice: FirstChoice | None = Field(None, description="the length and seat set-up opens with")
    powers: tuple[PowerSetting, ...] = Field(min_length=2, max_length=16)
    relations_default: RelationshipWord = "correct"
    relations: tuple[Relation, ...]
    agreements: tuple[StandingAgreement, ...] = ()
    frameworks: tuple[FrameworkSetting, ...] = ()
    theatres: tuple[Theatre, ...] = ()
    coast: tuple[tuple[Position, ...], ...] = Field(
        (),
        max_length=400,
        description="lines of [longitude, latitude] for a map of an invented region; left out: the world's",
    )
    threats: tuple[ThreatSetting, ...] = ()
    injects: tuple[Inject, ...] = ()
    crisis_texts: tuple[CrisisText, ...] = ()
    central_conflict: tuple[PowerId, PowerId] | None = Field(
        None, description="the two whose conflict the exercise is about: their crises are the most frequent"
    )
    friction: FrictionSetting = FrictionSetting(rivals=100, others=100)
    indices: IndexRules
    discussion: tuple[Discussion, ...] = ()

    @property
    def notice(self) -> str:
        """The disclaimer as it is shown, after the day up to which facts are told."""
        if self.cut_off is None:
            return self.disclaimer
        return f"Facts as of {day_in_words(self.cut_off)}, the cut-off date. {self.disclaimer}"
