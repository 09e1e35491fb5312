"""The region that a map of a scenario shows, and where on it a place lies.

The projection is equirectangular, true in the region's middle latitude. A dot is whatever the map is drawn
with: it is square.
"""

from collections.abc import Iterable, Sequence
from math import atan2, cos, degrees, radians, sin
from typing import NamedTuple, Protocol

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


def frame_of(region: Region, width: int, height: int) -> Frame:
    """The region of a scenario: its theatres, its minor powers, and every power that is not far from them.

    Args:
        region: its powers and theatres.
        width: dots from west to east, at least 1.
        height: dots from north to south, at least 1.
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
