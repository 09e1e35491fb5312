"""Stepping back: the table plays on from where an earlier phase began, and nothing is taken out (§13)."""

import msgspec
import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Illegal, Stale, Unreadable
from multipolar.domain.knowledge.causes import explain
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World, fingerprint, state_of
from multipolar.domain.possible import Impossible, follow
from multipolar.domain.vocabulary import CONTROL, EVERYONE, OBSERVER, PERSON
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players
from tests.domain.sound import Play
from tests.domain.test_section_02_desk import FACILITATED, PERSONS, at_the_desk
from tests.domain.test_section_13_control import WHY, replayed

BACK = c.StepBack(to="1.deliberation", reason="it was published too early")
STAYS = {"seq", "numbers", "past", "gained", "stepped", "left", "rulings", "seats", "programs"}


def gone_back() -> tuple[Play, World]:
    """A table that published, and one that has not begun to deliberate: the first goes back to the second."""
    play = at_the_desk()
    begun = play.world.earlier["1.deliberation"]
    play.do(CONTROL, c.Rule(result=next(iter(play.world.desk)), outcome="breakthrough", reason=WHY))
    play.do(CONTROL, c.Publish(reason=WHY))
    play.do("AAA", c.Say(text="It is done."))
    play.do(CONTROL, BACK)
    return play, begun


def test_all_is_as_it_was_and_the_record_keeps_the_line_that_was_left() -> None:
    play, begun = gone_back()
    assert play.world.moment == "1.deliberation"
    assert {key: value for key, value in play.world.numbers.items() if value} == {
        key: value for key, value in begun.numbers.items() if value
    }
    now, then = state_of(play.world), state_of(begun)
    assert {key: now[key] for key in now.keys() - STAYS} == {key: then[key] for key in then.keys() - STAYS}
    assert play.world.gained == begun.gained, "what is as it was has not been gained again"
    assert any(isinstance(event, e.InitiativeResolved) for event in play.events)
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_trust_that_was_lost_and_comes_back_has_not_been_gained() -> None:
    play = at_the_desk()
    play.do(CONTROL, c.Rule(result=next(iter(play.world.desk)), outcome="setback", reason=WHY))
    before = play.world.trust("BBB", "AAA")
    play.do(CONTROL, c.Publish(reason=WHY))
    assert play.world.trust("BBB", "AAA") < before
    play.do(CONTROL, BACK)
    assert play.world.trust("BBB", "AAA") == before
    assert play.world.gained == play.world.earlier["1.deliberation"].gained


def test_amounts_add_up_over_it_and_why_tells_of_it() -> None:
    play, _ = gone_back()
    texts = {event.seq: narrate(play.world, event).text for event in play.events[-1:]}
    for seat in ("AAA", CONTROL):
        found = explain(play.world, play.events, "trust(AAA,BBB)", seat, texts)
        assert found.start + sum(step.amount for step in found.steps) == found.value
        assert any(
            "back to 1.deliberation: it was published too early" in step.reason for step in found.steps
        )


def test_all_are_told_and_each_of_the_numbers_it_may_know_alone() -> None:
    play, begun = gone_back()
    at = next(place for place, event in enumerate(play.events) if isinstance(event, e.SteppedBack))
    assert play.events[at].audience == EVERYONE
    assert narrate(play.world, play.events[at]).text == (
        "The table goes back to round 1, deliberation: it was published too early"
    )
    for event in play.events[at + 1 :]:
        for change in event.changes:
            if change.target.startswith("trust("):
                assert event.audience == (change.target[6:9],)
    for seat in ("AAA", "CCC", OBSERVER):
        one, other = view_of(play.world, seat), view_of(begun, seat)
        assert (one.initiatives, one.messages, one.offers) == (
            other.initiatives,
            other.messages,
            other.offers,
        )


def test_the_same_is_played_on_as_if_nothing_had_been() -> None:
    play, _ = gone_back()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=2))
    play.do("BBB", c.Propose(move="tabletop_drill", partners=("DDD",)))
    play.do("DDD", c.Accept(initiative=play.latest, version=2))
    play.do("CCC", c.Order(move="covert_collection", targets=("AAA",)))
    play.do(CONTROL, c.Advance(reason="the time is up"))
    again = at_the_desk()
    rolls = {name: result.rolls for name, result in play.world.desk.items()}
    assert rolls == {name: result.rolls for name, result in again.world.desk.items()}
    ruled = play.do(CONTROL, c.SetNumber(target="stability(AAA)", value=9, reason=WHY))
    assert isinstance(ruled[0], e.NumberSet)
    assert ruled[0].ruling == "R1.2", "a ruling of the line that was left keeps its name"


def test_where_one_can_go_back_to() -> None:
    play = Play(options=FACILITATED, seats=PERSONS).to_deliberation()
    with pytest.raises(Unreadable, match=r"choose 0\.briefing, 1\.deliberation"):
        play.do(CONTROL, c.StepBack(to="3.deliberation", reason=WHY))
    with pytest.raises(Unreadable, match="nobody facilitates"):
        Play().to_deliberation().do(CONTROL, BACK)
    play.do(CONTROL, c.StepBack(to="0.briefing", reason=WHY))
    assert list(play.world.earlier) == ["0.briefing"], "what was left is no place to go back to"
    (event,) = [one for one in play.events if isinstance(one, e.SteppedBack)]
    with pytest.raises(Impossible):
        follow(evolve(None, play.events[0]), msgspec.structs.replace(event, seq=2, round=0, phase="lobby"))


def test_programs_play_the_phase_once_more() -> None:
    opened = Play(options=FACILITATED, seats={"AAA": PERSON})
    host = Host(opened.events, SeededDice(1), NullLog())
    programs = Programs(host, players())
    host.submit(CONTROL, c.Advance(reason="on"))
    for _ in programs.play():
        pass
    first = set(host.world.initiatives)
    assert first
    host.submit(CONTROL, BACK)
    assert not host.world.initiatives
    for _ in programs.play():
        pass
    assert set(host.world.initiatives) == first


PAID, PAYS = c.Terms(payment=3), c.Terms(payment=-3)


def test_section_05_what_was_written_for_a_proposal_that_was_left_is_not_taken_for_another() -> None:
    play = Play(options=FACILITATED, seats=PERSONS).to_deliberation()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",), terms=PAID))
    stale = c.Accept(initiative=play.latest, version=1)
    play.do("BBB", c.Counter(initiative=play.latest, version=1, terms=PAYS))
    play.do(CONTROL, BACK)
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",), terms=PAYS))
    for version in (1, 2):
        assert forecast(play.world, "BBB", msgspec.structs.replace(stale, version=version)).rule == "version"
        with pytest.raises(Stale):
            play.do("BBB", msgspec.structs.replace(stale, version=version))
    assert forecast(play.world, "BBB", msgspec.structs.replace(stale, version=3)).rule == ""
    play.do("BBB", msgspec.structs.replace(stale, version=3))


def test_section_05_as_many_versions_are_put_forward_anew_and_none_comes_twice() -> None:
    play = Play(options=FACILITATED, seats=PERSONS).to_deliberation()
    for first in (1, 4, 7):
        play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",), terms=PAID))
        assert play.world.initiatives[play.latest].version == first
        for version, (seat, terms) in enumerate((("BBB", PAYS), ("AAA", PAID)), start=first):
            play.do(seat, c.Counter(initiative=play.latest, version=version, terms=terms))
        with pytest.raises(Illegal):
            play.do("BBB", c.Counter(initiative=play.latest, version=first + 2, terms=PAYS))
        play.do(CONTROL, BACK)


def test_section_05_other_terms_for_what_was_tabled_before_are_a_version_of_their_own() -> None:
    play = Play(options=FACILITATED, seats=PERSONS).to_deliberation()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",), terms=PAID))
    play.do(CONTROL, c.Advance(reason="the time is up"))
    to = play.world.moment
    assert to == "2.deliberation", "an offer stands until the end of the next one"
    play.do("BBB", c.Counter(initiative=play.latest, version=1, terms=PAYS))
    play.do(CONTROL, c.StepBack(to=to, reason="once more"))
    play.do("BBB", c.Counter(initiative=play.latest, version=1, terms=c.Terms(payment=1)))
    assert play.world.initiatives[play.latest].version == 3
    with pytest.raises(Stale):
        play.do("AAA", c.Accept(initiative=play.latest, version=2))
    world = None
    for event in play.events:
        world = follow(world, event)
