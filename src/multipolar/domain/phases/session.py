"""The phases of the session: who is awaited, and what happens when a phase ends (rulebook §2).

Phases in which the program works alone (situation, adjudication, assessment) pass within the decision
that ends the phase before, so that a commit always leaves the exercise where seats can act.
"""

from multipolar.domain.errors import Illegal
from multipolar.domain.machines import step
from multipolar.domain.machines.session import SESSION
from multipolar.domain.mechanics.crises.crisis_choices import is_asked
from multipolar.domain.mechanics.crises.lifecycle import resolve_exchange
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.transaction import Journal
from multipolar.domain.model.world import World
from multipolar.domain.phases.adjudication import adjudicate
from multipolar.domain.phases.assessment import assess, end_exercise, verdict_on_exercise
from multipolar.domain.phases.deliberation import check_text
from multipolar.domain.phases.situation import set_situation
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Phase


def ready(journal: Journal, seat: str, command: c.Ready) -> None:
    """Say that a seat is done with the phase, or take it back; the others are not told (§2)."""
    if (seat in journal.world.ready) == command.ready:
        raise Illegal(
            "ready", "you have said so already" if command.ready else "you had not said that you are ready"
        )
    if command.ready and journal.world.phase is Phase.CRISIS:
        _must_have_responded(journal.world, seat)
    journal.write(e.SeatReady, seat, (seat,), ready=command.ready)


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
    return world.phase is not Phase.CLOSED and not any(is_awaited(world, seat) for seat in world.seats)


def advance(journal: Journal, seat: str, command: c.Advance) -> None:
    """End the present phase, and let the program work until seats are asked again (§2)."""
    check_text(command.reason)
    match journal.world.phase:
        case Phase.LOBBY:
            _enter(journal, "brief", command.reason)
        case Phase.BRIEFING:
            _open_round(journal, command.reason)
        case Phase.DELIBERATION:
            _enter(journal, "adjudicate", command.reason)
            adjudicate(journal)
            _crisis_or_assessment(journal)
        case Phase.CRISIS:
            resolve_exchange(journal)
            _crisis_or_assessment(journal)
        case _:
            raise Illegal("phase", f"the {journal.world.phase} phase ends by itself")


def conclude(journal: Journal, seat: str, command: c.Conclude) -> None:
    """Make the present round the last one, so that there is time for the debrief (§2).

    Raises:
        Illegal: when it is the last one already.
    """
    check_text(command.reason)
    if journal.world.round >= journal.world.rounds:
        raise Illegal("last round", "this is the last round already")
    journal.write(e.LastRoundCalled, seat, EVERYONE, reason=command.reason)


def _open_round(journal: Journal, reason: str = "") -> None:
    _enter(journal, "report", reason, number=journal.world.round + 1)
    set_situation(journal)
    _enter(journal, "deliberate")


def _crisis_or_assessment(journal: Journal) -> None:
    world = journal.world
    if world.open_crises() and world.exchange < world.rules.base.settle.exchanges:
        _enter(journal, "confront", exchange=world.exchange + 1)
        return
    _enter(journal, "assess")
    assess(journal)
    how = verdict_on_exercise(journal.world)
    if not how:
        _open_round(journal)
        return
    _enter(journal, "debrief")
    end_exercise(journal, how)


def _enter(journal: Journal, trigger: str, reason: str = "", number: int = -1, exchange: int = 0) -> None:
    world = journal.world
    phase = step(
        SESSION, world.phase, trigger, rounds_remain=world.round < world.rounds,
        a_crisis_is_open=bool(world.open_crises()),
        exchanges_remain=world.exchange < world.rules.base.settle.exchanges,
        it_is_over=bool(verdict_on_exercise(world)) if world.round else False,
    )  # fmt: skip
    entered = world.round if number < 0 else number
    journal.write(
        e.PhaseBegan, CONTROL, EVERYONE, round=entered, phase=str(phase), to=str(phase), number=entered,
        exchange=exchange, reason=reason,
    )  # fmt: skip
