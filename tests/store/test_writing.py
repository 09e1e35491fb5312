"""An exported file is there whole or not at all, and nothing lies beside it."""

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from multipolar.store import Conflict, Full, ReadOnly, writing
from multipolar.store.writing import write_whole


def _method(function: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    def method(path: Path, target: Path) -> Path:
        return function(path, target)

    return method


class Disk:
    """Sees what is made durable, and when a file takes its place."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.durable: set[int] = set()
        self.steps: list[str] = []
        self._fsync, self._replace, self._link = os.fsync, Path.replace, os.link
        patch.setattr(os, "fsync", self.fsync)
        patch.setattr(os, "link", self.link)
        patch.setattr(Path, "replace", _method(self.replace))

    def link(self, source: str, target: Path, **how: Any) -> None:
        assert os.fstat(int(source)).st_ino in self.durable, "it would get a name before it is durable"
        self.steps.append("named")
        self._link(source, target, **how)

    def fsync(self, descriptor: int) -> None:
        found = os.fstat(descriptor)
        self.durable.add(found.st_ino)
        self.steps.append("synced a folder" if stat.S_ISDIR(found.st_mode) else f"synced {found.st_size}")
        self._fsync(descriptor)

    def replace(self, path: Path, target: Path) -> Path:
        assert path.stat().st_ino in self.durable, "it would take its place before it is durable"
        self.steps.append("replaced")
        return self._replace(path, target)


@pytest.fixture(params=["nameless", "named", "without /proc"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A system on which a file can be written without a name, and one on which it cannot."""
    if request.param == "named":
        monkeypatch.setattr(writing, "_NAMELESS", 0)
    if request.param == "without /proc":
        monkeypatch.setattr(writing, "_DESCRIPTORS", Path("/nowhere/fd"))
    return str(request.param)


def test_content_and_name_are_durable_before_it_is_said_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    disk = Disk(monkeypatch)
    write_whole(tmp_path / "file", b"content")
    placed = "named" if system == "nameless" else "replaced"
    assert disk.steps == ["synced 7", placed, "synced a folder"]
    assert tmp_path.stat().st_ino in disk.durable
    disk.steps.clear()
    write_whole(tmp_path / "file", b"contents", overwrite=True)
    renamed = ["named", "replaced"] if system == "nameless" else ["replaced"]
    assert disk.steps == ["synced 8", *renamed, "synced a folder"]
    assert [(tmp_path / "file").read_bytes(), len(list(tmp_path.iterdir()))] == [b"contents", 1]


@pytest.mark.usefixtures("system")
def test_what_cannot_be_made_durable_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(Full):
        write_whole(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whoever_is_interrupted_leaves_nothing(
    stop: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(stop):
        write_whole(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == []


HELD = """
import os, sys
from pathlib import Path
from multipolar.store import writing
if sys.argv[2] == "named":
    writing._NAMELESS = 0
def held(descriptor):
    print("held", flush=True)
    sys.stdin.readline()
os.fsync = held
writing.write_whole(Path(sys.argv[1]), b"slow", overwrite=True)
"""


@contextmanager
def writing_to(target: Path, system: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has written a file, and holds before it is durable."""
    command = [sys.executable, "-c", HELD, str(target), system]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "held\n"
        yield writer


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_whoever_is_killed_while_writing_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    with writing_to(tmp_path / "file", "nameless") as writer:
        assert list(tmp_path.iterdir()) == []
        writer.send_signal(number)
        assert writer.wait() == -number
    assert list(tmp_path.iterdir()) == []


def test_what_was_killed_is_cleared_away_and_what_is_still_written_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_NAMELESS", 0)
    target = tmp_path / "a[1]*.jsonl"
    with writing_to(target, "named") as writer:
        write_whole(target, b"first")
        assert len(list(tmp_path.iterdir())) == 2
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert len(list(tmp_path.iterdir())) == 2
        other = tmp_path / ".b.jsonl.0123.part"
        other.write_bytes(b"another file's")
        write_whole(target, b"second", overwrite=True)
    assert sorted(tmp_path.iterdir()) == sorted([target, other])
    assert target.read_bytes() == b"second"


@pytest.mark.usefixtures("system")
def test_the_longest_name_there_is_can_be_written_and_written_over(tmp_path: Path) -> None:
    target = tmp_path / ("ü" * 127 + "x")
    write_whole(target, b"first")
    write_whole(target, b"second", overwrite=True)
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_appears_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    synced = os.fsync

    def somebody_else(descriptor: int) -> None:
        target.write_bytes(b"theirs")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", somebody_else)
    with pytest.raises(Conflict, match="file exists; name another"):
        write_whole(target, b"ours")
    assert target.read_bytes() == b"theirs"


@pytest.mark.usefixtures("system")
def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"first")
    with pytest.raises(Conflict):
        write_whole(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"


@pytest.mark.usefixtures("system")
def test_a_folder_that_takes_no_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReadOnly):
        write_whole(tmp_path / "folder", b"content", overwrite=True)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


@pytest.mark.usefixtures("system")
def test_where_a_folder_cannot_be_made_durable_the_file_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync

    def no_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", no_folders)
    write_whole(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"
