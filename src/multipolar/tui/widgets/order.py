"""The shared order: the architecture score and the six indices, with bars and their course (rulebook §9)."""

from multipolar.cells import fit
from multipolar.domain.addresses import of
from multipolar.domain.vocabulary import INDICES
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.drawing import arrow, bar, course, earlier_numbers
from multipolar.tui.widgets.panel import Panel

LABEL = 14
STEPS = 8


class Order(Panel):
    """One row an index; every number can be asked *why*."""

    def title_now(self) -> str:
        """What it is."""
        return "THE SHARED ORDER"

    def compose_lines(self, width: int) -> list[Line]:
        """The score first, then what it is made of."""
        view = self.view
        then = earlier_numbers(view)
        wide = max(4, min(40, width - LABEL - 6 - STEPS - 2))
        lines: list[Line] = []
        for word, target in (
            ("architecture", of("architecture", "all")),
            *((name, of("index", name)) for name in INDICES),
        ):
            value = view.numbers.get(target)
            if value is None:
                continue
            full, empty = bar(value, wide)
            is_whole = word == "architecture"
            lines.append(
                (
                    Cell(fit(word, LABEL), "strong" if is_whole else ""),
                    Cell(full, "accent" if is_whole else "bar"),
                    Cell(empty, "trough"),
                    Cell(f" {value:>3d}{arrow(value, then.get(target))} ", "strong", target, hint=word),
                    Cell(course(view, target, STEPS), "bar"),
                )
            )
        return lines
