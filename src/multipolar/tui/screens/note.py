"""Writing a note on an event of a record."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Field, Text
from multipolar.tui.widgets.keys import KeyBar

LONGEST = 500
"""Characters of a note."""


class NoteScreen(ModalScreen[str | None]):
    """Asks for a note; its text comes back, or None.

    Args:
        about: the event it is pinned to, in words.
    """

    NAME = "note"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("note")
    AUTO_FOCUS = "Input"

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """The event, and a line to write on."""
        with Vertical(classes="window"):
            yield Text("A note on this event", classes="title")
            yield Text(self._about, classes="text quiet")
            yield Field(placeholder="what to remember, or to talk about", max_length=LONGEST)
            yield Text("It is kept beside the record, which stays as it was.", classes="quiet gap")
            with Horizontal(classes="buttons"):
                yield Button("Pin it", variant="primary", id="pin")
        yield KeyBar("note")

    def on_button_pressed(self) -> None:
        """Pin it."""
        self.action_pin()

    def on_input_submitted(self) -> None:
        """Pin it."""
        self.action_pin()

    def action_pin(self) -> None:
        """Pin it, where anything was written."""
        text = " ".join(self.query_one(Input).value.split())
        self.dismiss(text or None)

    def action_back(self) -> None:
        """No note."""
        self.dismiss(None)
