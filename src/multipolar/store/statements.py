"""What is said to a database of saves: one set of statements, whatever keeps it.

What names a value is bound when it is carried out; each back end puts a statement into its own words once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Executable, String, bindparam, delete, insert, literal_column, select, update

from multipolar.store.tables import METADATA

EXERCISE = METADATA.tables["exercise"]
EVENT = METADATA.tables["event"]
COMMAND = METADATA.tables["command"]
DRAFT = METADATA.tables["draft"]
LESSON = METADATA.tables["lesson"]
NOTE = METADATA.tables["note"]
PLACE = METADATA.tables["place"]
KEYS = METADATA.tables["keys"]
HOST = METADATA.tables["host"]
LEASE = METADATA.tables["lease"]
BESIDE = (COMMAND, DRAFT, NOTE)
"""What must fit the record it stands beside."""
OF_AN_EXERCISE = (EVENT, COMMAND, DRAFT, LESSON, NOTE, KEYS, HOST, LEASE)
"""What goes when an exercise goes."""
NEWEST_FIRST = (EXERCISE.c.touched.desc(), EXERCISE.c.id.desc())

INSERT_HEADER = insert(EXERCISE)
INSERT_EVENTS = insert(EVENT)
INSERT_COMMAND = insert(COMMAND)
INSERT_DRAFT = insert(DRAFT)
INSERT_LESSON = insert(LESSON)
INSERT_NOTE = insert(NOTE).values(
    {name: bindparam(name) for name in ("exercise", "seq", "seat", "text", "created_at")}
)
SELECT_HEADER = select(EXERCISE).where(EXERCISE.c.id == bindparam("key"))
LOCK_HEADER = SELECT_HEADER.with_for_update()
"""Whoever holds the row is the one who adds to the exercise (SQLite has one who writes at all)."""
SELECT_EVENTS = (
    select(EVENT.c.seq, EVENT.c.payload, EVENT.c.hash)
    .where(EVENT.c.exercise == bindparam("key"))
    .order_by(EVENT.c.seq)
)
SELECT_NEWER = SELECT_EVENTS.where(EVENT.c.seq > bindparam("after"))
SELECT_HASHES = select(EVENT.c.seq, EVENT.c.hash).where(EVENT.c.exercise == bindparam("key"))
SELECT_HASH = SELECT_HASHES.where(EVENT.c.seq == bindparam("seq"))
_RECEIPTS = (
    select(COMMAND.c.command, COMMAND.c.receipt, COMMAND.c.seq, COMMAND.c.seal, EVENT.c.hash)
    .outerjoin(EVENT, (EVENT.c.exercise == COMMAND.c.exercise) & (EVENT.c.seq == COMMAND.c.seq))
    .where(COMMAND.c.exercise == bindparam("key"))
)
SELECT_RECEIPT = _RECEIPTS.where(COMMAND.c.command == bindparam("done"))
SELECT_RECEIPTS = _RECEIPTS.order_by(COMMAND.c.seq, COMMAND.c.command)
SELECT_DONE = select(COMMAND.c.command).where(COMMAND.c.exercise == bindparam("key"))
COUNT_RECEIPTS = (
    update(EXERCISE)
    .values(receipts=EXERCISE.c.receipts + bindparam("new"))
    .where(EXERCISE.c.id == bindparam("key"))
)
GROW_HEADER = (
    update(EXERCISE)
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("position", "state", "seats", "updated_at", "events", "log_hash", "seal")
        }
    )
    .values(receipts=EXERCISE.c.receipts + bindparam("new_receipts"))
    .where(EXERCISE.c.id == bindparam("key"), EXERCISE.c.log_hash == bindparam("previous"))
)
NEXT_TURN = update(PLACE).values(turn=PLACE.c.turn + literal_column("1"))
TAKE_TURN = NEXT_TURN.where(
    PLACE.c.turn > select(EXERCISE.c.touched).where(EXERCISE.c.id == bindparam("key")).scalar_subquery()
)
"""Nothing to do while the same exercise is played on."""
SELECT_TURN = select(PLACE.c.turn)
TOUCH = (
    update(EXERCISE)
    .values(touched=select(PLACE.c.turn).scalar_subquery())
    .where(EXERCISE.c.id == bindparam("key"))
)
FORGET_DRAFT = delete(DRAFT).where(DRAFT.c.exercise == bindparam("key"), DRAFT.c.seat == bindparam("mine"))
FORGET_LESSON = delete(LESSON).where(LESSON.c.exercise == bindparam("key"))
FORGET = (
    *(delete(table).where(table.c.exercise == bindparam("key")) for table in OF_AN_EXERCISE),
    delete(KEYS).where(KEYS.c.exercise == bindparam("key", type_=String).concat(literal_column("'.beside'"))),
    delete(EXERCISE).where(EXERCISE.c.id == bindparam("key")),
)

Values = Mapping[str, object]


class Step(Protocol):
    """One step in a database, in which statements are carried out."""

    def run(self, statement: Executable, values: Values) -> int:
        """Carry a statement out; how many rows it was about."""
        ...

    def run_each(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Carry a statement out for each of several rows; there may be none."""
        ...

    def ask(self, statement: Executable, values: Values) -> Sequence[Sequence[Any]]:
        """The rows that a statement finds."""
        ...
