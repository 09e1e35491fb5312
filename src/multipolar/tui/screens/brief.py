"""The brief: a role in one page (product, Brief)."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button

from multipolar.domain.english import counted
from multipolar.domain.model.commands import Ready
from multipolar.domain.model.views import ObjectiveSeen, View
from multipolar.table.port import Table
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.sending import submit
from multipolar.tui.support.text import Text, Written, capitalised, joined, styled
from multipolar.tui.widgets.buttons import BindingButton
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.underlined import underlined


class BriefScreen(Screen[None]):
    """Who you are, what you want, what you must not let happen, and whom to talk to first.

    Args:
        table: of the seat; in the briefing phase the way on says that the seat is ready.
        view: what the seat knows.
    """

    NAME = "brief"
    CSS_PATH = "brief.tcss"
    BINDINGS = bindings("brief")

    def __init__(self, table: Table, view: View) -> None:
        super().__init__()
        self.table = table
        self.view = view

    def compose(self) -> ComposeResult:
        """The page, in two columns where there is room."""
        view = self.view
        public = [
            objective for objective in view.objectives if not objective.secret and not objective.red_line
        ]
        secret = [objective for objective in view.objectives if objective.secret and not objective.red_line]
        lines = [objective for objective in view.objectives if objective.red_line]
        yours = f"you speak for {view.name(view.seat)}" if view.brief else "you watch"
        yield Text(f"{view.title} · {yours}", id="head")
        with VerticalScroll(id="page"):
            with Horizontal(id="columns"):
                with Vertical(classes="column"):
                    if view.brief is not None:
                        yield from _section("Who you are", [view.brief.role])
                        yield from _section("Your interests", [f"· {text}" for text in view.brief.interests])
                        yield from _section("What you bring", [view.brief.brings])
                        yield from _section("What binds you", [view.brief.constraints])
                with Vertical(classes="column"):
                    yield from _section("Objectives", [_objective(objective) for objective in public])
                    yield from _section("Secret objectives", [_objective(objective) for objective in secret])
                    yield from _section("Red lines", [_objective(objective) for objective in lines])
                    if view.brief is not None:
                        talk = [f"{view.name(power)}: {about}" for power, about in view.brief.talk_first]
                        yield from _section("Talk first to", talk)
            yield from _section("The situation", [view.story])
            yield Text(view.disclaimer, classes="quiet")
            if self._is_briefing():
                yield BindingButton("I have read it (^s)", "done_reading")
            else:
                yield Button("Back to the table", variant="primary", id="go-on")
        yield KeyBar("brief")

    def on_mount(self) -> None:
        """Scroll with the arrow keys at once."""
        self.query_one("#page").focus()

    def _is_briefing(self) -> bool:
        return self.view.phase == "briefing" and not self.view.ready

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the briefing there is only the way on, which says that the seat is ready."""
        if action == "done_reading":
            return self._is_briefing()
        return not (action in ("back", "go_on") and self._is_briefing())

    def on_button_pressed(self) -> None:
        """Go on."""
        self.action_go_on()

    @work(exclusive=True)
    async def action_done_reading(self) -> None:
        """Say that the seat is ready, and go on."""
        if (await submit(self, self.table, Ready())).accepted:
            self.dismiss(None)

    def action_go_on(self) -> None:
        """Back to the table."""
        self.dismiss(None)

    def action_back(self) -> None:
        """The same."""
        self.dismiss(None)


def _section(title: str, found: Sequence[Written]) -> ComposeResult:
    if found:
        yield Text(title.upper(), classes="title")
        yield Text(underlined(joined("\n", found)), classes="text")


def _objective(objective: ObjectiveSeen) -> Content:
    partly = (
        f" ({counted(objective.part_points, 'point')}: {objective.part_wanted})"
        if objective.part_wanted
        else ""
    )
    return styled(
        (f"{objective.points:+3d} {objective.title}", "bold"),
        f"\n{capitalised(objective.wanted)}{partly}",
        (f"\n{objective.why}", "$quiet"),
    )
