"""The whole API against its own document: requests made up from it, right and wrong, by every role."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from multipolar.domain.model.commands import AnyCommand
from multipolar.server.keys import Holder
from multipolar.table.local import LocalSession
from multipolar.wire.library import SEAT as LIBRARY
from multipolar.wire.messages import PROBLEM_TYPE
from multipolar.wire.openapi import document
from multipolar.wire.routes import BASE, BY_OPERATION, LIBRARY_ROUTES, POWER, ROUTES, Route
from tests.contracts.playing import begun, players
from tests.contracts.seated import Remote
from tests.server.test_library import STEPS
from tests.server.test_library import Host as Room
from tests.store.making import opened

REFUSING = ["400", "401", "403", "404", "409", "413", "426", "429"]
SCHEMA = schemathesis.openapi.from_dict(
    msgspec.json.decode(msgspec.json.encode(document(library=True))),
    config=SchemathesisConfig.from_dict(
        {
            "generation": {"with-security-parameters": False},
            "checks": {"negative_data_rejection": {"expected-statuses": REFUSING}},
        }
    ),
)
CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
]
TYPED = (AnyCommand, BY_OPERATION["preview"].takes)
EXAMPLES, EXAMPLES_OF_COMMANDS = 10, 25
"""Requests of each operation, right ones and as many wrong ones."""
MANNER = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def running() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop of its own, in a thread: schemathesis asks and waits."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="host under test")
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def at(running: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """An exercise that is served there."""

    async def begin(folder: Path) -> Remote:
        saves = opened(folder)
        session = LocalSession(begun(saves, "IND", "UTO"), players(), writer=ThreadPoolExecutor(1, "writer"))
        await session.open()
        remote = Remote(session)
        await remote.listen()
        return remote

    remote = asyncio.run_coroutine_threadsafe(begin(tmp_path_factory.mktemp("served")), running).result()
    yield remote
    asyncio.run_coroutine_threadsafe(remote.close(), running).result()


@pytest.fixture(scope="module")
def room(running: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A host of several exercises, one of them open."""

    async def begin(folder: Path) -> Room:
        room = await Room(folder).start()
        await room.library.begin(STEPS)
        return room

    room = asyncio.run_coroutine_threadsafe(begin(tmp_path_factory.mktemp("room")), running).result()
    yield room
    asyncio.run_coroutine_threadsafe(room.close(), running).result()


def _headers(remote: Remote, running: asyncio.AbstractEventLoop, role: str) -> dict[str, str]:
    if not role:
        return {}

    async def grant() -> str:
        return remote.keys.grant(Holder("IND" if role == POWER else role, "Asha"))

    return {"Authorization": f"Bearer {asyncio.run_coroutine_threadsafe(grant(), running).result()}"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("route", [route for route in ROUTES if not route.stream], ids=lambda r: r.operation)
def test_every_answer_is_one_that_the_document_promises(
    at: Remote, running: asyncio.AbstractEventLoop, route: Route, mode: GenerationMode
) -> None:
    def headers(role: str) -> dict[str, str]:
        return _headers(at, running, role)

    _try(f"http://{at.address}", headers, route, mode)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("route", LIBRARY_ROUTES, ids=lambda r: r.operation)
def test_what_a_library_answers_is_promised_too(
    room: Room, running: asyncio.AbstractEventLoop, route: Route, mode: GenerationMode
) -> None:
    async def grant() -> str:
        return room.library.keys.grant(Holder(LIBRARY))

    token = asyncio.run_coroutine_threadsafe(grant(), running).result()
    _try(room.address, lambda _role: {"Authorization": f"Bearer {token}"}, route, mode)


def _try(address: str, headers: Callable[[str], dict[str, str]], route: Route, mode: GenerationMode) -> None:
    operation = SCHEMA.find_operation_by_id(route.operation)
    with requests.Session() as session:

        @settings(MANNER, max_examples=EXAMPLES_OF_COMMANDS if route.takes in TYPED else EXAMPLES)
        @given(
            case=operation.as_strategy(generation_mode=mode),
            role=st.sampled_from(sorted(route.roles) or [""]),
        )
        def ask(case: schemathesis.Case[Any], role: str) -> None:
            answer = case.call(address, session=session, headers=headers(role))
            case.validate_response(answer, checks=CHECKS)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == [PROBLEM_TYPE]

        ask()


@pytest.mark.parametrize("since", ["", "0", "7", "-1", "x", "9" * 30, "\u0663".encode().decode("latin-1")])
def test_a_stream_is_one_or_a_problem(at: Remote, running: asyncio.AbstractEventLoop, since: str) -> None:
    headers = _headers(at, running, POWER) | {"Last-Event-ID": since}
    with requests.get(
        f"http://{at.address}{BASE}/updates", headers=headers, stream=True, timeout=10
    ) as answer:
        kind = answer.headers["content-type"].split(";")[0]
        is_number = since.isascii() and since.isdecimal() and len(since) < 10
        if is_number or not since:
            assert (answer.status_code, kind) == (200, "text/event-stream")
        else:
            assert (answer.status_code, kind, answer.json()["rule"]) == (400, PROBLEM_TYPE, "unreadable")
