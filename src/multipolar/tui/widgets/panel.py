"""A panel of the table: a sheet with a title that renders itself from the view."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.screen import Screen

from multipolar.cells import cells_in, wrapped
from multipolar.domain.model.views import Seen, View
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import entitle
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line


class Panel(CellGrid):
    """What every panel of the table has in common.

    Args:
        view: what the seat knows.
        news: what it saw happen, oldest first.
    """

    HEADING: ClassVar[str] = ""

    DEFAULT_CSS = """
    Panel { border-top: solid $rule; border-title-color: $quiet; border-title-style: bold; }
    Panel:focus { border-top: heavy $accent; border-title-color: $accent; border-title-style: bold reverse; }
    """

    def __init__(self, view: View, news: Sequence[Seen] = (), *, id: str) -> None:
        super().__init__(id=id)
        self.view = view
        self.news: Sequence[Seen] = news
        self.selected = ""
        self._number = 0
        self._title = ""
        self._sought = ""

    def on_mount(self) -> None:
        """Title the panel."""
        self.retitle()

    def bear_number(self, number: int) -> None:
        """Show by which key the panel is reached."""
        self._number = number
        self.retitle()

    def retitle(self) -> None:
        """Title the panel anew, with its number where it has one."""
        title = f"[{self._number}] {self.title_now()}" if self._number else self.title_now()
        if self._sought:
            title = f"{title.partition(' · ')[0]} /{self._sought}"
        if title != self._title:
            self._title = title
            entitle(self, title)

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Draw what has changed."""
        self.view = view
        self.news = news
        self.retitle()
        self.recompose_lines()

    def select(self, power: str) -> None:
        """Show what there is about a power, which was chosen anywhere on the screen; empty: about none."""
        if power != self.selected:
            self.selected = power
            self.recompose_lines()

    def find(self, letters: str) -> None:
        """Show only what has the words typed; the title tells that it is not all."""
        super().find(letters)
        self._sought = letters.strip()
        self.retitle()

    def said_in_full(self, text: str) -> str:
        """With the names of the powers that are told by their letters."""
        ids = {power.id for power in self.view.powers}
        return " ".join((text, *(self.view.name(word) for word in re.findall(r"\w+", text) if word in ids)))

    def title_now(self) -> str:
        """The title, which may count what is in the panel."""
        return self.HEADING


def number_panels(screen: Screen[Any], panels: Iterable[str]) -> None:
    """Show on each panel of a screen by which key it is reached.

    Args:
        screen: of the panels.
        panels: their ids, in the order of the keys.
    """
    for number, panel in enumerate(panels, start=1):
        screen.query_one(f"#{panel}", Panel).bear_number(number)


def is_played(view: View) -> bool:
    """Whether who looks sits in a seat, and does not only watch."""
    return any(power.id == view.seat for power in view.powers)


def power_of(cell: Cell, view: View) -> str:
    """The power a cell is about; of a pair the other than the seat's own; empty: none."""
    match cell.opens:
        case to.Power(power):
            return "" if power == view.seat else power
        case to.Pair(one, other):
            return next((power for power in (other, one) if power != view.seat), "")
        case _:
            return ""


def paragraph(text: str, width: int, style: str = "", indent: str = "", most: int = 99) -> list[Line]:
    """A text broken into lines of a style; cut with an ellipsis after so many."""
    rows = wrapped(text, max(8, width - cells_in(indent)), most)
    return [(Cell(f"{indent}{row}", style),) for row in rows]
