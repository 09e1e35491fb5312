"""Questions to a record that continuations answer: what if it had been done otherwise, and what was par.

A question holds what is to be played; `answers` plays what is not kept already. What comes out is made into
figures by `fans`.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from multipolar.doctrines import player_for
from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Unreadable
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.events import Event, ExerciseBegan, PhaseBegan
from multipolar.domain.model.views import Advice
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import PERSON
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lab.alternatives import Instead, alternatives, as_done, course_of
from multipolar.lab.continuations import Continuation, Course, Deal, Draw, Ending, deal_of, draws, play_on
from multipolar.lab.kept_endings import KeptEndings
from multipolar.lab.plans import real_doctrines
from multipolar.lab.running import Players, run, run_here
from multipolar.review.decisions import Decision, decisions_of, weightiest

AGAIN = "continuation of the same deal"
"""The label of the one course that a score is measured by."""


class Question(NamedTuple):
    """What is to be played on, and how.

    Attributes:
        deal: the record.
        courses: what is done in each; the first is what was done.
        draws: by which dice.
    """

    deal: Deal
    courses: tuple[Course, ...]
    draws: tuple[Draw, ...]

    @property
    def wanted(self) -> list[Continuation]:
        """Every continuation: by draw, so that whoever stops early has as many of each course."""
        return [Continuation(course, draw) for draw in self.draws for course in self.courses]


def decision_at(
    events: Sequence[Event], seat: str, round_number: int, phase: str = "", exchange: int = 0
) -> Decision:
    """The weightiest decision of a seat in a round, phase or exchange.

    Raises:
        Unreadable: when it decided nothing there.
    """
    there = [
        decision
        for decision in decisions_of(events, seat)
        if decision.round == round_number
        and (not phase or decision.phase == phase)
        and (not exchange or decision.exchange == exchange)
    ]
    if not there:
        raise Unreadable("point", f"{seat} decided nothing there")
    return weightiest(there, 1)[0]


def decision_of(events: Sequence[Event], seat: str, seq: int) -> Decision:
    """The decision of a seat that begins with an event.

    Raises:
        Unreadable: when none does.
    """
    found = next((decision for decision in decisions_of(events, seat) if decision.seq == seq), None)
    if found is None:
        raise Unreadable("event", f"event {seq} is no decision of {seat}")
    return found


def before(events: Sequence[Event], decision: Decision) -> World:
    """The world just before a decision."""
    return world_after(events[: decision.seq - 1])


def check(world: World, decision: Decision, command: AnyCommand) -> None:
    """See that a command is allowed where a decision was taken.

    Raises:
        Refused: it is not.
    """
    course_of(world, decision, Instead(command))


def what_if(
    events: Sequence[Event], decision: Decision, instead: Sequence[AnyCommand | None], games: int
) -> Question:
    """Ask what else a decision could have brought.

    Args:
        events: the whole record.
        decision: what was decided.
        instead: what is set beside it, None for nothing of the kind; none named: what was open.
        games: continuations of each.

    Raises:
        Refused: what is named is not allowed there.
    """
    world = before(events, decision)
    if instead:
        move = getattr(decision.event, "move", "")
        others = tuple(course_of(world, decision, Instead(command, move)) for command in instead)
    else:
        others = alternatives(world, decision, _advice(events, world, decision))
    seed = SeededDice(_genesis(events).seed).roll(f"what_if.{decision.seq}", 65_536, 1)[0]
    return Question(deal_of(events), (as_done(decision), *others), tuple(draws(seed, games)))


def _advice(events: Sequence[Event], world: World, decision: Decision) -> tuple[Advice, ...]:
    rules = world.rules
    doctrine = rules.doctrines[rules.powers[decision.seat].doctrine]
    dice = SeededDice(_genesis(events).seed)
    host = Host((), dice, NullLog(), telling=False, world=world)
    return Programs(host, {}).advise(decision.seat, player_for(doctrine, rules.base.weighing))


def same_deal(events: Sequence[Event], games: int) -> Question:
    """Ask what programs make of the same deal: scenario, length, dice, and who else plays.

    The exercise's own dice are rolled again. Persons' seats are played by doctrines drawn by chance, seats of
    programs by those they had; every program chooses anew between what is alike to it.
    """
    genesis = _genesis(events)
    opening = next(event.seq for event in events if isinstance(event, PhaseBegan))
    world = world_after(events[:opening])
    played = world_after(events)
    persons = [
        seat for seat in world.rules.ranked if PERSON in (genesis.seats[seat], played.seats.get(seat, ""))
    ]
    all_doctrines = [doctrine.id for doctrine in real_doctrines(world.rules.base)]
    dice = SeededDice(genesis.seed)
    drawn = [
        {
            seat: all_doctrines[dice.roll(f"par.{number}.{seat}", 65_536, 1)[0] % len(all_doctrines)]
            for seat in persons
        }
        for number in range(games)
    ]
    found = [
        Draw(draw.number, genesis.seed, draw.whims, draw.doctrines)
        for draw in draws(genesis.seed, games, drawn)
    ]
    return Question(deal_of(events[:opening]), (Course(AGAIN, opening),), tuple(found))


def answers(question: Question, kept: KeptEndings, players: Players | None) -> Generator[Ending, None, None]:
    """Every ending of a question, those that are kept first.

    Args:
        question: what is asked.
        kept: endings that need not be played again; what is played is added.
        players: who plays; nobody named, they are played in this process.

    Raises:
        GameFailed: when a continuation breaks down.
    """
    known, missing = kept.of(question.wanted)
    yield from known
    by_key = {(one.course.label, one.draw.number): one for one in missing}
    play = partial(play_on, question.deal)
    with closing(run(play, missing, players) if players else run_here(play, missing)) as playing:
        for ending in playing:
            kept.keep(by_key[ending.course, ending.number], ending)
            yield ending


def _genesis(events: Sequence[Event]) -> ExerciseBegan:
    genesis = events[0]
    assert isinstance(genesis, ExerciseBegan)
    return genesis
