"""What is shown when the terminal is too small."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from multipolar.tui.support.text import Text


class SmallScreen(ModalScreen[None]):
    """Asks for a larger window; goes away by itself.

    Args:
        needed: columns and rows.
        size: columns and rows there are.
    """

    NAME = "small"
    CSS_PATH = "small.tcss"

    def __init__(self, needed: Size, size: Size) -> None:
        super().__init__()
        self._needed = needed
        self._size = size

    def compose(self) -> ComposeResult:
        """The notice."""
        yield Text(self._notice(), id="notice")

    def show_size(self, size: Size) -> None:
        """The terminal has another size, and is still too small.

        Args:
            size: columns and rows there are.
        """
        self._size = size
        for notice in self.query(Text):
            notice.update(self._notice())

    def _notice(self) -> str:
        size, needed = self._size, self._needed
        return (
            f"The terminal is too small.\n\nIt has {size.width} × {size.height}; "
            f"{needed.width} × {needed.height} are needed.\n"
            "Make the window larger or the letters smaller.\n\nNothing is lost."
        )
