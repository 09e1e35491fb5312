"""Screens in browsers: twenty windows at one host, what each takes, and how soon a key shows.

A window here is the line that a page holds to its screens; nothing is painted, all that is measured is the
host's.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

import httpx2
from websockets.asyncio.client import connect

from multipolar.lobby.sources import read_scenario
from tests.benchmarks.crowd import SCENARIO, Crowd, Process
from tests.benchmarks.measure import Figure, at_most
from tests.server.test_screens import TOO_SOON, Screens

WINDOWS = 20
SIZE = "120 36"
PRESSES = 100
_AT_REST = 1.5
"""Seconds after which a screen that was painted has come to rest."""
_UP, _DOWN = "\x1b[A", "\x1b[B"


class Measured(NamedTuple):
    """What was measured of screens in browsers.

    Attributes:
        cpu: seconds of the processor that each took until it was at rest.
        own: bytes that are in memory for each alone.
        share: bytes of each with its part of what all share.
        parent: bytes that are in memory of the process in which everything is loaded.
        opened: seconds until each showed something.
        shown: seconds from a key to the first that is painted after it.
    """

    cpu: list[float]
    own: list[int]
    share: list[int]
    parent: int
    opened: list[float]
    shown: list[float]


async def _sit(crowd: Crowd, seat: str, number: int, open_ones: AsyncExitStack) -> tuple[Screens, float]:
    """Join, open a window, and wait until the brief is shown."""
    form = {"code": crowd.codes[seat], "name": f"Person {number}", "way": "screens"}
    answer = await crowd.http.post(f"{crowd.address}/join", data=form, follow_redirects=False)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    url = httpx2.URL(crowd.address)
    address = f"ws://{url.host}:{url.port}/s/{seat}/terminal?window={number:032x}"
    headers = {"Cookie": cookie, "Origin": crowd.address}
    line = await open_ones.enter_async_context(connect(address, additional_headers=headers))
    began = time.perf_counter()
    await line.send(SIZE)
    screens = Screens(line)
    await screens.shows("WHO YOU ARE")
    return screens, time.perf_counter() - began


async def _show(screens: Screens, key: str) -> float:
    """Seconds from a key to what is painted after it."""
    screens.forget()
    began = time.perf_counter()
    await screens.press(key)
    await screens.until(lambda: bool(screens.painted))
    return time.perf_counter() - began


async def browsers(windows: int = WINDOWS, presses: int = PRESSES) -> Measured:
    """Open windows one after another, then press keys in one after another."""
    powers = [power.id for power in read_scenario(SCENARIO).powers]
    async with AsyncExitStack() as open_ones:
        folder = open_ones.enter_context(tempfile.TemporaryDirectory())
        crowd = await open_ones.enter_async_context(Crowd(Path(folder), powers))
        known: dict[int, Process] = {}
        parents: list[Process] = []
        cpu, opened, all_screens = [], [], []
        for number in range(windows):
            screens, seconds = await _sit(crowd, powers[number % len(powers)], number, open_ones)
            await asyncio.sleep(_AT_REST)
            parents = crowd.process.children
            (fresh,) = [each for each in parents[0].children if each.number not in known]
            known[fresh.number] = fresh
            cpu.append(fresh.cpu)
            opened.append(seconds)
            all_screens.append(screens)
        own = [each.own_memory for each in known.values()]
        share = [each.share_of_memory for each in known.values()]
        await asyncio.sleep(TOO_SOON)
        shown = [
            await _show(all_screens[number % windows], _UP if (number // windows) % 2 else _DOWN)
            for number in range(presses)
        ]
        return Measured(cpu, own, share, parents[0].memory, opened, shown)


def figures(windows: int = WINDOWS, presses: int = PRESSES) -> Iterator[Figure]:
    """Every line about screens in browsers."""
    found = asyncio.run(browsers(windows, presses))
    yield at_most(f"{windows} screens in browsers: CPU to start one, median", median(found.cpu), "s", 0.5)
    yield Figure("… the first", found.cpu[0], "s")
    yield at_most("… memory of one alone, median", median(found.own) / 2**20, "MB", 25)
    yield Figure("… with its part of what all share, median", median(found.share) / 2**20, "MB")
    yield Figure("… memory of the process they share with", found.parent / 2**20, "MB")
    yield Figure("… until one shows its first screen, median", median(found.opened) * 1000, "ms")
    yield Figure("… key to repaint, median", median(found.shown) * 1000, "ms")
    yield Figure("… slowest of all", max(found.shown) * 1000, "ms")
