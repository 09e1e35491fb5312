"""THE LOOP: begin, legal, decide, evolve, over. Hold this file and you hold the exercise.

    events = begin(genesis)                      the opening, rolled once
    world  = evolve(world, event)                the only place where truth changes; takes no chances
    offers = legal(world, seat)                  what a seat may do now
    events = decide(world, seat, command, dice)  what follows from a command, or the rule against it
    over(world)                                  whether the exercise has ended

`decide` never changes anything; replaying the events it returned gives the same world, always.
"""

from collections.abc import Callable
from typing import Any

from multipolar.domain.dice import Dice
from multipolar.domain.errors import Illegal, NotYourSeat, Stale
from multipolar.domain.mechanics import frameworks
from multipolar.domain.mechanics.crises.lifecycle import respond
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import AnyEvent, Event
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases import absence, deliberation, intents, session
from multipolar.domain.phases.genesis import begin
from multipolar.domain.vocabulary import CONTROL, Phase

__all__ = ["AnyEvent", "begin", "carry_out", "decide", "due", "evolve", "legal", "over"]

_Act = Callable[[Transaction, str, Any], None]
_ACTS: dict[type[c.Command], tuple[_Act, tuple[Phase, ...]]] = {
    c.Propose: (deliberation.propose, (Phase.DELIBERATION,)),
    c.Accept: (deliberation.accept, (Phase.DELIBERATION,)),
    c.Counter: (deliberation.counter, (Phase.DELIBERATION,)),
    c.Decline: (deliberation.decline, (Phase.DELIBERATION,)),
    c.Withdraw: (deliberation.withdraw, (Phase.DELIBERATION,)),
    c.Order: (deliberation.order, (Phase.DELIBERATION,)),
    c.Promise: (deliberation.promise, (Phase.DELIBERATION,)),
    c.Vote: (frameworks.vote, (Phase.DELIBERATION,)),
    c.AnswerInject: (deliberation.answer_inject, (Phase.DELIBERATION, Phase.CRISIS)),
    c.Say: (deliberation.say, (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)),
    c.Respond: (respond, (Phase.CRISIS,)),
    c.StateIntent: (intents.state, (Phase.DELIBERATION, Phase.CRISIS)),
    c.Absence: (absence.declare, (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)),
    c.TakeSeat: (absence.take, (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)),
    c.Ready: (session.ready, (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)),
    c.Advance: (session.advance, tuple(Phase)),
    c.Conclude: (session.conclude, (Phase.DELIBERATION, Phase.CRISIS)),
}
"""Each command, what carries it out, and the phases in which it may be given (rulebook §2)."""


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
    act, phases = _ACTS[type(command)]
    if over(world):
        raise Illegal("over", "the exercise is over; it can be read, not played on")
    if (seat == CONTROL) != isinstance(command, c.Advance | c.Conclude | c.TakeSeat) or seat not in (
        CONTROL,
        *world.rules.powers,
    ):
        raise NotYourSeat("seat", f"the seat '{seat}' may not do that")
    if command.moment and command.moment != world.moment:
        raise Stale("phase", f"this was meant for {command.moment}; it is {world.moment} now")
    if world.phase not in phases:
        raise Illegal("phase", f"not possible in the {world.phase} phase")
    transaction = Transaction(world, dice)
    act(transaction, seat, command)
    return transaction


def due(world: World) -> c.Advance | None:
    """The command control owes when nobody facilitates: the next phase, once all are ready (§2)."""
    return c.Advance(reason="all are ready") if session.nobody_is_awaited(world) else None


def over(world: World) -> bool:
    """Whether the exercise has ended and is closed to commands."""
    return world.phase in (Phase.DEBRIEF, Phase.CLOSED) and bool(world.ended)
