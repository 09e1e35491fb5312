"""No slip binds: what commits a seat has keys of its own, and counts only when it can have been meant."""

import string
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pkgutil import iter_modules

import pytest
from textual._wait import wait_for_idle
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from multipolar.domain.model.commands import Accept, AnswerInject, AnyCommand, ReadMessages, Ready
from multipolar.domain.model.views import Receipt
from multipolar.tui import screens
from multipolar.tui.app import MultipolarApp
from multipolar.tui.input.actions import ACTIONS
from multipolar.tui.input.presses import CLICK, Presses
from multipolar.tui.screens.answer import NoticeScreen
from multipolar.tui.screens.table import TableScreen
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.choices import LATER, Answers
from tests.tui.canned import TABLE, CannedLobby, CannedSession, CannedTable
from tests.tui.canned_replay import CannedReplay
from tests.tui.pictures.__main__ import PICTURES
from tests.tui.playing import USUAL, Ticking, is_shown, seated, see, until
from tests.tui.screen_text import region_of, row_with, text_of
from tests.tui.test_table import SETTLED

HELD_FOR = 5.0
REPEATED_EVERY = 0.08
PRESSES = round(HELD_FOR / REPEATED_EVERY)
LATE = 0.1
"""Seconds within which anything is done that a press set going."""
MOVING = (
    "enter", "space", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end",
    "backspace", "escape",
)  # fmt: skip
BINDING = tuple(sorted({"ctrl+s", *(action.key for action in ACTIONS if action.binds)}))
"""The key of all that commits is held also where nothing said that it binds."""


class Held(Ticking):
    """A clock on which time passes from one repeat of a held key to the next, and not otherwise."""

    def __call__(self) -> float:
        return self.at

    def passes(self) -> None:
        """The key repeats itself."""
        self.at += REPEATED_EVERY


# --- When a press counts ----------------------------------------------------------------------------


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def presses() -> tuple[Presses, Clock]:
    clock = Clock()
    found = Presses(clock)
    found.something_appears()
    return found, clock


@pytest.mark.parametrize(("after", "binds"), [(0.0, False), (0.49, False), (0.5, True), (60, True)])
@pytest.mark.parametrize("key", ["ctrl+s", CLICK], ids=["key", "click"])
def test_a_press_within_half_a_second_of_a_screen_binds_nothing(key: str, after: float, binds: bool) -> None:
    found, clock = presses()
    clock.at += after
    found.press(key)
    assert found.may_bind is binds


@pytest.mark.parametrize("first", [0.25, 0.5, 0.66])
def test_a_key_that_is_held_binds_with_its_first_press_at_most(first: float) -> None:
    found, clock = presses()
    clock.at += 1
    bound = []
    for gap in (0, first, *[0.04] * 20, *[0.3] * 20):
        clock.at += gap
        found.press("ctrl+s")
        bound.append(found.may_bind)
    assert bound == [True, *[False] * 41]


@pytest.mark.parametrize("first", [0.25, 0.5, 0.66])
def test_a_key_held_since_before_the_screen_appeared_binds_nothing_there(first: float) -> None:
    found, clock = presses()
    clock.at += 1
    found.press("ctrl+s")
    found.something_appears()
    for gap in (first, *[0.04] * 200):
        clock.at += gap
        found.press("ctrl+s")
        assert not found.may_bind


def test_whoever_presses_again_and_again_is_heard_in_the_end() -> None:
    found, clock = presses()
    clock.at += 1
    bound = []
    for _ in range(4):
        found.press("ctrl+s")
        bound.append(found.may_bind)
        clock.at += 0.5
    assert bound == [True, False, True, False]


def test_another_key_between_makes_it_a_press_of_its_own() -> None:
    found, clock = presses()
    clock.at += 1
    for key in ("x", "down", "x"):
        found.press(key)
        clock.at += 0.1
    assert found.may_bind


# --- Every screen, every key ------------------------------------------------------------------------


@contextmanager
def remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Everything that is done for good, whoever is asked to do it."""
    done: list[object] = []

    async def submit(table: CannedTable, command: AnyCommand) -> Receipt:
        # That something was read binds nobody.
        if not isinstance(command, ReadMessages):
            done.append(command)
        return Receipt(True, id=command.id)

    async def begin(lobby: CannedLobby, opening: object) -> object:
        done.append(opening)
        return lobby.session

    async def move_to(session: CannedSession, place: str) -> str:
        done.append(place)
        return place

    async def direct(session: CannedSession, reason: str) -> Receipt:
        done.append(reason)
        return Receipt(True)

    async def branch(replay: CannedReplay, seat: str) -> str:
        done.append(seat)
        return "k3x9w2"

    with monkeypatch.context() as patch:
        patch.setattr(CannedTable, "submit", submit)
        patch.setattr(CannedLobby, "begin", begin)
        patch.setattr(CannedSession, "move_to", move_to)
        patch.setattr(CannedSession, "end_phase", direct)
        patch.setattr(CannedSession, "make_last_round", direct)
        patch.setattr(CannedSession, "take_seat", direct)
        patch.setattr(CannedSession, "give_seat", direct)
        patch.setattr(CannedReplay, "branch", branch)
        yield done


def press(app: MultipolarApp, key: str) -> None:
    """A press as the terminal tells it; nothing is waited for."""
    event = Key(key, key if len(key) == 1 else {"space": " "}.get(key))
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


def state(app: MultipolarApp) -> tuple[object, ...]:
    """What the next press can meet: screens, focus, cursor; what is written more of, where one writes."""
    focused = app.screen.focused
    cursor = focused.at if isinstance(focused, CellGrid) else getattr(focused, "highlighted", None)
    shown = "" if isinstance(focused, Input | TextArea) else text_of(app)
    return (shown, tuple(id(screen) for screen in app.screen_stack), id(focused), cursor)


async def hold(pilot: Pilot[None], key: str, done: list[object], clock: Ticking) -> bool:
    """Hold a key for five seconds; where time plays no part, until all is as it was before.

    Returns:
        Whether it did nothing at all, so that the next key finds the screen as this one did.
    """
    app = pilot.app
    assert isinstance(app, MultipolarApp)
    before = state(app)
    seen: set[tuple[object, ...]] = set()
    for _ in range(PRESSES):
        if isinstance(clock, Held):
            clock.passes()
        press(app, key)
        await pilot.pause()
        assert not done, f"{key} did {done} on\n{text_of(app)}"
        if not app.is_running:
            return False
        if not isinstance(clock, Held):
            if (now := state(app)) in seen:
                return seen == {before} and not isinstance(app.screen.focused, Input | TextArea)
            seen.add(now)
    return False


@contextmanager
def quiet_exit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leaving the program from a screen ends no test."""
    with monkeypatch.context() as patch:
        patch.setattr(MultipolarApp, "exit", lambda *_arguments, **_named: None)
        yield


@asynccontextmanager
async def at_the_table(clock: Ticking) -> AsyncIterator[Pilot[None]]:
    app = MultipolarApp(CannedLobby(CannedSession(CannedTable())), resume="k3x9w2", pressed_at=clock)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        yield pilot


async def show(pilot: Pilot[None], name: str, held: str = "") -> bool:
    """Put a screen, as it opens, on top of the table; False when the table is gone.

    Args:
        pilot: of the app.
        name: of the picture.
        held: the key that is held since before it appeared.
    """
    app = pilot.app
    assert isinstance(app, MultipolarApp)
    table = next((screen for screen in app.screen_stack if isinstance(screen, TableScreen)), None)
    if table is None or not app.is_running:
        return False
    while app.screen is not table:
        await app.pop_screen()
    if held:
        app.presses.press(held)
    await app.push_screen(PICTURES[name][0]())
    await pilot.pause()
    return True


async def hold_all(clock: Ticking, name: str, keys: Iterable[str], done: list[object]) -> None:
    """Hold one key after another, each on the screen as it opens."""
    left = list(keys)
    while left:
        async with at_the_table(clock) as pilot:
            untouched = False
            while left and (untouched or await show(pilot, name, left[0] if left[0] in BINDING else "")):
                untouched = await hold(pilot, left.pop(0), done, clock)
            await wait_for_idle(LATE)
            assert not done, f"it was late, but did {done}"


def test_every_kind_of_screen_is_among_those_on_which_keys_are_held() -> None:
    known = {
        found
        for module in iter_modules(screens.__path__)
        for found in vars(import_module(f"{screens.__name__}.{module.name}")).values()
        if isinstance(found, type) and issubclass(found, Screen) and "compose" in vars(found)
    }
    assert len(known) > 30
    assert known - {type(make()) for make, _ in PICTURES.values()} == set()


@pytest.mark.parametrize("name", PICTURES)
async def test_no_key_held_for_five_seconds_binds_anything(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What binds is held from before the screen appears; every other key is pressed as if meant each time."""
    printable = {_character_to_key(letter) for letter in string.printable.strip()} - set(BINDING)
    with remembered(monkeypatch) as done, quiet_exit(monkeypatch):
        clock = Ticking()
        async with at_the_table(clock) as pilot:
            await show(pilot, name)
            offered = printable & set(pilot.app.screen.active_bindings)
            for key in sorted(printable - offered):
                await hold(pilot, key, done, clock)
        await hold_all(Ticking(), name, (*sorted(offered), *MOVING), done)
        await hold_all(Held(), name, BINDING, done)


# --- On the screens ---------------------------------------------------------------------------------


async def test_what_binds_is_done_by_a_press_of_its_own_and_once() -> None:
    """The one press does it; what is held on from there does nothing to what appears."""
    clock = Clock()
    table = CannedTable(SETTLED)
    app = MultipolarApp(CannedLobby(CannedSession(table)), resume="k3x9w2", pressed_at=clock)
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "table")
        clock.at += 0.4
        await pilot.press("r")
        await until(pilot, lambda: bool(row_with(app, "Too soon after this appeared")))
        assert table.submitted == []
        clock.at += 1
        for _ in range(20):
            await pilot.press("r")
            clock.at += 0.05
        assert [type(command) for command in table.submitted] == [Ready]


async def test_a_press_that_was_meant_for_the_screen_below_binds_nothing_on_the_one_that_opens() -> None:
    clock = Clock()
    table = CannedTable()
    app = MultipolarApp(CannedLobby(CannedSession(table)), resume="k3x9w2", pressed_at=clock)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        clock.at += 60
        notice = next(found for found in TABLE.notices if found.options)
        app.push_screen(NoticeScreen(table, TABLE, notice.id))
        await see(pilot, "notice")
        await pilot.press("down")
        for wait, sent in ((0.4, []), (1.0, [AnswerInject])):
            clock.at += wait
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert [type(command) for command in table.submitted] == sent


async def test_a_click_that_comes_with_the_screen_binds_nothing() -> None:
    clock = Clock()
    table = CannedTable()
    app = MultipolarApp(CannedLobby(CannedSession(table)), resume="k3x9w2", pressed_at=clock)
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        clock.at += 1
        await pilot.press("p", "enter")
        await until(pilot, lambda: bool(row_with(app, "^s send")))
        for wait, sent in ((0.1, 0), (1.0, 1)):
            clock.at += wait
            await pilot.click(offset=region_of(app, "^s send").offset)
            await pilot.pause()
            assert len(table.submitted) == sent


async def test_an_answer_begins_on_deciding_later_and_letters_only_move() -> None:
    async with seated() as (pilot, table):
        pilot.app.screen.query_one("#inbox", CellGrid).stand_on(to.Initiative("3.LKA.counter_piracy.IND"))
        await pilot.press("enter")
        await see(pilot, "reply")
        answers = pilot.app.screen.query_one(Answers)
        assert answers.chosen is not None
        assert answers.chosen.key == LATER
        for key, answer in (("a", "accept"), ("d", "decline"), ("a", "accept")):
            await pilot.press(key, "enter", "space")
            assert answers.answer == answer
            assert table.submitted == []
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Accept)


async def test_deciding_later_sends_nothing() -> None:
    async with seated() as (pilot, table):
        pilot.app.screen.query_one("#inbox", CellGrid).stand_on(to.Initiative("3.LKA.counter_piracy.IND"))
        await pilot.press("enter")
        await see(pilot, "reply")
        assert not row_with(pilot.app, "^s give")
        await pilot.press("ctrl+s", "enter")
        await see(pilot, "table")
        assert table.submitted == []


async def test_a_notice_is_answered_by_the_key_alone() -> None:
    async with seated() as (pilot, table):
        notice = next(found for found in TABLE.notices if found.options)
        pilot.app.push_screen(NoticeScreen(table, TABLE, notice.id))
        await see(pilot, "notice")
        await pilot.press("down", "enter", "space")
        assert table.submitted == []
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, AnswerInject)
        assert sent.option == notice.options[0][0]


async def test_the_palette_asks_before_it_does_what_binds() -> None:
    async with seated(SETTLED) as (pilot, table):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Search" in text_of(pilot.app))
        await pilot.press(*"ready")
        await until(pilot, lambda: "Ready (r)" in text_of(pilot.app))
        await pilot.press("enter")
        await pilot.pause()
        if not is_shown(pilot, "confirm"):
            await pilot.press("enter")
        await see(pilot, "confirm")
        await pilot.press("down", "enter", "space")
        assert table.submitted == []
        await pilot.press("ctrl+s")
        await until(pilot, lambda: [type(command) for command in table.submitted] == [Ready])
