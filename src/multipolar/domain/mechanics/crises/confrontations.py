"""One exchange of a confrontation: pressure, calm, dice, and how it ends (rulebook §8; numbers §6)."""

from collections.abc import Mapping

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.machines import step
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.machines.crisis import CRISIS
from multipolar.domain.mechanics.crises.crisis_choices import (
    advantage_of,
    asked,
    calm_of,
    default_choice,
    mediation_of,
    must_honour,
    pressure_of,
    rungs,
)
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Crisis
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import (
    ATTRIBUTES,
    EVERYONE,
    OPEN_STAGES,
    AgreementState,
    Relationship,
    Stage,
)

Choices = tuple[tuple[str, str, str], ...]


def resolve_confrontation(transaction: Transaction, crisis: Crisis, before: World) -> None:
    """Reveal all responses, roll once, and follow what comes of it.

    Args:
        transaction: of the exchange.
        crisis: as it stands, with its sealed responses.
        before: the world as the responses were given, before any crisis of this exchange was resolved: it
            says whose pacts are called.
    """
    world = transaction.world
    a, b = crisis.parties[:2]
    chosen = {power: (choice, backing) for power, choice, backing in crisis.responses}
    choices: Choices = tuple(
        (power, *chosen.get(power, (default_choice(crisis, power), ""))) for power in asked(world, crisis)
    )
    mine = {power: choice for power, choice, _ in choices}
    obliged = {power: must_honour(before, crisis, power) for power in mine}
    mediator, standing = mediation_of(world, crisis, choices)
    if "concede" in (mine[a], mine[b]) or mine[a] == mine[b] == "ease":
        seq = _reveal(transaction, crisis, choices, crisis.stage, 0, (), ())
        _answer_pacts(transaction, crisis, choices, obliged, seq)
        _pay(transaction, crisis, choices, mediator, seq)
        _yield(transaction, crisis, mine[a], mine[b], seq)
        return
    calm = calm_of(world, a, b, crisis.stage, mediator, standing, world.rules.crises[crisis.template].domain)
    pressure = pressure_of(world, mine[a]) + pressure_of(world, mine[b])
    backed = [backing for _, choice, backing in choices if choice == "back"]
    each = world.rules.base.settle.honour_advantage
    gains = (
        advantage_of(world, mine[a], mine[b]) + each * backed.count(a),
        advantage_of(world, mine[b], mine[a]) + each * backed.count(b),
    )
    dice = transaction.dice.roll(f"{world.round}.exchange.{crisis.id}.{world.exchange}")
    moved = rungs(world, sum(dice) + sum(modifier.size for modifier in calm) - pressure)
    if world.relationship(a, b) >= Relationship.COOPERATIVE:
        moved = min(moved, world.rules.base.settle.friends_climb)
    stage = _climb(crisis.stage, moved)
    seq = _reveal(transaction, crisis, choices, stage, pressure, calm, dice, gains)
    _answer_pacts(transaction, crisis, choices, obliged, seq)
    _pay(transaction, crisis, choices, mediator, seq)
    if crisis.stage is Stage.ACUTE and stage in (Stage.CONFRONTATION, Stage.BRINK):
        _reach_confrontation(
            transaction, transaction.world.crises[crisis.id], _aggressor(world, mine, a, b), seq
        )
    if stage is Stage.CONFLICT:
        _conflict(transaction, transaction.world.crises[crisis.id], seq)
    elif stage is Stage.EASING or world.exchange >= world.rules.base.settle.exchanges:
        _settlement(transaction, transaction.world.crises[crisis.id], mediator, standing, seq)


def _climb(stage: Stage, moved: int) -> Stage:
    for _ in range(abs(moved)):
        if stage not in OPEN_STAGES:
            break
        stage = step(CRISIS, stage, "climb" if moved > 0 else "come_down", it_has_two_sides=True)
    return stage


def _reveal(
    transaction: Transaction, crisis: Crisis, choices: Choices, stage: Stage, pressure: int,
    calm: tuple[e.ModifierRead, ...], dice: tuple[int, ...], advantage: tuple[int, int] = (0, 0),
) -> int:  # fmt: skip
    return transaction.write(
        e.ExchangeResolved, crisis.parties[0], EVERYONE, crisis=crisis.id,
        exchange=transaction.world.exchange,
        choices=choices, pressure=pressure, modifiers=calm, dice=dice, was=str(crisis.stage), now=str(stage),
        advantage=advantage, cause=crisis.event,
    )  # fmt: skip


def _pay(transaction: Transaction, crisis: Crisis, choices: Choices, mediator: str, cause: int) -> None:
    """What mobilising costs, and what backing and mediating earn and lose."""
    world = transaction.world
    rules = world.rules.base.settle
    shifts: list[Shift] = []
    for power, choice, backed in choices:
        if choice == "mobilise":
            words = "mobilised in a crisis"
            shifts.append(Shift(of("capital", power), -rules.mobilise_cost.capital, words, cause, power))
            shifts.append(Shift(of("resources", power), -rules.mobilise_cost.resources, words, cause, power))
        elif choice == "back":
            other = crisis.parties[0] if backed == crisis.parties[1] else crisis.parties[1]
            words = f"{world.rules.name(power)} backed {world.rules.name(backed)}"
            shifts.append(Shift(toward("trust", backed, power), rules.honour_trust, words, cause, power))
            shifts.append(Shift(between("tension", power, other), rules.honour_tension, words, cause, power))
    # Standing comes with stepping in, not with staying.
    stayed = any(
        power == mediator and choice in ("mediate", "framework") for power, choice, _ in crisis.revealed
    )
    if mediator and not stayed:
        words = "offered good offices in a crisis"
        shifts.append(Shift(of("standing", mediator), rules.mediator_standing, words, cause, mediator))
    transaction.post(shifts, "crisis")


def _yield(transaction: Transaction, crisis: Crisis, a_chose: str, b_chose: str, cause: int) -> None:
    """One concedes and the other prevails; both concede or both ease and it is settled (§8)."""
    world = transaction.world
    rules = world.rules.base.settle
    a, b = crisis.parties[:2]
    if (a_chose == "concede") == (b_chose == "concede"):
        _settled(transaction, crisis, "", "both stepped back", (), cause)
        return
    loser, winner = (a, b) if a_chose == "concede" else (b, a)
    words = f"{world.rules.name(loser)} conceded to {world.rules.name(winner)}"
    transaction.post(
        [
            Shift(of("standing", loser), rules.concede_standing, words, cause, loser),
            Shift(of("stability", loser), rules.concede_stability, words, cause, loser),
            Shift(of("standing", winner), rules.prevail_standing, words, cause, loser),
            Shift(between("tension", a, b), rules.concede_tension, words, cause, loser),
        ],
        "crisis",
    )
    transaction.write(
        e.CrisisStateChanged, loser, EVERYONE, crisis=crisis.id, to=str(step(CRISIS, crisis.stage, "settle")),
        reason=words, cause=cause,
    )  # fmt: skip


def _answer_pacts(
    transaction: Transaction,
    crisis: Crisis,
    choices: Choices,
    obliged: dict[str, tuple[str, ...]],
    cause: int,
) -> None:
    """`back` honours a pact that was called, mediating leaves it open; anything else breaks it (§8)."""
    world = transaction.world
    rules = world.rules.base.settle
    shifts: list[Shift] = []
    for power, choice, backed in choices:
        for principal in obliged[power]:
            honoured = choice == "back" and backed == principal
            if not honoured and _has_broken(transaction, power, principal):
                continue
            if choice in ("mediate", "framework") and not rules.mediating_reneges:
                continue
            seq = transaction.write(
                e.PactAnswered, power, EVERYONE, crisis=crisis.id, ally=power, principal=principal,
                honoured=honoured, cause=cause,
            )  # fmt: skip
            name, other = world.rules.name(power), world.rules.name(principal)
            if honoured:
                words = f"{name} honoured its pact with {other}"
                shifts.append(Shift(of("honoured", power), rules.honour_count, words, seq, power))
                continue
            words = f"{name} reneged on its pact with {other}"
            shifts += [
                Shift(toward("trust", principal, power), rules.renege_trust, words, seq, power),
                Shift(of("standing", power), rules.renege_standing, words, seq, power),
                Shift(of("breaches", power), rules.renege_breaches, words, seq, power),
            ]
            shifts += [
                Shift(toward("trust", onlooker, power), rules.renege_onlookers, words, seq, power)
                for onlooker in world.rules.ids
                if onlooker not in (power, principal)
            ]
            for pact in list(transaction.world.in_force(power, principal, group="pact")):
                step(AGREEMENT, pact.state, "breach")
                transaction.write(
                    e.AgreementStateChanged,
                    power,
                    EVERYONE,
                    agreement=pact.id,
                    to="breached",
                    reason=words,
                    cause=seq,
                )
    transaction.post(shifts, "pacts")


def _has_broken(transaction: Transaction, power: str, principal: str) -> bool:
    """Whether the pact that joined two powers was broken by the one already, in another crisis.

    A pact is broken once. Whoever refused it in the same exchange as another ally has refused it too.
    """
    world = transaction.world
    if any(True for _ in world.in_force(power, principal, group="pact")):
        return False
    return any(
        event.actor == power and event.to == AgreementState.BREACHED
        and principal in world.agreements[event.agreement].parties
        for event in transaction.events
        if isinstance(event, e.AgreementStateChanged)
    )  # fmt: skip


def _aggressor(world: World, chosen: Mapping[str, str], a: str, b: str) -> str:
    """The principal that pressed harder than the other, if one did (§8)."""
    of_a, of_b = pressure_of(world, chosen[a]), pressure_of(world, chosen[b])
    if of_a == of_b or max(of_a, of_b) < 1:
        return ""
    return a if of_a > of_b else b


def _reach_confrontation(transaction: Transaction, crisis: Crisis, aggressor: str, cause: int) -> None:
    """Stability suffers at home, and whoever was pressed calls its pacts (§8)."""
    world = transaction.world
    rules = world.rules.base.settle
    transaction.post(
        [
            Shift(
                of("stability", power), rules.confrontation_stability, "a confrontation abroad", cause, power
            )
            for power in crisis.parties[:2]
        ],
        "crisis",
    )
    if world.exchange >= rules.exchanges:
        return
    for principal in crisis.parties[:2]:
        if principal == aggressor and not rules.aggressor_calls:
            continue
        for ally in _called_by(world, crisis, principal):
            transaction.write(
                e.PactCalled,
                principal,
                EVERYONE,
                crisis=crisis.id,
                ally=ally,
                principal=principal,
                cause=cause,
            )


def _called_by(world: World, crisis: Crisis, principal: str) -> tuple[str, ...]:
    """The allies a principal calls, each once in a crisis; no pact that binds both principals."""
    allies = dict.fromkeys(
        ally
        for pact in world.in_force(principal, group="pact")
        if not set(crisis.parties[:2]) <= set(pact.parties)
        for ally in pact.parties
        if ally != principal
    )
    return tuple(ally for ally in allies if (ally, principal) not in crisis.called)


def _settlement(transaction: Transaction, crisis: Crisis, mediator: str, standing: int, cause: int) -> None:
    """Below acute, or after the last exchange: an agreement, or the dispute is frozen (numbers §6)."""
    world = transaction.world
    rules = world.rules.base.settle
    bonus = 0
    if mediator:
        bonus = rules.strong_mediator_bonus if standing >= rules.strong_mediator else rules.mediator_bonus
    dice = transaction.dice.roll(f"{world.round}.settlement.{crisis.id}")
    if sum(dice) + bonus >= rules.settle_from:
        how = "a mediated agreement" if mediator else "an agreement between the two"
        _settled(transaction, crisis, mediator, how, dice, cause)
        _advantage(transaction, crisis, rules.advantage_loss, cause)
        return
    a, b = crisis.parties[:2]
    seq = transaction.write(
        e.CrisisStateChanged, a, EVERYONE, crisis=crisis.id, to=str(step(CRISIS, crisis.stage, "freeze")),
        reason="no agreement: the dispute is frozen", dice=dice, mediator=mediator, cause=cause,
    )  # fmt: skip
    words = "a frozen dispute"
    transaction.post(
        [
            Shift(between("tension", a, b), rules.frozen_tension, words, seq),
            Shift(toward("trust", a, b), rules.frozen_trust, words, seq),
            Shift(toward("trust", b, a), rules.frozen_trust, words, seq),
        ],
        "crisis",
    )
    _advantage(transaction, crisis, rules.advantage_gain, seq)


def _settled(
    transaction: Transaction, crisis: Crisis, mediator: str, how: str, dice: tuple[int, ...], cause: int
) -> None:
    world = transaction.world
    rules = world.rules.base.settle
    a, b = crisis.parties[:2]
    stage = step(CRISIS, crisis.stage, "settle")
    seq = transaction.write(
        e.CrisisStateChanged, mediator or a, EVERYONE, crisis=crisis.id, to=str(stage), reason=how, dice=dice,
        mediator=mediator, cause=cause,
    )  # fmt: skip
    words = f"settled: {how}"
    shifts = [
        Shift(between("tension", a, b), rules.settled_tension, words, seq),
        Shift(toward("trust", a, b), rules.settled_trust, words, seq),
        Shift(toward("trust", b, a), rules.settled_trust, words, seq),
    ]
    if mediator:
        shifts.append(Shift(of("standing", mediator), rules.mediator_success, words, seq, mediator))
        shifts += [
            Shift(toward("trust", principal, mediator), rules.settled_trust, words, seq, mediator)
            for principal in (a, b)
            if principal != mediator
        ]
    transaction.post(shifts, "crisis")


def _advantage(transaction: Transaction, crisis: Crisis, loss: int, cause: int) -> None:
    """Who gained the upper hand wins standing from the other (numbers §6)."""
    rules = transaction.world.rules.base.settle
    lead = crisis.advantage[0] - crisis.advantage[1]
    if abs(lead) < rules.advantage_wins:
        return
    winner, loser = crisis.parties[:2] if lead > 0 else (crisis.parties[1], crisis.parties[0])
    words = f"{transaction.world.rules.name(winner)} came out of the crisis with the upper hand"
    transaction.post(
        [
            Shift(of("standing", winner), rules.advantage_gain, words, cause, winner),
            Shift(of("standing", loser), -loss, words, cause, winner),
        ],
        "crisis",
    )


def _conflict(transaction: Transaction, crisis: Crisis, cause: int) -> None:
    """A disaster for all parties, and for the order (§8)."""
    world = transaction.world
    rules = world.rules.base.settle
    a, b = crisis.parties[:2]
    words = f"open conflict between {world.rules.name(a)} and {world.rules.name(b)}"
    shifts = [
        Shift(of(attribute, power), rules.conflict[attribute], words, cause)
        for attribute in ATTRIBUTES
        if attribute in rules.conflict
        for power in (a, b)
    ]
    shifts += [
        Shift(toward("trust", a, b), rules.conflict_trust, words, cause),
        Shift(toward("trust", b, a), rules.conflict_trust, words, cause),
        Shift(between("tension", a, b), rules.conflict_tension, words, cause),
    ]
    shifts += [
        Shift(of("economy", power), rules.conflict_onlookers_economy, words, cause)
        for power in world.rules.ids
        if power not in (a, b)
    ]
    transaction.post(shifts, "conflict")
    kept = world.rules.base.channels.outlasts_conflict
    for agreement in list(transaction.world.in_force(a, b)):
        if agreement.type not in kept and len(agreement.parties) == 2:
            step(AGREEMENT, agreement.state, "terminate")
            transaction.write(
                e.AgreementStateChanged,
                a,
                EVERYONE,
                agreement=agreement.id,
                to="terminated",
                reason=words,
                cause=cause,
            )
