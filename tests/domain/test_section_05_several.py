"""Rulebook §5: moves of many go ahead with those who come; secret ones are known to their parties alone."""

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.causes import FOLDED, explain, sees
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics.crises.crisis_choices import calm_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import InitiativeState, Relationship, Stage
from tests.domain.catalogue import ONE, THREE, TWO, table
from tests.domain.sound import Play

FOUR = "DDD"


def invited(*others: str, terms: c.Terms | None = None) -> tuple[Play, str]:
    """A table at which the first power has called a forum; its name."""
    play = table()
    for other in others:
        play.put(f"relationship({ONE},{other})", Relationship.COOPERATIVE)
    play.do(ONE, c.Propose(move="security_forum", partners=others, terms=terms or c.Terms()))
    return play, play.latest


# --- Moves of many ---------------------------------------------------------------------------


def test_a_forum_meets_with_those_who_accept_when_two_do() -> None:
    play, key = invited(TWO, THREE, FOUR)
    play.do(TWO, c.Accept(initiative=key, version=1))
    play.do(THREE, c.Decline(initiative=key, message="Not at this table."))
    assert play.world.initiatives[key].state is InitiativeState.TABLED
    play.do(FOUR, c.Accept(initiative=key, version=1))
    found = play.world.initiatives[key]
    assert found.state is InitiativeState.AGREED
    assert found.parties == (ONE, TWO, FOUR)


def test_who_has_not_answered_when_deliberation_ends_stays_away() -> None:
    play, key = invited(TWO, THREE, FOUR)
    play.do(TWO, c.Accept(initiative=key, version=1))
    play.do(FOUR, c.Accept(initiative=key, version=1))
    events = play.all_ready()
    dropped = [event.party for event in events if isinstance(event, e.PartyDropped)]
    assert dropped == [THREE]
    assert play.world.initiatives[key].state is InitiativeState.COMPLETED
    assert not [
        x
        for event in events
        for x in event.changes
        if x.target == f"trust({THREE},{ONE})" and "forum" in x.reason
    ]


def test_a_forum_that_too_few_accept_waits_and_then_lapses() -> None:
    play, key = invited(TWO, THREE)
    play.do(TWO, c.Accept(initiative=key, version=1))
    play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.TABLED
    while play.world.round < 3:
        play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.LAPSED


def test_the_last_refusal_that_leaves_too_few_ends_it() -> None:
    play, key = invited(TWO, THREE)
    play.do(TWO, c.Decline(initiative=key))
    assert play.world.initiatives[key].state is InitiativeState.DECLINED


def test_what_was_set_aside_for_one_who_stays_away_comes_back() -> None:
    play, key = invited(TWO, THREE, FOUR, terms=c.Terms(payment=1))
    before = play.world.number(f"resources({ONE})")
    play.do(THREE, c.Decline(initiative=key))
    assert play.world.number(f"resources({ONE})") == before + 1
    assert play.world.initiatives[key].spent == ((ONE, 2, 2),)


def test_promises_of_one_who_stays_away_are_not_made() -> None:
    given = tuple(
        c.Undertaking(by=by, kind="restraint", move="coercion", toward=ONE, until=3) for by in (TWO, THREE)
    )
    play, key = invited(TWO, THREE, FOUR, terms=c.Terms(undertakings=given))
    play.do(THREE, c.Decline(initiative=key))
    for power in (TWO, FOUR):
        play.do(power, c.Accept(initiative=key, version=1))
    assert [found.undertaking.by for found in play.world.pledges.values()] == [TWO]


def seen_by(play: Play, seat: str, key: str) -> tuple[bool, bool]:
    """Whether a seat may take its answer back, and whether it is asked for one."""
    found = next(one for one in view_of(play.world, seat).initiatives if one.id == key)
    return found.mine, found.open_to_me


def test_who_declined_what_goes_on_without_it_takes_that_back_and_is_asked_again() -> None:
    play, key = invited(TWO, THREE, FOUR)
    play.do(TWO, c.Accept(initiative=key, version=1))
    play.do(THREE, c.Decline(initiative=key))
    assert seen_by(play, THREE, key) == (True, False)
    (event,) = play.do(THREE, c.Withdraw(initiative=key))
    assert isinstance(event, e.PartyReturned)
    assert seen_by(play, THREE, key) == (False, True)
    for power in (THREE, FOUR):
        play.do(power, c.Accept(initiative=key, version=1))
    found = play.world.initiatives[key]
    assert (found.state, set(found.parties)) == (InitiativeState.AGREED, {ONE, TWO, THREE, FOUR})


def test_what_a_refusal_made_agreed_is_open_again_and_its_promises_are_made_once_all_accept() -> None:
    given = tuple(
        c.Undertaking(by=by, kind="restraint", move="coercion", toward=ONE, until=3) for by in (TWO, THREE)
    )
    play, key = invited(TWO, THREE, FOUR, terms=c.Terms(undertakings=given))
    for power in (TWO, FOUR):
        play.do(power, c.Accept(initiative=key, version=1))
    play.do(THREE, c.Decline(initiative=key))
    assert play.world.initiatives[key].state is InitiativeState.AGREED
    assert [found.undertaking for found in play.world.pledges.values()] == [given[0]]
    play.do(THREE, c.Withdraw(initiative=key))
    found = play.world.initiatives[key]
    assert (found.state, found.terms.undertakings) == (InitiativeState.TABLED, given)
    assert not play.world.pledges
    play.do(THREE, c.Accept(initiative=key, version=1))
    assert play.world.initiatives[key].state is InitiativeState.AGREED
    assert [found.undertaking for found in play.world.pledges.values()] == [*given]


def test_who_pays_for_the_place_of_one_who_comes_back_accepts_anew() -> None:
    """Nothing tells by that whether it has spent meanwhile what it got back."""
    for spend in (False, True):
        play, key = invited(TWO, THREE, FOUR, terms=c.Terms(payment=1))
        before = play.world.number(f"resources({ONE})")
        spent = play.world.initiatives[key].spent[0][2]
        play.do(THREE, c.Decline(initiative=key))
        if spend:
            play.put(f"resources({ONE})", 0)
        back, released = play.do(THREE, c.Withdraw(initiative=key))
        assert isinstance(back, e.PartyReturned)
        assert back.anew == (ONE,)
        assert released.audience == (ONE,)
        assert play.world.initiatives[key].spent == ()
        assert play.world.number(f"resources({ONE})") == (2 if spend else before + spent)
        assert seen_by(play, ONE, key)[1]


def test_who_stays_away_does_so_for_good_once_somebody_else_acted_or_the_phase_is_over() -> None:
    play, key = invited(TWO, THREE, FOUR)
    play.do(THREE, c.Decline(initiative=key))
    play.do(TWO, c.Accept(initiative=key, version=1))
    assert seen_by(play, THREE, key) == (False, False)
    with pytest.raises(Illegal, match="no answer"):
        play.do(THREE, c.Withdraw(initiative=key))
    play, key = invited(TWO, THREE, FOUR)
    for power in (TWO, FOUR):
        play.do(power, c.Accept(initiative=key, version=1))
    play.all_ready()
    assert seen_by(play, THREE, key) == (False, False)


def test_five_parties_are_harder_to_bring_together_than_four() -> None:
    play = table()
    for pair in ((ONE, FOUR), (TWO, FOUR), (THREE, FOUR)):
        play.put(f"relationship({pair[0]},{pair[1]})", Relationship.COOPERATIVE)
    move = play.world.rules.moves["multilateral_exercise"]
    sizes = next(found for found in play.world.rules.base.modifiers if found.id == "size")
    assert [sizes.size(parties) for parties in (3, 4, 5, 6)] == [0, 0, -1, -1]
    assert sizes.applies_to(move)
    command = c.Propose(move=move.id, partners=(TWO, THREE, FOUR), terms=c.Terms(domain="maritime"))
    assert "size" not in {found.id for found in forecast(play.world, ONE, command).modifiers}


# --- Secret and covert -----------------------------------------------------------------------


def back_channel(dice: tuple[int, int]) -> tuple[Play, str, tuple[e.Event, ...]]:
    """A back channel between the first two powers that rolls these dice."""
    play = table(dice)
    play.put(f"relationship({ONE},{TWO})", Relationship.RUPTURE)
    events = play.resolve("back_channel", ONE, TWO)
    return play, play.latest, events


@pytest.mark.parametrize("dice", [(1, 1), (6, 5)], ids=["setback", "limited"])
def test_a_back_channel_that_leads_to_no_understanding_is_known_to_its_parties_alone(
    dice: tuple[int, int],
) -> None:
    play, key, events = back_channel(dice)
    told = [event for event in play.events if getattr(event, "initiative", "") == key]
    assert told
    assert not any(sees(event, THREE) for event in told)
    assert key not in {found.id for found in view_of(play.world, THREE).initiatives}
    assert key in {found.id for found in view_of(play.world, TWO).initiatives}
    assert not any(
        "back channel" in x.reason for event in events if sees(event, THREE) for x in event.changes
    )


def test_an_understanding_is_announced_and_lowers_tension_and_no_third_party_minds() -> None:
    play = table((6, 6))
    play.put(f"relationship({TWO},{THREE})", Relationship.RUPTURE)
    before = play.world.tension(ONE, TWO)
    events = play.resolve("back_channel", ONE, TWO)
    assert any(isinstance(event, e.InitiativeAnnounced) for event in events)
    assert any(x.amount < 0 for event in events for x in event.changes if x.target == f"tension({ONE},{TWO})")
    assert play.world.tension(ONE, TWO) < before
    assert not any("drew closer" in x.reason for event in events for x in event.changes)


def test_a_covert_move_that_stays_hidden_changes_numbers_whose_holder_is_not_told_why() -> None:
    play = table((5, 5))
    before = play.world.number(f"resources({TWO})")
    play.resolve("cyber_intrusion", ONE, TWO)
    assert play.world.number(f"resources({TWO})") < before + 9
    told = {event.seq: "" for event in play.events}
    why = explain(play.world, play.events, f"resources({TWO})", TWO, told)
    assert [step.amount for step in why.steps if step.reason == FOLDED] == [-1]
    assert not any("intrusion" in step.reason for step in why.steps)


def test_disinformation_works_between_the_target_and_its_friends() -> None:
    play = table((5, 5))
    play.put(f"relationship({TWO},{THREE})", Relationship.PARTNER)
    events = play.resolve("disinformation", ONE, TWO)
    lost = {x.target: x.amount for event in events for x in event.changes if "disinformation: " in x.reason}
    assert lost[f"trust({TWO},{THREE})"] < 0
    assert lost[f"trust({THREE},{TWO})"] < 0
    assert all(
        event.audience != ("*",)
        for event in events
        if any("disinformation" in x.reason for x in event.changes)
    )


def test_each_covert_move_has_its_own_chance_of_coming_to_light() -> None:
    play = table()
    notes = {
        move: " ".join(forecast(play.world, ONE, c.Order(move=move, targets=(TWO,))).notes)
        for move in ("cyber_intrusion", "disinformation")
    }
    assert "in 6 of 36 cases" in notes["cyber_intrusion"]
    assert "in 9 of 36 cases" in notes["disinformation"]


def test_a_network_guarded_with_others_is_harder_to_enter() -> None:
    play = table()
    command = c.Order(move="cyber_intrusion", targets=(TWO,))
    alone = forecast(play.world, ONE, command).total
    play.bind("cyber_centre", TWO, THREE)
    assert forecast(play.world, ONE, command).total == alone - 1


# --- Alone -----------------------------------------------------------------------------------


def test_a_white_paper_is_published_once_and_counts_as_transparency() -> None:
    play = table()
    open_before = play.world.numbers.get("index(transparency)", 0)
    play.resolve("white_paper", ONE)
    while play.world.round == 1:
        play.all_ready()
    paper = play.world.rules.setting.indices.transparency_paper
    assert play.world.number("index(transparency)") == open_before + paper
    while str(play.world.phase) != "deliberation":
        play.all_ready()
    with pytest.raises(Illegal) as refusal:
        play.do(ONE, c.Order(move="white_paper"))
    assert "once in an exercise" in refusal.value.message


def test_peacekeepers_stay_two_rounds_and_lower_a_threat_where_they_are() -> None:
    play = table((4, 4))
    play.do(ONE, c.Order(move="peacekeeping", terms=c.Terms(theatre="sound")))
    key = play.latest
    play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.UNDER_WAY
    while play.world.round == 1:
        play.all_ready()
    play.all_ready()
    play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.COMPLETED
    assert any(x.target == "relief(terrorism,sound)" and x.amount > 0 for v in play.events for x in v.changes)


# --- What channels are for -------------------------------------------------------------------


def test_observers_calm_where_no_notice_is_given_and_a_code_calms_at_sea() -> None:
    """Rulebook §8; numbers §6: notification, else observers or data; the code on crises at sea."""

    def calm(play: Play, domain: str) -> dict[str, int]:
        found = calm_of(play.world, ONE, TWO, Stage.ACUTE, "", domain=domain)
        return {modifier.id: modifier.size for modifier in found}

    play = table()
    play.bind("exercise_observers", ONE, TWO)
    play.bind("data_exchange", ONE, TWO)
    play.bind("incidents_at_sea", ONE, TWO)
    assert calm(play, "land")["calm_observers"] == 1
    assert "calm_code" not in calm(play, "land")
    assert calm(play, "maritime")["calm_code"] == 1
    play.bind("exercise_notification", ONE, TWO)
    assert "calm_observers" not in calm(play, "maritime")
