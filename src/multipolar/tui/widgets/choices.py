"""A short list of answers to choose from."""

from multipolar.tui.widgets.sheet import Cell, Sheet


class Choices(Sheet):
    """A short list to choose from: (id, words)."""

    def __init__(self, choices: tuple[tuple[str, str], ...], first: str = "") -> None:
        super().__init__(id="choices")
        self._choices = choices
        self._first = first

    def compose_lines(self, width: int) -> list[tuple[Cell, ...]]:
        """A line a choice."""
        return [(Cell(f" {words} ", "strong", opens=key),) for key, words in self._choices]

    def on_mount(self) -> None:
        """Show them, the cursor on the first or on the one that was asked for."""
        self.recompose_lines()
        keys = [key for key, _ in self._choices]
        self.choose(keys.index(self._first) if self._first in keys else 0, 0)
