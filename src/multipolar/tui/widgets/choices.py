"""A short list of answers to choose from."""

from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line

LATER = "later"
"""The answer that is none: it binds nothing, and the cursor begins on it."""
DECIDE_LATER = "Decide later"


class Choices(CellGrid):
    """A short list to choose from: (id, words); `at_once`: one click gives the answer."""

    def __init__(
        self, choices: tuple[tuple[str, str], ...], first: str = "", *, at_once: bool = False
    ) -> None:
        super().__init__(id="choices")
        self._kind = to.Answer if at_once else to.Choice
        self._choices = choices
        self._first = first

    def compose_lines(self, width: int) -> list[Line]:
        """A line a choice."""
        return [(Cell(f" {words} ", "strong", opens=self._kind(key)),) for key, words in self._choices]

    def on_mount(self) -> None:
        """Show them, the cursor on the first or on the one that was asked for."""
        self.recompose_lines()
        keys = [key for key, _ in self._choices]
        self.choose(keys.index(self._first) if self._first in keys else 0, 0)


class Answers(Choices):
    """Answers that bind, below one that does not: Enter opens only what binds nothing, ^s gives the others.

    Args:
        choices: id and words of each answer.
        first: the answer to begin on, where the person asked for it; else the cursor begins on *later*.
        later: words of the answer that is none.
        opening: ids of answers that open something and bind nothing yet.
    """

    def __init__(
        self,
        choices: tuple[tuple[str, str], ...],
        first: str = "",
        later: str = DECIDE_LATER,
        opening: tuple[str, ...] = (),
    ) -> None:
        super().__init__(((LATER, later), *choices), first)
        self._opening = (LATER, *opening)
        self._was_told = False

    def compose_lines(self, width: int) -> list[Line]:
        """A line an answer, with the key that gives it."""
        return [
            (
                Cell(f" {words} ", "strong", opens=to.Choice(key)),
                Cell("" if key in self._opening else "  ^s", "accent"),
            )
            for key, words in self._choices
        ]

    @property
    def answer(self) -> str:
        """The answer under the cursor that ^s gives; empty where it would give none."""
        found = self.chosen.key if self.chosen is not None else ""
        return "" if found in self._opening else found

    def action_open(self) -> None:
        """Enter opens what binds nothing; of the others it says once how they are given."""
        if not self.answer:
            super().action_open()
        elif not self._was_told:
            self._was_told = True
            self.app.notify("Enter gives no answer here: ^s does.")
