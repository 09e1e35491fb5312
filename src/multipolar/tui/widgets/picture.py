"""The picture of a scenario: its region with capitals and theatres, before anything has happened."""

from multipolar.cells import cells_in
from multipolar.geography.projection import Lying, mark_of
from multipolar.lobby.port import ScenarioCard
from multipolar.tui.support.dots import HIGH, WIDE, braille, frame_in_cells, shore
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line


class Picture(CellGrid, can_focus=False):
    """A small map that is looked at alone."""

    DEFAULT_CSS = """
    Picture { padding: 0; scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._card: ScenarioCard | None = None

    def show_scenario(self, card: ScenarioCard) -> None:
        """Draw a scenario's region."""
        self._card = card
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """The coast, then names over it."""
        card, rows = self._card, self.scrollable_content_region.height
        if card is None or width < 10 or rows < 4:
            return [EMPTY]
        frame = frame_in_cells(card, width, rows)
        texts = [[" "] * width for _ in range(rows)]
        for (row, column), bits in shore(frame, card.coast).items():
            texts[row][column] = braille(bits)
        names: list[tuple[int, int, str, str]] = []
        taken: set[tuple[int, int]] = set()
        marks: list[tuple[Lying, str, str]] = [
            *((power, f"{mark_of(frame, power)}{power.id}", "strong") for power in card.powers),
            *((place, "≈", "accent") for place in card.theatres),
        ]
        for lying, text, style in marks:
            x, y = frame.place(lying.longitude, lying.latitude)
            x, y = max(0, min(frame.width - 1, x)), max(0, min(frame.height - 1, y))
            column = min(x // WIDE, width - cells_in(text))
            for row in (y // HIGH, y // HIGH + 1, y // HIGH - 1):
                cells = {(row, column + step) for step in range(cells_in(text))}
                if 0 <= row < rows and not cells & taken:
                    taken |= cells
                    names.append((row, column, text, style))
                    break
        lines: list[Line] = []
        for row in range(rows):
            cells_of: list[Cell] = []
            at = 0
            for _, column, text, style in sorted(name for name in names if name[0] == row):
                cells_of += [Cell("".join(texts[row][at:column]), "coast"), Cell(text, style)]
                at = column + cells_in(text)
            lines.append((*cells_of, Cell("".join(texts[row][at:]), "coast")))
        return lines
