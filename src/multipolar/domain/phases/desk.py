"""The facilitator's desk: results that wait to be published, and what may be done to them (rulebook §2, §6).

Only control sees what waits here. A result is published as it was rolled, or by a ruling that says how it
came to be otherwise, and why.
"""

from collections.abc import Iterable
from typing import assert_never

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.mechanics.odds import capped, outcome_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Result
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases.adjudication import audience_of_result, bring_about
from multipolar.domain.phases.deliberation import named_powers
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Outcome

FACES = range(1, 7)


def waiting(world: World) -> tuple[Result, ...]:
    """The results that can be published now, in the order in which they were rolled."""
    return tuple(result for result in world.desk.values() if result.due <= world.round)


def carry_out(transaction: Transaction, command: c.AnyRuling) -> None:
    """Do what a command of the desk asks for."""
    match command:
        case c.Publish():
            publish(transaction, command)
        case c.Reroll():
            reroll(transaction, command)
        case c.Rule():
            rule(transaction, command)
        case c.Tell():
            tell(transaction, command)
        case _:
            assert_never(command)


def publish(transaction: Transaction, command: c.Publish) -> None:
    """Let results be known, and all they bring come about.

    Raises:
        Unreadable: when no such result waits.
        Illegal: when none waits at all, or one is held back.
    """
    world = transaction.world
    chosen = [_waiting(world, name) for name in dict.fromkeys(command.results)] or waiting(world)
    if not chosen:
        raise Illegal("desk", "no result waits to be published")
    # Told in the order in which they were rolled, however they were named.
    results = [result for result in world.desk.values() if result in chosen]
    transaction.write(
        e.ResultsPublished, CONTROL, (), initiatives=tuple(result.id for result in results),
        reason=command.reason.strip(),
    )  # fmt: skip
    bring_about(transaction, transaction.world, results)


def reroll(transaction: Transaction, command: c.Reroll) -> None:
    """Roll a result again, by the program or with real dice; the rolls before stay.

    Raises:
        Unreadable: when no such result waits, or the dice are none.
        Illegal: when it is held back.
    """
    result = _waiting(transaction.world, command.result)
    if command.dice and (len(command.dice) != 2 or any(die not in FACES for die in command.dice)):
        raise Unreadable("dice", "two dice show 1 to 6 each, such as 4 3")
    number = len(result.rolls)
    dice = command.dice or transaction.dice.roll(
        f"{transaction.world.round}.resolve.{result.id}.again.{number}"
    )
    total, outcome = outcome_with(transaction.world, result, dice)
    how = e.REAL_DICE if command.dice else e.ROLLED_AGAIN
    _revise(transaction, result, how, dice, total, outcome, command.reason)


def rule(transaction: Transaction, command: c.Rule) -> None:
    """Set the outcome of a result by hand; what was rolled stays beside it.

    Raises:
        Unreadable: when no such result waits, or there is no such outcome.
        Illegal: when it is held back, or that is its outcome already.
    """
    if command.effects or command.arguments or command.counters or command.dice or command.to:
        raise Unreadable("desk", "only of a free-form move effects are chosen and arguments weighed")
    result = _waiting(transaction.world, command.result)
    outcome = outcome_named(command.outcome)
    if outcome is result.outcome:
        raise Illegal("desk", f"it is a {outcome.word} already")
    _revise(transaction, result, e.SET_BY_HAND, result.rolls[-1], result.total, outcome, command.reason)


def hold(transaction: Transaction, command: c.Hold) -> None:
    """Hold a result back to the next round, or let it be published now after all.

    Raises:
        Unreadable: when no such result is at the desk.
        Illegal: when nothing would change, or no round follows.
    """
    world = transaction.world
    result = _at_the_desk(world, command.result)
    if (result.due > world.round) == command.hold:
        raise Illegal("desk", "it is held back already" if command.hold else "it is not held back")
    if command.hold and world.round >= world.rounds:
        raise Illegal("desk", "this is the last round: publish it, or set it by hand")
    transaction.write(
        e.ResultHeld, CONTROL, (), initiative=result.id, until=world.round + command.hold,
        reason=command.reason.strip(), cause=result.event,
    )  # fmt: skip


def tell(transaction: Transaction, command: c.Tell) -> None:
    """Say who will be told of a result besides those whom the move tells.

    Raises:
        Unreadable: when no such result waits, or there is no such power.
        Illegal: of a covert move, which comes to light by its own roll; or when nothing would change.
    """
    world = transaction.world
    result = _waiting(world, command.result)
    initiative = world.initiatives[result.id]
    if world.rules.moves[initiative.move].visibility == "covert":
        raise Illegal("desk", "a covert move comes to light by its own roll, or not at all")
    named = named_powers(transaction, command.to)
    usual = audience_of_result(world, initiative)
    to = tuple(sorted({*named, *usual})) if named and usual != EVERYONE else EVERYONE
    if to == (result.to or usual):
        raise Illegal("desk", "that is who will be told already")
    transaction.write(
        e.ResultAddressed, CONTROL, (), initiative=result.id, to=to, reason=command.reason.strip(),
        cause=result.event,
    )  # fmt: skip


def outcome_with(world: World, result: Result, dice: Iterable[int]) -> tuple[int, Outcome]:
    """The total of a result and its outcome, with a roll."""
    total = sum(dice) + capped(world, result.modifiers)
    return total, outcome_of(total, world.rules.base.rolls.outcomes)


def outcome_named(word: str) -> Outcome:
    """An outcome by its word.

    Raises:
        Unreadable: when there is none.
    """
    known = {outcome.word: outcome for outcome in Outcome}
    if word not in known:
        raise Unreadable("outcome", f"there is no outcome '{word[:40]}'; choose {', '.join(known)}")
    return known[word]


def _revise(
    transaction: Transaction,
    result: Result,
    how: str,
    dice: tuple[int, ...],
    total: int,
    outcome: Outcome,
    reason: str,
) -> None:
    transaction.write(
        e.ResultRevised, CONTROL, (), initiative=result.id, how=how, dice=dice, total=total,
        outcome=int(outcome), reason=reason.strip(), cause=result.event,
    )  # fmt: skip


def _at_the_desk(world: World, name: str) -> Result:
    result = world.desk.get(name)
    if result is None:
        raise Unreadable("desk", f"no result of '{name[:60]}' is at the desk")
    return result


def _waiting(world: World, name: str) -> Result:
    result = _at_the_desk(world, name)
    if result.due > world.round:
        raise Illegal("desk", f"it is held back to round {result.due}; let it be published first")
    return result
