"""One exercise as a host serves it: the codes of its seats, what answers at its addresses, what minds it."""

import asyncio
import contextlib
import time
from datetime import datetime
from typing import NamedTuple

from starlette.types import ASGIApp

from multipolar.server.app import application
from multipolar.server.desk import Desk
from multipolar.server.hosted import Hosted
from multipolar.server.keys import Keys, KeyStore
from multipolar.server.linked import Linked
from multipolar.server.page.routes import page_routes
from multipolar.server.screens.terminals import Terminals
from multipolar.store import Together
from multipolar.table.local import LocalSession

_PATIENCE = 2.0


class ToServe(NamedTuple):
    """An exercise that is open, and where what stands beside it is kept.

    Attributes:
        session: the exercise.
        keys: where hashes of codes and tokens are kept.
        beside: where teams, suggestions and the help line are kept.
        together: what it has in common with other hosts of the same exercise; None: there are none.
    """

    session: LocalSession
    keys: KeyStore
    beside: KeyStore
    together: Together | None = None


class Reached(NamedTuple):
    """How people reach what is served.

    Attributes:
        addresses: of the host, the best first.
        terminals: the screens that run on it.
        grace: seconds after which a seat nobody is heard from follows the absence policy.
        fingerprint: of the certificate; empty where there is none.
    """

    addresses: tuple[str, ...]
    terminals: Terminals
    grace: float
    fingerprint: str = ""


class Served:
    """An exercise that is served.

    Args:
        what: the exercise.
        reached: how people reach it.
        base: what stands before the addresses of its pages, where the host serves several exercises.

    Raises:
        UserError: when codes cannot be kept.
    """

    def __init__(self, what: ToServe, reached: Reached, base: str = "") -> None:
        self.keys = Keys(what.keys, time.monotonic)
        desk = Desk(what.beside, lambda: datetime.now().astimezone())
        self.hosted = Hosted(what.session, self.keys, reached.grace, time.monotonic, desk, base)
        self.keys.issue(self.hosted.seats)
        self.app: ASGIApp = application(self.hosted, page_routes(self.hosted, reached.terminals))
        self._linked = (
            None if what.together is None else Linked(self.hosted, what.together, reached.addresses)
        )
        self._minding: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Mind its chairs, and be there for other hosts of it.

        Raises:
            UserError: when these cannot be told.
        """
        self._minding = asyncio.create_task(self.hosted.mind_chairs())
        if self._linked is not None:
            await self._linked.start()

    async def stop(self, why: str) -> None:
        """Take no more commands, tell everybody, and leave the exercise saved."""
        if self._minding is not None:
            self._minding.cancel()
        if self._linked is not None:
            await self._linked.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self.hosted.close(why)
