"""The lesson's clock in the app: it runs, is shown at the foot of every screen, and announces what is due."""

import time
from collections.abc import Callable
from contextlib import suppress

from msgspec import json
from textual.app import App
from textual.timer import Timer

from multipolar.engine.clock import Announcement, LessonClock, shown, time_used
from multipolar.lobby.port import Session
from multipolar.tui.input.sending import direct
from multipolar.tui.room import Room
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.support import timekeeping
from multipolar.tui.widgets.keys import KeyBar
from multipolar.user_errors import UserError

KEPT_EVERY = 10
"""Seconds of the lesson that may be lost with the program."""


class RoomClock:
    """The clock that all in a room see: the lesson's own, or the host's.

    Args:
        app: whose screens show it.
        room: the exercise that is open.
        now: seconds that pass evenly, for the lesson's clock.
        wall: the time of day, as seconds since 1970, which tells how long the machine slept.
    """

    def __init__(
        self,
        app: App[None],
        room: Room,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._room = room
        self._now = now
        self._wall = wall
        self._clock: LessonClock | None = None
        self._kept_at = -float(KEPT_EVERY)
        self._ticking: Timer | None = None
        self.shown: tuple[str, ...] = ()
        """What it shows, the longest wording first; empty where none runs."""

    def clear(self) -> None:
        """The exercise is left."""
        if self._ticking is not None:
            self._ticking.stop()
            self.keep_time_used()
        self._clock, self._ticking = None, None
        self._show(())

    def start(self, session: Session) -> None:
        """Let the lesson's clock run, where one was set up."""
        if session.plan is None:
            if session.read_clock() is not None:
                self._ticking = self._app.set_interval(1, self.show_shared_clock)
            return
        takers = len(session.tables) if session.sharing == "pass" else 1
        self._clock = LessonClock(session.plan, self._now, takers, self._wall)
        if used := time_used(session.time_used()):
            self._clock.take_up(used)
        self.tick()
        self._ticking = self._app.set_interval(1, self.tick)

    def show_shared_clock(self) -> None:
        """Show the clock of the host, which all share."""
        clock = self._room.session.read_clock() if self._room.session is not None else None
        if clock is not None:
            self._show((clock.words, clock.words.partition(";")[0]))

    def tick(self) -> None:
        """Show the clock, and announce what is due."""
        clock, turns = self._clock, self._room.turns
        if clock is None or turns is None:
            return
        view = turns.here.view
        clock.enter(view.round, view.phase)
        clock.sit_down(turns.now)
        if gap := clock.gap():
            self._app.run_worker(self._ask_of_gap(gap), group="gap")
        if self._now() - self._kept_at >= KEPT_EVERY:
            self.keep_time_used()
        self._show(timekeeping.in_line(clock, view.phase))
        for announcement in clock.announce(view.rounds):
            self._app.notify(timekeeping.announced(announcement, view), title="Clock", timeout=10)
            if announcement is not Announcement.NEARLY and self._room.preferences.sound:
                self._app.bell()

    def keep_time_used(self) -> None:
        """Keep what was used of the lesson, for whoever takes the exercise up again."""
        self._kept_at = self._now()
        if self._clock is None or self._room.session is None:
            return
        # What cannot be kept now is tried again; of what is not saved at all, commands speak.
        with suppress(UserError):
            self._room.session.keep_time_used(json.encode(self._clock.used).decode())

    async def _ask_of_gap(self, gap: int) -> None:
        """Let a person say whether time in which nobody looked counts."""
        clock, turns = self._clock, self._room.turns
        if clock is None or turns is None:
            return
        text = timekeeping.left_out(clock, turns.here.view, gap)
        asked = ConfirmScreen(timekeeping.GAP, text, timekeeping.COUNT, timekeeping.LEAVE_OUT)
        if await self._app.push_screen_wait(asked) == "count":
            clock.count(gap)
        self.keep_time_used()
        self.tick()

    def _show(self, words: tuple[str, ...]) -> None:
        """Tell it in the line of keys, where it is another than before."""
        # No `reactive` of the app, which would paint the whole screen anew each second.
        if words == self.shown:
            return
        self.shown = words
        for bar in self._app.screen.query(KeyBar):
            bar.clock = words
        if isinstance(self._app.screen, ProjectorScreen):
            self._app.screen.show_clock(self.phase_left)

    @property
    def phase_left(self) -> str:
        """What is left of the phase, as it is written; empty where no clock runs."""
        if self._clock is not None:
            return shown(self._clock.read().left)
        shared = self._room.session.read_clock() if self._room.session is not None else None
        return "" if shared is None else shown(shared.left)

    async def ask(self) -> None:
        """Show where the lesson stands, and do something about it."""
        clock, turns, session = self._clock, self._room.turns, self._room.session
        if clock is None or turns is None or session is None:
            self._app.notify("No clock runs here: the set-up of an exercise has lessons to choose.")
            return
        if isinstance(self._app.screen, ConfirmScreen):
            return
        view = turns.here.view
        asked = ConfirmScreen(
            "The lesson's clock",
            timekeeping.state(clock, view),
            timekeeping.choices(clock, view),
            timekeeping.LEAVE,
        )
        match await self._app.push_screen_wait(asked):
            case "stop":
                if (await direct(self._app, session.set_clock("stop"))).accepted:
                    clock.stop()
            case "go_on":
                if (await direct(self._app, session.set_clock("go_on"))).accepted:
                    clock.go_on()
            case "more":
                if (await direct(self._app, session.set_clock("extend", timekeeping.MORE // 60))).accepted:
                    clock.extend(timekeeping.MORE)
            case "end_phase":
                await direct(self._app, session.end_phase("the time is up"))
            case "last_round":
                await direct(
                    self._app, session.make_last_round("the lesson's time is needed for the debrief")
                )
        self.keep_time_used()
        self.tick()
