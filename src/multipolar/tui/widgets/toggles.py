"""A list in which any number of things can be marked; the mark is a letter, not only a colour."""

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message

from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line


class Toggles(CellGrid):
    """Things with a box before each; space, enter or a click marks one or takes the mark back.

    Args:
        options: (value, words) of each.
        marked: values marked at first.
    """

    class Changed(Message):
        """Something was marked, or is no longer."""

    def __init__(self, options: tuple[tuple[str, str], ...], marked: tuple[str, ...], *, id: str) -> None:
        super().__init__(id=id)
        self._options = options
        self._marked = set(marked)

    @property
    def marked(self) -> tuple[str, ...]:
        """Values marked, in the order of the list."""
        return tuple(value for value, _ in self._options if value in self._marked)

    def mark(self, values: Sequence[str]) -> None:
        """Mark these, and no others."""
        self._marked = set(values)
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """A box and words a line."""
        return [
            (
                Cell(
                    f"{'[x]' if value in self._marked else '[ ]'} {words}",
                    "accent" if value in self._marked else "",
                    opens=value,
                ),
            )
            for value, words in self._options
        ]

    def action_open(self) -> None:
        """Mark what is under the cursor, or take its mark back."""
        if self.chosen is not None:
            self._marked ^= {self.chosen.opens}
            self.recompose_lines()
            self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """A click marks."""
        super().on_click(event)
        if event.chain == 1:
            self.action_open()
