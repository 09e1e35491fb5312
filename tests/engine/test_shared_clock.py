"""The one clock that all share: it runs in the engine, and does what the record says was done about it."""

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.events import ClockSet
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.clock import ClockRead, LessonPlan
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.table.local import LocalSession
from tests.contracts.playing import SEED, STRAIT, players

PLAN = LessonPlan(6, 300, 400, 100, 100, 1000)


class Time:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def time() -> Time:
    return Time()


def opened(log: NullLog) -> LocalSession:
    events = first_events(ExerciseConfig(str(STRAIT), "standard", SEED, {"IND": "person"}, lesson=90))
    return LocalSession(Host(events, SeededDice(SEED), log), players(), PLAN)


def clock_of(session: LocalSession) -> ClockRead:
    clock = session.read_clock()
    assert clock is not None
    return clock


async def test_it_runs_stops_and_is_extended_as_the_record_says_with_the_reason(time: Time) -> None:
    session = opened(NullLog())
    session.run_clock(time, time)
    time.at += 20
    assert clock_of(session).left == 280
    assert (await session.set_clock("stop", reason="a fire drill")).accepted
    time.at += 25
    still = clock_of(session)
    assert (still.left, still.stopped, still.reason) == (280, True, "a fire drill")
    assert (await session.set_clock("extend", 1, "it took long")).accepted
    assert (await session.set_clock("go_on")).accepted
    time.at += 10
    shown = clock_of(session)
    assert (shown.left, shown.stopped, shown.reason) == (330, False, "")
    assert not (await session.set_clock("go_on")).accepted
    kept = [event for event in session.host.events if isinstance(event, ClockSet)]
    assert [(event.deed, event.seconds, event.reason, event.actor) for event in kept] == [
        ("stop", 0, "a fire drill", CONTROL),
        ("extend", 60, "it took long", CONTROL),
        ("go_on", 0, "by hand", CONTROL),
    ]


async def test_a_phase_that_begins_has_its_own_time(time: Time) -> None:
    session = opened(NullLog())
    session.run_clock(time, time)
    await session.set_clock("extend", 10, "late")
    time.at += 29
    assert clock_of(session).left == 871
    assert (await session.end_phase("enough read")).accepted
    assert clock_of(session).left == PLAN.deliberation


async def test_what_was_used_is_taken_up_and_what_nobody_saw_is_left_out(time: Time) -> None:
    log = NullLog()
    first = opened(log)
    first.run_clock(time, time)
    time.at += 20
    first.read_clock()
    await first.keep_clock()
    again = opened(log)
    time.at += 3_600
    again.run_clock(time, time)
    assert clock_of(again).left == 280
    time.at += 5
    assert clock_of(again).left == 275


async def test_where_no_lesson_is_planned_no_clock_runs(time: Time) -> None:
    events = first_events(ExerciseConfig(str(STRAIT), "standard", SEED, {"IND": "person"}))
    session = LocalSession(Host(events, SeededDice(SEED), NullLog()), players())
    session.run_clock(time, time)
    assert session.read_clock() is None
    await session.keep_clock()
    assert session.time_used() == ""


def test_a_reading_goes_on_where_it_was_sent_to() -> None:
    running, stopped = ClockRead(370, 3000, 4000), ClockRead(370, 3000, 4000, True, "a break")
    assert running.later(10.9) == ClockRead(360, 2990, 3990)
    assert stopped.later(10.9) == stopped
    assert running.words == "6:10 left of the phase; debrief in 50:00"
    assert stopped.words == "clock stopped at 6:10 (a break); debrief in 50:00"
