"""The timeline of a record: rounds side by side, where the moment stands, and marks to go back to.

Every round has the same room, so that the line stays as it is while a live exercise grows.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from textual.events import MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from multipolar.cells import cells_in
from multipolar.domain.model.views import Mark
from multipolar.table.port import Replay, Stop
from multipolar.tui.support.text import explain, segment

GLYPHS = {"relationship": "↔", "crisis": "!", "promise": "✗", "leak": "~", "roll": "◇", "swing": "▲", "": "·"}
"""What each kind of mark looks like; a dot for what lies ahead of a seat."""
STYLES = {"relationship": "accent", "crisis": "bad", "promise": "bad", "leak": "warn", "swing": "good"}
WORDS = {
    "relationship": "relations",
    "crisis": "crisis",
    "promise": "broken word",
    "leak": "leak",
    "roll": "close roll",
    "swing": "large swing",
    "": "ahead",
}
"""Each kind in words."""
PIN = "•"
BEFORE_FIRST = 4
"""Columns of what happened before the first round."""
USUAL = 200
"""Events of a round, where none has been played that says otherwise."""


class Span(NamedTuple):
    """A round on the line: its columns from `x` on, `wide` of them, and its events `first` to `last`."""

    round: int
    x: int
    wide: int
    first: int
    last: int


def spans(width: int, rounds: int, stops: Sequence[Stop], last: int, *, is_live: bool = False) -> list[Span]:
    """Where each round stands on the line; rounds that have not begun hold no events (`first` is 0).

    Args:
        width: columns of the line.
        rounds: how many rounds the exercise has.
        stops: where rounds and phases begin.
        last: the number of the last event.
        is_live: whether the round that was begun last goes on.
    """
    begun: dict[int, int] = {}
    for stop in stops:
        begun.setdefault(stop.round, stop.number)
    begun[0] = 1
    reached = max(begun)
    room = max(1, width - BEFORE_FIRST)
    found: list[Span] = []
    for turn in range(max(rounds, reached) + 1):
        x = 0 if not turn else BEFORE_FIRST + room * (turn - 1) // max(1, rounds)
        end = BEFORE_FIRST if not turn else BEFORE_FIRST + room * turn // max(1, rounds)
        first = begun.get(turn, 0)
        upto = begun.get(turn + 1, last + 1) - 1 if first else 0
        if is_live and turn == reached:
            lengths = [span.last - span.first for span in found[1:]]
            upto = max(upto, first + (sum(lengths) // len(lengths) if lengths else USUAL))
        found.append(Span(turn, x, max(1, end - x), first, upto))
    return found


def column_of(number: int, line: Sequence[Span]) -> int:
    """The column at which an event stands."""
    span = next((span for span in reversed(line) if span.first and span.first <= number), line[0])
    steps = max(1, span.last - span.first)
    return span.x + min(span.wide - 1, (number - span.first) * (span.wide - 1) // steps)


def number_at(x: int, line: Sequence[Span], last: int) -> int:
    """The event that stands at a column; the last one beyond what has been played."""
    span = next((span for span in reversed(line) if span.x <= x), line[0])
    if not span.first:
        return last
    return min(last, span.first + (x - span.x) * (span.last - span.first) // max(1, span.wide - 1))


class Timeline(Widget, can_focus=True):
    """The line; a click or a drag on it goes to a moment.

    Args:
        replay: the record.
        rounds: how many rounds the exercise has.
    """

    DEFAULT_CSS = """
    Timeline { height: 3; padding: 0 1; background: $surface; }
    Timeline > .timeline--plain { color: $quiet; }
    Timeline > .timeline--past { color: $primary; text-style: bold; }
    Timeline > .timeline--now { color: $background; background: $primary; text-style: bold; }
    Timeline:focus > .timeline--now { background: $accent; }
    Timeline > .timeline--accent { color: $accent; }
    Timeline > .timeline--good { color: $good; }
    Timeline > .timeline--bad { color: $bad; text-style: bold; }
    Timeline > .timeline--warn { color: $warning; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"timeline--{name}" for name in ("plain", "past", "now", "accent", "good", "bad", "warn")
    }

    class Sought(Message):
        """A moment was chosen with the mouse."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, replay: Replay, rounds: int) -> None:
        super().__init__(id="timeline")
        self._replay = replay
        self._rounds = rounds
        self._is_held = False

    def _line(self) -> list[Span]:
        replay = self._replay
        return spans(self.content_size.width, self._rounds, replay.stops, replay.last, is_live=replay.is_live)

    def render_line(self, y: int) -> Strip:
        """The names of the rounds, the line itself, or the marks."""
        line = self._line()
        width = self.content_size.width
        cells: list[tuple[str, str]] = [(" ", "plain")] * width
        match y:
            case 0:
                self._write_rounds(line, cells)
            case 1:
                self._write_line(line, cells)
            case _:
                self._write_marks(line, cells)
        # One segment a run of a style: a segment a column would cost most of the repaint.
        runs = [
            ("".join(text for text, _ in run), style) for style, run in groupby(cells, lambda cell: cell[1])
        ]
        return Strip(
            [segment(text, self.get_component_rich_style(f"timeline--{style}")) for text, style in runs],
            width,
        )

    def _write_rounds(self, line: Sequence[Span], cells: list[tuple[str, str]]) -> None:
        now = self._replay.view.round
        for span in line:
            name = f"round {span.round}" if span.wide >= cells_in("round 10") + 1 else str(span.round)
            for place, letter in enumerate(name if span.round else ""):
                if span.x + place < len(cells):
                    cells[span.x + place] = (letter, "past" if span.round == now else "plain")

    def _write_line(self, line: Sequence[Span], cells: list[tuple[str, str]]) -> None:
        now = column_of(self._replay.at, line)
        for x in range(len(cells)):
            cells[x] = ("━", "past") if x < now else ("─", "plain")
        for stop in self._replay.stops:
            x = column_of(stop.number, line)
            is_past = x < now
            cells[x] = ("┿" if is_past else "┼", "past" if is_past else "plain")
        for span in line[1:]:
            if span.x < len(cells):
                cells[span.x] = ("╋" if span.x < now else "╂", "past" if span.x < now else "plain")
        cells[now] = ("●" if self._replay.at < self._replay.last else "■", "now")

    def _write_marks(self, line: Sequence[Span], cells: list[tuple[str, str]]) -> None:
        heaviest: dict[int, Mark] = {}
        for mark in self._replay.marks:
            x = column_of(mark.number, line)
            if x not in heaviest or heaviest[x].weight < mark.weight:
                heaviest[x] = mark
        for pin in self._replay.pins:
            cells[column_of(pin.number, line)] = (PIN, "accent")
        for x, mark in heaviest.items():
            cells[x] = (GLYPHS[mark.kind], STYLES.get(mark.kind, "plain"))

    # --- the mouse ---

    def _seek(self, x: int) -> None:
        x = min(max(0, x - 1), max(0, self.content_size.width - 1))
        self.post_message(self.Sought(number_at(x, self._line(), self._replay.last)))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Go to where the mouse points, and follow it while it is held."""
        self._is_held = True
        self.capture_mouse()
        self._seek(event.x)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follow the mouse while it is held; else say what stands there."""
        if self._is_held:
            self._seek(event.x)
            return
        line = self._line()
        here = next(
            (mark for mark in self._replay.marks if column_of(mark.number, line) == event.x - 1), None
        )
        explain(self, (here.text or "Something lies ahead.") if here and event.y == 2 else "")

    def on_mouse_up(self, event: MouseUp) -> None:
        """Let go."""
        self._is_held = False
        self.release_mouse()
