"""The top line of the table: which exercise, round, phase; who you are and what you can spend."""

from multipolar.cells import cells_in
from multipolar.domain.knowledge.waiting import carried_in_words, not_carried
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.panel import Panel

WORDINGS = ((True, True), (True, False), (False, False))
"""Whether the line has date and full name, and whether it says when money comes; the longest first."""


class StatusLine(Panel):
    """One line; the money in it can be asked *why*."""

    DEFAULT_CSS = """
    StatusLine, StatusLine:focus {
        height: 1; border: none; padding: 0 1; background: $panel; overflow-y: hidden;
    }
    """

    def title_now(self) -> str:
        """It has none."""
        return ""

    def compose_lines(self, width: int) -> list[Line]:
        """Left: where we are. Right: what there is to spend; in the longest words that fit."""
        cellses = [self._line(width, is_dated=is_dated, is_long=is_long) for is_dated, is_long in WORDINGS]
        return [
            next(
                (line for line in cellses if sum(cells_in(cell.text) for cell in line) <= width), cellses[-1]
            )
        ]

    def _line(self, width: int, *, is_dated: bool, is_long: bool) -> Line:
        view = self.view
        when = f"round {view.round}/{view.rounds}" if view.round else "before round 1"
        phase = view.phase.upper()
        if view.phase == "crisis":
            phase += f" {view.exchange}"
        elif view.ready:
            phase += " · ready"
        left = [Cell(view.title, "strong"), Cell(f" · {when}")]
        if is_dated:
            left.append(Cell(f" · {view.calendar}", "quiet"))
        left += [Cell(" · ", "quiet"), Cell(phase, "accent")]
        dot = Cell(" · " if is_dated else " ", "quiet")
        right = [Cell(view.name(view.seat) if is_dated else view.seat, "strong")]
        lost, carried = not_carried(view), carried_in_words(view)
        for place, key in enumerate(("capital", "resources")):
            amount = view.numbers.get(f"{key}({view.seat})")
            if amount is None:
                continue
            coming = view.income[place]
            kept = f"{amount - lost[place]} kept, " if lost[place] else ""
            income = f" ({kept}+{coming}{' next' if is_long else ''})" if is_dated else f"+{coming}"
            hint = f"{key.capitalize()} to spend; {coming} more come next round"
            hint += f"; {carried}" if kept else ""
            if view.round >= view.rounds:
                income, hint = "", f"{key.capitalize()} to spend in the last round"
            number = Cell(f"{key} {amount}", "accent", f"{key}({view.seat})", hint=hint)
            right += [dot, number, Cell(income, "quiet")]
        used = sum(cells_in(cell.text) for cell in (*left, *right))
        return (*left, Cell(" " * max(1, width - used)), *right)
