"""Deeds set beside promises: kept, late, broken, impossible, void (rulebook §2).

Every verdict is read from what everybody may know, or those who know the promise: it tells nobody of a
power's money, of an order that has not come to light, or of a promise made to others.
"""

from collections.abc import Iterator

from multipolar.domain.addresses import of, toward
from multipolar.domain.english import possessive
from multipolar.domain.mechanics.income import income_of
from multipolar.domain.mechanics.requirements import blocked, promised_moves, refusals
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Initiative, Pledge
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.vocabulary import EVERYONE, InitiativeState, PromiseState


def judge_promises(transaction: Transaction) -> None:
    """Judge every open promise whose time is up, or that a deed has kept or broken."""
    verdicts = [
        (pledge, state)
        for pledge in transaction.world.pledges.values()
        if pledge.state is PromiseState.OPEN
        and (state := _judge(transaction.world, pledge)) is not PromiseState.OPEN
    ]
    for pledge, state in verdicts:
        _record(transaction, pledge, state)


def is_known_to_all(pledge: Pledge, powers: tuple[str, ...]) -> bool:
    """Whether all of some powers (or everybody) know of a promise."""
    return pledge.known == EVERYONE or set(powers) <= set(pledge.known)


# --- Verdicts --------------------------------------------------------------------------------


def _judge(world: World, pledge: Pledge) -> PromiseState:
    given = pledge.undertaking
    done = _deeds(world, pledge)
    if given.kind == "restraint":
        if any(initiative.tabled <= given.until for initiative in done):
            return PromiseState.BROKEN
        # Whoever has refrained until an exercise was ended early has kept the word.
        if world.round < min(given.until, world.rounds):
            return PromiseState.OPEN
        return PromiseState.KEPT if _asked_something(world, pledge) else PromiseState.VOID
    if done:
        on_time = any(initiative.tabled <= given.until for initiative in done)
        if not on_time:
            return PromiseState.LATE
        return PromiseState.VOID if _is_second(world, pledge, pledge.known) else PromiseState.KEPT
    if world.round < given.until:
        return PromiseState.OPEN
    if _refused(world, pledge) or _closed(world, pledge):
        return PromiseState.IMPOSSIBLE
    return PromiseState.BROKEN if world.round > given.until else PromiseState.OPEN


def _deeds(world: World, pledge: Pledge) -> list[Initiative]:
    """What the promiser did of the promised kind with or toward the other, since it promised.

    A promised act is one that was agreed or ordered afterwards. An order of the same round can still be
    taken back: carried out, it breaks a restraint. A covert deed does so only once it has come to light:
    nobody could know.
    """
    given = pledge.undertaking
    return [
        initiative
        for initiative in world.since(pledge.made)
        if (
            initiative.tabled >= pledge.made
            if given.kind == "restraint"
            else initiative.agreed > pledge.event
        )
        and initiative.state in (InitiativeState.UNDER_WAY, InitiativeState.COMPLETED)
        and given.by in initiative.parties
        and given.toward in initiative.parties
        and (initiative.initiator == given.by or world.rules.moves[initiative.move].form == "joint")
        and given.move in (initiative.move, world.rules.moves[initiative.move].category)
        and (
            world.rules.moves[initiative.move].visibility != "covert"
            or given.toward in initiative.known
            or "*" in initiative.known
        )
    ]


def _asked_something(world: World, pledge: Pledge) -> bool:
    """Whether a restraint was for longer than its round, could be broken in its last, and was the first."""
    return (
        pledge.undertaking.until > pledge.made
        and any(_is_open(world, pledge, move) for move in promised_moves(world, pledge.undertaking))
        and not _is_second(world, pledge, pledge.known)
    )


def _is_open(world: World, pledge: Pledge, move: Move) -> bool:
    """Whether a move was open to the promiser at a price that its income and savings can pay.

    A joint move that only the one promised to could have agreed to is none that the promiser could do.
    """
    given = pledge.undertaking
    carry = world.rules.base.money.carry
    capital, resources = income_of(world, given.by)
    others = pledge.known == EVERYONE or set(pledge.known) - {given.by, given.toward}
    return (
        (move.form == "order" or bool(others))
        and move.id not in refusals(world, given.by).rows[given.toward].reasons
        and move.cost.capital <= capital + carry
        and move.cost.resources <= resources + carry
    )


def _is_second(world: World, pledge: Pledge, knowing: tuple[str, ...]) -> bool:
    """Whether those who know a promise had another to the same effect when it was given."""
    return any(is_known_to_all(found, knowing) for found in _before(world, pledge))


def _before(world: World, pledge: Pledge) -> Iterator[Pledge]:
    """Promises to the same effect that stood when one was given.

    Restraints toward one power are to the same effect whatever they are from; acts where a move of one is a
    move of the other.
    """
    given = pledge.undertaking
    moves = {move.id for move in promised_moves(world, given)}
    for found in world.pledges.values():
        other = found.undertaking
        if (
            found.event < pledge.event
            and (not found.judged or found.judged >= pledge.made)
            and (other.by, other.toward, other.kind) == (given.by, given.toward, given.kind)
            and (given.kind == "restraint" or any(move.id in moves for move in promised_moves(world, other)))
        ):
            yield found


def _refused(world: World, pledge: Pledge) -> bool:
    """Whether the promiser offered what it promised and the other would not have it."""
    given = pledge.undertaking
    return any(
        initiative.initiator == given.by
        and given.toward in initiative.partners
        and given.move in (initiative.move, world.rules.moves[initiative.move].category)
        and initiative.state in (InitiativeState.DECLINED, InitiativeState.LAPSED)
        and initiative.tabled >= pledge.made
        for initiative in world.since(pledge.made)
    )


def _closed(world: World, pledge: Pledge) -> bool:
    """Whether the relationship has closed the promised move to both."""
    move = world.rules.moves.get(pledge.undertaking.move)
    return move is not None and bool(blocked(world, pledge.undertaking.by, move, pledge.undertaking.toward))


# --- What follows ----------------------------------------------------------------------------


def _record(transaction: Transaction, pledge: Pledge, state: PromiseState) -> None:
    world = transaction.world
    given = pledge.undertaking
    cause = transaction.write(
        e.PromiseJudged, given.by, pledge.known, promise=pledge.id, state=str(state), cause=pledge.event
    )
    rules = world.rules.base.promises
    public = pledge.known == EVERYONE
    name = world.rules.name(given.by)
    words = f"{possessive(name)} promise to {world.rules.name(given.toward)}: {state}"
    shifts = [
        Shift(toward("trust", other, given.by), amount, words, cause)
        for other, amount in _trust_of(world, pledge, state).items()
    ]
    # What everybody sees of a promise does not say to whom it was made, unless all were told.
    words = words if public else f"a promise of {name}: {state}"
    if state is PromiseState.KEPT:
        shifts.append(Shift(of("kept", given.by), rules.kept_count, words, cause))
    if state is PromiseState.BROKEN:
        shifts.append(Shift(of("breaches", given.by), rules.broken_count, words, cause))
        if public:
            shifts.append(Shift(of("standing", given.by), rules.broken_standing, words, cause))
    transaction.post(shifts, "promises")


def _trust_of(world: World, pledge: Pledge, state: PromiseState) -> dict[str, int]:
    """What each of those who know a promise makes of what became of it.

    The power it is toward counts all of it, others a part. What is said to everybody wins nobody but the one
    it spares; what was promised twice wins those once who knew of both; and nobody is won by a threat.
    """
    rules = world.rules.base.promises
    given = pledge.undertaking
    amounts = {
        PromiseState.KEPT: rules.kept_trust,
        PromiseState.LATE: rules.late_trust,
        PromiseState.BROKEN: rules.broken_trust,
    }
    amount = amounts.get(state, 0)
    knowing = world.rules.ids if pledge.known == EVERYONE else pledge.known
    shares = {
        other: amount if other == given.toward else amount // rules.others_divisor
        for other in knowing
        if other != given.by
    }
    if state is not PromiseState.KEPT:
        return shares
    moves = promised_moves(world, given)
    spared = (
        any(move.form == "order" for move in moves)
        if given.kind == "restraint"
        else any(move.category != "coercion" for move in moves)
    )
    return {
        other: share
        for other, share in shares.items()
        if (spared if other == given.toward else pledge.known != EVERYONE)
        and not _is_second(world, pledge, (other,))
    }
