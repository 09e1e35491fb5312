"""A database that is open: its connection, durable steps, and what keeps it in one file.

SQLite keeps the last steps in a log beside the database. They are carried over at every phase, a moment after
what was written last, and when the place is given back, so that the file alone is soon complete again.
As long as it may not be, a mark stands in the file itself: a copy of it without its log says so.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from multipolar.store.database import engine_for_reading, in_words, open_engine
from multipolar.store.errors import Full, Locked, ReadOnly, SaveError
from multipolar.store.files import LOG, Files, beside, size

CARRIED_AFTER = 1.0
"""How long after a step the log is carried over, where nothing else did it."""
MOST_STEPS = 250
"""How many steps the log may hold before it is carried over, however quickly they come."""


class Opened:
    """The connection to one database. Calls may come from several threads.

    Args:
        path: of the file.
        read_only: whether to open it for reading only.

    Raises:
        SaveError: when it cannot be opened.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.alone = RLock()
        self._engine, self.empty, may_lack_log = open_engine(path, read_only=read_only)
        with in_words(path):
            self.connection: Connection = self._engine.connect()
            driver = self.connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise SaveError(f"{path} is kept by a database that this version does not know")
        self.driver = driver
        self._is_marked = False
        self._version = -1
        self._steps = 0
        self.is_alone = False
        self._has_log = False
        self.lacks_log = may_lack_log and not self.empty and self._is_marked_in_file()
        self._later = Later(CARRIED_AFTER, self._settle_quietly)
        if not read_only:
            with in_words(path):
                # To read is what makes SQLite open its log.
                driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                self._has_log = driver.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            self._files = Files(path, has_log=self._has_log)
            if not size(beside(path, LOG)):
                # To open it carried over, and took away, what a program that was killed had left.
                with suppress(SaveError, sqlite3.Error):
                    self._leave_whole()

    def _is_marked_in_file(self) -> bool:
        try:
            (in_use,) = self.driver.execute("SELECT in_use FROM place").fetchone() or (0,)
        except sqlite3.Error:
            return False
        return bool(in_use)

    # --- writing ---

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One durable step, done whole or not at all.

        Raises:
            Gone: when the files are not there any more; then nothing is acknowledged.
            SaveError: when it could not be written; then nothing was.
        """
        if self.read_only:
            raise ReadOnly(f"{self.path} was opened for reading only")
        driver = self.driver
        with self.alone, in_words(self.path):
            try:
                driver.execute("BEGIN IMMEDIATE")
                self._look_for_others()
                marks = self._has_log and not self._is_marked
                yield driver
                if marks:
                    driver.execute("UPDATE place SET in_use = 1")
                self._files.check()
                driver.execute("COMMIT")
            except BaseException:
                if driver.in_transaction:
                    with suppress(sqlite3.Error):
                        driver.execute("ROLLBACK")
                raise
            if marks:
                # The mark has to stand in the file before anything is acknowledged that may not.
                self._is_marked = self._carry_over()
            self._files.check()
            if self._has_log:
                self._later.stir()
                self._steps += 1
                if self._steps >= MOST_STEPS:
                    self._carry_over()

    def _look_for_others(self) -> None:
        """Whether only we have written since our last step; others may have taken the mark away."""
        (version,) = self.driver.execute("PRAGMA data_version").fetchone()
        self.is_alone = version == self._version
        if not self.is_alone:
            self._version = version
            self._is_marked = self._is_marked and self._is_marked_in_file()

    @property
    def is_changed(self) -> bool:
        """Whether another program has written to the database since our last step."""
        with self.alone, in_words(self.path):
            (version,) = self.driver.execute("PRAGMA data_version").fetchone()
            return bool(version != self._version)

    @property
    def is_touched(self) -> bool:
        """Whether somebody else has written to the file itself, by this program or by other means."""
        with self.alone:
            # Not while we carry the log over ourselves.
            return not self.read_only and self._files.is_touched

    def know(self) -> None:
        """Take the file as it is now for well."""
        self._files.know()

    def check(self) -> None:
        """Make sure that the files are there.

        Raises:
            Gone: when they are not.
        """
        if not self.read_only:
            self._files.check()

    # --- one file ---

    def settle(self) -> None:
        """Carry the log over, so that the file alone holds everything, where there is room for it.

        Raises:
            Gone: when the files are not there any more.
            SaveError: when it cannot be done.
        """
        if self.read_only:
            return
        with self.alone:
            with in_words(self.path):
                self._files.check()
            if self._has_log and not self.driver.in_transaction:
                # What the file has no room for stays safe in its log, and a copy without that says so.
                with suppress(Full, Locked, ReadOnly), in_words(self.path):
                    self._carry_over()

    def compact(self) -> tuple[int, int]:
        """Write the file anew without the room nobody uses; its size before and after, in bytes.

        Raises:
            Gone: when the files are not there any more.
            SaveError: when it cannot be done, as for want of room for a second copy; then nothing was.
        """
        if self.read_only:
            raise ReadOnly(f"{self.path} was opened for reading only")
        with self.alone, in_words(self.path):
            self._files.check()
            before = size(self.path) + size(beside(self.path, LOG))
            self.driver.execute("VACUUM")
            if self._has_log:
                self._carry_over()
            return before, size(self.path)

    def _carry_over(self) -> bool:
        """Whether everything was carried over: who reads an older state meanwhile holds it up."""
        self._steps = 0
        touched = self._files.is_touched
        _, logged, carried = self.driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if not touched:
            self._files.know()
        return bool(logged == carried)

    def _settle_quietly(self) -> None:
        # Whoever acts next is told what is wrong.
        with suppress(SaveError):
            self.settle()

    def close(self) -> None:
        """Give the database back, everything in one file."""
        self._later.stop()
        with self.alone:
            if self.connection.closed:
                return
            # What was acknowledged is safe in the log; it is only one file more.
            with suppress(SaveError, sqlite3.Error):
                self._leave_whole()
            with suppress(DBAPIError, sqlite3.Error):
                self.connection.close()
            self._engine.dispose()

    def _leave_whole(self) -> None:
        if self.read_only or not self._has_log or self.driver.in_transaction:
            return
        self._files.check()
        # Also where only a program that was killed has written: who leaves last takes its log away.
        if not self._is_marked_in_file():
            return
        # First what was done, then that it is complete: a copy made between the two never says too little.
        if self._carry_over() and not self.lacks_log:
            self.driver.execute("UPDATE place SET in_use = 0")
            self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- reading ---

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several questions to one state of the database, whoever writes meanwhile."""
        with self.alone, in_words(self.path):
            if self.connection.in_transaction():
                yield
                return
            asked = self.connection.begin()
            try:
                yield
            finally:
                # There is nothing to keep; and in a damaged file even that would fail.
                with suppress(DBAPIError):
                    asked.rollback()

    @contextmanager
    def looked_at_anew(self) -> Iterator[sqlite3.Connection]:
        """The files as somebody else would find them: nothing that this connection remembers of them."""
        engine = engine_for_reading(self.path)
        try:
            with in_words(self.path), engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                yield driver
        finally:
            engine.dispose()


class Later:
    """Does something a moment after it was asked to, once, however often it is asked meanwhile.

    Args:
        seconds: how long after.
        act: what to do.
    """

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds = seconds
        self._act = act
        self._is_due = False
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def stir(self) -> None:
        """There is something to do."""
        with self._lock:
            if self._is_due or self._stopped.is_set():
                return
            self._is_due = True
        threading.Thread(target=self._wait, name="carrying over", daemon=True).start()

    def stop(self) -> None:
        """Do nothing any more."""
        self._stopped.set()

    def _wait(self) -> None:
        if self._stopped.wait(self._seconds):
            return
        with self._lock:
            self._is_due = False
        self._act()
