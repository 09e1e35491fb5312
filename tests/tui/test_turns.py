"""Whose turn it is at one keyboard, and what is due on the screen."""

from msgspec.structs import replace

from multipolar.domain.model.views import Seen, View
from multipolar.table.port import Update
from multipolar.tui.input.turns import Scene, Turns
from tests.tui.canned import BRIEFING, CRISIS, DEBRIEF, TABLE, CannedTable


def seen(number: int, phase: str) -> Seen:
    return Seen(number, 3, phase, "numbers_changed", "control", "something", 0, "", 3, (), ())


def turns_of(*views: View) -> Turns:
    tables = {view.seat: CannedTable(view) for view in views}
    return Turns(dict(tables))


def of(view: View, seat: str, **more: object) -> View:
    return replace(view, seat=seat, **more)


def test_one_person_needs_no_curtain() -> None:
    assert turns_of(TABLE).scene() == Scene("table", "IND")


def test_the_brief_comes_first() -> None:
    turns = turns_of(BRIEFING)
    assert turns.scene() == Scene("brief", "IND")
    turns.here.has_read_brief = True
    assert turns.scene() == Scene("table", "IND")


def test_two_persons_begin_behind_the_curtain() -> None:
    turns = turns_of(TABLE, of(TABLE, "CHN"))
    assert turns.scene() == Scene("curtain", "IND")
    turns.sit_down("IND")
    assert turns.scene() == Scene("table", "IND")


def test_the_curtain_falls_for_the_next_when_one_is_ready() -> None:
    turns = turns_of(TABLE, of(TABLE, "CHN"))
    turns.sit_down("IND")
    turns.receive("IND", Update(of(TABLE, "IND", ready=True, asked=False), ()))
    assert turns.scene() == Scene("curtain", "CHN")


def test_who_is_ready_last_stays_until_the_others_are_asked_again() -> None:
    turns = turns_of(of(TABLE, "IND", asked=False), of(TABLE, "CHN", asked=False))
    turns.sit_down("CHN")
    assert turns.scene() == Scene("table", "CHN")


def test_the_keyboard_can_be_handed_over_before_one_is_ready() -> None:
    turns = turns_of(TABLE, of(TABLE, "CHN"))
    turns.sit_down("IND")
    assert turns.hand_over()
    assert turns.scene() == Scene("curtain", "CHN")


def test_one_person_alone_hands_nothing_over() -> None:
    assert not turns_of(TABLE).hand_over()


def test_what_was_decided_is_told_before_the_next_round_is_played() -> None:
    turns = turns_of(TABLE)
    after = replace(TABLE, number=60, moment="4.deliberation", round=4)
    turns.receive("IND", Update(after, (seen(58, "adjudication"), seen(59, "assessment"))))
    assert turns.scene() == Scene("assessment", "IND")
    turns.here.told = after.number
    assert turns.scene() == Scene("table", "IND")


def test_what_was_told_before_the_exercise_was_taken_up_is_not_told_again() -> None:
    turns = turns_of(TABLE)
    turns.receive("IND", Update(TABLE, (seen(40, "adjudication"), seen(50, "assessment"))))
    assert turns.scene() == Scene("table", "IND")
    assert len(turns.here.report()) == 2


def test_a_crisis_asks_once_in_each_exchange() -> None:
    turns = turns_of(CRISIS)
    assert turns.scene() == Scene("crisis", "IND")
    turns.here.answered = CRISIS.moment
    assert turns.scene() == Scene("table", "IND")
    turns.receive("IND", Update(replace(CRISIS, moment="3.crisis.3", exchange=3), ()))
    assert turns.scene() == Scene("crisis", "IND")


def test_the_debrief_needs_no_curtain_and_comes_once() -> None:
    turns = turns_of(DEBRIEF, of(DEBRIEF, "CHN"))
    assert turns.scene() == Scene("debrief", "IND")
    turns.here.has_seen_debrief = True
    assert turns.scene() == Scene("table", "IND")
