"""A power: who it is, how it stands, and its ties; from here one proposes to it or writes to it."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from multipolar.cells import cells_in, fit, fit_right
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.model.commands import Order, Propose
from multipolar.domain.model.views import PowerSeen, View
from multipolar.domain.model.wording import money_in_words
from multipolar.domain.vocabulary import ATTRIBUTES, RELATIONSHIPS
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import OpenWhy
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.pair import PairScreen
from multipolar.tui.screens.propose import FormKind, ProposeScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.drawing import arrow, bar, course, earlier_numbers, style_of
from multipolar.tui.widgets.keys import KeyBar

_TIES = "".join(
    (
        fit("with", 16), fit("relationship", 14),
        fit_right("tension", 8), fit_right("interop", 9), fit_right("trust", 7),
    )
)  # fmt: skip


def _introduced(view: View, seen: PowerSeen) -> Iterator[str]:
    """Who it is: one's own role, or how others are seen, and what is known in figures."""
    text = view.brief.role if view.brief and seen.id == view.seat else seen.profile
    if text:
        yield text
    if seen.facts:
        yield "; ".join(seen.facts)


class PowerScreen(ModalScreen[None]):
    """What the seat knows of a power.

    Args:
        table: of the seat.
        view: what it knows.
        power: which power.
    """

    NAME = "power"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("power")

    def __init__(self, table: Table, view: View, power: str) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self.power = power

    def compose(self) -> ComposeResult:
        """Role, then numbers that can be asked why."""
        seen = next(power for power in self.view.powers if power.id == self.power)
        kind = f"{'minor, ' if seen.minor else ''}{seen.kind}, run by {seen.run_by}"
        with VerticalScroll(classes="window", can_focus=False):
            yield Text(f"{seen.name} ({seen.id}) · {kind}", classes="title")
            for line in _introduced(self.view, seen):
                yield Text(line, classes="quiet")
            yield Dossier(self.view, self.power)
        yield KeyBar("power")

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Ask why; or compose the move the cursor stands on."""
        opens = event.cell.opens
        if isinstance(opens, to.Pair):
            self.app.push_screen(PairScreen(self.table, self.view, opens.one, opens.other))
            return
        move = opens.move if isinstance(opens, to.Move) else ""
        offer = next((offer for offer in self.view.offers if offer.move == move), None)
        if offer is None:
            self.action_why()
            return
        alone = (self.power,) if offer.fewest <= 1 else ()
        begun: Propose | Order = Order(move=move, targets=alone)
        if offer.form == "joint":
            begun = Propose(move=move, partners=alone)
        form: FormKind = "joint" if offer.form == "joint" else "order"
        self.app.switch_screen(
            ProposeScreen(self.table, self.view, form, self.power, filled=begun if alone else None)
        )

    def action_pair(self) -> None:
        """Look at the own power and this one."""
        self.app.push_screen(PairScreen(self.table, self.view, self.view.seat, self.power))

    def action_why(self) -> None:
        """Ask why the number under the cursor is what it is."""
        chosen = self.query_one(Dossier).chosen
        if chosen is not None and chosen.target:
            self.app.post_message(OpenWhy(self.table, chosen.target))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Talk only to others, and only while there is talk."""
        if action == "pair":
            ids = [power.id for power in self.view.powers]
            return self.view.seat in ids and self.power != self.view.seat
        if action in ("propose", "order", "message"):
            return self.view.phase == "deliberation" and self.power != self.view.seat
        return True

    def action_propose(self) -> None:
        """Propose something to it."""
        self.app.switch_screen(ProposeScreen(self.table, self.view, "joint", self.power, None))

    def action_order(self) -> None:
        """Order something against it."""
        self.app.switch_screen(ProposeScreen(self.table, self.view, "order", self.power, None))

    def action_message(self) -> None:
        """Write to it."""
        self.app.switch_screen(MessageScreen(self.table, self.view, self.power))

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


class Dossier(CellGrid):
    """The numbers of a power.

    Args:
        view: what the seat knows.
        power: which power.
    """

    def __init__(self, view: View, power: str) -> None:
        super().__init__()
        self._view = view
        self._power = power

    def compose_lines(self, width: int) -> list[Line]:
        """Attributes with their course, then ties, then what binds it."""
        view, power = self._view, self._power
        then = earlier_numbers(view)
        lines: list[Line] = [EMPTY]
        for key in ATTRIBUTES:
            target = of(key, power)
            value = view.numbers.get(target)
            if value is None:
                continue
            full, empty = bar(value, min(40, width - 32))
            lines.append(
                (
                    Cell(fit(key, 12)),
                    Cell(full, "bar"),
                    Cell(empty, "trough"),
                    Cell(f" {value:>3d}{arrow(value, then.get(target))}", "strong", target),
                    Cell(f"  {course(view, target)}", "quiet"),
                )
            )
        lines += [
            EMPTY,
            (Cell(_TIES, "head"),),
        ]
        for other in view.powers:
            if other.id != power:
                lines.append(self._tie(other.id, other.name))
        pacts = [
            agreement
            for agreement in view.agreements
            if power in agreement.parties and agreement.state == "in_force"
        ]
        if pacts:
            lines += [EMPTY, (Cell("in force", "head"),)]
            lines += [(Cell(fit(f"{pact.title}: {'–'.join(pact.parties)}", width)),) for pact in pacts]
        return [*lines, *self._moves(width)]

    def _moves(self, width: int) -> list[Line]:
        """What the seat can do with it, or toward it, now; and how much is not possible."""
        lines: list[Line] = []
        concerned = [
            offer for offer in self._view.offers if self._power in [one.power for one in offer.partners]
        ]
        for form, heading in (
            ("joint", "what you can propose to it"),
            ("order", "what you can order toward it"),
        ):
            own = [offer for offer in concerned if offer.form == form]
            open_now = [offer for offer in own if not offer.blocked and self._power in offer.open_partners]
            if not own:
                continue
            lines += [EMPTY, (Cell(heading, "head"),)]
            for offer in open_now:
                cost = money_in_words(*offer.cost)
                words = f"{fit(offer.title, width - cells_in(cost) - 2)} "
                lines.append(
                    (Cell(words, opens=to.Move(offer.move), hint=offer.summary), Cell(cost, "quiet"))
                )
            if len(own) > len(open_now):
                shut = len(own) - len(open_now)
                key = "p" if form == "joint" else "o"
                lines.append((Cell(f"{shut} more are not possible now; {key} says why", "quiet"),))
        return lines

    def _tie(self, other: str, name: str) -> Line:
        view, power = self._view, self._power
        state = view.relationship(power, other)
        style = "accent" if other == view.seat else ""
        cells = [
            Cell(fit(name, 16), style, opens=to.Pair(power, other), hint="Enter: these two, at length"),
            Cell(fit(RELATIONSHIPS[state], 14), style_of(state), between("relationship", power, other)),
        ]
        for target, width in (
            (between("tension", power, other), 8),
            (between("interoperability", power, other), 9),
            (toward("trust", power, other), 7),
        ):
            value = view.numbers.get(target)
            text = fit_right("?" if value is None else str(value), width)
            cells.append(Cell(text, "", target if value is not None else ""))
        return tuple(cells)
