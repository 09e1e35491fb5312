"""A short text to read over the table: an objective, an agreement, a message, an event."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.keys import KeyBar


class ReadingScreen(ModalScreen[None]):
    """A title and a text; any of the usual keys closes it.

    Args:
        title: the first line.
        text: the rest.
    """

    NAME = "reading"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("reading")

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title_text = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Title and text."""
        with VerticalScroll(classes="window"):
            yield Text(self._title_text, classes="title")
            yield Text(self._text, classes="text")
        yield KeyBar("reading")

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)
