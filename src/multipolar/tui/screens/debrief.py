"""Debrief: scores, secrets, turning points, questions; the end of the exercise (product, Debrief)."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TabbedContent, TabPane

from multipolar.domain.views import Debrief, TurningPoint, View
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.widgets import told
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

INDICES = ("peace", "resilience", "transparency", "inclusion", "equity", "balance")
QUESTIONS = 3
FINAL = (
    "Final = national × (100 − stake + stake × architecture ÷ 100) ÷ 100: the stake is the share of your "
    "score that hangs on the order all of you made."
)


class DebriefScreen(Screen[None]):
    """Everything may be known now.

    Args:
        table: of the seat.
        view: with its debrief.
    """

    NAME = "debrief"
    CSS_PATH = "debrief.tcss"
    BINDINGS = bindings("debrief")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view

    def compose(self) -> ComposeResult:
        """Tabs of pages."""
        view, found = self.view, self.view.debrief
        yield Static(f"Debrief · {view.title}", id="head", markup=False)
        with TabbedContent():
            with TabPane("Scores", id="scores"):
                yield Page(_scores(view, found) if found else "The exercise is not over.")
            with TabPane("Secrets", id="secrets"):
                yield Page(_secrets(view, found) if found else "")
            with TabPane("Turning points", id="turning-points"):
                yield Page("Looking back …", id="turning")
            with TabPane("Questions", id="questions"):
                yield Page(_questions(found) if found else "")
        yield KeyBar("debrief")

    def on_mount(self) -> None:
        """Ask for the turning points."""
        self.look_back()

    @work(exclusive=True)
    async def look_back(self) -> None:
        """Ask the table for the moments that decided much."""
        found = await self.table.turning_points()
        self.query_one("#turning", Page).show_text(_turning(found))

    def action_back(self) -> None:
        """Back to the table as it stands at the end."""
        self.dismiss(None)


def _scores(view: View, found: Debrief) -> Content:
    whole = view.numbers["architecture(all)"]
    rows: list[told.Piece | list[told.Piece]] = []
    if found.how == "collapse":
        rows += [[("The order collapsed: every final score is a quarter.", "$bad bold")], ""]
    if whole < 40:
        rows += [[("The architecture score is under 40: nobody wins.", "$bad bold")], ""]
    columns = ("objectives", "position", "reputation", "national", "stake", "final")
    rows.append([(f"{'':<4}{'power':<16}" + "".join(f"{name:>11}" for name in columns), "$quiet bold")])
    for standing in found.standings:
        cells = (
            standing.objectives,
            standing.position,
            standing.reputation,
            standing.national,
            f"{standing.stake} %",
            standing.final,
        )
        row = f"{standing.rank:>2}. {view.name(standing.power):<16}" + "".join(
            f"{cell:>11}" for cell in cells
        )
        rows.append([(row, "bold $accent" if standing.power == view.seat else "")])
    rows += ["", told.heading("the shared order, at the opening and at the end")]
    for name in INDICES:
        first, last = view.opening[f"index({name})"], view.numbers[f"index({name})"]
        bar = "█" * (last // 4) + "░" * (25 - last // 4)
        rows.append(
            [f"{name:<14}{first:>4} → {last:>3}  ", (bar, "$primary"), "  ", told.signed(last - first)]
        )
    first = view.opening["architecture(all)"]
    rows.append([(f"{'architecture':<14}{first:>4} → {whole:>3}", "bold")])
    rows += [
        "",
        "National = objectives + position (change of your attributes) + reputation (commitments kept).",
        FINAL,
    ]
    return told.lines(rows)


def _secrets(view: View, found: Debrief) -> Content:
    rows: list[told.Piece | list[told.Piece]] = []
    for disclosure in found.disclosures:
        by = (
            "a person"
            if disclosure.doctrine == "person"
            else f"program, {disclosure.doctrine.replace('_', '-')}"
        )
        rows.append([(view.name(disclosure.power), "bold $accent"), (f"  ({by})", "$quiet")])
        for objective in disclosure.objectives:
            if objective.red_line and not objective.crossed:
                continue
            mark = "!" if objective.red_line else "✓" if objective.met else "½" if objective.earned else "–"
            secret = " (secret)" if objective.secret else ""
            rows.append([f"  {mark} {objective.title}{secret}: {objective.earned:+d}"])
            if objective.secret:
                rows.append([(f"      {objective.why}", "$quiet")])
        trust = sorted(disclosure.trust.items(), key=lambda entry: -entry[1])
        most = ", ".join(f"{view.name(power)} {value}" for power, value in trust[:3])
        least = ", ".join(f"{view.name(power)} {value}" for power, value in trust[-3:])
        rows += [[(f"  trusted most: {most}; least: {least}", "$quiet")], ""]
    return told.lines(rows)


def _turning(found: tuple[TurningPoint, ...]) -> Content:
    rows: list[told.Piece | list[told.Piece]] = []
    for number, point in enumerate(found, start=1):
        rows.append([(f"{number}. Round {point.round}: {point.text}", "bold")])
        rows += [[("     because ", "$quiet"), cause] for cause in point.because]
        rows.append("")
    return told.lines(rows) if rows else Content("Nothing stood out.")


def _questions(found: Debrief) -> Content:
    rows: list[told.Piece | list[told.Piece]] = []
    for number, (objective, question) in enumerate(found.questions, start=1):
        if number == QUESTIONS + 1:
            rows += [told.heading("more, if there is time"), ""]
        rows += [[(f"{number}. {question}", "bold")], [(f"   {objective}", "$quiet")], ""]
    return told.lines(rows) if rows else Content("The scenario asks no questions.")
