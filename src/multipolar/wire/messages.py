"""What is sent between a host and a client besides commands, receipts and views (see `wire.routes`).

Types alone; who may ask for what stands in the table of routes.
"""

from msgspec import Struct

from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Seen, View
from multipolar.engine.clock import ClockRead
from multipolar.table.port import DelegationSeen, Presence

PROTOCOL = 1
"""Which wording of these messages a program speaks; it grows when an older one would misread them."""
PROTOCOL_HEADER = "Multipolar-Protocol"
"""The header in which a client says so; a client that is behind is told to be renewed."""
PROBLEM_TYPE = "application/problem+json"
LARGEST_BODY = 65_536
"""Bytes of the largest request that is read."""


class JoinRequest(Struct, frozen=True):
    """Who wants to sit down: the code from the sheet, and a name (or none)."""

    code: str
    name: str = ""


class Joined(Struct, frozen=True):
    """The token that opens a seat from now on, sent as a bearer header.

    Attributes:
        seat: a power, ``observer``, ``projector`` or ``facilitator``.
        exercise: the id under which it is saved.
        title: of the exercise.
        name: of the person, as the host keeps it.
        hosts: addresses at which the exercise is served, this host's first; where one does not answer, the
            token is good at the others. Empty where there is this one alone.
    """

    token: str
    seat: str
    exercise: str
    title: str = ""
    name: str = ""
    hosts: tuple[str, ...] = ()


class Hosts(Struct, frozen=True):
    """In the stream of updates: where the exercise is served now, as `Joined.hosts`."""

    addresses: tuple[str, ...]


class Push(Struct, frozen=True):
    """One update of a seat, in the stream of updates.

    Attributes:
        number: the seat's own number of the last event in it; the stream is taken up again after it.
        view: the seat's view now.
        news: what the seat saw happen since the update before.
        presence: who is at which seat.
        clock: what the clock shows; None where none runs.
        delegation: what whoever shares the seat sees beside the exercise.
    """

    number: int
    view: View
    news: tuple[Seen, ...]
    presence: tuple[Presence, ...] = ()
    clock: ClockRead | None = None
    delegation: DelegationSeen = DelegationSeen()


class PackedPush(Struct, frozen=True):
    """A `Push` whose view is packed: for clients that ask for it by ``packed=1`` in the address.

    Attributes:
        packed: in base64, a zstd frame whose raw dictionary is the view (as JSON) that this stream sent
            before, or nothing at its beginning.
        presence: left out when it is as this stream told it last.
    """

    number: int
    packed: str
    news: tuple[Seen, ...]
    presence: tuple[Presence, ...] | None = None
    clock: ClockRead | None = None
    delegation: DelegationSeen = DelegationSeen()


class Beside(Struct, frozen=True):
    """What changed beside the record, in the stream of updates: who is here, the clock, the delegation."""

    presence: tuple[Presence, ...]
    clock: ClockRead | None = None
    delegation: DelegationSeen = DelegationSeen()


class Ending(Struct, frozen=True):
    """The last thing in a stream of updates: why it ends, and whether to come back."""

    detail: str
    again: bool = True


class SuggestRequest(Struct, frozen=True):
    """A command that is put before the head of the delegation, and why."""

    command: AnyCommand
    reason: str = ""


class Decision(Struct, frozen=True):
    """What the head makes of a suggestion: taken up (it was submitted), or set aside with a word."""

    number: int
    taken: bool = False
    word: str = ""


class HelpRequest(Struct, frozen=True):
    """A note to the facilitator; from the facilitator, to the person of a seat and name.

    Attributes:
        id: unique to the note; sent twice, it is written once.
    """

    text: str
    seat: str = ""
    name: str = ""
    id: str = ""


class HelpRead(Struct, frozen=True):
    """Notes of the other side are read, up to a number; the facilitator says of whose line."""

    through: int
    seat: str = ""
    name: str = ""


class LeadRequest(Struct, frozen=True):
    """To whom the headship is passed on; empty: it is taken over from a head who has left."""

    name: str = ""


class CodeRequest(Struct, frozen=True):
    """The seat whose code is taken back; another is issued in its place."""

    seat: str


class CodeIssued(Struct, frozen=True):
    """A seat's new code. It is shown this once: only its hash is kept."""

    seat: str
    code: str


class Done(Struct, frozen=True):
    """It was done; there is nothing more to say."""

    done: bool = True


class Problem(Struct, frozen=True):
    """An error, as RFC 9457 has it, with the rule that refuses what was asked.

    Attributes:
        title: what kind of error it is.
        status: of HTTP.
        detail: one line for the person: what was not done, why, and what to do.
        rule: a short stable name of the rule.
    """

    title: str
    status: int
    detail: str
    rule: str
    type: str = "about:blank"
