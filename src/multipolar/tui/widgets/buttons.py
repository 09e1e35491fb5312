"""A button that does what binds: for the mouse alone, because Enter and space only move or open."""

from textual.widgets import Button


class BindingButton(Button, can_focus=False):
    """Does an action of its screen that binds, as the key for it does.

    Args:
        words: what stands on it.
        does: the action of the screen.
    """

    def __init__(self, words: str, does: str) -> None:
        super().__init__(words, variant="primary", id=does, action=f"screen.{does}")
