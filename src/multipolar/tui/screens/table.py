"""The table: everything that matters this round in one screen (product, Table)."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from multipolar.domain.views import Seen, View
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.widgets.keys import KeyBar


class TableScreen(Screen[None]):
    """The main screen of a seat.

    Args:
        table: of the seat at the keyboard.
        view: what it knows now.
    """

    NAME = "table"
    BINDINGS = bindings("table")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view

    def compose(self) -> ComposeResult:
        """The panels."""
        yield Static(self.view.title, id="where", markup=False)
        yield KeyBar("table")

    def show_view(self, view: View, news: tuple[Seen, ...]) -> None:
        """Show another view of the same seat."""
        self.view = view

    def take_seat(self, table: Table, view: View) -> None:
        """Another person has taken the keyboard."""
        self.table = table
        self.show_view(view, ())
