"""How far each exercise was seen to go, kept apart from the saves: with the user, not with the files.

When an older state of a database comes back (a copy put in its place, a log of yesterday, a folder that is
synchronised), everything in it fits together, and only somebody who saw more can tell. What was seen is
written after it was kept, so it may be behind what is kept, and never before it.

An exercise is known by its id, wherever it is played; what was seen of it is kept for each place by itself.
So an older state is noticed also where it comes back elsewhere, and whoever was told, and goes on with a copy
all the same, lets what was seen in the other places be theirs (`apart`).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from time import time_ns
from urllib.parse import unquote_to_bytes

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from platformdirs import user_state_path

from multipolar.local_time import shown_time

VARIABLE = "MULTIPOLAR_STATE"
_FOLDER = "seen"
_ADDRESS = "file://"
_SIZE = 4096
"""Bytes of a file: written in one piece, so that it is never half of one and half of another."""


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where the program keeps what it has seen: the folder `VARIABLE` names, else the user's own for that."""
    named = environment.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named else user_state_path("multipolar")


class Seen(Struct, frozen=True):
    """How far an exercise was seen to go in one place.

    Attributes:
        exercise: its id.
        events, log_hash: how many events were acknowledged, and the hash of the last.
        database: the key of the database that they were kept in.
        place: the file of that database; as an address where its name is no text.
        at: when, as an ISO text with its zone.
        apart: short names of other places, whose course of it is not asked for here.
    """

    exercise: str
    events: int
    log_hash: str
    database: str
    place: str
    at: str
    apart: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file of the database."""
        address = self.place.startswith(_ADDRESS)
        return Path(os.fsdecode(unquote_to_bytes(self.place[len(_ADDRESS) :])) if address else self.place)


_DECODER = msgspec.json.Decoder(Seen)
_TICK = 2_000_000_000
"""Nanoseconds in which a file system may date two changes alike (FAT: two seconds)."""


class Witness:
    """Keeps how far exercises were seen to go in one place. What it cannot write is not seen.

    Args:
        folder: where the program keeps such things; None: nothing is seen.
        place: the file of the database.
    """

    def __init__(self, folder: Path | None, place: Path) -> None:
        real = place.resolve()
        self.place = _as_text(real)
        self._all = folder / _FOLDER if folder else None
        self._name = _name(real)
        self._folder = self._all / self._name if self._all else None
        self._fresh: set[Path] = set()
        self._apart: dict[str, tuple[str, ...]] = {}
        self._listed: dict[Path, tuple[int, Mapping[str, None]]] = {}

    def saw(self, exercise: str, events: int, log_hash: str, database: str, at: str) -> None:
        """Remember what was just acknowledged."""
        if self._folder is None:
            return
        if exercise not in self._apart:
            before = self.of(exercise)
            self._apart[exercise] = before.apart if before else ()
        seen = Seen(exercise, events, log_hash, database, self.place, at, self._apart[exercise])
        self._keep(self._folder, seen)

    def of(self, exercise: str) -> Seen | None:
        """How far an exercise was seen to go here; None where it was not."""
        return None if self._folder is None else _read(self._folder / _name(exercise))

    def elsewhere(self, exercise: str) -> Iterator[Seen]:
        """How far an exercise was seen to go in each other place, but for those that are let be."""
        here, name = self.of(exercise), _name(exercise)
        for folder in self._others():
            if name in self._names(folder) and (here is None or folder.name not in here.apart):
                seen = _read(folder / name)
                if seen is not None and seen.exercise == exercise:
                    yield seen

    def let_be(self, exercise: str, theirs: Sequence[Seen]) -> None:
        """What was seen of an exercise here and in other places is not held against one another any more.

        Args:
            exercise: its id; it was seen here.
            theirs: what was seen of it elsewhere.
        """
        here = self.of(exercise)
        if here is None or self._folder is None or self._all is None:
            return
        for seen in theirs:
            if self._name not in seen.apart:
                self._keep(self._all / _name(seen.path), replace(seen, apart=(*seen.apart, self._name)))
        names = (_name(seen.path) for seen in theirs)
        self._apart[exercise] = tuple(dict.fromkeys((*here.apart, *names)))
        self._keep(self._folder, replace(here, apart=self._apart[exercise]))

    def all(self) -> Iterator[Seen]:
        """Everything that was seen here."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir()) if self._folder else ()
            yield from (seen for file in files if (seen := _read(file)) is not None)

    def of_copies(self, database: str) -> Iterator[Seen]:
        """Everything that was seen in other places of a database with the same key, but what is let be."""
        for folder in self._others():
            with suppress(OSError):
                found = (seen for file in sorted(folder.iterdir()) if (seen := _read(file)) is not None)
                yield from (
                    seen for seen in found if seen.database == database and self._name not in seen.apart
                )

    def forget(self, exercise: str) -> None:
        """Let an exercise be one that was never seen here, nor is missed for what was seen elsewhere."""
        self._apart.pop(exercise, None)
        for theirs in list(self.elsewhere(exercise)):
            if self._all is not None and self._name not in theirs.apart:
                apart = replace(theirs, apart=(*theirs.apart, self._name))
                self._keep(self._all / _name(theirs.path), apart)
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

    def _others(self) -> Iterator[Path]:
        """A folder for each other place in which anything was seen."""
        if self._all is not None:
            yield from (self._all / name for name in self._names(self._all) if name != self._name)

    def _names(self, folder: Path) -> Mapping[str, None]:
        """The names in a folder, in order, listed again once it has changed: a list of saves asks often.

        A change within the tick of the clock in which it was listed leaves no trace: then it is not kept.
        """
        try:
            changed = folder.stat().st_mtime_ns
            listed = self._listed.get(folder)
            if listed is not None and listed[0] == changed:
                return listed[1]
            now = time_ns()
            names = dict.fromkeys(sorted(path.name for path in folder.iterdir()))
        except OSError:
            return {}
        if now - changed > _TICK:
            self._listed[folder] = changed, names
        return names

    def _keep(self, folder: Path, seen: Seen) -> None:
        content = msgspec.json.encode(seen).ljust(_SIZE)
        if len(content) > _SIZE:
            return
        file = folder / _name(seen.exercise)
        with suppress(OSError):
            try:
                _write(file, content)
            except FileNotFoundError:
                folder.mkdir(parents=True, exist_ok=True)
                _write(file, content)
            self._fresh.add(file)


def older_in_words(seen: Seen, events: int, where: str) -> str:
    """That an older state, or another course, of an exercise stands here than was acknowledged.

    Args:
        seen: what was.
        events: how many events stand here.
        where: it was acknowledged.
    """
    if events < seen.events:
        return (
            f"an older state of it has come back: it ends with event {events}, and event {seen.events} "
            f"was acknowledged {where} ({_when(seen)})"
        )
    return (
        f"another course of it stands here: event {seen.events} is not the one that was "
        f"acknowledged {where} ({_when(seen)})"
    )


def more_in_words(seen: Seen, events: int) -> str:
    """That more, or another course, of an exercise stands elsewhere.

    Args:
        seen: what stands there.
        events: how many events stand here.
    """
    if events < seen.events:
        return (
            f"more of it was played in {seen.place}, up to event {seen.events} ({_when(seen)}); "
            f"here it ends with event {events}"
        )
    return (
        f"another course of it was played in {seen.place}: event {seen.events} there ({_when(seen)}) "
        "is not the one here"
    )


def _when(seen: Seen) -> str:
    return shown_time(datetime.fromisoformat(seen.at))


def _as_text(path: Path) -> str:
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return os.fspath(path)


def _name(of: str | Path) -> str:
    return sha256(os.fspath(of).encode(errors="surrogatepass")).hexdigest()[:32]


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, content, 0)
    finally:
        os.close(descriptor)


def _read(file: Path) -> Seen | None:
    """What stands in a file; a stretch the machine did not get to write counts as nothing seen."""
    try:
        seen = _DECODER.decode(file.read_bytes()[:_SIZE])
        datetime.fromisoformat(seen.at)
        return seen
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
