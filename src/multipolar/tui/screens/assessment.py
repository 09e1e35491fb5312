"""Assessment: what happened this round, a page for each kind of news, with dice, reasons and who did it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from multipolar.cells import cells_in, fit, wrapped
from multipolar.domain.addresses import of
from multipolar.domain.model.views import ObjectiveSeen, Seen, View
from multipolar.review.scores import national_sum
from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Text, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.drawing import OUTCOME_STYLES
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.rows import Block, Row, rows_in_columns

LEAST_WEIGHT = 2
"""What weighs less is book-keeping of the phases."""
HEAVY = 6
"""What weighs this much is told first, whomever it concerns."""
MOST_MOVED = 6
"""Numbers named under one piece of news."""
SHORT_TOGETHER = 4
"""Pieces of short news that stand together without a line between them."""
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
        self._pages: tuple[tuple[Chapter, ...], ...] = ()
        self._room = (0, 0)

    def compose(self) -> ComposeResult:
        """One page, and how far one is."""
        yield Text("", id="head")
        yield Page()
        yield KeyBar("assessment")

    def on_mount(self) -> None:
        """Begin at the beginning."""
        self.query_one(Page).focus()
        self.call_after_refresh(self._set_pages)

    def on_resize(self) -> None:
        """There is another room: other chapters stand together."""
        self.call_after_refresh(self._set_pages)

    def _set_pages(self) -> None:
        """Put chapters together that are seen at once, and stay with what was read."""
        page = self.query_one(Page)
        room = (page.text_width, page.scrollable_content_region.height)
        if room == self._room:
            return
        reading = self._pages[self._at][0] if self._pages else None
        self._room = room
        self._pages = pages(self.view, self._chapters, self._news, room)
        self._at = next((at for at, chapters in enumerate(self._pages) if reading in chapters), 0)
        self._show()

    def _show(self) -> None:
        now = self._pages[self._at]
        names = " · ".join(
            chapter.title.upper() if chapter in now else chapter.title for chapter in self._chapters
        )
        self.query_one("#head", Text).update(f"{_title(self._news)}   {names}")
        self.query_one(Page).show_text(lambda width: told_page(self.view, now, self._news, width))

    def action_next(self) -> None:
        """Further down the page, then the next one; after the last, on."""
        page = self.query_one(Page)
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
        elif self._at + 1 < len(self._pages):
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


def pages(
    view: View, chapters: Sequence[Chapter], news: tuple[Seen, ...], room: tuple[int, int]
) -> tuple[tuple[Chapter, ...], ...]:
    """Chapters in turn, as many on a page as are seen at once.

    Args:
        view: what the seat knows now.
        chapters: the chapters, in order.
        news: what it saw happen.
        room: cells of a row, and rows of a page.
    """
    width, height = room
    together: list[tuple[Chapter, ...]] = []
    for chapter in chapters:
        joined = (*together[-1], chapter) if together else (chapter,)
        if together and len(_rows(view, joined, news, width)) <= height:
            together[-1] = joined
        else:
            together.append((chapter,))
    return tuple(together)


def told_page(view: View, chapters: Sequence[Chapter], news: tuple[Seen, ...], width: int) -> Content:
    """A page of chapters, in as many columns as there is room for."""
    return styled_lines(_rows(view, chapters, news, width))


def _rows(view: View, chapters: Sequence[Chapter], news: tuple[Seen, ...], width: int) -> list[Row]:
    blocks: list[Block] = []
    for chapter in chapters:
        stories = [_story(view, chapter, seen, news) for seen in chapter.told] or [_standing(view, news)]
        if chapter.is_short and len(stories) > SHORT_TOGETHER:
            stories = [
                _joined(stories[at : at + SHORT_TOGETHER]) for at in range(0, len(stories), SHORT_TOGETHER)
            ]
        if chapter.told and len(chapters) > 1:
            stories[0] = _joined([_titled(chapter.title), stories[0]])
        blocks += stories
    return rows_in_columns(blocks, width)


def _titled(title: str) -> Block:
    return lambda width: [[formatting.heading(title)]]


def _joined(blocks: Sequence[Block]) -> Block:
    """Blocks without a line between them."""
    return lambda width: [row for block in blocks for row in block(width)]


def _story(view: View, chapter: Chapter, seen: Seen, news: tuple[Seen, ...]) -> Block:
    """One thing that happened, with dice, reasons and what it moved."""

    def short(width: int) -> list[Row]:
        dice = f"   {seen.detail[0]}" if seen.detail and seen.detail[0].startswith("2d6") else ""
        rows = [*_hanging("· ", seen.text, "", width)]
        rows += [[(f"  {dice}", "$quiet")]] if dice else []
        return [*rows, *_moved(view, seen, news, width)]

    def whole(width: int) -> list[Row]:
        rows = [*_hanging("● ", seen.text, _colour_of(view, seen), width)]
        for line in seen.detail:
            rows += _hanging("   ", line, "" if seen.kind.startswith("inject") else "$quiet", width)
        return [*rows, *_moved(view, seen, news, width)]

    return short if chapter.is_short else whole


def _colour_of(view: View, seen: Seen) -> str:
    """What turned out well or badly for the reader's own initiative is coloured so."""
    outcome = seen.text.rpartition(": ")[2] if seen.kind == "initiative_resolved" else ""
    if outcome in OUTCOME_STYLES and seen.actor == view.seat:
        return f"bold ${COLOURS[OUTCOME_STYLES[outcome]]}"
    return "bold $accent" if seen.weight >= HEAVY else "bold"


def _hanging(mark: str, text: str, colour: str, width: int) -> Iterable[Row]:
    for number, line in enumerate(wrapped(text, max(20, width - cells_in(mark)))):
        yield [(mark if not number else " " * cells_in(mark), colour or "$accent"), (line, colour)]


def _moved(view: View, seen: Seen, news: tuple[Seen, ...], width: int) -> list[Row]:
    """What an event moved, itself and through what followed from it at once."""
    followed = [change for other in news if other.cause == seen.number for change in other.changes]
    rows: list[Row] = []
    row: Row = []
    used = 0
    for target, words, by in formatting.moved(view, (*seen.changes, *followed))[:MOST_MOVED]:
        long = cells_in(words) + 7
        if row and used + long > width:
            rows.append(row)
            row, used = [], 0
        row += ["   ", formatting.valued(view, target, by), (f" {words}", "$quiet")]
        used += long
    return [*rows, row] if row else rows


def _standing(view: View, news: tuple[Seen, ...]) -> Block:
    """How the order, the seat and its relationships stand after the round."""

    def block(width: int) -> list[Row]:
        before = view.past[-2] if len(view.past) > 1 else view.opening
        rows: list[Row] = [[formatting.heading("the shared order, 0 to 100")]]
        rows += [_index(view, of("index", name), name, before) for name in formatting.INDICES]
        rows.append(_index(view, of("architecture", "all"), "architecture", before))
        if view.standing is not None:
            rows += [[], [formatting.heading("your power")]]
            sums = f"objectives + position + reputation: {national_sum(view.standing)}"
            rows += _hanging("national score  ", sums, "", width)
            for objective in view.objectives:
                rows += _objective(objective, width)
        warmer = [seen for seen in news if seen.kind == "relationship_moved"]
        if warmer:
            rows += [[], [formatting.heading("relationships that changed")]]
            for seen in warmer:
                rows += _hanging("· ", seen.text, "", width)
        return rows

    return block


def _objective(objective: ObjectiveSeen, width: int) -> Iterable[Row]:
    if objective.red_line:
        text = f"crossed: {objective.title} ({objective.earned:+d})"
        return _hanging("! ", text, "$bad", width) if objective.crossed else ()
    mark = "✓" if objective.met else "½" if objective.earned else "–"
    return _hanging(f"{mark} ", f"{objective.title}: {objective.earned} of {objective.points}", "", width)


def _index(view: View, target: str, name: str, before: Mapping[str, int]) -> Row:
    now = view.numbers[target]
    bar = "█" * (now // 4) + "░" * (25 - now // 4)
    style = "bold" if name == "architecture" else ""
    moved = formatting.valued(view, target, now - before[target])
    return [(f"{fit(name, 14)}{now:>4d}  ", style), (bar, "$primary"), "  ", moved]
