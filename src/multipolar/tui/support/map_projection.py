"""Where things lie on a map in letters: the region that is shown, and dots of braille for what is drawn.

A cell of the terminal holds two by four dots and is twice as high as wide, so that dots are square. The
projection is equirectangular, true in the region's middle latitude.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import cycle
from math import atan2, cos, degrees, radians, sin
from typing import NamedTuple, Protocol

from multipolar.tui.support.coast import Polyline, coastline

WIDE, HIGH = 2, 4
"""Dots of a cell."""
BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
NEAR = 55.0
"""Degrees of longitude from the middle of the theatres within which a power is drawn where it lies."""
MARGIN = 0.12
"""Of the region's span, what is shown around it."""
LEAST_SPAN = 10.0
HALF_ROUND = 180.0
NORTHMOST, SOUTHMOST = 78.0, -60.0

ARROWS = ("◂", "▸", "▴", "▾")
"""What points beyond the western, eastern, northern and southern edge."""

Point = tuple[float, float]


class Frame(NamedTuple):
    """What a map of so many cells shows.

    Attributes:
        middle: longitude and latitude at the centre, in degrees.
        scale: degrees of latitude a dot.
        width: in dots.
        height: in dots.
    """

    middle: Point
    scale: float
    width: int
    height: int

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The dot of a point, which may lie outside the map."""
        across = turned(longitude - self.middle[0]) * cos(radians(self.middle[1]))
        x = self.width / 2 + across / self.scale
        y = self.height / 2 - (latitude - self.middle[1]) / self.scale
        return int(x // 1), int(y // 1)

    def holds(self, x: int, y: int) -> bool:
        """Whether a dot lies on the map."""
        return 0 <= x < self.width and 0 <= y < self.height


def turned(longitude: float) -> float:
    """The same meridian between 180 west and 180 east."""
    return (longitude + 180) % 360 - 180


class Lying(Protocol):
    """What lies somewhere."""

    @property
    def longitude(self) -> float:
        """In degrees east."""
        ...

    @property
    def latitude(self) -> float:
        """In degrees north."""
        ...


class PowerLying(Lying, Protocol):
    """A power, by its capital."""

    @property
    def minor(self) -> bool:
        """Whether it is not ranked."""
        ...


class Region(Protocol):
    """What a map is of: a view, or a scenario's card."""

    @property
    def powers(self) -> Sequence[PowerLying]:
        """By their capitals."""
        ...

    @property
    def theatres(self) -> Sequence[Lying]:
        """By a point in each."""
        ...


def frame_of(region: Region, columns: int, rows: int) -> Frame:
    """The region of a scenario: its theatres, its minor powers, and every power that is not far from them.

    Args:
        region: its powers and theatres.
        columns: cells from west to east, at least 1.
        rows: cells from north to south, at least 1.
    """
    homes = [(power.longitude, power.latitude) for power in region.powers]
    small = [(power.longitude, power.latitude) for power in region.powers if power.minor]
    theatres = [(place.longitude, place.latitude) for place in region.theatres]
    centre = _middle([*theatres, *small] or homes)
    near = [home for home in homes if abs(turned(home[0] - centre)) <= NEAR]
    points = [*theatres, *small, *near] or [(0.0, 0.0)]
    easts = [turned(longitude - centre) for longitude, _ in points]
    norths = [latitude for _, latitude in points]
    beside = MARGIN * max(max(easts) - min(easts), max(norths) - min(norths), LEAST_SPAN)
    west, east = min(easts) - beside, max(easts) + beside
    south, north = max(min(norths) - beside, SOUTHMOST), min(max(norths) + beside, NORTHMOST)
    latitude = (south + north) / 2
    width, height = columns * WIDE, rows * HIGH
    across = max(east - west, LEAST_SPAN) * cos(radians(latitude))
    scale = max(across / width, max(north - south, LEAST_SPAN) / height)
    return Frame((turned(centre + (west + east) / 2), latitude), scale, width, height)


def far(frame: Frame, power: Lying) -> int:
    """Beyond which edge something lies, as an index into `ARROWS`; −1 when it lies on the map."""
    x, y = frame.place(power.longitude, power.latitude)
    if frame.holds(x, y):
        return -1
    across = max(-x, x - frame.width + 1, 0) / frame.width
    along = max(-y, y - frame.height + 1, 0) / frame.height
    if across >= along:
        return 0 if x < 0 else 1
    return 2 if y < 0 else 3


def mark_of(frame: Frame, power: PowerLying) -> str:
    """What stands for a power: a dot, a ring for a minor one, an arrow beyond the edge."""
    beyond = far(frame, power)
    if beyond >= 0:
        return ARROWS[beyond]
    return "○" if power.minor else "●"


def _middle(points: Iterable[Point]) -> float:
    """The mean meridian, also across the 180th."""
    angles = [radians(longitude) for longitude, _ in points]
    return degrees(atan2(sum(map(sin, angles)), sum(map(cos, angles))))


# --- Dots ------------------------------------------------------------------------------------


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
