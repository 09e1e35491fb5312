"""One complete file of everything in a place, made while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from multipolar.store.database import in_words
from multipolar.store.opened import Opened
from multipolar.store.writing import write_whole

_JOURNAL = slice(18, 20)
_KEEPS_NO_LOG = b"\1\1"


def back_up(base: Opened, output: Path, *, overwrite: bool = False) -> int:
    """Write a database of its own, whole or not at all; returns how many exercises are in it.

    Args:
        base: the database in use.
        output: the file.
        overwrite: whether a file of that name gives way.

    Raises:
        Conflict: when the file exists and `overwrite` is not set.
        SaveError: when it cannot be written.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with base.alone, in_words(base.path):
            base.driver.backup(copy)
        copy.execute("UPDATE place SET in_use = 0")
        (count,) = copy.execute("SELECT count(*) FROM exercise").fetchone()
        content = bytearray(copy.serialize())
    # Nothing belongs beside it: everything is in the one file.
    content[_JOURNAL] = _KEEPS_NO_LOG
    write_whole(output, bytes(content), overwrite=overwrite)
    return int(count)
