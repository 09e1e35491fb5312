"""The news: what happened to the seat lately, and what everybody talks about, newest first."""

from itertools import chain

from multipolar.cells import wrapped
from multipolar.domain.knowledge.concerns import Concern, concerns
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.panel import Panel, is_played

LEAST_WEIGHT = 3
"""How much an event must matter to be a headline (0 to 9)."""
HEAVY = 6
MOST = 24
"""Headlines of earlier rounds."""

_INBOX = ("message_sent", "message_arrived", "message_withdrawn")
"""What stands word for word in the inbox."""


class Headlines(Panel):
    """All that concerns the seat in this round and the last, and the headlines of the rounds before."""

    def title_now(self) -> str:
        """What it is."""
        return "NEWS" if is_played(self.view) else "HEADLINES"

    def compose_lines(self, width: int) -> list[Line]:
        """A paragraph each; Enter opens it at length."""
        lines = list(chain.from_iterable(_paragraph(concern, width) for concern in reversed(self._told())))
        return lines or [(Cell("No news yet.", "quiet"),)]

    def _told(self) -> list[Concern]:
        """What is told: to an observer, headlines alone."""
        view = self.view
        since = view.round - 1 if is_played(view) else view.round + 1
        earlier = [seen for seen in self.news if seen.round < since and seen.weight >= LEAST_WEIGHT]
        lately = concerns([seen for seen in self.news if seen.round >= since], view.seat)
        return [
            *(Concern(seen) for seen in earlier[-MOST:]),
            *(
                concern
                for concern in lately
                if (concern.is_news or concern.is_own) and concern.seen.kind not in _INBOX
            ),
        ]


def _paragraph(concern: Concern, width: int) -> list[Line]:
    seen = concern.seen
    numbers = seen.kind == "numbers_changed"
    # A sum such as "Income: 24 changes" tells a person nothing; the own numbers do.
    text = "; ".join(concern.lines) if numbers and concern.lines else seen.text
    first, *rest = wrapped(text, max(8, width - 3))
    style = "strong" if seen.weight >= HEAVY else "quiet" if concern.is_own or numbers else ""
    head = (
        Cell(f"{seen.round:<2d} ", "quiet"),
        Cell(first, style, opens=to.News(seen.number), hint=seen.text),
    )
    return [head, *((Cell(f"   {row}", style),) for row in rest)]
