"""The clock of a lesson: stands still, shares, announces, and keeps the debrief its time (rulebook §2)."""

import pytest
from msgspec import json

from multipolar.engine.clock import LEAST_GAP, Announcement, LessonClock, LessonPlan, shown, time_used
from multipolar.rulebook import load_rules
from multipolar.rulebook.lessons import load_lessons, preset_for, seconds

PLAN = LessonPlan(rounds=4, briefing=200, deliberation=300, crisis=100, assessment=50, debrief=1000)


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 5000.0
        self.wall = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at

    def time_of_day(self) -> float:
        return self.wall

    def passes(self, seconds: float) -> None:
        self.at += seconds
        self.wall += seconds

    def machine_sleeps(self, seconds: float) -> None:
        """The steady clock stands still, as it does on most systems."""
        self.wall += seconds


def clock_at(time: Time, takers: int = 1) -> LessonClock:
    return LessonClock(PLAN, time, takers, time.time_of_day)


def running(round: int = 1, phase: str = "deliberation", takers: int = 1) -> tuple[LessonClock, Time]:
    time = Time()
    clock = clock_at(time, takers)
    clock.enter(round, phase)
    return clock, time


@pytest.mark.parametrize("minutes", [20, 50, 90, 180, 600])
@pytest.mark.parametrize("rounds", [1, 4, 6, 8, 12])
def test_every_second_of_a_lesson_is_planned_and_a_third_is_the_debriefs(minutes: int, rounds: int) -> None:
    plan = LessonPlan(rounds, *seconds(minutes, rounds))
    assert plan.whole == minutes * 60
    assert plan.debrief * 3 >= plan.whole
    assert plan.deliberation > plan.crisis > plan.assessment > 0


def test_plans_name_lengths_that_exist_and_the_longest_that_fits_is_taken() -> None:
    presets = {preset.id for preset in load_rules().presets}
    assert {lesson.preset for lesson in load_lessons().lessons} <= presets
    assert [lesson.minutes for lesson in load_lessons().lessons] == [50, 90, 180]
    assert [preset_for(minutes) for minutes in (30, 50, 89, 90, 400)] == [
        "intro", "intro", "intro", "standard", "standard",
    ]  # fmt: skip


def test_phases_follow_one_another_without_gap() -> None:
    for number in range(1, PLAN.rounds + 1):
        ends = PLAN.before(number, "deliberation") + PLAN.takes(number, "deliberation")
        assert ends == PLAN.before(number, "crisis")
        ends += PLAN.takes(number, "crisis")
        after = PLAN.before(number + 1, "deliberation")
        assert ends == (PLAN.before(number, "debrief") - PLAN.assessment if number == 4 else after)


def test_a_phase_counts_down_and_below_zero() -> None:
    clock, time = running()
    time.passes(299.5)
    assert clock.read().left == 1
    time.passes(31)
    assert clock.read().left == -30
    assert shown(clock.read().left) == "-0:30"


def test_a_lesson_taken_up_again_begins_where_the_plan_has_it() -> None:
    clock, _ = running(3, "crisis")
    found = clock.read()
    assert (found.left, found.late) == (100, 0)
    assert found.to_debrief == PLAN.whole - PLAN.debrief - PLAN.before(3, "crisis")


def test_what_one_phase_takes_too_long_is_missing_before_the_debrief_and_never_in_it() -> None:
    clock, time = running()
    time.passes(400)
    clock.enter(1, "crisis")
    found = clock.read()
    assert (found.left, found.late) == (100, 100)
    assert found.to_debrief == PLAN.whole - PLAN.debrief - PLAN.briefing - 400
    time.passes(20)
    clock.enter(2, "deliberation")
    assert clock.read().late == 100 - 80


def test_a_clock_that_stands_still_takes_no_time() -> None:
    clock, time = running()
    before = clock.read()
    clock.stop()
    time.passes(500)
    assert clock.read() == before
    assert clock.announce(4) == ()
    clock.go_on()
    assert clock.read() == before
    time.passes(1)
    assert clock.read().left == before.left - 1


def test_more_time_for_a_phase_takes_none_from_the_debrief() -> None:
    clock, time = running()
    clock.extend(120)
    assert clock.read().left == 420
    assert clock.plan.debrief == PLAN.debrief
    time.passes(420)
    assert (clock.read().left, clock.read().late) == (0, 120)
    clock.enter(1, "crisis")
    assert clock.read().left == 100


def test_who_passes_the_keyboard_on_shares_the_phase() -> None:
    clock, time = running(takers=3)
    clock.sit_down("IND")
    time.passes(60)
    assert clock.read().share == 40
    clock.sit_down("CHN")
    assert clock.read().share == 100
    time.passes(130)
    assert clock.read().share == -30
    clock.sit_down("IND")
    assert clock.read().share == 40
    clock.enter(1, "crisis")
    assert clock.read().share == 33
    assert running(takers=1)[0].read().share is None


def test_announcements_are_made_once_a_phase() -> None:
    clock, time = running()
    assert clock.announce(4) == ()
    time.passes(245)
    assert clock.announce(4) == (Announcement.NEARLY,)
    assert clock.announce(4) == ()
    time.passes(60)
    assert clock.announce(4) == (Announcement.UP,)
    assert clock.announce(4) == ()
    clock.enter(2, "deliberation")
    time.passes(300)
    assert clock.announce(4) == (Announcement.NEARLY,)


def test_it_says_when_no_further_round_fits_unless_this_is_the_last() -> None:
    clock, time = running(3, "deliberation")
    assert clock.fits()
    time.passes(200)
    assert clock.fits()
    time.passes(300)
    clock.enter(3, "crisis")
    clock.enter(4, "deliberation")
    assert Announcement.LAST not in clock.announce(4)
    late, time = running(2, "deliberation")
    time.passes(1000)
    late.enter(3, "deliberation")
    assert Announcement.LAST in late.announce(4)
    assert late.announce(4) == ()
    assert Announcement.LAST not in running(3, "deliberation")[0].announce(3)


def test_it_says_when_the_debriefs_time_has_begun() -> None:
    clock, time = running(4, "deliberation")
    time.passes(2000)
    assert Announcement.DEBRIEF in clock.announce(4)
    assert clock.read().to_debrief < 0
    clock.enter(4, "debrief")
    assert clock.announce(4) == ()


# --- Time in which nobody looked -----------------------------------------------------------------


def left(clock: LessonClock) -> tuple[int, int]:
    """What is left of the phase, and of the lesson."""
    return clock.read().left, clock.read().lesson


def test_while_somebody_looks_there_is_no_gap() -> None:
    clock, time = running()
    for _ in range(200):
        time.passes(1)
        assert clock.gap() == 0
    assert clock.read().left == 100


@pytest.mark.parametrize("steady_goes_on", [False, True], ids=["stands still", "goes on"])
def test_sleep_is_left_out_until_it_is_counted(steady_goes_on: bool) -> None:
    clock, time = running()
    time.passes(20)
    clock.gap()
    before = left(clock)
    (time.passes if steady_goes_on else time.machine_sleeps)(3600)
    assert clock.gap() == 3600
    assert left(clock) == before
    assert clock.gap() == 0
    clock.count(3600)
    assert left(clock) == (before[0] - 3600, before[1] - 3600)


def test_sleep_counts_to_who_has_the_keyboard() -> None:
    clock, time = running(takers=2)
    clock.sit_down("IND")
    time.machine_sleeps(100)
    assert clock.gap() == 100
    assert clock.read().share == 150
    clock.count(100)
    assert clock.read().share == 50


def test_a_time_of_day_set_back_or_a_little_forward_is_no_gap() -> None:
    clock, time = running()
    for change in (-7200, LEAST_GAP - 1):
        before = left(clock)
        time.machine_sleeps(change)
        assert clock.gap() == 0
        assert left(clock) == before


def test_where_the_clock_stands_still_nothing_is_asked() -> None:
    clock, time = running()
    clock.stop()
    time.passes(500)
    time.machine_sleeps(3600)
    assert clock.gap() == 0
    clock.go_on()
    assert clock.gap() == 0
    assert clock.read().left == 300


def test_what_was_used_is_taken_up_again() -> None:
    clock, time = running(3, "deliberation", takers=2)
    clock.sit_down("IND")
    time.passes(70)
    clock.sit_down("CHN")
    time.passes(30)
    clock.extend(120)
    before = clock.read()
    used = time_used(json.encode(clock.used).decode())
    assert used is not None
    time.passes(2000)
    again = clock_at(time, takers=2)
    again.take_up(used)
    again.enter(3, "deliberation")
    again.sit_down("CHN")
    assert again.gap() == 2000
    assert again.read() == before
    again.sit_down("IND")
    assert again.read().share == (350 + 120) // 2 - 70
    again.enter(3, "crisis")
    assert again.read().left == 100
    assert again.read().lesson == before.lesson


def test_a_program_that_is_back_at_once_counts_the_seconds_between() -> None:
    clock, time = running()
    time.passes(50)
    used = clock.used
    time.passes(10)
    again = clock_at(time)
    again.take_up(used)
    again.enter(1, "deliberation")
    assert again.gap() == 0
    assert again.read().left == 240


def test_a_clock_that_stood_still_is_taken_up_standing_still() -> None:
    clock, time = running()
    time.passes(50)
    clock.stop()
    used = clock.used
    time.passes(9000)
    again = clock_at(time)
    again.take_up(used)
    assert again.gap() == 0
    assert again.is_stopped
    again.go_on()
    assert again.read().left == 250


@pytest.mark.parametrize("text", ["", "{", "[]", '{"round":1}', "null"])
def test_what_cannot_be_read_begins_as_planned(text: str) -> None:
    assert time_used(text) is None
