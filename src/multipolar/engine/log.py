"""The port where the events of an exercise are kept, and the kinds of it that keep nothing."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from multipolar.domain.model.views import Receipt
from multipolar.domain.model.world import World
from multipolar.user_errors import UserError


class EventLog(Protocol):
    """Where a host keeps what happened; `append` returns only when it is durable.

    Its methods raise `multipolar.user_errors.UserError` when they cannot do what they are asked.
    """

    @property
    def exercise(self) -> str:
        """The id under which the exercise is saved; empty when nothing is kept."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other hosts may add to the same record."""
        ...

    def turn(self, after: int) -> AbstractContextManager[Sequence[bytes]]:
        """Be the only one who adds; yields what others have added after seq `after`.

        What is appended meanwhile is durable when the turn has ended, where the record is shared.
        """
        ...

    def newer(self, after: int) -> Sequence[bytes]:
        """What others have added after seq `after`, as far as it is durable."""
        ...

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Keep events after seq `after`, and the receipt of the command that brought them about."""
        ...

    def receipt(self, command: str) -> Receipt | None:
        """The receipt of a command that was carried out before."""
        ...

    def draft(self, seat: str) -> str:
        """What a seat was composing, as it was kept; empty when nothing was."""
        ...

    def keep_draft(self, seat: str, text: str) -> None:
        """Keep what a seat composes beside the record, of which it is no part."""
        ...

    def time_used(self) -> str:
        """What was used of the lesson, as it was kept; empty when nothing was."""
        ...

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson, beside the record."""
        ...


class NullLog:
    """Keeps nothing: for studies over many exercises, and for reading a record again.

    Args:
        exercise: the id under which the record is saved, where it is.
    """

    def __init__(self, exercise: str = "") -> None:
        self.exercise = exercise
        self._drafts: dict[str, str] = {}
        self._time_used = ""

    @property
    def is_shared(self) -> bool:
        """Nobody else adds to it."""
        return False

    @contextmanager
    def turn(self, after: int) -> Iterator[Sequence[bytes]]:
        """It is always one's turn."""
        yield ()

    def newer(self, after: int) -> Sequence[bytes]:
        """Nothing."""
        return ()

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Nothing is kept."""

    def receipt(self, command: str) -> Receipt | None:
        """Nothing was kept."""
        return None

    def draft(self, seat: str) -> str:
        """What a seat was composing, as long as the record is open."""
        return self._drafts.get(seat, "")

    def keep_draft(self, seat: str, text: str) -> None:
        """Kept as long as the record is open."""
        self._drafts[seat] = text

    def time_used(self) -> str:
        """What was used of the lesson, as long as the record is open."""
        return self._time_used

    def keep_time_used(self, text: str) -> None:
        """Kept as long as the record is open."""
        self._time_used = text


class ReadOnlyLog(NullLog):
    """Refuses to keep anything: for a record that is opened where it may not grow.

    Args:
        exercise: the id under which the record is saved.
        why: one line that says why nothing can be added, and what to do.
    """

    def __init__(self, exercise: str, why: str) -> None:
        super().__init__(exercise)
        self._why = why

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Nothing can be kept here.

        Raises:
            UserError: always.
        """
        raise UserError(self._why)
