"""Advice: what a doctrine would do in this seat, and why; Enter takes a move up."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.domain.commands import AnyCommand, Order, Propose
from multipolar.domain.views import Advice
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.sending import submit
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.sheet import Cell, Sheet


class AdviceSheet(Sheet):
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
            (Cell(f" {number}  {advice.title} ", "strong", opens=str(number - 1)),)
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
        with Vertical(classes="over") as box:
            box.border_title = "What a doctrine would do here"
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
            page.show_text(f"{self._found[0].reason}\n\nEnter takes the move up; nothing is sent unseen.")
        else:
            page.show_text("Nothing seems worth its price now. Keep the capital, or press ready.")

    def _picked(self, opens: str) -> Advice | None:
        return self._found[int(opens)] if opens.isdecimal() and int(opens) < len(self._found) else None

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """Say why."""
        advice = self._picked(event.cell.opens)
        if advice is not None:
            self.query_one(Page).show_text(
                f"{advice.reason}\n\nEnter takes the move up; nothing is sent unseen."
            )

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """Take the move up: proposals and orders are filled in, answers are given."""
        advice = self._picked(event.cell.opens)
        if advice is not None and isinstance(advice.command, AnyCommand):
            self.take(advice.command)

    @work(exclusive=True)
    async def take(self, command: AnyCommand) -> None:
        """Fill a move in, or give an answer."""
        if isinstance(command, Propose | Order):
            from multipolar.tui.screens.propose import FormKind, ProposeScreen

            form: FormKind = "joint" if isinstance(command, Propose) else "order"
            await self.app.push_screen_wait(ProposeScreen(self.table, self.table.view, form, filled=command))
            self.dismiss(None)
            return
        if (await submit(self, self.table, command)).accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)
