"""The coastline of the world, as far as a terminal can draw it.

From Natural Earth, 1:110 million (https://www.naturalearthdata.com), in the public domain; Antarctica is
left out, and islands too small for that scale are not in it. `coastline.json` holds one list a line:
longitude and latitude by turns, in tenths of a degree.
"""

import json
from functools import cache
from importlib.resources import files

Polyline = tuple[tuple[float, float], ...]


@cache
def coastline() -> tuple[Polyline, ...]:
    """Lines of (longitude, latitude) in degrees; none crosses the 180th meridian. Read once."""
    lines = json.loads(files(__package__).joinpath("coastline.json").read_text(encoding="ascii"))
    return tuple(tuple((line[at] / 10, line[at + 1] / 10) for at in range(0, len(line), 2)) for line in lines)
