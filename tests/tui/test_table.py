"""The table screen from canned views: what it shows at each size, and what its keys ask for."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.commands import AnyCommand, Order, Propose, Ready, Withdraw
from multipolar.domain.model.views import View
from multipolar.tui.screens.power import Dossier, PowerScreen
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import CellGrid
from multipolar.tui.widgets.inbox import Inbox
from tests.tui.canned import CRISIS, DEBRIEF, LATE, NEWS, OPENING, PREVIEW, REFUSED, TABLE, CannedTable
from tests.tui.playing import is_shown, seated, see, until
from tests.tui.screen_text import region_of, row_with, text_of

VIEWS = {"full": TABLE, "empty": OPENING, "late": LATE}
SIZES = [(80, 24), (120, 36), (200, 60)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_table(view: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(VIEWS[view], size) as (pilot, _):
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("panel", ["1", "2", "3", "4", "5"])
async def test_every_panel_has_its_turn_at_80_columns(panel: str, snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, (80, 24)) as (pilot, _):
        await pilot.press(panel)
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


async def test_an_observer_sees_the_table_and_is_offered_nothing_to_do() -> None:
    watching = replace(
        TABLE, seat="observer", asked=False, offers=(), objectives=(), brief=None, standing=None, notices=()
    )
    async with seated(watching) as (pilot, _):
        assert not row_with(pilot.app, "p propose")
        await pilot.press("p", "o", "m", "r", "b")
        assert is_shown(pilot, "table")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_titles_of_what_is_offered_and_of_red_lines_are_never_cut(size: tuple[int, int]) -> None:
    async with seated(TABLE, size) as (pilot, _):
        inbox = pilot.app.screen.query_one("#inbox", CellGrid)
        told = " ".join("".join(cell.text for cell in line) for line in inbox.lines)
        told = " ".join(told.replace("r4", "").split())
        for offered in TABLE.initiatives:
            if offered.open_to_me:
                assert offered.title in told
        for red_line in (one for one in TABLE.objectives if one.red_line):
            assert row_with(pilot.app, red_line.title) or size[1] < 30


async def test_what_an_offer_says_and_brings_stands_under_it_where_there_is_room() -> None:
    offered = next(one for one in TABLE.initiatives if one.open_to_me and one.message)
    for size, is_there in (((200, 60), True), ((80, 24), False)):
        async with seated(TABLE, size) as (pilot, _):
            inbox = pilot.app.screen.query_one("#inbox", CellGrid)
            told = " ".join("".join(cell.text for cell in line) for line in inbox.lines)
            assert (offered.message.split(".")[0] in told) is is_there


def said(table: CannedTable) -> list[AnyCommand]:
    """What was submitted, without ids."""
    return [replace(command, id="") for command in table.submitted]


SETTLED = replace(TABLE, initiatives=(), notices=(), resolutions=(), requests=(), carry=9)
"""A table at which nothing waits, and no money would be lost."""


async def test_ready_names_once_what_is_left_open() -> None:
    async with seated() as (pilot, table):
        await pilot.press("r")
        await see(pilot, "confirm")
        shown = text_of(pilot.app)
        assert "is not answered" in shown
        assert "1 capital would be lost unspent" in shown
        await pilot.press("enter")
        await see(pilot, "table")
        assert table.submitted == []
        # Nothing new has come: whoever says it again means it.
        await pilot.press("r")
        await until(pilot, lambda: said(table) == [Ready(moment="3.deliberation")])


async def test_ready_names_what_came_after_it_was_asked() -> None:
    async with seated(SETTLED) as (pilot, table):
        table.drafted = [Order(move="white_paper")]
        await pilot.press("r")
        await see(pilot, "confirm")
        assert "A draft is not sent" in text_of(pilot.app)
        await pilot.press("escape")
        await see(pilot, "table")
        table.drafted.append(Order(move="white_paper"))
        await pilot.press("r")
        await see(pilot, "confirm")
        await pilot.press("down", "enter", "space")
        assert table.submitted == []
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(table) == [Ready(moment="3.deliberation")])


async def test_ready_is_said_for_this_phase_and_taken_back() -> None:
    async with seated(SETTLED) as (pilot, table):
        await pilot.press("r")
        await until(pilot, lambda: "you are ready" in text_of(pilot.app))
        await pilot.press("r")
        await until(pilot, lambda: len(table.submitted) == 2)
        assert said(table) == [
            Ready(moment="3.deliberation"),
            Ready(ready=False, moment="3.deliberation"),
        ]


async def test_a_refusal_is_told_in_one_line_and_changes_nothing() -> None:
    async with seated(SETTLED, table=CannedTable(SETTLED, REFUSED)) as (pilot, _):
        await pilot.press("r")
        await until(pilot, lambda: "this costs 3 resources" in text_of(pilot.app))
        assert is_shown(pilot, "table")


async def test_x_takes_back_the_order_under_the_cursor() -> None:
    async with seated() as (pilot, table):
        await pilot.press("6", "down", "down", "down", "x")
        await until(pilot, lambda: bool(table.submitted))
        assert said(table) == [
            Withdraw(initiative="3.IND.covert_collection.CHN", version=1, moment="3.deliberation")
        ]


@pytest.mark.parametrize("several", [True, False])
async def test_x_takes_back_nothing_that_the_cursor_does_not_stand_on(several: bool) -> None:
    mine = [initiative for initiative in TABLE.initiatives if initiative.mine]
    others = tuple(initiative for initiative in TABLE.initiatives if several or initiative not in mine[1:])
    async with seated(replace(TABLE, initiatives=others)) as (pilot, table):
        await pilot.press("1", "x")
        await until(pilot, lambda: "Put the cursor on what to take back" in text_of(pilot.app))
        assert table.submitted == []


async def test_any_number_can_be_asked_why() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "right", "w")
        await see(pilot, "why")
        await until(pilot, lambda: table.asked_why == ["economy(IND)"])


async def test_a_cell_of_the_matrix_can_be_asked_why() -> None:
    async with seated() as (pilot, table):
        await pilot.press("1", "down", "right", "w")
        await see(pilot, "why")
        await until(pilot, lambda: table.asked_why == ["relationship(IDN,IND)"])


async def test_asking_why_of_nothing_says_how() -> None:
    async with seated() as (pilot, table):
        await pilot.press("w")
        await until(pilot, lambda: "Put the cursor on a number first" in text_of(pilot.app))
        assert table.asked_why == []


async def test_the_pair_under_the_cursor_is_told_in_numbers() -> None:
    async with seated() as (pilot, _):
        await pilot.press("1", "down", "right", "right", "right", "right", "right")
        await until(pilot, lambda: "India and France: partner" in text_of(pilot.app))
        assert "trust 68" in row_with(pilot.app, "tension")


async def test_tab_goes_through_all_panels_and_comes_round() -> None:
    async with seated() as (pilot, _):
        visited = []
        for _ in range(7):
            visited.append(pilot.app.screen.focused.id if pilot.app.screen.focused else "")
            await pilot.press("tab")
        assert visited == [
            "inbox", "headlines", "objectives", "relationships", "powers", "map", "initiatives",
        ]  # fmt: skip
        assert pilot.app.screen.focused is not None
        assert pilot.app.screen.focused.id == "inbox"
        await pilot.press("shift+tab")
        assert pilot.app.screen.focused.id == "initiatives"


async def test_at_80_columns_tab_brings_hidden_panels_up() -> None:
    async with seated(TABLE, (80, 24)) as (pilot, _):
        for title in ("NEWS", "MY OBJECTIVES", "RELATIONSHIPS", "POWERS", "TIES OF", "MAP", "THEATRES"):
            await pilot.press("tab")
            await pilot.pause()
            assert title in text_of(pilot.app)


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (("p",), "propose"),
        (("o",), "propose"),
        (("m",), "message"),
        (("a",), "advice"),
        (("b",), "brief"),
        (("n",), "assessment"),
        (("question_mark",), "help"),
        (("enter",), "notice"),
        (("9", "down", "enter"), "reading"),
        (("1", "down", "enter"), "power"),
        (("8", "enter"), "reading"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else value,
)
async def test_keys_open_screens_and_escape_comes_back(keys: tuple[str, ...], screen: str) -> None:
    async with seated() as (pilot, table):
        await pilot.press(*keys)
        await see(pilot, screen)
        await pilot.press("escape")
        await see(pilot, "table")
        assert table.submitted == []


async def test_a_click_on_an_offer_opens_it_and_answers_nothing() -> None:
    async with seated(TABLE) as (pilot, table):
        await pilot.click(offset=region_of(pilot.app, "▸ LKA").offset, times=2)
        await see(pilot, "reply")
        assert table.submitted == []


async def test_a_click_in_the_line_of_keys_does_what_the_key_does() -> None:
    async with seated() as (pilot, _):
        await pilot.click(offset=region_of(pilot.app, "b brief").offset)
        await see(pilot, "brief")


async def test_a_new_view_is_shown_in_place() -> None:
    async with seated(OPENING) as (pilot, table):
        table.show(TABLE, NEWS[-2:])
        await until(pilot, lambda: "▸ LKA" in text_of(pilot.app))
        assert row_with(pilot.app, "round 3/6")
        assert row_with(pilot.app, "A cable is cut off Jakarta")


async def test_what_was_decided_is_told_before_the_table_is_shown_again() -> None:
    async with seated() as (pilot, table):
        after = replace(TABLE, moment="4.deliberation", round=4, number=80)
        decided = replace(NEWS[0], number=75, round=3)
        table.show(after, (decided,))
        await see(pilot, "assessment")
        await pilot.press("escape")
        await see(pilot, "table")
        assert row_with(pilot.app, "round 4/6")


async def test_a_new_round_begins_at_the_first_thing_to_decide() -> None:
    async with seated() as (pilot, table):
        inbox = pilot.app.screen.query_one(Inbox)
        assert inbox.stand_on(to.Message(0))
        table.show(replace(TABLE, number=80), ())
        await until(pilot, lambda: inbox.view.number == 80)
        assert inbox.chosen is not None
        assert inbox.chosen.opens == to.Message(0)
        table.show(replace(TABLE, moment="4.deliberation", round=4, number=81), ())
        await until(pilot, lambda: inbox.view.round == 4)
        assert inbox.chosen is not None
        chosen: object = inbox.chosen.opens
        assert chosen == to.Notice(TABLE.notices[0].id)


async def test_a_crisis_comes_up_by_itself_and_c_brings_it_back() -> None:
    async with seated(CRISIS, first="crisis") as (pilot, _):
        await pilot.press("escape")
        await see(pilot, "table")
        assert row_with(pilot.app, "CRISIS 2")
        await pilot.press("c")
        await see(pilot, "crisis")


async def test_the_debrief_comes_up_by_itself_and_f_brings_it_back() -> None:
    async with seated(DEBRIEF, first="debrief") as (pilot, _):
        await pilot.press("escape")
        await see(pilot, "table")
        await pilot.press("f")
        await see(pilot, "debrief")


@pytest.mark.parametrize("view", [CRISIS, DEBRIEF], ids=["crisis", "debrief"])
async def test_nothing_is_proposed_outside_deliberation(view: View) -> None:
    first = "crisis" if view is CRISIS else "debrief"
    async with seated(view, first=first) as (pilot, _):
        await pilot.press("escape")
        await see(pilot, "table")
        await pilot.press("p", "o", "m")
        assert is_shown(pilot, "table")


async def test_what_can_be_done_with_a_power_stands_in_its_dossier_and_begins_there() -> None:
    async with seated() as (pilot, table):
        await pilot.press("2", "home", "down", "down", "down", "down", "down", "down", "enter")
        await see(pilot, "power")
        assert row_with(pilot.app, "Sri Lanka (LKA)")
        await pilot.press("end")
        dossier = pilot.app.screen.focused
        assert isinstance(dossier, CellGrid)
        assert dossier.stand_on(to.Move("joint_exercise"))
        await pilot.press("enter")
        await see(pilot, "propose")
        await until(pilot, lambda: bool(row_with(pilot.app, "Sri Lanka")))
        await until(pilot, lambda: bool(row_with(pilot.app, "leaves you")))
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        [sent] = table.submitted
        assert isinstance(sent, Propose)
        assert (sent.move, sent.partners) == ("joint_exercise", ("LKA",))


async def test_all_of_a_power_is_brought_into_sight_by_the_cursor_in_the_smallest_terminal() -> None:
    longer = replace(TABLE.powers[0], profile="A large power of this ocean. " * 24)
    view = replace(TABLE, brief=None, powers=(longer, *TABLE.powers[1:]))
    async with seated(view, (80, 24)) as (pilot, table):
        pilot.app.push_screen(PowerScreen(table, view, longer.id))
        await see(pilot, "power")
        assert not row_with(pilot.app, "Seychelles")
        await pilot.press("end")
        await until(pilot, lambda: bool(pilot.app.screen.query_one(Dossier).chosen))
        chosen = pilot.app.screen.query_one(Dossier).chosen
        assert chosen is not None
        assert chosen.text.strip() in text_of(pilot.app)
        await pilot.press("home")
        await until(pilot, lambda: "India (IND)" in text_of(pilot.app))


@pytest.mark.parametrize(("size", "whole"), [((80, 24), False), ((120, 36), True), ((200, 60), True)])
async def test_the_objective_that_an_offer_touches_is_named_in_full_where_there_are_rows(
    size: tuple[int, int], whole: bool
) -> None:
    async with seated(size=size) as (pilot, _):
        offer = next(one for one in TABLE.initiatives if one.open_to_me)
        inbox = pilot.app.screen.query_one(Inbox)
        inbox.foresee({offer.id: replace(PREVIEW, touches=("Safe lanes in the west",))})
        await until(pilot, lambda: "◎ Safe" in text_of(pilot.app))
        assert bool(row_with(pilot.app, "◎ Safe lanes in the west")) is whole
