"""Charts: how numbers went over the rounds, beside one another."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import OptionList

from multipolar.cells import abbreviated
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.model.views import Seen, View
from multipolar.domain.vocabulary import ATTRIBUTES, INDICES
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import OpenWhy
from multipolar.tui.support.text import Options, Text, option
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.chart import Chart, Series
from multipolar.tui.widgets.keys import KeyBar


class Topic(NamedTuple):
    """Something to compare: (name, title, address) of each line; `mine` is drawn through."""

    id: str
    title: str
    lines: tuple[tuple[str, str, str], ...]
    mine: str = ""


class ChartsScreen(Screen[None]):
    """What to compare on the left, the chart on the right.

    Args:
        table: of the seat, or of a record.
        view: what is known.
        first: the topic to show first; empty: the first.
    """

    NAME = "charts"
    CSS_PATH = "charts.tcss"
    BINDINGS = bindings("charts")
    AUTO_FOCUS = "#topics"

    def __init__(self, table: Table, view: View, first: str = "") -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._first = first
        self._topics = {topic.id: topic for topic in topics(view)}
        self._shown = ""

    def compose(self) -> ComposeResult:
        """The topics and the chart."""
        yield Text(f"Over the rounds · {self.view.title}", id="head")
        with Horizontal(id="body"):
            yield Options(*(option(one.title, one.id) for one in self._topics.values()), id="topics")
            with Vertical():
                yield Text("", id="told")
                yield Chart(id="chart")
        yield KeyBar("charts")

    def on_mount(self) -> None:
        """Show the first."""
        order = list(self._topics)
        at = order.index(self._first) if self._first in order else 0
        self.query_one(OptionList).highlighted = at
        self._show(order[at])

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Another view of the same seat."""
        self.view = view
        self._topics = {topic.id: topic for topic in topics(view)}
        self._show(self._shown)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Draw what the cursor stands on."""
        if event.option.id:
            self._show(event.option.id)

    def on_option_list_option_selected(self) -> None:
        """Go to the chart, to ask why."""
        self.query_one(Chart).focus()

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Say what the line is."""
        self.query_one("#told", Text).update(event.cell.hint)

    def on_cell_grid_opened(self) -> None:
        """Enter asks why, as w does."""
        self.action_why()

    def action_why(self) -> None:
        """Ask why the chosen number is what it is."""
        chosen = self.query_one(Chart).chosen
        if chosen is None or not chosen.target:
            self.notify("Go to a line first: Enter or tab, then the arrows.")
        else:
            self.app.post_message(OpenWhy(self.table, chosen.target))

    def _show(self, topic: str) -> None:
        found = self._topics.get(topic)
        if found is None:
            return
        self._shown = topic
        self.query_one("#told", Text).update(found.title)
        self.query_one(Chart).show_series(series_of(self.view, found))

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)


def topics(view: View) -> tuple[Topic, ...]:
    """What can be compared, as far as the seat knows it; without what it knows nothing of."""
    ids = [(power.id, power.name) for power in view.powers]
    me = view.seat if any(power == view.seat for power, _ in ids) else ""
    found = [
        Topic("order", "The shared order", (
            ("architecture", "architecture", of("architecture", "all")),
            *((name, name, of("index", name)) for name in INDICES),
        ), "architecture"),
        *(
            Topic(key, f"{key.capitalize()} of the powers", tuple(
                (power, f"{key} of {name}", of(key, power)) for power, name in ids
            ), me)
            for key in ("standing", *(key for key in ATTRIBUTES if key != "standing"))
        ),
        Topic("threats", "Threats", tuple(
            (f"{abbreviated(threat.kind, 3)}{place + 1}", f"{threat.kind}, {theatre.name}", threat.target)
            for place, theatre in enumerate(view.theatres)
            for threat in view.threats if threat.theatre == theatre.id
        )),
    ]  # fmt: skip
    if me:
        others = [(power, name) for power, name in ids if power != me]
        for key, title in (
            ("tension", "Tension with you"),
            ("interoperability", "Interoperability"),
        ):
            lines = tuple((power, f"{key} with {name}", between(key, me, power)) for power, name in others)
            found.append(Topic(key, title, lines))
        trust = tuple((power, f"your trust in {name}", toward("trust", me, power)) for power, name in others)
        found.append(Topic("trust", "Your trust in others", trust))
    return tuple(topic for topic in found if any(target in view.numbers for _, _, target in topic.lines))


def series_of(view: View, topic: Topic) -> tuple[Series, ...]:
    """The lines of a topic: the opening, each round so far, and now."""
    past = list(view.past) or [view.opening]
    course = [*past, view.numbers] if view.debrief is None else past
    return tuple(
        Series(name, title, target, tuple(numbers.get(target) for numbers in course), name == topic.mine)
        for name, title, target in topic.lines
        if target in view.numbers
    )
