"""Where to write an exercise that cannot be kept in its place any more."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Field, Text
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.keys import KeyBar


class ElsewhereScreen(ModalScreen[str | None]):
    """Asks for a folder; it comes back as it was written, or None.

    Args:
        why: what has become of the place, in words.
    """

    NAME = "elsewhere"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("elsewhere")
    AUTO_FOCUS = "Input"

    def __init__(self, why: str) -> None:
        super().__init__()
        self._why = why

    def compose(self) -> ComposeResult:
        """What is wrong, and a line to write on."""
        with Vertical(classes="window"):
            yield Text("It cannot be saved there any more", classes="title")
            yield Text(self._why, classes="text quiet")
            yield Field(placeholder="a folder to write the whole exercise to, such as ~/exercises")
            yield Text("Nothing more is carried out until it can be saved.", classes="quiet gap")
            with Horizontal(classes="buttons"):
                yield BindingButton("Write it there (^s)", "write")
        yield KeyBar("elsewhere")

    def action_write(self) -> None:
        """Give the folder, where one was named."""
        self.dismiss(self.query_one(Input).value.strip() or None)

    def action_back(self) -> None:
        """Nowhere, for now."""
        self.dismiss(None)
