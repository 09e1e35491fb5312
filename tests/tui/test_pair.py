"""The page of two powers: how one comes to it, what stands there, and what can be asked and begun."""

import pytest

from multipolar.domain.model.commands import Propose
from multipolar.tui.palette import Finder
from multipolar.tui.screens.pair import pairs_in_order
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import CellGrid
from tests.tui.canned import PUBLIC, TABLE
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import row_with, text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_enter_on_a_cell_of_the_matrix_opens_the_two(size: tuple[int, int]) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("1")
        matrix = pilot.app.screen.focused
        assert isinstance(matrix, CellGrid)
        assert matrix.stand_on(to.Pair("IND", "CHN"))
        await pilot.press("enter")
        await see(pilot, "pair")
        await until(pilot, lambda: bool(row_with(pilot.app, "what would move it")))
        told = text_of(pilot.app)
        assert "India and China: strained, rivals, neighbours on land" in told
        assert "not known to you" in told
        sheet = pilot.app.screen.focused
        assert isinstance(sheet, CellGrid)
        lines = ["".join(cell.text for cell in line) for line in sheet.lines]
        assert any("Galwan" in line for line in lines)
        assert any("Hindustan Times" in line for line in lines)
        await pilot.press("escape")
        await see(pilot, "table")


async def test_every_number_of_a_pair_is_asked_why_and_every_line_comes_into_sight() -> None:
    async with seated(TABLE, (80, 24)) as (pilot, table):
        pilot.app.screen.open_pair("IND", "CHN")  # type: ignore[attr-defined]
        await see(pilot, "pair")
        await until(pilot, lambda: bool(row_with(pilot.app, "what would move it")))
        await pilot.press("w")
        await see(pilot, "why")
        await until(pilot, lambda: bool(row_with(pilot.app, "Where it began")))
        assert row_with(pilot.app, "strained (2 of 6)")
        await pilot.press("escape")
        await see(pilot, "pair")
        sheet = pilot.app.screen.focused
        assert isinstance(sheet, CellGrid)
        targets = {cell.target for line in sheet.lines for cell in line if cell.target}
        assert targets >= {"tension(CHN,IND)", "trust(IND,CHN)", "relationship(CHN,IND)"}
        assert "trust(CHN,IND)" not in targets
        for _ in range(len(sheet.lines)):
            await pilot.press("down")
        assert sheet.scroll_offset.y == sheet.max_scroll_y
        assert "relationship(CHN,IND)" in table.asked_why


async def test_what_can_be_proposed_begins_on_the_page_of_the_two() -> None:
    async with seated() as (pilot, table):
        pilot.app.screen.open_pair("IND", "LKA")  # type: ignore[attr-defined]
        await see(pilot, "pair")
        sheet = pilot.app.screen.focused
        assert isinstance(sheet, CellGrid)
        assert sheet.stand_on(to.Move("joint_exercise"))
        await pilot.press("enter")
        await see(pilot, "propose")
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you")))
        assert isinstance(table.previewed[-1], Propose)
        assert table.previewed[-1].partners == ("LKA",)


async def test_the_next_pair_is_one_key_away_and_of_others_nothing_private_is_told() -> None:
    async with seated() as (pilot, _):
        pilot.app.screen.open_pair("CHN", "FRA")  # type: ignore[attr-defined]
        await see(pilot, "pair")
        assert row_with(pilot.app, "China's trust")
        told = text_of(pilot.app)
        assert told.count("not known to you") >= 2
        order = pairs_in_order(TABLE)
        here = next(place for place, pair in enumerate(order) if set(pair) == {"CHN", "FRA"})
        await pilot.press("right_square_bracket")
        one, other = order[here + 1]
        await until(pilot, lambda: bool(row_with(pilot.app, f"{TABLE.name(one)} and {TABLE.name(other)}:")))


async def test_a_name_among_the_ties_of_a_power_opens_the_two() -> None:
    async with seated() as (pilot, _):
        pilot.app.screen.open_power("CHN")  # type: ignore[attr-defined]
        await see(pilot, "power")
        dossier = pilot.app.screen.focused
        assert isinstance(dossier, CellGrid)
        assert dossier.stand_on(to.Pair("CHN", "IND"))
        await pilot.press("enter")
        await see(pilot, "pair")


async def test_money_is_one_key_away_and_says_why() -> None:
    async with seated() as (pilot, table):
        await pilot.press("0", "w")
        await see(pilot, "why")
        await until(pilot, lambda: bool(table.asked_why))
        assert table.asked_why == ["capital(IND)"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("trust IND CHN", "India's trust in China"),
        ("trust(IND,CHN)", "India's trust in China"),
        ("tension", "tension of"),
        ("capital", "India's capital"),
        ("pair india china", "Pair: India and China"),
    ],
)
async def test_the_palette_finds_numbers_and_pairs_by_name(typed: str, wanted: str) -> None:
    async with seated() as (pilot, _):
        finder = Finder(pilot.app.screen)
        found = [str(hit.text) async for hit in finder.search(typed)]
        assert any(wanted in text for text in found), found[:5]


async def test_the_palette_names_no_number_the_seat_does_not_know() -> None:
    async with seated(PUBLIC) as (pilot, _):
        finder = Finder(pilot.app.screen)
        found = [str(hit.text) async for hit in finder.search("trust")]
        assert not [text for text in found if text.startswith("Why:")]


async def test_enter_on_an_agreement_and_on_the_past_opens_it_at_length() -> None:
    agreement = next(one for one in TABLE.agreements if set(one.parties) == {"IND", "LKA"})
    wanted: dict[str, tuple[to.Route, str]] = {
        "LKA": (to.Agreement(agreement.id), "in force since"),
        "CHN": (to.Text("Before this exercise"), "Before this exercise"),
    }
    async with seated(TABLE, (120, 36)) as (pilot, _):
        for other, (route, said) in wanted.items():
            pilot.app.screen.open_pair("IND", other)  # type: ignore[attr-defined]
            await see(pilot, "pair")
            sheet = pilot.app.screen.focused
            assert isinstance(sheet, CellGrid)
            assert sheet.stand_on(route), route
            await pilot.press("enter")
            await see(pilot, "reading")
            assert row_with(pilot.app, said), route
            await pilot.press("escape")
            await see(pilot, "pair")
            await pilot.press("escape")
            await see(pilot, "table")


async def test_the_page_of_the_two_opens_from_the_map_and_from_an_initiative() -> None:
    async with seated(TABLE, (120, 36)) as (pilot, _):
        await pilot.press("4")
        chart = pilot.app.screen.focused
        assert isinstance(chart, CellGrid)
        assert chart.stand_on(to.Power("CHN"))
        await pilot.press("e")
        await see(pilot, "pair")
        assert "India and China" in text_of(pilot.app)
        await pilot.press("escape")
        await see(pilot, "table")
        found = next(one for one in TABLE.initiatives if "IND" in (one.initiator, *one.partners))
        pilot.app.screen._open(to.Initiative(found.id))  # type: ignore[attr-defined]
        await see(pilot, "reply")
        await pilot.press("e")
        await see(pilot, "pair")
