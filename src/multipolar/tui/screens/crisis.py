"""Crisis: the ladder, the stakes, what was done so far, and the choice to be made in secret."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from multipolar.domain.commands import Respond
from multipolar.domain.views import ChoiceSeen, CrisisSeen, Seen, View
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.sending import submit
from multipolar.tui.widgets import told
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.sheet import EMPTY, Cell, Line, Sheet, fit

LADDER = ("conflict", "brink", "confrontation", "acute", "warning")


class ChoiceSheet(Sheet):
    """The responses a seat may give."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._view: View | None = None
        self._crisis: CrisisSeen | None = None

    def show_crisis(self, view: View, crisis: CrisisSeen) -> None:
        """Show the choices of a crisis."""
        self._view, self._crisis = view, crisis
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """A line a choice, with its cost; blocked ones say why."""
        if self._crisis is None or self._view is None:
            return [EMPTY]
        found: list[Line] = [(Cell("YOUR RESPONSE, IN SECRET", "head"),), EMPTY]
        for choice in self._crisis.choices:
            found.extend(self._lines_of(self._view, choice, width))
        if not self._crisis.choices:
            words = "You have chosen." if self._crisis.chosen else "Your power is not asked."
            found.append((Cell(words, "quiet"),))
        return found

    def _lines_of(self, view: View, choice: ChoiceSeen, width: int) -> list[Line]:
        if choice.blocked:
            return [(Cell(fit(f"  {choice.title}: {choice.blocked}", width), "quiet"),)]
        mark = "●" if self._crisis is not None and self._crisis.chosen == choice.id else " "
        cost = f" ({choice.cost[0]} capital, {choice.cost[1]} resources)" if any(choice.cost) else ""
        if not choice.backing:
            return [(Cell(fit(f"{mark} {choice.title}{cost} ", width), "strong", opens=choice.id),)]
        return [
            (Cell(fit(f"{mark} {choice.title}: {view.name(power)}{cost} ", width), "strong",
                  opens=f"{choice.id} {power}"),)
            for power in choice.backing
        ]  # fmt: skip


class CrisisScreen(Screen[None]):
    """Asks for a response to each crisis that waits for the seat.

    Args:
        table: of the seat.
        view: what it knows.
    """

    NAME = "crisis"
    CSS_PATH = "crisis.tcss"
    BINDINGS = bindings("crisis")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._at = _first_open(view)

    def compose(self) -> ComposeResult:
        """The ladder, what is known, and the choices with their odds."""
        yield Static("", id="head", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Page(id="story")
            with Vertical(id="right"):
                yield ChoiceSheet()
                yield Page(id="odds")
        yield KeyBar("crisis")

    def on_mount(self) -> None:
        """Begin where an answer is wanted."""
        self.query_one(ChoiceSheet).focus()
        self._show()

    @property
    def _crisis(self) -> CrisisSeen:
        return self.view.crises[self._at]

    def show_view(self, view: View, news: tuple[Seen, ...]) -> None:
        """Another view of the same seat; when no answer is wanted any more, the screen closes."""
        exchange = self.view.moment
        self.view = view
        if view.moment != exchange or not _waiting(view):
            self.dismiss(None)
            return
        self._show()

    def _show(self) -> None:
        crisis = self._crisis
        names = " and ".join(self.view.name(power) for power in crisis.parties[:2])
        waiting = _waiting(self.view)
        more = f" · {waiting} answers wanted" if waiting > 1 else ""
        head = f"{crisis.title}: {names} · exchange {self.view.exchange} of {crisis.exchanges}{more}"
        self.query_one("#head", Static).update(head)
        self.query_one("#story", Page).show_text(_story(self.view, crisis))
        sheet = self.query_one(ChoiceSheet)
        sheet.show_crisis(self.view, crisis)
        self.query_one("#odds", Page).show_text("Go through the choices to see what each may lead to.")
        sheet.action_jump(False)

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """Show what the choice may lead to."""
        self.look(event.cell.opens)

    @work(exclusive=True, group="look")
    async def look(self, opens: str) -> None:
        """Ask for the odds of a choice."""
        page = self.query_one("#odds", Page)
        page.show_text(
            told.preview(self.view, await self.table.preview(self._command(opens)), page.text_width)
        )

    def _command(self, opens: str) -> Respond:
        choice, _, backing = opens.partition(" ")
        return Respond(crisis=self._crisis.id, choice=choice, backing=backing)

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """Seal the response."""
        self.seal(event.cell.opens)

    @work(exclusive=True)
    async def seal(self, opens: str) -> None:
        """Send the response, then go on to the next crisis that waits."""
        if not (await submit(self, self.table, self._command(opens))).accepted or not self.is_current:
            return
        self.view = self.table.view
        if _waiting(self.view) and self.view.phase == "crisis":
            self._at = _first_open(self.view)
            self._show()
        else:
            self.dismiss(None)

    def action_next_crisis(self) -> None:
        """Look at the next crisis."""
        order = [index for index, crisis in enumerate(self.view.crises) if crisis.choices]
        if order:
            later = [index for index in order if index > self._at]
            self._at = later[0] if later else order[0]
            self._show()

    def action_back(self) -> None:
        """Back to the table; c comes back here."""
        self.dismiss(None)


def _first_open(view: View) -> int:
    found = [index for index, crisis in enumerate(view.crises) if crisis.choices and not crisis.chosen]
    asked = [index for index, crisis in enumerate(view.crises) if crisis.choices]
    return (found or asked or [len(view.crises) - 1])[0]


def _waiting(view: View) -> int:
    """How many crises wait for the seat's answer."""
    return sum(1 for crisis in view.crises if crisis.choices and not crisis.chosen)


def _story(view: View, crisis: CrisisSeen) -> Content:
    rows: list[told.Piece | list[told.Piece]] = [crisis.text, "", [("At stake: ", "bold"), crisis.stakes], ""]
    if crisis.kind == "emergency":
        bar = "█" * (crisis.severity // 4) + "░" * (25 - crisis.severity // 4)
        names = ", ".join(view.name(power) for power in crisis.parties)
        rows += [
            [("Affected: ", "bold"), names],
            [("Severity ", "bold"), f"{crisis.severity:>3}  ", (bar, "$bad")],
            "",
        ]
    else:
        rows.append(told.heading("the ladder"))
        for rung in LADDER:
            here = rung == crisis.stage
            rows.append(
                [("  ▶ " if here else "    ", "$accent"), (rung, "bold $accent" if here else "$quiet")]
            )
        rows.append("")
        a, b = crisis.parties[:2]
        lead = crisis.advantage[0] - crisis.advantage[1]
        if lead:
            rows += [[f"{view.name(a if lead > 0 else b)} has the upper hand by {abs(lead)}."], ""]
        if crisis.calm:
            rows.append(told.heading("what counts in the roll"))
            rows += [[told.signed(modifier.size), f" {modifier.reason}"] for modifier in crisis.calm]
            rows.append("")
    if crisis.revealed:
        rows.append(told.heading("so far"))
        for power, choice, backing in crisis.revealed:
            if choice != "stay_out":
                whom = f" {view.name(backing)}" if backing else ""
                rows.append([f"{view.name(power)}: {choice.replace('_', ' ')}{whom}"])
    return told.lines(rows)
