"""The port `Saves` on SQLite: one file, a log beside it, and a witness of how far exercises went."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from weakref import finalize

from sqlalchemy import ClauseElement, Connection, Executable, select
from sqlalchemy.dialects.sqlite.pysqlite import dialect

from multipolar.domain.english import counted
from multipolar.store.backup import back_up
from multipolar.store.checks import check_events
from multipolar.store.database import in_words
from multipolar.store.errors import Damaged, NotFound, SaveError
from multipolar.store.files import overwritten
from multipolar.store.keeping import Clock, InDatabase, Standing, conflict, entry_of
from multipolar.store.opened import Opened
from multipolar.store.parts import holds
from multipolar.store.records import Entry, Header
from multipolar.store.statements import (
    EXERCISE,
    NEXT_TURN,
    PLACE,
    SELECT_EVENTS,
    SELECT_HASH,
    SELECT_TURN,
    TAKE_TURN,
    TOUCH,
    Step,
    Values,
)
from multipolar.store.upcast import refuse_newer
from multipolar.store.witness import Seen, Witness, more_in_words, older_in_words


@cache
def _sql(statement: Executable) -> str:
    """The text of a statement, for the driver: to build one anew costs more than to carry it out."""
    assert isinstance(statement, ClauseElement)
    return str(statement.compile(dialect=dialect(paramstyle="named")))


class _DriverStep:
    """A step on a bare connection (the port `statements.Step`)."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def run(self, statement: Executable, values: Values) -> int:
        return self._driver.execute(_sql(statement), values).rowcount

    def run_each(self, statement: Executable, rows: Sequence[Values]) -> None:
        self._driver.executemany(_sql(statement), rows)

    def ask(self, statement: Executable, values: Values) -> Sequence[Sequence[object]]:
        return self._driver.execute(_sql(statement), values).fetchall()


class SqliteSaves(InDatabase):
    """The exercises kept in one SQLite database (the port `Saves`; what its methods do is told there).

    Args:
        path: the database file.
        read_only: whether to open it for reading only.
        clock: where the time comes from.
        state: where is kept how far exercises were seen to go.
    """

    def __init__(self, path: Path, *, read_only: bool, clock: Clock, state: Path | None = None) -> None:
        super().__init__(clock)
        self.path = path
        self._headers: dict[str, Header] = {}
        self._latest = ""
        self._key = ""
        self._witness = Witness(state, path)
        self._base = base = Opened(path, read_only=read_only)
        self._empty, self._connection, self._driver = base.empty, base.connection, base.driver
        # Also when nobody says so, and at the end of the program: the log beside the file is carried over.
        self._give_back = finalize(self, base.close)

    @property
    def folder(self) -> Path:
        """Where the database is."""
        return self.path.parent

    @property
    def where(self) -> str:
        """The folder, for a person."""
        return str(self.path.parent)

    def close(self) -> None:
        """Give the database back."""
        self._give_back()

    def settle(self) -> None:
        """Carry everything over into the one file."""
        # Also where nothing is written any more: what stands there now need not be what was.
        if known := self._headers.get(self._latest):
            self._make_sure_of(known)
        self._base.settle()
        self._witness.settle()

    def back_up(self, output: Path, *, overwrite: bool = False) -> int:
        """Write everything into one file of its own, while it is in use."""
        if self._empty:
            raise NotFound("there are no saves here to back up")
        return back_up(self._base, output, overwrite=overwrite)

    def compact(self) -> tuple[int, int]:
        """Write the file anew without the room nobody uses; its size before and after, in bytes."""
        if self._empty:
            raise NotFound("there are no saves here to compact")
        return self._base.compact()

    # --- the database ---

    @contextmanager
    def _writing(self) -> Iterator[Step]:
        """One durable step, done whole or not at all."""
        try:
            with self._base.writing() as driver:
                yield _DriverStep(driver)
        except BaseException:
            # What we believed of headers may be what went wrong.
            self._headers.clear()
            raise

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """Several questions to one state of the database."""
        if self._empty:
            yield None
            return
        with self._base.reading():
            yield self._connection

    def _ask(self, statement: Executable, values: Values) -> Sequence[Sequence[object]]:
        """The rows that a statement finds."""
        if self._empty:
            return ()
        with self._base.alone, in_words(self.path):
            return _DriverStep(self._driver).ask(statement, values)

    def _entries(self, exercise: str) -> Sequence[Entry]:
        """The events of an exercise, as far as the file can be read."""
        entries: list[Entry] = []
        if not self._empty:
            with suppress(sqlite3.DatabaseError):
                found = self._driver.execute(_sql(SELECT_EVENTS), {"key": exercise})
                entries.extend(entry_of(*row) for row in found)
        return entries

    def _next_turn(self, step: Step) -> int:
        """The turn at which something is touched now."""
        self._latest = ""
        step.run(NEXT_TURN, {})
        turns = step.ask(SELECT_TURN, {})
        if not turns:
            raise Damaged(
                f"{self.path} is damaged: it no longer says which place it is; `saves export` what is in it, "
                "and import that in another place"
            )
        return int(turns[0][0])

    def _kept(self, header: Header) -> None:
        """Something new is kept under this header."""
        self._headers[header.id] = header
        self._saw(header)
        self.settle()

    def _forgotten(self, exercise: str) -> None:
        """An exercise is gone."""
        self._headers.pop(exercise, None)
        self._witness.forget(exercise)
        self.settle()

    # --- writing ---

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
        """Keep the events that follow event `after`, in one durable step."""
        known = self._headers.get(exercise) or self.header(exercise)
        if known.events != after:
            self._headers.pop(exercise, None)
            raise conflict(exercise)
        refuse_newer(exercise, known.format)
        self._make_sure_of(known)
        with self._writing() as step:
            grown = self._grow(step, known, payloads, (command_id, receipt), Standing(position, state, seats))
            if (self._latest != exercise or not self._base.is_alone) and step.run(
                TAKE_TURN, {"key": exercise}
            ):
                step.run(TOUCH, {"key": exercise})
        self._headers[exercise] = grown
        self._latest = exercise
        # Whoever plays on from what a copy has takes it for complete.
        self._base.lacks_log = False
        self._saw(grown)
        if grown.position != known.position:
            # It is kept; that it stands in one file as well need not be so at once.
            with suppress(SaveError):
                self.settle()
        return grown

    def _make_sure_of(self, known: Header) -> None:
        """Look at the file anew once somebody has written to it: a copy may have been put over it.

        Raises:
            Gone: when it does not hold what was written.
        """
        if not self._base.is_touched:
            if self._base.is_changed and not self._ends_as(known):
                raise overwritten(self.path)
            return
        self._base.check()
        try:
            with self._base.looked_at_anew() as driver:
                rows = driver.execute(_sql(SELECT_EVENTS), {"key": known.id}).fetchall()
        except SaveError as error:
            raise overwritten(self.path) from error
        report = check_events(known.id, [entry_of(*row) for row in rows], known.events)
        if not report.ok or report.readable < known.events:
            raise overwritten(self.path)
        self._base.know()

    def _ends_as(self, known: Header) -> bool:
        """Whether what was written last stands in the database, with nothing or more behind it."""
        key = {"key": known.id, "seq": known.events}
        found = self._ask(SELECT_HASH, key) if known.events else ()
        has_last = not known.events or any(log_hash == known.log_hash for _, log_hash in found)
        return has_last and bool(self._rows(select(EXERCISE.c.id).where(EXERCISE.c.id == known.id)))

    def _saw(self, header: Header) -> None:
        """Remember what is kept now; only then is it acknowledged."""
        at = header.updated_at.isoformat()
        self._witness.saw(header.id, header.events, header.log_hash, self._database_key(), at)

    def _database_key(self) -> str:
        if not self._key and not self._empty:
            found = self._rows(select(PLACE.c.key))
            self._key = str(found[0]["key"]) if found else ""
        return self._key

    # --- whether it is what it was ---

    def come_back(self, exercise: str) -> str:
        """What is wrong when an older or another state of an exercise stands here than was acknowledged."""
        here = self._witness.of(exercise)
        if here is not None and (events := self._lacks(here)) is not None:
            return older_in_words(here, events, "here")
        for seen in self._elsewhere(exercise):
            events = self._lacks(seen)
            if events is not None and not holds(seen.path, exercise, seen.events, seen.log_hash):
                said = older_in_words(seen, events, f"in {seen.place}")
                return f"{said}, where it is not found any more"
        return ""

    def played_elsewhere(self, exercise: str) -> str:
        """Where more of an exercise, or another course of it, stands that was acknowledged."""
        for seen in self._elsewhere(exercise):
            events = self._lacks(seen)
            if events is None or not holds(seen.path, exercise, seen.events, seen.log_hash):
                continue
            return more_in_words(seen, events)
        return ""

    def _elsewhere(self, exercise: str) -> Sequence[Seen]:
        """How far an exercise was seen to go in other places, the furthest first."""
        return sorted(self._witness.elsewhere(exercise), key=lambda seen: -seen.events)

    def _lacks(self, seen: Seen) -> int | None:
        """How many events there are of an exercise that lacks what was seen of it; None: it does not."""
        if self._empty:
            return None
        try:
            with self._base.reading():
                events = self.header(seen.exercise).events
                key = {"key": seen.exercise, "seq": seen.events}
                found = self._ask(SELECT_HASH, key)
        except Damaged:
            # What is damaged is told by whoever reads it, and no sign of an older state.
            return None
        has_it = not seen.events or (
            events >= seen.events and any(log_hash == seen.log_hash for _, log_hash in found)
        )
        return None if has_it else events

    def accept(self, exercise: str) -> None:
        """Let an exercise stand as it is."""
        theirs = [seen for seen in self._elsewhere(exercise) if self._lacks(seen) is not None]
        self._saw(self.header(exercise))
        self._witness.let_be(exercise, theirs)

    def amiss(self) -> Sequence[str]:
        """What is not as it was left, besides what is wrong with single exercises."""
        said: list[str] = []
        if self._empty and self.path.exists():
            said.append(f"{self.path} is there and holds nothing: if it is a copy, it was not copied whole")
        if self._base.lacks_log:
            said.append(
                f"{self.path} was copied while it was in use, without the {self.path.name}-wal beside it: "
                "what was done last may be missing; bring that file as well, or go on with what is here"
            )
        known = {str(row["id"]) for row in self._rows(select(EXERCISE.c.id))}
        gone = [
            seen
            for seen in self._witness.all()
            if seen.exercise not in known and (self._empty or seen.database == self._database_key())
        ]
        if gone:
            which = ", ".join(f"{seen.exercise} ({counted(seen.events, 'event')})" for seen in gone[:4])
            more = f" and {len(gone) - 4} more" if len(gone) > 4 else ""
            said.append(
                f"{which}{more} {'was' if len(gone) == 1 else 'were'} played here and "
                f"{'is' if len(gone) == 1 else 'are'} not in {self.path} any more"
            )
        if self._database_key():
            gone_here = {seen.exercise for seen in gone}
            missed = {
                seen.exercise: seen
                for seen in sorted(
                    self._witness.of_copies(self._database_key()), key=lambda seen: seen.events
                )
                if seen.exercise not in known | gone_here
            }
            said += [
                f"{seen.exercise} ({counted(seen.events, 'event')}) was played in {seen.place}, "
                f"of which {self.path} is an older copy: it is not in here"
                for seen in missed.values()
            ]
        return said
