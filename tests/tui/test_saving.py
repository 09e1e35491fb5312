"""Saves that are not what they were: the person is told, and chooses."""

import pytest

from multipolar.domain.model.views import Receipt
from multipolar.tui.input.sending import Settled
from multipolar.tui.saving import GONE
from multipolar.user_errors import Gone, UserError
from tests.tui.canned import CannedLobby, CannedSession, CannedTable
from tests.tui.playing import opened, see, until
from tests.tui.screen_text import text_of

BACK = "an older state of it has come back"


async def test_an_older_state_is_told_and_taken_up_only_when_the_person_says_so() -> None:
    lobby = CannedLobby()
    lobby.come_back = BACK
    async with opened(lobby) as pilot:
        await pilot.press("enter")
        await see(pilot, "confirm")
        assert BACK in text_of(pilot.app)
        await pilot.press("down", "enter")
        assert lobby.resumed == []
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        assert lobby.resumed == ["k3x9w2"]


async def test_it_can_be_looked_at_or_left_without_being_taken_up() -> None:
    lobby = CannedLobby()
    lobby.come_back = BACK
    async with opened(lobby) as pilot:
        await pilot.press("enter")
        await see(pilot, "confirm")
        await pilot.press("escape")
        await see(pilot, "home")
        assert lobby.resumed == []


async def test_what_is_amiss_stands_on_the_home_screen() -> None:
    lobby = CannedLobby()
    lobby.found_amiss = ("it was copied while it was in use",)
    async with opened(lobby) as pilot:
        await until(pilot, lambda: "copied while it was in use" in text_of(pilot.app))


async def test_once_the_files_are_gone_another_place_is_asked_for_until_one_can_be_written_to() -> None:
    session = CannedSession(CannedTable())
    session.full = ("full",)
    async with opened(CannedLobby(session)) as pilot:
        await pilot.press("enter")
        await see(pilot, "table")
        session.gone = "it was removed"
        pilot.app.post_message(Settled("IND", Receipt(False, GONE, session.gone)))
        await see(pilot, "elsewhere")
        await pilot.press(*"full", "enter", "ctrl+s")
        await until(pilot, lambda: "cannot be written to" in text_of(pilot.app))
        await pilot.press(*"free", "ctrl+s")
        await see(pilot, "table")
        assert session.moved_to == ["free"]


@pytest.mark.parametrize("trouble", [Gone, UserError])
async def test_what_is_not_saved_is_left_only_when_the_person_asks_again(trouble: type[UserError]) -> None:
    session = CannedSession(CannedTable())
    session.trouble = trouble
    async with opened(CannedLobby(session)) as pilot:
        await pilot.press("enter")
        await see(pilot, "table")
        session.gone = "it was removed"
        await pilot.press("ctrl+q")
        await see(pilot, "elsewhere")
        await pilot.press("escape")
        await see(pilot, "table")
        assert not session.closed
        await pilot.press("ctrl+q")
        await until(pilot, lambda: session.closed)
    assert pilot.app.return_code == 1
