"""What the app does about saves: an older state that has come back, a place that is gone, being told to end.

Apart from the app so that each fits one look.
"""

import asyncio
import os
import signal
import threading
from abc import abstractmethod

from textual import work

from multipolar.tui.guide_overlay import Guided
from multipolar.tui.input.sending import all_answered
from multipolar.tui.messages import GoOver, ResumeExercise
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


class Saving(Guided):
    """The part of the app that sees to it that nothing is lost without a word."""

    _leaves_it_unsaved = False

    def heed_signals(self) -> None:
        """Leave in order when the window is closed or the machine goes down."""
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, self._end_by, number)

    def _end_by(self, number: int) -> None:
        self.run_worker(self._end_in_order(_BY_SIGNAL + number), group="ending", exclusive=True)

    async def _end_in_order(self, code: int) -> None:
        # Where the terminal is gone, what reads and draws it may never come to an end by itself.
        ender = threading.Timer(_GRACE, os._exit, (code,))
        ender.daemon = True
        await all_answered()
        if self.session is not None:
            await self.session.close()
        self.lobby.close()
        ender.start()
        self.exit(return_code=code)

    async def end(self) -> None:
        """Leave the program, unless the person would lose something by it and was not told yet.

        It ends with 1 when something could not be saved.
        """
        if await self.may_leave():
            await self.leave()
            self.exit(return_code=_UNSAVED if self._leaves_it_unsaved else 0)

    @abstractmethod
    async def leave(self) -> None:
        """Leave the exercise."""

    async def may_leave(self) -> bool:
        """Whether all that was done is saved, or the person has been told that it is not."""
        if self.session is None:
            return True
        try:
            await self.session.settle()
        except UserError as trouble:
            if self._leaves_it_unsaved:
                return True
            self._leaves_it_unsaved = True
            self.offer_elsewhere(f"{trouble}. To leave again is to leave it unsaved.")
            return False
        self._leaves_it_unsaved = False
        return True

    @work(exclusive=True, group="saving")
    async def offer_elsewhere(self, why: str) -> None:
        """Ask where to write an exercise that can no longer be saved where it was."""
        if isinstance(self.screen, ElsewhereScreen):
            return
        while self.session is not None:
            place = await self.push_screen_wait(ElsewhereScreen(why))
            if place is None or self.session is None:
                return
            try:
                where = await self.session.move_to(place)
            except UserError as trouble:
                why = str(trouble)
                continue
            self._leaves_it_unsaved = False
            self.notify(f"Saved as {where}; it goes on there.", title="Saved elsewhere")
            return

    @work(exclusive=True, group="saving")
    async def ask_whether_to_go_on(self, exercise: str, come_back: str) -> None:
        """Let the person choose what to do about an older state that has come back."""
        choices = (
            ("go_on", "Go on from here: what was played further on is given up"),
            ("look", "Look at what there is, and change nothing"),
        )
        asked = ConfirmScreen("More of this was played", f"{come_back}.", choices, "Leave it as it is")
        match await self.push_screen_wait(asked):
            case "go_on":
                self.post_message(ResumeExercise(exercise, from_here=True))
            case "look":
                self.post_message(GoOver(exercise))
