"""What cannot be saved has not happened: refused in words, tried again later, and nothing left out."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.commands import Order, Ready, Say
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog, ReadOnlyLog
from multipolar.engine.programs import Programs
from multipolar.store.sqlite import SqliteSaves
from multipolar.user_errors import UserError
from tests.contracts.playing import FULL, KEY, Unsteady, begun, plain, players, sit_down, taken_up
from tests.store.making import opened


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[SqliteSaves]:
    saves = opened(tmp_path)
    yield saves
    saves.close()


@pytest.fixture
def host(saves: SqliteSaves) -> Host:
    return begun(saves, "IND")


def room(host: Host, commands: int = 1_000_000) -> None:
    """Let so many more commands be saved, and no more."""
    record = host._record
    assert isinstance(record, Unsteady)
    record.room = commands


def test_a_command_that_cannot_be_saved_is_refused_and_changes_nothing(host: Host) -> None:
    before, events, heard = plain(host.view("IND")), len(host.events), []
    host.listen(lambda: heard.append(1))
    room(host, 0)
    receipt = host.submit("IND", Say(id="1", text="Hello."))
    assert (receipt.accepted, receipt.rule, receipt.message, receipt.id) == (False, "save", FULL, "1")
    assert (plain(host.view("IND")), len(host.events), heard) == (before, events, [])
    room(host)
    assert host.submit("IND", Say(id="1", text="Hello.")).accepted
    assert heard == [1]


def test_a_real_full_disk_is_such_a_refusal(host: Host, saves: SqliteSaves) -> None:
    ((pages,),) = saves._driver.execute("pragma page_count").fetchall()
    saves._driver.execute(f"pragma max_page_count={pages}")
    texts = [host.submit("IND", Say(text=f"{number} {'x' * 400}")) for number in range(40)]
    refused = [receipt for receipt in texts if not receipt.accepted]
    # Another place may be written to.
    assert {receipt.rule for receipt in refused} == {"gone"}
    assert "full" in refused[0].message
    assert len(host.events) == saves.header(KEY).events
    saves._driver.execute(f"pragma max_page_count={pages + 100}")
    assert host.submit("IND", Say(text="Room again.")).accepted
    assert saves.verify(KEY).ok


def test_an_exercise_played_on_elsewhere_takes_no_commands_here(
    host: Host, saves: SqliteSaves, tmp_path: Path
) -> None:
    with closing(opened(tmp_path)) as elsewhere:
        assert taken_up(elsewhere).submit("IND", Say(text="From elsewhere.")).accepted
    receipt = host.submit("IND", Say(text="From here."))
    assert (receipt.accepted, receipt.rule) == (False, "save")
    assert "open it again" in receipt.message
    assert taken_up(saves).submit("IND", Say(text="From here.")).accepted
    assert saves.verify(KEY).ok


def test_a_database_in_use_elsewhere_is_such_a_refusal(host: Host, saves: SqliteSaves) -> None:
    saves._driver.execute("pragma busy_timeout=50")
    with closing(sqlite3.connect(saves.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        receipt = host.submit("IND", Say(text="Hello."))
        assert (receipt.accepted, receipt.rule) == (False, "save")
        assert "in use" in receipt.message
    assert host.submit("IND", Say(text="Hello.")).accepted


def test_programs_stop_where_they_cannot_be_saved_and_go_on_from_there(saves: SqliteSaves) -> None:
    host = begun(saves)
    for stop in (10, 20, 30):
        playing = Programs(host, players()).play()
        while len(host.events) < stop:
            next(playing)
        room(host, 0)
        stopped = len(host.events)
        with pytest.raises(UserError, match=FULL):
            list(playing)
        assert len(host.events) == stopped == saves.header(KEY).events
        room(host)
    list(Programs(host, players()).play())
    assert host.world.ended
    assert saves.verify(KEY).ok


async def test_a_person_whose_command_was_saved_is_told_so_even_when_programs_cannot_go_on(
    host: Host,
) -> None:
    session = await sit_down(host)
    table = session.tables["IND"]
    room(host, 1)
    receipt = await table.submit(Ready())
    assert receipt.accepted
    assert FULL in receipt.message
    assert host.world.round == 0
    again = await table.submit(Say(text="Hello?"))
    assert (again.accepted, again.rule) == (False, "save")
    room(host)
    assert (await table.submit(Say(text="Hello?"))).accepted
    assert host.world.round == 1
    await session.close()


async def test_a_command_that_is_no_longer_waited_for_leaves_the_table_in_order(host: Host) -> None:
    session = await sit_down(host)
    table = session.tables["IND"]
    left = asyncio.ensure_future(table.submit(Ready()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert (await table.submit(Order(move="modernise_forces"))).accepted
    assert host.world.round == 1
    await session.close()


def test_a_record_for_reading_takes_no_commands_and_one_that_is_not_kept_does(host: Host) -> None:
    reading = Host(host.events, host.dice, ReadOnlyLog("file.jsonl", "import it to play it on"))
    receipt = reading.submit("IND", Say(text="Hello."))
    assert (receipt.accepted, receipt.rule, receipt.message) == (False, "save", "import it to play it on")
    assert reading.exercise == "file.jsonl"
    assert Host(host.events, host.dice, NullLog()).submit("IND", Say(text="Hello.")).accepted


def test_a_host_needs_an_opening() -> None:
    with pytest.raises(ValueError, match="opening"):
        Host((), SeededDice(1), NullLog())
