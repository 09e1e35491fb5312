"""The rule set as a whole: the numbers of the rules, doctrines, presets.

The words that moves are written in are in `catalogue`, those of crises in `templates`; these are the
declarations built with them, each read from one place of the YAML files. Nothing here knows the state of
a world.
"""

from typing import Literal

from pydantic import Field

from multipolar.domain.rules.catalogue import (
    AgreementGroup,
    AgreementType,
    AttributeKey,
    Category,
    Cost,
    CrisisModifier,
    DecisionRule,
    EmergencyModifier,
    FreeForm,
    Identifier,
    Module,
    Move,
    MoveModifier,
    Rule,
    Safeguards,
    Step,
    Text,
    UpheavalModifier,
)
from multipolar.domain.rules.templates import CrisisTemplate

# --- Numbers of the rules --------------------------------------------------------------------
#
# A number with a default came later than the first saves: the default is what held until then, and stays.


class RollRules(Rule):
    """2d6 and what is added to them (§6)."""

    outcomes: tuple[int, int, int] = Field(
        (7, 10, 12), description="totals from which it is limited, a success, a breakthrough"
    )
    hotline_from: int = Field(40, description="tension from which a hotline helps a move")
    protector_within: int = Field(
        20,
        description="how much less capable than who threatens its ally a protector may be, and still deter",
    )


class ChannelRules(Rule):
    """Which agreements are meant where a reading, or a rule, asks for a channel between two powers."""

    hotline: tuple[Identifier, ...] = Field(
        ("hotline",), description="a line to each other's leaders (§6, §8)"
    )
    notification: tuple[Identifier, ...] = Field(
        ("exercise_notification",), description="notice of exercises"
    )
    observers: tuple[Identifier, ...] = Field(
        ("exercise_observers", "data_exchange"), description="a look at each other's exercises"
    )
    code_at_sea: tuple[Identifier, ...] = Field(
        ("incidents_at_sea",), description="how ships and aircraft behave when they meet"
    )
    code_domain: Identifier = Field("maritime", description="domain of the crises which that code calms")
    guards: tuple[Identifier, ...] = Field(
        ("cyber_centre",), description="guards the networks of its parties (§6)"
    )
    outlasts_conflict: tuple[Identifier, ...] = Field(
        ("hotline",), description="what two powers keep through an open conflict (§8)"
    )


class TermRules(Rule):
    """How far the terms of a proposal may go (§5)."""

    share_most: int = Field(2, ge=0, description="resources of a partner's cost that change sides, at most")
    payment_most: int = Field(3, ge=0, description="resources one side pays each of the other, at most")
    promises_most: int = Field(3, ge=0, description="promises in one proposal, at most")
    versions_most: int = Field(3, ge=1, description="versions of a proposal, the first among them")


class MinorRules(Rule):
    """What is closed to powers that are not ranked (§5)."""

    propose_nothing_in: tuple[Identifier, ...] = Field(
        ("intro", "standard"), description="presets in which they answer and table nothing"
    )


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
    tension_divisor: int = Field(
        2, gt=0, description="warmth is the lower trust less tension divided by this"
    )
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
    unsettled_tension: int = Field(1, description="tension that such a loss brings besides")
    gain: int
    gain_weight: int
    approval: int = Field(1, description="trust of the target's adversaries in who coerces it")
    exempt: tuple[Category, ...]
    hedging_loss: int = Field(description="grievance not yet faded that counts as being hedged against")
    limited_divisor: int = Field(
        2, gt=0, description="divides the weight of a move of limited visibility, rounded up"
    )
    grievance_fades: int = Field(2, gt=0, description="this part of a grievance fades each round, rounded up")


class PromiseRules(Rule):
    """What kept and broken promises do (§2)."""

    broken_trust: int
    broken_standing: int
    late_trust: int
    kept_trust: int
    breach_trust: int
    breach_onlookers: int
    others_divisor: int = Field(
        2, gt=0, description="divides what those make of it who know a promise that was not made toward them"
    )
    kept_count: int = Field(1, description="what a kept promise counts toward reputation")
    broken_count: int = Field(1, description="breaches that a broken promise counts for")
    breach_count: int = Field(1, description="breaches that a breach of an agreement counts for")


class SizeRules(Rule):
    """What the size of a drill or an operation changes (§5)."""

    resources: int = Field(ge=-3, le=3, description="more or less for each side that pays resources")
    percent: int = Field(ge=0, le=300, description="of what it does for interoperability and against threats")
    scale: int = Field(ge=-1, le=1, description="what the modifier of size reads")


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
    firm_under: int = Field(25, description="trust in the other under which a principal counts as firm")
    eases_from: int = Field(45, description="trust in the other from which it counts as ready to ease")


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
    relief_divisor: int = Field(
        2, gt=0, description="this part of what operations do takes effect each round"
    )
    exposed_from: int = Field(2, description="exposure from which a threat strikes a power first (§8)")
    struck_most: int = Field(
        3, ge=1, description="powers that a disaster, or losses abroad, strike at most (§8)"
    )
    harms: dict[Identifier, AttributeKey] = Field(description="which attribute each kind of threat harms")


Pressing = Literal["ease", "hold", "press", "mobilise"]
"""What a principal may do in an exchange, short of conceding."""
_PRESSURE: dict[Pressing, int] = {"ease": -1, "hold": 0, "press": 1, "mobilise": 2}
_ADVANTAGE: dict[Pressing, int] = {"ease": 2, "hold": 1}


class SettleRules(Rule):
    """How a crisis ends, and what it does (§8; numbers §6)."""

    breaks_out_at_most: int
    warning_tension: int
    exchanges: int
    ladder_steps: tuple[Step, ...] = Field(description="2d6 + calm - pressure to rungs up (+) or down (-)")
    pressure: dict[Pressing, int] = Field(
        default_factory=lambda: dict(_PRESSURE),
        description="how much each response of a principal presses; `concede` ends the exchange instead",
    )
    advantage_over: dict[Pressing, int] = Field(
        default_factory=lambda: dict(_ADVANTAGE),
        description="advantage of who presses or mobilises over one that does neither",
    )
    deterred_percent: int = Field(50, ge=0, le=100, description="of a hazard between two with a pact")
    deterred_by_others_percent: int = Field(60, ge=0, le=100, description="where one has a pact with a third")
    recent_rounds: int = Field(
        0, ge=0, le=8, description="rounds back in which a confrontation of the two counts as recent"
    )
    recent_percent: int = Field(100, ge=0, le=400, description="of a hazard after a recent confrontation")
    unequal_from: int = Field(101, ge=1, description="lead in capability from which two are unequal")
    unequal_percent: int = Field(100, ge=0, le=100, description="of a hazard between unequal powers")
    friends_climb: int = Field(
        2, ge=1, le=3, description="rungs an exchange at most, between powers at cooperative or better"
    )
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
    hostile: int = Field(75, description="tension with a principal from which nobody can mediate")
    conflict: dict[Literal["stability", "economy", "standing", "capability"], int]
    conflict_trust: int
    conflict_tension: int
    conflict_onlookers_economy: int
    conflict_ends: bool = Field(description="whether an open conflict ends the exercise")
    mediating_reneges: bool = Field(
        True, description="whether an ally that is called and mediates has refused its ally"
    )
    aggressor_calls: bool = Field(
        True, description="whether who pressed harder than the other, as it climbed, calls its pacts as well"
    )
    honour_trust: int
    honour_advantage: int
    honour_tension: int
    honour_count: int = Field(1, description="what an honoured pact counts toward reputation")
    renege_trust: int
    renege_standing: int
    renege_breaches: int = Field(2, ge=0, description="breaches that reputation counts for it")
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


class CoupRules(Rule):
    """How an upheaval ends for the government it shakes (§8, §16).

    Left out, as in rules of before, no government falls.
    """

    unsettled: int = Field(30, description="stability under which running initiatives are suspended (§3)")
    falls_at_most: int = Field(0, description="2d6 + what holds it up, at or under which it falls")
    fallen: dict[AttributeKey, int] = Field(default_factory=dict, description="what a fall costs the power")
    held: dict[AttributeKey, int] = Field(default_factory=dict, description="what having held on does")
    minded: int = Field(100, ge=0, le=100, description="governance from which others mind it")
    minded_trust: int = Field(0, description="what their trust loses by it")
    suspends: tuple[AgreementGroup, ...] = Field((), description="agreements with them that are suspended")


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
    position: tuple[AttributeKey, ...] = Field(
        ("economy", "capability", "standing", "autonomy", "stability"),
        description="attributes whose change is the position of a power",
    )
    peace_divisor: int = Field(2, gt=0, description="divides what tension takes from peace")
    cohesion_divisor: int = Field(2, gt=0, description="divides what the mean cohesion gives to balance")
    uncounted: tuple[Category, ...] = Field(
        ("coercion", "domestic"), description="initiatives that are nobody's share of the order (inclusion)"
    )
    decisions_least: int = Field(2, ge=1, description="decisions from which their share counts (inclusion)")


class FrameworkRules(Rule):
    """Frameworks (§10; numbers §8): founding, deciding, cohesion, legitimacy.

    Attributes:
        code: the agreement type that an adopted code brings into force among the members.
        legitimacy_base: legitimacy of a framework without members, to which is added a share of
            `legitimacy_members` as its members are a share of all powers, and the rule's own part.
    """

    founded_most: int = Field(ge=0, description="frameworks founded in an exercise, at most")
    founded_by_one: int = Field(ge=0)
    founding_cohesion: int
    founding_outcome: int = Field(description="cohesion for each step of the founding's outcome")
    paralysed_under: int
    dissolved_under: int
    members_least: int = Field(ge=2)
    mandate_rounds: int = Field(ge=1, description="rounds a mandate holds, from the next on")
    mandate_saves: int = Field(ge=0, description="resources the initiator of a mandated operation saves")
    code: Identifier
    code_tension: int
    condemn_standing: int
    condemn_trust: int
    condemn_tension: int
    admit_standing: int
    admit_strained: int = Field(description="cohesion for each member strained or worse with the newcomer")
    rule_overruled: int
    unanimous: int
    overruled: int
    failed: int
    left_cohesion: int
    left_trust: int
    strained_pair: int = Field(description="cohesion a round for each pair of members strained or worse")
    ranks_broken: int = Field(description="cohesion when a member coerces another in public")
    rival_ties: int = Field(description="cohesion when a member's ties to one at odds with another deepen")
    joint_success: int
    recovers_under: int
    recovers: int
    legitimacy_base: int
    legitimacy_members: int
    legitimacy_rule: dict[DecisionRule, int]


class IntentRules(Rule):
    """Which decisions are weighty enough to ask what they are for (§2)."""

    weight: int = Field(ge=0, le=6, description="initiatives whose move weighs so much or more")
    categories: tuple[Category, ...] = Field(description="and all moves of these categories")


class Preset(Rule):
    """How long and how much (§15)."""

    id: Identifier
    title: Text
    rounds: int = Field(ge=1, le=40)
    minutes: int = Field(ge=10, le=600)
    modules: tuple[Module, ...]


# --- Doctrines -------------------------------------------------------------------------------


class WeighingRules(Rule):
    """What all doctrines have in common when they weigh, in tenths a point (§14; numbers §10)."""

    capital_held: int = Field(5, description="a point of capital to its holder")
    resource_held: int = Field(3, description="a resource to its holder")
    capital_spent: int = Field(22, description="a point of capital that is paid, in fortieths of a point")
    resource_spent: int = Field(11, description="a resource that is paid, in fortieths of a point")
    friction: int = Field(15, description="tension up to which nobody needs a channel")
    calm_at: int = Field(40, gt=0, description="tension over that at which a channel counts in full")
    friction_most: int = Field(60, description="tension over that at which a channel counts most")
    pact: Identifier = Field("security_pact", description="the weightiest agreement there is")
    toward_pact: Identifier = Field("defence_agreement", description="what a pact is built on")
    pact_more: int = Field(2, description="times an agreement's worth that a pact counts more")
    at_ease: int = Field(20, description="tension that a power without rivals insures itself against")
    protection_divisor: int = Field(450, gt=0, description="own threat x tension x capability to tenths")
    contested: tuple[AttributeKey, ...] = Field(
        ("standing", "capability"),
        description="attributes in which a rival's loss counts in full, not by half",
    )
    dependence: int = Field(-2, description="a point of one's own dependence")
    depended_on: int = Field(1, description="a point of another's dependence on oneself")
    insight_rival: int = Field(3, description="a point of insight into a rival")
    insight_other: int = Field(1, description="a point of insight into another power")
    leak: int = Field(2, description="a 36th of a risk of leaks, taken off")
    opposition: int = Field(
        3, description="a point off the roll of others, times what a rival's loss is worth"
    )
    no_quarrel: int = Field(20, description="what it costs to press a power with which there is no quarrel")
    agreement_broken: int = Field(5, description="what it costs to end an agreement, times honour")
    word: int = Field(20, description="what one's word is worth")
    word_honour: int = Field(4, description="and how often honour is added to that")
    exposed_trust: int = Field(7, description="trust that coming to light is reckoned to cost")
    exposed_tension: int = Field(5, description="tension that it is reckoned to bring")
    exposed_standing: int = Field(2, description="standing that it is reckoned to cost")


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
    modifiers: tuple[MoveModifier, ...]
    modifier_cap: int = Field(ge=0, le=10)
    calm: tuple[CrisisModifier, ...] = Field(description="modifiers of the crisis roll")
    relief: tuple[EmergencyModifier, ...] = Field(description="modifiers of whether an emergency breaks out")
    holds: tuple[UpheavalModifier, ...] = Field(
        (), description="modifiers of whether a government outlasts upheaval"
    )
    crises: tuple[CrisisTemplate, ...]
    doctrines: tuple[Doctrine, ...]
    presets: tuple[Preset, ...]
    weighing: WeighingRules = WeighingRules.model_validate({})
    rolls: RollRules = RollRules.model_validate({})
    channels: ChannelRules = ChannelRules.model_validate({})
    terms: TermRules = TermRules.model_validate({})
    minor_powers: MinorRules = MinorRules.model_validate({})
    money: MoneyRules
    trust: TrustRules
    relationship: RelationshipRules
    third_parties: ThirdPartyRules
    promises: PromiseRules
    opposition_most: int = Field(2, ge=0, le=5, description="the most that opposition takes off a roll (§6)")
    sizes: dict[Identifier, SizeRules] = Field(default_factory=dict)
    leaks: LeakRules
    covert: CovertRules
    threats: ThreatRules
    settle: SettleRules
    intent: IntentRules = Field(
        default_factory=lambda: IntentRules(weight=3, categories=("coercion",)),
        description="absent in saves from before persons were asked",
    )
    coup: CoupRules = Field(default_factory=lambda: CoupRules.model_validate({}))
    free_forms: tuple[FreeForm, ...] = Field(
        (), description="what free-form moves may bring; in the record where somebody facilitates"
    )
    scores: ScoreRules
    frameworks: FrameworkRules | None = Field(
        None, description="absent in saves from before frameworks could decide anything"
    )
