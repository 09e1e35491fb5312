"""Rulebook §2: promises stand beside one another, and only what could have been broken is rewarded."""

from collections.abc import Callable

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.causes import sees
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Pledge
from multipolar.domain.rules.catalogue import Cost
from multipolar.domain.vocabulary import EVERYONE, PromiseState
from multipolar.rulebook import load_rules
from tests.domain.sound import Play

LIMITED = (4, 4)


def given(
    by: str, kind: str, move: str, toward: str, until: int, *, public: bool = False
) -> Callable[[Play], None]:
    """Make a promise in words."""
    undertaking = c.Undertaking(by, kind, move, toward, until)

    def promise(play: Play) -> None:
        play.do(by, c.Promise(undertaking=undertaking, public=public))

    return promise


def agreed(play: Play, *undertakings: c.Undertaking, partner: str = "BBB") -> None:
    """A strategic dialogue of Avaria with a partner, with promises in its terms."""
    terms = c.Terms(undertakings=undertakings)
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=(partner,), terms=terms))
    play.do(partner, c.Accept(initiative=play.latest, version=1))


def pledges(play: Play) -> list[Pledge]:
    """All promises, in the order in which they were made."""
    return sorted(play.world.pledges.values(), key=lambda pledge: pledge.event)


def states(play: Play) -> list[str]:
    """What became of them."""
    return [str(pledge.state) for pledge in pledges(play)]


def won(play: Play, of: str, toward: str = "AAA") -> int:
    """The trust that promises of a power have won with another."""
    return sum(
        change.amount
        for event in play.events
        if isinstance(event, e.NumbersChanged) and event.topic == "promises"
        for change in event.changes
        if change.target == f"trust({of},{toward})"
    )


def through(play: Play, rounds: int) -> Play:
    """Go on to the deliberation after so many more rounds."""
    for _ in range(rounds):
        play.all_ready()
    return play


# --- Both stand ------------------------------------------------------------------------------


def test_no_promise_takes_the_place_of_another_whatever_its_terms_and_whoever_knows() -> None:
    play = Play().to_deliberation()
    given("AAA", "restraint", "coercion", "CCC", 6, public=True)(play)
    agreed(play, c.Undertaking("AAA", "restraint", "coercion", "CCC", 1))
    first, second = pledges(play)
    assert (first.known, first.undertaking.until) == (EVERYONE, 6)
    assert (second.known, second.undertaking.until) == (("AAA", "BBB"), 1)
    assert {found.id for found in view_of(play.world, "CCC").pledges} == {first.id}
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    play.all_ready()
    assert states(play) == ["broken", "broken"]
    assert won(play, "CCC") < 0


def test_every_pair_of_promises_of_a_round_is_two_promises() -> None:
    play = Play().to_deliberation()
    number = 0
    for until in (2, 3):
        for partner in ("BBB", "DDD"):
            terms = c.Undertaking("AAA", "restraint", "coercion", "CCC", until)
            move = "strategic_dialogue" if until == 2 else "visit_exchange"
            proposal = c.Propose(move=move, partners=(partner,), terms=c.Terms(undertakings=(terms,)))
            play.do("AAA", proposal)
            play.do(partner, c.Accept(initiative=play.latest, version=1))
            number += 1
    given("AAA", "restraint", "coercion", "CCC", 3)(play)
    given("AAA", "restraint", "coercion", "CCC", 3, public=True)(play)
    assert len(play.world.pledges) == number + 2


def test_the_same_promise_cannot_stand_twice_in_the_terms() -> None:
    play = Play().to_deliberation()
    twice = tuple(c.Undertaking("AAA", "restraint", "coercion", "CCC", until) for until in (2, 3))
    with pytest.raises(Illegal, match="twice"):
        agreed(play, *twice)


def test_what_was_promised_to_others_bars_no_promise_and_does_not_show_in_its_verdict() -> None:
    seen = []
    for others in (False, True):
        play = Play(script={"1.resolve": LIMITED}).to_deliberation()
        promised = (c.Undertaking("AAA", "restraint", "coercion", "CCC", 3),) if others else ()
        agreed(play, *promised)
        given("AAA", "restraint", "coercion", "CCC", 2)(play)
        through(play, 2)
        seen.append(
            [e.encode(event) for event in play.events if isinstance(event, e.PromiseJudged)
             and sees(event, "CCC")]
        )  # fmt: skip
        assert states(play)[-1] == "kept"
        assert won(play, "CCC") == 2
    assert len(seen[0]) == len(seen[1]) == 1


# --- Nothing that could not have been broken is rewarded -------------------------------------


def a_pact(play: Play) -> None:
    """Avaria and Borea are allied: nothing coercive but a protest is open, and that is not promised."""
    play.put("relationship(AAA,BBB)", 6)
    given("AAA", "restraint", "show_of_force", "BBB", 2)(play)


def only_together(play: Play) -> None:
    """Nobody drills with Cyrene against its will."""
    given("AAA", "restraint", "drills", "CCC", 2)(play)


def in_the_same_round(play: Play) -> None:
    """It ends in the round it is given in."""
    given("AAA", "restraint", "coercion", "CCC", 1)(play)


@pytest.mark.parametrize("promise", [a_pact, only_together, in_the_same_round])
def test_a_restraint_that_asked_nothing_is_void_and_wins_nobody(promise: Callable[[Play], None]) -> None:
    play = Play().to_deliberation()
    promise(play)
    through(play, 2)
    assert states(play) == ["void"]
    assert not any(isinstance(event, e.NumbersChanged) and event.topic == "promises" for event in play.events)


@pytest.mark.parametrize(("resources", "verdict"), [(3, "void"), (2, "kept")])
def test_a_restraint_from_what_no_income_could_pay_is_void(resources: int, verdict: str) -> None:
    rules = load_rules()
    moves = tuple(
        move.model_copy(update={"cost": Cost(capital=1, resources=resources)})
        if move.id == "border_exercise"
        else move
        for move in rules.moves
    )
    poor = rules.model_copy(update={"moves": moves, "money": rules.money.model_copy(update={"carry": 1})})
    play = Play(rules=poor).to_deliberation()
    play.put("economy(CCC)", 0)
    given("CCC", "restraint", "border_exercise", "AAA", 2)(play)
    through(play, 2)
    assert states(play) == [verdict]


def test_a_second_promise_to_the_same_effect_binds_and_is_not_rewarded() -> None:
    play = Play().to_deliberation()
    given("AAA", "restraint", "sanctions", "CCC", 3)(play)
    given("AAA", "restraint", "public_protest", "CCC", 2)(play)
    through(play, 3)
    assert states(play) == ["kept", "void"]
    assert won(play, "CCC") == 2
    assert play.world.number("kept(AAA)") == 1


def test_what_was_agreed_before_is_no_promised_act() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    given("AAA", "act", "hotline", "BBB", 1)(play)
    play.all_ready()
    assert play.world.number("kept(AAA)") == 0
    assert won(play, "BBB") == 0


def test_one_deed_keeps_one_promise() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    for move in ("hotline", "confidence"):
        given("AAA", "act", move, "BBB", 2)(play)
    play.resolve("hotline", "AAA", "BBB")
    assert states(play) == ["kept", "void"]
    assert won(play, "BBB") == 2


def test_a_promise_said_twice_wins_those_once_who_heard_it_twice() -> None:
    play = Play().to_deliberation()
    given("AAA", "restraint", "coercion", "CCC", 2)(play)
    given("AAA", "restraint", "coercion", "CCC", 2, public=True)(play)
    through(play, 2)
    assert states(play) == ["kept", "kept"]
    assert won(play, "CCC") == 2
    assert won(play, "BBB") == won(play, "DDD") == 0


def test_what_another_was_promised_about_a_third_wins_half_with_the_one_who_asked() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    agreed(play, c.Undertaking("AAA", "restraint", "coercion", "CCC", 2))
    through(play, 2)
    assert states(play) == ["kept"]
    assert (won(play, "BBB"), won(play, "CCC"), won(play, "DDD")) == (1, 0, 0)


def test_a_threat_is_no_promise_to_the_one_it_threatens() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="threat"):
        given("AAA", "act", "public_protest", "CCC", 2)(play)
    agreed(play, c.Undertaking("AAA", "act", "public_protest", "CCC", 2))
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    play.all_ready()
    assert states(play) == ["kept"]
    assert (won(play, "BBB"), won(play, "CCC")) == (1, 0)


def test_what_is_done_to_nobody_else_is_nothing_to_promise() -> None:
    play = Play("intro").to_deliberation()
    for move in ("modernise_forces", "domestic", "covert_collection"):
        with pytest.raises(Illegal, match="nothing that is done to or with a power"):
            given("AAA", "restraint", move, "BBB", 2)(play)


def test_promises_by_the_dozen_win_no_more_trust_than_one() -> None:
    """What it costs nothing to say, said of everything to everybody in every round."""
    gains = []
    for moves in (("coercion",), ("coercion", "sanctions", "public_protest", "show_of_force", "drills")):
        play = Play().to_deliberation()
        while play.world.phase == "deliberation":
            for toward in ("BBB", "CCC", "DDD"):
                for move in moves:
                    for public in (False, True):
                        for until in range(play.world.round, play.world.rounds + 1):
                            try:
                                given("AAA", "restraint", move, toward, until, public=public)(play)
                            except Illegal:
                                continue
            play.all_ready()
        gains.append({other: won(play, other) for other in ("BBB", "CCC", "DDD")})
        assert all(state in ("kept", "void") for state in states(play))
    assert gains[1] == gains[0]
    assert max(gains[1].values()) <= 3 * 2


def test_numbers_everybody_sees_do_not_tell_to_whom_a_private_promise_was_made() -> None:
    play = Play().to_deliberation()
    given("AAA", "restraint", "coercion", "CCC", 2)(play)
    through(play, 2)
    (reason,) = {
        change.reason
        for event in play.events
        for change in event.changes
        if change.target == "kept(AAA)" and sees(event, "BBB")
    }
    assert "Cyrene" not in reason
    assert pledges(play)[0].state is PromiseState.KEPT
