"""The command palette: finds every action of the screen, every power, pair, move and number."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from textual.command import Hits, Provider
from textual.screen import Screen

from multipolar.domain.model.views import View
from multipolar.domain.model.wording import title_from
from multipolar.tui.input.actions import Action, actions_of
from multipolar.tui.input.presses import do_as_meant
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.pair import pairs_in_order
from multipolar.tui.support.text import discovered, found


def _ask(screen: Screen[Any], action: Action, does: str) -> None:
    def decided(answer: str | None) -> None:
        if answer:
            screen.app.run_worker(do_as_meant(screen, does))

    question = ConfirmScreen(f"{action.label.capitalize()}?", action.tooltip, (("do", "Do it"),))
    screen.app.push_screen(question, decided)


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
        words = _words(query)
        matcher = self.matcher(" ".join(words))
        for title, help_text, call in self._numbers(words):
            hit = found(matcher, title, help_text, call)
            if hit is not None:
                yield hit

    def _numbers(self, words: Sequence[str]) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Numbers the seat knows, by name or address: ``trust IND CHN``, ``India's capital``, ``tension``.

        There are hundreds: only those that hold every word typed are offered.
        """
        view: View | None = getattr(self.screen, "view", None)
        ask = getattr(self.screen, "open_number", None)
        if view is None or ask is None or not words:
            return
        for target in view.numbers:
            said = title_from(target, view.called, view.place)
            title = f"Why: {said} ({' '.join(_words(target, folded=False))})"
            if all(word in title.casefold() for word in words):
                yield (
                    title,
                    f"It is {view.numbers[target]}: what moved it, and what it began with",
                    partial(ask, target),
                )

    def _all(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen: Screen[Any] = self.screen
        name = str(getattr(screen, "NAME", "app"))
        for action in actions_of(name):
            if action.id == "command_palette" or not screen.check_action(action.id.partition("(")[0], ()):
                continue
            owner = "app" if "app" in action.screens else "screen"
            title = f"{action.label.capitalize()} ({action.key_shown})"
            does = f"{owner}.{action.id}"
            # Enter chooses here, and Enter never binds: what binds is asked about first.
            call = partial(_ask, screen, action, does) if action.binds else partial(screen.run_action, does)
            yield title, action.tooltip, call
        view: View | None = getattr(screen, "view", None)
        if view is None:
            return
        show_power = getattr(screen, "open_power", None)
        if show_power is not None:
            for power in view.powers:
                kind = f"{power.kind}, {power.capital}: how it stands, and its ties"
                yield f"Power: {power.name} ({power.id})", kind, partial(show_power, power.id)
        show_pair = getattr(screen, "open_pair", None)
        if show_pair is not None:
            for one, other in pairs_in_order(view):
                names = f"{view.name(one)} and {view.name(other)} ({one} {other})"
                yield f"Pair: {names}", "history, numbers, what binds them", partial(show_pair, one, other)
        propose = getattr(screen, "open_move", None)
        if propose is not None:
            for offer in view.offers:
                yield f"Move: {offer.title}", offer.summary, partial(propose, offer.move)


def _words(text: str, *, folded: bool = True) -> list[str]:
    """The words of what is typed, or of an address: ``trust(IND,CHN)`` has three."""
    return re.sub(r"[(),]", " ", text.casefold() if folded else text).split()
