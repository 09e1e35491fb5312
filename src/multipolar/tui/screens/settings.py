"""Settings: colours, movement and sound, with a look at what is chosen."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from multipolar.domain.vocabulary import RELATIONSHIPS
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import Prefer
from multipolar.tui.support.preferences import THEMES, Preferences
from multipolar.tui.support.text import Piece, Text, styled_lines
from multipolar.tui.support.themes import ABOUT
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.form import Form, Row
from multipolar.tui.widgets.keys import KeyBar

_YES_NO = (("yes", "yes"), ("no", "no"))


class SettingsScreen(ModalScreen[None]):
    """Every change holds at once, and is kept.

    Args:
        preferences: as they are.
        where: where they are kept; empty where they are not.
        problem: what was wrong with what had been kept.
    """

    NAME = "settings"
    CSS_PATH = "window.tcss"
    BINDINGS = bindings("settings")

    def __init__(self, preferences: Preferences, where: str, problem: str = "") -> None:
        super().__init__()
        self._preferences = preferences
        self._where = where
        self._problem = problem

    def compose(self) -> ComposeResult:
        """The rows, and what they look like."""
        with Vertical(classes="window"):
            yield Text("Settings", classes="title")
            yield Form(self._take, id="form")
            yield Text(_sample(), classes="text gap", id="sample")
            kept = f"Kept in {self._where}" if self._where else "Not kept when the program ends."
            yield Text(self._problem or kept, classes="quiet gap", id="kept")
        yield KeyBar("settings")

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._show_rows()
        self.query_one(Form).focus()
        self.query_one(Form).action_jump(False)

    def show_preferences(self, preferences: Preferences) -> None:
        """They were changed elsewhere."""
        self._preferences = preferences
        self._show_rows()

    def _show_rows(self) -> None:
        now = self._preferences
        themes = tuple((name, name) for name in THEMES)
        self.query_one(Form).show_rows(
            (
                Row("theme", "Colours", themes, now.theme, aside=ABOUT[now.theme]),
                Row("animation", "Movement", _YES_NO, _word(now.animation), aside="things may slide"),
                Row("sound", "Sound", _YES_NO, _word(now.sound), aside="a lesson's clock rings"),
            )
        )

    def _take(self, row: str, value: str) -> None:
        now = self._preferences
        match row:
            case "theme":
                self._preferences = replace(now, theme=value)
            case "animation":
                self._preferences = replace(now, animation=value == "yes")
            case "sound":
                self._preferences = replace(now, sound=value == "yes")
        self.app.post_message(Prefer(self._preferences))
        self._show_rows()

    def on_form_finished(self) -> None:
        """Enter: done."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Done."""
        self.dismiss(None)


def _word(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _sample() -> Content:
    """What the theme makes of everything that has a colour of its own."""
    relationships: list[Piece] = []
    for word in reversed(RELATIONSHIPS):
        relationships += [(word, f"${word}"), "  "]
    chances = formatting.odds((6, 12, 12, 6), 60)
    return styled_lines(
        [
            relationships,
            "",
            *chances,
            "",
            [("▲ 4 better", "$good"), "  ", ("▼ 4 worse", "$bad"), "  ", ("a red line", "$warning"), "  ",
             ("in your hands", "$accent bold"), "  ", ("of less weight", "$quiet")],
        ]
    )  # fmt: skip
