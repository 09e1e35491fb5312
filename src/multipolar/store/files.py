"""The files of a database: which there are, whether they are still the ones that were opened.

SQLite keeps the last steps in a log beside the file (``-wal``) until it carries them over. On Unix a program
can go on writing to files that somebody has removed or put others in place of: nothing fails, and nothing
of it can be found again. So whoever acknowledges what was written looks first whether it is still there.
"""

import os
from pathlib import Path

from multipolar.store.errors import Gone

LOG, SHARED = "-wal", "-shm"
_LEFT = "what was done is still in this program: write it elsewhere"
_REMOVED = "{path} was removed or moved away while it was in use, and what is done now would be lost; {left}"
_REPLACED = "{path} was replaced by another file while it was in use; {left}"
OVERWRITTEN = "{path} was written over with something else while it was in use; {left}"


def beside(path: Path, suffix: str) -> Path:
    """A file that SQLite keeps beside a database."""
    return path.with_name(path.name + suffix)


def size(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def overwritten(path: Path) -> Gone:
    """What is said when other bytes stand in the file that was opened."""
    return Gone(OVERWRITTEN.format(path=path, left=_LEFT))


class Files:
    """The files of an open database, as they were when it was opened.

    Args:
        path: of the database.
        has_log: whether it keeps a log beside it.
    """

    def __init__(self, path: Path, *, has_log: bool) -> None:
        # Of the path as it was given: where a link leads elsewhere now, nobody finds what was written.
        self._path = os.fspath(path.absolute())
        names = ("", LOG, SHARED) if has_log else ("",)
        self._opened = [(self._path + name, self._identity(self._path + name)) for name in names]
        self._stamp = self._stamped()

    def check(self) -> None:
        """Make sure that they are the ones that were opened.

        Raises:
            Gone: when one was removed, or stands in the place of another.
        """
        # Twice in every step: three system calls and nothing else.
        for file, known in self._opened:
            try:
                stat = _stat(file)
            except OSError as error:
                raise Gone(_REMOVED.format(path=file, left=_LEFT)) from error
            if (stat.st_dev, stat.st_ino) != known:
                raise Gone(_REPLACED.format(path=file, left=_LEFT))

    @property
    def is_touched(self) -> bool:
        """Whether somebody has written to the database file itself since `know` was called."""
        return self._stamp != self._stamped()

    def know(self) -> None:
        """Take the database file as it is now for what was written by us, or looked at."""
        self._stamp = self._stamped()

    @staticmethod
    def _identity(file: str) -> tuple[int, int] | None:
        try:
            stat = _stat(file)
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _stamped(self) -> tuple[int, int] | None:
        try:
            stat = _stat(self._path)
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size


_stat = os.stat
