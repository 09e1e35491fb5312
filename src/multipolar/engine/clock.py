"""The clock of a lesson: how long a phase should take, and how much is left before the debrief (rulebook §2).

It announces and never ends anything: what ends a phase is a command. Seconds in which nobody looked, while
the machine slept or the exercise was left, are left out until a person says whether they count. What was
used of a phase and of the lesson is handed out to be kept beside the record, and taken up again from there.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from msgspec import MsgspecError, Struct, json

LEAST_GAP = 30
"""Seconds nobody looked at the clock from which on they are no longer taken for granted."""
WARNING = 60
"""Seconds before the end of a phase at which that is announced."""

LEAST_ROUND = 2 / 3
"""Of the time planned for a round: with less than that left before the debrief it does not fit any more."""


class LessonPlan(NamedTuple):
    """How the seconds of a lesson are spent.

    Attributes:
        rounds: how many rounds there are.
        briefing: to read the roles.
        deliberation: of a round, to talk, propose and order.
        crisis: of a round, to respond.
        assessment: of a round, to read what happened.
        debrief: kept for the end.
    """

    rounds: int
    briefing: int
    deliberation: int
    crisis: int
    assessment: int
    debrief: int

    @property
    def round(self) -> int:
        """Seconds a round takes."""
        return self.deliberation + self.crisis + self.assessment

    @property
    def whole(self) -> int:
        """Seconds of the lesson."""
        return self.briefing + self.rounds * self.round + self.debrief

    def before(self, round: int, phase: str) -> int:
        """Seconds that should have gone when a phase begins."""
        match phase:
            case "deliberation":
                # What happened in the round before is read before anybody talks again.
                return self.briefing + (round - 1) * self.round - (self.assessment if round > 1 else 0)
            case "crisis":
                return self.briefing + (round - 1) * self.round + self.deliberation
            case "debrief":
                return self.whole - self.debrief
            case _:
                return 0

    def takes(self, round: int, phase: str) -> int:
        """Seconds a phase should take; reading the news of a round counts to what follows it."""
        match phase:
            case "deliberation":
                return self.deliberation + (self.assessment if round > 1 else 0)
            case "crisis":
                return self.crisis
            case "debrief":
                return self.debrief
            case _:
                return self.briefing


class Announcement(StrEnum):
    """What a clock has to say."""

    NEARLY = "nearly"
    UP = "up"
    LAST = "last"
    DEBRIEF = "debrief"


class Reading(NamedTuple):
    """What a clock shows, in seconds.

    Attributes:
        left: of the phase; below zero when it took longer.
        share: of the phase for the person at the keyboard; None where nobody waits for the keyboard.
        to_debrief: until the debrief's own time begins; below zero when that is being used up.
        late: behind the plan; below zero: ahead of it.
        lesson: left of the lesson.
    """

    left: int
    share: int | None
    to_debrief: int
    late: int
    lesson: int


class ClockRead(Struct, frozen=True, gc=False):
    """What the one clock of an exercise shows, in seconds.

    Attributes:
        left: of the phase; below zero when it takes longer.
        to_debrief: until the debrief's own time begins.
        lesson: left of the lesson.
        stopped: whether it stands still.
        reason: why it does.
    """

    left: int
    to_debrief: int
    lesson: int
    stopped: bool = False
    reason: str = ""

    def later(self, seconds: float) -> "ClockRead":
        """What it shows so many seconds later, if nothing is done about it."""
        if self.stopped:
            return self
        gone = round_down(seconds)
        return ClockRead(self.left - gone, self.to_debrief - gone, self.lesson - gone)

    @property
    def words(self) -> str:
        """What is left of the phase and of the lesson, or that it stands still, and why."""
        rest = (
            f"debrief in {shown(self.to_debrief)}" if self.to_debrief > 0 else "the debrief's time has begun"
        )
        if self.stopped:
            why = f" ({self.reason})" if self.reason else ""
            return f"clock stopped at {shown(self.left)}{why}; {rest}"
        return f"{shown(self.left)} left of the phase; {rest}"


class TimeUsed(Struct, frozen=True):
    """How much of a lesson was used when somebody last looked, in seconds.

    Attributes:
        round: the round it stood in.
        phase: the phase.
        lesson: used of the lesson.
        in_phase: used of the phase.
        extra: given to the phase beyond its plan.
        by_seat: seat to what it used of the phase at the keyboard.
        stopped: whether the clock stood still.
        wall: the time of day then, as seconds since 1970.
    """

    round: int
    phase: str
    lesson: float
    in_phase: float
    extra: int
    by_seat: dict[str, float]
    stopped: bool
    wall: float


def time_used(text: str) -> TimeUsed | None:
    """What `LessonClock.used` told, read again from JSON; None where nothing was kept that can be read."""
    try:
        return json.decode(text, type=TimeUsed) if text else None
    except MsgspecError:
        return None


class LessonClock:
    """Runs beside an exercise.

    Args:
        plan: how the lesson's time is spent.
        now: seconds that pass evenly, from anywhere; they may stand still while the machine sleeps.
        takers: how many persons take the keyboard in turn; one: everybody plays at once.
        wall: the time of day, as seconds since 1970; it goes on while the machine sleeps, and may be set.
    """

    def __init__(
        self,
        plan: LessonPlan,
        now: Callable[[], float],
        takers: int = 1,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.plan = plan
        self._now = now
        self._wall = wall
        self._looked = (now(), wall())
        self._takers = takers
        self._at: tuple[int, str] | None = None
        self._began = 0.0
        self._phase_began = 0.0
        self._seat = ""
        self._turn_began = 0.0
        self._used: dict[str, float] = {}
        self._extra = 0
        self._stopped_at: float | None = None
        self._told: set[Announcement] = set()

    # --- what happens ---

    def enter(self, round: int, phase: str) -> None:
        """A phase is shown; the one that is shown already goes on."""
        if (round, phase) == self._at:
            return
        now = self._time
        if self._at is None:
            self._began = now - self.plan.before(round, phase)
        self._at = (round, phase)
        self._phase_began = now
        self._turn_began = now
        self._used = {}
        self._extra = 0
        self._told -= {Announcement.NEARLY, Announcement.UP, Announcement.LAST}

    def sit_down(self, seat: str) -> None:
        """A person has taken the keyboard."""
        if seat != self._seat:
            now = self._time
            self._used[self._seat] = self._used.get(self._seat, 0.0) + now - self._turn_began
            self._seat, self._turn_began = seat, now

    def take_up(self, used: TimeUsed) -> None:
        """Go on with what was used before the exercise was left; the time since then waits to be counted."""
        now = self._time
        self._at = (used.round, used.phase)
        self._began = now - used.lesson
        self._phase_began = now - used.in_phase
        self._used = dict(used.by_seat)
        self._extra = used.extra
        self._turn_began = now
        self._looked = (self._now(), used.wall)
        if used.stopped:
            self.stop()
        elif 0 < (away := self._wall() - used.wall) < LEAST_GAP:
            self.count(round_down(away))
            self._looked = (self._now(), self._wall())

    def gap(self) -> int:
        """Seconds for which nobody looked, when they are too many to be taken for granted; else 0.

        They are left out until `count` is told of them. Where the clock stands still there are none.
        """
        (steady, wall), self._looked = self._looked, (self._now(), self._wall())
        counted = self._looked[0] - steady
        unseen = max(counted, self._looked[1] - wall)
        if unseen < LEAST_GAP or self.is_stopped:
            return 0
        self._shift(counted)
        return round_down(unseen)

    def count(self, seconds: int) -> None:
        """Count seconds that were left out, to the phase, to the lesson and to who has the keyboard."""
        self._shift(-seconds)

    def _shift(self, seconds: float) -> None:
        self._began += seconds
        self._phase_began += seconds
        self._turn_began += seconds

    def extend(self, seconds: int) -> None:
        """Give the phase more time; the debrief begins no later for it."""
        self._extra += seconds
        self._told -= {Announcement.NEARLY, Announcement.UP}

    def extended(self, seconds: int) -> None:
        """The phase has been given so much more time, all told: the record knows, whatever was kept last."""
        self._extra = seconds

    def stop(self) -> None:
        """Stand still."""
        if self._stopped_at is None:
            self._stopped_at = self._now()

    def go_on(self) -> None:
        """Run again."""
        if self._stopped_at is not None:
            gone = self._now() - self._stopped_at
            self._stopped_at = None
            self._shift(gone)

    @property
    def is_stopped(self) -> bool:
        """Whether it stands still."""
        return self._stopped_at is not None

    # --- what is kept ---

    @property
    def used(self) -> TimeUsed:
        """What has been used up to now."""
        number, phase = self._at or (0, "briefing")
        now = self._time
        here = {self._seat: self._used.get(self._seat, 0.0) + now - self._turn_began} if self._seat else {}
        return TimeUsed(
            round=number,
            phase=phase,
            lesson=now - self._began,
            in_phase=now - self._phase_began,
            extra=self._extra,
            by_seat=self._used | here,
            stopped=self.is_stopped,
            wall=self._wall(),
        )

    # --- what it shows ---

    @property
    def _time(self) -> float:
        return self._now() if self._stopped_at is None else self._stopped_at

    def shown_to_all(self, reason: str) -> "ClockRead":
        """What it shows now, for those who are elsewhere.

        Args:
            reason: why it stands still, where it does.
        """
        reading = self.read()
        stopped = self.is_stopped
        return ClockRead(reading.left, reading.to_debrief, reading.lesson, stopped, reason if stopped else "")

    def read(self) -> Reading:
        """What it shows now."""
        number, phase = self._at or (0, "briefing")
        now = self._time
        gone = round_down(now - self._began)
        in_phase = round_down(now - self._phase_began)
        takes = self.plan.takes(number, phase) + self._extra
        share = None
        if self._takers > 1 and phase in ("deliberation", "crisis"):
            used = self._used.get(self._seat, 0.0) + now - self._turn_began
            share = takes // self._takers - round_down(used)
        should_have_gone = self.plan.before(number, phase) + min(in_phase, self.plan.takes(number, phase))
        return Reading(
            takes - in_phase,
            share,
            self.plan.whole - self.plan.debrief - gone,
            gone - should_have_gone,
            self.plan.whole - gone,
        )

    def fits(self) -> bool:
        """Whether another round fits before the debrief, once this one is over as planned."""
        number, phase = self._at or (0, "briefing")
        shown = self.read()
        this = max(0, shown.left) + (self.plan.crisis if phase == "deliberation" else 0)
        return number == 0 or shown.to_debrief - this >= self.plan.round * LEAST_ROUND

    def announce(self, rounds: int) -> tuple[Announcement, ...]:
        """What is to be said now and was not said before.

        Args:
            rounds: how many rounds the exercise has; it may have fewer than were planned.
        """
        if self._at is None or self.is_stopped:
            return ()
        number, phase = self._at
        shown = self.read()
        due: list[Announcement] = []
        if phase == "debrief":
            return ()
        if shown.to_debrief <= 0:
            due.append(Announcement.DEBRIEF)
        elif phase == "deliberation" and number < rounds and not self.fits():
            due.append(Announcement.LAST)
        if shown.left <= 0:
            due.append(Announcement.UP)
        elif shown.left <= WARNING < self.plan.takes(number, phase):
            due.append(Announcement.NEARLY)
        news = tuple(announcement for announcement in due if announcement not in self._told)
        self._told.update(news)
        return news


def round_down(seconds: float) -> int:
    """Whole seconds that have gone by."""
    return int(seconds // 1)


def shown(seconds: int) -> str:
    """Minutes and seconds, with a sign when the time is over."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"
