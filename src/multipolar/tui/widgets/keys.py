"""The line of keys at the foot of a screen: what can be pressed, or clicked, now."""

from typing import ClassVar

from rich.segment import Segment
from textual.events import Click, MouseMove
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from multipolar.tui.actions import Action, actions_of

CLOCK_SHARE = 0.45
"""Of the line, what the clock may take."""


class KeyBar(Widget):
    """The keys of a screen, as many as there is room for; a click does what the key does.

    Args:
        screen_name: the screen's name in the table of actions.
    """

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }
    KeyBar > .keys--key { color: $accent; text-style: bold; }
    KeyBar > .keys--label { color: $foreground; }
    KeyBar > .keys--clock { color: $foreground; text-style: bold; }
    KeyBar > .keys--working { color: $accent; text-style: italic; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--clock", "keys--key", "keys--label", "keys--working"}

    working: reactive[str] = reactive("")
    """What the program is doing while the person waits; empty when it waits for the person."""

    clock: reactive[tuple[str, ...]] = reactive(())
    """What the lesson's clock shows, the longest wording first; empty where none runs."""

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._places: list[tuple[int, int, Action]] = []

    def on_mount(self) -> None:
        """Show what the bar of the screen before showed."""
        self.clock = getattr(self.app, "clock_shown", ())

    def _offered(self) -> list[Action]:
        found = []
        for action in actions_of(self._screen_name):
            name = action.id.partition("(")[0]
            if action.in_footer and self.screen.check_action(name, ()):
                found.append(action)
        return found

    def render_line(self, y: int) -> Strip:
        """The one line."""
        key = self.get_component_rich_style("keys--key")
        label = self.get_component_rich_style("keys--label")
        width = self.size.width
        segments: list[Segment] = [Segment(" ", label)]
        at = 1
        self._places = []
        if self.working:
            text = f"… {self.working}  "
            segments.append(Segment(text, self.get_component_rich_style("keys--working")))
            at += len(text)
        clock = self._fitting_clock(width)
        width -= len(clock)
        offered = self._offered()
        last = [action for action in offered if "app" in action.screens]
        room = width - sum(len(action.key_shown) + len(action.label) + 3 for action in last)
        for action in offered:
            long = len(action.key_shown) + len(action.label) + 3
            if action not in last and at + long > room:
                continue
            self._places.append((at, at + long, action))
            segments += [Segment(f"{action.key_shown} ", key), Segment(f"{action.label}  ", label)]
            at += long
        shown = self.get_component_rich_style("keys--clock")
        return Strip([*Strip(segments).adjust_cell_length(width, label), Segment(clock, shown)])

    def _fitting_clock(self, width: int) -> str:
        """The clock in the longest words that leave the keys room enough."""
        found = [f" {words} " for words in self.clock if len(words) <= width * CLOCK_SHARE]
        return next(iter(found), f" {self.clock[-1]} " if self.clock else "")

    def _at(self, x: int) -> Action | None:
        return next((action for start, end, action in self._places if start <= x < end), None)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Explain the key under the mouse."""
        action = self._at(event.x)
        self.tooltip = action.tooltip if action else None

    async def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does."""
        action = self._at(event.x)
        if action is not None:
            event.stop()
            owner = "app" if "app" in action.screens else "screen"
            await self.run_action(f"{owner}.{action.id}")
