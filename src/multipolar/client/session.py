"""The session and the lobby of somebody who joined another machine's exercise (ports in `lobby.port`).

One seat, and nothing else: what concerns everybody is the facilitator's, on the machine that hosts.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import BY_HAND, Advance, AssignSeat, Conclude, clock_command
from multipolar.domain.model.views import Receipt
from multipolar.engine.clock import ClockRead, LessonPlan
from multipolar.lobby.port import ExerciseConfig, LessonCard, SaveCard, ScenarioCard, Session
from multipolar.table.port import Replay, Table
from multipolar.user_errors import UserError
from multipolar.wire.routes import SCREEN, WATCHER

_AT_THE_HOST = "the exercise is kept on the machine that hosts it"


class RemoteSession:
    """An exercise on another machine, with the one seat that was joined.

    Args:
        table: of that seat.
        address: of the host, as it was typed.
    """

    def __init__(self, table: RemoteTable, address: str) -> None:
        self._table = table
        self._address = address

    @classmethod
    async def open(cls, address: str, code: str, name: str = "", verify: str = "") -> "RemoteSession":
        """Sit down with a code.

        Args:
            address: of the host.
            code: of the seat.
            name: of the person.
            verify: a file with certificates to trust.

        Raises:
            UserError: when there is no such host, or the code opens nothing.
        """
        return cls(await RemoteTable.open(address, code, name, verify), address)

    @property
    def exercise(self) -> str:
        """The id under which the host keeps it."""
        return self._table.exercise

    @property
    def tables(self) -> dict[str, Table]:
        """The one seat."""
        return {self._table.seat: self._table}

    @property
    def control(self) -> Table | None:
        """Who facilitates elsewhere sits at the one table there is."""
        return None

    @property
    def plan(self) -> LessonPlan | None:
        """None: the clock is the host's."""
        return None

    @property
    def sharing(self) -> str:
        """Nobody shares this keyboard."""
        return "pass"

    def time_used(self) -> str:
        """Nothing: the clock is the host's."""
        return ""

    def keep_time_used(self, text: str) -> None:
        """Nothing is kept here."""

    def heed_line(self, tell: Callable[[str], None]) -> None:
        """Tell what becomes of the line to the host."""
        self._table.heed_line(tell)

    async def public(self) -> Table:
        """What everybody may see, for whoever has joined to watch; the projector has a code of its own.

        Raises:
            UserError: for whoever holds a seat.
        """
        if self._table.seat in (WATCHER, SCREEN):
            return self._table
        raise UserError("the projector has a code of its own: `multipolar join ADDRESS CODE` opens it")

    async def end_phase(self, reason: str) -> Receipt:
        """Ask for the end of the phase, as a facilitator may."""
        return await self._table.submit(Advance(id=uuid4().hex, reason=reason or BY_HAND))

    def read_clock(self) -> ClockRead | None:
        """What the host's clock shows."""
        return self._table.clock

    async def set_clock(self, deed: str, minutes: int = 0, reason: str = "") -> Receipt:
        """Ask for the clock to be set, as a facilitator may."""
        command = clock_command(deed, minutes, reason, uuid4().hex)
        return await self._table.submit(command)

    async def make_last_round(self, reason: str) -> Receipt:
        """Ask for this round to be the last, as a facilitator may."""
        return await self._table.submit(Conclude(id=uuid4().hex, reason=reason or BY_HAND))

    async def take_seat(self, seat: str, reason: str = "") -> Receipt:
        """Ask for a seat to be a person's, as a facilitator may."""
        return await self._table.submit(AssignSeat(id=uuid4().hex, seat=seat, reason=reason or BY_HAND))

    async def give_seat(self, seat: str, reason: str = "") -> Receipt:
        """Ask for a seat to be the program's, as a facilitator may."""
        return await self._table.submit(
            AssignSeat(id=uuid4().hex, seat=seat, person=False, reason=reason or BY_HAND)
        )

    async def settle(self) -> None:
        """The host keeps everything as it happens."""

    async def move_to(self, place: str) -> str:
        """Nothing is kept here that could go elsewhere.

        Raises:
            UserError: always.
        """
        raise UserError(f"{_AT_THE_HOST}, {self._address}; nothing is lost when you leave")

    async def close(self) -> None:
        """Get up."""
        await self._table.close()


class RemoteLobby:
    """The way to one host's table: taking it up joins it, again if need be.

    Args:
        address: of the host.
        sit_down: joins its table.
    """

    def __init__(self, address: str, sit_down: Callable[[], Awaitable[RemoteTable]]) -> None:
        self._address = address
        self._sit_down = sit_down
        self._joined_at = datetime.now(UTC)
        self._session: RemoteSession | None = None

    async def resume(self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()) -> Session:
        """Join the table."""
        self._session = RemoteSession(await self._sit_down(), self._address)
        return self._session

    async def saves(self) -> tuple[SaveCard, ...]:
        """The one exercise there is."""
        if self._session is None:
            return ()
        (table,) = self._session.tables.values()
        view = table.view
        return (
            SaveCard(
                id=self._session.exercise,
                title=f"{view.title}, at {self._address}",
                scenario=view.title,
                preset=view.preset,
                position=view.moment,
                rounds=view.rounds,
                events=view.number,
                updated=self._joined_at,
                seats=tuple((power.id, power.run_by) for power in view.powers),
                finished=False,
                in_place=False,
            ),
        )

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """None: what is played is the host's."""
        return ()

    async def lessons(self) -> tuple[LessonCard, ...]:
        """None."""
        return ()

    async def begin(self, config: ExerciseConfig) -> Session:
        """Nothing is begun from here.

        Raises:
            UserError: always.
        """
        raise UserError("this program has joined a host; `multipolar` begins an exercise of your own")

    async def amiss(self) -> tuple[str, ...]:
        """Nothing is kept here."""
        return ()

    async def replay(self, exercise: str) -> Replay:
        """The record is the host's.

        Raises:
            UserError: always.
        """
        raise UserError(f"{_AT_THE_HOST}; there `multipolar replay last` goes over it")

    async def watch(self, config: ExerciseConfig) -> Replay:
        """Nothing is begun from here.

        Raises:
            UserError: always.
        """
        raise UserError("this program has joined a host; `multipolar play --watch` begins one to watch")

    def close(self) -> None:
        """Nothing is kept here."""
