"""What `multipolar host` does: the seats of an exercise get codes, and it is served until it is ended."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from multipolar.server.screens.terminals import Terminals, opener
from multipolar.server.served import Reached, Served, ToServe
from multipolar.server.serving import Serving, Tls, is_loopback, listen_at, reached_at

ENDED = "The host ends here; everything is saved. When it is started again, you come back by yourself."

Deed = Callable[[], Awaitable[None]]


class Listening(NamedTuple):
    """Where and how a host listens.

    Attributes:
        address: ``127.0.0.1``, another of this machine's, or ``any``.
        port: 0: one that is free.
        grace: seconds after which a seat nobody is heard from follows the absence policy.
        tls: certificate and key; None: plain HTTP.
    """

    address: str
    port: int
    grace: float
    tls: Tls | None = None


class Opened(NamedTuple):
    """What people have to be told about a host that listens.

    Attributes:
        addresses: at which it can be reached, the best first.
        exercise: the id under which it is saved.
        title: of the exercise.
        codes: seat to its code.
        names: seat to its name.
        roles: power to who it is, in a sentence.
        is_open: whether others than this machine can reach it.
        is_plain: whether whoever runs the network can read along.
        fingerprint: of the certificate; empty where there is none.
    """

    addresses: tuple[str, ...]
    exercise: str
    title: str
    codes: dict[str, str]
    names: dict[str, str]
    roles: dict[str, str]
    is_open: bool
    is_plain: bool
    fingerprint: str = ""


class Door(NamedTuple):
    """What a host listens at.

    Attributes:
        open: for people.
        near: for the screens that run on this machine: they need no certificate, and no address that others
            reach.
        reached: how people reach what is served there.
    """

    open: socket.socket
    near: socket.socket
    reached: Reached


@contextlib.contextmanager
def door(listening: Listening) -> Iterator[Door]:
    """Listen.

    Raises:
        UserError: when that cannot be.
    """
    with (
        contextlib.closing(listen_at(listening.address, listening.port)) as people,
        contextlib.closing(listen_at("127.0.0.1", 0)) as near,
    ):
        scheme, port = "https" if listening.tls else "http", people.getsockname()[1]
        fingerprint = listening.tls.fingerprint if listening.tls else ""
        found = reached_at(listening.address)
        addresses = tuple(f"{scheme}://{_bracketed(address)}:{port}" for address in found)
        terminals = Terminals(f"http://127.0.0.1:{near.getsockname()[1]}", opener())
        yield Door(people, near, Reached(addresses, terminals, listening.grace, fingerprint))


async def serve_until_asked(app: ASGIApp, at: Door, tls: Tls | None, begin: Deed, end: Deed) -> None:
    """Serve an application until SIGTERM, SIGINT or SIGHUP.

    Args:
        app: what answers.
        at: where.
        tls: certificate and key; None: plain HTTP.
        begin: is done once it listens.
        end: is done when it is to end, while it still answers.

    Raises:
        UserError: when it cannot listen.
    """
    serving, serving_near = Serving(app, at.open, tls), Serving(app, at.near)
    await serving.start()
    await serving_near.start()
    asked = _until_asked_to_end()
    await begin()
    await asked.wait()
    await end()
    await at.reached.terminals.close()
    await asyncio.gather(serving.stop(), serving_near.stop())


async def host(what: ToServe, listening: Listening, tell: Callable[[Opened], None]) -> None:
    """Serve an exercise until SIGTERM, SIGINT or SIGHUP.

    Args:
        what: the exercise, open.
        listening: where and how to listen.
        tell: is told once, when it listens.

    Raises:
        UserError: when it cannot listen, or codes cannot be kept.
    """
    try:
        with door(listening) as at:
            served = Served(what, at.reached)

            async def begin() -> None:
                await served.start()
                tell(opened(served, at.reached.addresses, at.reached.fingerprint))

            await serve_until_asked(served.app, at, listening.tls, begin, partial(served.stop, ENDED))
    finally:
        await what.session.close()


def opened(served: Served, addresses: tuple[str, ...], fingerprint: str) -> Opened:
    """What people have to be told about an exercise that is served."""
    hosted, codes = served.hosted, served.keys.shown
    return Opened(
        addresses,
        hosted.exercise,
        hosted.title,
        dict(codes),
        {seat: hosted.name_of(seat) for seat in codes},
        hosted.roles,
        is_open(addresses),
        addresses[0].startswith("http://"),
        fingerprint,
    )


def is_open(addresses: Iterable[str]) -> bool:
    """Whether others than this machine can reach a host."""
    return any(not is_loopback(urlsplit(address).hostname or "") for address in addresses)


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _until_asked_to_end(
    signals: Sequence[signal.Signals] = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP),
) -> asyncio.Event:
    """An event that is set when somebody wants this program to end."""
    asked = asyncio.Event()
    for number in signals:
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked
