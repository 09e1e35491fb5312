"""Writing messages and making promises."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from multipolar.domain.model.commands import Promise, Say, Undertaking, WithdrawMessage
from multipolar.domain.model.views import MessageSeen, Preview
from multipolar.domain.vocabulary import EVERYONE
from multipolar.tui.screens.basket import Basket
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.inbox import Inbox
from tests.tui.canned import REFUSED, TABLE, CannedTable
from tests.tui.playing import is_shown, seated, see, until
from tests.tui.screen_text import text_of

OTHERS = [power.id for power in TABLE.powers if power.id != TABLE.seat]


async def write(pilot: Pilot[None], *presses: str) -> None:
    """Open the window for messages, where the cursor is on the first power."""
    await pilot.press("m")
    await see(pilot, "message")
    await pilot.press(*presses)
    await pilot.pause()


async def tick(pilot: Pilot[None], *powers: str) -> None:
    """Tick powers one after another, and stay on the list."""
    for power in powers:
        await pilot.press("home", *["down"] * OTHERS.index(power), "space")
    await pilot.pause()


async def promise(pilot: Pilot[None]) -> None:
    """From the list, choose to promise restraint, and make it."""
    await pilot.press("tab", "tab", "down", "left")
    await pilot.pause()
    await pilot.press("ctrl+s")
    await see(pilot, "confirm")


def promised(table: CannedTable) -> list[Promise]:
    return [sent for sent in table.submitted if isinstance(sent, Promise)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_message_with_a_promise(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await write(pilot)
        await tick(pilot, "CHN")
        await pilot.press("tab", "tab", "down", "right")
        await pilot.pause()
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_a_promise_is_read_before_it_is_made(
    size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await write(pilot)
        await tick(pilot, "CHN")
        await promise(pilot)
        assert text_of(pilot.app) == snapshot


async def test_words_go_to_those_ticked() -> None:
    async with seated() as (pilot, table):
        await write(pilot, "space", "down", "down", "enter")
        await pilot.press("tab", *"Shall we", "space", *"talk?", "ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert (sent.text, sent.to) == ("Shall we talk?", ("IDN", "USA"))


async def test_words_go_to_everybody_when_everybody_is_ticked() -> None:
    async with seated() as (pilot, table):
        await write(pilot, "end", "space", "tab", *"Peace", "ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert sent.to == ()


@pytest.mark.parametrize("asks", [False, True], ids=["words", "a move asked for"])
async def test_nobody_ticked_is_nobody(asks: bool) -> None:
    async with seated() as (pilot, table):
        await write(pilot, "tab", *(("tab", "right") if asks else "Peace"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "To whom? Tick one power" in text_of(pilot.app))
        assert table.submitted == []
        assert is_shown(pilot, "message")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "to"


async def test_everybody_and_single_powers_are_not_ticked_together() -> None:
    async with seated() as (pilot, _):
        await write(pilot, "end", "space")
        assert "[x] Everybody" in text_of(pilot.app)
        await tick(pilot, "IDN", "USA")
        shown = text_of(pilot.app)
        assert "[ ] Everybody" in shown
        assert shown.count("[x]") == 2
        await pilot.press("end", "space")
        await pilot.pause()
        assert "[x] Everybody" in text_of(pilot.app)
        assert text_of(pilot.app).count("[x]") == 1
        await pilot.press("space")
        await pilot.pause()
        assert "[x]" not in text_of(pilot.app)


async def test_a_message_from_a_power_is_addressed_to_it() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "down", "enter")
        await see(pilot, "power")
        await write(pilot, "tab", *"Hello", "ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert sent.to == ("IDN",)


async def test_the_cursor_begins_on_to_and_there_on_who_is_ticked() -> None:
    async with seated() as (pilot, _):
        await pilot.press("2", "down", "enter")
        await see(pilot, "power")
        await write(pilot)
        assert isinstance(pilot.app.focused, CellGrid)
        assert pilot.app.focused.id == "to"
        assert pilot.app.focused.chosen is not None
        assert pilot.app.focused.chosen.text == "[x] Indonesia"


async def test_a_promise_is_made_of_choices() -> None:
    async with seated() as (pilot, table):
        await write(pilot)
        # Restraint, from all coercion, toward the second power, by the end of round 4, told to everybody.
        await pilot.press("tab", "tab", "down", "left", "down", *["right"] * 7, "down", "right", "right")
        await pilot.press("down", "right", "down", "right")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "confirm")
        assert table.submitted == []
        shown = text_of(pilot.app)
        assert "India promises South Africa: no coercion until round 4; everybody is told." in shown
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [made] = table.submitted
        assert isinstance(made, Promise)
        assert made.undertaking == Undertaking("IND", "restraint", "coercion", "ZAF", 4)
        assert made.public


@pytest.mark.parametrize("press", ["enter", "escape"])
async def test_a_promise_that_is_not_confirmed_is_not_made(press: str) -> None:
    async with seated() as (pilot, table):
        await write(pilot)
        await tick(pilot, "CHN")
        await pilot.press("tab", *"Trust us", "shift+tab")
        await promise(pilot)
        assert "Send the words and make the promise" in text_of(pilot.app)
        await pilot.press(press)
        await see(pilot, "message")
        assert table.submitted == []
        assert "Trust us" in text_of(pilot.app)
        await pilot.press("ctrl+s")
        await see(pilot, "confirm")
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        said, made = table.submitted
        assert isinstance(said, Say)
        assert (said.text, said.to) == ("Trust us", ("CHN",))
        assert isinstance(made, Promise)
        assert made.undertaking.toward == "CHN"


@pytest.mark.parametrize(
    ("ticked", "toward"),
    [(("CHN",), "CHN"), (("CHN", "IDN"), "CHN"), (("CHN", "IDN", "CHN"), "IDN")],
    ids=["one", "the first ticked", "its tick taken back"],
)
@pytest.mark.parametrize("begun", [False, True], ids=["before", "after"])
async def test_a_promise_is_toward_who_is_ticked(ticked: tuple[str, ...], toward: str, begun: bool) -> None:
    async with seated() as (pilot, table):
        await write(pilot)
        if begun:
            await pilot.press("tab", "tab", "down", "left", "shift+tab", "shift+tab")
            await tick(pilot, *ticked)
            await pilot.press("ctrl+s")
            await see(pilot, "confirm")
        else:
            await tick(pilot, *ticked)
            await promise(pilot)
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [made] = promised(table)
        assert made.undertaking.toward == toward


async def test_a_promise_offers_first_who_is_ticked() -> None:
    async with seated() as (pilot, table):
        await write(pilot)
        await tick(pilot, "CHN", "USA")
        await pilot.press("tab", "tab", "down", "left", "down", "down", "right")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "confirm")
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [made] = promised(table)
        assert made.undertaking.toward == "USA"


@pytest.mark.parametrize("everybody", [False, True])
async def test_a_promise_toward_nobody_is_not_made(everybody: bool) -> None:
    async with seated() as (pilot, table):
        await write(pilot, *(("end", "space") if everybody else ()))
        await pilot.press("tab", "tab", "down", "left")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Toward whom is the promise?" in text_of(pilot.app))
        assert is_shown(pilot, "message")
        assert table.submitted == []
        await pilot.press("right", "ctrl+s")
        await see(pilot, "confirm")


async def test_nothing_is_sent_when_there_is_nothing_to_send() -> None:
    async with seated() as (pilot, table):
        await write(pilot, "ctrl+s")
        await until(pilot, lambda: "Write something first" in text_of(pilot.app))
        assert table.submitted == []
        assert is_shown(pilot, "message")


async def test_what_was_refused_stays_to_be_mended() -> None:
    async with seated(table=CannedTable(TABLE, REFUSED)) as (pilot, _):
        await write(pilot, "space", "tab", *"Mind", "ctrl+s")
        await until(pilot, lambda: "this costs 3 resources" in text_of(pilot.app))
        assert is_shown(pilot, "message")
        assert "Mind" in text_of(pilot.app)


async def test_a_move_is_asked_for_without_words() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "down", "enter")
        await see(pilot, "power")
        await write(pilot, "tab", "tab", "right")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Say)
        offered = [offer.move for offer in TABLE.offers if offer.form == "joint" and offer.fewest == 1]
        assert (sent.to, sent.asks) == (("IDN",), offered[0])


@pytest.mark.parametrize(
    ("presses", "kept", "basket", "box"),
    [
        (("space",), ("IDN",), "Words to Indonesia", "[x] Indonesia"),
        (("end", "space"), EVERYONE, "Words to everybody", "[x] Everybody"),
        ((), (), "Words to nobody yet", "[ ] Everybody"),
    ],
    ids=["a power", "everybody", "nobody"],
)
async def test_words_that_were_not_sent_are_there_again_and_gone_once_they_are(
    presses: tuple[str, ...], kept: tuple[str, ...], basket: str, box: str
) -> None:
    async with seated() as (pilot, table):
        await write(pilot, *presses, "tab", *"Shall")
        await until(pilot, lambda: table.drafted == [Say(text="Shall", to=kept)])
        await pilot.press("escape")
        await see(pilot, "table")
        await pilot.press("t")
        await see(pilot, "basket")
        await pilot.press("end")
        await until(pilot, lambda: basket in text_of(pilot.app))
        await pilot.press("enter")
        await see(pilot, "message")
        await until(pilot, lambda: box in text_of(pilot.app) and "Shall" in text_of(pilot.app))
        if not kept:
            await pilot.press("space")
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        await until(pilot, lambda: table.drafted == [])
        [sent] = table.submitted
        assert isinstance(sent, Say)
        assert (sent.text, sent.to) == ("Shall", () if kept == EVERYONE else ("IDN",))


async def test_a_stray_key_on_the_list_writes_to_one_and_not_to_all() -> None:
    async with seated() as (pilot, _):
        await write(pilot, "space", "space", "enter")
        shown = text_of(pilot.app)
        assert "[x] Indonesia" in shown
        assert "[ ] Everybody" in shown


async def test_why_a_promise_cannot_be_made_is_said_before_it_is_confirmed() -> None:
    bound = Preview(rule="promise", message="you are bound by that promise already")
    async with seated(table=CannedTable(TABLE, foreseen=bound)) as (pilot, table):
        await write(pilot)
        await tick(pilot, "CHN")
        await pilot.press("tab", "tab", "down", "left")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "You are bound by that promise already." in text_of(pilot.app))
        assert is_shown(pilot, "message")
        assert table.submitted == []


ON_ITS_WAY = MessageSeen(3, "IND", ("CHN",), "Shall we talk?", id="M2", on_its_way=True)


async def test_an_unread_message_is_taken_back_from_the_inbox_and_from_the_basket() -> None:
    view = replace(TABLE, messages=(*TABLE.messages, ON_ITS_WAY), initiatives=())
    async with seated(view) as (pilot, table):
        await pilot.press("x")
        await until(pilot, lambda: "not read yet (x)" in text_of(pilot.app))
        assert table.submitted == []
        inbox = pilot.app.screen.query_one(Inbox)
        inbox.stand_on(to.Message(len(view.messages) - 1))
        await pilot.press("x")
        await until(pilot, lambda: len(table.submitted) == 1)
        await pilot.press("t")
        await see(pilot, "basket")
        assert "YOU WROTE, NOT READ YET" in text_of(pilot.app)
        pilot.app.screen.query_one(Basket).stand_on(to.Message(len(view.messages) - 1))
        await pilot.press("x")
        await until(pilot, lambda: len(table.submitted) == 2)
        assert all(isinstance(sent, WithdrawMessage) and sent.message == "M2" for sent in table.submitted)


async def test_what_was_read_is_not_taken_back() -> None:
    read = replace(ON_ITS_WAY, on_its_way=False)
    view = replace(TABLE, messages=(*TABLE.messages, read), initiatives=())
    async with seated(view) as (pilot, table):
        pilot.app.screen.query_one(Inbox).stand_on(to.Message(len(view.messages) - 1))
        await pilot.press("x")
        await pilot.pause()
        assert table.submitted == []
