"""The port of whoever plays a power by program: a view in, commands and reasons out (rulebook §14)."""

from collections.abc import Callable
from typing import Protocol

from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Advice, Figures, Preview, Sight

Forecast = Callable[[AnyCommand], Figures]
"""Exact cost, odds and effects of a concrete command, from what the seat may know, in figures."""
Previews = Callable[[AnyCommand], Preview]
"""The same in words, for who is given reasons."""


class Player(Protocol):
    """Plays a power from its view as it stood when the sweep began.

    What it does itself it gives no reasons for; it does for what it advises a person to do.

    Same view and same dice, same choices. A command that turns out to be refused is left undone.
    """

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Commands to give in this sweep, in order: 1, 2 or 3 of a deliberation; 0 to answer only."""
        ...

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """One response for each crisis that asks the power."""
        ...

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """For a person in this seat: the best moves, best first; nothing is submitted."""
        ...
