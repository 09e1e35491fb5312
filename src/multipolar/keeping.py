"""What tables write among the saves: the record of an exercise, and notes beside it.

Stands beside `reception`, which opens the tables.
"""

from collections.abc import Sequence

import msgspec

from multipolar.domain.exercise import over
from multipolar.domain.views import Receipt
from multipolar.domain.world import World
from multipolar.store import SaveError, Saves
from multipolar.table.port import Trouble


class StoredRecord:
    """Keeps what happens at a table among the saves (the port `table.host.Record`).

    Args:
        saves: where.
        exercise: under which id.
    """

    def __init__(self, saves: Saves, exercise: str) -> None:
        self._saves = saves
        self.exercise = exercise

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Keep events; returns when they are durable.

        Raises:
            Trouble: when they could not be saved; nothing has happened then.
        """
        try:
            self._saves.append(
                self.exercise,
                after,
                payloads,
                command_id=command or None,
                receipt=msgspec.json.encode(receipt).decode() if receipt else None,
                position=world.moment,
                state="finished" if over(world) else "open",
            )
        except SaveError as error:
            raise Trouble(str(error)) from error

    def receipt(self, command: str) -> Receipt | None:
        """The receipt of a command that was carried out before."""
        try:
            kept = self._saves.receipt(self.exercise, command)
        except SaveError as error:
            raise Trouble(str(error)) from error
        try:
            return msgspec.json.decode(kept, type=Receipt) if kept else None
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise Trouble(f"the receipt of command '{command}' cannot be read: {error}") from error

    def draft(self, seat: str) -> str:
        """What a seat was composing; empty when nothing was."""
        try:
            return self._saves.draft(self.exercise, seat)
        except SaveError as error:
            raise Trouble(str(error)) from error

    def keep_draft(self, seat: str, text: str) -> None:
        """Keep what a seat composes; the record stays as it was."""
        try:
            self._saves.set_draft(self.exercise, seat, text)
        except SaveError as error:
            raise Trouble(str(error)) from error

    def time_used(self) -> str:
        """What was used of the lesson, as it was kept; empty when nothing was."""
        try:
            return self._saves.time_used(self.exercise)
        except SaveError as error:
            raise Trouble(str(error)) from error

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson; the record stays as it was."""
        try:
            self._saves.set_time_used(self.exercise, text)
        except SaveError as error:
            raise Trouble(str(error)) from error


class StoredNotes:
    """Keeps notes on a record among the saves (the port `table.replay.Pinboard`).

    Args:
        saves: where.
        exercise: the exercise they are about, which may be kept elsewhere.
    """

    def __init__(self, saves: Saves, exercise: str) -> None:
        self._saves = saves
        self._exercise = exercise

    def notes(self) -> Sequence[tuple[int, str, str]]:
        """Every note: seq, the seat with whose eyes it was written, and the text."""
        try:
            return [(note.seq, note.seat, note.text) for note in self._saves.notes(self._exercise)]
        except SaveError as error:
            raise Trouble(str(error)) from error

    def add(self, seq: int, seat: str, text: str) -> None:
        """Keep a note; the record stays as it was."""
        try:
            self._saves.add_note(self._exercise, seq, seat, text)
        except SaveError as error:
            raise Trouble(str(error)) from error
