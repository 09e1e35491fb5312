"""The library of saves: finished and unfinished exercises, to be gone over or played on."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from multipolar.domain.english import counted
from multipolar.lobby.port import Lobby, SaveCard
from multipolar.local_time import shown_time
from multipolar.tui.input.actions import bindings
from multipolar.tui.messages import GoOver, ResumeExercise
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import Text
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line
from multipolar.tui.widgets.keys import KeyBar
from multipolar.tui.widgets.panel import paragraph
from multipolar.tui.widgets.saved import PROGRAMS, where_it_stands, who_plays
from multipolar.user_errors import UserError

NOTHING = "Nothing is saved yet. Press esc, then n: every exercise is saved from its first moment on."


class SavedExercises(CellGrid):
    """Two lines a save; opening one goes over it."""

    def __init__(self) -> None:
        super().__init__(id="saved")
        self._saves: tuple[SaveCard, ...] = ()
        self._instead = "Looking for saves …"

    def show(self, saves: tuple[SaveCard, ...], instead: str) -> None:
        """Show saves, or what is said where there are none."""
        self._saves, self._instead = saves, instead
        self.recompose_lines()
        self.action_jump(False)

    def compose_lines(self, width: int) -> list[Line]:
        """Title, where it stands and who plays; its id, its length, and what it branched off."""
        if not self._saves:
            return paragraph(self._instead, width)
        lines: list[Line] = []
        titles = {save.id: save.title for save in self._saves}
        for save in self._saves:
            where = where_it_stands(save)
            who = who_plays(save)
            played = "played by program" if who == PROGRAMS else f"played as {who}"
            lines.append(
                (
                    Cell(save.title, "strong", opens=to.Save(save.id), hint="Go over it"),
                    Cell(f"  {where}", "" if save.finished else "accent"),
                    Cell(f"  {played}", "quiet"),
                )
            )
            named = f"exported file {Path(save.id).name}" if save.in_place else save.id
            about = f"{counted(save.events, 'event')} · {shown_time(save.updated)} · {named}"
            lines += paragraph(about, width, "quiet", "  ", most=1)
            if save.come_back:
                lines += paragraph(save.come_back, width, "warn", "  ! ", most=3)
            if save.parent:
                known = f"{titles[save.parent]}, " if save.parent in titles else ""
                branch = f"branched after event {save.parent_seq} of {known}{save.parent}"
                lines += paragraph(branch, width, "quiet", "  ↳ ", most=1)
            lines.append(EMPTY)
        return lines

    @property
    def save(self) -> SaveCard | None:
        """The one the cursor stands on."""
        chosen = self.chosen
        return next(
            (save for save in self._saves if chosen is not None and chosen.opens == to.Save(save.id)), None
        )


class SavesScreen(Screen[None]):
    """Lists what is saved.

    Args:
        lobby: where it is kept.
    """

    NAME = "saves"
    CSS_PATH = "saves.tcss"
    BINDINGS = bindings("saves")

    def __init__(self, lobby: Lobby) -> None:
        super().__init__()
        self._lobby = lobby

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(id="library"):
            yield Text("Saved exercises", classes="title")
            yield Text("Enter goes over one, event by event; p plays it on.", classes="quiet")
            yield SavedExercises()
        yield KeyBar("saves")

    def on_screen_resume(self) -> None:
        """Read the saves, again after each exercise."""
        self.read_saves()

    @work(exclusive=True)
    async def read_saves(self) -> None:
        """List them."""
        saved = self.query_one(SavedExercises)
        try:
            saved.show(await self._lobby.saves(), NOTHING)
        except UserError as trouble:
            saved.show((), str(trouble))
        saved.focus()
        self.query_one(KeyBar).refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works for the save under the cursor."""
        save = self.query_one(SavedExercises).save if self.is_mounted else None
        if action == "go_over":
            return save is not None
        if action == "play_on":
            return save is not None and not save.finished and not save.in_place
        return True

    def on_cell_grid_chosen(self) -> None:
        """What can be done may be another thing now."""
        self.query_one(KeyBar).refresh()

    def on_cell_grid_opened(self) -> None:
        """Go over it."""
        self.action_go_over()

    def action_go_over(self) -> None:
        """Go over the chosen save."""
        save = self.query_one(SavedExercises).save
        if save is not None:
            self.app.post_message(GoOver(save.id))

    def action_play_on(self) -> None:
        """Take the chosen save up where it stood."""
        save = self.query_one(SavedExercises).save
        if save is not None:
            self.app.post_message(ResumeExercise(save.id))

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)
