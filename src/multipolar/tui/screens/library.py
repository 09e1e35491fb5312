"""The library: every scenario with its picture, who is in it, how long it takes and what it teaches."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList

from multipolar.domain.english import counted, lowered
from multipolar.lobby.port import Lobby, ScenarioCard
from multipolar.tui.input.actions import bindings
from multipolar.tui.screens.setup import SetupScreen
from multipolar.tui.support.text import Options, Piece, Text, option, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.picture import Picture
from multipolar.user_errors import UserError


class LibraryScreen(Screen[None]):
    """Scenarios to choose from; Enter sets one up.

    Args:
        lobby: where the library is.
    """

    NAME = "library"
    CSS_PATH = "library.tcss"
    BINDINGS = bindings("library")
    AUTO_FOCUS = "#scenarios"

    def __init__(self, lobby: Lobby) -> None:
        super().__init__()
        self._lobby = lobby
        self._cards: dict[str, ScenarioCard] = {}

    def compose(self) -> ComposeResult:
        """The list, the picture and the page."""
        yield Text("Library", id="head")
        with Horizontal(id="body"):
            yield Options(id="scenarios")
            with Vertical():
                yield Picture(id="picture")
                yield Page("Reading the library …", id="about")
        yield KeyBar("library")

    def on_mount(self) -> None:
        """Read the library."""
        self.read_library()

    @work(exclusive=True)
    async def read_library(self) -> None:
        """List what can be played."""
        try:
            found = await self._lobby.scenarios()
        except UserError as trouble:
            self.query_one(Page).show_text(str(trouble))
            return
        self._cards = {card.id: card for card in found}
        scenarios = self.query_one(OptionList)
        scenarios.set_options([option(card.title, card.id) for card in found])
        if found:
            scenarios.highlighted = 0
        else:
            self.query_one(Page).show_text("The library has no scenario; `multipolar doctor` says why.")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the scenario."""
        card = self._cards.get(event.option.id or "")
        if card is not None:
            self.query_one(Picture).show_scenario(card)
            self.query_one(Page).show_text(_about(card))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Set the scenario up."""
        self.app.switch_screen(SetupScreen(self._lobby, event.option.id or ""))

    def action_choose(self) -> None:
        """Set the scenario up that the cursor stands on."""
        self.query_one(OptionList).action_select()

    def action_read(self) -> None:
        """Go between the list and the page."""
        target = self.query_one(OptionList) if self.query_one(Page).has_focus else self.query_one(Page)
        target.focus()

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)


def _about(card: ScenarioCard) -> Content:
    ranked = ", ".join(power.name for power in card.powers if not power.minor)
    minor = ", ".join(power.name for power in card.powers if power.minor)
    rows: list[Piece | list[Piece]] = [[(card.title, "$accent bold")], card.summary, ""]
    rows.append([("Powers: ", "bold"), ranked])
    if minor:
        rows.append([("Minor powers, run by program: ", "bold"), minor])
    lengths = "; ".join(
        f"{lowered(one.title)}, {counted(one.rounds, 'round')}, {one.minutes} min" for one in card.presets
    )
    rows += [[("Lengths: ", "bold"), lengths], ""]
    if card.teaches:
        rows += [formatting.heading("what it teaches"), *(f"· {one}" for one in card.teaches), ""]
    return styled_lines([*rows, [(card.disclaimer, "$quiet")]])
