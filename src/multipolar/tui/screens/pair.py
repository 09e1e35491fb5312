"""A pair: how two powers stand, what would change it, what binds them, and how they came here.

What it says is in `multipolar.review.pair`; this screen lays it out, draws the numbers over the rounds
where there is room, and opens moves and *why*.
"""

from collections.abc import Sequence
from itertools import combinations

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import ModalScreen

from multipolar.cells import cells_in, fit, fit_right
from multipolar.domain.errors import Unreadable
from multipolar.domain.model.commands import Order, Propose
from multipolar.domain.model.views import Explanation, View
from multipolar.domain.model.wording import money_in_words, promise_words
from multipolar.review.pair import Number, Pair, agreement_in_words, heading, pair_of
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import Follow, OpenWhy
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.propose import FormKind, ProposeScreen
from multipolar.tui.screens.reading import ReadingScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.chart import Chart, Series
from multipolar.tui.widgets.drawing import arrow, course, earlier_numbers, style_of
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.panel import paragraph
from multipolar.user_errors import UserError

_LABEL = 24
"""Columns of what a number is."""
BROAD = 104
"""Columns from which on the numbers are drawn beside what is told."""
CHARTED = 3
"""How many numbers of a pair are drawn, the first ones: tension, and trust both ways."""


class PairScreen(ModalScreen[None]):
    """What the seat knows of two powers.

    Args:
        table: of the seat.
        view: what it knows.
        one: a power.
        other: another one.
    """

    NAME = "pair"
    CSS_PATH = "pair.tcss"
    BINDINGS = bindings("pair")

    def __init__(self, table: Table, view: View, one: str, other: str) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._pair = pair_of(view, (), one, other)

    def compose(self) -> ComposeResult:
        """The two in a line, why in a sentence, then what is told and what is drawn."""
        with Vertical(classes="pair"):
            yield Text("", classes="title")
            yield Text("", id="why")
            with Horizontal(id="sides"):
                yield Told(self.view, self._pair)
                yield Chart(id="chart")
        yield KeyBar("pair")

    def on_mount(self) -> None:
        """Show what the view tells at once; the record and the marks follow."""
        self.query_one(Told).focus()
        self._show()
        self.ask()

    def on_resize(self, event: Resize) -> None:
        """The chart needs room beside what is told."""
        self.set_class(event.size.width < BROAD, "-narrow")

    @work(exclusive=True)
    async def ask(self) -> None:
        """Ask the table what happened, and what would move the relationship."""
        one, other = self._pair.a, self._pair.b
        try:
            seen = await self.table.record()
            why = await self.table.why(self._pair.target)
        except (Unreadable, UserError):
            return
        self._pair = pair_of(self.view, seen, one, other)
        self._show(why)

    def _show(self, why: Explanation | None = None) -> None:
        pair = self._pair
        self.query_one(".title", Text).update(heading(self.view, pair))
        text = pair.relation.why if pair.relation else "The scenario says nothing of these two."
        self.query_one("#why", Text).update(text)
        self.query_one(Told).show(pair, why)
        self.query_one("#chart", Chart).show_series(series_of(pair))

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Ask why; compose a move; or read at length what happened."""
        match event.cell.opens:
            case to.Text(title):
                title = title or heading(self.view, self._pair)
                self.app.push_screen(ReadingScreen(title, event.cell.hint))
            case to.Move(move):
                self._begin(move)
            case None:
                self.action_why()
            case route:
                self.app.post_message(Follow(route, self.table, self.view, self._pair.here))

    def _begin(self, move: str) -> None:
        """Compose a move with the pair."""
        offer = next((offer for offer in self.view.offers if offer.move == move), None)
        if offer is None:
            self.action_why()
            return
        alone = (self._pair.b,) if offer.fewest <= 1 else ()
        begun: Propose | Order = Order(move=move, targets=alone)
        if offer.form == "joint":
            begun = Propose(move=move, partners=alone)
        form: FormKind = "joint" if offer.form == "joint" else "order"
        filled = begun if alone else None
        self.app.switch_screen(ProposeScreen(self.table, self.view, form, self._pair.b, filled=filled))

    def action_why(self) -> None:
        """Ask why the number under the cursor is what it is."""
        sheet = self.focused if isinstance(self.focused, CellGrid) else self.query_one(Told)
        chosen = sheet.chosen
        if chosen is not None and chosen.target:
            self.app.post_message(OpenWhy(self.table, chosen.target))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Talk only from one's own seat, and only while there is talk."""
        if action in ("propose", "order", "message"):
            return self.view.phase == "deliberation" and self._pair.a == self.view.seat
        return True

    def action_propose(self) -> None:
        """Propose something to the other."""
        self.app.switch_screen(ProposeScreen(self.table, self.view, "joint", self._pair.b, None))

    def action_order(self) -> None:
        """Order something toward the other."""
        self.app.switch_screen(ProposeScreen(self.table, self.view, "order", self._pair.b, None))

    def action_message(self) -> None:
        """Write to the other."""
        self.app.switch_screen(MessageScreen(self.table, self.view, self._pair.b))

    def action_step_pair(self, by: int) -> None:
        """Go to the next pair, or to the one before: those of the own power first."""
        order = pairs_in_order(self.view)
        here = next(place for place, pair in enumerate(order) if set(pair) == {self._pair.a, self._pair.b})
        one, other = order[(here + by) % len(order)]
        self._pair = pair_of(self.view, (), one, other)
        self.query_one(Told).action_jump(False)
        self._show()
        self.ask()

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


class Told(CellGrid):
    """Numbers, what would move them, what binds the two, what happened, and what can be done.

    Args:
        view: what the seat knows.
        pair: the two.
    """

    def __init__(self, view: View, pair: Pair) -> None:
        super().__init__(id="told")
        self._view = view
        self._pair = pair
        self._why: Explanation | None = None

    def show(self, pair: Pair, why: Explanation | None) -> None:
        """Show a pair."""
        self._pair, self._why = pair, why
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """Each part under its heading; parts with nothing in them are left out."""
        view, pair = self._view, self._pair
        lines: list[Line] = [EMPTY, self._state(), *(self._number(number) for number in pair.numbers)]
        if self._why is not None:
            lines += _part("what would move it", self._why.outlook, width)
        for title, group in (("in force", pair.in_force), ("no longer in force", pair.ended)):
            told = [agreement_in_words(agreement) for agreement in group]
            lines += _part(title, told, width, [to.Agreement(agreement.id) for agreement in group])
        open_now = [
            f"{initiative.title}: {initiative.state.replace('_', ' ')}" for initiative in pair.on_the_table
        ]
        lines += _part("on the table", open_now, width, [to.Initiative(one.id) for one in pair.on_the_table])
        promises = [f"{promise_words(view, pledge.undertaking)}: {pledge.state}" for pledge in pair.pledges]
        lines += _part("promises", promises, width)
        here = [f"round {seen.round}: {seen.text}" for seen in pair.here]
        lines += _part("in this exercise", here, width, [to.News(seen.number) for seen in pair.here])
        told = [past.words for past in pair.history]
        lines += _part("before it", told, width, [to.Text("Before this exercise")] * len(told))
        return [*lines, *self._moves(width)]

    def _state(self) -> Line:
        view, pair = self._view, self._pair
        state = view.relationship(pair.a, pair.b)
        sign = arrow(state, earlier_numbers(view).get(pair.target)).strip()
        return (
            Cell(fit("relationship", _LABEL)),
            Cell(f"{pair.word}{sign}", style_of(state), pair.target, hint="w: what it began as and why"),
        )

    def _number(self, number: Number) -> Line:
        label = Cell(fit(number.title, _LABEL))
        if number.value is None:
            return (label, Cell("not known to you", "quiet"))
        sign = arrow(number.value, earlier_numbers(self._view).get(number.target))
        return (
            label,
            Cell(fit_right(str(number.value), 3) + sign, "strong", number.target, hint=number.target),
            Cell(f"  {course(self._view, number.target)}", "bar"),
            Cell(_from_to(number), "quiet"),
        )

    def _moves(self, width: int) -> list[Line]:
        pair = self._pair
        lines: list[Line] = []
        for form, title in (("joint", "what you can propose"), ("order", "what you can order")):
            fitting = [offer for offer in pair.fitting if offer.form == form]
            if fitting:
                lines += [EMPTY, (Cell(title, "head"),)]
            for offer in fitting:
                cost = money_in_words(*offer.cost)
                words = f"{fit(offer.title, width - cells_in(cost) - 2)} "
                opens = to.Move(offer.move)
                lines.append((Cell(words, opens=opens, hint=offer.summary), Cell(cost, "quiet")))
        return lines


def _from_to(number: Number) -> str:
    """How it went: from the first value that was known to this one."""
    known = [value for value in number.course if value is not None]
    if len(known) < 2 or known[0] == known[-1]:
        return ""
    return f"  {known[0]} → {known[-1]}"


def _part(title: str, told: Sequence[str], width: int, opens: Sequence[Route] = ()) -> list[Line]:
    """Paragraphs under a heading; nothing where there are none.

    The cursor can stand on each, so that every line comes into sight.
    """
    if not told:
        return []
    lines: list[Line] = [EMPTY, (Cell(title, "head"),)]
    for place, text in enumerate(told):
        first, *rest = paragraph(text, width)
        opened = opens[place] if opens else to.Text()
        lines += [tuple(cell._replace(opens=opened, hint=text) for cell in first), *rest]
    return lines


def series_of(pair: Pair) -> tuple[Series, ...]:
    """Tension and trust over the rounds, as far as they are known."""
    return tuple(
        Series(name, number.title, number.target, number.course, number.title == "tension")
        for name, number in zip(
            ("tension", f"{pair.a}→{pair.b}", f"{pair.b}→{pair.a}"), pair.numbers[:CHARTED], strict=True
        )
        if number.value is not None
    )


def pairs_in_order(view: View) -> list[tuple[str, str]]:
    """Every pair, those of the seat's own power first."""
    ids = [power.id for power in view.powers]
    mine = [(view.seat, other) for other in ids if view.seat in ids and other != view.seat]
    return [*mine, *(pair for pair in combinations(ids, 2) if view.seat not in pair)]
