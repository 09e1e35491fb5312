"""What the clock leads to: a phase ended for all, and a round made the last one (rulebook §2)."""

import pytest

from multipolar.domain.errors import Illegal, NotYourSeat, Refused, Unreadable
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import ClockSet, LastRoundCalled, Options
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Phase
from tests.domain.sound import Play

PERSONS = {"AAA": "person", "BBB": "person"}


def test_a_phase_is_ended_for_all_and_what_was_agreed_is_kept() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    playing.do("AAA", c.Order(move="modernise_forces"))
    playing.do(CONTROL, c.Advance(reason="the time is up"))
    assert playing.world.round == 2 or playing.world.phase is Phase.CRISIS
    assert any(found.move == "modernise_forces" for found in playing.world.initiatives.values())


def test_the_present_round_is_made_the_last_one_and_everybody_is_told() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    planned = playing.world.rounds
    assert planned > 1
    playing.do(CONTROL, c.Conclude(reason="the lesson ends"))
    assert playing.world.rounds == playing.world.round == 1
    assert view_of(playing.world, "BBB").rounds == 1
    for _ in range(5):
        if playing.world.phase is not Phase.DEBRIEF:
            playing.do(CONTROL, c.Advance(reason="on"))
    assert playing.world.phase is Phase.DEBRIEF
    assert playing.world.ended
    called = [event for event in playing.events if isinstance(event, LastRoundCalled)]
    assert [event.reason for event in called] == ["the lesson ends"]


def test_only_control_calls_the_last_round_and_only_once() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    with pytest.raises(NotYourSeat):
        playing.do("AAA", c.Conclude(reason="on"))
    playing.do(CONTROL, c.Conclude(reason="on"))
    with pytest.raises(Illegal, match="last round already"):
        playing.do(CONTROL, c.Conclude(reason="on"))


def test_the_clock_is_stopped_and_goes_on_and_a_phase_has_more_time_with_the_reason_for_all() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    playing.do(CONTROL, c.Pause(reason="a fire drill"))
    stopped = [playing.world.clock_stopped]
    playing.do(CONTROL, c.Extend(minutes=3, reason="it took long"))
    stopped.append(playing.world.clock_stopped)
    playing.do(CONTROL, c.Resume(reason="on"))
    assert [*stopped, playing.world.clock_stopped] == [True, True, False]
    kept = [event for event in playing.events if isinstance(event, ClockSet)]
    assert [(event.deed, event.seconds, event.reason) for event in kept] == [
        ("stop", 0, "a fire drill"),
        ("extend", 180, "it took long"),
        ("go_on", 0, "on"),
    ]
    assert {event.audience for event in kept} == {EVERYONE}
    told = [narrate(playing.world, event).text for event in kept]
    assert told == [
        "The clock is stopped: a fire drill",
        "The deliberation is given 3:00 more: it took long",
        "The clock goes on: on",
    ]


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (c.Resume(reason="on"), Illegal),
        (c.Extend(minutes=0, reason="on"), Unreadable),
        (c.Extend(minutes=-5, reason="on"), Unreadable),
        (c.Extend(minutes=601, reason="on"), Unreadable),
    ],
    ids=repr,
)
def test_what_the_clock_cannot_do_is_refused(command: c.Resume | c.Extend, refusal: type[Refused]) -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    with pytest.raises(refusal):
        playing.do(CONTROL, command)
    with pytest.raises(NotYourSeat):
        playing.do("AAA", c.Pause(reason="on"))


def test_a_promise_beyond_the_last_round_is_not_possible() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    playing.do(CONTROL, c.Conclude(reason="on"))
    given = c.Undertaking(kind="restraint", move="show_of_force", by="AAA", toward="BBB", until=2)
    with pytest.raises(Illegal, match="until a round from 1 to 1"):
        playing.do("AAA", c.Promise(undertaking=given))


@pytest.mark.parametrize("options", [Options(lesson=19), Options(lesson=601), Options(sharing="alone")])
def test_a_lesson_that_cannot_be_is_refused(options: Options) -> None:
    with pytest.raises(Unreadable):
        Play(options=options)


def test_who_refrained_until_the_round_that_was_made_the_last_has_kept_the_promise() -> None:
    playing = Play(seats=PERSONS).to_deliberation()
    given = c.Undertaking(kind="restraint", move="show_of_force", by="AAA", toward="CCC", until=3)
    playing.do("AAA", c.Promise(undertaking=given))
    playing.do(CONTROL, c.Conclude(reason="on"))
    for _ in range(5):
        if playing.world.phase is not Phase.DEBRIEF:
            playing.do(CONTROL, c.Advance(reason="on"))
    assert [str(found.state) for found in playing.world.pledges.values()] == ["kept"]
