"""The map: coasts, capitals, theatres with their threats, ties between powers, and crises.

Everything on it that stands for something can be chosen and opened. Ties are told apart by their dashes
as well as by colour, theatres by shade and number.
"""

from typing import NamedTuple

from textual.events import Focus

from multipolar.cells import cells_in, fit
from multipolar.domain.model.views import CrisisSeen, PowerSeen, TheatreSeen, View
from multipolar.domain.vocabulary import Relationship
from multipolar.geography.projection import Frame, mark_of
from multipolar.tui.support import routes as to
from multipolar.tui.support.dots import HIGH, WIDE, Dots, braille, frame_in_cells, sample, shore
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, Line
from multipolar.tui.widgets.drawing import SIGNS, style_of
from multipolar.tui.widgets.panel import Panel
from multipolar.tui.widgets.theatres import SHOWN_STAGES

DASHES = {
    Relationship.ALLIED: "#",
    Relationship.PARTNER: "######  ",
    Relationship.COOPERATIVE: "###   ",
    Relationship.CORRECT: "#     ",
    Relationship.STRAINED: "#  ",
    Relationship.ADVERSARIAL: "#### # ",
    Relationship.RUPTURE: "# ",
}
"""How a tie is drawn; the order of drawing as well: what comes later lies above."""
PLAIN = (
    Relationship.RUPTURE,
    Relationship.ADVERSARIAL,
    Relationship.STRAINED,
    Relationship.PARTNER,
    Relationship.ALLIED,
)
"""Ties that are drawn while no power is chosen."""
SHADES = ((60, "▓", "bad"), (40, "▒", "warn"), (0, "░", "good"))
"""Level of a threat, from which on it is shaded so."""
WITH_NAMES = 70
"""Columns from which on theatres have their names on the map."""
LARGE = 20
"""Rows from which on theatres are shaded more widely."""
LEGEND = 14
"""Rows from which on there is a legend."""


class Label(NamedTuple):
    """A cell somewhere on the map."""

    row: int
    column: int
    cell: Cell


class Map(Panel):
    """The region of the scenario; arrows go from thing to thing."""

    DEFAULT_CSS = """
    Map { padding: 0; scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
    """

    def title_now(self) -> str:
        """What it is, and whose ties are drawn."""
        if self._picked:
            return f"MAP · ties of {self.view.name(self._picked)}"
        return "MAP · partners and rivals"

    @property
    def _picked(self) -> str:
        return self.selected if any(power.id == self.selected for power in self.view.powers) else ""

    def select(self, power: str) -> None:
        """Draw the ties of a power."""
        super().select(power)
        self.retitle()
        if power and not self.has_focus:
            self._stand_on_power(power)

    def on_focus(self, event: Focus) -> None:
        """Begin at the power that was chosen, or at one's own."""
        if self.chosen is None or not self._picked:
            self._stand_on_power(self._picked or self.view.seat)

    def action_step(self, down: int, right: int) -> None:
        """Go to the nearest thing in a direction; from the last one there, on in the order of reading."""
        here = self._centre(*self._at)
        beyond = []
        for place in self._places():
            x, y = self._centre(*place)
            # A row is as high as two columns are wide.
            along = (x - here[0]) * right + 2 * (y - here[1]) * down
            aside = abs((x - here[0]) * down) + abs(2 * (y - here[1]) * right)
            if along > 0 and aside <= 2 * along:
                beyond.append((along + 2 * aside, place))
        if beyond:
            self.choose(*min(beyond)[1])
            return
        places = self._places()
        if self._at in places:
            self.choose(*places[(places.index(self._at) + down + right) % len(places)])

    def _centre(self, row: int, column: int) -> tuple[float, float]:
        start = self._start(row, column)
        line = self.lines[row] if row < len(self.lines) else ()
        wide = cells_in(line[column].text) if column < len(line) else 0
        return start + wide / 2, float(row)

    def _stand_on_power(self, power: str) -> None:
        """Put the cursor on a power that was chosen elsewhere; nobody need be told."""
        for row, column in self._places():
            if self.lines[row][column].opens == to.Power(power):
                self._at = (row, column)

    def compose_lines(self, width: int) -> list[Line]:
        """The map in as many rows as there is room for."""
        rows = self.scrollable_content_region.height
        if width < 10 or rows < 4:
            return [EMPTY]
        legend = [self._legend(width)] if rows >= LEGEND else []
        frame = frame_in_cells(self.view, width, rows - len(legend))
        return [*self._draw(frame), *legend]

    # --- what is drawn ---

    def _draw(self, frame: Frame) -> list[Line]:
        columns, rows = frame.width // WIDE, frame.height // HIGH
        texts = [[" "] * columns for _ in range(rows)]
        styles = [[""] * columns for _ in range(rows)]
        for (row, column), sign, style in self._shades(frame):
            texts[row][column], styles[row][column] = sign, style
        coast = shore(frame, self.view.coast)
        for (row, column), bits in coast.items():
            texts[row][column], styles[row][column] = braille(bits), "coast"
        for (row, column), (bits, style) in self._ties(frame).items():
            texts[row][column] = braille(bits | coast.get((row, column), 0))
            styles[row][column] = style
        labels: list[list[Label]] = [[] for _ in range(rows)]
        for label in self._labels(frame):
            labels[label.row].append(label)
        return [
            _line(texts[row], styles[row], sorted(labels[row], key=lambda one: one.column))
            for row in range(rows)
        ]

    def _shades(self, frame: Frame) -> list[tuple[tuple[int, int], str, str]]:
        found = []
        columns, rows = frame.width // WIDE, frame.height // HIGH
        reach = 2 if rows >= LARGE else 1
        for place in self.view.theatres:
            _, level = worst(self.view, place)
            sign, style = _shade(level)
            x, y = frame.place(place.longitude, place.latitude)
            middle_row, middle_column = y // HIGH, x // WIDE
            for row in range(middle_row - reach, middle_row + reach + 1):
                for column in range(middle_column - 2 * reach, middle_column + 2 * reach + 1):
                    far = ((row - middle_row) / reach) ** 2 + ((column - middle_column) / (2 * reach)) ** 2
                    if far <= 1.1 and 0 <= row < rows and 0 <= column < columns:
                        found.append(((row, column), sign, style))
        return found

    def _ties(self, frame: Frame) -> dict[tuple[int, int], tuple[int, str]]:
        view, picked = self.view, self._picked
        found: dict[tuple[int, int], tuple[int, str]] = {}
        powers = view.powers
        for kind in (Relationship.CORRECT, Relationship.COOPERATIVE, *reversed(PLAIN)):
            dots = Dots(frame)
            for place, one in enumerate(powers):
                for other in powers[place + 1 :]:
                    is_due = picked in (one.id, other.id) if picked else kind in PLAIN
                    if is_due and view.relationship(one.id, other.id) == kind:
                        dots.line(_held(frame, one), _held(frame, other), DASHES[kind])
            for cell, bits in dots.cells.items():
                found[cell] = (found.get(cell, (0, ""))[0] | bits, style_of(kind))
        return found

    # --- what can be chosen ---

    def _labels(self, frame: Frame) -> list[Label]:
        taken: set[tuple[int, int]] = set()
        labels: list[Label] = []
        powers = sorted(self.view.powers, key=lambda one: (one.id != self.view.seat, one.minor))
        for power in powers:
            labels += self._put(frame, taken, _held(frame, power), self._power(frame, power))
        for crisis in self.view.crises:
            if crisis.stage in SHOWN_STAGES:
                labels += self._put(frame, taken, self._where(frame, crisis), (_crisis(crisis),))
        for place in self.view.theatres:
            dot = frame.place(place.longitude, place.latitude)
            labels += self._put(frame, taken, dot, self._theatre(frame, place))
        return labels

    def _put(
        self, frame: Frame, taken: set[tuple[int, int]], dot: tuple[int, int], wordings: tuple[Cell, ...]
    ) -> list[Label]:
        """A label where there is room for it: to the right of its dot, to the left, or a row off."""
        columns, rows = frame.width // WIDE, frame.height // HIGH
        row, column = dot[1] // HIGH, dot[0] // WIDE
        for off in (0, 1, -1, 2, -2):
            for cell in wordings:
                wide = cells_in(cell.text)
                # A label to the left of its dot has the mark at its end, so that the dot stays where it is.
                for start in (column, column - wide + 1):
                    at = (row + off, max(0, min(columns - wide, start)))
                    cells = {(at[0], at[1] + step) for step in range(wide)}
                    if 0 <= at[0] < rows and wide <= columns and not cells & taken:
                        taken |= cells
                        return [Label(*at, _mirrored(cell) if start < column and wide > 1 else cell)]
        return []

    def _power(self, frame: Frame, power: PowerSeen) -> tuple[Cell, ...]:
        mark = mark_of(frame, power)
        style = "picked" if power.id == self._picked else "accent" if power.id == self.view.seat else "strong"
        hint = f"{power.name}: {power.capital}"
        return (Cell(f"{mark}{power.id}", style, opens=to.Power(power.id), hint=hint),)

    def _theatre(self, frame: Frame, place: TheatreSeen) -> tuple[Cell, ...]:
        target, level = worst(self.view, place)
        if not target:
            return (Cell(fit(place.name, 12).strip(), "quiet"),)
        sign, style = _shade(level)
        kind = next(threat.kind for threat in self.view.threats if threat.target == target)
        hint = f"{place.name}: {kind} {level}, the worst of its threats"
        short = Cell(f"{sign}{level}", style, target, hint=hint)
        if frame.width // WIDE < WITH_NAMES:
            return (short,)
        return (short._replace(text=f"{sign}{level} {place.name}"), short)

    def _where(self, frame: Frame, crisis: CrisisSeen) -> tuple[int, int]:
        """A crisis stands by its theatre, else between its parties."""
        for place in self.view.theatres:
            if place.id == crisis.theatre:
                x, y = frame.place(place.longitude, place.latitude)
                return x, y - HIGH
        homes = [_held(frame, power) for power in self.view.powers if power.id in crisis.parties[:2]]
        if not homes:
            return frame.width // 2, frame.height // 2
        return sum(x for x, _ in homes) // len(homes), sum(y for _, y in homes) // len(homes)

    def _drawn(self) -> set[Relationship]:
        """The kinds of ties that are on the map now."""
        view, picked = self.view, self._picked
        ids = [power.id for power in view.powers]
        pairs = [(a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]]
        kinds = {Relationship(view.relationship(a, b)) for a, b in pairs if not picked or picked in (a, b)}
        return kinds if picked else kinds & set(PLAIN)

    def _legend(self, width: int) -> Line:
        cells: list[Cell] = []
        used = 0
        for kind in (one for one in DASHES if one in self._drawn()):
            text = f" {sample(DASHES[kind], 4)} {kind.word}"
            short = f" {sample(DASHES[kind], 3)} {SIGNS[kind]}"
            text = text if width >= WITH_NAMES else short
            if used + cells_in(text) <= width:
                cells.append(Cell(text, style_of(kind)))
                used += cells_in(text)
        rest = "  ▓ a threat  !3 a crisis and its rung"
        if used + cells_in(rest) <= width:
            cells.append(Cell(rest, "quiet"))
        return tuple(cells)


def worst(view: View, place: TheatreSeen) -> tuple[str, int]:
    """Address and level of the worst threat in a theatre; an empty address where there is none."""
    levels = [
        (view.numbers[threat.target], threat.target)
        for threat in view.threats
        if threat.theatre == place.id and threat.target in view.numbers
    ]
    level, target = max(levels, default=(0, ""))
    return target, level


def _shade(level: int) -> tuple[str, str]:
    return next((sign, style) for least, sign, style in SHADES if level >= least)


def _crisis(crisis: CrisisSeen) -> Cell:
    rung = SHOWN_STAGES.index(crisis.stage) + 1
    hint = f"{crisis.title}: {'–'.join(crisis.parties)}, {crisis.stage}"
    return Cell(f"!{rung}", "rupture", opens=to.Crisis(crisis.id), hint=hint)


def _held(frame: Frame, power: PowerSeen) -> tuple[int, int]:
    """The dot of a capital; of one that lies beyond the map, the nearest on its edge."""
    x, y = frame.place(power.longitude, power.latitude)
    return max(0, min(frame.width - 1, x)), max(0, min(frame.height - 1, y))


def _mirrored(cell: Cell) -> Cell:
    """The same to the left of its dot: its mark comes last."""
    mark = cell.text[0]
    first, blank, rest = cell.text.removeprefix(mark).partition(" ")
    return cell._replace(text=f"{rest}{blank}{first}{mark}")


def _line(texts: list[str], styles: list[str], labels: list[Label]) -> Line:
    """A row of the map in as few cells as its styles allow."""
    cells: list[Cell] = []
    at = 0
    for label in [*labels, None]:
        end = len(texts) if label is None else label.column
        while at < end:
            first = at
            while at < end and styles[at] == styles[first]:
                at += 1
            cells.append(Cell("".join(texts[first:at]), styles[first]))
        if label is not None:
            cells.append(label.cell)
            at = label.column + cells_in(label.cell.text)
    return tuple(cells)
