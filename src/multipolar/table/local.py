"""Tables on this machine: several seats at one host, with program-run powers between them.

The same port as across a network.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress

from msgspec.structs import replace

from multipolar.domain.errors import Unreadable
from multipolar.domain.model.commands import Absence, Advance, AnyCommand, Conclude, Ready, TakeSeat
from multipolar.domain.model.views import Advice, Explanation, Preview, Receipt, Seen, TurningPoint, View
from multipolar.domain.vocabulary import CONTROL, OBSERVER, PERSON
from multipolar.engine.clock import LessonPlan
from multipolar.engine.host import Host, unsaved_by
from multipolar.engine.players import Player
from multipolar.engine.programs import Programs
from multipolar.engine.runtime import Kept
from multipolar.table.port import Table, Update
from multipolar.user_errors import UserError


class LocalSession:
    """An exercise open on this machine, with a table for each seat that a person holds.

    Args:
        host: the exercise.
        players: doctrine id to what plays it.
        plan: how the lesson's time is spent; None: no clock runs.
        kept: where it is kept; None: nowhere that could go away.
    """

    def __init__(
        self,
        host: Host,
        players: Mapping[str, Player],
        plan: LessonPlan | None = None,
        kept: Kept | None = None,
    ) -> None:
        self._kept = kept
        self._plan = plan
        self.host = host
        self._players = players
        self._programs = Programs(host, players)
        self._turn = asyncio.Lock()
        self._stalled = False
        self._tables: dict[str, Table] = {}
        self._public: list[Table] = []
        self._lay_tables()

    def _lay_tables(self) -> None:
        """A table for each seat that a person has, in the scenario's order; who has one keeps it."""
        persons = [seat for seat, run_by in self.host.world.seats.items() if run_by == PERSON]
        laid = self._tables
        self._tables = {seat: laid.get(seat) or LocalTable(self, seat) for seat in persons or [OBSERVER]}

    @property
    def exercise(self) -> str:
        """The id under which it is saved."""
        return self.host.exercise

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by seat: those of persons, or an observer's when there are none."""
        return self._tables

    async def submit(self, seat: str, command: AnyCommand) -> Receipt:
        """Carry a command out, then let programs play until persons are awaited."""
        async with self._turn:
            if self._is_from_an_empty_seat(seat, command):
                return await self._go_on_without(seat, command)
            if self._stalled:
                # What could not be saved before comes first, in the order in which it was due.
                try:
                    await self._let_programs_play()
                except UserError as trouble:
                    return Receipt(False, unsaved_by(trouble), str(trouble), command.id)
            receipt = self.host.submit(seat, command)
            if receipt.accepted:
                try:
                    await self._let_programs_play()
                except UserError as trouble:
                    # The command was carried out and saved; only what comes after it has to wait.
                    return replace(receipt, message=f"done, but the others could not go on: {trouble}")
            return receipt

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
            for _ in self._programs.play(without_persons=True):
                await asyncio.sleep(0)
        except UserError as trouble:
            return Receipt(False, unsaved_by(trouble), str(trouble), command.id)
        return Receipt(True, id=command.id)

    @property
    def plan(self) -> LessonPlan | None:
        """How the lesson's time is spent; None where no clock runs."""
        return self._plan

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

    async def public(self) -> Table:
        """A table that sees what everybody may see."""
        table = LocalTable(self, OBSERVER)
        self._public.append(table)
        return table

    async def end_phase(self, reason: str) -> Receipt:
        """End the present phase for all."""
        return await self.submit(CONTROL, Advance(reason=reason))

    async def take_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let a person take a seat over from the program."""
        return await self._change_hands(TakeSeat(seat=seat, reason=reason))

    async def give_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let the program take a seat over from a person."""
        return await self._change_hands(TakeSeat(seat=seat, person=False, reason=reason))

    async def _change_hands(self, command: TakeSeat) -> Receipt:
        receipt = await self.submit(CONTROL, command)
        left = self._tables
        self._lay_tables()
        for seat in left.keys() - self._tables.keys():
            await left[seat].close()
        return receipt

    async def make_last_round(self, reason: str) -> Receipt:
        """Let the exercise end with the present round."""
        return await self.submit(CONTROL, Conclude(reason=reason))

    async def open(self) -> None:
        """Let programs play up to where persons are awaited."""
        async with self._turn:
            await self._let_programs_play()

    async def _let_programs_play(self) -> None:
        self._stalled = True
        for _ in self._programs.play():
            await asyncio.sleep(0)
        self._stalled = False

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

    async def close(self) -> None:
        """Leave every table; all that was done is saved already, and stands in one file where it can."""
        for table in (*self._tables.values(), *self._public):
            await table.close()
        with suppress(UserError):
            await self.settle()


class LocalTable:
    """One seat of a session on this machine."""

    def __init__(self, session: LocalSession, seat: str) -> None:
        self._session = session
        self._host = session.host
        self._seat = seat
        self._changed = asyncio.Event()
        self._closed = False
        self._stop = self._host.listen(self._changed.set)

    @property
    def seat(self) -> str:
        """The power whose seat this is."""
        return self._seat

    @property
    def exercise(self) -> str:
        """The id under which the exercise is saved."""
        return self._host.exercise

    @property
    def view(self) -> View:
        """The seat's view now."""
        return self._host.view(self._seat)

    async def submit(self, command: AnyCommand) -> Receipt:
        """Ask for something; the receipt says whether it was accepted, else by which rule not."""
        if self._closed:
            return Receipt(False, "closed", "this table was left; open the exercise again to go on")
        return await self._session.submit(self._seat, command)

    async def follow(self) -> AsyncIterator[Update]:
        """The present view at once, then one update for every change the seat may see."""
        told = 0
        at = -1
        while not self._closed:
            first, at = at < 0, self._host.world.seq
            news = self._host.seen(self._seat, told)
            if news or first:
                told = news[-1].number if news else told
                yield Update(self.view, news)
            # Compared, not only waited for: several may follow one table, and each is woken by all.
            while self._host.world.seq == at and not self._closed:
                self._changed.clear()
                await self._changed.wait()

    async def preview(self, command: AnyCommand) -> Preview:
        """Costs, exact odds and effects of a command."""
        return self._host.preview(self._seat, command)

    async def why(self, target: str) -> Explanation:
        """The causes of a number by its address."""
        return self._host.why(self._seat, target)

    async def record(self, since: int = 0) -> tuple[Seen, ...]:
        """Everything the seat saw happen, after its event number `since`."""
        return self._host.seen(self._seat, since)

    async def advise(self, doctrine: str = "") -> tuple[Advice, ...]:
        """What a doctrine would do here, and why."""
        return self._session.advise(self._seat, doctrine)

    async def drafts(self) -> tuple[AnyCommand, ...]:
        """What the seat was composing and has not sent."""
        return self._host.drafts(self._seat)

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        """Keep what the seat composes."""
        self._host.keep_drafts(self._seat, drafts)

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that decided much."""
        return self._host.turning_points(self._seat)

    async def close(self) -> None:
        """Leave the table."""
        if not self._closed:
            self._closed = True
            self._stop()
            self._changed.set()
