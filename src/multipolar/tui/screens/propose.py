"""Propose and order: choose a move, with whom and on what terms, and see it all before committing."""

from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from multipolar.domain.english import between_counts, counted, first
from multipolar.domain.model.commands import AnyCommand, Counter, Order, Propose
from multipolar.domain.model.views import InitiativeSeen, Offer, Preview, Seen, View
from multipolar.domain.model.wording import money_in_words, names_in_words, promise_words
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.presses import AnotherQuestion
from multipolar.tui.input.sending import keep_drafts, submit
from multipolar.tui.support.text import Field, Piece, Text, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.form import Form
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.moves import MoveSheet
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.search import Search, heed
from multipolar.tui.widgets.terms import Draft, rows_of
from multipolar.user_errors import UserError

FormKind = Literal["joint", "order"]
MOST_DRAFTS = 8
"""Drafts kept for a seat; the oldest goes."""


class ProposeScreen(Screen[None]):
    """Composes a proposal, an order, or a counter.

    Args:
        table: of the seat.
        view: what it knows.
        form: ``joint`` for proposals, ``order`` for unilateral orders.
        preset_partner: a power to begin with.
        initiative: id of a proposal to counter.
        filled: a command to begin with (advice taken up).
    """

    NAME = "propose"
    CSS_PATH = "propose.tcss"
    BINDINGS = bindings("propose")

    def __init__(
        self,
        table: Table,
        view: View,
        form: FormKind,
        preset_partner: str | None = None,
        initiative: str | None = None,
        filled: Propose | Order | Counter | None = None,
    ) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._form = form
        self._partner = preset_partner
        self._countered = next((found for found in view.initiatives if found.id == initiative), None)
        self._filled = filled
        self._draft: Draft | None = None
        self._first: AnyCommand | None = None
        self._others: tuple[AnyCommand, ...] = ()

    def compose(self) -> ComposeResult:
        """Moves, terms, and what would come of them, side by side or step by step."""
        yield Text(self._title(), id="head")
        with Horizontal(id="body"):
            with Vertical(id="choose"):
                yield Search("#moves", "a move", stands=True)
                yield MoveSheet()
            with Vertical(id="compose"):
                yield Form(self._take_choice, id="terms")
                yield Field(
                    placeholder="a message to go with it (optional)",
                    id="message",
                    max_length=600,
                    compact=True,
                )
            yield Page(id="preview")
        yield KeyBar("propose")

    @property
    def is_composing(self) -> bool:
        """Whether a move is chosen and its terms are shown."""
        return self._draft is not None

    def _title(self) -> str:
        if self._countered is not None:
            return f"Counter: {self._countered.title} of {self.view.name(self._countered.proposer)}"
        return "Propose a joint move" if self._form == "joint" else "Give an order, secret until adjudication"

    async def on_mount(self) -> None:
        """Begin with the list, or with the terms when the move is known."""
        try:
            kept = await self.table.drafts()
        except UserError:
            kept = ()
        self._others = tuple(draft for draft in kept if draft != self._filled)
        self.query_one(MoveSheet).show_offers(self.view, self._offers(), self._partner)
        self.query_one("#message", Input).display = self._form == "joint"
        if self._countered is not None:
            self.add_class("-terms-only")
            draft = Draft.countering(self.view, self._offer_of(self._countered.move), self._countered)
            terms = self._filled.terms if isinstance(self._filled, Counter) else draft.terms
            if self._filled is not None and not isinstance(self._filled, Order):
                self.query_one("#message", Input).value = self._filled.message
            self._take_draft(draft._replace(terms=terms))
        elif isinstance(self._filled, Propose | Order):
            offer = self._offer_of(self._filled.move)
            if isinstance(self._filled, Propose):
                self.query_one("#message", Input).value = self._filled.message
            self._take_draft(Draft.filled(self.view, offer, self._filled))
        else:
            self.query_one(MoveSheet).focus()
            self.query_one(Page).show_text("Choose a move to see what it would cost and bring.")

    def _offers(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.view.offers if offer.form == self._form)

    def _offer_of(self, move: str) -> Offer:
        return next(offer for offer in self.view.offers if offer.move == move)

    def show_view(self, view: View, news: tuple[Seen, ...]) -> None:
        """Another view of the same seat."""
        self.view = view
        if view.phase != "deliberation":
            self.dismiss(None)
            return
        self.query_one(MoveSheet).show_offers(view, self._offers(), self._partner)
        self._show_terms()

    # --- choosing a move ---

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the words that go with it."""
        if self._draft is not None:
            self._keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the message back to the terms."""
        self.query_one("#terms", Form).focus()

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """Say what the move is."""
        if isinstance(event.sheet, MoveSheet):
            self._introduce(self._offer_of(event.cell.key))

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Go on to the terms of the move."""
        if isinstance(event.sheet, MoveSheet):
            offer = self._offer_of(event.cell.key)
            if not offer.blocked:
                self._take_draft(Draft.new(self.view, offer, self._partner))

    def _introduce(self, offer: Offer) -> None:
        cost = money_in_words(*offer.cost)
        if offer.form == "joint":
            cost += f"; each partner {money_in_words(*offer.partner_cost)}"
        takes = (
            f"{counted(offer.rounds, 'round')} until the dice roll"
            if offer.rounds > 1
            else "the end of this round"
        )
        rows: list[Piece | list[Piece]] = [
            [(offer.title, "bold $accent")],
            offer.summary,
            "",
            [("Cost: ", "bold"), cost],
            [("Takes: ", "bold"), takes],
        ]
        if offer.most > 1:
            rows.append([("Partners: ", "bold"), between_counts(offer.fewest, offer.most)])
        if offer.blocked:
            rows.append([("Not open: ", "$bad bold"), offer.blocked])
        shut = [partner for partner in offer.partners if partner.blocked]
        if offer.open_partners:
            rows.append([("Open with: ", "bold"), first(names_in_words(self.view, offer.open_partners))])
        rows += [[(f"· {self.view.name(partner.power)}: {partner.blocked}", "$quiet")] for partner in shut]
        rows += ["", [(offer.teaching, "$quiet")], *formatting.precedents(offer.precedents)]
        self.query_one(Page).show_text(styled_lines(rows))

    # --- composing the terms ---

    def _take_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._first = self._command()
        self.add_class("-composing")
        self._show_terms()
        form = self.query_one("#terms", Form)
        form.focus()
        form.action_jump(False)
        self.query_one(KeyBar).refresh()
        self.post_message(AnotherQuestion())

    def _show_terms(self) -> None:
        if self._draft is not None:
            self.query_one("#terms", Form).show_rows(rows_of(self.view, self._draft))
            self.look()

    def _take_choice(self, row: str, value: str) -> None:
        if self._draft is not None:
            self._draft = self._draft.with_choice(self.view, row, value)
            self._show_terms()
            self._keep()

    def _keep(self) -> None:
        """What was changed is kept with every key, so that it outlives the program."""
        composed = self._command()
        drafts = self._others
        if composed is not None and (composed != self._first or composed == self._filled):
            drafts = (*drafts, composed)[-MOST_DRAFTS:]
        self._save(drafts)

    def _save(self, drafts: tuple[AnyCommand, ...]) -> None:
        self.app.run_worker(keep_drafts(self.app, self.table, drafts), group="drafts")

    def on_form_finished(self) -> None:
        """Enter on the terms: on to the words that go with them."""
        if self._form == "joint":
            self.query_one("#message", Input).focus()

    def _command(self) -> AnyCommand | None:
        draft = self._draft
        if draft is None:
            return None
        if self._countered is not None:
            initiative = self._countered
            return Counter(
                initiative=initiative.id, version=initiative.version, terms=draft.terms, message=self._message
            )
        if self._form == "joint":
            return Propose(
                move=draft.offer.move, partners=draft.partners, terms=draft.terms, message=self._message
            )
        return Order(move=draft.offer.move, targets=draft.partners, terms=draft.terms)

    @property
    def _message(self) -> str:
        return self.query_one("#message", Input).value.strip()

    @work(exclusive=True, group="look")
    async def look(self) -> None:
        """Show what the draft would cost and bring."""
        command = self._command()
        if command is None or self._draft is None:
            return
        draft, view, countered = self._draft, self.view, self._countered
        preview = await self.table.preview(command)
        if self._draft is draft:
            page = self.query_one(Page)
            page.show_text(lambda width: _panel(view, draft, preview, countered, width))

    # --- keys ---

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what this step allows: first a move is chosen, then its terms, then it is sent."""
        if action in ("take_move", "find"):
            return self._draft is None
        if action in ("change_term", "commit", "read_on", "read_back"):
            return self._draft is not None
        return True

    def on_key(self, event: Key) -> None:
        """Letters typed in the list search it."""
        heed(self, event)

    def action_find(self) -> None:
        """Type to find a move."""
        self.query_one(Search).begin()

    def action_take_move(self) -> None:
        """Go on to the terms of the move under the cursor."""
        self.query_one(MoveSheet).action_open()

    def action_change_term(self) -> None:
        """Take the next choice of the row under the cursor."""
        self.query_one("#terms", Form).action_change(1)

    def action_read_on(self) -> None:
        """Further down in what would come of it."""
        self.query_one(Page).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Further up in what would come of it."""
        self.query_one(Page).scroll_page_up(animate=False)

    @work(exclusive=True)
    async def action_commit(self) -> None:
        """Send it."""
        command = self._command()
        if command is None or not (await submit(self, self.table, command)).accepted:
            return
        self._save(self._others)
        if self.is_attached:
            self.dismiss(None)

    def action_back(self) -> None:
        """From the terms back to the list, from the list back to the table."""
        if self._draft is not None and self._countered is None and self._filled is None:
            composed = self._command()
            if composed is not None and composed != self._first:
                self._others = (*self._others, composed)[-MOST_DRAFTS:]
            self._draft = None
            self.remove_class("-composing")
            self.query_one("#terms", Form).show_rows(())
            self.query_one(MoveSheet).focus()
            self.query_one(KeyBar).refresh()
        else:
            self.dismiss(None)


def _panel(
    view: View, draft: Draft, preview: Preview, countered: InitiativeSeen | None, width: int
) -> Content:
    rows: list[Piece | list[Piece]] = [[(draft.offer.title, "bold $accent")]]
    if countered is not None:
        rows += [formatting.heading("your terms against theirs"), *_differences(view, draft, countered)]
    rows += ["", formatting.preview(view, preview, width)]
    return styled_lines(rows)


def _differences(view: View, draft: Draft, countered: InitiativeSeen) -> list[list[Piece]]:
    """What the counter changes, row by row of the form; the rest stands as it is."""
    theirs = {row.id: row for row in rows_of(view, Draft.countering(view, draft.offer, countered))}
    rows: list[list[Piece]] = []
    for row in rows_of(view, draft):
        before = theirs.get(row.id)
        if row.id.startswith("promise") or (before is not None and before.value == row.value):
            continue
        was = before.words if before is not None else "nothing"
        rows.append([f"{row.label}: ", (was, "$quiet"), " → ", (row.words, "bold $accent")])
    old, new = countered.terms.undertakings, draft.terms.undertakings
    rows += [[("− ", "$bad"), promise_words(view, given)] for given in old if given not in new]
    rows += [[("+ ", "$good"), promise_words(view, given)] for given in new if given not in old]
    return rows or [[("Nothing is changed yet; as it stands, accept it instead.", "$warning")]]
