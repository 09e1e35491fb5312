"""The programme in a terminal of its own: keys go in, and what it paints comes out."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path
from time import perf_counter

COLUMNS, ROWS = 120, 36
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""In which a program starts from compiled modules, as an installed one does."""


class Terminal:
    """A process of `multipolar` on a pseudo-terminal.

    Args:
        saves: where its saves are.
        arguments: what stands after its name.
        size: columns and rows.
    """

    def __init__(self, saves: Path, *arguments: str, size: tuple[int, int] = (COLUMNS, ROWS)) -> None:
        self._mine, theirs = pty.openpty()
        columns, rows = size
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "multipolar", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=ENVIRONMENT | {"TERM": "xterm-256color", "MULTIPOLAR_SAVES": str(saves)},
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, text: bytes) -> None:
        """Wait until something stands on the terminal.

        Raises:
            TimeoutError: when nothing more comes, and it does not.
        """
        seen = b""
        while text not in seen:
            seen += self._read(20)

    def quiet(self, seconds: float) -> None:
        """Let it paint until nothing has come for so long."""
        try:
            while True:
                self._read(seconds)
        except TimeoutError:
            return

    def settle(self, seconds: float) -> None:
        """Let it paint for so long, whether or not it still does."""
        self.bytes_within(seconds)

    def bytes_within(self, seconds: float) -> int:
        """How many bytes it paints within so many seconds."""
        painted = 0
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            try:
                painted += len(self._read(left))
            except TimeoutError:
                break
        return painted

    def send(self, key: str) -> None:
        """Press a key, whenever it may be answered."""
        os.write(self._mine, key.encode())

    def press(self, key: str, patience: float = 0.5) -> float:
        """Press a key; seconds until something was painted.

        Args:
            key: what is typed.
            patience: seconds to wait for it.

        Raises:
            TimeoutError: when nothing is.
        """
        began = perf_counter()
        os.write(self._mine, key.encode())
        self._read(patience)
        return perf_counter() - began

    @property
    def age(self) -> float:
        """Seconds since the process was started."""
        return perf_counter() - self.began

    @property
    def memory(self) -> float:
        """MB the process holds, where the system tells it; else 0."""
        told = Path(f"/proc/{self._process.pid}/status")
        lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)

    def _read(self, patience: float) -> bytes:
        if not select.select([self._mine], [], [], patience)[0]:
            raise TimeoutError
        return os.read(self._mine, 65_536)

    def close(self) -> None:
        """End the process and give the terminal back."""
        self._process.kill()
        self._process.wait()
        os.close(self._mine)
