"""A host in a process of its own, with people who join it: killed, started again, and ended."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Ready, Say
from tests.cli.command import STRAIT, CommandLine
from tests.contracts.playing import plain

SAID = 12


class HostProcess:
    """`multipolar host`, as it is started from a shell."""

    started: ClassVar[list["HostProcess"]] = []

    def __init__(self, run: CommandLine, *arguments: str) -> None:
        command = [sys.executable, "-m", "multipolar", "host", "--grace", "300", "--json", *arguments]
        self.process = subprocess.Popen(
            command, cwd=run.folder, env=run.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.started.append(self)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1].decode()
        self.opened: dict[str, Any] = json.loads(line)
        self.address: str = self.opened["address"]
        self.codes: dict[str, str] = self.opened["codes"]

    def end(self, number: signal.Signals) -> tuple[int, float, bytes]:
        began = time.monotonic()
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        assert err == b"" or number == signal.SIGKILL, err
        return self.process.returncode, time.monotonic() - began, out


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CommandLine]:
    yield CommandLine(tmp_path)
    for host in HostProcess.started:
        if host.process.poll() is None:
            host.process.kill()
            host.process.communicate()
    HostProcess.started.clear()


async def test_a_host_that_is_killed_loses_nothing_and_players_come_back_by_themselves(
    run: CommandLine, port: int
) -> None:
    where = ("--port", str(port))
    host = await asyncio.to_thread(HostProcess, run, str(STRAIT), "--seats", "IND,UTO", "--seed", "7", *where)
    india = await RemoteTable.open(host.address, host.codes["IND"], "Asha")
    utopia = await RemoteTable.open(host.address, host.codes["UTO"], "Uli")
    told: list[str] = []
    india.heed_line(told.append)
    acknowledged: list[str] = []
    some_are = asyncio.Event()

    async def keep_talking() -> None:
        for number in range(SAID):
            receipt = await utopia.submit(Say(id=f"say {number}", text=f"Number {number}.", to=("IND",)))
            assert receipt.accepted, receipt
            acknowledged.append(f"Number {number}.")
            if number == SAID // 4:
                some_are.set()

    talking = asyncio.create_task(keep_talking())
    await some_are.wait()
    assert host.end(signal.SIGKILL)[0] == -signal.SIGKILL
    again = await asyncio.to_thread(HostProcess, run, "--continue", "last", *where)
    async with asyncio.timeout(30):
        await talking
        async for update in india.follow():
            if len(update.view.messages) >= SAID:
                break
    # Done once each, in order: what was acknowledged, and what was under way when the host died.
    assert [message.text for message in india.view.messages] == acknowledged
    assert any("lost" in each for each in told)
    assert told[-1] == ""
    fresh = await RemoteTable.open(again.address, again.codes["IND"])
    assert plain(fresh.view) == plain(india.view)
    assert await fresh.record() == await india.record()
    # The sheet that was handed out before is good as well.
    by_sheet = await RemoteTable.open(again.address, host.codes["UTO"])
    for table in (india, utopia):
        assert (await table.submit(Ready())).accepted
    for table in (india, utopia, fresh, by_sheet):
        await table.close()
    code, seconds, rest = await asyncio.to_thread(again.end, signal.SIGTERM)
    assert (code, rest) == (0, b"")
    assert seconds < 5
    assert run("saves", "verify", "last").code == 0
    assert run("replay", "last", "--as", "IND", "--to", "0").code == 0


async def test_sigterm_tells_everyone_and_ends_in_time(run: CommandLine) -> None:
    host = await asyncio.to_thread(HostProcess, run, str(STRAIT), "--seats", "IND", "--port", "0")
    assert set(host.codes) == {"IND", "observer", "projector", "facilitator"}
    tables = [await RemoteTable.open(host.address, host.codes["IND"]) for _ in range(3)]
    told: asyncio.Queue[str] = asyncio.Queue()
    for table in tables:
        table.heed_line(told.put_nowait)
    code, seconds, rest = await asyncio.to_thread(host.end, signal.SIGTERM)
    assert (code, rest) == (0, b"")
    assert seconds < 5
    left = len(tables)
    async with asyncio.timeout(10):
        while left:
            left -= "host ends" in await told.get()
    for table in tables:
        await table.close()


async def test_lines_and_programs_play_through_the_same_door(run: CommandLine) -> None:
    played = ("indian-ocean", "--seats", "IND,CHN", "--preset", "intro", "--seed", "7", "--port", "0")
    host = await asyncio.to_thread(HostProcess, run, *played)
    joining = ("-m", "multipolar", "join", host.address, host.codes["CHN"], "--program", "hedger")
    program = await asyncio.create_subprocess_exec(
        sys.executable, *joining, env=run.environment(), stdout=subprocess.PIPE
    )
    lines = "status\npass 2\nsay CHN Good morning\nquit\n"
    done = await asyncio.to_thread(
        run, "join", host.address, host.codes["IND"], "--plain", "--json", stdin=lines
    )
    assert done.code == 0, done.err
    assert [told["accepted"] for told in done.objects] == [True, True, True, True]
    assert done.objects[1]["data"]["moment"].startswith("2.deliberation")
    program.send_signal(signal.SIGINT)
    told = (await program.communicate())[0].decode()
    assert "1.deliberation ready: done" in told
    refused = await asyncio.to_thread(run, "join", host.address, "222-222-222", "--plain")
    assert (refused.code, refused.out) == (1, "")
    assert "opens no seat here" in refused.err
    assert (await asyncio.to_thread(host.end, signal.SIGINT))[0] == 0
    nobody = await asyncio.to_thread(run, "join", host.address, host.codes["IND"], "--plain")
    assert nobody.code == 1
    assert "nobody answers" in nobody.err


def test_what_cannot_be_hosted_is_said_in_a_line(run: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("host", str(STRAIT), "--port", port)
    assert done.code == 1
    assert "cannot listen" in done.err
    for wrong in (
        ("host",),
        ("host", str(STRAIT), "--seats", "IND,IND"),
        ("host", str(STRAIT), "--seats", "XXX"),
        ("host", str(STRAIT), "--certificate", "cert.pem"),
    ):
        assert run(*wrong).code == 2, wrong
    missing = run("host", str(STRAIT), "--port", "0", "--certificate", "no.pem", "--key", "no.pem")
    assert missing.code == 1
    assert len(missing.err.splitlines()) == 1


def _printed(host: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert host.stdout is not None
    line = host.stdout.readline()
    assert line, host.communicate()[1].decode()
    told: dict[str, Any] = json.loads(line)
    return told


async def test_a_room_keeps_its_address_and_its_codes_over_a_kill(run: CommandLine, port: int) -> None:
    def start(*arguments: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
        command = [sys.executable, "-m", "multipolar", "host", "--room", "physics-2", "--json", *arguments]
        pipes: dict[str, Any] = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.PIPE,
        }
        started = subprocess.Popen(command, cwd=run.folder, env=run.environment(), **pipes)
        return started, _printed(started)

    played = ("first-steps", "--seats", "VRN,OSK", "--seed", "7", "--port", str(port))
    host, told = await asyncio.to_thread(start, *played)
    try:
        assert told["room"] == f"http://127.0.0.1:{port}/room/physics-2"
        assert set(told["codes"]) == {"facilitator"}
        (first,) = told["exercises"]
        twice = await asyncio.to_thread(run, "host", "--room", "physics-2", "--port", "0")
        assert (twice.code, len(twice.err.splitlines())) == (1, 1)
        assert "served already" in twice.err
        lines = "begin first-steps seats=VRN preset=intro seed=8\nexercises\nquit\n"
        joining = ("join", told["address"], told["codes"]["facilitator"], "--plain", "--json")
        done = await asyncio.to_thread(run, *joining, stdin=lines)
        assert [each["accepted"] for each in done.objects] == [True, True, True], done.err
        second = done.objects[0]["data"]["exercise"]
        # Written with the room's address, as people type it, and of the right exercise.
        asha = await RemoteTable.open(told["room"], first["codes"]["VRN"], "Asha")
        assert (await asha.submit(Say(id="1", text="Before the kill."))).accepted
        host.kill()
        await asyncio.to_thread(host.communicate)
        host, again = await asyncio.to_thread(start, "--plain")
        assert again["room"] == told["room"]
        assert [each["exercise"] for each in again["exercises"]] == [first["exercise"], second]
        async with asyncio.timeout(30):
            assert (await asha.submit(Say(id="2", text="After it."))).accepted
        assert [message.text for message in asha.view.messages] == ["Before the kill.", "After it."]
        await asha.close()
        # Both codes of the facilitator are good, the one on last week's sheet too; a console here as well.
        closing = ("join", again["address"], told["codes"]["facilitator"], "--plain", "--json")
        done = await asyncio.to_thread(run, *closing, stdin="end 2\nquit\n")
        assert done.objects[0]["accepted"], done.objects
        host.send_signal(signal.SIGTERM)
        _, err = await asyncio.to_thread(host.communicate, b"exercises\n", 20)
        assert (host.returncode, err) == (0, b"")
        for exercise in (first["exercise"], second):
            assert (await asyncio.to_thread(run, "saves", "verify", exercise)).code == 0
    finally:
        if host.poll() is None:
            host.kill()
            host.communicate()


def test_what_does_not_go_with_a_library_is_said_in_a_line(run: CommandLine) -> None:
    for wrong in (
        ("host", "--room", "Physics 2"),
        ("host", "--room", "../etc"),
        ("host", "--library", "--codes", "sheets.html"),
        ("host", "--library", "--seats", "IND"),
        ("host", str(STRAIT), "--plain"),
    ):
        done = run(*wrong)
        assert (done.code, done.out) == (2, ""), wrong
