"""The port `Saves` on PostgreSQL: many programs at once, put in order by the row of an exercise's header.

Durable is what the server says is. Whoever adds to an exercise holds its row until it is committed; the
others are told by NOTIFY in the same transaction (numbers only), and read on from where they are.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local
from weakref import finalize

from sqlalchemy import Connection, Executable, bindparam, func, insert, select, update
from sqlalchemy.engine import CursorResult

from multipolar.store.errors import NotFound, ReadOnly
from multipolar.store.keeping import Clock, InDatabase, Standing, conflict, entry_of
from multipolar.store.port import Together
from multipolar.store.records import Entry, Header
from multipolar.store.rows import header_of
from multipolar.store.server import bring_up_to_date, give_back, in_words, open_engine, shown, url_of
from multipolar.store.sqlite import SqliteSaves
from multipolar.store.statements import (
    COMMAND,
    DRAFT,
    EVENT,
    EXERCISE,
    LESSON,
    LOCK_HEADER,
    NOTE,
    PLACE,
    SELECT_NEWER,
    Step,
    Values,
)
from multipolar.store.together import CHANNEL, TogetherHere
from multipolar.store.upcast import refuse_newer, upcast

_TOLD = select(func.pg_notify(CHANNEL, bindparam("what")))
_NEXT_TURN = select(func.nextval("turn"))
_TOUCH = update(EXERCISE).values(touched=func.nextval("turn")).where(EXERCISE.c.id == bindparam("key"))
_CARRIED = (EXERCISE, EVENT, COMMAND, DRAFT, LESSON, NOTE)
_SIZE = select(func.pg_database_size(func.current_database()))


class _Step:
    """A step in a transaction (the port `statements.Step`)."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(self, statement: Executable, values: Values) -> int:
        found = self.connection.execute(statement, dict(values))
        assert isinstance(found, CursorResult)
        return found.rowcount

    def run_each(self, statement: Executable, rows: Sequence[Values]) -> None:
        if rows:
            self.connection.execute(statement, [dict(row) for row in rows])

    def ask(self, statement: Executable, values: Values) -> Sequence[Sequence[object]]:
        return [tuple(row) for row in self.connection.execute(statement, dict(values))]


class PostgresSaves(InDatabase):
    """The exercises kept in one PostgreSQL database (the port `Saves`; what its methods do is told there).

    Args:
        where: its URL.
        read_only: whether to open it for reading only.
        clock: where the time comes from.
    """

    def __init__(self, where: str, *, read_only: bool, clock: Clock) -> None:
        super().__init__(clock)
        self.url = url_of(where)
        self._read_only = read_only
        self.engine = open_engine(self.url, read_only=read_only)
        self._give_back = finalize(self, give_back, self.engine)
        self._empty = not bring_up_to_date(self.engine, self.url, read_only=read_only)
        # Each thread has its own turn, and its own state that it reads.
        self._mine = local()

    @property
    def folder(self) -> Path | None:
        """There is no folder."""
        return None

    @property
    def where(self) -> str:
        """The URL, for a person: without its password."""
        return shown(self.url)

    def close(self) -> None:
        """Give the database back."""
        self._give_back()

    def settle(self) -> None:
        """What was acknowledged is where it belongs: with the server."""

    def come_back(self, exercise: str) -> str:
        """Nothing is kept here of how far exercises went: that is for who runs the server."""
        return ""

    def played_elsewhere(self, exercise: str) -> str:
        """Nothing is kept here of what was played elsewhere."""
        return ""

    def _kept(self, header: Header) -> None:
        """Nothing more to do."""

    def _forgotten(self, exercise: str) -> None:
        """Nothing more to do."""

    def accept(self, exercise: str) -> None:
        """There is nothing to be let be."""

    def amiss(self) -> Sequence[str]:
        """Nothing that could be known here."""
        return ()

    def back_up(self, output: Path, *, overwrite: bool = False) -> int:
        """Write everything into one file, which opens like any other place of saves."""
        if self._empty:
            raise NotFound("there are no saves here to back up")
        with tempfile.TemporaryDirectory() as folder:
            copy = SqliteSaves(Path(folder) / "copy.db", read_only=False, clock=self._clock)
            try:
                with self._reading() as source, copy._writing() as target:  # noqa: SLF001 - a copy is made of rows
                    assert source is not None
                    for table in _CARRIED:
                        rows = [dict(row) for row in source.execute(select(table)).mappings()]
                        target.run_each(insert(table), rows)
                    latest = source.execute(select(func.coalesce(func.max(EXERCISE.c.touched), 0))).scalar()
                    target.run(update(PLACE).values(turn=bindparam("latest")), {"latest": latest})
                return copy.back_up(output, overwrite=overwrite)
            finally:
                copy.close()

    def compact(self) -> tuple[int, int]:
        """Give back the room that nobody uses; the size of the database before and after, in bytes."""
        if self._empty:
            raise NotFound("there are no saves here to compact")
        if self._read_only:
            raise ReadOnly(f"{self.where} was opened for reading only")
        with in_words(self.url), self.engine.connect() as connection:
            # A server takes no such order within a step.
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            before = alone.execute(_SIZE).scalar_one()
            for table in (*_CARRIED, PLACE):
                alone.exec_driver_sql(f"VACUUM FULL {table.name}")
            return before, alone.execute(_SIZE).scalar_one()

    # --- the database ---

    @contextmanager
    def _writing(self) -> Iterator[Step]:
        """One durable step, done whole or not at all; within a turn, a part of it."""
        if self._read_only:
            raise ReadOnly(f"{self.where} was opened for reading only")
        held = getattr(self._mine, "turn", None)
        with in_words(self.url):
            if held is not None:
                yield _Step(held)
                return
            with self.engine.begin() as connection:
                yield _Step(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """Several questions to one state of the database, whoever writes meanwhile."""
        held = getattr(self._mine, "turn", None) or getattr(self._mine, "reading", None)
        if self._empty or held is not None:
            with in_words(self.url):
                yield held
            return
        with in_words(self.url), self.engine.connect() as connection:
            self._mine.reading = connection.execution_options(isolation_level="REPEATABLE READ")
            try:
                yield connection
            finally:
                self._mine.reading = None

    def _ask(self, statement: Executable, values: Values) -> Sequence[Sequence[object]]:
        """The rows that a statement finds."""
        with self._reading() as connection:
            return () if connection is None else _Step(connection).ask(statement, values)

    def _next_turn(self, step: Step) -> int:
        """The turn at which something is touched now."""
        found = step.ask(_NEXT_TURN, {})[0][0]
        assert isinstance(found, int)
        return found

    # --- several hosts ---

    @property
    def is_shared(self) -> bool:
        """Several programs may play one exercise."""
        return True

    def together(self, exercise: str) -> Together:
        """What hosts of one exercise have in common."""
        return TogetherHere(self.engine, self.url, exercise)

    def newer(self, exercise: str, after: int) -> Sequence[Entry]:
        """The events after `after` that others have added."""
        with self._reading() as connection:
            if connection is None:
                return ()
            rows = _Step(connection).ask(SELECT_NEWER, {"key": exercise, "after": after})
            written = self.header(exercise).format if rows else 0
        return upcast(exercise, written, [entry_of(*row) for row in rows]) if rows else ()

    # --- writing ---

    @contextmanager
    def turn(self, exercise: str, after: int) -> Iterator[Sequence[Entry]]:
        """Be the only one who writes to an exercise; yields what others have written. Durable at its end."""
        with self._writing() as step:
            assert isinstance(step, _Step)
            header = self._locked(step, exercise)
            newer: Sequence[Entry] = ()
            if header.events > after:
                rows = step.ask(SELECT_NEWER, {"key": exercise, "after": after})
                newer = upcast(exercise, header.format, [entry_of(*row) for row in rows])
            self._mine.turn = step.connection
            try:
                yield newer
            finally:
                self._mine.turn = None

    def _locked(self, step: Step, exercise: str) -> Header:
        """The header of an exercise, whose row is ours until the step ends.

        Raises:
            NotFound: when there is none of that id.
            Damaged: when it cannot be read.
        """
        assert isinstance(step, _Step)
        found = step.connection.execute(LOCK_HEADER, {"key": exercise}).mappings().first()
        if found is None:
            raise NotFound(f"there is no save '{exercise}'; see `saves list`")
        return header_of(dict(found))

    def append(
        self,
        exercise: str,
        after: int,
        payloads: Sequence[bytes],
        *,
        command_id: str | None = None,
        receipt: str | None = None,
        position: str = "",
        state: str = "",
        seats: Mapping[str, str] | None = None,
    ) -> Header:
        """Keep the events that follow event `after`, in one durable step, or in the turn that is taken."""
        with self._writing() as step:
            known = self._locked(step, exercise)
            if known.events != after:
                raise conflict(exercise)
            refuse_newer(exercise, known.format)
            grown = self._grow(step, known, payloads, (command_id, receipt), Standing(position, state, seats))
            step.run(_TOUCH, {"key": exercise})
            step.ask(_TOLD, {"what": f"{exercise} {grown.events}"})
        return grown
