"""Exported saves: files that open on any machine, refused in words when they are none."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import (
    Conflict,
    Damaged,
    Header,
    NewerVersion,
    NotFound,
    ReadOnly,
    SaveError,
    Saves,
    export_save,
    import_save,
    read_export,
    readable_export,
    transport,
    verify_export,
)
from multipolar.store.sqlite import SqliteSaves
from tests.store.making import header, kept, meddle, opened, payloads

KEY = "k3x9w2"


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[SqliteSaves]:
    with kept(tmp_path / "here") as saves:
        yield saves


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Saves]:
    there = opened(tmp_path / "elsewhere")
    yield there
    there.close()


@pytest.fixture
def file(saves: Saves, tmp_path: Path) -> Path:
    export_save(saves, KEY, tmp_path / "file.jsonl")
    return tmp_path / "file.jsonl"


def test_a_file_is_a_header_and_an_event_a_line(file: Path) -> None:
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert head.startswith('{"save":"multipolar-save","format":1,"header":{"id":"k3x9w2"')
    assert len(lines) == 6
    assert re.fullmatch(r'\{"seq":3,"hash":"[0-9a-f]{64}","event":\{.*"seq":3.*\}\}', lines[2])


def test_what_was_exported_and_imported_exports_to_the_same_bytes(
    file: Path, elsewhere: Saves, tmp_path: Path
) -> None:
    taken, is_new = import_save(elsewhere, file)
    assert is_new
    assert elsewhere.verify(KEY).ok
    export_save(elsewhere, KEY, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    assert elsewhere.header(KEY) == taken


def test_what_was_imported_can_be_played_on(file: Path, elsewhere: Saves) -> None:
    import_save(elsewhere, file)
    assert elsewhere.append(KEY, 6, payloads(7, 1)).events == 7
    assert elsewhere.verify(KEY).ok


def test_a_second_import_changes_nothing(file: Path, elsewhere: Saves) -> None:
    first, _ = import_save(elsewhere, file)
    assert import_save(elsewhere, file) == (first, False)
    assert len(elsewhere.list()) == 1


def test_where_its_id_is_taken_by_another_record_it_is_kept_under_the_next_one(
    file: Path, elsewhere: Saves
) -> None:
    elsewhere.create(header(), payloads(1, 2))
    elsewhere.create(header("k3x9w2-2"), payloads(1, 1))
    taken, is_new = import_save(elsewhere, file)
    assert (taken.id, is_new) == ("k3x9w2-3", True)
    assert import_save(elsewhere, file) == (taken, False)
    assert [elsewhere.header(key).events for key in (KEY, "k3x9w2-2", "k3x9w2-3")] == [2, 1, 6]
    assert all(elsewhere.verify(known.id).ok for known in elsewhere.list())


def test_an_import_leaves_a_save_that_was_played_on_as_it_is(file: Path, saves: Saves) -> None:
    saves.append(KEY, 6, payloads(7, 1))
    assert import_save(saves, file)[0].id == "k3x9w2-2"
    assert (saves.header(KEY).events, saves.header("k3x9w2-2").events) == (7, 6)


@pytest.mark.parametrize(
    "damage",
    [
        "update event set payload=x'00' where seq=3",
        "update exercise set created_at='yesterday'",
        "delete from event",
    ],
)
def test_a_file_is_taken_in_beside_the_damaged_save_it_came_from(
    damage: str, file: Path, saves: SqliteSaves
) -> None:
    meddle(saves.path, damage)
    assert import_save(saves, file)[0].id == "k3x9w2-2"
    assert saves.verify("k3x9w2-2").ok
    assert not saves.verify(KEY).ok


def test_an_id_as_long_as_they_come_still_has_a_next_one(tmp_path: Path, elsewhere: Saves) -> None:
    forged(tmp_path / "long.jsonl", id="x" * 128)
    elsewhere.create(header("x" * 128), payloads(1, 1))
    taken, _ = import_save(elsewhere, tmp_path / "long.jsonl")
    export_save(elsewhere, taken.id, tmp_path / "again.jsonl")
    assert read_export(tmp_path / "again.jsonl")[0] == taken


def test_a_damaged_save_is_not_exported(saves: SqliteSaves, tmp_path: Path) -> None:
    meddle(saves.path, "update event set payload=x'00' where seq=3")
    with pytest.raises(Damaged):
        export_save(saves, KEY, tmp_path / "file.jsonl")
    assert not (tmp_path / "file.jsonl").exists()


def test_a_file_that_exists_is_left_alone(saves: Saves, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("mine")
    with pytest.raises(Conflict, match=r"mine\.jsonl exists"):
        export_save(saves, KEY, path)
    assert path.read_text() == "mine"
    export_save(saves, KEY, path, overwrite=True)
    assert verify_export(path).ok


def test_folders_on_the_way_are_made(saves: Saves, tmp_path: Path) -> None:
    export_save(saves, KEY, tmp_path / "a/b/file.jsonl")
    assert verify_export(tmp_path / "a/b/file.jsonl").ok


def test_a_place_that_takes_no_file_is_said_to_be_none(saves: Saves, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file/x.jsonl", tmp_path / "folder", tmp_path / ("x" * 300)):
        with pytest.raises(ReadOnly, match="cannot be written"):
            export_save(saves, KEY, path, overwrite=True)
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\n\n\n",
        b"\x00" * 100,
        bytes(range(256)),
        b"{}",
        b"[]\n",
        b"null",
        b'{"save":"other","format":1,"header":{}}',
        b'{"save":"multipolar-save"}',
        b'{"save":"multipolar-save","format":"1","header":{}}',
        b'{"save":"multipolar-save","format":1}',
        b'{"save":"multipolar-save","format":1,"header":[]}',
        b'{"save":"multipolar-save","format":1,"header":{"id":7}}',
        "Grüße".encode("latin-1"),
        b"\xff\xfe" + '{"save":"multipolar-save"}'.encode("utf-16-le"),
        b"SQLite format 3\x00" + b"\x00" * 1000,
        b"[" * 100_000,
    ],
    ids=lambda content: f"{content[:24]!r} {len(content)}",
)
def test_a_file_of_something_else_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(content)
    for read in (read_export, verify_export):
        with pytest.raises(Damaged, match=r"file\.jsonl") as damaged:
            read(path)
        assert "\n" not in str(damaged.value)
        assert len(str(damaged.value)) < 400


def test_a_line_longer_than_any_event_is_not_read_whole(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LONGEST_LINE", 10_000)
    head, *lines = file.read_bytes().split(b"\n")
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"\n".join([head, lines[0], b'{"seq":2,"x":"' + b"x" * 100_000, *lines[2:]]))
    report = verify_export(path)
    assert (report.ok, report.first_bad) == (False, 2)
    path.write_bytes(b"x" * 100_000)
    with pytest.raises(Damaged):
        verify_export(path)


def test_a_place_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_export(tmp_path / "nothing.jsonl")
    with pytest.raises(SaveError, match="no file"):
        read_export(tmp_path)
    with pytest.raises(SaveError, match="no file"):
        read_export(Path("/dev/zero"))
    with pytest.raises(SaveError):
        read_export(tmp_path / ("x" * 300))


@pytest.mark.parametrize("newer", [2, 99])
def test_a_newer_format_asks_for_the_program_that_wrote_it(newer: int, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.jsonl"
    path.write_bytes(file.read_bytes().replace(b'"format":1', b'"format":%d' % newer, 1))
    for read in (read_export, readable_export, verify_export):
        with pytest.raises(NewerVersion, match="newer version"):
            read(path)


def test_a_newer_format_under_a_header_that_fits_is_refused_too(tmp_path: Path) -> None:
    forged(tmp_path / "newer.jsonl", format=2)
    for line_of_file in ('"format":2', '"format":1'):
        # Also where only the header says so, and not the line it stands in.
        path = tmp_path / "newer.jsonl"
        path.write_bytes(path.read_bytes().replace(b'"format":2', line_of_file.encode(), 1))
        with pytest.raises(NewerVersion, match=r"newer\.jsonl was written by .*format 2"):
            read_export(path)


def test_of_a_damaged_save_what_was_left_before_the_damage_is_exported_when_it_is_asked_for(
    tmp_path: Path,
) -> None:
    began = b'{"event":"exercise_began","seq":1,"seats":{"AAA":"person"},"round":0,"phase":"lobby"}'
    phases = ("briefing", "situation", "deliberation", "adjudication", "assessment")
    said = [
        f'{{"event":"said","seq":{seq},"round":1,"phase":"{phase}"}}'.encode()
        for seq, phase in enumerate(phases, start=2)
    ]
    with closing(opened(tmp_path)) as saves:
        saves.create(header(), [began, *said])
        meddle(saves.path, "UPDATE event SET payload = ? WHERE seq = 6", b'{"event":"lost"}')
        with pytest.raises(Damaged):
            export_save(saves, KEY, tmp_path / "file.jsonl")
        assert not (tmp_path / "file.jsonl").exists()
        left = export_save(saves, KEY, tmp_path / "file.jsonl", readable=True)
    # What followed from that by the rules alone is left out.
    assert (left.events, left.position, left.state) == (4, "1.deliberation", "open")
    read, entries = read_export(tmp_path / "file.jsonl")
    assert read == left
    assert [entry.payload for entry in entries] == [began, *said[:3]]


def forged(path: Path, **changes: object) -> None:
    """An exported file under a header that fits in every way, but says something odd."""
    folder = path.parent / "forge"
    saves = opened(folder)
    odd = Header(**{**{name: getattr(header(), name) for name in Header.__struct_fields__}, **changes})
    begun = saves.create(odd, payloads(1, 2))
    saves.close()
    reader = opened(folder, read_only=True)
    export_save(reader, begun.id, path)
    reader.close()


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "last", "", "a b", "-x", "x" * 500, "a\nb", "\x1b[31m"], ids=repr
)
def test_an_id_that_could_be_taken_for_something_else_is_refused(key: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    forged(path, id=key)
    with pytest.raises(Damaged):
        read_export(path)


def test_numbers_no_database_holds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    for odd in ({"rounds": 2**40}, {"parent_seq": -1}):
        forged(path, **odd)
        with pytest.raises(Damaged):
            read_export(path)
        path.unlink()
        (tmp_path / "forge/multipolar.db").unlink()
