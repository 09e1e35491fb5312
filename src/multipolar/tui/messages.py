"""Messages by which a screen asks the app for what concerns the whole exercise: begin, leave, hand over."""

from collections.abc import Sequence

from textual.message import Message

from multipolar.domain.model.views import Seen, View
from multipolar.lobby import port as lobby_port
from multipolar.table import port
from multipolar.tui.support.preferences import Preferences
from multipolar.tui.support.routes import Route


class BeginExercise(Message):
    """Begin an exercise.

    Args:
        config: how.
    """

    def __init__(self, config: lobby_port.ExerciseConfig) -> None:
        super().__init__()
        self.config = config


class BeginGuided(Message):
    """Begin a first exercise with a guide."""


class ResumeExercise(Message):
    """Take a saved exercise up.

    Args:
        exercise: its id.
        from_here: whether to do so also where an older state of it has come back.
    """

    def __init__(self, exercise: str, *, from_here: bool = False) -> None:
        super().__init__()
        self.exercise = exercise
        self.from_here = from_here


class GoOver(Message):
    """Go over a saved exercise.

    Args:
        exercise: its id, or the path of an exported file.
    """

    def __init__(self, exercise: str) -> None:
        super().__init__()
        self.exercise = exercise


class OpenMoment(Message):
    """Go to a moment of the exercise that is open, in its record, and come back from there.

    Args:
        exercise: its id, or the path of an exported file.
        seat: with whose eyes.
        number: of the event, as that seat counts.
    """

    def __init__(self, exercise: str, seat: str, number: int) -> None:
        super().__init__()
        self.exercise = exercise
        self.seat = seat
        self.number = number


class LeaveExercise(Message):
    """Leave the exercise; it is saved as it stands."""


class ArrangeSeats(Message):
    """A person takes over a seat of the program's, or leaves one to it."""


class SeatsChanged(Message):
    """Other persons have seats at this keyboard than before."""


class HandOver(Message):
    """Pass the keyboard to the next person."""


class ShowPublic(Message):
    """Show what everybody may see, large."""


class Prefer(Message):
    """Let other preferences hold, and keep them.

    Args:
        preferences: all of them.
    """

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences


class ReadNews(Message):
    """Read what happened in the last round again."""


class OpenWhy(Message):
    """Ask why a number is what it is.

    Args:
        table: of the seat that asks.
        target: the number's address.
    """

    def __init__(self, table: port.Table, target: str) -> None:
        super().__init__()
        self.table = table
        self.target = target


class Follow(Message):
    """Show what a route leads to, if there is anything to show.

    Args:
        route: what was opened.
        table: of the seat.
        view: what it knows.
        news: what it saw happen.
        instead: whether it takes the place of the screen that asks.
    """

    def __init__(
        self,
        route: Route,
        table: port.Table,
        view: View,
        news: Sequence[Seen] = (),
        *,
        instead: bool = False,
    ) -> None:
        super().__init__()
        self.route = route
        self.table = table
        self.view = view
        self.news = news
        self.instead = instead


class ViewChanged(Message):
    """A table's follower was sent something: the one message by which views reach screens."""

    def __init__(self, seat: str, update: port.Update) -> None:
        super().__init__()
        self.seat = seat
        self.update = update
