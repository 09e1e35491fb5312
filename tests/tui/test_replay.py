"""The replay screen: any moment, any seat's eyes, causes, notes, and playing on; by keys and by mouse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from multipolar.table.port import Stop
from multipolar.tui.screens import replay as screens
from multipolar.tui.widgets.timeline import column_of, number_at, spans
from tests.tui.canned import SAVES, CannedLobby
from tests.tui.canned_replay import STOPS, CannedReplay
from tests.tui.playing import USUAL, app_of, opened, see, until
from tests.tui.screen_text import region_of, row_with, text_of

SIZES = [(80, 24), (120, 36), (200, 60)]


@asynccontextmanager
async def going_over(
    replay: CannedReplay | None = None, size: tuple[int, int] = USUAL, eyes: str = ""
) -> AsyncIterator[tuple[Pilot[None], CannedReplay]]:
    """The app with a canned record open."""
    record = replay or CannedReplay()
    lobby = CannedLobby(replay=record)
    app = app_of(lobby, record=lobby.replay("k3x9w2"), eyes=eyes)
    async with app.run_test(size=size, notifications=True) as pilot:
        await see(pilot, "replay")
        yield pilot, record


# --- What it looks like ---


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_moment_with_everything_known(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with going_over(size=size) as (pilot, replay):
        replay.pinned.append("Why did China decline?")
        await pilot.press("t")
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_same_with_a_seats_eyes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with going_over(size=size, eyes="IND") as (pilot, _):
        await pilot.press("t")
        shown = text_of(pilot.app)
        assert "Incident at sea" not in shown
        assert shown == snapshot


async def test_a_record_that_has_only_begun(snapshot: SnapshotAssertion) -> None:
    async with going_over(CannedReplay(last=1, problem="event 2 is not what was written")) as (pilot, _):
        await until(pilot, lambda: "before the damage" in text_of(pilot.app))
        assert text_of(pilot.app) == snapshot


async def test_a_live_exercise_says_so() -> None:
    async with going_over(CannedReplay(last=2)) as (pilot, _):
        assert row_with(pilot.app, "LIVE")


async def test_it_is_laid_out_anew_when_the_terminal_changes() -> None:
    async with going_over(size=(200, 60)) as (pilot, _):
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda: bool(row_with(pilot.app, "EVENT 1 OF 12")))
            assert max(map(len, text_of(pilot.app).splitlines())) <= width
            assert row_with(pilot.app, "REPLAY")


# --- Going from moment to moment ---


async def test_steps_by_key() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("right", "right_square_bracket", "left_square_bracket", "left")
        assert replay.sought == [2, 3, 2, 1]
        replay.sought.clear()
        await pilot.press("pagedown", "pagedown", "pageup", "t", "t", "T", "end", "home")
        assert replay.sought == [2, 10, 2, 8, 11, 8, 12, 1]


async def test_steps_by_mouse() -> None:
    async with going_over() as (pilot, replay):
        for words in ("event ›", "phase ›", "round »", "‹ event", "‹ phase", "« round"):
            await pilot.click(offset=region_of(pilot.app, words).offset)
        assert replay.sought == [2, 3, 10, 9, 7, 2]
        line = pilot.app.screen.query_one("#timeline").region
        await pilot.click("#timeline", offset=(line.width - 2, 1))
        assert replay.sought[-1] == 12
        await pilot.mouse_down("#timeline", offset=(line.width - 2, 1))
        await pilot.hover("#timeline", offset=(1, 1))
        await pilot.mouse_up("#timeline", offset=(1, 1))
        assert replay.sought[-1] == 1


async def test_steps_at_either_end_stay() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("left", "pageup", "T", "left_square_bracket")
        assert replay.at == 1
        await pilot.press("end", "right", "pagedown", "t", "right_square_bracket")
        assert replay.at == 12


async def test_a_cause_is_gone_to_and_come_back_from() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("t", "t", "c")
        assert replay.at == 8
        await pilot.press("u")
        assert replay.at == 11
        await pilot.press("c", "c")
        await until(pilot, lambda: "Nothing that can be known" in text_of(pilot.app))
        assert replay.at == 8


async def test_a_turning_point_is_gone_to_from_the_list() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("2", "down", "enter")
        assert replay.at == 11


async def test_it_plays_by_itself_and_passes_over_book_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "BEAT", 0.001)
    async with going_over() as (pilot, replay):
        await pilot.press("plus", "plus", "minus", "p")
        await until(pilot, lambda: replay.at == 12)
        assert "2×" in row_with(pilot.app, "phase ›")
        await until(pilot, lambda: bool(row_with(pilot.app, "▶ play")))
        assert replay.sought == list(range(2, 13))


async def test_a_speed_is_one_of_five() -> None:
    async with going_over() as (pilot, _):
        await pilot.press("minus")
        assert " 1×" in row_with(pilot.app, "▶ play")
        await pilot.press(*["plus"] * 6)
        assert "16×" in row_with(pilot.app, "▶ play")


async def test_a_live_exercise_goes_on_as_far_as_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    # However slow the machine, it is the keys that take it on, and not its own beat.
    monkeypatch.setattr(screens, "BEAT", 3600)
    async with going_over(CannedReplay(last=2)) as (pilot, replay):
        await pilot.press("p")
        await pilot.press("right", "right")
        await until(pilot, lambda: replay.at == 3)
        assert replay.last == 3
        await pilot.press("pagedown")
        await until(pilot, lambda: replay.at == 10)
        await pilot.press("end")
        await until(pilot, lambda: replay.at == 12)
        await until(pilot, lambda: bool(row_with(pilot.app, "REPLAY")))


@pytest.mark.parametrize("key", ["right", "end", "p"])
async def test_a_live_exercise_that_cannot_be_saved_says_so_and_stops(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "BEAT", 0.001)
    async with going_over(CannedReplay(last=1, trouble="the disk is full")) as (pilot, replay):
        await pilot.press("p")
        await pilot.press(key)
        await until(pilot, lambda: "the disk is full" in text_of(pilot.app))
        await until(pilot, lambda: bool(row_with(pilot.app, "▶ play")))
        assert replay.at == 1


async def test_keys_typed_ahead_reach_the_question() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("v", "down", "down", "enter", "right")
        await until(pilot, lambda: replay.at == 2)
        assert replay.looked_as == ["CHN"]


async def test_a_record_opened_where_there_is_too_little_room_waits_for_more() -> None:
    record = CannedReplay()
    lobby = CannedLobby(replay=record)
    app = app_of(lobby, record=lobby.replay("k3x9w2"))
    async with app.run_test(size=(70, 20)) as pilot:
        await until(pilot, lambda: "too small" in text_of(app))
        await until(pilot, lambda: lobby.gone_over == ["k3x9w2"])
        await pilot.resize_terminal(120, 36)
        await see(pilot, "replay")
        await pilot.press("q")
        await see(pilot, "home")


# --- Eyes, causes, notes, playing on ---


async def test_eyes_are_chosen() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("v")
        await see(pilot, "choose")
        await pilot.press("down", "enter")
        await see(pilot, "replay")
        assert replay.looked_as == ["IND"]
        assert row_with(pilot.app, "as India")
        await pilot.click(offset=region_of(pilot.app, "as India").offset)
        await see(pilot, "choose")
        await pilot.click(offset=region_of(pilot.app, " China ").offset)
        await see(pilot, "replay")
        assert replay.looked_as == ["IND", "CHN"]


async def test_why_leads_to_the_event(snapshot: SnapshotAssertion) -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("end", "4", "down", "right", "w")
        await see(pilot, "causes")
        await until(pilot, lambda: "it was 30 at the start" in text_of(pilot.app))
        assert len(replay.asked_why) == 1
        assert text_of(pilot.app) == snapshot
        await pilot.press("enter")
        await see(pilot, "replay")
        assert replay.at == 6
        await pilot.press("u")
        assert replay.at == 12


async def test_why_without_a_number_says_what_to_do() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("w")
        await until(pilot, lambda: "Put the cursor on a number" in text_of(pilot.app))
        assert replay.asked_why == []


async def test_a_note_is_pinned() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("n")
        await see(pilot, "note")
        await pilot.press(*"ask", "space", *"why", "enter")
        await until(pilot, lambda: replay.pinned == ["ask why"])
        await until(pilot, lambda: bool(row_with(pilot.app, "NOTES 1")))
        await pilot.press("n")
        await see(pilot, "note")
        await pilot.press("escape")
        await see(pilot, "replay")
        assert replay.pinned == ["ask why"]


async def test_a_note_that_cannot_be_kept_is_told_in_one_line() -> None:
    async with going_over(CannedReplay(trouble="the disk is full")) as (pilot, _):
        await pilot.press("n")
        await see(pilot, "note")
        await pilot.press("a", "enter")
        await until(pilot, lambda: "the disk is full" in text_of(pilot.app))


async def test_the_table_is_looked_at_as_it_stood_and_nothing_can_be_done_there() -> None:
    async with going_over(eyes="IND") as (pilot, replay):
        await pilot.press("end", "o")
        await see(pilot, "table")
        assert "propose" not in text_of(pilot.app).splitlines()[-1]
        await pilot.press("p", "r", "o", "x")
        await see(pilot, "table")
        assert replay.submitted == []
        await pilot.press("escape")
        await see(pilot, "replay")


async def test_playing_on_opens_the_new_exercise() -> None:
    record = CannedReplay()
    lobby = CannedLobby(replay=record)
    app = app_of(lobby, record=lobby.replay("k3x9w2"), eyes="IND")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "replay")
        await pilot.press("b")
        await see(pilot, "confirm")
        await pilot.press("down", "ctrl+s")
        await see(pilot, "table")
        assert record.branched == ["IND"]
        assert lobby.resumed == ["n3w"]
        assert record.closed


async def test_where_nobody_acts_any_more_it_is_said_and_the_record_stays() -> None:
    async with going_over(CannedReplay(trouble="nobody acts any more after this")) as (pilot, replay):
        await pilot.press("b")
        await see(pilot, "confirm")
        await pilot.press("down", "ctrl+s")
        await until(pilot, lambda: "nobody acts any more" in text_of(pilot.app))
        await see(pilot, "replay")
        assert not replay.closed


async def test_leaving_gives_the_record_back() -> None:
    async with going_over() as (pilot, replay):
        await pilot.press("q")
        await see(pilot, "home")
        await until(pilot, lambda: replay.closed)


# --- The library of saves ---


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_the_library_of_saves(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(), size) as pilot:
        await pilot.press("r")
        await see(pilot, "saves")
        await until(pilot, lambda: "enter go over it" in text_of(pilot.app))
        assert text_of(pilot.app) == snapshot


async def test_a_save_is_gone_over_from_home_by_mouse() -> None:
    lobby = CannedLobby(replay=CannedReplay())
    async with opened(lobby) as pilot:
        await pilot.click(offset=region_of(pilot.app, "Replay").offset)
        await see(pilot, "saves")
        await until(pilot, lambda: SAVES[-1].title in text_of(pilot.app))
        await pilot.press("end")
        await pilot.click(offset=region_of(pilot.app, "go over it").offset)
        await see(pilot, "replay")
        assert lobby.gone_over == [SAVES[-1].id]
        await pilot.press("q")
        await see(pilot, "saves")


async def test_a_save_that_cannot_be_opened_is_told_in_one_line_and_the_library_stays() -> None:
    lobby = CannedLobby(trouble="the save b7q1m0 is damaged from its beginning on")
    async with opened(lobby) as pilot:
        await pilot.press("r")
        await see(pilot, "saves")
        await until(pilot, lambda: "go over it" in text_of(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "damaged from its beginning" in text_of(pilot.app))
        await see(pilot, "saves")


async def test_an_unfinished_save_is_played_on_from_the_library() -> None:
    lobby = CannedLobby()
    async with opened(lobby) as pilot:
        await pilot.press("r")
        await see(pilot, "saves")
        await until(pilot, lambda: "p play" in text_of(pilot.app))
        await pilot.press("p")
        await see(pilot, "table")
        assert lobby.resumed == [SAVES[0].id]


# --- The line ---


def test_every_moment_has_a_place_on_the_line_and_is_found_there() -> None:
    stops = [Stop(1, 0), Stop(4, 1), Stop(60, 1), Stop(200, 2), Stop(340, 3)]
    for width in (40, 78, 118, 198):
        line = spans(width, 4, stops, 500)
        columns = [column_of(number, line) for number in range(1, 501)]
        assert columns == sorted(columns)
        assert 0 <= columns[0] <= columns[-1] < width
        for number in (1, 4, 200, 340, 500):
            assert abs(number_at(column_of(number, line), line, 500) - number) <= 12
        assert number_at(width - 1, line, 500) == 500


def test_rounds_keep_their_places_while_a_live_exercise_grows() -> None:
    early = spans(118, 4, [Stop(1, 0), Stop(4, 1)], 20, is_live=True)
    late = spans(118, 4, [Stop(1, 0), Stop(4, 1), Stop(90, 2)], 120, is_live=True)
    assert [(span.x, span.wide) for span in early] == [(span.x, span.wide) for span in late]
    assert column_of(20, early) < early[2].x


def test_the_canned_record_begins_with_its_stops() -> None:
    assert [stop.number for stop in STOPS] == [1, 2, 3, 7, 9, 10, 12]
