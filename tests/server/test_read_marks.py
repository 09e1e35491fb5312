"""What is unread is each person's own: who shares a seat reads for nobody else."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import ReadMessages, Say
from multipolar.domain.model.events import ChannelRead
from multipolar.domain.model.views import View
from multipolar.plain.asking import answer
from multipolar.plain.naming import Names, Place
from tests.contracts.seated import Remote
from tests.server.browser import Browser

Sit = Callable[[str, str], Awaitable[RemoteTable]]


@pytest.fixture
async def sit(served: Remote) -> AsyncIterator[Sit]:
    async with AsyncExitStack() as open_ones:

        async def down(seat: str, name: str) -> RemoteTable:
            table = await RemoteTable.open(served.address, served.codes[seat], name)
            open_ones.push_async_callback(table.close)
            return table

        yield down


def unread(view: View) -> dict[str, int]:
    return {channel.id: channel.unread for channel in view.channels}


async def _say(table: RemoteTable, text: str) -> None:
    assert (await table.submit(Say(text=text, to=("IND",)))).accepted


async def test_what_one_reads_stays_unread_for_the_other(served: Remote, sit: Sit) -> None:
    asha, ben, uli = await sit("IND", "Asha"), await sit("IND", "Ben"), await sit("UTO", "Uli")
    await _say(uli, "One.")
    await _say(uli, "Two.")
    for table in (asha, ben):
        await table._until(lambda table=table: unread(table.view) == {"IND-UTO": 2})  # type: ignore[misc]
    assert (await asha.submit(ReadMessages(id="1", channel="IND-UTO"))).accepted
    await asha._until(lambda: unread(asha.view) == {"IND-UTO": 0})
    assert unread(ben.view) == {"IND-UTO": 2}
    await _say(uli, "Three.")
    await asha._until(lambda: unread(asha.view) == {"IND-UTO": 1})
    await ben._until(lambda: unread(ben.view) == {"IND-UTO": 3})
    # Who comes later has everything before it; who comes back at another device has read what it read.
    chidi, again = await sit("IND", "Chidi"), await sit("IND", "Asha")
    assert (unread(chidi.view), unread(again.view)) == ({"IND-UTO": 3}, {"IND-UTO": 1})
    # The second to read writes nothing into the record: the seat had read that already.
    assert (await ben.submit(ReadMessages(id="2", channel="IND-UTO"))).accepted
    await ben._until(lambda: unread(ben.view) == {"IND-UTO": 0})
    assert (await chidi.submit(ReadMessages(id="3", channel="IND-UTO"))).accepted
    await chidi._until(lambda: unread(chidi.view) == {"IND-UTO": 0})
    marks = [event for event in served.host.events if isinstance(event, ChannelRead)]
    assert [event.actor for event in marks] == ["IND", "IND"]
    # Nobody reads what they said themselves.
    assert unread(uli.view) == {"IND-UTO": 0}


async def test_marks_outlive_a_restart_of_the_host(served: Remote, sit: Sit) -> None:
    asha, uli = await sit("IND", "Asha"), await sit("UTO", "Uli")
    await _say(uli, "One.")
    assert (await asha.submit(ReadMessages(id="1", channel="IND-UTO"))).accepted
    served.hosted.desk.read_anew()
    assert served.hosted.delegation("IND", "Asha").unread == {}
    assert served.hosted.delegation("IND", "Ben").unread == {"IND-UTO": 1}
    assert served.hosted.delegation("facilitator", "").unread is None
    assert served.hosted.delegation("observer", "").unread is None


async def test_lines_and_pages_tell_each_person_its_own(served: Remote, sit: Sit) -> None:
    asha, uli = await sit("IND", "Asha"), await sit("UTO", "Uli")
    await _say(uli, "Only once.")
    await asha._until(lambda: unread(asha.view) == {"IND-UTO": 1})
    browser = Browser(served.address)
    await browser.join(served.codes["IND"], "Ben")
    assert "Talk 1" in (await browser.open("/s/IND/talk")).text
    assert "Only once." in (await browser.open("/s/IND/talk?channel=IND-UTO")).text
    assert "Talk 1" not in (await browser.open("/s/IND/talk")).text
    names = Names()
    names.learn(asha.view)
    told = await answer("channels", "", Place(asha.view, names), asha)
    assert "1 unread" in told.message
    assert unread(asha.view) == {"IND-UTO": 1}
    await browser.http.aclose()
