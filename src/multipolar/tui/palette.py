"""The command palette: finds every action of the screen, every power, every move, every screen."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import Hits, Provider
from textual.screen import Screen

from multipolar.domain.views import View
from multipolar.tui.actions import actions_of
from multipolar.tui.text import discovered, found


class Finder(Provider):
    """Answers what is typed into the palette."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for title, help_text, call in self._all():
            yield discovered(title, help_text, call)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for title, help_text, call in self._all():
            hit = found(matcher, title, help_text, call)
            if hit is not None:
                yield hit

    def _all(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen: Screen[Any] = self.screen
        name = str(getattr(screen, "NAME", "app"))
        for action in actions_of(name):
            if action.id == "command_palette" or not screen.check_action(action.id.partition("(")[0], ()):
                continue
            owner = "app" if "app" in action.screens else "screen"
            title = f"{action.label.capitalize()} ({action.key_shown})"
            yield title, action.tooltip, partial(screen.run_action, f"{owner}.{action.id}")
        view: View | None = getattr(screen, "view", None)
        if view is None:
            return
        show_power = getattr(screen, "open_power", None)
        if show_power is not None:
            for power in view.powers:
                kind = f"{power.kind}, {power.capital}: how it stands, and its ties"
                yield f"Power: {power.name} ({power.id})", kind, partial(show_power, power.id)
        propose = getattr(screen, "open_move", None)
        if propose is not None:
            for offer in view.offers:
                yield f"Move: {offer.title}", offer.summary, partial(propose, offer.move)
