"""The pictures of the screens in the README: `python -m tests.tui.pictures` draws them anew.

They are drawn from canned views, so that they change when a screen changes and not when a number of the
rules does.
"""

import asyncio
import re
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.geometry import Size
from textual.screen import Screen

from multipolar.domain.model.views import IntentAsked, ResolutionSeen, View
from multipolar.tui.screens.advice import AdviceScreen
from multipolar.tui.screens.answer import AnswerScreen, NoticeScreen
from multipolar.tui.screens.assessment import AssessmentScreen
from multipolar.tui.screens.ballot import BallotScreen
from multipolar.tui.screens.basket import BasketScreen
from multipolar.tui.screens.brief import BriefScreen
from multipolar.tui.screens.causes import CausesScreen
from multipolar.tui.screens.channels import ChannelsScreen
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.screens.choose import ChooseScreen
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.crisis import CrisisScreen
from multipolar.tui.screens.curtain import CurtainScreen
from multipolar.tui.screens.debrief import DebriefScreen
from multipolar.tui.screens.elsewhere import ElsewhereScreen
from multipolar.tui.screens.glossary import GlossaryScreen
from multipolar.tui.screens.help import HelpScreen
from multipolar.tui.screens.home import HomeScreen
from multipolar.tui.screens.intent import IntentScreen
from multipolar.tui.screens.learn import LearnScreen
from multipolar.tui.screens.library import LibraryScreen
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.note import NoteScreen
from multipolar.tui.screens.pair import PairScreen
from multipolar.tui.screens.past import PastTableScreen
from multipolar.tui.screens.people import PeopleScreen
from multipolar.tui.screens.power import PowerScreen
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.screens.reading import ReadingScreen
from multipolar.tui.screens.replay import ReplayScreen
from multipolar.tui.screens.saves import SavesScreen
from multipolar.tui.screens.settings import SettingsScreen
from multipolar.tui.screens.setup import SetupScreen
from multipolar.tui.screens.small import SmallScreen
from multipolar.tui.screens.table import TableScreen
from multipolar.tui.screens.why import WhyScreen
from multipolar.tui.support.preferences import THEMES, NoPreferencesStore, Preferences
from tests.tui.canned import (
    BRIEFING,
    CRISIS,
    DEBRIEF,
    LATE,
    NEWS,
    PUBLIC,
    TABLE,
    WHY,
    CannedLobby,
    CannedSession,
    CannedTable,
)
from tests.tui.canned_replay import CannedReplay
from tests.tui.canned_shared import FACILITATED, TALK, SharedTable
from tests.tui.playing import app_of

HERE = Path(__file__).parent
SIZE = (120, 36)
OUTSIDE_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")
FAMILY = re.compile(r"font-family: Fira Code, monospace|font-family: Fira Code")
OWN_FONTS = "font-family: 'DejaVu Sans Mono', 'Fira Code', Menlo, Consolas, monospace"

LOOKED_AT = ((80, 24), (120, 36), (200, 60))
KEPT = ("table", "projector", "charts", "propose", "crisis", "debrief", "replay")
"""Pictures that stand in the README or beside it."""

COUNCIL = replace(
    TABLE,
    resolutions=(
        ResolutionSeen(
            id="3.mandate", framework=TABLE.frameworks[0].id, kind="mandate", title="A mandate at sea",
            by="IND", state="tabled", about="", domain="maritime", rule="majority", argued=1, tabled=3,
            decided=0, needed="four of six", votes=(), open_to_me=True, voted="", until=0,
        ),
    ),
)  # fmt: skip
"""With a resolution to vote on."""


def _asked(view: View) -> str:
    return next(found.id for found in view.initiatives if found.open_to_me)


PICTURES: dict[str, tuple[Callable[[], Screen[Any]], tuple[str, ...]]] = {
    "table": (lambda: TableScreen(CannedTable(TABLE), TABLE, NEWS), ("4", "down", "down")),
    "projector": (lambda: ProjectorScreen(PUBLIC, NEWS, clock="4:21"), ()),
    "channels": (lambda: ChannelsScreen(SharedTable(), TALK), ()),
    "people": (lambda: PeopleScreen(SharedTable(), TALK, CannedSession()), ()),
    "console": (lambda: PeopleScreen(SharedTable(FACILITATED), FACILITATED, CannedSession()), ()),
    "charts": (lambda: ChartsScreen(CannedTable(LATE), LATE), ()),
    "propose": (
        lambda: ProposeScreen(CannedTable(TABLE), TABLE, "joint"),
        ("down", "down", "down", "enter"),
    ),
    "crisis": (lambda: CrisisScreen(CannedTable(CRISIS), CRISIS), ("down", "down")),
    "debrief": (lambda: DebriefScreen(CannedTable(DEBRIEF), DEBRIEF), ()),
    "home": (lambda: HomeScreen(CannedLobby()), ()),
    "setup": (lambda: SetupScreen(CannedLobby()), ("down", "down")),
    "library": (lambda: LibraryScreen(CannedLobby()), ()),
    "learn": (LearnScreen, ("down", "down")),
    "brief": (lambda: BriefScreen(CannedTable(BRIEFING), BRIEFING), ()),
    "assessment": (lambda: AssessmentScreen(TABLE, NEWS), ()),
    "basket": (lambda: BasketScreen(CannedTable(TABLE), TABLE), ()),
    "glossary": (lambda: GlossaryScreen((), "hotline"), ()),
    "settings": (lambda: SettingsScreen(Preferences(), ""), ()),
    "replay": (lambda: ReplayScreen(CannedReplay(), "IND"), ("t",)),
    "advice": (lambda: AdviceScreen(CannedTable(TABLE)), ("down",)),
    "answer": (lambda: AnswerScreen(CannedTable(TABLE), TABLE, _asked(TABLE)), ()),
    "ballot": (lambda: BallotScreen(CannedTable(COUNCIL), COUNCIL, COUNCIL.resolutions[0].id), ()),
    "causes": (lambda: CausesScreen(CannedTable(TABLE), WHY.target, NEWS), ()),
    "choose": (lambda: ChooseScreen(TABLE.title, TABLE.story, (("yes", NEWS[0].text), ("no", "No"))), ()),
    "confirm": (lambda: ConfirmScreen(TABLE.title, TABLE.story, (("do", NEWS[0].text),)), ()),
    "curtain": (lambda: CurtainScreen(CannedTable(TABLE), TABLE), ()),
    "elsewhere": (lambda: ElsewhereScreen(TABLE.story), ()),
    "help": (lambda: HelpScreen("table"), ()),
    "intent": (lambda: IntentScreen(CannedTable(TABLE), IntentAsked("3", TABLE.offers[0].title)), ()),
    "message": (lambda: MessageScreen(CannedTable(TABLE), TABLE), ()),
    "note": (lambda: NoteScreen(NEWS[0].text), ()),
    "notice": (lambda: NoticeScreen(CannedTable(TABLE), TABLE, TABLE.notices[0].id), ()),
    "past": (lambda: PastTableScreen(CannedTable(LATE), LATE, NEWS), ()),
    "power": (lambda: PowerScreen(CannedTable(TABLE), TABLE, "CHN"), ()),
    "pair": (lambda: PairScreen(CannedTable(TABLE), TABLE, "IND", "CHN"), ()),
    "why-pair": (lambda: WhyScreen(CannedTable(TABLE), "relationship(CHN,IND)"), ()),
    "reading": (lambda: ReadingScreen(TABLE.title, TABLE.story), ()),
    "saves": (lambda: SavesScreen(CannedLobby()), ()),
    "small": (lambda: SmallScreen(Size(80, 24), Size(40, 12)), ()),
    "why": (lambda: WhyScreen(CannedTable(TABLE), WHY.target), ()),
}
"""Each picture's name, with its screen and the keys pressed before it is drawn."""


class InTheme(NoPreferencesStore):
    """Prefers a theme."""

    def __init__(self, theme: str) -> None:
        self._theme = theme

    def load(self) -> Preferences:
        """In that theme."""
        return Preferences(self._theme)


async def draw(name: str, size: tuple[int, int] = SIZE, theme: str = THEMES[0]) -> str:
    """A picture as SVG, naming no font from outside.

    Args:
        name: one of `PICTURES`.
        size: columns and rows.
        theme: one of `THEMES`.
    """
    make, keys = PICTURES[name]
    app = app_of(CannedLobby(), keeper=InTheme(theme))
    async with app.run_test(size=size) as pilot:
        await app.push_screen(make())
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause()
        drawn = app.export_screenshot(title=f"multipolar: {name}")
    return FAMILY.sub(OWN_FONTS, OUTSIDE_FONT.sub("", drawn))


def main() -> None:
    """Draw every picture; with ``--look FOLDER`` each in every size and theme, to be looked at."""
    parser = ArgumentParser(prog="python -m tests.tui.pictures", description=main.__doc__)
    parser.add_argument("--look", metavar="FOLDER", help="draw every screen there, and leave the README's be")
    match parser.parse_args().look:
        case str() as folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for name, size, theme in product(PICTURES, LOOKED_AT, THEMES):
                path = Path(folder) / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                path.write_text(asyncio.run(draw(name, size, theme)), encoding="utf-8")
        case _:
            for name in KEPT:
                (HERE / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
