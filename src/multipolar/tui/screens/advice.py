"""Advice: what a doctrine would do in this seat, and why; Enter takes a move up.

Screens that a move is taken up on are imported when one is: they offer advice themselves.
"""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from multipolar.domain.model.commands import (
    Accept,
    AnswerInject,
    AnyCommand,
    Counter,
    Decline,
    Order,
    Propose,
    Respond,
    Vote,
)
from multipolar.domain.model.views import Advice
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Piece, capitalised, entitle, styled_lines
from multipolar.tui.widgets.cell_grid import Cell, CellGrid
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page


class AdviceSheet(CellGrid):
    """The advised moves."""

    def __init__(self) -> None:
        super().__init__(id="advice")
        self._found: tuple[Advice, ...] = ()

    def show_advice(self, found: tuple[Advice, ...]) -> None:
        """Show these moves."""
        self._found = found
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[tuple[Cell, ...]]:
        """A line a move."""
        return [
            (Cell(f" {number}  {advice.title} ", "strong", opens=to.Choice(str(number - 1))),)
            for number, advice in enumerate(self._found, start=1)
        ]


class AdviceScreen(ModalScreen[None]):
    """Asks the seat's doctrine.

    Args:
        table: of the seat.
    """

    NAME = "advice"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("advice")

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self._found: tuple[Advice, ...] = ()

    def compose(self) -> ComposeResult:
        """Moves above, the reason of the chosen one below."""
        with Vertical(classes="over fitting") as box:
            entitle(box, "What a doctrine would do here")
            yield AdviceSheet()
            yield Page("Thinking …")
        yield KeyBar("advice")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(AdviceSheet).focus()
        self.ask()

    @work(exclusive=True)
    async def ask(self) -> None:
        """Ask the table for advice."""
        self._found = await self.table.advise()
        sheet, page = self.query_one(AdviceSheet), self.query_one(Page)
        sheet.show_advice(self._found)
        if self._found:
            self._say(self._found[0])
        else:
            page.show_text("Nothing seems worth its price now. Keep the capital, or press ready.")

    def _picked(self, key: str) -> Advice | None:
        return self._found[int(key)] if key.isdecimal() and int(key) < len(self._found) else None

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Say why."""
        advice = self._picked(event.cell.key)
        if advice is not None:
            self._say(advice)

    def _say(self, advice: Advice) -> None:
        reason = capitalised(advice.reason)
        rows: list[Piece | list[Piece]] = [[(advice.title, "bold $accent")], "", f"Why: {reason}"]
        rows += ["", [("Enter takes it up: you see its odds, and send it yourself.", "$quiet")]]
        self.query_one(Page).show_text(styled_lines(rows))

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Take the move up: it is filled in where it can be looked at, and sent from there."""
        advice = self._picked(event.cell.key)
        if advice is not None:
            self.take(advice, advice.command)

    @work(exclusive=True)
    async def take(self, advice: Advice, command: AnyCommand) -> None:
        """Open the screen on which the move can be looked at, and sent."""
        screen = _screen_for(command, self.table)
        if screen is not None:
            await self.app.push_screen_wait(screen)
            self.dismiss(None)
            return
        asked = ConfirmScreen(advice.title, capitalised(advice.reason), (("do", "Do it"),))
        if await self.app.push_screen_wait(asked) and (await submit(self, self.table, command)).accepted:
            self.dismiss(None)

    def action_take_up(self) -> None:
        """Take the move under the cursor up."""
        self.query_one(AdviceSheet).action_open()

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)


def _screen_for(command: AnyCommand, table: Table) -> Screen[None] | None:
    """The screen on which a command is composed or answered; None where it has none."""
    from multipolar.tui.screens.answer import AnswerScreen, NoticeScreen
    from multipolar.tui.screens.ballot import BallotScreen
    from multipolar.tui.screens.crisis import CrisisScreen
    from multipolar.tui.screens.propose import ProposeScreen

    view = table.view
    match command:
        case Propose():
            return ProposeScreen(table, view, "joint", filled=command)
        case Order():
            return ProposeScreen(table, view, "order", filled=command)
        case Counter():
            return ProposeScreen(table, view, "joint", initiative=command.initiative, filled=command)
        case Accept() | Decline():
            return AnswerScreen(table, view, command.initiative, type(command).__name__.lower())
        case AnswerInject():
            return NoticeScreen(table, view, command.inject, command.option)
        case Vote():
            return BallotScreen(table, view, command.resolution, command.vote)
        case Respond():
            return CrisisScreen(table, view)
        case _:
            return None
