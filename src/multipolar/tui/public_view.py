"""What everybody may see, followed and shown on the projector; few ask for it."""

from typing import NamedTuple

from textual.app import App

from multipolar.domain.model.views import Seen, View
from multipolar.lobby.port import Session
from multipolar.table.port import Table, Update
from multipolar.tui.lesson_clock import RoomClock
from multipolar.tui.messages import ViewChanged
from multipolar.tui.room import Room
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.user_errors import UserError

PUBLIC = ""
"""The seat of nobody, with which what everybody may see is followed."""


class PublicBoard(NamedTuple):
    """What everybody may see, and what everybody saw happen."""

    view: View
    news: list[Seen]


async def follow(app: App[None], seat: str, table: Table) -> None:
    """Hand on to the app what a table sends, as long as it does."""
    try:
        async for update in table.follow():
            app.post_message(ViewChanged(seat, update))
    except UserError as trouble:
        app.notify(str(trouble), title="Not possible", severity="error", timeout=12)


class PublicView:
    """Follows what everybody may see, once somebody has asked for it.

    Args:
        app: whose screens show it.
        room: the exercise that is open.
        clock: which the projector shows too.
    """

    def __init__(self, app: App[None], room: Room, clock: RoomClock) -> None:
        self._app = app
        self._room = room
        self._clock = clock
        self._board: PublicBoard | None = None

    def clear(self) -> None:
        """The exercise is left."""
        self._board = None

    def receive(self, update: Update) -> None:
        """Hand what everybody may see to the screens that show it."""
        if self._board is None:
            return
        board = self._board
        last = board.news[-1].number if board.news else 0
        news = [*board.news, *(seen for seen in update.news if seen.number > last)]
        self._board = PublicBoard(update.view, news)
        for screen in self._app.screen_stack:
            if isinstance(screen, ProjectorScreen):
                screen.show_public(update.view, news)

    async def board(self, session: Session) -> PublicBoard:
        """Begin to follow what everybody may see; it is asked for by few."""
        if self._board is None:
            table = await session.public()
            self._board = PublicBoard(table.view, list(await table.record()))
            self._app.run_worker(follow(self._app, PUBLIC, table), group="following")
        return self._board

    async def show(self) -> None:
        """The person wants to see what everybody may see."""
        if self._room.session is None:
            return
        try:
            board = await self.board(self._room.session)
        except UserError as trouble:
            self._app.notify(str(trouble), title="Not possible", severity="warning")
            return
        await self._app.push_screen(ProjectorScreen(board.view, board.news, clock=self._clock.phase_left))
