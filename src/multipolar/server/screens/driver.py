"""What the app paints goes down a socket as a terminal's bytes; what comes up are keys, pastes and sizes."""

import asyncio
import os
import signal
import socket
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal, TextIO

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from multipolar.server.screens.orders import bounded

_TOLD_APART = 0.15
"""Seconds after which an Escape is one, and not the beginning of another key."""
_SET_UP = (
    "\x1b[?1049h"  # a screen of its own
    "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"  # the mouse
    "\x1b[?25l"  # no cursor
    "\x1b[?1004h"  # tell when the window has the focus
    "\x1b[?2004h"  # tell pastes from keys
    "\x1b[?7l"  # lines do not wrap
    "\x1b[?2026$p"  # whether it can show a frame all at once
)
_AS_IT_WAS = "\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1000l\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[?1049l"


class LineDriver(Driver):
    """A terminal at the other end of a socket.

    Each size that comes up sets the terminal up and paints everything anew: whoever has just come, or come
    back, begins by telling its size.
    """

    line: ClassVar[socket.socket]
    """The socket; a class of its own for each app carries it."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode

    @property
    def is_web(self) -> bool:
        """Nothing of this machine is the person's: no file, no browser, no clipboard."""
        return True

    def write(self, data: str) -> None:
        """Send what is painted."""
        # Where nobody reads any more, the line has ended, and that is seen where it is read.
        with suppress(OSError):
            self.line.sendall(data.encode("utf-8", errors="replace"))

    def start_application_mode(self) -> None:
        """Begin to listen, and paint."""
        asyncio.get_running_loop().add_reader(self.line, self._read)
        size = Size(*(self._size or (80, 24)))
        self.write(_SET_UP)
        self.send_message(Resize(size, size))

    def disable_input(self) -> None:
        """Listen no more."""
        asyncio.get_running_loop().remove_reader(self.line)

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was."""
        self.disable_input()
        self.write(_AS_IT_WAS)

    def _read(self) -> None:
        try:
            data = self.line.recv(65_536)
        except OSError:
            data = b""
        if not data:
            self.disable_input()
            # As when a window with a terminal is closed: the app saves what is written and ends.
            os.kill(os.getpid(), signal.SIGHUP)
            return
        self._take(self._parser.feed(self._decode(data)))
        asyncio.get_running_loop().call_later(_TOLD_APART, lambda: self._take(self._parser.tick()))

    def _take(self, events: Iterable[Message]) -> None:
        for event in events:
            if isinstance(event, Resize):
                self._resize(Size(*bounded(event.size.width, event.size.height)))
            else:
                self.process_message(event)

    def _resize(self, size: Size) -> None:
        self._size = size.width, size.height
        self.write(_SET_UP)
        self.send_message(Resize(size, size))
        self._app.call_later(self._app.refresh, layout=True)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Nothing is opened on this machine."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Nothing is written on this machine."""
        binary.close()


def driver_on(line: socket.socket) -> type[LineDriver]:
    """The class of a driver on a socket: Textual takes a class, and makes the driver itself."""
    return type("LineDriver", (LineDriver,), {"line": line})
