"""An exercise that runs: its host, the programs that play in it, the lesson's plan, one writer at a time.

Program-run powers play in small steps between which the event loop turns, so that a screen stays alive
while they think.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from msgspec import json
from msgspec.structs import replace

from multipolar.domain.errors import Unreadable
from multipolar.domain.model.commands import (
    BY_HAND,
    Absence,
    Advance,
    AnyCommand,
    AssignSeat,
    Conclude,
    Ready,
    Release,
    clock_command,
)
from multipolar.domain.model.events import ClockSet, Event
from multipolar.domain.model.views import Advice, Receipt
from multipolar.domain.phases.control import due_by_clock
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.clock import ClockRead, LessonClock, LessonPlan, time_used
from multipolar.engine.host import Host, unsaved_by
from multipolar.engine.log import EventLog
from multipolar.engine.players import Player
from multipolar.engine.programs import Programs
from multipolar.user_errors import UserError

Given = ParamSpec("Given")
Got = TypeVar("Got")

_OVER = object()


def _extended(events: Sequence[Event]) -> int:
    """Seconds that the present phase was given beyond its plan."""
    now = (events[-1].round, events[-1].phase)
    return sum(
        event.seconds
        for event in events
        if isinstance(event, ClockSet) and event.deed == "extend" and (event.round, event.phase) == now
    )


class Kept(Protocol):
    """Where an exercise is kept."""

    def settle(self) -> None:
        """Let all that was done stand in one file, and make sure that it is there.

        Raises:
            Gone: when it is not.
        """
        ...

    def move(self, exercise: str, events: Sequence[Event], place: str) -> tuple[EventLog, str]:
        """Write an exercise to another place; what keeps it there, and where that is, in words.

        Raises:
            UserError: when it cannot be written there.
        """
        ...


class Runtime:
    """What runs one exercise: one command after another is carried out, and programs play after each.

    Args:
        host: the exercise.
        players: doctrine id to what plays it.
        plan: how the lesson's time is spent; None: no clock runs.
        kept: where it is kept; None: nowhere that could go away.
        writer: the one thread in which this exercise is written and its programs think, so that the event
            loop answers others meanwhile; None: the thread that asks.
    """

    def __init__(
        self,
        host: Host,
        players: Mapping[str, Player],
        plan: LessonPlan | None = None,
        kept: Kept | None = None,
        writer: Executor | None = None,
    ) -> None:
        self._writer = writer
        self._kept = kept
        self._plan = plan
        self.host = host
        self._players = players
        self._programs = Programs(host, players)
        self._clock: LessonClock | None = None
        self._clock_at = 0
        self._clock_reason = ""
        self._turn = asyncio.Lock()
        self._stalled = False
        self.leads: Callable[[], bool] = lambda: True

    @property
    def exercise(self) -> str:
        """The id under which it is saved."""
        return self.host.exercise

    async def submit(self, seat: str, command: AnyCommand, person: str = "") -> Receipt:
        """Carry a command out, then let programs play until persons are awaited.

        Args:
            seat: whose command it is.
            command: what it asks.
            person: who of several that share the seat gave it; empty: nobody says.
        """
        async with self._turn:
            if self._is_from_an_empty_seat(seat, command):
                return await self._go_on_without(seat, command)
            if self._stalled:
                # What could not be saved before comes first, in the order in which it was due.
                try:
                    await self._let_programs_play()
                except UserError as trouble:
                    return Receipt(False, unsaved_by(trouble), str(trouble), command.id)
            before = self.host.world.seq
            receipt = await self._write(self.host.submit, seat, command, person)
            if receipt.accepted and self.host.world.seq != before:
                if isinstance(command, AssignSeat):
                    # What one who sat there was composing is no concern of who sits there now.
                    with suppress(UserError):
                        await self._write(self.host.keep_drafts, command.seat, ())
                try:
                    await self._let_programs_play()
                except UserError as trouble:
                    # The command was carried out and saved; only what comes after it has to wait.
                    return replace(receipt, message=f"done, but the others could not go on: {trouble}")
            return receipt

    async def _write(self, deed: Callable[Given, Got], *given: Given.args, **named: Given.kwargs) -> Got:
        """Do what writes where this exercise is written."""
        if self._writer is None:
            return deed(*given, **named)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: deed(*given, **named))

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a function in the event loop after every commit; returns what ends it."""
        if self._writer is None:
            return self.host.listen(listener)
        loop = asyncio.get_running_loop()

        def publish() -> None:
            with suppress(RuntimeError):  # a loop that has ended follows nothing any more
                loop.call_soon_threadsafe(listener)

        return self.host.listen(publish)

    def stop_writing(self) -> None:
        """Give the writer's thread back; nothing is written any more."""
        if self._writer is not None:
            self._writer.shutdown(wait=False, cancel_futures=True)

    async def keep_drafts(self, seat: str, drafts: Sequence[AnyCommand]) -> None:
        """Keep what a seat composes.

        Raises:
            UserError: when it cannot be kept.
        """
        await self._write(self.host.keep_drafts, seat, drafts)

    def _is_from_an_empty_seat(self, seat: str, command: AnyCommand) -> bool:
        return seat in self.host.world.away and not isinstance(command, Absence)

    async def _go_on_without(self, seat: str, command: AnyCommand) -> Receipt:
        """What a seat that was left can still do: let the exercise go on by its absence policy (§2)."""
        if not isinstance(command, Ready) or not command.ready:
            return Receipt(False, "absence", "nobody sits at this seat; take it again first", command.id)
        world = self.host.world
        if command.moment and command.moment != world.moment:
            return Receipt(False, "phase", f"this was meant for {command.moment}; it is {world.moment} now")
        if not self._programs.nobody_is_left():
            return Receipt(
                False, "absence", "nobody sits at this seat; the others decide how long the phase lasts"
            )
        try:
            await self._let_play(self._programs.play(without_persons=True))
        except UserError as trouble:
            return Receipt(False, unsaved_by(trouble), str(trouble), command.id)
        return Receipt(True, id=command.id)

    @property
    def plan(self) -> LessonPlan | None:
        """How the lesson's time is spent; None where no clock runs."""
        return self._plan

    def run_clock(self, now: Callable[[], float], wall: Callable[[], float] = time.time) -> None:
        """Let the one clock run that all share, where a lesson was planned; it follows the record.

        Args:
            now: seconds that pass evenly.
            wall: the time of day, as seconds since 1970.
        """
        if self._plan is None:
            return
        self._clock = LessonClock(self._plan, now, 1, wall)
        with suppress(UserError):
            if used := time_used(self.time_used()):
                self._clock.take_up(used)
                # Nobody is asked here: time in which nothing ran is no time of the lesson.
                self._clock.gap()
        self._clock_at = len(self.host.events)
        self._follow_record(self._clock)
        # What was used is kept now and then; an extension stands in the record as soon as it is given.
        self._clock.extended(_extended(self.host.events))
        self.listen(partial(self._follow_record, self._clock))

    def _follow_record(self, clock: LessonClock) -> None:
        """Enter the phase there is, and do to the clock what the record says was done."""
        world = self.host.world
        clock.enter(world.round, world.phase)
        for event in self.host.events[self._clock_at :]:
            if isinstance(event, ClockSet):
                self._clock_reason = event.reason
                if event.deed == "extend" and (event.round, event.phase) == (world.round, world.phase):
                    clock.extend(event.seconds)
        self._clock_at = len(self.host.events)
        if world.clock_stopped:
            clock.stop()
        else:
            clock.go_on()

    def read_clock(self) -> ClockRead | None:
        """What the clock shows that all share; None where none runs here."""
        if self._clock is None:
            return None
        self._follow_record(self._clock)
        self._clock.gap()
        return self._clock.shown_to_all(self._clock_reason)

    async def release_by_clock(self) -> None:
        """Release the injects whose time of play has come, where the clock runs that all share (§13).

        What cannot be released now, for the phase it is or as nothing can be saved, is later.
        """
        if self.read_clock() is None or self._clock is None or self._clock.is_stopped or not self.leads():
            return
        for inject in due_by_clock(self.host.world, self._clock.used.lesson):
            at = self.host.world.rules.injects[inject].clock
            # Two hosts that both look at the clock do it once.
            key = f"clock.{inject}.{self.host.world.stepped}"
            await self.submit(CONTROL, Release(id=key, inject=inject, reason=f"{at} of play has come"))

    async def keep_clock(self) -> None:
        """Keep what was used of the lesson, for whoever takes the exercise up again."""
        if self._clock is not None and self.leads():
            text = json.encode(self._clock.used).decode()
            with suppress(UserError):
                await self._write(self.host.keep_time_used, text)

    async def set_clock(self, deed: str, minutes: int = 0, reason: str = "") -> Receipt:
        """Stop the clock for all, let it go on, or give the phase more time; it is recorded, with the reason.

        Args:
            deed: ``stop``, ``go_on`` or ``extend``.
            minutes: of an extension.
            reason: why, for all to read.
        """
        return await self.submit(CONTROL, clock_command(deed, minutes, reason))

    @property
    def sharing(self) -> str:
        """How several persons use this keyboard."""
        return self.host.world.options.sharing

    def time_used(self) -> str:
        """What was used of the lesson when somebody last looked, as it was kept."""
        return self.host.time_used()

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson."""
        self.host.keep_time_used(text)

    async def end_phase(self, reason: str) -> Receipt:
        """End the present phase for all."""
        return await self.submit(CONTROL, Advance(reason=reason or BY_HAND))

    async def make_last_round(self, reason: str) -> Receipt:
        """Let the exercise end with the present round."""
        return await self.submit(CONTROL, Conclude(reason=reason or BY_HAND))

    async def read_on(self) -> None:
        """Take up what other hosts have done, and let programs play where that is this host's part.

        Raises:
            UserError: when it cannot be read, or what programs do cannot be saved.
        """
        async with self._turn:
            if await self._write(self.host.read_on) or self._stalled:
                await self._let_programs_play()

    async def take_the_lead(self) -> None:
        """Run programs, and what is due, from now on: another host did, or none.

        Raises:
            UserError: when it cannot be read where the exercise stands, or saved what programs do.
        """
        async with self._turn:
            await self._write(self.host.read_on)
            self._programs = Programs(self.host, self._players)
            await self._let_programs_play()

    async def open(self) -> None:
        """Let programs play up to where persons are awaited."""
        async with self._turn:
            await self._let_programs_play()

    async def _let_programs_play(self) -> None:
        self._stalled = self.leads()
        await self._let_play(self._programs.play())
        self._stalled = False

    async def _let_play(self, playing: Iterator[None]) -> None:
        """Take one step after another, and let the event loop turn between them."""
        while True:
            if not self.leads() or await self._write(next, playing, _OVER) is _OVER:
                return
            await asyncio.sleep(0)

    def advise(self, seat: str, doctrine: str) -> tuple[Advice, ...]:
        """What a doctrine (empty: the power's own) would do in a seat.

        Raises:
            Unreadable: when there is no such doctrine.
        """
        power = self.host.world.rules.powers.get(seat)
        if power is None:
            return ()
        known = self.host.world.rules.doctrines
        if doctrine and doctrine not in known:
            raise Unreadable(
                "doctrine", f"there is no doctrine '{doctrine}'; choose one of {', '.join(known)}"
            )
        return self._programs.advise(seat, self._players[doctrine or power.doctrine])

    async def settle(self) -> None:
        """Let all that was done stand in one file, and make sure that it is there."""
        if self._kept is not None:
            await asyncio.to_thread(self._kept.settle)

    async def move_to(self, place: str) -> str:
        """Write the whole exercise to another place and go on there."""
        if self._kept is None:
            raise UserError("this exercise is only read; `multipolar saves import` keeps it")
        async with self._turn:
            record, where = self._kept.move(self.exercise, self.host.events, place)
            self.host.move(record)
            return where
