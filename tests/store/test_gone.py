"""Files that go away while they are written to: noticed before anything is acknowledged."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import Gone
from multipolar.store.sqlite import SqliteSaves
from tests.store.making import header, kept, opened, payloads

KEY = "k3x9w2"


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[SqliteSaves]:
    with kept(tmp_path / "here") as saves:
        yield saves


def _folder_deleted(path: Path) -> None:
    shutil.rmtree(path.parent)


def _folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


def _unlinked(path: Path) -> None:
    path.unlink()


def _log_unlinked(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


def _index_unlinked(path: Path) -> None:
    path.with_name(path.name + "-shm").unlink()


def _replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("other"))
    path.with_name("other").rename(path)


def _another_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))
    with kept(path.parent):
        pass


GOING: tuple[Callable[[Path], None], ...] = (
    _folder_deleted, _folder_moved, _unlinked, _log_unlinked, _index_unlinked, _replaced, _another_folder,
)  # fmt: skip


@pytest.mark.parametrize("going", GOING)
def test_nothing_is_acknowledged_once_the_files_are_gone(
    going: Callable[[Path], None], saves: SqliteSaves
) -> None:
    going(saves.path)
    for write in (
        lambda: saves.append(KEY, 6, payloads(7, 1)),
        lambda: saves.set_draft(KEY, "AAA", "{}"),
        lambda: saves.add_note(KEY, 1, "AAA", "why?"),
        saves.settle,
    ):
        with pytest.raises(Gone) as gone:
            write()
        assert "\n" not in str(gone.value)
    # What was done can still be read, to be written elsewhere.
    assert saves.record(KEY)[0].events == 6


def test_a_folder_that_comes_back_is_written_to_again(saves: SqliteSaves) -> None:
    _folder_moved(saves.path)
    with pytest.raises(Gone):
        saves.append(KEY, 6, payloads(7, 1))
    saves.folder.with_name("moved").rename(saves.folder)
    assert saves.append(KEY, 6, payloads(7, 1)).events == 7
    assert saves.verify(KEY).ok


def test_gone_in_the_moment_between_two_looks_it_is_noticed_after_the_step(
    saves: SqliteSaves, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, looks = saves._base._files.check, []

    def checked() -> None:
        check()
        looks.append(1)
        if len(looks) == 1:
            shutil.rmtree(saves.folder)

    monkeypatch.setattr(saves._base._files, "check", checked)
    with pytest.raises(Gone):
        saves.append(KEY, 6, payloads(7, 1))


def test_an_older_copy_put_over_the_file_is_noticed(saves: SqliteSaves, tmp_path: Path) -> None:
    saves.settle()
    shutil.copy(saves.path, tmp_path / "older.db")
    for number in range(20):
        saves.append(KEY, 6 + number, payloads(7 + number, 1), position=f"{number}.crisis")
    # Over the same file: it keeps its name and its number.
    (saves.path).write_bytes((tmp_path / "older.db").read_bytes())
    saves.path.with_name(saves.path.name + "-wal").write_bytes(b"")
    with pytest.raises(Gone, match="written over"):
        saves.append(KEY, 26, payloads(27, 1))


@pytest.mark.parametrize("size", [0, 4096, 8192, -1])
def test_a_file_that_was_cut_or_written_over_is_not_said_to_be_saved(size: int, saves: SqliteSaves) -> None:
    saves.append(KEY, 6, payloads(7, 1), position="1.crisis")
    content = saves.path.read_bytes()
    saves.path.write_bytes(b"something else" * 9000 if size < 0 else content[:size])
    with pytest.raises(Gone, match="written over"):
        saves.settle()
    with pytest.raises(Gone):
        saves.append(KEY, 7, payloads(8, 1))
    with pytest.raises(Gone):
        saves.settle()


def test_what_was_removed_is_not_said_to_be_written_over(saves: SqliteSaves) -> None:
    saves.append(KEY, 6, payloads(7, 1))
    _folder_moved(saves.path)
    with pytest.raises(Gone, match="removed or moved away"):
        saves.append(KEY, 7, payloads(8, 1))


def test_what_another_program_adds_to_or_takes_away_is_no_reason_to_say_it_is_gone(
    saves: SqliteSaves,
) -> None:
    saves.append(KEY, 6, payloads(7, 1))
    with closing(opened(saves.folder)) as other:
        other.create(header("other"), payloads(1, 5))
        other.delete("other")
        other.append(KEY, 7, payloads(8, 1), position="2.crisis")
    saves.settle()


def test_another_program_that_writes_as_well_is_no_stranger(saves: SqliteSaves) -> None:
    with closing(opened(saves.folder)) as other:
        for number in range(4):
            other.append(KEY, 6 + number, payloads(7 + number, 1), position=f"{number}.crisis")
    saves._headers.clear()
    assert saves.append(KEY, 10, payloads(11, 1)).events == 11
    assert saves.verify(KEY).ok


@pytest.mark.parametrize("table", ["event", "exercise"])
def test_what_another_program_wiped_out_is_neither_added_to_nor_said_to_be_saved(
    table: str, saves: SqliteSaves
) -> None:
    saves.append(KEY, 6, payloads(7, 1))
    # Through the log, like any other step: the file itself does not change by it.
    with closing(sqlite3.connect(saves.path)) as other, other:
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute(f"DELETE FROM {table}")
    with pytest.raises(Gone, match="written over"):
        saves.settle()
    with pytest.raises(Gone, match="written over"):
        saves.append(KEY, 7, payloads(8, 1))
