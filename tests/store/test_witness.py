"""An older state that comes back is told from what was seen, and nothing else is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from multipolar.store import Damaged, NotFound, export_save, import_save
from multipolar.store.places import database_of
from multipolar.store.sqlite import SqliteSaves
from tests.store.making import Ticking, fill, header, meddle, payloads

KEY = "k3x9w2"
BAD_TIME = b'{"exercise":"k3x9w2","events":9,"log_hash":"","database":"","place":"/","at":"then"}'
FILE = "multipolar.db"


@contextmanager
def at(folder: Path, *, read_only: bool = False, state: str = "state") -> Iterator[SqliteSaves]:
    """The saves in a folder, seen by the program of a user whose own folder stands beside it."""
    saves = SqliteSaves(
        database_of(folder), read_only=read_only, clock=Ticking(), state=folder.parent / state
    )
    with closing(saves):
        yield saves


def elsewhere(folder: Path, **how: str) -> str:
    with at(folder, read_only=True, **how) as saves:
        return saves.played_elsewhere(KEY)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A place that was played on after a copy of it was made: the copy."""
    with at(tmp_path / "here") as saves:
        fill(saves)
    shutil.copytree(tmp_path / "here", tmp_path / "older")
    with at(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 3))
    return tmp_path / "older"


def come_back(folder: Path, **how: str) -> str:
    with at(folder, read_only=True, **how) as saves:
        said = saves.come_back(KEY)
        report = saves.verify(KEY)
        assert (report.rolled_back, report.ok) == (bool(said), not said)
        # What there is can be looked at, whatever it is.
        assert len(saves.read(KEY)) == saves.header(KEY).events
        return said


def test_what_was_left_as_it_is_is_as_it_was(tmp_path: Path, older: Path) -> None:
    assert come_back(tmp_path / "here") == ""


def test_an_older_copy_in_the_place_of_a_newer_one_is_told(tmp_path: Path, older: Path) -> None:
    shutil.copy(older / FILE, tmp_path / "here")
    assert "event 9" in come_back(tmp_path / "here")
    shutil.rmtree(tmp_path / "here")
    older.rename(tmp_path / "here")
    assert "event 9" in come_back(tmp_path / "here")


def test_another_course_in_the_place_of_the_one_that_was_played_is_told(tmp_path: Path, older: Path) -> None:
    with at(older, state="elsewhere") as saves:
        saves.append(KEY, 6, [payload.replace(b"Gr", b"gr") for payload in payloads(7, 9)])
    shutil.copy(older / FILE, tmp_path / "here")
    assert "another course" in come_back(tmp_path / "here")


def test_what_was_played_on_elsewhere_and_brought_back_is_well(tmp_path: Path) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    with at(tmp_path / "there", state="elsewhere") as saves:
        saves.append(KEY, 6, payloads(7, 9))
    shutil.copy(tmp_path / "there" / FILE, tmp_path / "here")
    assert come_back(tmp_path / "here") == ""


def test_on_another_machine_nothing_is_known_of_what_was_played_here(tmp_path: Path, older: Path) -> None:
    assert come_back(older, state="of-another-machine") == ""
    assert elsewhere(older, state="of-another-machine") == ""


def test_a_copy_beside_the_place_that_was_played_on_is_well_and_says_where_more_is(
    tmp_path: Path, older: Path
) -> None:
    assert come_back(older) == ""
    assert f"more of it was played in {tmp_path / 'here' / FILE}, up to event 9" in elsewhere(older)
    assert elsewhere(tmp_path / "here") == ""


def test_of_several_places_the_one_where_most_was_played_is_named(tmp_path: Path, older: Path) -> None:
    for name, more in (("there", 4), ("yonder", 2)):
        shutil.copytree(tmp_path / "here", tmp_path / name)
        with at(tmp_path / name) as saves:
            saves.append(KEY, 9, payloads(10, more))
    assert f"more of it was played in {tmp_path / 'there' / FILE}, up to event 13" in elsewhere(older)
    (tmp_path / "there" / FILE).unlink()
    assert f"more of it was played in {tmp_path / 'yonder' / FILE}, up to event 11" in elsewhere(older)


@pytest.mark.parametrize("gone", ["removed", "moved away", "emptied", "rolled back as well"])
def test_an_older_state_is_told_wherever_it_comes_back_when_the_newer_one_is_nowhere(
    gone: str, tmp_path: Path, older: Path
) -> None:
    here = tmp_path / "here"
    match gone:
        case "removed":
            shutil.rmtree(here)
        case "moved away":
            here.rename(tmp_path / "away")
        case "emptied":
            (here / FILE).write_bytes(b"")
        case _:
            shutil.copy(older / FILE, here)
    said = come_back(older)
    assert "ends with event 6, and event 9 was acknowledged in" in said
    assert str(here / FILE) in said
    assert elsewhere(older) == ""
    # What was moved away is as it was left.
    if gone == "moved away":
        assert come_back(tmp_path / "away") == elsewhere(tmp_path / "away") == ""


def test_another_course_in_another_place_is_told_there_and_here(tmp_path: Path, older: Path) -> None:
    with at(older) as saves:
        saves.append(KEY, 6, [payload.replace(b"Gr", b"gr") for payload in payloads(7, 5)])
    assert "another course of it was played in" in elsewhere(older)
    assert "another course" in elsewhere(tmp_path / "here") or "more of it" in elsewhere(tmp_path / "here")
    shutil.rmtree(tmp_path / "here")
    assert "another course of it stands here: event 9 is not the one" in come_back(older)


def test_who_goes_on_with_a_copy_all_the_same_is_told_no_more_in_either_place(
    tmp_path: Path, older: Path
) -> None:
    with at(older) as saves:
        saves.accept(KEY)
        saves.append(KEY, 6, [payload.replace(b"Gr", b"gr") for payload in payloads(7, 9)])
    for folder in (older, tmp_path / "here"):
        assert come_back(folder) == elsewhere(folder) == ""
    # Each is still held to what was acknowledged in it.
    with at(tmp_path / "here") as saves:
        saves.append(KEY, 9, payloads(10, 1))
    for folder in (older, tmp_path / "here"):
        assert come_back(folder) == elsewhere(folder) == ""
    shutil.copy(older / FILE, tmp_path / "here")
    assert "another course" in come_back(tmp_path / "here")


def test_branches_and_other_exercises_have_nothing_to_do_with_it(tmp_path: Path, older: Path) -> None:
    with at(older) as saves:
        saves.create(header("branch"), payloads(1, 5))
        assert saves.come_back("branch") == saves.played_elsewhere("branch") == ""
    shutil.rmtree(tmp_path / "here")
    with at(older) as saves:
        assert saves.come_back("branch") == saves.played_elsewhere("branch") == ""


def test_what_was_exported_and_taken_in_elsewhere_is_well_as_long_as_nothing_is_lost(tmp_path: Path) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
        export_save(saves, KEY, tmp_path / "all.jsonl")
    with at(tmp_path / "there") as saves:
        import_save(saves, tmp_path / "all.jsonl")
        saves.append(KEY, 6, payloads(7, 2))
    assert come_back(tmp_path / "there") == elsewhere(tmp_path / "there") == ""
    assert "more of it was played in" in elsewhere(tmp_path / "here")
    shutil.rmtree(tmp_path / "here")
    assert come_back(tmp_path / "there") == ""


def test_of_a_file_that_was_cut_off_nothing_is_said_to_be_missing_but_what_is(
    tmp_path: Path, older: Path
) -> None:
    """Where the index of exercises is lost, the table is asked."""
    with at(older, state="elsewhere") as saves:
        saves.append(KEY, 6, payloads(7, 2000))
    looked_at = 0
    for size in range(0, (older / FILE).stat().st_size, 4096 * 3):
        os.truncate(shutil.copy(older / FILE, tmp_path / "cut.db"), size)
        try:
            saves = SqliteSaves(
                tmp_path / "cut.db", read_only=True, clock=Ticking(), state=tmp_path / "state"
            )
        except Damaged:
            continue
        # That nothing of it can be read is said as well.
        with closing(saves), suppress(Damaged):
            listed = [found.id for found in saves.list()]
            assert listed or saves.amiss()
            for key in listed:
                assert saves.come_back(key) == ""
                assert not saves.verify(key).ok
                looked_at += 1
    assert looked_at


def test_it_is_told_in_a_folder_whose_name_is_no_text(tmp_path: Path, older: Path) -> None:
    strange = tmp_path / os.fsdecode(b"sch\xf6n")
    (tmp_path / "here").rename(strange)
    with at(strange) as saves:
        saves.append(KEY, 9, payloads(10, 1))
    assert come_back(strange) == ""
    assert "up to event 10" in elsewhere(older)
    assert "%F6" in elsewhere(older)


def test_accepted_it_is_told_no_more(tmp_path: Path, older: Path) -> None:
    shutil.copy(older / FILE, tmp_path / "here")
    with at(tmp_path / "here") as saves:
        saves.accept(KEY)
    assert come_back(tmp_path / "here") == ""
    with at(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 1))
    assert come_back(tmp_path / "here") == ""


def test_a_program_that_stops_before_it_has_noted_what_it_kept_raises_no_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
        monkeypatch.setattr(saves._witness, "saw", lambda *_: None)
        saves.append(KEY, 6, payloads(7, 3))
    assert come_back(tmp_path / "here") == ""


def test_what_was_not_kept_was_not_seen(tmp_path: Path) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
        ((used,),) = saves._driver.execute("pragma page_count").fetchall()
        saves._driver.execute(f"pragma max_page_count={used}")
        with pytest.raises(Exception, match="full"):
            saves.append(KEY, 6, payloads(7, 500))
        seen = saves._witness.of(KEY)
        assert seen is not None
        assert seen.events == 6


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 1024, b"[]", BAD_TIME])
def test_a_note_that_cannot_be_read_counts_as_nothing_seen(
    content: bytes, tmp_path: Path, older: Path
) -> None:
    for file in (tmp_path / "state").rglob("*"):
        if file.is_file():
            file.write_bytes(content)
    shutil.copy(older / FILE, tmp_path / "here")
    assert come_back(tmp_path / "here") == ""


def test_where_nothing_can_be_noted_everything_is_played_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with at(tmp_path / "here") as saves:
        fill(saves)
        assert saves.verify(KEY).ok


def test_an_exercise_that_is_gone_from_its_place_is_told_unless_it_was_deleted_there(
    tmp_path: Path, older: Path
) -> None:
    with at(tmp_path / "here") as saves:
        saves.create(header("later"), payloads(1, 2))
        saves.create(header("deleted"), payloads(1, 2))
        saves.delete("deleted")
    shutil.copy(older / FILE, tmp_path / "here")
    with at(tmp_path / "here", read_only=True) as saves:
        [said] = saves.amiss()
        assert "later (2 events)" in said
    (tmp_path / "here" / FILE).unlink()
    with at(tmp_path / "here", read_only=True) as saves:
        [said] = saves.amiss()
        assert KEY in said
        assert "later" in said
    # A place that is made anew is another one.
    with at(tmp_path / "here") as saves:
        assert saves.amiss() == []


@pytest.mark.parametrize("is_left", [True, False])
def test_an_exercise_that_an_older_copy_in_another_place_lacks_is_told_unless_it_was_deleted(
    is_left: bool, tmp_path: Path, older: Path
) -> None:
    with at(tmp_path / "here") as saves:
        saves.create(header("later"), payloads(1, 2))
        saves.append("later", 2, payloads(3, 1))
    newer = shutil.copytree(tmp_path / "here", tmp_path / "newer")
    with at(tmp_path / "other") as saves:
        saves.create(header("not-of-it"), payloads(1, 2))
    if not is_left:
        shutil.rmtree(tmp_path / "here")
    with at(older, read_only=True) as saves:
        [said] = saves.amiss()
        assert said == (
            f"later (3 events) was played in {tmp_path / 'here' / FILE}, of which {older / FILE} "
            "is an older copy: it is not in here"
        )
    with at(newer) as saves:
        assert saves.amiss() == []
        saves.delete("later")
        assert saves.amiss() == []
    with at(older, read_only=True, state="of-another-machine") as saves:
        assert saves.amiss() == []


def test_an_older_export_taken_in_on_purpose_is_no_older_state(tmp_path: Path, older: Path) -> None:
    with at(older, state="elsewhere") as saves:
        export_save(saves, KEY, tmp_path / "older.jsonl")
    with at(tmp_path / "here") as saves:
        saves.delete(KEY)
        import_save(saves, tmp_path / "older.jsonl")
        assert saves.append(KEY, 6, payloads(7, 1)).events == 7
    assert come_back(tmp_path / "here") == ""


def test_what_was_deleted_is_not_played_on(tmp_path: Path) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
        saves.append(KEY, 6, payloads(7, 3))
        saves.delete(KEY)
        with pytest.raises(NotFound):
            saves.append(KEY, 9, payloads(10, 1))


def test_what_was_seen_is_durable_once_it_is_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that loses its power forgets the rest: what it says then is no more than it knows."""
    forced: set[int] = set()
    force = os.fsync

    def fsync(descriptor: int) -> None:
        forced.add(os.fstat(descriptor).st_ino)
        force(descriptor)

    with at(tmp_path / "here") as saves:
        fill(saves)
        monkeypatch.setattr(os, "fsync", fsync)
        saves.append(KEY, 6, payloads(7, 3))
        saves.settle()
    seen = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert seen
    assert {path.stat().st_ino for path in seen} <= forced


def test_what_was_seen_elsewhere_is_looked_for_again_once_anything_has_changed(tmp_path: Path) -> None:
    """Also within the tick of the clock in which the places were listed, of which a folder keeps no trace."""
    with at(tmp_path / "here") as saves:
        fill(saves)
        shutil.copytree(tmp_path / "here", tmp_path / "there")
        places = next(path for path in (tmp_path / "state").rglob("*") if path.is_dir())
        for age in (0, 3600):
            assert saves.played_elsewhere(KEY) == ""
            listed = places.stat()
            os.utime(places, ns=(listed.st_atime_ns, listed.st_mtime_ns - age * 10**9))
        assert saves.played_elsewhere(KEY) == ""
        with at(tmp_path / "there") as there:
            there.append(KEY, 6, payloads(7, 3))
        assert "event 9" in saves.played_elsewhere(KEY)


def test_a_place_first_seen_in_the_tick_in_which_the_places_were_listed_is_found(tmp_path: Path) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
        shutil.copytree(tmp_path / "here", tmp_path / "there")
        assert saves.played_elsewhere(KEY) == ""
        places = next(path for path in (tmp_path / "state").rglob("*") if path.is_dir())
        listed = places.stat()
        with at(tmp_path / "there") as there:
            there.append(KEY, 6, payloads(7, 3))
        os.utime(places, ns=(listed.st_atime_ns, listed.st_mtime_ns))
        assert "event 9" in saves.played_elsewhere(KEY)


def test_a_place_that_has_lost_its_key_is_read_and_taken_for_no_copy_and_says_so_when_it_is_begun_in(
    tmp_path: Path,
) -> None:
    with at(tmp_path / "here") as saves:
        fill(saves)
    meddle(tmp_path / "here" / FILE, "delete from place")
    with at(tmp_path / "here") as saves:
        assert saves.verify(KEY).ok
        assert saves.amiss() == []
        saves.accept(KEY)
        with pytest.raises(Damaged, match="no longer says which place it is"):
            saves.create(header("other"), payloads(1, 1))
        assert [kept.id for kept in saves.list()] == [KEY]
    (noted,) = (tmp_path / "state").glob("seen/*/*")
    assert b'"database":""' in noted.read_bytes()
