"""A file that is there whole or not at all, also when the program or the machine stops meanwhile.

Where the system can (Linux, on its own disks), it has no name until it is whole: whatever ends the program,
nothing is left of it. Elsewhere it is written beside its place under a name of its own, locked as long as
somebody writes it. Whoever writes there next clears away what is no longer locked: that was left by a
program that was killed.
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
_NAMELESS = getattr(os, "O_TMPFILE", 0)
"""How a file without a name is opened; 0: this system knows none."""
_DESCRIPTORS = Path("/proc/self/fd")
_EXISTS = "{output} exists; name another file, or remove it first"


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
        if os.path.lexists(output) and not overwrite:
            raise Conflict(_EXISTS.format(output=output))
        output.parent.mkdir(parents=True, exist_ok=True)
        _clear(output)
        _write(output, content, overwrite=overwrite)
        _sync(output.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(f"the disk with {output} is full; nothing was written: free some room") from error
        raise ReadOnly(f"{output} cannot be written: {error.strerror or error}") from error


def _write(output: Path, content: bytes, *, overwrite: bool) -> None:
    file = _nameless(output.parent)
    if file is None:
        with _part_of(output) as (part, named):
            _fill(named, content)
            _give_place(part, output, overwrite=overwrite)
        return
    with file:
        _fill(file, content)
        if overwrite and os.path.lexists(output):
            # A name that is taken is given over by renaming: the other name lives for that moment only.
            with _part_named(output) as part:
                _name(file, part)
                part.replace(output)
            return
        try:
            _name(file, output)
        except FileExistsError as error:
            raise Conflict(_EXISTS.format(output=output)) from error


def _fill(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())


def _nameless(folder: Path) -> BinaryIO | None:
    """A file without a name that can be given one; None where the system or the disk knows none."""
    if not _NAMELESS or not _DESCRIPTORS.is_dir():
        return None
    try:
        # As `open` makes a file: others may read it as far as the user lets them.
        return os.fdopen(os.open(folder, _NAMELESS | os.O_WRONLY, 0o666), "wb")
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return None
        raise


def _name(file: BinaryIO, path: Path) -> None:
    """Give a file without a name one.

    Raises:
        FileExistsError: when it is taken.
    """
    descriptors = os.open(_DESCRIPTORS, os.O_RDONLY)
    try:
        # Named from a folder, so that what the entry leads to is linked, and not the entry.
        os.link(str(file.fileno()), path, src_dir_fd=descriptors, follow_symlinks=True)
    finally:
        os.close(descriptors)


def _give_place(part: Path, output: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(output):
        raise Conflict(_EXISTS.format(output=output))
    part.replace(output)


@contextmanager
def _part_named(output: Path) -> Iterator[Path]:
    """A name beside another; nothing of that name is left when what is done with it fails."""
    part = output.with_name(f".{_short(output.name)}.{secrets.token_hex(4)}{_PART}")
    try:
        yield part
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


@contextmanager
def _part_of(output: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside another, locked while it is written; gone when that fails or is interrupted."""
    with _part_named(output) as part, part.open("xb") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield part, file


def _short(name: str) -> str:
    """As much of a name as leaves room for what is added to it."""
    return os.fsdecode(os.fsencode(name)[:200])


def _clear(output: Path) -> None:
    """Remove what a program that was killed left of the same file."""
    for part in output.parent.glob(f".{_literally(_short(output.name))}.*{_PART}"):
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
