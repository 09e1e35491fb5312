"""One clock for everybody: set by the facilitator, told to all at once, with the reason in the record."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from multipolar.client.session import RemoteSession
from multipolar.engine.clock import LessonPlan
from multipolar.table.local import LocalSession
from multipolar.table.port import Table
from tests.contracts.playing import begun, players
from tests.contracts.seated import Remote
from tests.server.browser import Browser
from tests.store.making import opened

PLAN = LessonPlan(6, 300, 400, 100, 100, 1000)


async def told_of(table: Table, *, stopped: bool) -> str:
    """What a table is told of the clock, once it is as it is to be."""
    async with asyncio.timeout(10):
        async for update in table.follow():
            if update.clock is not None and update.clock.stopped == stopped:
                return update.clock.reason
    raise AssertionError


async def test_all_are_told_that_the_clock_is_stopped_and_why(tmp_path: Path) -> None:
    saves = opened(tmp_path)
    local = LocalSession(begun(saves, "IND"), players(), PLAN, writer=ThreadPoolExecutor(1, "writer"))
    await local.open()
    served = Remote(local)
    await served.listen()
    sessions = [
        await RemoteSession.open(served.address, served.codes[seat])
        for seat in ("IND", "projector", "facilitator")
    ]
    india, _, control = sessions
    shown = india.read_clock()
    assert shown is not None
    assert 290 <= shown.left <= 300
    assert not (await india.set_clock("stop", reason="I need time")).accepted
    assert (await control.set_clock("stop", reason="a fire drill")).accepted
    for session in sessions:
        (table,) = session.tables.values()
        assert await told_of(table, stopped=True) == "a fire drill"
        assert any("The clock is stopped: a fire drill" in seen.text for seen in await table.record())
    browser = Browser(served.address)
    page = await browser.join(served.codes["IND"])
    assert "clock stopped at" in page.text
    assert "(a fire drill)" in page.text
    await browser.http.aclose()
    assert (await control.set_clock("go_on")).accepted
    (table,) = india.tables.values()
    assert await told_of(table, stopped=False) == ""
    for session in sessions:
        await session.close()
    await served.close()
    saves.close()
