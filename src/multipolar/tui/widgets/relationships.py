"""The relationship matrix: every pair in a word or a sign, and the numbers of the one under the cursor."""

from collections.abc import Sequence

from multipolar.cells import cells_in, fit, share
from multipolar.domain.addresses import between, toward
from multipolar.domain.model.views import Seen, View
from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line
from multipolar.tui.widgets.drawing import SHORT, SIGNS, arrow, earlier_numbers, style_of
from multipolar.tui.widgets.panel import Panel

LABEL = 4
"""Columns of a row's label."""
WIDEST = 12
"""Columns of a cell in which every relationship stands in its own word."""
WIDE = 8
"""Columns of one in which there is room for the word in seven letters; in less, a sign."""


class Relationships(Panel):
    """Rows and columns are powers; each cell is the public relationship of a pair.

    Attributes:
        has_room: whether a tall screen has room for the tensions too.
    """

    def __init__(self, view: View, news: Sequence[Seen] = (), *, id: str) -> None:
        super().__init__(view, news, id=id)
        self._pair = _first_pair(view)
        self.has_room = True

    def title_now(self) -> str:
        """What it is."""
        return "RELATIONSHIPS"

    def compose_lines(self, width: int) -> list[Line]:
        """Heads, rows, two lines about the pair under the cursor, and what the signs mean."""
        view = self.view
        ids = [power.id for power in view.powers]
        then = earlier_numbers(view)
        wide = max(4, min(WIDEST, (width - LABEL) // max(1, len(ids))))
        heads = [Cell(" " * LABEL)]
        heads += [self._label(power, fit(f" {power}", wide)) for power in ids]
        lines: list[Line] = [tuple(heads)]
        for a in ids:
            row = [self._label(a, fit(a, LABEL))]
            for b in ids:
                if a == b:
                    row.append(Cell(fit(f" {_word(None, wide - 1)}", wide), "trough"))
                    continue
                state = view.relationship(a, b)
                target = between("relationship", a, b)
                sign = arrow(state, then.get(target))
                text = fit(f"{sign}{_word(state, wide - 1)}", wide)
                row.append(Cell(text, style_of(state), target, to.Pair(a, b), _told(view, a, b)))
            lines.append(tuple(row))
            if wide >= WIDE and self._is_tall:
                lines.append(self._tensions(a, ids, wide))
        return [*lines, *self._about_pair(width), *self._meanings(width, wide)]

    def _meanings(self, width: int, wide: int) -> list[Line]:
        """What stands in the matrix and needs a word."""
        if wide < WIDE:
            return _legend(width)
        told = "t: tension, 0 to 100   ▲▼ moved" if self._is_tall else "▲▼ moved"
        return [(Cell(told, "quiet"),)]

    @property
    def _is_tall(self) -> bool:
        """Whether there is room for the tension of each pair under its relationship."""
        return self.is_attached and self.screen.has_class("-tall") and self.has_room

    def _tensions(self, a: str, ids: Sequence[str], wide: int) -> Line:
        """The tensions of a power with each other one, under the words of its row."""
        view, row = self.view, [Cell(" " * LABEL)]
        for b in ids:
            target = between("tension", *sorted((a, b))) if a != b else ""
            value = view.numbers.get(target)
            if value is None:
                row.append(Cell(" " * wide))
                continue
            sign = arrow(value, earlier_numbers(view).get(target))
            hint = f"tension of {view.name(a)} and {view.name(b)}: {value}"
            row.append(Cell(fit(f"{sign}t {value}", wide), "quiet", target, to.Pair(a, b), hint))
        return tuple(row)

    def _label(self, power: str, text: str) -> Cell:
        style = "picked" if power == self.selected else "accent" if power == self.view.seat else "head"
        return Cell(text, style, opens=to.Power(power), hint=self.view.name(power))

    def _about_pair(self, width: int) -> list[Line]:
        view, (a, b) = self.view, self._pair
        if not a:
            return []
        lasting = next((seen for seen in view.relations if {seen.a, seen.b} == {a, b}), None)
        state = view.relationship(a, b)
        first_name, second_name = share(view.name(a), view.name(b), width - 20 - cells_in(" and : "))
        words = f"{first_name} and {second_name}: "
        rivals = ", rivals" if lasting is not None and lasting.rivals else ""
        first = (
            Cell(words),
            Cell(RELATIONSHIPS[state], style_of(state)),
            Cell(rivals, "bad"),
        )
        second = []
        for word, target in (
            ("tension", between("tension", a, b)),
            ("interop", between("interoperability", a, b)),
            ("trust", toward("trust", a, b)),
            ("dep", toward("dependence", a, b)),
        ):
            value = view.numbers.get(target)
            if value is None:
                continue
            sign = arrow(value, earlier_numbers(view).get(target)).strip()
            second += [Cell(f"{word} {value}{sign}", "", target, hint=target), Cell(" ")]
        return [first, tuple(second) or (Cell(""),)]

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Tell about the pair the cursor came to."""
        match event.cell.opens:
            case to.Pair(a, b) if (a, b) != self._pair:
                self._pair = (a, b)
                self.recompose_lines()


def _word(state: int | None, room: int) -> str:
    """A relationship as there is room for it; None: that of a power with itself."""
    if room < WIDE - 1:
        return "─" if state is None else SIGNS[state]
    words = RELATIONSHIPS if room >= WIDEST - 1 else SHORT
    return "─" * room if state is None else words[state]


def _legend(width: int) -> list[Line]:
    """What each sign means, worst to best, and the arrows."""
    lines: list[list[Cell]] = [[]]
    used = 0
    meanings = [(f"{sign}{word}", style_of(state)) for state, (sign, word) in enumerate(
        zip(SIGNS, RELATIONSHIPS, strict=True)
    )]  # fmt: skip
    for text, style in (*meanings, ("▲▼moved", "quiet")):
        if used and used + 1 + cells_in(text) > width:
            lines.append([])
            used = 0
        lines[-1] += [Cell(" " if used else ""), Cell(text, style)]
        used += cells_in(text) + (1 if used else 0)
    return [tuple(line) for line in lines]


def _first_pair(view: View) -> tuple[str, str]:
    ids = [power.id for power in view.powers]
    if len(ids) < 2:
        return ("", "")
    me = view.seat if view.seat in ids else ids[0]
    rival = next((seen for seen in view.relations if seen.rivals and me in (seen.a, seen.b)), None)
    if rival is not None:
        return (me, rival.b if rival.a == me else rival.a)
    return (me, next(power for power in ids if power != me))


def _told(view: View, a: str, b: str) -> str:
    return f"{view.name(a)} and {view.name(b)}: {RELATIONSHIPS[view.relationship(a, b)]}"
