"""THE LOOP: begin, legal, decide, evolve, over. Hold this file and you hold the exercise.

    events = begin(genesis)                      the opening, rolled once
    world  = evolve(world, event)                the only place where truth changes; takes no chances
    offers = legal(world, seat)                  what a seat may do now
    events = decide(world, seat, command, dice)  what follows from a command, or the rule against it
    over(world)                                  whether the exercise has ended

`decide` never changes anything; replaying the events it returned gives the same world, always.
"""

from multipolar.domain.dice import Dice
from multipolar.domain.errors import Illegal, NotYourSeat, Stale
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases import control, session
from multipolar.domain.phases.dispatch import act, phases_of
from multipolar.domain.phases.genesis import begin
from multipolar.domain.vocabulary import CONTROL, PERSON, Phase

__all__ = ["Event", "begin", "carry_out", "decide", "due", "evolve", "legal", "over"]


def decide(world: World, seat: str, command: c.AnyCommand, dice: Dice) -> tuple[Event, ...]:
    """What follows from a seat's command: its events, in order, each with its cause.

    Raises:
        Refused: with the rule that forbids it (`Illegal`, `Stale`, `NotYourSeat`, `Unreadable`).
    """
    return tuple(carry_out(world, seat, command, dice).events)


def carry_out(world: World, seat: str, command: c.AnyCommand, dice: Dice) -> Transaction:
    """The same with the world after each event, for who needs them: they were made on the way.

    Raises:
        Refused: with the rule that forbids it (`Illegal`, `Stale`, `NotYourSeat`, `Unreadable`).
    """
    if over(world):
        raise Illegal("over", "the exercise is over; it can be read, not played on")
    if (seat == CONTROL) != isinstance(command, c.ControlCommand) or seat not in (
        CONTROL,
        *world.rules.powers,
    ):
        raise NotYourSeat("seat", f"the seat '{seat}' may not do that")
    if command.moment and command.moment != world.moment:
        raise Stale("phase", f"this was meant for {command.moment}; it is {world.moment} now")
    if world.phase not in phases_of(command):
        raise Illegal("phase", f"not possible in the {world.phase} phase")
    if isinstance(command, c.ControlCommand):
        control.check_reason(command.reason)
    transaction = Transaction(world, dice)
    act(transaction, seat, command)
    return transaction


def due(world: World) -> c.Advance | None:
    """The command control owes: the next phase, once all are ready (§2).

    A facilitator ends adjudication, and every phase of an exercise in which no person plays.
    """
    if world.phase is Phase.ADJUDICATION or (
        world.options.facilitator and PERSON not in world.seats.values()
    ):
        return None
    return c.Advance(reason="all are ready") if session.nobody_is_awaited(world) else None


def over(world: World) -> bool:
    """Whether the exercise has ended and is closed to commands."""
    return world.phase is Phase.DEBRIEF and bool(world.ended)
