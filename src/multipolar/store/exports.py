"""Exported saves: one JSON Lines file, a header and then an event a line; read in place or imported."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from multipolar.domain.chain import GENESIS, link
from multipolar.store.errors import Conflict, Damaged, NewerVersion, NotFound, ReadOnly, SaveError
from multipolar.store.records import FORMAT, Entry, Header, Report
from multipolar.store.saves import Saves, check

NAME = "multipolar-save"
LONGEST_LINE = 16 * 1024 * 1024


class _Head(Struct, frozen=True):
    save: str
    format: int
    header: msgspec.Raw = msgspec.Raw(b"{}")


class _Line(Struct, frozen=True, gc=False):
    seq: int
    hash: str
    event: msgspec.Raw


def export_save(saves: Saves, exercise: str, output: Path, *, overwrite: bool = False) -> Header:
    """Write a save to a file, whole or not at all.

    Raises:
        Conflict: when the file exists and `overwrite` is not set.
        SaveError: when the save is damaged or the file cannot be written.
    """
    header, entries = saves.header(exercise), saves.read(exercise)
    if output.exists() and not overwrite:
        raise Conflict(f"{output} exists; name another file, or remove it first")
    lines = [msgspec.json.encode({"save": NAME, "format": FORMAT, "header": header})]
    lines += [
        b'{"seq":%d,"hash":"%s","event":%s}' % (entry.seq, entry.hash.encode(), entry.payload)
        for entry in entries
    ]
    part = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(b"\n".join(lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReadOnly(f"{output} cannot be written: {error.strerror or error}") from error
    return header


def read_export(path: Path) -> tuple[Header, Sequence[Entry]]:
    """An exported save, verified.

    Raises:
        NotFound: when there is no such file.
        Damaged: when anything in it was changed, naming the line.
        NewerVersion: when a newer version wrote it.
    """
    header, entries, report = _read(path)
    if not report.ok:
        raise Damaged(f"{path} is damaged: {report.problem}", report.first_bad)
    return header, entries


def verify_export(path: Path) -> Report:
    """What is wrong with an exported save, if anything.

    Raises:
        NotFound: when there is no such file.
        NewerVersion: when a newer version wrote it.
        Damaged: when it is no exported save at all.
    """
    return _read(path)[2]


def import_save(saves: Saves, path: Path) -> tuple[Header, bool]:
    """Take an exported save in; returns its header, and whether it was new.

    Raises:
        Conflict: when another save has its id.
        SaveError: when the file is damaged or cannot be kept.
    """
    header, entries = read_export(path)
    try:
        known = saves.header(header.id)
    except NotFound:
        return saves.take_in(header, entries), True
    if known.log_hash == header.log_hash:
        return known, False
    raise Conflict(f"another save has the id '{header.id}'; import into another place with --saves")


def _read(path: Path) -> tuple[Header, Sequence[Entry], Report]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except OSError as error:
        raise SaveError(f"{path} cannot be read: {error.strerror or error}") from error
    first, *lines = content.split(b"\n")
    header = _header(path, first)
    entries: list[Entry] = []
    previous = GENESIS
    broken = ""
    for number, line in enumerate(lines, start=2):
        if not line:
            if number - 2 < len(lines) - 1:
                broken = f"line {number} is empty"
            break
        try:
            found = msgspec.json.decode(line, type=_Line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            broken = f"line {number} (event {number - 1}) cannot be read"
            break
        payload = bytes(found.event)
        if link(previous, payload) != found.hash:
            broken = f"line {number} (event {number - 1}) is not what was written"
            break
        previous = found.hash
        entries.append(Entry(found.seq, payload, found.hash))
    if broken:
        bad = len(entries) + 1
        problem = f"{broken}; the {bad - 1} events before it are readable"
        report = Report(False, header.id, header.events, header.log_hash, bad - 1, bad, problem)
    else:
        report = check(header, entries)
    return header, entries, report


def _header(path: Path, line: bytes) -> Header:
    try:
        head = msgspec.json.decode(line, type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Damaged(f"{path} is no exported save: its first line is not the header of one") from None
    if head.save != NAME:
        raise Damaged(f"{path} is no exported save: its first line is not the header of one")
    if head.format > FORMAT:
        raise NewerVersion(f"{path} was written by a newer version of multipolar (format {head.format})")
    try:
        return msgspec.json.decode(head.header, type=Header)
    except msgspec.MsgspecError as error:
        raise Damaged(f"{path}: its header cannot be read: {error}") from error
