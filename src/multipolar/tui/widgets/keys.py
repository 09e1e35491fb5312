"""The line of keys at the foot of a screen: what can be pressed, or clicked, now."""

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.events import Click, MouseMove
from textual.geometry import Size
from textual.reactive import reactive, var
from textual.strip import Strip
from textual.widget import Widget

from multipolar.cells import cells_in
from multipolar.tui.input.actions import Action, actions_of
from multipolar.tui.support.text import explain, line_of, segment
from multipolar.tui.widgets.search import Search

CLOCK_SHARE = 0.45
"""Of the line, what the clock may take."""


class ClockLine(Widget, can_focus=False):
    """What the lesson's clock shows at the end of the line of keys.

    A widget of its own, so that a second that passes sends the terminal these words and no more.
    """

    DEFAULT_CSS = """
    ClockLine {
        dock: right; width: auto; height: 1; background: $panel; color: $foreground; text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def show(self, words: str) -> bool:
        """Show these words; whether they take another room than those before."""
        is_other_room = cells_in(words) != cells_in(self.words)
        if words != self.words:
            self.words = words
            self.refresh(layout=is_other_room)
        return is_other_room

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as its words."""
        return cells_in(self.words)

    def render_line(self, y: int) -> Strip:
        """The words."""
        return line_of([segment(self.words, self.rich_style)], self.size.width, self.rich_style)


class KeyBar(Widget):
    """The keys of a screen, as many as there is room for; a click does what the key does.

    Args:
        screen_name: the screen's name in the table of actions.
    """

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }
    KeyBar > .keys--key { color: $accent; text-style: bold; }
    KeyBar > .keys--label { color: $foreground; }
    KeyBar > .keys--working { color: $accent; text-style: italic; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label", "keys--working"}

    working: reactive[str] = reactive("")
    """What the program is doing while the person waits; empty when it waits for the person."""

    clock: var[tuple[str, ...]] = var(())
    """What the lesson's clock shows, the longest wording first; empty where none runs."""

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._places: list[tuple[int, int, Action]] = []

    def compose(self) -> ComposeResult:
        """The clock, beside the keys that the bar draws itself."""
        yield ClockLine()

    def on_mount(self) -> None:
        """Show what the bar of the screen before showed."""
        self.clock = getattr(self.app, "clock_shown", ())

    def on_resize(self) -> None:
        """There is another room for the clock."""
        self._show_clock()

    def watch_clock(self) -> None:
        """The clock went on."""
        self._show_clock()

    def _show_clock(self) -> None:
        for line in self.query(ClockLine):
            if line.show(self._fitting_clock(self.size.width)):
                self.refresh()

    def _offered(self) -> list[Action]:
        if isinstance(self.screen.focused, Search):
            # Every key that writes is written now: only what else there is can be pressed.
            offered = [action for action in actions_of("search") if action.in_footer]
            opens = self.screen.focused.list_searched.opens_found
            offered = [action for action in offered if opens or action.id != "open_found"]
            return [action for action in offered if "search" in action.screens or "ctrl" in action.key]
        actions = []
        for action in actions_of(self._screen_name):
            name = action.id.partition("(")[0]
            if action.in_footer and self.screen.check_action(name, ()):
                actions.append(action)
        return actions

    def render_line(self, y: int) -> Strip:
        """The one line."""
        key = self.get_component_rich_style("keys--key")
        label = self.get_component_rich_style("keys--label")
        width = self.size.width
        segments: list[Segment] = [segment(" ", label)]
        at = 1
        self._places = []
        if self.working:
            text = f"… {self.working}  "
            segments.append(segment(text, self.get_component_rich_style("keys--working")))
            at += cells_in(text)
        width -= cells_in(self._fitting_clock(width))
        offered = self._offered()
        last = [action for action in offered if "app" in action.screens]
        room = width - sum(_room_for(action) for action in last)
        for action in offered:
            long = _room_for(action)
            if action not in last and at + long > room:
                continue
            self._places.append((at, at + long, action))
            segments += [segment(f"{action.key_shown} ", key), segment(f"{action.label}  ", label)]
            at += long
        return line_of(segments, self.size.width, label)

    def _fitting_clock(self, width: int) -> str:
        """The clock in the longest words that leave the keys room enough."""
        found = [f" {words} " for words in self.clock if cells_in(words) <= width * CLOCK_SHARE]
        return next(iter(found), f" {self.clock[-1]} " if self.clock else "")

    def _at(self, x: int) -> Action | None:
        return next((action for start, end, action in self._places if start <= x < end), None)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Explain the key under the mouse."""
        action = self._at(event.x)
        explain(self, action.tooltip if action else "")

    async def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does."""
        action = self._at(event.x)
        if action is not None:
            event.stop()
            owner = next((owner for owner in ("app", "search") if owner in action.screens), "screen")
            owner = "focused" if owner == "search" else owner
            await self.run_action(f"{owner}.{action.id}")


def _room_for(action: Action) -> int:
    """Cells that a key takes with its label."""
    return cells_in(action.key_shown) + cells_in(action.label) + 3
