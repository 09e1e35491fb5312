"""The line in which a list is searched: one widget and one behaviour on every screen that has a search.

While it has the cursor every key that writes goes into it, so that no letter is a command then. It shows
in its list what has all words typed, in any order, or what is near when nothing has them. The arrows move
in the list; Enter goes there, and opens what the cursor stands on; esc ends the search and shows the whole
list again.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.events import Blur, Focus, Key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from multipolar.domain.rules.conditions.errors import near_to
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.presses import AnotherQuestion
from multipolar.tui.support.text import Field, prompt

MOST_NEAR = 4
"""Names that are told when nothing has the words typed."""


class Searched(Protocol):
    """What can be searched; always a widget."""

    def find(self, letters: str) -> None:
        """Show what has the words typed, or what is near; empty: everything."""

    def step(self, down: int) -> None:
        """Move the cursor, or the text."""

    @property
    def opens_found(self) -> bool:
        """Whether there is anything that enter would open."""

    def open_found(self) -> None:
        """Open what the cursor stands on; nothing where the list only shows."""


@runtime_checkable
class Finder(Protocol):
    """A screen on which a key begins a search."""

    def action_find(self) -> None:
        """Begin to search what the cursor is in."""


def is_searched_now(widget: Widget) -> bool:
    """Whether letters are being typed to find something in a list."""
    typing = widget.screen.focused
    return isinstance(typing, Search) and typing.list_searched is widget


class Search(Field):
    """A line to type in, above or below what it searches.

    Args:
        of: selects what is searched, unless a search begins in another list.
        what: what is found, as *a move*.
        stands: whether it is always seen, so that letters typed in its list go into it; else only from
            its key on until it ends.
    """

    DEFAULT_CSS = """
    Search { height: 1; border: none; padding: 0 1; background: $panel; }
    Search:focus { border: none; }
    """
    BINDINGS: ClassVar = bindings("search")

    def __init__(self, of: str, what: str, *, stands: bool) -> None:
        super().__init__(placeholder=f"type to find {what}", id="find", compact=True, select_on_focus=False)
        self._of = of
        self._list: Widget | None = None
        self.stands = stands
        self.display = stands

    @property
    def list_searched(self) -> Any:
        """What is searched, a `Searched`."""
        return self._list if self._list is not None else self.screen.query_one(self._of)

    @property
    def is_on(self) -> bool:
        """Whether something is being searched for."""
        return bool(self.value) or self.has_focus

    def begin(self, of: Widget | None = None, what: str = "") -> None:
        """Go to the line.

        Args:
            of: what is searched; as at first when not given.
            what: what is found there.
        """
        if of is not None and of is not self.list_searched:
            self.end()
            self._list = of
        if what:
            prompt(self, f"type to find {what}")
        self.display = True
        self.screen.set_focus(self)
        self.action_end()
        # Letters mean something else from here on: none that comes late may bind.
        self.post_message(AnotherQuestion())

    def clear_letters(self) -> None:
        """Show the whole list, wherever the cursor is."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.list_searched.find("")
        self.display = self.stands

    def end(self) -> None:
        """Show the whole list again, and go back there."""
        was_on = self.is_on
        self.clear_letters()
        if was_on:
            self.screen.set_focus(self.list_searched)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is found."""
        event.stop()
        self.list_searched.find(self.value)

    def on_focus(self, event: Focus) -> None:
        """The line of keys tells other keys now."""
        self._retell_keys()

    def on_blur(self, event: Blur) -> None:
        """The line of keys tells those of the screen again; a line that was called for nothing goes."""
        self._retell_keys()
        if not self.value:
            self.display = self.stands

    def _retell_keys(self) -> None:
        for bar in self.screen.query("KeyBar"):
            bar.refresh()
        # While letters are typed the cursor is seen in the list: enter goes there.
        self.list_searched.refresh()

    def action_step(self, down: int) -> None:
        """Move in the list, and stay here."""
        self.list_searched.step(down)

    def action_open_found(self) -> None:
        """Go to the list, and open what the cursor stands on."""
        found = self.list_searched
        self.screen.set_focus(found)
        found.open_found()

    def action_end_search(self) -> None:
        """End the search."""
        self.end()


def heed(screen: Screen[Any], event: Key) -> None:
    """Heed a key that nothing below the screen took: what begins a search, belongs to it, or ends it.

    Keys come here in the order they were pressed in, also those that were on their way to the list when
    the line got the cursor: these still go into the line.
    """
    search = screen.query_one(Search)
    writes = event.is_printable and event.character is not None
    is_in_list = search.stands and screen.focused is search.list_searched
    if event.key == "escape" and search.is_on:
        search.end()
    elif event.key == "slash" and screen.focused is not search:
        if not screen.check_action("find", ()):
            return
        if isinstance(screen, Finder):
            screen.action_find()
    elif writes and (screen.focused is search or (is_in_list and str(event.character).isalnum())):
        search.begin()
        search.insert_text_at_cursor(str(event.character))
    elif event.key == "backspace" and is_in_list and search.value:
        search.begin()
        search.action_delete_left()
    else:
        return
    event.stop()


def has_all(letters: str, text: str) -> bool:
    """Whether a text has every word typed, or its beginning or middle, in any order."""
    folded = text.casefold()
    return all(word in folded for word in letters.casefold().split())


def near(letters: str, names: Iterable[str]) -> list[str]:
    """Names of which the whole or a word is near to what was typed, nearest first.

    Args:
        letters: what was typed.
        names: all there are.
    """
    parts: dict[str, list[str]] = {}
    for name in names:
        for part in dict.fromkeys((name.casefold(), *_words(name))):
            parts.setdefault(part, []).append(name)
    hits = [hit for word in (letters, *_words(letters)) for hit in near_to(word, parts, MOST_NEAR)]
    return list(dict.fromkeys(name for hit in hits for name in parts[hit]))[:MOST_NEAR]


def _words(text: str) -> list[str]:
    return re.findall(r"\w{3,}", text.casefold())


def nothing_has(letters: str, *, is_near: bool) -> str:
    """What is said when nothing has the words typed, before what is near."""
    said = f"Nothing here has “{letters.strip()}”"
    return f"{said}; near to it:" if is_near else f"{said}, nor anything near to it. Esc shows everything."
