"""Learn, and the guide through a first exercise on the real screens."""

import asyncio
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from multipolar import bootstrap
from multipolar.domain.model.views import View
from multipolar.lobby.port import ExerciseConfig
from multipolar.rulebook.learn import pages_to_learn
from multipolar.tui.guide_overlay import GuideStrip
from multipolar.tui.input.actions import ACTIONS
from multipolar.tui.screens.table import PANELS
from multipolar.tui.support.guide import Guide, Step, course
from tests.playing import begin_unkept
from tests.tui.canned import BRIEFING, OPENING, TABLE, CannedLobby
from tests.tui.playing import USUAL, app_of, opened, seated, see, until
from tests.tui.screen_text import row_with, text_of

STEPS = course().steps

# --- Which step is due -----------------------------------------------------------------------


def test_steps_speak_of_screens_panels_and_keys_that_exist() -> None:
    screens = {screen for action in ACTIONS for screen in action.screens}
    keys = {action.key_shown for action in ACTIONS}
    assert len({step.id for step in STEPS}) == len(STEPS)
    for step in STEPS:
        assert set(step.screen) <= screens, step.id
        assert not step.panel or step.panel in PANELS, step.id
        assert not step.over or step.over > step.round, step.id
        named = {word.strip(".,;()") for word in step.text.split() if len(word.strip(".,;()")) == 1}
        assert {word for word in named if word.isalpha() and word not in "aAI"} <= keys, step.id


def test_a_step_fits_above_the_line_of_keys_of_the_smallest_screen() -> None:
    for step in STEPS:
        assert len(step.text) <= 4 * 76 - 40, step.id


def test_one_thing_is_explained_at_a_time_and_none_twice() -> None:
    guide = Guide(STEPS)
    told: list[str] = []
    while (step := guide.due("table", replace(OPENING, initiatives=TABLE.initiatives))) is not None:
        assert guide.due("table", OPENING) in (step, None) or step.needs
        told.append(step.id)
        guide.understood(step)
    assert told == ["table", "map", "why", "answer", "ready"]


def test_a_step_waits_for_its_screen_and_for_what_it_is_about() -> None:
    guide = Guide(STEPS)
    assert found(guide.due("brief", BRIEFING)) == "role"
    assert guide.due("crisis", BRIEFING) is not None
    assert guide.due("saves", BRIEFING) is None
    quiet = Guide([step for step in STEPS if step.id == "answer"])
    assert quiet.due("table", OPENING) is None
    assert found(quiet.due("table", replace(OPENING, initiatives=TABLE.initiatives))) == "answer"
    terms = Guide([step for step in STEPS if step.id == "terms"])
    assert terms.due("propose", OPENING) is None
    assert found(terms.due("propose", OPENING, composing=True)) == "terms"


def test_who_takes_the_exercise_up_later_is_not_told_what_is_past() -> None:
    guide = Guide(STEPS)
    first = guide.due("table", replace(TABLE, round=3))
    assert found(first) in ("answer", "licence")


def found(step: Step | None) -> str:
    return step.id if step is not None else ""


def test_every_step_comes_in_the_exercise_it_was_written_for() -> None:
    """All but what the person brings about: the crisis of the last round may be prevented."""
    plan = course()
    host, programs = begin_unkept(ExerciseConfig(plan.scenario, "intro", plan.seed, {}))
    views: list[View] = [host.view(plan.seat)]
    views += [host.view(plan.seat) for _ in programs.play()]
    reached = {
        step.id
        for step in STEPS
        for view in views
        for screen in step.screen
        if Guide([step]).due(screen, view, composing=True) is not None and shows(screen, view)
    }
    assert {step.id for step in STEPS} - reached <= {"crisis", "not_moved"}


def test_a_setback_is_not_told_as_a_success() -> None:
    by_id = {step.id: step for step in STEPS}
    mine = next(found for found in TABLE.initiatives if found.initiator == TABLE.seat)
    for outcome, due in (("setback", "not_moved"), ("limited", "moved")):
        view = replace(TABLE, round=2, initiatives=(replace(mine, outcome=outcome),))
        guide = Guide([by_id["moved"], by_id["not_moved"]])
        assert found(guide.due("table", view)) == due


def test_who_has_proposed_something_is_not_told_to_begin() -> None:
    (step,) = [step for step in STEPS if step.id == "propose"]
    guide = Guide([step])
    assert found(guide.due("table", OPENING)) == "propose"
    assert any(one.initiator == TABLE.seat for one in TABLE.initiatives)
    assert guide.due("table", replace(OPENING, initiatives=TABLE.initiatives)) is None


def test_no_step_says_where_on_the_screen_something_stands() -> None:
    """Screens are laid out by their size: what stands on the right at one stands below at another."""
    sides = re.compile(r"\b(above|below|on the (left|right)|at the (bottom|foot)|beneath)\b", re.IGNORECASE)
    assert not [step.id for step in STEPS if sides.search(step.text)]


def test_the_share_that_hangs_on_the_order_is_that_of_the_seat() -> None:
    (step,) = [step for step in STEPS if "{stake}" in step.text]
    assert TABLE.standing is not None
    assert f"{TABLE.standing.stake} % of your final" in step.said(TABLE)


def shows(screen: str, view: View) -> bool:
    """Whether a screen can be on top of what a seat sees."""
    match screen:
        case "brief":
            return view.phase == "briefing"
        case "debrief":
            return view.debrief is not None
        case "crisis":
            return any(crisis.choices for crisis in view.crises)
        case "assessment":
            return view.round > 1
        case _:
            return view.phase == "deliberation"


# --- On the screens --------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_learn(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(), size) as pilot:
        await pilot.press("l")
        await see(pilot, "learn")
        await pilot.press("down", "down")
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


async def test_every_page_is_shown_and_escape_goes_home() -> None:
    async with opened(CannedLobby()) as pilot:
        await pilot.press("l")
        await see(pilot, "learn")
        for page in pages_to_learn():
            await pilot.press("down")
            first = page.text.split()[0]
            await until(pilot, lambda first=first: bool(row_with(pilot.app, first)))  # type: ignore[misc]
        await pilot.press("escape")
        await see(pilot, "home")


async def strip(pilot: Pilot[None], step: str) -> None:
    """Wait until a step, and no other, is explained."""

    def shown() -> bool:
        return [found.step.id for found in pilot.app.screen.query(GuideStrip)] == [step]

    for _ in range(600):
        await asyncio.sleep(0.05)
        await pilot.pause()
        if shown():
            return
    raise AssertionError(f"{step} is not explained; on the screen is:\n{text_of(pilot.app)}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_guided_exercise_explains_one_thing_after_another(
    tmp_path: Path, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = app_of(bootstrap.lobby(str(tmp_path)), guided=True)
    async with app.run_test(size=size) as pilot:
        await see(pilot, "brief")
        await strip(pilot, "role")
        await pilot.press("f2", "ctrl+s")
        await see(pilot, "table")
        for step in ("table", "map", "why", "notice", "propose"):
            await strip(pilot, step)
            if step == "map":
                assert text_of(app) == snapshot
            await pilot.press("f2")
        await pilot.press("p")
        await see(pilot, "propose")
        await strip(pilot, "choosing")
        await pilot.press("f2", "enter")
        await strip(pilot, "terms")
        await pilot.press("escape", "escape")
        await see(pilot, "table")


async def test_the_guide_points_to_a_panel_once_and_leaves_the_cursor_where_it_was_put(
    tmp_path: Path,
) -> None:
    app = app_of(bootstrap.lobby(str(tmp_path)), guided=True)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "brief")
        await strip(pilot, "role")
        await pilot.press("f2", "ctrl+s")
        await see(pilot, "table")
        await strip(pilot, "table")
        await pilot.press("f2")
        await strip(pilot, "map")
        assert app.focused is not None
        assert app.focused.id == "map"
        await pilot.press("7", "enter")
        await see(pilot, "notice")
        await pilot.press("escape")
        await strip(pilot, "map")
        assert app.focused.id == "inbox"


async def test_the_guide_is_sent_away_without_loss_and_called_back(tmp_path: Path) -> None:
    app = app_of(bootstrap.lobby(str(tmp_path)), guided=True)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "brief")
        await strip(pilot, "role")
        await pilot.press("f3")
        await until(pilot, lambda: not app.screen.query(GuideStrip))
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        assert not app.screen.query(GuideStrip)
        await pilot.press("f3")
        await strip(pilot, "table")
        assert app.session is not None


async def test_elsewhere_the_key_says_where_the_guide_is() -> None:
    async with seated() as (pilot, _):
        await pilot.press("f3")
        await until(pilot, lambda: bool(row_with(pilot.app, "The guide leads through")))
        assert not pilot.app.screen.query(GuideStrip)
