"""Opens the saves at a place: a folder, a file, or a database server by its URL."""

from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from multipolar.store.errors import SaveError
from multipolar.store.keeping import Clock
from multipolar.store.places import database_of, is_url, place
from multipolar.store.port import Saves
from multipolar.store.sqlite import SqliteSaves


def open_saves(
    where: str | Path, *, read_only: bool = False, clock: Clock | None = None, state: Path | None = None
) -> Saves:
    """The saves at a place: a folder (one database in it, made when missing), a ``.db`` file, or a URL.

    Args:
        where: the place.
        read_only: whether they are only looked at.
        clock: where the time comes from.
        state: the folder in which is kept how far exercises were seen to go; None: that is not kept.

    Raises:
        SaveError: when they cannot be opened.
    """
    now = clock or (lambda: datetime.now(UTC))
    if isinstance(where, str) and is_url(where):
        if find_spec("psycopg") is None:
            raise SaveError(
                "saves on PostgreSQL need psycopg; `pip install 'multipolar[postgres]'` brings it"
            )
        # Loaded only where it is asked for.
        found: Saves = import_module("multipolar.store.postgres").PostgresSaves(
            where, read_only=read_only, clock=now
        )
        return found
    return SqliteSaves(database_of(place(where)), read_only=read_only, clock=now, state=state)
