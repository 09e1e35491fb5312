"""The projector: what everybody may see, large, for a screen that all look at (product, Projector).

It shows an observer's view and nothing else. Between the turns of teams it stands where the curtain
would, and whoever has made up their mind takes the keyboard.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Digits

from multipolar.domain.model.views import Seen, View
from multipolar.table.port import MEANWHILE, Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.screens.curtain import KeyboardFree
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.headlines import Headlines
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.map import Map
from multipolar.tui.widgets.order import Order
from multipolar.tui.widgets.panel import Panel
from multipolar.tui.widgets.relationships import Relationships
from multipolar.tui.widgets.theatres import Theatres

TURNS = 15
"""Seconds for which each of them stands, where relationships, map and order take turns."""
_BOARDS = ("-relationships", "-map", "-order")


class ProjectorScreen(KeyboardFree):
    """The public state of things; it follows by itself.

    Args:
        public: what everybody may see.
        news: what everybody saw happen, oldest first.
        table: of the seat whose turn it is; None when somebody only looks.
        view: what that seat knows; only its name is shown.
        clock: what is left of the phase, as it is written; empty where no clock runs.
    """

    NAME = "projector"
    CSS_PATH = "projector.tcss"
    BINDINGS = bindings("projector")
    AUTO_FOCUS = ""

    def __init__(
        self,
        public: View,
        news: Sequence[Seen] = (),
        table: Table | None = None,
        view: View | None = None,
        clock: str = "",
    ) -> None:
        super().__init__(table, view)
        self._shown = public
        self._news = news
        self._clock = clock
        self._board = 0

    def compose(self) -> ComposeResult:
        """Where we are, the clock, whose turn it is; then the board."""
        view, news = self._shown, self._news
        with Horizontal(id="head"):
            with Vertical(id="where"):
                yield Text(view.title, id="title")
                yield Text("", id="phase")
                yield Text("", id="whose")
            yield Digits("", id="clock")
        with Horizontal(id="board"):
            with Vertical(id="left"):
                yield Relationships(view, news, id="relationships")
                yield Order(view, news, id="order")
            with Vertical(id="middle"):
                yield Map(view, news, id="map")
                yield Theatres(view, news, id="theatres")
            yield Headlines(view, news, id="headlines")
        yield KeyBar("projector")

    def on_mount(self) -> None:
        """Say where we are; the panels are to be looked at alone, and take no keys."""
        for panel in self.query(Panel):
            panel.can_focus = False
        self._tell()
        self.show_clock(self._clock)
        self._turning = self.set_interval(TURNS, self._turn)

    def show_public(self, view: View, news: Sequence[Seen]) -> None:
        """Show what everybody may see now.

        Args:
            view: an observer's.
            news: everything everybody saw happen, oldest first.
        """
        self._shown, self._news = view, news
        for panel in self.query(Panel):
            panel.show_view(view, news)
        self._tell()

    def show_clock(self, left: str) -> None:
        """Show what is left of the phase.

        Args:
            left: as it is written, such as ``4:21``; empty where no clock runs.
        """
        clock = self.query_one("#clock", Digits)
        clock.display = bool(left)
        if left:
            clock.update(left)

    def _tell(self) -> None:
        view = self._shown
        where = "before the first round" if not view.round else f"Round {view.round} of {view.rounds}"
        phase = f"{view.phase.upper()} {view.exchange}" if view.phase == "crisis" else view.phase.upper()
        self.query_one("#phase", Text).update(f"{where} · {view.calendar} · {phase}")
        self.query_one("#whose", Text).update(self._whose())

    def _whose(self) -> str:
        if self.public is None:
            return "Everybody may see this. Esc goes back."
        name = self.public.name(self.public.seat)
        if self.is_left:
            return f"Nobody sits for {name}: {MEANWHILE[self.public.absence]}. ^s takes the seat again."
        return f"The keyboard waits for {name}: Enter. The others look away while a team is at it."

    def _turn(self) -> None:
        """The next of what takes turns where there is little room."""
        self._board = (self._board + 1) % len(_BOARDS)
        for place, name in enumerate(_BOARDS):
            self.set_class(place == self._board, name)

    def action_next_board(self) -> None:
        """Show the next, and let it stand."""
        self._turning.stop()
        self._turn()

    def action_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss(False)
