"""The stream of updates: taken up where it broke, complete for who comes back, and blind to secrets."""

import asyncio
from typing import Any

import msgspec
import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Order, Ready, Say
from multipolar.wire.routes import BY_OPERATION
from tests.contracts.playing import plain
from tests.contracts.seated import Remote
from tests.server.conftest import Caller, Serve

REFUSED = (
    {"command": "accept", "initiative": "I1", "version": 1},
    {"command": "withdraw", "initiative": "I2"},
)


async def updates_of(caller: Caller, since: int, many: int) -> list[tuple[int, Any]]:
    """The first updates of a stream: number and data."""
    found: list[tuple[int, Any]] = []
    headers = {"Last-Event-ID": str(since)}
    async with asyncio.timeout(10), caller.http.stream("GET", "updates", headers=headers) as stream:
        number = 0
        async for line in stream.aiter_lines():
            if line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: ") and number:
                found.append((number, msgspec.json.decode(line[6:])))
                number = 0
            if len(found) == many:
                return found
    return found


async def test_a_stream_is_taken_up_after_the_number_that_arrived_last(serve: Serve) -> None:
    served = await serve()
    india = await Caller.join(served, "IND")
    for text in ("One.", "Two.", "Three."):
        await india.http.post("commands", json={"command": "say", "text": text})
    ((last, whole),) = await updates_of(india, 0, 1)
    assert [seen["number"] for seen in whole["news"]] == list(range(1, last + 1))
    ((again, rest),) = await updates_of(india, last - 2, 1)
    assert again == last
    assert rest["news"] == whole["news"][-2:]
    assert rest["view"] == whole["view"] == (await india.http.get("view")).json()
    ((beyond, nothing),) = await updates_of(india, last + 50, 1)
    assert (beyond, nothing["news"]) == (last, [])
    await india.http.aclose()


async def test_who_was_cut_off_comes_back_to_what_those_who_stayed_know(serve: Serve) -> None:
    served = await serve()
    stayed = await RemoteTable.open(served.address, served.codes["IND"])
    cut = await RemoteTable.open(served.address, served.codes["IND"])
    utopia = await RemoteTable.open(served.address, served.codes["UTO"])
    said: list[str] = []
    cut.heed_line(said.append)
    for number in range(5):
        # Another client first: who would come back by one that is closed never does.
        was, cut._line._http = cut._line._http, cut._line.anew()
        await was.aclose()
        await utopia.submit(Say(text=f"{number}.", to=("IND",)))
        async with asyncio.timeout(10):
            async for update in cut.follow():
                if update.view.number == served.host.number("IND"):
                    break
        assert plain(cut.view) == plain(served.host.view("IND"))
    assert await cut.record() == await stayed.record() == served.host.seen("IND")
    assert any("lost" in told for told in said)
    assert said[-1] == ""
    for table in (stayed, cut, utopia):
        await table.close()


async def secretly(served: Remote, *, otherwise: bool) -> None:
    """Both come to the deliberation; Utopia does one of two things that India may not know of."""
    for seat in ("IND", "UTO"):
        table = served.hosted.table(seat)
        assert (await table.submit(Ready())).accepted
    table = served.hosted.table("UTO")
    if otherwise:
        assert (await table.submit(Say(text="Between us: we give way.", to=("ERE",)))).accepted
        assert (await table.submit(Order(move="reform_governance"))).accepted
        await table.keep_drafts((Say(text="a secret that is long enough to be seen " * 4),))
    else:
        assert (await table.submit(Order(move="modernise_forces"))).accepted


async def test_two_worlds_that_differ_in_a_secret_are_the_same_on_the_wire(serve: Serve) -> None:
    said: list[dict[str, tuple[int, bytes]]] = []
    for otherwise in (False, True):
        served = await serve()
        await secretly(served, otherwise=otherwise)
        india = await Caller.join(served, "IND")
        found: dict[str, tuple[int, bytes]] = {}
        for operation in ("getView", "getRecord", "getDrafts", "getTurningPoints", "getPresence", "advise"):
            answer = await india.http.get(BY_OPERATION[operation].path.removeprefix("/"))
            found[operation] = (answer.status_code, answer.content)
        for target in ("tension(IND,UTO)", "capital(UTO)", "forces(UTO)", "trust(UTO,ERE)"):
            answer = await india.http.get("why", params={"target": target})
            found[target] = (answer.status_code, answer.content)
        for body in REFUSED:
            for path in ("preview", "commands"):
                answer = await india.http.post(path, json=body)
                found[f"{path} {body['command']}"] = (answer.status_code, answer.content)
        ((number, update),) = await updates_of(india, 0, 1)
        found["updates"] = (number, msgspec.json.encode(update))
        said.append(found)
        await india.http.aclose()
    assert said[0] == said[1]


@pytest.mark.parametrize("seat", ["observer", "projector"])
async def test_who_watches_is_shown_what_everybody_may_see(serve: Serve, seat: str) -> None:
    served = await serve()
    await secretly(served, otherwise=True)
    watcher = await Caller.join(served, seat)
    view = (await watcher.http.get("view")).json()
    assert (view["seat"], view["brief"], view["objectives"]) == ("observer", None, [])
    for path in ("view", "record"):
        told = (await watcher.http.get(path)).text
        assert "we give way" not in told
        assert "reform_governance" not in told
    await watcher.http.aclose()
