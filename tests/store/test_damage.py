"""A record that was changed anywhere is found out, and the first bad event is named."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store import (
    Damaged,
    Entry,
    Header,
    Report,
    export_save,
    read_export,
    readable_export,
    verify_export,
)
from multipolar.store.checks import check_events
from tests.store.making import header, kept, meddle, opened, payloads, rows

KEY = "k3x9w2"
FIELDS = [name for name in Header.__struct_fields__ if name != "id"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one exercise of six events, given back."""
    with kept(tmp_path) as saves:
        return saves.path


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an exported exercise of six events."""
    folder = tmp_path_factory.mktemp("exported")
    with kept(folder) as saves:
        export_save(saves, KEY, folder / "file.jsonl")
    return (folder / "file.jsonl").read_bytes()


def verified(database: Path) -> Report:
    saves = opened(database.parent, read_only=True)
    try:
        report = saves.verify(KEY)
        assert [entry.payload for entry in saves.readable(KEY)] == payloads(1, report.readable)
        if report.ok:
            saves.read(KEY)
        else:
            with pytest.raises(Damaged) as damaged:
                saves.read(KEY)
            assert damaged.value.seq == report.first_bad
        return report
    finally:
        saves.close()


def found(report: Report) -> tuple[bool, int, int]:
    return report.ok, report.first_bad, report.readable


# --- In the database -------------------------------------------------------------------------


@pytest.mark.parametrize("seq", [1, 3, 6])
def test_every_byte_of_a_payload_counts(seq: int, database: Path) -> None:
    (payload,) = payloads(seq, 1)
    for place in range(len(payload)):
        changed = payload[:place] + bytes([payload[place] ^ 1]) + payload[place + 1 :]
        meddle(database, "update event set payload=? where seq=?", changed, seq)
        assert found(verified(database)) == (False, seq, seq - 1)


def test_a_payload_of_another_kind_is_found(database: Path) -> None:
    for payload in ("", b"", "text", 7, 1.5, payloads(2, 1)[0].decode()):
        meddle(database, "update event set payload=? where seq=2", payload)
        assert found(verified(database)) == (False, 2, 1)


def test_every_sign_of_a_hash_counts(database: Path) -> None:
    ((kept_hash,),) = rows(database, "select hash from event where seq=3")
    for place in range(64):
        was = str(kept_hash)
        sign = "0" if was[place] != "0" else "1"
        meddle(database, "update event set hash=? where seq=3", was[:place] + sign + was[place + 1 :])
        assert found(verified(database)) == (False, 3, 2)
    meddle(database, "update event set hash=? where seq=3", str(kept_hash).upper())
    assert not verified(database).ok


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("change", ["|| '1'", "|| 'x'"])
def test_every_field_of_the_header_counts(field: str, change: str, database: Path) -> None:
    meddle(database, f"update exercise set {field} = {field} {change}")
    report = verified(database)
    assert not report.ok
    assert report.readable == 6 or field == "events"


@pytest.mark.parametrize(
    "seats",
    [
        '{"AAA":"hedger","BBB":"hedger"}',
        '{"BBB":"hedger","AAA":"person"}',
        '{"AAA": "person","BBB":"hedger"}',
        "{",
        "[]",
    ],
)
def test_other_seats_are_found(seats: str, database: Path) -> None:
    meddle(database, "update exercise set seats=?", seats)
    report = verified(database)
    assert (report.ok, report.readable) == (False, 6)


@pytest.mark.parametrize("seed", ["٣", " 1180591620717411303424", "0x1", "", "1_180591620717411303424"])
def test_a_number_written_otherwise_is_found(seed: str, database: Path) -> None:
    meddle(database, "update exercise set seed=?", seed)
    assert found(verified(database)) == (False, 0, 6)


def test_a_byte_that_is_no_text_is_found_and_hides_no_other_save(database: Path) -> None:
    with closing(opened(database.parent)) as saves:
        saves.create(header("other"), payloads(1, 1))
        saves.add_note("other", 1, "AAA", "why?")
    for field in ("title", "scenario", "position", "seats"):
        meddle(database, f"update exercise set {field}=cast(x'ff' as text) where id=?", KEY)
        assert found(verified(database)) == (False, 0, 6)
        with closing(opened(database.parent, read_only=True)) as saves:
            assert {known.id for known in saves.list()} == {KEY, "other"}
            assert saves.verify("other").ok
    meddle(database, "update event set hash=cast(x'ff' as text) where seq=3 and exercise=?", KEY)
    assert found(verified(database)) == (False, 3, 2)


@pytest.mark.parametrize("number", ["1.5", "'x'", "x'03'"])
def test_a_number_that_is_none_is_found(number: str, database: Path) -> None:
    meddle(database, f"update event set seq={number} where seq=3")
    report = verified(database)
    assert not report.ok
    assert 0 < report.first_bad <= 3


def test_a_damaged_note_is_said_to_be_one(database: Path) -> None:
    with closing(opened(database.parent)) as saves:
        saves.add_note(KEY, 5, "AAA", "why?")
        meddle(database, "update note set created_at='yesterday'")
        with pytest.raises(Damaged, match="note on event 5"):
            saves.notes(KEY)


@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_removed_event_is_missed(seq: int, database: Path) -> None:
    meddle(database, "delete from event where seq=?", seq)
    assert found(verified(database)) == (False, seq, seq - 1)


def test_a_record_that_was_cut_off_is_readable_up_to_there(database: Path) -> None:
    meddle(database, "delete from event where seq > 2")
    report = verified(database)
    assert found(report) == (False, 3, 2)
    assert "cut off" in report.problem
    meddle(database, "delete from event")
    assert found(verified(database)) == (False, 1, 0)


@pytest.mark.parametrize("seq", [0, 7, 9, -1])
def test_an_added_event_is_found(seq: int, database: Path) -> None:
    meddle(
        database,
        "insert into event select exercise, ?, replace(payload, '6', ?), hash from event where seq=6",
        seq,
        str(seq),
    )
    report = verified(database)
    assert not report.ok
    assert report.first_bad == (7 if seq > 6 else 1)


def test_events_that_changed_places_are_found(database: Path) -> None:
    for swap in ((2, 100), (5, 2), (100, 5)):
        meddle(database, "update event set seq=? where seq=?", swap[1], swap[0])
    assert found(verified(database)) == (False, 2, 1)


def test_another_end_under_a_fitting_chain_is_found(database: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other")
    other.create(header(), [*payloads(1, 5), b'{"event":"else","seq":6}'])
    other.close()
    ((payload, its_hash),) = rows(
        tmp_path / "other/multipolar.db", "select payload, hash from event where seq=6"
    )
    meddle(database, "update event set payload=?, hash=? where seq=6", payload, its_hash)
    report = verified(database)
    assert (report.ok, report.first_bad) == (False, 6)
    assert "sealed" in report.problem


def test_a_damaged_header_hides_no_other_save(database: Path) -> None:
    saves = opened(database.parent)
    saves.create(header("other"), payloads(1, 1))
    saves.close()
    meddle(database, "update exercise set created_at='yesterday' where id=?", KEY)
    saves = opened(database.parent)
    assert {known.id: known.state for known in saves.list()} == {KEY: "damaged", "other": "open"}
    assert saves.resolve("k3") == KEY
    with pytest.raises(Damaged):
        saves.append(KEY, 6, payloads(7, 1))
    assert saves.append("other", 1, payloads(2, 1)).events == 2
    saves.close()


# --- In an exported file ---------------------------------------------------------------------


def refused(path: Path) -> int:
    """Read what must be damaged; the first bad event."""
    with pytest.raises(Damaged) as damaged:
        read_export(path)
    assert "\n" not in str(damaged.value)
    return damaged.value.seq


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_changed_byte_of_a_file_is_found(data: st.DataObject, exported: bytes, tmp_path: Path) -> None:
    place = data.draw(st.integers(0, len(exported) - 2), "place")
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != exported[place]), "byte")
    assume((exported[place : place + 1], byte) != (b"\n", 13))
    path = tmp_path / "file.jsonl"
    path.write_bytes(exported[:place] + bytes([byte]) + exported[place + 1 :])
    bad = refused(path)
    line = exported.count(b"\n", 0, place)
    in_header, ends_a_line = line == 0, exported[place : place + 1] == b"\n"
    assert bad == line or in_header or ends_a_line


def test_a_file_is_readable_up_to_where_it_was_cut_off(exported: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    lines = exported.split(b"\n")[:-1]
    for whole in range(1, len(lines)):
        for rest in (b"", b"\n", b"\n" + lines[whole][:-1], b"\n" + lines[whole][:10]):
            path.write_bytes(b"\n".join(lines[:whole]) + rest)
            assert found(verify_export(path)) == (False, whole, whole - 1)
            assert [entry.payload for entry in readable_export(path)] == payloads(1, whole - 1)
            assert refused(path) == whole
    path.write_bytes(exported.removesuffix(b"\n"))
    assert verify_export(path).ok


def _without(lines: list[bytes]) -> list[bytes]:
    return lines[:3] + lines[4:]


def _swapped(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[4], lines[3], *lines[5:]]


def _doubled(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[2], *lines[3:]]


def _spaced(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[3].replace(b'"event":{', b'"event": {', 1), *lines[4:]]


def _more(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[3].replace(b'{"seq"', b'{"more":1,"seq"', 1), *lines[4:]]


@pytest.mark.parametrize("change", [_without, _swapped, _doubled, _spaced, _more])
def test_a_file_whose_lines_were_changed_names_the_first_bad_event(
    change: Callable[[list[bytes]], list[bytes]], exported: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(b"\n".join(change(exported.split(b"\n"))))
    assert refused(path) == 3


def test_an_event_added_at_the_end_is_found(exported: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    for more in (b"{}\n", b"x", exported.split(b"\n")[3]):
        path.write_bytes(exported + more)
        assert refused(path) == 7


@pytest.mark.parametrize("field", Header.__struct_fields__)
def test_every_field_of_a_files_header_counts(field: str, exported: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    mark = b'"%s":' % field.encode()
    place = exported.index(mark) + len(mark) + 1
    changed = b"9" if exported[place : place + 1] != b"9" else b"8"
    path.write_bytes(exported[:place] + changed + exported[place + 1 :])
    refused(path)


def test_a_report_says_up_to_where_events_fit() -> None:
    payload = payloads(1, 6)
    entries: list[Entry] = []
    for seq, one in enumerate(payload, start=1):
        entries.append(Entry(seq, one, link(entries[-1].hash if entries else GENESIS, one)))
    whole = check_events("k3x9w2", entries, 6)
    assert whole == Report(True, "k3x9w2", 6, entries[-1].hash, 6)
    changed = [*entries[:3], replace(entries[3], payload=entries[4].payload), *entries[4:]]
    for found, words in (
        (changed, "event 4 is not what was written"),
        ([*entries[:3], *entries[4:]], "event 4 is missing"),
    ):
        said = f"{words}; the 3 before it are readable"
        assert check_events("k3x9w2", found, 6) == Report(False, "k3x9w2", 6, entries[2].hash, 3, 4, said)
    assert check_events("k3x9w2", [], 6) == Report(True, "k3x9w2", 6, GENESIS, 0)
