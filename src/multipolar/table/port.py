"""The port every front end and every program-run power holds: one seat at one table.

A screen, a line-by-line player, a browser and a saved game gone over again all see this and nothing
behind it. What an implementation does to answer (host, network, record) must not show here.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from multipolar.domain.commands import AnyCommand
from multipolar.domain.views import (
    Advice,
    Explanation,
    Mark,
    Preview,
    Receipt,
    Seen,
    TheatreSeen,
    TurningPoint,
    View,
)
from multipolar.table.clock import LessonPlan

MEANWHILE = {
    "hold": "it holds, and answers nothing",
    "default_orders": "it gives the orders again that it gave last",
    "doctrine": "the program plays it",
}
"""What becomes of a seat at which nobody sits, by its absence policy (rulebook §2)."""


class Update(Struct, frozen=True, gc=False):
    """What a follower is sent: the seat's view now, and what it saw happen since the last update."""

    view: View
    news: tuple[Seen, ...]


class Table(Protocol):
    """One seat at one exercise.

    `submit` is answered when the command is durable; refusals change nothing. Every method may be
    called at any time before `close`.
    """

    @property
    def seat(self) -> str:
        """The power whose seat this is, or ``control`` or ``observer``."""
        ...

    @property
    def exercise(self) -> str:
        """The id under which the exercise is saved; empty when it is not."""
        ...

    @property
    def view(self) -> View:
        """The seat's view now."""
        ...

    async def submit(self, command: AnyCommand) -> Receipt:
        """Ask for something; the receipt says whether it was accepted, else by which rule not."""
        ...

    def follow(self) -> AsyncIterator[Update]:
        """The present view at once, then one update for every change the seat may see."""
        ...

    async def preview(self, command: AnyCommand) -> Preview:
        """Costs, exact odds and effects of a command, from what the seat may know."""
        ...

    async def why(self, target: str) -> Explanation:
        """The causes of a number by its address, such as ``trust(IND,CHN)``.

        Raises:
            multipolar.domain.errors.Unreadable: when the seat knows no such number.
        """
        ...

    async def record(self, since: int = 0) -> tuple[Seen, ...]:
        """Everything the seat saw happen, after its event number `since`."""
        ...

    async def advise(self, doctrine: str = "") -> tuple[Advice, ...]:
        """What a doctrine (empty: the seat's default) would do here: up to three moves, and why."""
        ...

    async def drafts(self) -> tuple[AnyCommand, ...]:
        """What the seat was composing and has not sent, oldest first; nobody else is shown it.

        Raises:
            Trouble: when it cannot be read.
        """
        ...

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        """Keep what the seat composes, instead of what it kept before.

        Raises:
            Trouble: when it cannot be kept.
        """
        ...

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that decided much, with their causes, as far as the seat may know them."""
        ...

    async def close(self) -> None:
        """Leave the table; the exercise is saved as it stands."""
        ...


class Stop(Struct, frozen=True, gc=False):
    """Where a round, a phase or an exchange begins in a record; the phase is empty where it lies ahead.

    Attributes:
        number: the event's number, as the present seat counts.
    """

    number: int
    round: int
    phase: str = ""
    exchange: int = 0


class Pin(Struct, frozen=True, gc=False):
    """A note pinned to an event: its number as the present seat counts, its round, whose sight it is."""

    number: int
    round: int
    seat: str
    text: str


class Replay(Table, Protocol):
    """A record gone over: a table whose seat and whose moment can be changed, and at which nothing is done.

    Whatever it answers, it answers as its seat could have at that moment. What lies ahead is told to
    ``control`` alone; a seat is told where something lies ahead, not what. Moments are numbers of events
    as the present seat counts them: 1 is the first it saw.
    """

    @property
    def seats(self) -> tuple[str, ...]:
        """Whose eyes there are to see with: ``control`` (all) first, then the powers, then ``observer``."""
        ...

    @property
    def names(self) -> dict[str, str]:
        """Power to its name."""
        ...

    @property
    def at(self) -> int:
        """The moment: the number of the last event that has happened."""
        ...

    @property
    def last(self) -> int:
        """The number of the last event of the record so far."""
        ...

    @property
    def is_live(self) -> bool:
        """Whether the exercise goes on where the record ends."""
        ...

    @property
    def problem(self) -> str:
        """What is wrong with the rest of a record that is damaged; empty when nothing is."""
        ...

    @property
    def now(self) -> Seen:
        """The event of the moment."""
        ...

    @property
    def news(self) -> Sequence[Seen]:
        """Everything the seat had seen happen by then, oldest first."""
        ...

    @property
    def stops(self) -> Sequence[Stop]:
        """Where rounds, phases and exchanges begin."""
        ...

    @property
    def marks(self) -> Sequence[Mark]:
        """The turning points that the program finds."""
        ...

    def look_as(self, seat: str) -> None:
        """See with other eyes, at the same moment."""
        ...

    def seek(self, number: int) -> None:
        """Go to a moment; one beyond either end of the record is its end."""
        ...

    async def grow(self) -> bool:
        """Let a live exercise go on by a step; False when it is over, or was never live.

        Raises:
            Trouble: when what happens cannot be saved.
        """
        ...

    @property
    def pins(self) -> Sequence[Pin]:
        """Notes that were pinned with these eyes, as far as the moment; ``control`` reads all."""
        ...

    async def pin(self, text: str) -> None:
        """Pin a note to the event of the moment. It is kept beside the record, which stays as it was.

        Raises:
            Trouble: when it cannot be saved.
        """
        ...

    async def branch(self, seat: str) -> str:
        """Make a new exercise of what has happened so far, with a person in a seat; returns its id.

        It begins at the moment where somebody could act differently that is nearest to this one.

        Raises:
            Trouble: when nobody acts any more, or it cannot be saved.
        """
        ...


class PowerCard(Struct, frozen=True, gc=False):
    """A power as the set-up screen shows it."""

    id: str
    name: str
    kind: str
    minor: bool
    role: str
    doctrine: str
    longitude: float
    latitude: float


class PresetCard(Struct, frozen=True, gc=False):
    """A length to choose (rulebook §15)."""

    id: str
    title: str
    rounds: int
    minutes: int
    modules: tuple[str, ...]


class ScenarioCard(Struct, frozen=True, gc=False):
    """A scenario in the library; `preset` and `seat` are what it offers first, `teaches` its objectives."""

    id: str
    title: str
    summary: str
    story: str
    disclaimer: str
    powers: tuple[PowerCard, ...]
    presets: tuple[PresetCard, ...]
    doctrines: tuple[tuple[str, str, str], ...]
    preset: str = "standard"
    seat: str = ""
    theatres: tuple[TheatreSeen, ...] = ()
    coast: tuple[tuple[tuple[float, float], ...], ...] = ()
    teaches: tuple[str, ...] = ()


class SaveCard(Struct, frozen=True, gc=False):
    """A saved exercise in the list. `finished` ones can only be read.

    `parent` is the exercise it branched off, after `parent_seq` events; empty when it did not. `come_back`
    says so when more of it, or another course, was acknowledged on this machine than stands here.
    """

    id: str
    title: str
    scenario: str
    preset: str
    position: str
    rounds: int
    events: int
    updated: datetime
    seats: tuple[tuple[str, str], ...]
    finished: bool
    in_place: bool
    parent: str = ""
    parent_seq: int = 0
    come_back: str = ""


class Opening(Struct, frozen=True, gc=False):
    """What an exercise is begun with: `seats` maps each power to ``person`` or to a doctrine.

    `intent` is how often persons are asked what they want of a decision (``never``, ``once_a_round``,
    ``weighty``), `absence` what becomes of a seat that its person leaves (``hold``,
    ``default_orders``, ``doctrine``). `lesson` are the minutes of the lesson it is played in (0: no
    clock), `sharing` how several persons use one keyboard (``pass``, ``teams``).
    """

    scenario: str
    preset: str
    seed: int
    seats: dict[str, str]
    intent: str = "never"
    absence: str = "hold"
    lesson: int = 0
    sharing: str = "pass"


class LessonCard(Struct, frozen=True, gc=False):
    """A plan for a lesson, to choose in setting up: so many minutes, and the length that fits into them."""

    id: str
    title: str
    minutes: int
    preset: str
    summary: str


class Sitting(Protocol):
    """An exercise open on this machine: one table for each seat that a person holds."""

    @property
    def exercise(self) -> str:
        """The id under which it is saved."""
        ...

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by seat, persons' seats only, in the scenario's order; an observer's when there are none."""
        ...

    @property
    def plan(self) -> LessonPlan | None:
        """How the lesson's time is spent; None where no clock runs."""
        ...

    @property
    def sharing(self) -> str:
        """How several persons use this keyboard: ``pass`` or ``teams``."""
        ...

    def time_used(self) -> str:
        """What was used of the lesson when somebody last looked, as it was kept; empty when nothing was.

        Raises:
            Trouble: when it cannot be read.
        """
        ...

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson, beside the record.

        Raises:
            Trouble: when it cannot be kept.
        """
        ...

    async def public(self) -> Table:
        """A table that sees what everybody may see, for a screen that all look at."""
        ...

    async def end_phase(self, reason: str) -> Receipt:
        """End the present phase for all, whoever was not ready."""
        ...

    async def make_last_round(self, reason: str) -> Receipt:
        """Let the exercise end with the present round."""
        ...

    async def take_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let a person take a seat over from the program; it has a table here then. All are told."""
        ...

    async def give_seat(self, seat: str, reason: str = "") -> Receipt:
        """Let the program take a seat over from a person; its table is closed. All are told."""
        ...

    async def settle(self) -> None:
        """Let all that was done stand in one file, and make sure that it is there.

        Raises:
            Gone: when it is not.
        """
        ...

    async def move_to(self, place: str) -> str:
        """Write the whole exercise to another place and go on there; returns where it is, for the person.

        Args:
            place: a folder for saves, or a ``.db`` file.

        Raises:
            Trouble: when it cannot be written there.
        """
        ...

    async def close(self) -> None:
        """Close every table; what was done stands in one file."""
        ...


class Reception(Protocol):
    """Where exercises are begun and taken up again; handed to a front end by `bootstrap`.

    Every method raises `multipolar.table.port.Trouble` with one line for the person when it cannot.
    """

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """The library."""
        ...

    async def lessons(self) -> tuple[LessonCard, ...]:
        """Plans for lessons of usual lengths, the shortest first."""
        ...

    async def saves(self) -> tuple[SaveCard, ...]:
        """Saved exercises, newest first, exported files in place last."""
        ...

    async def begin(self, opening: Opening) -> Sitting:
        """Begin an exercise and save its first event."""
        ...

    async def resume(self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()) -> Sitting:
        """Take a saved exercise up where it stood; a finished one opens at its debrief.

        Args:
            exercise: its id, or the path of an exported file.
            from_here: whether to go on also where an older state of it has come back.
            persons: seats that persons take over from the program.

        Raises:
            ComeBack: when one has, and `from_here` is not set.
        """
        ...

    async def amiss(self) -> tuple[str, ...]:
        """What is not as it was left where exercises are saved, in one line each."""
        ...

    async def replay(self, exercise: str) -> Replay:
        """Go over a saved exercise, finished or not, from its beginning."""
        ...

    async def watch(self, opening: Opening) -> Replay:
        """Begin an exercise that programs play, and go over it while it is played."""
        ...

    def close(self) -> None:
        """Give the place of the saves back, everything in one file; nothing is asked of it any more."""
        ...


class Trouble(Exception):
    """Something a person can mend; its text is one line that says what, where, and what to do."""


class ComeBack(Trouble):
    """An older state of an exercise stands where more of it was played."""


class Gone(Trouble):
    """What was saved is not where it was, and what is done now cannot be kept there."""
