"""The curtain between two persons at one keyboard: only what is public shows (product, journeys)."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Button, Static

from multipolar.domain.views import View
from multipolar.tui.actions import bindings
from multipolar.tui.widgets.keys import KeyBar


class CurtainScreen(Screen[None]):
    """Hides everything until the next person is at the keyboard.

    Args:
        view: of the seat whose turn it is; only its public part is shown.
    """

    NAME = "curtain"
    CSS_PATH = "curtain.tcss"
    BINDINGS = bindings("curtain")

    def __init__(self, view: View) -> None:
        super().__init__()
        self.public = view

    def compose(self) -> ComposeResult:
        """Whose turn it is, and the public state of things."""
        view = self.public
        phase = view.phase.upper()
        where = "before the first round" if not view.round else f"round {view.round} of {view.rounds}"
        with Vertical(id="curtain"):
            yield Static(f"{view.title} · {where} · {phase}", classes="quiet")
            yield Static(f"{view.name(view.seat)}", id="whose")
            yield Static("Everybody else looks away. Nobody's secrets show until you press continue.")
            yield Button("Continue", variant="primary", id="go-on")
        yield KeyBar("curtain")

    def on_button_pressed(self) -> None:
        """The next person is here."""
        self.dismiss(None)

    def action_go_on(self) -> None:
        """The next person is here."""
        self.dismiss(None)
