"""A page of text that scrolls with the arrow keys, and that is set anew when its width changes."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize

from multipolar.tui.support.text import Text, Written
from multipolar.tui.widgets.underlined import underlined

Shown = Written | Callable[[int], Content]
"""What a page may show: a text, or what sets it for a width in columns."""

LEAST_WIDTH = 20


class Page(VerticalScroll, can_focus=True):
    """Text of any length; the reader scrolls.

    Args:
        text: what it shows first.
        id: of the widget.
        underlines: whether words of the glossary can be opened in it.
    """

    DEFAULT_CSS = """
    Page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    Page > Static { width: 100%; height: auto; }
    """

    def __init__(self, text: Shown = "", *, id: str | None = None, underlines: bool = True) -> None:
        super().__init__(id=id)
        self._underlines = underlines
        self._text = text
        self._set_for = 0

    def compose(self) -> ComposeResult:
        """The text."""
        yield Text(self._set_text())

    def show_text(self, text: Shown, *, keep_place: bool = False) -> None:
        """Show another text.

        Args:
            text: what to show.
            keep_place: whether to stay where the reader is; else it begins at its top.
        """
        self._text = text
        self._update()
        if not keep_place:
            self.scroll_home(animate=False)

    def on_resize(self, event: Resize) -> None:
        """Set the text for the width there is now."""
        self._settle()

    def _update(self) -> None:
        for static in self.query(Text):
            static.update(self._set_text())
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Set the text again where it was set before its page had its width."""
        if callable(self._text) and self.text_width != self._set_for:
            self._update()

    def _set_text(self) -> Written:
        self._set_for = self.text_width
        text = self._text(self._set_for) if callable(self._text) else self._text
        return underlined(text) if self._underlines else text

    @property
    def text_width(self) -> int:
        """Columns there are for a line."""
        return max(LEAST_WIDTH, self.scrollable_content_region.width)
