"""The assessment phase (rulebook §2): promises judged, threats and trust drift, relationships, scores."""

from collections.abc import Iterator
from itertools import permutations

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.machines import step
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.machines.relationship import RELATIONSHIP
from multipolar.domain.mechanics.frameworks import assess_frameworks
from multipolar.domain.mechanics.promises import judge_promises
from multipolar.domain.mechanics.scoring import (
    READ_AS,
    architecture_of,
    clamp,
    index_parts,
    index_values,
    national_of,
    standings,
)
from multipolar.domain.model import events as e
from multipolar.domain.model.awareness import as_counted_by
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import CONTROL, EVERYONE, AgreementState, Relationship


def assess(transaction: Transaction) -> None:
    """Close the round."""
    judge_promises(transaction)
    _threats(transaction)
    transaction.post(_drift(transaction), "drift")
    _relationships(transaction)
    _expire(transaction)
    assess_frameworks(transaction)
    _judge_objectives(transaction)
    _score(transaction)


def verdict_on_exercise(world: World) -> str:
    """``collapse`` or ``complete`` when the exercise is over after this round, else empty (§9)."""
    rules = world.rules.base
    if world.number("index(peace)") < rules.scores.collapse_under:
        return "collapse"
    fought = any(crisis.reached == "conflict" for crisis in world.crises.values())
    if world.round >= world.rounds or (rules.settle.conflict_ends and fought):
        return "complete"
    return ""


def end_exercise(transaction: Transaction, how: str) -> None:
    """Record the end and the final scores (§9)."""
    finals = tuple((s.power, s.national, s.final, s.rank) for s in standings(transaction.world))
    transaction.write(e.ExerciseEnded, CONTROL, EVERYONE, how=how, finals=finals)


def _threats(transaction: Transaction) -> None:
    """Waves with memory, lowered by operations with a lag; high threats harm those exposed (§11)."""
    world = transaction.world
    rules = world.rules.base.threats
    shifts: list[Shift] = []
    for (kind, theatre), threat in world.rules.threats.items():
        key = f"{kind},{theatre}"
        level, momentum = world.number(f"threat({key})"), world.number(f"momentum({key})")
        plus, minus = transaction.dice.roll(f"{world.round}.threat.{key}")
        memory = abs(momentum) // rules.memory * (1 if momentum >= 0 else -1)
        fresh = memory + (plus - minus) * rules.shock_numerator // rules.shock_denominator
        fresh += rules.double_six if plus == minus == 6 else 0
        fresh = max(-rules.momentum_most, min(rules.momentum_most, fresh))
        pull = (threat.base - level) // rules.pull
        relief = world.number(f"relief({key})")
        landed = -(-relief // rules.relief_divisor)
        shifts += [
            Shift(f"momentum({key})", fresh - momentum, "the wave goes on"),
            Shift(f"threat({key})", fresh, "the wave of the round"),
            Shift(f"threat({key})", pull, f"drift toward its base of {threat.base}"),
            Shift(f"threat({key})", -landed, "operations take effect"),
            Shift(f"relief({key})", -landed, "operations take effect"),
        ]
        harmed = rules.harms.get(kind)
        for power, exposure in threat.exposure.items():
            loss = next((s.size for s in rules.harm_steps if s.holds(level * exposure)), 0)
            if loss and harmed:
                shifts.append(Shift(of(harmed, power), -loss, f"{kind} in {world.rules.place(theatre)}"))
    transaction.post(shifts, "threats")


def _drift(transaction: Transaction) -> list[Shift]:
    """Trust fades toward rest where nothing sustains it, rivalry does not heal by itself (§4)."""
    world = transaction.world
    bound: set[tuple[str, str]] = set()
    programmes: set[tuple[str, str]] = set()
    for agreement in world.in_force():
        pairs = set(permutations(agreement.parties, 2))
        bound |= pairs
        if world.rules.agreement_groups[agreement.type] == "technology":
            programmes |= pairs
    shifts: list[Shift] = []
    for a, b in world.rules.pairs:
        for one, other in ((a, b), (b, a)):
            shifts.extend(_drift_of_trust(world, one, other, (a, b) in bound, (a, b) in programmes))
        shifts.extend(_drift_of_pair(transaction, a, b))
    fades = world.rules.base.third_parties.grievance_fades
    for target, value in world.numbers.items():
        if value and target.startswith("grievance("):
            shifts.append(Shift(target, -value // fades, "grievances fade"))
        elif value and target.startswith("insight("):
            shifts.append(Shift(target, -world.rules.base.covert.decay, "sources dry up"))
    return shifts


def _drift_of_trust(world: World, one: str, other: str, bound: bool, programme: bool) -> Iterator[Shift]:
    rules = world.rules.base.trust
    trust = world.trust(one, other)
    if trust > rules.rest and not bound:
        yield Shift(toward("trust", one, other), -1, "no agreement sustains it")
    elif trust < rules.rest and world.tension(one, other) < rules.calm_below:
        yield Shift(toward("trust", one, other), 1, "time heals in calm")
    if world.number(toward("dependence", one, other)) and not programme:
        yield Shift(toward("dependence", one, other), -1, "no programme keeps it up")


def _drift_of_pair(transaction: Transaction, a: str, b: str) -> Iterator[Shift]:
    world = transaction.world
    rules = world.rules.base.trust
    rivals = world.rules.are_rivals(a, b)
    if world.tension(a, b) > (rules.rival_tension_rest if rivals else rules.tension_rest):
        yield Shift(between("tension", a, b), -1, "time passes without incident")
    if rivals:
        coins = transaction.dice.roll(f"{world.round}.friction_of_rivals.{a}.{b}", 2, 2)
        friction = coins[0] - 1 + (coins[1] - 1 if world.round % 2 else 0)
        yield Shift(between("tension", a, b), friction, "friction between rivals")
    usual = world.rules.base.relationship.start_interoperability[world.relationship(a, b)]
    if world.interoperability(a, b) > usual and not _drilled(world, a, b):
        yield Shift(between("interoperability", a, b), -rules.interoperability_decay, "no drill this round")


def _drilled(world: World, a: str, b: str) -> bool:
    return any(
        initiative.resolved == world.round
        and initiative.outcome
        and a in initiative.parties
        and b in initiative.parties
        for initiative in world.current.values()
        if world.rules.moves[initiative.move].category in ("drills", "operations")
    )


def warmth_of(world: World, a: str, b: str) -> int:
    """Warmth of a pair: the lower trust, less a part of the tension (§4)."""
    divisor = world.rules.base.relationship.tension_divisor
    return min(world.trust(a, b), world.trust(b, a)) - world.tension(a, b) // divisor


def _relationships(transaction: Transaction) -> None:
    """One step a round at most, with a gap so that it does not flap (§4)."""
    rules = transaction.world.rules.base.relationship
    for a, b in transaction.world.rules.pairs:
        world = transaction.world
        state = world.relationship(a, b)
        warmth = warmth_of(world, a, b)
        carried = any(world.has(kind, a, b) for kind in rules.partner_needs)
        pact = any(world.has(kind, a, b) for kind in rules.allied_needs)
        supports = {Relationship.PARTNER: carried, Relationship.ALLIED: pact}
        now = state
        if state and (warmth <= rules.up[state - 1] - rules.gap or not supports.get(state, True)):
            now = step(RELATIONSHIP, state, "fall", too_cold_or_unsupported=True)
        elif state < Relationship.ALLIED and warmth >= rules.up[state]:
            following = Relationship(state + 1)
            if supports.get(following, True):
                now = step(
                    RELATIONSHIP, state, "rise", warm_enough=True, an_agreement_carries_it=carried,
                    a_pact_carries_it=pact,
                )  # fmt: skip
        if now != state:
            reason = "trust outweighs tension" if now > state else "tension outweighs trust"
            if now < state and not supports.get(state, True):
                reason = "no agreement carries it any more"
            shift = Shift(between("relationship", a, b), now - state, reason)
            transaction.write(
                e.RelationshipStateChanged, a, EVERYONE, pair=(a, b), was=state.word, now=now.word,
                changes=transaction.changes(shift),
            )  # fmt: skip


def _expire(transaction: Transaction) -> None:
    for agreement in list(transaction.world.agreements.values()):
        # What is suspended runs out as well.
        lasts = agreement.state in (AgreementState.IN_FORCE, AgreementState.SUSPENDED)
        if lasts and agreement.until and agreement.until <= transaction.world.round:
            step(AGREEMENT, agreement.state, "expire")
            transaction.write(
                e.AgreementStateChanged, agreement.parties[0], EVERYONE, agreement=agreement.id, to="expired",
                reason="it has run its time", cause=agreement.event,
            )  # fmt: skip


def _judge_objectives(transaction: Transaction) -> None:
    """How far each objective stands now; red lines stay crossed (§9)."""
    world = transaction.world
    conditions = world.rules.conditions
    for power in world.rules.setting.powers:
        counted = as_counted_by(world, power.id)
        for objective in power.objectives:
            if not all(world.has_module(module) for module in objective.needs):
                continue
            points = 0
            if conditions[objective.condition].holds(counted, power.id):
                points = objective.points
            elif objective.partly and conditions[objective.partly].holds(counted, power.id):
                points = objective.part_points
            known = world.verdicts.get(f"{power.id}:{objective.id}")
            if points != (known.points if known else 0):
                transaction.write(
                    e.ObjectiveJudged, power.id, (power.id,), objective=objective.id, points=points,
                    title=objective.title,
                )  # fmt: skip
        for line in power.red_lines:
            crossed = f"{power.id}:{line.id}" in world.verdicts
            if not crossed and conditions[line.condition].holds(counted, power.id):
                transaction.write(
                    e.ObjectiveJudged, power.id, (power.id,), objective=line.id, points=-line.loss,
                    title=line.title, red_line=True,
                )  # fmt: skip


def _score(transaction: Transaction) -> None:
    """National scores, the indices by their parts, the architecture by its indices, finals (§9)."""
    world = transaction.world
    shifts: list[Shift] = []
    for power in world.rules.ranked:
        objectives, position, reputation = national_of(world, power)
        national = clamp(objectives + position + reputation)
        words = f"objectives {objectives}, position {position}, reputation {reputation}"
        shifts.append(Shift(of("national", power), national - world.number(of("national", power)), words))
    transaction.post(shifts, "scores")
    parts = index_parts(world)
    values = index_values(world)
    changes = [shift for name, value in values.items() for shift in _index(world, name, value, parts)]
    transaction.write(
        e.RoundScored, CONTROL, EVERYONE, number=world.round, parts=parts,
        changes=transaction.changes(*changes, *_architecture(world, values)),
    )  # fmt: skip
    whole = architecture_of(values)
    finals: list[Shift] = []
    for standing in standings(transaction.world):
        target = of("final", standing.power)
        words = f"national {standing.national}, {standing.stake} % of it at stake, architecture {whole}"
        words += ", in a collapse" if values["peace"] < world.rules.base.scores.collapse_under else ""
        finals.append(Shift(target, standing.final - world.number(target), words))
    transaction.post(finals, "scores")


def _index(world: World, name: str, value: int, parts: tuple[e.Part, ...]) -> Iterator[Shift]:
    """An index moves by what each of its parts has come to since the last round."""
    target = of("index", name)
    moved = value - world.number(target)
    before = {part.id: part for part in world.parts if part.index == name}
    now = [part for part in parts if part.index == name]
    # A save from before parts were recorded tells the whole of the round at once.
    if not before.keys() >= {part.id for part in now}:
        yield Shift(target, moved, f"{name} after round {world.round}")
        return
    for part in now:
        was = before[part.id]
        words = f"{READ_AS[name, part.id]}: {was.reading} to {part.reading}"
        yield Shift(target, part.points - was.points, words)
    told = sum(part.points - before[part.id].points for part in now)
    yield Shift(target, moved - told, "kept within 0 and 100")


def _architecture(world: World, values: dict[str, int]) -> Iterator[Shift]:
    """The architecture moves by each index that moved; of the mean, each bears what rounding leaves it."""
    target = of("architecture", "all")
    before = {name: world.number(of("index", name)) for name in values}
    total = sum(before.values())
    for name, value in values.items():
        share = (total + value - before[name]) // len(values) - total // len(values)
        total += value - before[name]
        yield Shift(target, share, f"{name}: {before[name]} to {value}")
