"""What mail, editors and copying do to an exported file is undone, or named in one line."""

import base64
import gzip
import html
import json
import quopri
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolar.store import Damaged, export_save, import_save, read_export, readable_export, verify_export
from tests.store.making import kept, opened, payloads

Carried = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an exported exercise of six events."""
    folder = tmp_path_factory.mktemp("exported")
    with kept(folder) as saves:
        export_save(saves, "k3x9w2", folder / "file.jsonl")
    return (folder / "file.jsonl").read_bytes()


def with_mark(file: bytes) -> bytes:
    return b"\xef\xbb\xbf" + file


def with_windows_ends(file: bytes) -> bytes:
    return file.replace(b"\n", b"\r\n")


def with_old_ends(file: bytes) -> bytes:
    return file.replace(b"\n", b"\r")


def with_doubled_ends(file: bytes) -> bytes:
    return file.replace(b"\n", b"\r\r\n")


def with_blank_lines(file: bytes) -> bytes:
    return b"\n\n" + file + b"\n \n\n"


def without_last_end(file: bytes) -> bytes:
    return file.removesuffix(b"\n")


def with_blanks(file: bytes) -> bytes:
    return file.replace(b"\n", b" \t\n")


def with_end_of_file_sign(file: bytes) -> bytes:
    return file + b"\x1a"


HARMLESS: tuple[Carried, ...] = (
    with_windows_ends, with_old_ends, with_doubled_ends, with_blank_lines, without_last_end, with_blanks,
    with_end_of_file_sign,
)  # fmt: skip
ENCODINGS: tuple[Carried, ...] = (
    lambda file: file,
    with_mark,
    lambda file: file.decode().encode("utf-16"),
    lambda file: file.decode().encode("utf-16-le"),
    lambda file: file.decode().encode("utf-16-be"),
    lambda file: b"\xfe\xff" + file.decode().encode("utf-16-be"),
    lambda file: with_mark(with_mark(file)),
    lambda file: with_mark(file).decode().encode("utf-16"),
    lambda file: file.decode().encode("utf-32"),
    lambda file: file.decode().encode("utf-32-le"),
    lambda file: file.decode().encode("utf-32-be"),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(carried=st.lists(st.sampled_from(HARMLESS), max_size=4), encoded=st.sampled_from(ENCODINGS))
def test_what_takes_no_sign_away_is_read(
    carried: list[Carried], encoded: Carried, exported: bytes, tmp_path: Path
) -> None:
    file = exported
    for change in carried:
        file = change(file)
    path = tmp_path / "file.jsonl"
    path.write_bytes(encoded(file))
    assert verify_export(path).ok
    assert [entry.payload for entry in read_export(path)[1]] == payloads(1, 6)


def test_what_was_read_in_spite_of_it_exports_to_the_first_bytes(exported: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(with_mark(with_windows_ends(exported)))
    saves = opened(tmp_path / "elsewhere")
    import_save(saves, path)
    export_save(saves, "k3x9w2", tmp_path / "again.jsonl")
    saves.close()
    assert (tmp_path / "again.jsonl").read_bytes() == exported


def _as_words(file: bytes, form: str) -> bytes:
    """Two bytes at a time, the second first, as `hexdump` and `od` list them on most machines."""
    return " ".join(
        format(one + 256 * two, form) for one, two in zip(file[::2], file[1::2], strict=True)
    ).encode()


def _joined(lines: list[bytes]) -> bytes:
    return b"\n".join(lines)


def _after_header(change: Carried) -> Carried:
    """Do something to the events alone."""

    def carried(file: bytes) -> bytes:
        head, _, events = file.partition(b"\n")
        return head + b"\n" + change(events)

    return carried


def _wrapped(events: bytes) -> bytes:
    return _joined([row.encode() for line in events.decode().splitlines() for row in textwrap.wrap(line, 76)])


def _told_anew(file: bytes, **how: Any) -> bytes:
    """Every line read and written again by another program."""
    return _joined([json.dumps(json.loads(line), **how).encode() for line in file.splitlines()])


def _not_written_out(file: bytes) -> bytes:
    return file[:1200] + b"\0" * (len(file) - 1200) + b"\n"


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        (_after_header(_wrapped), r"line 2 \(event 1\) was wrapped"),
        (
            _after_header(lambda events: events.replace(b'":', b'": ')),
            r"line 2 \(event 1\) was laid out anew",
        ),
        (lambda file: file[:-20], r"line 7 \(event 6\) is cut off"),
        (lambda file: with_windows_ends(file)[:-20], r"line 7 \(event 6\) is cut off"),
        (lambda file: _joined(file.splitlines()[:4]), "it is cut off: event 4 of 6 is missing"),
        (lambda file: _joined(file.splitlines()[:3] + file.splitlines()[4:]), "event 3 is missing: line 4"),
        (
            _after_header(lambda events: events.decode().encode("latin-1")),
            r"line 2 \(event 1\) .*not UTF-8",
        ),
        (
            _after_header(lambda events: events.decode("latin-1").encode()),
            r"line 2 \(event 1\) has other letters",
        ),
        (
            _after_header(lambda events: unicodedata.normalize("NFD", events.decode()).encode()),
            r"line 2 \(event 1\) has other letters",
        ),
        (
            _after_header(lambda events: events.replace("ü".encode(), b"\\u00fc")),
            r"line 2 \(event 1\) was laid out anew",
        ),
        (_after_header(lambda events: events.replace(b"Gr", b"gr")), "is not what was written"),
        (lambda file: file + b"\0" * 512, r"line 8 \(event 7\) holds nothing but zeros"),
        (lambda file: file + file, r"line 8 \(event 7\) begins another save"),
        (_not_written_out, r"line \d+ \(event \d\) holds zeros"),
        (_after_header(lambda events: b"> " + events), r"line 2 \(event 1\) is quoted"),
        (_after_header(quopri.encodestring), r"line 2 \(event 1\) was encoded for a mail"),
    ],
    ids=range(16),
)
def test_what_took_signs_away_is_named_with_its_line(
    carried: Carried, words: str, exported: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(carried(exported))
    with pytest.raises(Damaged, match=words) as damaged:
        read_export(path)
    assert str(damaged.value).isprintable()
    report = verify_export(path)
    assert not report.ok
    assert [entry.payload for entry in readable_export(path)] == payloads(1, report.readable)


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        (lambda file: b"", "it is empty"),
        (lambda file: b"\n\n", "it is empty"),
        (gzip.compress, r"it is packed \(gzip\)"),
        (lambda file: b"PK\x03\x04" + file, r"it is packed \(zip\)"),
        (lambda file: b"<!DOCTYPE html>\n<p>" + file, "it is a web page"),
        (lambda file: b"\0" * 5000, "nothing but zeros"),
        (lambda file: _joined(file.splitlines()[1:]), "the header, is missing"),
        (lambda file: file[:70] + b"\n" + file[70:], "its first line was cut or wrapped"),
        (lambda file: file[:70], "its first line was cut or wrapped"),
        (lambda file: _joined([b"> " + line for line in file.splitlines()]), "quoted as in a reply"),
        (base64.encodebytes, r"it was encoded for a mail \(base64\)"),
        (base64.b64encode, r"it was encoded for a mail \(base64\)"),
        (lambda file: html.escape(file.decode()).encode(), "it was written out as a web page"),
        (lambda file: file.replace(b'"', b"&#34;"), "it was written out as a web page"),
        (lambda file: quote(file).encode(), "it was encoded for an address"),
        (lambda file: json.dumps(file.decode()).encode(), "it was put into a text of another file"),
        (lambda file: _told_anew(file, indent=2), "was laid out anew by another program"),
        (lambda file: _told_anew(file, indent=None), "was laid out anew by another program"),
        (lambda file: _told_anew(file, sort_keys=True), "was laid out anew by another program"),
        (lambda file: str(json.loads(file.splitlines()[0])).encode(), "it was laid out anew"),
        (lambda file: b"[" + b",".join(file.splitlines()) + b"]", "it is a list in JSON"),
        (lambda file: b"From: A <a@b.example>\nSubject: save\n\n" + file, "it is a whole mail"),
        (lambda file: b"{\\rtf1\\ansi " + file, "RTF"),
        (lambda file: b"Dear all,\n" + file, "its first line is not the header of one"),
        (lambda file: b"SQLite format 3\0" + file, "it is a database of saves"),
        (lambda file: file.hex().encode(), "it lists the bytes of a file"),
        (
            lambda file: b"00000000: " + file[:16].hex(" ", 2).encode() + b'  {"save',
            "it lists the bytes of a file",
        ),
        (lambda file: b"00000000  " + file[:16].hex(" ").upper().encode(), "it lists the bytes of a file"),
        (lambda file: b"0000000 " + _as_words(file[:16], "04x"), "it lists the bytes of a file"),
        (lambda file: b"0000000 " + _as_words(file[:16], "06o"), "it lists the bytes of a file"),
        (lambda file: file.hex(",").replace(",", ", 0x").encode(), "it lists the bytes of a file"),
    ],
    ids=range(31),
)
def test_what_is_no_exported_save_any_more_is_named(
    carried: Carried, words: str, exported: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(carried(exported))
    with pytest.raises(Damaged, match=words) as damaged:
        verify_export(path)
    assert str(damaged.value).isprintable()


def test_an_event_nested_as_deep_as_can_be_read_is_damaged_and_nothing_worse(
    exported: bytes, tmp_path: Path
) -> None:
    """Where reading the line still went well, holding it against what it may have been need not."""
    path = tmp_path / "file.jsonl"
    head = exported.splitlines()[0]
    words = set()
    for depth in range(700, 1000, 3):
        event = b"[" * depth + b"]" * depth
        path.write_bytes(head + b'\n{"seq":1,"hash":"x","event":' + event + b"}\n")
        words.add(verify_export(path).problem)
    assert words == {
        f"line 2 (event 1) {what}; the 0 events before it are readable"
        for what in ("is not what was written", "cannot be read")
    }
