"""Replay: going over a record by event, phase and round, with any seat's eyes (product, Replay).

The same screen goes over a saved exercise and a live one that programs play. It shows what the record
says of the moment, and asks for nothing else; where the record can grow, the record knows.
"""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer

from multipolar.table.port import Replay
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.stepping import step_from
from multipolar.tui.messages import Follow
from multipolar.tui.screens.causes import CausesScreen
from multipolar.tui.screens.choose import ChooseScreen
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.note import NoteScreen
from multipolar.tui.screens.past import PastTableScreen
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, CellGrid
from multipolar.tui.widgets.initiatives import Initiatives
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.map import Map
from multipolar.tui.widgets.panel import Panel, number_panels, power_of
from multipolar.tui.widgets.powers import Powers
from multipolar.tui.widgets.record import (
    LEAST_WEIGHT,
    Happened,
    Notes,
    RecordHead,
    RecordPanel,
    TurningPoints,
)
from multipolar.tui.widgets.relationships import Relationships
from multipolar.tui.widgets.tabs import PanelTabs
from multipolar.tui.widgets.theatres import Theatres
from multipolar.tui.widgets.timeline import Timeline
from multipolar.tui.widgets.transport import SPEEDS, Transport
from multipolar.user_errors import UserError

PANELS = {
    "happened": "event",
    "turning": "turning",
    "notes": "notes",
    "relationships": "relations",
    "powers": "powers",
    "theatres": "theatres",
    "initiatives": "deals",
    "map": "map",
}
"""The panels by id, in the order in which *tab* goes through them."""
_WORLD = ("theatres", "initiatives")
_LEFT = ("relationships", "powers", *_WORLD)
BEAT = 1.0
"""Seconds that an event stands when it plays at 1×; heavier ones stand longer."""
HEAVY = 5
ALL = "control"
"""The seat that knows everything."""


class ReplayScreen(Screen[str | None]):
    """Goes over a record; the id of a new exercise to go to comes back, where one was branched off.

    Args:
        replay: the record.
        seat: with whose eyes at first; empty: with all that can be known.
        plays: whether it runs from the start.
    """

    NAME = "replay"
    CSS_PATH = "replay.tcss"
    BINDINGS = bindings("replay")
    AUTO_FOCUS = "#timeline"

    def __init__(self, replay: Replay, seat: str = "", *, plays: bool = False) -> None:
        super().__init__()
        self.replay = replay
        self._plays_at_first = plays
        self._speed = SPEEDS[0]
        self._timer: Timer | None = None
        self._came_from: list[int] = []
        if seat:
            replay.look_as(seat)

    def compose(self) -> ComposeResult:
        """The timeline above, the panels below."""
        replay = self.replay
        view = replay.view
        yield RecordHead(replay)
        yield Timeline(replay, view.rounds)
        yield Transport()
        yield PanelTabs(PANELS, id="tabs")
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                relationships = Relationships(view, id="relationships")
                # The panels below it share its column: what is under way must be seen too.
                relationships.has_room = False
                yield relationships
                yield Powers(view, id="powers")
                yield Theatres(view, id="theatres")
                yield Initiatives(view, id="initiatives")
            with Vertical(id="middle", classes="here"):
                yield Happened(replay, id="happened")
                yield Map(view, id="map")
            with Vertical(id="right"):
                yield TurningPoints(replay, id="turning")
                yield Notes(replay, id="notes")
        yield KeyBar("replay")

    def on_mount(self) -> None:
        """Show the moment; say what is wrong with the record; begin to run where that was asked for."""
        self.query_one("#happened").add_class("here")
        self.query_one("#tabs", PanelTabs).recompose_lines()
        number_panels(self, PANELS)
        self.call_after_refresh(self._show)
        if self.replay.problem:
            self.notify(
                f"{self.replay.problem}. This shows what stands before the damage.",
                title="Damaged", severity="warning", timeout=12,
            )  # fmt: skip
        if self._plays_at_first:
            self.action_play()

    async def on_unmount(self) -> None:
        """Give the record back."""
        await self.replay.close()

    # --- showing the moment ---

    def _show(self) -> None:
        if not self.is_running:
            return
        replay = self.replay
        view, news = replay.view, replay.news
        for panel in self.query(Panel):
            panel.show_view(view, news)
        for panel in self.query(RecordPanel):
            panel.follow_moment()
        self.query_one(Timeline).refresh()
        self._show_state()
        self.query_one(KeyBar).refresh()

    def _show_state(self) -> None:
        self.query_one(Transport).show_state(
            is_playing=self._is_playing(), speed=self._speed, eyes=self._eyes(self.replay.seat)
        )

    def _eyes(self, seat: str) -> str:
        return "all" if seat == ALL else self.replay.names.get(seat, seat)

    def go_to(self, number: int) -> None:
        """Go to a moment of the record.

        Args:
            number: the event, as the present seat counts.
        """
        if number != self.replay.at:
            self.replay.seek(number)
            self._show()

    def jump_to(self, number: int) -> None:
        """The same, remembering where one came from."""
        self._came_from.append(self.replay.at)
        self.go_to(number)

    # --- stepping ---

    def action_step(self, unit: str, by: int) -> None:
        """Go back or on by an event, a phase, a round or a turning point."""
        found = step_from(self.replay, unit, by)
        if found is not None:
            self.go_to(found)
        elif by > 0:
            self._go_beyond(unit)

    def _go_beyond(self, unit: str) -> None:
        """There is no such place ahead: a live exercise goes on, a record ends."""
        if self.replay.is_live:
            self.play_on(unit)
        elif unit != "turning":
            self.go_to(self.replay.last)

    @work(exclusive=True, group="live")
    async def play_on(self, unit: str) -> None:
        """Let a live exercise go on until there is a place of this kind ahead."""
        while unit == "end" or step_from(self.replay, unit, 1) is None:
            if not await self._grown():
                break
        found = None if unit == "end" else step_from(self.replay, unit, 1)
        self.replay.seek(self.replay.last if found is None else found)
        self._show()

    async def _grown(self) -> bool:
        """Whether the live exercise went on by a step."""
        try:
            return await self.replay.grow()
        except UserError as trouble:
            self._stop()
            self._refuse(trouble)
            return False

    def action_first(self) -> None:
        """Go to the beginning."""
        self.go_to(1)

    def action_last(self) -> None:
        """Go to the end; a live exercise is played to its end."""
        if self.replay.is_live:
            self.play_on("end")
        else:
            self.go_to(self.replay.last)

    def action_cause(self) -> None:
        """Go to what brought the event about."""
        cause = self.replay.now.cause
        if cause:
            self.jump_to(cause)
        else:
            self.notify("Nothing that can be known here brought this about.")

    def action_return(self) -> None:
        """Go back to where the last jump began."""
        if self._came_from:
            self.go_to(self._came_from.pop())

    def on_timeline_sought(self, message: Timeline.Sought) -> None:
        """The mouse points at a moment."""
        self.go_to(message.number)

    # --- playing ---

    def action_play(self) -> None:
        """Let it run by itself, or stop it."""
        if self._is_playing():
            self._stop()
        elif self.replay.at < self.replay.last or self.replay.is_live:
            self._wait()
        else:
            self.go_to(1)
            self._wait()
        self._show_state()

    def _is_playing(self) -> bool:
        return self._timer is not None

    def _wait(self) -> None:
        beat = BEAT * (2 if self.replay.now.weight >= HEAVY else 1) / self._speed
        self._timer = self.set_timer(beat, self._beat)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_mounted:
            self._show_state()

    @work(exclusive=True, group="beat")
    async def _beat(self) -> None:
        """Go on to the next event that says something, and wait again; stop at the end."""
        if not self._is_playing():
            return
        while self.replay.at < self.replay.last or await self._grown():
            self.replay.seek(self.replay.at + 1)
            if self.replay.now.weight >= LEAST_WEIGHT:
                break
        self._show()
        if not self._is_playing():
            # It was stopped meanwhile, by a key or because what happened could not be saved.
            return
        if self.replay.at < self.replay.last or self.replay.is_live:
            self._wait()
        else:
            self._stop()

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        place = SPEEDS.index(self._speed) + by
        self._speed = SPEEDS[min(max(0, place), len(SPEEDS) - 1)]
        self._show_state()

    # --- whose eyes ---

    def action_eyes(self) -> None:
        """Choose whose eyes to see it with."""
        choices = tuple(
            (seat, "all: everything there is to know" if seat == ALL else self._eyes(seat))
            for seat in self.replay.seats
        )
        question = ChooseScreen(
            "Whose eyes?",
            "You see what this seat knew at this moment, and nothing of what lay ahead.",
            choices,
            self.replay.seat,
        )
        self.app.push_screen(question, self._look_as)

    def _look_as(self, seat: str | None) -> None:
        if seat:
            self._came_from.clear()
            self.replay.look_as(seat)
            self._show()

    # --- panels ---

    def go_to_panel(self, panel: str) -> None:
        """Show a panel and put the cursor in it."""
        for container in ("left", "middle", "right"):
            held = self.query_one(f"#{container}")
            held.set_class(any(child.id == panel for child in held.children), "here")
        for one in PANELS:
            self.query_one(f"#{one}").set_class(one == panel, "here")
        if panel in _LEFT:
            self.query_one("#left").set_class(panel in _WORLD, "world")
        self.query_one("#tabs", PanelTabs).go_to(panel)
        self.query_one(f"#{panel}").focus()

    def action_go_to_panel(self, panel: str) -> None:
        """The same, by key."""
        self.go_to_panel(panel)

    def action_next_panel(self) -> None:
        """Go to the next panel; after the last, to the timeline."""
        self._step_panel(1)

    def action_previous_panel(self) -> None:
        """Go to the panel before."""
        self._step_panel(-1)

    def _step_panel(self, by: int) -> None:
        order = ["timeline", *PANELS]
        now = self.focused.id if self.focused is not None and self.focused.id in order else order[0]
        panel = order[(order.index(now or order[0]) + by) % len(order)]
        if panel == "timeline":
            self.query_one(Timeline).focus()
        else:
            self.go_to_panel(panel)

    def on_cell_grid_chosen(self, event: CellGrid.Chosen) -> None:
        """All panels follow the power the cursor came to."""
        power = power_of(event.cell, self.replay.view)
        if power:
            for panel in self.query(Panel):
                panel.select(power)

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Open what the cursor is on."""
        match event.cell.opens:
            case to.Button() as button:
                self._do(button)
            case to.Event(number):
                self.jump_to(number)
            case to.Why(target):
                self._ask_why(target)
            case None:
                self._ask_why(event.cell.target)
            case route:
                self.app.post_message(Follow(route, self.replay, self.replay.view, self.replay.news))

    def _do(self, button: to.Button) -> None:
        match button:
            case to.Step(unit, by):
                self.action_step(unit, by)
            case to.Speed(by):
                self.action_speed(by)
            case to.Play():
                self.action_play()
            case to.Eyes():
                self.action_eyes()
            case to.ShowPanel(panel):
                self.go_to_panel(panel)

    # --- why, notes, the table, playing on ---

    def action_why(self) -> None:
        """Ask why the number under the cursor was what it was."""
        chosen = self._chosen()
        if chosen is None or not chosen.target:
            self.notify("Put the cursor on a number first: tab goes to a panel, arrows move.")
            return
        self._ask_why(chosen.target)

    def _chosen(self) -> Cell | None:
        return self.focused.chosen if isinstance(self.focused, CellGrid) else None

    def _ask_why(self, target: str) -> None:
        self._stop()
        self.app.push_screen(CausesScreen(self.replay, target, self.replay.news), self._follow_cause)

    def _follow_cause(self, number: int | None) -> None:
        if number:
            self.jump_to(number)

    def action_note(self) -> None:
        """Pin a note to the event."""
        self._stop()
        self.app.push_screen(NoteScreen(self.replay.now.text), self._pin)

    async def _pin(self, text: str | None) -> None:
        if not text:
            return
        try:
            await self.replay.pin(text)
        except UserError as trouble:
            self._refuse(trouble)
        self._show()

    def _refuse(self, trouble: UserError) -> None:
        self.notify(str(trouble), title="Not possible", severity="error", timeout=12)

    def action_table(self) -> None:
        """Look at the whole table as it stood."""
        self._stop()
        self.app.push_screen(PastTableScreen(self.replay, self.replay.view, self.replay.news))

    def action_play_on(self) -> None:
        """Make a new exercise of what has happened so far, and go to its table."""
        self._stop()
        names = self.replay.names
        question = ConfirmScreen(
            "Play on from here: which power do you take?",
            "A new exercise begins with what has happened so far, at the nearest moment to act. The record "
            "stays as it is.",
            tuple(names.items()),
            "None: stay with the record",
        )
        self.app.push_screen(question, self._branch)

    async def _branch(self, seat: str | None) -> None:
        if not seat:
            return
        try:
            new = await self.replay.branch(seat)
        except UserError as trouble:
            self._refuse(trouble)
            return
        self.dismiss(new)

    def action_home(self) -> None:
        """Back to where the record was opened."""
        self.dismiss(None)
