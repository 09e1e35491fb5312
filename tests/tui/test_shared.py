"""Several persons at one keyboard: nobody sees what is another's (product, journeys)."""

import pytest
from msgspec.structs import replace

from multipolar.domain.model.commands import Absence, Ready
from multipolar.table.port import Update
from multipolar.tui.messages import ViewChanged
from multipolar.tui.screens.curtain import CurtainScreen
from tests.tui.canned import TABLE, CannedLobby, CannedSession, CannedTable
from tests.tui.playing import USUAL, app_of, see, until
from tests.tui.screen_text import row_with, text_of

SECRETS = ("Engines made at home", "Colombo would announce it", "capital", "Covert collection")
"""Words that only India may read."""


def two() -> tuple[CannedTable, CannedTable]:
    china = replace(
        TABLE, seat="CHN", initiatives=(), messages=(), notices=(), objectives=(), brief=None, standing=None
    )
    return CannedTable(TABLE), CannedTable(china)


async def test_only_what_is_public_shows_until_the_next_person_goes_on() -> None:
    india, china = two()
    app = app_of(CannedLobby(CannedSession(india, china)), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        assert not any(secret in text_of(app) for secret in SECRETS)
        await pilot.press("enter")
        await see(pilot, "table")
        assert row_with(app, "Engines made at home")
        await pilot.press("r")
        await see(pilot, "confirm")
        await pilot.press("down", "enter")
        assert india.submitted == []
        await pilot.press("ctrl+s")
        await see(pilot, "curtain")
        assert row_with(app, "China")
        assert not any(secret in text_of(app) for secret in SECRETS)
        await pilot.press("enter")
        await see(pilot, "table")
        assert "Engines made at home" not in text_of(app)
        assert "Covert collection" not in text_of(app)
        assert [type(command) for command in india.submitted] == [Ready]
        assert china.submitted == []


async def test_the_keyboard_can_be_handed_over_and_comes_back() -> None:
    india, china = two()
    app = app_of(CannedLobby(CannedSession(india, china)), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.press("enter")
        await see(pilot, "table")
        for name in ("China", "India"):
            await pilot.press("h")
            await see(pilot, "curtain")
            assert row_with(app, name)
            await pilot.press("enter")
            await see(pilot, "table")
        assert india.submitted == china.submitted == []


async def test_news_for_another_seat_does_not_show() -> None:
    india, china = two()
    app = app_of(CannedLobby(CannedSession(india, china)), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.press("enter")
        await see(pilot, "table")
        china.show(replace(china.view, title="For Chinese eyes"))
        india.show(replace(TABLE, calendar="a year on"))
        await until(pilot, lambda: "a year on" in text_of(app))
        assert "For Chinese eyes" not in text_of(app)


async def test_a_seat_is_left_on_the_curtain_and_taken_again_there() -> None:
    india, china = two()
    app = app_of(CannedLobby(CannedSession(india, china)), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.press("u")
        await until(pilot, lambda: bool(row_with(app, "China")))
        assert [type(command) for command in india.submitted] == [Absence]
        await pilot.press("h")
        await until(pilot, lambda: "Nobody sits here" in text_of(app))
        assert row_with(app, "India")
        await pilot.press("ctrl+s")
        await see(pilot, "table")
        assert india.submitted[-1] == replace(india.submitted[-1], away=False)
        assert india.view.away == ()


async def test_the_buttons_of_the_curtain_do_the_same() -> None:
    india, china = two()
    app = app_of(CannedLobby(CannedSession(india, china)), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.click("#leave_seat")
        await until(pilot, lambda: bool(row_with(app, "China")))
        await pilot.click("#other")
        await until(pilot, lambda: "Nobody sits here" in text_of(app))
        await pilot.click("#take_again")
        await see(pilot, "table")
        assert [command.away for command in india.submitted if isinstance(command, Absence)] == [True, False]


async def test_a_person_who_comes_late_takes_a_seat_and_reads_the_role_first() -> None:
    session = CannedSession(CannedTable(TABLE))
    app = app_of(CannedLobby(session), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "table")
        await pilot.press("f7")
        await see(pilot, "confirm")
        assert "Everybody is told" in text_of(app)
        assert row_with(app, "Nobody changes seats")
        # The only person's seat cannot be given away.
        assert "a person has it" not in text_of(app)
        await pilot.press("down", "enter")
        assert session.directed == []
        await pilot.press("ctrl+s")
        await see(pilot, "curtain")
        assert row_with(app, "Indonesia")
        assert session.directed == ["take IDN"]
        assert not any(secret in text_of(app) for secret in SECRETS)
        await pilot.press("enter")
        await see(pilot, "brief")
        await pilot.press("enter")
        await see(pilot, "table")


async def test_a_person_who_leaves_for_good_leaves_the_seat_to_the_program() -> None:
    india, china = two()
    powers = tuple(replace(power, run_by="person") for power in TABLE.powers if power.id in ("IND", "CHN"))
    for table in (india, china):
        table.show(replace(table.view, powers=powers))
    session = CannedSession(india, china)
    app = app_of(CannedLobby(session), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.press("enter")
        await see(pilot, "table")
        await pilot.press("f7")
        await see(pilot, "confirm")
        await pilot.press("down", "enter")
        assert session.directed == []
        await pilot.press("ctrl+s")
        await see(pilot, "curtain")
        # Who had the seat sees nothing more of it, and nothing of the next seat before somebody goes on.
        assert session.directed == ["give IND"]
        assert row_with(app, "China")
        await pilot.press("enter")
        await see(pilot, "table")
        assert "Engines made at home" not in text_of(app)


@pytest.mark.parametrize(
    ("downs", "directed", "following"), [(1, "give IND", "China"), (3, "take IDN", "Indonesia")]
)
async def test_seats_change_hands_at_the_curtain_and_the_right_person_is_called(
    downs: int, directed: str, following: str
) -> None:
    india, china = two()
    powers = tuple(
        replace(power, run_by="person" if power.id in ("IND", "CHN") else "program") for power in TABLE.powers
    )
    for table in (india, china):
        table.show(replace(table.view, powers=powers))
    session = CannedSession(india, china)
    app = app_of(CannedLobby(session), resume="k3x9w2")
    async with app.run_test(size=USUAL) as pilot:
        await see(pilot, "curtain")
        await pilot.press("f7")
        await see(pilot, "confirm")
        await pilot.press(*["down"] * downs)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: session.directed == [directed])
        # What was on its way to the seat that was left comes late.
        app.post_message(ViewChanged("IND", Update(india.view, ())))
        await see(pilot, "curtain")
        await until(pilot, lambda: bool(row_with(app, following)))
        assert not any(secret in text_of(app) for secret in SECRETS)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, CurtainScreen))
        assert app.turns is not None
        assert app.turns.now == directed[-3:] if directed.startswith("take") else app.turns.now == "CHN"
