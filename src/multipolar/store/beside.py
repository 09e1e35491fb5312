"""What stands beside a record and counts in play: receipts, drafts, notes; whether it fits the record.

A receipt says that a command was carried out, so that it is not done twice. One that was made up would have
a command taken as done that never was; so it is sealed to the last of the events that the command brought.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from multipolar.domain.model.hashing import link
from multipolar.store.records import Entry

Row = Mapping[str, object]
_OWNERS = ("control", "observer", "all")


def seal_of(log_hash: str, command: str, receipt: str) -> str:
    """The seal of a receipt.

    Args:
        log_hash: of the last event that the command brought about.
        command: its id.
        receipt: as it is kept.
    """
    return link(log_hash, f"{command}\n{receipt}".encode())


def wrong_receipt(row: Row, log_hash: object) -> str:
    """What is wrong with a receipt; empty when nothing is.

    Args:
        row: command, receipt, seq and seal.
        log_hash: of the event it names; None when there is none.
    """
    if not isinstance(log_hash, str):
        return f"the receipt of command '{row['command']}' is of event {row['seq']}, which is not there"
    if row["seal"] != seal_of(log_hash, str(row["command"]), str(row["receipt"])):
        return f"the receipt of command '{row['command']}' is not what was written"
    return ""


def wrong_beside(
    entries: Sequence[Entry], seats: Collection[str], given: object, receipts: Sequence[Row],
    drafts: Iterable[Row], notes: Iterable[Row],
) -> str:  # fmt: skip
    """The first thing that is wrong beside a record; empty when nothing is.

    Args:
        entries: the record.
        seats: of the exercise.
        given: how many receipts there must be.
        receipts: rows of receipts.
        drafts: rows of drafts.
        notes: rows of notes.
    """
    hashes = {entry.seq: entry.hash for entry in entries}
    for row in receipts:
        seq = row["seq"]
        if wrong := wrong_receipt(row, hashes.get(seq) if isinstance(seq, int) else None):
            return wrong
    if len(receipts) != given:
        return (
            f"of {given} receipts {len(receipts)} are there: a command whose receipt is missing would be "
            "carried out again when it is sent again"
        )
    for row in drafts:
        if row["seat"] not in (*seats, *_OWNERS):
            return f"a draft belongs to '{row['seat']}', which is no seat"
    for row in notes:
        if row["seq"] not in hashes:
            return f"a note is pinned to event {row['seq']}, which is not there"
        if row["seat"] not in (*seats, *_OWNERS):
            return f"a note on event {row['seq']} belongs to '{row['seat']}', which is no seat"
    return ""
