"""Appeals: a party asks once, in a sentence, that a result be looked at again; control answers (rulebook §6).

Neither ruling is taken out of the record: an answer that changes the outcome moves numbers by the difference.
"""

from multipolar.domain.addresses import of, split
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.agreement import AGREEMENT
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.transaction import Shift, Transaction, hidden_from_others, settle
from multipolar.domain.model.world import World
from multipolar.domain.phases import free_form
from multipolar.domain.phases.adjudication import (
    agreement_formed,
    audience_of_result,
    effects_of_result,
    form,
    forms,
)
from multipolar.domain.phases.control import next_ruling
from multipolar.domain.phases.deliberation import check_text
from multipolar.domain.phases.desk import outcome_named
from multipolar.domain.vocabulary import ATTRIBUTES, CONTROL, EVERYONE, Outcome


def appeal(transaction: Transaction, seat: str, command: c.Appeal) -> None:
    """Appeal how something of the seat's own came off, in the round in which that was published.

    Raises:
        Unreadable: when nothing of that name came off for the seat to know, or it says nothing.
        Illegal: when nobody facilitates, it is not the seat's own, too late, or appealed already.
    """
    world = transaction.world
    if not world.options.facilitator:
        raise Illegal("appeal", "an appeal needs a facilitator, who answers it")
    parties, when, outcome = _came_off(world, command.about)
    if outcome is None or seat not in parties:
        raise Unreadable("appeal", f"nothing of yours called '{command.about[:60]}' was published")
    if when != world.round:
        raise Illegal("appeal", "an appeal is made in the round in which the result is published")
    if f"{command.about}:{seat}" in world.appeals:
        raise Illegal("appeal", "one appeal a result; yours stands")
    check_text(command.text)
    if not command.text.strip():
        raise Unreadable("text", "say in a sentence what was not weighed")
    transaction.write(
        e.AppealMade, seat, audience_of(world, command.about), about=command.about, text=command.text.strip()
    )


def answer(transaction: Transaction, command: c.AnswerAppeal) -> None:
    """Answer an appeal by a ruling: the outcome stays, or another takes its place.

    Raises:
        Unreadable: when there is no such appeal or outcome.
        Illegal: when it was answered.
    """
    world = transaction.world
    made = world.appeals.get(f"{command.about}:{command.power}")
    if made is None:
        raise Unreadable("appeal", f"{command.power[:20]} has not appealed '{command.about[:60]}'")
    if made.ruling:
        raise Illegal("appeal", f"it was answered by {made.ruling}")
    _, _, was = _came_off(world, command.about)
    assert was is not None
    now = outcome_named(command.outcome) if command.outcome else was
    ruling = next_ruling(world, made.known)
    cause = transaction.write(
        e.AppealAnswered, CONTROL, made.known, ruling=ruling, about=command.about, power=command.power,
        was=int(was), outcome=int(now), reason=command.reason.strip(), cause=made.event,
    )  # fmt: skip
    if now is not was:
        _make_good(
            transaction, command.about, was, now, cause, f"{ruling}, on appeal: {command.reason.strip()}"
        )


def audience_of(world: World, about: str) -> tuple[str, ...]:
    """Who was told how an initiative or a free-form move came off."""
    if about in world.free_forms:
        return world.free_forms[about].known
    initiative = world.initiatives[about]
    if world.rules.moves[initiative.move].visibility == "covert":
        # Once it came to light all know that it was made, and still not how it came off.
        return (initiative.initiator,)
    return initiative.told or audience_of_result(world, initiative)


def _came_off(world: World, about: str) -> tuple[tuple[str, ...], int, Outcome | None]:
    """The parties of an initiative or a free-form move, when it was published, and how it came off."""
    if about in world.free_forms:
        move = world.free_forms[about]
        return move.parties, move.judged, move.outcome
    if about in world.initiatives:
        initiative = world.initiatives[about]
        return initiative.parties, initiative.resolved, initiative.outcome
    return (), 0, None


def _make_good(
    transaction: Transaction, about: str, was: Outcome, now: Outcome, cause: int, why: str
) -> None:
    """Move numbers by what another outcome would have brought otherwise; a crisis set off stays."""
    world = transaction.world
    audience = audience_of(world, about)
    if about in world.free_forms:
        move = world.free_forms[about]
        first, last = (free_form.shifts_of(world, move, outcome, cause) for outcome in (was, now))
        shifts = _difference(first, last, why, cause, move.by)
        transaction.post(shifts, "appeal", hidden_from_others(cause, audience))
        return
    initiative = world.initiatives[about]
    first, last = (effects_of_result(world, initiative, outcome, cause) for outcome in (was, now))
    shifts = _difference(first, last, why, cause, initiative.initiator)
    declared = world.rules.moves[initiative.move]
    if declared.joint_benefit:
        shifts += [
            Shift(of("benefit", split(shift.target)[1][0]), shift.amount, why, cause, shift.actor)
            for shift in settle(world, shifts)
            if split(shift.target)[0] in ATTRIBUTES
        ]
    covert = declared.visibility == "covert"
    transaction.post(shifts, "appeal", {cause: (initiative.initiator,)} if covert else {})
    _agreement(transaction, initiative, was, now, cause, why)


def _difference(first: list[Shift], last: list[Shift], why: str, cause: int, actor: str) -> list[Shift]:
    by: dict[str, int] = {}
    for shift in last:
        by[shift.target] = by.get(shift.target, 0) + shift.amount
    for shift in first:
        by[shift.target] = by.get(shift.target, 0) - shift.amount
    return [Shift(target, amount, why, cause, actor) for target, amount in by.items() if amount]


def _agreement(
    transaction: Transaction, initiative: Initiative, was: Outcome, now: Outcome, cause: int, why: str
) -> None:
    """What it would have brought into force, or not."""
    kind = forms(transaction.world, initiative, now)
    if kind and not forms(transaction.world, initiative, was):
        form(transaction, initiative, kind, cause)
    formed = agreement_formed(transaction.world, initiative)
    if not kind and formed is not None and formed.in_force:
        step(AGREEMENT, formed.state, "terminate")
        transaction.write(
            e.AgreementStateChanged, CONTROL, EVERYONE, agreement=formed.id, to="terminated", reason=why,
            cause=cause,
        )  # fmt: skip
