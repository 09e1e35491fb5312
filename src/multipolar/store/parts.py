"""Whether a database and the log beside it (``-wal``) belong together, looked at before either is touched.

SQLite takes whatever log lies beside a database for its own: it throws the log away where the database is
empty, and writes an old or a foreign one over what the database holds. Somebody who carries the files by
hand, or a program that does it for them, brings about both.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from multipolar.store.errors import Damaged
from multipolar.store.files import LOG, beside, size

_LOOKS = 3
"""How often two that do not fit are looked at: another program may be carrying the log over just now."""
_HEADER = 100
_LOG_KEPT = b"\2\2"
"""What bytes 18 and 19 of a database say that keeps a log."""
_ALONE = (
    "{log} holds the last steps of a database, but {file} {is_missing}: "
    "put the {file} that belongs to it beside it, or move {log} away"
)
_NOTHING = (
    "{file} holds nothing: its steps stood in {log}, which is not beside it; bring that file as well, "
    "or remove {file} to begin anew"
)
_STRANGE = (
    "{log} does not belong to {file} beside it, which holds more than the two together and would be "
    "written over; move {log} away"
)


class _Known(NamedTuple):
    """What there is to see of a database: its key and turn, and how far each exercise goes."""

    key: str
    turn: int
    exercises: Mapping[str, tuple[int, str]]


def look_at_parts(path: Path) -> bool:
    """Make sure that a database and its log belong together.

    Returns:
        Whether the file keeps a log, and none that holds anything is beside it.

    Raises:
        Damaged: when they do not, or when one of them is missing that must not be.
    """
    log = beside(path, LOG)
    names = {"file": path, "log": log}
    if not size(path):
        if size(log):
            missing = "is empty" if path.exists() else "is not there"
            raise Damaged(_ALONE.format(is_missing=missing, **names))
        return False
    if not _keeps_log(path):
        return False
    if size(log):
        if not any(_fit(path) for _ in range(_LOOKS)):
            raise Damaged(_STRANGE.format(**names))
        return False
    if not log.exists() and _is_blank(path):
        raise Damaged(_NOTHING.format(**names))
    return True


def holds(path: Path, exercise: str, events: int, log_hash: str) -> bool:
    """Whether a database stands somewhere that has an exercise with a certain event in it."""
    for alone in (False, True):
        try:
            # A folder in which nothing may be made lets only the file itself be read.
            with _opened(path, alone=alone) as file:
                row = file.execute(
                    "SELECT hash FROM event WHERE exercise=? AND seq=?", (exercise, events)
                ).fetchone()
                return row is not None and row[0] == log_hash
        except (sqlite3.Error, UnicodeDecodeError, OSError):
            continue
    return False


def _keeps_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_HEADER)[18:20] == _LOG_KEPT


def _is_blank(path: Path) -> bool:
    try:
        with _opened(path, alone=True) as file:
            return not file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _fit(path: Path) -> bool:
    """Whether nothing of a database is missing once its log is read with it."""
    try:
        alone = _known(path, alone=True)
    except (sqlite3.Error, UnicodeDecodeError, TypeError):
        # Damaged in itself: what can be read of it is told where it is read.
        return True
    if alone is None:
        return True
    try:
        both = _known(path, alone=False)
    except sqlite3.OperationalError as error:
        # In use by somebody who lets nobody look, or in a folder where nothing may be made.
        return error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT)
    except (sqlite3.Error, UnicodeDecodeError, TypeError):
        return False
    if both is None or both.key != alone.key or both.turn < alone.turn:
        return False
    return all(_goes_on(path, key, alone, both) for key in alone.exercises)


def _goes_on(path: Path, key: str, alone: _Known, both: _Known) -> bool:
    """Whether an exercise of the file goes on, or is as it was, once the log is read with it."""
    if key not in both.exercises:
        # Taken away on purpose, which counts as a turn.
        return both.turn > alone.turn
    events, last = alone.exercises[key]
    if both.exercises[key][0] < events:
        return False
    if not events or both.exercises[key] == (events, last):
        return True
    with _opened(path, alone=False) as file:
        row = file.execute("SELECT hash FROM event WHERE exercise=? AND seq=?", (key, events)).fetchone()
    return row is not None and row[0] == last


def _known(path: Path, *, alone: bool) -> _Known | None:
    """What is to be seen of a database; None where it holds no exercises in a shape that is known."""
    with _opened(path, alone=alone) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if not {"exercise", "event"} <= tables:
            return None
        place = file.execute("SELECT key, turn FROM place").fetchone() if "place" in tables else ("", 0)
        rows = file.execute("SELECT id, events, log_hash FROM exercise").fetchall()
    if place is None:
        return None
    return _Known(str(place[0]), int(place[1]), {str(key): (int(far), str(last)) for key, far, last in rows})


def _opened(path: Path, *, alone: bool) -> "closing[sqlite3.Connection]":
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return closing(sqlite3.connect(address, uri=True, isolation_level=None))
