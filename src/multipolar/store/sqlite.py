"""The port `Saves` on SQLite: append, read, find, verify (architecture, Saves).

One command is one durable transaction. An exercise's header carries the count and the hash of its
last event under a seal, so that nothing of the record can be changed without being found.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from weakref import finalize

import msgspec
from msgspec.structs import replace
from sqlalchemy import ClauseElement, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite.pysqlite import dialect

from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store.backup import back_up
from multipolar.store.beside import seal_of, wrong_beside, wrong_receipt
from multipolar.store.checks import check, check_events
from multipolar.store.database import in_words
from multipolar.store.errors import Ambiguous, Conflict, Damaged, NotFound, SaveError
from multipolar.store.files import overwritten
from multipolar.store.opened import Opened
from multipolar.store.packing import packed, unpacked
from multipolar.store.parts import holds
from multipolar.store.places import database_of, place
from multipolar.store.port import Saves
from multipolar.store.records import FORMAT, Done, Entry, Header, Note, Report
from multipolar.store.rows import header_of, row_of, seats_in_row, stand_in
from multipolar.store.tables import METADATA
from multipolar.store.upcast import refuse_newer, upcast
from multipolar.store.witness import Seen, Witness, more_in_words, older_in_words

Clock = Callable[[], datetime]

_EXERCISE = METADATA.tables["exercise"]
_EVENT = METADATA.tables["event"]
_COMMAND = METADATA.tables["command"]
_DRAFT = METADATA.tables["draft"]
_LESSON = METADATA.tables["lesson"]
_NOTE = METADATA.tables["note"]
_PLACE = METADATA.tables["place"]
_BESIDE = (_COMMAND, _DRAFT, _NOTE)
_NEWEST_FIRST = (_EXERCISE.c.touched.desc(), _EXERCISE.c.id.desc())


def _sql(statement: ClauseElement) -> str:
    """The text of a statement, for the driver: to build one anew costs more than to carry it out."""
    return str(statement.compile(dialect=dialect(paramstyle="named")))


_INSERT_HEADER = _sql(insert(_EXERCISE))
_INSERT_EVENTS = _sql(insert(_EVENT))
_INSERT_COMMAND = _sql(insert(_COMMAND))
_ADD_COMMAND = _sql(insert(_COMMAND).prefix_with("OR IGNORE"))
_COUNT_RECEIPTS = "UPDATE exercise SET receipts = receipts + :new WHERE id = :key"
_SELECT_EVENTS = _sql(
    select(_EVENT.c.seq, _EVENT.c.payload, _EVENT.c.hash)
    .where(_EVENT.c.exercise == bindparam("key"))
    .order_by(_EVENT.c.seq)
)
_RECEIPTS = (
    select(_COMMAND.c.command, _COMMAND.c.receipt, _COMMAND.c.seq, _COMMAND.c.seal, _EVENT.c.hash)
    .outerjoin(_EVENT, (_EVENT.c.exercise == _COMMAND.c.exercise) & (_EVENT.c.seq == _COMMAND.c.seq))
    .where(_COMMAND.c.exercise == bindparam("key"))
)
_SELECT_RECEIPT = _sql(_RECEIPTS.where(_COMMAND.c.command == bindparam("done")))
_SELECT_RECEIPTS = _sql(_RECEIPTS.order_by(_COMMAND.c.seq, _COMMAND.c.command))
_SELECT_HASHES = _sql(select(_EVENT.c.seq, _EVENT.c.hash).where(_EVENT.c.exercise == bindparam("key")))
_SELECT_HASH = _sql(
    select(_EVENT.c.hash).where(_EVENT.c.exercise == bindparam("key"), _EVENT.c.seq == bindparam("seq"))
)
_GROW_HEADER = _sql(
    update(_EXERCISE)
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("position", "state", "seats", "updated_at", "events", "log_hash", "seal")
        }
    )
    .values(receipts=_EXERCISE.c.receipts + bindparam("new_receipts"))
    .where(_EXERCISE.c.id == bindparam("key"), _EXERCISE.c.log_hash == bindparam("previous"))
)

_TAKE_TURN = "UPDATE place SET turn = turn + 1 WHERE turn > (SELECT touched FROM exercise WHERE id = :key)"
"""Nothing to do while the same exercise is played on."""
_TOUCH = "UPDATE exercise SET touched = (SELECT turn FROM place) WHERE id = :key"


def open_saves(
    where: str | Path, *, read_only: bool = False, clock: Clock | None = None, state: Path | None = None
) -> Saves:
    """The saves at a place: a folder (one database in it, made when missing), or a ``.db`` file.

    Args:
        where: the place.
        read_only: whether they are only looked at.
        clock: where the time comes from.
        state: the folder in which is kept how far exercises were seen to go; None: that is not kept.

    Raises:
        SaveError: when they cannot be opened.
    """
    path = database_of(place(where))
    return SqliteSaves(path, read_only=read_only, clock=clock or (lambda: datetime.now(UTC)), state=state)


class SqliteSaves:
    """The exercises kept in one SQLite database (the port `Saves`; what its methods do is told there).

    Args:
        path: the database file.
        read_only: whether to open it for reading only.
        clock: where the time comes from.
        state: where is kept how far exercises were seen to go.
    """

    def __init__(self, path: Path, *, read_only: bool, clock: Clock, state: Path | None = None) -> None:
        self.path = path
        self._clock = clock
        self._headers: dict[str, Header] = {}
        self._latest = ""
        self._key = ""
        self._witness = Witness(state, path)
        self._base = base = Opened(path, read_only=read_only)
        self._empty, self._connection, self._driver = base.empty, base.connection, base.driver
        # Also when nobody says so, and at the end of the program: the log beside the file is carried over.
        self._give_back = finalize(self, base.close)

    @property
    def folder(self) -> Path:
        """Where the database is."""
        return self.path.parent

    def close(self) -> None:
        """Give the database back."""
        self._give_back()

    def settle(self) -> None:
        """Carry everything over into the one file."""
        # Also where nothing is written any more: what stands there now need not be what was.
        if known := self._headers.get(self._latest):
            self._make_sure_of(known)
        self._base.settle()
        self._witness.settle()

    def back_up(self, output: Path, *, overwrite: bool = False) -> int:
        """Write everything into one file of its own, while it is in use."""
        if self._empty:
            raise NotFound("there are no saves here to back up")
        return back_up(self._base, output, overwrite=overwrite)

    # --- writing ---

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One durable step, done whole or not at all."""
        try:
            with self._base.writing() as driver:
                yield driver
        except BaseException:
            # What we believed of headers may be what went wrong.
            self._headers.clear()
            raise

    def create(self, header: Header, payloads: Sequence[bytes]) -> Header:
        """Keep a new exercise with its first events."""
        begun = replace(header, events=0, log_hash=GENESIS)
        rows, begun = _grown(begun, payloads)
        with self._writing() as driver:
            driver.execute(_INSERT_HEADER, row_of(begun) | self._next_turn(driver) | {"receipts": 0})
            driver.executemany(_INSERT_EVENTS, rows)
        self._headers[header.id] = begun
        self._saw(begun)
        self.settle()
        return begun

    def append(
        self,
        exercise: str,
        after: int,
        payloads: Sequence[bytes],
        *,
        command_id: str | None = None,
        receipt: str | None = None,
        position: str = "",
        state: str = "",
        seats: Mapping[str, str] | None = None,
    ) -> Header:
        """Keep the events that follow event `after`, in one durable step."""
        known = self._headers.get(exercise) or self.header(exercise)
        if known.events != after:
            raise self._conflict(exercise)
        refuse_newer(exercise, known.format)
        self._make_sure_of(known)
        rows, grown = _grown(known, payloads, position, state, self._clock(), seats)
        with self._writing() as driver:
            header = {
                "key": exercise,
                "previous": known.log_hash,
                "new_position": grown.position,
                "new_state": grown.state,
                "new_seats": seats_in_row(grown.seats),
                "new_updated_at": grown.updated_at.isoformat(),
                "new_events": grown.events,
                "new_log_hash": grown.log_hash,
                "new_seal": grown.seal,
                "new_receipts": 1 if command_id else 0,
            }
            if driver.execute(_GROW_HEADER, header).rowcount != 1:
                raise self._conflict(exercise)
            if (self._latest != exercise or not self._base.is_alone) and driver.execute(
                _TAKE_TURN, {"key": exercise}
            ).rowcount:
                driver.execute(_TOUCH, {"key": exercise})
            driver.executemany(_INSERT_EVENTS, rows)
            if command_id:
                done = Done(command_id, receipt or "", grown.events)
                driver.execute(_INSERT_COMMAND, _receipt_row(exercise, done, grown.log_hash))
        self._headers[exercise] = grown
        self._latest = exercise
        # Whoever plays on from what a copy has takes it for complete.
        self._base.lacks_log = False
        self._saw(grown)
        if grown.position != known.position:
            # It is kept; that it stands in one file as well need not be so at once.
            with suppress(SaveError):
                self.settle()
        return grown

    def _make_sure_of(self, known: Header) -> None:
        """Look at the file anew once somebody has written to it: a copy may have been put over it.

        Raises:
            Gone: when it does not hold what was written.
        """
        if not self._base.is_touched:
            return
        self._base.check()
        try:
            with self._base.looked_at_anew() as driver:
                rows = driver.execute(_SELECT_EVENTS, {"key": known.id}).fetchall()
        except SaveError as error:
            raise overwritten(self.path) from error
        report = check_events(known.id, [_entry_of(*row) for row in rows], known.events)
        if not report.ok or report.readable < known.events:
            raise overwritten(self.path)
        self._base.know()

    def _saw(self, header: Header) -> None:
        """Remember what is kept now; only then is it acknowledged."""
        at = header.updated_at.isoformat()
        self._witness.saw(header.id, header.events, header.log_hash, self._database_key(), at)

    def _database_key(self) -> str:
        if not self._key and not self._empty:
            found = self._rows(select(_PLACE.c.key))
            self._key = str(found[0]["key"]) if found else ""
        return self._key

    def _next_turn(self, driver: sqlite3.Connection) -> dict[str, object]:
        """The turn at which something is touched now, as a field of its row."""
        self._latest = ""
        driver.execute("UPDATE place SET turn = turn + 1")
        return {"touched": driver.execute("SELECT turn FROM place").fetchone()[0]}

    def _conflict(self, exercise: str) -> Conflict:
        self._headers.pop(exercise, None)
        return Conflict(f"'{exercise}' was played on elsewhere meanwhile; open it again to go on from there")

    def take_in(self, header: Header, entries: Sequence[Entry]) -> Header:
        """Keep an exercise as it was exported."""
        rows = [
            {"exercise": header.id, "seq": entry.seq, "payload": packed(entry.payload), "hash": entry.hash}
            for entry in entries
        ]
        with self._writing() as driver:
            driver.execute(_INSERT_HEADER, row_of(header) | self._next_turn(driver) | {"receipts": 0})
            driver.executemany(_INSERT_EVENTS, rows)
        self._saw(header)
        self.settle()
        return header

    def delete(self, exercise: str) -> None:
        """Remove an exercise with everything that belongs to it."""
        with self._writing() as driver:
            self._next_turn(driver)
            for table in (_EVENT, _COMMAND, _DRAFT, _LESSON, _NOTE):
                gone = delete(table).where(table.c.exercise == bindparam("key"))
                driver.execute(_sql(gone), {"key": exercise})
            driver.execute(
                _sql(delete(_EXERCISE).where(_EXERCISE.c.id == bindparam("key"))), {"key": exercise}
            )
        self._headers.pop(exercise, None)
        self._witness.forget(exercise)
        self.settle()

    # --- reading ---

    def _rows(self, query: Select[*tuple[object, ...]]) -> Sequence[Mapping[str, object]]:
        if self._empty:
            return []
        with self._base.reading():
            return [dict(row) for row in self._connection.execute(query).mappings()]

    def list(self) -> Sequence[Header]:
        """All exercises, the latest touched first."""
        headers: list[Header] = []
        for row in self._rows(select(_EXERCISE).order_by(*_NEWEST_FIRST)):
            try:
                headers.append(header_of(row))
            except Damaged:
                headers.append(stand_in(row))
        return headers

    def header(self, exercise: str) -> Header:
        """The header of an exercise."""
        rows = self._rows(select(_EXERCISE).where(_EXERCISE.c.id == exercise))
        if not rows:
            # Of a file that was cut off the index may lack what the table still has.
            rows = self._rows(select(_EXERCISE).where(_EXERCISE.c.id.concat("") == exercise))
        if not rows:
            raise NotFound(f"there is no save '{exercise}'; see `saves list`")
        return header_of(rows[0])

    def read(self, exercise: str, after: int = 0) -> Sequence[Entry]:
        """The events of an exercise, checked, in the present format."""
        header, entries = self.record(exercise)
        return upcast(exercise, header.format, entries[after:])

    def readable(self, exercise: str) -> Sequence[Entry]:
        """The events before the first that is not what was written, in the present format."""
        header, entries, report = self._checked(exercise)
        # Where the header is bad, so may be the format it names: then the events are taken as they are.
        written = header.format if header and (report.ok or report.first_bad) else FORMAT
        return upcast(exercise, written, entries[: report.readable])

    def record(self, exercise: str) -> tuple[Header, Sequence[Entry]]:
        """An exercise as it was written, checked."""
        header, entries, report = self._checked(exercise)
        if not report.ok or header is None:
            raise Damaged(f"save '{exercise}' is damaged: {report.problem}", report.first_bad)
        return header, entries

    def verify(self, exercise: str) -> Report:
        """Check everything of a save, and whether more of it was played here."""
        report = self._verified(exercise)
        come_back = self.come_back(exercise) if report.ok else ""
        return replace(report, ok=False, rolled_back=True, problem=come_back) if come_back else report

    def _verified(self, exercise: str) -> Report:
        """Check everything of a save in itself."""
        with self._base.reading():
            header, entries, report = self._checked(exercise)
            if not report.ok or header is None:
                return report
            rows = [self._rows(select(table).where(table.c.exercise == exercise)) for table in _BESIDE]
            given = self._rows(select(_EXERCISE.c.receipts).where(_EXERCISE.c.id == exercise))[0]["receipts"]
        if problem := wrong_beside(entries, header.seats, given, *rows):
            problem = f"{problem}; all {len(entries)} events are readable"
            return replace(report, ok=False, unchanged=False, problem=problem)
        return report

    def come_back(self, exercise: str) -> str:
        """What is wrong when an older or another state of an exercise stands here than was acknowledged."""
        here = self._witness.of(exercise)
        if here is not None and (events := self._lacks(here)) is not None:
            return older_in_words(here, events, "here")
        for seen in self._elsewhere(exercise):
            events = self._lacks(seen)
            if events is not None and not holds(seen.path, exercise, seen.events, seen.log_hash):
                said = older_in_words(seen, events, f"in {seen.place}")
                return f"{said}, where it is not found any more"
        return ""

    def played_elsewhere(self, exercise: str) -> str:
        """Where more of an exercise, or another course of it, stands that was acknowledged."""
        for seen in self._elsewhere(exercise):
            events = self._lacks(seen)
            if events is None or not holds(seen.path, exercise, seen.events, seen.log_hash):
                continue
            return more_in_words(seen, events)
        return ""

    def _elsewhere(self, exercise: str) -> Sequence[Seen]:
        """How far an exercise was seen to go in other places, the furthest first."""
        return sorted(self._witness.elsewhere(exercise), key=lambda seen: -seen.events)

    def _lacks(self, seen: Seen) -> int | None:
        """How many events there are of an exercise that lacks what was seen of it; None: it does not."""
        if self._empty:
            return None
        try:
            with self._base.reading():
                events = self.header(seen.exercise).events
                key = {"key": seen.exercise, "seq": seen.events}
                row = self._driver.execute(_SELECT_HASH, key).fetchone()
        except Damaged:
            # What is damaged is told by whoever reads it, and no sign of an older state.
            return None
        has_it = not seen.events or (events >= seen.events and row is not None and row[0] == seen.log_hash)
        return None if has_it else events

    def accept(self, exercise: str) -> None:
        """Let an exercise stand as it is."""
        theirs = [seen for seen in self._elsewhere(exercise) if self._lacks(seen) is not None]
        self._saw(self.header(exercise))
        self._witness.let_be(exercise, theirs)

    def amiss(self) -> Sequence[str]:
        """What is not as it was left, besides what is wrong with single exercises."""
        said: list[str] = []
        if self._empty and self.path.exists():
            said.append(f"{self.path} is there and holds nothing: if it is a copy, it was not copied whole")
        if self._base.lacks_log:
            said.append(
                f"{self.path} was copied while it was in use, without the {self.path.name}-wal beside it: "
                "what was done last may be missing; bring that file as well, or go on with what is here"
            )
        known = {str(row["id"]) for row in self._rows(select(_EXERCISE.c.id))}
        gone = [
            seen
            for seen in self._witness.all()
            if seen.exercise not in known and (self._empty or seen.database == self._database_key())
        ]
        if gone:
            which = ", ".join(f"{seen.exercise} ({seen.events} events)" for seen in gone[:4])
            more = f" and {len(gone) - 4} more" if len(gone) > 4 else ""
            said.append(
                f"{which}{more} {'was' if len(gone) == 1 else 'were'} played here and "
                f"{'is' if len(gone) == 1 else 'are'} not in {self.path} any more"
            )
        if self._database_key():
            gone_here = {seen.exercise for seen in gone}
            missed = {
                seen.exercise: seen
                for seen in sorted(
                    self._witness.of_copies(self._database_key()), key=lambda seen: seen.events
                )
                if seen.exercise not in known | gone_here
            }
            said += [
                f"{seen.exercise} ({seen.events} events) was played in {seen.place}, "
                f"of which {self.path} is an older copy: it is not in here"
                for seen in missed.values()
            ]
        return said

    def _checked(self, exercise: str) -> tuple[Header | None, Sequence[Entry], Report]:
        """Header (if it can be read), events and what is wrong, all of one moment."""
        header, problem = None, ""
        entries: Sequence[Entry] = ()
        with self._base.reading():
            try:
                header = self.header(exercise)
            except Damaged as error:
                problem = str(error)
            if not self._empty:
                entries = self._entries(exercise)
        if header is not None:
            return header, entries, check(header, entries)
        report = check_events(exercise, entries, len(entries))
        if report.ok:
            whole = f"{problem}; all {len(entries)} events are readable"
            report = Report(False, exercise, len(entries), report.log_hash, len(entries), 0, whole)
        return None, entries, report

    def _entries(self, exercise: str) -> Sequence[Entry]:
        """The events of an exercise, as far as the file can be read."""
        entries: list[Entry] = []
        with suppress(sqlite3.DatabaseError):
            entries.extend(_entry_of(*row) for row in self._driver.execute(_SELECT_EVENTS, {"key": exercise}))
        return entries

    def resolve(self, text: str) -> str:
        """The id meant by an id, a unique beginning of one, or ``last``."""
        ids = [str(row["id"]) for row in self._rows(select(_EXERCISE.c.id).order_by(*_NEWEST_FIRST))]
        if text == "last":
            if not ids:
                raise NotFound("there are no saves yet; begin an exercise with `multipolar play`")
            return ids[0]
        if text in ids:
            return text
        fitting = [key for key in ids if text and key.startswith(text)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise Ambiguous(
                f"'{text}' fits {len(fitting)} saves: {', '.join(fitting[:4])}; write more of the id"
            )
        near = get_close_matches(text, ids, n=2, cutoff=0.4)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see `saves list`"
        raise NotFound(f"there is no save '{text}'{hint}")

    def receipt(self, exercise: str, command: str) -> str | None:
        """The receipt of a command that was carried out before, as JSON."""
        if self._empty:
            return None
        with self._base.alone, in_words(self.path):
            kept = self._driver.execute(_SELECT_RECEIPT, {"key": exercise, "done": command}).fetchone()
        return None if kept is None else _done_of(exercise, kept).receipt

    def receipts(self, exercise: str) -> Sequence[Done]:
        """Every command that was carried out and has left a receipt."""
        if self._empty:
            return ()
        with self._base.alone, in_words(self.path):
            kept = self._driver.execute(_SELECT_RECEIPTS, {"key": exercise}).fetchall()
        return [_done_of(exercise, row) for row in kept]

    def add_receipts(self, exercise: str, done: Sequence[Done]) -> None:
        """Keep the receipts that an exercise had elsewhere."""
        with self._base.alone, in_words(self.path):
            hashes = dict(self._driver.execute(_SELECT_HASHES, {"key": exercise}).fetchall())
        if strange := next((each for each in done if each.seq not in hashes), None):
            raise Damaged(f"the receipt of '{strange.command}' is of event {strange.seq}, which is not there")
        rows = [_receipt_row(exercise, each, hashes[each.seq]) for each in done]
        with self._writing() as driver:
            new = driver.executemany(_ADD_COMMAND, rows).rowcount if rows else 0
            driver.execute(_COUNT_RECEIPTS, {"key": exercise, "new": max(new, 0)})

    # --- beside the record ---

    def set_draft(self, exercise: str, seat: str, payload: str) -> None:
        """Keep what a seat is composing."""
        mine = {"key": exercise, "mine": seat}
        of_seat = (_DRAFT.c.exercise == bindparam("key"), _DRAFT.c.seat == bindparam("mine"))
        with self._writing() as driver:
            driver.execute(_sql(delete(_DRAFT).where(*of_seat)), mine)
            if payload:
                row = {"exercise": exercise, "seat": seat, "payload": payload}
                driver.execute(_sql(insert(_DRAFT)), row)

    def draft(self, exercise: str, seat: str) -> str:
        """What a seat was composing."""
        mine = (_DRAFT.c.exercise == exercise, _DRAFT.c.seat == seat)
        return "".join(str(row["payload"]) for row in self._rows(select(_DRAFT.c.payload).where(*mine)))

    def set_time_used(self, exercise: str, used: str) -> None:
        """Keep how much of a lesson was used."""
        of_it = _LESSON.c.exercise == bindparam("key")
        with self._writing() as driver:
            driver.execute(_sql(delete(_LESSON).where(of_it)), {"key": exercise})
            driver.execute(_sql(insert(_LESSON)), {"exercise": exercise, "used": used})

    def time_used(self, exercise: str) -> str:
        """How much of a lesson was used."""
        kept = self._rows(select(_LESSON.c.used).where(_LESSON.c.exercise == exercise))
        return "".join(str(row["used"]) for row in kept)

    def add_note(self, exercise: str, seq: int, seat: str, text: str) -> None:
        """Pin words to an event."""
        now = self._clock().isoformat()
        row = {"exercise": exercise, "seq": seq, "seat": seat, "text": text, "created_at": now}
        with self._writing() as driver:
            driver.execute(_sql(insert(_NOTE).values({name: bindparam(name) for name in row})), row)

    def notes(self, exercise: str) -> Sequence[Note]:
        """Notes of an exercise, in the order of events."""
        columns = (_NOTE.c.id, _NOTE.c.seq, _NOTE.c.seat, _NOTE.c.text, _NOTE.c.created_at)
        ordered = select(*columns).where(_NOTE.c.exercise == exercise).order_by(_NOTE.c.seq, _NOTE.c.id)
        return [_note_of(row) for row in self._rows(ordered)]


# --- Pure parts ------------------------------------------------------------------------------


def _receipt_row(exercise: str, done: Done, log_hash: str) -> dict[str, object]:
    """The row of a receipt, sealed to the last of the events that the command brought about."""
    return {
        "exercise": exercise,
        "command": done.command,
        "receipt": done.receipt,
        "seq": done.seq,
        "seal": seal_of(log_hash, done.command, done.receipt),
    }


def _done_of(exercise: str, kept: Sequence[object]) -> Done:
    """A command that was carried out, from its row and the hash of the event it names.

    Raises:
        Damaged: when it is not what was written.
    """
    row = dict(zip(("command", "receipt", "seq", "seal"), kept, strict=False))
    if wrong := wrong_receipt(row, kept[-1]):
        raise Damaged(f"save '{exercise}' is damaged: {wrong}")
    seq = row["seq"]
    return Done(str(row["command"]), str(row["receipt"]), seq if isinstance(seq, int) else 0)


def _entry_of(seq: object, payload: object, its_hash: object) -> Entry:
    """An event as it was written; whatever else stands in its row now is one that fits nowhere."""
    if isinstance(seq, int) and isinstance(payload, bytes) and isinstance(its_hash, str):
        return Entry(seq, unpacked(payload), its_hash)
    return Entry(0, b"", "")


def _note_of(row: Mapping[str, object]) -> Note:
    try:
        return msgspec.convert(row, Note, strict=False)
    except msgspec.ValidationError as error:
        raise Damaged(f"a note on event {row['seq']} cannot be read: {error}") from error


def _grown(
    header: Header,
    payloads: Sequence[bytes],
    position: str = "",
    state: str = "",
    now: datetime | None = None,
    seats: Mapping[str, str] | None = None,
) -> tuple[list[dict[str, object]], Header]:
    """The rows of events that follow a header's last, and the header after them, sealed."""
    last = header.log_hash
    rows: list[dict[str, object]] = []
    for seq, payload in enumerate(payloads, start=header.events + 1):
        last = link(last, payload)
        rows.append({"exercise": header.id, "seq": seq, "payload": packed(payload), "hash": last})
    after = replace(
        header,
        events=header.events + len(payloads),
        log_hash=last,
        position=position or header.position,
        state=state or header.state,
        seats=header.seats if seats is None else dict(seats),
        updated_at=now or header.updated_at,
    )
    return rows, after.sealed()
