"""Saved exercises in a database: append, read, find, verify (architecture, Saves).

One command is one durable transaction. An exercise's header carries the count and the hash of its
last event under a seal, so that nothing of the record can be changed without being found.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from multipolar.domain.chain import GENESIS, link
from multipolar.store.database import in_words, open_engine
from multipolar.store.errors import Ambiguous, Conflict, Damaged, NotFound, ReadOnly
from multipolar.store.places import database_of
from multipolar.store.records import Entry, Header, Note, Report
from multipolar.store.tables import METADATA

Clock = Callable[[], datetime]

_EXERCISE = METADATA.tables["exercise"]
_EVENT = METADATA.tables["event"]
_COMMAND = METADATA.tables["command"]
_DRAFT = METADATA.tables["draft"]
_NOTE = METADATA.tables["note"]
_INSERT_EVENTS = insert(_EVENT)
_INSERT_COMMAND = insert(_COMMAND)
_SELECT_HEADER = select(_EXERCISE).where(_EXERCISE.c.id == bindparam("key"))
_UPDATE_HEADER = (
    update(_EXERCISE)
    .where(_EXERCISE.c.id == bindparam("key"))
    .where(_EXERCISE.c.events == bindparam("after"))
)


def open_saves(where: str | Path, *, read_only: bool = False, clock: Clock | None = None) -> "Saves":
    """The saves at a place: a folder (one database in it, made when missing), or a ``.db`` file.

    Raises:
        SaveError: when they cannot be opened.
    """
    return Saves(database_of(Path(where)), read_only=read_only, clock=clock or (lambda: datetime.now(UTC)))


class Saves:
    """The exercises kept in one database.

    Args:
        path: the database file.
        read_only: whether to open it for reading only.
        clock: where the time comes from.
    """

    def __init__(self, path: Path, *, read_only: bool, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._read_only = read_only
        self._engine = open_engine(path, read_only=read_only)
        self._empty = read_only and not path.exists()
        self._headers: dict[str, Header] = {}
        with in_words(path):
            self._connection: Connection = self._engine.connect()

    @property
    def folder(self) -> Path:
        """The folder of the database, where exported files may stand beside it."""
        return self.path.parent

    def close(self) -> None:
        """Give the database back."""
        self._connection.close()
        self._engine.dispose()

    # --- writing ---

    def create(self, header: Header, payloads: Sequence[bytes]) -> Header:
        """Keep a new exercise with its first events.

        Raises:
            Conflict: when there is one of that id.
            SaveError: when it cannot be written.
        """
        self._must_write()
        begun = _extended(replace(header, events=0, log_hash=GENESIS), payloads)
        rows = _rows(header.id, 0, GENESIS, payloads)
        with in_words(self.path), self._connection.begin():
            self._connection.execute(insert(_EXERCISE), [_row_of(begun)])
            self._connection.execute(_INSERT_EVENTS, rows)
        self._headers[header.id] = begun
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
    ) -> Header:
        """Keep the events that follow event `after`, in one durable step.

        Args:
            exercise: id of the exercise.
            after: the number of events the caller knows of.
            payloads: canonical bytes of the new events.
            command_id: the command that brought them about, with its `receipt` as JSON.
            receipt: see `command_id`.
            position: where the exercise stands now.
            state: ``open`` or ``finished``.

        Raises:
            Conflict: when somebody else has written meanwhile.
            SaveError: when it could not be written; then nothing was.
        """
        self._must_write()
        known = self._headers.get(exercise) or self.header(exercise)
        if known.events != after:
            raise self._conflict(exercise)
        grown = _extended(known, payloads, position, state, self._clock())
        rows = _rows(exercise, after, known.log_hash, payloads)
        with in_words(self.path), self._connection.begin():
            if rows:
                self._connection.execute(_INSERT_EVENTS, rows)
            if command_id:
                command = {"exercise": exercise, "command": command_id, "receipt": receipt or ""}
                self._connection.execute(_INSERT_COMMAND, [command])
            changed = self._connection.execute(
                _UPDATE_HEADER.values(
                    position=grown.position,
                    state=grown.state,
                    updated_at=grown.updated_at.isoformat(),
                    events=grown.events,
                    log_hash=grown.log_hash,
                    seal=grown.seal,
                ),
                {"key": exercise, "after": after},
            )
            if changed.rowcount != 1:
                raise self._conflict(exercise)
        self._headers[exercise] = grown
        return grown

    def take_in(self, header: Header, entries: Sequence[Entry]) -> Header:
        """Keep an exercise as it was exported, seal and all; the caller has verified it."""
        self._must_write()
        rows = [
            {"exercise": header.id, "seq": entry.seq, "payload": entry.payload, "hash": entry.hash}
            for entry in entries
        ]
        with in_words(self.path), self._connection.begin():
            self._connection.execute(insert(_EXERCISE), [_row_of(header)])
            self._connection.execute(_INSERT_EVENTS, rows)
        return header

    def _conflict(self, exercise: str) -> Conflict:
        self._headers.pop(exercise, None)
        return Conflict(f"'{exercise}' was played on elsewhere meanwhile; open it again to go on from there")

    def delete(self, exercise: str) -> None:
        """Remove an exercise with everything that belongs to it."""
        self._must_write()
        with in_words(self.path), self._connection.begin():
            for table in (_EVENT, _COMMAND, _DRAFT, _NOTE):
                self._connection.execute(delete(table).where(table.c.exercise == exercise))
            self._connection.execute(delete(_EXERCISE).where(_EXERCISE.c.id == exercise))
        self._headers.pop(exercise, None)

    def _must_write(self) -> None:
        if self._read_only:
            raise ReadOnly(f"{self.path} was opened for reading only")

    # --- reading ---

    def list(self) -> Sequence[Header]:
        """All exercises, the latest touched first."""
        if self._empty:
            return []
        order = (_EXERCISE.c.updated_at.desc(), _EXERCISE.c.id.desc())
        with in_words(self.path), self._connection.begin():
            rows = self._connection.execute(select(_EXERCISE).order_by(*order)).mappings().all()
        return [_header_of(row, self.path) for row in rows]

    def header(self, exercise: str) -> Header:
        """The header of an exercise.

        Raises:
            NotFound: when there is none of that id.
        """
        row = None
        if not self._empty:
            with in_words(self.path), self._connection.begin():
                row = self._connection.execute(_SELECT_HEADER, {"key": exercise}).mappings().first()
        if row is None:
            raise NotFound(f"there is no save '{exercise}'; see `saves list`")
        return _header_of(row, self.path)

    def read(self, exercise: str, after: int = 0) -> Sequence[Entry]:
        """The events of an exercise, in order, checked against its chain.

        Raises:
            NotFound: when there is none of that id.
            Damaged: when an event is not what was written.
        """
        report = self.verify(exercise)
        if not report.ok:
            raise Damaged(f"save '{exercise}' is damaged: {report.problem}", report.first_bad)
        return [entry for entry in self._entries(exercise) if entry.seq > after]

    def _entries(self, exercise: str) -> Sequence[Entry]:
        columns = select(_EVENT.c.seq, _EVENT.c.payload, _EVENT.c.hash)
        with in_words(self.path), self._connection.begin():
            rows = self._connection.execute(
                columns.where(_EVENT.c.exercise == exercise).order_by(_EVENT.c.seq)
            ).all()
        return [Entry(int(seq), bytes(payload), str(hash_)) for seq, payload, hash_ in rows]

    def verify(self, exercise: str) -> Report:
        """Check everything of a save: chain, gaps, the count, the seal."""
        return check(self.header(exercise), self._entries(exercise))

    def resolve(self, text: str) -> str:
        """The id meant by an id, a unique beginning of one, or ``last``.

        Raises:
            NotFound: nothing fits; the nearest ids are named.
            Ambiguous: several fit.
        """
        ids = [header.id for header in self.list()]
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
        mine = (_COMMAND.c.exercise == exercise, _COMMAND.c.command == command)
        with in_words(self.path), self._connection.begin():
            kept = self._connection.execute(select(_COMMAND.c.receipt).where(*mine)).scalar()
        return None if kept is None else str(kept)

    # --- beside the record ---

    def set_draft(self, exercise: str, seat: str, payload: str) -> None:
        """Keep what a seat is composing; an empty payload forgets it."""
        self._must_write()
        mine = (_DRAFT.c.exercise == exercise, _DRAFT.c.seat == seat)
        with in_words(self.path), self._connection.begin():
            self._connection.execute(delete(_DRAFT).where(*mine))
            if payload:
                row = {"exercise": exercise, "seat": seat, "payload": payload}
                self._connection.execute(insert(_DRAFT), [row])

    def draft(self, exercise: str, seat: str) -> str:
        """What a seat was composing; empty when nothing."""
        mine = (_DRAFT.c.exercise == exercise, _DRAFT.c.seat == seat)
        with in_words(self.path), self._connection.begin():
            return str(self._connection.execute(select(_DRAFT.c.payload).where(*mine)).scalar() or "")

    def add_note(self, exercise: str, seq: int, seat: str, text: str) -> None:
        """Pin words to an event."""
        self._must_write()
        now = self._clock().isoformat()
        row = {"exercise": exercise, "seq": seq, "seat": seat, "text": text, "created_at": now}
        with in_words(self.path), self._connection.begin():
            self._connection.execute(insert(_NOTE), [row])

    def notes(self, exercise: str) -> Sequence[Note]:
        """Notes of an exercise, in the order of events."""
        ordered = select(_NOTE).where(_NOTE.c.exercise == exercise).order_by(_NOTE.c.seq, _NOTE.c.id)
        with in_words(self.path), self._connection.begin():
            rows = self._connection.execute(ordered).mappings().all()
        return [
            Note(row["id"], row["seq"], row["seat"], row["text"], datetime.fromisoformat(row["created_at"]))
            for row in rows
        ]


# --- Pure parts ------------------------------------------------------------------------------


def check(header: Header, entries: Sequence[Entry]) -> Report:
    """Hold a header and its entries together; the first thing that is wrong is told."""
    previous = GENESIS
    for readable, entry in enumerate(entries):
        expected = link(previous, entry.payload)
        wrong = ""
        if entry.seq != readable + 1:
            wrong = f"event {readable + 1} is missing"
        elif entry.hash != expected or not _names_itself(entry):
            wrong = f"event {entry.seq} is not what was written"
        if wrong:
            return Report(
                False,
                header.id,
                header.events,
                header.log_hash,
                readable,
                readable + 1,
                f"{wrong}; the {readable} before it are readable",
            )
        previous = expected
    problem, bad = "", 0
    if len(entries) < header.events:
        bad = len(entries) + 1
        problem = f"it is cut off: event {bad} of {header.events} is missing; {len(entries)} are readable"
    elif len(entries) > header.events:
        bad = header.events + 1
        problem = f"event {bad} was added after the record was sealed; {header.events} are readable"
    elif previous != header.log_hash:
        bad = len(entries)
        problem = f"event {bad} is not the one the record was sealed with"
    elif header.seal != header.expected_seal():
        problem = "its header was changed after it was sealed; all events are readable"
    readable = min(len(entries), header.events)
    return Report(not problem, header.id, header.events, previous, readable, bad, problem)


class _Numbered(msgspec.Struct):
    seq: int


def _names_itself(entry: Entry) -> bool:
    """Whether the payload is an event that carries the number it is filed under."""
    try:
        return msgspec.json.decode(entry.payload, type=_Numbered).seq == entry.seq
    except msgspec.MsgspecError:
        return False


def _extended(
    header: Header,
    payloads: Sequence[bytes],
    position: str = "",
    state: str = "",
    now: datetime | None = None,
) -> Header:
    last = header.log_hash
    for payload in payloads:
        last = link(last, payload)
    return replace(
        header,
        events=header.events + len(payloads),
        log_hash=last,
        position=position or header.position,
        state=state or header.state,
        updated_at=now or header.updated_at,
    ).sealed()


def _rows(exercise: str, after: int, previous: str, payloads: Sequence[bytes]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for seq, payload in enumerate(payloads, start=after + 1):
        previous = link(previous, payload)
        rows.append({"exercise": exercise, "seq": seq, "payload": payload, "hash": previous})
    return rows


def _row_of(header: Header) -> dict[str, object]:
    plain = {name: getattr(header, name) for name in header.__struct_fields__}
    plain["seed"] = str(header.seed)
    plain["seats"] = msgspec.json.encode(header.seats, order="deterministic").decode()
    plain["created_at"] = header.created_at.isoformat()
    plain["updated_at"] = header.updated_at.isoformat()
    return plain


def _header_of(row: RowMapping, path: Path) -> Header:
    plain: dict[str, object] = {str(name): value for name, value in row.items()}
    try:
        plain["seed"] = int(str(plain["seed"]))
        plain["seats"] = msgspec.json.decode(str(plain["seats"]))
        plain["created_at"] = datetime.fromisoformat(str(plain["created_at"]))
        plain["updated_at"] = datetime.fromisoformat(str(plain["updated_at"]))
        return msgspec.convert(plain, Header)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Damaged(f"{path}: the header of '{plain.get('id')}' cannot be read: {error}") from error
