"""An older state that comes back is told from what was seen, and nothing else is."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from multipolar.store import export_save, import_save
from multipolar.store.places import database_of
from multipolar.store.sqlite import SqliteSaves
from tests.store.making import Ticking, fill, header, payloads

KEY = "k3x9w2"
FILE = "multipolar.db"


@contextmanager
def at(folder: Path, *, read_only: bool = False, state: str = "state") -> Iterator[SqliteSaves]:
    """The saves in a folder, seen by the program of a user whose own folder stands beside it."""
    saves = SqliteSaves(
        database_of(folder), read_only=read_only, clock=Ticking(), state=folder.parent / state
    )
    with closing(saves):
        yield saves


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


def test_a_copy_in_another_place_or_on_another_machine_is_no_older_state(tmp_path: Path, older: Path) -> None:
    assert come_back(older) == ""
    shutil.copy(older / FILE, tmp_path / "here")
    assert come_back(tmp_path / "here", state="of-another-machine") == ""


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


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 1024, b"[]"])
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


def test_an_older_export_taken_in_on_purpose_is_no_older_state(tmp_path: Path, older: Path) -> None:
    with at(older, state="elsewhere") as saves:
        export_save(saves, KEY, tmp_path / "older.jsonl")
    with at(tmp_path / "here") as saves:
        saves.delete(KEY)
        import_save(saves, tmp_path / "older.jsonl")
    assert come_back(tmp_path / "here") == ""
