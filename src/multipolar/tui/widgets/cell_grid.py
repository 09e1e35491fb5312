"""A sheet of lines made of cells, some of which can be chosen: what every panel of the table is made of.

It draws line by line and only what changed, so that a full table repaints within a frame. A cell may
carry the address of the number it shows (for *why*) and the name of what it opens.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Blur, Click, Focus, MouseMove, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from multipolar.cells import cells_in, wrapped
from multipolar.tui.support.routes import Answer, Button, Choice, Route
from multipolar.tui.support.text import explain, line_of, segment
from multipolar.tui.widgets.search import has_all, is_searched_now, near, nothing_has

STYLES = (
    "quiet", "strong", "accent", "good", "bad", "warn", "head", "allied", "partner", "cooperative", "correct",
    "strained", "adversarial", "rupture", "bar", "trough", "coast", "picked",
)  # fmt: skip
"""The styles a cell may name; each is a component class of the sheet."""


class Cell(NamedTuple):
    """A piece of a line.

    Attributes:
        text: what it says.
        style: one of `STYLES`, or empty.
        target: address of the number it shows, such as ``trust(IND,CHN)``.
        opens: what it opens; None where nothing opens.
        hint: said while the mouse is over it.
        name: what a search finds it by and calls it, where the text is cut or has signs.
    """

    text: str
    style: str = ""
    target: str = ""
    opens: Route | None = None
    hint: str = ""
    name: str = ""

    @property
    def can_be_chosen(self) -> bool:
        """Whether the cursor can stand on it."""
        return bool(self.target) or self.opens is not None

    @property
    def is_button(self) -> bool:
        """Whether it does something about the thing it stands under, such as turning it down."""
        return isinstance(self.opens, Button)

    @property
    def key(self) -> str:
        """The key of the answer, option or row it is; empty where it is none."""
        return self.opens.key if isinstance(self.opens, Choice | Answer) else ""

    @property
    def thing(self) -> tuple[str, Route | None]:
        """What it is about, whatever the line says."""
        return self.target, self.opens


Line = tuple[Cell, ...]
EMPTY: Line = (Cell(""),)


class CellGrid(ScrollView, can_focus=True):
    """Lines of cells with a cursor."""

    DEFAULT_CSS = """
    CellGrid {
        height: 1fr; padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    CellGrid > .cell-grid--quiet { color: $quiet; }
    CellGrid > .cell-grid--strong { text-style: bold; }
    CellGrid > .cell-grid--accent { color: $accent; text-style: bold; }
    CellGrid > .cell-grid--good { color: $good; }
    CellGrid > .cell-grid--bad { color: $bad; }
    CellGrid > .cell-grid--warn { color: $warning; }
    CellGrid > .cell-grid--head { color: $quiet; text-style: bold; }
    CellGrid > .cell-grid--allied { color: $allied; text-style: bold; }
    CellGrid > .cell-grid--partner { color: $partner; }
    CellGrid > .cell-grid--cooperative { color: $cooperative; }
    CellGrid > .cell-grid--correct { color: $correct; }
    CellGrid > .cell-grid--strained { color: $strained; }
    CellGrid > .cell-grid--adversarial { color: $adversarial; }
    CellGrid > .cell-grid--rupture { color: $rupture; text-style: bold; }
    CellGrid > .cell-grid--bar { color: $primary; }
    CellGrid > .cell-grid--trough { color: $rule; }
    CellGrid > .cell-grid--coast { color: $secondary; }
    CellGrid > .cell-grid--picked { color: $accent; text-style: bold reverse; }
    CellGrid > .cell-grid--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold underline;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"cell-grid--cursor", *(f"cell-grid--{name}" for name in STYLES)}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1, 0)", "up", show=False),
        Binding("down,j", "step(1, 0)", "down", show=False),
        Binding("left", "step(0, -1)", "left", show=False),
        Binding("right", "step(0, 1)", "right", show=False),
        Binding("home", "jump(False)", "first", show=False),
        Binding("end", "jump(True)", "last", show=False),
        Binding("enter,space", "open", "open", show=False),
    ]

    class Chosen(Message):
        """The cursor came to stand on a cell."""

        def __init__(self, sheet: "CellGrid", cell: Cell) -> None:
            super().__init__()
            self.sheet = sheet
            self.cell = cell

    class Opened(Message):
        """A cell was opened."""

        def __init__(self, sheet: "CellGrid", cell: Cell) -> None:
            super().__init__()
            self.sheet = sheet
            self.cell = cell

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._at = (0, 0)
        self._was_put = False
        self._letters = ""
        self._before_search: Cell | None = None

    # --- content ---

    def compose_lines(self, width: int) -> list[Line]:
        """The lines for a width in columns; what a panel overrides."""
        return self._lines

    @property
    def lines(self) -> list[Line]:
        """What the sheet shows."""
        return self._lines

    @property
    def content_width(self) -> int:
        """Columns there are for a line, beside the scroll bar."""
        return max(1, self.scrollable_content_region.width)

    def recompose_lines(self) -> None:
        """Draw anew what has changed."""
        chosen = self.chosen if self._was_put else None
        before, self._lines = self._lines, self._lines_now(self.content_width)
        if len(before) != len(self._lines):
            self.virtual_size = Size(self.content_width, len(self._lines))
            height = self.styles.height
            self.refresh(layout=height is not None and height.is_auto)
        else:
            self._refresh_rows(
                row for row, (old, new) in enumerate(zip(before, self._lines, strict=True)) if old != new
            )
        self._keep_cursor(chosen, before)

    def _lines_now(self, width: int) -> list[Line]:
        lines = self.compose_lines(width)
        return found_in(lines, self._letters, self.said_in_full, width) if self.is_searched else lines

    def on_resize(self, event: Resize) -> None:
        """The width may have changed."""
        self.virtual_size = Size(self.content_width, len(self._lines))
        self.recompose_lines()

    def _refresh_rows(self, rows: Iterable[int]) -> None:
        width = self.size.width
        top = self.scroll_offset.y
        for row in rows:
            self.refresh(Region(0, row - top, width, 1))

    # --- searching ---

    def said_in_full(self, text: str) -> str:
        """What a text says, with what it only stands for, so that it is found by both."""
        return text

    @property
    def is_searched(self) -> bool:
        """Whether only what was found is shown."""
        return bool(self._letters.strip())

    def find(self, letters: str) -> None:
        """Show only what has the words typed, the cursor on the first; empty: everything again.

        What was found keeps the cursor then; where nothing was, it stands where it stood before.
        """
        if letters == self._letters:
            return
        if not self._letters:
            self._before_search = self.chosen
        chosen = self.chosen or self._before_search
        self._letters = letters
        self._was_put = False
        self.recompose_lines()
        if not letters and chosen is not None:
            self._keep_cursor(chosen, self._lines)
        if self.chosen is not None:
            self.choose(*self._at)

    def step(self, down: int) -> None:
        """Move the cursor, from the line in which is searched."""
        self.action_step(down, 0)

    @property
    def opens_found(self) -> bool:
        """Whether the cursor stands on anything."""
        return self.chosen is not None

    def open_found(self) -> None:
        """Open what was found."""
        self.action_open()

    # --- the cursor ---

    @property
    def at(self) -> tuple[int, int]:
        """Line and cell of the cursor."""
        return self._at

    @property
    def chosen(self) -> Cell | None:
        """The cell under the cursor."""
        row, column = self._at
        if row < len(self._lines) and column < len(self._lines[row]):
            cell = self._lines[row][column]
            return cell if cell.can_be_chosen else None
        return None

    def begin_anew(self) -> None:
        """Put the cursor where a sheet begins: somebody else looks at it now."""
        self._was_put = False
        self.recompose_lines()

    def _keep_cursor(self, chosen: Cell | None, before: list[Line]) -> None:
        """Where the person put the cursor it stays, on its thing; else it stands on the first.

        When its thing is gone it goes on to what came after it, and never to a button: that would be to
        stand on an answer to another thing than the person looked at.
        """
        here = {self._lines[row][column].thing: (row, column) for row, column in reversed(self._places())}
        wanted = (chosen, *_after(chosen, before)) if chosen is not None else ()
        found = next((here[cell.thing] for cell in wanted if cell.thing in here), None)
        self._at = found or next(iter(self._places()), (0, 0))

    def _places(self) -> list[tuple[int, int]]:
        return [
            (row, column)
            for row, line in enumerate(self._lines)
            for column, cell in enumerate(line)
            if cell.can_be_chosen
        ]

    def _start(self, row: int, column: int) -> int:
        return sum(cells_in(cell.text) for cell in self._lines[row][:column])

    def action_step(self, down: int, right: int) -> None:
        """Move the cursor: to the next cell in the line, or to the nearest in the next line that has one."""
        places = self._places()
        if not places:
            self.scroll_relative(y=down, animate=False)
            return
        row, column = self._at
        if right:
            line = [place for place in places if place[0] == row]
            beyond = [place for place in line if (place[1] - column) * right > 0]
            found = min(beyond, key=lambda place: abs(place[1] - column), default=None)
        else:
            x = self._start(row, column) if row < len(self._lines) else 0
            beyond = [place for place in places if (place[0] - row) * down > 0]
            found = min(
                beyond,
                key=lambda place: (abs(place[0] - row), abs(self._start(*place) - x)),
                default=None,
            )
            if found is None:
                self.scroll_relative(y=down, animate=False)
        if found is not None:
            self.choose(*found)

    def action_jump(self, last: bool) -> None:
        """Move the cursor to the first or the last cell."""
        places = self._places()
        if places:
            self.choose(*places[-1 if last else 0])

    def stand_on(self, opens: Route) -> bool:
        """Put the cursor on the first cell that opens this; whether there is one."""
        for row, column in self._places():
            if self._lines[row][column].opens == opens:
                self.choose(row, column)
                return True
        return False

    def choose(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        before, self._at = self._at, (row, column)
        self._was_put = True
        self._refresh_rows({before[0], row})
        # Whoever stands on the first cell sees what stands above it: nothing else brings a heading back.
        top = 0 if not any(place < (row, column) for place in self._places()) else row
        self.scroll_to_region(Region(0, top, 1, row - top + 1), animate=False, force=True)
        self._scroll_around(top, row)
        cell = self.chosen
        if cell is not None:
            self.post_message(self.Chosen(self, cell))

    def _scroll_around(self, top: int, row: int) -> None:
        """Where what it stands in scrolls too, the row under the cursor is in sight there as well."""
        around = self.parent
        if not isinstance(around, VerticalScroll):
            return
        above = self.virtual_region.y - self.scroll_offset.y
        first = above + top if top else 0
        around.scroll_to_region(Region(0, first, 1, above + row - first + 1), animate=False, force=True)

    def action_open(self) -> None:
        """Open the cell under the cursor."""
        if self.chosen is not None:
            self._was_put = True
            self.post_message(self.Opened(self, self.chosen))

    # --- the mouse ---

    def _cell_at(self, x: int, y: int) -> tuple[int, int] | None:
        row = y + self.scroll_offset.y
        if not 0 <= row < len(self._lines):
            return None
        end = 0
        for column, cell in enumerate(self._lines[row]):
            end += cells_in(cell.text)
            if x < end:
                return (row, column)
        return None

    def on_click(self, event: Click) -> None:
        """Choose what is clicked; a second click opens it, and what is a button at once."""
        offset = event.get_content_offset(self)
        place = self._cell_at(offset.x, offset.y) if offset is not None else None
        if place is None or not self._lines[place[0]][place[1]].can_be_chosen:
            return
        opens = self._lines[place[0]][place[1]].is_button or (place == self._at and event.chain > 1)
        self.choose(*place)
        if opens:
            self.action_open()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say what is under the mouse."""
        offset = event.get_content_offset(self)
        place = self._cell_at(offset.x, offset.y) if offset is not None else None
        explain(self, self._lines[place[0]][place[1]].hint if place else "")

    def on_focus(self, event: Focus) -> None:
        """Show the cursor."""
        self._refresh_rows((self._at[0],))
        if self.chosen is not None:
            self.post_message(self.Chosen(self, self.chosen))

    def on_blur(self, event: Blur) -> None:
        """Hide the cursor."""
        self._refresh_rows((self._at[0],))

    # --- drawing ---

    def render_line(self, y: int) -> Strip:
        """One line of the sheet."""
        row = y + self.scroll_offset.y
        room = self.size.width
        plain = self.rich_style
        if not 0 <= row < len(self._lines):
            return Strip.blank(room, plain)
        segments = []
        is_here = self.has_focus or is_searched_now(self)
        for column, cell in enumerate(self._lines[row]):
            style = self.get_component_rich_style(f"cell-grid--{cell.style}") if cell.style else plain
            if is_here and self._at == (row, column) and cell.can_be_chosen:
                style = self.get_component_rich_style("cell-grid--cursor")
            segments.append(segment(cell.text, style))
        return line_of(segments, room, plain)


def found_in(lines: list[Line], letters: str, in_full: Callable[[str], str], width: int) -> list[Line]:
    """Of a sheet the things that have the words typed, under their headings; else those that are near.

    A thing is a line with a cell that can be chosen, and the lines on it up to the next.

    Args:
        lines: all of them.
        letters: what was typed.
        in_full: says of a text what it also stands for.
        width: columns there are for a line.
    """
    things: list[_Thing] = []
    above: list[Line] = []
    heading: Line | None = None
    is_open = False
    for line in lines:
        if any(cell.can_be_chosen for cell in line):
            things.append(_Thing(heading, [line]))
            is_open = True
        elif any(cell.style == "head" for cell in line):
            heading, is_open = line, False
        elif line == EMPTY:
            is_open = False
        elif is_open:
            things[-1].lines.append(line)
        elif not things and heading is None:
            above.append(line)
    found = [thing for thing in things if has_all(letters, in_full(thing.said))]
    if found:
        return [*above, *_under_headings(found)]
    names = near(letters, [thing.name for thing in things])
    said = nothing_has(letters, is_near=bool(names))
    told: list[Line] = [(Cell(row, "warn"),) for row in wrapped(said, width)]
    close = [next(thing for thing in things if thing.name == name) for name in names]
    return [*told, *(line for thing in close for line in thing.lines)]


class _Thing(NamedTuple):
    heading: Line | None
    lines: list[Line]

    @property
    def said(self) -> str:
        cells = [*(self.heading or ()), *(cell for line in self.lines for cell in line)]
        return " ".join(f"{cell.text} {cell.name} {cell.hint}" for cell in cells)

    @property
    def name(self) -> str:
        cell = next(cell for cell in self.lines[0] if cell.can_be_chosen)
        return cell.name or cell.hint or cell.text.strip()


def _under_headings(things: list[_Thing]) -> list[Line]:
    lines: list[Line] = []
    heading: Line | None = None
    for thing in things:
        if thing.heading is not heading and thing.heading is not None:
            lines += [*([EMPTY] if lines else []), thing.heading]
        heading = thing.heading
        lines += thing.lines
    return lines


def _after(chosen: Cell, lines: list[Line]) -> list[Cell]:
    """What came after a cell, nearest first, then what came before it; without buttons."""
    cells = [cell for line in lines for cell in line if cell.can_be_chosen]
    place = next((place for place, cell in enumerate(cells) if cell.thing == chosen.thing), 0)
    return [cell for cell in (*cells[place + 1 :], *cells[:place][::-1]) if not cell.is_button]
