"""The headlines: what everybody talks about, newest first."""

from multipolar.cells import wrapped
from multipolar.tui.widgets.panel import Panel
from multipolar.tui.widgets.sheet import Cell, Line

LEAST_WEIGHT = 3
"""How much an event must matter to be a headline (0 to 9)."""
MOST = 24


class Headlines(Panel):
    """News and weighty events, each with its round."""

    def title_now(self) -> str:
        """What it is."""
        return "HEADLINES"

    def compose_lines(self, width: int) -> list[Line]:
        """A paragraph each."""
        found = [seen for seen in self.news if seen.weight >= LEAST_WEIGHT][-MOST:]
        lines: list[Line] = []
        for seen in reversed(found):
            rows = wrapped(seen.text, max(8, width - 3))
            first, *rest = rows[:3]
            style = "strong" if seen.weight >= 6 else ""
            mark = f"{seen.round:<2d} "
            lines.append(
                (Cell(mark, "quiet"), Cell(first, style, opens=f"news {seen.number}", hint=seen.text))
            )
            lines += [(Cell(f"   {row}", style),) for row in rest]
        return lines or [(Cell("No news yet.", "quiet"),)]
