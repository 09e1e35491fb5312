"""Tables on this machine: several seats at one host, with program-run powers between them.

The same port as across a network.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress

from msgspec.structs import replace

from multipolar.domain.model.commands import BY_HAND, AnyCommand, AssignSeat
from multipolar.domain.model.views import Advice, Explanation, Preview, Receipt, Seen, TurningPoint, View
from multipolar.domain.vocabulary import CONTROL, OBSERVER, PERSON
from multipolar.engine.clock import LessonPlan
from multipolar.engine.host import Host
from multipolar.engine.players import Player
from multipolar.engine.runtime import Kept, Runtime
from multipolar.table.port import Table, Update
from multipolar.user_errors import UserError


class LocalSession(Runtime):
    """An exercise open on this machine, with a table for each seat that a person holds.

    Args:
        host: the exercise.
        players: doctrine id to what plays it.
        plan: how the lesson's time is spent; None: no clock runs.
        kept: where it is kept; None: nowhere that could go away.
        writer: the thread in which it is written (see `Runtime`).
    """

    def __init__(
        self,
        host: Host,
        players: Mapping[str, Player],
        plan: LessonPlan | None = None,
        kept: Kept | None = None,
        writer: Executor | None = None,
    ) -> None:
        super().__init__(host, players, plan, kept, writer)
        self._tables: dict[str, Table] = {}
        self._public: list[Table] = []
        self._control: Table | None = None
        self._lay_tables()

    def _lay_tables(self) -> None:
        """A table for each seat that a person has, in the scenario's order; who has one keeps it."""
        persons = [seat for seat, run_by in self.host.world.seats.items() if run_by == PERSON]
        laid = self._tables
        self._tables = {seat: laid.get(seat) or LocalTable(self, seat) for seat in persons or [OBSERVER]}

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by seat: those of persons, or an observer's when there are none."""
        return self._tables

    @property
    def control(self) -> Table | None:
        """The control seat, where a person facilitates."""
        if self._control is None and self.host.world.options.facilitator:
            self._control = LocalTable(self, CONTROL)
        return self._control

    def heed_line(self, tell: Callable[[str], None]) -> None:
        """There is no line that could be cut."""

    def table_at(self, seat: str) -> Table:
        """Another table at a seat, whoever holds it; whoever asks for it closes it."""
        return LocalTable(self, seat)

    async def public(self) -> Table:
        """A table that sees what everybody may see."""
        table = LocalTable(self, OBSERVER)
        self._public.append(table)
        return table

    async def take_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let a person take a seat over from the program."""
        return await self._change_hands(AssignSeat(seat=seat, reason=reason or BY_HAND))

    async def give_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let the program take a seat over from a person."""
        return await self._change_hands(AssignSeat(seat=seat, person=False, reason=reason or BY_HAND))

    async def _change_hands(self, command: AssignSeat) -> Receipt:
        receipt = await self.submit(CONTROL, command)
        left = self._tables
        self._lay_tables()
        for seat in left.keys() - self._tables.keys():
            await left[seat].close()
        return receipt

    async def close(self) -> None:
        """Leave every table; all that was done is saved already, and stands in one file where it can."""
        controlling = (self._control,) if self._control else ()
        for table in (*self._tables.values(), *self._public, *controlling):
            await table.close()
        with suppress(UserError):
            await self.settle()
        self.stop_writing()


class LocalTable:
    """One seat of a session on this machine."""

    def __init__(self, session: LocalSession, seat: str) -> None:
        self._session = session
        self._host = session.host
        self._seat = seat
        self._changed = asyncio.Event()
        self._closed = False
        self._stop = session.listen(self._changed.set)

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
        receipt = await self._session.submit(self._seat, command)
        return replace(receipt, number=self._host.number(self._seat))

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

    async def previews(self, commands: Sequence[AnyCommand]) -> tuple[Preview, ...]:
        """The same of several commands."""
        return tuple(self._host.preview(self._seat, command) for command in commands)

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
        await self._session.keep_drafts(self._seat, drafts)

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that decided much."""
        return self._host.turning_points(self._seat)

    async def close(self) -> None:
        """Leave the table."""
        if not self._closed:
            self._closed = True
            self._stop()
            self._changed.set()
