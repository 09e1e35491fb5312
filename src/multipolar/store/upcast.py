"""Old events made to read like new ones. What is kept is never changed: its hashes stand.

One function for each format that was ever released and is no longer the present one. It is given the bytes
of one event and returns what the format after it would have written. It must leave alone what is written
in that later format already: an exercise begun in an old format is played on in the present one.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from multipolar.store.errors import NewerVersion
from multipolar.store.records import FORMAT, Entry

Step = Callable[[bytes], bytes]

STEPS: Mapping[int, Step] = {}
"""From a format to the one after it. Format 1 is the first, and the present one: there is no step yet."""


def upcast(save: str, written: int, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Entries in the present format.

    Args:
        save: its id or file, for the message.
        written: the format they were written in.
        entries: as they were written.

    Raises:
        NewerVersion: when `written` is a format this version does not know.
    """
    refuse_newer(save, written)
    steps = [STEPS[step] for step in range(written, FORMAT)]
    return [replace(entry, payload=_through(steps, entry.payload)) for entry in entries] if steps else entries


def refuse_newer(save: str, written: int) -> None:
    """Let nothing pass that was written in a format this version does not know.

    Raises:
        NewerVersion: then.
    """
    if written > FORMAT:
        raise NewerVersion(
            f"{save} was written by a newer version of multipolar (format {written}); "
            "install that one to read it"
        )


def _through(steps: Sequence[Step], payload: bytes) -> bytes:
    for step in steps:
        payload = step(payload)
    return payload
