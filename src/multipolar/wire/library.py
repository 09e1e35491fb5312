"""A library: several exercises at one host, begun and looked after by whoever facilitates them.

What is sent about them, and the port by which a console asks for it, here or across a network.
"""

from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

SEAT = "library"
"""The seat of whoever facilitates a library; it is at no exercise."""
SHORTEST_LESSON, LONGEST_LESSON = 20, 600
"""Minutes of a lesson in which an exercise is played against the clock."""


class PresetOffered(Struct, frozen=True):
    """A length of a scenario: its name, rounds and usual minutes."""

    id: str
    title: str
    rounds: int
    minutes: int


class PowerOffered(Struct, frozen=True):
    """A power that a person may play; `minor` ones are not scored."""

    id: str
    name: str
    minor: bool


class ScenarioOffered(Struct, frozen=True):
    """A scenario that may be begun."""

    id: str
    title: str
    summary: str
    presets: tuple[PresetOffered, ...]
    powers: tuple[PowerOffered, ...]


class SaveOffered(Struct, frozen=True):
    """A save that is not open here; `finished` ones are opened for their debrief."""

    exercise: str
    title: str
    moment: str
    finished: bool


class ExerciseRequest(Struct, frozen=True):
    """An exercise to be begun.

    Attributes:
        scenario: its name in the library.
        preset: its length; empty: what fits the lesson, else ``standard``.
        seats: powers that persons play; none: every ranked one.
        seed: chance begins here; None: drawn.
        lesson: minutes of a lesson with a clock, 20 to 600; 0: no clock.
        absence: what an empty chair does.
        nameless: whether the record keeps no names of persons.
        id: unique to the request; sent twice, one exercise is begun.
    """

    scenario: str
    preset: str = ""
    seats: tuple[str, ...] = ()
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    lesson: Annotated[int, Meta(ge=0, le=LONGEST_LESSON)] = 0
    absence: Literal["hold", "default_orders", "doctrine"] = "hold"
    nameless: bool = False
    id: str = ""


class ExerciseNamed(Struct, frozen=True):
    """An exercise, by the id under which it is saved."""

    exercise: str


class SeatNamed(Struct, frozen=True):
    """A seat at an exercise."""

    exercise: str
    seat: str


class SeatOpen(Struct, frozen=True):
    """A seat for which there is a code.

    Attributes:
        seat: a power, ``observer``, ``projector`` or ``facilitator``.
        name: in words.
        code: the one issued last; empty after it was taken back.
        state: of a power's seat, as in `Presence`.
        people: names of those who joined it.
    """

    seat: str
    name: str
    code: str
    state: str = ""
    people: tuple[str, ...] = ()


class ExerciseOpen(Struct, frozen=True):
    """An exercise that is open.

    Attributes:
        exercise: the id under which it is saved.
        title: of its scenario.
        preset: its length.
        moment: round and phase, such as ``2.deliberation``.
        position: the same in words.
        rounds: how many there are.
        clock: what the clock shows, in words; empty where none runs.
        over: whether it is at its debrief.
        seats: for which there are codes.
    """

    exercise: str
    title: str
    preset: str
    moment: str
    position: str
    rounds: int
    clock: str
    over: bool
    seats: tuple[SeatOpen, ...]


class LibraryDesk(Protocol):
    """What whoever facilitates a library may ask of it.

    Every method raises `multipolar.user_errors.UserError` with one line for the person when it cannot.
    """

    async def exercises(self) -> tuple[ExerciseOpen, ...]:
        """The exercises that are open, the oldest first."""
        ...

    async def scenarios(self) -> tuple[ScenarioOffered, ...]:
        """What may be begun."""
        ...

    async def saves(self) -> tuple[SaveOffered, ...]:
        """What may be taken up."""
        ...

    async def begin(self, request: ExerciseRequest) -> ExerciseOpen:
        """Begin an exercise."""
        ...

    async def take_up(self, exercise: str) -> ExerciseOpen:
        """Open a save."""
        ...

    async def end(self, exercise: str) -> None:
        """Close an exercise for all; it stays as a save."""
        ...

    async def reissue(self, exercise: str, seat: str) -> str:
        """Take a seat's code back, and whoever sits there by it; another one, which is good now."""
        ...

    async def revoke(self, exercise: str, seat: str) -> None:
        """Take a seat's code back, and whoever sits there by it."""
        ...
