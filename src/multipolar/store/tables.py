"""The rows of the database (SQLModel). They hold facts, not behaviour.

Table classes do not validate: `saves` maps them to the records of `records`, explicitly.
"""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class ExerciseRow(SQLModel, table=True):
    """One exercise; times are ISO texts with their zone, seats are JSON.

    All but the last two is its header. `touched` is the turn of the place (`PlaceRow`) when it was last
    written to, `receipts` how many receipts of commands must be there.
    """

    __tablename__ = "exercise"

    id: str = Field(primary_key=True)
    scenario: str
    title: str
    preset: str
    seed: str
    rounds: int
    seats: str
    version: str
    format: int
    position: str
    state: str
    created_at: str
    updated_at: str
    parent: str
    parent_seq: int
    events: int
    log_hash: str
    seal: str
    touched: int = 0
    receipts: int = 0


class PlaceRow(SQLModel, table=True):
    """The database itself, in one row.

    Attributes:
        key: drawn when it was made; a copy keeps it.
        turn: goes up whenever another exercise than the last is written to, or one is taken away.
        in_use: 1 while the last steps may stand in the log beside the file (see `opened`).
    """

    __tablename__ = "place"

    key: str = Field(primary_key=True)
    turn: int
    in_use: int


class EventRow(SQLModel, table=True):
    """One event of one exercise: found by both numbers, and by nothing else."""

    __tablename__ = "event"
    __table_args__ = ({"sqlite_with_rowid": False},)

    exercise: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: str


class CommandRow(SQLModel, table=True):
    """A command that was carried out, and its receipt, so that it is not done twice.

    `seq` is the last event that it brought about, to which `seal` ties the receipt.
    """

    __tablename__ = "command"
    __table_args__ = ({"sqlite_with_rowid": False},)

    exercise: str = Field(primary_key=True)
    command: str = Field(primary_key=True)
    receipt: str
    seq: int
    seal: str


class DraftRow(SQLModel, table=True):
    """What a seat was composing; not part of the record."""

    __tablename__ = "draft"

    exercise: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    payload: str


class LessonRow(SQLModel, table=True):
    """How much of a lesson was used, as a table keeps it; not part of the record."""

    __tablename__ = "lesson"

    exercise: str = Field(primary_key=True)
    used: str


class NoteRow(SQLModel, table=True):
    """Words pinned to an event."""

    __tablename__ = "note"

    id: int | None = Field(default=None, primary_key=True)
    exercise: str = Field(index=True)
    seq: int
    seat: str
    text: str
    created_at: str


class KeysRow(SQLModel, table=True):
    """What hosts of one exercise write for one another: hashes of codes; under ``ID.beside`` teams."""

    __tablename__ = "keys"

    exercise: str = Field(primary_key=True)
    kept: str


class HostRow(SQLModel, table=True):
    """A host that serves an exercise from this database.

    Attributes:
        id: drawn when it began.
        exercise: which.
        addresses: at which it is reached, as a JSON list.
        present: who is at it, as `server` writes it.
        beat: when it was last heard of, in seconds of the database's clock since 1970.
    """

    __tablename__ = "host"

    id: str = Field(primary_key=True)
    exercise: str = Field(index=True)
    addresses: str
    present: str
    beat: float


class LeaseRow(SQLModel, table=True):
    """Which host runs clock, programs and what is due in an exercise, until when (as `HostRow.beat`)."""

    __tablename__ = "lease"

    exercise: str = Field(primary_key=True)
    holder: str
    until: float


METADATA = SQLModel.metadata
"""Every table by its name."""
