"""The records of a long study in a file, so that it can be taken up again (``--resume FILE``).

The first line says which study it is, each further one holds the record of a game. A line is written when its
game is over; one that was cut off is let go, and its game played again.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import msgspec
from msgspec import Struct

from multipolar.lab.plans import Plan
from multipolar.lab.record import Arrangement, GameRecord
from multipolar.lab.study import Study
from multipolar.user_errors import UserError

Key = tuple[Arrangement, int, str]


class StudyLine(Struct, frozen=True, tag="multipolar-study", tag_field="save"):
    """Which study the records of a file belong to.

    Attributes:
        content: the digest of scenario, rule set and preset.
        seed: of the study.
        program: the version of what played.
    """

    content: str
    seed: int
    program: str


def study_line(study: Study, seed: int) -> StudyLine:
    """Which study it is, by all that its games follow from."""
    return StudyLine(study.parcel.digest, seed, study.parcel.versions["multipolar"])


class KeptRecords:
    """A file of records, open to be added to.

    Args:
        path: the file; it is made where there is none.
        study: which study it is.

    Raises:
        UserError: when it cannot be read or written, is no such file, or is of another study.
    """

    def __init__(self, path: Path, study: StudyLine) -> None:
        self._path = path
        self._found: dict[Key, GameRecord] = {}
        try:
            whole = self._read(path.read_bytes(), study) if path.exists() else 0
            self._file: TextIO = path.open("a", encoding="utf-8")
            self._file.truncate(whole)
            if not whole:
                self._write(msgspec.json.encode(study))
        except OSError as error:
            raise UserError(f"{path}: {error.strerror}; name a file that can be written") from error

    def _read(self, content: bytes, study: StudyLine) -> int:
        """How many bytes of a file are whole lines."""
        whole = content.rfind(b"\n") + 1
        lines = content[:whole].splitlines()
        if not lines:
            if content:
                raise UserError(f"{self._path} holds no study; name another file, or one that is not there")
            return 0
        try:
            known = msgspec.json.decode(lines[0], type=StudyLine)
        except (msgspec.MsgspecError, ValueError) as error:
            raise UserError(
                f"{self._path} holds no study; name another file, or one that is not there"
            ) from error
        for name in StudyLine.__struct_fields__:
            if getattr(known, name) != getattr(study, name):
                raise UserError(f"{self._path} is of another study: {_DIFFERS[name]}; name another file")
        for number, line in enumerate(lines[1:], start=2):
            try:
                record = msgspec.json.decode(line, type=GameRecord)
            except (msgspec.MsgspecError, ValueError) as error:
                raise UserError(
                    f"line {number} of {self._path} is no record of a game; "
                    "delete it, and its game is played again"
                ) from error
            self._found[_key(record)] = record
        return whole

    def of(self, plans: Sequence[Plan]) -> tuple[list[GameRecord], list[Plan]]:
        """The records that are kept of these games, and the games that are still to be played."""
        kept = [self._found[_key(plan)] for plan in plans if _key(plan) in self._found]
        return kept, [plan for plan in plans if _key(plan) not in self._found]

    def keep(self, record: GameRecord) -> None:
        """Add a record.

        Raises:
            UserError: when it cannot be written.
        """
        try:
            self._write(msgspec.json.encode(record))
        except OSError as error:
            raise UserError(f"{self._path}: {error.strerror}; what was played before is in it") from error

    def _write(self, line: bytes) -> None:
        self._file.write(f"{line.decode()}\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            self._file.close()


_DIFFERS = {
    "content": "its scenario, rules or preset are others",
    "seed": "its --seed is another",
    "program": "another version of the program played it",
}


def _key(of: Plan | GameRecord) -> Key:
    return of.arrangement, of.number, of.changed
