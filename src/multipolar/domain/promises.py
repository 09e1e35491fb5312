"""Deeds set beside promises: kept, late, broken, impossible (rulebook §2)."""

from multipolar.domain import events as e
from multipolar.domain.journal import Journal, Shift
from multipolar.domain.requirements import blocked
from multipolar.domain.terms import InitiativeState, PromiseState, of, toward
from multipolar.domain.world import Initiative, Pledge, World


def judge_promises(journal: Journal) -> None:
    """Judge every open promise whose time is up, or that a deed has kept or broken."""
    for pledge in list(journal.world.pledges.values()):
        if pledge.state is PromiseState.OPEN:
            state = _judge(journal.world, pledge)
            if state is not PromiseState.OPEN:
                _record(journal, pledge, state)


def _judge(world: World, pledge: Pledge) -> PromiseState:
    given = pledge.undertaking
    done = _deeds(world, pledge)
    if given.kind == "restraint":
        if any(found.resolved and found.resolved <= given.until for found in done):
            return PromiseState.BROKEN
        # Whoever has refrained until an exercise was ended early has kept the word.
        over = world.round >= min(given.until, world.rounds)
        return PromiseState.KEPT if over else PromiseState.OPEN
    if done:
        on_time = any(found.tabled <= given.until for found in done)
        return PromiseState.KEPT if on_time else PromiseState.LATE
    if world.round < given.until:
        return PromiseState.OPEN
    if _refused(world, pledge) or _closed(world, pledge):
        return PromiseState.IMPOSSIBLE
    return PromiseState.BROKEN if world.round > given.until else PromiseState.OPEN


def _deeds(world: World, pledge: Pledge) -> list[Initiative]:
    """What the promiser did of the promised kind with or toward the other, since it promised.

    A covert deed breaks a restraint only once it has come to light: nobody could know.
    """
    given = pledge.undertaking
    return [
        found
        for found in world.initiatives.values()
        if found.tabled >= pledge.made
        and found.state in (InitiativeState.UNDER_WAY, InitiativeState.COMPLETED)
        and given.by in found.parties
        and given.toward in found.parties
        and (found.initiator == given.by or world.rules.moves[found.move].form == "joint")
        and given.move in (found.move, world.rules.moves[found.move].category)
        and (
            world.rules.moves[found.move].visibility != "covert"
            or given.toward in found.known
            or "*" in found.known
        )
    ]


def _refused(world: World, pledge: Pledge) -> bool:
    """Whether the promiser offered what it promised and the other would not have it."""
    given = pledge.undertaking
    return any(
        found.initiator == given.by
        and given.toward in found.partners
        and given.move in (found.move, world.rules.moves[found.move].category)
        and found.state in (InitiativeState.DECLINED, InitiativeState.LAPSED)
        and found.tabled >= pledge.made
        for found in world.initiatives.values()
    )


def _closed(world: World, pledge: Pledge) -> bool:
    """Whether the relationship has closed the promised move to both."""
    move = world.rules.moves.get(pledge.undertaking.move)
    return move is not None and bool(blocked(world, pledge.undertaking.by, move, pledge.undertaking.toward))


def _record(journal: Journal, pledge: Pledge, state: PromiseState) -> None:
    world = journal.world
    given = pledge.undertaking
    cause = journal.write(
        e.PromiseJudged, given.by, pledge.known, promise=pledge.id, state=str(state), cause=pledge.event
    )
    rules = world.rules.base.promises
    knowing = world.rules.ids if "*" in pledge.known else pledge.known
    others = [power for power in knowing if power != given.by]
    amount = {
        PromiseState.KEPT: rules.kept_trust,
        PromiseState.LATE: rules.late_trust,
        PromiseState.BROKEN: rules.broken_trust,
    }.get(state, 0)
    words = f"{world.rules.name(given.by)}'s promise to {world.rules.name(given.toward)}: {state}"
    shifts = [
        Shift(
            toward("trust", other, given.by), amount if other == given.toward else amount // 2, words, cause
        )
        for other in others
    ]
    if state is PromiseState.KEPT:
        shifts.append(Shift(of("kept", given.by), 1, words, cause))
    if state is PromiseState.BROKEN:
        shifts.append(Shift(of("breaches", given.by), 1, words, cause))
        if "*" in pledge.known:
            shifts.append(Shift(of("standing", given.by), rules.broken_standing, words, cause))
    journal.post(shifts, "promises")
