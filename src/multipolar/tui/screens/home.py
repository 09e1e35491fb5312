"""Home: continue first, then a new exercise, then what is saved."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from multipolar.cells import fit
from multipolar.table.port import Reception, SaveCard, Trouble
from multipolar.tui.actions import bindings
from multipolar.tui.opening import ResumeExercise
from multipolar.tui.screens.learn import LearnScreen
from multipolar.tui.screens.library import LibraryScreen
from multipolar.tui.screens.saves import SavesScreen
from multipolar.tui.screens.setup import SetupScreen
from multipolar.tui.text import Options, Text, option, styled
from multipolar.tui.widgets.keys import KeyBar

_NOTHING_SAVED = (
    "Nothing is saved yet. Press Enter: a first exercise is set up for you, and Enter begins it. "
    "Or press l: a guide explains as you play."
)


class HomeScreen(Screen[None]):
    """Where the program opens.

    Args:
        reception: where exercises are begun and taken up again.
    """

    NAME = "home"
    CSS_PATH = "home.tcss"
    BINDINGS = bindings("home")

    def __init__(self, reception: Reception) -> None:
        super().__init__()
        self._reception = reception
        self._saves: tuple[SaveCard, ...] = ()

    def compose(self) -> ComposeResult:
        """A title and one list."""
        with Vertical(id="home"):
            yield Text("M U L T I P O L A R", id="name")
            yield Text("security cooperation between emerging and established powers", classes="quiet")
            yield Options(id="choices")
            yield Text("", id="note", classes="quiet")
        yield KeyBar("home")

    def on_screen_resume(self) -> None:
        """Read the saves, again after each exercise."""
        self.read_saves()

    @work(exclusive=True)
    async def read_saves(self) -> None:
        """List what can be done here."""
        note = ""
        try:
            self._saves = await self._reception.saves()
            note = "\n".join(await self._reception.amiss())
        except Trouble as trouble:
            self._saves, note = (), str(trouble)
        choices = self.query_one("#choices", OptionList)
        choices.set_options(self._options())
        choices.refresh(layout=True)
        choices.highlighted = 0
        choices.focus()
        self.query_one("#note", Text).update(note or ("" if self._saves else _NOTHING_SAVED))
        self.query_one(KeyBar).refresh()

    def _options(self) -> list[Option | None]:
        options: list[Option | None] = []
        latest = self._latest()
        if latest is not None:
            options.append(_option("Continue", _described(latest), f"save {latest.id}"))
        options.append(_option("New exercise", "scenario, seats, length", "new"))
        others = [save for save in self._saves if save is not latest]
        if others:
            options.append(None)
            options += [_option("Open", _described(save), f"save {save.id}") for save in others]
        if self._saves:
            options.append(_option("Replay", "go over any of them, event by event", "saves"))
        return [
            *options,
            None,
            _option("Library", "scenarios with their maps, and what they teach", "library"),
            _option("Learn", "a first exercise with a guide, pages, words", "learn"),
            _option("How to play", "", "help"),
            _option("Settings", "colours, movement, sound", "settings"),
            _option("Quit", "", "quit"),
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
        """Do what was chosen."""
        what, _, save = (event.option.id or "").partition(" ")
        match what:
            case "save":
                self._resume(save)
            case "new":
                self.action_new()
            case "saves":
                self.action_saves()
            case "library":
                self.action_library()
            case "learn":
                self.action_learn()
            case "settings":
                self.action_settings()
            case "help":
                self.app.run_worker(self.app.run_action("app.help"))
            case "quit":
                self.app.run_worker(self.app.run_action("app.quit"))

    def action_go_on(self) -> None:
        """Take the latest exercise up."""
        latest = self._latest()
        if latest is not None:
            self._resume(latest.id)

    def action_open_save(self) -> None:
        """Go to the first saved exercise in the list."""
        choices = self.query_one("#choices", OptionList)
        choices.focus()
        for index in range(choices.option_count):
            if (choices.get_option_at_index(index).id or "").startswith("save "):
                choices.highlighted = index
                if index:
                    return

    def action_new(self) -> None:
        """Set an exercise up."""
        self.app.push_screen(SetupScreen(self._reception))

    def action_saves(self) -> None:
        """Choose a saved exercise to go over."""
        self.app.push_screen(SavesScreen(self._reception))

    def action_library(self) -> None:
        """Look at the scenarios."""
        self.app.push_screen(LibraryScreen(self._reception))

    def action_learn(self) -> None:
        """What there is to learn."""
        self.app.push_screen(LearnScreen())

    def action_settings(self) -> None:
        """Open the settings."""
        self.app.run_worker(self.app.run_action("app.settings"))

    def _resume(self, save: str) -> None:
        self.app.post_message(ResumeExercise(save))


def _option(title: str, more: str, key: str) -> Option:
    return option(styled((fit(title, 13), "bold"), more), key)


def _described(save: SaveCard) -> str:
    people = [seat for seat, run_by in save.seats if run_by == "person"]
    who = f"you as {', '.join(people)}" if people else "played by program"
    where = "finished" if save.finished else _position(save)
    if save.come_back:
        return f"{save.title} · {where} · {who} · more of it was played"
    kept = "a file" if save.in_place else f"{save.updated.astimezone():%Y-%m-%d}"
    return f"{save.title} · {where} · {who} · {kept}"


def _position(save: SaveCard) -> str:
    turn, _, phase = save.position.partition(".")
    if not turn.isdigit():
        return save.position
    return f"round {turn} of {save.rounds}, {phase.partition('.')[0]}" if turn != "0" else phase
