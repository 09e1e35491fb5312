"""The home screen: continue first, then a new exercise, then what is saved."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.local_time import shown_time
from tests.tui.canned import OPENING, SAVES, CannedLobby, CannedSession, CannedTable
from tests.tui.playing import opened, see, until
from tests.tui.screen_text import region_of, row_with, text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_home(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(), size) as pilot:
        assert text_of(pilot.app) == snapshot


async def test_home_with_nothing_saved_says_what_to_do(snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(saves=())) as pilot:
        assert text_of(pilot.app) == snapshot


async def test_enter_continues_the_latest_exercise() -> None:
    lobby = CannedLobby()
    async with opened(lobby) as pilot:
        await pilot.press("enter")
        await see(pilot, "table")
        assert lobby.resumed == ["k3x9w2"]


async def test_a_finished_exercise_is_opened_from_the_list() -> None:
    lobby = CannedLobby()
    async with opened(lobby) as pilot:
        await pilot.press("o", "down", "enter")
        await see(pilot, "table")
        assert lobby.resumed == ["b7q1m0"]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_the_menu_is_seen_whole_however_much_is_saved(
    size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    many = tuple(replace(SAVES[0], id=f"s{number}", position=f"{number}.crisis.1") for number in range(1, 41))
    async with opened(CannedLobby(saves=many), size) as pilot:
        await pilot.press("2", "end")
        await pilot.pause()
        shown = text_of(pilot.app)
        for title in ("Continue", "New exercise", "Replay", "Library", "Learn", "Settings", "Quit"):
            assert title in shown
        assert "round 40/6, crisis" in shown
        assert shown == snapshot


async def test_every_save_says_when_it_was_saved_in_the_zone_of_the_person() -> None:
    async with opened(CannedLobby()) as pilot:
        assert shown_time(SAVES[0].updated) in row_with(pilot.app, "3/6, deliberation  IND")


async def test_a_click_on_new_exercise_opens_the_set_up() -> None:
    async with opened(CannedLobby()) as pilot:
        place = region_of(pilot.app, "New exercise")
        await pilot.click(offset=place.offset)
        await see(pilot, "setup")


async def test_what_cannot_be_opened_is_told_in_one_line_and_home_stays() -> None:
    trouble = "the save k3x9w2 was written by a newer version; install multipolar 2"
    async with opened(CannedLobby(trouble=trouble)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "newer version" in text_of(pilot.app))
        assert pilot.app.screen.is_current


async def test_leaving_the_table_closes_it_and_comes_home() -> None:
    session = CannedSession(CannedTable(OPENING))
    async with opened(CannedLobby(session)) as pilot:
        await pilot.press("enter")
        await see(pilot, "table")
        await pilot.press("q")
        await see(pilot, "home")
        assert session.closed


async def test_quitting_closes_what_is_open() -> None:
    session = CannedSession(CannedTable(OPENING))
    async with opened(CannedLobby(session)) as pilot:
        await pilot.press("enter")
        await see(pilot, "table")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: session.closed)
