"""The sheet that panels are made of: its cursor, its buttons, and that only what changed is drawn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from multipolar.cells import fit
from multipolar.tui.support import routes as to
from multipolar.tui.support.themes import DARK
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line


class Fixed(CellGrid):
    """A sheet of given lines."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.given = lines
        self.drawn: list[int] = []

    def compose_lines(self, width: int) -> list[Line]:
        return self.given

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class Showing(App[None]):
    """Shows one sheet and remembers what was opened."""

    def __init__(self, sheet: Fixed) -> None:
        super().__init__()
        self.sheet = sheet
        self.opened: list[to.Route | str] = []
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        yield self.sheet

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        self.opened.append(event.cell.opens or event.cell.target)


LINES: list[Line] = [
    (Cell("heading"),),
    (Cell("a  ", target="economy(IND)"), Cell("b  ", opens=to.Power("CHN")), Cell("plain")),
    (Cell("quiet", "quiet"),),
    (Cell("   "), Cell("[do]", opens=to.Answer("x")), Cell("c", target="standing(IND)")),
]


@asynccontextmanager
async def shown(lines: list[Line]) -> AsyncIterator[tuple[Pilot[None], Fixed, Showing]]:
    sheet = Fixed(lines)
    app = Showing(sheet)
    async with app.run_test(size=(40, 10)) as pilot:
        sheet.focus()
        await pilot.pause()
        yield pilot, sheet, app


async def test_the_cursor_stands_on_the_first_thing_that_can_be_chosen() -> None:
    async with shown(LINES) as (_, sheet, _app):
        assert sheet.chosen == LINES[1][0]


async def test_arrows_go_from_cell_to_cell_and_over_lines_without_any() -> None:
    async with shown(LINES) as (pilot, sheet, _app):
        await pilot.press("right", "down")
        assert sheet.chosen == LINES[3][1]
        await pilot.press("right")
        assert sheet.chosen == LINES[3][2]
        await pilot.press("up", "home")
        assert sheet.chosen == LINES[1][0]
        await pilot.press("end")
        assert sheet.chosen == LINES[3][2]


async def test_enter_opens_what_the_cursor_is_on() -> None:
    async with shown(LINES) as (pilot, _sheet, app):
        await pilot.press("enter", "right", "enter")
        await pilot.pause()
        assert app.opened == ["economy(IND)", to.Power("CHN")]


async def test_a_click_chooses_a_second_one_opens_and_a_button_needs_only_one() -> None:
    async with shown(LINES) as (pilot, sheet, app):
        await pilot.click(sheet, offset=(5, 1))
        assert sheet.chosen == LINES[1][1]
        assert app.opened == []
        await pilot.click(sheet, offset=(5, 1), times=2)
        await pilot.pause()
        assert app.opened == [to.Power("CHN")]
        await pilot.click(sheet, offset=(5, 3))
        await pilot.pause()
        assert app.opened == [to.Power("CHN"), to.Answer("x")]


async def test_the_cursor_stays_on_its_thing_when_lines_come_before_it() -> None:
    async with shown(LINES) as (pilot, sheet, _app):
        await pilot.press("end")
        sheet.given = [(Cell("new", opens=to.Power("USA")),), *LINES]
        sheet.recompose_lines()
        assert sheet.chosen == LINES[3][2]


async def test_the_cursor_finds_another_place_when_its_thing_is_gone() -> None:
    async with shown(LINES) as (pilot, sheet, _app):
        await pilot.press("end")
        sheet.given = LINES[:2]
        sheet.recompose_lines()
        assert sheet.chosen in LINES[1]


async def test_a_sheet_with_nothing_to_choose_takes_every_key() -> None:
    async with shown([(Cell("nothing"),)]) as (pilot, sheet, app):
        await pilot.press("up", "down", "left", "home", "enter")
        assert sheet.chosen is None
        assert app.opened == []


async def test_only_the_line_that_changed_is_drawn_again() -> None:
    async with shown(LINES) as (pilot, sheet, _app):
        sheet.drawn.clear()
        sheet.given = [*LINES[:2], (Cell("louder", "quiet"),), LINES[3]]
        sheet.recompose_lines()
        await pilot.pause()
        assert sheet.drawn == [2]


def test_texts_are_cut_with_an_ellipsis_and_filled_with_blanks() -> None:
    assert fit("Sri Lanka", 5) == "Sri…"[:4] + " "
    assert fit("Sri Lanka", 12) == "Sri Lanka   "
    assert fit("Sri Lanka", 0) == ""
    assert len(fit("Memorandum", 6)) == 6


PROPOSALS: list[Line] = [
    line
    for name in ("first", "second", "third")
    for line in (
        (Cell(name, opens=to.Initiative(name)),),
        (
            Cell("[accept]", opens=to.Answer(f"accept {name}")),
            Cell("[decline]", opens=to.Answer(f"decline {name}")),
        ),
    )
]


async def test_a_cursor_nobody_has_moved_stands_on_the_first_thing_whatever_arrives() -> None:
    async with shown(PROPOSALS[2:]) as (_pilot, sheet, _app):
        sheet.given = PROPOSALS
        sheet.recompose_lines()
        assert sheet.chosen == PROPOSALS[0][0]


async def test_a_cursor_that_was_put_keeps_to_its_thing_when_others_arrive_above() -> None:
    async with shown(PROPOSALS[2:]) as (pilot, sheet, _app):
        await pilot.press("down", "right")
        sheet.given = PROPOSALS
        sheet.recompose_lines()
        assert sheet.chosen == PROPOSALS[3][1]
        sheet.begin_anew()
        assert sheet.chosen == PROPOSALS[0][0]


async def test_after_an_answer_the_cursor_stands_on_the_next_thing_and_on_no_answer_to_it() -> None:
    async with shown(PROPOSALS) as (pilot, sheet, _app):
        await pilot.press("down", "down", "down", "right")
        assert sheet.chosen == PROPOSALS[3][1]
        sheet.given = [*PROPOSALS[:2], *PROPOSALS[4:]]
        sheet.recompose_lines()
        assert sheet.chosen == PROPOSALS[4][0]
        await pilot.press("down")
        sheet.given = PROPOSALS[:2]
        sheet.recompose_lines()
        assert sheet.chosen == PROPOSALS[0][0]
