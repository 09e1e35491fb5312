"""The set-up: sensible as it opens, and every choice by keyboard."""

import re

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.events import Key

from multipolar.lobby.port import ExerciseConfig, InjectCard, ScenarioCard
from multipolar.tui.widgets.form import Form
from tests.tui.canned import BRIEFING, CannedLobby, CannedSession, CannedTable
from tests.tui.playing import opened, see, until
from tests.tui.screen_text import region_of, row_with, text_of

USUAL_SEATS = {
    "IND": "person",
    "IDN": "hedger",
    "ZAF": "hedger",
    "USA": "hedger",
    "CHN": "revisionist",
    "FRA": "bridge_builder",
}


def briefed() -> CannedLobby:
    return CannedLobby(CannedSession(CannedTable(BRIEFING)), saves=())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_setup(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with opened(CannedLobby(), size) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        assert re.sub(r"(Seed +)\d+ *", r"\1SEED ", text_of(pilot.app)) == snapshot


async def test_as_it_opens_it_begins_an_exercise_as_india_and_enter_begins_nothing() -> None:
    lobby = briefed()
    async with opened(lobby) as pilot:
        await pilot.press("enter")
        await see(pilot, "setup")
        await pilot.press("enter", "enter")
        assert lobby.begun == []
        await pilot.press("ctrl+s")
        await see(pilot, "brief")
        [begun] = lobby.begun
        assert begun == ExerciseConfig("indian-ocean", "standard", begun.seed, USUAL_SEATS)
        await pilot.press("ctrl+s")
        await see(pilot, "table")


async def test_seats_length_and_seed_are_chosen_with_the_arrows_and_typed() -> None:
    lobby = briefed()
    async with opened(lobby) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        await pilot.press("down", "left")  # length: introduction
        await pilot.press("down", "right")  # India: the first doctrine
        await pilot.press("down", "left", "left")  # Indonesia: from hedger back to a person
        await pilot.press("end", *["backspace"] * 9, *"2027")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "brief")
        [begun] = lobby.begun
        assert (begun.preset, begun.seed) == ("intro", 2027)
        assert begun.seats["IND"] == "bridge_builder"
        assert begun.seats["IDN"] == "person"


async def test_no_key_is_lost_however_fast_they_come() -> None:
    """Each is taken in before the next: nothing waits that would bring back what stood there before."""
    async with opened(briefed()) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        await pilot.press("end")
        form = pilot.app.screen.query_one(Form)
        for key in (*["backspace"] * 9, *"2027"):
            form.on_key(Key(key, key if len(key) == 1 else None))
        assert form.message_queue_size < 3, "something besides drawing waits"
        await until(pilot, lambda: "2027" in row_with(pilot.app, "Seed"))


async def test_a_click_takes_the_next_choice() -> None:
    async with opened(CannedLobby()) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        place = region_of(pilot.app, "Standard: 6 rounds")
        await pilot.click(offset=place.offset)
        await pilot.click(offset=place.offset)
        await pilot.pause()
        assert row_with(pilot.app, "Half a day: 8 rounds")


async def test_many_persons_are_warned_that_they_will_wait() -> None:
    async with opened(CannedLobby()) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        # Two before hedger stands a person: so it is for Indonesia, South Africa and the United States.
        await pilot.press("down", "down", *["down", "left", "left"] * 3)
        await pilot.pause()
        assert row_with(pilot.app, "4 persons share this keyboard")


async def test_going_back_begins_nothing() -> None:
    lobby = briefed()
    async with opened(lobby) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        await pilot.press("escape")
        await see(pilot, "home")
        assert lobby.begun == []


class WithInjects(CannedLobby):
    """A lobby whose scenario has three injects, one of them with a content note."""

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        (card,) = await super().scenarios()
        injects = (
            InjectCard("wells", "What happened at the wells", "round 4", "Abuse."),
            InjectCard("storm", "A storm", "round 2"),
            InjectCard("clash", "A clash", "on a condition"),
        )
        return (replace(card, injects=injects),)


async def test_injects_with_a_content_note_are_in_sight_and_others_when_asked_for() -> None:
    lobby = WithInjects(CannedSession(CannedTable(BRIEFING)), saves=())
    async with opened(lobby, (120, 50)) as pilot:
        await pilot.press("n")
        await see(pilot, "setup")
        assert "is played" in row_with(pilot.app, "Content note")
        assert "A storm" not in text_of(pilot.app)
        assert "What happened" not in text_of(pilot.app)
        await pilot.press("end", "up", "up", "right")
        await until(pilot, lambda: "is left out" in row_with(pilot.app, "Content note"))
        await pilot.press("down", "right")
        await until(pilot, lambda: "is played" in row_with(pilot.app, "round 2: A storm"))
        await pilot.press("end", "up", "up", "up", "right")
        await until(pilot, lambda: "is left out" in row_with(pilot.app, "round 2: A storm"))
        await pilot.press("ctrl+s")
        await see(pilot, "brief")
        assert lobby.begun[0].without == ("storm", "wells")
