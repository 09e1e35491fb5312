"""A real terminal, driven through tmux: keys go in, the screen is read until it shows what is awaited."""

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 90.0
"""Seconds after which something awaited counts as never coming."""
PAUSE = 0.03
"""Seconds between two looks at the screen."""
LOOKS = 6
"""How many looks must show the same before the screen counts as being at rest."""
STANDS = 0.8
"""Seconds for which a screen is let stand before something is pressed that binds."""
ANSWERED = 5.0
"""Seconds within which a press that counted shows."""
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
"""Without the size of the terminal in which the tests were started."""


class Terminal:
    """A program in a terminal of a given size.

    Args:
        folder: for the terminal's socket.
        size: columns and rows.
        command: the program with its arguments.
    """

    def __init__(self, folder: Path, size: tuple[int, int], *command: str) -> None:
        # A socket of its own: a server that is still closing would refuse the next terminal.
        self._socket = str(folder / f"tmux{time.monotonic_ns()}")
        columns, rows = size
        self._tmux("set-option", "-g", "remain-on-exit", "on", ";", "set-option", "-g", "status", "off", ";",
                   "set-option", "-s", "escape-time", "0", ";", "new-session", "-d", "-x", str(columns),
                   "-y", str(rows), *command)  # fmt: skip

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ("tmux", "-u", "-f", "/dev/null", "-S", self._socket, *words),
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=_ENVIRONMENT,
        )
        return done.stdout

    @property
    def screen(self) -> str:
        """What the terminal shows, row by row."""
        return self._tmux("capture-pane", "-p")

    @property
    def process(self) -> int:
        """The id of the program's process."""
        return int(self._tmux("display-message", "-p", "#{pane_pid}"))

    @property
    def has_ended(self) -> bool:
        """Whether the program has left."""
        return self._tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._tmux("send-keys", *keys)

    def until(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait for a screen of which something holds, and give it.

        Raises:
            AssertionError: when it does not come.
        """
        end = time.monotonic() + PATIENCE
        while True:
            shown = self.screen
            if holds(shown):
                return shown
            assert time.monotonic() < end, f"{what} did not come; the screen shows\n{shown}"
            time.sleep(PAUSE)

    def see(self, *words: str) -> str:
        """Wait until all of these words are on the screen."""
        return self.until(lambda shown: all(word in shown for word in words), repr(words))

    def rest(self) -> str:
        """Wait until nothing is being drawn any more: what is on the screen changes by keys alone."""
        seen: deque[str] = deque(maxlen=LOOKS)

        def is_still(shown: str) -> bool:
            seen.append(shown)
            return len(seen) == LOOKS and len(set(seen)) == 1

        return self.until(is_still, "rest")

    def change(self, *keys: str) -> str:
        """Press keys once the screen is at rest, and wait until it is another one."""
        before = self.rest()
        self.press(*keys)
        return self.until(lambda shown: shown != before, f"an answer to {keys}")

    def bind(self, *words: str, key: str = "C-s") -> str:
        """Press a key that binds until these words are on the screen."""
        return self.bind_until(lambda shown: all(word in shown for word in words), repr(words), key)

    def bind_until(self, holds: Callable[[str], bool], what: str, key: str = "C-s") -> str:
        """Press a key that binds, once the screen has stood for a while; again where that was too soon.

        On a machine with much to do a screen is seen long before the program has come to rest.
        """
        end = time.monotonic() + PATIENCE
        while True:
            self.rest()
            time.sleep(STANDS)
            self.press(key)
            again = time.monotonic() + ANSWERED
            while time.monotonic() < again:
                shown = self.screen
                if holds(shown):
                    return shown
                time.sleep(PAUSE)
            assert time.monotonic() < end, f"{key} brings no {what}; the screen shows\n{self.screen}"

    def wait_for_end(self) -> None:
        """Wait until the program has left."""
        self.until(lambda shown: self.has_ended, "the end of the program")

    def close(self) -> None:
        """Close the terminal with whatever runs in it."""
        self._tmux("kill-server")


@contextmanager
def program(folder: Path, size: tuple[int, int], *arguments: str) -> Iterator[Terminal]:
    """The program in a terminal, with its saves in a folder.

    Args:
        folder: for saves and the terminal's socket.
        size: columns and rows.
        arguments: of the command line.
    """
    terminal = Terminal(
        folder, size, sys.executable, "-m", "multipolar", "--saves", str(folder / "saves"), *arguments
    )
    try:
        yield terminal
    finally:
        terminal.close()
