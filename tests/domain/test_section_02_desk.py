"""The desk: results wait there, are published as rolled or by a ruling, or held back (§2, §6)."""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.domain.errors import Illegal, Refused, Unreadable
from multipolar.domain.exercise import due
from multipolar.domain.knowledge.causes import explain
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Options
from multipolar.domain.model.world import fingerprint
from multipolar.domain.possible import check_end
from multipolar.domain.vocabulary import CONTROL, EVERYONE, OBSERVER, PERSON, Phase
from tests.domain.sound import Play
from tests.domain.test_section_13_control import WHY, replayed
from tests.properties.test_any_command import control_commands

Kind = TypeVar("Kind")
FACILITATED = Options(facilitator=True)
PERSONS = dict.fromkeys(("AAA", "BBB", "CCC"), PERSON)


def at_the_desk(*, facilitated: bool = True, script: Mapping[str, tuple[int, ...]] | None = None) -> Play:
    """A public visit of two, a drill of two that tells its parties alone, and a secret order."""
    options = FACILITATED if facilitated else Options()
    play = Play(options=options, seats=PERSONS, script=script).to_deliberation()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    play.do("BBB", c.Propose(move="tabletop_drill", partners=("DDD",)))
    play.do("DDD", c.Accept(initiative=play.latest, version=1))
    play.do("CCC", c.Order(move="covert_collection", targets=("AAA",)))
    play.do(CONTROL, c.Advance(reason="the time is up"))
    return play


def names(play: Play) -> tuple[str, str, str]:
    visit, drill, spying = play.world.desk
    return visit, drill, spying


def of_kind(events: tuple[e.Event, ...], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def test_results_wait_at_the_desk_and_control_alone_is_shown_them() -> None:
    play = at_the_desk()
    assert play.world.phase is Phase.ADJUDICATION
    assert due(play.world) is None
    check_end(play.world)
    shown = view_of(play.world, CONTROL).desk
    assert [one.id.split(".")[2] for one in shown] == [
        "visit_exchange",
        "tabletop_drill",
        "covert_collection",
    ]
    assert all(sum(one.chances) == 36 and one.total == sum(one.rolls[-1]) + one.added for one in shown)
    assert all(one.effects for one in shown)
    for seat in ("AAA", "BBB", "CCC", "DDD", OBSERVER):
        view = view_of(play.world, seat)
        assert view.desk == ()
        assert not any(one.outcome for one in view.initiatives)
    assert {event.audience for event in of_kind(tuple(play.events), e.ResultPreviewed)} == {()}


def test_all_published_at_once_is_what_comes_about_without_a_facilitator() -> None:
    play, alone = at_the_desk(), at_the_desk(facilitated=False)
    play.do(CONTROL, c.Publish(reason=WHY))
    play.do(CONTROL, c.Advance(reason="on"))
    assert play.world.moment == alone.world.moment
    assert play.world.numbers == alone.world.numbers
    plain = [one for one in alone.events if isinstance(one, e.InitiativeResolved)]
    told = [one for one in play.events if isinstance(one, e.InitiativeResolved)]
    same = ("initiative", "dice", "total", "outcome", "audience", "modifiers")
    assert [[getattr(one, key) for key in same] for one in told] == [
        [getattr(one, key) for key in same] for one in plain
    ]
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_the_phase_goes_on_when_nothing_waits_any_more() -> None:
    play = at_the_desk()
    visit, drill, spying = names(play)
    with pytest.raises(Illegal, match="3 results wait"):
        play.do(CONTROL, c.Advance(reason="on"))
    play.do(CONTROL, c.Publish(results=(spying, visit), reason=WHY))
    with pytest.raises(Illegal, match="a result waits"):
        play.do(CONTROL, c.Advance(reason="on"))
    play.do(CONTROL, c.Hold(result=drill, reason=WHY))
    play.do(CONTROL, c.Advance(reason="on"))
    assert play.world.phase is not Phase.ADJUDICATION


def test_a_result_rolled_again_keeps_both_rolls_and_tells_why() -> None:
    play = at_the_desk()
    visit, _, _ = names(play)
    before = play.world.desk[visit]
    play.do(CONTROL, c.Reroll(result=visit, reason="a modifier was forgotten"))
    again = play.world.desk[visit]
    assert again.rolls[0] == before.rolls[0]
    assert len(again.rolls) == 2
    assert again.total == sum(again.rolls[1]) + before.total - sum(before.rolls[0])
    (ruled,) = of_kind(play.do(CONTROL, c.Publish(reason=WHY)), e.ResultRuled)
    assert (ruled.ruling, ruled.how, ruled.rolls, ruled.audience) == (
        "R1.1", "rolled again", again.rolls, EVERYONE,
    )  # fmt: skip
    told = narrate(play.world, ruled)
    assert told.text == "R1.1, rolled again: a modifier was forgotten"
    assert any("then" in line for line in told.detail)


def test_dice_of_the_table_count_as_they_are_typed() -> None:
    play = at_the_desk()
    visit, _, _ = names(play)
    for dice in ((7, 1), (1,), (0, 3), (1, 1, 1)):
        with pytest.raises(Unreadable, match="two dice"):
            play.do(CONTROL, c.Reroll(result=visit, dice=dice, reason=WHY))
    play.do(CONTROL, c.Reroll(result=visit, dice=(6, 6), reason=WHY))
    assert play.world.desk[visit].rolls[-1] == (6, 6)
    assert play.world.desk[visit].outcome.word == "breakthrough"
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_a_result_set_by_hand_has_its_effects_and_why_names_the_ruling() -> None:
    play = at_the_desk(script={"1.resolve.1.AAA.visit_exchange.BBB": (1, 1)})
    visit, _, _ = names(play)
    assert play.world.desk[visit].outcome.word == "setback"
    before = play.world.trust("BBB", "AAA")
    play.do(CONTROL, c.Rule(result=visit, outcome="breakthrough", reason="the visit was a feast"))
    with pytest.raises(Illegal, match="a breakthrough already"):
        play.do(CONTROL, c.Rule(result=visit, outcome="breakthrough", reason=WHY))
    with pytest.raises(Unreadable, match="no outcome 'triumph'"):
        play.do(CONTROL, c.Rule(result=visit, outcome="triumph", reason=WHY))
    events = play.do(CONTROL, c.Publish(reason=WHY))
    (resolved,) = [one for one in of_kind(events, e.InitiativeResolved) if one.initiative == visit]
    assert (resolved.outcome, resolved.dice) == (3, (1, 1))
    assert play.world.trust("BBB", "AAA") > before
    told = {event.seq: narrate(play.world, event).text for event in events}
    found = explain(play.world, play.events, "trust(BBB,AAA)", "BBB", told)
    chains = [line for step in found.steps for line in step.chain]
    assert any(line.startswith("R1.1, set by hand: the visit was a feast") for line in chains), chains


def test_a_result_held_back_comes_up_again_in_the_next_round_as_it_was_rolled() -> None:
    play = at_the_desk()
    visit, _, _ = names(play)
    rolled = play.world.desk[visit]
    play.do(CONTROL, c.Hold(result=visit, reason="the next lesson begins with it"))
    with pytest.raises(Illegal, match="held back to round 2"):
        play.do(CONTROL, c.Publish(results=(visit,), reason=WHY))
    play.do(CONTROL, c.Publish(reason=WHY))
    while play.world.moment != "2.deliberation":
        play.do(CONTROL, c.Advance(reason="on"))
    assert view_of(play.world, "AAA").initiatives[0].state == "under_way"
    play.do(CONTROL, c.Advance(reason="on"))
    assert play.world.phase is Phase.ADJUDICATION
    assert play.world.desk[visit].rolls == rolled.rolls
    (resolved,) = of_kind(play.do(CONTROL, c.Publish(reason=WHY)), e.InitiativeResolved)
    assert (resolved.round, resolved.dice, resolved.total) == (2, rolled.rolls[0], rolled.total)
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_nothing_is_held_back_beyond_the_last_round() -> None:
    play = at_the_desk()
    play.do(CONTROL, c.Conclude(reason="the bell"))
    with pytest.raises(Illegal, match="last round"):
        play.do(CONTROL, c.Hold(result=names(play)[0], reason=WHY))


def test_who_is_told_can_be_widened_and_a_covert_move_comes_to_light_by_itself() -> None:
    play = at_the_desk(script={"1.resolve.1.BBB.tabletop_drill.DDD": (1, 1)})
    visit, drill, spying = names(play)
    with pytest.raises(Illegal, match="already"):
        play.do(CONTROL, c.Tell(result=visit, reason=WHY))
    with pytest.raises(Illegal, match="covert"):
        play.do(CONTROL, c.Tell(result=spying, to=("AAA",), reason=WHY))
    play.do(CONTROL, c.Tell(result=drill, to=("CCC",), reason="an intercept"))
    events = play.do(CONTROL, c.Publish(reason=WHY))
    (told,) = [one for one in of_kind(events, e.InitiativeResolved) if one.initiative == drill]
    assert told.audience == ("BBB", "CCC", "DDD")

    def outcome(seat: str) -> str:
        return next((one.outcome for one in view_of(play.world, seat).initiatives if one.id == drill), "")

    assert {seat: outcome(seat) for seat in ("BBB", "CCC", "AAA", OBSERVER)} == {
        "BBB": "setback", "CCC": "setback", "AAA": "", OBSERVER: "",
    }  # fmt: skip
    assert fingerprint(replayed(play)) == fingerprint(play.world)


DEEDS: dict[str, Callable[[str], c.AnyCommand]] = {
    "reroll": lambda name: c.Reroll(result=name, reason=WHY),
    "real dice": lambda name: c.Reroll(result=name, dice=(6, 6), reason=WHY),
    "by hand": lambda name: c.Rule(result=name, outcome="breakthrough", reason=WHY),
    "held": lambda name: c.Hold(result=name, reason=WHY),
    "told": lambda name: c.Tell(result=name, to=("CCC",), reason=WHY),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_is_not_told_of_what_is_done_at_the_desk_sees_the_same_bytes(deed: str) -> None:
    with_it, without = at_the_desk(), at_the_desk()
    with_it.do(CONTROL, DEEDS[deed](names(with_it)[1]))
    for play in (with_it, without):
        play.do("CCC", c.Say(text="What now?"))
    for seat in ("AAA", "BBB", "CCC", "DDD", OBSERVER):
        one, other = (msgspec.json.encode(view_of(play.world, seat)) for play in (with_it, without))
        assert one == other, seat


def test_a_ruling_told_to_its_parties_shifts_no_number_of_a_ruling_that_all_are_told() -> None:
    play = at_the_desk(script={"1.resolve.1.BBB.tabletop_drill.DDD": (6, 6)})
    visit, drill, _ = names(play)
    play.do(CONTROL, c.Rule(result=drill, outcome="setback", reason=WHY))
    play.do(CONTROL, c.Reroll(result=visit, reason=WHY))
    rulings = of_kind(play.do(CONTROL, c.Publish(reason=WHY)), e.ResultRuled)
    assert {one.ruling: one.audience for one in rulings} == {
        "R1.1": EVERYONE, "R1.BBB-DDD.1": ("BBB", "DDD"),
    }  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_sequence_of_deeds_at_the_desk_leaves_a_record_that_replays(data: st.DataObject) -> None:
    play = at_the_desk()
    results = st.sampled_from(names(play))
    dice = st.sampled_from(((), (1, 1), (6, 5), (9, 9)))
    outcomes = st.sampled_from(("setback", "limited", "success", "breakthrough", "x"))
    deeds = st.one_of(
        st.builds(c.Publish, results=st.lists(results, max_size=2).map(tuple), reason=st.just(WHY)),
        st.builds(c.Reroll, result=results, dice=dice, reason=st.just(WHY)),
        st.builds(c.Rule, result=results, outcome=outcomes, reason=st.just(WHY)),
        st.builds(c.Hold, result=results, hold=st.booleans(), reason=st.just(WHY)),
        st.builds(
            c.Tell, result=results, to=st.sampled_from(((), ("AAA",), ("CCC", "DDD"))), reason=st.just(WHY)
        ),
        st.builds(c.Advance, reason=st.just(WHY)),
        *control_commands(),
    )
    for _ in range(data.draw(st.integers(1, 14))):
        try:
            play.do(CONTROL, data.draw(deeds))
        except Refused:
            continue
    again = replayed(play)
    assert fingerprint(again) == fingerprint(play.world)
    sums = dict(cast(e.ExerciseBegan, play.events[0]).numbers)
    for event in play.events[1:]:
        for change in event.changes:
            sums[change.target] = sums.get(change.target, 0) + change.amount
    assert sums == dict(play.world.numbers)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_is_done_before_it_is_published_no_seat_sees_a_byte_of(data: st.DataObject) -> None:
    play, left = at_the_desk(), at_the_desk()
    results = st.sampled_from(names(play))
    deeds = st.one_of(
        st.builds(c.Reroll, result=results, dice=st.sampled_from(((), (1, 1), (6, 5))), reason=st.just(WHY)),
        st.builds(
            c.Rule, result=results, outcome=st.sampled_from(("setback", "success")), reason=st.just(WHY)
        ),
        st.builds(c.Hold, result=results, hold=st.booleans(), reason=st.just(WHY)),
        st.builds(c.Tell, result=results, to=st.sampled_from(((), ("AAA",))), reason=st.just(WHY)),
    )
    for _ in range(data.draw(st.integers(1, 10))):
        try:
            play.do(CONTROL, data.draw(deeds))
        except Refused:
            continue
    for seat in ("AAA", "BBB", "CCC", "DDD", OBSERVER):
        assert msgspec.json.encode(view_of(play.world, seat)) == msgspec.json.encode(
            view_of(left.world, seat)
        )
        heard = [event for event in play.events if event.audience == EVERYONE or seat in event.audience]
        assert heard == [
            event for event in left.events if event.audience == EVERYONE or seat in event.audience
        ]
