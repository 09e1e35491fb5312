"""The news: what happened to the seat lately, and what everybody talks about, newest first."""

from itertools import chain

from multipolar.cells import wrapped
from multipolar.domain.knowledge.concerns import Concern, concerns
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.panel import Panel, is_played

LEAST_WEIGHT = 3
"""How much an event must matter to be a headline (0 to 9)."""
HEAVY = 6
MOST = 24
"""Headlines of earlier rounds."""

_INBOX = ("message_sent",)
"""What stands word for word in the inbox."""


class Headlines(Panel):
    """All that concerns the seat in this round and the last, and the headlines of the rounds before."""

    def title_now(self) -> str:
        """What it is."""
        return "NEWS" if is_played(self.view) else "HEADLINES"

    def compose_lines(self, width: int) -> list[Line]:
        """A paragraph each; Enter opens it at length."""
        lines = list(chain.from_iterable(_paragraph(found, width) for found in reversed(self._told())))
        return lines or [(Cell("No news yet.", "quiet"),)]

    def _told(self) -> list[Concern]:
        """What is told: to an observer, headlines alone."""
        view = self.view
        since = view.round - 1 if is_played(view) else view.round + 1
        earlier = [found for found in self.news if found.round < since and found.weight >= LEAST_WEIGHT]
        lately = concerns([found for found in self.news if found.round >= since], view.seat)
        return [
            *(Concern(found) for found in earlier[-MOST:]),
            *(found for found in lately if (found.is_news or found.is_own) and found.seen.kind not in _INBOX),
        ]


def _paragraph(found: Concern, width: int) -> list[Line]:
    seen = found.seen
    numbers = seen.kind == "numbers_changed"
    # A sum such as "Income: 24 changes" tells a person nothing; the own numbers do.
    text = "; ".join(found.lines) if numbers and found.lines else seen.text
    first, *rest = wrapped(text, max(8, width - 3))
    style = "strong" if seen.weight >= HEAVY else "quiet" if found.is_own or numbers else ""
    head = (
        Cell(f"{seen.round:<2d} ", "quiet"),
        Cell(first, style, opens=f"news {seen.number}", hint=seen.text),
    )
    return [head, *((Cell(f"   {row}", style),) for row in rest)]
