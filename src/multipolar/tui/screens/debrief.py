"""Debrief: what came of it, what decided it, what each wanted, words and deeds, questions (product, Debrief).

Five pages of one kind, each set for the room there is. Whatever stands on them can be opened: a moment in
the record, a power, an objective, the causes of a number.
"""

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from multipolar.domain.errors import Unreadable
from multipolar.domain.model.views import Explanation, Seen, TurningPoint, View
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import OpenMoment, OpenWhy
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.screens.power import PowerScreen
from multipolar.tui.screens.reading import ReadingScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.blocks import Leaf
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line
from multipolar.tui.widgets.debriefing import (
    deeds_page,
    objective_text,
    powers_page,
    questions_page,
    stories_and_sums,
    turning_page,
)
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.outcome import order_lines, outcome_page
from multipolar.tui.widgets.tabs import PanelTabs

PAGES = {
    "outcome": "outcome",
    "turning": "turning points",
    "powers": "powers",
    "deeds": "words, deeds",
    "questions": "questions",
}
"""The pages by id, in the order of their keys."""


class DebriefScreen(Screen[None]):
    """Everything may be known now.

    Args:
        table: of the seat.
        view: with its debrief.
    """

    NAME = "debrief"
    CSS_PATH = "debrief.tcss"
    BINDINGS = bindings("debrief")
    AUTO_FOCUS = "#outcome"

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._now = next(iter(PAGES))
        self._points: tuple[TurningPoint, ...] = ()
        self._seen: tuple[Seen, ...] = ()
        self._moved_by: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The names of the pages, and the pages."""
        yield Text(f"Debrief · {self.view.title} · round {self.view.round}, {_ended(self.view)}", id="head")
        yield PanelTabs(PAGES, id="tabs")
        for page in PAGES:
            yield Leaf(id=page)
        yield KeyBar("debrief")

    def on_mount(self) -> None:
        """Show what is known at once, then look back."""
        self._draw()
        self._go_to(self._now)
        self.look_back()

    @work(exclusive=True)
    async def look_back(self) -> None:
        """Ask the table for the moments that decided much, for the record, and for what moved the order."""
        self._points = await self.table.turning_points()
        self._seen = await self.table.record()
        self._draw()
        for target in order_lines(self.view):
            try:
                self._moved_by[target] = _most(await self.table.why(target))
            except Unreadable:
                continue
        self._draw()

    def _draw(self) -> None:
        view, debrief = self.view, self.view.debrief
        if debrief is None:
            return
        pages: dict[str, Callable[[int, int], list[Line]]] = {
            "outcome": lambda width, height: outcome_page(
                view,
                debrief,
                self._points,
                self._moved_by,
                (width, height),
                stories_and_sums(view, debrief, self._seen),
            ),
            "turning": lambda width, height: turning_page(view, self._points, width),
            "powers": lambda width, height: powers_page(view, debrief, self._seen, width),
            "deeds": lambda width, height: deeds_page(view, width),
            "questions": lambda width, height: questions_page(debrief, self._seen, width),
        }
        for page, drawn in pages.items():
            self.query_one(f"#{page}", Leaf).show(drawn)

    # --- from page to page ---

    def _go_to(self, page: str) -> None:
        self._now = page
        for one in PAGES:
            self.query_one(f"#{one}").display = one == page
        self.query_one(PanelTabs).go_to(page)
        self.query_one(f"#{page}").focus()

    def action_go_to_panel(self, panel: str) -> None:
        """Turn to a page by its number."""
        self._go_to(panel)

    def action_next_page(self) -> None:
        """The page to the right, or the first after the last."""
        self._turn(1)

    def action_previous_page(self) -> None:
        """The page to the left, or the last before the first."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        order = list(PAGES)
        self._go_to(order[(order.index(self._now) + by) % len(order)])

    # --- opening things ---

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Open what the cursor is on."""
        match event.cell.opens:
            case to.ShowPanel(panel):
                self._go_to(panel)
            case to.Moment(number):
                self.app.post_message(OpenMoment(self.table.exercise, self.table.seat, number))
            case to.Power(power):
                self.app.push_screen(PowerScreen(self.table, self.view, power))
            case to.Objective(objective, power):
                self._read_objective(power, objective)
            case _:
                self._ask_why(event.cell)

    def _read_objective(self, power: str, name: str) -> None:
        debrief = self.view.debrief
        for disclosure in debrief.disclosures if debrief is not None else ():
            for objective in disclosure.objectives:
                if (disclosure.power, objective.id) == (power, name):
                    title = f"{self.view.name(power)}: {objective.title}"
                    self.app.push_screen(ReadingScreen(title, objective_text(objective)))

    def action_why(self) -> None:
        """Ask why the number under the cursor is what it is."""
        self._ask_why(self.query_one(f"#{self._now}", Leaf).chosen)

    def _ask_why(self, chosen: Cell | None) -> None:
        if chosen is None or not chosen.target:
            self.notify("Put the cursor on a line with a number: the arrows move.")
        else:
            self.app.post_message(OpenWhy(self.table, chosen.target))

    def action_charts(self) -> None:
        """See how numbers went."""
        self.app.push_screen(ChartsScreen(self.table, self.view))

    def action_back(self) -> None:
        """Back to the table as it stands at the end."""
        self.dismiss(None)


def _ended(view: View) -> str:
    return view.debrief.how.replace("_", " ") if view.debrief is not None else "not over"


def _most(explanation: Explanation) -> str:
    """The step that moved a number most in the direction in which it went, in words."""
    went = explanation.value - explanation.start
    step = max(
        explanation.steps, key=lambda one: one.amount * went if went else abs(one.amount), default=None
    )
    return f"{step.round}: {step.amount:+d} {step.reason.partition(',')[0]}" if step is not None else ""
