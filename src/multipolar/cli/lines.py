"""Playing line by line from this terminal, whatever the session is."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from multipolar.cli.exits import ENDING, Stopped
from multipolar.cli.output import warn

if TYPE_CHECKING:
    from multipolar.lobby.port import Session


def run_lines(opening: "Callable[[], Awaitable[Session]]", *, as_json: bool) -> None:
    """Play a session line by line until the lines end, one says `quit`, or a signal ends it.

    Args:
        opening: opens the session.
        as_json: whether each line is answered by an object.

    Raises:
        UserError: when it cannot be opened.
        KeyboardInterrupt: when a signal ended it.
    """
    ended_by: list[int] = []
    try:
        asyncio.run(_play(opening, as_json, ended_by))
    except asyncio.CancelledError:
        if ended_by and ended_by[0] in ENDING:
            raise Stopped(ended_by[0]) from None
        raise KeyboardInterrupt from None


async def _play(opening: "Callable[[], Awaitable[Session]]", as_json: bool, ended_by: list[int]) -> None:
    from multipolar.plain.keyboard import lines_of
    from multipolar.plain.output import Objects, Output, Words
    from multipolar.plain.session import play

    playing = asyncio.current_task()
    assert playing is not None

    def end(number: int) -> None:
        ended_by.append(number)
        playing.cancel()

    for number in (signal.SIGINT, *ENDING):
        # Without a handler of the loop's own, a signal in the moment before it sleeps goes unheard.
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, end, number)
    session = await opening()
    session.heed_line(lambda said: warn(said or "back at the table, where you were"))
    typed = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    voice: Output = Objects(_at_once) if as_json else Words(_at_once, _prompt if typed else None)
    await play(session, lines_of(0), voice, typed=typed)


def _at_once(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _prompt(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
