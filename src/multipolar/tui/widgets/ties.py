"""The ties of a power, one's own or the chosen one: tension, interoperability, trust, dependence."""

from multipolar.cells import fit, fit_right
from multipolar.domain.addresses import between, toward
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.drawing import arrow, earlier_numbers, style_of
from multipolar.tui.widgets.panel import Panel

HEAD, COLUMN = 17, 6
"""Columns of a power with its relationship, and of each number."""
_COLUMNS = (("tension", "tens"), ("interoperability", "iop"), ("trust", "trust"), ("on", "dep"), ("by", "by"))
_WORDS = ("tension", "interop", "trust", "needs it", "needed by")
WIDE_NAME, WIDE_COLUMN = 15, 10
"""Columns of a name, and of each number, where every column has its word."""
WITH_WORDS = 4 + WIDE_NAME + 13 + WIDE_COLUMN * len(_COLUMNS)
"""Columns from which on they have."""


class Ties(Panel):
    """One row for each other power."""

    def title_now(self) -> str:
        """Whose ties."""
        return f"TIES OF {self.view.name(self._whose).upper()}"

    @property
    def _whose(self) -> str:
        ids = [power.id for power in self.view.powers]
        return self.selected if self.selected in ids else self.view.seat

    def select(self, power: str) -> None:
        """Show the ties of a power, as far as they are known."""
        super().select(power)
        self.retitle()

    def compose_lines(self, width: int) -> list[Line]:
        """Heads and rows."""
        view, me = self.view, self._whose
        if not any(power.id == me for power in view.powers):
            return [(Cell("Choose a power to see its ties.", "quiet"),)]
        then = earlier_numbers(view)
        # Where there is no room for all columns, the line of their heads ends in a sign that says so.
        has_words = width >= WITH_WORDS
        name, column = (WIDE_NAME, WIDE_COLUMN) if has_words else (0, COLUMN)
        heads = _WORDS if has_words else tuple(short for _, short in _COLUMNS)
        head = Cell(" " * (HEAD + name) + "".join(fit_right(word, column) for word in heads), "head")
        lines: list[Line] = [(head,)]
        for power in view.powers:
            if power.id == me:
                continue
            state = view.relationship(me, power.id)
            row = [
                Cell(fit(power.id, 4), "strong", opens=to.Power(power.id), hint=power.name),
                Cell(fit(power.name, name)),
                Cell(
                    fit(RELATIONSHIPS[state], 13),
                    style_of(state),
                    between("relationship", me, power.id),
                    to.Pair(me, power.id),
                ),
            ]
            for key, _ in _COLUMNS[: max(1, (width - HEAD - name) // column)]:
                target = {
                    "tension": between("tension", me, power.id),
                    "interoperability": between("interoperability", me, power.id),
                    "trust": toward("trust", me, power.id),
                    "on": toward("dependence", me, power.id),
                    "by": toward("dependence", power.id, me),
                }[key]
                value = view.numbers.get(target)
                if value is None:
                    row.append(Cell(f"{fit_right('?', column - 1)} "))
                    continue
                text = f"{fit_right(str(value), column - 1)}{arrow(value, then.get(target))}"
                row.append(Cell(text, "", target, hint=target))
            lines.append(tuple(row))
        return lines
