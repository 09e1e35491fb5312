"""Rulebook §5: the life of an initiative, what a move requires and costs, who may do what with it."""

import pytest

from multipolar.domain.errors import Illegal, NotYourSeat, Refused, Stale
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import InitiativeState, Relationship
from tests.domain.sound import Play


def deliberating(**script: tuple[int, ...]) -> Play:
    """The first deliberation, in which everybody has plenty of money."""
    play = Play(script={key.replace("_", ".", 1): dice for key, dice in script.items()}).to_deliberation()
    for power in ("AAA", "BBB", "CCC"):
        play.put(f"capital({power})", 9)
        play.put(f"resources({power})", 9)
    for pair in ("AAA,BBB", "AAA,CCC", "BBB,CCC"):
        play.put(f"relationship({pair})", Relationship.COOPERATIVE)
    return play


def money(play: Play, power: str) -> tuple[int, int]:
    """Capital and resources."""
    return play.world.number(f"capital({power})"), play.world.number(f"resources({power})")


def state(play: Play, key: str) -> InitiativeState:
    """Where an initiative stands."""
    return play.world.initiatives[key].state


# --- Tabling, accepting, declining -----------------------------------------------------------


def test_tabling_reserves_the_proposers_share_and_accepting_the_partners() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",)))
    move = play.world.rules.moves["visit_exchange"]
    assert money(play, "AAA") == (9 - move.cost.capital, 9 - move.cost.resources)
    assert money(play, "BBB") == (9, 9)
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    assert money(play, "BBB") == (9 - move.partner_cost.capital, 9 - move.partner_cost.resources)
    assert state(play, play.latest) is InitiativeState.AGREED


def test_what_is_declined_is_given_back_less_one_capital_of_the_proposer() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="joint_exercise", partners=("BBB",), terms=c.Terms(domain="maritime")))
    play.do("BBB", c.Decline(initiative=play.latest))
    assert state(play, play.latest) is InitiativeState.DECLINED
    assert money(play, "AAA") == (8, 9)
    assert money(play, "BBB") == (9, 9)


def test_a_proposal_to_several_needs_every_one_of_them() -> None:
    play = deliberating()
    play.do(
        "AAA", c.Propose(move="joint_exercise", partners=("BBB", "CCC"), terms=c.Terms(domain="maritime"))
    )
    key = play.latest
    play.do("BBB", c.Accept(initiative=key, version=1))
    assert state(play, key) is InitiativeState.TABLED
    play.do("CCC", c.Accept(initiative=key, version=1))
    assert state(play, key) is InitiativeState.AGREED


def test_one_who_declines_ends_it_for_all_and_all_get_back_what_was_reserved() -> None:
    play = deliberating()
    play.do(
        "AAA", c.Propose(move="joint_exercise", partners=("BBB", "CCC"), terms=c.Terms(domain="maritime"))
    )
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    assert money(play, "BBB") != (9, 9)
    play.do("CCC", c.Decline(initiative=play.latest))
    assert money(play, "BBB") == (9, 9)


def test_an_offer_stands_until_the_end_of_the_next_deliberation() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    key = play.latest
    while play.world.round == 1:
        play.all_ready()
    assert state(play, key) is InitiativeState.TABLED
    while play.world.round == 2:
        play.all_ready()
    assert state(play, key) is InitiativeState.LAPSED


def test_what_was_declined_is_not_tabled_again_on_the_same_terms_in_the_round() -> None:
    play = deliberating()
    asked = c.Propose(move="strategic_dialogue", partners=("BBB",))
    play.do("AAA", asked)
    play.do("BBB", c.Decline(initiative=play.latest))
    have = money(play, "AAA")
    with pytest.raises(Illegal) as refusal:
        play.do("AAA", asked)
    assert refusal.value.rule == "repeat"
    assert forecast(play.world, "AAA", asked).rule == "repeat"
    assert money(play, "AAA") == have
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",), terms=c.Terms(payment=1)))
    assert state(play, play.latest) is InitiativeState.TABLED


# --- Counters and versions -------------------------------------------------------------------


def test_a_counter_puts_other_terms_on_the_table_and_frees_what_was_reserved_for_the_old() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    key = play.latest
    reserved = money(play, "AAA")
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=2)))
    assert play.world.initiatives[key].version == 2
    assert money(play, "AAA") == (9, 9)
    assert money(play, "BBB") != (9, 9)
    with pytest.raises(Stale):
        play.do("AAA", c.Accept(initiative=key, version=1))
    play.do("AAA", c.Accept(initiative=key, version=2))
    assert state(play, key) is InitiativeState.AGREED
    assert money(play, "AAA") == (reserved[0], reserved[1] - 2)


def test_a_counter_must_change_something_and_there_are_three_versions_at_most() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    key = play.latest
    with pytest.raises(Illegal) as same:
        play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms()))
    assert same.value.rule == "terms"
    play.do("BBB", c.Counter(initiative=key, version=1, terms=c.Terms(payment=1)))
    play.do("AAA", c.Counter(initiative=key, version=2, terms=c.Terms(payment=-1)))
    with pytest.raises(Refused):
        play.do("BBB", c.Counter(initiative=key, version=3, terms=c.Terms(payment=2)))


def test_a_payment_is_neither_made_nor_lost_on_the_way() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",), terms=c.Terms(payment=2)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    move = play.world.rules.moves["strategic_dialogue"]
    assert money(play, "AAA") == (9 - move.cost.capital, 9 - move.cost.resources - 2)
    events = play.all_ready()
    paid = [
        change.amount
        for event in events
        for change in event.changes
        if change.target == "resources(BBB)" and event.phase == "adjudication"
    ]
    assert paid == [2]


# --- Who may do what -------------------------------------------------------------------------


def test_nobody_answers_for_another_or_knows_of_what_is_not_for_him() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    key = play.latest
    for answer in (
        c.Accept(initiative=key, version=1),
        c.Decline(initiative=key),
        c.Withdraw(initiative=key),
    ):
        with pytest.raises(Refused) as refusal:
            play.do("CCC", answer)
        assert "there is no" in refusal.value.message
    with pytest.raises(NotYourSeat):
        play.do("BBB", c.Withdraw(initiative=key))


def test_the_proposer_withdraws_what_is_not_agreed_and_pays_a_capital_for_it() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",)))
    play.do("AAA", c.Withdraw(initiative=play.latest))
    assert state(play, play.latest) is InitiativeState.WITHDRAWN
    assert money(play, "AAA") == (8, 9)


def test_an_order_is_taken_back_in_its_round_without_loss() -> None:
    play = deliberating()
    play.do("AAA", c.Order(move="modernise_forces"))
    assert money(play, "AAA") != (9, 9)
    play.do("AAA", c.Withdraw(initiative=play.latest))
    assert money(play, "AAA") == (9, 9)


def test_minor_powers_table_nothing_and_answer_what_they_are_asked() -> None:
    play = deliberating()
    with pytest.raises(Illegal) as refusal:
        play.do("DDD", c.Propose(move="strategic_dialogue", partners=("AAA",)))
    assert refusal.value.rule == "availability"
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("DDD",)))
    play.do("DDD", c.Accept(initiative=play.latest, version=1))
    assert state(play, play.latest) is InitiativeState.AGREED


def test_two_powers_asked_to_the_same_drill_may_hold_one_of_their_own() -> None:
    play = deliberating()
    terms = c.Terms(domain="maritime")
    play.do("AAA", c.Propose(move="joint_exercise", partners=("BBB", "CCC"), terms=terms))
    with pytest.raises(Illegal):
        play.do("BBB", c.Propose(move="joint_exercise", partners=("AAA",), terms=terms))
    play.do("BBB", c.Propose(move="joint_exercise", partners=("CCC",), terms=terms))
    assert len(play.world.initiatives) == 2


# --- What a move requires --------------------------------------------------------------------


TALK, DRILL = "strategic_dialogue", "joint_exercise"
TRANSFER = c.Propose(move="technology_transfer", partners=("CCC",), terms=c.Terms(safeguards="standard"))
REFUSALS: dict[str, tuple[dict[str, int], c.AnyCommand, str, str]] = {
    "relationship": (
        {"relationship(AAA,CCC)": 1},
        c.Propose(move=DRILL, partners=("CCC",), terms=c.Terms(domain="maritime")),
        "requirement",
        "relations with Cyrene are adversarial",
    ),
    "agreement": ({}, TRANSFER, "requirement", "needs a memorandum of understanding with Cyrene in force"),
    "tension": ({"tension(BBB,CCC)": 5}, c.Order(move="good_offices", targets=("BBB", "CCC")), "requirement",
                "tension between Borea and Cyrene is 5"),
    "money": ({"capital(AAA)": 0}, c.Propose(move=TALK, partners=("BBB",)), "money", "capital"),
    "partners": ({}, c.Propose(move=TALK, partners=("BBB", "CCC")), "partners", "takes 1 power;"),
    "oneself": ({}, c.Propose(move=TALK, partners=("AAA",)), "partners", "not your own"),
    "an order proposed": ({}, c.Propose(move="modernise_forces", partners=("BBB",)), "form", "order"),
    "a proposal ordered": ({}, c.Order(move=TALK, targets=("BBB",)), "form", "partners"),
    "domain": ({}, c.Propose(move=DRILL, partners=("BBB",), terms=c.Terms(domain="space")), "terms", "dom"),
    "payment": ({}, c.Propose(move=TALK, partners=("BBB",), terms=c.Terms(payment=9)), "terms", "-3 and 3"),
}  # fmt: skip


@pytest.mark.parametrize(("put", "command", "rule", "words"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_move_that_is_not_open_is_refused_with_its_rule_and_what_is_needed(
    put: dict[str, int], command: c.AnyCommand, rule: str, words: str
) -> None:
    play = deliberating()
    for target, value in put.items():
        play.put(target, value)
    with pytest.raises(Refused) as refusal:
        play.do("AAA", command)
    assert refusal.value.rule == rule
    assert words in refusal.value.message


def test_the_same_move_again_in_a_round_costs_more_capital() -> None:
    play = deliberating()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    first = 9 - money(play, "AAA")[0]
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("CCC",)))
    second = 9 - first - money(play, "AAA")[0]
    assert second == first + play.world.rules.base.money.repeat_cost[0]


# --- What a move does ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dice", "trust", "interoperability"),
    [((1, 1), -2, 0), ((3, 4), 2, 3), ((5, 5), 3, 5), ((6, 6), 5, 7)],
    ids=["setback", "limited", "success", "breakthrough"],
)
def test_the_outcome_decides_the_effects_of_a_move(
    dice: tuple[int, int], trust: int, interoperability: int
) -> None:
    """A drill: what its declaration says for each outcome is what comes of it."""
    play = deliberating(**{"1_resolve": dice})
    move = play.world.rules.moves["joint_exercise"]
    declared = {effect.kind: getattr(effect, "by", None) for effect in move.effects}
    events = play.resolve("joint_exercise", "AAA", "BBB", terms=c.Terms(domain="maritime"))
    (resolved,) = [event for event in events if isinstance(event, e.InitiativeResolved)]
    outcome = int(resolved.outcome)
    moved = {
        change.target: change.amount
        for event in events
        for change in event.changes
        if event.phase == "adjudication" and "joint exercise" in change.reason
    }
    assert moved.get("interoperability(AAA,BBB)", 0) == declared["interoperability"][outcome]  # type: ignore[index]
    assert resolved.total == sum(dice) + sum(modifier.size for modifier in resolved.modifiers)
    assert (trust < 0) == (moved.get("trust(AAA,BBB)", 0) < 0)
    assert (interoperability > 0) == (moved.get("interoperability(AAA,BBB)", 0) > 0)


def test_what_is_previewed_is_what_is_rolled() -> None:
    play = deliberating(**{"1_resolve": (4, 4)})
    command = c.Propose(move="visit_exchange", partners=("BBB",))
    preview = forecast(play.world, "AAA", command)
    events = play.resolve("visit_exchange", "AAA", "BBB")
    (resolved,) = [event for event in events if isinstance(event, e.InitiativeResolved)]
    assert resolved.modifiers == preview.modifiers
    assert sum(preview.chances) == 36


def test_a_covert_order_comes_to_light_on_a_setback() -> None:
    play = deliberating(**{"1_resolve": (1, 1)})
    events = play.resolve("covert_collection", "AAA", "CCC")
    (caught,) = [event for event in events if isinstance(event, e.CovertMoveExposed)]
    assert (caught.actor, caught.target) == ("AAA", "CCC")
    lost = [
        change.amount for event in events for change in event.changes if change.target == "trust(CCC,AAA)"
    ]
    assert min(lost) < 0
