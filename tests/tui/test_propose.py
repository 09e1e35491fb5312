"""Proposing, ordering and countering: from a move to its terms, with everything shown before it is sent."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import AnyCommand, Counter, Order, Propose, Terms, Undertaking
from multipolar.domain.model.views import Preview
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import CellGrid
from tests.tui.canned import REFUSED, TABLE, CannedTable
from tests.tui.playing import is_shown, seated, see, until
from tests.tui.screen_text import region_of, row_with, text_of

SIZES = [(80, 24), (120, 36), (200, 60)]
TO_EXERCISE = ("down", "down", "down")
"""From the first move of the list to the joint exercise."""


class Forbidding(CannedTable):
    """A table whose previews say that the command is not allowed."""

    async def preview(self, command: AnyCommand) -> Preview:
        await super().preview(command)
        return Preview(rule="money", message="this costs 3 resources, and you have 2 left")


def looked_at(table: CannedTable) -> list[AnyCommand]:
    """What was previewed while it was composed: the table looks at what lies in the inbox by itself."""
    return [command for command in table.previewed if isinstance(command, Propose | Order | Counter)]


def sent(table: CannedTable) -> list[AnyCommand]:
    """What was submitted, without ids and moments."""
    return [replace(command, id="", moment="") for command in table.submitted]


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_choosing_a_move(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("p")
        await see(pilot, "propose")
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_terms_and_what_would_come_of_them(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("p", *TO_EXERCISE, "enter")
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you 3 capital and 1 resource")))
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_countering_shows_what_is_changed(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        pilot.app.screen.query_one("#inbox", CellGrid).stand_on(to.Initiative("3.LKA.counter_piracy.IND"))
        await pilot.press("enter", "c")
        await see(pilot, "propose")
        await pilot.press("down", "down", "right")
        await until(pilot, lambda: "they carry 1 resource → they carry 2" in text_of(pilot.app))
        assert text_of(pilot.app) == snapshot


async def test_the_panel_has_everything_that_counts() -> None:
    async with seated(TABLE, (200, 60)) as (pilot, _):
        await pilot.press("p", *TO_EXERCISE, "enter")
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you 3 capital and 1 resource")))
        shown = text_of(pilot.app)
        assert "Indonesia: 1 capital and 1 resource" in shown
        for words in ("+1 relations are cooperative", "-1 governance gap of 22", "+2 in all"):
            assert words in shown
        for outcome in (
            "setback       6/36   17 %",
            "limited      15/36   42 %",
            "success       9/36   25 %",
        ):
            assert outcome in shown
        assert "China trusts you less" in shown
        assert "it ends with this round" in shown


async def test_letters_find_a_move() -> None:
    async with seated() as (pilot, _):
        await pilot.press("p")
        await see(pilot, "propose")
        await pilot.press(*"patrol")
        await until(pilot, lambda: "Strategic dialogue  " not in text_of(pilot.app))
        assert row_with(pilot.app, "Counter-piracy patrol")
        assert not row_with(pilot.app, "Licensed production")


async def test_letters_that_find_nothing_say_so() -> None:
    async with seated() as (pilot, _):
        await pilot.press("p")
        await see(pilot, "propose")
        await pilot.press(*"zzz")
        await until(pilot, lambda: "Nothing here has “zzz”" in text_of(pilot.app))


async def test_a_move_that_is_not_open_says_why_and_goes_no_further() -> None:
    async with seated() as (pilot, table):
        await pilot.press("o", "down", "down", "down")
        await until(pilot, lambda: "needs 3 resources, you have 2" in text_of(pilot.app))
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert "Modernise forces" in text_of(pilot.app)
        assert looked_at(table) == []
        assert table.submitted == []


async def test_partners_that_are_not_open_are_named_with_the_reason_and_cannot_be_chosen() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p")
        await until(pilot, lambda: "China: relations with China are strained" in text_of(pilot.app))
        await pilot.press("enter", *["right"] * 12)
        await until(pilot, lambda: len(looked_at(table)) >= 9)
        partners = {command.partners for command in looked_at(table) if isinstance(command, Propose)}
        assert ("CHN",) not in partners
        assert len(partners) == 8


async def test_a_proposal_is_sent_as_it_is_composed() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", *TO_EXERCISE, "enter")
        # With Indonesia and South Africa, on land, with more resources; we carry one more, they pay one.
        await pilot.press("down", "right", "down", "down", "right", "down", "right", "down", "right", "down")
        await pilot.press("left", "ctrl+s")
        await see(pilot, "table")
        assert sent(table) == [
            Propose(
                move="joint_exercise",
                partners=("IDN", "ZAF"),
                terms=Terms(domain="land", committed=True, share=1, payment=-1),
            )
        ]
        assert table.submitted[0].moment == "3.deliberation"


async def test_every_change_is_previewed_before_it_is_sent() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", *TO_EXERCISE, "enter")
        await until(pilot, lambda: len(looked_at(table)) == 1)
        await pilot.press("down", "down", "right")
        await until(pilot, lambda: len(looked_at(table)) == 2)
        last = looked_at(table)[-1]
        assert isinstance(last, Propose)
        assert last.terms == Terms(domain="land")
        assert table.submitted == []


async def test_a_promise_goes_with_it_as_a_term() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", "enter", "end", "right")
        await until(pilot, lambda: "until round" in text_of(pilot.app))
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [made] = table.submitted
        assert isinstance(made, Propose)
        assert made.terms.undertakings == (Undertaking("IND", "restraint", "coercion", "IDN", 6),)


async def test_words_go_with_it() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", "enter", "tab", *"Let us talk", "ctrl+s")
        await see(pilot, "table")
        [made] = table.submitted
        assert isinstance(made, Propose)
        assert made.message == "Let us talk"


async def test_an_order_names_whom_it_is_against() -> None:
    async with seated() as (pilot, table):
        await pilot.press("o", "down", "enter", "right", "ctrl+s")
        await see(pilot, "table")
        assert sent(table) == [Order(move="show_of_force", targets=("ZAF",))]


async def test_an_order_at_home_names_nobody() -> None:
    async with seated() as (pilot, table):
        await pilot.press("o", "end", "enter", "ctrl+s")
        await see(pilot, "table")
        assert sent(table) == [Order(move="reform_governance")]


async def test_a_proposal_begun_from_a_power_is_to_that_power() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "down", "down", "down", "enter")
        await see(pilot, "power")
        await pilot.press("p")
        await see(pilot, "propose")
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: bool(table.submitted))
        assert sent(table) == [Propose(move="strategic_dialogue", partners=("USA",))]


async def test_a_counter_changes_terms_and_answers_the_version_on_the_table() -> None:
    async with seated() as (pilot, table):
        pilot.app.screen.query_one("#inbox", CellGrid).stand_on(to.Initiative("3.LKA.counter_piracy.IND"))
        await pilot.press("enter", "c")
        await see(pilot, "propose")
        assert "Nothing is changed yet" in text_of(pilot.app)
        await pilot.press("down", "down", "right", "ctrl+s")
        await see(pilot, "table")
        assert sent(table) == [
            Counter(
                initiative="3.LKA.counter_piracy.IND",
                version=1,
                terms=Terms(theatre="west_indian_ocean", share=2),
            )
        ]


async def test_escape_goes_from_the_terms_to_the_moves_and_from_there_to_the_table() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", *TO_EXERCISE, "enter")
        await until(pilot, lambda: "Domain" in text_of(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "DIALOGUE" in text_of(pilot.app))
        assert is_shown(pilot, "propose")
        await pilot.press("escape")
        await see(pilot, "table")
        assert table.submitted == []


async def test_what_a_preview_forbids_is_said_before_it_is_sent() -> None:
    async with seated(table=Forbidding()) as (pilot, _):
        await pilot.press("p", "enter")
        await until(pilot, lambda: "Not possible: this costs 3 resources" in text_of(pilot.app))


async def test_what_is_refused_stays_to_be_mended() -> None:
    async with seated(table=CannedTable(TABLE, REFUSED)) as (pilot, table):
        await pilot.press("p", "enter", "ctrl+s")
        await until(pilot, lambda: "and you have 2 left" in text_of(pilot.app))
        assert is_shown(pilot, "propose")
        assert len(table.submitted) == 1
        assert row_with(pilot.app, "With ")


async def test_everything_can_be_done_with_the_mouse() -> None:
    async with seated() as (pilot, table):
        await pilot.click(offset=region_of(pilot.app, "p propose").offset)
        await see(pilot, "propose")
        await pilot.click(offset=region_of(pilot.app, "Hotline").offset)
        await pilot.click(offset=region_of(pilot.app, "enter choose").offset)
        await until(pilot, lambda: bool(looked_at(table)))
        await pilot.click(offset=region_of(pilot.app, "‹ Indonesia").offset)
        await until(pilot, lambda: len(looked_at(table)) == 2)
        await pilot.click(offset=region_of(pilot.app, "^s send").offset)
        await see(pilot, "table")
        assert sent(table) == [Propose(move="hotline", partners=("ZAF",))]


async def test_when_deliberation_ends_the_screen_closes() -> None:
    async with seated() as (pilot, table):
        await pilot.press("p", "enter")
        await see(pilot, "propose")
        table.show(replace(TABLE, phase="assessment", moment="3.assessment", offers=(), number=58))
        await see(pilot, "table")
