"""The map of a scenario as SVG: coasts, capitals, theatres, and an arrow for what lies beyond the edge."""

import html
from collections.abc import Iterator
from typing import NamedTuple

from multipolar.cells import visible
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.geography.coast import coastline
from multipolar.geography.projection import HALF_ROUND, Frame, frame_of, mark_of, turned

WIDTH, HEIGHT = 1600, 1040
"""In dots: a page across."""
_SIZE, _LINE = 21, 24
_EDGE = 14


class _Lying(NamedTuple):
    name: str
    longitude: float
    latitude: float
    minor: bool = False


class _Region(NamedTuple):
    powers: tuple[_Lying, ...]
    theatres: tuple[_Lying, ...]


def svg(setting: ScenarioModel) -> str:
    """The map as one SVG element, complete in itself and named for who cannot see it."""
    region = _Region(
        tuple(
            _Lying(f"{power.id} {power.name}", power.capital.longitude, power.capital.latitude, power.minor)
            for power in setting.powers
        ),
        tuple(
            _Lying(theatre.name, theatre.place.longitude, theatre.place.latitude)
            for theatre in setting.theatres
        ),
    )
    frame = frame_of(region, WIDTH, HEIGHT)
    title = _text(
        f"Map of {setting.title}: {', '.join(one.name for one in (*region.powers, *region.theatres))}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{title}</title>"
        f'<rect fill="#fff" stroke="#111" stroke-width="2" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<path fill="none" stroke="#777" stroke-width="1.6" d="{" ".join(_coast(frame, setting))}"/>'
        f'<g font-family="DejaVu Sans, sans-serif" font-size="{_SIZE}" fill="#111">'
        f"{''.join(_labels(frame, region))}</g></svg>"
    )


def _text(written: str) -> str:
    """Words within SVG: nothing in them is read as markup, and every sign can be seen."""
    return html.escape(visible(written))


def _coast(frame: Frame, setting: ScenarioModel) -> Iterator[str]:
    """Strokes of the coast that touch the map."""
    for line in setting.coast or coastline():
        before: tuple[int, int] | None = None
        east, pen_at = 0.0, None
        for longitude, latitude in line:
            now = frame.place(longitude, latitude)
            was, east = east, turned(longitude - frame.middle[0])
            if before is not None and abs(east - was) < HALF_ROUND and _near(frame, before, now):
                if pen_at != before:
                    yield f"M{before[0]} {before[1]}"
                yield f"L{now[0]} {now[1]}"
                pen_at = now
            before = now


def _near(frame: Frame, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether a stroke can be seen: it does not lie beyond one and the same edge."""
    return not (
        max(start[0], end[0]) < 0
        or min(start[0], end[0]) > frame.width
        or max(start[1], end[1]) < 0
        or min(start[1], end[1]) > frame.height
    )


def _labels(frame: Frame, region: _Region) -> Iterator[str]:
    """Marks with their names; a name that would lie upon another one is moved down."""
    taken: list[tuple[float, float, float, float]] = []
    for theatre in region.theatres:
        yield _mark(frame, theatre, "◇", taken, is_theatre=True)
    for power in region.powers:
        yield _mark(frame, power, mark_of(frame, power), taken)


def _mark(
    frame: Frame,
    place: _Lying,
    sign: str,
    taken: list[tuple[float, float, float, float]],
    *,
    is_theatre: bool = False,
) -> str:
    x, y = frame.place(place.longitude, place.latitude)
    x = min(max(x, _EDGE), frame.width - _EDGE)
    y = min(max(y, _LINE), frame.height - _EDGE)
    wide = len(place.name) * _SIZE * 0.56
    anchor_end = x + _EDGE + wide > frame.width
    left = x - _EDGE - wide if anchor_end else x + _EDGE
    top = float(y)
    while any(
        left < right and other < left + wide and top - _LINE < bottom and above < top
        for other, above, right, bottom in taken
    ):
        top += _LINE
    taken.append((left, top - _LINE, left + wide, top))
    anchor = "end" if anchor_end else "start"
    at = x - _EDGE if anchor_end else x + _EDGE
    style = ' font-style="italic"' if is_theatre else ""
    return (
        f'<text{style} x="{x}" y="{y}" text-anchor="middle">{sign}</text>'
        f'<text{style} x="{at}" y="{top:.0f}" text-anchor="{anchor}">{_text(place.name)}</text>'
    )
