"""Headers as rows and back. A row says the same as a header, to the letter, or it is damaged."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from multipolar.store.errors import Damaged
from multipolar.store.records import Header

DAMAGED = "damaged"
"""State and position of a save whose header cannot be read."""


def row_of(header: Header) -> dict[str, object]:
    """The row of a header: times as ISO texts, seats as JSON, the seed as text (it may be large)."""
    plain = {name: getattr(header, name) for name in header.__struct_fields__}
    plain["seed"] = str(header.seed)
    plain["seats"] = seats_in_row(header.seats)
    plain["created_at"] = header.created_at.isoformat()
    plain["updated_at"] = header.updated_at.isoformat()
    return plain


def seats_in_row(seats: Mapping[str, str]) -> str:
    """Who holds each seat, as JSON."""
    return msgspec.json.encode(seats, order="deterministic").decode()


def header_of(row: Mapping[str, object]) -> Header:
    """The header of a row.

    Raises:
        Damaged: when the row is not one that `row_of` would write.
    """
    plain = dict(row)
    try:
        plain["seed"] = int(str(plain["seed"]))
        plain["seats"] = msgspec.json.decode(str(plain["seats"]))
        plain["created_at"] = datetime.fromisoformat(str(plain["created_at"]))
        plain["updated_at"] = datetime.fromisoformat(str(plain["updated_at"]))
        header = msgspec.convert(plain, Header)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Damaged(f"the header of '{row['id']}' cannot be read: {error}") from error
    changed = [name for name, value in row_of(header).items() if row[name] != value]
    if changed:
        raise Damaged(f"the header of '{row['id']}' is not what was written: {', '.join(changed)}")
    return header


def stand_in(row: Mapping[str, object]) -> Header:
    """What is listed for a save whose header is damaged, so that the others can still be listed."""
    return Header(
        id=str(row["id"]),
        scenario=str(row["scenario"]),
        title=str(row["title"]),
        preset=str(row["preset"]),
        version=str(row["version"]),
        seed=0,
        rounds=0,
        seats={},
        format=0,
        position=DAMAGED,
        state=DAMAGED,
        created_at=datetime.fromtimestamp(0, UTC),
        updated_at=datetime.fromtimestamp(0, UTC),
    )
