"""Free-form moves: argued in words by the seats, judged by the facilitator (rulebook §6).

Who makes one says what it does, what it wants, and up to three reasons; every other seat may add one reason
against. Control makes modifiers of the arguments, picks what it may bring, and the roll is made in the open.
"""

from multipolar.domain.english import counted
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.mechanics.effects import free_form_shifts
from multipolar.domain.mechanics.odds import outcome_of
from multipolar.domain.mechanics.requirements import name_of_initiative
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import FreeMove
from multipolar.domain.model.transaction import Shift, Transaction, hidden_from_others
from multipolar.domain.model.world import World
from multipolar.domain.phases.control import next_ruling
from multipolar.domain.phases.deliberation import check_text, named_powers
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Outcome

MOST_REASONS = 3
WORTH = 3
"""The most that an argument is worth, either way."""
_NAME = "free_form"


def name_of(world: World, seat: str) -> str:
    """The id of the free-form move that a seat makes in this round."""
    return name_of_initiative(world, seat, _NAME, ())


def waiting(world: World) -> tuple[FreeMove, ...]:
    """Free-form moves that can be judged now."""
    return tuple(move for move in world.free_forms.values() if not move.effects)


def table(transaction: Transaction, seat: str, command: c.FreeForm) -> None:
    """Make a free-form move; all are told, and may argue against it.

    Raises:
        Unreadable: when something of it is left out, or there is no such power.
        Illegal: when nobody facilitates, or the seat has made one in this round.
    """
    world = transaction.world
    if not world.options.facilitator:
        raise Illegal("module", "free-form moves need a facilitator, who judges them")
    if name_of(world, seat) in world.free_forms:
        raise Illegal("repeat", "one free-form move a round; this round's is made")
    does, wants, *reasons = (words.strip() for words in (command.does, command.wants, *command.reasons))
    for words in (does, wants, *reasons):
        check_text(words)
        if not words:
            raise Unreadable("text", "say what you do, what you want, and why it works")
    if not 1 <= len(reasons) <= MOST_REASONS:
        raise Unreadable("reasons", f"give one to {MOST_REASONS} reasons why it works")
    toward = named_powers(transaction, command.toward)
    if seat in toward:
        raise Illegal("addressees", "it is toward others, or toward nobody")
    transaction.write(
        e.FreeFormTabled, seat, EVERYONE, free_form=name_of(world, seat), toward=toward, does=does,
        wants=wants, reasons=tuple(reasons),
    )  # fmt: skip


def argue_against(transaction: Transaction, seat: str, command: c.ArgueAgainst) -> None:
    """Give one reason against a free-form move of another seat, in the phase in which it was made.

    Raises:
        Unreadable: when there is no such move, or no reason.
        Illegal: when it is the seat's own, of an earlier round, or the seat has argued already.
    """
    move = _move(transaction.world, command.free_form)
    check_text(command.argument)
    if not command.argument.strip():
        raise Unreadable("text", "say in a sentence why it does not work")
    if move.by == seat:
        raise Illegal("argue", "others argue against it, not who makes it")
    if move.round != transaction.world.round or move.effects:
        raise Illegal("argue", "arguments are heard in the phase in which it was made")
    if any(power == seat for power, _ in move.against):
        raise Illegal("argue", "one reason a seat; yours stands")
    transaction.write(
        e.ArgumentMade, seat, EVERYONE, free_form=move.id, argument=command.argument.strip(), cause=move.event
    )


def judge(transaction: Transaction, command: c.Rule) -> None:
    """Rule on a free-form move: arguments become modifiers, dice or control decide, and it comes about.

    Raises:
        Unreadable: when an argument is left without its worth, or something named is not there.
        Illegal: when it was judged, or what it shall bring does not fit it.
    """
    world = transaction.world
    move = _move(world, command.result)
    if move.effects:
        raise Illegal("desk", f"it was judged by {move.ruling}; an appeal can change that")
    form = world.rules.free_forms.get(command.effects)
    if form is None:
        known = ", ".join(world.rules.free_forms)
        raise Unreadable("effects", f"there are no effects '{command.effects[:40]}'; choose {known}")
    fewest, most = form.toward
    if not fewest <= len(move.toward) <= most:
        wanted = f"toward {fewest} to {counted(most, 'power')}"
        raise Illegal("effects", f"{form.title}: it is {wanted}, this one toward {len(move.toward)}")
    for worth, said in ((command.arguments, move.reasons), (command.counters, move.against)):
        if len(worth) != len(said) or not all(-WORTH <= size <= WORTH for size in worth):
            raise Unreadable("arguments", f"say what each is worth, -{WORTH} to {WORTH}: {len(move.reasons)} "
                             f"for it, {len(move.against)} against")  # fmt: skip
    dice, total, outcome = _decided(transaction, move, command)
    to = named_powers(transaction, command.to)
    audience = tuple(sorted({*to, *move.parties})) if to else EVERYONE
    ruling = next_ruling(world, audience)
    cause = transaction.write(
        e.FreeFormJudged, CONTROL, audience, ruling=ruling, free_form=move.id, effects=form.id,
        arguments=command.arguments, counters=command.counters, dice=dice, total=total,
        outcome=int(outcome), reason=command.reason.strip(), cause=move.event,
    )  # fmt: skip
    judged = transaction.world.free_forms[move.id]
    transaction.post(shifts_of(world, judged, outcome, cause), "effects", hidden_from_others(cause, audience))


def shifts_of(world: World, move: FreeMove, outcome: Outcome, cause: int) -> list[Shift]:
    """What an outcome of a judged free-form move wants to change, before limits."""
    form = world.rules.free_forms[move.effects]
    why = f"{move.ruling}, a free-form move: {outcome.word}"
    return free_form_shifts(world, form, move.by, move.toward, outcome, why, cause)


def added_by(world: World, arguments: tuple[int, ...], counters: tuple[int, ...]) -> int:
    """The sum of what arguments are worth, capped as modifiers are."""
    cap = world.rules.base.modifier_cap
    return max(-cap, min(cap, sum(arguments) + sum(counters)))


def outcome_by(world: World, added: int, dice: tuple[int, ...]) -> tuple[int, Outcome]:
    """The total of a roll and its outcome."""
    total = sum(dice) + added
    return total, outcome_of(total, world.rules.base.rolls.outcomes)


def _decided(
    transaction: Transaction, move: FreeMove, command: c.Rule
) -> tuple[tuple[int, ...], int, Outcome]:
    """The dice, the total and the outcome; no dice where control sets it by hand."""
    world = transaction.world
    added = added_by(world, command.arguments, command.counters)
    if command.outcome:
        known = {outcome.word: outcome for outcome in Outcome}
        if command.outcome not in known:
            raise Unreadable(
                "outcome", f"there is no outcome '{command.outcome[:40]}'; choose {', '.join(known)}"
            )
        return (), added, known[command.outcome]
    if command.dice and (len(command.dice) != 2 or any(not 1 <= die <= 6 for die in command.dice)):
        raise Unreadable("dice", "two dice show 1 to 6 each, such as 4 3")
    dice = command.dice or transaction.dice.roll(f"{world.round}.free_form.{move.id}")
    return dice, *outcome_by(world, added, dice)


def _move(world: World, name: str) -> FreeMove:
    move = world.free_forms.get(name)
    if move is None:
        raise Unreadable("free form", f"there is no free-form move '{name[:60]}'")
    return move
