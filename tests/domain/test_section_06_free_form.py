"""Free-form moves and appeals: argued, judged in the open, appealed once and answered (§6)."""

from collections.abc import Mapping
from typing import cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.domain.errors import Illegal, Refused, Unreadable
from multipolar.domain.knowledge.causes import explain
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.world import fingerprint
from multipolar.domain.vocabulary import CONTROL, EVERYONE, OBSERVER, Phase
from tests.domain.sound import Play
from tests.domain.test_section_02_desk import FACILITATED, PERSONS, at_the_desk, of_kind
from tests.domain.test_section_13_control import WHY, replayed

PORTS = c.FreeForm(
    does="We call at both ports.", wants="calmer waters", reasons=("Both are open.", "We have been there."),
    toward=("BBB", "CCC"),
)  # fmt: skip
MOVE = "1.AAA.free_form"


def made(*, script: Mapping[str, tuple[int, ...]] | None = None, judging: bool = True) -> Play:
    play = Play(options=FACILITATED, seats=PERSONS, script=script).to_deliberation()
    play.do("AAA", PORTS)
    play.do("BBB", c.ArgueAgainst(free_form=MOVE, argument="Ours is shut."))
    if judging:
        play.do(CONTROL, c.Advance(reason="the time is up"))
    return play


def ruling(**changes: object) -> c.Rule:
    judged = c.Rule(
        result=MOVE, effects="good_offices", arguments=(2, 1), counters=(-1,), reason="both were open already"
    )
    return msgspec.structs.replace(judged, **changes)


def test_it_is_argued_before_all_and_waits_to_be_judged() -> None:
    play = made()
    assert play.world.phase is Phase.ADJUDICATION
    for seat in ("AAA", "CCC", OBSERVER, CONTROL):
        (seen,) = view_of(play.world, seat).free_forms
        assert (seen.does, seen.against, seen.waits) == (PORTS.does, (("BBB", "Ours is shut."),), True)
    with pytest.raises(Illegal, match="a result waits"):
        play.do(CONTROL, c.Advance(reason="on"))


def test_the_roll_is_made_in_the_open_with_what_each_argument_is_worth() -> None:
    play = made(script={f"1.free_form.{MOVE}": (4, 4)})
    before = play.world.tension("BBB", "CCC")
    judged, *moved = play.do(CONTROL, ruling())
    assert isinstance(judged, e.FreeFormJudged)
    assert (judged.dice, judged.total, judged.outcome, judged.audience) == ((4, 4), 10, 2, EVERYONE)
    assert {event.cause for event in moved} == {judged.seq}
    assert play.world.tension("BBB", "CCC") == max(0, before - 4)
    told = narrate(play.world, judged)
    assert told.text == "R1.1: “We call at both ports.”: success: both were open already"
    assert "+2 Both are open." in told.detail
    assert "-1 Borea: Ours is shut." in told.detail
    (seen,) = view_of(play.world, OBSERVER).free_forms
    assert (seen.ruling, seen.outcome, seen.waits) == ("R1.1", "success", False)
    texts = {event.seq: narrate(play.world, event).text for event in play.events}
    found = explain(play.world, play.events, "tension(BBB,CCC)", "CCC", texts)
    assert any("R1.1" in step.reason for step in found.steps)
    play.do(CONTROL, c.Advance(reason="on"))
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_the_sum_of_arguments_is_capped_and_control_may_set_it_by_hand_or_with_real_dice() -> None:
    play = made()
    (judged, *_) = play.do(CONTROL, ruling(arguments=(3, 3), counters=(3,), dice=(1, 2)))
    assert cast(e.FreeFormJudged, judged).total == 1 + 2 + 5
    play = made()
    (judged, *_) = play.do(CONTROL, ruling(outcome="breakthrough"))
    assert (cast(e.FreeFormJudged, judged).dice, cast(e.FreeFormJudged, judged).outcome) == ((), 3)


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"arguments": (1,)}, Unreadable, "2 for it, 1 against"),
        ({"arguments": (4, 0)}, Unreadable, "-3 to 3"),
        ({"counters": ()}, Unreadable, "2 for it, 1 against"),
        ({"effects": "magic"}, Unreadable, "choose public_statement"),
        ({"effects": "quiet_word"}, Illegal, "toward 1 to 1"),
        ({"dice": (7, 1)}, Unreadable, "two dice"),
        ({"outcome": "x"}, Unreadable, "no outcome"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], error: type[Refused], said: str) -> None:
    with pytest.raises(error, match=said):
        made().do(CONTROL, ruling(**changes))


def test_who_may_argue_and_when() -> None:
    play = made(judging=False)
    for seat, said in (("AAA", "others argue"), ("BBB", "yours stands")):
        with pytest.raises(Illegal, match=said):
            play.do(seat, c.ArgueAgainst(free_form=MOVE, argument="No."))
    with pytest.raises(Illegal, match="one free-form move a round"):
        play.do("AAA", PORTS)
    with pytest.raises(Unreadable, match="one to 3 reasons"):
        play.do("CCC", msgspec.structs.replace(PORTS, toward=(), reasons=("a", "b", "c", "d")))
    with pytest.raises(Illegal, match="need a facilitator"):
        Play().to_deliberation().do("AAA", PORTS)


def test_who_is_not_told_how_it_came_off_sees_a_number_moved_and_no_more() -> None:
    told, untold = (made(script={f"1.free_form.{MOVE}": dice}) for dice in ((4, 4), (4, 5)))
    for play in (told, untold):
        play.do(CONTROL, ruling(to=("BBB",)))
    for seat in ("DDD", OBSERVER):
        one, other = (msgspec.json.encode(view_of(play.world, seat)) for play in (told, untold))
        assert one == other, seat
        (seen,) = view_of(told.world, seat).free_forms
        assert (seen.ruling, seen.outcome, seen.reason, seen.dice) == ("", "", "", ())
    assert view_of(told.world, "CCC").free_forms[0].outcome == "success"
    (judged,) = of_kind(tuple(told.events), e.FreeFormJudged)
    moved = [event for event in told.events if event.cause == judged.seq]
    assert moved
    assert all(set(event.audience) <= {"AAA", "BBB", "CCC"} for event in moved)


# --- Appeals ---------------------------------------------------------------------------------


def published(*, script: Mapping[str, tuple[int, ...]] | None = None) -> Play:
    play = at_the_desk(script=script)
    play.do(CONTROL, c.Publish(reason=WHY))
    return play


VISIT = "1.AAA.visit_exchange.BBB"


def test_a_party_appeals_once_and_the_answer_is_a_ruling() -> None:
    play = published(script={f"1.resolve.{VISIT}": (1, 1)})
    with pytest.raises(Unreadable, match="nothing of yours"):
        play.do("CCC", c.Appeal(about=VISIT, text="And we?"))
    play.do("BBB", c.Appeal(about=VISIT, text="The second reason was not weighed."))
    with pytest.raises(Illegal, match="yours stands"):
        play.do("BBB", c.Appeal(about=VISIT, text="Again."))
    numbers = play.world.numbers
    (answered,) = play.do(CONTROL, c.AnswerAppeal(about=VISIT, power="BBB", reason="It was: +1."))
    assert isinstance(answered, e.AppealAnswered)
    assert (answered.ruling, answered.was, answered.outcome) == ("R1.1", 0, 0)
    assert play.world.numbers == numbers
    with pytest.raises(Illegal, match=r"answered by R1\.1"):
        play.do(CONTROL, c.AnswerAppeal(about=VISIT, power="BBB", reason="again"))
    (seen,) = view_of(play.world, OBSERVER).appeals
    assert (seen.ruling, seen.reason, seen.changed) == ("R1.1", "It was: +1.", False)


def test_an_answer_that_changes_the_outcome_moves_numbers_by_the_difference() -> None:
    script = {f"1.resolve.{VISIT}": (1, 1)}
    play, success = published(script=script), published(script={f"1.resolve.{VISIT}": (6, 5)})
    play.do("AAA", c.Appeal(about=VISIT, text="It was a feast."))
    events = play.do(CONTROL, c.AnswerAppeal(about=VISIT, power="AAA", outcome="breakthrough", reason="So."))
    assert play.world.initiatives[VISIT].outcome == success.world.initiatives[VISIT].outcome == 3
    for target in ("trust(AAA,BBB)", "trust(BBB,AAA)", "interoperability(AAA,BBB)"):
        assert play.world.number(target) == success.world.number(target), target
    assert play.world.habits == success.world.habits
    assert play.world.open_habits == success.world.open_habits
    assert all("R1.1, on appeal: So." in change.reason for one in events for change in one.changes)
    assert [
        one.outcome for one in of_kind(tuple(play.events), e.InitiativeResolved) if one.initiative == VISIT
    ] == [0]
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_what_an_appealed_result_formed_is_ended() -> None:
    play = Play(options=FACILITATED, seats=PERSONS).to_deliberation()
    play.do("BBB", c.Propose(move="memorandum", partners=("CCC",)))
    play.do("CCC", c.Accept(initiative=play.latest, version=1))
    about = play.latest
    play.do(CONTROL, c.Advance(reason="on"))
    play.do(CONTROL, c.Rule(result=about, outcome="success", reason=WHY))
    play.do(CONTROL, c.Publish(reason=WHY))
    assert play.world.has("memorandum", "BBB", "CCC")
    play.do("BBB", c.Appeal(about=about, text="Nobody signed."))
    play.do(CONTROL, c.AnswerAppeal(about=about, power="BBB", outcome="setback", reason="nobody had"))
    assert not play.world.has("memorandum", "BBB", "CCC")
    play.do("CCC", c.Appeal(about=about, text="We did."))
    play.do(CONTROL, c.AnswerAppeal(about=about, power="CCC", outcome="success", reason="they had"))
    assert play.world.has("memorandum", "BBB", "CCC")
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_an_appeal_is_made_in_the_round_of_the_result() -> None:
    play = published()
    play.do(CONTROL, c.Advance(reason="on"))
    while play.world.moment != "2.deliberation":
        play.do(CONTROL, c.Advance(reason="on"))
    play.do("AAA", PORTS)
    play.do(CONTROL, c.Advance(reason="on"))
    with pytest.raises(Illegal, match="in the round"):
        play.do("AAA", c.Appeal(about=VISIT, text="Late."))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_sequence_of_arguments_rulings_and_appeals_leaves_a_record_that_replays(
    data: st.DataObject,
) -> None:
    play = made()
    worth = st.integers(-4, 4)
    about = st.sampled_from((MOVE, "x"))
    seats = st.sampled_from(("AAA", "BBB", "CCC"))
    outcomes = st.sampled_from(("", "setback", "breakthrough", "x"))
    forms = st.sampled_from((*play.world.rules.free_forms, "x"))
    deeds = st.one_of(
        st.builds(
            c.Rule, result=about, effects=forms, arguments=st.tuples(worth, worth), counters=st.tuples(worth),
            outcome=outcomes, to=st.sampled_from(((), ("BBB",))), reason=st.just(WHY),
        ),
        st.builds(c.AnswerAppeal, about=about, power=seats, outcome=outcomes, reason=st.just(WHY)),
        st.builds(c.Appeal, about=about, text=st.just("Look again.")),
        st.builds(c.Advance, reason=st.just(WHY)),
    )  # fmt: skip
    for _ in range(data.draw(st.integers(1, 12))):
        command = data.draw(deeds)
        seat = data.draw(seats) if isinstance(command, c.Appeal) else CONTROL
        try:
            play.do(seat, command)
        except Refused:
            continue
    assert fingerprint(replayed(play)) == fingerprint(play.world)
