"""Assessment: what happened this round, a page for each kind of news, with dice, reasons and who did it."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from multipolar.cells import cells_in, fit, wrapped
from multipolar.domain.views import Seen, View
from multipolar.tui.actions import bindings
from multipolar.tui.text import Piece, Text, styled_lines
from multipolar.tui.widgets import told
from multipolar.tui.widgets.drawing import OUTCOME_STYLES
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

LEAST_WEIGHT = 2
"""What weighs less is book-keeping of the phases."""
HEAVY = 6
"""What weighs this much is told first, whomever it concerns."""
MOST_MOVED = 6
"""Numbers named under one piece of news."""
LONGEST_LINE = 100
COLOURS = {"good": "good", "warn": "warning", "bad": "bad"}
"""The theme's colours of the styles of outcomes."""


class Chapter(NamedTuple):
    """A page of the assessment: its title, and what it tells."""

    title: str
    told: tuple[Seen, ...]
    is_short: bool = False


class AssessmentScreen(Screen[None]):
    """Tells a round.

    Args:
        view: what the seat knows now.
        news: what it saw happen.
    """

    NAME = "assessment"
    CSS_PATH = "assessment.tcss"
    BINDINGS = bindings("assessment")

    def __init__(self, view: View, news: tuple[Seen, ...]) -> None:
        super().__init__()
        self.view = view
        self._news = news
        self._at = 0
        self._chapters = chapters(view, news)

    def compose(self) -> ComposeResult:
        """One page, and how far one is."""
        yield Text("", id="head")
        yield Page()
        yield KeyBar("assessment")

    def on_mount(self) -> None:
        """Begin at the beginning."""
        self.query_one(Page).focus()
        self._show()

    def _show(self) -> None:
        now = self._chapters[self._at]
        names = " · ".join(
            chapter.title.upper() if chapter is now else chapter.title for chapter in self._chapters
        )
        self.query_one("#head", Text).update(f"{_title(self._news)}   {names}")
        self.query_one(Page).show_text(lambda width: self._page(now, width))

    def _page(self, chapter: Chapter, width: int) -> Content:
        if chapter.told:
            return _told(self.view, chapter, self._news, min(width, LONGEST_LINE))
        return _standing(self.view, self._news)

    def action_next(self) -> None:
        """Further down the page, then the next one; after the last, on."""
        page = self.query_one(Page)
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
        elif self._at + 1 < len(self._chapters):
            self._at += 1
            self._show()
        else:
            self.dismiss(None)

    def action_previous(self) -> None:
        """The page before."""
        if self._at:
            self._at -= 1
            self._show()

    def action_back(self) -> None:
        """Skip the rest."""
        self.dismiss(None)


def chapters(view: View, news: tuple[Seen, ...]) -> tuple[Chapter, ...]:
    """What happened, by kind: crises, the seat's own affairs, news, what others did; then how it stands.

    Args:
        view: what the seat knows now.
        news: what it saw happen.
    """
    heavy = sorted(
        (seen for seen in news if seen.weight >= LEAST_WEIGHT and seen.kind != "round_scored"),
        key=lambda seen: (-seen.weight, seen.number),
    )
    crises = [seen for seen in heavy if seen.kind.startswith(("crisis", "exchange"))]
    injects = [seen for seen in heavy if seen.kind.startswith("inject")]
    rest = [seen for seen in heavy if seen not in crises and seen not in injects]
    own = [seen for seen in rest if view.seat in seen.powers]
    others = [seen for seen in rest if view.seat not in seen.powers]
    found = [
        Chapter("Your power", tuple(own)),
        Chapter("News", tuple(injects)),
        Chapter("Between others", tuple(others), is_short=True),
    ]
    told_crises = Chapter("Crises", tuple(sorted(crises, key=lambda seen: seen.number)))
    found.insert(0 if any(seen.weight >= HEAVY for seen in crises) else 1, told_crises)
    full = [chapter for chapter in found if chapter.told]
    if not full or any(seen.kind == "round_scored" for seen in news):
        full.append(Chapter("Where it stands", ()))
    return tuple(full)


def _title(news: tuple[Seen, ...]) -> str:
    decided = [seen.round for seen in news if seen.phase in ("adjudication", "crisis", "assessment")]
    return f"Round {max(decided)}:" if decided else "What happened:"


def _told(view: View, chapter: Chapter, news: tuple[Seen, ...], width: int) -> Content:
    rows: list[Piece | list[Piece]] = []
    for seen in chapter.told:
        colour = _colour_of(view, seen)
        if chapter.is_short:
            dice = f"   {seen.detail[0]}" if seen.detail and seen.detail[0].startswith("2d6") else ""
            rows += _hanging("· ", seen.text, "", width)
            rows += [[(f"  {dice}", "$quiet")]] if dice else []
            rows += _moved(view, seen, news, width)
            continue
        rows += _hanging("● ", seen.text, colour, width)
        for line in seen.detail:
            rows += _hanging("   ", line, "" if seen.kind.startswith("inject") else "$quiet", width)
        rows += _moved(view, seen, news, width)
        rows.append("")
    return styled_lines(rows)


def _colour_of(view: View, seen: Seen) -> str:
    """What turned out well or badly for the reader's own initiative is coloured so."""
    outcome = seen.text.rpartition(": ")[2] if seen.kind == "initiative_resolved" else ""
    if outcome in OUTCOME_STYLES and seen.actor == view.seat:
        return f"bold ${COLOURS[OUTCOME_STYLES[outcome]]}"
    return "bold $accent" if seen.weight >= HEAVY else "bold"


def _hanging(mark: str, text: str, colour: str, width: int) -> Iterable[list[Piece]]:
    for number, line in enumerate(wrapped(text, max(20, width - cells_in(mark)))):
        yield [(mark if not number else " " * cells_in(mark), colour or "$accent"), (line, colour)]


def _moved(view: View, seen: Seen, news: tuple[Seen, ...], width: int) -> list[list[Piece]]:
    """What an event moved, itself and through what followed from it at once."""
    followed = [change for other in news if other.cause == seen.number for change in other.changes]
    rows: list[list[Piece]] = []
    row: list[Piece] = []
    used = 0
    for target, words, by in told.moved(view, (*seen.changes, *followed))[:MOST_MOVED]:
        long = cells_in(words) + 7
        if row and used + long > width:
            rows.append(row)
            row, used = [], 0
        row += ["   ", told.valued(view, target, by), (f" {words}", "$quiet")]
        used += long
    return [*rows, row] if row else rows


def _standing(view: View, news: tuple[Seen, ...]) -> Content:
    rows: list[Piece | list[Piece]] = [told.heading("the shared order, 0 to 100")]
    before = view.past[-2] if len(view.past) > 1 else view.opening
    rows += [
        _index(name, view.numbers[f"index({name})"], before[f"index({name})"], "") for name in told.INDICES
    ]
    whole = "architecture(all)"
    rows.append(_index("architecture", view.numbers[whole], before[whole], "bold"))
    if view.standing is not None:
        own = view.standing
        parts = f"objectives {own.objectives} + position {own.position} + reputation {own.reputation}"
        rows += ["", told.heading("your power")]
        rows.append([("national score ", "bold"), f"{own.national} = {parts}"])
        for objective in view.objectives:
            if objective.red_line:
                if objective.crossed:
                    rows.append([("! crossed: ", "$bad"), f"{objective.title} ({objective.earned:+d})"])
            else:
                mark = "✓" if objective.met else "½" if objective.earned else "–"
                rows.append(f"{mark} {objective.title}: {objective.earned} of {objective.points}")
    warmer = [seen for seen in news if seen.kind == "relationship_moved"]
    if warmer:
        rows += ["", told.heading("relationships that changed"), *(f"· {seen.text}" for seen in warmer)]
    return styled_lines(rows)


def _index(name: str, now: int, then: int, style: str) -> list[Piece]:
    bar = "█" * (now // 4) + "░" * (25 - now // 4)
    return [(f"{fit(name, 14)}{now:>4d}  ", style), (bar, "$primary"), "  ", told.signed(now - then)]
