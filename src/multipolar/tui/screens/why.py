"""Why: the chain of causes of a number, back to the decisions that began it."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.domain.errors import Unreadable
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import entitle
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page


class WhyScreen(ModalScreen[None]):
    """Explains one number.

    Args:
        table: of the seat that asks.
        target: the number's address, such as ``trust(IND,CHN)``.
    """

    NAME = "why"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("why")

    def __init__(self, table: Table, target: str) -> None:
        super().__init__()
        self.table = table
        self.target = target

    def compose(self) -> ComposeResult:
        """A page over the table."""
        with Vertical(classes="over fitting -page") as box:
            entitle(box, f"Why is {self.target} what it is?")
            yield Page("Looking it up …")
        yield KeyBar("why")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Page).focus()
        self.ask()

    @work(exclusive=True)
    async def ask(self) -> None:
        """Ask the table for the causes."""
        page = self.query_one(Page)
        try:
            explanation = await self.table.why(self.target)
            page.show_text(lambda width: formatting.explanation(self.table.view, explanation, width))
        except Unreadable as refusal:
            page.show_text(refusal.message)

    def action_back(self) -> None:
        """Back to where the question was asked."""
        self.dismiss(None)
