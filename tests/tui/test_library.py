"""The library: every scenario with its picture, and from it to set-up."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from multipolar import bootstrap
from multipolar.lobby.port import ScenarioCard
from multipolar.user_errors import UserError
from tests.tui.canned import CannedLobby
from tests.tui.playing import USUAL, app_of, opened, see, until
from tests.tui.screen_text import row_with, text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_library(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(), size) as pilot:
        await pilot.press("b")
        await see(pilot, "library")
        await until(pilot, lambda: bool(row_with(pilot.app, "Powers:")))
        assert text_of(pilot.app) == snapshot
        await pilot.press("escape")
        await see(pilot, "home")


async def test_every_scenario_is_shown_and_enter_sets_it_up(tmp_path: Path) -> None:
    app = app_of(bootstrap.lobby(str(tmp_path)))
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "home")
        await pilot.press("b")
        await see(pilot, "library")
        for title in ("Alliance under strain", "First steps", "The Indian Ocean", "Peacekeepers"):
            await until(pilot, lambda title=title: bool(row_with(app, title)))  # type: ignore[misc]
        await until(pilot, lambda: bool(row_with(app, "WHAT IT TEACHES")))
        await pilot.press("down", "enter")
        await see(pilot, "setup")
        await until(pilot, lambda: bool(row_with(app, "First steps")))


class Empty(CannedLobby):
    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        return ()


class Broken(CannedLobby):
    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        raise UserError("the folder of scenarios is not there")


@pytest.mark.parametrize(
    ("lobby", "says"), [(Empty(), "The library has no scenario"), (Broken(), "is not there")]
)
async def test_an_empty_library_says_what_to_do(lobby: CannedLobby, says: str) -> None:
    async with opened(lobby) as pilot:
        await pilot.press("b")
        await see(pilot, "library")
        await until(pilot, lambda: bool(row_with(pilot.app, says)))
