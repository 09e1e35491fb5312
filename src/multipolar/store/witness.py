"""How far each exercise was seen to go, kept apart from the saves: with the user, not with the files.

When an older state of a database comes back (a copy put in its place, a log of yesterday, a folder that is
synchronised), everything in it fits together, and only somebody who saw more can tell. What was seen is
written after it was kept, so it may be behind what is kept, and never before it. It is known by the place
where the exercise was played: a copy elsewhere is another thing, whose beginnings nobody here has seen.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct
from platformdirs import user_state_path

VARIABLE = "MULTIPOLAR_STATE"
_FOLDER = "seen"
_SIZE = 1024
"""Bytes of a file: written in one piece, so that it is never half of one and half of another."""


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where the program keeps what it has seen: the folder `VARIABLE` names, else the user's own for that."""
    named = environment.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named else user_state_path("multipolar")


class Seen(Struct, frozen=True):
    """How far an exercise was seen to go.

    Attributes:
        exercise: its id.
        events, log_hash: how many events were acknowledged, and the hash of the last.
        database: the key of the database that they were kept in.
        place: the file of that database.
        at: when, as an ISO text with its zone.
    """

    exercise: str
    events: int
    log_hash: str
    database: str
    place: str
    at: str


_DECODER = msgspec.json.Decoder(Seen)


class Witness:
    """Keeps how far the exercises of one place were seen to go. What it cannot write is not seen.

    Args:
        folder: where the program keeps such things; None: nothing is seen.
        place: the file of the database.
    """

    def __init__(self, folder: Path | None, place: Path) -> None:
        self.place = str(place.resolve())
        self._folder = folder / _FOLDER / _name(self.place) if folder else None
        self._fresh: set[Path] = set()

    def saw(self, exercise: str, events: int, log_hash: str, database: str, at: str) -> None:
        """Remember what was just acknowledged."""
        if self._folder is None:
            return
        seen = Seen(exercise, events, log_hash, database, self.place, at)
        file = self._folder / _name(exercise)
        content = msgspec.json.encode(seen).ljust(_SIZE)
        with suppress(OSError):
            try:
                _write(file, content)
            except FileNotFoundError:
                self._folder.mkdir(parents=True, exist_ok=True)
                _write(file, content)
            self._fresh.add(file)

    def of(self, exercise: str) -> Seen | None:
        """How far an exercise was seen to go here; None where it was not."""
        return None if self._folder is None else _read(self._folder / _name(exercise))

    def all(self) -> Iterator[Seen]:
        """Everything that was seen here."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir()) if self._folder else ()
            yield from (seen for file in files if (seen := _read(file)) is not None)

    def forget(self, exercise: str) -> None:
        """Let an exercise be one that was never seen."""
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / _name(exercise)).unlink(missing_ok=True)

    def settle(self) -> None:
        """Make durable what was seen; until then only this machine's memory has it."""
        while self._fresh:
            with suppress(OSError):
                descriptor = os.open(self._fresh.pop(), os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)


def _name(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, content, 0)
    finally:
        os.close(descriptor)


def _read(file: Path) -> Seen | None:
    """What stands in a file; a stretch the machine did not get to write counts as nothing seen."""
    try:
        return _DECODER.decode(file.read_bytes()[:_SIZE])
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
