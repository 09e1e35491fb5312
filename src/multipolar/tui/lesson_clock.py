"""What the app holds while persons share a room: the lesson's clock, and what everybody may see.

Apart from the app so that each fits one look. Views reach screens as `ViewChanged`, from here.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from msgspec import json
from textual import work
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.reactive import var
from textual.timer import Timer

from multipolar.cells import visible
from multipolar.domain.model.views import Seen, View
from multipolar.engine.clock import Announcement, LessonClock, shown, time_used
from multipolar.lobby.port import Session
from multipolar.table.port import Table, Update
from multipolar.tui.input.presses import Heeding
from multipolar.tui.input.sending import direct
from multipolar.tui.input.turns import Turns
from multipolar.tui.messages import ArrangeSeats, SeatsChanged, ShowPublic
from multipolar.tui.screens.confirm import ConfirmScreen
from multipolar.tui.screens.curtain import KeyboardFree
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.support import timekeeping
from multipolar.tui.support.preferences import Preferences
from multipolar.tui.widgets.keys import KeyBar
from multipolar.user_errors import UserError

KEPT_EVERY = 10
"""Seconds of the lesson that may be lost with the program."""
PUBLIC = ""
"""The seat of nobody, with which what everybody may see is followed."""


SEATS = "Everybody is told. What is sealed at a seat in this phase stands."


def seat_choices(view: View, here: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What can be done about seats: to take one of the program's, to leave one of those here to it.

    Args:
        view: what somebody here knows; who plays what is public.
        here: the seats at this keyboard.
    """
    persons = [power.id for power in view.powers if power.run_by == "person"]
    taken = [
        (f"take {power.id}", f"{power.name}: the program plays it; a person sits down here")
        for power in view.powers
        if power.id not in persons
    ]
    given = [
        (f"give {seat}", f"{view.name(seat)}: a person has it; the program takes it over")
        for seat in here
        if seat in persons and len(persons) > 1
    ]
    return (*given, *taken)


class ViewChanged(Message):
    """A table's follower was sent something: the one message by which views reach screens."""

    def __init__(self, seat: str, update: Update) -> None:
        super().__init__()
        self.seat = seat
        self.update = update


class PublicBoard(NamedTuple):
    """What everybody may see, and what everybody saw happen."""

    view: View
    news: list[Seen]


class SharedRoom(Heeding):
    """The part of the app that concerns all who are in the room.

    Args:
        now: seconds that pass evenly, for the lesson's clock.
        wall: the time of day, as seconds since 1970, which tells how long the machine slept.
        pressed_at: seconds that pass evenly, by which presses are told apart.
    """

    # No `reactive`, which repaints the whole screen each second: who shows the clock is told by the watcher.
    clock_shown: var[tuple[str, ...]] = var((), init=False)
    """What the lesson's clock shows, the longest wording first; empty where none runs."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        pressed_at: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(pressed_at)
        self.session: Session | None = None
        self.turns: Turns | None = None
        self.clock: LessonClock | None = None
        self.preferences = Preferences()
        self._now = now
        self._wall = wall
        self._kept_at = -float(KEPT_EVERY)
        self._ticking: Timer | None = None
        self._public: PublicBoard | None = None

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something in a corner, as it was written: nothing that is told is ever read as markup."""
        shown = visible(message, keep_lines=True)
        super().notify(shown, title=visible(title), severity=severity, timeout=timeout, markup=False)

    def clear_room(self) -> None:
        """The exercise is left."""
        if self._ticking is not None:
            self._ticking.stop()
            self.keep_time_used()
        self.clock, self._ticking, self.clock_shown, self._public = None, None, (), None

    # --- following ---

    def tell_line(self, said: str) -> None:
        """Say at once what becomes of the line to a host; nothing that is being written is touched."""
        if said:
            self.notify(said, title="Connection", severity="error", timeout=3600)
        else:
            self.clear_notifications()
            self.notify("Back, where you were.", title="Connection")

    async def follow(self, seat: str, table: Table) -> None:
        """Hand on what a table sends, as long as it does."""
        try:
            async for update in table.follow():
                self.post_message(ViewChanged(seat, update))
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error", timeout=12)

    def show_public(self, update: Update) -> None:
        """Hand what everybody may see to the screens that show it."""
        if self._public is None:
            return
        board = self._public
        last = board.news[-1].number if board.news else 0
        news = [*board.news, *(seen for seen in update.news if seen.number > last)]
        self._public = PublicBoard(update.view, news)
        for screen in self.screen_stack:
            if isinstance(screen, ProjectorScreen):
                screen.show_public(update.view, news)

    async def public_board(self, session: Session) -> PublicBoard:
        """Begin to follow what everybody may see; it is asked for by few."""
        if self._public is None:
            table = await session.public()
            self._public = PublicBoard(table.view, list(await table.record()))
            self.run_worker(self.follow(PUBLIC, table), group="following")
        return self._public

    @work(exclusive=True, group="public")
    async def on_show_public(self, message: ShowPublic) -> None:
        """The person wants to see what everybody may see."""
        if self.session is None:
            return
        try:
            board = await self.public_board(self.session)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="warning")
            return
        await self.push_screen(ProjectorScreen(board.view, board.news, clock=self.phase_left))

    # --- who sits here ---

    @work(exclusive=True, group="seats")
    async def on_arrange_seats(self, message: ArrangeSeats) -> None:
        """Let a person take over a seat of the program's, or leave one to it; all are told."""
        turns, session = self.turns, self.session
        if turns is None or session is None or isinstance(self.screen, ConfirmScreen):
            return
        view = turns.here.view
        choices = seat_choices(view, tuple(turns.seats))
        asked = ConfirmScreen("Who sits where", SEATS, choices, "Nobody changes seats")
        deed, _, seat = (await self.push_screen_wait(asked) or "").partition(" ")
        if deed not in ("take", "give"):
            return
        change = session.take_seat if deed == "take" else session.give_seat
        if not (await direct(self, change(seat))).accepted:
            return
        known = set(turns.seats)
        turns.arrange(session.tables, seat if deed == "take" else "")
        if isinstance(self.screen, KeyboardFree) and self.screen.table is not None:
            # It waited for a person who may not be the next one any more.
            self.screen.dismiss(None)
        for one in turns.seats.keys() - known:
            self.run_worker(self.follow(one, turns.seats[one].table), group="following")
        if deed == "take":
            self.notify(f"What the program had on the table for {view.name(seat)} stands: t lists it.")
        self.post_message(SeatsChanged())

    # --- the lesson's clock ---

    def start_clock(self, session: Session) -> None:
        """Let the lesson's clock run, where one was set up."""
        if session.plan is None:
            if session.read_clock() is not None:
                self._ticking = self.set_interval(1, self.show_shared_clock)
            return
        takers = len(session.tables) if session.sharing == "pass" else 1
        self.clock = LessonClock(session.plan, self._now, takers, self._wall)
        if used := time_used(session.time_used()):
            self.clock.take_up(used)
        self.tick()
        self._ticking = self.set_interval(1, self.tick)

    def show_shared_clock(self) -> None:
        """Show the clock of the host, which all share."""
        clock = self.session.read_clock() if self.session is not None else None
        if clock is not None:
            self.clock_shown = (clock.words, clock.words.partition(";")[0])

    def tick(self) -> None:
        """Show the clock, and announce what is due."""
        clock, turns = self.clock, self.turns
        if clock is None or turns is None:
            return
        view = turns.here.view
        clock.enter(view.round, view.phase)
        clock.sit_down(turns.now)
        if gap := clock.gap():
            self.ask_of_gap(gap)
        if self._now() - self._kept_at >= KEPT_EVERY:
            self.keep_time_used()
        self.clock_shown = timekeeping.in_line(clock, view.phase)
        for announcement in clock.announce(view.rounds):
            self.notify(timekeeping.announced(announcement, view), title="Clock", timeout=10)
            if announcement is not Announcement.NEARLY and self.preferences.sound:
                self.bell()

    def keep_time_used(self) -> None:
        """Keep what was used of the lesson, for whoever takes the exercise up again."""
        self._kept_at = self._now()
        if self.clock is None or self.session is None:
            return
        # What cannot be kept now is tried again; of what is not saved at all, commands speak.
        with suppress(UserError):
            self.session.keep_time_used(json.encode(self.clock.used).decode())

    @work(group="gap")
    async def ask_of_gap(self, gap: int) -> None:
        """Let a person say whether time in which nobody looked counts."""
        clock, turns = self.clock, self.turns
        if clock is None or turns is None:
            return
        text = timekeeping.left_out(clock, turns.here.view, gap)
        asked = ConfirmScreen(timekeeping.GAP, text, timekeeping.COUNT, timekeeping.LEAVE_OUT)
        if await self.push_screen_wait(asked) == "count":
            clock.count(gap)
        self.keep_time_used()
        self.tick()

    def watch_clock_shown(self, words: tuple[str, ...]) -> None:
        """Tell it in the line of keys."""
        for bar in self.screen.query(KeyBar):
            bar.clock = words
        if isinstance(self.screen, ProjectorScreen):
            self.screen.show_clock(self.phase_left)

    @property
    def phase_left(self) -> str:
        """What is left of the phase, as it is written; empty where no clock runs."""
        if self.clock is not None:
            return shown(self.clock.read().left)
        shared = self.session.read_clock() if self.session is not None else None
        return "" if shared is None else shown(shared.left)

    @work(exclusive=True, group="clock")
    async def action_clock(self) -> None:
        """Show where the lesson stands, and do something about it."""
        clock, turns, session = self.clock, self.turns, self.session
        if clock is None or turns is None or session is None:
            self.notify("No clock runs here: the set-up of an exercise has lessons to choose.")
            return
        if isinstance(self.screen, ConfirmScreen):
            return
        view = turns.here.view
        asked = ConfirmScreen(
            "The lesson's clock",
            timekeeping.state(clock, view),
            timekeeping.choices(clock, view),
            timekeeping.LEAVE,
        )
        match await self.push_screen_wait(asked):
            case "stop":
                if (await direct(self, session.set_clock("stop"))).accepted:
                    clock.stop()
            case "go_on":
                if (await direct(self, session.set_clock("go_on"))).accepted:
                    clock.go_on()
            case "more":
                if (await direct(self, session.set_clock("extend", timekeeping.MORE // 60))).accepted:
                    clock.extend(timekeeping.MORE)
            case "end_phase":
                await direct(self, session.end_phase("the time is up"))
            case "last_round":
                await direct(self, session.make_last_round("the lesson's time is needed for the debrief"))
        self.keep_time_used()
        self.tick()
