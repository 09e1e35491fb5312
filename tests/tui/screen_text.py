"""The text of a screen as a person reads it: what snapshots hold."""

from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot

from multipolar.signs import is_hidden


def text_of(app: App[None]) -> str:
    """Every row of the terminal, without colours and without the blanks at the end of rows."""
    compositor = app.screen._compositor
    strips = compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def row_with(app: App[None], words: str) -> str:
    """The first row that has these words; empty when there is none."""
    return next((row for row in text_of(app).splitlines() if words in row), "")


def region_of(app: App[None], words: str) -> Region:
    """Where these words stand on the screen.

    Raises:
        AssertionError: when they are not there.
    """
    for y, row in enumerate(text_of(app).splitlines()):
        x = row.find(words)
        if x >= 0:
            return Region(x, y, len(words), 1)
    raise AssertionError(f"'{words}' is not on the screen:\n{text_of(app)}")


def checked(pilot: Pilot[None]) -> str:
    """Nothing that steers a terminal is drawn, and every row takes the columns there are.

    Returns:
        What the screen shows.
    """
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    rows = ["".join(segment.text for segment in strip) for strip in strips]
    for row in rows:
        signs = [sign for before, sign in zip(("", *row), row, strict=False) if is_hidden(sign, before)]
        assert not [sign for sign in signs if sign != "\u2800"], ascii(row)
        assert cell_len(row) == pilot.app.size.width, ascii(row)
    return text_of(pilot.app)
