"""Who is there: empty chairs follow the absence policy, told to all, until somebody is back."""

import asyncio

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Absence, Ready
from multipolar.domain.model.events import AbsenceDeclared
from multipolar.domain.vocabulary import PERSON
from multipolar.table.port import Presence, Table, Update
from tests.contracts.seated import Remote
from tests.server.conftest import Caller, Serve

GRACE = 0.4


async def until_away(served: Remote, *seats: str) -> None:
    with served.hosted.following("observer") as changed:
        async with asyncio.timeout(10):
            while set(served.host.world.away) != set(seats):
                changed.clear()
                await changed.wait()


async def test_a_table_never_waits_for_an_empty_chair(serve: Serve) -> None:
    served = await serve(GRACE)
    minding = asyncio.create_task(served.hosted.mind_chairs())
    india = await RemoteTable.open(served.address, served.codes["IND"])
    assert state_of(served, "UTO") == "nobody"
    await until_away(served, "UTO")
    assert state_of(served, "UTO") == "away"
    told = [event for event in served.host.events if isinstance(event, AbsenceDeclared)]
    assert [event.audience for event in told] == [told[0].audience]
    await india.submit(Ready())
    assert india.view.round == 1
    assert "UTO" in india.view.away
    # Whoever has the code is back by sitting down, and is waited for again.
    utopia = await RemoteTable.open(served.address, served.codes["UTO"])
    await until_away(served)
    assert state_of(served, "UTO") == "here"
    assert served.host.world.seats["UTO"] == PERSON
    minding.cancel()
    await close(india, utopia)


async def test_who_left_by_its_own_word_stays_away_whatever_its_device_asks(serve: Serve) -> None:
    served = await serve()
    india = await RemoteTable.open(served.address, served.codes["IND"])
    assert (await india.submit(Absence())).accepted
    await india.drafts()
    await india.why("tension(IND,UTO)")
    assert set(served.host.world.away) == {"IND"}
    assert (await india.submit(Absence(away=False))).accepted
    await close(india)


async def test_all_are_shown_who_is_there_and_nothing_of_what_they_do(serve: Serve) -> None:
    served = await serve()
    india = await RemoteTable.open(served.address, served.codes["IND"])
    watcher = await RemoteTable.open(served.address, served.codes["observer"])
    async for update in watcher.follow():
        if (india_here := seen_of(update, "IND")).devices == 1:
            assert (india_here.state, india_here.ready) == ("here", False)
            assert seen_of(update, "ERE").state == "program"
            break
    await india.submit(Ready())
    async for update in watcher.follow():
        if seen_of(update, "IND").ready:
            break
    await close(india, watcher)


def seen_of(update: Update, seat: str) -> Presence:
    return next(seen for seen in update.presence if seen.seat == seat)


async def test_a_request_is_a_sign_of_life_as_good_as_a_stream(serve: Serve) -> None:
    served = await serve(GRACE)
    minding = asyncio.create_task(served.hosted.mind_chairs())
    india = await Caller.join(served, "IND")
    while "UTO" not in served.host.world.away:
        assert (await india.http.get("view")).status_code == 200
        assert "IND" not in served.host.world.away
    await until_away(served, "UTO", "IND")
    assert (await india.http.get("view")).status_code == 200
    assert "IND" not in served.host.world.away
    minding.cancel()
    await india.http.aclose()


def state_of(served: Remote, seat: str) -> str:
    return {seen.seat: seen.state for seen in served.hosted.presence()}[seat]


async def close(*tables: Table) -> None:
    for table in tables:
        await table.close()


async def test_what_one_who_was_replaced_had_under_way_does_not_act_for_the_next(serve: Serve) -> None:
    served = await serve()
    control, india = await Caller.join(served, "facilitator"), await Caller.join(served, "IND")
    assert (await india.http.put("drafts", json=[{"command": "say", "text": "Mine."}])).status_code == 200
    suggestion = {"command": {"command": "ready"}, "reason": "now"}
    assert (await india.http.post("suggestions", json=suggestion)).status_code == 200
    assert (await india.http.post("commands", json={"command": "ready"})).json()["accepted"]
    for person in (False, True):
        asked = {"command": "assign_seat", "seat": "IND", "person": person, "reason": "a battery"}
        assert (await control.http.post("commands", json=asked)).json()["accepted"]
    assert (await india.http.get("drafts")).json() == []
    assert (await india.http.get("suggestions")).json() == []
    assert "IND" not in served.host.world.ready
    await control.http.aclose()
    await india.http.aclose()
