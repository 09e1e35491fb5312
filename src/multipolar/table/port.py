"""The port every front end and every program-run power holds: one seat at one table.

A screen, a line-by-line player, a browser and a saved game gone over again all see this and nothing
behind it. What an implementation does to answer (host, network, record) must not show here.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol, runtime_checkable
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.model.commands import AnyCommand, ReadMessages
from multipolar.domain.model.views import (
    Advice,
    Explanation,
    Mark,
    Preview,
    Receipt,
    Seen,
    TurningPoint,
    View,
)
from multipolar.domain.vocabulary import PERSON
from multipolar.engine.clock import ClockRead

MEANWHILE = {
    "hold": "it holds, and answers nothing",
    "default_orders": "it gives the orders again that it gave last",
    "doctrine": "the program plays it",
}
"""What becomes of a seat at which nobody sits, by its absence policy (rulebook §2)."""


class Presence(Struct, frozen=True, gc=False):
    """Who is at a seat, as everybody may know it; no part of the record, and gone with a restart.

    Attributes:
        seat: the power.
        state: ``here``, ``away`` (left, or cut off for longer than the grace time), ``nobody`` (not taken
            yet) or ``program``.
        ready: whether it is done with the phase.
        devices: how many devices are connected to it.
    """

    seat: str
    state: str
    ready: bool
    devices: int = 0


class Suggestion(Struct, frozen=True):
    """A command that somebody of a team proposes to its head, and why.

    Attributes:
        by: the name of who suggests it.
        number: its number within its seat and phase, from 1.
        state: ``open``, ``taken`` (the head took it up) or ``aside`` (set aside, with a `word`).
    """

    command: AnyCommand
    reason: str = ""
    by: str = ""
    number: int = 0
    state: str = "open"
    word: str = ""


class Teammate(Struct, frozen=True):
    """Somebody who shares a seat.

    Attributes:
        name: as given at joining; empty for those who gave none.
        leads: whether that is the head of delegation, who commits for the seat.
        here: whether it was heard from lately.
    """

    name: str
    leads: bool
    here: bool


class HelpNote(Struct, frozen=True):
    """A note between one person and the facilitator, apart from the exercise.

    Attributes:
        number: its number in its line, from 1.
        asked: whether the person wrote it; else the facilitator did.
        at: the time of day, in ISO 8601.
        read: whether the other side has read it.
    """

    number: int
    text: str
    asked: bool
    at: str
    read: bool = False


class HelpLine(Struct, frozen=True):
    """What one person and the facilitator wrote to one another, oldest first."""

    seat: str
    name: str
    notes: tuple[HelpNote, ...] = ()

    def unread(self, *, by_person: bool) -> int:
        """How many notes the person (else the facilitator) has not read yet."""
        return sum(not note.read and note.asked != by_person for note in self.notes)


class DelegationSeen(Struct, frozen=True):
    """What whoever shares a seat sees beside the exercise.

    Attributes:
        team: who shares it; empty where nobody can.
        suggestions: what was suggested in this phase, and not taken up.
        help: notes on the line to the facilitator (or to the facilitator) that are unread.
        unread: channel to how much of it this person has not opened, where something is; None where the seat
            is nobody's alone to read (its view says what the seat has opened).
    """

    team: tuple[Teammate, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    help: int = 0
    unread: dict[str, int] | None = None

    @property
    def head(self) -> str:
        """The name of the head of delegation; empty where there is none, or it gave no name."""
        return next((mate.name for mate in self.team if mate.leads), "")


SUGGESTED = "suggested"
"""The rule of a receipt for what was put before the head of delegation instead of being done."""


def read_by(view: View, unread: dict[str, int] | None) -> View:
    """A seat's view as one person of its team sees it: unread is what that person has not opened.

    Args:
        view: the seat's.
        unread: as `DelegationSeen` tells it.
    """
    if unread is None or all(each.unread == unread.get(each.id, 0) for each in view.channels):
        return view
    channels = tuple(replace(each, unread=unread.get(each.id, 0)) for each in view.channels)
    return replace(view, channels=channels)


def doing(seen: Presence, phase: str) -> str:
    """What somebody at a seat does, in a word, without telling what: ``thinking``, ``ready``, or its state.

    Args:
        seen: who is there.
        phase: of the exercise; in a crisis nobody is told who has chosen.
    """
    if seen.state != "here" or phase not in ("briefing", "deliberation"):
        return seen.state
    return "ready" if seen.ready else "thinking"


async def read_messages(table: "Table") -> None:
    """Say that a person has a seat's table before them: what waited for the seat has arrived (§2).

    Every front end says so whenever it shows a table to whoever sits there. Messages wait between persons
    alone, so that a person among programs has nothing to say.
    """
    view = table.view
    persons = [power.id for power in view.powers if power.run_by == PERSON]
    if view.seat in persons and len(persons) > 1 and view.debrief is None:
        await table.submit(ReadMessages(id=uuid4().hex))


class Update(Struct, frozen=True, gc=False):
    """What a follower is sent: the seat's view now, and what it saw happen since the last update.

    Attributes:
        presence: who is at which seat; empty where all share one keyboard.
        clock: what the clock shows; None where none runs, or the front end has its own.
    """

    view: View
    news: tuple[Seen, ...]
    presence: tuple[Presence, ...] = ()
    clock: ClockRead | None = None


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

    async def previews(self, commands: Sequence[AnyCommand]) -> tuple[Preview, ...]:
        """Previews of several commands at once, each as if it were the only one, in their order."""
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
            UserError: when it cannot be read.
        """
        ...

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        """Keep what the seat composes, instead of what it kept before.

        Raises:
            UserError: when it cannot be kept.
        """
        ...

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that decided much, with their causes, as far as the seat may know them."""
        ...

    async def close(self) -> None:
        """Leave the table; the exercise is saved as it stands."""
        ...


@runtime_checkable
class Delegation(Table, Protocol):
    """A table whose seat several may share, while somebody facilitates elsewhere.

    What binds is submitted as at every table; from a teammate it becomes a suggestion to the head.
    """

    @property
    def name(self) -> str:
        """The name under which the person joined."""
        ...

    @property
    def delegation(self) -> DelegationSeen:
        """The team, its suggestions, and what is unread on the help line, now."""
        ...

    @property
    def presence(self) -> tuple[Presence, ...]:
        """Who is at which seat."""
        ...

    async def suggest(self, command: AnyCommand, reason: str = "") -> None:
        """Put a command before the head of delegation.

        Raises:
            UserError: when it is not taken.
        """
        ...

    async def decide(self, number: int, *, taken: bool, word: str = "") -> None:
        """As the head, take a suggestion up (it was submitted) or set it aside, with a word.

        Raises:
            UserError: when it is open no more, or somebody else is head.
        """
        ...

    async def lead(self, name: str = "") -> None:
        """Pass the headship on to a teammate, or (empty) take it over from a head who has left.

        Raises:
            UserError: why that cannot be.
        """
        ...

    async def help_lines(self) -> tuple[HelpLine, ...]:
        """The person's own line to the facilitator; the facilitator reads everybody's."""
        ...

    async def write_help(self, text: str, seat: str = "", name: str = "") -> None:
        """Write to the facilitator; as the facilitator, to the person of that seat and name.

        Raises:
            UserError: when it is not taken.
        """
        ...

    async def read_help(self, through: int, seat: str = "", name: str = "") -> None:
        """Mark what the other side wrote as read, up to a note's number."""
        ...

    async def reissue(self, seat: str) -> str:
        """As the facilitator, take a seat's code back; the new one.

        Raises:
            UserError: when there is no such seat, or somebody else asks.
        """
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
        """The seats whose view can be shown: ``control`` (all) first, then the powers, then ``observer``."""
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
            UserError: when what happens cannot be saved.
        """
        ...

    @property
    def pins(self) -> Sequence[Pin]:
        """Notes that were pinned with these eyes, as far as the moment; ``control`` reads all."""
        ...

    async def pin(self, text: str) -> None:
        """Pin a note to the event of the moment. It is kept beside the record, which stays as it was.

        Raises:
            UserError: when it cannot be saved.
        """
        ...

    async def branch(self, seat: str) -> str:
        """Make a new exercise of what has happened so far, with a person in a seat; returns its id.

        It begins at the moment where somebody could act differently that is nearest to this one.

        Raises:
            UserError: when nobody acts any more, or it cannot be saved.
        """
        ...
