"""The app: it opens exercises, follows their tables, and shows the screen that is due.

It holds no rules and draws nothing itself. What is on the screen is decided by `turns`; what can be
done by `actions`; screens are imported when they are first shown.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.constants import TEXTUAL_ANIMATIONS
from textual.events import Resize
from textual.geometry import Size
from textual.notifications import SeverityLevel
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer

from multipolar.cells import visible
from multipolar.domain.model.views import Seen, View
from multipolar.domain.vocabulary import PROJECTOR
from multipolar.lobby.port import ExerciseConfig, Lobby, Session
from multipolar.table.port import Replay, read_messages
from multipolar.tui.guide_overlay import GuideOverlay
from multipolar.tui.input.actions import bindings
from multipolar.tui.input.presses import Heeding, name_of
from multipolar.tui.input.sending import Settled, all_answered
from multipolar.tui.input.turns import Scene, SeatHere, Turns
from multipolar.tui.lesson_clock import RoomClock
from multipolar.tui.messages import (
    ArrangeSeats,
    BeginExercise,
    BeginGuided,
    Follow,
    GoOver,
    HandOver,
    LeaveExercise,
    OpenMoment,
    OpenWhy,
    Prefer,
    ReadNews,
    ResumeExercise,
    ShowPublic,
    ViewChanged,
)
from multipolar.tui.palette import Finder
from multipolar.tui.public_view import PUBLIC, PublicView, follow
from multipolar.tui.room import Room
from multipolar.tui.routes import screen_of
from multipolar.tui.saving import GONE, Saving
from multipolar.tui.scenes import screen_for
from multipolar.tui.screens.curtain import CurtainScreen
from multipolar.tui.screens.glossary import GlossaryScreen, terms_on
from multipolar.tui.screens.help import HelpScreen
from multipolar.tui.screens.home import HomeScreen
from multipolar.tui.screens.intent import IntentScreen
from multipolar.tui.screens.projector import ProjectorScreen
from multipolar.tui.screens.replay import ReplayScreen
from multipolar.tui.screens.settings import SettingsScreen
from multipolar.tui.screens.small import SmallScreen
from multipolar.tui.screens.table import TableScreen
from multipolar.tui.screens.why import WhyScreen
from multipolar.tui.seating import arrange_seats
from multipolar.tui.support.gc_tuning import SETTLED_AFTER, TIDY_AFTER, give_back, keep_what_is_loaded, tidy
from multipolar.tui.support.preferences import NoPreferencesStore, Preferences, PreferencesStore
from multipolar.tui.support.themes import THEMES
from multipolar.tui.widgets.keys import KeyBar
from multipolar.user_errors import ComeBack, UserError

LEAST = Size(80, 24)
"""Columns and rows below which the screens do not fit."""

NOT_STORED = NoPreferencesStore()
PATIENCE = 0.2
"""Seconds after which a person is told what the program does."""


class MultipolarApp(Heeding):
    """The program in the terminal.

    Args:
        lobby: where exercises are begun and taken up again.
        config: an exercise to begin at once.
        resume: the id of a saved exercise to take up at once.
        record: what opens a record to go over at once.
        eyes: whose eyes it is seen with; empty: with all that can be known.
        now: seconds that pass evenly, for the lesson's clock.
        keeper: of what the person prefers.
        guided: whether to begin the first exercise with a guide at once.
        from_here: whether to take the save up also where an older state of it has come back.
        persons: seats of that save which persons take over from the program.
        pressed_at: seconds that pass evenly, by which presses are told apart.
    """

    CSS_PATH = "app.tcss"
    TITLE = "multipolar"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    COMMANDS = {Finder}  # noqa: RUF012 # Textual's own declaration; it reads the set and never changes it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012 # as above
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-middle"), (50, "-tall")]  # noqa: RUF012 # as above

    working: var[str] = var("", init=False)
    """What the program does while the person waits; empty when it waits for the person."""

    def __init__(
        self,
        lobby: Lobby,
        config: ExerciseConfig | None = None,
        resume: str | None = None,
        record: Coroutine[Any, Any, Replay] | None = None,
        eyes: str = "",
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        keeper: PreferencesStore = NOT_STORED,
        *,
        guided: bool = False,
        from_here: bool = False,
        persons: Sequence[str] = (),
        pressed_at: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(pressed_at)
        self.room = Room()
        self.clock = RoomClock(self, self.room, now, wall)
        self.public = PublicView(self, self.room, self.clock)
        self.guide = GuideOverlay(self, self.room, lobby)
        self.saving = Saving(self, self.room, lobby, self.leave)
        self._from_here = from_here
        self._persons = persons
        self.lobby = lobby
        self._opening = config
        self._resume = resume
        self._record = record
        self._eyes = eyes
        self._changed = asyncio.Event()
        self._guided = guided
        self._tidying: Timer | None = None
        self._awaited = 0
        for theme in THEMES:
            self.register_theme(theme)
        self._keeper = keeper
        self.prefer(keeper.load())
        for name in set(self.available_themes) - {theme.name for theme in THEMES}:
            self.unregister_theme(name)

    # --- what screens ask of it ---

    @property
    def session(self) -> Session | None:
        """The exercise that is open; None while none is."""
        return self.room.session

    @property
    def turns(self) -> Turns | None:
        """Whose turn it is at the keyboard; None while no exercise is open."""
        return self.room.turns

    @property
    def clock_shown(self) -> tuple[str, ...]:
        """What the lesson's clock shows, the longest wording first; empty where none runs."""
        return self.clock.shown

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

    def _tell_line(self, said: str) -> None:
        """Say at once what becomes of the line to a host; nothing that is being written is touched."""
        if said:
            self.notify(said, title="Connection", severity="error", timeout=3600)
        else:
            self.clear_notifications()
            self.notify("Back, where you were.", title="Connection")

    def on_show_public(self, message: ShowPublic) -> None:
        """The person wants to see what everybody may see."""
        self.run_worker(self.public.show(), group="public", exclusive=True)

    def on_arrange_seats(self, message: ArrangeSeats) -> None:
        """Let a person take over a seat of the program's, or leave one to it."""
        self.run_worker(arrange_seats(self, self.room), group="seats", exclusive=True)

    def action_clock(self) -> None:
        """Show where the lesson stands, and do something about it."""
        self.run_worker(self.clock.ask(), group="clock", exclusive=True)

    def action_guide_next(self) -> None:
        """What the guide explains was understood."""
        self.guide.go_on()

    def action_guide(self) -> None:
        """Let the guide go, or call it back."""
        self.guide.toggle()

    # --- opening and leaving an exercise ---

    def on_mount(self) -> None:
        """Show the home screen, or begin what the command line asked for."""
        self.saving.heed_signals()
        self.heed_screens()
        if self._keeper.problem:
            self.notify(self._keeper.problem, title="Settings", severity="warning", timeout=12)
        if self._record is None:
            self.push_screen(HomeScreen(self.lobby))
        if self._guided:
            self.run_worker(self.guide.begin(), group="guide", exclusive=True)
        elif self._opening is not None:
            self.begin(self._opening)
        elif self._resume is not None:
            self.resume(self._resume, from_here=self._from_here, persons=self._persons)
        elif self._record is not None:
            self.run_worker(self._go_over(self._record, self._eyes), group="exercise", exclusive=True)

    def begin(self, config: ExerciseConfig) -> None:
        """Begin an exercise and go to its table."""
        self.run_worker(self._play(self.lobby.begin(config)), group="exercise", exclusive=True)

    def resume(self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()) -> None:
        """Take a saved exercise up and go to its table."""
        opened = self.lobby.resume(exercise, from_here=from_here, persons=persons)
        self.run_worker(self._play(opened, exercise), group="exercise", exclusive=True)

    async def _play(self, opened: Coroutine[Any, Any, Session], exercise: str = "") -> None:
        self.working = "opening the exercise"
        try:
            session = await opened
        except ComeBack as come_back:
            self.saving.ask_whether_to_go_on(exercise, str(come_back))
            return
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error", timeout=12)
            return
        finally:
            self.working = ""
        self.room.session = session
        session.heed_line(self._tell_line)
        turns = self.room.turns = Turns(session.tables, new=self._persons)
        self._persons = ()
        for seat, table in session.tables.items():
            self.run_worker(follow(self, seat, table), group="following")
        if session.sharing == "teams":
            await self.public.board(session)
        self.clock.start(session)
        self.set_timer(SETTLED_AFTER, keep_what_is_loaded)
        if PROJECTOR in session.tables:
            await self._project(session)
        else:
            await self._conduct(turns)

    async def _project(self, session: Session) -> None:
        """Show what everybody may see, until it is left: nothing else is open to the projector's code."""
        board = await self.public.board(session)
        await self.push_screen(
            ProjectorScreen(board.view, board.news, clock=self.clock.phase_left), wait_for_dismiss=True
        )
        await self.leave()

    async def _go_over(self, opened: Coroutine[Any, Any, Replay], eyes: str = "") -> None:
        self.working = "opening the record"
        try:
            replay = await opened
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error", timeout=12)
            await self._come_home()
            return
        finally:
            self.working = ""
        self.set_timer(SETTLED_AFTER, keep_what_is_loaded)
        if isinstance(self.screen, SmallScreen):
            # The record goes beneath the word that there is too little room, to be found when there is more.
            await self.pop_screen()
        left = self.push_screen(ReplayScreen(replay, eyes, plays=replay.is_live), wait_for_dismiss=True)
        self._mind_size()
        branched = await left
        give_back()
        await self._come_home()
        if branched:
            self.resume(branched)

    async def _come_home(self) -> None:
        """Show the home screen where it was not shown yet: to list the saves would keep a record waiting."""
        if not any(isinstance(screen, HomeScreen) for screen in self.screen_stack):
            await self.push_screen(HomeScreen(self.lobby))

    async def leave(self) -> None:
        """Leave the exercise, which is saved as it stands, and go back to the home screen."""
        self.workers.cancel_group(self, "exercise")
        self.workers.cancel_group(self, "following")
        self.clock.clear()
        self.public.clear()
        self.guide.stop()
        session, self.room.session, self.room.turns = self.room.session, None, None
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if session is not None:
            await all_answered()
            await session.close()
            give_back()

    def on_begin_exercise(self, message: BeginExercise) -> None:
        """A screen asks for a new exercise."""
        self.begin(message.config)

    def on_begin_guided(self, message: BeginGuided) -> None:
        """A screen asks for a first exercise with a guide."""
        self.run_worker(self.guide.begin(), group="guide", exclusive=True)

    def on_resume_exercise(self, message: ResumeExercise) -> None:
        """A screen asks for a saved exercise."""
        persons = self._persons if message.exercise == self._resume else ()
        self.resume(message.exercise, from_here=message.from_here, persons=persons)

    def on_go_over(self, message: GoOver) -> None:
        """A screen asks to go over a saved exercise."""
        opened = self.lobby.replay(message.exercise)
        self.run_worker(self._go_over(opened), group="exercise", exclusive=True)

    def on_open_moment(self, message: OpenMoment) -> None:
        """A screen asks for a moment of the exercise that is open."""
        self.run_worker(self._go_to_moment(message), group="moment", exclusive=True)

    async def _go_to_moment(self, message: OpenMoment) -> None:
        try:
            replay = await self.lobby.replay(message.exercise)
        except UserError as trouble:
            self.notify(str(trouble), title="Not possible", severity="error", timeout=12)
            return
        replay.look_as(message.seat)
        replay.seek(message.number)
        branched = await self.push_screen(ReplayScreen(replay, message.seat), wait_for_dismiss=True)
        give_back()
        if branched:
            await self.leave()
            self.resume(branched)

    async def on_leave_exercise(self, message: LeaveExercise) -> None:
        """A screen asks to leave the exercise."""
        if await self.saving.may_leave():
            await self.leave()

    @property
    def is_shared(self) -> bool:
        """Whether several persons share this keyboard."""
        return self.turns is not None and len(self.turns.seats) > 1

    def on_seats_changed(self) -> None:
        """Another person sits here than before."""
        self._changed.set()

    def on_hand_over(self, message: HandOver) -> None:
        """The person at the keyboard passes it on."""
        if self.turns is not None and self.turns.hand_over():
            self._changed.set()

    def on_read_news(self, message: ReadNews) -> None:
        """The person wants to read the last round again."""
        if self.turns is None:
            return
        here = self.turns.here
        self.push_screen(screen_for("assessment", here, here.report()))

    def on_follow(self, message: Follow) -> None:
        """Show what a route leads to."""
        screen = screen_of(message.route, message.table, message.view, message.news)
        if screen is None:
            return
        if message.instead:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def on_open_why(self, message: OpenWhy) -> None:
        """A screen asks for the causes of a number."""
        self.push_screen(WhyScreen(message.table, message.target))

    async def action_quit(self) -> None:
        """Leave the program; everything that was acknowledged is saved."""
        await self.saving.end()

    def action_help(self) -> None:
        """Explain the screen that is shown."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(name_of(self.screen)))

    def action_glossary(self) -> None:
        """Explain the words on the screen."""
        if not isinstance(self.screen, GlossaryScreen):
            self.push_screen(GlossaryScreen(terms_on(self.screen)))

    def action_open_term(self, term: str) -> None:
        """Explain a word that was clicked."""
        if isinstance(self.screen, GlossaryScreen):
            self.screen.open_term(term)
        else:
            self.push_screen(GlossaryScreen(terms_on(self.screen), term))

    def action_switch_theme(self) -> None:
        """Take the next theme."""
        names = [theme.name for theme in THEMES]
        following = names[(names.index(self.theme) + 1) % len(names)]
        self.post_message(Prefer(replace(self.room.preferences, theme=following)))

    def action_settings(self) -> None:
        """Open the settings."""
        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(self.room.preferences, self._keeper.where, self._keeper.problem))

    def on_prefer(self, message: Prefer) -> None:
        """A person prefers it otherwise."""
        self.prefer(message.preferences)
        trouble = self._keeper.keep(message.preferences)
        if trouble:
            self.notify(trouble, severity="warning")
        for screen in self.screen_stack:
            if isinstance(screen, SettingsScreen):
                screen.show_preferences(message.preferences)

    def prefer(self, preferences: Preferences) -> None:
        """Let preferences hold."""
        self.room.preferences = preferences
        self.theme = preferences.theme
        if not preferences.animation:
            self.animation_level = "none"
        elif TEXTUAL_ANIMATIONS != "none":
            self.animation_level = "full"

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, and let go of what it painted."""
        closing = super().pop_screen()
        if self._tidying is not None:
            self._tidying.stop()
        self._tidying = self.set_timer(TIDY_AFTER, tidy)
        return closing

    # --- size and waiting ---

    def on_resize(self, event: Resize) -> None:
        """Say so when the terminal is too small for the screens."""
        self._mind_size(event.size)

    def _mind_size(self, size: Size | None = None) -> None:
        size = size or self.size
        is_small = size.width < LEAST.width or size.height < LEAST.height
        notice = self.screen if isinstance(self.screen, SmallScreen) else None
        if is_small and notice is not None:
            notice.show_size(size)
        elif is_small:
            self.push_screen(SmallScreen(LEAST, size))
        elif notice is not None:
            self.pop_screen()

    def on_working(self) -> None:
        """Say so when an answer takes its time."""
        self._awaited += 1
        self.set_timer(PATIENCE, self._say_that_powers_think)

    def _say_that_powers_think(self) -> None:
        if self._awaited:
            self.working = "the other powers are thinking"

    def on_settled(self, message: Settled) -> None:
        """An answer came."""
        self._awaited -= 1
        if not self._awaited:
            self.working = ""
        if message.receipt.rule == GONE:
            self.saving.offer_elsewhere(message.receipt.message)
        self._changed.set()

    def watch_working(self, working: str) -> None:
        """Tell it in the line of keys."""
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.working = working

    # --- following ---

    def on_view_changed(self, message: ViewChanged) -> None:
        """Hand the view to the screens of whoever is at the keyboard."""
        if self.turns is None:
            return
        if message.seat == PUBLIC:
            self.public.receive(message.update)
            return
        if message.seat not in self.turns.seats:
            # What was on its way to a person who has left the seat for good meanwhile.
            return
        if message.seat == self.turns.now and message.update.view.moment != self.turns.here.view.moment:
            # What a key would do has become another thing, though the screen is the same.
            self.presses.something_appears()
        self.turns.receive(message.seat, message.update)
        if message.seat == self.turns.now:
            self._show(message.update.view, self.turns.here.news)
        self._changed.set()

    def _show(self, view: View, news: Sequence[Seen]) -> None:
        for screen in self.screen_stack:
            show = getattr(screen, "show_view", None)
            if show is not None:
                show(view, news)

    async def _conduct(self, turns: Turns) -> None:
        """Show what is due, again and again, until the exercise is left."""
        while self.turns is turns:
            self._changed.clear()
            scene = turns.scene()
            self.clock.tick()
            if scene.screen == "table":
                await self._go_to_table(turns)
                await self._changed.wait()
            else:
                await self._act_scene(turns, scene)

    async def _go_to_table(self, turns: Turns) -> None:
        here = turns.here
        present = next((screen for screen in self.screen_stack if isinstance(screen, TableScreen)), None)
        if present is None:
            await self.push_screen(TableScreen(here.table, here.view, here.news))
        elif present.table is not here.table:
            present.take_seat(here.table, here.view, here.news)
        await read_messages(here.table)

    async def _between(self, here: SeatHere) -> Screen[bool | None]:
        """What stands between two turns: a curtain, or what everybody may see."""
        session = self.session
        if session is None or session.sharing != "teams":
            return CurtainScreen(here.table, here.view)
        board = await self.public.board(session)
        return ProjectorScreen(board.view, board.news, here.table, here.view, self.clock.phase_left)

    async def _act_scene(self, turns: Turns, scene: Scene) -> None:
        here = turns.seats[scene.seat]
        if scene.screen == "assessment":
            news, here.told = here.unread, here.view.number
            await self.push_screen_wait(screen_for(scene.screen, here, news))
            return
        if scene.screen == "curtain":
            match await self.push_screen_wait(await self._between(here)):
                case True:
                    turns.sit_down(scene.seat)
                    await self._go_to_table(turns)
                case False:
                    turns.hand_over()
            return
        await self._go_to_table(turns)
        question = here.question
        if scene.screen == "intent" and question is not None:
            here.asked_about.add(question.about)
            await self.push_screen_wait(IntentScreen(here.table, question))
            return
        await self.push_screen_wait(screen_for(scene.screen, here))
        match scene.screen:
            case "brief":
                here.has_read_brief = True
            case "crisis":
                here.answered = here.view.moment
            case "debrief":
                here.has_seen_debrief = True


def run(
    lobby: Lobby,
    config: ExerciseConfig | None = None,
    resume: str | None = None,
    record: Coroutine[Any, Any, Replay] | None = None,
    eyes: str = "",
    keeper: PreferencesStore = NOT_STORED,
    *,
    guided: bool = False,
    from_here: bool = False,
    persons: Sequence[str] = (),
) -> int:
    """Open the app in this terminal and stay until it is left; returns what the program ends with.

    Args:
        lobby: where exercises are begun and taken up again.
        config: an exercise to begin at once.
        resume: the id of a saved exercise to take up at once.
        record: what opens a record to go over at once.
        eyes: whose eyes it is seen with; empty: with all that can be known.
        keeper: of what the person prefers.
        guided: whether to begin the first exercise with a guide at once.
        from_here: whether to take the save up also where an older state of it has come back.
        persons: seats of that save which persons take over from the program.

    Raises:
        UserError: when there is no terminal that can show screens.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        raise UserError("this is no terminal that can show screens; use `multipolar play --plain`")
    app = MultipolarApp(
        lobby, config, resume, record, eyes, keeper=keeper, guided=guided, from_here=from_here,
        persons=persons,
    )  # fmt: skip
    app.run()
    return app.return_code or 0
