"""The clock of a lesson: how long a phase should take, and how much is left before the debrief (rulebook §2).

It announces and never ends anything: what ends a phase is a command. A lesson that is taken up again
begins where the plan has it, so that no time of day is ever stored.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

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
            case "debrief" | "closed":
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
            case "debrief" | "closed":
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


class LessonClock:
    """Runs beside an exercise.

    Args:
        plan: how the lesson's time is spent.
        now: seconds that pass evenly, from anywhere.
        takers: how many persons take the keyboard in turn; one: everybody plays at once.
    """

    def __init__(self, plan: LessonPlan, now: Callable[[], float], takers: int = 1) -> None:
        self.plan = plan
        self._now = now
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
        time = self._time
        if self._at is None:
            self._began = time - self.plan.before(round, phase)
        self._at = (round, phase)
        self._phase_began = time
        self._turn_began = time
        self._used = {}
        self._extra = 0
        self._told -= {Announcement.NEARLY, Announcement.UP, Announcement.LAST}

    def sit_down(self, seat: str) -> None:
        """A person has taken the keyboard."""
        if seat != self._seat:
            time = self._time
            self._used[self._seat] = self._used.get(self._seat, 0.0) + time - self._turn_began
            self._seat, self._turn_began = seat, time

    def extend(self, seconds: int) -> None:
        """Give the phase more time; the debrief begins no later for it."""
        self._extra += seconds
        self._told -= {Announcement.NEARLY, Announcement.UP}

    def stop(self) -> None:
        """Stand still."""
        if self._stopped_at is None:
            self._stopped_at = self._now()

    def go_on(self) -> None:
        """Run again."""
        if self._stopped_at is not None:
            gone = self._now() - self._stopped_at
            self._stopped_at = None
            self._began += gone
            self._phase_began += gone
            self._turn_began += gone

    @property
    def is_stopped(self) -> bool:
        """Whether it stands still."""
        return self._stopped_at is not None

    # --- what it shows ---

    @property
    def _time(self) -> float:
        return self._now() if self._stopped_at is None else self._stopped_at

    def read(self) -> Reading:
        """What it shows now."""
        number, phase = self._at or (0, "briefing")
        time = self._time
        gone = round_down(time - self._began)
        in_phase = round_down(time - self._phase_began)
        takes = self.plan.takes(number, phase) + self._extra
        share = None
        if self._takers > 1 and phase in ("deliberation", "crisis"):
            used = self._used.get(self._seat, 0.0) + time - self._turn_began
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
        if phase in ("debrief", "closed"):
            return ()
        if shown.to_debrief <= 0:
            due.append(Announcement.DEBRIEF)
        elif phase == "deliberation" and number < rounds and not self.fits():
            due.append(Announcement.LAST)
        if shown.left <= 0:
            due.append(Announcement.UP)
        elif shown.left <= WARNING < self.plan.takes(number, phase):
            due.append(Announcement.NEARLY)
        news = tuple(found for found in due if found not in self._told)
        self._told.update(news)
        return news


def round_down(seconds: float) -> int:
    """Whole seconds that have gone by."""
    return int(seconds // 1)


def shown(seconds: int) -> str:
    """Minutes and seconds, with a sign when the time is over."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"
