"""A step is kept whole or not at all, whenever the program is killed; what was acknowledged is kept."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import database, export_save, verify_export
from tests.store.making import header, kept, opened, payloads

KEY = "k3x9w2"
PLAYING = """
import sys
from pathlib import Path
from tests.store.making import opened, payloads

saves = opened(Path(sys.argv[1]))
events = saves.header("k3x9w2").events
print(events, flush=True)
while True:
    saves.append("k3x9w2", events, payloads(events + 1, 6), command_id=f"AAA:{events}", receipt="{}")
    events += 6
    print(events, flush=True)
"""


def killed_while_playing(folder: Path, moments: random.Random) -> int:
    """Let another program append until it is killed between two acknowledgements; the last it gave."""
    playing = subprocess.Popen(
        [sys.executable, "-c", PLAYING, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert playing.stdout
    with playing, playing.stdout as said:
        told = [said.readline() for _ in range(moments.randint(1, 25))]
        # Somewhere within the step that follows: how long a step takes is not ours to know.
        for _ in range(moments.randint(0, 20_000)):
            pass
        playing.kill()
        told += said.read().splitlines()
        assert playing.wait(timeout=30) == -signal.SIGKILL
    return max(int(events) for events in told)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_no_step_is_half_kept_and_no_acknowledged_one_is_lost(
    seed: int, tmp_path: Path
) -> None:
    with closing(opened(tmp_path)) as saves:
        saves.create(header(), payloads(1, 1))
    moments = random.Random(seed)
    for _ in range(2):
        acknowledged = killed_while_playing(tmp_path, moments)
        with closing(opened(tmp_path, read_only=True)) as reader:
            events = reader.header(KEY).events
            assert events >= acknowledged
            assert (events - 1) % 6 == 0
            assert [entry.payload for entry in reader.read(KEY)] == payloads(1, events)
            done = [reader.receipt(KEY, f"AAA:{first}") for first in range(1, events, 6)]
            assert done == ["{}"] * len(done)
            export_save(reader, KEY, tmp_path / "file.jsonl", overwrite=True)
            assert verify_export(tmp_path / "file.jsonl").ok


FULL, EXTRA = 2, 3
"""What `PRAGMA synchronous` says of a step that waits for the disk, and for the folder's entry as well."""


@pytest.mark.parametrize(
    ("shared", "journal", "synchronous"),
    [("", "wal", FULL), ("nfs", "delete", EXTRA)],
    ids=["here", "on a network drive"],
)
def test_a_step_that_is_acknowledged_has_been_forced_to_the_disk(
    shared: str, journal: str, synchronous: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No killed program shows this, only a power cut: so the setting itself is looked at."""
    monkeypatch.setattr(database, "shared_by", lambda folder: shared)
    with closing(opened(tmp_path)) as saves:
        driver = saves._base.driver
        assert driver.execute("PRAGMA journal_mode").fetchone() == (journal,)
        assert driver.execute("PRAGMA synchronous").fetchone() == (synchronous,)


def test_a_step_holds_the_database_from_its_beginning(tmp_path: Path) -> None:
    """Else two programs could both read before either writes, and the later one would fail in the middle."""
    with closing(opened(tmp_path)) as saves, closing(sqlite3.connect(saves.path, timeout=0)) as other:
        saves.create(header(), payloads(1, 1))
        with saves._base.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_a_copy_without_its_log_says_so_until_somebody_goes_on_from_it(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    with kept(tmp_path / "here") as saves:
        assert saves.amiss() == []
        shutil.copy(saves.path, copy)
        with closing(opened(tmp_path / "here")) as beside:
            assert beside.amiss() == [], "its log stands beside it"
    for read_only in (True, False, False):
        # To look at it takes nothing away, neither what it says nor what makes it say so.
        with closing(opened(copy, read_only=read_only)) as copied:
            (said,) = copied.amiss()
            assert "was copied while it was in use" in said
            assert f"{saves.path.name}-wal" in said
            assert copied.header(KEY).events == 6
    with closing(opened(copy)) as copied:
        copied.append(KEY, 6, payloads(7, 1))
        assert copied.amiss() == []
    with closing(opened(copy)) as copied:
        assert copied.amiss() == []


def test_a_copy_made_after_the_end_lacks_nothing(tmp_path: Path) -> None:
    with kept(tmp_path / "here") as saves:
        pass
    (tmp_path / "copy").mkdir()
    shutil.copy(saves.path, tmp_path / "copy")
    with closing(opened(tmp_path / "copy")) as copied:
        assert copied.amiss() == []
