"""The crisis screen: what a seat knows more than others, and what an upheaval hangs on (rulebook §8)."""

from msgspec.structs import replace

from multipolar.domain.model.events import ModifierRead
from multipolar.domain.model.views import Estimate
from multipolar.tui.screens.crisis import ChoiceSheet
from multipolar.tui.support import routes as to
from tests.tui.canned import CONFRONTATION, CRISIS, EMERGENCY
from tests.tui.playing import seated, until
from tests.tui.screen_text import row_with

LARGE = (140, 48)


async def test_what_is_known_of_a_principal_is_told_to_whoever_knows_it() -> None:
    text = "China, by what was collected, can mobilise once more and is torn"
    known = Estimate("CHN", "collection", 1, "torn", text)
    view = replace(CRISIS, crises=(replace(CONFRONTATION, estimates=(known,)), EMERGENCY))
    async with seated(view, LARGE, first="crisis") as (pilot, _):
        assert row_with(pilot.app, "Known to you: China, by what was collected")


async def test_whoever_knows_no_more_than_others_is_told_no_more() -> None:
    async with seated(CRISIS, LARGE, first="crisis") as (pilot, _):
        assert not row_with(pilot.app, "Known to you")


async def test_an_upheaval_shows_what_holds_the_government_up() -> None:
    held = (ModifierRead("holds_help", 1, "Powers that stood by it"),)
    upheaval = replace(EMERGENCY, template="domestic_upheaval", title="Domestic upheaval", calm=held)
    async with seated(replace(CRISIS, crises=(upheaval,)), LARGE, first="crisis") as (pilot, _):
        assert row_with(pilot.app, "Holds the government up: +1 Powers that stood by it")


async def test_the_cursor_begins_on_what_commits_to_least_and_then_on_the_last_choice() -> None:
    async with seated(replace(CRISIS, crises=(CONFRONTATION,)), LARGE, first="crisis") as (pilot, _):
        chosen = pilot.app.screen.query_one(ChoiceSheet).chosen
        assert chosen is not None
        assert chosen.opens == to.Response("hold")
    before = replace(CONFRONTATION, revealed=((CRISIS.seat, "ease", ""),))
    async with seated(replace(CRISIS, crises=(before,)), LARGE, first="crisis") as (pilot, _):
        chosen = pilot.app.screen.query_one(ChoiceSheet).chosen
        assert chosen is not None
        assert chosen.opens == to.Response("ease")


async def test_a_crisis_of_ones_own_comes_before_those_of_others() -> None:
    foreign = replace(CONFRONTATION, id="3.of_others", title="Of others", parties=("USA", "CHN"))
    own = replace(CONFRONTATION, title="Of our own")
    async with seated(replace(CRISIS, crises=(foreign, own)), LARGE, first="crisis") as (pilot, _):
        assert row_with(pilot.app, "Of our own: ")
        await pilot.press("n")
        await until(pilot, lambda: bool(row_with(pilot.app, "Of others: ")))
