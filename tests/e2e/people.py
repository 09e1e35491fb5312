"""People at a hosted exercise, each in a way of its own; they go on as far as the lesson has come.

Whoever is at the screens, in a terminal or in a browser, does what the screen asks for; the page is tapped;
lines go to ``--plain``; a script calls the API.
"""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol
from uuid import uuid4

import httpx2

from multipolar.wire.routes import BASE
from tests.chromium import Tab
from tests.cli.command import CommandLine
from tests.e2e.terminal import Terminal
from tests.e2e.test_terminal import scene

PATIENCE = 90.0
"""Seconds after which what is awaited counts as never coming."""
LOOK = 0.1
"""Seconds between two looks at a screen."""
PAUSE = 0.4
"""Seconds between two questions to a host."""
STANDS = 0.8
"""Seconds for which a screen is let stand before something is pressed that binds."""
ANSWERED = 5.0
"""Seconds within which a press that counted shows."""
RESERVED = ("hold", "absorb", "stay_out")
"""The response to a crisis of somebody who does nothing about it, by what the seat is in it."""


class Lesson:
    """How far everybody goes: a round is left once it may be."""

    def __init__(self) -> None:
        self._through = -1
        self._changed = asyncio.Condition()

    async def let(self, number: int) -> None:
        """Let everybody finish a round, and those before; 0 is the briefing."""
        async with self._changed:
            self._through = number
            self._changed.notify_all()

    def lets(self, number: int) -> bool:
        """Whether a round may be finished."""
        return self._through >= number

    async def may_finish(self, number: int) -> None:
        """Wait until a round may be finished."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.lets(number))


async def until(holds: Callable[[], Awaitable[bool]], what: str, told: Callable[[], str] = str) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: when it never does.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            while not await holds():  # noqa: ASYNC110 - what is awaited happens in other processes
                await asyncio.sleep(LOOK)
    except TimeoutError:
        raise AssertionError(f"{what} did not come\n{told()}") from None


class Screens(Protocol):
    """Screens somewhere."""

    async def seen(self) -> str:
        """What they show, row by row."""
        ...

    async def press(self, key: str) -> None:
        """Press a key, by tmux's names."""
        ...


class InTerminal:
    """Screens in a real terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    async def seen(self) -> str:
        return await asyncio.to_thread(lambda: self.terminal.screen)

    async def press(self, key: str) -> None:
        await asyncio.to_thread(self.terminal.press, key)


class InTab:
    """Screens in a real browser."""

    _ROWS = "[...document.querySelectorAll('.xterm-accessibility-tree > div')].map((row) => row.innerText)"

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    async def seen(self) -> str:
        rows: list[str] = await self.tab.run(self._ROWS)
        return "\n".join(rows).rstrip()

    async def press(self, key: str) -> None:
        await self.tab.press(key.replace("C-", "ctrl+"))


class AtScreens:
    """Somebody at the screens of a seat."""

    def __init__(self, screens: Screens, lesson: Lesson) -> None:
        self.screens = screens
        self.lesson = lesson
        self.shown = ""
        self.scenes: list[str] = []

    async def see(self, *words: str) -> None:
        """Wait until all of these words are shown."""

        async def are() -> bool:
            self.shown = await self.screens.seen()
            return all(word in self.shown for word in words)

        await until(are, repr(words), lambda: self.shown)

    async def _bind(self, key: str, before: str) -> None:
        """Press a key that binds until another scene is seen; again where it was too soon."""

        async def is_past() -> bool:
            await asyncio.sleep(STANDS)
            if where(await self.screens.seen()) != before:
                return True
            await self.screens.press(key)
            for _ in range(int(ANSWERED / LOOK)):
                if where(await self.screens.seen()) != before:
                    return True
                await asyncio.sleep(LOOK)
            return False

        await until(is_past, f"what follows {before}", lambda: self.shown)

    def die(self) -> None:
        """Its program is killed, as when the battery is empty."""
        assert isinstance(self.screens, InTerminal)
        os.kill(self.screens.terminal.process, signal.SIGKILL)

    async def play(self) -> None:
        """Do what the screens ask for, until the debrief."""
        while (now := where(await self.screens.seen())) != "debrief":
            if now and now not in self.scenes:
                self.scenes.append(now)
            kind, _, number = now.partition(" ")
            match kind:
                case "brief" | "crisis":
                    await self._bind("C-s", now)
                case "letter":
                    await self._bind("Escape", now)
                case "assessment":
                    await self._bind("Space", now)
                case "table":
                    await self.lesson.may_finish(int(number))
                    await self._bind("r", now)
                case "open":
                    await self.screens.press("Down")
                    await self._bind("C-s", now)
                case _:
                    await asyncio.sleep(LOOK)


def where(shown: str) -> str:
    """The scene that asks for something, a table with its round; empty where nothing is asked."""
    if "WHO YOU ARE" in shown and any(key in shown for key in ("^s I have read it", "enter continue")):
        return "brief"
    if shown.rstrip().endswith("palette") and "pgdn read on  esc back" in shown:
        return "letter"
    now = scene(shown) if shown.strip() else ""
    found = re.search(r"round (\d+)", shown.splitlines()[0]) if now == "table" else None
    return f"table {found[1]}" if found else now


class OnPage:
    """Somebody with a phone, on the light page."""

    def __init__(self, tab: Tab, address: str, seat: str, lesson: Lesson) -> None:
        self.tab = tab
        self.lesson = lesson
        self._asked = f"{address}/s/{seat}/asked"

    async def join(self, address: str, code: str, name: str) -> None:
        await self.tab.open(f"{address}/#{code}")
        await self.tab.until("document.activeElement.id === 'name'")
        await self.tab.type(name)
        await self.tab.press("Enter")
        await self.arrives("/asked")

    async def arrives(self, ending: str) -> None:
        """Wait for a page."""
        await self.tab.until(f"location.pathname.endsWith('{ending}') && document.readyState === 'complete'")

    async def tap(self, what: str, ending: str) -> None:
        """Tap something, by a CSS selector, and wait for the page it leads to."""
        await self.tab.run("window.isOld = true")
        await self.tab.run(f"document.querySelector(`{what}`).click()")
        await self.tab.until(f"!window.isOld && location.pathname.endsWith('{ending}') && document.body")
        await self.tab.until("document.readyState === 'complete'")

    async def play(self) -> None:
        """Answer what is asked, until the debrief."""
        while not await self.play_once():
            pass

    async def play_once(self) -> bool:
        """Look for news and answer; whether it is over."""
        with suppress(AssertionError):
            await self.tab.open(self._asked)
        said = str(await self.tab.run("document.body.innerText"))
        found = re.search(r"(?<!before )round (\d+) of", said)
        number = int(found[1]) if found else 0
        if "What came of it" in said:
            return True
        if await self._has("input[name^='k:']"):
            await self.tab.run(
                "document.querySelectorAll('input[name^=\"k:\"]').forEach((mark) => {"
                f"  if ({json.dumps(RESERVED)}.includes(mark.value)) mark.click(); }})"
            )
            await self._send("form[action$='/look'] button.main")
        elif await self._has("input[name=ready]"):
            await self.lesson.may_finish(number)
            await self._send("form:has(input[name=ready]) button")
        else:
            await asyncio.sleep(PAUSE)
        return False

    async def _has(self, what: str) -> bool:
        return bool(await self.tab.run(f"document.querySelector(`{what}`) !== null"))

    async def _send(self, look: str) -> None:
        await self.tap(look, "/look")
        if await self._has("form[action$='/send']"):
            await self.tap("form[action$='/send'] button", "/send")


class ByLines:
    """Somebody who writes lines: `join --plain`."""

    def __init__(self, process: asyncio.subprocess.Process, lesson: Lesson) -> None:
        self.process = process
        self.lesson = lesson
        self._one_by_one = asyncio.Lock()

    @classmethod
    async def join(cls, run: CommandLine, lesson: Lesson, address: str, code: str, name: str) -> "ByLines":
        return cls(
            await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-m",
                    "multipolar",
                    "join",
                    address,
                    code,
                    "--name",
                    name,
                    "--plain",
                    "--json",
                ),
                cwd=run.folder,
                env=run.environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=2**24,
            ),
            lesson,
        )

    async def answer(self, line: str) -> Any:
        """Write a line, and wait for its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE), self._one_by_one:
            self.process.stdin.write(f"{line}\n".encode())
            await self.process.stdin.drain()
            return json.loads(await self.process.stdout.readline())

    async def play(self) -> None:
        """Pass, until the debrief."""
        while (now := (await self.answer("status"))["data"])["phase"] != "debrief":
            if not now["asked"]:
                await asyncio.sleep(PAUSE)
                continue
            if now["phase"] != "crisis":
                await self.lesson.may_finish(now["round"])
            await self.answer("pass")
        await self.answer("quit")
        await self.process.wait()

    async def end(self) -> None:
        """End it, if it has not ended."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


class ByScript:
    """Somebody's program, that knows the API's document and nothing else."""

    def __init__(self, address: str, lesson: Lesson) -> None:
        self.http = httpx2.AsyncClient(base_url=f"{address}{BASE}/", timeout=20)
        self.lesson = lesson
        self.seat = ""

    async def join(self, code: str, name: str) -> "ByScript":
        answer = (await self.http.post("join", json={"code": code, "name": name})).json()
        self.http.headers["Authorization"] = f"Bearer {answer['token']}"
        self.seat = answer["seat"]
        return self

    async def get(self, what: str) -> Any:
        """What the API answers; asked again while the host is away."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(httpx2.TransportError):
                    answer = await self.http.get(what)
                    if answer.status_code == httpx2.codes.OK:
                        return answer.json()
                await asyncio.sleep(LOOK)

    async def submit(self, command: str, **given: Any) -> Any:
        """Submit a command, again with its id while the host is away; the receipt."""
        asked = {"command": command, "id": uuid4().hex, **given}
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(httpx2.TransportError):
                    return (await self.http.post("commands", json=asked)).json()
                await asyncio.sleep(LOOK)

    async def play(self) -> None:
        """Answer what is asked, until the debrief."""
        while (view := await self.get("view"))["phase"] != "debrief":
            open_ones = [each for each in view["crises"] if each["choices"] and not each["chosen"]]
            for crisis in open_ones:
                there = {choice["id"] for choice in crisis["choices"]}
                choice = next(each for each in RESERVED if each in there)
                await self.submit("respond", moment=view["moment"], crisis=crisis["id"], choice=choice)
            may = self.lesson.lets(view["round"])
            if may and view["asked"] and not view["ready"] and not open_ones:
                await self.submit("ready", moment=view["moment"])
            await asyncio.sleep(PAUSE)
