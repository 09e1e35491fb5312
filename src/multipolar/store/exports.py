"""Exported saves: one JSON Lines file, a header and then an event a line; read in place or imported."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import tee, zip_longest
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.english import by_count, counted
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.domain.vocabulary import Phase
from multipolar.store.checks import check
from multipolar.store.errors import Conflict, Damaged, NotFound, SaveError
from multipolar.store.port import Saves
from multipolar.store.records import Entry, Header, Report
from multipolar.store.transport import (
    CONVERTED,
    LAID_OUT,
    NOTHING,
    Line,
    is_text,
    kind_of,
    lines_of,
    trace_in,
    undone,
)
from multipolar.store.upcast import refuse_newer, upcast
from multipolar.store.writing import write_whole

NAME = "multipolar-save"
Admission = Callable[[Header, Sequence[Entry]], None]
_ID_LENGTH = 120
_YEARS = range(1970, 9999)
_ID = re.compile(r"(?!last$)[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class _Head(Struct, frozen=True):
    save: str
    format: int
    header: msgspec.Raw = msgspec.Raw(b"{}")


class _Line(Struct, frozen=True, gc=False):
    seq: int
    hash: str
    event: msgspec.Raw


class _Moment(Struct, frozen=True):
    round: int
    phase: str


class _Seats(Struct, frozen=True):
    seats: dict[str, str]


_MOMENT = msgspec.json.Decoder(_Moment)
_SEATS = msgspec.json.Decoder(_Seats)
_ACTING = (Phase.BRIEFING, Phase.DELIBERATION, Phase.CRISIS)
_HEAD = msgspec.json.Decoder(_Head)
_LINE = msgspec.json.Decoder(_Line)
_NO_JSON = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading raises where something else stands; what is nested too deep is no event either."""


def export_save(
    saves: Saves, exercise: str, output: Path, *, overwrite: bool = False, readable: bool = False
) -> Header:
    """Write a save to a file, whole or not at all.

    Args:
        saves: where it is kept.
        exercise: its id.
        output: the file.
        overwrite: whether a file of that name gives way.
        readable: whether, of a damaged save, what stands before the damage is written, as a save that
            was left there; else a damaged save is refused.

    Raises:
        Conflict: when the file exists and `overwrite` is not set.
        SaveError: when the save is damaged or the file cannot be written.
    """
    try:
        header, entries = saves.record(exercise)
    except Damaged:
        if not readable:
            raise
        header, entries = _left_before(saves.header(exercise), saves.readable(exercise))
    lines = [_first(header), *(_written(entry) for entry in entries)]
    write_whole(output, b"\n".join(lines) + b"\n", overwrite=overwrite)
    return header


def _left_before(header: Header, entries: Sequence[Entry]) -> tuple[Header, Sequence[Entry]]:
    """A record and its header as they stood when somebody last acted before the damage.

    What followed from that by the rules alone is left out: it follows again, dice and all.

    Raises:
        Damaged: when nothing stands before it.
    """
    for number in range(len(entries), 0, -1):
        last = _MOMENT.decode(entries[number - 1].payload)
        if last.phase in _ACTING:
            position = f"{last.round}.{last.phase}"
            log_hash = entries[number - 1].hash
            # Who held a seat since is not known without following the events: it is told as it began.
            seats = _SEATS.decode(entries[0].payload).seats
            shorter = replace(
                header, events=number, log_hash=log_hash, position=position, state="open", seats=seats
            )
            return shorter.sealed(), entries[:number]
    raise Damaged(f"save '{header.id}' is damaged from its beginning on; nothing can be exported")


def read_export(path: Path) -> tuple[Header, Sequence[Entry]]:
    """An exported save, verified, its events in the present format.

    Raises:
        NotFound: when there is no such file.
        Damaged: when anything in it was changed, naming the line.
        NewerVersion: when a newer version wrote it.
    """
    header, entries = _undamaged(path)
    return header, upcast(header.id, header.format, entries)


def readable_export(path: Path) -> Sequence[Entry]:
    """The events of an exported save before the first that is not what was written.

    Raises:
        NotFound: when there is no such file.
        NewerVersion: when a newer version wrote it.
        Damaged: when it is no exported save at all.
    """
    header, entries, report = _read(path)
    return upcast(header.id, header.format, entries[: report.readable])


def verify_export(path: Path) -> Report:
    """What is wrong with an exported save, if anything.

    Raises:
        NotFound: when there is no such file.
        NewerVersion: when a newer version wrote it.
        Damaged: when it is no exported save at all.
    """
    return _read(path)[2]


def import_save(saves: Saves, path: Path, admit: Admission | None = None) -> tuple[Header, bool]:
    """Take an exported save in; returns its header, and whether it was new.

    Where its id is taken by another record, it is kept under the next one that is free: ``ID-2``, ``ID-3`` …

    Args:
        saves: where to.
        path: the file.
        admit: is given the record in the present format, and refuses what was never played.

    Raises:
        SaveError: when the file is damaged, is refused or cannot be kept.
    """
    header, entries = _undamaged(path)
    if admit is not None:
        admit(header, upcast(header.id, header.format, entries))
    return take_in(saves, header, entries)


def take_in(saves: Saves, header: Header, entries: Sequence[Entry]) -> tuple[Header, bool]:
    """Keep a record that was kept elsewhere; returns its header, and whether it was new.

    Where its id is taken by another record, it is kept under the next one that is free: ``ID-2``, ``ID-3`` …

    Raises:
        SaveError: when it cannot be kept.
    """
    for key in _ids(header.id):
        try:
            known = saves.record(key)[0]
        except NotFound:
            taken = header if key == header.id else replace(header, id=key).sealed()
            return saves.take_in(taken, entries), True
        except Damaged:
            continue
        if known.log_hash == header.log_hash:
            return known, False
    raise Conflict(f"there is no free id left for {header.id}; take it into another place with --saves")


def _ids(key: str) -> Iterator[str]:
    """An id, and those to fall back on."""
    yield key
    yield from (f"{key[:_ID_LENGTH]}-{number}" for number in range(2, 1000))


def _undamaged(path: Path) -> tuple[Header, Sequence[Entry]]:
    """An exported save as it was written.

    Raises:
        Damaged: when anything in it was changed, naming the line.
    """
    header, entries, report = _read(path)
    if not report.ok:
        raise Damaged(f"{path} is damaged: {report.problem}", report.first_bad)
    return header, entries


def _read(path: Path) -> tuple[Header, Sequence[Entry], Report]:
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise SaveError(f"{path} is no file; name one that `saves export` wrote")
        with path.open("rb") as file, closing(lines_of(file)) as lines:
            header = _header(path, next(lines, NOTHING))
            entries, problem = _events(lines)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SaveError(f"{path} cannot be read: {reason or error}") from error
    if not problem:
        return header, entries, check(header, entries)
    whole = len(entries)
    problem = f"{problem}; the {counted(whole, 'event')} before it {by_count(whole, 'is', 'are')} readable"
    return (
        header,
        entries,
        Report(False, header.id, header.events, header.log_hash, whole, whole + 1, problem),
    )


def _events(lines: Iterator[Line]) -> tuple[Sequence[Entry], str]:
    """The events up to the first line that is not what was written, and what is wrong with that one."""
    entries: list[Entry] = []
    previous = GENESIS
    here, ahead = tee(lines)
    next(ahead, None)
    for line, following in zip_longest(here, ahead):
        seq = len(entries) + 1
        where = f"line {line.number} (event {seq})"
        try:
            found = _LINE.decode(line.text)
        except _NO_JSON:
            return entries, f"{where} {trace_in(line, following)}"
        entry = Entry(found.seq, bytes(found.event), found.hash)
        if entry.seq != seq:
            return entries, f"event {seq} is missing: line {line.number} is event {entry.seq}"
        after = link(previous, entry.payload)
        if after != entry.hash or _written(entry) != line.text:
            return entries, f"{where} {_change_in(line, previous, entry)}"
        previous = after
        entries.append(entry)
    return entries, ""


def _change_in(line: Line, previous: str, entry: Entry) -> str:
    """What happened to a line that can be read but is not what was written."""
    if not is_text(line.text):
        return CONVERTED
    for before, what in undone(entry.payload):
        if link(previous, before) == entry.hash:
            return what
    return "is not what was written"


def _written(entry: Entry) -> bytes:
    return b'{"seq":%d,"hash":"%s","event":%s}' % (entry.seq, entry.hash.encode(), entry.payload)


def _header(path: Path, first: Line) -> Header:
    try:
        head = _HEAD.decode(first.text)
    except _NO_JSON:
        head = _Head("", 0)
    if head.save != NAME:
        raise Damaged(f"{path} is no exported save: {kind_of(first)}")
    refuse_newer(str(path), head.format)
    try:
        header = msgspec.json.decode(head.header, type=Header)
    except _NO_JSON as error:
        raise Damaged(f"{path}: its header cannot be read: {error}") from error
    refuse_newer(str(path), header.format)
    written = _first(header)
    if written != first.text and _says_the_same(written, first.text):
        raise Damaged(f"{path}: its header {LAID_OUT}")
    if written != first.text or not _ID.fullmatch(header.id) or not _fits(header):
        raise Damaged(f"{path}: its header is not what was written")
    return header


def _says_the_same(written: bytes, found: bytes) -> bool:
    """Whether two texts hold the same in JSON, however it is laid out."""
    try:
        return bool(msgspec.json.decode(written) == msgspec.json.decode(found))
    except _NO_JSON:
        return False


def _first(header: Header) -> bytes:
    plain = msgspec.json.encode(header, order="deterministic")
    return msgspec.json.encode(_Head(NAME, header.format, msgspec.Raw(plain)))


def _fits(header: Header) -> bool:
    """Whether a database can hold it, and a calendar its times in every zone."""
    counts = (header.rounds, header.parent_seq, header.events, header.format)
    times = (header.created_at, header.updated_at)
    return all(0 <= count < 2**31 for count in counts) and all(
        time.utcoffset() is not None and time.year in _YEARS for time in times
    )
