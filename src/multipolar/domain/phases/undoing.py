"""Undoing what was a slip: by rule where nobody has acted on it, else by the facilitator (§13)."""

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.mechanics.requirements import may_reopen
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.awareness import is_known
from multipolar.domain.model.lookups import OPEN
from multipolar.domain.model.records import Initiative, Undo
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases import deliberation
from multipolar.domain.vocabulary import CONTROL, InitiativeState


def ask(transaction: Transaction, seat: str, command: c.AskUndo) -> None:
    """Undo what nobody has acted on, or ask the facilitator to.

    Raises:
        Illegal: when there is nothing of the seat's to undo, nobody facilitates, or it was asked already.
    """
    world = transaction.world
    deliberation.check_text(command.text)
    initiative = world.initiatives.get(command.initiative)
    if initiative is None or seat not in initiative.parties or not is_known(initiative, seat):
        raise Illegal("initiative", f"there is no initiative '{command.initiative[:60]}' of yours")
    of_its_own = initiative.initiator == seat and initiative.state is not InitiativeState.AGREED
    ordered = world.rules.moves[initiative.move].form == "order"
    if may_reopen(world, initiative, seat) or of_its_own or ordered:
        deliberation.withdraw(transaction, seat, c.Withdraw(initiative=initiative.id))
        return
    if not can_be_undone(world, initiative, seat):
        raise Illegal("undo", "no answer of yours in this phase stands there that could be undone")
    if not world.options.facilitator:
        raise Illegal("undo", "somebody has acted on it since; without a facilitator it stands")
    undo = world.undos.get(f"{initiative.id}:{seat}")
    if undo is not None and undo.moment == world.moment:
        raise Illegal("undo", "you have asked already; the facilitator answers")
    transaction.write(
        e.UndoAsked,
        seat,
        (seat,),
        initiative=initiative.id,
        text=command.text.strip(),
        cause=initiative.event,
    )


def answer(transaction: Transaction, command: c.AnswerUndo) -> None:
    """Undo an answer as its seat asked, or not.

    Raises:
        Unreadable: when nothing of the kind waits for an answer.
        Illegal: when it cannot be undone any more.
    """
    world = transaction.world
    undo = waiting(world).get(f"{command.initiative}:{command.power}")
    if undo is None:
        raise Unreadable("undo", f"{command.power[:20]} has not asked to undo '{command.initiative[:60]}'")
    initiative = world.initiatives[undo.initiative]
    if command.granted and not can_be_undone(world, initiative, undo.by):
        raise Illegal("undo", "its answer does not stand any more")
    transaction.write(
        e.UndoAnswered, CONTROL, (undo.by,), initiative=undo.initiative, power=undo.by,
        granted=command.granted, reason=command.reason.strip(), cause=undo.event,
    )  # fmt: skip
    if command.granted:
        deliberation.take_back(transaction, initiative, undo.by)


def waiting(world: World) -> dict[str, Undo]:
    """What seats asked to have undone in this phase, and nobody has answered."""
    return {
        key: undo for key, undo in world.undos.items() if undo.granted is None and undo.moment == world.moment
    }


def can_be_undone(world: World, initiative: Initiative, seat: str) -> bool:
    """Whether a seat's answer stands in a joint move that somebody has acted on in this deliberation."""
    return (
        world.rules.moves[initiative.move].form == "joint"
        and initiative.answered_in == world.round
        and seat in initiative.accepted
        and initiative.state in (*OPEN, InitiativeState.AGREED)
    )
