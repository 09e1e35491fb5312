"""What `multipolar host --library` and `--room` do: several exercises are served until it is ended."""

import asyncio
import fcntl
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from multipolar.lobby.local import LocalLobby
from multipolar.lobby.port import ExerciseConfig
from multipolar.server.hosting import Listening, door, is_open, serve_until_asked
from multipolar.server.keys import InFile
from multipolar.server.library import Library
from multipolar.server.library_app import library_application
from multipolar.server.shelf import LocalShelf
from multipolar.user_errors import UserError
from multipolar.wire.library import SEAT, ExerciseOpen, LibraryDesk


class Beginning(NamedTuple):
    """What is opened besides what was open before.

    Attributes:
        config: an exercise to begin; None: none.
        save: one to take up; None: none.
    """

    config: ExerciseConfig | None = None
    save: str | None = None


class LibraryOpened(NamedTuple):
    """What people have to be told about a library that listens.

    Attributes:
        addresses: at which it can be reached, the best first.
        room: the address of its room; empty where it has none.
        code: of whoever facilitates it.
        exercises: that are open, with their codes.
        is_open: whether others than this machine can reach it.
        fingerprint: of the certificate; empty where there is none.
    """

    addresses: tuple[str, ...]
    room: str
    code: str
    exercises: tuple[ExerciseOpen, ...]
    is_open: bool
    fingerprint: str = ""


@contextmanager
def library_at(folder: Path, room: str, desk: LocalLobby) -> Iterator[Library]:
    """The library of this machine, or a room of it, while nobody else serves it.

    Args:
        folder: where hosts of this machine keep what stands beside exercises.
        room: its name; empty: the library without one.
        desk: where exercises are begun and taken up.

    Raises:
        UserError: when it is served already.
    """
    kept = folder / (f"room-{room}" if room else "library")
    try:
        kept.mkdir(parents=True, exist_ok=True)
        lock = (kept / "served").open("w")
    except OSError as error:
        raise UserError(f"{kept} cannot be written: {error.strerror or error}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            what = f"the room '{room}'" if room else "the library of this machine"
            raise UserError(f"{what} is served already; --room NAME opens another beside it") from None
        yield Library(room, LocalShelf(desk, folder), InFile(kept / "keys.json"), InFile(kept / "open.json"))


async def host_library(
    library: Library,
    listening: Listening,
    beginning: Beginning,
    tell: Callable[[LibraryOpened], None],
    warn: Callable[[str], None],
    console: Callable[[LibraryDesk], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Serve a library until SIGTERM, SIGINT or SIGHUP.

    Args:
        library: what is served.
        listening: where and how to listen.
        beginning: what is opened besides.
        tell: is told once, when it listens.
        warn: is told, in a line each, what cannot be taken up again.
        console: looks after the library from here; None: from elsewhere alone.

    Raises:
        UserError: when it cannot listen, or what is to be opened cannot be.
    """
    with door(listening) as at:
        looking: list[asyncio.Task[None]] = []
        addresses = at.reached.addresses

        # Before anything is answered: whoever comes back by itself would be told that its token is none.
        await library.open(at.reached, at.open.getsockname()[1], warn)
        if beginning.config is not None:
            await library.begin_as(beginning.config)
        if beginning.save is not None:
            await library.take_up(beginning.save)

        async def begin() -> None:
            room = f"{addresses[0]}{library.path}" if library.path else ""
            code = library.keys.shown[SEAT]
            tell(
                LibraryOpened(
                    addresses, room, code, await library.exercises(), is_open(addresses), library.fingerprint
                )
            )
            if console is not None:
                looking.append(asyncio.create_task(console(library)))

        async def end() -> None:
            for task in looking:
                task.cancel()
            await library.close()

        await serve_until_asked(library_application(library), at, listening.tls, begin, end)
