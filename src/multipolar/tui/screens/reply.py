"""An initiative: its terms, what it would bring, and the answer to it (rulebook §5)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from multipolar.domain.commands import Accept, AnyCommand, Decline, Withdraw
from multipolar.domain.views import InitiativeSeen, View
from multipolar.table.port import Table, Trouble
from multipolar.tui.actions import bindings
from multipolar.tui.screens.propose import ProposeScreen
from multipolar.tui.sending import submit
from multipolar.tui.widgets import told
from multipolar.tui.widgets.drawing import price, promise_words, terms_of
from multipolar.tui.widgets.keys import KeyBar


class ReplyScreen(ModalScreen[None]):
    """One initiative at length; accept, counter, decline or withdraw where that is the seat's to do.

    Args:
        table: of the seat.
        view: what it knows.
        initiative: the one shown.
        first: ``accept`` or ``decline`` to stand on that button first.
    """

    NAME = "reply"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("reply")

    def __init__(self, table: Table, view: View, initiative: InitiativeSeen, first: str = "") -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._initiative = initiative
        self._first = first

    def compose(self) -> ComposeResult:
        """Who, what, terms, outlook, buttons."""
        found, view = self._initiative, self.view
        partners = " and ".join(view.name(partner) for partner in found.partners)
        who = view.name(found.initiator) + (f" with {partners}" if partners else "")
        with Vertical(classes="window"):
            with VerticalScroll(classes="body"):
                yield Static(found.title, classes="title", markup=False)
                yield Static("\n".join(self._facts(who)), classes="text", markup=False)
                if found.open_to_me:
                    yield Static("looking ahead …", id="outlook", classes="gap", markup=False)
            if found.open_to_me:
                with Horizontal(classes="buttons"):
                    yield Button("Accept", variant="success", id="accept")
                    yield Button("Counter", id="counter")
                    yield Button("Decline", variant="error", id="decline")
            elif found.mine:
                with Horizontal(classes="buttons"):
                    yield Button("Withdraw", variant="warning", id="withdraw")
        yield KeyBar("reply")

    def _facts(self, who: str) -> list[str]:
        found, view = self._initiative, self.view
        facts = [f"{who}: {found.state.replace('_', ' ')}{f', {found.outcome}' if found.outcome else ''}"]
        terms = terms_of(view, found.terms)
        if terms:
            facts.append(f"Terms (version {found.version}): {terms}")
        facts += [f"· {promise_words(view, given)}" for given in found.terms.undertakings]
        if found.message:
            facts.append(f"{view.name(found.proposer)} says: “{found.message}”")
        if found.open_to_me:
            facts.append(f"By accepting you give {price(found.my_cost)}.")
        elif found.accepted and found.state in ("tabled", "countered"):
            missing = [power for power in (found.initiator, *found.partners) if power not in found.accepted]
            facts.append(f"Waits for {' and '.join(view.name(power) for power in missing)}.")
        if found.resolves and found.state in ("agreed", "under_way"):
            facts.append(f"Resolves in round {found.resolves}.")
        return facts

    def on_mount(self) -> None:
        """Stand on the likely button, and ask what accepting would bring."""
        wanted = self._first or ("accept" if self._initiative.open_to_me else "withdraw")
        for button in self.query(Button):
            if button.id == wanted:
                button.focus()
        if self._initiative.open_to_me:
            self.look_ahead()

    @work(exclusive=True, group="looking")
    async def look_ahead(self) -> None:
        """Show costs, chances, effects and reactions of accepting."""
        outlook = self.query_one("#outlook", Static)
        try:
            preview = await self.table.preview(self._accept())
        except Trouble as trouble:
            outlook.update(str(trouble))
            return
        outlook.update(told.preview(self.view, preview, max(40, outlook.size.width)))

    def _accept(self) -> Accept:
        return Accept(initiative=self._initiative.id, version=self._initiative.version)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer answers only where one is open."""
        if action in ("accept", "counter", "decline"):
            return self._initiative.open_to_me
        if action == "withdraw":
            return self._initiative.mine
        return True

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        await self.run_action(f"screen.{event.button.id}")

    def action_accept(self) -> None:
        """Accept the latest version."""
        self.send(self._accept())

    def action_decline(self) -> None:
        """Turn it down."""
        self.send(Decline(initiative=self._initiative.id))

    def action_withdraw(self) -> None:
        """Take it back."""
        self.send(Withdraw(initiative=self._initiative.id))

    def action_counter(self) -> None:
        """Answer with other terms."""
        self.app.switch_screen(ProposeScreen(self.table, self.view, "joint", None, self._initiative.id))

    @work
    async def send(self, command: AnyCommand) -> None:
        """Send the answer; closes when it was taken."""
        receipt = await submit(self, self.table, command)
        if receipt.accepted:
            self.dismiss(None)

    def action_back(self) -> None:
        """Close without answering."""
        self.dismiss(None)
