"""What every database of saves does the same way: append, read, find, verify (architecture, Saves).

One command is one durable transaction. An exercise's header carries the count and the hash of its
last event under a seal, so that nothing of the record can be changed without being found.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Executable, Select, select

from multipolar.domain.english import counted, listed
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store.beside import seal_of, wrong_beside, wrong_receipt
from multipolar.store.checks import all_readable, check, check_events
from multipolar.store.errors import Ambiguous, Conflict, Damaged, NotFound
from multipolar.store.packing import packed, unpacked
from multipolar.store.port import Together
from multipolar.store.records import FORMAT, Done, Entry, Header, Note, Report
from multipolar.store.rows import header_of, row_of, seats_in_row, stand_in
from multipolar.store.statements import (
    BESIDE,
    COUNT_RECEIPTS,
    DRAFT,
    EXERCISE,
    FORGET,
    FORGET_DRAFT,
    FORGET_LESSON,
    GROW_HEADER,
    INSERT_COMMAND,
    INSERT_DRAFT,
    INSERT_EVENTS,
    INSERT_HEADER,
    INSERT_LESSON,
    INSERT_NOTE,
    LESSON,
    LOCK_HEADER,
    NEWEST_FIRST,
    NOTE,
    SELECT_DONE,
    SELECT_EVENTS,
    SELECT_HASHES,
    SELECT_RECEIPT,
    SELECT_RECEIPTS,
    Step,
    Values,
)
from multipolar.store.upcast import upcast

Clock = Callable[[], datetime]


class Standing(NamedTuple):
    """Where an exercise stands after a step; empty, None: as before."""

    position: str
    state: str
    seats: Mapping[str, str] | None


class InDatabase(ABC):
    """The part of the port `Saves` that is said in statements; what its methods do is told there.

    Args:
        clock: where the time comes from.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    # --- what each database does its own way ---

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Step]:
        """One durable step, done whole or not at all."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection | None]:
        """Several questions to one state of the database; None: there is nothing in it yet."""

    @abstractmethod
    def _ask(self, statement: Executable, values: Values) -> Sequence[Sequence[object]]:
        """The rows that a statement finds, in the state that is being read, where one is."""

    @abstractmethod
    def _next_turn(self, step: Step) -> int:
        """The turn at which something is touched now."""

    @abstractmethod
    def come_back(self, exercise: str) -> str:
        """What is wrong when an older state stands here than was acknowledged."""

    @abstractmethod
    def _kept(self, header: Header) -> None:
        """Something new is kept under this header."""

    @abstractmethod
    def _forgotten(self, exercise: str) -> None:
        """An exercise is gone."""

    # --- writing ---

    def create(self, header: Header, payloads: Sequence[bytes]) -> Header:
        """Keep a new exercise with its first events."""
        begun = replace(header, events=0, log_hash=GENESIS)
        rows, begun = grown_by(begun, payloads)
        self._insert(begun, rows)
        return begun

    def take_in(self, header: Header, entries: Sequence[Entry]) -> Header:
        """Keep an exercise as it was exported."""
        rows = [
            {"exercise": header.id, "seq": entry.seq, "payload": packed(entry.payload), "hash": entry.hash}
            for entry in entries
        ]
        self._insert(header, rows)
        return header

    def _insert(self, header: Header, rows: Sequence[Values]) -> None:
        with self._writing() as step:
            turn = {"touched": self._next_turn(step), "receipts": 0}
            step.run(INSERT_HEADER, row_of(header) | turn)
            step.run_each(INSERT_EVENTS, rows)
        self._kept(header)

    def _grow(
        self,
        step: Step,
        known: Header,
        payloads: Sequence[bytes],
        done: tuple[str | None, str | None],
        now: Standing,
    ) -> Header:
        """Add events, and the receipt of the command that brought them about, in a step.

        Raises:
            Conflict: when the header is not any more what is known of it.
        """
        rows, grown = grown_by(known, payloads, now.position, now.state, self._clock(), now.seats)
        command, receipt = done
        header = {
            "key": known.id,
            "previous": known.log_hash,
            "new_position": grown.position,
            "new_state": grown.state,
            "new_seats": seats_in_row(grown.seats),
            "new_updated_at": grown.updated_at.isoformat(),
            "new_events": grown.events,
            "new_log_hash": grown.log_hash,
            "new_seal": grown.seal,
            "new_receipts": 1 if command else 0,
        }
        if step.run(GROW_HEADER, header) != 1:
            raise conflict(known.id)
        step.run_each(INSERT_EVENTS, rows)
        if command:
            kept = Done(command, receipt or "", grown.events)
            step.run(INSERT_COMMAND, _receipt_row(known.id, kept, grown.log_hash))
        return grown

    def delete(self, exercise: str) -> None:
        """Remove an exercise with everything that belongs to it."""
        with self._writing() as step:
            step.ask(LOCK_HEADER, {"key": exercise})
            for statement in FORGET:
                step.run(statement, {"key": exercise})
            self._next_turn(step)
        self._forgotten(exercise)

    @property
    def is_shared(self) -> bool:
        """One program plays an exercise here."""
        return False

    def together(self, exercise: str) -> Together | None:
        """One host serves it alone."""
        return None

    def newer(self, exercise: str, after: int) -> Sequence[Entry]:
        """Nobody else adds to it without being found out."""
        return ()

    @contextmanager
    def turn(self, exercise: str, after: int) -> Iterator[Sequence[Entry]]:
        """One who writes at a time: nobody else has written, or it is found when the next event is added."""
        yield ()

    # --- reading ---

    def _rows(self, query: Select[*tuple[object, ...]]) -> Sequence[Mapping[str, object]]:
        with self._reading() as connection:
            return [] if connection is None else [dict(row) for row in connection.execute(query).mappings()]

    def list(self) -> Sequence[Header]:
        """All exercises, the latest touched first."""
        headers: list[Header] = []
        for row in self._rows(select(EXERCISE).order_by(*NEWEST_FIRST)):
            try:
                headers.append(header_of(row))
            except Damaged:
                headers.append(stand_in(row))
        return headers

    def header(self, exercise: str) -> Header:
        """The header of an exercise."""
        rows = self._rows(select(EXERCISE).where(EXERCISE.c.id == exercise))
        if not rows:
            # Of a file that was cut off the index may lack what the table still has.
            rows = self._rows(select(EXERCISE).where(EXERCISE.c.id.concat("") == exercise))
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
        with self._reading():
            header, entries, report = self._checked(exercise)
            if not report.ok or header is None:
                return report
            rows = [self._rows(select(table).where(table.c.exercise == exercise)) for table in BESIDE]
            given = self._rows(select(EXERCISE.c.receipts).where(EXERCISE.c.id == exercise))[0]["receipts"]
        if problem := wrong_beside(entries, header.seats, given, *rows):
            problem = f"{problem}; {all_readable(len(entries))}"
            return replace(report, ok=False, unchanged=False, problem=problem)
        return report

    def _checked(self, exercise: str) -> tuple[Header | None, Sequence[Entry], Report]:
        """Header (if it can be read), events and what is wrong, all of one moment."""
        header, problem = None, ""
        entries: Sequence[Entry] = ()
        with self._reading():
            try:
                header = self.header(exercise)
            except Damaged as error:
                problem = str(error)
            entries = self._entries(exercise)
        if header is not None:
            return header, entries, check(header, entries)
        report = check_events(exercise, entries, len(entries))
        if report.ok:
            whole = f"{problem}; {all_readable(len(entries))}"
            report = Report(False, exercise, len(entries), report.log_hash, len(entries), 0, whole)
        return None, entries, report

    def _entries(self, exercise: str) -> Sequence[Entry]:
        """The events of an exercise."""
        return [entry_of(*row) for row in self._ask(SELECT_EVENTS, {"key": exercise})]

    def resolve(self, text: str) -> str:
        """The id meant by an id, a unique beginning of one, or ``last``."""
        ids = [str(row["id"]) for row in self._rows(select(EXERCISE.c.id).order_by(*NEWEST_FIRST))]
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
                f"'{text}' fits {counted(len(fitting), 'save')}: {', '.join(fitting[:4])}; "
                "write more of the id"
            )
        near = get_close_matches(text, ids, n=2, cutoff=0.4)
        hint = f"; did you mean {listed(near, 'or')}?" if near else "; see `saves list`"
        raise NotFound(f"there is no save '{text}'{hint}")

    def receipt(self, exercise: str, command: str) -> str | None:
        """The receipt of a command that was carried out before, as JSON."""
        kept = self._ask(SELECT_RECEIPT, {"key": exercise, "done": command})
        return _done_of(exercise, kept[0]).receipt if kept else None

    def receipts(self, exercise: str) -> Sequence[Done]:
        """Every command that was carried out and has left a receipt."""
        return [_done_of(exercise, row) for row in self._ask(SELECT_RECEIPTS, {"key": exercise})]

    def add_receipts(self, exercise: str, done: Sequence[Done]) -> None:
        """Keep the receipts that an exercise had elsewhere."""
        with self._writing() as step:
            # Whoever plays on meanwhile adds receipts of its own.
            step.ask(LOCK_HEADER, {"key": exercise})
            hashes = dict(map(tuple, step.ask(SELECT_HASHES, {"key": exercise})))
            if strange := next((each for each in done if each.seq not in hashes), None):
                raise Damaged(
                    f"the receipt of '{strange.command}' is of event {strange.seq}, which is not there"
                )
            there = {command for (command,) in step.ask(SELECT_DONE, {"key": exercise})}
            new = {each.command: each for each in reversed(done) if each.command not in there}
            rows = [_receipt_row(exercise, each, hashes[each.seq]) for each in new.values()]
            step.run_each(INSERT_COMMAND, rows)
            step.run(COUNT_RECEIPTS, {"key": exercise, "new": len(rows)})

    # --- beside the record ---

    def set_draft(self, exercise: str, seat: str, payload: str) -> None:
        """Keep what a seat is composing."""
        with self._writing() as step:
            step.run(FORGET_DRAFT, {"key": exercise, "mine": seat})
            if payload:
                step.run(INSERT_DRAFT, {"exercise": exercise, "seat": seat, "payload": payload})

    def draft(self, exercise: str, seat: str) -> str:
        """What a seat was composing."""
        mine = (DRAFT.c.exercise == exercise, DRAFT.c.seat == seat)
        return "".join(str(row["payload"]) for row in self._rows(select(DRAFT.c.payload).where(*mine)))

    def set_time_used(self, exercise: str, used: str) -> None:
        """Keep how much of a lesson was used."""
        with self._writing() as step:
            step.run(FORGET_LESSON, {"key": exercise})
            step.run(INSERT_LESSON, {"exercise": exercise, "used": used})

    def time_used(self, exercise: str) -> str:
        """How much of a lesson was used."""
        kept = self._rows(select(LESSON.c.used).where(LESSON.c.exercise == exercise))
        return "".join(str(row["used"]) for row in kept)

    def add_note(self, exercise: str, seq: int, seat: str, text: str) -> None:
        """Pin words to an event."""
        now = self._clock().isoformat()
        row = {"exercise": exercise, "seq": seq, "seat": seat, "text": text, "created_at": now}
        with self._writing() as step:
            step.run(INSERT_NOTE, row)

    def notes(self, exercise: str) -> Sequence[Note]:
        """Notes of an exercise, in the order of events."""
        columns = (NOTE.c.id, NOTE.c.seq, NOTE.c.seat, NOTE.c.text, NOTE.c.created_at)
        ordered = select(*columns).where(NOTE.c.exercise == exercise).order_by(NOTE.c.seq, NOTE.c.id)
        return [_note_of(row) for row in self._rows(ordered)]


def conflict(exercise: str) -> Conflict:
    """Somebody else has written to an exercise."""
    return Conflict(f"'{exercise}' was played on elsewhere meanwhile; open it again to go on from there")


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


def entry_of(seq: object, payload: object, its_hash: object) -> Entry:
    """An event as it was written; whatever else stands in its row now is one that fits nowhere."""
    if isinstance(seq, int) and isinstance(payload, bytes) and isinstance(its_hash, str):
        return Entry(seq, unpacked(payload), its_hash)
    return Entry(0, b"", "")


def _note_of(row: Mapping[str, object]) -> Note:
    try:
        return msgspec.convert(row, Note, strict=False)
    except msgspec.ValidationError as error:
        raise Damaged(f"a note on event {row['seq']} cannot be read: {error}") from error


def grown_by(
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
