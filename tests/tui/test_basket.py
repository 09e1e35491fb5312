"""The basket: what this round holds, what it costs, and what was composed and not sent."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import Order, Propose, Terms, Withdraw
from multipolar.tui.screens.basket import Basket
from multipolar.tui.support import routes as to
from tests.tui.canned import TABLE, CannedTable
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import row_with, text_of

SIZES = [(80, 24), (120, 36), (200, 60)]
DRILL = Propose(move="joint_exercise", partners=("IDN",), terms=Terms(domain="maritime", size="large"))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_basket(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    table = CannedTable(TABLE)
    table.drafted = [DRILL]
    async with seated(TABLE, size, table) as (pilot, _):
        await pilot.press("t")
        await see(pilot, "basket")
        assert text_of(pilot.app) == snapshot


async def test_what_is_being_composed_is_kept_with_every_key_until_it_is_sent() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", "down", "down", "down", "enter")
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you")))
        assert table.drafted == []
        await pilot.press("down", "right")
        await until(pilot, lambda: len(table.drafted) == 1)
        await pilot.press("right")
        await until(pilot, lambda: len(table.drafted) == 1)
        await pilot.press("escape", "escape")
        await see(pilot, "table")
        [kept] = table.drafted
        assert isinstance(kept, Propose)
        await pilot.press("t")
        await see(pilot, "basket")
        await pilot.press("end", "enter")
        await see(pilot, "propose")
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you")))
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        await until(pilot, lambda: table.drafted == [])
        [sent] = table.submitted
        assert isinstance(sent, Propose)
        assert (sent.move, sent.partners, sent.terms) == (kept.move, kept.partners, kept.terms)


async def test_a_draft_is_let_go_and_a_proposal_taken_back() -> None:
    table = CannedTable(TABLE)
    table.drafted = [DRILL, Order(move="white_paper")]
    async with seated(TABLE, table=table) as (pilot, _):
        await pilot.press("t")
        await see(pilot, "basket")
        await pilot.press("end", "x")
        await until(pilot, lambda: table.drafted == [DRILL])
        assert "White" not in text_of(pilot.app)
        await pilot.press("home")
        for _ in range(6):
            if "x take back" in text_of(pilot.app):
                break
            await pilot.press("down")
        await pilot.press("x")
        await until(pilot, lambda: any(isinstance(sent, Withdraw) for sent in table.submitted))


async def test_what_was_declined_and_goes_on_with_others_is_taken_back_here() -> None:
    among_others = next(
        one for one in TABLE.initiatives
        if TABLE.seat not in (one.initiator, *one.partners) and one.state == "under_way"
    )  # fmt: skip
    declined = replace(among_others, mine=True, inside=False)
    view = replace(
        TABLE,
        initiatives=tuple(declined if one is among_others else one for one in TABLE.initiatives),
    )
    async with seated(view) as (pilot, table):
        await pilot.press("t")
        await see(pilot, "basket")
        rows = text_of(pilot.app).splitlines()
        head = next(number for number, row in enumerate(rows) if "YOU DECLINED" in row)
        assert declined.title in rows[head + 1]
        pilot.app.screen.query_one(Basket).stand_on(to.Initiative(declined.id))
        await pilot.press("x")
        await until(pilot, lambda: bool(table.submitted))
        [sent] = table.submitted
        assert isinstance(sent, Withdraw)
        assert sent.initiative == declined.id
