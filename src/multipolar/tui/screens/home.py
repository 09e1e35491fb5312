"""Home: continue first, then a new exercise, then what is saved."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from multipolar.cells import fit, wrapped
from multipolar.domain.english import counted
from multipolar.lobby.port import Lobby, SaveCard, ScenarioCard
from multipolar.local_time import shown_time
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import ResumeExercise
from multipolar.tui.screens.learn import LearnScreen
from multipolar.tui.screens.library import LibraryScreen
from multipolar.tui.screens.saves import SavesScreen
from multipolar.tui.screens.setup import SetupScreen
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Options, Piece, Text, entitle, option, styled, styled_lines
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.picture import Picture
from multipolar.tui.widgets.saved import SavedList, where_it_stands
from multipolar.user_errors import UserError

_NOTHING_SAVED = (
    "Nothing is saved yet. Press Enter: a first exercise is set up for you, and ^s begins it. "
    "Or press l: a guide explains as you play."
)


class HomeScreen(Screen[None]):
    """Where the program opens.

    Args:
        lobby: where exercises are begun and taken up again.
    """

    NAME = "home"
    CSS_PATH = "home.tcss"
    BINDINGS = bindings("home")

    def __init__(self, lobby: Lobby) -> None:
        super().__init__()
        self._lobby = lobby
        self._saves: tuple[SaveCard, ...] = ()
        self._cards: dict[str, ScenarioCard] = {}

    def compose(self) -> ComposeResult:
        """What can be begun, which is always seen whole; what is saved; and the exercise chosen of it."""
        yield Text("M U L T I P O L A R", id="name")
        yield Text("security cooperation between emerging and established powers", id="about-it")
        with Container(id="columns"):
            yield Options(id="begin")
            with Container(id="kept"):
                yield SavedList(id="saved")
                yield Text("", id="note", classes="quiet")
                with Vertical(id="chosen"):
                    yield Page(id="about", underlines=False)
                    yield Picture(id="picture")
        yield KeyBar("home")

    def on_mount(self) -> None:
        """Title the list."""
        entitle(self.query_one("#begin"), "[1] BEGIN")
        entitle(self.query_one("#chosen"), "CHOSEN")

    def on_screen_suspend(self) -> None:
        """What is saved is not shown around a window: it would be cut in the middle of its letters."""
        self.query_one("#kept").visible = False

    def on_screen_resume(self) -> None:
        """Read the saves, again after each exercise."""
        self.query_one("#kept").visible = True
        self.read_saves()

    @work(exclusive=True)
    async def read_saves(self) -> None:
        """List what can be done here."""
        note = ""
        try:
            self._saves = await self._lobby.saves()
            note = "\n".join(await self._lobby.amiss())
        except UserError as trouble:
            self._saves, note = (), str(trouble)
        begin, saved = self.query_one("#begin", OptionList), self.query_one(SavedList)
        begin.set_options(self._options())
        begin.highlighted = 0
        saved.display = bool(self._saves)
        saved.show(self._saves)
        begin.focus()
        self.query_one("#note", Text).update(note or ("" if self._saves else _NOTHING_SAVED))
        self.query_one(KeyBar).refresh()
        await self._read_scenarios()
        self._tell_chosen()

    async def _read_scenarios(self) -> None:
        """The scenarios of the library, to say what a save is about; without them it says less."""
        if not self._cards and self._saves:
            try:
                self._cards = {card.id: card for card in await self._lobby.scenarios()}
            except UserError:
                self._cards = {}

    def _tell_chosen(self) -> None:
        """Say more about the save under the cursor, or about the one that can be gone on with."""
        saved = self.query_one(SavedList)
        save = saved.save if saved.has_focus else self._latest() or saved.save
        chosen = self.query_one("#chosen")
        chosen.display = save is not None
        if save is None:
            return
        card = self._cards.get(save.scenario)
        self.query_one("#about", Page).show_text(lambda width: _about(save, card, width))
        picture = self.query_one(Picture)
        picture.display = card is not None
        if card is not None:
            picture.show_scenario(card)

    def on_cell_grid_chosen(self) -> None:
        """Another save is chosen."""
        self._tell_chosen()

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        """Take a save up."""
        if isinstance(event.cell.opens, to.Save):
            self._resume(event.cell.opens.exercise)

    def on_descendant_focus(self) -> None:
        """What is told follows the cursor."""
        self._tell_chosen()

    def _options(self) -> list[Option]:
        latest = self._latest()
        options = []
        if latest is not None:
            options.append(_option("c", "Continue", where_it_stands(latest), "go_on"))
        options.append(_option("n", "New exercise", "scenario, seats, length", "new"))
        if self._saves:
            options.append(_option("o", "Open", "a saved exercise", "open_save"))
            options.append(_option("r", "Replay", "go over one, event by event", "saves"))
        return [
            *options,
            _option("b", "Library", "scenarios with their maps", "library"),
            _option("l", "Learn", "a guide, pages, words", "learn"),
            _option("?", "How to play", "", "help"),
            _option("s", "Settings", "colours, movement, sound", "settings"),
            _option("^q", "Quit", "", "quit"),
        ]

    def _latest(self) -> SaveCard | None:
        return next((save for save in self._saves if not save.finished), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works."""
        if action == "go_on":
            return self._latest() is not None
        if action in ("open_save", "saves"):
            return bool(self._saves)
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen, as its key does."""
        what = event.option.id or ""
        owner = "app" if what in ("help", "quit") else "screen"
        self.app.run_worker(self.run_action(f"{owner}.{what}"))

    def action_go_to_panel(self, panel: str) -> None:
        """Go to the list of what can be begun, or to the saves."""
        self.query_one(f"#{panel}").focus()

    def action_go_on(self) -> None:
        """Take the latest exercise up."""
        latest = self._latest()
        if latest is not None:
            self._resume(latest.id)

    def action_open_save(self) -> None:
        """Go to the list of saves."""
        self.query_one(SavedList).focus()

    def action_new(self) -> None:
        """Set an exercise up."""
        self.app.push_screen(SetupScreen(self._lobby))

    def action_saves(self) -> None:
        """Choose a saved exercise to go over."""
        self.app.push_screen(SavesScreen(self._lobby))

    def action_library(self) -> None:
        """Look at the scenarios."""
        self.app.push_screen(LibraryScreen(self._lobby))

    def action_learn(self) -> None:
        """What there is to learn."""
        self.app.push_screen(LearnScreen())

    def action_settings(self) -> None:
        """Open the settings."""
        self.app.run_worker(self.app.run_action("app.settings"))

    def _resume(self, save: str) -> None:
        self.app.post_message(ResumeExercise(save))


def _option(key: str, title: str, more: str, action: str) -> Option:
    return option(styled((fit(key, 3), "$accent bold"), (fit(title, 13), "bold"), more), action)


def _about(save: SaveCard, card: ScenarioCard | None, width: int) -> Content:
    """A save at more length: what it is about, who sits where, and how far it was played."""
    names = {power.id: power.name for power in card.powers} if card is not None else {}
    persons = [names.get(seat, seat) for seat, run_by in save.seats if run_by == "person"]
    kept = f"saved {shown_time(save.updated)}"
    named = f"exported file {Path(save.id).name}" if save.in_place else save.id
    rows: list[Piece | list[Piece]] = [[(save.title, "bold $accent"), f"  {where_it_stands(save)}"]]
    rows += [
        [(line, "$quiet")] for line in wrapped(f"{kept}; {counted(save.events, 'event')}; {named}", width)
    ]
    if save.come_back:
        rows += [[(line, "$warning")] for line in wrapped(save.come_back, width)]
    if save.parent:
        rows += [[(line, "$quiet")] for line in wrapped(f"branched off {save.parent}", width)]
    rows += wrapped(f"Played by {', '.join(persons) if persons else 'programs alone'}.", width)
    if card is not None:
        rows += ["", *wrapped(card.summary, width)]
    return styled_lines(rows)
