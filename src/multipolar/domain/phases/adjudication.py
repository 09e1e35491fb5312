"""Everything agreed or ordered resolves at once (rulebook §2, §6).

Requirements, modifiers and odds are read from the world as deliberation ended; all rolls are made;
effects are summed and clamped once. A breach beats a joint move with the same partner.
"""

from collections.abc import Sequence

from msgspec import UNSET

from multipolar.domain.addresses import between, of, split, toward
from multipolar.domain.english import lowered
from multipolar.domain.machines import step
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.machines.initiative import INITIATIVE
from multipolar.domain.mechanics import frameworks
from multipolar.domain.mechanics.adoption import count_votes
from multipolar.domain.mechanics.crises.triggers import draw_crisis, exposure_crisis
from multipolar.domain.mechanics.effects import reactions_of, shifts_of
from multipolar.domain.mechanics.odds import capped, exposed_in_36, modifiers_of, outcome_of
from multipolar.domain.mechanics.opposition import opposition
from multipolar.domain.model import events as e
from multipolar.domain.model.lookups import OPEN
from multipolar.domain.model.records import Agreement, Initiative, Result
from multipolar.domain.model.transaction import Shift, Transaction, settle
from multipolar.domain.model.world import World
from multipolar.domain.phases.control import next_ruling
from multipolar.domain.phases.deliberation import end, go_ahead
from multipolar.domain.rules import catalogue as k
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import (
    ATTRIBUTES,
    CONTROL,
    EVERYONE,
    AgreementState,
    InitiativeState,
    Outcome,
    Relationship,
)


def adjudicate(transaction: Transaction) -> None:
    """Resolve the round: what enough accepted, lapses, votes, breaches, rolls, effects, exposure.

    Where somebody facilitates, results wait at their desk instead of coming about.
    """
    go_ahead(transaction)
    before = transaction.world
    _lapse(transaction)
    count_votes(transaction)
    _collapse_with_breaches(transaction)
    results = [_decide(transaction, before, initiative) for initiative in _begin(transaction)]
    if before.options.facilitator:
        for result in results:
            _preview(transaction, result)
    else:
        bring_about(transaction, before, results)


def bring_about(transaction: Transaction, before: World, results: Sequence[Result]) -> None:
    """Let results be known, with all they bring: effects at once, agreements, crises, exposure.

    Args:
        transaction: of the decision.
        before: the world of which effects are read.
        results: in the order in which they are told.
    """
    due = [transaction.world.initiatives[result.id] for result in results]
    shifts: list[Shift] = []
    joint: set[int] = set()
    for initiative, result in zip(due, results, strict=True):
        shifts.extend(_resolve(transaction, before, initiative, result))
        if before.rules.moves[initiative.move].joint_benefit:
            joint.add(_resolution(transaction, initiative))
    _post(transaction, due, shifts, frozenset(joint))
    for initiative in due:
        _conclude(transaction, transaction.world.initiatives[initiative.id])
    for initiative in due:
        _expose(transaction, transaction.world.initiatives[initiative.id])


def _lapse(transaction: Transaction) -> None:
    """An offer stands until the end of the next deliberation (§5)."""
    world = transaction.world
    for initiative in list(world.current.values()):
        if initiative.state in OPEN and initiative.tabled < world.round:
            end(
                transaction,
                initiative,
                "lapse",
                InitiativeState.LAPSED,
                initiative.initiator,
                "no answer in time",
            )


def _collapse_with_breaches(transaction: Transaction) -> None:
    """A breach beats a joint move with the same partner, which collapses with its costs spent (§2)."""
    world = transaction.world
    breaches = {
        frozenset((initiative.initiator, target)): initiative.event
        for initiative in world.current.values()
        if initiative.state is InitiativeState.AGREED
        and world.rules.moves[initiative.move].category == "coercion"
        and world.rules.moves[initiative.move].visibility == "public"
        for target in initiative.partners
    }
    for initiative in list(world.current.values()):
        move = world.rules.moves[initiative.move]
        if (
            move.form != "joint"
            or initiative.state
            not in (InitiativeState.AGREED, InitiativeState.UNDER_WAY, InitiativeState.SUSPENDED)
            or initiative.id in world.desk
        ):
            continue
        for pair, cause in breaches.items():
            if pair <= set(initiative.parties):
                step(INITIATIVE, initiative.state, "collapse")
                transaction.write(
                    e.InitiativeStateChanged, initiative.initiator, initiative.known,
                    initiative=initiative.id,
                    to="collapsed",
                    reason="one party turned on another", cause=cause,
                )  # fmt: skip
                break


def _begin(transaction: Transaction) -> list[Initiative]:
    """Set agreed initiatives under way; returns those that resolve this round."""
    world = transaction.world
    for initiative in list(world.current.values()):
        if initiative.state is not InitiativeState.AGREED:
            continue
        move = world.rules.moves[initiative.move]
        cause = initiative.event
        known = initiative.known
        if move.form == "order" and move.visibility == "public":
            known = EVERYONE
            cause = transaction.write(
                e.InitiativeAnnounced, initiative.initiator, EVERYONE, initiative=initiative.id, move=move.id,
                parties=initiative.parties, theatre=initiative.terms.theatre, cause=cause,
            )  # fmt: skip
        step(INITIATIVE, initiative.state, "begin")
        transaction.write(
            e.InitiativeStateChanged, initiative.initiator, known, initiative=initiative.id, to="under_way",
            resolves=world.round + move.rounds - 1, cause=cause,
        )  # fmt: skip
    return [
        initiative
        for initiative in transaction.world.current.values()
        if initiative.state is InitiativeState.UNDER_WAY
        and initiative.resolves <= world.round
        and initiative.id not in world.desk
    ]


def _decide(transaction: Transaction, before: World, initiative: Initiative) -> Result:
    """Roll one initiative as the world stood when deliberation ended."""
    move = before.rules.moves[initiative.move]
    modifiers = modifiers_of(before, move, initiative.initiator, initiative.partners, initiative.terms)
    modifiers += opposition(before, initiative)
    dice = transaction.dice.roll(f"{before.round}.resolve.{initiative.id}")
    total = sum(dice) + capped(before, modifiers)
    outcome = outcome_of(total, before.rules.base.rolls.outcomes)
    return Result(initiative.id, 0, before.round, modifiers, (dice,), total, outcome, outcome)


def _preview(transaction: Transaction, result: Result) -> None:
    initiative = transaction.world.initiatives[result.id]
    transaction.write(
        e.ResultPreviewed, CONTROL, (), initiative=initiative.id, move=initiative.move,
        parties=initiative.parties, modifiers=result.modifiers, dice=result.rolls[-1], total=result.total,
        outcome=int(result.outcome), cause=initiative.event,
    )  # fmt: skip


def audience_of_result(world: World, initiative: Initiative) -> tuple[str, ...]:
    """Who is told how an initiative came off, unless the facilitator says otherwise (§12)."""
    if world.rules.moves[initiative.move].visibility in ("limited", "secret"):
        return tuple(sorted(initiative.parties))
    return initiative.known


def effects_of_result(world: World, initiative: Initiative, outcome: Outcome, cause: int) -> list[Shift]:
    """What an outcome wants to change, before limits: by the move, by third parties, by side-payments."""
    move = world.rules.moves[initiative.move]
    parties = initiative.initiator, initiative.partners
    shifts = shifts_of(world, move, *parties, initiative.terms, outcome, cause)
    shifts += reactions_of(world, move, *parties, outcome, cause)
    return shifts + _payments(initiative, cause)


def _resolve(transaction: Transaction, before: World, initiative: Initiative, result: Result) -> list[Shift]:
    """Tell how one initiative came off; returns what it wants to change."""
    move = before.rules.moves[initiative.move]
    step(INITIATIVE, initiative.state, "complete")
    known = audience_of_result(transaction.world, initiative) if result.to is None else result.to
    ruling = _rule(transaction, initiative, result, known) if result.how else 0
    cause = transaction.write(
        e.InitiativeResolved, initiative.initiator, known, initiative=initiative.id, move=move.id,
        parties=initiative.parties, modifiers=result.modifiers, dice=result.rolls[-1], total=result.total,
        outcome=int(result.outcome), cause=ruling or initiative.event,
        told=UNSET if result.to is None else result.to,
    )  # fmt: skip
    shifts = effects_of_result(before, initiative, result.outcome, cause)
    if move.joint_benefit or move.category == "operations":
        for power, _, resources in initiative.spent:
            if resources:
                words = f"{resources} resources given to {lowered(move.title)}"
                shifts.append(Shift(of("burden", power), resources, words, cause, power))
    if result.to == EVERYONE:
        return shifts
    # A setback, or a secret, stays between the parties, unless it moves what everybody sees.
    shows = any(audience_of(shift.target) == EVERYONE for shift in shifts)
    if (move.visibility == "limited" and (shows or result.outcome)) or (
        move.visibility == "secret" and shows
    ):
        transaction.write(
            e.InitiativeAnnounced, initiative.initiator, EVERYONE, initiative=initiative.id, move=move.id,
            parties=initiative.parties, cause=cause,
        )  # fmt: skip
    return shifts


def _rule(transaction: Transaction, initiative: Initiative, result: Result, audience: tuple[str, ...]) -> int:
    """Write the ruling by which a result is not as it was first rolled; its seq."""
    return transaction.write(
        e.ResultRuled, CONTROL, audience, ruling=next_ruling(transaction.world, audience),
        initiative=initiative.id, how=result.how, rolls=result.rolls, was=int(result.was),
        outcome=int(result.outcome), reason=result.reason, cause=initiative.event,
    )  # fmt: skip


def _payments(initiative: Initiative, cause: int) -> list[Shift]:
    """Side-payments pass from hand to hand when the initiative resolves."""
    amount = initiative.terms.payment
    if amount > 0:
        return [
            Shift(
                of("resources", partner),
                amount,
                f"paid by {initiative.initiator}",
                cause,
                initiative.initiator,
            )
            for partner in initiative.partners
        ]
    if amount < 0:
        return [
            Shift(of("resources", initiative.initiator), -amount, f"paid by {partner}", cause, partner)
            for partner in initiative.partners
        ]
    return []


def _post(
    transaction: Transaction, due: list[Initiative], shifts: list[Shift], joint: frozenset[int]
) -> None:
    """Apply all effects at once, and count attribute points gained from joint moves as benefits (§9).

    What a covert move did to a number of another, that one finds changed without being told why.
    """
    gained = [
        Shift(of("benefit", split(shift.target)[1][0]), shift.amount, shift.reason, shift.cause, shift.actor)
        for shift in settle(transaction.world, shifts)
        if shift.cause in joint and shift.amount > 0 and split(shift.target)[0] in ATTRIBUTES
    ]
    hidden = {
        _resolution(transaction, initiative): (initiative.initiator,)
        for initiative in due
        if transaction.world.rules.moves[initiative.move].visibility == "covert"
    }
    transaction.post([*shifts, *gained], "effects", hidden)


def _conclude(transaction: Transaction, initiative: Initiative) -> None:
    """Agreements formed or suspended, and crises a move may set off."""
    world = transaction.world
    move = world.rules.moves[initiative.move]
    outcome = initiative.outcome or Outcome.SETBACK
    cause = _resolution(transaction, initiative)
    for effect in move.effects:
        match effect:
            case k.FormsAgreement():
                if outcome.word in _from(effect.at_least):
                    form(transaction, initiative, effect.type, cause)
            case k.EndsAgreement():
                _suspend(transaction, initiative, cause)
            case k.TestsCrisis():
                target = initiative.partners[0]
                draw_crisis(
                    transaction, effect.templates, initiative.initiator, target, effect.push[outcome], cause
                )
            case k.FoundsFramework() | k.TablesResolution() | k.LeavesFramework():
                frameworks.conclude(transaction, initiative, cause)
            case _:
                pass


def _from(word: str) -> tuple[str, ...]:
    words = tuple(outcome.word for outcome in Outcome)
    return words[words.index(word) :]


def _resolution(transaction: Transaction, initiative: Initiative) -> int:
    return next(
        event.seq
        for event in transaction.events
        if isinstance(event, e.InitiativeResolved) and event.initiative == initiative.id
    )


def forms(world: World, initiative: Initiative, outcome: Outcome) -> str:
    """The type of agreement that an outcome brings into force; empty: none."""
    declared = world.rules.moves[initiative.move].forms
    return declared.type if declared and outcome.word in _from(declared.at_least) else ""


def agreement_formed(world: World, initiative: Initiative) -> Agreement | None:
    """The agreement that an initiative brought into force when it resolved, or the last one on appeal."""
    declared = world.rules.moves[initiative.move].forms
    formed = _formed(world, declared.type if declared else "", initiative, initiative.resolved)
    return formed[-1] if formed else None


def _formed(world: World, kind: str, initiative: Initiative, number: int) -> list[Agreement]:
    name = _name_of_agreement(kind, initiative, number)
    return [found for key, found in world.agreements.items() if key == name or key.startswith(f"{name}.")]


def _name_of_agreement(kind: str, initiative: Initiative, number: int) -> str:
    return ".".join((kind, *initiative.parties, str(number)))


def form(transaction: Transaction, initiative: Initiative, kind: str, cause: int) -> None:
    """Bring an agreement into force, or one that was suspended into force again."""
    world = transaction.world
    declared = world.rules.agreements[kind]
    parties = initiative.parties
    if all(world.has(kind, initiative.initiator, partner) for partner in initiative.partners):
        return
    halted = next(
        (
            agreement
            for agreement in world.agreements.values()
            if agreement.state is AgreementState.SUSPENDED
            and agreement.type == kind
            and set(agreement.parties) == set(parties)
        ),
        None,
    )
    if halted is not None:
        step(AGREEMENT, halted.state, "resume")
        transaction.write(
            e.AgreementStateChanged, initiative.initiator, EVERYONE, agreement=halted.id, to="in_force",
            reason="taken up again", cause=cause,
        )  # fmt: skip
        return
    rounds = initiative.terms.duration or declared.rounds
    name = _name_of_agreement(kind, initiative, world.round)
    # Ended on one appeal and formed on another within the round, it is a new one.
    before = len(_formed(world, kind, initiative, world.round))
    transaction.write(
        e.AgreementConcluded, initiative.initiator, EVERYONE,
        agreement=f"{name}.{before + 1}" if before else name, type=kind, parties=parties,
        until=world.round + rounds if rounds else 0,
        safeguards=initiative.terms.safeguards, title=declared.title, cause=cause,
    )  # fmt: skip


def _suspend(transaction: Transaction, initiative: Initiative, cause: int) -> None:
    """Suspension ends one instrument for now and counts as a breach of it (numbers §3)."""
    world = transaction.world
    agreement = world.agreements.get(initiative.terms.agreement)
    if agreement is None or not agreement.in_force:
        return
    step(AGREEMENT, agreement.state, "suspend")
    seq = transaction.write(
        e.AgreementStateChanged, initiative.initiator, EVERYONE, agreement=agreement.id, to="suspended",
        reason=f"suspended by {world.rules.name(initiative.initiator)}", cause=cause,
    )  # fmt: skip
    breach(transaction, initiative.initiator, agreement.parties, f"suspended {lowered(agreement.title)}", seq)


def breach(transaction: Transaction, power: str, parties: tuple[str, ...], why: str, cause: int) -> None:
    """A commitment broken: those who held it lose trust, and the reputation keeps count (§2, §9)."""
    rules = transaction.world.rules.base.promises
    shifts = [Shift(of("breaches", power), rules.breach_count, why, cause, power)]
    shifts += [
        Shift(toward("trust", other, power), rules.breach_trust, why, cause, power)
        for other in parties
        if other != power
    ]
    if rules.breach_onlookers:
        shifts += [
            Shift(toward("trust", other, power), rules.breach_onlookers, why, cause, power)
            for other in transaction.world.rules.ids
            if other not in parties
        ]
    transaction.post(shifts, "breach")


def _expose(transaction: Transaction, initiative: Initiative) -> None:
    """A covert move comes to light on a setback, otherwise by chance (numbers §3)."""
    world = transaction.world
    move = world.rules.moves[initiative.move]
    if move.visibility != "covert":
        return
    rules = world.rules.base.covert
    dice = transaction.dice.roll(f"{world.round}.exposure.{initiative.id}", 36, 1)
    if initiative.outcome and dice[0] > exposed_in_36(world, move):
        return
    target = initiative.partners[0]
    cause = transaction.write(
        e.CovertMoveExposed, initiative.initiator, EVERYONE, initiative=initiative.id, move=move.id,
        target=target,
        dice=dice, cause=_resolution(transaction, initiative),
    )  # fmt: skip
    why = f"{world.rules.name(initiative.initiator)} was caught at {lowered(move.title)}"
    by = initiative.initiator
    shifts = [Shift(of("standing", by), -rules.standing_loss, why, cause, by)]
    for power in initiative.partners:
        shifts += [
            Shift(toward("trust", power, by), -rules.trust_loss, why, cause, by),
            Shift(between("tension", power, by), rules.tension_rise, why, cause, by),
        ]
    shifts += [
        Shift(toward("trust", other, by), -rules.onlooker_loss, why, cause, by)
        for other in world.rules.ids
        if other not in (by, *initiative.partners)
        and any(world.relationship(other, power) >= Relationship.PARTNER for power in initiative.partners)
    ]
    transaction.post(shifts, "exposure")
    exposure_crisis(transaction, initiative.id, move.id, target, initiative.initiator, cause)
