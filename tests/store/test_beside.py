"""Receipts, drafts and notes that do not fit their record are found before they count in play."""

from pathlib import Path

import msgspec
import pytest

from multipolar.domain.model.views import Receipt
from multipolar.engine.host import drafts_of
from multipolar.lobby.stored_log import StoredLog
from multipolar.store import Damaged, Done, database
from multipolar.store.sqlite import SqliteSaves
from multipolar.user_errors import UserError
from tests.store.making import header, kept, meddle, opened, payloads, rows

KEY = "k3x9w2"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one exercise, a receipt, a draft and a note."""
    with kept(tmp_path) as saves:
        saves.set_draft(KEY, "AAA", "[]")
        saves.add_note(KEY, 5, "control", "why?")
        assert saves.verify(KEY).ok
        return saves.path


def looked_at(path: Path) -> SqliteSaves:
    return opened(path.parent, read_only=True)


@pytest.mark.parametrize(
    "change",
    [
        "update command set receipt='{\"accepted\":false}'",
        "update command set command='AAA:2'",
        "update command set seq=5",
        "update command set seq=7",
        "update command set seq='x'",
        "update command set seal=''",
        "insert into command values ('k3x9w2', 'AAA:2', '{}', 6, '')",
        "insert into command select exercise, 'AAA:2', receipt, seq, seal from command",
    ],
)
def test_a_receipt_that_was_made_up_is_found_and_nothing_counts_as_done_by_it(
    change: str, path: Path
) -> None:
    meddle(path, change)
    saves = looked_at(path)
    report = saves.verify(KEY)
    assert (report.ok, report.unchanged, report.readable) == (False, False, 6)
    assert "receipt of command" in report.problem
    for (command,) in rows(path, "select command from command"):
        if str(command) in report.problem:
            with pytest.raises(Damaged, match="receipt of command"):
                saves.receipt(KEY, str(command))
            with pytest.raises(UserError):
                StoredLog(saves, KEY).receipt(str(command))
    assert len(saves.read(KEY)) == 6
    saves.close()


@pytest.mark.parametrize(
    "change",
    [
        "delete from command where command='AAA:3'",
        "delete from command",
        "update command set exercise='other' where command='AAA:1'",
        "update exercise set receipts=receipts+1",
    ],
)
def test_a_receipt_that_is_missing_is_found(change: str, path: Path) -> None:
    saves = opened(path.parent)
    saves.append(KEY, 6, payloads(7, 1), command_id="AAA:3", receipt="{}")
    # What nobody ordered leaves none.
    saves.append(KEY, 7, payloads(8, 1))
    assert [done.command for done in saves.receipts(KEY)] == ["AAA:1", "AAA:3"]
    assert saves.verify(KEY).ok
    saves.close()
    meddle(path, change)
    saves = looked_at(path)
    report = saves.verify(KEY)
    assert (report.ok, report.unchanged, report.first_bad, report.readable) == (False, False, 0, 8)
    assert "receipts" in report.problem
    saves.close()


def test_receipts_that_are_brought_along_count_once(path: Path, tmp_path: Path) -> None:
    there, here = opened(tmp_path / "there"), looked_at(path)
    done = here.receipts(KEY)
    there.take_in(*here.record(KEY))
    assert there.receipt(KEY, "AAA:1") is None
    for _ in range(2):
        there.add_receipts(KEY, done)
        assert there.receipts(KEY) == done
        assert there.verify(KEY).ok
    with pytest.raises(Damaged):
        there.add_receipts(KEY, [Done("AAA:9", "{}", 99)])
    assert there.receipts(KEY) == done
    here.close()
    there.close()


def test_a_receipt_of_another_exercise_counts_for_nothing(path: Path) -> None:
    saves = opened(path.parent)
    saves.create(header("other"), payloads(11, 1))
    saves.append("other", 1, payloads(2, 5), command_id="AAA:9", receipt="{}")
    meddle(
        path,
        "insert into command select ?, 'AAA:9', receipt, seq, seal from command where command='AAA:9'",
        KEY,
    )
    with pytest.raises(Damaged):
        saves.receipt(KEY, "AAA:9")
    assert saves.receipt("other", "AAA:9") == "{}"
    saves.close()


def test_a_receipt_that_stands_but_is_none_is_said_to_be_one(path: Path) -> None:
    saves = opened(path.parent)
    saves.append(KEY, 6, payloads(7, 1), command_id="AAA:3", receipt="[" * 100_000)
    with pytest.raises(UserError, match="cannot be read"):
        StoredLog(saves, KEY).receipt("AAA:3")
    right = msgspec.json.encode(Receipt(True, id="4")).decode()
    saves.append(KEY, 7, payloads(8, 1), command_id="AAA:4", receipt=right)
    assert StoredLog(saves, KEY).receipt("AAA:4") == Receipt(True, id="4")
    saves.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update draft set seat='MARS'", "belongs to 'MARS'"),
        ("update note set seq=7", "pinned to event 7, which is not there"),
        ("update note set seq=-1", "pinned to event -1"),
        ("update note set seq='x'", "pinned to event x"),
        ("update note set seat='MARS'", "belongs to 'MARS'"),
    ],
    ids=range(5),
)
def test_a_draft_or_a_note_that_fits_nowhere_is_found(change: str, words: str, path: Path) -> None:
    meddle(path, change)
    saves = looked_at(path)
    report = saves.verify(KEY)
    assert (report.ok, report.first_bad, report.readable) == (False, 0, 6)
    assert words in report.problem
    saves.close()


def test_a_draft_that_is_nested_deep_is_let_go() -> None:
    assert drafts_of("[" * 100_000) == ()


def test_receipts_of_before_are_sealed_as_the_database_is_brought_up_to_date(path: Path) -> None:
    meddle(path, "alter table command drop column seal")
    meddle(path, "alter table command drop column seq")
    meddle(path, "alter table exercise drop column touched")
    meddle(path, "alter table exercise drop column receipts")
    for table in ("place", "keys", "host", "lease"):
        meddle(path, f"drop table {table}")
    meddle(path, "update alembic_version set version_num='0002'")
    assert database.KNOWN.index("0002") < len(database.KNOWN) - 1
    saves = looked_at(path)
    assert saves.verify(KEY).ok
    saves.close()
    saves = opened(path.parent)
    assert saves.receipt(KEY, "AAA:1") == "{}"
    assert saves.verify(KEY).ok
    saves.close()
    meddle(path, "delete from command")
    saves = looked_at(path)
    assert "of 1 receipts 0 are there" in saves.verify(KEY).problem
    saves.close()
    saves = opened(path.parent)
    saves.append(KEY, 6, payloads(7, 1), command_id="AAA:1", receipt="{}")
    saves.close()
    meddle(path, "update command set receipt='[]'")
    saves = looked_at(path)
    with pytest.raises(Damaged):
        saves.receipt(KEY, "AAA:1")
    saves.close()
