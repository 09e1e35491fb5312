"""What is shown when the terminal is too small."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class SmallScreen(ModalScreen[None]):
    """Asks for a larger window; goes away by itself.

    Args:
        width, height: what is needed, in columns and rows.
    """

    NAME = "small"
    CSS_PATH = "small.tcss"

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def compose(self) -> ComposeResult:
        """The notice."""
        width, height = self._needed
        size = self.app.size
        yield Static(
            f"The terminal is too small.\n\nIt has {size.width} × {size.height}; {width} × {height} are "
            "needed.\nMake the window larger or the letters smaller.\n\nNothing is lost.",
            id="notice",
        )
