"""What the store hands out: frozen records, apart from the rows they are kept in."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.model.hashing import GENESIS

FORMAT = 1
"""Version of the save format."""


class Entry(Struct, frozen=True, gc=False):
    """One event of a record: its number, its canonical bytes, and its hash in the chain."""

    seq: int
    payload: bytes
    hash: str


class Header(Struct, frozen=True):
    """What is known of a saved exercise without reading its events.

    Attributes:
        version: of the program that began it.
        format: of the save format.
        position: where it stands, such as ``3.deliberation``.
        state: ``open`` or ``finished``.
        seats: power to ``person`` or to a doctrine, as they are held now.
        parent, parent_seq: the exercise and event it was branched from, if it was.
        events, log_hash: how many events, and the hash of the last.
        seal: hash over all the other fields.
    """

    id: str
    scenario: str
    title: str
    preset: str
    seed: int
    rounds: int
    seats: dict[str, str]
    version: str
    format: int
    position: str
    state: str
    created_at: datetime
    updated_at: datetime
    parent: str = ""
    parent_seq: int = 0
    events: int = 0
    log_hash: str = GENESIS
    seal: str = ""

    @classmethod
    def new(
        cls,
        *,
        id: str,
        scenario: str,
        title: str,
        preset: str,
        seed: int,
        rounds: int,
        seats: dict[str, str],
        version: str,
        position: str,
        parent: str = "",
        parent_seq: int = 0,
        now: datetime | None = None,
    ) -> "Header":
        """The header of an exercise that begins now."""
        now = now or datetime.now(UTC)
        return cls(
            id=id,
            scenario=scenario,
            title=title,
            preset=preset,
            seed=seed,
            rounds=rounds,
            seats=seats,
            version=version,
            format=FORMAT,
            position=position,
            state="open",
            created_at=now,
            updated_at=now,
            parent=parent,
            parent_seq=parent_seq,
        )

    def sealed(self) -> "Header":
        """The same header with its seal."""
        return replace(self, seal=self.expected_seal())

    def expected_seal(self) -> str:
        """What the seal must be for the header as it stands."""
        plain = msgspec.json.encode(replace(self, seal=""), order="deterministic")
        return sha256(plain).hexdigest()


class Done(Struct, frozen=True, gc=False):
    """A command that was carried out: its receipt as JSON, and the last event that it brought about."""

    command: str
    receipt: str
    seq: int


class Note(Struct, frozen=True, gc=False):
    """Words somebody pinned to an event of a save."""

    id: int
    seq: int
    seat: str
    text: str
    created_at: datetime


class Report(Struct, frozen=True, gc=False):
    """What `verify` found.

    Attributes:
        ok: whether all is well.
        readable: how many events can be read.
        first_bad: the first that is not as it should be; 0 when all is well, or no event is at fault.
        problem: what is wrong; empty when nothing is.
        unchanged: whether it is what was written. That may still be nothing that was ever played.
        rolled_back: whether all of it is well, and yet not what was acknowledged in this place.
    """

    ok: bool
    exercise: str
    events: int
    log_hash: str
    readable: int = 0
    first_bad: int = 0
    problem: str = ""
    unchanged: bool = False
    rolled_back: bool = False


class Beat(Struct, frozen=True):
    """What a host learns when it says that it is there.

    Attributes:
        leads: whether it runs programs and what is due, until its lease ends.
        addresses: at which every host of the exercise is reached, its own first.
        others: what each other host says of who is at it.
    """

    leads: bool
    addresses: tuple[str, ...]
    others: tuple[str, ...]
