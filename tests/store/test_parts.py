"""A database carried away in parts, or put back in parts: said, and nothing is written over."""

import re
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import Damaged, SaveError
from multipolar.store import opened as store_opened
from multipolar.store.parts import look_at_parts
from tests.store.making import fill, kept, opened, payloads, rows

KEY = "k3x9w2"
FILE, LOG = "multipolar.db", "multipolar.db-wal"


def copied(there: Path, *files: Path) -> Path:
    """A folder with copies of some files."""
    there.mkdir()
    for file in files:
        shutil.copy(file, there)
    return there


@pytest.fixture
def in_use(tmp_path: Path) -> Path:
    """A folder in which more stands in the log than in the file, as it is while somebody plays."""
    with closing(opened(tmp_path / "here")) as saves:
        fill(saves)
        saves.append(KEY, 6, payloads(7, 3))
        return copied(tmp_path / "used", *(tmp_path / "here").iterdir())


def test_a_file_that_was_copied_without_its_log_says_so_until_it_is_played_on(
    in_use: Path, tmp_path: Path
) -> None:
    alone = copied(tmp_path / "alone", in_use / FILE)
    for _ in range(2):
        # To look at it makes an empty log beside it, which is none.
        with closing(opened(alone, read_only=True)) as reader:
            assert [header.events for header in reader.list()] == [6]
            [said] = reader.amiss()
            assert LOG in said
    opened(alone).close()
    with closing(opened(alone)) as saves:
        assert len(saves.amiss()) == 1
        saves.append(KEY, 6, payloads(7, 1))
    with closing(opened(alone, read_only=True)) as reader:
        assert reader.amiss() == []


def test_with_its_log_it_is_complete_and_nothing_is_said(in_use: Path) -> None:
    with closing(opened(in_use, read_only=True)) as reader:
        assert (reader.header(KEY).events, reader.amiss()) == (9, [])
    with closing(opened(in_use)) as saves:
        assert (saves.header(KEY).events, saves.amiss()) == (9, [])


def test_whoever_only_looks_after_a_kill_leaves_it_complete(in_use: Path) -> None:
    opened(in_use).close()
    assert [file.name for file in in_use.iterdir()] == [FILE]
    with closing(opened(in_use, read_only=True)) as reader:
        assert (reader.header(KEY).events, reader.amiss()) == (9, [])


def test_killed_again_before_anything_is_written_it_is_no_copy_without_its_log(
    in_use: Path, tmp_path: Path
) -> None:
    with closing(opened(in_use)):
        # As it stands while somebody looks on, and would if that program were killed.
        there = copied(tmp_path / "there", *in_use.iterdir())
    with closing(opened(there, read_only=True)) as reader:
        assert (reader.header(KEY).events, reader.amiss()) == (9, [])


def test_given_back_the_file_alone_is_complete_and_says_nothing(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 3))
    assert [file.name for file in (tmp_path / "here").iterdir()] == [FILE]
    with closing(opened(copied(tmp_path / "alone", tmp_path / "here" / FILE), read_only=True)) as reader:
        assert (reader.header(KEY).events, reader.verify(KEY).ok, reader.amiss()) == (9, True, [])


def test_whoever_forgets_to_give_a_place_back_has_it_given_back(tmp_path: Path) -> None:
    saves = opened(tmp_path)
    fill(saves)
    del saves
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_moment_after_a_step_the_file_alone_has_it_though_nobody_does_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_opened, "CARRIED_AFTER", 0.02)
    with kept(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 3))
        for attempt in range(1000):
            alone = copied(tmp_path / f"alone{attempt}", tmp_path / "here" / FILE)
            with closing(opened(alone, read_only=True)) as reader:
                if reader.header(KEY).events == 9:
                    break
            time.sleep(0.02)
        else:
            raise AssertionError("it stood in the log alone")


def test_what_is_to_be_done_later_is_done_once_however_often_it_was_asked_for() -> None:
    done = threading.Event()
    times: list[float] = []

    def act() -> None:
        times.append(time.monotonic())
        done.set()

    later = store_opened.Later(0.05, act)
    for _ in range(3):
        later.stir()
    assert done.wait(10)
    later.stop()
    later.stir()
    time.sleep(0.1)
    assert len(times) == 1


def test_several_threads_may_write(tmp_path: Path) -> None:
    with kept(tmp_path) as saves, ThreadPoolExecutor(1) as other:
        other.submit(saves.append, KEY, 6, payloads(7, 3)).result()
        assert other.submit(saves.header, KEY).result().events == 9


def test_another_program_that_leaves_does_not_call_complete_what_is_still_in_use(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        with closing(opened(tmp_path / "here")) as other:
            other.add_note(KEY, 1, "AAA", "why?")
        saves.append(KEY, 6, payloads(7, 3))
        alone = copied(tmp_path / "alone", tmp_path / "here" / FILE)
        with closing(opened(alone, read_only=True)) as reader:
            assert reader.header(KEY).events == 9 or reader.amiss()


def test_at_every_phase_the_file_alone_has_all_of_it(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        for number, phase in enumerate(("crisis", "assessment", "debrief")):
            saves.append(KEY, 6 + number, payloads(7 + number, 1), position=f"1.{phase}")
            alone = copied(tmp_path / phase, tmp_path / "here" / FILE)
            with closing(opened(alone, read_only=True)) as reader:
                assert reader.header(KEY).events == 7 + number


Spoil = Callable[[Path, Path], None]


def _older_log(newer: Path, older: Path) -> None:
    shutil.copy(older / LOG, newer)


def _foreign_log(newer: Path, older: Path) -> None:
    with kept(newer.parent / "foreign") as saves:
        saves.append(KEY, 6, payloads(7, 9), position="2.crisis")
        shutil.copy(saves.path.with_name(LOG), newer)


@pytest.mark.parametrize("spoil", [_older_log, _foreign_log])
@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_log_that_belongs_to_something_else_is_not_written_over_the_file(
    spoil: Spoil, read_only: bool, in_use: Path, tmp_path: Path
) -> None:
    newer = copied(tmp_path / "newer", *in_use.iterdir())
    with closing(opened(newer)) as saves:
        saves.append(KEY, 9, payloads(10, 60), position="3.crisis")
    spoil(newer, in_use)
    before = (newer / FILE).read_bytes()
    with pytest.raises(Damaged, match="does not belong") as error:
        opened(newer, read_only=read_only)
    assert "\n" not in str(error.value)
    assert (newer / FILE).read_bytes() == before
    (newer / LOG).unlink()
    with closing(opened(newer)) as saves:
        assert saves.verify(KEY).readable == 69


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
@pytest.mark.parametrize("content", [None, b""], ids=["missing", "empty"])
def test_a_log_without_its_file_is_not_thrown_away(
    content: bytes | None, read_only: bool, in_use: Path, tmp_path: Path
) -> None:
    alone = copied(tmp_path / "alone", in_use / LOG)
    if content is not None:
        (alone / FILE).write_bytes(content)
    found = "is not there" if content is None else "is empty"
    said = (
        f"{alone / LOG} holds the last steps of a database, but {alone / FILE} {found}: "
        f"put the {alone / FILE} that belongs to it beside it, or move {alone / LOG} away"
    )
    with pytest.raises(SaveError, match=re.escape(said)):
        opened(alone, read_only=read_only)
    assert (alone / LOG).read_bytes() == (in_use / LOG).read_bytes()


def test_a_file_whose_steps_all_stood_in_the_log_is_not_shown_as_nothing(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / FILE
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode=wal")
    connection.close()
    for read_only in (True, False):
        with pytest.raises(Damaged, match="not beside it"):
            opened(tmp_path, read_only=read_only)


def test_what_was_deleted_on_purpose_is_no_foreign_log(in_use: Path, tmp_path: Path) -> None:
    with closing(opened(in_use)) as saves:
        saves.settle()
        saves.delete(KEY)
        there = copied(tmp_path / "there", *in_use.iterdir())
    with closing(opened(there, read_only=True)) as reader:
        assert reader.list() == []


def test_a_backup_made_while_it_is_in_use_is_complete_in_one_file(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        saves.append(KEY, 6, payloads(7, 3))
        with closing(opened(tmp_path / "here", read_only=True)) as reader:
            assert reader.back_up(tmp_path / "away" / "friday.db") == 1
        with pytest.raises(SaveError, match="exists"):
            saves.back_up(tmp_path / "away" / "friday.db")
        assert saves.back_up(tmp_path / "away" / "friday.db", overwrite=True) == 1
    assert [file.name for file in (tmp_path / "away").iterdir()] == ["friday.db"]
    assert rows(tmp_path / "away/friday.db", "pragma integrity_check") == [("ok",)]
    with closing(opened(tmp_path / "away/friday.db")) as backup:
        assert (backup.verify(KEY).readable, backup.amiss()) == (9, [])
        assert backup.append(KEY, 9, payloads(10, 1)).events == 10


def test_a_file_that_keeps_a_log_and_has_none_beside_it_may_lack_it(in_use: Path, tmp_path: Path) -> None:
    assert not look_at_parts(tmp_path / FILE)
    assert not look_at_parts(in_use / FILE)
    (in_use / LOG).unlink()
    assert look_at_parts(in_use / FILE)
    (in_use / LOG).touch()
    assert look_at_parts(in_use / FILE)
    with closing(opened(tmp_path / "here")) as saves:
        saves.back_up(tmp_path / "backup.db")
    # A backup keeps no log, and can lack none.
    assert not look_at_parts(tmp_path / "backup.db")
