"""Which presses may bind: none that came before anybody can have read what it would do.

Whoever turns pages presses on, and a key that is held down goes on by itself. So what commits a seat to
something (an answer, an order, a vote, being ready) is done only by a press of its own, on a screen that
has stood for half a second. What binds stands in the table of actions; here is only when it counts.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, MouseDown
from textual.message import Message
from textual.screen import Screen

from multipolar.tui.input.actions import binds, plain_name

SOON = 0.5
"""Seconds a screen must have stood before a press binds anything."""
FIRST_REPEAT = 0.75
"""Seconds within which the same key again is taken for the first repeat of a key that is held down."""
REPEATS = 0.4
"""Seconds within which it is taken for a further one."""
CLICK = ""
"""The key of a click, which nobody can hold down."""
TOO_SOON = "Too soon after this appeared to have been meant: nothing was done. Press it again."


class Presses:
    """The last press, and how long what it met had stood.

    Args:
        now: seconds that pass evenly.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._stands_since = self._at = now()
        self._key = CLICK
        self._in_a_row = 0

    def something_appears(self) -> None:
        """A screen has appeared, or what the present one asks has become another question."""
        self._stands_since = self._now()

    def press(self, key: str) -> None:
        """A key was pressed, or repeats itself; or something was clicked (`CLICK`)."""
        before, self._at = self._at, self._now()
        gap = FIRST_REPEAT if self._in_a_row == 1 else REPEATS
        goes_on = key != CLICK and key == self._key and self._at - before < gap
        self._in_a_row = self._in_a_row + 1 if goes_on else 1
        self._key = key

    @property
    def is_held(self) -> bool:
        """Whether the last press is the repeat of a key that is held down."""
        return self._in_a_row > 1

    @property
    def may_bind(self) -> bool:
        """Whether the last press may commit a seat to something."""
        return not self.is_held and self._now() - self._stands_since >= SOON


class AnotherQuestion(Message):
    """A screen asks something else now, as if it had just appeared."""


def name_of(screen: Screen[Any]) -> str:
    """A screen's name in the table of actions."""
    return str(getattr(screen, "NAME", "app"))


async def do_as_meant(screen: Screen[Any], action: str) -> None:
    """Do an action of a screen that the person was asked about, and confirmed."""
    await App.run_action(screen.app, action, screen)


class Heeding(App[None]):
    """The part of the app that lets nothing bind by a press that cannot have been meant.

    Args:
        pressed_at: seconds that pass evenly, by which presses are told apart.
    """

    def __init__(self, pressed_at: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.presses = Presses(pressed_at)

    def heed_screens(self) -> None:
        """From now on every screen that comes to the top counts as appearing, once it is drawn."""
        self.screen_change_signal.subscribe(self, self._on_screen)

    def _on_screen(self, screen: Screen[Any]) -> None:
        self.presses.something_appears()
        screen.call_after_refresh(self.presses.something_appears)

    def on_another_question(self, message: AnotherQuestion) -> None:
        """A screen asks something else now."""
        self.presses.something_appears()

    async def on_event(self, event: Event) -> None:
        """Heed what is pressed before it does anything."""
        if isinstance(event, Key | MouseDown) and not event.is_forwarded:
            self.presses.press(event.key if isinstance(event, Key) else CLICK)
        await super().on_event(event)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, unless it binds and the press cannot have been meant."""
        if isinstance(action, str) and self._is_kept_from(action):
            if not self.presses.is_held:
                self.notify(TOO_SOON)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def _is_kept_from(self, action: str) -> bool:
        if self.presses.may_bind or not binds(name_of(self.screen), action):
            return False
        return bool(self.screen.check_action(plain_name(action), ()))
