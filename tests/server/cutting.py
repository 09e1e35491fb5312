"""Connections are cut and hosts killed while people play: nothing acknowledged is lost, nothing done twice.

python -m tests.server.cutting --cuts 1000 --kills 50

Clients reach the host through a relay, in which connections are cut at random; one client has a line of its
own that nobody cuts. After cuts everybody must know to the letter what that one knows; after kills, of which
nobody is spared, what somebody knows who joins afresh, and what stands in the save.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Say
from multipolar.domain.model.views import Receipt
from multipolar.user_errors import UserError
from tests.cli.command import CommandLine
from tests.contracts.playing import plain
from tests.e2e.test_hosting import HostProcess

SCENARIO = "indian-ocean"
SEATS = ("IND", "CHN", "USA")
SPEAKERS = 2
_PAUSE = 0.15
_PATIENCE = 90.0


class Outcome(NamedTuple):
    """What came of a trial.

    Attributes:
        cuts, kills: how many there were.
        acknowledged: commands that were.
        seconds: how long it took.
        wrong: what is not as it must be, a line each.
    """

    cuts: int
    kills: int
    acknowledged: int
    seconds: float
    wrong: list[str]


class Said:
    """What was acknowledged, and who waits for more of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def add(self, text: str) -> None:
        self.texts.append(text)
        for many, waits in self._waiting:
            if len(self.texts) >= many and not waits.done():
                waits.set_result(None)

    def heard(self, more: int) -> "asyncio.Future[None]":
        """Is done when so many more were acknowledged."""
        waits: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((len(self.texts) + more, waits))
        return waits


class Relay:
    """Passes bytes between clients and a host, until a connection is cut.

    Args:
        port: of the host.
        chance: which connection is cut.
    """

    def __init__(self, port: int, chance: random.Random) -> None:
        self._port = port
        self._chance = chance
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            await asyncio.gather(self._copy(reader, onward), self._copy(there, writer))
        finally:
            self._open.discard(writer)
            for each in (writer, onward):
                each.transport.abort()

    @staticmethod
    async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.abort()

    def cut(self) -> bool:
        """Cut a connection, whatever is under way in it; whether there was any."""
        if not self._open:
            return False
        self._chance.choice(sorted(self._open, key=id)).transport.abort()
        return True

    async def stop(self) -> None:
        self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()


async def _speak(table: RemoteTable, said: "Said", ending: asyncio.Event) -> None:
    """Say one thing after another; keep what was acknowledged."""
    number = 0
    others = tuple(seat for seat in SEATS if seat != table.seat)
    while not ending.is_set():
        text = f"{table.seat} {number}."
        command = Say(id=f"{table.seat}.{number}", text=text, to=others)
        while True:
            try:
                receipt: Receipt = await table.submit(command)
            except UserError:
                # Not confirmed: whoever asks again does not do it twice.
                continue
            break
        if not receipt.accepted:
            raise AssertionError(receipt)
        said.add(text)
        number += 1
        await asyncio.sleep(_PAUSE)


async def _until_alike(tables: list[RemoteTable], to: RemoteTable, known: int) -> list[str]:
    """Wait until every table shows what one shows; what differs at the end."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if len(to.view.messages) >= known and all(
            table.view.number == to.view.number for table in tables if table.seat == to.seat
        ):
            break
        await asyncio.sleep(0.1)
    return [
        f"a table of {table.seat} does not show what one that stayed shows"
        for table in tables
        if table.seat == to.seat and plain(table.view) != plain(to.view)
    ]


async def trial(folder: Path, cuts: int, kills: int, seed: int = 1) -> Outcome:
    """Play, and cut or kill; see what came of it."""
    chance = random.Random(seed)
    run = CommandLine(folder)
    began = time.monotonic()
    asked = (SCENARIO, "--seats", ",".join(SEATS), "--seed", str(seed))
    host = await asyncio.to_thread(HostProcess, run, *asked, "--port", "0")
    port = int(host.address.rpartition(":")[2])
    relay = Relay(port, chance)
    await relay.start()
    through = f"127.0.0.1:{relay.port}"
    tables = [await RemoteTable.open(through, host.codes[seat]) for seat in SEATS]
    stayed = {seat: await RemoteTable.open(host.address, host.codes[seat]) for seat in SEATS}
    said = Said()
    ending = asyncio.Event()
    speaking = [asyncio.create_task(_speak(table, said, ending)) for table in tables[:SPEAKERS]]
    made = 0
    while made < cuts:
        await asyncio.sleep(chance.uniform(0.0, 0.1))
        made += relay.cut()
    for _ in range(kills):
        # Under load: at any moment of what is being said.
        heard = said.heard(3)
        await asyncio.wait([*speaking, heard], timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        await asyncio.to_thread(host.end, signal.SIGKILL)
        host = await asyncio.to_thread(HostProcess, run, "--continue", "last", "--port", str(port))
    ending.set()
    await asyncio.wait_for(asyncio.gather(*speaking), _PATIENCE)
    if kills:
        # Nobody stayed: who joins afresh knows what there is to know.
        for table in stayed.values():
            await table.close()
        stayed = {seat: await RemoteTable.open(host.address, host.codes[seat]) for seat in SEATS}
    wrong: list[str] = []
    for seat, one in stayed.items():
        wrong += await _until_alike(tables, one, len(said.texts))
        counted = Counter(message.text for message in one.view.messages)
        wrong += [
            f"{seat}: '{text}' was acknowledged and is lost" for text in said.texts if not counted[text]
        ]
        wrong += [f"{seat}: '{text}' is there {times} times" for text, times in counted.items() if times > 1]
    records = {seat: await one.record() for seat, one in stayed.items()}
    wrong += [
        f"a table of {table.seat} has another record than one that stayed"
        for table in tables
        if [replace(seen) for seen in await table.record()] != list(records[table.seat])
    ]
    for table in (*tables, *stayed.values()):
        await table.close()
    await relay.stop()
    code, _, _ = await asyncio.to_thread(host.end, signal.SIGTERM)
    if code:
        wrong.append(f"the host ended with {code}")
    verified = run("saves", "verify", "last")
    if verified.code:
        wrong.append(verified.err or verified.out)
    return Outcome(made, kills, len(said.texts), time.monotonic() - began, wrong)


def main() -> int:
    """Run both trials; 1 when anything is lost, done twice or told differently."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bad = False
    for cuts, kills in ((asked.cuts, 0), (0, asked.kills)):
        if not cuts and not kills:
            continue
        with tempfile.TemporaryDirectory() as folder:
            came = asyncio.run(trial(Path(folder), cuts, kills, asked.seed))
        what = f"{came.cuts} cuts" if cuts else f"{came.kills} kills"
        sys.stdout.write(
            f"{what}: {came.acknowledged} commands acknowledged in {came.seconds:.0f} s, "
            f"{len(came.wrong)} lost, done twice or told differently\n"
        )
        sys.stdout.writelines(f"  {line}\n" for line in came.wrong[:20])
        sys.stdout.flush()
        bad = bad or bool(came.wrong)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
