"""The curtain between two persons at one keyboard: only what is public shows (product, journeys)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Button

from multipolar.domain.model.commands import Absence
from multipolar.domain.model.views import View
from multipolar.table.port import MEANWHILE, Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.messages import ArrangeSeats
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.keys import KeyBar


class KeyboardFree(Screen[bool | None]):
    """A screen between two turns: the next person takes the keyboard (True), or another seat's does.

    None, where who sits where has changed meanwhile.

    Args:
        table: of the seat whose turn it is; None when nobody's is.
        public: what that seat knows; a screen shows the public part of it alone.
    """

    def __init__(self, table: Table | None, public: View | None) -> None:
        super().__init__()
        self.table = table
        self.public = public

    @property
    def is_left(self) -> bool:
        """Whether nobody sits at the seat whose turn it is."""
        return self.public is not None and self.public.seat in self.public.away

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A seat that was left cannot be left again; who only looks takes nothing."""
        if action == "back":
            return self.table is None
        if action in ("go_on", "leave_seat"):
            return self.table is not None and not self.is_left
        if action == "take_again":
            return self.table is not None and self.is_left
        return self.table is not None if action in ("hand_over", "seats") else True

    def action_go_on(self) -> None:
        """The next person is here."""
        self.dismiss(True)

    @work(exclusive=True)
    async def action_take_again(self) -> None:
        """Somebody sits down at a seat that was left."""
        if self.table is not None and (await submit(self, self.table, Absence(away=False))).accepted:
            self.dismiss(True)

    def action_seats(self) -> None:
        """Let a person take over a seat of the program's, or leave one to it."""
        self.app.post_message(ArrangeSeats())

    def action_hand_over(self) -> None:
        """Somebody else is at the keyboard."""
        self.dismiss(False)

    @work(exclusive=True)
    async def action_leave_seat(self) -> None:
        """Nobody sits at this seat for now."""
        if self.table is not None and (await submit(self, self.table, Absence())).accepted:
            self.dismiss(False)


class CurtainScreen(KeyboardFree):
    """Hides everything until the next person is at the keyboard.

    Args:
        table: of the seat whose turn it is.
        view: what it knows; only its public part is shown.
    """

    NAME = "curtain"
    CSS_PATH = "curtain.tcss"
    BINDINGS = bindings("curtain")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__(table, view)
        self._view = view

    def compose(self) -> ComposeResult:
        """Whose turn it is, and the public state of things."""
        view = self._view
        phase = view.phase.upper()
        where = "before the first round" if not view.round else f"round {view.round} of {view.rounds}"
        meanwhile = MEANWHILE[view.absence]
        with Vertical(id="curtain"):
            yield Text(f"{view.title} · {where} · {phase}", classes="quiet")
            yield Text(f"{view.name(view.seat)}", id="whose")
            if self.is_left:
                yield Text(f"Nobody sits here: {meanwhile}. ^s takes the seat again.")
            else:
                yield Text("Everybody else looks away. Nobody's secrets show until you press continue.")
                yield Text(f"Is nobody here for it? Press u: {meanwhile}.", classes="quiet")
            with Horizontal(id="choices"):
                if self.is_left:
                    yield BindingButton("Take it again (^s)", "take_again")
                else:
                    yield Button("Continue", variant="primary", id="go-on")
                yield Button("Another seat", id="other")
                if not self.is_left:
                    yield BindingButton("Nobody here (u)", "leave_seat")
        yield KeyBar("curtain")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The next person is here, or another is."""
        if event.button.id == "other":
            self.action_hand_over()
        else:
            self.action_go_on()
