"""The screens in a browser: the app, run on the host and painted in a page by a terminal of the package."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from multipolar.server.screens import terminals
from multipolar.server.screens.orders import LARGEST, LEAST, bounded
from multipolar.server.screens.terminals import Spawning, environment
from tests.chromium import chromium
from tests.contracts.seated import Remote
from tests.server.browser import Browser

WINDOW = "0" * 32
OTHER_WINDOW = "f" * 32
TOO_SOON = 1.0
"""Seconds for which a page that has just appeared takes no key that binds."""
PRESSED = {"read": b"\x13", "palette": b"\x10", "leave": b"\x11"}


class Screens:
    """What a window was shown so far, as text without its marks."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line
        self.painted = b""
        self.closed = 0
        self._changed = asyncio.Condition()
        self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        with suppress(ConnectionClosed):
            async for told in self.line:
                if isinstance(told, bytes):
                    self.painted += told
                async with self._changed:
                    self._changed.notify_all()
        self.closed = self.line.close_code or 0
        async with self._changed:
            self._changed.notify_all()

    @property
    def text(self) -> str:
        return re.sub(r"\x1b\[[0-9;?<>=:]*[ -/$]*[@-~]", "", self.painted.decode(errors="replace"))

    async def until(self, ready: Callable[[], bool], seconds: float = 40) -> None:
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(ready)
        except TimeoutError:
            raise AssertionError(f"it was not shown; closed {self.closed}; {self.text[-3000:]!r}") from None

    async def shows(self, words: str) -> None:
        await self.until(lambda: words in self.text)

    async def closes(self) -> int:
        await self.until(lambda: bool(self.closed))
        return self.closed

    async def press(self, what: str) -> None:
        await self.line.send(PRESSED.get(what, what.encode()))

    def forget(self) -> None:
        self.painted = b""


async def cookie(served: Remote, seat: str = "IND", name: str = "Asha") -> str:
    async with httpx2.AsyncClient() as http:
        form = {"code": served.codes[seat], "name": name, "way": "screens"}
        answer = await http.post(f"http://{served.address}/join", data=form, follow_redirects=False)
    assert answer.headers["location"] == f"/s/{seat}/screens"
    return answer.headers["set-cookie"].partition(";")[0]


@asynccontextmanager
async def window(
    served: Remote, held: str, seat: str = "IND", called: str = WINDOW, size: str = "100 30"
) -> AsyncIterator[Screens]:
    address = f"ws://{served.address}/s/{seat}/terminal?window={called}"
    origin = f"http://{served.address}"
    async with connect(address, additional_headers={"Cookie": held, "Origin": origin}) as line:
        with suppress(ConnectionClosed):
            await line.send(size)
        yield Screens(line)


def running(served: Remote) -> int:
    """How many screens run."""
    return sum(not each.ended.is_set() for each in served.terminals._open.values())


async def at_the_table(screens: Screens) -> None:
    """Read the brief, and go to the table."""
    await screens.shows("WHO YOU ARE")
    # What is pressed too soon after a page appeared was meant for the one before.
    await asyncio.sleep(TOO_SOON)
    screens.forget()
    await screens.press("read")
    await screens.shows("MY OBJECTIVES")


async def test_the_app_of_the_terminal_is_played_in_a_window(served: Remote) -> None:
    async with window(served, await cookie(served)) as screens:
        await at_the_table(screens)
        presence = {each.seat: each for each in served.hosted.presence()}
        assert presence["IND"].devices == 1
        screens.forget()
        await screens.line.send("130 40")
        await screens.shows("MY OBJECTIVES")
        assert b"\x1b[?1049h" in screens.painted
        await screens.press("leave")
        assert await screens.closes() == 4000


async def test_who_comes_back_is_where_they_were(served: Remote) -> None:
    held = await cookie(served)
    async with window(served, held) as screens:
        await at_the_table(screens)
        await screens.press("palette")
        await screens.press("treasured")
        await screens.shows("treasured")
    async with window(served, held) as again:
        await again.shows("treasured")
        assert running(served) == 1
    async with window(served, held, called=OTHER_WINDOW) as other:
        await other.shows("WHO YOU ARE")
        assert running(served) == 2


async def test_screens_show_in_one_window_at_a_time(served: Remote) -> None:
    held = await cookie(served)
    async with window(served, held) as first:
        await first.shows("WHO YOU ARE")
        async with window(served, held) as second:
            await second.shows("WHO YOU ARE")
            assert await first.closes() == 4409


async def test_screens_end_when_no_window_comes_back(served: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "KEPT_OPEN", 0.2)
    async with window(served, await cookie(served)) as screens:
        await screens.shows("WHO YOU ARE")
    (left,) = served.terminals._open.values()
    async with asyncio.timeout(10):
        await left.ended.wait()


async def test_nobody_opens_screens_without_the_seat(served: Remote) -> None:
    held = await cookie(served)
    async with window(served, "seat=nonsense") as screens:
        assert await screens.closes() == 4401
    async with window(served, held, seat="UTO") as screens:
        assert await screens.closes() == 4401
    assert not served.terminals._open


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "", "http://127.0.0.1:1"])
async def test_no_other_site_opens_screens_in_the_name_of_who_sits_here(served: Remote, origin: str) -> None:
    address = f"ws://{served.address}/s/IND/terminal"
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, additional_headers={"Cookie": await cookie(served), "Origin": origin})
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("size", ["", "wide", "99999 1", "10 10 10"])
async def test_a_window_that_begins_with_nonsense_is_shown_nothing(served: Remote, size: str) -> None:
    async with window(served, await cookie(served), size=size) as screens:
        assert await screens.closes() == 1008
    assert not served.terminals._open


async def test_a_window_that_sends_without_measure_is_closed(served: Remote) -> None:
    async with window(served, await cookie(served)) as screens:
        await screens.shows("WHO YOU ARE")
        with suppress(ConnectionClosed):
            await screens.line.send(b"x" * 200_000)
        assert await screens.closes() == 1009


def test_no_terminal_is_larger_than_the_host_bears() -> None:
    assert bounded(9999, 9999) == LARGEST
    assert bounded(0, 0) == LEAST
    assert bounded(100, 30) == (100, 30)


async def test_a_seat_does_not_take_all_screens(served: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "MOST_IN_SEAT", 1)
    monkeypatch.setattr(terminals, "MOST", 2)
    held = await cookie(served)
    async with window(served, held) as screens:
        await screens.shows("WHO YOU ARE")
        async with window(served, held, called=OTHER_WINDOW) as other:
            assert await other.closes() == 4503
            assert "Too many screens are open in this seat" in (other.line.close_reason or "")
        async with window(served, await cookie(served, "UTO"), "UTO") as utopia:
            await utopia.shows("WHO YOU ARE")
            async with window(served, await cookie(served, "observer", ""), "observer") as late:
                assert await late.closes() == 4503


async def test_a_code_that_is_replaced_ends_what_screens_can_do(served: Remote) -> None:
    held = await cookie(served)
    async with window(served, held) as screens:
        await screens.shows("WHO YOU ARE")
        served.keys.reissue("IND")
        served.hosted._wake()
        await screens.shows("you are signed out here")
    async with window(served, held) as again:
        assert await again.closes() == 4401


async def test_screens_open_also_where_nothing_can_be_forked(served: Remote) -> None:
    served.terminals._opener = Spawning()
    async with window(served, await cookie(served)) as screens:
        await screens.shows("WHO YOU ARE")


def test_what_screens_run_in_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PASSWORD", "secret")
    monkeypatch.setenv("NO_COLOR", "1")
    known = environment()
    assert not {"SOME_PASSWORD", "NO_COLOR"} & set(known)
    assert known["PATH"] == os.environ["PATH"]


def test_a_host_loads_no_screen_itself() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import multipolar.server.hosting, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert "multipolar.server.screens.terminals" in said
    assert not {"textual", "multipolar.tui", "multipolar.client"} & set(said)


async def test_the_way_in_leads_to_both_and_each_to_the_other(served: Remote) -> None:
    browser = Browser(served.address)
    async with browser.http:
        form = (await browser.open("/")).form("/join")
        assert form.options["way"] == ["page", "screens"]
        asked = await browser.join(served.codes["IND"], "Asha")
        assert "/s/IND/screens" in asked.refers
        answer = await browser.http.get("/s/IND/screens")
        assert 'href="/s/IND/asked"' in answer.text
        assert "<noscript>" in answer.text
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert f"ws://{served.address}" in policy
        assert (await browser.http.get("/s/UTO/screens")).status_code == 401


async def test_in_a_real_browser_by_keys_alone_and_from_this_host_alone(
    served: Remote, tmp_path: Path
) -> None:
    seen = "document.querySelector('.xterm-accessibility-tree')?.innerText"
    async with chromium(tmp_path) as browser:
        tab = await browser.tab()
        await tab.size(1280, 800)
        await tab.open(f"http://{served.address}/#{served.codes['IND']}")
        await tab.until("document.activeElement.id === 'name'")
        await tab.type("Asha")
        for key in ("Tab", "Down", "Enter"):
            await tab.press(key)
        await tab.until(f"{seen}?.includes('WHO YOU ARE')")
        assert await tab.run("document.querySelector('#screens textarea') === document.activeElement")
        await asyncio.sleep(TOO_SOON)
        await tab.press("ctrl+s")
        await tab.until(f"{seen}.includes('MY OBJECTIVES')")
        await tab.do("Page.reload")
        await tab.until(f"{seen}?.includes('MY OBJECTIVES')")
        assert await tab.run("document.fonts.check('16px Screens', '⣿█')")
        assert (await tab.picture()).startswith(b"\x89PNG")
        assert {each.split("/")[2] for each in tab.fetched} == {served.address}
        # The code stood in the fragment: it is no part of any request's address.
        assert not [each for each in tab.fetched[1:] if served.codes["IND"] in each]
        assert running(served) == 1
