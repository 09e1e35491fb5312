"""The app: size of the terminal, themes, palette, waiting, and what happens where there is no screen."""

import asyncio
import gc

import pytest
from textual.strip import Strip

from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Receipt
from multipolar.lobby.port import ExerciseConfig
from multipolar.tui.app import run
from multipolar.tui.support.gc_tuning import TIDY_AFTER
from multipolar.user_errors import UserError
from tests.tui.canned import BRIEFING, TABLE, CannedLobby, CannedSession, CannedTable
from tests.tui.playing import USUAL, app_of, is_shown, opened, seated, see, until
from tests.tui.screen_text import row_with, text_of


async def test_a_terminal_that_is_too_small_is_told_so_until_it_grows() -> None:
    async with seated() as (pilot, _):
        await pilot.resize_terminal(60, 20)
        await see(pilot, "small")
        assert row_with(pilot.app, "It has 60 × 20; 80 × 24 are needed")
        for columns, rows in ((50, 12), (79, 60), (200, 23)):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            assert row_with(pilot.app, f"It has {columns} × {rows}; 80 × 24 are needed")
        await pilot.resize_terminal(80, 24)
        await see(pilot, "table")


async def test_a_small_terminal_can_grow_after_the_start() -> None:
    app = app_of(CannedLobby())
    async with app.run_test(size=(40, 10)) as pilot:
        await see(pilot, "small")
        await pilot.resize_terminal(*USUAL)
        await see(pilot, "home")


async def test_an_exercise_named_on_the_command_line_begins_at_once() -> None:
    lobby = CannedLobby(CannedSession(CannedTable(BRIEFING)))
    config = ExerciseConfig("indian-ocean", "intro", 7, {"IND": "person"})
    app = app_of(lobby, config)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "brief")
        assert lobby.begun == [config]


async def test_four_themes_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with seated() as (pilot, _):
        assert set(pilot.app.available_themes) == {"dark", "light", "clear", "projector"}
        await pilot.press("ctrl+t")
        await until(pilot, lambda: pilot.app.theme == "light")


@pytest.mark.parametrize(
    ("typed", "found", "screen"),
    [
        ("advice", "Advice (a)", "advice"),
        ("power france", "Power: France (FRA)", "power"),
        ("move hotline", "Move: Hotline", "propose"),
        ("help", "Help (?)", "help"),
    ],
)
async def test_the_palette_finds_actions_powers_moves_and_screens(
    typed: str, found: str, screen: str
) -> None:
    async with seated() as (pilot, _):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Search" in text_of(pilot.app))
        await pilot.press(*("space" if letter == " " else letter for letter in typed))
        await until(pilot, lambda: found in text_of(pilot.app))
        await pilot.press("enter")
        await pilot.pause()
        if not is_shown(pilot, screen):
            await pilot.press("enter")
        await see(pilot, screen)


class Thinking(CannedTable):
    """A table whose powers think until they are told to stop."""

    def __init__(self) -> None:
        super().__init__(TABLE)
        self.done = asyncio.Event()

    async def submit(self, command: AnyCommand) -> Receipt:
        await self.done.wait()
        return await super().submit(command)


async def test_while_powers_think_the_screen_says_so() -> None:
    table = Thinking()
    async with seated(table=table) as (pilot, _):
        await pilot.press("r")
        await see(pilot, "confirm")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(row_with(pilot.app, "the other powers are thinking")))
        table.done.set()
        await until(pilot, lambda: not row_with(pilot.app, "the other powers are thinking"))


class Broken(CannedTable):
    """A table whose server went away."""

    async def submit(self, command: AnyCommand) -> Receipt:
        raise UserError("the server went away; what you wrote is kept, try again")


async def test_trouble_is_told_in_one_line() -> None:
    async with seated(table=Broken()) as (pilot, _):
        await pilot.press("r")
        await see(pilot, "confirm")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "the server went away" in text_of(pilot.app))
        assert is_shown(pilot, "table")


async def test_help_is_there_on_every_screen_one_starts_with() -> None:
    async with opened(CannedLobby()) as pilot:
        for key, screen in (("question_mark", "home"), ("n", "setup")):
            await pilot.press(key)
            if key == "n":
                await see(pilot, "setup")
                await pilot.press("f1")
            await see(pilot, "help")
            await pilot.press("escape")
            await see(pilot, screen)


def test_without_a_terminal_plain_mode_is_offered() -> None:
    with pytest.raises(UserError, match="--plain"):
        run(CannedLobby())


async def test_a_screen_that_was_closed_leaves_nothing_behind() -> None:
    def painted() -> int:
        gc.unfreeze()  # what was set apart as loaded is in no list of objects
        gc.collect()
        return sum(isinstance(found, Strip) for found in gc.get_objects())

    async with seated() as (pilot, _):
        counts = []
        for _ in range(3):
            for _ in range(4):
                await pilot.press("p")
                await see(pilot, "propose")
                await pilot.press("escape")
                await see(pilot, "table")
            await asyncio.sleep(TIDY_AFTER + 0.2)
            await pilot.pause()
            counts.append(painted())
        assert counts[2] < counts[0] * 1.1
