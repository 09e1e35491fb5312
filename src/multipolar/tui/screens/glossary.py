"""The glossary: first the words that stand on the screen it was opened from, then all of them."""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from multipolar.rulebook.glossary import Term, glossary, terms_in
from multipolar.tui.input.actions import bindings
from multipolar.tui.support.text import Options, Text, doing, joined, option, styled_lines
from multipolar.tui.widgets import formatting
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.page import Page
from multipolar.tui.widgets.search import Search, has_all, heed, near, nothing_has


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

    def compose(self) -> ComposeResult:
        """A line to type in, the words, and the page."""
        with Vertical(classes="window"):
            yield Text("Words", classes="title")
            yield Search("#words", "a word", stands=True)
            with Horizontal():
                yield Words(id="words")
                yield Page(id="meaning", underlines=False)
        yield KeyBar("glossary")

    def on_mount(self) -> None:
        """List the words."""
        self._list_words(self._first)

    def _list_words(self, chosen: str = "") -> None:
        known = glossary()
        letters = self.query_one(Search).value
        fitting = [term.id for term in known.values() if has_all(letters, " ".join(term.forms))]
        is_near = bool(letters.strip()) and not fitting
        if is_near:
            ids = {form: term.id for term in known.values() for form in (term.term, *term.forms)}
            fitting = list(dict.fromkeys(ids[form] for form in near(letters, ids)))
        here = [word for word in self._here if word in fitting]
        rest = [word for word in fitting if word not in here]
        options: list[Option | None] = [option(known[word].term, word) for word in here]
        if here and rest:
            options.append(None)
        options += [option(known[word].term, word) for word in rest]
        words = self.query_one("#words", OptionList)
        words.set_options(options)
        order = [*here, *rest]
        if is_near:
            names = ", ".join(known[word].term for word in order)
            self.query_one(Page).show_text(f"{nothing_has(letters, is_near=bool(order))} {names}".strip())
            return
        words.highlighted = order.index(chosen) if chosen in order else 0
        self._show(chosen if chosen in order else order[0])

    def find(self, letters: str) -> None:
        """List what fits; when the search ends, the word that was found stays."""
        words = self.query_one(Words)
        at = words.highlighted
        shown = words.get_option_at_index(at).id if at is not None and words.option_count else None
        self._list_words(shown or "" if not letters else "")

    def on_key(self, event: Key) -> None:
        """Letters typed in the list search it."""
        heed(self, event)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the word means."""
        if event.option.id:
            self._show(event.option.id)

    def _show(self, word: str) -> None:
        self.query_one(Page).show_text(_page(glossary()[word]))

    def action_find(self) -> None:
        """Type to find a word."""
        self.query_one(Search).begin()

    def open_term(self, word: str) -> None:
        """Show another word; a link leads to it."""
        self.query_one(Search).clear_letters()
        self._list_words(word)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


class Words(Options):
    """The words, which the screen lists."""

    def find(self, letters: str) -> None:
        """List what has the words typed."""
        screen = self.screen
        if isinstance(screen, GlossaryScreen):
            screen.find(letters)

    def step(self, down: int) -> None:
        """Move the cursor."""
        if down > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    @property
    def opens_found(self) -> bool:
        """Whether there is a word to go to."""
        return bool(self.option_count)

    def open_found(self) -> None:
        """Show the first of what is near, where nothing was found; what was found is shown already."""
        if self.highlighted is None and self.option_count:
            self.highlighted = 0


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
