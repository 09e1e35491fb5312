"""Large events lie packed in the database, and are read, hashed and exported as they were written."""

import zlib
from pathlib import Path

import pytest

from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store import export_save
from multipolar.store.errors import Damaged
from multipolar.store.packing import PACKED_FROM, packed, unpacked
from tests.store.making import header, kept, meddle, opened, payloads, rows

LARGE = b'{"event":"said","seq":1,"text":"' + b"Worte und Worte. " * 4000 + b'"}'


@pytest.mark.parametrize("payload", [b"{}", payloads(1, 1)[0], LARGE, LARGE[:PACKED_FROM]])
def test_what_is_packed_comes_back_to_the_letter(payload: bytes) -> None:
    assert unpacked(packed(payload)) == payload
    assert (packed(payload) == payload) == (len(payload) < PACKED_FROM)


def test_a_large_event_takes_little_room_and_is_hashed_and_exported_as_it_was_written(tmp_path: Path) -> None:
    saves = opened(tmp_path)
    saves.create(header("large"), [LARGE, *payloads(2, 1)])
    assert saves.header("large").log_hash == link(link(GENESIS, LARGE), payloads(2, 1)[0])
    assert [entry.payload for entry in saves.read("large")] == [LARGE, *payloads(2, 1)]
    assert saves.verify("large").ok
    export_save(saves, "large", tmp_path / "large.jsonl")
    assert LARGE in (tmp_path / "large.jsonl").read_bytes()
    saves.close()
    assert rows(saves.path, "select length(payload) < 1000 from event where seq=1") == [(1,)]


def test_a_large_event_that_lies_unpacked_is_read_as_it_is(tmp_path: Path) -> None:
    """As versions before kept it."""
    saves = opened(tmp_path)
    saves.create(header("before"), [LARGE])
    saves.close()
    meddle(saves.path, "update event set payload=? where seq=1", LARGE)
    saves = opened(tmp_path)
    assert [entry.payload for entry in saves.read("before")] == [LARGE]
    saves.close()


CHANGED = {
    "another text": zlib.compress(LARGE.replace(b"Worte", b"Taten")),
    "cut off": zlib.compress(LARGE)[:-4],
    "more behind it": zlib.compress(LARGE) + b"more",
    "no packing at all": b"x" * 100,
}


@pytest.mark.parametrize("bytes_kept", CHANGED.values(), ids=CHANGED)
def test_what_was_packed_and_changed_is_told(tmp_path: Path, bytes_kept: bytes) -> None:
    saves = opened(tmp_path)
    saves.create(header("changed"), [LARGE, *payloads(2, 1)])
    saves.close()
    meddle(saves.path, "update event set payload=? where seq=1", bytes_kept)
    saves = opened(tmp_path)
    report = saves.verify("changed")
    assert not report.ok
    assert report.first_bad == 1
    with pytest.raises(Damaged):
        saves.read("changed")
    saves.close()


def test_what_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multipolar.store.packing.MOST", 1000)
    bomb = zlib.compress(b"{" + b" " * 1_000_000 + b"}")
    assert unpacked(bomb) == bomb


def test_small_events_lie_as_they_are(tmp_path: Path) -> None:
    with kept(tmp_path) as saves:
        path = saves.path
    assert rows(path, "select payload from event where seq=1") == [(payloads(1, 1)[0],)]
