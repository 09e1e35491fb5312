"""What holds for every place of saves: a database, one opened for reading, and an exported file."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from os import urandom
from pathlib import Path

import pytest
from msgspec.structs import replace

from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store import (
    Ambiguous,
    Conflict,
    Entry,
    Header,
    NewerVersion,
    NotFound,
    ReadOnly,
    Report,
    Saves,
    export_save,
    read_export,
    verify_export,
)
from multipolar.store.postgres import PostgresSaves
from multipolar.store.records import FORMAT
from tests.postgres import Server
from tests.store.making import BEGUN, Place, Ticking, fill, header, opened, payloads

KEY = "k3x9w2"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """What opens a folder of saves, or what stands for one: with each back end."""
    if request.param == "sqlite":
        return opened
    server: Server = request.getfixturevalue("postgres")

    def on_server(folder: Path, *, read_only: bool = False) -> Saves:
        name = sha256(str(folder).encode()).hexdigest()[:24]
        return PostgresSaves(server.make(name), read_only=read_only, clock=Ticking())

    return on_server


@pytest.fixture
def saves(place: Place, tmp_path: Path) -> Iterator[Saves]:
    with closing(place(tmp_path)) as saves:
        yield saves


@pytest.fixture
def full(saves: Saves) -> Saves:
    """Saves with one exercise of six events."""
    fill(saves)
    return saves


# --- Reading: the same record, whatever it is read from --------------------------------------

Reading = Callable[[Place, Path], tuple[Header, Sequence[Entry], Report]]


def _database(
    place: Place, folder: Path, *, read_only: bool = False
) -> tuple[Header, Sequence[Entry], Report]:
    with closing(place(folder, read_only=read_only)) as saves:
        return saves.header(KEY), saves.read(KEY), saves.verify(KEY)


def _for_reading(place: Place, folder: Path) -> tuple[Header, Sequence[Entry], Report]:
    return _database(place, folder, read_only=True)


def _file(place: Place, folder: Path) -> tuple[Header, Sequence[Entry], Report]:
    with closing(place(folder, read_only=True)) as saves:
        export_save(saves, KEY, folder / "file.jsonl")
    return *read_export(folder / "file.jsonl"), verify_export(folder / "file.jsonl")


@pytest.mark.parametrize("reading", [_database, _for_reading, _file])
def test_a_record_is_read_as_it_was_written(reading: Reading, place: Place, tmp_path: Path) -> None:
    with closing(place(tmp_path)) as saves:
        fill(saves)
        written = saves.header(KEY)
    found, entries, report = reading(place, tmp_path)
    assert found == written
    assert (found.seats, found.seed, found.title) == (
        {"AAA": "person", "BBB": "hedger"},
        2**70,
        "The Sound – Übung",
    )
    assert (found.position, found.state, found.events) == ("1.deliberation", "open", 6)
    assert [entry.payload for entry in entries] == payloads(1, 6)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    previous = GENESIS
    for entry in entries:
        previous = link(previous, entry.payload)
        assert entry.hash == previous
    assert found.log_hash == previous
    assert report == Report(True, KEY, 6, previous, 6, unchanged=True)


@pytest.mark.parametrize("reading", [_database, _for_reading, _file])
def test_an_exercise_nobody_saved_is_not_found(reading: Reading, place: Place, tmp_path: Path) -> None:
    place(tmp_path).close()
    with pytest.raises(NotFound):
        reading(place, tmp_path)


def test_what_is_readable_of_a_whole_record_is_all_of_it(full: Saves) -> None:
    assert full.readable(KEY) == full.read(KEY)
    with pytest.raises(NotFound):
        full.readable("other")


def test_a_record_of_a_newer_format_is_shown_but_neither_read_nor_added_to(saves: Saves) -> None:
    saves.create(replace(header(), format=FORMAT + 1), payloads(1, 2))
    assert [known.format for known in saves.list()] == [FORMAT + 1]
    assert saves.verify(KEY).ok
    attempts: list[Callable[[], object]] = [
        lambda: saves.read(KEY),
        lambda: saves.readable(KEY),
        lambda: saves.append(KEY, 2, payloads(3, 1)),
    ]
    for attempt in attempts:
        with pytest.raises(NewerVersion, match="newer version"):
            attempt()
    assert saves.header(KEY).events == 2


# --- Writing ---------------------------------------------------------------------------------


def test_a_new_exercise_is_sealed_over_all_its_header_says(saves: Saves) -> None:
    begun = saves.create(header(), payloads(1, 3))
    assert (begun.events, begun.seal) == (3, begun.expected_seal())
    assert saves.header(KEY) == begun


def test_an_id_is_taken_once(full: Saves) -> None:
    with pytest.raises(Conflict):
        full.create(header(), payloads(1, 1))
    assert full.verify(KEY).ok


def test_events_are_appended_under_the_time_position_and_state_of_the_command(full: Saves) -> None:
    before = full.header(KEY)
    grown = full.append(KEY, 6, payloads(7, 2), position="6.debrief", state="finished")
    assert (grown.events, grown.position, grown.state) == (8, "6.debrief", "finished")
    assert grown.updated_at > before.updated_at
    assert grown.created_at == before.created_at
    assert full.header(KEY) == grown
    assert full.verify(KEY).ok


def test_events_after_a_number_are_read(full: Saves) -> None:
    assert [entry.seq for entry in full.read(KEY, after=4)] == [5, 6]
    assert full.read(KEY, after=6) == []


def test_a_command_without_events_leaves_its_receipt(full: Saves) -> None:
    full.append(KEY, 6, [], command_id="AAA:2", receipt='{"accepted":true}')
    assert full.receipt(KEY, "AAA:2") == '{"accepted":true}'
    assert full.verify(KEY).ok


@pytest.mark.parametrize("after", [0, 5, 7])
def test_only_who_knows_the_last_event_can_add_to_it(after: int, full: Saves) -> None:
    with pytest.raises(Conflict, match="open it again"):
        full.append(KEY, after, payloads(after + 1, 1))
    assert full.header(KEY).events == 6
    assert full.append(KEY, 6, payloads(7, 1)).events == 7


def test_of_two_who_play_one_exercise_the_later_is_told_and_changes_nothing(
    full: Saves, place: Place, tmp_path: Path
) -> None:
    other = place(tmp_path)
    other.append(KEY, 6, payloads(7, 1))
    with pytest.raises(Conflict, match="played on elsewhere"):
        full.append(KEY, 6, payloads(7, 2), command_id="AAA:9", receipt="{}")
    assert full.receipt(KEY, "AAA:9") is None
    assert full.header(KEY).events == 7
    assert full.append(KEY, 7, payloads(8, 1)).events == 8
    with pytest.raises(Conflict):
        other.append(KEY, 7, payloads(8, 1))
    other.close()
    assert full.verify(KEY).ok


def test_a_receipt_is_kept_once_and_a_second_time_nothing_is_added(full: Saves) -> None:
    with pytest.raises(Conflict):
        full.append(KEY, 6, payloads(7, 1), command_id="AAA:1", receipt="{}")
    assert full.header(KEY).events == 6
    assert full.receipt(KEY, "AAA:1") == "{}"
    assert full.receipt(KEY, "AAA:2") is None
    assert full.receipt("other", "AAA:1") is None


def test_nothing_is_appended_to_an_exercise_nobody_saved(saves: Saves) -> None:
    with pytest.raises(NotFound):
        saves.append("nobody", 0, payloads(1, 1))


def test_a_deleted_exercise_leaves_nothing_behind(full: Saves) -> None:
    full.create(header("other"), payloads(1, 1))
    full.set_draft(KEY, "AAA", "{}")
    full.add_note(KEY, 1, "AAA", "why?")
    full.set_time_used(KEY, "half")
    full.delete(KEY)
    assert full.time_used(KEY) == ""
    with pytest.raises(NotFound):
        full.header(KEY)
    assert (full.receipt(KEY, "AAA:1"), full.draft(KEY, "AAA"), full.notes(KEY)) == (None, "", [])
    assert [found.id for found in full.list()] == ["other"]
    assert full.create(header(), payloads(1, 2)).events == 2


def test_compacted_the_saves_take_less_room_and_are_the_same(
    full: Saves, place: Place, tmp_path: Path
) -> None:
    full.create(header("large"), [b'{"event":"said","text":"%s"}' % urandom(3_000).hex().encode()] * 400)
    full.delete("large")
    with closing(place(tmp_path, read_only=True)) as reader:
        before, after = full.compact()
        assert reader.verify(KEY).readable == 6
    assert after < before - 1_000_000
    assert full.append(KEY, 6, payloads(7, 1)).events == 7
    assert full.verify(KEY).readable == 7
    assert list(full.amiss()) == []


def test_where_nothing_was_saved_there_is_nothing_to_compact(place: Place, tmp_path: Path) -> None:
    with closing(place(tmp_path, read_only=True)) as empty, pytest.raises(NotFound, match="no saves"):
        empty.compact()


def test_threads_that_write_and_read_at_once_do_not_get_in_each_others_way(saves: Saves) -> None:
    keys = [f"save-{number}" for number in range(4)]
    for key in keys:
        saves.create(header(key), payloads(1, 1))

    def play(key: str) -> int:
        for seq in range(2, 32):
            saves.append(key, seq - 1, payloads(seq, 1), command_id=f"AAA:{seq}", receipt="{}")
            assert saves.receipt(key, f"AAA:{seq}") == "{}"
            assert len(saves.read(key)) == seq
        return saves.verify(key).readable

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(play, keys)) == [31] * 4


# --- Finding ---------------------------------------------------------------------------------


def test_the_latest_touched_exercise_stands_first(saves: Saves) -> None:
    for number, key in enumerate(("one", "two", "three")):
        saves.create(header(key, BEGUN + timedelta(microseconds=number)), payloads(1, 1))
    assert [found.id for found in saves.list()] == ["three", "two", "one"]
    saves.append("one", 1, payloads(2, 1))
    assert [found.id for found in saves.list()] == ["one", "three", "two"]
    assert saves.resolve("last") == "one"


def test_an_id_is_found_whole_or_by_a_unique_beginning(saves: Saves) -> None:
    for key in ("alpha-1", "alpha-12", "beta"):
        saves.create(header(key), payloads(1, 1))
    assert saves.resolve("b") == "beta"
    assert saves.resolve("alpha-1") == "alpha-1"
    with pytest.raises(Ambiguous, match="alpha-1"):
        saves.resolve("alpha")
    with pytest.raises(NotFound, match="did you mean beta"):
        saves.resolve("bete")
    for nothing in ("", "ALPHA-1", "%", "*", "../beta", "\0", "x" * 5000):
        with pytest.raises(NotFound):
            saves.resolve(nothing)


def test_where_nothing_is_saved_there_is_no_last(saves: Saves) -> None:
    assert saves.list() == []
    with pytest.raises(NotFound, match="multipolar play"):
        saves.resolve("last")


# --- Beside the record -----------------------------------------------------------------------


def test_a_draft_is_kept_for_each_seat_until_it_is_forgotten(
    full: Saves, place: Place, tmp_path: Path
) -> None:
    full.set_draft(KEY, "AAA", "one")
    full.set_draft(KEY, "AAA", "two")
    full.set_draft(KEY, "BBB", "three")
    other = place(tmp_path)
    assert (other.draft(KEY, "AAA"), other.draft(KEY, "BBB"), other.draft(KEY, "CCC")) == ("two", "three", "")
    other.close()
    full.set_draft(KEY, "AAA", "")
    assert full.draft(KEY, "AAA") == ""


def test_notes_come_in_the_order_of_events(full: Saves) -> None:
    full.add_note(KEY, 5, "AAA", "later")
    full.add_note(KEY, 2, "", "earlier")
    full.add_note(KEY, 5, "BBB", "latest")
    assert [(note.seq, note.seat, note.text) for note in full.notes(KEY)] == [
        (2, "", "earlier"),
        (5, "AAA", "later"),
        (5, "BBB", "latest"),
    ]
    assert full.notes("other") == []


def test_what_was_used_of_a_lesson_is_kept_as_it_was_told_last(
    full: Saves, place: Place, tmp_path: Path
) -> None:
    assert full.time_used(KEY) == ""
    full.set_time_used(KEY, "a third")
    full.set_time_used(KEY, "half")
    other = place(tmp_path)
    assert (other.time_used(KEY), other.time_used("other")) == ("half", "")
    other.close()


def test_notes_and_drafts_are_no_part_of_the_record(full: Saves) -> None:
    before = full.header(KEY)
    full.add_note(KEY, 1, "AAA", "why?")
    full.set_draft(KEY, "AAA", "{}")
    full.set_time_used(KEY, "half")
    assert full.header(KEY) == before
    assert full.verify(KEY).ok


# --- For reading only ------------------------------------------------------------------------


def test_what_was_opened_for_reading_is_not_written_to(full: Saves, place: Place, tmp_path: Path) -> None:
    reader = place(tmp_path, read_only=True)
    writes: list[Callable[[], object]] = [
        lambda: reader.create(header("new"), payloads(1, 1)),
        lambda: reader.append(KEY, 6, payloads(7, 1)),
        lambda: reader.take_in(header("new"), []),
        lambda: reader.delete(KEY),
        reader.compact,
        lambda: reader.set_draft(KEY, "AAA", "x"),
        lambda: reader.add_note(KEY, 1, "AAA", "x"),
        lambda: reader.set_time_used(KEY, "x"),
    ]
    for write in writes:
        with pytest.raises(ReadOnly):
            write()
    assert [found.id for found in reader.list()] == [KEY]
    reader.close()


def test_who_reads_while_another_plays_never_sees_half_a_step(
    full: Saves, place: Place, tmp_path: Path
) -> None:
    reader = place(tmp_path, read_only=True)

    def play() -> None:
        for seq in range(7, 307, 3):
            full.append(KEY, seq - 1, payloads(seq, 3))

    with ThreadPoolExecutor(1) as other:
        playing = other.submit(play)
        while not playing.done():
            assert reader.verify(KEY).problem == ""
        playing.result()
    reader.close()


def test_who_reads_sees_what_another_has_added(full: Saves, place: Place, tmp_path: Path) -> None:
    reader = place(tmp_path, read_only=True)
    assert reader.header(KEY).events == 6
    full.append(KEY, 6, payloads(7, 1))
    assert reader.header(KEY).events == 7
    reader.close()


def test_reading_where_nothing_was_ever_saved_finds_nothing_and_makes_nothing(
    place: Place, tmp_path: Path
) -> None:
    reader = place(tmp_path / "nowhere", read_only=True)
    assert reader.list() == []
    assert (reader.receipt(KEY, "AAA:1"), reader.draft(KEY, "AAA"), reader.notes(KEY)) == (None, "", [])
    with pytest.raises(NotFound):
        reader.read(KEY)
    with pytest.raises(NotFound):
        reader.resolve("last")
    reader.close()
    assert list(tmp_path.iterdir()) == []
