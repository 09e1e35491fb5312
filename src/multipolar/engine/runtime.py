"""An exercise that runs: its host, the programs that play in it, the lesson's plan, one writer at a time.

Program-run powers play in small steps between which the event loop turns, so that a screen stays alive
while they think.
"""

from collections.abc import Sequence
from typing import Protocol

from multipolar.domain.model.events import Event
from multipolar.engine.log import EventLog


class Kept(Protocol):
    """Where an exercise is kept."""

    def settle(self) -> None:
        """Let all that was done stand in one file, and make sure that it is there.

        Raises:
            Gone: when it is not.
        """
        ...

    def move(self, exercise: str, events: Sequence[Event], place: str) -> tuple[EventLog, str]:
        """Write an exercise to another place; what keeps it there, and where that is, in words.

        Raises:
            UserError: when it cannot be written there.
        """
        ...
