"""Intent: persons are asked what they want of weighty decisions (rulebook §2)."""

import pytest

from multipolar.domain import commands as c
from multipolar.domain import events as e
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.events import Options
from multipolar.domain.exercise import due
from multipolar.domain.projection import view_of
from multipolar.domain.terms import CONTROL, OBSERVER
from multipolar.domain.world import World
from tests.domain.sound import Play

PERSONS = {"AAA": "person", "BBB": "person"}


def play(how: str) -> Play:
    """The first deliberation, Avaria and Borea run by persons who are asked so often."""
    return Play(seats=PERSONS, options=Options(intent=how)).to_deliberation()


def asked(world: World, seat: str) -> list[str]:
    """What a seat is asked about."""
    return [found.about for found in view_of(world, seat).asks]


def stated(about: str, wants: str = "quiet at sea", sure: int = 60) -> c.StateIntent:
    """An answer."""
    return c.StateIntent(about=about, wants=wants, expects="they will grumble", sure=sure)


def summit(playing: Play, partner: str = "BBB") -> str:
    """Avaria proposes a summit, which is weighty; returns its id."""
    playing.do("AAA", c.Propose(move="summit", partners=(partner,)))
    return playing.latest


def test_nobody_is_asked_unless_the_exercise_was_begun_so() -> None:
    playing = play("never")
    about = summit(playing)
    assert asked(playing.world, "AAA") == []
    with pytest.raises(Illegal, match="not asked"):
        playing.do("AAA", stated(about))


def test_an_unknown_way_of_asking_is_refused() -> None:
    with pytest.raises(Unreadable, match="choose never, once_a_round, weighty"):
        Play(options=Options(intent="daily"))


def test_weighty_decisions_are_asked_about_and_light_ones_are_not() -> None:
    playing = play("weighty")
    playing.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    assert asked(playing.world, "AAA") == []
    about = summit(playing)
    playing.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    assert asked(playing.world, "AAA") == [about, playing.latest]


def test_a_partner_is_asked_once_it_has_accepted() -> None:
    playing = play("weighty")
    about = summit(playing)
    assert asked(playing.world, "BBB") == []
    playing.do("BBB", c.Accept(initiative=about, version=1))
    assert asked(playing.world, "BBB") == [about]


def test_programs_are_not_asked() -> None:
    playing = play("weighty")
    playing.do("CCC", c.Order(move="public_protest", targets=("AAA",)))
    assert asked(playing.world, "CCC") == []


def test_once_a_round_is_once_a_round() -> None:
    playing = play("once_a_round")
    about = summit(playing)
    playing.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    assert len(asked(playing.world, "AAA")) == 2
    playing.do("AAA", stated(about))
    assert asked(playing.world, "AAA") == []


def test_principals_are_asked_in_each_exchange_and_others_are_not() -> None:
    playing = Play(
        seats=PERSONS,
        options=Options(intent="weighty"),
        script={"1.friction.AAA.CCC": (1, 1, 1), "1.warning.K1": (1, 1), "1.acute.K1": (1, 1)},
    ).to_deliberation()
    playing.all_ready()
    assert str(playing.world.phase) == "crisis"
    crisis = playing.world.open_crises()[0].id
    assert asked(playing.world, "AAA") == [f"{crisis}.1"]
    assert asked(playing.world, "BBB") == []
    playing.do("AAA", stated(f"{crisis}.1"))
    playing.do("AAA", c.Respond(crisis=crisis, choice="hold"))
    assert asked(playing.world, "AAA") == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (stated("x"), "not asked"),
        (c.StateIntent(about="", wants="x", expects="", sure=50), "not asked"),
        (stated("1.AAA.summit.BBB", wants=" "), "say in a line"),
        (stated("1.AAA.summit.BBB", wants="a\nb"), "one line"),
        (stated("1.AAA.summit.BBB", wants="x" * 201), "at most 200"),
        (stated("1.AAA.summit.BBB", sure=101), "0 to 100"),
        (stated("1.AAA.summit.BBB", sure=-1), "0 to 100"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answer: c.StateIntent, why: str) -> None:
    playing = play("weighty")
    assert summit(playing) == "1.AAA.summit.BBB"
    with pytest.raises(Illegal, match=why):
        playing.do("AAA", answer)


def test_nothing_waits_for_an_answer_and_no_rule_reads_it() -> None:
    asked_of, silent = play("weighty"), play("weighty")
    about = ""
    for playing in (asked_of, silent):
        about = summit(playing)
        playing.do("BBB", c.Accept(initiative=about, version=1))
    asked_of.do("AAA", stated(about))
    for playing in (asked_of, silent):
        for seat in PERSONS:
            playing.do(seat, c.Ready())
        assert isinstance(due(playing.world), c.Advance) or playing.world.phase
        playing.all_ready()
    assert asked_of.world.numbers == silent.world.numbers


def test_an_answer_is_its_seats_alone_until_the_debrief() -> None:
    playing = play("weighty")
    about = summit(playing)
    playing.do("BBB", c.Accept(initiative=about, version=1))
    before = {seat: view_of(playing.world, seat) for seat in ("BBB", "CCC", "DDD", OBSERVER)}
    (event,) = playing.do("AAA", stated(about))
    assert isinstance(event, e.IntentStated)
    assert event.audience == ("AAA",)
    assert {seat: view_of(playing.world, seat) for seat in before} == before
    assert [found.about for found in view_of(playing.world, "AAA").intents] == [about]
    assert view_of(playing.world, CONTROL).intents
    while str(playing.world.phase) != "debrief":
        playing.all_ready()
    for seat in ("AAA", "BBB", OBSERVER):
        (told,) = view_of(playing.world, seat).intents
        assert (told.by, told.sure, told.wants) == ("AAA", 60, "quiet at sea")
        outcome = playing.world.initiatives[about].outcome
        assert outcome is not None
        assert told.outcome == outcome.word
        assert told.came_off == (outcome >= 2)


def test_a_decision_that_came_to_nothing_did_not_come_off() -> None:
    playing = play("weighty")
    about = summit(playing)
    playing.do("AAA", stated(about))
    playing.do("BBB", c.Decline(initiative=about))
    (told,) = view_of(playing.world, "AAA").intents
    assert (told.outcome, told.came_off) == ("declined", False)


def test_a_later_answer_takes_the_place_of_an_earlier_one_by_name_only() -> None:
    playing = play("weighty")
    about = summit(playing)
    playing.do("AAA", stated(about))
    with pytest.raises(Illegal, match="not asked"):
        playing.do("AAA", stated(about, wants="something else"))
