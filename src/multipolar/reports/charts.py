"""The charts of a report as SVG: told apart by colour and dash, each named for who cannot see it."""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

import vl_convert

from multipolar.reports.contents import Course, Pair

WIDTH, HEIGHT = 620, 230
_DASHES = (
    [1, 0],
    [6, 3],
    [2, 2],
    [8, 3, 2, 3],
    [4, 4],
    [10, 2],
    [1, 3],
    [12, 4, 1, 4],
    [3, 6],
    [14, 2, 2, 2],
)
_RADIUS, _MIDDLE = 120, 150
_CLOSE = {"partner": 1.4, "allied": 3.0}
_COLD = {"strained": 1.0, "adversarial": 2.2, "rupture": 3.4}


def lines(courses: Sequence[Course], title: str, first_round: int = 0) -> str:
    """Numbers round by round, a line each.

    Args:
        courses: at least one.
        title: what is drawn, in words.
        first_round: the round of the first value.
    """
    rows = [
        {"round": number, "value": value, "line": course.title}
        for course in courses
        for number, value in enumerate(course.values, first_round)
    ]
    names = [course.title for course in courses]
    said = "; ".join(f"{course.title} {course.values[0]} to {course.values[-1]}" for course in courses)
    dashes = [_DASHES[place % len(_DASHES)] for place in range(len(names))]
    named: dict[str, object] = {"field": "line", "type": "nominal", "title": None, "scale": {"domain": names}}
    named["legend"] = {
        "symbolType": "stroke",
        "symbolSize": 400,
        "labelLimit": 260,
        "columns": 3,
        "orient": "bottom",
    }
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": HEIGHT,
        "title": title,
        "data": {"values": rows},
        "mark": {"type": "line"},
        "encoding": {
            "x": {
                "field": "round",
                "type": "quantitative",
                "axis": {"title": "round", "tickMinStep": 1, "format": "d"},
            },
            "y": {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": False}},
            "color": {**named, "scale": {"domain": names}},
            "strokeDash": {**named, "scale": {"domain": names, "range": dashes}},
        },
    }
    drawn: str = vl_convert.vegalite_to_svg(chart)
    return _named(drawn, f"{title}: {said}")


def ties(powers: Sequence[str], pairs: Sequence[Pair], *, at_the_end: bool) -> str:
    """Who is close to whom, and who is at odds: powers in a ring, a line for each pair that is either."""
    at = {
        power: (
            _MIDDLE + _RADIUS * sin(2 * pi * place / len(powers)),
            _MIDDLE - _RADIUS * cos(2 * pi * place / len(powers)),
        )
        for place, power in enumerate(powers)
    }
    parts, told = [], []
    for pair in pairs:
        state = pair.ended if at_the_end else pair.began
        if state not in _CLOSE and state not in _COLD:
            continue
        told.append(f"{pair.a} and {pair.b} {state}")
        (x1, y1), (x2, y2) = at[pair.a], at[pair.b]
        wide = _CLOSE.get(state) or _COLD[state]
        style = "stroke:#1b6ca8" if state in _CLOSE else "stroke:#b03a2e;stroke-dasharray:5 4"
        parts.append(
            f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" '
            f'style="{style};stroke-width:{wide}"/>'
        )
    for power, (x, y) in at.items():
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="15" style="fill:#fff;stroke:#222"/>')
        parts.append(
            f'<text x="{x:.0f}" y="{y + 3.5:.0f}" text-anchor="middle" '
            f'style="font:600 10px sans-serif;fill:#111">{power}</text>'
        )
    when = "at the end" if at_the_end else "at the beginning"
    title = f"Ties {when}: {'; '.join(told) or 'none close, none at odds'}"
    size = 2 * _MIDDLE
    return f'<svg role="img" viewBox="0 0 {size} {size}"><title>{title}</title>{"".join(parts)}</svg>'


def _named(drawn: str, title: str) -> str:
    """An SVG with a title, and no more than its words: what is drawn is not read out mark by mark."""
    opening, _, rest = drawn.partition(">")
    inner = rest.removesuffix("</svg>").rstrip()
    return f'{opening} role="img"><title>{escape(title)}</title><g aria-hidden="true">{inner}</g></svg>'
