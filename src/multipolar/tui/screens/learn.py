"""Learn: a first exercise with a guide, pages to read, and the words of the field."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import OptionList

from multipolar.rulebook.learn import pages_to_learn
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import BeginGuided
from multipolar.tui.support.text import Options, Text, option, styled_lines
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page

GUIDED, WORDS = "guided", "words"
_TITLES = ((GUIDED, "A first exercise, guided"), (WORDS, "The words of the field"))
_ABOUT = {
    GUIDED: (
        "Ten minutes in a small invented sea. You speak for Oskara; the program plays the others. On the "
        "real screens a guide explains one new thing at a time, when it first matters.\n\nF2 goes on, F3 "
        "sends the guide away; the exercise goes on without it, and nothing is lost. ^s begins."
    ),
    WORDS: "Some fifty words of the field in plain language, and what they stand for here. Enter opens them.",
}


class LearnScreen(Screen[None]):
    """What there is to learn on the left, and what is chosen on the right."""

    NAME = "learn"
    CSS_PATH = "learn.tcss"
    BINDINGS = bindings("learn")
    AUTO_FOCUS = "#topics"

    def compose(self) -> ComposeResult:
        """The list, and a page."""
        yield Text("Learn", id="head")
        pages = [option(page.title, page.id) for page in pages_to_learn()]
        guided, words = (option(title, key) for key, title in _TITLES)
        with Horizontal(id="body"):
            yield Options(guided, None, *pages, None, words, id="topics")
            yield Page(id="text")
        yield KeyBar("learn")

    def on_mount(self) -> None:
        """The guided exercise stands first."""
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the page."""
        key = event.option.id or ""
        title, text = next(
            ((page.title, page.text) for page in pages_to_learn() if page.id == key),
            (dict(_TITLES).get(key, ""), _ABOUT.get(key, "")),
        )
        self.query_one(Page).show_text(styled_lines([[(title, "$accent bold")], "", text]))
        self.query_one(KeyBar).refresh()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the words; a page is shown already."""
        if event.option.id == WORDS:
            self.app.run_worker(self.app.run_action("app.glossary"))
        else:
            self.query_one(Page).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A first exercise is begun where the cursor stands on it."""
        return self._topic == GUIDED if action == "begin" else True

    @property
    def _topic(self) -> str:
        topics = self.query_one(OptionList) if self.is_mounted else None
        at = topics.highlighted if topics is not None else None
        return str(topics.get_option_at_index(at).id) if topics is not None and at is not None else ""

    def action_begin(self) -> None:
        """Begin the first exercise, with the guide."""
        self.app.post_message(BeginGuided())
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)
