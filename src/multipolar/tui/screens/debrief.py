"""Debrief: scores, secrets, turning points, questions; the end of the exercise (product, Debrief)."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import TabbedContent, TabPane, Tabs

from multipolar.cells import fit, fit_right, wrapped
from multipolar.domain.views import Debrief, Disclosure, Lesson, ObjectiveSeen, Seen, TurningPoint, View
from multipolar.review.learning import evidence
from multipolar.table.port import Table
from multipolar.tui.actions import bindings
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.text import Piece, Text, content, styled_lines
from multipolar.tui.widgets import told
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

QUESTIONS = 3
LONGEST_LINE = 100
COLUMNS = (
    ("objectives", 11),
    ("position", 9),
    ("reputation", 11),
    ("national", 9),
    ("stake", 7),
    ("final", 6),
)
"""What stands in the table of scores, and how wide."""
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
        yield Text(f"Debrief · {view.title}", id="head")
        with TabbedContent():
            with TabPane("Scores", id="scores"):
                yield Page(_scores(view, found) if found else "The exercise is not over.")
            with TabPane("Secrets", id="secrets"):
                yield Page((lambda width: _secrets(view, found, width)) if found else "")
            with TabPane("Turning points", id="turning-points"):
                yield Page("Looking back …", id="turning")
            if view.intents:
                with TabPane("Intent", id="intent"):
                    yield Page(lambda width: _intents(view, width))
            with TabPane("Learning", id="learning"):
                yield Page("Looking back …", id="lessons")
            with TabPane("Questions", id="questions"):
                yield Page((lambda width: _questions(found, width)) if found else "")
        yield KeyBar("debrief")

    def on_mount(self) -> None:
        """Ask for the turning points; the arrow keys scroll and turn the pages."""
        self.query_one(Tabs).can_focus = False
        self.query_one(Page).focus()
        self.look_back()

    @work(exclusive=True)
    async def look_back(self) -> None:
        """Ask the table for the moments that decided much."""
        found = await self.table.turning_points()
        self.query_one("#turning", Page).show_text(lambda width: _turning(found, width))
        seen = await self.table.record()
        lessons = self.view.debrief.lessons if self.view.debrief is not None else ()
        self.query_one("#lessons", Page).show_text(lambda width: _lessons(lessons, seen, width))

    def on_tabbed_content_tab_activated(self) -> None:
        """The page that is shown takes the arrow keys."""
        pane = self.query_one(TabbedContent).active_pane
        if pane is not None:
            pane.query_one(Page).focus()

    def action_next_page(self) -> None:
        """The page to the right, or the first after the last."""
        self._turn(1)

    def action_previous_page(self) -> None:
        """The page to the left, or the last before the first."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        tabs = self.query_one(TabbedContent)
        order = [pane.id or "" for pane in self.query(TabPane)]
        tabs.active = order[(order.index(tabs.active) + by) % len(order)]

    def action_charts(self) -> None:
        """See how numbers went."""
        self.app.push_screen(ChartsScreen(self.table, self.view))

    def action_back(self) -> None:
        """Back to the table as it stands at the end."""
        self.dismiss(None)


def _scores(view: View, found: Debrief) -> Content:
    whole = view.numbers["architecture(all)"]
    rows: list[Piece | list[Piece]] = []
    for sentence in found.ending:
        rows += [[(sentence, "$bad bold")], ""]
    head = f"     {fit('power', 15)}" + "".join(fit_right(name, wide) for name, wide in COLUMNS)
    rows.append([(head, "$quiet bold")])
    for standing in found.standings:
        cells = (
            standing.objectives,
            standing.position,
            standing.reputation,
            standing.national,
            f"{standing.stake} %",
            standing.final,
        )
        mine = standing.power == view.seat
        row = f"{'▶' if mine else ' '}{standing.rank:>2d}. {fit(view.name(standing.power), 15)}"
        row += "".join(fit_right(str(cell), wide) for cell, (_, wide) in zip(cells, COLUMNS, strict=True))
        rows.append([(row, "bold $accent" if mine else "")])
    rows += ["", told.heading("the shared order, at the opening and at the end")]
    for name in told.INDICES:
        first, last = view.opening[f"index({name})"], view.numbers[f"index({name})"]
        bar = "█" * (last // 4) + "░" * (25 - last // 4)
        rows.append(
            [f"{fit(name, 14)}{first:>4d} → {last:>3d}  ", (bar, "$primary"), "  ", told.signed(last - first)]
        )
    first = view.opening["architecture(all)"]
    rows.append(
        [(f"{fit('architecture', 14)}{first:>4d} → {whole:>3d}", "bold"), ("  the mean of the six", "$quiet")]
    )
    rows += [
        "",
        "National = objectives + position (change of your attributes) + reputation (commitments kept).",
        FINAL,
    ]
    return styled_lines(rows)


def _secrets(view: View, found: Debrief, width: int) -> Content:
    rows: list[Piece | list[Piece]] = []
    for disclosure in found.disclosures:
        by = (
            "a person"
            if disclosure.doctrine == "person"
            else f"program, {disclosure.doctrine.replace('_', '-')}"
        )
        rows.append([(view.name(disclosure.power), "bold $accent"), (f"  ({by})", "$quiet")])
        for objective in disclosure.objectives:
            if not objective.red_line or objective.crossed:
                rows += _objective(objective, min(width, LONGEST_LINE))
        rows += [*_trust(view, disclosure, min(width, LONGEST_LINE)), ""]
    return styled_lines(rows)


def _objective(objective: ObjectiveSeen, width: int) -> list[list[Piece]]:
    mark = "!" if objective.red_line else "✓" if objective.met else "½" if objective.earned else "–"
    kind = "red line crossed: " if objective.red_line else ""
    of = "" if objective.red_line else f" of {objective.points}"
    rows: list[list[Piece]] = [
        [f"  {mark} {kind}{objective.title}", (" (secret)" if objective.secret else "", "$accent"),
         f": {objective.earned:+d}{of}"]
    ]  # fmt: skip
    if objective.secret:
        rows += [[(f"      {line}", "$quiet")] for line in wrapped(objective.why, width - 6)]
    return rows


def _trust(view: View, disclosure: Disclosure, width: int) -> list[list[Piece]]:
    trust = sorted(disclosure.trust.items(), key=lambda entry: -entry[1])
    most = ", ".join(f"{view.name(power)} {value}" for power, value in trust[:3])
    least = ", ".join(f"{view.name(power)} {value}" for power, value in reversed(trust[-3:]))
    text = f"trusted most: {most}; least: {least}" if trust else ""
    return [[(f"  {line}", "$quiet")] for line in wrapped(text, width - 2) if text]


def _turning(found: tuple[TurningPoint, ...], width: int) -> Content:
    width = min(width, LONGEST_LINE)
    rows: list[Piece | list[Piece]] = []
    for number, point in enumerate(found, start=1):
        first, *rest = wrapped(f"Round {point.round}: {point.text}", width - 3)
        rows.append([(f"{number}. {first}", "bold")])
        rows += [[(f"   {line}", "bold")] for line in rest]
        for cause in point.because:
            first, *rest = wrapped(cause, width - 11)
            rows.append([("   because ", "$quiet"), first])
            rows += [[" " * 11, line] for line in rest]
        rows.append("")
    return styled_lines(rows) if rows else content("Nothing stood out.")


def _intents(view: View, width: int) -> Content:
    width = min(width, LONGEST_LINE)
    rows: list[Piece | list[Piece]] = [told.heading("intent beside outcome"), ""]
    for found in view.intents:
        mark = "·" if found.came_off is None else "✓" if found.came_off else "✗"
        rows.append([(f"{mark} Round {found.round}, {view.name(found.by)}: {found.decision}", "bold")])
        answers = (("wanted", found.wants), ("expected", found.expects or "–"))
        for label, text in answers:
            first, *rest = wrapped(text, width - 13)
            rows.append([(f"   {fit(label, 10)}", "$quiet"), first])
            rows += [[" " * 13, line] for line in rest]
        rows += [[("   outcome   ", "$quiet"), f"{found.outcome}; it was {found.sure} % sure"], ""]
    judged = [found for found in view.intents if found.came_off is not None]
    if judged:
        sure = sum(found.sure for found in judged) // len(judged)
        share = 100 * sum(found.came_off is True for found in judged) // len(judged)
        rows.append([f"On the whole: {sure} % sure, and {share} % came off."])
    return styled_lines(rows)


def _lessons(lessons: Sequence[Lesson], seen: Sequence[Seen], width: int) -> Content:
    width = min(width, LONGEST_LINE)
    rows: list[Piece | list[Piece]] = [
        told.heading("what the scenario means to teach, and what touched it"),
        "",
    ]
    for lesson in lessons:
        rows.append([(lesson.objective, "bold")])
        found = evidence(lesson, seen)
        for one in found:
            first, *rest = wrapped(one.text, width - 13)
            rows.append([(f"   round {one.round:<4d}", "$quiet"), first])
            rows += [[" " * 13, line] for line in rest]
        if not found:
            rows.append([("   not touched this time", "$quiet")])
        rows.append("")
    return styled_lines(rows) if lessons else content("The scenario names no learning objectives.")


def _questions(found: Debrief, width: int) -> Content:
    width = min(width, LONGEST_LINE)
    rows: list[Piece | list[Piece]] = [told.heading("three questions to talk about"), ""]
    for number, (concept, question) in enumerate(found.questions, start=1):
        if number == QUESTIONS + 1:
            rows += [told.heading("more, if there is time"), ""]
        rows.append([(f"{number}. {concept}", "bold")])
        rows += [[f"   {line}"] for line in wrapped(question, width - 3)]
        rows.append("")
    return styled_lines(rows) if found.questions else content("The scenario asks no questions.")
