"""Who is asked in a crisis, what they may choose, and what calms it (rulebook §8).

Pure readings of the world, shared by the resolution of exchanges and by the views of seats. Nothing
here rolls or writes.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from multipolar.domain.addresses import of
from multipolar.domain.english import listed
from multipolar.domain.mechanics.crises.dyads import meet_nowhere
from multipolar.domain.mechanics.odds import WAYS, sum_of
from multipolar.domain.mechanics.requirements import affordable
from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.views import ChoiceSeen
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Cost, CrisisReading, EmergencyReading
from multipolar.domain.rules.complete import complete
from multipolar.domain.rules.ruleset import ChannelRules
from multipolar.domain.vocabulary import Relationship, Stage

STAGE_NUMBER = {Stage.WARNING: 1, Stage.ACUTE: 2, Stage.CONFRONTATION: 3, Stage.BRINK: 4}


def is_asked(world: World, crisis: Crisis, power: str) -> bool:
    """Whether a power is asked for a response: the parties, their allies, and every ranked power."""
    if power in crisis.parties:
        return True
    if power in world.rules.ranked:
        return True
    return any(True for party in crisis.parties[:2] for _ in world.in_force(power, party, group="pact"))


def asked(world: World, crisis: Crisis) -> tuple[str, ...]:
    """Every power that is asked, in the scenario's order."""
    return tuple(power for power in world.rules.ids if is_asked(world, crisis, power))


def default_choice(crisis: Crisis, power: str) -> str:
    """What counts when a seat has not chosen in time: hold, absorb, or stay out."""
    if crisis.kind == "confrontation":
        return "hold" if power in crisis.parties[:2] else "stay_out"
    return "absorb" if power in crisis.parties else "stay_out"


def must_honour(world: World, crisis: Crisis, power: str) -> tuple[str, ...]:
    """Principals whose pact with this power, still in force, is called on in this exchange (§8)."""
    if crisis.kind != "confrontation" or crisis.stage not in (Stage.CONFRONTATION, Stage.BRINK):
        return ()
    return tuple(
        principal
        for ally, principal in crisis.called
        if ally == power
        and ally not in crisis.answered
        and any(True for _ in world.in_force(power, principal, group="pact"))
    )


def choices_for(world: World, crisis: Crisis, power: str) -> tuple[ChoiceSeen, ...]:
    """What a power may choose, each with what it may cost and why it is blocked when it is."""
    if crisis.kind == "emergency":
        return _of_affected(world, power) if power in crisis.parties else _of_helpers(world, crisis, power)
    if power in crisis.parties[:2]:
        return _of_principals(world, crisis, power)
    return _of_others(world, crisis, power)


def _of_principals(world: World, crisis: Crisis, power: str) -> tuple[ChoiceSeen, ...]:
    rules = world.rules.base.settle
    a, b = crisis.parties[:2]
    other = world.rules.name(b if power == a else a)
    price = (rules.mobilise_cost.capital, rules.mobilise_cost.resources)
    concede = (
        f"for you standing {rules.concede_standing:+d} and stability {rules.concede_stability:+d}, for it "
        f"standing {rules.prevail_standing:+d}, tension between you {rules.concede_tension:+d}"
    )
    ease = "Signal restraint: it lowers pressure and, if both ease, settles; exposed if the other presses"
    press = "Raise pressure for advantage; the crisis may climb a rung"
    mobilise = "Move forces: most pressure, and the stakes rise for all"
    return (
        ChoiceSeen("concede", "Concede", f"{other} prevails and the crisis ends; {concede}"),
        ChoiceSeen("ease", "Ease", ease),
        ChoiceSeen("hold", "Hold", "Neither yield nor press"),
        ChoiceSeen("press", "Press", press),
        ChoiceSeen("mobilise", "Mobilise", mobilise, price, _unaffordable(world, crisis, power, price)),
    )


def _of_others(world: World, crisis: Crisis, power: str) -> tuple[ChoiceSeen, ...]:
    principals = crisis.parties[:2]
    called = [world.rules.name(principal) for principal in must_honour(world, crisis, power)]
    warning = ""
    if called:
        kept = "backing" if world.rules.base.settle.mediating_reneges else "backing or mediating"
        warning = f" Your pact with {listed(called)} is called: anything but {kept} reneges on it."
    bound = world.rules.base.settle.hostile
    hostile = max(world.tension(power, principal) for principal in principals) >= bound
    at_odds = f"tension with a principal is {bound} or more" if hostile else ""
    joined = "" if _framework(world, crisis, power) else "no framework joins you and a principal"
    rules = world.rules.base.settle
    back = (
        f"Stand openly by one side: its advantage {rules.honour_advantage:+d}, its trust in you "
        f"{rules.honour_trust:+d}, tension between you and the other side {rules.honour_tension:+d}."
    )
    return (
        ChoiceSeen("stay_out", "Stay out", f"Keep your distance.{warning}"),
        ChoiceSeen(
            "mediate",
            "Mediate",
            f"Offer good offices: calms the roll and helps a settlement.{warning}",
            blocked=at_odds,
        ),
        ChoiceSeen(
            "framework",
            "Take it to a framework",
            f"Bring it before a framework to which you and a principal belong.{warning}",
            blocked=joined,
        ),
        ChoiceSeen("back", "Back a principal", back + warning, backing=principals),
    )


def _of_affected(world: World, power: str) -> tuple[ChoiceSeen, ...]:
    rules = world.rules.base.settle
    own = f"severity −{coped_with(world, power)}"
    asked = f"each that helps brings it down by {rules.ask_bonus} more; autonomy {rules.ask_autonomy:+d}"
    seal = f"severity −{rules.seal_relief}, economy {rules.seal_economy:+d}; no help gets in"
    left = (
        f". Unless it comes down to {rules.severity_calm}, each {rules.severity_harm_divisor} that are left "
        "after the last exchange take 1 from your stability and your economy"
    )
    return (
        ChoiceSeen("absorb", "Absorb", f"Cope at home: {own}{left}"),
        ChoiceSeen("ask", "Ask for help", f"Cope at home: {own}; {asked}{left}"),
        ChoiceSeen("seal", "Seal off", f"Contain it at home: {seal}{left}"),
    )


def coped_with(world: World, power: str) -> int:
    """What a power that is hit and lets others in takes off the severity by itself (§8)."""
    return world.attribute("stability", power) // world.rules.base.settle.absorb_divisor


def helped_with(world: World, power: str, reached: Sequence[str], *, asked: bool) -> int:
    """What a power's help takes off the severity, where it reaches all that are hit (§8)."""
    rules = world.rules.base.settle
    together = max(world.interoperability(power, victim) for victim in reached)
    amount = (world.attribute("capability", power) + together) // rules.help_divisor
    return amount + (rules.ask_bonus if asked else 0)


def _of_helpers(world: World, crisis: Crisis, power: str) -> tuple[ChoiceSeen, ...]:
    rules = world.rules.base.settle
    price = (rules.help_cost.capital, rules.help_cost.resources)
    strained = any(world.relationship(power, victim) <= Relationship.STRAINED for victim in crisis.parties)
    exploit = (
        "Press a claim while they are busy: it becomes a confrontation; "
        f"your standing {rules.exploit_standing:+d}, tension {rules.honour_tension:+d}, "
        f"and the trust of every other power in you {rules.exploit_trust:+d}"
    )
    friendly = "" if strained else "only against a power you are strained with, or worse"
    amounts = [helped_with(world, power, crisis.parties, asked=asked) for asked in (False, True)]
    relief = (
        f"Send relief: severity −{amounts[0]}, −{amounts[1]} if they ask; their trust in you "
        f"{rules.help_trust:+d}, your standing {rules.help_standing:+d}; nothing where they let nobody in"
    )
    return (
        ChoiceSeen("stay_out", "Stay out", "Leave it to others"),
        ChoiceSeen("help", "Help", relief, price, _unaffordable(world, crisis, power, price)),
        ChoiceSeen("exploit", "Exploit", exploit, blocked=friendly),
    )


def _unaffordable(world: World, crisis: Crisis, power: str, price: tuple[int, int]) -> str:
    """Why a power cannot pay a price besides what it has sealed in other crises; empty when it can."""
    capital, resources = price
    for other in world.open_crises():
        if other.id != crisis.id:
            for owner, choice, _ in other.responses:
                if owner == power:
                    sealed = cost_of(world, choice)
                    capital, resources = capital + sealed.capital, resources + sealed.resources
    reason = affordable(world, power, capital, resources)
    return (
        f"with what you sealed in other crises {reason}"
        if reason and (capital, resources) != price
        else reason
    )


def cost_of(world: World, choice: str) -> Cost:
    """What a response to a crisis costs (§8)."""
    rules = world.rules.base.settle
    return {"mobilise": rules.mobilise_cost, "help": rules.help_cost}.get(
        choice, Cost(capital=0, resources=0)
    )


def _framework(world: World, crisis: Crisis, power: str) -> str:
    """The framework of most legitimacy that joins a power and a principal, not paralysed (§10)."""
    rules = world.rules.base.frameworks
    works_from = rules.paralysed_under if rules else 0
    found = [
        framework.id
        for framework in world.frameworks.values()
        if power in framework.members
        and any(principal in framework.members for principal in crisis.parties[:2])
        and world.number(of("cohesion", framework.id)) >= works_from
    ]
    return max(found, key=lambda key: world.number(of("legitimacy", key)), default="")


def mediation_of(world: World, crisis: Crisis, choices: Sequence[tuple[str, str, str]]) -> tuple[str, int]:
    """The mediator of most standing this exchange, and that standing; a framework lends its legitimacy.

    Of several of like standing it is the one that comes first in the scenario, as `choices` are ordered.
    """
    found: list[tuple[str, int]] = []
    for power, choice, _ in choices:
        if choice == "mediate":
            found.append((power, world.attribute("standing", power)))
        elif choice == "framework":
            framework = _framework(world, crisis, power)
            if framework:
                found.append((power, world.number(of("legitimacy", framework))))
    return max(found, key=lambda offer: offer[1], default=("", 0))


def calm_of(
    world: World, a: str, b: str, stage: Stage, mediator: str, standing: int = 0, domain: str = ""
) -> tuple[ModifierRead, ...]:
    """The modifiers of the crisis roll: better channels, less climbing (§8; numbers §6).

    Args:
        world: the truth.
        a: one principal.
        b: the other.
        stage: of the crisis.
        mediator: who mediates, or an empty word.
        standing: of the mediator.
        domain: of the crisis; a code for incidents at sea calms those at sea.
    """
    found = _Dispute(world, a, b, STAGE_NUMBER.get(stage, 2), standing if mediator else 0, domain)
    return sum_of(world.rules.base.calm, CALM_READINGS, found)


class _Dispute(NamedTuple):
    """What the crisis roll is read of; `stage` from 1 warning to 4 brink, `mediation` a standing or 0."""

    world: World
    a: str
    b: str
    stage: int
    mediation: int
    domain: str

    def joined_by(self, kinds: Sequence[str]) -> bool:
        """Whether an agreement of one of some types is in force between the principals."""
        return self.world.has_any(kinds, self.a, self.b)

    def lowest(self, key: str) -> int:
        """The lower of the principals' attributes."""
        return min(self.world.attribute(key, self.a), self.world.attribute(key, self.b))

    @property
    def channels(self) -> ChannelRules:
        """Which agreements are meant."""
        return self.world.rules.base.channels


def _observed(found: _Dispute) -> int:
    notified = found.joined_by(found.channels.notification)
    return int(not notified and found.joined_by(found.channels.observers))


def _at_sea(found: _Dispute) -> int:
    channels = found.channels
    return int(found.domain == channels.code_domain and found.joined_by(channels.code_at_sea))


_CALM: dict[CrisisReading, Callable[[_Dispute], int]] = {
    "hotline": lambda it: min(it.stage, 2) if it.joined_by(it.channels.hotline) else 0,
    "notification": lambda it: int(it.joined_by(it.channels.notification)),
    "observers": _observed,
    "code_at_sea": _at_sea,
    "relationship": lambda it: int(it.world.relationship(it.a, it.b)),
    "apart": lambda it: int(meet_nowhere(it.world.rules, it.a, it.b)),
    "tension": lambda it: it.world.tension(it.a, it.b),
    "lowest_stability": lambda it: it.lowest("stability"),
    "lowest_governance": lambda it: it.lowest("governance"),
    "mediation": lambda it: it.mediation,
    "stage": lambda it: it.stage,
}
CALM_READINGS = complete(
    _CALM, CrisisReading, "how a modifier of the crisis roll is read (mechanics.crises.crisis_choices)"
)
"""How each reading of a modifier of the crisis roll is read."""


class _Affected(NamedTuple):
    world: World
    powers: Sequence[str]

    def lowest(self, key: str) -> int:
        """The lowest of their attributes."""
        return min(self.world.attribute(key, power) for power in self.powers)


_RELIEF: dict[EmergencyReading, Callable[[_Affected], int]] = {
    "lowest_stability": lambda it: it.lowest("stability"),
    "lowest_governance": lambda it: it.lowest("governance"),
}
RELIEF_READINGS = complete(
    _RELIEF, EmergencyReading, "how a modifier of an emergency is read (mechanics.crises.crisis_choices)"
)
"""How each reading of a modifier of whether an emergency breaks out is read."""


def relief_of(world: World, affected: Sequence[str]) -> tuple[ModifierRead, ...]:
    """The modifiers of whether an emergency breaks out."""
    return sum_of(world.rules.base.relief, RELIEF_READINGS, _Affected(world, affected))


def rungs(world: World, total: int) -> int:
    """How many rungs the roll moves the crisis: up positive, down negative (numbers §6)."""
    steps = world.rules.base.settle.ladder_steps
    return next((step.size for step in steps if step.holds(total)), 0)


def climbing(world: World, calm: int, pressure: int) -> tuple[int, int, int]:
    """In how many of 36 cases the crisis goes up, stays, or comes down."""
    found = [0, 0, 0]
    for total in range(2, 13):
        moved = rungs(world, total + calm - pressure)
        found[0 if moved > 0 else 2 if moved < 0 else 1] += WAYS[total]
    return found[0], found[1], found[2]


def pressure_of(world: World, choice: str) -> int:
    """How much a response of a principal presses (§8)."""
    pressure = world.rules.base.settle.pressure
    return next((size for response, size in pressure.items() if response == choice), 0)


def advantage_of(world: World, mine: str, theirs: str) -> int:
    """Advantage a principal gains by pressing one that does not (§8; numbers §6)."""
    if pressure_of(world, mine) < 1:
        return 0
    advantage = world.rules.base.settle.advantage_over
    return next((size for response, size in advantage.items() if response == theirs), 0)
