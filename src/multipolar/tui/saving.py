"""What the app does about saves: an older state has come back, a place is gone, it is told to end."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable

from textual.app import App

from multipolar.lobby.port import Lobby
from multipolar.tui.input.sending import all_answered
from multipolar.tui.messages import GoOver, ResumeExercise
from multipolar.tui.room import Room
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.elsewhere import ElsewhereScreen
from multipolar.user_errors import UserError

GONE = "gone"
"""The rule that refuses what cannot be saved because its place is not there any more, or is full."""
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_BY_SIGNAL = 128
_GRACE = 2.0
"""Seconds the screens are given to restore the terminal, once everything is saved."""
_UNSAVED = 1


class Saving:
    """Sees to it that nothing is lost without a word.

    Args:
        app: whose person is told and asked.
        room: the exercise that is open.
        lobby: where exercises are kept.
        leave: leaves the exercise.
    """

    def __init__(
        self, app: App[None], room: Room, lobby: Lobby, leave: Callable[[], Awaitable[None]]
    ) -> None:
        self._app = app
        self._room = room
        self._lobby = lobby
        self._leave = leave
        self._leaves_it_unsaved = False

    def heed_signals(self) -> None:
        """Leave in order when the window is closed or the machine goes down."""
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, self._end_by, number)

    def _end_by(self, number: int) -> None:
        self._app.run_worker(self._end_in_order(_BY_SIGNAL + number), group="ending", exclusive=True)

    async def _end_in_order(self, code: int) -> None:
        # Where the terminal is gone, what reads and draws it may never come to an end by itself.
        ender = threading.Timer(_GRACE, os._exit, (code,))
        ender.daemon = True
        await all_answered()
        if self._room.session is not None:
            await self._room.session.close()
        self._lobby.close()
        ender.start()
        self._app.exit(return_code=code)

    async def end(self) -> None:
        """Leave the program, unless the person would lose something by it and was not told yet.

        It ends with 1 when something could not be saved.
        """
        if await self.may_leave():
            await self._leave()
            self._app.exit(return_code=_UNSAVED if self._leaves_it_unsaved else 0)

    async def may_leave(self) -> bool:
        """Whether all that was done is saved, or the person has been told that it is not."""
        if self._room.session is None:
            return True
        try:
            await self._room.session.settle()
        except UserError as trouble:
            if self._leaves_it_unsaved:
                return True
            self._leaves_it_unsaved = True
            self.offer_elsewhere(f"{trouble}. To leave again is to leave it unsaved.")
            return False
        self._leaves_it_unsaved = False
        return True

    def offer_elsewhere(self, why: str) -> None:
        """Ask where to write an exercise that can no longer be saved where it was."""
        self._app.run_worker(self._ask_where(why), group="saving", exclusive=True)

    async def _ask_where(self, why: str) -> None:
        if isinstance(self._app.screen, ElsewhereScreen):
            return
        while self._room.session is not None:
            place = await self._app.push_screen_wait(ElsewhereScreen(why))
            if place is None or self._room.session is None:
                return
            try:
                where = await self._room.session.move_to(place)
            except UserError as trouble:
                why = str(trouble)
                continue
            self._leaves_it_unsaved = False
            self._app.notify(f"Saved as {where}; it goes on there.", title="Saved elsewhere")
            return

    def ask_whether_to_go_on(self, exercise: str, come_back: str) -> None:
        """Let the person choose what to do about an older state that has come back."""
        self._app.run_worker(self._ask_of_state(exercise, come_back), group="saving", exclusive=True)

    async def _ask_of_state(self, exercise: str, come_back: str) -> None:
        choices = (
            ("go_on", "Go on from here: what was played further on is given up"),
            ("look", "Look at what there is, and change nothing"),
        )
        asked = ConfirmScreen("More of this was played", f"{come_back}.", choices, "Leave it as it is")
        match await self._app.push_screen_wait(asked):
            case "go_on":
                self._app.post_message(ResumeExercise(exercise, from_here=True))
            case "look":
                self._app.post_message(GoOver(exercise))
