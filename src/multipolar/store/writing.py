"""A file that is there whole or not at all, also when the program or the machine stops meanwhile.

It is written beside its place under a name of its own, locked as long as somebody writes it. Whoever writes
there next clears away what is no longer locked: that was left by a program that was killed.
"""

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from multipolar.store.errors import Conflict, Full, ReadOnly

_PART = ".part"


def write_whole(output: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file; returns when it and its name are durable.

    Args:
        output: the file; folders on the way are made.
        content: all of it.
        overwrite: whether a file of that name gives way.

    Raises:
        Conflict: when there is one, and `overwrite` is not set.
        Full: when the disk is full.
        ReadOnly: when it cannot be written for another reason.
    """
    try:
        if output.exists() and not overwrite:
            raise Conflict(f"{output} exists; name another file, or remove it first")
        output.parent.mkdir(parents=True, exist_ok=True)
        _clear(output)
        with _part_of(output) as (part, file):
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            part.replace(output)
        _sync(output.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(f"the disk with {output} is full; nothing was written: free some room") from error
        raise ReadOnly(f"{output} cannot be written: {error.strerror or error}") from error


@contextmanager
def _part_of(output: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside another, locked while it is written; gone when that fails or is interrupted."""
    part = output.with_name(f".{output.name}.{secrets.token_hex(4)}{_PART}")
    try:
        with part.open("xb") as file:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield part, file
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _clear(output: Path) -> None:
    """Remove what a program that was killed left of the same file."""
    for part in output.parent.glob(f".{_literally(output.name)}.*{_PART}"):
        with suppress(OSError), part.open("rb") as file:
            # Whoever still writes it holds the lock.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


def _literally(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be opened for that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
