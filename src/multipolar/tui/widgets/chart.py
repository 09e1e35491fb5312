"""A chart of numbers over the rounds: lines of dots, told apart by their dashes and named where they end."""

from collections.abc import Sequence
from typing import NamedTuple

from multipolar.cells import cells_in, fit
from multipolar.geography.projection import Frame
from multipolar.tui.support.dots import HIGH, WIDE, Dots, braille
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line

AXIS = 5
"""Columns of the scale to the left."""
LEAST_SPAN = 10
DASHES = ("#", "####  ", "## ", "#   ", "##### # ", "#  #    ")
STYLES = ("bar", "good", "warn", "bad", "correct", "cooperative", "adversarial", "allied", "strained", "head")
TICKS = 7
"""How many values the scale names at most."""


class Series(NamedTuple):
    """A number over the rounds.

    Attributes:
        name: three or so letters, where the line ends.
        title: what it is, in words.
        target: its address.
        values: the opening first; None where it was not known.
        strong: whether its line is drawn through.
    """

    name: str
    title: str
    target: str
    values: tuple[int | None, ...]
    strong: bool = False


class Chart(CellGrid):
    """Several numbers over the rounds, in one scale; each can be asked *why*."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._series: tuple[Series, ...] = ()

    def show_series(self, series: Sequence[Series]) -> None:
        """Draw these."""
        self._series = tuple(series)
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """The lines with their scale and names, and the rounds below."""
        return chart_lines(self._series, width, self.scrollable_content_region.height)


def chart_lines(all_series: Sequence[Series], width: int, height: int) -> list[Line]:
    """Lines of numbers with their scale and names, and the rounds below, in so many columns and rows."""
    rows = height - 1
    named = max((cells_in(series.name) for series in all_series), default=0) + 6
    columns = width - AXIS - named
    known = [value for series in all_series for value in series.values if value is not None]
    if rows < 3 or columns < 8 or not known:
        return [(Cell("Nothing of this is known yet.", "quiet"),)] if not known else [EMPTY]
    steps = max(len(series.values) for series in all_series)
    low, high = _span(known)
    frame = Frame((0, 0), 1, columns * WIDE, rows * HIGH)

    def place(step: int, value: int) -> tuple[int, int]:
        x = (frame.width - 1) * step // max(1, steps - 1)
        return x, round((high - value) * (frame.height - 1) / (high - low))

    cells: dict[tuple[int, int], tuple[int, str]] = {}
    names: dict[int, Cell] = {}
    # What is drawn through comes last, so that it lies above the others.
    for order, series in sorted(enumerate(all_series), key=lambda found: found[1].strong):
        style = "accent" if series.strong else STYLES[order % len(STYLES)]
        dots = Dots(frame)
        before: tuple[int, int] | None = None
        for step, value in enumerate(series.values):
            if value is None:
                continue
            now = place(step, value)
            dots.line(before or now, now, "#" if series.strong else DASHES[order % len(DASHES)])
            before = now
        for cell, bits in dots.cells.items():
            cells[cell] = (cells.get(cell, (0, ""))[0] | bits, style)
        if before is not None:
            _name(names, before[1] // HIGH, rows, _named(series, style, named))
    lines: list[Line] = []
    ticks = {place(0, value)[1] // HIGH: value for value in _ticks(low, high)}
    for row in range(rows):
        scale = f"{ticks[row]:>{AXIS - 2}d} ┤" if row in ticks else f"{' ' * (AXIS - 1)}│"
        lines.append((Cell(scale, "quiet"), *_run(cells, row, columns), names.get(row, Cell(" " * named))))
    return [*lines, _rounds(steps, columns)]


def _span(known: Sequence[int]) -> tuple[int, int]:
    """The scale: what is shown, with a little room, on tens and fives."""
    low, high = min(known), max(known)
    short = max(0, LEAST_SPAN - (high - low))
    low, high = low - (short + 1) // 2, high + (short + 1) // 2
    return low // 5 * 5, -(-high // 5) * 5


def _ticks(low: int, high: int) -> range:
    """Round values between the ends of a scale."""
    step = next(step for step in (5, 10, 20, 50) if (high - low) // step < TICKS)
    return range(-(-low // step) * step, high + 1, step)


def _named(series: Series, style: str, width: int) -> Cell:
    """A line's name with its last value."""
    last = next(value for value in reversed(series.values) if value is not None)
    text = fit(f" {series.name} {last}", width)
    return Cell(text, style, series.target, hint=f"{series.title}: {last}")


def _name(names: dict[int, Cell], row: int, rows: int, cell: Cell) -> None:
    """Put a name where its line ends, or in the nearest row that is free."""
    free = [one for one in range(rows) if one not in names]
    if free:
        names[min(free, key=lambda one: abs(one - row))] = cell


def _run(cells: dict[tuple[int, int], tuple[int, str]], row: int, columns: int) -> list[Cell]:
    found: list[Cell] = []
    for column in range(columns):
        bits, style = cells.get((row, column), (0, ""))
        text = braille(bits) if bits else " "
        if found and found[-1].style == style:
            found[-1] = found[-1]._replace(text=found[-1].text + text)
        else:
            found.append(Cell(text, style))
    return found


def _rounds(steps: int, columns: int) -> Line:
    """The rounds below the lines; the opening is 0."""
    text = [" "] * (columns + 2)
    for step in range(steps):
        at = (columns - 1) * step // max(1, steps - 1)
        for offset, letter in enumerate(str(step)):
            text[min(at + offset, columns + 1)] = letter
    return (Cell(" " * AXIS), Cell("".join(text), "quiet"))
