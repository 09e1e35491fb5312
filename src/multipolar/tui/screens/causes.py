"""Why, in a record: the steps that made a number what it is, each of which can be gone to."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.cells import fit
from multipolar.domain.english import first
from multipolar.domain.errors import Unreadable
from multipolar.domain.model.views import Explanation, Seen, View
from multipolar.domain.model.wording import why_in_short
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import entitle
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.formatting import worth_style
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.panel import paragraph


class Steps(CellGrid):
    """What moved a number, and the causes behind each step."""

    def __init__(self, view: View) -> None:
        super().__init__(id="steps")
        self._view = view
        self._found: Explanation | None = None
        self._seen: dict[int, Seen] = {}
        self._refusal = "Looking it up …"

    def show(self, explanation: Explanation | None, seen: Sequence[Seen], refusal: str = "") -> None:
        """Show an explanation, or why there is none.

        Args:
            explanation: the explanation.
            seen: what the seat saw happen, to tell the causes by.
            refusal: said instead of an explanation.
        """
        self._found, self._refusal = explanation, refusal
        self._seen = {one.number: one for one in seen}
        self.recompose_lines()
        self.action_jump(False)

    def compose_lines(self, width: int) -> list[Line]:
        """Each step with its round; each event in it can be gone to."""
        explanation = self._found
        if explanation is None:
            return paragraph(self._refusal, width)
        lines = paragraph(f"{first(why_in_short(explanation))}.", width, "strong")
        lines.append(EMPTY)
        if not explanation.steps:
            lines.append((Cell("Nothing had moved it so far.", "quiet"),))
        for step in explanation.steps:
            when = f"round {step.round}" if step.seq else "hidden"
            style = worth_style(self._view, explanation.target, step.amount)
            head = (Cell(f"{step.amount:>+4d}", style), Cell(f"  {fit(when, 8)} ", "quiet"))
            opens = to.Event(step.seq) if step.seq else None
            rows = paragraph(step.reason, width - 15)
            lines.append((*head, Cell(rows[0][0].text, "", "", opens, "Go there")))
            lines += [(Cell(f"{' ' * 15}{row[0].text}"),) for row in rows[1:]]
            cause = step.cause
            while cause in self._seen:
                seen = self._seen[cause]
                rows = paragraph(seen.text, width - 25, most=2)
                lines.append(
                    (
                        Cell(f"{' ' * 17}because ", "quiet"),
                        Cell(rows[0][0].text, "quiet", "", to.Event(cause), "Go there"),
                    )
                )
                lines += [(Cell(f"{' ' * 25}{row[0].text}", "quiet"),) for row in rows[1:]]
                cause = seen.cause
        if explanation.steps:
            total = sum(step.amount for step in explanation.steps)
            lines += [EMPTY, (Cell(f"{explanation.start} {total:+d} = {explanation.value}", "strong"),)]
        for heading, told in (
            ("Where it began", explanation.origin),
            ("What would move it", explanation.outlook),
        ):
            if told:
                lines += [EMPTY, (Cell(heading, "strong"),)]
                lines += [row for text in told for row in paragraph(text, width)]
        return lines


class CausesScreen(ModalScreen[int | None]):
    """Explains one number of a record; the number of an event to go to comes back, or None.

    Args:
        table: of the seat that asks.
        target: the number's address, such as ``trust(IND,CHN)``.
        seen: what the seat saw happen.
    """

    NAME = "causes"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("causes")

    def __init__(self, table: Table, target: str, seen: Sequence[Seen]) -> None:
        super().__init__()
        self.table = table
        self.target = target
        self._seen = seen

    def compose(self) -> ComposeResult:
        """A sheet over the record."""
        with Vertical(classes="over causes") as box:
            entitle(box, "Why is it what it is? Enter goes to the event")
            yield Steps(self.table.view)
        yield KeyBar("causes")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Steps).focus()
        self.ask()

    @work(exclusive=True)
    async def ask(self) -> None:
        """Ask the table for the causes."""
        steps = self.query_one(Steps)
        try:
            steps.show(await self.table.why(self.target), self._seen)
        except Unreadable as refusal:
            steps.show(None, (), refusal.message)

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Go to an event."""
        if isinstance(event.cell.opens, to.Event):
            self.dismiss(event.cell.opens.number)

    def action_go_there(self) -> None:
        """Go to the event under the cursor."""
        self.query_one(Steps).action_open()

    def action_back(self) -> None:
        """Back to where the question was asked."""
        self.dismiss(None)
