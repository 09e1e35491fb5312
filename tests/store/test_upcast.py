"""Records of an older format are read in the present one, and kept as they were written."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import NewerVersion, export_save, import_save, read_export, upcast
from multipolar.store.records import FORMAT
from multipolar.store.sqlite import SqliteSaves
from multipolar.store.upcast import STEPS
from tests.store.making import kept, opened, payloads

KEY = "k3x9w2"


def _said_to_spoken(payload: bytes) -> bytes:
    return payload.replace(b'"said"', b'"spoken"')


def _with_speaker(payload: bytes) -> bytes:
    return payload.replace(b'"spoken"', b'"spoken","by":""') if b'"by"' not in payload else payload


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteSaves]:
    """A record of format 1, in the hands of a program whose format is the third."""
    with kept(tmp_path) as saves:
        saves.close()
    monkeypatch.setattr(upcast, "FORMAT", 3)
    monkeypatch.setattr(upcast, "STEPS", {1: _said_to_spoken, 2: _with_speaker})
    with closing(opened(tmp_path)) as saves:
        yield saves


def test_the_save_that_is_too_new_is_named() -> None:
    with pytest.raises(NewerVersion, match=rf"^k3x9w2 was written by .*format {FORMAT + 1}"):
        upcast.upcast(KEY, FORMAT + 1, [])


def test_every_format_before_the_present_one_has_its_step() -> None:
    assert sorted(STEPS) == list(range(1, FORMAT))


def test_old_events_are_read_in_the_present_format_and_kept_as_they_were(later: SqliteSaves) -> None:
    present = [_with_speaker(_said_to_spoken(payload)) for payload in payloads(1, 6)]
    assert [entry.payload for entry in later.read(KEY)] == present
    assert [entry.payload for entry in later.readable(KEY)] == present
    assert [entry.payload for entry in later.record(KEY)[1]] == payloads(1, 6)
    assert later.verify(KEY).ok


def test_an_exercise_of_an_old_format_is_played_on_in_the_present_one(later: SqliteSaves) -> None:
    new = b'{"event":"spoken","by":"AAA","seq":7}'
    later.append(KEY, 6, [new])
    assert later.read(KEY)[-1].payload == new
    assert later.verify(KEY).ok


def test_an_old_exported_file_opens_and_travels_unchanged(later: SqliteSaves, tmp_path: Path) -> None:
    export_save(later, KEY, tmp_path / "old.jsonl")
    header, entries = read_export(tmp_path / "old.jsonl")
    assert header.format == 1
    assert all(b'"spoken","by"' in entry.payload for entry in entries)
    with closing(opened(tmp_path / "elsewhere")) as elsewhere:
        import_save(elsewhere, tmp_path / "old.jsonl")
        export_save(elsewhere, KEY, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "old.jsonl").read_bytes()
