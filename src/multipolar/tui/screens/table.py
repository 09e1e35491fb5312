"""The table: everything that matters this round in one screen (product, Table).

Panels render themselves from the view; this screen arranges them, goes from one to another, and opens
what a person asks for. What opening a thing means is in `multipolar.tui.routes`.
"""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.screen import Screen

from multipolar.domain.knowledge.waiting import left_open, waiting
from multipolar.domain.model.commands import Accept, AnyCommand, Ready
from multipolar.domain.model.views import Receipt, Seen, View
from multipolar.domain.vocabulary import CONTROL
from multipolar.table.port import Delegation, Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.messages import ArrangeSeats, Follow, HandOver, LeaveExercise, ReadNews, ShowPublic
from multipolar.tui.screens.brief import BriefScreen
from multipolar.tui.screens.channels import ChannelsScreen
from multipolar.tui.screens.charts import ChartsScreen
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.described import described
from multipolar.tui.screens.message import MessageScreen
from multipolar.tui.screens.people import PeopleScreen
from multipolar.tui.screens.power import PowerScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.routes import Route
from multipolar.tui.support.taking_back import can_take_back, taking_back
from multipolar.tui.support.text import capitalised
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.headlines import Headlines
from multipolar.tui.widgets.inbox import Inbox
from multipolar.tui.widgets.initiatives import Initiatives
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.map import Map
from multipolar.tui.widgets.objectives import Objectives
from multipolar.tui.widgets.panel import Panel, is_played, number_panels, power_of
from multipolar.tui.widgets.powers import Powers
from multipolar.tui.widgets.relationships import Relationships
from multipolar.tui.widgets.search import Search, heed
from multipolar.tui.widgets.status import StatusLine
from multipolar.tui.widgets.tabs import PanelTabs
from multipolar.tui.widgets.theatres import Theatres
from multipolar.tui.widgets.ties import Ties
from multipolar.user_errors import UserError

PANELS = {
    "relationships": "relations",
    "powers": "powers",
    "ties": "ties",
    "map": "map",
    "theatres": "theatres",
    "initiatives": "initiatives",
    "inbox": "inbox",
    "headlines": "news",
    "objectives": "objectives",
}
"""The panels by id, in the order in which *tab* goes through them."""
SEARCHED = {"inbox": "the inbox", "initiatives": "initiatives and agreements", "headlines": "the news"}
"""The panels that are lists to be searched."""
_MOST_LEFT = 6
"""Things left open that are named one by one: the answers stay in sight on the smallest screen."""
_ALL_THE_SAME = (("ready", "Ready all the same"),)
_LEFT = ("relationships", "powers", "ties")
_MIDDLE = ("map", "theatres", "initiatives")


class TableScreen(Screen[None]):
    """The main screen of a seat.

    Args:
        table: of the seat at the keyboard.
        view: what it knows now.
        news: what it saw happen, oldest first.
    """

    NAME = "table"
    CSS_PATH = "table.tcss"
    BINDINGS = bindings("table")
    AUTO_FOCUS = "#inbox"

    def __init__(self, table: Table, view: View, news: Sequence[Seen] = ()) -> None:
        super().__init__()
        self.table = table
        self.view = view
        self._news = news
        self._named: set[tuple[str, str, str]] = set()
        self._heard: set[tuple[str, int, str]] = set()
        self._unread = 0

    def compose(self) -> ComposeResult:
        """The panels in three columns; in two where there is less room."""
        view, news = self.view, self._news
        yield StatusLine(view, id="status")
        yield PanelTabs({panel: PANELS[panel] for panel in (*_LEFT, *_MIDDLE)}, id="tabs")
        with Horizontal(id="columns"):
            with Vertical(id="left", classes="here"):
                yield Relationships(view, news, id="relationships")
                yield Powers(view, news, id="powers")
                yield Ties(view, news, id="ties")
            with Vertical(id="middle"):
                yield Map(view, news, id="map")
                yield Theatres(view, news, id="theatres")
                yield Initiatives(view, news, id="initiatives")
            with Vertical(id="right"):
                yield Inbox(view, news, id="inbox")
                yield Headlines(view, news, id="headlines")
        yield Objectives(view, news, id="objectives")
        yield Search("#inbox", "", stands=False)
        yield KeyBar("table")

    def on_mount(self) -> None:
        """Where there is little room the relationships are shown first; each panel bears its number."""
        self.query_one("#relationships").add_class("here")
        self.foresee()
        number_panels(self, PANELS)
        if self.view.seat == CONTROL:
            # Whoever facilitates elsewhere begins at the console; the table lies beneath it.
            self.call_later(self.action_people)

    # --- what is shown ---

    def show_view(self, view: View, news: Sequence[Seen]) -> None:
        """Show another view of the same seat.

        Args:
            view: what it knows now.
            news: everything it saw happen, oldest first.
        """
        self.view = view
        self._news = news
        if not self.is_mounted:
            return
        for panel in self.query(Panel):
            panel.show_view(view, news)
        for bar in self.query(KeyBar):
            bar.refresh()
        self.foresee()
        self._tell_what_stands_beside()

    def _tell_what_stands_beside(self) -> None:
        """Say that a teammate suggests something, or that the facilitator has written; F8 shows it."""
        if not isinstance(self.table, Delegation):
            return
        seen = self.table.delegation
        for each in seen.suggestions:
            key = (self.view.moment, each.number, each.state)
            # The team is told what is suggested, and who suggested it what the head made of it.
            concerned = (each.by == self.table.name) == (each.state == "aside")
            if key not in self._heard and concerned:
                self.notify(
                    f"{each.by or 'Somebody'}: {described(each.command, self.view)} (F8 shows it)",
                    title="Suggested" if each.state == "open" else "Set aside",
                )
            self._heard.add(key)
        if seen.help > self._unread and not isinstance(self.app.screen, PeopleScreen):
            self.notify("A note on the help line: F8 shows it.", title="Help line")
        self._unread = seen.help

    @work(exclusive=True, group="foresee")
    async def foresee(self) -> None:
        """Show in the inbox what accepting each offer would bring."""
        foreseen = {
            initiative.id: await self.table.preview(
                Accept(initiative=initiative.id, version=initiative.version)
            )
            for initiative in waiting(self.view).proposals
        }
        self.query_one(Inbox).foresee(foreseen)

    def take_seat(self, table: Table, view: View, news: Sequence[Seen]) -> None:
        """Another person has taken the keyboard."""
        self.query_one(Search).clear_letters()
        self.table = table
        self.show_view(view, news)
        for panel in self.query(Panel):
            panel.begin_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what makes sense now; whether a move is legal is the table's to say."""
        view = self.view
        has_seat = is_played(view)
        match action:
            case "propose" | "order" | "message" | "basket":
                return has_seat and view.phase == "deliberation"
            case "ready":
                return has_seat and view.phase in ("deliberation", "briefing")
            case "crisis":
                return any(crisis.choices for crisis in view.crises)
            case "advice":
                return has_seat and view.phase in ("deliberation", "crisis")
            case "brief":
                return view.brief is not None
            case "withdraw":
                return can_take_back(view)
            case "debrief":
                return view.debrief is not None
            case "seats":
                # Where others sit elsewhere, who sits where is the facilitator's.
                may = not isinstance(self.table, Delegation) or view.seat == CONTROL
                return may and view.debrief is None
            case "people":
                return isinstance(self.table, Delegation) and (has_seat or view.seat == CONTROL)
            case "show_public":
                return not isinstance(self.table, Delegation)
            case "hand_over":
                return getattr(self.app, "is_shared", False) and view.debrief is None
        return True

    # --- going from panel to panel ---

    def go_to_panel(self, panel: str) -> None:
        """Show a panel and put the cursor in it."""
        for container, ids in (("#left", _LEFT), ("#middle", _MIDDLE)):
            if panel in (*_LEFT, *_MIDDLE):
                self.query_one(container).set_class(panel in ids, "here")
            if panel in ids:
                for one in ids:
                    self.query_one(f"#{one}").set_class(one == panel, "here")
        if panel in _LEFT:
            self.query_one("#left").set_class(panel == "ties", "with-ties")
        if panel in ("map", "theatres"):
            self.query_one("#middle").set_class(panel == "theatres", "with-theatres")
        if panel in (*_LEFT, *_MIDDLE):
            self.query_one("#tabs", PanelTabs).go_to(panel)
        self.query_one(f"#{panel}").focus()

    def action_go_to_panel(self, panel: str) -> None:
        """The same, by key."""
        self.go_to_panel(panel)

    def action_next_panel(self) -> None:
        """Go to the next panel."""
        self._step_panel(1)

    def action_previous_panel(self) -> None:
        """Go to the panel before."""
        self._step_panel(-1)

    def _step_panel(self, by: int) -> None:
        order = list(PANELS)
        now = self.focused.id if self.focused is not None and self.focused.id in order else "objectives"
        is_narrow = self.has_class("-narrow")
        place = order.index(now or order[-1])
        for distance in range(1, len(order) + 1):
            panel = order[(place + by * distance) % len(order)]
            if is_narrow or self.query_one(f"#{panel}").display:
                self.go_to_panel(panel)
                return

    # --- opening things ---

    @property
    def chosen_sheet(self) -> CellGrid | None:
        """The panel with the cursor."""
        return self.focused if isinstance(self.focused, CellGrid) else None

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """All panels follow the power the cursor came to."""
        power = power_of(event.cell, self.view)
        if power:
            for panel in self.query(Panel):
                panel.select(power)

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Open what the cursor is on."""
        match event.cell.opens:
            case None:
                self.action_why()
            case to.ShowPanel(panel):
                self.go_to_panel(panel)
            case route:
                self._open(route)

    def _open(self, route: Route) -> None:
        self.app.post_message(Follow(route, self.table, self.view, self._news))

    def open_power(self, power: str) -> None:
        """Show a power, from the palette."""
        self.app.push_screen(PowerScreen(self.table, self.view, power))

    def open_pair(self, one: str, other: str) -> None:
        """Show two powers, from the palette."""
        self._open(to.Pair(one, other))

    def open_number(self, target: str) -> None:
        """Say why a number is what it is, from the palette."""
        self._open(to.Why(target))

    def open_move(self, move: str) -> None:
        """Propose or order a move, from the palette."""
        offer = next((offer for offer in self.view.offers if offer.move == move), None)
        if offer is not None:
            self._open(to.Compose("joint" if offer.form == "joint" else "order"))

    # --- actions ---

    def action_propose(self) -> None:
        """Propose a joint move; to the power under the cursor, where one is."""
        self._open(to.Compose("joint", self._power_under_cursor()))

    def action_order(self) -> None:
        """Give an order; against the power under the cursor, where one is."""
        self._open(to.Compose("order", self._power_under_cursor()))

    def _power_under_cursor(self) -> str:
        sheet = self.chosen_sheet
        chosen = sheet.chosen if sheet is not None else None
        return power_of(chosen, self.view) if chosen is not None else ""

    def action_message(self) -> None:
        """Write a message, or promise something."""
        self.app.push_screen(MessageScreen(self.table, self.view, self._power_under_cursor()))

    def action_channels(self) -> None:
        """Read what was said between whom."""
        self.app.push_screen(ChannelsScreen(self.table, self.view))

    def action_people(self) -> None:
        """See who is here, the team, and the help line."""
        session = getattr(self.app, "session", None)
        if isinstance(self.table, Delegation) and session is not None:
            self.app.push_screen(PeopleScreen(self.table, self.view, session))

    def action_pair(self) -> None:
        """Look at the own power and the one under the cursor: on the map, in a list, in an initiative."""
        other = self._power_under_cursor()
        ids = [power.id for power in self.view.powers]
        if self.view.seat not in ids or other not in ids or other == self.view.seat:
            self.notify("Put the cursor on another power first: on the map, in a list or on an initiative.")
            return
        self._open(to.Pair(self.view.seat, other))

    def action_why(self) -> None:
        """Ask why the number under the cursor is what it is."""
        sheet = self.chosen_sheet
        chosen = sheet.chosen if sheet is not None else None
        if chosen is None or not chosen.target:
            self.notify("Put the cursor on a number first: tab goes to a panel, arrows move.")
            return
        self._open(to.Why(chosen.target))

    def action_advice(self) -> None:
        """Ask what a doctrine would do."""
        self._open(to.Advice())

    def action_charts(self) -> None:
        """See how numbers went."""
        self.app.push_screen(ChartsScreen(self.table, self.view))

    def on_key(self, event: Key) -> None:
        """Keys of a search, while there is one."""
        heed(self, event)

    def action_find(self) -> None:
        """Type to find something in the list with the cursor; in the inbox, where none is."""
        focused = self.focused.id if self.focused is not None else None
        panel = focused if focused in SEARCHED else "inbox"
        self.query_one(Search).begin(self.query_one(f"#{panel}"), f"something in {SEARCHED[panel]}")

    def action_basket(self) -> None:
        """See what this round holds so far, and what is drafted."""
        self._open(to.Basket())

    def action_brief(self) -> None:
        """Read the role again."""
        self.app.push_screen(BriefScreen(self.table, self.view))

    def action_assessment(self) -> None:
        """Read what happened in the last round."""
        self.app.post_message(ReadNews())

    def action_crisis(self) -> None:
        """Answer the crisis."""
        self._open(to.Crisis())

    def action_debrief(self) -> None:
        """Open the debrief."""
        self._open(to.Debrief())

    def action_show_public(self) -> None:
        """Show what everybody may see."""
        self.app.post_message(ShowPublic())

    def action_home(self) -> None:
        """Leave the table; all is saved."""
        self.app.post_message(LeaveExercise())

    def action_hand_over(self) -> None:
        """Pass the keyboard on."""
        self.app.post_message(HandOver())

    @work(exclusive=True, group="ready")
    async def action_ready(self) -> None:
        """Say that the seat is done, or take it back; what would be left open is named once."""
        if not self.view.ready and not await self._leaves_it_open():
            return
        await self.send(Ready(ready=not self.view.ready)).wait()

    async def _leaves_it_open(self) -> bool:
        """Whether to be ready though something is left open; asked once of each thing in a phase."""
        try:
            drafts = await self.table.drafts()
        except UserError:
            # What cannot be read cannot be named; whoever opens the basket is told why.
            drafts = ()
        view = self.view
        left = left_open(view, drafts)
        keys = {(view.seat, view.moment, one.key) for one in left}
        if not keys - self._named:
            return True
        self._named |= keys
        told = [f"· {capitalised(one.text)}" for one in left[:_MOST_LEFT]]
        if len(left) > _MOST_LEFT:
            told.append(f"· and {len(left) - _MOST_LEFT} more: see the inbox, and t for the basket")
        text = "\n".join(told)
        asked = ConfirmScreen("Ready, though this is left open?", text, _ALL_THE_SAME, "Back to the table")
        return await self.app.push_screen_wait(asked) == "ready"

    def action_seats(self) -> None:
        """Let a person take over a seat of the program's, or leave one to it."""
        self.app.post_message(ArrangeSeats())

    def action_withdraw(self) -> None:
        """Take back what is under the cursor, and nothing that it does not stand on."""
        sheet = self.chosen_sheet
        chosen = sheet.chosen.opens if sheet is not None and sheet.chosen is not None else None
        command = taking_back(self.view, chosen)
        if command is not None:
            self.send(command)
            return
        self.go_to_panel("initiatives" if any(one.mine for one in self.view.initiatives) else "inbox")
        self.notify("Put the cursor on what to take back, marked (x), then press x.")

    @work
    async def send(self, command: AnyCommand) -> Receipt:
        """Send a command to the table."""
        return await submit(self, self.table, command)
