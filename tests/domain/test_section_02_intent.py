"""Intent: persons are asked what they want of weighty decisions (rulebook §2)."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.exercise import due
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Options
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import CONTROL, OBSERVER, Stage
from tests.domain.sound import Play
from tests.domain.test_section_08_crises import acute

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
        (stated("1.AAA.summit.BBB", wants="a\tb"), "one line"),
        (c.StateIntent(about="1.AAA.summit.BBB", wants="x", expects="a\nb", sure=50), "one line"),
        (c.StateIntent(about="1.AAA.summit.BBB", wants="x", expects="y" * 201, sure=50), "at most 200"),
        (stated("1.AAA.summit.BBB", sure=101), "0 to 100"),
        (stated("1.AAA.summit.BBB", sure=-1), "0 to 100"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answer: c.StateIntent, why: str) -> None:
    playing = play("weighty")
    assert summit(playing) == "1.AAA.summit.BBB"
    with pytest.raises(Illegal, match=why) as refusal:
        playing.do("AAA", answer)
    assert refusal.value.rule == "intent"


def test_answers_that_just_fit_are_kept_without_the_blanks_around_them() -> None:
    for sure in (0, 100):
        playing = play("weighty")
        about = summit(playing)
        wants, expects = "x" * 200, "y" * 200
        playing.do("AAA", c.StateIntent(about=about, wants=f" {wants} ", expects=f" {expects} ", sure=sure))
        (told,) = view_of(playing.world, "AAA").intents
        assert (told.wants, told.expects, told.sure, told.round) == (wants, expects, sure, 1)


def test_words_with_signs_nobody_can_see_are_no_answer() -> None:
    playing = play("weighty")
    about = summit(playing)
    for wants, expects in (("a\x07b", "x"), ("x", "a\x07b")):
        with pytest.raises(Unreadable, match="cannot be seen"):
            playing.do("AAA", c.StateIntent(about=about, wants=wants, expects=expects, sure=50))


def test_what_was_agreed_in_an_earlier_round_is_not_asked_about_again_while_it_is_under_way() -> None:
    playing = play("weighty")
    terms = c.Terms(safeguards="standard")
    playing.do("AAA", c.Propose(move="technology_transfer", partners=("BBB",), terms=terms))
    about = playing.latest
    assert asked(playing.world, "AAA") == [about]
    playing.do("BBB", c.Accept(initiative=about, version=1))
    assert asked(playing.world, "AAA") == asked(playing.world, "BBB") == [about]
    while playing.world.round < 2 or str(playing.world.phase) != "deliberation":
        playing.all_ready()
    assert str(playing.world.initiatives[about].state) == "under_way"
    assert asked(playing.world, "AAA") == asked(playing.world, "BBB") == []


def test_a_seat_at_which_nobody_sits_is_not_asked() -> None:
    playing = play("weighty")
    summit(playing)
    playing.do("AAA", c.Absence(away=True))
    assert asked(playing.world, "AAA") == []


def test_a_decision_is_called_as_its_owner_would_call_it() -> None:
    playing = play("weighty")
    about = summit(playing)
    playing.do("BBB", c.Accept(initiative=about, version=1))
    titles = {seat: view_of(playing.world, seat).asks[0].title for seat in PERSONS}
    assert titles["BBB"] == f"Avaria: {titles['AAA']}"
    assert titles["AAA"].startswith("Summit")
    for seat in PERSONS:
        playing.do(seat, stated(about))
        (told,) = view_of(playing.world, seat).intents
        assert (told.decision, told.outcome, told.came_off) == (titles[seat], "agreed", None)


def test_a_decision_begun_anew_on_other_terms_is_asked_about_again_and_the_first_answer_says_so() -> None:
    playing = play("weighty")
    about = summit(playing)
    playing.do("AAA", stated(about))
    playing.do("AAA", c.Withdraw(initiative=about))
    assert summit(playing) == about
    assert asked(playing.world, "AAA") == [about]
    (told,) = view_of(playing.world, "AAA").intents
    assert (told.outcome, told.came_off) == ("begun anew on other terms", None)
    playing.do("AAA", stated(about, wants="quiet on land"))
    assert asked(playing.world, "AAA") == []
    (told,) = view_of(playing.world, "AAA").intents
    assert (told.outcome, told.wants) == ("tabled", "quiet on land")


@pytest.mark.parametrize(
    ("stage", "came_off"), [("confrontation", None), ("easing", None), ("settled", True), ("frozen", False)]
)
def test_a_decision_in_a_crisis_is_told_with_how_the_crisis_went(stage: str, came_off: bool | None) -> None:
    playing = acute(seats=PERSONS, options=Options(intent="weighty"))
    (crisis,) = playing.world.open_crises()
    (question,) = view_of(playing.world, "AAA").asks
    playing.do("AAA", stated(question.about))
    moved = {**playing.world.crises, crisis.id: replace(crisis, stage=Stage(stage))}
    (told,) = view_of(replace(playing.world, crises=moved), "AAA").intents
    title = playing.world.rules.crises[crisis.template].title
    assert told.decision == question.title == f"{title}, exchange {playing.world.exchange}"
    assert (told.outcome, told.came_off) == (stage, came_off)


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
