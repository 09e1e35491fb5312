"""The pictures of the screens in the README: `python -m tests.tui.pictures` draws them anew.

They are drawn from canned views, so that they change when a screen changes and not when a number of the
rules does.
"""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.screen import Screen

from multipolar.tui.app import MultipolarApp
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.screens.crisis import CrisisScreen
from multipolar.tui.screens.debrief import DebriefScreen
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.screens.replay import ReplayScreen
from multipolar.tui.screens.table import TableScreen
from tests.tui.canned import CRISIS, DEBRIEF, LATE, NEWS, PUBLIC, TABLE, CannedReception, CannedTable
from tests.tui.canned_replay import CannedReplay

HERE = Path(__file__).parent
SIZE = (120, 36)
OUTSIDE_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")
FAMILY = re.compile(r"font-family: Fira Code, monospace|font-family: Fira Code")
OWN_FONTS = "font-family: 'DejaVu Sans Mono', 'Fira Code', Menlo, Consolas, monospace"

PICTURES: dict[str, tuple[Callable[[], Screen[Any]], tuple[str, ...]]] = {
    "table": (lambda: TableScreen(CannedTable(TABLE), TABLE, NEWS), ("4", "down", "down")),
    "projector": (lambda: ProjectorScreen(PUBLIC, NEWS, clock="4:21"), ()),
    "charts": (lambda: ChartsScreen(CannedTable(LATE), LATE), ()),
    "propose": (
        lambda: ProposeScreen(CannedTable(TABLE), TABLE, "joint"),
        ("down", "down", "down", "enter"),
    ),
    "crisis": (lambda: CrisisScreen(CannedTable(CRISIS), CRISIS), ("down", "down")),
    "debrief": (lambda: DebriefScreen(CannedTable(DEBRIEF), DEBRIEF), ()),
    "replay": (lambda: ReplayScreen(CannedReplay(), "IND"), ("t",)),
}
"""Each picture's name, with its screen and the keys pressed before it is drawn."""


async def draw(name: str) -> str:
    """A picture as SVG, naming no font from outside.

    Args:
        name: one of `PICTURES`.
    """
    make, keys = PICTURES[name]
    app = MultipolarApp(CannedReception())
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(make())
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause()
        drawn = app.export_screenshot(title=f"multipolar: {name}")
    return FAMILY.sub(OWN_FONTS, OUTSIDE_FONT.sub("", drawn))


def main() -> None:
    """Draw every picture."""
    for name in PICTURES:
        (HERE / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
