"""A page of text that scrolls with the arrow keys."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class Page(VerticalScroll, can_focus=True):
    """Text of any length; the reader scrolls.

    Args:
        text: what it shows first.
        id: of the widget.
    """

    DEFAULT_CSS = """
    Page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
    Page > Static { width: 100%; height: auto; }
    """

    def __init__(self, text: str | Content = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(self._text, markup=False)

    def show_text(self, text: str | Content) -> None:
        """Show another text, from its top."""
        self._text = text
        for static in self.query(Static):
            static.update(text)
        self.scroll_home(animate=False)

    @property
    def text_width(self) -> int:
        """Columns there are for a line."""
        shown = self.query_one(Static).size.width
        return max(20, shown or self.scrollable_content_region.width - 4)
