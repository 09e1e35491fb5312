"""What tables write among the saves: the record of an exercise, and notes beside it.

Stands beside `lobby.local`, which opens the tables.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec
from msgspec.structs import replace

from multipolar.domain.exercise import over
from multipolar.domain.model.events import Event, encode
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.domain.model.views import Receipt
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.engine.log import EventLog
from multipolar.store import Done, Entry, Full, Gone, Header, SaveError, Saves, Unsure, take_in
from multipolar.user_errors import Gone as TableGone
from multipolar.user_errors import Unsure as TableUnsure
from multipolar.user_errors import UserError


def user_error_of(error: SaveError) -> UserError:
    """What went wrong with a save, for whoever sits at a table."""
    if isinstance(error, Unsure):
        return TableUnsure(str(error))
    return TableGone(str(error)) if isinstance(error, Gone | Full) else UserError(str(error))


class StoredLog:
    """Keeps what happens at a table among the saves (the port `engine.log.EventLog`).

    Args:
        saves: where.
        exercise: under which id.
    """

    def __init__(self, saves: Saves, exercise: str) -> None:
        self._saves = saves
        self.exercise = exercise
        self._done: dict[str, Done] = {}
        # What cannot be read now is told by whoever asks for it.
        with suppress(SaveError):
            self.remember(saves.receipts(exercise))

    @property
    def done(self) -> Sequence[Done]:
        """The receipts of all that was carried out, as far as they are known, without reading."""
        return tuple(self._done.values())

    def remember(self, done: Iterable[Done]) -> None:
        """Know receipts that are kept already."""
        self._done.update((each.command, each) for each in done)

    @property
    def is_shared(self) -> bool:
        """Whether other hosts may add to the same record."""
        return self._saves.is_shared

    @contextmanager
    def turn(self, after: int) -> Iterator[Sequence[bytes]]:
        """Be the only one who adds; yields what others have added after event `after`.

        Raises:
            UserError: when it is not one's turn for long, or what was added could not be saved.
        """
        if not self._saves.is_shared:
            yield ()
            return
        try:
            with self._saves.turn(self.exercise, after) as newer:
                yield [entry.payload for entry in newer]
        except SaveError as error:
            raise user_error_of(error) from error

    def newer(self, after: int) -> Sequence[bytes]:
        """What others have added after event `after`.

        Raises:
            UserError: when it cannot be read.
        """
        try:
            return [entry.payload for entry in self._saves.newer(self.exercise, after)]
        except SaveError as error:
            raise user_error_of(error) from error

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Keep events; returns when they are durable.

        Raises:
            UserError: when they could not be saved; nothing has happened then.
        """
        written = msgspec.json.encode(receipt).decode() if receipt else None
        try:
            self._saves.append(
                self.exercise,
                after,
                payloads,
                command_id=command or None,
                receipt=written,
                position=world.moment,
                state="finished" if over(world) else "open",
                seats=world.seats,
            )
        except SaveError as error:
            raise user_error_of(error) from error
        if command:
            self.remember((Done(command, written or "", after + len(payloads)),))

    def receipt(self, command: str) -> Receipt | None:
        """The receipt of a command that was carried out before."""
        try:
            kept = self._saves.receipt(self.exercise, command)
        except SaveError as error:
            raise user_error_of(error) from error
        try:
            return msgspec.json.decode(kept, type=Receipt) if kept else None
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise UserError(f"the receipt of command '{command}' cannot be read: {error}") from error

    def draft(self, seat: str) -> str:
        """What a seat was composing; empty when nothing was."""
        try:
            return self._saves.draft(self.exercise, seat)
        except SaveError as error:
            raise user_error_of(error) from error

    def keep_draft(self, seat: str, text: str) -> None:
        """Keep what a seat composes; the record stays as it was."""
        try:
            self._saves.set_draft(self.exercise, seat, text)
        except SaveError as error:
            raise user_error_of(error) from error

    def time_used(self) -> str:
        """What was used of the lesson, as it was kept; empty when nothing was."""
        try:
            return self._saves.time_used(self.exercise)
        except SaveError as error:
            raise user_error_of(error) from error

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson; the record stays as it was."""
        try:
            self._saves.set_time_used(self.exercise, text)
        except SaveError as error:
            raise user_error_of(error) from error


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
            raise user_error_of(error) from error

    def add(self, seq: int, seat: str, text: str) -> None:
        """Keep a note; the record stays as it was."""
        try:
            self._saves.add_note(self._exercise, seq, seat, text)
        except SaveError as error:
            raise user_error_of(error) from error


class StoredExercise:
    """Where the exercise of a session is kept, and how it gets elsewhere (the port `engine.runtime.Kept`).

    Args:
        saves: where.
        record: what keeps it there.
        open_at: opens another place.
        moved: is told when it is kept there.
    """

    def __init__(
        self,
        saves: Saves,
        record: StoredLog,
        open_at: Callable[[str], Saves],
        moved: Callable[[Saves], None],
    ) -> None:
        self.saves = saves
        self._stored = record
        self._moved = moved
        self._open_at = open_at
        # Asked for while it can be: it is needed when nothing can be read any more.
        self._header = saves.header(record.exercise)

    def settle(self) -> None:
        """Let all that was done stand in one file, and make sure that it is there."""
        try:
            self.saves.settle()
        except SaveError as error:
            raise user_error_of(error) from error

    def move(self, exercise: str, events: Sequence[Event], place: str) -> tuple[EventLog, str]:
        """Write an exercise to another place; what keeps it there, and where that is."""
        there = self._open_at(place)
        try:
            header, entries = self._record(exercise, events)
            kept, _ = take_in(there, header, entries)
            # Before anything is acknowledged there: what was done here is not done again there.
            there.add_receipts(kept.id, self._stored.done)
            for seat in header.seats:
                with suppress(SaveError):
                    there.set_draft(kept.id, seat, self.saves.draft(exercise, seat))
            with suppress(SaveError):
                there.set_time_used(kept.id, self.saves.time_used(exercise))
                for note in self.saves.notes(exercise):
                    there.add_note(kept.id, note.seq, note.seat, note.text)
            there.settle()
        except SaveError as error:
            there.close()
            raise user_error_of(error) from error
        self.saves = there
        self._stored = StoredLog(there, kept.id)
        self._moved(there)
        return self._stored, f"{kept.id} in {there.where}"

    def _record(self, exercise: str, events: Sequence[Event]) -> tuple[Header, Sequence[Entry]]:
        """An exercise as far as it was acknowledged: to the byte, where it can still be read."""
        with suppress(SaveError):
            header, entries = self.saves.record(exercise)
            if len(entries) == len(events):
                return header, entries
        entries, last = [], GENESIS
        for event in events:
            payload = encode(event)
            last = link(last, payload)
            entries.append(Entry(event.seq, payload, last))
        world = world_after(events)
        state = "finished" if over(world) else "open"
        header = replace(
            self._header,
            events=len(entries),
            log_hash=last,
            position=world.moment,
            state=state,
            seats=dict(world.seats),
        )
        return header.sealed(), entries
