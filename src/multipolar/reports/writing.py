"""A report as a file: HTML complete in itself, Markdown, JSON, or a table of figures round by round."""

import csv
import io
from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from multipolar.cells import visible
from multipolar.reports import charts
from multipolar.reports.contents import OUTCOMES, Report

EDITIONS = {
    "all": "The facilitator's edition: it tells everything.",
    "observer": "The observer's edition: it tells what everybody may know.",
}
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|"})
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program take a cell for a formula."""


def html(report: Report) -> str:
    """The report as one HTML file that asks for nothing else."""
    made = {
        "indices": charts.lines(report.indices, "The shared order") if report.indices else "",
        "threats": charts.lines(report.threats, "Threats") if report.threats else "",
        "finals": (
            charts.lines(report.finals, "Final scores after each round", 1)
            if report.finals and len(report.finals[0].values) > 1
            else ""
        ),
        "ties_before": charts.ties(report.powers_in_order, report.pairs, at_the_end=False),
        "ties_after": charts.ties(report.powers_in_order, report.pairs, at_the_end=True),
    }
    return (
        _templates(escaped=True)
        .get_template("report.html")
        .render(
            report=report,
            edition=_edition(report),
            outcomes=OUTCOMES,
            charts={name: Markup(drawn) for name, drawn in made.items()},  # noqa: S704 drawn here, names escaped there
        )
    )


def markdown(report: Report) -> str:
    """The report as Markdown; what could be read as marks in texts is escaped."""
    return _templates(escaped=False).get_template("report.md").render(report=report, edition=_edition(report))


def as_json(report: Report) -> bytes:
    """The report as one JSON object."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def as_csv(report: Report) -> str:
    """Figures round by round, a row each: kind, name, round, value."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(("kind", "name", "round", "value"))
    for kind, courses, since in (
        ("index", report.indices, 0),
        ("threat", report.threats, 0),
        ("final", report.finals, 1),
    ):
        for course in courses:
            for number, value in enumerate(course.values, since):
                rows.writerow((kind, harmless(course.title), number, value))
    return written.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _edition(report: Report) -> str:
    return EDITIONS.get(report.edition, f"The edition of {report.edition}: it tells what that seat may know.")


@cache
def _templates(*, escaped: bool) -> Environment:
    found = Environment(
        loader=PackageLoader("multipolar.reports"),
        autoescape=escaped,  # noqa: S701  # Markdown has an escaping of its own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.finalize = _shown if escaped else _escaped
    return found


def _shown(value: Any) -> Any:
    """Signs that cannot be seen are shown by a sign of their own."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _escaped(value: Any) -> Any:
    return visible(value).translate(_MARKDOWN) if isinstance(value, str) else value
