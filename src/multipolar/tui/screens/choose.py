"""A question with a short list of answers, none of which binds: `ConfirmScreen` asks the others."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.choices import Choices
from multipolar.tui.widgets.keys import KeyBar


class ChooseScreen(ModalScreen[str | None]):
    """Asks; the id of the answer comes back, or None.

    Args:
        title: the question.
        text: what there is to know about it.
        choices: (id, words) of each answer.
        first: the answer the cursor stands on.
    """

    NAME = "choose"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("choose")

    def __init__(self, title: str, text: str, choices: tuple[tuple[str, str], ...], first: str = "") -> None:
        super().__init__()
        self._question = title
        self._text = text
        self._choices = choices
        self._first = first

    def compose(self) -> ComposeResult:
        """The question, and the answers."""
        with Vertical(classes="window"):
            yield Text(self._question, classes="title")
            yield Text(self._text, classes="text quiet")
            yield Choices(self._choices, self._first, at_once=True)
        yield KeyBar("choose")

    def on_mount(self) -> None:
        """The cursor is on the answers."""
        self.query_one(Choices).focus()

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """An answer was chosen."""
        self.dismiss(event.cell.key)

    def action_choose(self) -> None:
        """Give the answer under the cursor."""
        self.query_one(Choices).action_open()

    def action_back(self) -> None:
        """No answer."""
        self.dismiss(None)
