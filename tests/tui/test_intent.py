"""What a decision is for is asked when it is taken, and never insisted on (rulebook §2)."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import Respond, StateIntent
from multipolar.domain.model.views import IntentAsked, IntentSeen
from tests.tui.canned import CRISIS, DEBRIEF, TABLE
from tests.tui.playing import USUAL, seated, see, until
from tests.tui.screen_text import row_with, text_of

ASKED = replace(TABLE, asks=(IntentAsked("3.IND.summit.FRA", "Summit with France"),))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_three_lines(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(ASKED, size, first="intent") as (pilot, _):
        await see(pilot, "intent")
        assert text_of(pilot.app) == snapshot


async def test_an_answer_is_kept_by_keyboard_alone() -> None:
    async with seated(ASKED, first="intent") as (pilot, table):
        await see(pilot, "intent")
        await pilot.press(
            *"Ships", "enter", *"Anger", "enter", "backspace", "backspace", *"75", "enter", "ctrl+s"
        )
        await see(pilot, "table")
        [kept] = table.submitted
        assert isinstance(kept, StateIntent)
        assert (kept.about, kept.wants, kept.expects, kept.sure) == ("3.IND.summit.FRA", "Ships", "Anger", 75)


async def test_it_can_be_left_and_does_not_come_again() -> None:
    async with seated(ASKED, first="intent") as (pilot, table):
        await see(pilot, "intent")
        await pilot.press("escape")
        await see(pilot, "table")
        table.show(replace(ASKED, calendar="a year on"))
        await until(pilot, lambda: "a year on" in text_of(pilot.app))
        await see(pilot, "table")
        assert table.submitted == []


async def test_nothing_is_kept_without_a_wish() -> None:
    async with seated(ASKED, first="intent") as (pilot, table):
        await see(pilot, "intent")
        await pilot.click("#send")
        await until(pilot, lambda: "Say in a line" in text_of(pilot.app))
        assert table.submitted == []


async def test_in_a_crisis_it_is_asked_before_the_response_is_sealed() -> None:
    crisis = next(found for found in CRISIS.crises if found.choices)
    view = replace(CRISIS, asks=(IntentAsked(f"{crisis.id}.1", f"{crisis.title}, exchange 1"),))
    async with seated(view, first="crisis") as (pilot, table):
        await see(pilot, "crisis")
        await pilot.press("ctrl+s")
        await see(pilot, "intent")
        assert table.submitted == []
        await pilot.press(*"Calm", "ctrl+s")
        await until(pilot, lambda: len(table.submitted) == 2)
        assert [type(command) for command in table.submitted] == [StateIntent, Respond]


async def test_the_debrief_sets_intent_beside_outcome(snapshot: SnapshotAssertion) -> None:
    intents = (
        IntentSeen("IND", "3.IND.summit.FRA", "Summit with France", 3, "a friend at sea", "anger", 70,
                   "success", True),
        IntentSeen("CHN", "K1.2", "Border incident, exchange 2", 2, "they give way", "", 90, "frozen", False),
    )  # fmt: skip
    async with seated(replace(DEBRIEF, intents=intents), first="debrief") as (pilot, _):
        await see(pilot, "debrief")
        await pilot.press("4")
        await until(pilot, lambda: "intent beside outcome" in text_of(pilot.app).lower())
        assert text_of(pilot.app) == snapshot


async def test_learning_objectives_stand_with_what_touched_them() -> None:
    async with seated(DEBRIEF, USUAL, first="debrief") as (pilot, _):
        await pilot.press("5")
        await until(pilot, lambda: bool(row_with(pilot.app, "relations warmed")))
        assert row_with(pilot.app, "not touched this time")
        assert row_with(pilot.app, "relations warmed")
