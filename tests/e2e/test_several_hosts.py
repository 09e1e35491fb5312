"""Several hosts on one PostgreSQL: any seat at any of them, one of them killed or stopped, nothing lost."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Ready, Say
from tests.cli.command import STRAIT, CommandLine
from tests.contracts.playing import plain
from tests.e2e.test_hosting import HostProcess
from tests.postgres import Server


@pytest.fixture
def run(tmp_path: Path, postgres: Server) -> Iterator[CommandLine]:
    run = CommandLine(tmp_path)
    run.saves = postgres.make()  # type: ignore[assignment] # what MULTIPOLAR_SAVES says
    yield run
    for host in HostProcess.started:
        if host.process.poll() is None:
            host.process.send_signal(signal.SIGCONT)
            host.process.kill()
            host.process.communicate()
    HostProcess.started.clear()


async def _two(run: CommandLine) -> tuple[HostProcess, HostProcess]:
    first = await asyncio.to_thread(
        HostProcess, run, str(STRAIT), "--seats", "IND,UTO", "--seed", "7", "--port", "0"
    )
    second = await asyncio.to_thread(HostProcess, run, "--continue", "last", "--port", "0")
    assert second.opened["exercise"] == first.opened["exercise"]
    return first, second


def _has_moved_on(table: RemoteTable, moment: str) -> bool:
    return table.view.moment != moment


async def _until(table: RemoteTable, reached: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        async for _ in table.follow():
            if reached():
                return


async def _talk(table: RemoteTable, to: str, numbers: range) -> None:
    for number in numbers:
        said = Say(id=f"{table.seat} {number}", text=f"{table.seat} {number}.", to=(to,))
        receipt = await table.submit(said)
        assert receipt.accepted, receipt


async def test_seats_at_two_hosts_play_one_exercise_and_move_when_theirs_is_killed(run: CommandLine) -> None:
    first, second = await _two(run)
    # The first host's codes open seats at the second one too.
    india = await RemoteTable.open(first.address, first.codes["IND"], "Asha")
    utopia = await RemoteTable.open(second.address, first.codes["UTO"], "Uli")
    await asyncio.gather(_talk(india, "UTO", range(10)), _talk(utopia, "IND", range(10)))
    await _until(india, lambda: len(india.view.messages) >= 20)
    await _until(utopia, lambda: len(utopia.view.messages) >= 20)
    assert [message.text for message in india.view.messages] == [
        message.text for message in utopia.view.messages
    ]
    # Who sits at another host is told by its beat, a second apart.
    await _until(
        utopia, lambda: {"IND", "UTO"} <= {one.seat for one in utopia.presence if one.state == "here"}
    )

    # The first one leads: programs and phases go on at the other.
    talking = asyncio.create_task(_talk(india, "UTO", range(10, 20)))
    await asyncio.sleep(0.05)
    assert first.end(signal.SIGKILL)[0] == -signal.SIGKILL
    await asyncio.wait_for(talking, 30)
    await _until(utopia, lambda: len(utopia.view.messages) >= 30)
    assert len({message.text for message in utopia.view.messages}) == 30
    moment = utopia.view.moment
    for table in (india, utopia):
        assert (await table.submit(Ready())).accepted
    await _until(utopia, lambda: utopia.view.moment != moment)
    await _until(india, lambda: india.view.moment == utopia.view.moment)
    fresh = await RemoteTable.open(second.address, second.codes["IND"])
    await _until(fresh, lambda: plain(fresh.view) == plain(india.view))
    assert await fresh.record() == await india.record()
    for table in (india, utopia, fresh):
        await table.close()
    assert (await asyncio.to_thread(second.end, signal.SIGTERM))[0] == 0
    assert run("saves", "verify", "last").code == 0


async def test_a_host_that_was_stopped_is_no_dead_host_and_does_nothing_twice(run: CommandLine) -> None:
    first, second = await _two(run)
    india = await RemoteTable.open(second.address, second.codes["IND"])
    utopia = await RemoteTable.open(second.address, second.codes["UTO"])
    first.process.send_signal(signal.SIGSTOP)
    for _ in range(2):
        moment = utopia.view.moment
        for table in (india, utopia):
            assert (await table.submit(Ready())).accepted
        await _until(utopia, partial(_has_moved_on, utopia, moment))
    first.process.send_signal(signal.SIGCONT)
    await asyncio.sleep(1.5)
    # It has read on, and serves again.
    back = await RemoteTable.open(first.address, first.codes["UTO"])
    await _until(back, lambda: plain(back.view) == plain(utopia.view))
    await _talk(back, "IND", range(3))
    await _until(india, lambda: len(india.view.messages) == 3)
    for table in (india, utopia, back):
        await table.close()
    for host in (first, second):
        assert (await asyncio.to_thread(host.end, signal.SIGTERM))[0] == 0
    assert run("saves", "verify", "last").code == 0
