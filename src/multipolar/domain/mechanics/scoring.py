"""National scores, collective indices, finals (rulebook §9; numbers §9).

Every index reads public numbers only, so that it tells nobody what a seat may not know. Constants
belong to the scenario. All arithmetic is on integers, and `//` rounds down.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from multipolar.domain.addresses import between, of
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.views import Standing
from multipolar.domain.model.world import World
from multipolar.domain.rules.ruleset import ScoreRules
from multipolar.domain.vocabulary import INDICES, Relationship, ResolutionState, Stage


def clamp(value: int, high: int = 100) -> int:
    """A value kept within 0 and `high`."""
    return min(high, max(0, value))


# --- National score --------------------------------------------------------------------------


def national_of(world: World, power: str) -> tuple[int, int, int]:
    """(objectives, position, reputation) of a ranked power (§9)."""
    rules = world.rules.base.scores
    objectives = sum(verdict.points for verdict in world.verdicts.values() if verdict.owner == power)
    change = sum(world.number(of(key, power)) - world.start(of(key, power)) for key in rules.position)
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


def share_of(stake: int, architecture: int) -> int:
    """How many per cent of a national score the architecture leaves: the stake hangs on it (§9)."""
    return 100 - stake + stake * architecture // 100


def final_of(national: int, stake: int, architecture: int) -> int:
    """The final score: the stake is the share of it that hangs on the architecture (§9)."""
    return national * share_of(stake, architecture) // 100


def nobody_wins(rules: ScoreRules, architecture: int) -> bool:
    """Whether the order ended too low for anybody to have won (§9)."""
    return architecture < rules.nobody_wins_under


def ending_in_words(world: World) -> tuple[str, ...]:
    """What the end of an exercise did to everybody's score, a sentence each; empty where nothing did (§9)."""
    rules = world.rules.base.scores
    whole, peace = world.number(of("architecture", "all")), world.number(of("index", "peace"))
    told: list[str] = []
    if peace < rules.collapse_under:
        told.append(
            f"The order collapsed, with peace at {peace}, under {rules.collapse_under}: "
            f"every final score is divided by {rules.collapse_divisor}."
        )
    if nobody_wins(rules, whole):
        told.append(f"The architecture score is {whole}, under {rules.nobody_wins_under}: nobody wins.")
    return tuple(told)


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
        divided = rules.collapse_divisor if collapsed else 1
        found.append(
            Standing(
                power, objectives, position, reputation, national, final // divided, 0, stake,
                share_of(stake, architecture), divided,
            )
        )  # fmt: skip
    found.sort(key=lambda standing: (-standing.final, -standing.national, standing.power))
    return tuple(
        Standing(
            s.power, s.objectives, s.position, s.reputation, s.national, s.final,
            1 + sum(1 for other in found if (other.final, other.national) > (s.final, s.national)), s.stake,
            s.share, s.divided,
        )
        for s in found
    )  # fmt: skip


# --- Collective indices ----------------------------------------------------------------------


READ_AS: dict[tuple[str, str], str] = {
    ("peace", "tension"): "mean of the highest tensions",
    ("peace", "acute"): "crises that became acute",
    ("peace", "confrontation"): "crises that became confrontations",
    ("peace", "conflict"): "open conflicts",
    ("resilience", "threats"): "mean level of threats, weighed by exposure",
    ("transparency", "measures"): "confidence-building measures in force",
    ("transparency", "papers"): "white papers published",
    ("inclusion", "seats"): "non-established share of seats in frameworks, in per cent",
    ("inclusion", "initiatives"): "non-established share of initiatives, in per cent",
    ("inclusion", "decisions"): "non-established share of decisions, in per cent",
    ("equity", "benefits"): "inequality of gains, in per cent",
    ("equity", "burdens"): "inequality of burdens, in per cent",
    ("balance", "warmth"): "mean warmth of ranked pairs, as their relationships show it",
    ("balance", "strained"): "ranked pairs strained or worse",
    ("balance", "cohesion"): "mean cohesion of frameworks",
    ("balance", "poles"): "effective poles, in tenths",
}
"""What is read for every part of every index, by index and part."""


def index_parts(world: World) -> tuple[e.Part, ...]:
    """What each part of each index reads, and its points; a constant is no part (§9)."""
    return tuple(part for _, parts in _indices(world) for part in parts)


def index_values(world: World) -> dict[str, int]:
    """The six collective indices, each 0-100: a constant and the points of its parts (§9)."""
    return {
        index: clamp(base + sum(part.points for part in parts))
        for index, (base, parts) in zip(INDICES, _indices(world), strict=True)
    }


def architecture_of(values: dict[str, int]) -> int:
    """The architecture score: the mean of the indices, rounded down."""
    return sum(values.values()) // len(values)


_Index = tuple[int, tuple[e.Part, ...]]
"""The constant of an index, and its parts."""


def _indices(world: World) -> tuple[_Index, ...]:
    """The indices, in the order of `INDICES`."""
    return (
        _peace(world), _resilience(world), _transparency(world), _inclusion(world), _equity(world),
        _balance(world),
    )  # fmt: skip


def _peace(world: World) -> _Index:
    rules = world.rules.setting.indices
    tensions = sorted((world.tension(a, b) for a, b in world.rules.pairs), reverse=True)[: rules.peace_pairs]
    total, pairs = sum(tensions), max(1, len(tensions))
    divisor = world.rules.base.scores.peace_divisor
    reached = [crisis.reached for crisis in world.crises.values()]
    acute = sum(1 for stage in reached if stage not in (Stage.LATENT, Stage.WARNING))
    high = sum(1 for stage in reached if stage in (Stage.CONFRONTATION, Stage.BRINK, Stage.CONFLICT))
    conflicts = reached.count(Stage.CONFLICT)
    return rules.peace_base, (
        e.Part("peace", "tension", total // pairs, -(rules.peace_tension * total // (divisor * pairs))),
        e.Part("peace", "acute", acute, -rules.peace_acute * acute),
        e.Part("peace", "confrontation", high, -rules.peace_confrontation * high),
        e.Part("peace", "conflict", conflicts, -rules.peace_conflict * conflicts),
    )


def _resilience(world: World) -> _Index:
    rules = world.rules.setting.indices
    weight = level = 0
    for (kind, theatre), threat in world.rules.threats.items():
        exposure = sum(threat.exposure.values())
        weight += exposure
        level += exposure * world.number(f"threat({kind},{theatre})")
    if not weight:
        return rules.resilience_unexposed, ()
    points = -(rules.resilience_slope * level // weight)
    return rules.resilience_base, (e.Part("resilience", "threats", level // weight, points),)


def _transparency(world: World) -> _Index:
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
    measures = sum(min(rules.transparency_most, n) for n in held.values())
    return rules.transparency_base, (
        e.Part("transparency", "measures", measures, rules.transparency_pair * measures),
        e.Part("transparency", "papers", papers, rules.transparency_paper * papers),
    )


def _inclusion(world: World) -> _Index:
    """The mean of three comparisons with the share of heads; each part has its third of it."""
    rules = world.rules.setting.indices
    emerging = {power.id for power in world.rules.setting.powers if power.kind != "established"}
    heads = 100 * len(emerging) // len(world.rules.ids)
    shares = {
        "seats": (_share_of_seats(world, emerging, heads), rules.inclusion_slope),
        "initiatives": (_share_of_initiatives(world, emerging, heads), rules.inclusion_slope),
        "decisions": (_share_of_decisions(world, emerging), rules.inclusion_decisions_slope),
    }
    parts: list[e.Part] = []
    total = 0
    for name, (share, slope) in shares.items():
        before = total // len(shares)
        total += clamp(rules.inclusion_base + slope * (share - heads))
        parts.append(e.Part("inclusion", name, share, total // len(shares) - before))
    return 0, tuple(parts)


def _share_of_seats(world: World, emerging: set[str], heads: int) -> int:
    seats = [member for framework in world.frameworks.values() for member in framework.members]
    return 100 * sum(1 for member in seats if member in emerging) // len(seats) if seats else heads


def _share_of_initiatives(world: World, emerging: set[str], heads: int) -> int:
    def weighed(initiatives: Iterable[Initiative]) -> tuple[int, int]:
        return _weighed(world, emerging, initiatives)

    parts = [weighed(world.current.values()), *world.finished.each(("share", *sorted(emerging)), weighed)]
    weight, mine = (sum(part) for part in zip(*parts, strict=True))
    return 100 * mine // weight if weight else heads


def _weighed(world: World, emerging: set[str], initiatives: Iterable[Initiative]) -> tuple[int, int]:
    """What some initiatives weigh that count for inclusion, and how much of it is emerging powers'."""
    weight = mine = 0
    for initiative in initiatives:
        move = world.rules.moves[initiative.move]
        if (
            initiative.outcome is None
            or "*" not in initiative.known
            or move.category in world.rules.base.scores.uncounted
        ):
            continue
        # An initiative belongs to all who are in it: minor powers answer more than they table.
        weight += 100 * move.weight
        mine += (
            100
            * move.weight
            * sum(1 for party in initiative.parties if party in emerging)
            // len(initiative.parties)
        )
    return weight, mine


def _share_of_decisions(world: World, emerging: set[str]) -> int:
    decided = [
        crisis.mediator
        for crisis in world.crises.values()
        if crisis.mediator and crisis.stage is Stage.SETTLED
    ]
    decided += [framework.members[0] for framework in world.frameworks.values() if framework.founded]
    decided += [
        resolution.by
        for resolution in world.resolutions.values()
        if resolution.state in (ResolutionState.ADOPTED, ResolutionState.LAPSED)
    ]
    if len(decided) < world.rules.base.scores.decisions_least:
        return world.rules.setting.indices.inclusion_undecided
    return 100 * sum(1 for power in decided if power in emerging) // len(decided)


def gini(values: Sequence[int]) -> int:
    """The Gini coefficient of amounts, in hundredths: 0 equal, towards 100 all with one."""
    total = sum(values)
    if not total:
        return 0
    ordered = sorted(values)
    weighted = sum((2 * rank - len(ordered) - 1) * value for rank, value in enumerate(ordered, start=1))
    return 100 * weighted // (len(ordered) * total)


def _equity(world: World) -> _Index:
    rules = world.rules.setting.indices
    # Without a stake to begin with, the first gain of anybody would be all there is, and all unequal.
    benefits = gini([rules.equity_stake + world.number(of("benefit", power)) for power in world.rules.ranked])
    burdens = gini([rules.equity_stake + world.number(of("burden", power)) for power in world.rules.ranked])
    return rules.equity_base, (
        e.Part("equity", "benefits", benefits, -rules.equity_slope * benefits),
        e.Part("equity", "burdens", burdens, -rules.equity_slope * burdens),
    )


def _balance(world: World) -> _Index:
    """Warmth among ranked powers (as their public relationship shows it), blocs and poles."""
    rules = world.rules.setting.indices
    declared = world.rules.base.relationship
    usual, divisor = declared.start_trust, declared.tension_divisor
    pairs = list(combinations(world.rules.ranked, 2))
    warmth = sum(usual[world.relationship(a, b)] - world.tension(a, b) // divisor for a, b in pairs)
    warmth //= max(1, len(pairs))
    strained = sum(1 for a, b in pairs if world.relationship(a, b) <= Relationship.STRAINED)
    cohesions = [world.number(of("cohesion", key)) for key in world.frameworks]
    parts = world.rules.base.scores.cohesion_divisor * len(cohesions)
    cohesion = sum(cohesions) // parts if cohesions else rules.balance_unframed
    number = poles(world)
    return 0, (
        e.Part("balance", "warmth", warmth, rules.balance_slope * (warmth - rules.balance_centre)),
        e.Part("balance", "strained", strained, -rules.balance_strained * strained),
        e.Part("balance", "cohesion", sum(cohesions) // max(1, len(cohesions)), cohesion),
        e.Part(
            "balance", "poles", number,
            rules.balance_poles if rules.poles_least <= number <= rules.poles_most else 0,
        ),
    )  # fmt: skip


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
