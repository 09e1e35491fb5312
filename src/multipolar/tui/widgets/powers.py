"""The powers with their attributes: value, arrow, and the course of one attribute over the rounds."""

from collections.abc import Sequence

from multipolar.cells import fit, fit_right
from multipolar.domain.addresses import of, split
from multipolar.domain.model.views import Seen, View
from multipolar.domain.vocabulary import ATTRIBUTES
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line
from multipolar.tui.widgets.drawing import arrow, course, earlier_numbers
from multipolar.tui.widgets.panel import Panel

_SHORT = {
    "economy": "eco",
    "capability": "cap",
    "technology": "tec",
    "governance": "gov",
    "stability": "sta",
    "standing": "std",
    "autonomy": "aut",
}
_LONGER = {
    "economy": "economy",
    "capability": "capab.",
    "technology": "techn.",
    "governance": "govern.",
    "stability": "stabil.",
    "standing": "stand.",
    "autonomy": "auton.",
}
"""The same in seven letters at most."""
WITH_LONGER = 82
"""Columns from which on there is room for these."""
WITH_NAMES = 54
"""Columns from which on names stand beside ids."""


class Powers(Panel):
    """One row a power; the course shown is that of the attribute under the cursor."""

    def __init__(self, view: View, news: Sequence[Seen] = (), *, id: str) -> None:
        super().__init__(view, news, id=id)
        self._key = "standing"

    def title_now(self) -> str:
        """What it is, and whose course is drawn."""
        return f"POWERS · course of {self._key}"

    def compose_lines(self, width: int) -> list[Line]:
        """Heads and rows."""
        view = self.view
        then = earlier_numbers(view)
        name = 15 if width >= WITH_NAMES else 0
        has_longer = width >= WITH_LONGER
        column, heads = (8, _LONGER) if has_longer else (4, _SHORT)
        room = max(0, width - 4 - name - column * len(ATTRIBUTES) - 1)
        head = [Cell(" " * (4 + name))]
        for key in ATTRIBUTES:
            style = "accent" if key == self._key else "head"
            head.append(Cell(f"{fit_right(heads[key], column - 1)} ", style, hint=key))
        lines: list[Line] = [tuple(head)]
        for power in view.powers:
            style = "accent" if power.id == view.seat else "quiet" if power.minor else "strong"
            if power.id == self.selected:
                style = "picked"
            hint = f"{power.name}, {power.kind}"
            row = [
                Cell(power.id, style, opens=to.Power(power.id), hint=hint),
                Cell(f" {fit(power.name, name)}", "" if style == "picked" else style),
            ]
            for key in ATTRIBUTES:
                target = of(key, power.id)
                value = view.numbers.get(target)
                if value is None:
                    row.append(Cell(f"{fit_right('?', column - 1)} "))
                    continue
                sign = arrow(value, then.get(target))
                text = f"{fit_right(str(value), column - 1)}{sign}"
                row.append(Cell(text, "", target, hint=f"{power.name}: {key} {value}"))
            row.append(Cell(f" {course(view, of(self._key, power.id), room)}", "bar"))
            lines.append(tuple(row))
        return lines

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Draw the course of the attribute the cursor came to."""
        if not event.cell.target:
            return
        key = split(event.cell.target)[0]
        if key != self._key:
            self._key = key
            self.retitle()
            self.recompose_lines()
