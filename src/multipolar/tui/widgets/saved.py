"""Saved exercises, a line each: what it is, where it stands, who plays it, when it was saved.

The home screen lists them with it; what can be done with a save is the screen's to say.
"""

from multipolar.cells import fit
from multipolar.lobby.port import SaveCard
from multipolar.local_time import shown_time
from multipolar.tui.support import routes as to
from multipolar.tui.support.text import entitle
from multipolar.tui.widgets.cell_grid import Cell, CellGrid, Line

TIME = 21
"""Columns of a moment with the name of its zone."""
WHERE = 24
LEAST_WHO = 9
PROGRAMS = "programs"
"""Who plays where no person does."""


class SavedList(CellGrid):
    """One line a save; opening one takes it up."""

    DEFAULT_CSS = """
    SavedList { border-top: solid $rule; border-title-color: $quiet; border-title-style: bold; }
    SavedList:focus {
        border-top: heavy $accent; border-title-color: $accent; border-title-style: bold reverse;
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._saves: tuple[SaveCard, ...] = ()

    def show(self, saves: tuple[SaveCard, ...]) -> None:
        """Show saves; the cursor stays on the one it stood on."""
        self._saves = saves
        entitle(self, f"[2] SAVED ({len(saves)})")
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """Heads, then a line each."""
        if not self._saves:
            return []
        title = max(12, min(34, width - WHERE - TIME - LEAST_WHO - 3))
        who = max(0, width - title - WHERE - TIME - 3)
        heads = f"{fit('exercise', title)} {fit('where it stands', WHERE)} {fit('seats', who)} saved"
        lines: list[Line] = [(Cell(fit(heads, width), "head"),)]
        for save in self._saves:
            when = "an exported file" if save.in_place else shown_time(save.updated)
            late = "more of it was played" if save.come_back else when
            lines.append(
                (
                    Cell(fit(save.title, title), "strong", opens=to.Save(save.id), hint="Take it up"),
                    Cell(f" {fit(where_it_stands(save), WHERE)}", "quiet" if save.finished else "accent"),
                    Cell(f" {fit(who_plays(save), who)}", ""),
                    Cell(f" {fit(late, TIME)}", "warn" if save.come_back else "quiet"),
                )
            )
        return lines

    @property
    def save(self) -> SaveCard | None:
        """The one the cursor stands on."""
        chosen = self.chosen
        return next(
            (save for save in self._saves if chosen is not None and chosen.opens == to.Save(save.id)), None
        )


def where_it_stands(save: SaveCard) -> str:
    """Round and phase of a save, or that it is finished."""
    if save.finished:
        return "finished"
    turn, _, phase = save.position.partition(".")
    if not turn.isdigit():
        return save.position
    return f"round {turn}/{save.rounds}, {phase.partition('.')[0]}" if turn != "0" else phase


def who_plays(save: SaveCard) -> str:
    """The seats that persons hold, by id."""
    people = [seat for seat, run_by in save.seats if run_by == "person"]
    return ", ".join(people) or PROGRAMS
