"""The clock of a lesson: stands still, shares, announces, and keeps the debrief its time (rulebook §2)."""

import pytest

from multipolar.rulebook import load_rules
from multipolar.rulebook.lessons import load_lessons, preset_for, seconds
from multipolar.table.clock import Announcement, LessonClock, LessonPlan, shown

PLAN = LessonPlan(rounds=4, briefing=200, deliberation=300, crisis=100, assessment=50, debrief=1000)


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 5000.0

    def __call__(self) -> float:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += seconds


def running(round: int = 1, phase: str = "deliberation", takers: int = 1) -> tuple[LessonClock, Time]:
    time = Time()
    clock = LessonClock(PLAN, time, takers)
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
