"""The buttons of a record: back and on by event, phase and round, play, speed, and whose eyes."""

from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line

SPEEDS = (1, 2, 4, 8, 16)
"""How many times as fast as an event a second."""


class Transport(CellGrid, can_focus=False):
    """One line of buttons; every one is a key as well."""

    DEFAULT_CSS = """
    Transport { height: 1; background: $panel; overflow-y: hidden; }
    """

    def __init__(self) -> None:
        super().__init__(id="transport")
        self._is_playing = False
        self._speed = 1
        self._eyes = ""

    def show_state(self, *, is_playing: bool, speed: int, eyes: str) -> None:
        """Show how it stands.

        Args:
            is_playing: whether it plays by itself.
            speed: how fast.
            eyes: whose eyes it is seen with, in words.
        """
        self._is_playing, self._speed, self._eyes = is_playing, speed, eyes
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """The buttons, closer together where there is little room."""
        gap = Cell("   " if width >= 110 else " ")
        play = ("■ stop", "Stop here") if self._is_playing else ("▶ play", "Let it run by itself")
        buttons: tuple[tuple[str, to.Button, str], ...] = (
            ("« round", to.Step("round", -1), "To the round before"),
            ("‹ phase", to.Step("phase", -1), "To the phase before"),
            ("‹ event", to.Step("event", -1), "To the event before"),
            (play[0], to.Play(), play[1]),
            ("event ›", to.Step("event", 1), "To the next event"),
            ("phase ›", to.Step("phase", 1), "To the next phase"),
            ("round »", to.Step("round", 1), "To the next round"),
            ("−", to.Speed(-1), "Slower"),
            (f"{self._speed}×", to.Speed(1), "How fast it plays"),
            ("+", to.Speed(1), "Faster"),
            (f"as {self._eyes}", to.Eyes(), "See it with other eyes"),
        )
        cells: list[Cell] = []
        for text, opens, hint in buttons:
            cells += [
                Cell(text, "accent" if isinstance(opens, to.Play | to.Eyes) else "", "", opens, hint),
                gap,
            ]
        return [tuple(cells)]
