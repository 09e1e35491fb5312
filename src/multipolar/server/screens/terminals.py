"""The screens that run on this host, each in a process of its own, and the windows of browsers they show in.

A window that is closed or cut off leaves its screens open for a while: whoever comes back is where they were.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from multiprocessing import get_context
from typing import Protocol

import msgspec

from multipolar.server.screens.orders import LARGEST_ORDER, READY, Order, bounded
from multipolar.user_errors import UserError

MOST = 64
"""Screens open at one host at once; each takes some tens of megabytes."""
MOST_IN_SEAT = 8
"""Screens open in one seat at once."""
KEPT_OPEN = 300.0
"""Seconds for which screens wait for a window that was cut off."""
PATIENCE = 30.0
"""Seconds in which the first screens have to open: all that they need is loaded then."""
_AT_ONCE = 65_536
_PASSED_ON = ("PATH", "HOME", "TZ", "TMPDIR", "VIRTUAL_ENV")
_PASSED_ON_IF = ("LANG", "LC_", "PYTHON", "COVERAGE")
_FULL = "There are as many screens open as this host bears; the page is open to you."
_FULL_SEAT = "Too many screens are open in this seat; close one."
_CANNOT = "The screens could not be opened on this host; the page is open to you."

Send = Callable[[bytes], Awaitable[None]]


class Opener(Protocol):
    """What opens screens in a process of their own."""

    async def prepare(self) -> None:
        """Load what screens need, so that opening them takes less time."""
        ...

    async def open(self, order: Order, line: socket.socket) -> None:
        """Open screens at the other end of a line.

        Raises:
            UserError: when they cannot be opened.
        """
        ...

    def close(self) -> None:
        """Open no more."""
        ...


def environment() -> dict[str, str]:
    """What the processes of screens know of this one's surroundings: nothing that could be a secret."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or name.startswith(_PASSED_ON_IF)
    }
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _start(line: int) -> subprocess.Popen[bytes]:
    """Start the process that forks, with its end of the line to it."""
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-m", "multipolar.server.screens.parent", str(line)],
        pass_fds=[line],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        # Ctrl-C in the terminal of the host is for the host, which then ends this in order.
        start_new_session=True,
    )


class Forking:
    """Opens screens by forking a process in which everything is loaded (see `parent`)."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._one_by_one = asyncio.Lock()

    async def prepare(self) -> None:
        """Start that process."""
        async with self._one_by_one:
            await self._parent()

    async def open(self, order: Order, line: socket.socket) -> None:
        """Have it fork."""
        async with self._one_by_one:
            try:
                parent = await self._parent()
                socket.send_fds(parent, [msgspec.json.encode(order)], [line.fileno()])
                await self._hear(parent)
            except (OSError, TimeoutError) as error:
                self.close()
                raise UserError(_CANNOT) from error

    async def _parent(self) -> socket.socket:
        if self._line is None:
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            try:
                with theirs:
                    await self._begin(theirs.fileno())
                await self._hear(ours)
            except BaseException:
                ours.close()
                self.close()
                raise
            self._line = ours
        return self._line

    async def _begin(self, line: int) -> None:
        """Start it; whoever gives up meanwhile leaves no process behind."""
        starting = asyncio.create_task(asyncio.to_thread(_start, line))
        try:
            self._process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._process = await starting
            raise

    async def _hear(self, parent: socket.socket) -> None:
        async with asyncio.timeout(PATIENCE):
            heard = b""
            while not heard.endswith(READY):
                said = await asyncio.get_running_loop().sock_recv(parent, LARGEST_ORDER)
                if not said:
                    raise ConnectionError
                heard += said

    def close(self) -> None:
        """End that process; what it opened ends with its own line."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


class Spawning:
    """Opens screens in a process that loads everything itself: where nothing can be forked."""

    async def prepare(self) -> None:
        """Nothing can be loaded beforehand."""

    async def open(self, order: Order, line: socket.socket) -> None:
        """Start a process."""
        start = get_context("spawn").Process(target=_spawned, args=(order, line), daemon=True)
        try:
            await asyncio.to_thread(start.start)
        except OSError as error:
            raise UserError(_CANNOT) from error

    def close(self) -> None:
        """Each ends with its own line."""


def _spawned(order: Order, line: socket.socket) -> None:
    """In a process of its own: load the screens and run them."""
    os.environ.update(environment())
    from multipolar.server.screens.parent import run_screens  # noqa: PLC0415 - the host loads no screen

    run_screens(order, line)


def opener() -> Opener:
    """What opens screens on this machine."""
    return Forking() if hasattr(os, "fork") and hasattr(socket, "send_fds") else Spawning()


class Terminal:
    """One person's screens.

    Args:
        line: to the process that paints them.
        seat: whose they are.
    """

    def __init__(self, line: socket.socket, seat: str) -> None:
        self.seat = seat
        self._line = line
        self._send: Send | None = None
        self._gone: asyncio.Future[None] | None = None
        self.ended = asyncio.Event()
        self._painting = asyncio.create_task(self._paint())
        self._forgetting: asyncio.TimerHandle | None = None

    async def _paint(self) -> None:
        """Hand on what is painted, to whichever window shows it; what nobody sees is let go."""
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while painted := await loop.sock_recv(self._line, _AT_ONCE):
                send = self._send
                if send is None:
                    continue
                try:
                    await send(painted)
                except Exception:  # noqa: BLE001 - whatever a server raises when its window is gone
                    self.hide(send)
        self.ended.set()
        self._line.close()
        if self._forgetting is not None:
            self._forgetting.cancel()

    def show(self, send: Send) -> asyncio.Future[None]:
        """Show them in a window; the future is done when another window shows them instead."""
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)
        if self._forgetting is not None:
            self._forgetting.cancel()
        self._send = send
        self._gone = asyncio.get_running_loop().create_future()
        return self._gone

    def hide(self, send: Send) -> None:
        """That window is gone; the screens wait a while for another."""
        if self._send is send:
            self._send = None
            if not self.ended.is_set():
                self._forgetting = asyncio.get_running_loop().call_later(KEPT_OPEN, self.close)

    async def press(self, keys: bytes) -> None:
        """Hand keys on."""
        with suppress(OSError):
            await asyncio.get_running_loop().sock_sendall(self._line, keys)

    async def resize(self, columns: int, rows: int) -> None:
        """Have everything painted anew, in a size."""
        columns, rows = bounded(columns, rows)
        await self.press(b"\x1b[48;%d;%d;%d;%dt" % (rows, columns, rows, columns))

    def close(self) -> None:
        """Hang up: the process saves what is written, and ends."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)


class Terminals:
    """All screens that run on this host.

    Args:
        address: at which the host is reached from this machine.
        opener: opens them.
    """

    def __init__(self, address: str, opener: Opener) -> None:
        self.address = address
        self._opener = opener
        self._open: dict[tuple[str, str], Terminal] = {}
        self._preparing: asyncio.Task[None] | None = None

    def prepare(self) -> None:
        """Somebody will soon want screens."""
        if self._preparing is None:
            self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        # Whoever then opens screens is told.
        with suppress(OSError, TimeoutError):
            await self._opener.prepare()

    async def terminal(self, order: Order, window: str) -> Terminal:
        """The screens of a window, as it left them, or new ones.

        Args:
            order: whose they are to be.
            window: what the window calls itself.

        Raises:
            UserError: when no more can be opened.
        """
        who = (order.joined.token, window)
        if (known := self._open.get(who)) is not None and not known.ended.is_set():
            return known
        self._open = {key: each for key, each in self._open.items() if not each.ended.is_set()}
        if len(self._open) >= MOST:
            raise UserError(_FULL)
        if sum(each.seat == order.joined.seat for each in self._open.values()) >= MOST_IN_SEAT:
            raise UserError(_FULL_SEAT)
        ours, theirs = socket.socketpair()
        with theirs:
            ours.setblocking(False)
            terminal = self._open[who] = Terminal(ours, order.joined.seat)
            try:
                await self._opener.open(order, theirs)
            except BaseException:
                terminal.close()
                raise
        return terminal

    async def close(self) -> None:
        """Hang up on all."""
        if self._preparing is not None:
            self._preparing.cancel()
            with suppress(asyncio.CancelledError):
                await self._preparing
        for terminal in tuple(self._open.values()):
            terminal.close()
        self._opener.close()
