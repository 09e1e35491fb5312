"""What a cell of a screen opens, as an object: a route to another screen, a deed, or a choice.

Widgets make routes, and screens match them. `multipolar.tui.routes` is the one place that knows which
screen a route leads to; a screen that has one asks the app for it by `multipolar.tui.messages.Follow`.
"""

from typing import Literal

from msgspec import Struct


class Route(Struct, frozen=True):
    """What is opened; two are the same that are of one kind and lead to the same."""


# --- To another screen ----------------------------------------------------------------------------


class Power(Route, frozen=True):
    """A power, by id."""

    power: str


class Pair(Route, frozen=True):
    """Two powers, by id."""

    one: str
    other: str


class Initiative(Route, frozen=True):
    """A proposal or order, by id."""

    initiative: str


class Resolution(Route, frozen=True):
    """A resolution of a framework, by id."""

    resolution: str


class Notice(Route, frozen=True):
    """A cable, by the id of its inject."""

    inject: str


class Crisis(Route, frozen=True):
    """A crisis, by id; the one that asks first, where none is named."""

    crisis: str = ""


class Framework(Route, frozen=True):
    """A framework, by id."""

    framework: str


class Agreement(Route, frozen=True):
    """An agreement, by id."""

    agreement: str


class Objective(Route, frozen=True):
    """An objective, by id; in a debrief of another power."""

    objective: str
    power: str = ""


class Message(Route, frozen=True):
    """What was said, by its place in the view."""

    place: int


class News(Route, frozen=True):
    """What happened, by the number of its event for the seat."""

    number: int


class Why(Route, frozen=True):
    """Why a number is what it is, by its address."""

    target: str


class Compose(Route, frozen=True):
    """A proposal or an order that is begun, with a power where one was chosen."""

    form: Literal["joint", "order"]
    power: str = ""


class Advice(Route, frozen=True):
    """What a doctrine would do."""


class Basket(Route, frozen=True):
    """What this round holds so far."""


class Debrief(Route, frozen=True):
    """The debrief."""


class Result(Route, frozen=True):
    """A result that waits at the facilitator's desk, by the id of its initiative."""

    initiative: str


# --- Within a screen ------------------------------------------------------------------------------


class Move(Route, frozen=True):
    """A move that can be composed, by id."""

    move: str


class Response(Route, frozen=True):
    """A response to a crisis, with the power that is backed, where one is."""

    choice: str
    backing: str = ""


class Draft(Route, frozen=True):
    """What is composed and not sent, by its place among the drafts."""

    place: int


class Event(Route, frozen=True):
    """An event of a record that is gone over, by its number."""

    number: int


class Moment(Route, frozen=True):
    """A moment of the exercise that is debriefed, by the number of its event."""

    number: int


class Save(Route, frozen=True):
    """A saved exercise, by id."""

    exercise: str


class Channel(Route, frozen=True):
    """A channel of talk, by id."""

    channel: str


class Seat(Route, frozen=True):
    """A seat, whose code can be taken back."""

    seat: str


class Mate(Route, frozen=True):
    """Somebody of the team, by name."""

    name: str


class HelpLine(Route, frozen=True):
    """What somebody wrote to the facilitator, by seat and name."""

    seat: str
    name: str


class Suggestion(Route, frozen=True):
    """What somebody of the team suggested, by number."""

    number: int


class Text(Route, frozen=True):
    """A paragraph, read at length under a title."""

    title: str = ""


class Choice(Route, frozen=True):
    """An answer, an option or a row, by its key; what it means is known to who offers it."""

    key: str


# --- Buttons: one click does it -------------------------------------------------------------------


class Button(Route, frozen=True):
    """A button: done at the first click, and never stood on by a search."""


class Answer(Button, frozen=True):
    """An answer that is given at once, by its key."""

    key: str


class ShowPanel(Button, frozen=True):
    """Go to a panel or a page."""

    panel: str


class Step(Button, frozen=True):
    """Step through a record."""

    unit: Literal["round", "phase", "event"]
    by: int


class Speed(Button, frozen=True):
    """Play a record faster or slower."""

    by: int


class Play(Button, frozen=True):
    """Let a record run by itself, or stop it."""


class Eyes(Button, frozen=True):
    """See a record with other eyes."""
