"""The debrief: five pages that fill their room, on which whatever stands can be opened."""

from functools import partial

import pytest
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.vocabulary import INDICES
from multipolar.tui.app import MultipolarApp
from multipolar.tui.screens.debrief import PAGES
from multipolar.tui.widgets.blocks import Leaf, length_of
from tests.tui.canned import DEBRIEF, TURNING_POINTS, CannedLobby, CannedSession, CannedTable
from tests.tui.canned_replay import CannedReplay
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import row_with, text_of

SIZES = [(80, 24), (120, 36), (200, 60)]


@pytest.mark.parametrize("page", range(1, len(PAGES) + 1))
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_debrief(page: int, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(DEBRIEF, size, first="debrief") as (pilot, table):
        await pilot.press(str(page))
        await until(pilot, lambda: len(table.asked_why) == len(INDICES) + 1)
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


def _is_drawn(leaf: Leaf) -> bool:
    return bool(leaf.lines)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_on_the_pages_is_wider_than_the_screen(size: tuple[int, int]) -> None:
    async with seated(DEBRIEF, size, first="debrief") as (pilot, _):
        for number, page in enumerate(PAGES, start=1):
            await pilot.press(str(number))
            leaf = pilot.app.screen.query_one(f"#{page}", Leaf)
            await until(pilot, partial(_is_drawn, leaf))
            assert max(map(length_of, leaf.lines)) <= leaf.content_width, page


async def test_the_first_page_of_a_large_screen_goes_on_with_what_the_reader_wanted() -> None:
    async with seated(DEBRIEF, (200, 60), first="debrief") as (pilot, _):
        assert DEBRIEF.debrief is not None
        mine = next(one for one in DEBRIEF.debrief.disclosures if one.power == DEBRIEF.seat)
        for objective in mine.objectives:
            if not objective.red_line:
                assert row_with(pilot.app, objective.title)
        leaf = pilot.app.screen.query_one("#outcome", Leaf)
        assert len(leaf.lines) <= leaf.scrollable_content_region.height


async def test_arrows_turn_the_pages_beyond_their_ends_and_come_round() -> None:
    async with seated(DEBRIEF, first="debrief") as (pilot, _):
        seen: list[str] = []
        for _ in range(60):
            shown = next(page for page in PAGES if pilot.app.screen.query_one(f"#{page}").display)
            if not seen or seen[-1] != shown:
                seen.append(shown)
            await pilot.press("right")
            await pilot.pause()
        assert seen[: len(PAGES) + 1] == [*PAGES, "outcome"]


async def test_a_turning_point_is_opened_where_it_happened_and_q_comes_back() -> None:
    replay = CannedReplay()
    lobby = CannedLobby(CannedSession(CannedTable(DEBRIEF)), replay=replay)
    app = MultipolarApp(lobby, resume="k3x9w2")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await see(pilot, "debrief")
        await pilot.press("2")
        await until(pilot, lambda: bool(row_with(app, TURNING_POINTS[0].text[:30])))
        await pilot.press("home", "down", "enter")
        await see(pilot, "replay")
        assert lobby.gone_over == [DEBRIEF.exercise]
        assert replay.looked_as[-1] == "IND"
        assert TURNING_POINTS[1].number in replay.sought
        await pilot.press("q")
        await see(pilot, "debrief")
        assert row_with(app, TURNING_POINTS[0].text[:30])


async def test_a_turning_point_can_be_asked_why() -> None:
    async with seated(DEBRIEF, first="debrief") as (pilot, table):
        await pilot.press("2")
        await until(pilot, lambda: bool(row_with(pilot.app, TURNING_POINTS[0].text[:30])))
        await pilot.press("home", "w")
        await see(pilot, "why")
        assert table.asked_why[-1] == TURNING_POINTS[0].moved[0].target


async def test_an_objective_says_what_it_would_have_needed() -> None:
    async with seated(DEBRIEF, first="debrief") as (pilot, _):
        await pilot.press("3")
        await until(pilot, lambda: bool(row_with(pilot.app, "Net security provider")))
        await pilot.press("home", "down", "down", "enter")
        await see(pilot, "reading")
        assert row_with(pilot.app, "What it would have needed")
