"""A real browser without a window, driven as a person drives it: by keys, and by what is seen."""

import asyncio
import base64
import itertools
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect

_KEYS = {
    "Enter": ("Enter", "Enter", 13, "\r"),
    "Escape": ("Escape", "Escape", 27, ""),
    "Tab": ("Tab", "Tab", 9, ""),
    "Space": (" ", "Space", 32, " "),
    "Down": ("ArrowDown", "ArrowDown", 40, ""),
}
_CTRL = 2


class Tab:
    """One tab of it."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._hearing = asyncio.create_task(self._hear())
        self.fetched: list[str] = []
        self._fetching = asyncio.Event()

    async def _hear(self) -> None:
        async for told in self._line:
            said = msgspec.json.decode(told)
            if said.get("method") == "Network.requestWillBeSent":
                self.fetched.append(said["params"]["request"]["url"])
                self._fetching.set()
            if (asked := self._asked.pop(said.get("id"), None)) is not None:
                asked.set_result(said)

    async def do(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        sent = {"id": number, "method": method, "params": params}
        await self._line.send(msgspec.json.encode(sent).decode())
        async with asyncio.timeout(30):
            answer = await self._asked[number]
        assert "result" in answer, answer
        return answer["result"]

    async def run(self, script: str) -> Any:
        """What an expression is worth on the page."""
        told = await self.do("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    async def until(self, script: str, seconds: float = 40) -> None:
        """Wait until an expression is true on the page."""
        end = asyncio.get_running_loop().time() + seconds
        while not await self.run(f"Boolean({script})"):
            if asyncio.get_running_loop().time() > end:
                seen = await self.run("document.body.innerText")
                raise AssertionError(f"it never came to be that {script}:\n{seen}")
            await asyncio.sleep(0.05)

    async def asks_again(self, ending: str, times: int = 2) -> None:
        """Wait until the page has fetched what has such an address, so many times more."""
        begun = len(self.fetched)
        async with asyncio.timeout(60):
            while sum(each.endswith(ending) for each in self.fetched[begun:]) < times:
                self._fetching.clear()
                await self._fetching.wait()

    async def open(self, address: str) -> None:
        await self.run("window.isLeft = true")
        went = await self.do("Page.navigate", url=address)
        # A change of the fragment alone leaves the document where it is.
        is_there = "!window.isLeft && " if "loaderId" in went else ""
        await self.until(f"{is_there}document.readyState === 'complete'")

    async def type(self, words: str) -> None:
        await self.do("Input.insertText", text=words)

    async def press(self, key: str) -> None:
        """Press a key: one of `_KEYS`, a letter, or ``ctrl+`` and a letter."""
        is_ctrl = key.startswith("ctrl+")
        letter = key.removeprefix("ctrl+")
        usual = (letter, f"Key{letter.upper()}", ord(letter[0].upper()), "" if is_ctrl else letter)
        name, code, number, text = _KEYS.get(key, usual)
        held: dict[str, Any] = {"key": name, "code": code, "windowsVirtualKeyCode": number}
        held |= {"modifiers": _CTRL} if is_ctrl else {}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **held, **({"text": text} if text else {}))
        await self.do("Input.dispatchKeyEvent", type="keyUp", **held)

    async def size(self, width: int, height: int) -> None:
        shown = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.do("Emulation.setDeviceMetricsOverride", **shown)

    async def picture(self) -> bytes:
        """What is seen, as PNG."""
        taken = await self.do("Page.captureScreenshot")
        return base64.b64decode(taken["data"])

    async def close(self) -> None:
        self._hearing.cancel()
        await self._line.close()


class Chromium:
    """A browser; tabs share its cookies."""

    def __init__(self, address: str, line: ClientConnection) -> None:
        self._address = address
        self._all = Tab(line)
        self._tabs: list[Tab] = []

    async def tab(self) -> Tab:
        # In a window of its own: what is behind another is neither drawn nor typed in.
        made = await self._all.do("Target.createTarget", url="about:blank", newWindow=True)
        line = await connect(f"ws://{self._address}/devtools/page/{made['targetId']}", max_size=None)
        tab = Tab(line)
        self._tabs.append(tab)
        for domain in ("Page", "Runtime", "Network"):
            await tab.do(f"{domain}.enable")
        await tab.do("Emulation.setFocusEmulationEnabled", enabled=True)
        return tab

    async def close(self) -> None:
        for tab in (*self._tabs, self._all):
            await tab.close()


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Chromium]:
    """Start a browser, which keeps what it must in a folder."""
    process = await asyncio.create_subprocess_exec(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--disable-quic", "--no-first-run", "--disable-background-networking"),
        *("--disable-component-update", "--disable-sync", "--remote-debugging-port=0"),
        f"--user-data-dir={folder / 'browser'}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(60):
            while not (found := re.search(rb"ws://([^/]+)(/\S+)", await process.stderr.readline())):
                assert process.returncode is None
        reading = asyncio.create_task(process.stderr.read())
        address, path = found[1].decode(), found[2].decode()
        browser = Chromium(address, await connect(f"ws://{address}{path}", max_size=None))
        try:
            yield browser
        finally:
            await browser.close()
            reading.cancel()
    finally:
        process.terminate()
        await process.wait()
