"""Channels, people and the help line: what stands beside the table where others sit elsewhere."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from multipolar.domain.model.commands import AnyCommand, Hold, Publish, ReadMessages, Reroll, Rule, Say
from multipolar.domain.vocabulary import CONTROL, PROJECTOR
from multipolar.tui.support import routes as to
from tests.tui.canned import PUBLIC, CannedLobby, CannedSession, CannedTable
from tests.tui.canned_shared import FACILITATED, TALK, WAITS, SharedTable
from tests.tui.playing import USUAL, app_of, is_shown, seated, see, until
from tests.tui.screen_text import text_of


def sent(table: CannedTable, kind: type[AnyCommand]) -> Sequence[AnyCommand]:
    return [command for command in table.submitted if isinstance(command, kind)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_a_channel_shows_what_was_said_and_opening_it_reads_it(size: tuple[int, int]) -> None:
    async with seated(TALK, size) as (pilot, table):
        await pilot.press("d")
        await see(pilot, "channels")
        shown = text_of(pilot.app)
        assert "China 2 unread" in shown
        assert "On these terms." in shown
        assert "With it: Hotline" in shown
        assert "Shall we talk?" in shown
        assert not [one for one in sent(table, ReadMessages) if getattr(one, "channel", "")]
        await pilot.press("enter")
        await until(pilot, lambda: any(getattr(one, "channel", "") for one in sent(table, ReadMessages)))
        assert [getattr(one, "channel", "") for one in sent(table, ReadMessages)][-1] == "CHN-IND"
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press("tab", *"Good.", "ctrl+s")
        await until(pilot, lambda: bool(sent(table, Say)))
        (said,) = sent(table, Say)
        assert isinstance(said, Say)
        assert (said.text, said.to) == ("Good.", ("CHN",))


async def test_the_inbox_says_what_is_unread() -> None:
    async with seated(TALK, (200, 60)) as (pilot, _):
        assert "2 unread" in text_of(pilot.app)


async def test_the_head_sees_what_is_suggested_and_takes_it_up() -> None:
    table = SharedTable()
    async with seated(TALK, table=table) as (pilot, _):
        await until(pilot, lambda: "Ben: to CHN: Gladly." in text_of(pilot.app).replace("China", "CHN"))
        await pilot.press("f8")
        await see(pilot, "people")
        await until(pilot, lambda: "Yes." in text_of(pilot.app))
        shown = text_of(pilot.app)
        told = ("thinking · 2 devices", "ready", "program", "★ head", "away", "asked twice.", "Not yet.")
        for words in told:
            assert words in shown
        assert ("read", 2, "", "") in table.did
        people = pilot.app.screen.query_one("#people")
        assert people.stand_on(to.Suggestion(1))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(pilot, "confirm")
        await pilot.press("down", "ctrl+s")
        await until(pilot, lambda: ("decide", 1, True) in table.did)
        (said,) = sent(table, Say)
        assert said == replace(said, text="Gladly.", to=("CHN",))


async def test_what_a_teammate_sends_is_suggested_and_said_so() -> None:
    table = SharedTable(name="Ben")
    async with seated(TALK, table=table) as (pilot, _):
        await pilot.press("d")
        await see(pilot, "channels")
        await pilot.press("m")
        await see(pilot, "message")
        await pilot.press("tab", *"Good.", "ctrl+s")
        await until(pilot, lambda: "suggested to Asha" in text_of(pilot.app))
        assert not sent(table, Say)


async def test_a_question_goes_to_the_facilitator_with_enter_and_nothing_else_is_sent() -> None:
    table = SharedTable()
    async with seated(TALK, table=table) as (pilot, _):
        await pilot.press("f8")
        await see(pilot, "people")
        pilot.app.screen.query_one(Input).focus()
        await pilot.press(*"Why?", "enter")
        await until(pilot, lambda: ("write", "Why?", "", "") in table.did)
        assert not [one for one in table.submitted if not isinstance(one, ReadMessages)]


async def test_the_facilitator_begins_at_the_console_with_every_line_of_help() -> None:
    table = SharedTable(replace(PUBLIC, seat=CONTROL), "Fay")
    app = app_of(CannedLobby(CannedSession(table)), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "people")
        await until(pilot, lambda: "Asha (India)" in text_of(app))
        people = app.screen.query_one("#people")
        assert people.stand_on(to.HelpLine("IND", "Asha"))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "May we?" in text_of(app))
        await pilot.press(*"Yes.", "enter")
        await until(pilot, lambda: ("write", "Yes.", "IND", "Asha") in table.did)
        people.focus()
        assert people.stand_on(to.Seat("IND"))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(pilot, "confirm")
        await pilot.press("down", "ctrl+s")
        await until(pilot, lambda: "K7M-4RW-XPD" in text_of(app))
        people.focus()
        await pilot.press("plus", "p")
        session = app.session
        assert isinstance(session, CannedSession)
        await until(pilot, lambda: len(session.directed) == 2)
        assert "2" in session.directed[0]
        assert "120" not in session.directed[0]
        assert "stop" in session.directed[1]


def plainly(table: CannedTable) -> list[AnyCommand]:
    """What was submitted, without its id and moment."""
    return [replace(command, id="", moment="") for command in table.submitted]


@pytest.mark.parametrize(
    ("steps", "command"),
    [
        (1, Publish(results=(WAITS[0].id,), reason="by hand")),
        (2, Reroll(result=WAITS[0].id, reason="by hand")),
        (3, Rule(result=WAITS[0].id, outcome="setback", reason="by hand")),
        (6, Hold(result=WAITS[0].id, reason="by hand")),
    ],
    ids=lambda found: type(found).__name__,
)
async def test_a_result_that_waits_is_published_or_ruled_on_at_the_console(
    steps: int, command: AnyCommand
) -> None:
    table = SharedTable(FACILITATED)
    app = app_of(CannedLobby(CannedSession(table)), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "people")
        await until(pilot, lambda: "RESULTS THAT WAIT" in text_of(app))
        people = app.screen.query_one("#people")
        assert people.stand_on(to.Result(WAITS[0].id))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await see(pilot, "confirm")
        shown = text_of(app)
        for words in (
            "It comes off as: limited.",
            "rolled 2 + 3",
            "Relationship of the parties",
            "Told to everyone.",
        ):
            assert words in shown
        assert not table.submitted
        await pilot.press(*["down"] * steps, "ctrl+s")
        await until(pilot, lambda: bool(table.submitted))
        assert plainly(table) == [command]


async def test_all_that_waits_is_published_with_the_reason_that_was_written() -> None:
    table = SharedTable(FACILITATED)
    app = app_of(CannedLobby(CannedSession(table)), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "people")
        await until(pilot, lambda: "RESULTS THAT WAIT" in text_of(app))
        app.screen.query_one("#note", Input).value = "as the dice fell"
        app.screen.query_one("#people").focus()
        await pilot.press("a")
        await see(pilot, "confirm")
        assert "limited" in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(table.submitted))
        assert plainly(table) == [Publish(reason="as the dice fell")]


async def test_a_half_written_answer_to_one_person_is_no_reason_for_all_to_read() -> None:
    table = SharedTable(FACILITATED)
    app = app_of(CannedLobby(CannedSession(table)), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "people")
        await until(pilot, lambda: "Asha (India)" in text_of(app))
        people = app.screen.query_one("#people")
        assert people.stand_on(to.HelpLine("IND", "Asha"))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.press(*"China lies")
        people.focus()
        await pilot.press("a")
        await see(pilot, "confirm")
        assert "Reason: by hand." in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(table.submitted))
        assert plainly(table) == [Publish(reason="by hand")]
        assert app.screen.query_one("#note", Input).value == "China lies"


async def test_a_player_is_shown_no_desk() -> None:
    async with seated(TALK, table=SharedTable()) as (pilot, _):
        await pilot.press("f8")
        await see(pilot, "people")
        assert "RESULTS THAT WAIT" not in text_of(pilot.app)
        await pilot.press("a")
        await pilot.pause()
        assert is_shown(pilot, "people")


async def test_who_only_watches_has_no_key_that_submits() -> None:
    table = SharedTable(replace(PUBLIC, seat="observer"), "Olga")
    async with seated(table.view, table=table) as (pilot, _):
        for key in ("p", "o", "m", "r", "x", "f7", "f8", "v", "t", "a", "u", "ctrl+s"):
            await pilot.press(key)
            await pilot.pause()
            assert is_shown(pilot, "table"), key
        await pilot.press("d")
        await see(pilot, "channels")
        await pilot.press("m", "ctrl+s", "enter")
        await pilot.pause()
        assert is_shown(pilot, "channels")
        assert table.submitted == []
        assert not [deed for deed in table.did if deed[0] != "read"]


async def test_the_projectors_code_opens_the_projector_and_nothing_that_submits() -> None:
    table = CannedTable(replace(PUBLIC, seat="observer"))
    session = CannedSession(table)
    session.canned = {PROJECTOR: table}
    app = app_of(CannedLobby(session), resume="k3x9w2")
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        await see(pilot, "projector")
        await pilot.press("r", "ctrl+s", "u", "p", "f7", "f8", "d")
        await pilot.pause()
        assert is_shown(pilot, "projector")
        assert table.submitted == []
