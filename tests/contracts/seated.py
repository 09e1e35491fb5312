"""The ways to sit down at an exercise: here, here with a writer in a thread, and over a real socket."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Protocol

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Receipt
from multipolar.engine.host import Host
from multipolar.server.app import application
from multipolar.server.hosted import Hosted
from multipolar.server.keys import InMemory, Keys
from multipolar.server.page.routes import page_routes
from multipolar.server.screens.terminals import Terminals, opener
from multipolar.server.serving import Serving, listen_at
from multipolar.table.local import LocalSession
from multipolar.table.port import Table
from tests.contracts.playing import players


class Seated(Protocol):
    """An exercise at which persons sit."""

    @property
    def host(self) -> Host: ...
    @property
    def exercise(self) -> str: ...
    @property
    def tables(self) -> dict[str, Table]: ...
    async def close(self) -> None: ...


SitDown = Callable[[Host], Awaitable[Seated]]


class InStep(RemoteTable):
    """A table that goes on when those beside it have seen what it did: to compare what they know."""

    beside: "Remote"

    @classmethod
    async def take(cls, beside: "Remote", seat: str) -> "InStep":
        client = await cls.open(beside.address, beside.codes[seat])
        client.beside = beside
        return client

    async def submit(self, command: AnyCommand) -> Receipt:
        receipt = await super().submit(command)
        await self.beside.settle()
        return receipt


class Remote:
    """An exercise on a socket, and a client for each person."""

    def __init__(self, session: LocalSession, grace: float = 60) -> None:
        self.host = session.host
        self.exercise = session.exercise
        self.tables: dict[str, Table] = {}
        self.clients: dict[str, InStep] = {}
        self.keys = Keys(InMemory(), time.monotonic)
        self.hosted = Hosted(session, self.keys, grace, time.monotonic)
        self._socket = listen_at("127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.terminals = Terminals(f"http://{self.address}", opener())
        routes = page_routes(self.hosted, self.terminals)
        self._serving = Serving(application(self.hosted, routes), self._socket)
        self.codes = self.keys.issue(self.hosted.seats)
        self._open = True

    async def listen(self) -> None:
        await self._serving.start()

    async def start(self) -> None:
        await self.listen()
        for seat in self.hosted.persons or ("observer",):
            client = await InStep.take(self, seat)
            self.tables[seat] = self.clients[seat] = client
        await self.settle()

    async def settle(self) -> None:
        """Wait until every client has been told everything there is to know."""
        async with asyncio.timeout(10):
            for client in self.clients.values():
                await client._until(partial(self._is_told, client))

    def _is_told(self, client: InStep) -> bool:
        return not self._open or (
            client.presence == self.hosted.presence() and client.view.number == self.host.number(client.seat)
        )

    async def close(self) -> None:
        if self._open:
            self._open = False
            for client in self.clients.values():
                await client.close()
            await self.hosted.close("the test is over")
            await self.terminals.close()
            await self._serving.stop()


def _writer() -> Executor:
    return ThreadPoolExecutor(1, "writer")


@asynccontextmanager
async def _sitting(writer: Callable[[], Executor] | None) -> AsyncIterator[SitDown]:
    async with AsyncExitStack() as open_ones:

        async def sit_down(host: Host) -> Seated:
            session = LocalSession(host, players(), writer=writer() if writer else None)
            open_ones.push_async_callback(session.close)
            await session.open()
            return session

        yield sit_down


@asynccontextmanager
async def _remote() -> AsyncIterator[SitDown]:
    async with AsyncExitStack() as open_ones:

        async def sit_down(host: Host) -> Seated:
            session = LocalSession(host, players(), writer=_writer())
            await session.open()
            remote = Remote(session)
            open_ones.push_async_callback(remote.close)
            await remote.start()
            return remote

        yield sit_down


WAYS: dict[str, Callable[[], AbstractAsyncContextManager[SitDown]]] = {
    "here": partial(_sitting, None),
    "in a thread": partial(_sitting, _writer),
    "over a socket": _remote,
}
