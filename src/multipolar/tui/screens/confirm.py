"""A question whose answer binds: it is given by ^s alone, and begins on deciding later."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.choices import DECIDE_LATER, Answers
from multipolar.tui.widgets.keys import KeyBar


class ConfirmScreen(ModalScreen[str | None]):
    """Asks before something is done for good; the id of the answer comes back, or None.

    Args:
        title: the question.
        text: what will be done, or what there is to know about it.
        choices: (id, words) of each answer.
        later: words of the answer that does nothing.
    """

    NAME = "confirm"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("confirm")

    def __init__(
        self, title: str, text: str, choices: tuple[tuple[str, str], ...], later: str = DECIDE_LATER
    ) -> None:
        super().__init__()
        self._question = title
        self._text = text
        self._choices = choices
        self._later = later

    def compose(self) -> ComposeResult:
        """The question, and the answers."""
        with Vertical(classes="window"):
            yield Text(self._question, classes="title")
            yield Text(self._text, classes="text")
            yield Answers(self._choices, later=self._later)
        yield KeyBar("confirm")

    def on_mount(self) -> None:
        """The cursor is on the answers."""
        self.query_one(Answers).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An answer is given where the cursor stands on one; the only one there is, from anywhere."""
        return bool(self._answer) if action == "give" else True

    @property
    def _answer(self) -> str:
        if len(self._choices) == 1:
            return self._choices[0][0]
        return self.query_one(Answers).answer if self.is_mounted else ""

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def action_give(self) -> None:
        """Give the answer."""
        self.dismiss(self._answer)

    def on_cell_grid_opened(self) -> None:
        """Enter on deciding later."""
        self.dismiss(None)

    def action_back(self) -> None:
        """No answer."""
        self.dismiss(None)
