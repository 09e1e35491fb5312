"""Intent: what a weighty decision is for, asked in three lines, never insisted on (rulebook §2)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from multipolar.domain.model.commands import StateIntent
from multipolar.domain.model.views import IntentAsked
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.support.text import Field, Text
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.keys import KeyBar

LONGEST = 200
"""Characters of an answer."""


class IntentScreen(ModalScreen[None]):
    """Asks what a person wants of a decision, what the others will do, and how sure it is.

    Args:
        table: of the seat.
        asked: the decision.
    """

    NAME = "intent"
    CSS_PATH = ["window.tcss", "intent.tcss"]  # noqa: RUF012 # Textual's own declaration
    BINDINGS = bindings("intent")
    AUTO_FOCUS = "#wants"

    def __init__(self, table: Table, asked: IntentAsked) -> None:
        super().__init__()
        self.table = table
        self._asked = asked

    def compose(self) -> ComposeResult:
        """Three lines to fill in."""
        with VerticalScroll(classes="window", can_focus=False):
            yield Text(self._asked.title, id="decision")
            yield Text("Yours alone until the debrief, which sets it beside the outcome.", classes="quiet")
            yield Text("What do you want from it?", classes="question")
            yield Field(id="wants", max_length=LONGEST, compact=True)
            yield Text("How will the others react?", classes="question")
            yield Field(id="expects", max_length=LONGEST, compact=True)
            yield Text("How sure are you that it comes off, 0 to 100 %?", classes="question")
            yield Field("50", id="sure", max_length=3, type="integer", compact=True)
            with Horizontal(classes="buttons"):
                yield BindingButton("Keep it (^s)", "send")
                yield Button("Leave it", id="leave")
        yield KeyBar("intent")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line."""
        if event.input.id != "sure":
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Leave it."""
        self.action_back()

    @work(exclusive=True)
    async def action_send(self) -> None:
        """Keep the answer; the window closes when it was taken."""
        wants, expects, sure = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("wants", "expects", "sure")
        )
        if not wants:
            self.notify("Say in a line what you want from it; esc leaves it.")
            self.query_one("#wants").focus()
            return
        if not sure.isdecimal():
            self.notify("How sure you are is a number from 0 to 100.")
            self.query_one("#sure").focus()
            return
        command = StateIntent(about=self._asked.about, wants=wants, expects=expects, sure=int(sure))
        if (await submit(self, self.table, command)).accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Leave it unanswered."""
        self.dismiss(None)
