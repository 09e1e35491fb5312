"""Writing messages and making promises."""

import pytest
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import Promise, Say, Undertaking
from tests.tui.canned import REFUSED, TABLE, CannedTable
from tests.tui.playing import is_shown, seated, see, until
from tests.tui.screen_text import text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_message_with_a_promise(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press("tab", "down", "right")
        await pilot.pause()
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


async def test_words_go_to_those_marked() -> None:
    async with seated() as (pilot, table):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press(
            *"Shall we", "space", *"talk?", "shift+tab", "space", "down", "down", "enter", "ctrl+s"
        )
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert (sent.text, sent.to) == ("Shall we talk?", ("IDN", "USA"))


async def test_words_go_to_everybody_when_nobody_is_marked() -> None:
    async with seated() as (pilot, table):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press(*"Peace", "ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert sent.to == ()


async def test_a_message_from_a_power_is_addressed_to_it() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "down", "enter")
        await see(pilot, "power")
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press(*"Hello", "ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert sent.to == ("IDN",)


async def test_a_promise_is_made_of_choices() -> None:
    async with seated() as (pilot, table):
        await pilot.press("m")
        await see(pilot, "message")
        # Restraint, from all coercion, toward South Africa, by the end of round 4, told to everybody.
        await pilot.press("tab", "down", "left", "down", *["right"] * 7, "down", "right", "down", "right")
        await pilot.press("down", "right")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [made] = table.submitted
        assert isinstance(made, Promise)
        assert made.undertaking == Undertaking("IND", "restraint", "coercion", "ZAF", 4)
        assert made.public


async def test_nothing_is_sent_when_there_is_nothing_to_send() -> None:
    async with seated() as (pilot, table):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Write something first" in text_of(pilot.app))
        assert table.submitted == []
        assert is_shown(pilot, "message")


async def test_what_was_refused_stays_to_be_mended() -> None:
    async with seated(table=CannedTable(TABLE, REFUSED)) as (pilot, _):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press(*"Mind", "ctrl+s")
        await until(pilot, lambda: "this costs 3 resources" in text_of(pilot.app))
        assert is_shown(pilot, "message")
        assert "Mind" in text_of(pilot.app)


async def test_a_move_is_asked_for_without_words() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "down", "enter")
        await see(pilot, "power")
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press("tab", "right")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        offered = [offer.move for offer in TABLE.offers if offer.form == "joint" and offer.fewest == 1]
        assert (sent.to, sent.asks) == (("IDN",), offered[0])


async def test_words_that_were_not_sent_are_there_again_and_gone_once_they_are() -> None:
    async with seated() as (pilot, table):
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press(*"Shall", "shift+tab", "space")
        await until(pilot, lambda: table.drafted == [Say(text="Shall", to=("IDN",))])
        await pilot.press("escape")
        await see(pilot, "table")
        await pilot.press("t")
        await see(pilot, "basket")
        await pilot.press("end", "enter")
        await see(pilot, "message")
        await until(pilot, lambda: "[x] Indonesia" in text_of(pilot.app) and "Shall" in text_of(pilot.app))
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        await until(pilot, lambda: table.drafted == [])
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert (sent.text, sent.to) == ("Shall", ("IDN",))
