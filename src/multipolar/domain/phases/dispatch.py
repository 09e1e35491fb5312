"""Which rule carries out a command, and in which phases it may be given (rulebook §2)."""

from typing import assert_never

from multipolar.domain.mechanics import frameworks
from multipolar.domain.mechanics.crises.lifecycle import respond
from multipolar.domain.model import commands as c
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.phases import (
    absence,
    appeals,
    control,
    deliberation,
    desk,
    free_form,
    intents,
    messages,
    session,
    undoing,
)
from multipolar.domain.vocabulary import Phase


def phases_of(command: c.AnyCommand) -> tuple[Phase, ...]:
    """The phases in which a command may be given (rulebook §2)."""
    match command:
        case (
            c.Propose() | c.Accept() | c.Counter() | c.Decline() | c.Withdraw() | c.Order() | c.Promise()
            | c.Vote() | c.FreeForm() | c.ArgueAgainst() | c.AskUndo() | c.AnswerUndo()
        ):  # fmt: skip
            return (Phase.DELIBERATION,)
        case c.Release() | c.SetNumber():
            return Phase.DELIBERATION, Phase.ADJUDICATION
        case c.Respond():
            return (Phase.CRISIS,)
        case c.Publish() | c.Reroll() | c.Rule() | c.Tell():
            return (Phase.ADJUDICATION,)
        case c.Hold() if command.result:
            return (Phase.ADJUDICATION,)
        case c.Appeal():
            return Phase.ADJUDICATION, Phase.CRISIS
        case (
            c.AnswerAppeal() | c.Improvise() | c.SpeakAs() | c.AnswerInject() | c.StateIntent() | c.Conclude()
        ):
            return Phase.DELIBERATION, Phase.ADJUDICATION, Phase.CRISIS
        case c.Hold() | c.Skip() | c.EditInject() | c.StepBack():
            return Phase.BRIEFING, Phase.DELIBERATION, Phase.ADJUDICATION, Phase.CRISIS
        case c.Ready():
            return Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS
        case (
            c.Say() | c.WithdrawMessage() | c.Absence() | c.AssignSeat() | c.Pause() | c.Resume() | c.Extend()
        ):
            # Adjudication lasts where results wait at a facilitator's desk.
            return Phase.BRIEFING, Phase.DELIBERATION, Phase.ADJUDICATION, Phase.CRISIS
        case c.ReadMessages() | c.Advance():
            return tuple(Phase)
        case _:
            assert_never(command)


def act(transaction: Transaction, seat: str, command: c.AnyCommand) -> None:  # noqa: C901  # a case for each
    """What carries out a command; without a case for it no command passes mypy."""
    match command:
        case c.Propose():
            deliberation.propose(transaction, seat, command)
        case c.Accept():
            deliberation.accept(transaction, seat, command)
        case c.Counter():
            deliberation.counter(transaction, seat, command)
        case c.Decline():
            deliberation.decline(transaction, seat, command)
        case c.Withdraw():
            deliberation.withdraw(transaction, seat, command)
        case c.Order():
            deliberation.order(transaction, seat, command)
        case c.Promise():
            deliberation.promise(transaction, seat, command)
        case c.Vote():
            frameworks.vote(transaction, seat, command)
        case c.AnswerInject():
            deliberation.answer_inject(transaction, seat, command)
        case c.Say():
            messages.say(transaction, seat, command)
        case c.ReadMessages():
            messages.read(transaction, seat, command)
        case c.WithdrawMessage():
            messages.withdraw(transaction, seat, command)
        case c.Respond():
            respond(transaction, seat, command)
        case c.StateIntent():
            intents.state(transaction, seat, command)
        case c.FreeForm():
            free_form.table(transaction, seat, command)
        case c.ArgueAgainst():
            free_form.argue_against(transaction, seat, command)
        case c.AskUndo():
            undoing.ask(transaction, seat, command)
        case c.Appeal():
            appeals.appeal(transaction, seat, command)
        case c.Absence():
            absence.declare(transaction, seat, command)
        case c.AssignSeat():
            absence.take(transaction, seat, command)
        case c.Ready():
            session.ready(transaction, seat, command)
        case c.Advance():
            session.advance(transaction, seat, command)
        case c.Conclude():
            session.conclude(transaction, seat, command)
        case c.Pause() | c.Resume() | c.Extend():
            session.set_clock(transaction, seat, command)
        case (
            c.Release() | c.Hold() | c.Skip() | c.EditInject() | c.Improvise() | c.SpeakAs() | c.SetNumber()
            | c.Publish() | c.Reroll() | c.Rule() | c.Tell() | c.AnswerAppeal()
            | c.StepBack() | c.AnswerUndo()
        ):  # fmt: skip
            _control(transaction, command)
        case _:
            assert_never(command)


def _control(transaction: Transaction, command: c.AnyControl) -> None:  # noqa: C901  # a case for each
    """What carries out a command of the control seat that is about injects, voices, numbers or results."""
    match command:
        case c.AnswerAppeal():
            appeals.answer(transaction, command)
        case c.AnswerUndo():
            undoing.answer(transaction, command)
        case c.StepBack():
            control.step_back(transaction, command)
        case c.Rule() if command.result in transaction.world.free_forms:
            free_form.judge(transaction, command)
        case c.Publish() | c.Reroll() | c.Rule() | c.Tell():
            desk.carry_out(transaction, command)
        case c.Hold() if command.result:
            desk.hold(transaction, command)
        case c.Release():
            control.release(transaction, command)
        case c.Hold():
            control.hold(transaction, command)
        case c.Skip():
            control.skip(transaction, command)
        case c.EditInject():
            control.edit(transaction, command)
        case c.Improvise():
            control.improvise(transaction, command)
        case c.SpeakAs():
            control.speak_as(transaction, command)
        case c.SetNumber():
            control.set_number(transaction, command)
        case _:
            assert_never(command)
