"""The brief: a role in one page, and in the briefing the way to say that one has read it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import Ready
from tests.tui.canned import BRIEFING, REFUSED, CannedTable
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_brief(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(BRIEFING, size, first="brief") as (pilot, _):
        assert text_of(pilot.app) == snapshot


async def test_going_on_says_ready_once_and_reading_on_says_nothing() -> None:
    async with seated(BRIEFING, first="brief") as (pilot, table):
        await pilot.press("enter", "space", "pagedown", "escape")
        assert table.submitted == []
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [said] = table.submitted
        assert isinstance(said, Ready)
        assert (said.ready, said.moment) == (True, "0.briefing")
        assert said.id


async def test_it_can_be_read_again_without_saying_anything() -> None:
    async with seated() as (pilot, table):
        await pilot.press("b")
        await see(pilot, "brief")
        await pilot.press("escape")
        await see(pilot, "table")
        assert table.submitted == []


async def test_a_refusal_is_told_and_the_brief_stays() -> None:
    table = CannedTable(BRIEFING, REFUSED)
    async with seated(table=table, first="brief") as (pilot, _):
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "this costs 3 resources" in text_of(pilot.app))
        assert pilot.app.screen.is_current
