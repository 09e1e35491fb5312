"""A host that listens: sockets, TLS, and an end that nobody is left waiting for."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from multipolar.user_errors import UserError
from multipolar.wire.certificates import fingerprint_of

LAST_SECONDS = 3
"""Seconds that open answers have to end in when the host does."""
BACKLOG = 512
SLOWEST = 20.0
"""Seconds in which the head of a request has to arrive."""
UNHEARD = 40_000
"""Milliseconds in which a device has to confirm what was sent to it: one that sleeps counts as gone then."""
LARGEST_MESSAGE = 65_536
"""Bytes of what a window of screens sends at once: a long paste."""


class Tls(NamedTuple):
    """A certificate and its key, as paths of PEM files."""

    certificate: str
    key: str

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the certificate, for those who have to tell it from another.

        Raises:
            UserError: when it cannot be read.
        """
        try:
            return fingerprint_of(Path(self.certificate).read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise UserError(f"the certificate {self.certificate} cannot be used: {error}") from error


class Prompt(H11Protocol):
    """Hangs up on who calls and never comes to the end of a request's head, so that no line is held."""

    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has called."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Something has arrived."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        if self._hanging_up is not None:
            self._hanging_up.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle
        is_asked = cycle is not None and not cycle.response_complete
        if is_asked and self._hanging_up is not None:
            self._hanging_up.cancel()
            self._hanging_up = None
        elif not is_asked and self._hanging_up is None:
            self._hanging_up = self.loop.call_later(SLOWEST, self._hang_up)

    def _hang_up(self) -> None:
        self._hanging_up = None
        # Between two requests a line may stay open for as long as `timeout_keep_alive` says; and one to the
        # screens is somebody else's by now.
        is_ours = self.transport.get_protocol() is self
        if is_ours and self.timeout_keep_alive_task is None and not self.transport.is_closing():
            self.transport.abort()


class _Quiet(uvicorn.Server):
    """Leaves signals to whoever runs it: they end the exercise first, then this."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None are."""
        yield


class Serving:
    """An application on a socket.

    Args:
        app: what answers.
        listening: the socket, which listens already.
        tls: certificate and key; None: plain HTTP.
    """

    def __init__(self, app: ASGIApp, listening: socket.socket, tls: Tls | None = None) -> None:
        self._socket = listening
        try:
            config = uvicorn.Config(
                app,
                log_config=None,
                log_level=logging.CRITICAL,
                access_log=False,
                lifespan="off",
                server_header=False,
                http=Prompt,
                ws="websockets-sansio",
                ws_max_size=LARGEST_MESSAGE,
                ws_per_message_deflate=False,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=LAST_SECONDS,
                h11_max_incomplete_event_size=32_768,
                ssl_certfile=tls.certificate if tls else None,
                ssl_keyfile=tls.key if tls else None,
            )
            config.load()
        except (OSError, ValueError) as error:
            raise UserError(f"the certificate cannot be used: {error}") from error
        self._server = _Quiet(config)
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to answer."""
        self._running = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:
            if self._running.done():
                await self._running
                raise UserError("the host could not begin to listen")
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Take no more connections, and end those there are."""
        self._server.should_exit = True
        if self._running is not None:
            await self._running


def listen_at(address: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        address: ``127.0.0.1``, another of this machine's, or ``any``.
        port: 0: one that is free.

    Raises:
        UserError: when it cannot be had.
    """
    where = "0.0.0.0" if address == "any" else address  # noqa: S104 - asked for by the person who hosts
    try:
        family = socket.getaddrinfo(where, port, type=socket.SOCK_STREAM)[0][0]
        # The protocol is named, or asyncio lets small answers wait for the word that the last one came.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Lines take this over from the socket that they come in by; without it, a quarter of an hour.
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD)
            listening.bind((where, port))
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UserError(
            f"cannot listen at {address}:{port}: {said}; --port 0 takes a free one, --listen names an address"
        ) from error
    listening.setblocking(False)
    return listening


def is_loopback(host: str) -> bool:
    """Whether an address or a name means the machine on which it is said."""
    return host.startswith("127.") or host in ("localhost", "::1")


def reached_at(address: str, found: Callable[[], list[str]] | None = None) -> list[str]:
    """The addresses at which people can reach a host that listens there.

    Args:
        address: at which it listens; ``any``: at all.
        found: finds the addresses of this machine; None: by asking the system.
    """
    if address not in ("any", "0.0.0.0", "::"):  # noqa: S104 - compared
        return [address]
    others = [each for each in (found or _own_addresses)() if not each.startswith("127.")]
    return [*dict.fromkeys(others), "127.0.0.1"]


def _own_addresses() -> list[str]:
    found: list[str] = []
    # Nothing is sent: the system only says which of its addresses it would send from.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))
        found.append(asking.getsockname()[0])
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return found
