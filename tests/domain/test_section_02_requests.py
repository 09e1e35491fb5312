"""Requests: a power asks another in a message to propose what only the other can (rulebook §2, signals)."""

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import MessageSent
from multipolar.domain.phases.genesis import begin
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players
from multipolar.rulebook import load_rules
from tests.domain.sound import Play, sound


def asking(move: str, to: str = "AAA", text: str = "") -> c.Say:
    """A request to Avaria."""
    return c.Say(text=text, to=(to,), asks=move)


def test_a_request_needs_no_further_words_and_is_known_to_the_two() -> None:
    playing = Play().to_deliberation()
    (event,) = playing.do("BBB", asking("licensed_production"))
    assert isinstance(event, MessageSent)
    assert event.audience == ("AAA", "BBB")
    assert [found.move for found in view_of(playing.world, "AAA").requests] == ["licensed_production"]
    assert view_of(playing.world, "CCC").requests == ()
    assert view_of(playing.world, "CCC").messages == ()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (asking("public_protest"), "nothing that another power could propose"),
        (c.Say(text="x", to=("AAA", "CCC"), asks="summit"), "one power at a time"),
        (c.Say(text="x", to=(), asks="summit"), "one power at a time"),
    ],
)
def test_what_nobody_could_propose_is_not_asked_for(command: c.Say, why: str) -> None:
    playing = Play().to_deliberation()
    with pytest.raises(Illegal, match=why):
        playing.do("BBB", command)
    with pytest.raises(Unreadable, match="no move"):
        playing.do("BBB", asking("moon_landing"))


def test_moves_that_the_preset_leaves_out_are_not_asked_for() -> None:
    playing = Play("intro").to_deliberation()
    with pytest.raises(Illegal, match="here"):
        playing.do("BBB", asking("co_development"))


def test_a_request_is_met_by_a_proposal_or_by_words_and_lapses_with_the_round() -> None:
    for answer in (c.Propose(move="summit", partners=("BBB",)), c.Say(text="Not now.", to=("BBB",))):
        playing = Play().to_deliberation()
        playing.do("BBB", asking("summit"))
        playing.do("AAA", answer)
        assert view_of(playing.world, "AAA").requests == ()
    playing = Play().to_deliberation()
    playing.do("BBB", asking("summit"))
    while playing.world.round < 2:
        playing.all_ready()
    assert view_of(playing.world, "AAA").requests == ()


def test_a_refusal_for_want_of_a_lead_says_that_the_other_may_be_asked() -> None:
    offers = {found.move: found for found in view_of(Play().to_deliberation().world, "BBB").offers}
    blocked = {found.power: found.blocked for found in offers["licensed_production"].partners}
    assert blocked["AAA"].endswith("ask them to propose it")
    assert "ask them" not in blocked["DDD"]


@pytest.mark.parametrize("move", ["strategic_dialogue", "security_pact"])
def test_a_program_answers_at_once_with_a_proposal_or_in_words(move: str) -> None:
    dice = SeededDice(7)
    host = Host(begin(load_rules(), sound(), "standard", {"BBB": "person"}, 7, dice), dice, NullLog())
    programs = Programs(host, players())
    host.submit("BBB", c.Ready())
    for _ in programs.play():
        pass
    before = set(host.world.initiatives)
    assert host.submit("BBB", asking(move, "DDD")).accepted
    for _ in programs.play():
        pass
    tabled = [
        found
        for found in host.world.initiatives.values()
        if found.id not in before and (found.initiator, found.move) == ("DDD", move)
    ]
    said = [found for found in host.world.messages if found.by == "DDD" and found.to == ("BBB",)]
    assert bool(tabled) != bool(said)
    assert host.view("DDD").requests == ()
