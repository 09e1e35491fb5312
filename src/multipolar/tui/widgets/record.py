"""The panels of a record: the event of the moment and what came before, turning points, notes."""

from itertools import groupby

from multipolar.cells import cells_in, wrapped
from multipolar.domain.model.views import Mark, Seen
from multipolar.table.port import Replay
from multipolar.tui.support import routes as to
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.panel import Panel, paragraph
from multipolar.tui.widgets.timeline import GLYPHS, STYLES, WORDS

LEAST_WEIGHT = 1
"""What weighs less is book-keeping, and is left out of what came before."""
_UNSAID = ("roll", "swing")
"""Marks whose sentence does not say what they are marked for."""
MOST = 60
"""Events told of what came before."""


class RecordHead(Panel):
    """One line: which exercise, and where in it the moment is."""

    DEFAULT_CSS = """
    RecordHead, RecordHead:focus {
        height: 1; border: none; padding: 0 1; background: $panel; overflow-y: hidden;
    }
    """

    def __init__(self, replay: Replay) -> None:
        super().__init__(replay.view, (), id="head")
        self.can_focus = False
        self._replay = replay

    def title_now(self) -> str:
        """It has none."""
        return ""

    def compose_lines(self, width: int) -> list[Line]:
        """Left: which record. Right: where in it."""
        view, replay = self.view, self._replay
        where = f"round {view.round}/{view.rounds}" if view.round else "before round 1"
        if width >= 100 and view.round:
            where += f" · {view.calendar}"
        phase = view.phase.upper() + (f" {view.exchange}" if view.phase == "crisis" else "")
        left = [
            Cell("LIVE " if replay.is_live else "REPLAY ", "accent"),
            Cell(view.title, "strong"),
            Cell(f" · {where} · ", "quiet"),
            Cell(phase, "accent"),
        ]
        right = Cell(f"event {replay.at}/{replay.last}", "strong")
        room = width - sum(cells_in(cell.text) for cell in (*left, right))
        return [(*left, Cell(" " * max(1, room)), right)]


class RecordPanel(Panel):
    """A panel that reads the record itself, beside its view.

    Args:
        replay: the record.
    """

    def __init__(self, replay: Replay, *, id: str) -> None:
        super().__init__(replay.view, (), id=id)
        self.replay = replay

    def follow_moment(self) -> None:
        """Keep what belongs to the moment in sight, while nobody moves about in the panel."""


class Happened(RecordPanel):
    """The event of the moment with its dice, its numbers and its cause; then what came before it."""

    def title_now(self) -> str:
        """Which event it is."""
        return f"EVENT {self.replay.at} OF {self.replay.last}"

    def follow_moment(self) -> None:
        """Begin at the top: that is where the event of the moment stands."""
        if not self.has_focus:
            self.scroll_home(animate=False)

    def compose_lines(self, width: int) -> list[Line]:
        """The event, and the ones before, latest first."""
        now, news = self.replay.now, self.replay.news
        lines: list[Line] = [(Cell(_where(now), "quiet"),)]
        lines += paragraph(now.text, width, "strong")
        for row in now.detail:
            lines += paragraph(row, width, "quiet", "  ")
        moved = [change for change in now.changes if formatting.number_words(self.view, change.target)]
        for change in moved:
            words = f" {formatting.number_words(self.view, change.target)}"
            style = formatting.worth_style(self.view, change.target, change.amount)
            lines.append(
                (
                    Cell(f"  {change.amount:+d}", style),
                    Cell(words, "", change.target, to.Why(change.target), "Why is it what it is?"),
                )
            )
        if now.cause:
            cause = news[now.cause - 1]
            lines += _link("because ", cause, width)
        earlier = [seen for seen in reversed(news[:-1]) if seen.weight >= LEAST_WEIGHT][:MOST]
        if earlier:
            lines += [EMPTY, (Cell("BEFORE THAT", "head"),)]
        for seen in earlier:
            lines += _link(f"{seen.round:<2d}", seen, width)
        return lines


class TurningPoints(RecordPanel):
    """The moments the program marks; opening one goes there."""

    def title_now(self) -> str:
        """How many there are."""
        past = sum(1 for mark in self.replay.marks if mark.number <= self.replay.at)
        return f"TURNING POINTS {past}/{len(self.replay.marks)}"

    def follow_moment(self) -> None:
        """Show the latest one that has happened."""
        if self.has_focus:
            return
        past = {to.Event(mark.number) for mark in self.replay.marks if mark.number <= self.replay.at}
        rows = [row for row, line in enumerate(self.lines) if any(cell.opens in past for cell in line)]
        self.scroll_to(y=max(0, (rows[-1] if rows else 0) - self.size.height // 2), animate=False)

    def compose_lines(self, width: int) -> list[Line]:
        """A paragraph each; the latest one that has happened stands out, what lies ahead is counted."""
        at = self.replay.at
        lines: list[Line] = []
        latest = max((mark.number for mark in self.replay.marks if mark.number <= at), default=0)
        for turn, marks in groupby(self.replay.marks, key=lambda mark: (mark.round, mark.kind == "")):
            found = list(marks)
            if turn[1]:
                lines.append(_ahead(found))
                continue
            for mark in found:
                lines += _mark(mark, width, is_past=mark.number <= at, is_latest=mark.number == latest)
        return lines or [(Cell("Nothing stands out yet.", "quiet"),)]


def _ahead(marks: list[Mark]) -> Line:
    """How many turning points of a round lie ahead of a seat."""
    first = marks[0]
    text = "one more lies ahead" if len(marks) == 1 else f"{len(marks)} more lie ahead"
    cell = Cell(text, "quiet", "", to.Event(first.number), "Go to the first of them")
    return (Cell(f" {first.round:<2d}", "quiet"), Cell(f"{GLYPHS['']} ", "quiet"), cell)


def _mark(mark: Mark, width: int, *, is_past: bool, is_latest: bool) -> list[Line]:
    words = f"{WORDS[mark.kind]}: {mark.text}" if mark.kind in _UNSAID else mark.text
    rows = [line[0].text for line in paragraph(words, width - 6, most=3)]
    style = "strong" if is_latest else "" if is_past else "quiet"
    colour = STYLES.get(mark.kind, "quiet") if is_past else "quiet"
    head: Line = (
        Cell(f"{'▶' if is_latest else ' '}{mark.round:<2d}", "quiet"),
        Cell(f"{GLYPHS[mark.kind]} ", colour, hint=WORDS[mark.kind].capitalize()),
        Cell(rows[0], style, "", to.Event(mark.number), "Go there"),
    )
    return [head, *((Cell(f"     {row}", style),) for row in rows[1:])]


class Notes(RecordPanel):
    """What was pinned to events; opening one goes there."""

    def title_now(self) -> str:
        """How many there are."""
        return f"NOTES {len(self.replay.pins) or ''}".rstrip()

    def compose_lines(self, width: int) -> list[Line]:
        """A paragraph each."""
        lines: list[Line] = []
        for pin in self.replay.pins:
            who = "" if pin.seat == self.replay.seat else f" ({self.replay.names.get(pin.seat, pin.seat)})"
            first, *rest = wrapped(f"{pin.text}{who}", max(8, width - 3))
            opens = to.Event(pin.number)
            lines.append((Cell(f"{pin.round:<2d} ", "quiet"), Cell(first, "", "", opens, "Go there")))
            lines += [(Cell(f"   {row}"),) for row in rest]
        return lines or paragraph("No notes here yet. Press n to pin one to this event.", width, "quiet")


def _where(seen: Seen) -> str:
    turn = f"round {seen.round}" if seen.round else "before round 1"
    return f"{turn}, {seen.phase}"


def _link(mark: str, seen: Seen, width: int) -> list[Line]:
    """An event in up to two lines, which opens it."""
    rows = [line[0].text for line in paragraph(seen.text, width - cells_in(mark), most=2)]
    lines: list[Line] = [
        (Cell(mark, "quiet"), Cell(rows[0], "", "", to.Event(seen.number), f"Go to event {seen.number}"))
    ]
    return [*lines, *((Cell(f"{' ' * cells_in(mark)}{row}"),) for row in rows[1:])]
