"""Rulebook §5: an answer is meant for one version, and each use of a move pays its own price."""

from collections.abc import Callable

import pytest

from multipolar.domain.errors import Illegal, Stale
from multipolar.domain.knowledge.countering import changed
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.events import Options
from multipolar.domain.vocabulary import OBSERVER, InitiativeState
from tests.domain.sound import Play

LIMITED = (4, 4)


def paid(play: Play, payment: int, message: str = "") -> str:
    """Avaria proposes a hotline to Borea for a payment; returns its id."""
    play.do(
        "AAA",
        c.Propose(move="hotline", partners=("BBB",), terms=c.Terms(payment=payment), message=message),
    )
    return play.latest


def answers(key: str, version: int) -> dict[str, tuple[str, AnyCommand]]:
    """Everything that names a proposal and was written for a version of it."""
    return {
        "accept": ("BBB", c.Accept(initiative=key, version=version)),
        "counter": ("BBB", c.Counter(initiative=key, version=version, terms=c.Terms(payment=1))),
        "decline": ("BBB", c.Decline(initiative=key, version=version)),
        "withdraw": ("AAA", c.Withdraw(initiative=key, version=version)),
    }


def withdrawn(play: Play, key: str) -> None:
    """Its proposer takes it back."""
    play.do("AAA", c.Withdraw(initiative=key))


def declined(play: Play, key: str) -> None:
    """It is turned down."""
    play.do("BBB", c.Decline(initiative=key))


@pytest.mark.parametrize("ended", [withdrawn, declined])
@pytest.mark.parametrize("answer", ["accept", "counter", "decline", "withdraw"])
def test_what_was_written_for_a_proposal_is_not_taken_for_the_next_of_its_name(
    answer: str, ended: Callable[[Play, str], None]
) -> None:
    play = Play().to_deliberation()
    key = paid(play, 3)
    seat, command = answers(key, 1)[answer]
    ended(play, key)
    assert paid(play, -3) == key
    with pytest.raises(Stale, match="version 2"):
        play.do(seat, command)
    found = play.world.initiatives[key]
    assert (found.version, found.terms.payment, found.state) == (2, -3, InitiativeState.TABLED)
    play.do(*answers(key, 2)[answer])


def test_versions_go_on_however_often_a_proposal_is_made_anew() -> None:
    play = Play().to_deliberation()
    versions = []
    for payment in (3, 2, 1):
        key = paid(play, payment)
        versions.append(play.world.initiatives[key].version)
        withdrawn(play, key)
    assert versions == [1, 2, 3]


def test_an_acceptance_needs_the_very_version() -> None:
    play = Play().to_deliberation()
    key = paid(play, 1)
    for version in (0, 2, -1):
        with pytest.raises(Stale):
            play.do("BBB", c.Accept(initiative=key, version=version))


def test_no_more_than_three_versions_are_countered_a_round_made_anew_or_not() -> None:
    play = Play().to_deliberation()
    for payment in (3, 2):
        withdrawn(play, paid(play, payment))
    key = paid(play, 1)
    with pytest.raises(Illegal):
        play.do("BBB", c.Counter(initiative=key, version=3, terms=c.Terms()))
    play.do("BBB", c.Accept(initiative=key, version=3))


def test_how_often_an_order_was_given_anew_is_known_to_its_author_alone() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    play.do("AAA", c.Withdraw(initiative=play.latest, version=1))
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    with pytest.raises(Stale):
        play.do("AAA", c.Withdraw(initiative=play.latest, version=1))
    key = play.latest
    play.all_ready()
    shown = {
        seat: next(found.version for found in view_of(play.world, seat).initiatives if found.id == key)
        for seat in ("AAA", "CCC", "BBB", OBSERVER)
    }
    assert shown == {"AAA": 2, "CCC": 1, "BBB": 1, OBSERVER: 1}


def test_outsiders_are_not_told_how_often_a_proposal_was_countered() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    key = paid(play, 2)
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=3)))
    play.do("AAA", c.Accept(initiative=key, version=2))
    for seat, version in (("AAA", 2), ("BBB", 2), ("CCC", 1), (OBSERVER, 1)):
        assert [found.version for found in view_of(play.world, seat).initiatives] == [version]


def test_an_intent_is_asked_anew_of_what_is_proposed_anew() -> None:
    play = Play(seats={"AAA": "person"}, options=Options(intent="weighty")).to_deliberation()
    for number in (1, 2):
        play.do("AAA", c.Propose(move="summit", partners=("BBB",), terms=c.Terms(payment=number)))
        key = play.latest
        assert [found.about for found in view_of(play.world, "AAA").asks] == [key]
        if number == 1:
            play.do("AAA", c.StateIntent(about=key, wants="quiet", expects="a yes", sure=50))
            withdrawn(play, key)
    (seen,) = view_of(play.world, "AAA").intents
    assert (seen.outcome, seen.came_off) == ("begun anew on other terms", None)


# --- The price of the second use of a move (§3) ----------------------------------------------


def reserved(play: Play, seat: str) -> int:
    """Capital a seat has set aside."""
    return sum(
        capital
        for found in play.world.initiatives.values()
        for power, capital, _ in found.spent
        if power == seat
    )


def dialogue(play: Play, partner: str) -> str:
    """Avaria proposes a dialogue to somebody; returns its id."""
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=(partner,)))
    return play.latest


@pytest.mark.parametrize("countered", [0, 1])
def test_a_counter_does_not_make_a_proposal_the_second_of_its_kind(countered: int) -> None:
    play = Play().to_deliberation()
    keys = [dialogue(play, partner) for partner in ("BBB", "DDD")]
    before = reserved(play, "AAA")
    cost = play.world.rules.moves["strategic_dialogue"].cost.capital
    assert before == 2 * cost + play.world.rules.base.money.repeat_cost[0]
    partner = ("BBB", "DDD")[countered]
    other = c.Terms(payment=1)
    play.do(partner, c.Counter(initiative=keys[countered], version=1, terms=other))
    play.do("AAA", c.Accept(initiative=keys[countered], version=2))
    assert reserved(play, "AAA") == before


def test_the_surcharge_stays_with_the_later_one_when_it_is_countered_by_its_author() -> None:
    play = Play().to_deliberation()
    first, second = (dialogue(play, partner) for partner in ("BBB", "DDD"))
    for key, partner in ((first, "BBB"), (second, "DDD")):
        play.do(partner, c.Counter(initiative=key, version=1, terms=c.Terms(payment=1)))
        play.do("AAA", c.Counter(initiative=key, version=2, terms=c.Terms(payment=-1)))
    capital = {key: {p: k for p, k, _ in play.world.initiatives[key].spent} for key in (first, second)}
    repeat = play.world.rules.base.money.repeat_cost[0]
    assert capital[second]["AAA"] - capital[first]["AAA"] == repeat


def test_what_is_countered_a_round_later_was_begun_in_its_own() -> None:
    play = Play().to_deliberation()
    key = dialogue(play, "BBB")
    play.all_ready()
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=1)))
    before = reserved(play, "AAA")
    dialogue(play, "DDD")
    cost = play.world.rules.moves["strategic_dialogue"].cost.capital
    assert reserved(play, "AAA") - before == cost


def test_events_of_before_had_no_versions() -> None:
    play = Play().to_deliberation()
    key = paid(play, 1)
    tabled = next(event for event in play.events if isinstance(event, e.ProposalTabled))
    old = e.encode(tabled).replace(b'"version":1,', b"").replace(b',"version":1', b"")
    assert b"version" not in old
    read = e.decode(old)
    assert isinstance(read, e.ProposalTabled)
    assert read.version == 1
    assert read.initiative == key


def test_a_counter_is_held_against_the_version_one_put_forward_oneself() -> None:
    play = Play().to_deliberation()
    key = paid(play, 1)
    assert view_of(play.world, "BBB").initiatives[-1].put is None
    given = c.Undertaking("AAA", "restraint", "coercion", "BBB", 4)
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=3, undertakings=(given,))))
    mine = view_of(play.world, "AAA")
    found = mine.initiatives[-1]
    assert changed(mine, found) == (
        "payment to partners: was 1 resource, now 3 resources",
        "new promise: Avaria to refrain from coercion toward Borea until round 4",
    )
    # Who countered put forward what stands; nobody else is told of any version.
    for seat in ("BBB", "CCC", OBSERVER):
        assert all(one.put is None for one in view_of(play.world, seat).initiatives)
    play.do("AAA", c.Counter(initiative=key, version=2, terms=c.Terms(payment=2)))
    theirs = view_of(play.world, "BBB")
    assert changed(theirs, theirs.initiatives[-1])[0] == (
        "payment to partners: was 3 resources, now 2 resources"
    )
