"""Whether a record is what was written: the chain over its events, their count, and the header's seal."""

from collections.abc import Sequence

import msgspec

from multipolar.domain.english import by_count, counted
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.store.records import Entry, Header, Report


class _Numbered(msgspec.Struct):
    seq: int


_NUMBER = msgspec.json.Decoder(_Numbered)


def all_readable(events: int) -> str:
    """What is told beside a fault that leaves every event as it was: ``all 3 events are readable``."""
    return f"all {counted(events, 'event')} {by_count(events, 'is', 'are')} readable"


def check(header: Header, entries: Sequence[Entry]) -> Report:
    """Hold a header and its entries together; the first thing that is wrong is told."""
    report = check_events(header.id, entries, header.events)
    if not report.ok:
        return report
    problem, bad, readable = "", 0, len(entries)
    if header.seal != header.expected_seal():
        problem = f"its header was changed after it was sealed; {all_readable(readable)}"
    elif len(entries) < header.events:
        bad = len(entries) + 1
        problem = f"it is cut off: event {bad} of {header.events} is missing; {readable} are readable"
    elif len(entries) > header.events:
        bad, readable = header.events + 1, header.events
        problem = f"event {bad} was added after the record was sealed; the {readable} before it are readable"
    elif report.log_hash != header.log_hash:
        bad, readable = len(entries), len(entries) - 1
        problem = f"event {bad} is not the one the record was sealed with; {readable} are readable"
    return Report(
        not problem, header.id, header.events, report.log_hash, readable, bad, problem, unchanged=not problem
    )


def check_events(exercise: str, entries: Sequence[Entry], count: int) -> Report:
    """Follow the chain over events that should be `count`; the first that does not fit is told."""
    previous = GENESIS
    for readable, entry in enumerate(entries):
        expected = link(previous, entry.payload)
        wrong = ""
        if entry.seq != readable + 1:
            wrong = f"event {readable + 1} is missing"
        elif entry.hash != expected or not _names_itself(entry):
            wrong = f"event {entry.seq} is not what was written"
        if wrong:
            problem = f"{wrong}; the {readable} before it are readable"
            return Report(False, exercise, count, previous, readable, readable + 1, problem)
        previous = expected
    return Report(True, exercise, count, previous, len(entries))


def _names_itself(entry: Entry) -> bool:
    """Whether the payload is an event that carries the number it is filed under."""
    try:
        return _NUMBER.decode(entry.payload).seq == entry.seq
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
