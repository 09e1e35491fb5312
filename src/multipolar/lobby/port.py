"""The port of the lobby: where a front end begins exercises, takes them up again and goes over them.

What stands behind it (scenarios, players, saves) must not show here.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from multipolar.domain.model.views import Receipt, TheatreSeen
from multipolar.engine.clock import ClockRead, LessonPlan
from multipolar.table.port import Replay, Table


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


class InjectCard(Struct, frozen=True, gc=False):
    """An inject to be left in or out: when it comes, and `note`, what some may not wish to read in it."""

    id: str
    title: str
    when: str
    note: str = ""


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
    injects: tuple[InjectCard, ...] = ()


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


class ExerciseConfig(Struct, frozen=True, gc=False):
    """What an exercise is begun with: `seats` maps each power to ``person`` or to a doctrine.

    `intent` is how often persons are asked what they want of a decision (``never``, ``once_a_round``,
    ``weighty``), `absence` what becomes of a seat that its person leaves (``hold``,
    ``default_orders``, ``doctrine``). `lesson` are the minutes of the lesson it is played in (0: no
    clock), `sharing` how several persons use one keyboard (``pass``, ``teams``). `without` are the ids of
    injects that are left out; `nameless` says that the record keeps no names of persons, `facilitator` that a
    person has the control seat, at whose desk results wait (see `Options`).
    """

    scenario: str
    preset: str
    seed: int
    seats: dict[str, str]
    intent: str = "never"
    absence: str = "hold"
    lesson: int = 0
    sharing: str = "pass"
    without: tuple[str, ...] = ()
    nameless: bool = False
    facilitator: bool = False


class LessonCard(Struct, frozen=True, gc=False):
    """A plan for a lesson, to choose in setting up: so many minutes, and the length that fits into them."""

    id: str
    title: str
    minutes: int
    preset: str
    summary: str


class Session(Protocol):
    """An exercise that is open: one table for each seat that a person holds."""

    @property
    def exercise(self) -> str:
        """The id under which it is saved."""
        ...

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by seat, persons' seats only, in the scenario's order; an observer's when there are none."""
        ...

    @property
    def control(self) -> Table | None:
        """The control seat, where a facilitator sits at this keyboard beside those of `tables`."""
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
            UserError: when it cannot be read.
        """
        ...

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson, beside the record.

        Raises:
            UserError: when it cannot be kept.
        """
        ...

    def heed_line(self, tell: Callable[[str], None]) -> None:
        """Tell, in one line each, what becomes of the line to a host: that it is lost; empty: it is back.

        Where the exercise is on this machine, nothing is ever told.
        """
        ...

    async def public(self) -> Table:
        """A table that sees what everybody may see, for a screen that all look at."""
        ...

    async def end_phase(self, reason: str) -> Receipt:
        """End the present phase for all, whoever was not ready."""
        ...

    def read_clock(self) -> ClockRead | None:
        """What the one clock shows that all share; None where none runs, or the front end has its own."""
        ...

    async def set_clock(self, deed: str, minutes: int = 0, reason: str = "") -> Receipt:
        """Stop the clock for all, let it go on, or give the phase more time; recorded, with the reason.

        Args:
            deed: ``stop``, ``go_on`` or ``extend``.
            minutes: of an extension.
            reason: why, for all to read.
        """
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
            UserError: when it cannot be written there.
        """
        ...

    async def close(self) -> None:
        """Close every table; what was done stands in one file."""
        ...


class Lobby(Protocol):
    """Where exercises are begun and taken up again; handed to a front end by `bootstrap`.

    Every method raises `multipolar.user_errors.UserError` with one line for the person when it cannot.
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

    async def begin(self, config: ExerciseConfig) -> Session:
        """Begin an exercise and save its first event."""
        ...

    async def resume(self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()) -> Session:
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

    async def watch(self, config: ExerciseConfig) -> Replay:
        """Begin an exercise that programs play, and go over it while it is played."""
        ...

    def close(self) -> None:
        """Give the place of the saves back, everything in one file; nothing is asked of it any more."""
        ...
