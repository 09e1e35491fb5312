"""The way to a PostgreSQL server: its URL, connections that promise what SQLite does, errors in words."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors as said
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from multipolar.store.database import KNOWN, upgrade
from multipolar.store.errors import Conflict, Damaged, Full, Locked, NewerVersion, ReadOnly, SaveError, Unsure

CONNECT_SECONDS = 5
"""How long a server may take to answer at all."""
WAIT_SECONDS = 15
"""How long one who writes waits for another."""
STOPPED_SECONDS = 4
"""After so long in the middle of a step without a word, the server gives up whoever takes it: a program that
was stopped would hold up everybody else."""
_MIGRATING = 0x6D706C72
"""The number under which one program at a time changes the shape of a database."""


def url_of(where: str) -> URL:
    """The URL that somebody named.

    Raises:
        SaveError: when it is none.
    """
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise SaveError(
            "that URL cannot be read; write postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE, "
            "with %40 for an @ in the password"
        ) from error
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise SaveError(f"{url.drivername}:// is not known; saves are kept by postgresql+psycopg://…")
    if not url.database:
        raise SaveError(f"{shown(url)} names no database; end it with /DATABASE")
    return url.set(drivername="postgresql+psycopg")


def shown(url: URL) -> str:
    """A URL for people and for logs: no password, nor any option that could hold one."""
    bare = URL.create(
        url.drivername, username=url.username, host=url.host, port=url.port, database=url.database
    )
    return bare.render_as_string()


@contextmanager
def in_words(url: URL) -> Iterator[None]:
    """Turn what a server says into one line for a person.

    Raises:
        SaveError: one of its kinds.
    """
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        raise _kind(error.orig if isinstance(error, DBAPIError) else error, url) from error


_KINDS: tuple[tuple[tuple[type[psycopg.Error], ...], type[SaveError], str], ...] = (
    (
        (said.UniqueViolation,),
        Conflict,
        "{place} holds that already; open the exercise again to go on from there",
    ),
    (
        (said.LockNotAvailable, said.DeadlockDetected, said.SerializationFailure),
        Locked,
        "{place} is busy with another program; wait and try again",
    ),
    (
        (said.ReadOnlySqlTransaction,),
        ReadOnly,
        "{place} cannot be written to; choose another place with --saves",
    ),
    (
        (said.InsufficientPrivilege,),
        ReadOnly,
        "{place}: this user may not do that there; ask whoever runs the server",
    ),
    (
        (said.DiskFull,),
        Full,
        "the disk of {place} is full; nothing of the last step was saved: free some room",
    ),
    (
        (said.UndefinedTable, said.UndefinedColumn),
        Damaged,
        "{place} is a database, but not one of saves; name another with --saves",
    ),
    (
        (said.IdleInTransactionSessionTimeout,),
        Unsure,
        "{place} has given up on this program, which had stood still; try again",
    ),
)


def _kind(error: BaseException | None, url: URL) -> SaveError:
    place = shown(url)
    for kinds, of, words in _KINDS:
        if isinstance(error, kinds):
            return of(words.format(place=place))
    words = " ".join(str(error).split())
    if url.password:
        words = words.replace(str(url.password), "***")
    if isinstance(error, psycopg.OperationalError):
        if "password authentication failed" in words or "no password supplied" in words:
            return SaveError(
                f"{place}: it takes neither that name nor password; see the URL, PGPASSWORD or ~/.pgpass"
            )
        if url.database and f'database "{url.database}" does not exist' in words:
            return SaveError(f"{place}: there is no such database; make it with: createdb {url.database}")
        if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
            return Unsure(f"the database server of {place} does not answer ({_brief(words)}); is it up?")
    return SaveError(f"{place}: the database says: {_brief(words)}")


def _brief(words: str) -> str:
    # What libpq adds on each address that it tried is for who runs the server.
    return words.split(" Is the server running", 1)[0].removesuffix(".")[:200]


def open_engine(url: URL, *, read_only: bool) -> Engine:
    """An engine whose steps are durable when they are acknowledged, and hold nobody up for ever."""
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=12,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "multipolar"},
    )

    @event.listens_for(engine, "connect")
    def _promise(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            # Whoever runs the server may promise more, but not less.
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{STOPPED_SECONDS}s'")
            cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
            if read_only:
                cursor.execute("SET default_transaction_read_only = on")
        connection.commit()

    return engine


def bring_up_to_date(engine: Engine, url: URL, *, read_only: bool) -> bool:
    """Give a database the latest shape, whole or not at all, one program at a time.

    Args:
        engine: on it.
        url: its own.
        read_only: whether nothing may be written.

    Returns:
        Whether anything can be in it.

    Raises:
        NewerVersion: when a newer version of the program wrote it.
        SaveError: when it cannot be reached, holds something else or may not be changed.
    """
    with in_words(url), engine.connect() as connection:
        revision = _revision(connection, url)
    if revision == KNOWN[-1]:
        return True
    if read_only:
        if revision is None:
            return False
        raise SaveError(
            f"{shown(url)} has the shape of an older version; `multipolar doctor --saves URL` mends that"
        )
    with in_words(url), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
        if _revision(connection, url) != KNOWN[-1]:
            upgrade(connection)
    return True


def _revision(connection: Connection, url: URL) -> str | None:
    """The migration a database is at; None when nothing of ours is in it.

    Raises:
        NewerVersion: when a newer version of the program wrote it.
        Damaged: when tables of others have our names.
    """
    # In this order: where another program makes both just now, whoever sees the first sees the second.
    has_exercises = connection.execute(text("SELECT to_regclass('exercise')")).scalar() is not None
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        if has_exercises:
            raise Damaged(f"{shown(url)} is a database, but not one of saves; name another with --saves")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found not in KNOWN:
        raise NewerVersion(
            f"{shown(url)} was written by a newer version of multipolar, or by another program; "
            "install that version, or name another with --saves"
        )
    return str(found)


def give_back(engine: Engine) -> None:
    """Close every connection."""
    with suppress(DBAPIError, psycopg.Error):
        engine.dispose()
