"""A form of rows, each with a choice: arrows up and down go through the rows, left and right change one."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.message import Message

from multipolar.cells import cells_in, fit
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line

LONGEST_NUMBER = 9
"""Digits a typed number may have."""


class Row(NamedTuple):
    """A row of the form.

    Attributes:
        id: what it is called when it changes.
        label: what stands before the choice.
        options: (value, words); empty: a number that can be typed.
        value: the value chosen.
        heading: a line that stands above the row.
        aside: quiet words after the choice.
    """

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    heading: str = ""
    aside: str = ""

    @property
    def words(self) -> str:
        """The choice in words."""
        return next((words for value, words in self.options if value == self.value), self.value)


class Form(CellGrid):
    """Rows with choices.

    Args:
        take: called with a row's id and its new value. It is called at once, and not told by a message,
            because it shows the rows again: after the next key that would be to show, and to keep, what
            was so before that key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", "before", show=False),
        Binding("right,space", "change(1)", "next", show=False),
        Binding("enter", "finish", "done", show=False),
    ]

    class Finished(Message):
        """Enter was pressed: the form is as it should be."""

    def __init__(self, take: Callable[[str, str], None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._take = take
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows."""
        self._rows = rows
        self.recompose_lines()

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        chosen = self.chosen
        return next((row for row in self._rows if chosen and row.id == chosen.key), None)

    def compose_lines(self, width: int) -> list[Line]:
        """Each row with its choice between arrows."""
        lines: list[Line] = []
        label = max((cells_in(row.label) for row in self._rows), default=0) + 2
        widest = max((cells_in(words) for row in self._rows for _, words in row.options), default=8)
        for row in self._rows:
            if row.heading:
                lines += [(Cell(""),), (Cell(row.heading, "head"),)]
            choice = f" ‹ {fit(row.words, widest)} › " if row.options else f"   {fit(row.words, widest)}   "
            rest = fit(f"  {row.aside}", width - label - cells_in(choice))
            lines.append(
                (
                    Cell(fit(row.label, label)),
                    Cell(choice, "strong", opens=to.Choice(row.id)),
                    Cell(rest, "quiet"),
                )
            )
        return lines

    def action_change(self, by: int) -> None:
        """Take the option before or after."""
        row = self.row
        if row is None or not row.options:
            return
        values = [value for value, _ in row.options]
        place = values.index(row.value) if row.value in values else 0
        self._set(row.id, values[(place + by) % len(values)])

    def action_finish(self) -> None:
        """All is as it should be."""
        self.post_message(self.Finished())

    def on_key(self, event: Key) -> None:
        """Type a number where a number is wanted."""
        row = self.row
        if row is None or row.options:
            return
        if event.character and event.character.isdecimal():
            event.stop()
            number = int(f"{row.value or 0}{event.character}")
            if number < 10**LONGEST_NUMBER:
                self._set(row.id, str(number))
        elif event.key == "backspace":
            event.stop()
            self._set(row.id, str(int(row.value or 0) // 10))

    def on_click(self, event: Click) -> None:
        """A click on a choice takes the next one."""
        before = self.row
        super().on_click(event)
        if self.row is not None and self.row == before:
            self.action_change(1)

    def _set(self, row: str, value: str) -> None:
        self.show_rows(
            tuple(found._replace(value=value) if found.id == row else found for found in self._rows)
        )
        self._take(row, value)
