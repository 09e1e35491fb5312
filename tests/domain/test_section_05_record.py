"""Rulebook §2, §5, §13: what each act of deliberation writes: who did it, who may know, what caused it."""

from typing import Any

import pytest
from msgspec.structs import asdict, replace

from multipolar.domain.english import lowered
from multipolar.domain.mechanics.requirements import blocked, costs
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.phases.intents import asked_of
from multipolar.domain.phases.session import is_awaited
from multipolar.domain.rules.catalogue import NeedsLead, NeedsTension
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Phase
from tests.domain.catalogue import ONE, THREE, TWO, table
from tests.domain.sound import Play
from tests.domain.test_section_05_refusals import FOUR, SEA, YES, asking, drill, given, refused
from tests.domain.test_section_08_crises import acute

BOTH = (ONE, TWO)


def written(play: Play, seat: str, command: c.AnyCommand) -> list[dict[str, Any]]:
    """What a command writes: of each event its kind, and all it holds but its place in the record."""
    left = ("seq", "round", "phase")
    return [
        {"event": type(event).__name__}
        | {field: value for field, value in asdict(event).items() if field not in left and value}
        for event in play.do(seat, command)
    ]


def money(seat: str, key: str, words: str, cause: int, resources: int, capital: int = 0) -> dict[str, Any]:
    """Money set aside by a seat, or released to it when negative, told to it alone."""
    amounts = {"capital": capital, "resources": resources}
    changes = tuple(e.Change(f"{kind}({seat})", -by, words) for kind, by in amounts.items() if by)
    return {
        "event": "MoneyReserved", "actor": seat, "audience": (seat,), "cause": cause, "initiative": key,
        "changes": changes, **{kind: by for kind, by in amounts.items() if by},
    }  # fmt: skip


def begun(play: Play, key: str) -> int:
    """The seq of the event in which the terms on the table were put there."""
    return play.world.initiatives[key].event


def test_a_proposal_is_its_parties_alone_and_sets_the_share_of_its_author_aside() -> None:
    play = table()
    seq = play.world.seq + 1
    key = f"1.{ONE}.joint_exercise.{TWO}"
    assert written(play, ONE, drill(SEA, message="Come")) == [
        {
            "event": "ProposalTabled", "actor": ONE, "audience": BOTH, "initiative": key, "version": 1,
            "move": "joint_exercise", "partners": (TWO,), "terms": SEA, "message": "Come",
        },
        money(ONE, key, "set aside for joint exercise", seq, 1, 1),
    ]  # fmt: skip


def test_a_counter_releases_what_was_held_and_sets_its_own_share_aside() -> None:
    play = table()
    play.do(ONE, drill())
    key, tabled, seq = play.latest, begun(play, play.latest), play.world.seq + 1
    terms = c.Terms(domain="maritime", payment=-2)
    assert written(play, TWO, c.Counter(initiative=key, version=1, terms=terms, message="Pay")) == [
        {
            "event": "ProposalCountered", "actor": TWO, "audience": BOTH, "initiative": key, "version": 2,
            "terms": terms, "message": "Pay", "cause": tabled,
        },
        money(ONE, key, "joint exercise released: the terms were countered", seq, -1, -1),
        money(TWO, key, "set aside for joint exercise", seq, 3, 1),
    ]  # fmt: skip


def test_a_counter_is_paid_from_what_its_author_has_to_the_last_coin() -> None:
    terms = c.Terms(domain="maritime", payment=-2)
    for capital, resources, enough in ((1, 3, True), (0, 3, False), (1, 2, False)):
        play = table()
        play.do(ONE, drill())
        play.put(f"capital({TWO})", capital)
        play.put(f"resources({TWO})", resources)
        counter = c.Counter(initiative=play.latest, version=1, terms=terms)
        if enough:
            play.do(TWO, counter)
        else:
            assert refused(play, TWO, counter)[0] == "money"


def test_what_all_have_accepted_is_agreed_announced_and_promised() -> None:
    play = table()
    terms = c.Terms(domain="maritime", undertakings=(given(),))
    play.do(ONE, drill(terms))
    key, tabled, seq = play.latest, begun(play, play.latest), play.world.seq + 1
    assert written(play, TWO, c.Accept(initiative=key, version=1)) == [
        {
            "event": "ProposalAccepted", "actor": TWO, "audience": BOTH, "initiative": key, "version": 1,
            "cause": tabled,
        },
        money(TWO, key, "set aside for joint exercise", seq, 1, 1),
        {
            "event": "InitiativeAnnounced", "actor": ONE, "audience": EVERYONE, "initiative": key,
            "move": "joint_exercise", "parties": BOTH, "cause": seq,
        },
        {
            "event": "InitiativeStateChanged", "actor": ONE, "audience": EVERYONE, "initiative": key,
            "to": "agreed", "cause": seq + 2,
        },
        {
            "event": "PromiseMade", "actor": ONE, "audience": BOTH, "undertaking": given(), "source": key,
            "promise": f"1.{ONE}.{TWO}.restraint.coercion.3.{key}", "cause": seq + 3,
        },
    ]  # fmt: skip


def test_what_is_done_in_a_theatre_is_announced_with_it() -> None:
    play = table()
    terms = c.Terms(theatre="sound")
    play.do(ONE, c.Propose(move="counter_piracy", partners=(TWO,), terms=terms))
    events = play.do(TWO, c.Accept(initiative=play.latest, version=1))
    (announced,) = [event for event in events if isinstance(event, e.InitiativeAnnounced)]
    assert (announced.theatre, announced.audience) == ("sound", EVERYONE)


def test_what_is_not_public_is_agreed_between_its_parties() -> None:
    play = table()
    play.do(ONE, c.Propose(move="intelligence_sharing", partners=(TWO,)))
    events = play.do(TWO, c.Accept(initiative=play.latest, version=1))
    assert {event.audience for event in events} == {BOTH, (ONE,), (TWO,)} - {
        (power,)
        for power in BOTH
        if not any(isinstance(x, e.MoneyReserved) and x.actor == power for x in events)
    }
    (moved,) = [event for event in events if isinstance(event, e.InitiativeStateChanged)]
    assert (moved.actor, moved.audience, moved.cause) == (ONE, BOTH, events[0].seq)


@pytest.mark.parametrize("public", [True, False])
def test_a_promise_of_its_own_is_named_by_who_knows_it(public: bool) -> None:
    play = table()
    how = "public" if public else "private"
    assert written(play, ONE, c.Promise(undertaking=given(), public=public)) == [
        {
            "event": "PromiseMade", "actor": ONE, "audience": EVERYONE if public else BOTH,
            "undertaking": given(), "promise": f"1.{ONE}.{TWO}.restraint.coercion.3.{how}",
        }
    ]  # fmt: skip
    assert play.events[-1].cause == 0


def test_a_promise_in_private_does_not_stand_in_the_way_of_the_same_to_all() -> None:
    play = table()
    play.do(ONE, c.Promise(undertaking=given()))
    play.do(ONE, c.Promise(undertaking=given(), public=True))
    assert len(play.world.pledges) == 2
    assert refused(play, ONE, c.Promise(undertaking=given(until=4), public=True))[0] == "promise"


def test_a_threat_is_no_promise() -> None:
    threat = given(kind="act", move="sanctions")
    assert refused(table(), ONE, c.Promise(undertaking=threat)) == (
        "promise", "that is a threat, not a promise: say it in a message",
    )  # fmt: skip
    table().do(ONE, c.Promise(undertaking=given(kind="act", move="summit")))


def test_an_order_is_its_authors_alone_also_when_it_is_taken_back() -> None:
    play = table()
    seq = play.world.seq + 1
    key = f"1.{ONE}.show_of_force.{TWO}"
    play.put(f"relationship({ONE},{TWO})", 1)
    seq += 1
    cost = play.world.rules.moves["show_of_force"].cost
    assert written(play, ONE, c.Order(move="show_of_force", targets=(TWO,), terms=c.Terms())) == [
        {
            "event": "OrderGiven", "actor": ONE, "audience": (ONE,), "initiative": key, "version": 1,
            "move": "show_of_force", "targets": (TWO,), "terms": c.Terms(),
        },
        money(ONE, key, "set aside for show of force", seq, cost.resources, cost.capital),
    ]  # fmt: skip
    seq = play.world.seq + 1
    assert written(play, ONE, c.Withdraw(initiative=key)) == [
        {
            "event": "InitiativeStateChanged", "actor": ONE, "audience": (ONE,), "initiative": key,
            "to": "withdrawn", "cause": seq - 2,
        },
        money(ONE, key, "show of force released: withdrawn", seq, -cost.resources, -cost.capital),
    ]  # fmt: skip


def test_what_is_declined_ends_for_its_parties_and_costs_its_author_one_of_what_it_held() -> None:
    play = table()
    play.do(ONE, c.Propose(move="summit", partners=(TWO,)))
    key, tabled, seq = play.latest, begun(play, play.latest), play.world.seq + 1
    held = play.world.initiatives[key].spent[0][1:]
    events = play.do(TWO, c.Decline(initiative=key, message="No"))
    moved, released = events
    assert isinstance(moved, e.InitiativeStateChanged)
    assert (moved.actor, moved.audience, moved.to, moved.reason) == (TWO, BOTH, "declined", "No")
    assert moved.cause == tabled
    assert isinstance(released, e.MoneyReserved)
    assert (released.actor, released.audience, released.cause) == (ONE, (ONE,), seq)
    assert {change.target: change.amount for change in released.changes} == {
        target: by
        for target, by in ((f"capital({ONE})", max(0, held[0] - 1)), (f"resources({ONE})", held[1]))
        if by
    }


def test_who_stays_away_from_many_says_so_to_the_parties_and_the_last_answer_agrees_it() -> None:
    play = table()
    play.put(f"capital({FOUR})", 9)
    play.do(ONE, c.Propose(move="security_forum", partners=(TWO, THREE, FOUR)))
    key, tabled = play.latest, begun(play, play.latest)
    for seat in (TWO, THREE):
        play.do(seat, c.Accept(initiative=key, version=1))
    seq = play.world.seq + 1
    wrote = written(play, FOUR, c.Decline(initiative=key, message="Not now"))
    assert wrote[0] == {
        "event": "PartyDropped", "actor": FOUR, "audience": (ONE, TWO, THREE, FOUR), "initiative": key,
        "party": FOUR, "message": "Not now", "cause": tabled,
    }  # fmt: skip
    rest = [entry for entry in wrote[1:] if entry["event"] != "MoneyReserved"]
    assert [(entry["event"], entry["cause"]) for entry in rest] == [
        ("InitiativeAnnounced", seq), ("InitiativeStateChanged", rest[0]["cause"] + len(wrote) - 2),
    ]  # fmt: skip
    assert play.world.initiatives[key].parties == (ONE, TWO, THREE)


def test_what_a_place_that_stays_empty_had_cost_is_released_and_nothing_else() -> None:
    for payment in (1, 0):
        play = table()
        play.put(f"relationship({ONE},{FOUR})", 4)
        terms = c.Terms(payment=payment)
        play.do(ONE, c.Propose(move="security_forum", partners=(TWO, THREE, FOUR), terms=terms))
        key, seq = play.latest, play.world.seq + 1
        words = "multilateral security forum released: fewer take part"
        released = [money(ONE, key, words, seq, -payment)] if payment else []
        assert written(play, FOUR, c.Decline(initiative=key))[1:] == released


def test_an_answer_to_a_cable_is_known_to_who_gave_it_and_its_numbers_tell_others_nothing() -> None:
    targets = [f"{name}({TWO})" for name in ("standing", "capital")]
    numbers = [{"target": target, "by": 1} for target in targets]
    options = [{"id": "yes", "title": "Agree", "numbers": numbers, "result": "Thanks."}]
    play = asking(options=options)
    seq = play.world.seq + 1
    asked = play.world.notices["letter"].seq
    assert written(play, TWO, YES) == [
        {
            "event": "InjectAnswered", "actor": TWO, "audience": (TWO,), "inject": "letter", "option": "yes",
            "title": "Agree", "result": "Thanks.", "cause": asked,
        },
        {
            "event": "NumbersChanged", "actor": TWO, "audience": (TWO,), "cause": seq, "topic": "inject",
            "changes": tuple(e.Change(target, 1, "A letter: Agree") for target in targets),
        },
    ]  # fmt: skip


def test_an_answer_to_news_is_news() -> None:
    play = asking(channel="news")
    answered, changed = play.do(TWO, YES)
    assert (answered.audience, changed.audience) == (EVERYONE, EVERYONE)


def test_leaving_a_seat_is_told_to_all_and_refused_where_nothing_changes() -> None:
    play = table(seats={ONE: "person", TWO: "person"})
    assert refused(play, THREE, c.Absence()) == (
        "absence", "Cyrene is run by the program; nobody can leave it",
    )  # fmt: skip
    assert refused(play, ONE, c.Absence(away=False)) == ("absence", "nobody had left the seat")
    assert written(play, ONE, c.Absence()) == [
        {"event": "AbsenceDeclared", "actor": ONE, "audience": EVERYONE, "away": True}
    ]
    assert refused(play, ONE, c.Absence()) == ("absence", "nobody sits there already")


def test_taking_a_seat_over_is_told_to_all_and_refused_where_nothing_changes() -> None:
    play = table(seats={ONE: "person", TWO: "person"})
    assert refused(play, ONE, c.AssignSeat(seat=THREE, reason="on")) == (
        "seat",
        f"the seat '{ONE}' may not do that",
    )
    assert refused(play, CONTROL, c.AssignSeat(seat=ONE, reason="on"))[0] == "seat"
    assert refused(play, CONTROL, c.AssignSeat(seat=THREE, person=False, reason="on"))[0] == "seat"
    assert written(play, CONTROL, c.AssignSeat(seat=THREE, reason="late")) == [
        {"event": "SeatTaken", "actor": THREE, "audience": EVERYONE, "person": True, "reason": "late"}
    ]
    assert written(play, CONTROL, c.AssignSeat(seat=TWO, person=False, reason="on")) == [
        {"event": "SeatTaken", "actor": TWO, "audience": EVERYONE, "reason": "on"}
    ]


# --- Ready -----------------------------------------------------------------------------------


def test_ready_is_said_once_and_taken_back_once() -> None:
    play = table()
    assert refused(play, ONE, c.Ready(ready=False)) == ("ready", "you had not said that you are ready")
    assert written(play, ONE, c.Ready()) == [
        {"event": "SeatReady", "actor": ONE, "audience": (ONE,), "ready": True}
    ]
    assert refused(play, ONE, c.Ready()) == ("ready", "you have said so already")


def test_in_a_crisis_who_is_asked_is_ready_only_with_a_response() -> None:
    play = acute()
    assert play.world.phase is Phase.CRISIS
    (crisis,) = play.world.open_crises()
    asked = crisis.parties[0]
    others = [seat for seat in play.world.rules.ids if seat not in crisis.parties]
    assert refused(play, asked, c.Ready()) == ("response", f"choose a response to {crisis.id} first")
    play.do(others[-1], c.Ready())
    play.do(asked, c.Respond(crisis=crisis.id, choice="hold"))
    play.do(asked, c.Ready())


# --- What stands at a limit ------------------------------------------------------------------


def test_what_costs_a_single_coin_is_set_aside_and_an_order_costs_nobody_else() -> None:
    play = table()
    rules = play.world.rules
    move = next(
        found
        for found in rules.base.moves
        if found.form == "order" and found.cost.capital + found.cost.resources == 1
        and not found.partners[0] and not found.requirements and not found.domains
        and not found.names_framework and found.tables is None
    )  # fmt: skip
    price = ((ONE, move.cost.capital, move.cost.resources),)
    assert costs(play.world, move, ONE, (), c.Terms()) == price
    _, reserved = play.do(ONE, c.Order(move=move.id))
    assert [change.reason for change in reserved.changes] == [f"set aside for {lowered(move.title)}"]
    protest = rules.moves["public_protest"]
    assert len(costs(play.world, protest, ONE, (TWO,), c.Terms())) == 1


def test_a_share_taken_over_is_paid_for_every_partner_and_one_asked_for_is_taken_once() -> None:
    play = table()
    drills = play.world.rules.moves["multilateral_exercise"]
    usual = costs(play.world, drills, ONE, (TWO, THREE), SEA)
    more = costs(play.world, drills, ONE, (TWO, THREE), replace(SEA, share=1))
    less = costs(play.world, drills, ONE, (TWO, THREE), replace(SEA, share=-1))
    assert more[0][2] - usual[0][2] == 2
    assert usual[0][2] - less[0][2] == 1
    assert [part[2] for part in more[1:]] == [part[2] - 1 for part in usual[1:]]
    assert [part[2] for part in less[1:]] == [part[2] + 1 for part in usual[1:]]


def test_good_offices_are_open_from_the_tension_that_they_need() -> None:
    play = table()
    order = c.Order(move="good_offices", targets=(TWO, THREE))
    (need,) = [
        found
        for found in play.world.rules.moves["good_offices"].requirements
        if isinstance(found, NeedsTension)
    ]
    play.put(f"tension({TWO},{THREE})", need.at_least - 1)
    assert refused(play, ONE, order)[0] == "requirement"
    play.put(f"tension({TWO},{THREE})", need.at_least)
    play.do(ONE, order)


def test_who_leads_enough_now_is_not_refused_for_what_was_before() -> None:
    play = table()
    (need,) = [
        found
        for found in play.world.rules.moves["licensed_production"].requirements
        if isinstance(found, NeedsLead)
    ]
    play.bind("memorandum", ONE, TWO)
    move = play.world.rules.moves["licensed_production"]
    assert "must lead" in blocked(play.world, ONE, move, TWO)
    play.put(f"{need.attribute}({ONE})", 50 + need.margin)
    assert "must lead" not in blocked(play.world, ONE, move, TWO)
    play.put(f"{need.attribute}({TWO})", 60)
    assert "must lead" in blocked(play.world, ONE, move, TWO)


def test_of_several_that_many_were_asked_to_each_goes_ahead_or_waits_by_itself() -> None:
    play = table()
    for other in (TWO, THREE, FOUR):
        play.put(f"relationship({ONE},{other})", 4)
    play.do(ONE, c.Propose(move="security_forum", partners=(TWO, THREE)))
    waits = play.latest
    play.do(ONE, c.Propose(move="multilateral_exercise", partners=(TWO, THREE, FOUR), terms=SEA))
    goes = play.latest
    play.put(f"resources({FOUR})", 9)
    play.put(f"capital({FOUR})", 9)
    for seat in (TWO, FOUR):
        play.do(seat, c.Accept(initiative=goes, version=1))
    play.all_ready()
    assert play.world.initiatives[waits].state == "tabled"
    assert play.world.initiatives[goes].parties == (ONE, TWO, FOUR)


def test_the_last_round_is_called_for_all_to_know() -> None:
    assert written(table(), CONTROL, c.Conclude(reason="Time")) == [
        {"event": "LastRoundCalled", "actor": CONTROL, "audience": EVERYONE, "reason": "Time"}
    ]


def test_in_a_crisis_those_are_awaited_who_are_asked_and_have_not_answered() -> None:
    play = acute()
    (crisis,) = play.world.open_crises()
    assert is_awaited(play.world, "AAA")
    play.do("AAA", c.Respond(crisis=crisis.id, choice="hold"))
    assert not is_awaited(play.world, "AAA")
    assert is_awaited(play.world, "CCC")
    play.do("CCC", c.Respond(crisis=crisis.id, choice="hold"))
    assert not is_awaited(play.world, "CCC")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"about": "other"}, "you are not asked what you want of 'other'"),
        ({"wants": "a\nb"}, "answer in one line of at most 200 characters"),
        ({"wants": " "}, "say in a line what you want of it"),
        ({"sure": 101}, "how sure you are is a number from 0 to 100, in per cent"),
        ({"sure": -1}, "how sure you are is a number from 0 to 100, in per cent"),
    ],
)
def test_an_intent_is_a_line_each_about_a_decision_of_its_own(changes: dict[str, Any], words: str) -> None:
    play = table(seats={ONE: "person"}, options=e.Options(intent="once_a_round"))
    play.put(f"relationship({ONE},{TWO})", 1)
    play.do(ONE, c.Order(move="show_of_force", targets=(TWO,)))
    (asked,) = asked_of(play.world, ONE)
    assert asked.title
    stated = c.StateIntent(about=asked.about, wants=" Calm ", expects=" Talks ", sure=70)
    assert refused(play, ONE, replace(stated, **changes)) == ("intent", words)
    assert written(play, ONE, stated) == [
        {
            "event": "IntentStated", "actor": ONE, "audience": (ONE,), "about": asked.about, "wants": "Calm",
            "expects": "Talks", "sure": 70,
        }
    ]  # fmt: skip
