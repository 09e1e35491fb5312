"""Dots of braille, for what is drawn in letters: coasts, lines and charts.

A cell of the terminal holds two by four dots and is twice as high as wide, so that dots are square.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle

from multipolar.geography.coast import Polyline, coastline
from multipolar.geography.projection import HALF_ROUND, Frame, Region, frame_of, turned

WIDE, HIGH = 2, 4
"""Dots of a cell."""
BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def frame_in_cells(region: Region, columns: int, rows: int) -> Frame:
    """The region of a scenario, as a map of so many cells shows it.

    Args:
        region: its powers and theatres.
        columns: cells from west to east, at least 1.
        rows: cells from north to south, at least 1.
    """
    return frame_of(region, columns * WIDE, rows * HIGH)


class Dots:
    """Dots by cell.

    Args:
        frame: the map they lie on.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.cells: dict[tuple[int, int], int] = {}

    def mark(self, x: int, y: int) -> None:
        """Set a dot; one outside the map is left out."""
        if self.frame.holds(x, y):
            cell = (y // HIGH, x // WIDE)
            self.cells[cell] = self.cells.get(cell, 0) | _BITS[y % HIGH][x % WIDE]

    def line(self, start: tuple[int, int], end: tuple[int, int], dash: str = "#") -> None:
        """Draw a line.

        Args:
            start: its first dot.
            end: its last.
            dash: what of it is drawn, over and over: ``#`` a dot, a blank none.
        """
        for (x, y), drawn in zip(_between(start, end), cycle(dash), strict=False):
            if drawn == "#":
                self.mark(x, y)


def braille(bits: int) -> str:
    """The character of a cell's dots."""
    return chr(BRAILLE | bits) if bits else " "


def sample(dash: str, columns: int) -> str:
    """A line of this kind, for a legend."""
    dots = Dots(Frame((0, 0), 1, columns * WIDE, HIGH))
    dots.line((0, 2), (columns * WIDE - 1, 2), dash)
    return "".join(braille(dots.cells.get((0, column), 0)) for column in range(columns))


def _between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The dots of a straight line, both ends with it."""
    (x, y), (to_x, to_y) = start, end
    steps = max(abs(to_x - x), abs(to_y - y))
    for step in range(steps + 1):
        part = step / steps if steps else 0
        yield round(x + (to_x - x) * part), round(y + (to_y - y) * part)


@lru_cache(maxsize=16)
def shore(frame: Frame, lines: tuple[Polyline, ...] = ()) -> dict[tuple[int, int], int]:
    """The coast on a map, by cell.

    Args:
        frame: what the map shows.
        lines: a coast of its own; none: the world's.
    """
    dots = Dots(frame)
    for line in lines or coastline():
        before: tuple[int, int] | None = None
        east = 0.0
        for longitude, latitude in line:
            now = frame.place(longitude, latitude)
            was, east = east, turned(longitude - frame.middle[0])
            # A step over half the globe goes round its back: on a wide map both its ends are in sight.
            if before is not None and abs(east - was) < HALF_ROUND and _touches(frame, before, now):
                dots.line(before, now)
            before = now
    return dots.cells


def _touches(frame: Frame, start: tuple[int, int], end: tuple[int, int]) -> bool:
    return not (
        max(start[0], end[0]) < 0
        or min(start[0], end[0]) >= frame.width
        or max(start[1], end[1]) < 0
        or min(start[1], end[1]) >= frame.height
    )
