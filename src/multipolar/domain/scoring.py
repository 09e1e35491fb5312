"""National scores, collective indices, finals (rulebook §9; numbers §9).

Every index reads public numbers only, so that it tells nobody what a seat may not know. Constants
belong to the scenario. All arithmetic is on integers, and `//` rounds down.
"""

from collections.abc import Sequence
from itertools import combinations

from multipolar.domain.terms import INDICES, Relationship, ResolutionState, Stage, between, of
from multipolar.domain.views import Standing
from multipolar.domain.world import World

POSITION = ("economy", "capability", "standing", "autonomy", "stability")


def clamp(value: int, high: int = 100) -> int:
    """A value kept within 0 and `high`."""
    return min(high, max(0, value))


# --- National score --------------------------------------------------------------------------


def national_of(world: World, power: str) -> tuple[int, int, int]:
    """(objectives, position, reputation) of a ranked power (§9)."""
    rules = world.rules.base.scores
    objectives = sum(verdict.points for verdict in world.verdicts.values() if verdict.owner == power)
    change = sum(world.number(of(key, power)) - world.start(of(key, power)) for key in POSITION)
    position = clamp(rules.position_base + change // rules.position_divisor, rules.position_most)
    reputation = clamp(
        rules.reputation_base
        + min(rules.burdens_most, world.number(of("burden", power)) // rules.burdens_divisor)
        + min(rules.honoured_most, world.number(of("honoured", power)))
        + min(rules.kept_most, world.number(of("kept", power)))
        - rules.breach_loss * world.number(of("breaches", power)),
        rules.reputation_most,
    )
    return objectives, position, reputation


def final_of(national: int, stake: int, architecture: int) -> int:
    """The final score: the stake is the share of it that hangs on the architecture (§9)."""
    return national * (100 - stake + stake * architecture // 100) // 100


def standings(world: World) -> tuple[Standing, ...]:
    """All ranked powers by final score, best first; equals share a rank (§9)."""
    rules = world.rules.base.scores
    architecture = architecture_of(index_values(world))
    collapsed = index_values(world)["peace"] < rules.collapse_under
    found: list[Standing] = []
    for power in world.rules.ranked:
        objectives, position, reputation = national_of(world, power)
        national = clamp(objectives + position + reputation)
        stake = world.rules.powers[power].stake
        final = final_of(national, stake, architecture)
        if collapsed:
            final //= rules.collapse_divisor
        found.append(Standing(power, objectives, position, reputation, national, final, 0, stake))
    found.sort(key=lambda standing: (-standing.final, -standing.national, standing.power))
    return tuple(
        Standing(
            s.power, s.objectives, s.position, s.reputation, s.national, s.final,
            1 + sum(1 for other in found if (other.final, other.national) > (s.final, s.national)), s.stake,
        )
        for s in found
    )  # fmt: skip


# --- Collective indices ----------------------------------------------------------------------


def index_values(world: World) -> dict[str, int]:
    """The six collective indices, each 0-100 (§9)."""
    found = {
        "peace": _peace(world),
        "resilience": _resilience(world),
        "transparency": _transparency(world),
        "inclusion": _inclusion(world),
        "equity": _equity(world),
        "balance": _balance(world),
    }
    return {name: clamp(found[name]) for name in INDICES}


def architecture_of(values: dict[str, int]) -> int:
    """The architecture score: the mean of the indices, rounded down."""
    return sum(values.values()) // len(values)


def _peace(world: World) -> int:
    rules = world.rules.setting.indices
    tensions = sorted((world.tension(a, b) for a, b in world.rules.pairs), reverse=True)[:10]
    reached = [crisis.reached for crisis in world.crises.values()]
    acute = sum(1 for stage in reached if stage not in (Stage.LATENT, Stage.WARNING))
    high = sum(1 for stage in reached if stage in (Stage.CONFRONTATION, Stage.BRINK, Stage.CONFLICT))
    conflicts = reached.count(Stage.CONFLICT)
    return (
        rules.peace_base
        - rules.peace_tension * sum(tensions) // (2 * max(1, len(tensions)))
        - rules.peace_acute * acute
        - rules.peace_confrontation * high
        - rules.peace_conflict * conflicts
    )


def _resilience(world: World) -> int:
    rules = world.rules.setting.indices
    weight = level = 0
    for (kind, theatre), threat in world.rules.threats.items():
        exposure = sum(threat.exposure.values())
        weight += exposure
        level += exposure * world.number(f"threat({kind},{theatre})")
    return rules.resilience_base - rules.resilience_slope * level // weight if weight else 50


def _transparency(world: World) -> int:
    rules = world.rules.setting.indices
    pairs = {(a, b) for a, b in combinations(sorted(world.rules.ranked), 2)} | world.rules.rivals
    held = dict.fromkeys(pairs, 0)
    for agreement in world.in_force(group="confidence"):
        for pair in combinations(sorted(agreement.parties), 2):
            if pair in held:
                held[pair] += 1
    papers = sum(
        1
        for key in world.habits
        if key.startswith("white_paper:") and key[12:].rstrip(">") in world.rules.ranked
    )
    measures = sum(min(2, n) for n in held.values())
    return rules.transparency_base + rules.transparency_pair * measures + rules.transparency_paper * papers


def _inclusion(world: World) -> int:
    rules = world.rules.setting.indices
    emerging = {power.id for power in world.rules.setting.powers if power.kind != "established"}
    heads = 100 * len(emerging) // len(world.rules.ids)
    seats = [member for framework in world.frameworks.values() for member in framework.members]
    of_seats = 100 * sum(1 for member in seats if member in emerging) // len(seats) if seats else heads
    weight = mine = 0
    for found in world.initiatives.values():
        move = world.rules.moves[found.move]
        if found.outcome is None or "*" not in found.known or move.category in ("coercion", "domestic"):
            continue
        # An initiative belongs to all who are in it: minor powers answer more than they table.
        weight += 100 * move.weight
        mine += (
            100 * move.weight * sum(1 for party in found.parties if party in emerging) // len(found.parties)
        )
    of_initiatives = 100 * mine // weight if weight else heads
    decided = [
        crisis.mediator
        for crisis in world.crises.values()
        if crisis.mediator and crisis.stage is Stage.SETTLED
    ]
    decided += [found.members[0] for found in world.frameworks.values() if found.founded]
    decided += [
        found.by
        for found in world.resolutions.values()
        if found.state in (ResolutionState.ADOPTED, ResolutionState.LAPSED)
    ]
    of_decisions = (
        100 * sum(1 for power in decided if power in emerging) // len(decided) if len(decided) > 1 else 35
    )
    return (
        clamp(rules.inclusion_base + rules.inclusion_slope * (of_seats - heads))
        + clamp(rules.inclusion_base + rules.inclusion_slope * (of_initiatives - heads))
        + clamp(rules.inclusion_base + rules.inclusion_decisions_slope * (of_decisions - heads))
    ) // 3


def gini(values: Sequence[int]) -> int:
    """The Gini coefficient of amounts, in hundredths: 0 equal, towards 100 all with one."""
    total = sum(values)
    if not total:
        return 0
    ordered = sorted(values)
    weighted = sum((2 * rank - len(ordered) - 1) * value for rank, value in enumerate(ordered, start=1))
    return 100 * weighted // (len(ordered) * total)


def _equity(world: World) -> int:
    rules = world.rules.setting.indices
    # Without a stake to begin with, the first gain of anybody would be all there is, and all unequal.
    benefits = [rules.equity_stake + world.number(of("benefit", power)) for power in world.rules.ranked]
    burdens = [rules.equity_stake + world.number(of("burden", power)) for power in world.rules.ranked]
    return rules.equity_base - rules.equity_slope * (gini(benefits) + gini(burdens))


def _balance(world: World) -> int:
    """Warmth among ranked powers (as their public relationship shows it), blocs and poles."""
    rules = world.rules.setting.indices
    usual = world.rules.base.relationship.start_trust
    pairs = list(combinations(world.rules.ranked, 2))
    warmth = sum(usual[world.relationship(a, b)] - world.tension(a, b) // 2 for a, b in pairs)
    strained = sum(1 for a, b in pairs if world.relationship(a, b) <= Relationship.STRAINED)
    cohesions = [world.number(of("cohesion", key)) for key in world.frameworks]
    value = rules.balance_slope * (warmth // max(1, len(pairs)) - rules.balance_centre)
    value -= rules.balance_strained * strained
    value += sum(cohesions) // (2 * len(cohesions)) if cohesions else 25
    if rules.poles_least <= poles(world) <= rules.poles_most:
        value += rules.balance_poles
    return value


def poles(world: World) -> int:
    """The effective number of poles in tenths: blocs of partners, weighed by capability (§9)."""
    blocs: list[set[str]] = [{power} for power in world.rules.ranked]
    for a, b in combinations(world.rules.ranked, 2):
        if world.numbers[between("relationship", a, b)] >= Relationship.PARTNER:
            mine = next(bloc for bloc in blocs if a in bloc)
            other = next(bloc for bloc in blocs if b in bloc)
            if mine is not other:
                mine |= other
                blocs.remove(other)
    weights = [sum(world.attribute("capability", power) for power in bloc) for bloc in blocs]
    return 10 * sum(weights) ** 2 // max(1, sum(weight**2 for weight in weights))
