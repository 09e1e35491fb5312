"""A lesson: its clock in the line of keys, what is announced, and what can be done about it."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.engine.clock import LessonPlan
from multipolar.tui.app import MultipolarApp
from tests.tui.canned import PUBLIC, TABLE, CannedLobby, CannedSession, CannedTable
from tests.tui.playing import USUAL, app_of, see, until
from tests.tui.screen_text import row_with, text_of
from tests.tui.test_shared import SECRETS, two

PLAN = LessonPlan(rounds=6, briefing=400, deliberation=300, crisis=120, assessment=80, debrief=1800)
SIZES = [(80, 24), (120, 36), (200, 60)]


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept = 0.0

    def __call__(self) -> float:
        return self.at

    def time_of_day(self) -> float:
        return self.at + self.slept

    def passes(self, app: MultipolarApp, seconds: int) -> None:
        """Seconds in which the app goes on looking at the clock."""
        for _ in range(seconds):
            self.at += 1
            app.clock.tick()


def lesson(*tables: CannedTable, sharing: str = "pass") -> tuple[MultipolarApp, CannedSession, Time]:
    time = Time()
    session = CannedSession(*(tables or (CannedTable(TABLE),)))
    session.lesson, session.shared = PLAN, sharing
    return (
        app_of(CannedLobby(session), resume="k3x9w2", now=time, wall=time.time_of_day),
        session,
        time,
    )


@pytest.mark.parametrize(
    ("width", "words"),
    [(80, "deliberation 6:20"), (120, "deliberation 6:20 · debrief in 34 min")],
)
async def test_the_clock_stands_at_the_foot_of_every_screen(width: int, words: str) -> None:
    app, _, _ = lesson()
    async with app.run_test(size=(width, 36)) as pilot:
        await see(pilot, "table")
        for key, name in (("", "table"), ("b", "brief"), ("escape", "table"), ("p", "propose")):
            await pilot.press(*([key] if key else []))
            await see(pilot, name)
            await until(pilot, lambda: text_of(app).splitlines()[-1].rstrip().endswith(words))


async def test_time_that_is_up_is_announced_and_nothing_ends_by_itself() -> None:
    app, session, time = lesson()
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "table")
        time.passes(app, 400)
        await until(pilot, lambda: bool(row_with(app, "Time is up for deliberation")))
        assert row_with(app, "-0:20")
        assert session.directed == []
        assert session.canned["IND"].submitted == []


async def test_the_clock_is_stopped_and_goes_on() -> None:
    app, _, time = lesson()
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        await pilot.press("f6")
        await see(pilot, "confirm")
        assert row_with(app, "6:20 left of 6:20")
        await pilot.press("down", "ctrl+s")
        await see(pilot, "table")
        await until(pilot, lambda: bool(row_with(app, "stands still")))
        time.passes(app, 200)
        await pilot.press("f6")
        await see(pilot, "confirm")
        await pilot.press("down", "ctrl+s")
        await see(pilot, "table")
        await until(pilot, lambda: bool(row_with(app, "deliberation 6:20")))


@pytest.mark.parametrize(("keys", "clock"), [(("enter",), "6:20"), (("down", "ctrl+s"), "-53:40")])
async def test_whether_sleep_counts_is_asked(keys: tuple[str, ...], clock: str) -> None:
    app, session, time = lesson()
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        time.slept = 3600
        app.clock.tick()
        await see(pilot, "confirm")
        assert row_with(app, "1 h 0 min")
        assert row_with(app, "-53:40 if it counts")
        await pilot.press(*keys)
        await see(pilot, "table")
        await until(pilot, lambda: bool(row_with(app, f"deliberation {clock}")))
        assert '"lesson"' in session.used


async def test_a_lesson_that_was_left_goes_on_from_what_was_used() -> None:
    first, session, time = lesson()
    async with first.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        time.passes(first, 100)
        await until(pilot, lambda: bool(row_with(first, "deliberation 4:40")))
    again = app_of(CannedLobby(session), resume="k3x9w2", now=time, wall=time.time_of_day)
    async with again.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        await until(pilot, lambda: bool(row_with(again, "deliberation 4:40")))


@pytest.mark.parametrize(
    ("steps", "directed"),
    [(2, "end phase: the time is up"), (3, "last round: the lesson's time is needed for the debrief")],
)
async def test_a_phase_is_ended_or_the_round_made_the_last_by_choice(steps: int, directed: str) -> None:
    app, session, _ = lesson()
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        await pilot.press("f6")
        await see(pilot, "confirm")
        await pilot.press(*["down"] * (steps + 1), "ctrl+s")
        await until(pilot, lambda: session.directed == [directed])


async def test_without_a_lesson_no_clock_runs_and_the_key_says_where_to_get_one() -> None:
    app = app_of(CannedLobby(CannedSession(CannedTable(TABLE))), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "table")
        await pilot.press("f6")
        await until(pilot, lambda: bool(row_with(app, "No clock runs here")))


# --- The projector -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_projector(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app, _, _ = lesson(*two(), sharing="teams")
    async with app.run_test(size=size) as pilot:
        await see(pilot, "projector")
        assert text_of(app) == snapshot


async def test_between_teams_everybody_sees_what_is_public_and_nothing_else() -> None:
    app, session, _ = lesson(*two(), sharing="teams")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "projector")
        shown = text_of(app)
        assert not any(secret in shown for secret in SECRETS)
        assert row_with(app, "The keyboard waits for India")
        await pilot.press("enter")
        await see(pilot, "table")
        assert row_with(app, "Engines made at home")
        await pilot.press("r")
        await see(pilot, "confirm")
        await pilot.press("ctrl+s")
        await see(pilot, "projector")
        assert row_with(app, "The keyboard waits for China")
        assert not any(secret in text_of(app) for secret in SECRETS)
        later = replace(PUBLIC, number=32, round=4, moment="4.deliberation")
        session.seen_by_all.show(later)
        await until(pilot, lambda: bool(row_with(app, "Round 4 of 6")))


async def test_the_projector_is_opened_from_the_table_and_left_again() -> None:
    app, _, _ = lesson()
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        await pilot.press("v")
        await see(pilot, "projector")
        assert not any(secret in text_of(app) for secret in SECRETS)
        assert "take the keyboard" not in text_of(app)
        await pilot.press("escape")
        await see(pilot, "table")


async def test_where_there_is_little_room_relationships_map_and_order_take_turns() -> None:
    app, _, _ = lesson(*two(), sharing="teams")
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "projector")
        for shown in ("MAP", "THE SHARED ORDER", "RELATIONSHIPS"):
            await pilot.press("tab")
            await until(pilot, lambda shown=shown: bool(row_with(app, shown)))  # type: ignore[misc]
            assert row_with(app, "HEADLINES")
