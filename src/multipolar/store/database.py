"""Opening a database: pragmas, migrations with a backup, and errors in words for people."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from multipolar.store.errors import Conflict, Damaged, Full, Locked, NewerVersion, ReadOnly, SaveError

REVISION = "0001"
"""The latest migration; `migrations/versions` holds one file each."""
KNOWN = ("0001",)
BUSY_SECONDS = 3.0


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what a database says into one line for a person.

    Raises:
        SaveError: one of its kinds.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        raise _kind(said, path) from error
    except OSError as error:
        raise ReadOnly(f"{path}: {error.strerror or error}; choose another place with --saves") from error


def _kind(said: str, path: Path) -> SaveError:
    if "locked" in said or "busy" in said:
        return Locked(f"{path} is in use by another program; close it there, or wait and try again")
    if "unique constraint" in said:
        return Conflict(f"{path} holds that already; open the exercise again to go on from there")
    if "full" in said:
        return Full(f"the disk with {path} is full; nothing of the last step was saved: free some room")
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return ReadOnly(f"{path} cannot be written to; choose another place with --saves")
    if "not a database" in said or "malformed" in said or "no such table" in said or "encrypted" in said:
        return Damaged(f"{path} is not a readable database of saves; restore it from the backups beside it")
    return SaveError(f"{path}: the database says: {said}")


def open_engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on a database file, made and migrated when it is to be written to.

    Raises:
        SaveError: when it cannot be opened.
    """
    if path.is_dir():
        raise SaveError(f"{path} is a folder; name a file that ends in .db, or the folder above it")
    with in_words(path):
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            return _engine("sqlite://", read_only=False)
        address = f"sqlite:///file:{path.resolve()}?mode={'ro' if read_only else 'rwc'}&uri=true"
        engine = _engine(address, read_only=read_only)
        revision = _revision(engine)
    if revision is not None and revision not in KNOWN:
        raise NewerVersion(
            f"{path} was written by a newer version of multipolar; install that one to read it"
        )
    if revision != REVISION and not read_only:
        with in_words(path):
            if revision is not None:
                _back_up(path)
            _migrate(engine)
    return engine


def _engine(address: str, *, read_only: bool) -> Engine:
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    return engine


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        tables = connection.execute(
            text("select count(*) from sqlite_master where type='table' and name='alembic_version'")
        ).scalar()
        if not tables:
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def _back_up(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    shutil.copy2(path, folder / f"{path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")


def _migrate(engine: Engine) -> None:
    # Loaded only when the shape has to change: it costs as much as opening the database.
    command = import_module("alembic.command")
    config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
