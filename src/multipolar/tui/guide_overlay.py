"""The guide on the real screens: a strip that explains one thing, and goes when it was understood."""

from typing import Any

from textual import work
from textual.screen import Screen

from multipolar.domain.model.views import View
from multipolar.lobby.port import ExerciseConfig, Lobby
from multipolar.tui.lesson_clock import SharedRoom
from multipolar.tui.messages import BeginExercise
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


class Guided(SharedRoom):
    """The part of the app that guides a person through a first exercise."""

    lobby: Lobby
    _guide: Guide | None = None
    _pointed_for: Step | None = None
    _looking = False

    @work(exclusive=True, group="guide")
    async def begin_guided(self) -> None:
        """Begin the guided exercise."""
        try:
            config = await guided_opening(self.lobby)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error", timeout=12)
            return
        self.start_guide()
        self.post_message(BeginExercise(config))

    def start_guide(self) -> None:
        """Explain from now on."""
        self._guide = Guide(course().steps)
        if not self._looking:
            self._looking = True
            self.set_interval(LOOKS, self.look_what_is_due)

    def stop_guide(self) -> None:
        """Explain nothing more."""
        self._guide = None
        self.look_what_is_due()

    def look_what_is_due(self) -> None:
        """Show what is to be explained on the screen that is shown, and nothing else."""
        step = self._due()
        for screen in self.screen_stack:
            for strip in screen.query(GuideStrip):
                if strip.step is not step or screen is not self.screen:
                    strip.remove()
        shown = [strip.step for strip in self.screen.query(GuideStrip)]
        if step is not None and step not in shown and self.turns is not None:
            self.screen.mount(GuideStrip(step, self.turns.here.view), before=0)
            if step is not self._pointed_for:
                # Only as it begins: later the cursor stays where the person put it.
                self._pointed_for = step
                _point_to(self.screen, step.panel)

    def _due(self) -> Step | None:
        if self._guide is None or self.turns is None:
            return None
        name = str(getattr(self.screen, "NAME", ""))
        composing = bool(getattr(self.screen, "is_composing", False))
        return self._guide.due(name, self.turns.here.view, composing=composing)

    def action_guide_next(self) -> None:
        """It was understood."""
        step = self._due()
        if self._guide is not None and step is not None:
            self._guide.understood(step)
            self.look_what_is_due()

    def action_guide(self) -> None:
        """Let the guide go, or call it back."""
        if self._guide is not None:
            self.stop_guide()
            self.notify("Without a guide from here on; F3 calls it back.")
        elif self.turns is not None and self.turns.now == course().seat:
            self.start_guide()
            self.look_what_is_due()
        else:
            self.notify("The guide leads through a first exercise: Learn, on the home screen.")


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
