"""Searching in lists: one line with one behaviour on every screen that has a search."""

import string
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import OptionList

from multipolar.tui.app import MultipolarApp
from multipolar.tui.input.actions import actions_of
from multipolar.tui.input.presses import name_of
from multipolar.tui.screens.table import SEARCHED, TableScreen
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line, found_in
from multipolar.tui.widgets.search import Search, near
from tests.tui.canned import TABLE, CannedTable
from tests.tui.pictures.__main__ import PICTURES
from tests.tui.playing import Ticking, seated, see, until
from tests.tui.screen_text import row_with, text_of
from tests.tui.test_presses import at_the_table, press, remembered, show

TYPED = "joint jk space r x"
PLACES = [
    *(("table", panel) for panel in SEARCHED), ("propose", "moves"), ("glossary", "words"), ("help", ""),
]  # fmt: skip
"""Screens and the list in each that is searched."""
SLIPPED = {
    ("table", "inbox"): ("partol", "Counter-piracy p"),
    ("table", "initiatives"): ("exrecise", "Joint exercise"),
    ("table", "headlines"): ("Jakatra", "Jakarta"),
    ("propose", "moves"): ("jiont", "Joint exercise"),
    ("glossary", "words"): ("deterence", "deterrence"),
    ("help", ""): ("projetcor", "Show what everybody may see, large"),
}
"""What is typed with a slip, and what is told of it."""


@asynccontextmanager
async def searching(screen: str, panel: str, keys: Sequence[str] = ("slash",)) -> AsyncIterator[Pilot[None]]:
    """A screen as it opens, the cursor in the line of its search."""
    async with at_the_table(Ticking()) as pilot:
        if screen != "table":
            await show(pilot, screen)
        elif isinstance(pilot.app.screen, TableScreen):
            pilot.app.screen.go_to_panel(panel)
        await pilot.pause()
        await pilot.press(*keys)
        yield pilot


def line_of(pilot: Pilot[None]) -> Search:
    return pilot.app.screen.query_one(Search)


def listed(pilot: Pilot[None], panel: str) -> object:
    """All that stands in what is searched."""
    found = pilot.app.screen.query_one(f"#{panel}") if panel else None
    if isinstance(found, CellGrid):
        return [cell.text for line in found.lines for cell in line if cell.can_be_chosen]
    if isinstance(found, OptionList):
        return [option.id for option in found.options]
    return text_of(pilot.app)


async def type_fast(pilot: Pilot[None], letters: str) -> None:
    """Letters that follow one another faster than anything is drawn."""
    assert isinstance(pilot.app, MultipolarApp)
    for letter in letters:
        press(pilot.app, letter if letter.isalnum() else _character_to_key(letter))
    await pilot.pause()


# --- Every screen with a search ---------------------------------------------------------------------


async def test_every_screen_with_a_search_offers_its_key_and_is_tested_here() -> None:
    async with at_the_table(Ticking()) as pilot:
        for name in PICTURES:
            await show(pilot, name)
            screen = pilot.app.screen
            offered = {action.id for action in actions_of(name_of(screen))}
            assert bool(screen.query(Search)) == ("find" in offered), name
            assert bool(screen.query(Search)) == (name_of(screen) in {place for place, _ in PLACES}), name


@pytest.mark.parametrize(("screen", "panel"), PLACES)
async def test_every_letter_goes_into_the_search_and_does_nothing_else(
    screen: str, panel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with remembered(monkeypatch) as done:
        async with searching(screen, panel, ()) as pilot:
            stack = list(pilot.app.screen_stack)
            await type_fast(pilot, f"/{TYPED}")
            await until(pilot, lambda: line_of(pilot).value == TYPED)
            assert pilot.app.screen_stack == stack
            line_of(pilot).value = ""
            for letter in string.printable.strip():
                await pilot.press(_character_to_key(letter))
            assert line_of(pilot).value == string.printable.strip()
            assert pilot.app.screen_stack == stack
            assert not done


@pytest.mark.parametrize(("screen", "panel"), [("propose", "moves"), ("glossary", "words")])
async def test_where_the_line_is_always_seen_letters_typed_in_the_list_go_into_it(
    screen: str, panel: str
) -> None:
    async with searching(screen, panel, ()) as pilot:
        assert pilot.app.screen.focused is pilot.app.screen.query_one(f"#{panel}")
        await type_fast(pilot, TYPED)
        await until(pilot, lambda: line_of(pilot).value == TYPED)
        await pilot.press("escape", *"joint", "space", "j", "k")
        assert line_of(pilot).value == "joint jk"


@pytest.mark.parametrize(("screen", "panel"), PLACES)
async def test_what_finds_nothing_says_what_is_near_and_esc_shows_everything_again(
    screen: str, panel: str
) -> None:
    typed, meant = SLIPPED[screen, panel]
    async with searching(screen, panel, ()) as pilot:
        before = listed(pilot, panel)
        focused = pilot.app.screen.focused
        await pilot.press("slash", *typed)
        await until(pilot, lambda: f"“{typed}”" in text_of(pilot.app))
        assert meant in text_of(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: listed(pilot, panel) == before)
        assert pilot.app.screen.focused is focused
        assert not line_of(pilot).is_on


@pytest.mark.parametrize(("screen", "panel"), PLACES)
async def test_esc_ends_the_search_from_the_list_too(screen: str, panel: str) -> None:
    async with searching(screen, panel, ("slash", *"e")) as pilot:
        top = pilot.app.screen
        top.set_focus(line_of(pilot).list_searched)
        await pilot.press("escape")
        await until(pilot, lambda: not line_of(pilot).value)
        assert pilot.app.screen is top


# --- At the table -----------------------------------------------------------------------------------


async def test_what_was_found_in_the_inbox_is_opened_by_enter_and_keeps_the_cursor() -> None:
    async with seated() as (pilot, table):
        await pilot.press("slash", *"sri lanka patrol")
        inbox = pilot.app.screen.query_one("#inbox", CellGrid)
        await until(pilot, lambda: "/sri lanka patrol" in text_of(pilot.app))
        heads = [cell.opens for line in inbox.lines for cell in line if cell.can_be_chosen]
        assert heads == [to.Initiative("3.LKA.counter_piracy.IND")]
        await pilot.press("enter")
        await see(pilot, "reply")
        await pilot.press("escape")
        await see(pilot, "table")
        await pilot.press("escape")
        assert inbox.chosen is not None
        assert inbox.chosen.opens == heads[0]
        assert not inbox.is_searched
        assert table.submitted == []


async def test_a_search_from_another_panel_is_one_in_the_inbox() -> None:
    async with seated() as (pilot, _):
        await pilot.press("1", "slash")
        await until(pilot, lambda: bool(row_with(pilot.app, "type to find something in the inbox")))
        await pilot.press("escape")
        await until(pilot, lambda: not row_with(pilot.app, "type to find"))


async def test_the_line_of_keys_tells_what_can_be_pressed_while_letters_are_typed() -> None:
    async with seated() as (pilot, _):
        assert "p propose" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("slash")
        await until(pilot, lambda: "esc end the search" in text_of(pilot.app).splitlines()[-1])
        assert "propose" not in text_of(pilot.app).splitlines()[-1]
        await pilot.press("escape")
        await until(pilot, lambda: "p propose" in text_of(pilot.app).splitlines()[-1])


async def test_who_takes_the_keyboard_sees_nothing_of_what_another_searched_for() -> None:
    async with seated() as (pilot, _):
        await pilot.press("slash", *"mine", "tab")
        screen = pilot.app.screen
        assert isinstance(screen, TableScreen)
        screen.take_seat(CannedTable(TABLE), TABLE, ())
        await until(pilot, lambda: "/mine" not in text_of(pilot.app))
        assert not screen.query_one(Search).value


# --- What is found ----------------------------------------------------------------------------------

LINES: list[Line] = [
    (Cell("price", "quiet"),),
    (Cell("AT SEA", "head"),),
    (Cell("Joint exer…", opens=to.Choice("a"), name="Joint exercise"),),
    (Cell("  a drill", "quiet"),),
    EMPTY,
    (Cell("ON LAND", "head"),),
    (Cell("Hotline", opens=to.Choice("b")),),
    (Cell("Joint patrol", opens=to.Choice("c")),),
]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("exercise joint", ["price", "AT SEA", "Joint exer…", "  a drill"]),
        ("DRILL", ["price", "AT SEA", "Joint exer…", "  a drill"]),
        ("joint", ["price", "AT SEA", "Joint exer…", "  a drill", "", "ON LAND", "Joint patrol"]),
        ("land", ["price", "ON LAND", "Hotline", "Joint patrol"]),
        ("hotlien", ["Nothing here has “hotlien”; near to it:", "Hotline"]),
    ],
)
def test_things_are_found_by_all_words_typed_under_their_headings(letters: str, found: list[str]) -> None:
    lines = found_in(LINES, letters, lambda text: text, 60)
    assert ["".join(cell.text for cell in line) for line in lines] == found


def test_what_is_near_is_told_by_whole_names_nearest_first() -> None:
    names = ["Joint exercise", "Hotline", "Joint patrol", "Port visit"]
    assert near("patroll", names) == ["Joint patrol"]
    assert near("jiont", names) == ["Joint exercise", "Joint patrol"]
    assert near("zzz", names) == []


async def test_the_cursor_is_drawn_in_the_list_while_letters_are_typed() -> None:
    async with searching("table", "inbox") as pilot:
        sheet = pilot.app.screen.query_one("#inbox", CellGrid)
        cursor = sheet.get_component_rich_style("cell-grid--cursor")

        def is_drawn() -> bool:
            rows = (sheet.render_line(y) for y in range(sheet.size.height))
            return any(segment.style == cursor for row in rows for segment in row)

        assert not sheet.has_focus
        assert is_drawn()
        await pilot.press("3")
        await pilot.press("escape", "2")
        await until(pilot, lambda: not is_drawn())


async def test_enter_is_offered_in_a_search_only_where_it_opens_something() -> None:
    async with searching("help", "") as pilot:
        assert not row_with(pilot.app, "enter open")
    async with searching("table", "inbox") as pilot:
        assert row_with(pilot.app, "enter open")
