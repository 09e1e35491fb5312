"""Playing the app in tests: open it on canned values, and wait for what is expected, never for time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from multipolar.domain.model.views import View
from multipolar.lobby.port import ExerciseConfig, Lobby
from multipolar.tui.app import MultipolarApp
from tests.tui.canned import TABLE, CannedLobby, CannedSession, CannedTable
from tests.tui.screen_text import text_of

USUAL = (120, 36)
PATIENCE = 2000
"""How often the app may come to rest before what is awaited has happened."""


class Ticking:
    """A clock on which a second passes whenever it is read: every press is one that was meant."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        self.at += 1
        return self.at


def app_of(lobby: Lobby, opening: ExerciseConfig | None = None, **more: Any) -> MultipolarApp:
    """The app with presses a second apart, however fast a test presses.

    Args:
        lobby: where exercises are begun and taken up again.
        opening: an exercise to begin at once.
        more: what else the app is told.
    """
    return MultipolarApp(lobby, opening, pressed_at=Ticking(), **more)


async def until(pilot: Pilot[None], has_happened: Callable[[], bool]) -> None:
    """Let the app run until something has happened.

    Raises:
        AssertionError: when it does not happen.
    """
    for _ in range(PATIENCE):
        await pilot.pause()
        if has_happened():
            return
    raise AssertionError(f"it did not happen; on the screen is:\n{text_of(pilot.app)}")


def is_shown(pilot: Pilot[None], name: str) -> bool:
    """Whether the screen of this name is on top, and drawn."""
    screen = pilot.app.screen
    return getattr(screen, "NAME", "") == name and screen.is_mounted


async def see(pilot: Pilot[None], name: str) -> None:
    """Wait until a screen is shown and at rest."""
    await until(pilot, lambda: is_shown(pilot, name))
    await pilot.pause()
    await pilot.pause()


@asynccontextmanager
async def opened(lobby: CannedLobby, size: tuple[int, int] = USUAL) -> AsyncIterator[Pilot[None]]:
    """The app at its home screen."""
    app = app_of(lobby)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: bool(text_of(app).strip()) and "How to play" in text_of(app))
        yield pilot


@asynccontextmanager
async def seated(
    view: View = TABLE,
    size: tuple[int, int] = USUAL,
    table: CannedTable | None = None,
    first: str = "table",
) -> AsyncIterator[tuple[Pilot[None], CannedTable]]:
    """The app at the table of a canned view.

    Args:
        view: what the table shows.
        size: columns and rows of the terminal.
        table: the table itself, where a test needs a special one.
        first: the screen that is expected first.
    """
    here = table or CannedTable(view)
    app = app_of(CannedLobby(CannedSession(here)), resume="k3x9w2")
    async with app.run_test(size=size, notifications=True) as pilot:
        await see(pilot, first)
        yield pilot, here
