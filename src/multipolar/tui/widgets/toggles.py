"""A list in which any number of things can be marked; the mark is a letter, not only a colour."""

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message

from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line


class Toggles(CellGrid):
    """Things with a box before each; space, enter or a click marks one or takes the mark back.

    Args:
        options: (value, words) of each.
        marked: values marked at first; the cursor begins on the first of them.
        alone: a value that takes the marks of all others back, as each of them takes its.
    """

    class Changed(Message):
        """Something was marked, or is no longer."""

    def __init__(
        self, options: tuple[tuple[str, str], ...], marked: tuple[str, ...], *, alone: str = "", id: str
    ) -> None:
        super().__init__(id=id)
        self._options = options
        self._marked = marked
        self._alone = alone

    def on_mount(self) -> None:
        """Begin on what is marked."""
        self.recompose_lines()
        for value in self.marked[:1]:
            self.stand_on(to.Choice(value))

    @property
    def marked(self) -> tuple[str, ...]:
        """Values marked, in the order in which they were."""
        return self._marked

    def mark(self, values: Sequence[str]) -> None:
        """Mark these, and no others."""
        known = {value for value, _ in self._options}
        self._marked = tuple(value for value in values if value in known)
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """A box and words a line."""
        return [
            (
                Cell(
                    f"{'[x]' if value in self._marked else '[ ]'} {words}",
                    "accent" if value in self._marked else "",
                    opens=to.Choice(value),
                ),
            )
            for value, words in self._options
        ]

    def action_open(self) -> None:
        """Mark what is under the cursor, or take its mark back."""
        if self.chosen is not None:
            value = self.chosen.key
            kept = tuple(one for one in self._marked if (one == self._alone) == (value == self._alone))
            self._marked = tuple(one for one in kept if one != value) if value in kept else (*kept, value)
            self.recompose_lines()
            self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """A click marks."""
        super().on_click(event)
        if event.chain == 1:
            self.action_open()
