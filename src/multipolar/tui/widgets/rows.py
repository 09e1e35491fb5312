"""Rows of styled text in columns beside one another, for pages that are read and not walked about in."""

from collections.abc import Callable, Sequence

from multipolar.cells import cells_in
from multipolar.tui.support.text import Piece, content
from multipolar.tui.widgets.blocks import GAP, columns_for, shared_out

Row = list[Piece]
"""A line of pieces."""
Block = Callable[[int], list[Row]]
"""Gives its rows for so many columns of the screen."""


def length_of_row(row: Row) -> int:
    """Cells that a row takes."""
    return sum(cells_in(piece[0] if isinstance(piece, tuple) else content(piece).plain) for piece in row)


def rows_in_columns(blocks: Sequence[Block], width: int, least: int = 52, most: int = 3) -> list[Row]:
    """Blocks in as many columns as there is room for, read down each column in turn.

    Args:
        blocks: in the order of reading.
        width: cells there are for a row.
        least: how wide a column is at least.
        most: how many columns there are at most.
    """
    number, each = columns_for(width, len(blocks), least, most)
    drawn = [block(each) for block in blocks]
    columns = [_under([drawn[one] for one in column]) for column in shared_out([*map(len, drawn)], number)]
    rows: list[Row] = []
    for place in range(max(map(len, columns), default=0)):
        row: Row = []
        for column, found in enumerate(columns):
            if place < len(found) and found[place]:
                row.append(" " * (column * (each + GAP) - length_of_row(row)))
                row += found[place]
        rows.append(row)
    return rows


def _under(blocks: Sequence[list[Row]]) -> list[Row]:
    rows: list[Row] = []
    for block in blocks:
        rows += [[], *block] if rows else block
    return rows
