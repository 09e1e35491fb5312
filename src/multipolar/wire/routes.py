"""The one table of routes: what may be asked of a host, by whom, with which commands.

The server carries it out, the document describes it, and the test of permissions walks it.
"""

from typing import Any

from msgspec import Struct

from multipolar.domain.model import commands as c
from multipolar.domain.model.commands import AnyCommand, Command
from multipolar.domain.model.views import Advice, Explanation, Preview, Receipt, Seen, TurningPoint, View
from multipolar.domain.vocabulary import CONTROL, OBSERVER, PROJECTOR
from multipolar.table.port import HelpLine, Presence, Suggestion, Teammate
from multipolar.wire import library as lib
from multipolar.wire import messages as m

BASE = "/api/v1"

POWER, WATCHER, SCREEN, FACILITATOR = "power", OBSERVER, PROJECTOR, "facilitator"
"""What kinds of seats there are: a power's, the observer's, the projector's, the facilitator's."""
ROLES = (POWER, WATCHER, SCREEN, FACILITATOR)
_ALL = frozenset(ROLES)
_WRITING = frozenset({POWER, FACILITATOR})

_CONTROL: frozenset[type[Command]] = frozenset(
    {c.AssignSeat, c.Advance, c.Conclude, c.Pause, c.Resume, c.Extend, *c.AnyControl.__args__}
)
COMMANDS: dict[str, frozenset[type[Command]]] = {
    POWER: frozenset(AnyCommand.__args__) - _CONTROL,
    WATCHER: frozenset(),
    SCREEN: frozenset(),
    FACILITATOR: _CONTROL,
}
"""Which commands each kind of seat may submit."""

BINDS_NOTHING: frozenset[type[Command]] = frozenset({c.ReadMessages})
"""Commands by which nothing is said or promised for a seat: anybody of its team gives them."""

SEES: dict[str, str] = {WATCHER: OBSERVER, SCREEN: OBSERVER, FACILITATOR: CONTROL}
"""Whose view the seats see that are no power's."""


def role_of(seat: str) -> str:
    """What kind of seat a seat is."""
    return seat if seat in (*ROLES, lib.SEAT) else POWER


def tag_of(kind: type[Command]) -> str:
    """The word for a kind of command, as it stands in its JSON."""
    return str(kind.__struct_config__.tag)


class Route(Struct, frozen=True):
    """One operation.

    Attributes:
        operation: its name in the document.
        method: of HTTP.
        path: below `BASE`.
        summary: what it does, in a line.
        roles: who may ask for it; empty: who has no token yet.
        answers: the type of its answer.
        takes: the type of the body; None: it takes none.
        query: what may stand in the address: name, type (``string`` or ``integer``), meaning.
        stream: whether the answer is a stream of server-sent events.
    """

    operation: str
    method: str
    path: str
    summary: str
    roles: frozenset[str]
    answers: Any
    takes: Any = None
    query: tuple[tuple[str, str, str], ...] = ()
    stream: bool = False


_DOCTRINE = (("doctrine", "string", "Which doctrine; left out: the power's own."),)
_SINCE = (("since", "integer", "The seat's own number of the last event that is known already."),)
_PACKED = (("packed", "integer", "1: views come packed, each against the one before (PackedPush)."),)
_TARGET = (("target", "string", "The address of a number, such as trust(IND,CHN)."),)

ROUTES: tuple[Route, ...] = (
    Route("join", "POST", "/join", "Sit down with a code.", frozenset(), m.Joined, m.JoinRequest),
    Route("leave", "POST", "/leave", "Get up; the token opens nothing any more.", _ALL, m.Done),
    Route("getView", "GET", "/view", "The seat's view now.", _ALL, View),
    Route(
        "submit",
        "POST",
        "/commands",
        "Ask for something. Sent twice with one id, it is done once; a refusal changes nothing.",
        _WRITING,
        Receipt,
        AnyCommand,
    ),
    Route(
        "preview",
        "POST",
        "/preview",
        "Costs, exact odds and effects of a command, or of each of a list of them; nothing is done.",
        frozenset({POWER}),
        Preview | tuple[Preview, ...],
        AnyCommand | tuple[AnyCommand, ...],
    ),
    Route("why", "GET", "/why", "The causes of a number.", _ALL, Explanation, query=_TARGET),
    Route("getRecord", "GET", "/record", "What the seat saw happen.", _ALL, tuple[Seen, ...], query=_SINCE),
    Route(
        "advise",
        "GET",
        "/advice",
        "What a doctrine would do here, and why.",
        frozenset({POWER}),
        tuple[Advice, ...],
        query=_DOCTRINE,
    ),
    Route(
        "getDrafts",
        "GET",
        "/drafts",
        "What the seat composes and has not sent.",
        frozenset({POWER}),
        tuple[AnyCommand, ...],
    ),
    Route(
        "putDrafts",
        "PUT",
        "/drafts",
        "Keep what the seat composes instead of what was kept before.",
        frozenset({POWER}),
        m.Done,
        tuple[AnyCommand, ...],
    ),
    Route(
        "getTurningPoints",
        "GET",
        "/turning-points",
        "Moments that decided much, as far as the seat may know them.",
        _ALL,
        tuple[TurningPoint, ...],
    ),
    Route("getPresence", "GET", "/presence", "Who is at which seat.", _ALL, tuple[Presence, ...]),
    Route(
        "suggest",
        "POST",
        "/suggestions",
        "Suggest a command to who commits for the seat; it is not done.",
        frozenset({POWER}),
        m.Done,
        m.SuggestRequest,
    ),
    Route(
        "getSuggestions",
        "GET",
        "/suggestions",
        "What was suggested in this seat and not taken up in this phase.",
        frozenset({POWER}),
        tuple[Suggestion, ...],
    ),
    Route(
        "decide",
        "POST",
        "/suggestions/decision",
        "As the head, say that a suggestion was taken up, or set it aside with a word.",
        frozenset({POWER}),
        m.Done,
        m.Decision,
    ),
    Route(
        "getHelp",
        "GET",
        "/help",
        "What was written on the line to the facilitator, who reads everybody's.",
        _WRITING,
        tuple[HelpLine, ...],
    ),
    Route(
        "writeHelp",
        "POST",
        "/help",
        "Write to the facilitator, or as the facilitator to a person; it is no part of the record.",
        _WRITING,
        m.Done,
        m.HelpRequest,
    ),
    Route(
        "readHelp",
        "POST",
        "/help/read",
        "Say that notes of the other side are read.",
        _WRITING,
        m.Done,
        m.HelpRead,
    ),
    Route(
        "getTeam",
        "GET",
        "/team",
        "Who shares the seat, and who of them commits for it.",
        frozenset({POWER}),
        tuple[Teammate, ...],
    ),
    Route(
        "lead",
        "POST",
        "/team/head",
        "Pass the headship on, or take it over from a head who has left.",
        frozenset({POWER}),
        tuple[Teammate, ...],
        m.LeadRequest,
    ),
    Route(
        "reissueCode",
        "POST",
        "/codes",
        "Take a seat's code back, and whoever sits there by it; another code is issued.",
        frozenset({FACILITATOR}),
        m.CodeIssued,
        m.CodeRequest,
    ),
    Route(
        "followUpdates",
        "GET",
        "/updates",
        "The seat's updates as server-sent events, the present first; taken up again by Last-Event-ID.",
        _ALL,
        m.Push,
        query=_PACKED,
        stream=True,
    ),
)
"""Every operation, in the order of the document."""

_LIBRARIAN = frozenset({lib.SEAT})
_IT, _SEAT = lib.ExerciseNamed, lib.SeatNamed

LIBRARY_ROUTES: tuple[Route, ...] = (
    Route(
        "getExercises",
        "GET",
        "/library/exercises",
        "The exercises that are open, with their codes.",
        _LIBRARIAN,
        tuple[lib.ExerciseOpen, ...],
    ),
    Route(
        "beginExercise",
        "POST",
        "/library/exercises",
        "Begin an exercise.",
        _LIBRARIAN,
        lib.ExerciseOpen,
        lib.ExerciseRequest,
    ),
    Route(
        "getScenarios",
        "GET",
        "/library/scenarios",
        "What may be begun.",
        _LIBRARIAN,
        tuple[lib.ScenarioOffered, ...],
    ),
    Route(
        "getSaves", "GET", "/library/saves", "What may be taken up.", _LIBRARIAN, tuple[lib.SaveOffered, ...]
    ),
    Route("takeUp", "POST", "/library/saves", "Open a save.", _LIBRARIAN, lib.ExerciseOpen, _IT),
    Route(
        "endExercise",
        "POST",
        "/library/ending",
        "Close an exercise for all; it stays as a save.",
        _LIBRARIAN,
        m.Done,
        _IT,
    ),
    Route(
        "reissueCodeOf",
        "POST",
        "/library/codes",
        "Take a seat's code back, and whoever sits there by it; another code is issued.",
        _LIBRARIAN,
        m.CodeIssued,
        _SEAT,
    ),
    Route(
        "revokeCodeOf",
        "POST",
        "/library/codes/revoked",
        "Take a seat's code back, and whoever sits there by it; none is issued.",
        _LIBRARIAN,
        m.Done,
        _SEAT,
    ),
)
"""What whoever facilitates a library may ask, beside the operations of each exercise (`host --library`)."""

BY_OPERATION: dict[str, Route] = {route.operation: route for route in (*ROUTES, *LIBRARY_ROUTES)}
