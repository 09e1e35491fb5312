"""Opening a database: pragmas, migrations with a backup, and errors in words for people."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from multipolar.store.errors import Conflict, Damaged, Full, Locked, NewerVersion, ReadOnly, SaveError
from multipolar.store.files import LOG, beside, size
from multipolar.store.folders import shared_by
from multipolar.store.parts import look_at_parts

MIGRATIONS = Path(__file__).parent / "migrations"
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""The migrations, oldest first; `migrations/versions` holds one file each."""
_MAGIC = b"SQLite format 3\0"
BUSY_SECONDS = 3.0
"""How long another program may hold the database before we say so."""


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what a database or the system says into one line for a person.

    Raises:
        SaveError: one of its kinds.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _kind(error.orig if isinstance(error, DBAPIError) else error, path) from error
    except UnicodeDecodeError as error:
        # What SQLite quotes of a damaged description of its tables need not be text.
        raise Damaged(_UNREADABLE.format(path=path)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(_FULL.format(path=path)) from error
        raise ReadOnly(f"{path}: {error.strerror or error}; choose another place with --saves") from error


_FULL = "the disk with {path} is full; nothing of the last step was saved: free some room"
_UNREADABLE = "{path} is not a readable database of saves; restore a copy of it, or name another with --saves"
_IN_USE = "{path} is in use by another program; close it there, or wait and try again"
_HELD = "{path} holds that already; open the exercise again to go on from there"
_READ_ONLY = "{path} cannot be written to; choose another place with --saves"
_KINDS: dict[int, tuple[type[SaveError], str]] = {
    sqlite3.SQLITE_BUSY: (Locked, _IN_USE),
    sqlite3.SQLITE_LOCKED: (Locked, _IN_USE),
    sqlite3.SQLITE_CONSTRAINT: (Conflict, _HELD),
    sqlite3.SQLITE_FULL: (Full, _FULL),
    sqlite3.SQLITE_READONLY: (ReadOnly, _READ_ONLY),
    sqlite3.SQLITE_PERM: (ReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (ReadOnly, "{path} cannot be opened; choose another place with --saves"),
    sqlite3.SQLITE_NOTADB: (Damaged, _UNREADABLE),
    sqlite3.SQLITE_CORRUPT: (Damaged, _UNREADABLE),
    sqlite3.SQLITE_IOERR: (SaveError, "the disk with {path} reports an error; copy the saves to another one"),
}


def _kind(error: BaseException | None, path: Path) -> SaveError:
    # The low byte is the kind of error, the rest its variant.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    said = str(error).lower()
    if code == sqlite3.SQLITE_ERROR and "no such" in said:
        code = sqlite3.SQLITE_CORRUPT
    kind, words = _KINDS.get(code, (SaveError, f"{{path}}: the database says: {said}"))
    return kind(words.format(path=path))


class Found(NamedTuple):
    """A database as it was found.

    Attributes:
        engine: on it.
        is_empty: whether there is nothing in it, when it was opened for reading only.
        may_lack_log: whether it keeps a log, and there was none beside it that held anything.
    """

    engine: Engine
    is_empty: bool
    may_lack_log: bool


def open_engine(path: Path, *, read_only: bool) -> Found:
    """An engine on a database file, made and migrated when it is to be written to.

    Raises:
        SaveError: when it cannot be opened.
    """
    with in_words(path):
        if path.is_dir():
            raise SaveError(f"{path} is a folder; name a file that ends in .db, or the folder above it")
        if path.parent.exists() and not path.parent.is_dir():
            raise ReadOnly(
                f"{path.parent} is a file, not a folder of saves; choose another place with --saves"
            )
        if path.exists() and _is_something_else(path):
            raise Damaged(_UNREADABLE.format(path=path))
        may_lack_log = look_at_parts(path)
        if read_only:
            if not path.exists():
                return Found(_engine("file::memory:"), True, False)
            return Found(*_open_to_read(path), may_lack_log)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            raise ReadOnly(_READ_ONLY.format(path=path))
        address = f"{path.resolve().as_uri()}?mode=rwc"
        if is_new := not size(path):
            # Made before it keeps a log: a file that keeps one is never without its tables.
            _migrate(_engine(address, journal="DELETE"), path)
        engine = _engine(address, journal=journal_of(path.parent))
        with engine.connect() as connection:
            revision = _revision(connection, path)
        if revision != KNOWN[-1] and not is_new:
            _migrate(engine, path)
        return Found(engine, False, may_lack_log)


def journal_of(folder: Path) -> str:
    """How a database in a folder keeps its steps: in a log beside it where only this machine writes."""
    return "DELETE" if shared_by(folder) else "WAL"


def _is_something_else(path: Path) -> bool:
    """Whether a file is no database; SQLite itself would take a short one for empty and write over it."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) not in (b"", _MAGIC)


def _open_to_read(path: Path) -> tuple[Engine, bool]:
    """Open for reading, also where SQLite may not put its own files beside the database."""
    engine = engine_for_reading(path)
    try:
        with engine.connect() as connection:
            revision = _revision(connection, path)
    except DBAPIError:
        if size(beside(path, LOG)):
            raise
        engine = engine_for_reading(path, alone=True)
        with engine.connect() as connection:
            revision = _revision(connection, path)
    if revision in (None, KNOWN[-1]):
        return engine, revision is None
    return _as_of_now(engine, path), False


def engine_for_reading(path: Path, *, alone: bool = False) -> Engine:
    """An engine that only reads a database.

    Args:
        path: of the file.
        alone: whether only the file itself is read, whatever stands beside it.
    """
    return _engine(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}")


def _as_of_now(older: Engine, path: Path) -> Engine:
    """What an older version wrote, in memory and in the latest shape; the file stays as it is."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None),
        poolclass=StaticPool,
    )
    with older.connect() as source, engine.connect() as target:
        written, memory = source.connection.driver_connection, target.connection.driver_connection
        assert isinstance(written, sqlite3.Connection)
        assert isinstance(memory, sqlite3.Connection)
        written.backup(memory)
        memory.text_factory = _text
    older.dispose()
    _bring_up_to_date(engine, path, backs_up=False)
    return engine


def _engine(address: str, *, journal: str = "") -> Engine:
    """An engine whose transactions begin and end where we say, the shape of tables included.

    Args:
        address: of the file.
        journal: how steps are kept until they are whole; empty: nothing is written.
    """

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        # Damaged text is shown, and found to be damaged; it must not keep what is whole from being read.
        connection.text_factory = _text
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            if journal:
                _make_durable(connection, journal)
            else:
                # A file that was cut off is opened all the same: what is left of it can be read.
                connection.execute("PRAGMA writable_schema=ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        alone = connection.get_execution_options().get("alone")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")

    return engine


def _make_durable(connection: sqlite3.Connection, journal: str) -> None:
    try:
        connection.execute(f"PRAGMA journal_mode={journal}")
    except sqlite3.OperationalError as error:
        if journal == "WAL" and error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        # Another program has it open with its log; or the folder bears no log, whatever it is.
    (kept,) = connection.execute("PRAGMA journal_mode").fetchone()
    # Without a log a step is whole once its journal is gone, and that has to be durable as well.
    connection.execute(f"PRAGMA synchronous={'FULL' if kept == 'wal' else 'EXTRA'}")
    # The log is carried over by `opened`, which knows when it was not us who wrote to the file.
    connection.execute("PRAGMA wal_autocheckpoint=0")


def _text(written: bytes) -> str:
    return written.decode(errors="replace")


def _revision(connection: Connection, path: Path) -> str | None:
    """The migration a database is at; None when it is empty.

    Raises:
        NewerVersion: when a newer version of the program wrote it.
        Damaged: when it holds something else.
    """
    tables = connection.execute(text("select name from sqlite_master where type='table'")).scalars().all()
    if not tables:
        return None
    found: Any = None
    if "alembic_version" in tables:
        found = connection.execute(text("select version_num from alembic_version")).scalar()
    if found is None:
        raise Damaged(f"{path} is a database, but not one of saves; name another file with --saves")
    if found not in KNOWN:
        raise NewerVersion(
            f"{path} was written by a newer version of multipolar; install that one to read it"
        )
    return str(found)


def _migrate(engine: Engine, path: Path) -> None:
    """Bring a database to the latest shape, whole or not at all, one program at a time."""
    _bring_up_to_date(engine, path, backs_up=True)
    with engine.connect() as connection:
        # The file alone has its shape from now on, whatever becomes of its log.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def _bring_up_to_date(engine: Engine, path: Path, *, backs_up: bool) -> None:
    with engine.execution_options(alone=True).begin() as connection:
        revision = _revision(connection, path)
        if revision == KNOWN[-1]:
            return
        if revision is not None and backs_up:
            _back_up(path)
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Bring what a connection leads to into the latest shape, in the transaction that is open."""
    # Loaded only when the shape has to change: it costs as much as opening the database.
    command = import_module("alembic.command")
    config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
    # Copied by SQLite itself: the file alone may lack what was committed last.
    with (
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
