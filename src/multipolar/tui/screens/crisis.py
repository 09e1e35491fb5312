"""Crisis: the ladder, the stakes, what was done so far, and the choice to be made in secret."""

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from multipolar.cells import cells_in, fit
from multipolar.domain.english import first
from multipolar.domain.knowledge.waiting import waiting
from multipolar.domain.model.commands import Respond
from multipolar.domain.model.views import ChoiceSeen, CrisisSeen, Preview, Seen, View
from multipolar.domain.model.wording import money_in_words, names_in_words
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.presses import AnotherQuestion
from multipolar.tui.input.sending import submit
from multipolar.tui.screens.intent import IntentScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Piece, Text, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.panel import paragraph

RESERVED = ("hold", "absorb", "stay_out")
"""Where the cursor begins: on what commits a seat to least."""
LADDER = ("conflict", "brink", "confrontation", "acute", "warning")


class ChoiceSheet(CellGrid):
    """The responses a seat may give."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._view: View | None = None
        self._crisis: CrisisSeen | None = None

    def show_crisis(self, view: View, crisis: CrisisSeen) -> None:
        """Show the choices of a crisis."""
        self._view, self._crisis = view, crisis
        self.recompose_lines()

    def begin(self) -> None:
        """Put the cursor on the seat's last choice, else on the most reserved one: never on giving in."""
        if self._crisis is None or self._view is None:
            return
        seat, told = self._view.seat, self._crisis.revealed
        before = [to.Response(choice, backing) for power, choice, backing in told if power == seat]
        wanted = (to.Response(self._crisis.chosen), *before[-1:], *map(to.Response, RESERVED))
        self.action_jump(False)
        for response in wanted:
            if self.stand_on(response):
                return

    def compose_lines(self, width: int) -> list[Line]:
        """A line a choice, with its cost; blocked ones say why."""
        if self._crisis is None or self._view is None:
            return [EMPTY]
        cellses: list[Line] = [(Cell("YOUR RESPONSE, IN SECRET", "head"),)]
        for choice in self._crisis.choices:
            cellses.extend(self._lines_of(self._view, choice, width))
        if not self._crisis.choices:
            words = "You have chosen; it is sealed." if self._crisis.chosen else "Your power is not asked."
            cellses.append((Cell(words, "quiet"),))
        return cellses

    def _lines_of(self, view: View, choice: ChoiceSeen, width: int) -> list[Line]:
        if choice.blocked:
            rows = paragraph(f"{choice.title}: {choice.blocked}", width - 2, "quiet", most=2)
            return [
                (Cell(f"{'–' if not number else ' '} ", "quiet"), *row) for number, row in enumerate(rows)
            ]
        mark = "●" if self._crisis is not None and self._crisis.chosen == choice.id else " "
        cost = f" ({money_in_words(*choice.cost)})" if any(choice.cost) else ""
        if not choice.backing:
            return [
                (Cell(fit(f"{mark} {choice.title}{cost} ", width), "strong", opens=to.Response(choice.id)),)
            ]
        return [
            (Cell(fit(f"{mark} {choice.title}: {view.name(power)}{cost} ", width), "strong",
                  opens=to.Response(choice.id, power)),)
            for power in choice.backing
        ]  # fmt: skip


class CrisisScreen(Screen[None]):
    """Asks for a response to each crisis that waits for the seat.

    Args:
        table: of the seat.
        view: what it knows.
    """

    NAME = "crisis"
    CSS_PATH = "crisis.tcss"
    BINDINGS = bindings("crisis")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._at = _first_open(view)
        self._record: tuple[Seen, ...] = ()
        self._asked_about: set[str] = set()

    def compose(self) -> ComposeResult:
        """The ladder, what is known, and the choices with their odds."""
        yield Text("", id="head")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Page(id="story")
            with Vertical(id="right"):
                yield ChoiceSheet()
                yield Page(id="odds")
        yield KeyBar("crisis")

    def on_mount(self) -> None:
        """Begin where an answer is wanted."""
        self.query_one(ChoiceSheet).focus()
        self._show()
        self.recall()

    @work(exclusive=True, group="recall")
    async def recall(self) -> None:
        """Ask what happened in the exchanges so far."""
        self._record = await self.table.record()
        self._tell()

    @property
    def _crisis(self) -> CrisisSeen:
        return self.view.crises[self._at]

    def show_view(self, view: View, news: tuple[Seen, ...]) -> None:
        """Another view of the same seat; when no answer is wanted any more, the screen closes."""
        exchange = self.view.moment
        self.view = view
        if view.moment != exchange or not waiting(view).crises:
            self.dismiss(None)
            return
        self._show()

    def _show(self) -> None:
        crisis = self._crisis
        names = names_in_words(self.view, crisis.parties[:2])
        head = f"{crisis.title}: {names} · exchange {self.view.exchange} of {crisis.exchanges}"
        asked = [one.id for one in self.view.crises if one.choices]
        if len(asked) > 1:
            place = asked.index(crisis.id) + 1 if crisis.id in asked else 0
            head += f" · crisis {place} of {len(asked)}"
        self.query_one("#head", Text).update(head)
        self._tell()
        sheet = self.query_one(ChoiceSheet)
        sheet.show_crisis(self.view, crisis)
        self.query_one("#odds", Page).show_text("Go through the choices to see what each may lead to.")
        sheet.begin()
        self.query_one(KeyBar).refresh()

    def _tell(self) -> None:
        crisis, record = self._crisis, self._record
        self.query_one("#story", Page).show_text(lambda width: _story(self.view, crisis, record, width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is to do."""
        if action == "next_crisis":
            return sum(1 for crisis in self.view.crises if crisis.choices) > 1
        return bool(self._crisis.choices) if action == "seal" else True

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Show what the choice may lead to."""
        if isinstance(event.cell.opens, to.Response):
            self.look(event.cell.opens)

    @work(exclusive=True, group="look")
    async def look(self, response: to.Response) -> None:
        """Ask for the odds of a choice."""
        choice = next((choice for choice in self._crisis.choices if choice.id == response.choice), None)
        preview = await self.table.preview(self._command(response))
        if choice is not None:
            page, view = self.query_one("#odds", Page), self.view
            page.show_text(lambda width: _outlook(view, choice, preview, width))

    def _command(self, response: to.Response) -> Respond:
        return Respond(crisis=self._crisis.id, choice=response.choice, backing=response.backing)

    def on_cell_grid_opened(self) -> None:
        """Enter reads on, beside the choices; it seals nothing."""
        self.action_read()

    def action_seal(self) -> None:
        """Seal the response under the cursor."""
        chosen = self.query_one(ChoiceSheet).chosen
        if chosen is not None and isinstance(chosen.opens, to.Response):
            self.send(chosen.opens)

    @work(exclusive=True)
    async def send(self, response: to.Response) -> None:
        """Send the response, then go on to the next crisis that waits."""
        asked = next(
            (asked for asked in self.view.asks if asked.about.partition(".")[0] == self._crisis.id), None
        )
        if asked is not None and asked.about not in self._asked_about:
            # Asked first: once all have chosen, the exchange is over at once.
            self._asked_about.add(asked.about)
            await self.app.push_screen_wait(IntentScreen(self.table, asked))
        if not (await submit(self, self.table, self._command(response))).accepted or not self.is_current:
            return
        self.view = self.table.view
        if waiting(self.view).crises and self.view.phase == "crisis":
            self._at = _first_open(self.view)
            self._show()
            self.post_message(AnotherQuestion())
        else:
            self.dismiss(None)

    def action_read(self) -> None:
        """From the choices to the odds, to the story, and back."""
        self.focus_next()

    def action_next_crisis(self) -> None:
        """Look at the next crisis."""
        order = [index for index, crisis in enumerate(self.view.crises) if crisis.choices]
        if order:
            later = [index for index in order if index > self._at]
            self._at = later[0] if later else order[0]
            self._show()
            self.post_message(AnotherQuestion())

    def action_back(self) -> None:
        """Back to the table; c comes back here."""
        self.dismiss(None)


def _first_open(view: View) -> int:
    """The crisis to begin with: one of the seat's own before those of others."""
    found = [index for index, crisis in enumerate(view.crises) if crisis.choices and not crisis.chosen]
    asked = [index for index, crisis in enumerate(view.crises) if crisis.choices]
    among = found or asked or [len(view.crises) - 1]
    return min(among, key=lambda index: view.seat not in view.crises[index].parties)


def _outlook(view: View, choice: ChoiceSeen, preview: Preview, width: int) -> Content:
    notes = tuple(note for note in preview.notes if note != choice.explanation)
    told_apart = formatting.preview(view, replace(preview, notes=notes), width)
    return styled_lines([[(choice.explanation, "$accent")], "", told_apart])


def _story(view: View, crisis: CrisisSeen, record: tuple[Seen, ...], width: int) -> Content:
    rows: list[Piece | list[Piece]] = [crisis.text, "", [("At stake: ", "bold"), crisis.stakes], ""]
    if crisis.kind == "emergency":
        rows += _severity(view, crisis)
    else:
        rows += _ladder(view, crisis, width)
    rows += _exchanges(view, crisis, record)
    rows += formatting.precedents(crisis.precedents)
    return styled_lines(rows)


def _severity(view: View, crisis: CrisisSeen) -> list[Piece | list[Piece]]:
    full = crisis.severity // 5
    names = first(names_in_words(view, crisis.parties))
    holds: list[list[Piece]] = [
        [("Holds the government up: ", "bold"), f"{one.size:+d} {one.reason}"] for one in crisis.calm
    ]
    return [
        [("Affected: ", "bold"), names],
        [("Severity ", "bold"), f"{crisis.severity:>3d}  ", ("█" * full + "░" * (20 - full), "$bad")],
        [("Help, and what those affected do, bring it down; what is left does harm.", "$quiet")],
        *holds,
        "",
    ]


def _ladder(view: View, crisis: CrisisSeen, width: int) -> list[Piece | list[Piece]]:
    rows: list[Piece | list[Piece]] = [formatting.heading("the ladder")]
    rungs = tuple(reversed(LADDER))
    if width >= sum(cells_in(rung) + 3 for rung in rungs):
        row: list[Piece] = []
        for rung in rungs:
            here = rung == crisis.stage
            row.append((f"▶ {rung}" if here else rung, "bold $accent" if here else "$quiet"))
            row.append((" → " if rung != rungs[-1] else "", "$quiet"))
        rows.append(row)
    else:
        for rung in LADDER:
            here = rung == crisis.stage
            rows.append([(f"  {'▶' if here else ' '} {rung}", "bold $accent" if here else "$quiet")])
    rows.append("")
    a, b = crisis.parties[:2]
    lead = crisis.advantage[0] - crisis.advantage[1]
    if lead:
        rows.append([f"{view.name(a if lead > 0 else b)} has the upper hand by {abs(lead)}."])
    if crisis.mediator:
        rows.append([f"{view.name(crisis.mediator)} mediates."])
    rows += [[("Known to you: ", "bold"), f"{one.text}."] for one in crisis.estimates]
    return [*rows, ""] if rows[-1] else rows


def _exchanges(view: View, crisis: CrisisSeen, record: tuple[Seen, ...]) -> list[Piece | list[Piece]]:
    """What all did so far, latest exchange first, with the dice where the record has them."""
    happened = [seen for seen in record if seen.subject == crisis.id and seen.kind == "exchange_resolved"]
    rows: list[Piece | list[Piece]] = []
    if happened:
        for number in range(len(happened), 0, -1):
            seen = happened[number - 1]
            rows += [formatting.heading(f"exchange {number}"), [seen.text.removeprefix(f"{crisis.title}: ")]]
            rows += [[(f"  {line}", "$quiet")] for line in seen.detail]
            rows.append("")
    elif crisis.revealed:
        rows.append(formatting.heading("so far"))
        for power, choice, backing in crisis.revealed:
            if choice != "stay_out":
                whom = f" {view.name(backing)}" if backing else ""
                rows.append([f"{view.name(power)}: {choice.replace('_', ' ')}{whom}"])
    return rows
