"""A host and a crowd: a hundred connections that follow, durable commands, and when all know of them.

``python -m tests.benchmarks crowd`` takes a minute; ``CROWD_SECONDS=600`` the ten that the goals are for.
Connections read bytes and decode nothing, so that what is measured is the host's.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple, Self

import httpx2
import msgspec

from multipolar.domain.model.commands import AnyCommand, Pause, Ready, Resume
from multipolar.domain.model.views import Receipt
from multipolar.lobby.sources import read_scenario
from multipolar.wire.routes import BASE
from tests.benchmarks.measure import Figure, at_least, at_most
from tests.cli.command import CommandLine

SCENARIO = "indian-ocean"
SECONDS = float(os.environ.get("CROWD_SECONDS", "60"))
CONNECTIONS = 100
RATE = 20.0
SIX = 6
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 10.0


class Measured(NamedTuple):
    """What was measured of a crowd.

    Attributes:
        sights: kinds of view that were followed.
        to_all: seconds from a command's being sent to its last connection's hearing of it, each.
        answers: seconds to its answer, each.
        sizes: bytes of each update.
        cpu: the host's, in seconds.
        memory: of the host, in bytes: at the beginning and at the end.
        seconds: it took.
    """

    sights: int
    to_all: list[float]
    answers: list[float]
    sizes: list[int]
    cpu: float
    memory: tuple[int, int]
    seconds: float


class _Follower:
    """One connection that follows: when it first heard of each number."""

    def __init__(self) -> None:
        self.number = 0
        self.began = 0
        self.sizes: list[int] = []
        self._heard: list[tuple[int, float]] = []
        self._waiting: list[tuple[int, asyncio.Future[float]]] = []
        self.is_there = asyncio.Event()

    async def follow(self, host: str, port: int, token: str) -> None:
        reader, writer = await asyncio.open_connection(host, port, limit=2**24)
        asked = (
            f"GET {BASE}/updates?packed=1 HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Authorization: Bearer {token}\r\n"
            "Accept: text/event-stream\r\n\r\n"
        )
        writer.write(asked.encode())
        size = 0
        try:
            while line := await reader.readline():
                size += len(line)
                if line.startswith(b"id: "):
                    self._hear(int(line[4:]))
                    size = len(line)
                elif line == b"\n" and size:
                    if self.is_there.is_set():
                        self.sizes.append(size)
                    self.is_there.set()
                    size = 0
        finally:
            writer.close()

    def _hear(self, number: int) -> None:
        now = time.perf_counter()
        self.number = number
        left = []
        for wanted, waits in self._waiting:
            if number < wanted:
                left.append((wanted, waits))
            elif not waits.done():
                waits.set_result(now)
        self._waiting = left

    async def reaches(self, number: int) -> float:
        """When it heard of a number."""
        if self.number >= number:
            return time.perf_counter()
        waits: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((number, waits))
        return await waits


class Process:
    """What the system says of a process."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._folder = Path(f"/proc/{number}")

    @property
    def cpu(self) -> float:
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> int:
        """What of it is in memory, with what it shares, in bytes."""
        return self._kilobytes("status", "VmRSS:") * 1024

    @property
    def own_memory(self) -> int:
        """What is in memory for it alone."""
        return self._kilobytes("smaps_rollup", "Private_Clean:", "Private_Dirty:") * 1024

    @property
    def share_of_memory(self) -> int:
        """The same, with its part of what it shares with others."""
        return self._kilobytes("smaps_rollup", "Pss:") * 1024

    def _kilobytes(self, file: str, *fields: str) -> int:
        told = (self._folder / file).read_text()
        return sum(int(told.split(field)[1].split()[0]) for field in fields)

    @property
    def children(self) -> list["Process"]:
        """Processes it has started."""
        tasks = (self._folder / "task").iterdir()
        return [Process(int(number)) for task in tasks for number in (task / "children").read_text().split()]


class Crowd:
    """A host in a process of its own, and who has joined it.

    Args:
        folder: for its saves.
        seats: of persons.
    """

    def __init__(self, folder: Path, seats: list[str]) -> None:
        self._run = CommandLine(folder)
        self._seats = seats

    async def __aenter__(self) -> Self:
        asked = ("host", SCENARIO, "--seats", ",".join(self._seats), "--seed", "1")
        more = ("--lesson", "90", "--port", "0", "--json")
        self._host = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "multipolar", *asked, *more,
            cwd=self._run.folder, env=self._run.environment(), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._host.stdout is not None
        opened = msgspec.json.decode(await self._host.stdout.readline())
        self.codes: dict[str, str] = opened["codes"]
        self.address: str = opened["address"]
        self.process = Process(self._host.pid)
        url = httpx2.URL(opened["address"])
        self._where = (url.host, url.port or 80)
        limits = httpx2.Limits(max_connections=32)
        self.http = httpx2.AsyncClient(base_url=f"{opened['address']}{BASE}", limits=limits, timeout=60)
        self._following: list[asyncio.Task[None]] = []
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        await self.http.aclose()
        self._host.send_signal(signal.SIGKILL)
        await self._host.wait()

    async def join(self, seat: str) -> str:
        answer = await self.http.post("/join", json={"code": self.codes[seat], "name": ""})
        return str(answer.json()["token"])

    async def follow(self, token: str) -> _Follower:
        follower = _Follower()
        self._following.append(asyncio.create_task(follower.follow(*self._where, token)))
        await follower.is_there.wait()
        return follower

    async def submit(self, token: str, command: AnyCommand) -> Receipt:
        """Send a command.

        Raises:
            AssertionError: when it is refused.
        """
        body = msgspec.json.encode(command)
        answer = await self.http.post("/commands", content=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == httpx2.codes.OK, answer.text
        return msgspec.json.decode(answer.content, type=Receipt)


async def crowd(seconds: float, connections: int = CONNECTIONS, rate: float = RATE) -> Measured:
    """Let a crowd follow while commands come at a steady rate, each seen by all."""
    powers = [power.id for power in read_scenario(SCENARIO).powers]
    with tempfile.TemporaryDirectory() as folder:
        async with Crowd(Path(folder), powers) as host:
            tokens = {seat: await host.join(seat) for seat in host.codes}
            await asyncio.gather(*(_begin(host, tokens[seat]) for seat in powers))
            seats = list(tokens)
            followers = [
                await host.follow(tokens[seats[number % len(seats)]]) for number in range(connections)
            ]
            await asyncio.sleep(1)
            for follower in followers:
                follower.began, follower.sizes = follower.number, []
            asker, in_order = tokens["facilitator"], asyncio.Lock()
            base = followers[seats.index("facilitator")].number
            to_all: list[float] = []
            answers: list[float] = []

            async def one(number: int) -> None:
                # The clock is what everybody sees at once, and what leaves the view as large as it was.
                asked = (Resume if number % 2 else Pause)(id=f"c{number}", reason="measured")
                async with in_order:
                    began = time.perf_counter()
                    receipt = await host.submit(asker, asked)
                answers.append(time.perf_counter() - began)
                more = receipt.number - base
                heard = await asyncio.gather(*(each.reaches(each.began + more) for each in followers))
                to_all.append(max(heard) - began)

            memory, cpu, began = host.process.memory, host.process.cpu, time.perf_counter()
            under_way = []
            for number in range(max(2, int(seconds * rate))):
                await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                under_way.append(asyncio.create_task(one(number)))
            async with asyncio.timeout(_PATIENCE + seconds):
                await asyncio.gather(*under_way)
            took = time.perf_counter() - began
            return Measured(
                len(powers) + 2,
                to_all,
                answers,
                [size for each in followers for size in each.sizes],
                host.process.cpu - cpu,
                (memory, host.process.memory),
                took,
            )


async def _begin(host: Crowd, token: str) -> None:
    """Leave the briefing, in which nobody takes anything back."""
    await host.submit(token, Ready(id="begin"))


async def six(seconds: float) -> tuple[int, float, float]:
    """Six seats that command as fast as they are answered: commands, seconds, CPU of the host."""
    powers = [power.id for power in read_scenario(SCENARIO).powers if not power.minor][:SIX]
    with tempfile.TemporaryDirectory() as folder:
        async with Crowd(Path(folder), powers) as host:
            tokens = {seat: await host.join(seat) for seat in powers}
            for token in tokens.values():
                await host.follow(token)
            cpu, began, done = host.process.cpu, time.perf_counter(), 0
            until = began + seconds

            async def play(seat: str) -> None:
                nonlocal done
                number = 0
                # The last one is never ready: the phase goes on.
                while time.perf_counter() < until:
                    asked = Ready(id=f"c{number}", ready=seat != powers[-1] and not number % 2)
                    await host.submit(tokens[seat], asked)
                    number += 1
                    done += 1

            await asyncio.gather(*(play(seat) for seat in powers[:-1]))
            return done, time.perf_counter() - began, host.process.cpu - cpu


def figures(seconds: float = SECONDS, connections: int = CONNECTIONS) -> Iterator[Figure]:
    """Every line about a crowd."""
    found = asyncio.run(crowd(seconds, connections))
    ordered = sorted(found.to_all)
    last = quantiles(ordered, n=100)[98]
    what = f"{connections} connections on {found.sights} sights, {len(ordered) / found.seconds:.0f} a second"
    yield at_most(f"{what}: to all, p50", median(ordered) * 1000, "ms", 25)
    yield at_most("… p99", last * 1000, "ms", 75)
    yield Figure("… to the answer, p50", median(found.answers) * 1000, "ms")
    yield Figure("… CPU of the host a command", found.cpu / len(ordered) * 1000, "ms")
    yield at_most("… an update, median", float(median(found.sizes)), "B", 1024)
    yield at_most("… memory of the host", found.memory[1] / 2**20, "MB", 150)
    yield Figure("… and before the first command", found.memory[0] / 2**20, "MB")
    done, took, cpu = asyncio.run(six(max(1.0, seconds / 6)))
    yield at_least("six seats alone, durable commands", done / took, "1/s", 200)
    yield Figure("… CPU of the host a command", cpu / done * 1000, "ms")
