"""Endings of continuations in a file beside the saves, so that none is played twice.

A line is an ending under a key of all that it follows from: the record and the program that played it on, the
course, and the draw. A line that was cut off is let go, and its continuation played again.
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from multipolar.lab.continuations import Continuation, Deal, Ending

FOLDER = "continuations"
"""Where such files stand, in the folder of the saves."""


class _Line(Struct, frozen=True):
    key: str
    ending: Ending


def file_of(folder: Path, exercise: str) -> Path:
    """Where the endings of an exercise are kept."""
    return folder / FOLDER / f"{exercise}.jsonl"


def forget(folder: Path, exercise: str) -> None:
    """Let go what is kept of an exercise."""
    with suppress(OSError):
        file_of(folder, exercise).unlink(missing_ok=True)


class KeptEndings:
    """The endings of one exercise that are kept.

    Args:
        path: the file; what cannot be read there is played again, what cannot be written is not kept.
        deal: what is played on.
    """

    def __init__(self, path: Path | None, deal: Deal) -> None:
        self._path = path
        self._digest = deal.digest
        self._found: dict[str, Ending] = {}
        if path is None:
            return
        with suppress(OSError):
            for line in path.read_bytes().splitlines():
                with suppress(msgspec.MsgspecError, ValueError):
                    kept = msgspec.json.decode(line, type=_Line)
                    self._found[kept.key] = kept.ending

    def of(self, wanted: Sequence[Continuation]) -> tuple[list[Ending], list[Continuation]]:
        """The endings that are kept of these continuations, and those that are still to be played."""
        kept = [self._found[key] for one in wanted if (key := self._key(one)) in self._found]
        return kept, [one for one in wanted if self._key(one) not in self._found]

    def keep(self, played: Continuation, ending: Ending) -> None:
        """Keep an ending, where there is room for it."""
        if self._path is None:
            return
        line = msgspec.json.encode(_Line(self._key(played), ending))
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(line + b"\n")

    def _key(self, one: Continuation) -> str:
        return sha256(self._digest.encode() + msgspec.json.encode(one, order="deterministic")).hexdigest()[
            :32
        ]
