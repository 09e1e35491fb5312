"""What waits for this power: an initiative to answer or take back, a message with options (§5, §13)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from multipolar.domain.knowledge.countering import changed
from multipolar.domain.model.commands import Accept, AnswerInject, AnyCommand, Decline, Withdraw
from multipolar.domain.model.views import NoticeSeen, View
from multipolar.domain.model.wording import initiative_terms, money_in_words, names_in_words, promise_words
from multipolar.signs import quoted
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.screens.pair import PairScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Piece, entitle, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.choices import DECIDE_LATER, Answers
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

KEPT_TO_THEMSELVES = (
    "How far others trust you for it is theirs to know: an answer can cost or win more than this."
)
"""Stands under every choice: said of one alone, it would tell that this one moves something."""


class AnswerScreen(ModalScreen[None]):
    """One initiative at length; accept, counter, decline or withdraw where that is the seat's to do.

    Args:
        table: of the seat.
        view: what it knows.
        initiative: id of the one shown.
        first: ``accept`` or ``decline`` to stand on that choice first, where the person asked for it.
    """

    NAME = "reply"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("reply")

    def __init__(self, table: Table, view: View, initiative: str, first: str = "") -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._found = next(found for found in view.initiatives if found.id == initiative)
        self._first = first

    def compose(self) -> ComposeResult:
        """Who, what, on what terms; what may be done about it; what that would bring."""
        initiative = self._found
        choices: tuple[tuple[str, str], ...] = ()
        if initiative.open_to_me:
            choices = (("accept", "Accept"), ("decline", "Decline"), ("counter", "Counter with other terms"))
        elif initiative.mine and self._stays_away:
            choices = (("withdraw", "Take the refusal back: you are asked again"),)
        elif initiative.mine and initiative.state == "declined":
            choices = (("withdraw", "Take the refusal back: it is on the table again"),)
        elif initiative.mine:
            choices = (("withdraw", "Take it back"),)
        with Vertical(classes="over") as box:
            entitle(box, initiative.title)
            if choices:
                declined = initiative.state == "declined" or self._stays_away
                stays = "Leave it declined" if declined else "Leave it on the table"
                later = DECIDE_LATER if initiative.open_to_me else stays
                yield Answers(choices, self._first, later, opening=("counter",))
            yield Page(styled_lines(self._facts()))
        yield KeyBar("reply")

    @property
    def _stays_away(self) -> bool:
        """Whether the seat declined what goes on with the others."""
        return self.view.seat not in (self._found.initiator, *self._found.partners)

    def on_mount(self) -> None:
        """Ask what accepting would bring."""
        dom_query = self.query(Answers)
        (dom_query.first(Answers) if dom_query else self.query_one(Page)).focus()
        if self._found.open_to_me:
            self.look()

    def _facts(self) -> list[Piece | list[Piece]]:
        initiative, view = self._found, self.view
        partners = names_in_words(view, initiative.partners)
        who = view.name(initiative.initiator) + (f" with {partners}" if partners else "")
        outcome = f", {initiative.outcome}" if initiative.outcome else ""
        rows: list[Piece | list[Piece]] = [
            [(who, "bold"), f": {initiative.state.replace('_', ' ')}{outcome}"]
        ]
        terms = initiative_terms(view, initiative)
        if terms:
            rows.append([("Terms ", "bold"), f"(version {initiative.version}): {terms}"])
        rows += [[f"· {promise_words(view, given)}"] for given in initiative.terms.undertakings]
        if differing := changed(view, initiative):
            rows.append([("Not as you put it", "bold"), ":"])
            rows += [[("≠ ", "$warning"), line] for line in differing]
        if initiative.message:
            rows.append([f"{view.name(initiative.proposer)} says: {quoted(initiative.message)}"])
        if initiative.open_to_me:
            rows.append([("By accepting you give ", "bold"), f"{money_in_words(*initiative.my_cost)}."])
        elif initiative.inside and initiative.state in ("tabled", "countered"):
            missing = [
                power
                for power in (initiative.initiator, *initiative.partners)
                if power not in initiative.accepted
            ]
            rows.append([f"It waits for {names_in_words(view, missing)}."])
        if initiative.resolves and initiative.state in ("agreed", "under_way"):
            rows.append([f"The dice roll in round {initiative.resolves}."])
        return rows

    @work(exclusive=True, group="look")
    async def look(self) -> None:
        """Show costs, odds, effects and reactions of accepting."""
        preview, view = await self.table.preview(self._accept()), self.view
        self.query_one(Page).show_text(
            lambda width: styled_lines([*self._facts(), "", formatting.preview(view, preview, width)])
        )

    def _accept(self) -> Accept:
        return Accept(initiative=self._found.id, version=self._found.version)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer answers only where one is open."""
        if action in ("stand_on", "counter"):
            return self._found.open_to_me
        if action == "give":
            return bool(self._answer)
        if action == "pair":
            return bool(self._other)
        return self._found.mine if action == "withdraw" else True

    @property
    def _answer(self) -> str:
        found = self.query(Answers) if self.is_mounted else ()
        return next((answers.answer for answers in found), "")

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Open what binds nothing yet."""
        if event.cell.key == "counter":
            self.action_counter()
        else:
            self.dismiss(None)

    def action_stand_on(self, answer: str) -> None:
        """Put the cursor on an answer, by key."""
        self.query_one(Answers).stand_on(to.Choice(answer))

    def action_give(self) -> None:
        """Give the answer under the cursor."""
        initiative = self._found
        match self._answer:
            case "accept":
                self.send(self._accept())
            case "decline":
                self.send(Decline(initiative=initiative.id, version=initiative.version))
            case "withdraw":
                self.action_withdraw()

    def action_read_on(self) -> None:
        """Further down in the text."""
        self.query_one(Page).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Further up in the text."""
        self.query_one(Page).scroll_page_up(animate=False)

    @property
    def _other(self) -> str:
        """Whom it is with; of an initiative between others the one who began it."""
        found, seat = self._found, self.view.seat
        if seat not in {power.id for power in self.view.powers}:
            return ""
        return next((power for power in (found.initiator, *found.partners) if power != seat), "")

    def action_pair(self) -> None:
        """Look at the own power and whom this is with."""
        self.app.push_screen(PairScreen(self.table, self.view, self.view.seat, self._other))

    def action_withdraw(self) -> None:
        """Take it back."""
        self.send(Withdraw(initiative=self._found.id, version=self._found.version))

    def action_counter(self) -> None:
        """Answer with other terms."""
        from multipolar.tui.screens.propose import ProposeScreen

        self.app.switch_screen(ProposeScreen(self.table, self.view, "joint", initiative=self._found.id))

    @work(exclusive=True)
    async def send(self, command: AnyCommand) -> None:
        """Send the answer; closes when it was taken."""
        if (await submit(self, self.table, command)).accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the table; the proposal goes on waiting."""
        self.dismiss(None)


class NoticeScreen(ModalScreen[None]):
    """A message of the scenario, with its options where an answer is asked for.

    Args:
        table: of the seat.
        view: what it knows.
        notice: id of the message.
        option: the option to stand on first.
    """

    NAME = "notice"
    CSS_PATH = "over.tcss"
    BINDINGS = bindings("notice")

    def __init__(self, table: Table, view: View, notice: str, option: str = "") -> None:
        super().__init__()
        self.table = table
        self._found: NoticeSeen = next(found for found in view.notices if found.id == notice)
        self._option = option

    def compose(self) -> ComposeResult:
        """The options, and the text."""
        notice = self._found
        rows: list[Piece | list[Piece]] = [
            [(f"{notice.channel} · round {notice.round}", "$quiet")],
            "",
            notice.text,
        ]
        if notice.options:
            rows += ["", formatting.heading("what each answer brings, as far as you can know")]
        for option, title in notice.options:
            rows.append([(title, "bold")])
            for change in notice.brought_by(option):
                rows.append(
                    [
                        "  ",
                        formatting.valued(self.table.view, change.target, change.amount),
                        f" {change.reason}",
                    ]
                )
            if not notice.brought_by(option):
                rows.append([("  nothing that you can know", "$quiet")])
        if notice.options:
            rows += ["", [(KEPT_TO_THEMSELVES, "$quiet")]]
        if notice.answered:
            rows += ["", [("You answered: ", "$quiet"), notice.answered]]
        with Vertical(classes="over fitting" if notice.options else "over fitting -page") as box:
            entitle(box, notice.title)
            if notice.options:
                yield Answers(notice.options, self._option)
            yield Page(styled_lines(rows))
        yield KeyBar("notice")

    def on_mount(self) -> None:
        """The options first, where there are any."""
        dom_query = self.query(Answers)
        (dom_query.first(Answers) if dom_query else self.query_one(Page)).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an answer where the cursor stands on one."""
        return bool(self._answer) if action == "give" else True

    @property
    def _answer(self) -> str:
        found = self.query(Answers) if self.is_mounted else ()
        return next((answers.answer for answers in found), "")

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def action_give(self) -> None:
        """Give the answer under the cursor."""
        self.answer(self._answer)

    def action_read_on(self) -> None:
        """Further down in the text."""
        self.query_one(Page).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Further up in the text."""
        self.query_one(Page).scroll_page_up(animate=False)

    def on_cell_grid_opened(self) -> None:
        """Enter on deciding later."""
        self.dismiss(None)

    @work(exclusive=True)
    async def answer(self, option: str) -> None:
        """Give an answer; closes when it was taken."""
        command = AnswerInject(inject=self._found.id, option=option)
        if (await submit(self, self.table, command)).accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the table."""
        self.dismiss(None)
