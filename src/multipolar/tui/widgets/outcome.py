"""The first page of the debrief: the order all made, the scores in their parts, what decided them.

Only drawing: every number comes from the view, every formula from `review.scores`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from multipolar.cells import cells_in, fit, fit_right, wrapped
from multipolar.domain.addresses import of, split
from multipolar.domain.model.views import Debrief, Standing, TurningPoint, View
from multipolar.domain.vocabulary import INDICES
from multipolar.review.scores import final_product, national_sum, rounded, share_product
from multipolar.tui.support import routes as to
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.blocks import GAP, Block, beside, under
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.chart import Series, chart_lines
from multipolar.tui.widgets.drawing import spark
from multipolar.tui.widgets.panel import paragraph

WHOLE = "architecture(all)"
BESIDE = 110
"""Columns from which on the chart stands beside what it is made of."""
LARGE = 180
"""Columns from which on the scores stand beside the order."""
CHART = 48
"""Columns of the chart where it stands beside other things."""
LEAST_CHART = 10
"""Rows of the chart."""
WITH_INDICES = 24
"""Rows from which on the chart shows the indices beside their mean."""
NAME = 15
WITH_HEADS = 98
"""Columns from which on every part of a score stands under its own word."""
FEW = 3
"""Turning points told on the first page."""
FEW_AMOUNTS = 3
MANY_AMOUNTS = 8


def order_lines(view: View) -> tuple[str, ...]:
    """Addresses of the architecture score and its indices, as they are told."""
    return (WHOLE, *(of("index", name) for name in INDICES))


def outcome_page(
    view: View,
    debrief: Debrief,
    points: Sequence[TurningPoint],
    moved_by: Mapping[str, str],
    room: tuple[int, int],
    further: Sequence[Sequence[Block]] = (),
) -> list[Line]:
    """The page for a room in columns and rows.

    Args:
        view: of the seat.
        debrief: its debrief.
        points: the turning points, as far as they are known yet.
        moved_by: what moved each index most, by its address.
        room: columns and rows.
        further: what else is told where there is room for it, in order; each at length and then in short.
    """
    width, height = room
    ending = [line for text in debrief.ending for line in paragraph(text, width, "bad")]
    if width >= LARGE:
        half = (width - GAP) // 2
        table = _order(view, moved_by, half)
        left = under(table, _chart(view, debrief, half, height - len(table) - len(ending) - 2))
        right = under(_scores(view, debrief, half), turning_all(view, points, half), _question(debrief, half))
        most = height - len(ending) - 1
        for versions in further:
            longer = [under(right, block(half)) for block in versions]
            right = next((lines for lines in longer if len(lines) <= most), right)
        return under(ending, beside(left, right, half))
    if width >= BESIDE:
        rest = width - CHART - GAP
        table = _order(view, moved_by, rest)
        top = beside(
            _chart(view, debrief, CHART, max(LEAST_CHART, len(table)), has_indices=False), table, CHART
        )
        return under(
            ending,
            top,
            _scores(view, debrief, width),
            turning_few(view, points, width),
            _question(debrief, width),
        )
    return under(
        ending,
        _order(view, moved_by, width),
        _scores(view, debrief, width),
        turning_few(view, points, width),
        _chart(view, debrief, width, LEAST_CHART),
        _question(debrief, width),
    )


def _head(text: str, more: str = "") -> Line:
    return (Cell(text.upper(), "head"), Cell(f"  {more}" if more else "", "strong"))


# --- The order -------------------------------------------------------------------------------


def _course(view: View, target: str) -> list[int]:
    return [numbers[target] for numbers in view.past if target in numbers]


def _chart(view: View, debrief: Debrief, width: int, height: int, *, has_indices: bool = True) -> list[Line]:
    """The architecture score over the rounds, and where nobody wins; its indices too where there is room."""
    course = _course(view, WHOLE)
    if len(course) < 2 or height < 5:
        return []
    series = [Series("order", "architecture score", "", tuple(course), strong=True)]
    if has_indices and height >= WITH_INDICES:
        series += [Series(name, name, "", tuple(_course(view, of("index", name)))) for name in INDICES]
    if debrief.least:
        floor = (debrief.least,) * len(course)
        series.append(Series("least", f"under {debrief.least} nobody wins", "", floor))
    legend = f"below {debrief.least} nobody wins" if debrief.least else ""
    return [
        _head("the order over the rounds", legend),
        *chart_lines(series, width, max(LEAST_CHART, height - 1)),
    ]


def _order(view: View, moved_by: Mapping[str, str], width: int) -> list[Line]:
    """The architecture and its indices: opening, course, end, by how much, and what moved each most."""
    rounds = max(6, len(view.past))
    went = f"{view.opening.get(WHOLE, 0)} → {view.numbers.get(WHOLE, 0)} of 100"
    lines: list[Line] = [_head("the order you made", went)]
    lines.append(
        (
            Cell(f"{' ' * NAME}start {fit('rounds', rounds)}  end      ", "head"),
            Cell("round: moved most by", "head"),
        )
    )
    for target in order_lines(view):
        now, then = view.numbers.get(target), view.opening.get(target)
        if now is None or then is None:
            continue
        key, (about,) = split(target)
        name = key if target == WHOLE else about
        amount = now - then
        sign = "▲" if amount > 0 else "▼" if amount < 0 else " "
        head = [
            Cell(fit(name, NAME), "strong" if target == WHOLE else "", target),
            Cell(f"{then:>5d} ", "quiet"),
            Cell(fit(spark(_course(view, target)), rounds), "bar"),
            Cell(f"{now:>5d} ", "strong"),
            Cell(
                fit(f" {sign}{abs(amount)}" if amount else " =", 6),
                formatting.worth_style(view, target, amount),
            ),
        ]
        indent = sum(cells_in(cell.text) for cell in head)
        first, *rest = wrapped(moved_by.get(target, ""), max(10, width - indent)) or [""]
        lines.append((*head, Cell(first, "quiet")))
        lines += [(Cell(" " * indent), Cell(line, "quiet")) for line in rest]
    return [*lines, *paragraph(_order_mean(view), width, "quiet")]


def _order_mean(view: View) -> str:
    """How the score comes out of the numbers above it."""
    values = [view.numbers[of("index", name)] for name in INDICES if of("index", name) in view.numbers]
    if not values or WHOLE not in view.numbers:
        return ""
    mean = rounded(Fraction(sum(values), len(values)), view.numbers[WHOLE])
    return f"architecture: the mean of the six, {sum(values)} ÷ {len(values)} = {mean}"


# --- Scores ----------------------------------------------------------------------------------


def _scores(view: View, debrief: Debrief, width: int) -> list[Line]:
    """A line each, put so that the formula can be read along it."""
    if not debrief.standings:
        return []
    has_heads = width >= WITH_HEADS
    lines: list[Line] = [
        _head("scores", "" if has_heads else "objectives + position + reputation = national")
    ]
    if has_heads:
        lines.append(
            (
                Cell(
                    f"{' ' * NAME}objectives + position + reputation = national × order =       final", "head"
                ),
            )
        )
    else:
        lines.append((Cell(f"{' ' * NAME}national × what the order leaves of it = final", "head"),))
    lines += [_score(view, standing, width, has_heads=has_heads) for standing in debrief.standings]
    mine = next((one for one in debrief.standings if one.power == view.seat), debrief.standings[0])
    lines += paragraph(_formula(view, mine), width, "quiet")
    return lines


def _score(view: View, one: Standing, width: int, *, has_heads: bool) -> Line:
    is_mine = one.power == view.seat
    wide = (10, 8, 10, 8) if has_heads else (4, 2, 2, 3)
    parts = (one.objectives, one.position, one.reputation, one.national)
    objectives, position, reputation, national = (
        fit_right(str(part), room) for part, room in zip(parts, wide, strict=True)
    )
    exact = final_product(one).split(" = ", 1)[1].split(",")[0]
    style = "strong" if is_mine else ""
    name = f"{view.name(one.power)}{' ◂' if is_mine else ''}"
    line = [
        Cell(fit(name, NAME), "accent" if is_mine else "strong", of("final", one.power), to.Power(one.power)),
        Cell(f"{objectives} + {position} + {reputation} = {national} × {one.share:>3d} % = ", style),
    ]
    if exact != str(one.final):
        line.append(Cell(f"{fit_right(exact, 5)} → ", "quiet"))
    else:
        line.append(Cell(" " * 8))
    line.append(Cell(f"{one.final:>3d}", "accent" if is_mine else "strong"))
    room = width - sum(cells_in(cell.text) for cell in line) - 2
    if room >= 10:
        full, lost = (one.final * room + 50) // 100, (one.national * room + 50) // 100
        line += [Cell(f"  {'█' * full}", "accent" if is_mine else "bar"), Cell("░" * (lost - full), "trough")]
    return tuple(line)


def _formula(view: View, one: Standing) -> str:
    """The reader's own score in the numbers of the table."""
    whole = view.numbers[WHOLE]
    return (
        f"{view.name(one.power)}: {national_sum(one)}. The order of {whole} leaves of it "
        f"{share_product(one, whole)} %: {one.stake} % of the score hang on it. {final_product(one)}. "
        "Position is the change of the attributes, reputation what was kept, honoured and borne."
    )


# --- What decided it -------------------------------------------------------------------------


def turning_few(view: View, points: Sequence[TurningPoint], width: int) -> list[Line]:
    """The weightiest turning points, with what they moved."""
    if not points:
        return []
    weightiest = sorted(points, key=lambda point: -point.weight)[:FEW]
    lines: list[Line] = [_head("turning points", "by round; Enter goes to the moment, w asks why")]
    for point in sorted(weightiest, key=lambda point: (point.round, point.number)):
        lines += point_lines(view, point, width, FEW_AMOUNTS)
    return lines


def turning_all(view: View, points: Sequence[TurningPoint], width: int) -> list[Line]:
    """Every turning point with how much it moved and why."""
    if not points:
        return []
    blocks = [[*point_lines(view, point, width, MANY_AMOUNTS), *_because(point, width)] for point in points]
    return [_head("turning points", "by round; Enter goes to the moment, w asks why"), *under(*blocks)]


def _because(point: TurningPoint, width: int) -> list[Line]:
    return [line for cause in point.because for line in hanging("     because ", cause, width)]


def hanging(mark: str, text: str, width: int, style: str = "", of_mark: str = "quiet") -> list[Line]:
    """A text whose further lines begin where its first does."""
    room = cells_in(mark)
    rows = wrapped(text, max(12, width - room))
    return [
        (Cell(mark if not place else " " * room, of_mark), Cell(row, style)) for place, row in enumerate(rows)
    ]


def point_lines(view: View, point: TurningPoint, width: int, most: int) -> list[Line]:
    """A turning point, and the amounts that it and what followed at once came to."""
    amounts = [
        (f"{by:+d} {words}", target, by) for target, words, by in formatting.moved(view, point.moved)[:most]
    ]
    target = amounts[0][1] if amounts and amounts[0][1] in view.numbers else ""
    first, *rest = wrapped(point.text, max(20, width - 5))
    lines: list[Line] = [
        (
            Cell(f"◆ {point.round:>2d} ", "accent", hint=f"round {point.round}"),
            Cell(first, "strong", target, to.Moment(point.number)),
        )
    ]
    lines += [(Cell(" " * 5), Cell(line, "strong")) for line in rest]
    row: list[Cell] = [Cell(" " * 5)]
    used = 5
    for text, target, by in amounts:
        number, _, words = text.partition(" ")
        if used > 5 and used + cells_in(text) + 3 > width:
            lines.append(tuple(row))
            row, used = [Cell(" " * 5)], 5
        row += [Cell(number, formatting.worth_style(view, target, by)), Cell(f" {words}   ", "quiet")]
        used += cells_in(text) + 3
    return [*lines, tuple(row)] if amounts else lines


def _question(debrief: Debrief, width: int) -> list[Line]:
    if not debrief.questions:
        return []
    concept, question = debrief.questions[0]
    return [_head("first question", concept), *paragraph(question, width)]
