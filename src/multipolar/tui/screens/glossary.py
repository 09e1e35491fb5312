"""The glossary: first the words that stand on the screen it was opened from, then all of them."""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from multipolar.rulebook.glossary import Term, glossary, terms_in
from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Field, Options, Text, doing, joined, option, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page


class GlossaryScreen(ModalScreen[None]):
    """A list of words, with what the chosen one means.

    Args:
        here: words on the screen it was opened from.
        first: the word to show first; empty: the first of the list.
    """

    NAME = "glossary"
    CSS_PATH = "glossary.tcss"
    BINDINGS = bindings("glossary")
    AUTO_FOCUS = "#words"

    def __init__(self, here: Sequence[Term] = (), first: str = "") -> None:
        super().__init__()
        self._here = [term.id for term in here]
        self._first = first
        self._filter = ""

    def compose(self) -> ComposeResult:
        """A line to type in, the words, and the page."""
        with Vertical(classes="window"):
            yield Text("Words", classes="title")
            yield Field(placeholder="type to find a word", id="find")
            with Horizontal():
                yield Options(id="words")
                yield Page(id="meaning", underlines=False)
        yield KeyBar("glossary")

    def on_mount(self) -> None:
        """List the words."""
        self._list_words(self._first)

    def _list_words(self, chosen: str = "") -> None:
        known = glossary()
        wanted = self._filter.strip().lower()
        fitting = [term.id for term in known.values() if any(wanted in form.lower() for form in term.forms)]
        here = [word for word in self._here if word in fitting]
        rest = [word for word in fitting if word not in here]
        options: list[Option | None] = [option(known[word].term, word) for word in here]
        if here and rest:
            options.append(None)
        options += [option(known[word].term, word) for word in rest]
        words = self.query_one("#words", OptionList)
        words.set_options(options)
        order = [*here, *rest]
        if not order:
            self.query_one(Page).show_text("No word like that. Backspace takes letters back.")
            return
        words.highlighted = order.index(chosen) if chosen in order else 0
        self._show(chosen if chosen in order else order[0])

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        self._filter = event.value
        self._list_words()

    def on_input_submitted(self) -> None:
        """Go to the list."""
        self.query_one("#words").focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the word means."""
        if event.option.id:
            self._show(event.option.id)

    def _show(self, word: str) -> None:
        self.query_one(Page).show_text(_page(glossary()[word]))

    def action_find(self) -> None:
        """Type to find a word."""
        self.query_one("#find").focus()

    def open_term(self, word: str) -> None:
        """Show another word; a link leads to it."""
        self._filter = ""
        with self.prevent(Input.Changed):
            self.query_one("#find", Input).value = ""
        self._list_words(word)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


def _page(term: Term) -> Content:
    known = glossary()
    see = joined(
        ", ", (doing(known[word].term, f"app.open_term('{word}')", "underline") for word in term.see)
    )
    return styled_lines(
        [
            [(term.term, "$accent bold")],
            "",
            term.meaning,
            "",
            formatting.heading("here"),
            term.here,
            "",
            *((formatting.heading("see also"), see, "") if term.see else ()),
            [(f"Rulebook §{term.section}", "$quiet")],
        ]
    )


def terms_on(screen: Screen[Any]) -> tuple[Term, ...]:
    """The words of the glossary that stand on a screen now."""
    texts: list[str] = []
    for widget in screen.query("CellGrid, Static"):
        if isinstance(widget, CellGrid):
            texts += ["".join(cell.text for cell in line) for line in widget.lines]
        elif isinstance(widget, Text):
            texts.append(str(widget.content))
    return tuple(found.term for found in terms_in("\n".join(texts).lower()))
