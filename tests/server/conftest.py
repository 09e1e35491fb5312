"""An exercise on the strait that is served: India and Utopia are persons'."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import pytest

from multipolar.store import Saves
from multipolar.table.local import LocalSession
from multipolar.wire.routes import BASE
from tests.contracts.playing import begun, players
from tests.contracts.seated import Remote
from tests.store.making import opened

Serve = Callable[..., Awaitable[Remote]]


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[Saves]:
    saves = opened(tmp_path)
    yield saves
    saves.close()


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Serves an exercise of its own each time it is asked, without a client."""
    async with AsyncExitStack() as open_ones:
        served = 0

        async def serving(grace: float = 60, *persons: str) -> Remote:
            nonlocal served
            served += 1
            saves = opened(tmp_path / str(served))
            open_ones.callback(saves.close)
            writer = ThreadPoolExecutor(1, "writer")
            session = LocalSession(begun(saves, *(persons or ("IND", "UTO"))), players(), writer=writer)
            await session.open()
            remote = Remote(session, grace)
            open_ones.push_async_callback(remote.close)
            await remote.listen()
            return remote

        yield serving


@pytest.fixture
async def served(serve: Serve) -> Remote:
    return await serve()


class Caller:
    """Somebody at the API, with a token or none."""

    def __init__(self, served: Remote, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.token = token
        self.http = httpx2.AsyncClient(
            base_url=f"http://{served.address}{BASE}/", headers=headers, timeout=20
        )

    @classmethod
    async def join(cls, served: Remote, seat: str, name: str = "") -> "Caller":
        asked = {"code": served.codes[seat], "name": name}
        async with cls(served).http as http:
            answer = await http.post("join", json=asked)
        assert answer.status_code == 200, answer.text
        assert set(answer.json()) >= {"token", "seat", "exercise"}
        return cls(served, answer.json()["token"])


@pytest.fixture
async def calling(served: Remote) -> AsyncIterator[Callable[[str], Awaitable[Caller]]]:
    """Joins a seat of the exercise that is served."""
    async with AsyncExitStack() as open_ones:

        async def join(seat: str = "") -> Caller:
            caller = await Caller.join(served, seat) if seat else Caller(served)
            open_ones.push_async_callback(caller.http.aclose)
            return caller

        yield join
