"""The guide on the real screens: a strip that explains one thing, and goes when it was understood."""

from typing import Any

from textual.app import App
from textual.screen import Screen

from multipolar.domain.model.views import View
from multipolar.lobby.port import ExerciseConfig, Lobby
from multipolar.tui.messages import BeginExercise
from multipolar.tui.room import Room
from multipolar.tui.support.guide import Course, Guide, Step, course
from multipolar.tui.support.text import Text, doing, styled
from multipolar.tui.widgets.panel import Panel
from multipolar.tui.widgets.underlined import underlined
from multipolar.user_errors import UserError

LOOKS = 0.25
"""Seconds between two looks at what is due."""


class GuideStrip(Text):
    """What is explained now, and the two keys.

    Args:
        step: of the guide.
        view: what the seat sees, for what the step says of it.
    """

    DEFAULT_CSS = """
    GuideStrip {
        dock: bottom; height: auto; margin-bottom: 1; padding: 0 1; background: $panel; color: $foreground;
        border-left: thick $accent;
    }
    """

    def __init__(self, step: Step, view: View) -> None:
        self.step = step
        keys = (
            "  ", doing("F2", "app.guide_next", "bold $accent"), " ", doing("understood", "app.guide_next"),
            "  ", doing("F3", "app.guide", "bold $accent"), " ", doing("without a guide", "app.guide"),
        )  # fmt: skip
        super().__init__(styled(underlined(step.said(view)), *keys))


class GuideOverlay:
    """Guides a person through a first exercise, on the screens of the app.

    Args:
        app: whose screens are explained.
        room: the exercise that is open.
        lobby: where the guided exercise is begun.
    """

    def __init__(self, app: App[None], room: Room, lobby: Lobby) -> None:
        self._app = app
        self._room = room
        self._lobby = lobby
        self._guide: Guide | None = None
        self._pointed_for: Step | None = None
        self._looking = False

    async def begin(self) -> None:
        """Begin the guided exercise."""
        try:
            config = await guided_opening(self._lobby)
        except UserError as trouble:
            self._app.notify(str(trouble), title="Not possible", severity="error", timeout=12)
            return
        self.start()
        self._app.post_message(BeginExercise(config))

    def start(self) -> None:
        """Explain from now on."""
        self._guide = Guide(course().steps)
        if not self._looking:
            self._looking = True
            self._app.set_interval(LOOKS, self.look)

    def stop(self) -> None:
        """Explain nothing more."""
        self._guide = None
        self.look()

    def look(self) -> None:
        """Show what is to be explained on the screen that is shown, and nothing else."""
        step = self._due()
        for screen in self._app.screen_stack:
            for strip in screen.query(GuideStrip):
                if strip.step is not step or screen is not self._app.screen:
                    strip.remove()
        shown = [strip.step for strip in self._app.screen.query(GuideStrip)]
        if step is not None and step not in shown and self._room.turns is not None:
            self._app.screen.mount(GuideStrip(step, self._room.turns.here.view), before=0)
            if step is not self._pointed_for:
                # Only as it begins: later the cursor stays where the person put it.
                self._pointed_for = step
                _point_to(self._app.screen, step.panel)

    def _due(self) -> Step | None:
        if self._guide is None or self._room.turns is None:
            return None
        name = str(getattr(self._app.screen, "NAME", ""))
        composing = bool(getattr(self._app.screen, "is_composing", False))
        return self._guide.due(name, self._room.turns.here.view, composing=composing)

    def go_on(self) -> None:
        """It was understood."""
        step = self._due()
        if self._guide is not None and step is not None:
            self._guide.understood(step)
            self.look()

    def toggle(self) -> None:
        """Let the guide go, or call it back."""
        if self._guide is not None:
            self.stop()
            self._app.notify("Without a guide from here on; F3 calls it back.")
        elif self._room.turns is not None and self._room.turns.now == course().seat:
            self.start()
            self.look()
        else:
            self._app.notify("The guide leads through a first exercise: Learn, on the home screen.")


def _point_to(screen: Screen[Any], panel: str) -> None:
    """Bring the panel that is spoken of to the front, where the screen has it."""
    go = getattr(screen, "go_to_panel", None)
    if panel and go is not None and any(found.id == panel for found in screen.query(Panel)):
        go(panel)


async def guided_opening(lobby: Lobby, plan: Course | None = None) -> ExerciseConfig:
    """How the guided exercise is begun.

    Raises:
        UserError: when its scenario is not in the library.
    """
    plan = plan or course()
    card = next((scenario for scenario in await lobby.scenarios() if scenario.id == plan.scenario), None)
    if card is None:
        raise UserError(
            f"the scenario {plan.scenario} is not in the library; `multipolar doctor` says where it is"
        )
    return ExerciseConfig(plan.scenario, card.preset, plan.seed, {plan.seat: "person"})
