"""How crises come up: every trigger of the templates, read from the truth (rulebook §8; numbers §6).

Chance triggers are drawn in the situation phase; moves, leaks, exposures and injects bring theirs about
when they happen. How a crisis begins once it is drawn is in `lifecycle`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from multipolar.domain.addresses import toward
from multipolar.domain.mechanics.crises.dyads import Dyad, are_at_odds, disputed_lately, dyad_of, unequal
from multipolar.domain.mechanics.crises.lifecycle import begin_crisis, in_a_crisis
from multipolar.domain.mechanics.leaks import strongest_at_odds
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules import templates as k
from multipolar.domain.rules.catalogue import Rule
from multipolar.domain.rules.scenario_model import ThreatSetting
from multipolar.domain.rules.templates import CrisisTemplate
from multipolar.domain.vocabulary import AgreementState, InitiativeState, Relationship


def draw_crises(transaction: Transaction) -> None:
    """Draw every trigger of the situation phase that goes by chance (§8)."""
    for a, b in transaction.world.rules.pairs:
        _friction(transaction, a, b)
    for template in transaction.world.rules.base.crises:
        if not transaction.world.has_module(template.module):
            continue
        for trigger in template.triggers:
            draw = _DRAWS.get(type(trigger))
            if draw is not None:
                draw(transaction, template, trigger)


# --- Brought about by what happened ----------------------------------------------------------


def draw_crisis(
    transaction: Transaction,
    templates: Sequence[str],
    a: str,
    b: str,
    push: int,
    cause: int,
    trigger: str = "move",
) -> None:
    """Begin a crisis between two powers, of the first template that fits where they meet."""
    world = transaction.world
    fitting = [template for template in templates if _fits(world, world.rules.crises[template], a, b)]
    if fitting and not in_a_crisis(world, a, b):
        begin_crisis(transaction, world.rules.crises[fitting[0]], (a, b), push, cause, trigger)


def exposure_crisis(
    transaction: Transaction, initiative: str, move: str, target: str, author: str, cause: int
) -> None:
    """A covert move that came to light may become a crisis of its target with its author (numbers §6)."""
    world = transaction.world
    for template in world.rules.base.crises:
        for trigger in template.triggers:
            if not isinstance(trigger, k.ExposureTrigger) or move not in trigger.moves:
                continue
            if not world.has_module(template.module) or in_a_crisis(world, target, author):
                return
            if _falls(transaction, f"scandal.{initiative}", trigger.hazard):
                begin_crisis(transaction, template, (target, author), template.push, cause, "exposure")
            return


def leak_crisis(transaction: Transaction, supplier: str, rival: str, cause: int) -> None:
    """A leak may become a crisis between the supplier and the power that profits, if any does (§7)."""
    world = transaction.world
    template = next(
        (template for template in world.rules.base.crises if template.triggered(k.LeakTrigger)), None
    )
    if not rival or template is None or in_a_crisis(world, supplier, rival):
        return
    if _falls(transaction, f"leak_crisis.{supplier}.{rival}", world.rules.base.leaks.crisis_in_1000):
        begin_crisis(transaction, template, (supplier, rival), template.push, cause, "leak")


def inject_crisis(transaction: Transaction, template: str, parties: tuple[str, ...], cause: int) -> None:
    """An inject sets a crisis off (§13)."""
    declared = transaction.world.rules.crises[template]
    if declared.kind == "confrontation" and in_a_crisis(transaction.world, parties[0], parties[1]):
        return
    begin_crisis(transaction, declared, parties, declared.push, cause, "inject")


# --- Between two powers ----------------------------------------------------------------------


def _falls(transaction: Transaction, purpose: str, hazard: int) -> bool:
    """Whether something with a hazard in 1,000ths happens this round."""
    return transaction.dice.roll(f"{transaction.world.round}.{purpose}", 1000, 1)[0] <= hazard


def _fits(world: World, template: CrisisTemplate, a: str, b: str) -> bool:
    """On land there is a border, or soldiers of two at odds in one theatre; everybody meets at sea."""
    if template.domain != "land" or world.rules.near(a, b) in ("land", "both"):
        return True
    return are_at_odds(world, a, b) and world.rules.use_a_theatre(a, b, on_land=True)


def _deterred(world: World, a: str, b: str, hazard: int) -> int:
    """A pact of their own lowers a hazard between two powers, a pact of either with others less so (§8)."""
    rules = world.rules.base.settle
    if any(True for _ in world.in_force(a, b, group="pact")):
        return hazard * rules.deterred_percent // 100
    if any(a in pact.parties or b in pact.parties for pact in world.in_force(group="pact")):
        return hazard * rules.deterred_by_others_percent // 100
    return hazard


def _readiness(world: World, a: str, b: str, hazard: int) -> int:
    """What was disputed lately is disputed again, and who is far the weaker lets it rest (§8)."""
    rules = world.rules.base.settle
    relation = world.rules.relations.get((a, b))
    hazard = hazard * (relation.friction if relation else 100) // 100
    if disputed_lately(world, a, b):
        hazard = hazard * rules.recent_percent // 100
    if unequal(world, a, b):
        hazard = hazard * rules.unequal_percent // 100
    return hazard


def _friction(transaction: Transaction, a: str, b: str) -> None:
    """A dispute comes up by chance: the readiest kind gives the hazard, its rate the weight of each."""
    world = transaction.world
    fitting = [
        (template, rate)
        for template in world.rules.base.crises
        if world.has_module(template.module) and _fits(world, template, a, b)
        for trigger in template.triggers
        if isinstance(trigger, k.FrictionTrigger)
        for rate in (_rate(world, template, trigger, a, b),)
        if rate[0]
    ]
    if not fitting or in_a_crisis(world, a, b):
        return
    rate, offset = max(found for _, found in fitting)
    here = world.rules.setting.friction
    percent = here.rivals if world.rules.are_rivals(a, b) else here.others
    hazard = _deterred(world, a, b, rate * (offset + world.tension(a, b)) * percent // 900)
    hazard = _readiness(world, a, b, hazard)
    draw, which, side = transaction.dice.roll(f"{world.round}.friction.{a}.{b}", 10_000, 3)
    if draw <= hazard:
        template = _weighted([(template, rate) for template, (rate, _) in fitting], which)
        parties = (a, b) if side % 2 else (b, a)
        begin_crisis(transaction, template, parties, template.push, 0, "friction")


def _rate(world: World, template: CrisisTemplate, trigger: k.FrictionTrigger, a: str, b: str) -> k.Rate:
    """The rate of a pair, by what kind of pair it is (§8)."""
    if trigger.neighbours and not world.rules.near(a, b):
        return 0, 0
    match dyad_of(world.rules, a, b, world.relationship(a, b)):
        case Dyad.RIVALS:
            return trigger.rivals
        case Dyad.NEIGHBOURS:
            return trigger.near
        case Dyad.THEATRE if template.domain == "maritime" and not world.rules.use_a_theatre(
            a, b, on_land=False
        ):
            return 0, 0  # their soldiers meet, and none of their ships
        case Dyad.THEATRE:
            calm = trigger.others if trigger.theatre is None else trigger.theatre
            return trigger.near if are_at_odds(world, a, b) else calm
        case Dyad.AT_ODDS:
            return trigger.near if trigger.apart is None else trigger.apart
        case Dyad.DISTANT:
            return trigger.others


def _weighted(found: Sequence[tuple[CrisisTemplate, int]], which: int) -> CrisisTemplate:
    """The one of several that a roll of 1 to 10,000 falls on, each as likely as its rate."""
    mark = (which - 1) * sum(rate for _, rate in found) // 10_000
    for template, rate in found:
        if mark < rate:
            return template
        mark -= rate
    return found[-1][0]


def _alarm(transaction: Transaction, template: CrisisTemplate, trigger: k.AlarmTrigger) -> None:
    """Who arms is watched by those at odds with it, and next door: the security dilemma as a crisis."""
    since = transaction.world.round - trigger.rounds
    armed: dict[str, int] = {}
    for key, last in transaction.world.habits.items():
        move, _, pair = key.partition(":")
        if move in trigger.moves and last >= since:
            power = pair.partition(">")[0]
            armed[power] = max(last, armed.get(power, since))
    for a, b in transaction.world.rules.pairs:
        world = transaction.world
        if not {a, b} & set(armed):
            continue
        rate, offset = (
            trigger.rate if are_at_odds(world, a, b) else trigger.near if world.rules.near(a, b) else (0, 0)
        )
        hazard = _deterred(world, a, b, rate * (offset + world.tension(a, b)) // 90)
        if _falls(transaction, f"alarm.{template.id}.{a}.{b}", hazard) and not in_a_crisis(world, a, b):
            parties = (b, a) if armed.get(a, since - 1) > armed.get(b, since - 1) else (a, b)
            begin_crisis(transaction, template, parties, template.push, 0, "alarm")


def _ultimatum(transaction: Transaction, template: CrisisTemplate, trigger: k.HedgingTrigger) -> None:
    """A power that deepens ties with those one is at odds with is asked to choose (§4, hedging)."""
    world = transaction.world
    limit = world.rules.base.third_parties.hedging_loss
    for demander in world.rules.ranked:
        for hedger in world.rules.ids:
            if demander == hedger or world.number(toward("grievance", demander, hedger)) < limit:
                continue
            if world.relationship(demander, hedger) < Relationship.CORRECT:
                continue
            falls = _falls(transaction, f"hedging.{demander}.{hedger}", trigger.hazard)
            if falls and not in_a_crisis(world, demander, hedger):
                begin_crisis(transaction, template, (demander, hedger), template.push, 0, "hedging")
                return


def _rift(transaction: Transaction, template: CrisisTemplate, trigger: k.RiftTrigger) -> None:
    """Allies quarrel: over a pact that was not honoured, or because trust has worn thin (§10)."""
    abandoned = dict.fromkeys(_reneged(transaction.world))
    for a, b in transaction.world.rules.pairs:
        world = transaction.world
        lower = (a, b) if world.trust(a, b) <= world.trust(b, a) else (b, a)
        parties = next((pair for pair in abandoned if set(pair) == {a, b}), lower)
        if parties in abandoned:
            hazard = trigger.reneged
        elif world.trust(*lower) < trigger.trust_under and _are_allies(world, a, b):
            hazard = trigger.distrust
        else:
            continue
        if _falls(transaction, f"rift.{template.id}.{a}.{b}", hazard) and not in_a_crisis(world, a, b):
            begin_crisis(transaction, template, parties, template.push, 0, "rift")


def _reneged(world: World) -> Iterator[tuple[str, str]]:
    """(principal, ally) of every pact that was called in the last round and not honoured."""
    groups = world.rules.agreement_groups
    broken = [
        set(agreement.parties)
        for agreement in world.agreements.values()
        if agreement.state is AgreementState.BREACHED and groups[agreement.type] == "pact"
    ]
    for crisis in world.crises.values():
        if crisis.began == world.round - 1:
            for ally, principal in crisis.called:
                if ally in crisis.answered and any({ally, principal} <= pact for pact in broken):
                    yield principal, ally


def _are_allies(world: World, a: str, b: str) -> bool:
    if any(True for _ in world.in_force(a, b, group="pact")):
        return True
    joined = any({a, b} <= set(framework.members) for framework in world.frameworks.values())
    return joined and world.relationship(a, b) >= Relationship.PARTNER


# --- To one power or several -----------------------------------------------------------------


def _surge(transaction: Transaction, template: CrisisTemplate, trigger: k.ThreatTrigger) -> None:
    """A shared threat breaks out where it stands high (§11)."""
    for (kind, theatre), threat in transaction.world.rules.threats.items():
        world = transaction.world
        if kind != trigger.threat or world.number(f"threat({kind},{theatre})") < trigger.at_least:
            continue
        if not _falls(transaction, f"surge.{template.id}.{theatre}", trigger.hazard):
            continue
        struck = _struck(transaction, template, trigger, threat)
        if template.kind == "confrontation" and struck:
            accused = strongest_at_odds(world, struck[0])
            struck = (struck[0], accused) if accused and not in_a_crisis(world, struck[0], accused) else ()
        if struck:
            begin_crisis(transaction, template, struck, template.push, 0, "threat", theatre)


def _struck(
    transaction: Transaction, template: CrisisTemplate, trigger: k.ThreatTrigger, threat: ThreatSetting
) -> tuple[str, ...]:
    """Those most exposed; where one alone is struck, it is drawn by exposure."""
    least = transaction.world.rules.base.threats.exposed_from
    exposed = {power: size for power, size in threat.exposure.items() if size}
    if trigger.most > 1 or not exposed:
        # Of those as exposed the scenario's first come first; the record has them in another order.
        named = [power for power in transaction.world.rules.ids if power in threat.exposure]
        ranked = sorted(named, key=lambda power: -threat.exposure[power])
        return tuple(power for power in ranked if threat.exposure[power] >= least)[: trigger.most] or tuple(
            ranked[:1]
        )
    purpose = f"{transaction.world.round}.struck.{template.id}.{threat.theatre}"
    mark = transaction.dice.roll(purpose, sum(exposed.values()), 1)[0]
    for power, size in exposed.items():
        if mark <= size:
            return (power,)
        mark -= size
    return ()


def _unrest(transaction: Transaction, template: CrisisTemplate, trigger: k.UnrestTrigger) -> None:
    """Low stability may become an upheaval, and under the lowest bound it does (§3)."""
    for power in transaction.world.rules.ids:
        stability = transaction.world.attribute("stability", power)
        hazard = next(
            (hazard_step.hazard for hazard_step in trigger.steps if stability < hazard_step.under), 0
        )
        if _falls(transaction, f"unrest.{power}", hazard):
            begin_crisis(transaction, template, (power,), template.push, 0, "unrest")


def _chance(transaction: Transaction, template: CrisisTemplate, trigger: k.ChanceTrigger) -> None:
    """It strikes anybody, and stops at no border."""
    most = transaction.world.rules.base.threats.struck_most
    for power in transaction.world.rules.ids:
        world = transaction.world
        if not _falls(transaction, f"chance.{template.id}.{power}", trigger.hazard):
            continue
        spread = [
            other
            for other in world.rules.ids
            if other != power
            and world.rules.near(power, other)
            and _falls(transaction, f"spread.{template.id}.{power}.{other}", trigger.spreads)
        ]
        begin_crisis(transaction, template, (power, *spread[: most - 1]), template.push, 0, "chance")


def _deployment(transaction: Transaction, template: CrisisTemplate, trigger: k.DeploymentTrigger) -> None:
    """Whoever has sent soldiers under the flag of others may lose some of them."""
    for initiative in list(transaction.world.current.values()):
        if initiative.move not in trigger.moves:
            continue
        there = initiative.state is InitiativeState.UNDER_WAY or (
            initiative.state is InitiativeState.COMPLETED
            and initiative.resolved == transaction.world.round - 1
        )
        if there and _falls(transaction, f"deployment.{template.id}.{initiative.id}", trigger.hazard):
            struck = initiative.parties[: transaction.world.rules.base.threats.struck_most]
            place = initiative.terms.theatre
            begin_crisis(transaction, template, struck, template.push, initiative.event, "deployment", place)


_DRAWS: dict[type[Rule], Callable[[Transaction, CrisisTemplate, Any], None]] = {
    k.AlarmTrigger: _alarm,
    k.HedgingTrigger: _ultimatum,
    k.RiftTrigger: _rift,
    k.ThreatTrigger: _surge,
    k.UnrestTrigger: _unrest,
    k.ChanceTrigger: _chance,
    k.DeploymentTrigger: _deployment,
}
"""Triggers drawn template by template; friction is drawn pair by pair over all templates."""
