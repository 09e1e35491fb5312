"""Records played on by program: the same dice for every course, nothing played twice, honest figures."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from multipolar.domain.errors import Refused
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.domain.model.walk import world_after
from multipolar.lab.continuations import Continuation, Course, Ending, deal_of, draws, play_on
from multipolar.lab.counterfactual import (
    AGAIN,
    answers,
    before,
    decision_at,
    decision_of,
    same_deal,
    what_if,
)
from multipolar.lab.fans import fans, par, spread
from multipolar.lab.kept_endings import KeptEndings, file_of
from multipolar.lobby.local import read_record
from multipolar.review.decisions import Decision, decisions_of, weightiest

EXAMPLE = Path(__file__).parents[2] / "saves/indian-ocean-example.jsonl"
SEAT = "IND"


@pytest.fixture(scope="module")
def events() -> Sequence[Event]:
    """The record of the exercise that ships."""
    return read_record(str(EXAMPLE), None).events


@pytest.fixture(scope="module")
def late(events: Sequence[Event]) -> Decision:
    """A decision of the last round: what is played on from there is soon over."""
    last = max(event.round for event in events)
    return decision_at(events, SEAT, last, "deliberation")


def ending(course: str, number: int, final: int, *, conflict: bool = False) -> Ending:
    """An ending in which the seat came to a final."""
    return Ending(course, number, {SEAT: final}, 50, conflict)


def test_every_decision_is_a_command_with_what_it_brought_about(events: Sequence[Event]) -> None:
    found = decisions_of(events)
    assert {type(decision.event) for decision in found} >= {
        e.ProposalTabled,
        e.ProposalAccepted,
        e.OrderGiven,
    }
    for decision in found:
        assert decision.event is events[decision.seq - 1]
        assert decision.event.actor == decision.seat
        following = {decision.seq}
        for event in events[decision.seq : decision.last]:
            assert event.cause in following
            following.add(event.seq)
    taken = [seq for decision in found for seq in range(decision.seq, decision.last + 1)]
    assert len(taken) == len(set(taken)), "no event belongs to two decisions"


def test_the_weightiest_come_first(events: Sequence[Event]) -> None:
    found = weightiest(decisions_of(events, SEAT), 10)
    weights = [decision.weight for decision in found]
    assert len(found) == 10
    assert weights == sorted(weights, reverse=True)
    assert {decision.seat for decision in found} == {SEAT}


def test_a_draw_follows_from_its_number_alone() -> None:
    assert draws(7, 3) == draws(7, 5)[:3]
    assert len({(draw.seed, draw.whims) for draw in draws(7, 50)}) == 50
    assert draws(7, 1) != draws(8, 1)


def test_the_same_continuation_ends_the_same(events: Sequence[Event], late: Decision) -> None:
    deal = deal_of(events)
    wanted = Continuation(Course("again", late.last, SEAT), draws(1, 1)[0])
    assert play_on(deal, wanted) == play_on(deal, wanted)


def test_what_was_done_and_the_same_command_again_end_the_same(events: Sequence[Event]) -> None:
    order = next(
        decision for decision in reversed(decisions_of(events)) if isinstance(decision.event, e.OrderGiven)
    )
    given = order.event
    assert isinstance(given, e.OrderGiven)
    command = c.Order(move=given.move, targets=given.targets, terms=given.terms)
    deal, draw = deal_of(events), draws(3, 1)[0]
    done = play_on(deal, Continuation(Course("x", order.last, order.seat), draw))
    again = play_on(deal, Continuation(Course("x", order.seq - 1, order.seat, command), draw))
    assert done == again


def test_a_move_that_is_left_alone_is_not_made_there(events: Sequence[Event]) -> None:
    tabled = decision_at(events, SEAT, 3, "deliberation")
    question = what_if(events, tabled, [None], 2)
    assert question.courses[1].leaves == getattr(tabled.event, "move", None)
    assert question.courses[1].stands == tabled.seq - 1
    played = [play_on(question.deal, wanted) for wanted in question.wanted]
    done, left = ([one.finals for one in played if one.course == course.label] for course in question.courses)
    assert done != left


def test_alternatives_were_open_to_the_seat(events: Sequence[Event]) -> None:
    for decision in weightiest(decisions_of(events, SEAT), 12):
        question = what_if(events, decision, [], 1)
        labels = [course.label for course in question.courses]
        assert 2 <= len(labels) <= 4, decision.text
        assert len(set(labels)) == len(labels)
        assert labels[0].endswith(decision.text)
        play_on(question.deal, question.wanted[-1])


def test_a_command_that_is_not_allowed_is_refused(events: Sequence[Event], late: Decision) -> None:
    with pytest.raises(Refused):
        what_if(events, late, [c.Accept(initiative="9.XXX.none.YYY", version=1)], 1)
    with pytest.raises(Refused, match="decided nothing"):
        decision_at(events, SEAT, 99)
    with pytest.raises(Refused, match="no decision"):
        decision_of(events, SEAT, 1)


def test_the_world_before_a_decision_is_that_of_the_record(events: Sequence[Event], late: Decision) -> None:
    assert before(events, late).seq == late.seq - 1


def test_the_same_deal_keeps_the_dice_and_draws_who_plays_for_persons(events: Sequence[Event]) -> None:
    genesis = events[0]
    assert isinstance(genesis, e.ExerciseBegan)
    question = same_deal(events, 20)
    persons = [seat for seat, run_by in genesis.seats.items() if run_by == "person"]
    assert {draw.seed for draw in question.draws} == {genesis.seed}
    assert all(set(draw.doctrines) == set(persons) for draw in question.draws)
    assert len({draw.whims for draw in question.draws}) == 20
    assert question.courses == (Course(AGAIN, 2),)


def test_nothing_is_played_twice(
    events: Sequence[Event], late: Decision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = what_if(events, late, [None], 2)
    path = file_of(tmp_path, "x")
    first = sorted(answers(question, KeptEndings(path, question.deal), None), key=str)
    with path.open("ab") as file:
        file.write(b'{"key": "cut o')

    def never(_deal: object, _wanted: object) -> Ending:
        raise AssertionError("it was played before")

    monkeypatch.setattr("multipolar.lab.counterfactual.play_on", never)
    assert sorted(answers(question, KeptEndings(path, question.deal), None), key=str) == first


def test_another_record_is_not_answered_from_what_is_kept(
    events: Sequence[Event], late: Decision, tmp_path: Path
) -> None:
    question = what_if(events, late, [None], 1)
    path = file_of(tmp_path, "x")
    list(answers(question, KeptEndings(path, question.deal), None))
    other = deal_of(events[:-1])
    assert KeptEndings(path, other).of(question.wanted)[0] == []


def test_fans_set_courses_beside_one_another_dice_by_dice() -> None:
    endings = [
        *(ending("done", number, final) for number, final in enumerate((40, 50, 60))),
        ending("other", 0, 45),
        ending("other", 1, 50, conflict=True),
        ending("other", 2, 30),
    ]
    done, other = fans(endings, ["done", "other"], SEAT)
    assert (done.done, done.beside, done.final.quantiles["p50"]) == (True, None, 50)
    assert other.beside is not None
    assert (other.beside.better, other.beside.even, other.beside.worse) == (1, 1, 1)
    assert other.beside.mean == pytest.approx((5 + 0 - 30) / 3, abs=0.05)
    assert (other.conflict, other.games) == (0.333, 3)


def test_a_course_of_which_nothing_was_played_is_left_out() -> None:
    assert [fan.label for fan in fans([ending("done", 0, 1)], ["done", "other"], SEAT)] == ["done"]


def test_par_is_the_median_and_equals_count_half() -> None:
    found = par(
        SEAT, "India", 50, [ending("x", number, final) for number, final in enumerate((40, 50, 60, 70))]
    )
    assert (found.percentile, found.par) == (38, 55)
    assert found.quantiles["p95"] == 70


def test_quantiles_are_values_that_were_met() -> None:
    found = spread(list(range(1, 101)))
    assert found.quantiles == {"p5": 5, "p25": 25, "p50": 50, "p75": 75, "p95": 95}
    assert spread([7]).quantiles == dict.fromkeys(found.quantiles, 7)


def test_the_end_of_a_record_played_to_its_end_is_legal(events: Sequence[Event], late: Decision) -> None:
    found = play_on(deal_of(events), Continuation(Course("x", late.last, SEAT), draws(5, 1)[0]))
    ranked = world_after(events[:1]).rules.ranked
    assert set(found.finals) == set(ranked)
    assert 0 <= found.order <= 100
