"""Blocks of lines, set beside and under one another: how a page fills its room at every width.

A block is what draws its lines for a width. Nothing here knows what is told in them.
"""

from collections.abc import Callable, Sequence

from textual.binding import Binding

from multipolar.cells import cells_in
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line

Block = Callable[[int], list[Line]]
"""Draws its lines for so many columns."""
GAP = 3
"""Columns between two blocks."""
BAND = 12
"""Columns that what stands in one column of blocks may begin apart."""


def length_of(line: Line) -> int:
    """Columns that a line takes."""
    return sum(cells_in(cell.text) for cell in line)


def beside(left: Sequence[Line], right: Sequence[Line], width: int) -> list[Line]:
    """Two blocks next to one another.

    Args:
        left: the one on the left.
        right: the other.
        width: columns of the left one.
    """
    rows = max(len(left), len(right))
    lines: list[Line] = []
    for row in range(rows):
        first = left[row] if row < len(left) else EMPTY
        second = right[row] if row < len(right) else EMPTY
        lines.append((*first, Cell(" " * max(1, width + GAP - length_of(first))), *second))
    return lines


def under(*blocks: Sequence[Line]) -> list[Line]:
    """Blocks below one another, an empty line between any two; without those that are empty."""
    lines: list[Line] = []
    for block in blocks:
        if block:
            lines += [EMPTY, *block] if lines else block
    return lines


def in_columns(blocks: Sequence[Block], width: int, least: int = 56, most: int = 3) -> list[Line]:
    """Blocks in as many columns as there is room for, read down each column in turn.

    Args:
        blocks: in the order of reading.
        width: columns of the screen there are.
        least: how wide a column is at least.
        most: how many columns there are at most.
    """
    number, each = columns_for(width, len(blocks), least, most)
    drawn = [block(each) for block in blocks]
    columns = [under(*(drawn[one] for one in column)) for column in shared_out([*map(len, drawn)], number)]
    lines = columns[0] if columns else []
    for place, column in enumerate(columns[1:], start=1):
        lines = beside(lines, column, place * each + (place - 1) * GAP)
    return lines


def columns_for(width: int, blocks: int, least: int, most: int) -> tuple[int, int]:
    """How many columns there are room for, and how wide each is."""
    number = max(1, min(most, blocks, (width + GAP) // (least + GAP)))
    return number, (width - GAP * (number - 1)) // number


def shared_out(heights: Sequence[int], number: int) -> list[list[int]]:
    """Blocks by their places, shared out in order over so many columns, so that the highest is least high."""
    columns: list[list[int]] = []
    fair, used = _fair_height(heights, number), 0
    for place, height in enumerate(heights):
        if columns and used + 1 + height <= fair:
            columns[-1].append(place)
            used += 1 + height
        else:
            columns.append([place])
            used = height
    return columns


def _fair_height(heights: Sequence[int], number: int) -> int:
    """The least height at which so many columns hold all blocks, an empty line between any two."""
    for fair in range(max(heights, default=1), sum(heights) + len(heights) + 1):
        columns, used = 1, 0
        for height in heights:
            if used and used + 1 + height > fair:
                columns, used = columns + 1, height
            else:
                used += height + (1 if used else 0)
        if columns <= number:
            return fair
    return sum(heights) + len(heights)


class Leaf(CellGrid):
    """A page of blocks with a cursor; beyond its ends the arrows ask the screen for the page beside it."""

    BINDINGS = [Binding("space", "read_on", "read on", show=False)]  # noqa: RUF012 # Textual's own declaration

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: Callable[[int, int], list[Line]] = lambda width, height: [EMPTY]

    def show(self, drawn: Callable[[int, int], list[Line]]) -> None:
        """Show another page.

        Args:
            drawn: gives its lines for so many columns and rows.
        """
        self._drawn = drawn
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """What it shows, for the room there is; nothing before it has any."""
        if not self.size.width:
            return []
        return self._drawn(width, self.scrollable_content_region.height)

    def action_read_on(self) -> None:
        """Further down; from the end of the page to the next one."""
        if self.scroll_offset.y < self.max_scroll_y:
            self.scroll_page_down(animate=False)
        else:
            self.run_later("next_page")

    def run_later(self, action: str) -> None:
        """Ask the screen for something."""
        self.app.run_worker(self.run_action(f"screen.{action}"))

    def action_step(self, down: int, right: int) -> None:
        """Up and down within a column, left and right to the one beside it, or to the page beside this."""
        here = self._start(*self._at) if self._at[0] < len(self._lines) else 0
        found: tuple[int, int] | None = None
        places = [(row, column, self._start(row, column) - here) for row, column in self._places()]
        if right:
            aside = [place for place in places if place[2] * right > BAND]
            found = min(((row, column) for row, column, _ in aside), default=None, key=self._rows_away)
            if found is None:
                self.run_later("next_page" if right > 0 else "previous_page")
        else:
            on = [place for place in places if abs(place[2]) <= BAND and (place[0] - self._at[0]) * down > 0]
            found = min(((row, column) for row, column, _ in on), default=None, key=self._rows_away)
            if found is None:
                self.scroll_relative(y=down, animate=False)
        if found is not None:
            self.choose(*found)

    def _rows_away(self, place: tuple[int, int]) -> int:
        return abs(place[0] - self._at[0])
