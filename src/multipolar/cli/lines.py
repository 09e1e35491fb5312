"""Playing line by line from this terminal, whatever the session is."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from multipolar.cli.exits import ENDING, Stopped
from multipolar.cli.output import warn

if TYPE_CHECKING:
    from multipolar.client.library import RemoteLibrary
    from multipolar.lobby.port import Session
    from multipolar.plain.output import Output
    from multipolar.wire.library import LibraryDesk


def run_lines(opening: "Callable[[], Awaitable[Session]]", *, as_json: bool) -> None:
    """Play a session line by line until the lines end, one says `quit`, or a signal ends it.

    Args:
        opening: opens the session.
        as_json: whether each line is answered by an object.

    Raises:
        UserError: when it cannot be opened.
        KeyboardInterrupt: when a signal ended it.
    """
    _until_ended(lambda: _play(opening, as_json))


def run_library(opening: "Callable[[], Awaitable[RemoteLibrary]]", *, as_json: bool) -> None:
    """Look after a library line by line until the lines end, one says `quit`, or a signal ends it.

    Args:
        opening: signs in.
        as_json: whether each line is answered by an object.

    Raises:
        UserError: when nobody can sign in.
        KeyboardInterrupt: when a signal ended it.
    """

    async def run() -> None:
        library = await opening()
        try:
            await look_after_library(library, as_json=as_json)
        finally:
            await library.close()

    _until_ended(run)


async def look_after_library(desk: "LibraryDesk", *, as_json: bool) -> None:
    """Look after a library from this terminal, until the lines end or one says `quit`."""
    from multipolar.plain.keyboard import lines_of
    from multipolar.plain.library import look_after

    await look_after(desk, lines_of(0), _voice(_is_typed(), as_json=as_json))


def _until_ended(playing: "Callable[[], Coroutine[Any, Any, None]]") -> None:
    ended_by: list[int] = []
    try:
        asyncio.run(_heeding_signals(playing, ended_by))
    except asyncio.CancelledError:
        if ended_by and ended_by[0] in ENDING:
            raise Stopped(ended_by[0]) from None
        raise KeyboardInterrupt from None


async def _heeding_signals(playing: "Callable[[], Coroutine[Any, Any, None]]", ended_by: list[int]) -> None:
    task = asyncio.current_task()
    assert task is not None

    def end(number: int) -> None:
        ended_by.append(number)
        task.cancel()

    for number in (signal.SIGINT, *ENDING):
        # Without a handler of the loop's own, a signal in the moment before it sleeps goes unheard.
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, end, number)
    await playing()


async def _play(opening: "Callable[[], Awaitable[Session]]", as_json: bool) -> None:
    from multipolar.plain.keyboard import lines_of
    from multipolar.plain.session import play

    session = await opening()
    session.heed_line(lambda said: warn(said or "back at the table, where you were"))
    typed = _is_typed()
    await play(session, lines_of(0), _voice(typed, as_json=as_json), typed=typed)


def _is_typed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _voice(typed: bool, *, as_json: bool) -> "Output":
    from multipolar.plain.output import Objects, Words

    return Objects(_at_once) if as_json else Words(_at_once, _prompt if typed else None)


def _at_once(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _prompt(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
