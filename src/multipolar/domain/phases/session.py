"""The phases of the session: who is awaited, and what happens when a phase ends (rulebook §2).

Phases in which the program works alone (situation, adjudication, assessment) pass within the decision
that ends the phase before, so that a commit always leaves the exercise where seats can act.
"""

from typing import assert_never

from multipolar.domain.english import counted
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.session import SESSION
from multipolar.domain.mechanics.crises.crisis_choices import is_asked
from multipolar.domain.mechanics.crises.lifecycle import resolve_exchange
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.domain.phases import desk, free_form
from multipolar.domain.phases.adjudication import adjudicate
from multipolar.domain.phases.assessment import assess, end_exercise, verdict_on_exercise
from multipolar.domain.phases.messages import arrive_everywhere
from multipolar.domain.phases.situation import set_situation
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Phase


def ready(transaction: Transaction, seat: str, command: c.Ready) -> None:
    """Say that a seat is done with the phase, or take it back; the others are not told (§2)."""
    if (seat in transaction.world.ready) == command.ready:
        raise Illegal(
            "ready", "you have said so already" if command.ready else "you had not said that you are ready"
        )
    if command.ready and transaction.world.phase is Phase.CRISIS:
        _must_have_responded(transaction.world, seat)
    transaction.write(e.SeatReady, seat, (seat,), ready=command.ready)


def _must_have_responded(world: World, seat: str) -> None:
    for crisis in world.open_crises():
        if is_asked(world, crisis, seat) and not any(who == seat for who, _, _ in crisis.responses):
            raise Illegal("response", f"choose a response to {crisis.id} first")


def is_awaited(world: World, seat: str) -> bool:
    """Whether the exercise waits for a seat now."""
    if seat in world.ready:
        return False
    if world.phase is Phase.CRISIS:
        return any(
            is_asked(world, crisis, seat) and not any(who == seat for who, _, _ in crisis.responses)
            for crisis in world.open_crises()
        )
    return world.phase in (Phase.BRIEFING, Phase.DELIBERATION)


def nobody_is_awaited(world: World) -> bool:
    """Whether every seat is done, so that the phase can end."""
    return not any(is_awaited(world, seat) for seat in world.seats)


def advance(transaction: Transaction, seat: str, command: c.Advance) -> None:
    """End the present phase, and let the program work until seats are asked again (§2)."""
    arrive_everywhere(transaction)
    match transaction.world.phase:
        case Phase.BRIEFING:
            _open_round(transaction, command.reason)
        case Phase.DELIBERATION:
            _enter(transaction, "adjudicate", command.reason)
            adjudicate(transaction)
            if not _left_to_judge(transaction.world):
                _crisis_or_assessment(transaction)
        case Phase.ADJUDICATION if number := _left_to_judge(transaction.world):
            left = "a result waits" if number == 1 else f"{number} results wait"
            raise Illegal("desk", f"{left} at the desk; publish, judge or hold back first")
        case Phase.ADJUDICATION if transaction.world.options.facilitator:
            _crisis_or_assessment(transaction)
        case Phase.CRISIS:
            resolve_exchange(transaction)
            _crisis_or_assessment(transaction)
        case _:
            raise Illegal("phase", f"the {transaction.world.phase} phase ends by itself")


def _left_to_judge(world: World) -> int:
    """How many results and free-form moves wait at the facilitator's desk."""
    return len(desk.waiting(world)) + len(free_form.waiting(world))


def conclude(transaction: Transaction, seat: str, command: c.Conclude) -> None:
    """Make the present round the last one, so that there is time for the debrief (§2).

    Raises:
        Illegal: when it is the last one already.
    """
    if transaction.world.round >= transaction.world.rounds:
        raise Illegal("last round", "this is the last round already")
    transaction.write(e.LastRoundCalled, seat, EVERYONE, reason=command.reason)


CLOCK_DEEDS = ("stop", "go_on", "extend")
"""What can be done about the clock."""
LONGEST_EXTENSION = 36_000
"""Seconds by which a phase can be extended at once."""


def fits_deed(deed: str, seconds: int) -> bool:
    """Whether so many seconds go with what is done about the clock: only an extension has any."""
    return 1 <= seconds <= LONGEST_EXTENSION if deed == "extend" else seconds == 0


def set_clock(transaction: Transaction, seat: str, command: c.Pause | c.Resume | c.Extend) -> None:
    """Record that the clock is stopped or goes on, or that the phase has more time, and why (§2).

    Raises:
        Unreadable: when it is extended by no number of minutes that can be.
        Illegal: when nothing would change.
    """
    match command:
        case c.Pause():
            deed, seconds = "stop", 0
        case c.Resume():
            deed, seconds = "go_on", 0
        case c.Extend():
            deed, seconds = "extend", 60 * command.minutes
        case _:
            assert_never(command)
    if not fits_deed(deed, seconds):
        raise Unreadable("clock", f"a phase is extended by 1 to {counted(LONGEST_EXTENSION // 60, 'minute')}")
    if deed == ("stop" if transaction.world.clock_stopped else "go_on"):
        said = "is stopped already" if transaction.world.clock_stopped else "is running"
        raise Illegal("clock", f"the clock {said}")
    transaction.write(e.ClockSet, seat, EVERYONE, deed=deed, seconds=seconds, reason=command.reason)


def _open_round(transaction: Transaction, reason: str = "") -> None:
    _enter(transaction, "report", reason, number=transaction.world.round + 1)
    set_situation(transaction)
    _enter(transaction, "deliberate")


def _crisis_or_assessment(transaction: Transaction) -> None:
    world = transaction.world
    if world.open_crises() and world.exchange < world.rules.base.settle.exchanges:
        _enter(transaction, "confront", exchange=world.exchange + 1)
        return
    _enter(transaction, "assess")
    assess(transaction)
    how = verdict_on_exercise(transaction.world)
    if not how:
        _open_round(transaction)
        return
    _enter(transaction, "debrief")
    end_exercise(transaction, how)


def _enter(
    transaction: Transaction, trigger: str, reason: str = "", number: int = -1, exchange: int = 0
) -> None:
    world = transaction.world
    phase = step(
        SESSION, world.phase, trigger, rounds_remain=world.round < world.rounds,
        a_crisis_is_open=bool(world.open_crises()),
        exchanges_remain=world.exchange < world.rules.base.settle.exchanges,
        it_is_over=bool(verdict_on_exercise(world)) if world.round else False,
    )  # fmt: skip
    entered = world.round if number < 0 else number
    transaction.write(
        e.PhaseBegan, CONTROL, EVERYONE, round=entered, phase=str(phase), to=str(phase), number=entered,
        exchange=exchange, reason=reason,
    )  # fmt: skip
