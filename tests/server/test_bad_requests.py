"""What bad input gets: an answer that is clear and gives nothing away, and an exercise that goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from multipolar.wire.messages import LARGEST_BODY, PROBLEM_TYPE, PROTOCOL_HEADER
from multipolar.wire.openapi import document
from multipolar.wire.routes import ROUTES
from tests.contracts.seated import Remote
from tests.server.conftest import Caller

PROMISED = (
    "join leave getView submit preview why getRecord advise getDrafts putDrafts getTurningPoints getPresence "
    "suggest followUpdates"
)
Join = Callable[[str], Awaitable[Caller]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"command": "no_such"}',
        b'{"command": "ready", "ready": 0}',
        b'{"command": "say", "text": 3}',
        b"\xff\xfe",
        b'{"command": "say", "text": "\\ud800"}',
        b"[" * 30_000,
    ],
    ids=repr,
)
async def test_what_cannot_be_read_is_refused_as_such(served: Remote, calling: Join, body: bytes) -> None:
    india = await calling("IND")
    before = len(served.host.events)
    answer = await india.http.post("commands", content=body)
    assert answer.status_code in (400, 409)
    assert answer.headers["content-type"] == PROBLEM_TYPE
    told = answer.json()
    assert told["rule"]
    assert "\n" not in told["detail"]
    assert "Traceback" not in answer.text
    assert len(served.host.events) == before


async def test_what_is_too_large_is_not_read(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    answer = await india.http.post("commands", content=b'"' + b"x" * LARGEST_BODY + b'"')
    assert (answer.status_code, answer.json()["rule"]) == (413, "size")
    assert (await india.http.get("view")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "record?sinse=3",
        "view?as=UTO",
        "record?since=-1",
        "record?since=x",
        "record?since=99999999999",
        "nothing",
    ],
)
async def test_addresses_that_mean_nothing_are_problems(served: Remote, calling: Join, path: str) -> None:
    answer = await (await calling("IND")).http.get(path)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == PROBLEM_TYPE


async def test_a_number_nobody_knows_is_not_there(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    secret, nonsense = [
        await india.http.get("why", params={"target": target})
        for target in ("trust(UTO,ERE)", "trust(UTO,XXX)")
    ]
    assert secret.status_code == nonsense.status_code == 404


async def test_an_older_program_is_told_to_be_renewed(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    answer = await india.http.get("view", headers={PROTOCOL_HEADER: "0"})
    assert (answer.status_code, answer.json()["rule"]) == (426, "version")


async def test_a_command_sent_many_times_at_once_is_done_once(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    say = {"command": "say", "text": "Once.", "id": "the same"}
    answers = await asyncio.gather(*(india.http.post("commands", json=say) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert [message["text"] for message in (await india.http.get("view")).json()["messages"]] == ["Once."]


async def test_a_refusal_is_a_receipt_and_a_problem_in_one(served: Remote, calling: Join) -> None:
    india = await calling("IND")
    order = {"command": "order", "move": "modernise_forces", "moment": "9.deliberation", "id": "7"}
    answer = await india.http.post("commands", json=order)
    told = answer.json()
    assert (answer.status_code, told["accepted"], told["rule"], told["id"]) == (409, False, "phase", "7")
    assert told["detail"] == told["message"]


async def test_the_document_describes_every_operation_and_refers_to_nothing_that_is_not_there(
    served: Remote, calling: Join
) -> None:
    answer = await (await calling("")).http.get("openapi.json")
    told = answer.json()
    assert told == msgspec.json.decode(msgspec.json.encode(document()))
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert {each["operationId"] for each in operations} == {route.operation for route in ROUTES}
    assert set(PROMISED.split()) <= {route.operation for route in ROUTES}
    schemas = told["components"]["schemas"]
    refers = [part.split('"')[0] for part in answer.text.split("#/components/schemas/")[1:]]
    assert refers
    assert set(refers) <= set(schemas)


async def test_an_answer_is_no_page_and_cannot_be_framed(served: Remote, calling: Join) -> None:
    answer = await (await calling("IND")).http.get("view")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "server" not in answer.headers
