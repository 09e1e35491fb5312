"""What `multipolar host` does: the seats of an exercise get codes, and it is served until it is ended."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from multipolar.server.app import application
from multipolar.server.desk import Desk
from multipolar.server.hosted import Hosted
from multipolar.server.keys import Keys, KeyStore
from multipolar.server.linked import Linked
from multipolar.server.page.routes import page_routes
from multipolar.server.screens.terminals import Terminals, opener
from multipolar.server.serving import Serving, Tls, is_loopback, listen_at, reached_at
from multipolar.store import Together
from multipolar.table.local import LocalSession

ENDED = "The host ends here; everything is saved. When it is started again, you come back by yourself."
_PATIENCE = 2.0


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
    """

    addresses: tuple[str, ...]
    exercise: str
    title: str
    codes: dict[str, str]
    names: dict[str, str]
    roles: dict[str, str]
    is_open: bool
    is_plain: bool


async def host(
    session: LocalSession,
    store: KeyStore,
    beside: KeyStore,
    listening: Listening,
    tell: Callable[[Opened], None],
    together: Together | None = None,
) -> None:
    """Serve an exercise until SIGTERM, SIGINT or SIGHUP.

    Args:
        session: the exercise, open.
        store: where hashes of codes and tokens are kept.
        beside: where teams, suggestions and the help line are kept.
        listening: where and how to listen.
        tell: is told once, when it listens.
        together: what it has in common with other hosts of the same exercise; None: there are none.

    Raises:
        UserError: when it cannot listen, or codes cannot be kept.
    """
    try:
        with (
            contextlib.closing(listen_at(listening.address, listening.port)) as socket,
            # Screens run on this machine: they need no certificate, and no address that others reach.
            contextlib.closing(listen_at("127.0.0.1", 0)) as near,
        ):
            keys = Keys(store, time.monotonic)
            desk = Desk(beside, lambda: datetime.now().astimezone())
            hosted = Hosted(session, keys, listening.grace, time.monotonic, desk)
            codes = keys.issue(hosted.seats)
            scheme, port = "https" if listening.tls else "http", socket.getsockname()[1]
            reached = reached_at(listening.address)
            addresses = tuple(f"{scheme}://{_bracketed(address)}:{port}" for address in reached)
            linked = None if together is None else Linked(hosted, together, addresses)
            terminals = Terminals(f"http://127.0.0.1:{near.getsockname()[1]}", opener())
            app = application(hosted, page_routes(hosted, terminals))
            serving, serving_near = Serving(app, socket, listening.tls), Serving(app, near)
            await serving.start()
            await serving_near.start()
            asked = _until_asked_to_end()
            minding = asyncio.create_task(hosted.mind_chairs())
            if linked is not None:
                await linked.start()
            tell(
                Opened(
                    addresses,
                    hosted.exercise,
                    hosted.title,
                    codes,
                    {seat: hosted.name_of(seat) for seat in codes},
                    hosted.roles,
                    any(not is_loopback(address) for address in reached),
                    listening.tls is None,
                )
            )
            await asked.wait()
            minding.cancel()
            if linked is not None:
                await linked.stop()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await hosted.close(ENDED)
            await terminals.close()
            await asyncio.gather(serving.stop(), serving_near.stop())
    finally:
        await session.close()


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
