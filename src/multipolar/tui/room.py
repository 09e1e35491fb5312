"""The exercise that is open in the app: what all parts of the app share."""

from multipolar.lobby.port import Session
from multipolar.tui.input.turns import Turns
from multipolar.tui.support.preferences import Preferences


class Room:
    """Who plays what here, and how the person wants it shown.

    Attributes:
        session: the exercise that is open; None while none is.
        turns: whose turn it is at the keyboard; None while no exercise is open.
        preferences: of the person.
    """

    def __init__(self) -> None:
        self.session: Session | None = None
        self.turns: Turns | None = None
        self.preferences = Preferences()
