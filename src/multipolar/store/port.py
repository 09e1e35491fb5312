"""The port `Saves`: what a place of saved exercises offers, whatever keeps them.

Stands apart from what implements it, so that a place can be handed in, and another back end can join:
the suite in `tests/contracts` runs against every one. Calls block, and may come from several threads.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from multipolar.store.records import Beat, Done, Entry, Header, Note, Report

LEASE_SECONDS = 5.0
"""Seconds for which a host is taken to be there, and to lead, after it said so."""


class Together(Protocol):
    """What the hosts of one exercise have in common. Calls block, and may raise `SaveError`."""

    def beat(self, addresses: Sequence[str], present: str) -> Beat:
        """Say that this host is there, for `LEASE_SECONDS`; who else is, and whether this one leads.

        Args:
            addresses: at which it is reached.
            present: who is at it, for the others to read.
        """
        ...

    def leave(self) -> None:
        """Say that this host ends; whoever wants may lead at once."""
        ...

    def kept(self, what: str = "") -> str:
        """What a host has written for all: what opens the seats, or what is named; empty when none has."""
        ...

    def changing(self, what: str = "") -> AbstractContextManager[tuple[str, Callable[[str], None]]]:
        """Be the only one who changes it: what stands there, and what writes it anew; the others are told."""
        ...

    def tell(self, word: str) -> None:
        """Tell every host something in one word: ``present``, ``keys``."""
        ...

    def listen(self, heard: Callable[[str], None]) -> Callable[[], None]:
        """Call a function, in a thread, for all that is told: a word, or the number of the last event.

        Returns what ends it. A line that was cut is taken up again, and then ``anew`` is told.
        """
        ...


class Saves(Protocol):
    """Saved exercises. Every method may raise `SaveError` when the place cannot be read or written."""

    @property
    def folder(self) -> Path | None:
        """The folder of the saves, where exported files may stand beside them; None: they are in none."""
        ...

    @property
    def where(self) -> str:
        """Where they are, for a person; never with a password."""
        ...

    def close(self) -> None:
        """Give the place back."""
        ...

    def settle(self) -> None:
        """Bring everything into one file that can be carried away, and make sure that it is there.

        Raises:
            Gone: when what was written is not where it was.
        """
        ...

    def back_up(self, output: Path, *, overwrite: bool = False) -> int:
        """Write everything into one complete file of its own, while it is in use; how many exercises.

        Raises:
            Conflict: when the file exists and `overwrite` is not set.
            SaveError: when it cannot be written.
        """
        ...

    def compact(self) -> tuple[int, int]:
        """Give back the room that deleted saves and old drafts took; the size before and after, in bytes.

        Raises:
            SaveError: when it cannot be done; then nothing was.
        """
        ...

    # --- whether it is what it was ---

    def come_back(self, exercise: str) -> str:
        """What is wrong when an older or another state of an exercise stands here than was acknowledged.

        Acknowledged here, or in another place that does not hold it any more. Empty when nothing is, as far
        as anybody on this machine can know.

        Raises:
            NotFound: when there is none of that id.
        """
        ...

    def played_elsewhere(self, exercise: str) -> str:
        """Where more of an exercise, or another course of it, stands that was acknowledged on this machine.

        Empty when there is none, or none that was not let be.

        Raises:
            NotFound: when there is none of that id.
        """
        ...

    def accept(self, exercise: str) -> None:
        """Let an exercise stand as it is: how it went on, here or elsewhere, is not asked for any more."""
        ...

    def amiss(self) -> Sequence[str]:
        """What else is not as it was left: exercises that are gone, a copy that may lack the last steps."""
        ...

    # --- writing ---

    def create(self, header: Header, payloads: Sequence[bytes]) -> Header:
        """Keep a new exercise with its first events.

        Raises:
            Conflict: when there is one of that id.
            SaveError: when it cannot be written.
        """
        ...

    @property
    def is_shared(self) -> bool:
        """Whether several programs may play one exercise here at the same time."""
        ...

    def together(self, exercise: str) -> Together | None:
        """What hosts of one exercise here have in common; None where one host serves it alone."""
        ...

    def newer(self, exercise: str, after: int) -> Sequence[Entry]:
        """The events after `after` that others have added, in the present format, without waiting.

        Raises:
            NotFound: when there is none of that id.
            SaveError: when they cannot be read.
        """
        ...

    def turn(self, exercise: str, after: int) -> AbstractContextManager[Sequence[Entry]]:
        """Be the only one who adds to an exercise; yields the events after `after` that others have added.

        What is appended meanwhile is durable when it ends, and is not kept when it ends by an error. Where
        one program alone plays an exercise, there is nothing to wait for, and nothing is yielded.

        Raises:
            NotFound: when there is none of that id.
            SaveError: when it cannot be had, or what was appended could not be written.
        """
        ...

    def append(
        self,
        exercise: str,
        after: int,
        payloads: Sequence[bytes],
        *,
        command_id: str | None = None,
        receipt: str | None = None,
        position: str = "",
        state: str = "",
        seats: Mapping[str, str] | None = None,
    ) -> Header:
        """Keep the events that follow event `after`, in one durable step.

        Args:
            exercise: id of the exercise.
            after: the number of events the caller knows of.
            payloads: canonical bytes of the new events.
            command_id: the command that brought them about, with its `receipt` as JSON.
            receipt: see `command_id`.
            position: where the exercise stands now.
            state: ``open`` or ``finished``.
            seats: power to ``person`` or to a doctrine, as they are held now; None: as before.

        Raises:
            Conflict: when somebody else has written meanwhile.
            NewerVersion: when a newer version of the program wrote it.
            SaveError: when it could not be written; then nothing was.
        """
        ...

    def take_in(self, header: Header, entries: Sequence[Entry]) -> Header:
        """Keep an exercise as it was exported, seal and all; the caller has verified it.

        Raises:
            Conflict: when there is one of that id.
            SaveError: when it cannot be written.
        """
        ...

    def delete(self, exercise: str) -> None:
        """Remove an exercise with everything that belongs to it; nothing happens when there is none."""
        ...

    # --- reading ---

    def list(self) -> Sequence[Header]:
        """All exercises, the latest touched first; one with a damaged header has the state ``damaged``."""
        ...

    def header(self, exercise: str) -> Header:
        """The header of an exercise.

        Raises:
            NotFound: when there is none of that id.
            Damaged: when it cannot be read.
        """
        ...

    def read(self, exercise: str, after: int = 0) -> Sequence[Entry]:
        """The events of an exercise, in order, checked against its chain, in the present format.

        Args:
            exercise: id of the exercise.
            after: leave out the events up to this number.

        Raises:
            NotFound: when there is none of that id.
            NewerVersion: when a newer version of the program wrote it.
            Damaged: when anything of it is not what was written.
        """
        ...

    def readable(self, exercise: str) -> Sequence[Entry]:
        """The events before the first that is not what was written; all of them when none is.

        Raises:
            NotFound: when there is none of that id.
            NewerVersion: when a newer version of the program wrote it.
        """
        ...

    def record(self, exercise: str) -> tuple[Header, Sequence[Entry]]:
        """An exercise as it was written, to the byte, to be taken in elsewhere.

        Raises:
            NotFound: when there is none of that id.
            Damaged: when anything of it is not what was written.
        """
        ...

    def verify(self, exercise: str) -> Report:
        """Check everything of a save: chain, gaps, the count, the seal.

        Raises:
            NotFound: when there is none of that id.
        """
        ...

    def resolve(self, text: str) -> str:
        """The id meant by an id, a unique beginning of one, or ``last``.

        Raises:
            NotFound: nothing fits; the nearest ids are named.
            Ambiguous: several fit.
        """
        ...

    def receipt(self, exercise: str, command: str) -> str | None:
        """The receipt of a command that was carried out before, as JSON."""
        ...

    def receipts(self, exercise: str) -> Sequence[Done]:
        """Every command that was carried out and has left a receipt, in the order of events.

        Raises:
            Damaged: when one is not what was written.
        """
        ...

    def add_receipts(self, exercise: str, done: Sequence[Done]) -> None:
        """Keep the receipts that an exercise had elsewhere; one that is there already stays.

        Raises:
            Damaged: when one is of an event that is not there.
        """
        ...

    # --- beside the record ---

    def set_draft(self, exercise: str, seat: str, payload: str) -> None:
        """Keep what a seat is composing; an empty payload forgets it."""
        ...

    def draft(self, exercise: str, seat: str) -> str:
        """What a seat was composing; empty when nothing."""
        ...

    def set_time_used(self, exercise: str, used: str) -> None:
        """Keep how much of a lesson was used, as the table writes it."""
        ...

    def time_used(self, exercise: str) -> str:
        """How much of a lesson was used; empty when that was never kept."""
        ...

    def add_note(self, exercise: str, seq: int, seat: str, text: str) -> None:
        """Pin words to an event."""
        ...

    def notes(self, exercise: str) -> Sequence[Note]:
        """Notes of an exercise, in the order of events."""
        ...
