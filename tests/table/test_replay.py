"""A record gone over: any moment, with any seat's eyes, and nothing of it changed."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from functools import cache
from pathlib import Path

import pytest

from multipolar.domain.knowledge.causes import sees
from multipolar.domain.model.commands import Order, Ready
from multipolar.domain.model.events import Event
from multipolar.domain.model.views import Mark
from multipolar.engine.log import NullLog
from multipolar.lobby.local import LocalLobby, host_on
from multipolar.lobby.port import ExerciseConfig
from multipolar.store import export_save
from multipolar.store.sqlite import SqliteSaves
from multipolar.table.replay import SavedReplay
from multipolar.user_errors import UserError
from tests.contracts.playing import STRAIT, plain
from tests.playing import begin_unkept
from tests.store.making import opened

OPENING = ExerciseConfig(str(STRAIT), "intro", 7, {})
SEATS = ("control", "IND", "LKA", "observer")


@cache
def record() -> tuple[Event, ...]:
    """A whole exercise of the Indian Ocean, every seat run by its doctrine."""
    host, programs = begin_unkept(ExerciseConfig("indian-ocean", "intro", 5, {}))
    for _ in programs.play():
        pass
    return tuple(host.events)


class Pins:
    """Notes in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, str, str]] = []

    def notes(self) -> list[tuple[int, str, str]]:
        return sorted(self.kept)

    def add(self, seq: int, seat: str, text: str) -> None:
        self.kept.append((seq, seat, text))


async def no_branch(seq: int, seat: str) -> str:
    return f"{seq} {seat}"


def going_over(events: tuple[Event, ...], seat: str = "control") -> SavedReplay:
    replay = SavedReplay(events, "k3x9w2", Pins(), no_branch)
    replay.look_as(seat)
    return replay


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[SqliteSaves]:
    saves = opened(tmp_path / "saves")
    yield saves
    saves.close()


@pytest.fixture
def desk(saves: SqliteSaves) -> LocalLobby:
    return LocalLobby(saves)


def played(desk: LocalLobby) -> str:
    """A short exercise played to its end and saved."""
    from multipolar.engine.programs import Programs
    from multipolar.lobby import sources

    host = desk.begin_host(OPENING)
    for _ in Programs(host, sources.players()).play():
        pass
    return host.exercise


def moments(replay: SavedReplay) -> list[int]:
    """A moment of every kind of place: both ends, and others between."""
    return sorted({1, 2, *range(3, replay.last, 97), replay.last})


# --- What a seat sees ---


@pytest.mark.parametrize("seat", SEATS)
async def test_a_seat_sees_what_it_saw_then(seat: str) -> None:
    """The same, to the byte, as at the table of an exercise that had come so far and no further."""
    replay = going_over(record(), seat)
    visible = [event.seq for event in record() if sees(event, seat)]
    assert replay.last == len(visible)
    for number in moments(replay):
        replay.seek(number)
        then = host_on(record()[: visible[number - 1]], NullLog("k3x9w2"))
        assert replay.at == number
        assert plain(replay.view) == plain(then.view(seat))
        assert plain(list(replay.news)) == plain(then.seen(seat))
        assert await replay.record() == then.seen(seat)
        assert plain(await replay.turning_points()) == plain(then.turning_points(seat))
        for target in list(replay.view.numbers)[::20]:
            assert plain(await replay.why(target)) == plain(then.why(seat, target))


@pytest.mark.parametrize("seat", SEATS[1:])
async def test_a_seat_is_told_nothing_of_what_lies_ahead(seat: str) -> None:
    whole = going_over(record(), seat)
    for number in moments(whole)[1:-1]:
        whole.seek(number)
        seq = [event.seq for event in record() if sees(event, seat)][number - 1]
        ended = going_over(record()[:seq], seat)
        ended.seek(number)
        for ask in ("view", "now", "pins", "names", "seats"):
            assert plain(getattr(whole, ask)) == plain(getattr(ended, ask)), ask
        behind = [stop for stop in whole.stops if stop.number <= number]
        assert behind == list(ended.stops)
        for mark in whole.marks:
            assert bool(mark.text) == bool(mark.kind) == (mark.number <= number)
        assert all(not stop.phase and not stop.exchange for stop in whole.stops if stop.number > number)


def test_control_is_told_everything_at_once() -> None:
    replay = going_over(record())
    assert replay.at == 1
    assert replay.last == len(record())
    assert all(mark.text and mark.kind for mark in replay.marks)
    assert {mark.kind for mark in replay.marks} >= {"relationship", "swing"}
    assert [mark.number for mark in replay.marks] == sorted({mark.number for mark in replay.marks})
    assert {stop.round for stop in replay.stops} == {0, 1, 2, 3, 4}


def test_marks_are_few_enough_to_read() -> None:
    replay = going_over(record())
    rounds = replay.stops[-1].round
    assert rounds <= len(replay.marks) <= 20 * rounds


def test_the_moment_stays_when_the_eyes_change() -> None:
    replay = going_over(record())
    replay.seek(400)
    replay.look_as("IND")
    assert replay.view.seat == "IND"
    assert replay.at < 400
    seen = replay.now
    replay.look_as("control")
    assert replay.at == 400
    replay.look_as("IND")
    assert replay.now == seen
    replay.look_as("nobody")
    assert replay.seat == "IND"


@pytest.mark.parametrize(("wanted", "found"), [(-5, 1), (0, 1), (1, 1), (10**9, len(record()))])
def test_beyond_either_end_is_the_end(wanted: int, found: int) -> None:
    replay = going_over(record())
    replay.seek(wanted)
    assert replay.at == found


# --- What can be done ---


async def test_nothing_can_be_done_in_a_record(desk: LocalLobby, saves: SqliteSaves) -> None:
    key = played(desk)
    before = saves.header(key)
    replay = await desk.replay(key)
    replay.look_as("IND")
    for command in (Ready(), Order(move="modernise_forces")):
        receipt = await replay.submit(command)
        assert not receipt.accepted
        assert "branch" in receipt.message
    assert await replay.advise() == ()
    assert not await replay.grow()
    assert not replay.is_live
    await replay.close()
    assert saves.header(key) == before
    assert saves.verify(key).ok


async def test_whoever_follows_is_told_of_every_move() -> None:
    replay = going_over(record(), "IND")
    updates = replay.follow()
    first = await anext(updates)
    assert first.view.number == len(first.news) == 1
    replay.seek(9)
    assert [seen.number for seen in (await anext(updates)).news] == list(range(2, 10))
    replay.seek(4)
    back = await anext(updates)
    assert [seen.number for seen in back.news] == [1, 2, 3, 4]
    assert back.view == replay.view
    replay.look_as("LKA")
    assert (await anext(updates)).view.seat == "LKA"
    await replay.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(updates), 5)
    assert isinstance(updates, AsyncGenerator)
    await updates.aclose()


async def test_notes_are_kept_beside_the_record(desk: LocalLobby, saves: SqliteSaves) -> None:
    key = played(desk)
    before = saves.header(key)
    replay = await desk.replay(key)
    replay.seek(40)
    await replay.pin("What was said here?")
    replay.look_as("IND")
    assert list(replay.pins) == []
    await replay.pin("India heard this.")
    await replay.close()
    again = await desk.replay(key)
    assert (40, "control", "What was said here?") in [(pin.number, pin.seat, pin.text) for pin in again.pins]
    assert len(again.pins) == 2
    again.look_as("IND")
    assert list(again.pins) == []
    again.seek(again.last)
    assert [pin.text for pin in again.pins] == ["India heard this."]
    assert saves.header(key) == before
    assert saves.verify(key).ok


async def test_an_exported_file_is_gone_over_in_place(
    desk: LocalLobby, saves: SqliteSaves, tmp_path: Path
) -> None:
    file = tmp_path / "carried.jsonl"
    key = played(desk)
    export_save(saves, key, file)
    saves.delete(key)
    content = file.read_bytes()
    replay = await desk.replay(str(file))
    assert replay.exercise == key
    await replay.pin("A note on a file.")
    assert [pin.text for pin in (await desk.replay(str(file))).pins] == ["A note on a file."]
    assert file.read_bytes() == content


async def test_what_stands_before_damage_is_gone_over(desk: LocalLobby, tmp_path: Path) -> None:
    file = tmp_path / "carried.jsonl"
    export_save(desk.kept, played(desk), file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:60], lines[60].replace(b"round", b"sound"), *lines[61:]]))
    replay = await desk.replay(str(file))
    assert replay.last == 59
    assert "damaged" in replay.problem or "written" in replay.problem


async def test_a_save_there_is_none_of_is_told_in_one_line(desk: LocalLobby) -> None:
    with pytest.raises(UserError) as error:
        await desk.replay("nothing")
    assert "\n" not in str(error.value)


# --- Branches ---


async def test_a_branch_is_a_new_exercise_with_its_lineage(desk: LocalLobby, saves: SqliteSaves) -> None:
    key = played(desk)
    before = saves.header(key)
    header = desk.branch(key, "2.deliberation")
    assert (header.parent, header.position, header.state) == (key, "2.deliberation", "open")
    assert header.parent_seq == header.events
    original = saves.read(key)
    assert [entry.hash for entry in saves.read(header.id)] == [
        entry.hash for entry in original[: header.events]
    ]
    assert saves.header(key) == before
    assert {card.id: card.parent for card in await desk.saves()} == {key: "", header.id: key}


async def test_a_branch_is_played_on_by_whoever_takes_a_seat(desk: LocalLobby, saves: SqliteSaves) -> None:
    key = played(desk)
    replay = await desk.replay(key)
    replay.look_as("IND")
    replay.seek(next(stop.number for stop in replay.stops if stop.round == 2) + 12)
    new = await replay.branch("IND")
    session = await desk.resume(new)
    view = session.tables["IND"].view
    assert (view.round, view.asked) == (2, True)
    assert (await session.tables["IND"].submit(Order(move="modernise_forces"))).accepted
    await session.close()
    assert saves.verify(new).ok
    assert saves.header(new).parent == key
    assert saves.verify(key).ok


async def test_a_branch_nobody_can_make_is_told_in_one_line(desk: LocalLobby) -> None:
    key = played(desk)
    for save, point, persons in (("none", "1", ()), (key, "9", ()), (key, "2", ("XXX",))):
        with pytest.raises(UserError) as error:
            desk.branch(save, point, persons)
        assert "\n" not in str(error.value)
    replay = await desk.replay(key)
    replay.seek(replay.last)
    with pytest.raises(UserError):
        await replay.branch("IND")


# --- A live exercise ---


async def test_an_exercise_is_watched_while_it_is_played(desk: LocalLobby, saves: SqliteSaves) -> None:
    replay = await desk.watch(OPENING)
    assert replay.is_live
    begun = replay.last
    assert await replay.grow()
    assert replay.last > begun
    assert saves.header(replay.exercise).events == replay.last
    marks: list[Mark] = []
    while await replay.grow():
        marks = list(replay.marks)
    assert marks
    replay.seek(replay.last)
    assert replay.view.debrief is not None
    assert not await replay.grow()
    assert saves.header(replay.exercise).state == "finished"


async def test_a_person_is_no_part_of_what_is_watched(desk: LocalLobby) -> None:
    with pytest.raises(UserError):
        await desk.watch(ExerciseConfig(str(STRAIT), "intro", 7, {"IND": "person"}))


async def test_what_was_watched_can_be_left_and_gone_over(desk: LocalLobby) -> None:
    live = await desk.watch(OPENING)
    for _ in range(3):
        await live.grow()
    await live.close()
    assert not await live.grow()
    replay = await desk.replay(live.exercise)
    assert (replay.last, replay.is_live) == (live.last, False)
