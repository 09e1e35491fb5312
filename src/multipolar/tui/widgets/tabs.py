"""The names of the panels in one line, where there is no room for all of them at once."""

from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line


class PanelTabs(CellGrid, can_focus=False):
    """One line of names; a click goes to a panel.

    Args:
        panels: id and title of each, in order.
    """

    DEFAULT_CSS = """
    PanelTabs { height: 1; background: $surface; overflow-y: hidden; }
    """

    def __init__(self, panels: dict[str, str], *, id: str) -> None:
        super().__init__(id=id)
        self._panels = panels
        self._now = next(iter(panels))

    def go_to(self, panel: str) -> None:
        """Mark a panel as the one that is shown."""
        if panel != self._now:
            self._now = panel
            self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """Number and name of each."""
        cells: list[Cell] = []
        for number, (panel, title) in enumerate(self._panels.items(), start=1):
            style = "picked" if panel == self._now else "quiet"
            cells += [Cell(f"[{number}] {title}", style, opens=to.ShowPanel(panel)), Cell(" ")]
        return [tuple(cells)]
