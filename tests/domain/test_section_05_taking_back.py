"""Rulebook §5: an answer can be taken back in its phase as long as nobody else has acted on it."""

import pytest

from multipolar.domain.errors import Illegal, NotYourSeat
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import InitiativeState
from tests.domain.sound import Play

MONEY = ("capital(AAA)", "resources(AAA)", "capital(BBB)", "resources(BBB)")


def money(play: Play) -> list[int]:
    return [play.world.number(target) for target in MONEY]


def asked(play: Play, *, move: str = "hotline", terms: c.Terms | None = None) -> str:
    """Avaria proposes to Borea; returns its id."""
    play.do("AAA", c.Propose(move=move, partners=("BBB",), terms=terms or c.Terms(payment=1)))
    return play.latest


def test_an_acceptance_that_made_it_agreed_is_taken_back_with_what_it_set_aside() -> None:
    play = Play().to_deliberation()
    key = asked(play)
    before = money(play)
    play.do("BBB", c.Accept(initiative=key, version=1))
    assert play.world.initiatives[key].state is InitiativeState.AGREED
    assert _mine(play, "BBB", key)
    play.do("BBB", c.Withdraw(initiative=key))
    found = play.world.initiatives[key]
    assert (found.state, found.accepted, found.agreed) == (InitiativeState.TABLED, ("AAA",), 0)
    assert money(play) == before
    assert next(one for one in view_of(play.world, "BBB").initiatives if one.id == key).open_to_me
    play.do("BBB", c.Decline(initiative=key))


def _mine(play: Play, seat: str, key: str) -> bool:
    return next(one for one in view_of(play.world, seat).initiatives if one.id == key).mine


def test_those_outside_forget_what_was_announced_and_is_no_longer_agreed() -> None:
    play = Play().to_deliberation()
    key = asked(play, move="strategic_dialogue", terms=c.Terms())
    play.do("BBB", c.Accept(initiative=key, version=1))
    assert any(one.id == key for one in view_of(play.world, "CCC").initiatives)
    events = play.do("BBB", c.Withdraw(initiative=key))
    assert {event.actor for event in events} == {"BBB"}
    assert not any(one.id == key for one in view_of(play.world, "CCC").initiatives)
    told = [event for event in events if "CCC" in event.audience or event.audience == ("*",)]
    assert [type(event) for event in told] == [e.InitiativeStateChanged]


def test_the_promises_of_what_was_agreed_fall_with_it_and_can_be_made_again() -> None:
    play = Play().to_deliberation()
    given = c.Undertaking(by="BBB", toward="AAA", kind="restraint", move="coercion", until=2)
    key = asked(play, terms=c.Terms(undertakings=(given,)))
    for _ in range(2):
        play.do("BBB", c.Accept(initiative=key, version=1))
        assert [pledge.undertaking for pledge in play.world.pledges.values()] == [given]
        play.do("BBB", c.Withdraw(initiative=key))
        assert not play.world.pledges


def test_a_counter_is_taken_back_and_its_terms_stay_on_the_table() -> None:
    play = Play().to_deliberation()
    key = asked(play)
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=2)))
    play.do("BBB", c.Withdraw(initiative=key))
    assert play.world.initiatives[key].accepted == ()
    play.do("BBB", c.Decline(initiative=key))


def test_an_answer_stands_once_somebody_else_has_acted_on_it() -> None:
    play = Play().to_deliberation()
    key = asked(play)
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=2)))
    play.do("AAA", c.Accept(initiative=key, version=2))
    assert not _mine(play, "BBB", key)
    with pytest.raises(Illegal, match="acted on it"):
        play.do("BBB", c.Withdraw(initiative=key))
    assert _mine(play, "AAA", key)
    play.do("AAA", c.Withdraw(initiative=key))
    assert play.world.initiatives[key].state is InitiativeState.TABLED


def declined(play: Play) -> str:
    key = asked(play)
    play.do("BBB", c.Decline(initiative=key))
    return key


def test_a_refusal_is_taken_back_and_what_it_cost_the_proposer_is_given_back() -> None:
    play = Play().to_deliberation()
    before = money(play)
    key = declined(play)
    assert money(play)[0] == before[0] - play.world.rules.base.money.withdraw_capital
    assert _mine(play, "BBB", key)
    reopened, given_back = play.do("BBB", c.Withdraw(initiative=key))
    found = play.world.initiatives[key]
    assert (reopened.cause, given_back.cause) == (found.event, reopened.seq)
    assert (found.state, found.accepted, found.spent) == (InitiativeState.TABLED, (), ())
    assert money(play) == before
    for seat in ("AAA", "BBB"):
        play.do(seat, c.Accept(initiative=key, version=1))
    assert play.world.initiatives[key].state is InitiativeState.AGREED


def test_a_refusal_stands_once_the_same_was_proposed_anew_or_the_phase_is_over() -> None:
    play = Play().to_deliberation()
    key = declined(play)
    asked(play, terms=c.Terms(payment=2))
    with pytest.raises(NotYourSeat):
        play.do("BBB", c.Withdraw(initiative=key))
    play = Play().to_deliberation()
    key = declined(play)
    while play.world.round < 2:
        play.all_ready()
    assert not _mine(play, "BBB", key)


def test_only_who_refused_takes_the_refusal_back() -> None:
    play = Play().to_deliberation()
    key = declined(play)
    assert not _mine(play, "AAA", key)
    with pytest.raises(Illegal):
        play.do("AAA", c.Withdraw(initiative=key))


def test_a_refusal_is_not_taken_back_where_the_two_have_the_same_on_the_table_meanwhile() -> None:
    play = Play().to_deliberation()
    key = declined(play)
    play.do("BBB", c.Propose(move="hotline", partners=("AAA",)))
    with pytest.raises(Illegal):
        play.do("BBB", c.Withdraw(initiative=key))


def test_an_answer_to_what_was_proposed_a_round_ago_is_taken_back_too() -> None:
    play = Play().to_deliberation()
    key = asked(play)
    while play.world.round < 2:
        play.all_ready()
    before = money(play)
    play.do("BBB", c.Accept(initiative=key, version=1))
    play.do("BBB", c.Withdraw(initiative=key))
    assert money(play) == before
    play.do("BBB", c.Decline(initiative=key))
    play.do("BBB", c.Withdraw(initiative=key))
    assert play.world.initiatives[key].state is InitiativeState.TABLED


def test_an_answer_not_given_cannot_be_taken_back() -> None:
    play = Play().to_deliberation()
    key = asked(play)
    with pytest.raises(NotYourSeat):
        play.do("BBB", c.Withdraw(initiative=key))


def test_what_is_seen_of_an_agreed_move_goes_with_what_becomes_of_it_in_the_same_phase() -> None:
    play = Play().to_deliberation()

    def seen(key: str) -> tuple[str, c.Terms]:
        found = next(one for one in view_of(play.world, "AAA").initiatives if one.id == key)
        return found.state, found.terms

    play.do("AAA", c.Order(move="covert_collection", targets=("BBB",)))
    key = play.latest
    assert seen(key) == ("agreed", c.Terms())
    play.do("AAA", c.Withdraw(initiative=key))
    assert seen(key)[0] == "withdrawn"
    play.do("AAA", c.Order(move="covert_collection", targets=("BBB",), terms=c.Terms(committed=True)))
    assert play.latest == key
    assert seen(key) == ("agreed", c.Terms(committed=True))
