"""The table as it stood at a moment of a record: to be read, not played."""

from textual.binding import Binding

from multipolar.tui.input.turns import ROUND_PHASES
from multipolar.tui.screens.assessment import AssessmentScreen
from multipolar.tui.screens.table import TableScreen

_ACTS = ("propose", "order", "message", "ready", "crisis", "advice", "withdraw", "hand_over")
"""What is done at a table, and never in a record."""


class PastTableScreen(TableScreen):
    """The main screen of a seat at a moment that is past."""

    NAME = "table"
    CSS_PATH = "table.tcss"
    BINDINGS = [Binding("escape", "home", "back", show=False)]  # noqa: RUF012 # Textual's own declaration

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be read."""
        if action in _ACTS:
            return False
        return super().check_action(action, parameters)

    def action_assessment(self) -> None:
        """Read what had happened in the last round."""
        now = self.view.round
        news = tuple(
            seen for seen in self._news if seen.phase in ROUND_PHASES and now - 1 <= seen.round <= now
        )
        self.app.push_screen(AssessmentScreen(self.view, news))

    def action_home(self) -> None:
        """Back to the record."""
        self.dismiss(None)
