"""Where a host finds exercises: those of this machine, each with what is kept beside it."""

from pathlib import Path

from multipolar.lobby.local import LocalLobby
from multipolar.lobby.port import ExerciseConfig, SaveCard, ScenarioCard, Session
from multipolar.server.keys import InCommon, InFile, KeyStore
from multipolar.server.served import ToServe
from multipolar.table.local import LocalSession


def to_serve(desk: LocalLobby, session: Session, folder: Path) -> ToServe:
    """An exercise that is open, with what a host keeps beside it.

    Args:
        desk: by which it was opened.
        session: the exercise.
        folder: where hosts of this machine keep that.
    """
    assert isinstance(session, LocalSession)
    together = desk.kept.together(session.exercise)
    if together is not None:
        return ToServe(session, InCommon(together), InCommon(together, "beside"), together)
    beside = InFile(folder / f"{session.exercise}.beside.json")
    return ToServe(session, InFile(folder / f"{session.exercise}.json"), beside)


class LocalShelf:
    """Exercises of this machine, for a library (the port `server.library.Shelf`).

    Args:
        desk: where they are begun and taken up.
        folder: where hosts of this machine keep what stands beside them.
    """

    def __init__(self, desk: LocalLobby, folder: Path) -> None:
        self._desk = desk
        self._folder = folder

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """What may be begun."""
        return await self._desk.scenarios()

    async def saves(self) -> tuple[SaveCard, ...]:
        """What may be taken up."""
        return await self._desk.saves()

    async def begin(self, config: ExerciseConfig) -> ToServe:
        """Begin an exercise."""
        return to_serve(self._desk, await self._desk.begin(config), self._folder)

    async def take_up(self, exercise: str) -> ToServe:
        """Open a save."""
        return to_serve(self._desk, await self._desk.resume(exercise), self._folder)

    def keys(self, exercise: str) -> KeyStore:
        """Where the hashes of an exercise's codes are kept."""
        together = self._desk.kept.together(exercise)
        return InFile(self._folder / f"{exercise}.json") if together is None else InCommon(together)
