"""What bad input gets, line by line, over real HTTP: a clear answer that gives nothing away; play goes on."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

import multipolar.client.connection
import multipolar.client.table
import multipolar.server.app
import multipolar.server.serving
from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Ready, Say
from multipolar.server.app import REPLACED, SIGNED_OUT, WRONG
from multipolar.server.keys import WRONG_BY_ONE
from multipolar.server.serving import UNHEARD, listen_at
from multipolar.user_errors import UserError
from multipolar.wire.messages import LARGEST_BODY, PROBLEM_TYPE
from tests.contracts.seated import Remote
from tests.server.browser import Browser
from tests.server.conftest import Caller

Join = Callable[[str], Awaitable[Caller]]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def browse(served: Remote) -> AsyncIterator[Callable[[], Browser]]:
    async with AsyncExitStack() as open_ones:

        def browser() -> Browser:
            made = Browser(served.address)
            open_ones.push_async_callback(made.http.aclose)
            return made

        yield browser


Browse = Callable[[], Browser]


def is_a_page_in_words(answer: httpx2.Response, status: int, said: str) -> None:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text
    assert "Traceback" not in answer.text


# --- codes ---


async def test_wrong_guessed_and_revoked_codes_on_the_page(served: Remote, browse: Browse) -> None:
    http = browse().http
    for _ in range(WRONG_BY_ONE):
        wrong = await http.post("/join", data={"code": "222-222-222", "name": "Mallory"})
        is_a_page_in_words(wrong, 403, WRONG)
    # As good as a right one now: whoever guesses waits, whatever it guesses.
    waits = await http.post("/join", data={"code": served.codes["IND"], "name": "Mallory"})
    is_a_page_in_words(waits, 429, "Too many tries. Wait")
    old = served.codes["UTO"]
    served.codes["UTO"] = served.keys.reissue("UTO")
    is_a_page_in_words(await http.post("/join", data={"code": old, "name": "Uli"}), 403, REPLACED)
    again = await http.post("/join", data={"code": served.codes["UTO"], "name": "Uli"})
    assert (again.status_code, again.url.path) == (200, "/s/UTO/asked")


# --- what is another's ---


async def test_another_seats_talk_is_answered_as_what_is_not_there(
    served: Remote, calling: Join, browse: Browse
) -> None:
    utopia, india = await calling("UTO"), await calling("IND")
    say = {"command": "say", "text": "Between us: 7c1d", "to": ["ERE"], "id": "1"}
    assert (await utopia.http.post("commands", json=say)).json()["accepted"]
    answers = []
    for channel in ("ERE-UTO", "ERE-XXX"):
        read = {"command": "read_messages", "channel": channel, "id": "the same"}
        answer = await india.http.post("commands", json=read)
        answers.append((answer.status_code, answer.text))
        await india.http.post("commands", json={"command": "ready", "ready": False})
    assert answers[0] == answers[1]
    page = browse()
    await page.join(served.codes["IND"])
    shown = [
        (await page.http.get(f"/s/IND/talk?channel={channel}")).text for channel in ("ERE-UTO", "ERE-XXX")
    ]
    assert all("7c1d" not in text for text in shown)
    for command in (
        {"command": "withdraw_message", "message": "M1"},
        {"command": "withdraw", "initiative": "P1"},
    ):
        refused = await india.http.post("commands", json=command)
        assert refused.status_code == 409
        assert "7c1d" not in refused.text


@pytest.mark.parametrize(
    "path", ["view", "record", "drafts", "suggestions", "help", "team", "turning-points"]
)
async def test_nobody_asks_for_another_seat(served: Remote, calling: Join, path: str) -> None:
    india = await calling("IND")
    for query in ({"seat": "UTO"}, {"as": "UTO"}):
        answer = await india.http.get(path, params=query)
        assert (answer.status_code, answer.json()["rule"]) == (400, "unreadable")


async def test_a_cookie_opens_its_own_seat_alone(served: Remote, browse: Browse) -> None:
    page = browse()
    await page.join(served.codes["IND"])
    token = next(cookie.value for cookie in page.http.cookies.jar)
    stranger = browse().http
    for seat in ("UTO", "facilitator", "observer", "XXX"):
        for path in ("asked", "talk", "state", "screens"):
            answer = await stranger.get(f"/s/{seat}/{path}", headers={"Cookie": f"seat={token}"})
            is_a_page_in_words(answer, 401, SIGNED_OUT)
    # The API never reads it.
    answer = await stranger.get("/api/v1/view", headers={"Cookie": f"seat={token}"})
    assert (answer.status_code, answer.json()["rule"]) == (401, "token")


async def test_an_id_that_another_seat_used_is_free(served: Remote, calling: Join) -> None:
    for seat in ("IND", "UTO"):
        say = {"command": "say", "text": f"From {seat}.", "id": "the same"}
        assert (await (await calling(seat)).http.post("commands", json=say)).json()["accepted"]
    view = (await (await calling("IND")).http.get("view")).json()
    assert [message["text"] for message in view["messages"]] == ["From IND.", "From UTO."]


# --- malformed, huge, slow ---


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe=\xff",
        b"&".join(b"a%d=1" % number for number in range(2000)),
        b"form=%E9%FF&command=x",
        "form=é".encode(),
        b"command=%7B&form=",
        b"\x00\x01\x02",
        b"",
    ],
    ids=[
        "no text",
        "too many fields",
        "half signs",
        "no token of ours",
        "half a command",
        "nulls",
        "nothing",
    ],
)
async def test_a_form_that_cannot_be_read_is_said_in_words(
    served: Remote, browse: Browse, body: bytes
) -> None:
    page = browse()
    await page.join(served.codes["IND"])
    before = len(served.host.events)
    for path in ("/join", "/s/IND/look", "/s/IND/send", "/s/IND/say", "/s/IND/line", "/s/IND/lead"):
        answer = await page.http.post(path, content=body, headers=FORM)
        assert answer.status_code in (400, 403), (path, answer.status_code)
        assert answer.headers["content-type"].startswith("text/html")
        assert "Traceback" not in answer.text
    assert len(served.host.events) == before
    assert (await page.http.get("/s/IND/asked")).status_code == 200


async def test_what_is_huge_is_read_no_further_than_it_may_be(
    served: Remote, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipolar.server.serving, "SLOWEST", 0.5)
    page = browse()
    await page.join(served.codes["IND"])
    huge = await page.http.post("/s/IND/say", content=b"text=" + b"x" * LARGEST_BODY, headers=FORM)
    is_a_page_in_words(huge, 413, "too large")

    async def without_end() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 8192

    # Without a token nothing of it is read, and it is not listened to for ever.
    for path in ("/api/v1/join", "/join", "/api/v1/commands"):
        # A file by mistake is answered; what has no end is cut off.
        answer = await page.http.post(path, content=b"x" * 500_000)
        assert answer.status_code == (401 if path.endswith("commands") else 413)
        with suppress(httpx2.TransportError):
            async with asyncio.timeout(10):
                assert (await page.http.post(path, content=without_end())).status_code >= 400
    assert (await page.http.get("/s/IND/asked")).status_code == 200


async def _raw(served: Remote, sent: bytes, seconds: float = 5) -> bytes:
    host, port = served.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(sent)
        await writer.drain()
        async with asyncio.timeout(seconds):
            return await reader.read(65_536)
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /api/v1/join HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /%00%ff/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
    ids=["garbage", "length below 0", "two lengths", "huge head", "TLS", "path"],
)
async def test_what_is_no_http_harms_nobody(served: Remote, calling: Join, sent: bytes) -> None:
    india = await calling("IND")
    answer = await _raw(served, sent)
    assert b"root:" not in answer
    assert not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5")), answer[:80]
    assert (await india.http.get("view")).status_code == 200


async def test_a_body_that_takes_too_long_is_not_waited_for(
    served: Remote, calling: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipolar.server.app, "SLOWEST", 0.2)
    answer = await _raw(served, b"POST /api/v1/join HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{")
    assert b" 408 " in answer.split(b"\r\n")[0]
    assert PROBLEM_TYPE.encode() in answer
    assert (await (await calling("IND")).http.get("view")).status_code == 200


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "half a head"]
)
async def test_who_calls_and_asks_nothing_is_hung_up_on(
    served: Remote, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(multipolar.server.serving, "SLOWEST", 0.2)
    host, port = served.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    whole = b"GET /page.css HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(whole)
    assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
    await asyncio.sleep(0.5)
    # A line that has asked something may wait; a request that was begun then may not.
    assert not reader.at_eof()
    if begun:
        writer.write(begun)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            async with asyncio.timeout(5):
                await reader.readuntil(b"never sent")
    writer.transport.abort()
    with pytest.raises((ConnectionError, AssertionError)):
        assert await _raw(served, begun)


async def test_a_stream_outlives_what_a_head_may_take(
    served: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipolar.server.serving, "SLOWEST", 0.2)
    table = await RemoteTable.open(served.address, served.codes["IND"])
    told: list[str] = []
    table.heed_line(told.append)
    await asyncio.sleep(0.8)
    assert (await table.submit(Say(text="Still here."))).accepted
    assert told == []
    await table.close()


# --- duplicated, reordered, replayed ---


async def test_a_form_that_is_sent_twice_is_done_once(served: Remote, browse: Browse) -> None:
    page = browse()
    await page.join(served.codes["IND"], "Asha")
    shown = await page.http.get("/s/IND/talk")
    own = shown.text.split('name="form" value="')[1].split('"')[0]
    sent = {"form": own, "id": uuid4().hex, "text": "Only once.", "to": "UTO"}
    for answer in await asyncio.gather(*(page.http.post("/s/IND/say", data=sent) for _ in range(4))):
        assert answer.status_code == 200
    texts = [message.text for message in served.hosted.table("IND").view.messages]
    assert texts == ["Only once."]


async def test_what_comes_out_of_its_order_is_refused_by_its_phase(served: Remote, calling: Join) -> None:
    india, control = await calling("IND"), await calling("facilitator")
    at = (await india.http.get("view")).json()["moment"]
    assert (await control.http.post("commands", json={"command": "advance", "reason": "on"})).json()[
        "accepted"
    ]
    late = await india.http.post("commands", json={"command": "ready", "moment": at, "id": "late"})
    assert (late.status_code, late.json()["rule"]) == (409, "phase")
    # What was done before may be replayed at any time: it is answered as it was then, and done no more.
    say = {
        "command": "say",
        "text": "Once.",
        "id": "again",
        "moment": (await india.http.get("view")).json()["moment"],
    }
    first = (await india.http.post("commands", json=say)).json()
    assert (await control.http.post("commands", json={"command": "advance", "reason": "on"})).json()[
        "accepted"
    ]
    again = (await india.http.post("commands", json=say)).json()
    assert (first["accepted"], again["accepted"]) == (True, True)
    assert len((await india.http.get("view")).json()["messages"]) == 1


# --- old programs, two devices, a night, an hour ---


async def test_a_program_a_version_behind_is_told_to_be_renewed(
    served: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipolar.client.connection, "PROTOCOL", 0)
    with pytest.raises(UserError, match="install the host's version"):
        await RemoteTable.open(served.address, served.codes["IND"], "Asha")


async def test_a_host_that_was_renewed_tells_those_who_were_there_before(
    served: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await RemoteTable.open(served.address, served.codes["IND"], "Asha")
    monkeypatch.setattr(multipolar.client.connection, "PROTOCOL", 0)
    receipt = await table.submit(Say(text="From before."))
    assert not receipt.accepted
    assert "install the host's version" in receipt.message
    assert not served.hosted.table("IND").view.messages
    await table.close()


async def test_two_devices_in_one_seat_are_one_person(served: Remote) -> None:
    phone = await RemoteTable.open(served.address, served.codes["IND"], "Asha")
    laptop = await RemoteTable.open(served.address, served.codes["IND"], "Asha")
    say = Say(text="From the phone.", id="1")
    assert all(receipt.accepted for receipt in await asyncio.gather(phone.submit(say), laptop.submit(say)))
    for table in (phone, laptop):
        await table._until(lambda table=table: len(table.view.messages) == 1)  # type: ignore[misc]
    drafts = (Say(text="Half written."),)
    await phone.keep_drafts(drafts)
    assert await laptop.drafts() == drafts
    assert served.hosted.streams("IND") == 2
    assert [mate.name for mate in served.hosted.team("IND")] == ["Asha"]
    await phone.close()
    assert (await laptop.submit(Ready())).accepted
    assert next(seen.state for seen in served.hosted.presence() if seen.seat == "IND") == "here"
    await laptop.close()


async def test_a_page_left_open_overnight_says_what_became_of_it(
    served: Remote, calling: Join, browse: Browse
) -> None:
    page = browse()
    await page.join(served.codes["IND"], "Asha")
    moment = served.hosted.table("IND").view.moment
    own = (await page.http.get("/s/IND/talk")).text.split('name="form" value="')[1].split('"')[0]
    control = await calling("facilitator")
    assert (await control.http.post("commands", json={"command": "advance", "reason": "on"})).json()[
        "accepted"
    ]
    command = f'{{"command":"ready","moment":"{moment}","id":"{uuid4().hex}"}}'
    sent = {"form": own, "command": command, "sentence": "You are done with this phase."}
    stale = await page.http.post("/s/IND/send", data=sent)
    is_a_page_in_words(stale, 200, "Refused: You are done with this phase.")
    served.keys.reissue("IND")
    for answer in (
        await page.http.get("/s/IND/asked"),
        await page.http.get("/s/IND/state"),
        await page.http.post("/s/IND/send", data=sent),
    ):
        is_a_page_in_words(answer, 401, "you will be where you were")
        assert 'name="code"' in answer.text


def test_what_a_sleeping_device_does_not_confirm_ends_its_line() -> None:
    listening = listen_at("127.0.0.1", 0)
    with listening, socket.create_connection(listening.getsockname()):
        listening.setblocking(True)
        line, _ = listening.accept()
        with line:
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == UNHEARD
    assert UNHEARD / 1000 < 90


async def test_a_laptop_that_slept_wakes_where_it_would_be(
    served: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between it and the host nothing passes for a while, and nobody hangs up: so it is with a lid closed."""
    monkeypatch.setattr(multipolar.client.connection, "SILENCE", 0.5)
    host, port = served.address.split(":")
    passes = asyncio.Event()
    passes.set()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await passes.wait()
            writer.write(data)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onward = await asyncio.open_connection(host, int(port))
        try:
            await asyncio.gather(copy(reader, onward), copy(there, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            for each in (writer, onward):
                each.transport.abort()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    between = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    laptop = await RemoteTable.open(between, served.codes["IND"], "Asha")
    told: asyncio.Queue[str] = asyncio.Queue()
    laptop.heed_line(told.put_nowait)
    utopia = await RemoteTable.open(served.address, served.codes["UTO"], "Uli")
    passes.clear()
    assert (await utopia.submit(Say(text="While you slept.", to=("IND",)))).accepted
    async with asyncio.timeout(10):
        while not (said := await told.get()):
            pass
    assert "lost" in said
    passes.set()
    async with asyncio.timeout(20):
        while await told.get():
            pass
        await laptop._until(lambda: len(laptop.view.messages) == 1)
    awake = await RemoteTable.open(served.address, served.codes["IND"], "Asha")
    assert laptop.view == awake.view
    assert await laptop.record() == await awake.record()
    for table in (laptop, utopia, awake):
        await table.close()
    server.close()


async def test_a_line_to_the_screens_outlives_it_too(
    served: Remote, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipolar.server.serving, "SLOWEST", 0.2)
    page = browse()
    await page.join(served.codes["IND"])
    token = next(cookie.value for cookie in page.http.cookies.jar)
    line = await connect(
        f"ws://{served.address}/s/IND/terminal",
        origin=Origin(f"http://{served.address}"),
        additional_headers={"Cookie": f"seat={token}"},
    )
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.8):
            await line.recv()
    await line.close()
