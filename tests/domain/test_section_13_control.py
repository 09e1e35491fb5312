"""The control seat: injects released, held, skipped, edited, improvised; voices; numbers set (§13)."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.errors import Illegal, NotYourSeat, Refused, Unreadable
from multipolar.domain.exercise import decide
from multipolar.domain.knowledge.causes import explain
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import decode, encode
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World, fingerprint
from multipolar.domain.possible import Impossible, follow
from multipolar.domain.vocabulary import CONTROL, EVERYONE, OBSERVER
from multipolar.wire.routes import COMMANDS, FACILITATOR
from tests.domain.sound import Play
from tests.properties.test_any_command import control_commands

WHY = "the class needs it"
LETTER = "letter"


def to_round(play: Play, number: int) -> Play:
    while play.world.moment != f"{number}.deliberation":
        play.do(CONTROL, c.Advance(reason="on"))
    return play


def titles(play: Play, seat: str) -> list[str]:
    return [notice.title for notice in view_of(play.world, seat).notices]


def replayed(play: Play) -> World:
    """The world of the record alone, each event held against what can have happened."""
    world: World | None = None
    for event in play.events:
        world = follow(world, decode(encode(event)))
    assert world is not None
    return world


def test_an_inject_is_released_early_with_all_it_does_and_not_again() -> None:
    play = Play().to_deliberation()
    before = play.world.tension("AAA", "CCC")
    put, released, *moved = play.do(CONTROL, c.Release(inject=LETTER, reason=WHY))
    assert (put.audience, released.audience, released.cause) == ((), ("BBB",), put.seq)
    assert [event.cause for event in moved] == [released.seq]
    assert play.world.tension("AAA", "CCC") == before + 3
    assert (titles(play, "BBB"), titles(play, "AAA")) == (["A letter"], [])
    with pytest.raises(Illegal, match="released in round 1"):
        play.do(CONTROL, c.Release(inject=LETTER, reason=WHY))
    to_round(play, 3)
    assert titles(play, "BBB") == ["A letter"]
    assert fingerprint(replayed(play)) == fingerprint(play.world)


@pytest.mark.parametrize("deed", [c.Hold, c.Skip])
def test_a_held_or_skipped_inject_does_not_come_until_control_says_so(deed: type[c.Hold | c.Skip]) -> None:
    play = Play().to_deliberation()
    play.do(CONTROL, deed(inject=LETTER, reason=WHY))
    with pytest.raises(Illegal, match="already"):
        play.do(CONTROL, deed(inject=LETTER, reason=WHY))
    to_round(play, 2)
    assert titles(play, "BBB") == []
    play.do(CONTROL, c.Release(inject=LETTER, reason=WHY))
    assert titles(play, "BBB") == ["A letter"]


def test_what_was_held_or_skipped_comes_when_due_after_it_was_taken_back() -> None:
    play = Play().to_deliberation()
    play.do(CONTROL, c.Hold(inject=LETTER, reason=WHY))
    play.do(CONTROL, c.Hold(inject=LETTER, reason=WHY, hold=False))
    play.do(CONTROL, c.Skip(inject=LETTER, reason=WHY))
    play.do(CONTROL, c.Skip(inject=LETTER, reason=WHY, skip=False))
    assert titles(to_round(play, 2), "BBB") == ["A letter"]


def test_an_edited_inject_comes_as_it_reads_now() -> None:
    play = Play().to_deliberation()
    play.do(CONTROL, c.EditInject(inject=LETTER, text="A shorter letter.", reason=WHY))
    to_round(play, 2)
    assert [(one.title, one.text) for one in view_of(play.world, "BBB").notices] == [
        ("A letter", "A shorter letter.")
    ]
    play.do("BBB", c.AnswerInject(inject=LETTER, option="yes"))
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_an_improvised_inject_reaches_those_it_is_to() -> None:
    play = Play().to_deliberation()
    for channel, to in (("cable", ("CCC",)), ("news", ())):
        play.do(CONTROL, c.Improvise(title=channel, text="Rain.", channel=channel, to=to, reason=WHY))
    assert (titles(play, "CCC"), titles(play, "AAA")) == (["cable", "news"], ["news"])
    with pytest.raises(Illegal, match="news are for all"):
        play.do(CONTROL, c.Improvise(title="x", text="Rain.", to=("CCC",), reason=WHY))
    with pytest.raises(Illegal, match="asks you nothing"):
        play.do("CCC", c.AnswerInject(inject="improvised_1", option="yes"))
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_control_speaks_as_a_minor_power_alone() -> None:
    play = Play().to_deliberation()
    minor = next(power.id for power in play.world.rules.setting.powers if power.minor)
    play.do(CONTROL, c.SpeakAs(power=minor, text="And we?", to=("AAA",), reason=WHY))
    assert [(one.by, one.text) for one in view_of(play.world, "AAA").messages] == [(minor, "And we?")]
    with pytest.raises(Illegal, match="speaks for itself"):
        play.do(CONTROL, c.SpeakAs(power="AAA", text="We?", reason=WHY))


def test_a_number_set_by_hand_is_a_ruling_that_names_itself_and_its_reason() -> None:
    play = Play().to_deliberation()
    (event,) = play.do(CONTROL, c.SetNumber(target="tension(AAA,BBB)", value=77, reason=WHY))
    assert play.world.tension("AAA", "BBB") == 77
    assert isinstance(event, e.NumberSet)
    assert (event.ruling, event.audience) == ("R1.1", EVERYONE)
    assert event.changes[0].reason == f"R1.1, set by hand: {WHY}"
    assert narrate(play.world, event).text.startswith("R1.1, set by hand: ")
    (event,) = play.do(CONTROL, c.SetNumber(target="trust(AAA,BBB)", value=9, reason=WHY))
    assert isinstance(event, e.NumberSet)
    assert (event.ruling, event.audience) == ("R1.AAA.1", ("AAA",))
    (event,) = play.do(CONTROL, c.SetNumber(target="stability(AAA)", value=9, reason=WHY))
    assert isinstance(event, e.NumberSet)
    assert event.ruling == "R1.2", "what only some are told of is counted apart"
    to_round(play, 2)
    (event,) = play.do(CONTROL, c.SetNumber(target="stability(AAA)", value=12, reason=WHY))
    assert isinstance(event, e.NumberSet)
    assert event.ruling == "R2.1", "each round counts from one"
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_why_names_the_ruling_and_its_amounts_add_up() -> None:
    play = Play().to_deliberation()
    play.do(CONTROL, c.SetNumber(target="tension(AAA,BBB)", value=77, reason=WHY))
    play.do(CONTROL, c.SetNumber(target="tension(AAA,BBB)", value=60, reason="that was too much"))
    for seat in ("AAA", "CCC", CONTROL):
        found = explain(play.world, play.events, "tension(AAA,BBB)", seat, {})
        reasons = [step.reason for step in found.steps]
        assert {f"R1.1, set by hand: {WHY}", "R1.2, set by hand: that was too much"} <= set(reasons)
        assert found.start + sum(step.amount for step in found.steps) == found.value == 60


@pytest.mark.parametrize(
    ("target", "value", "error", "said"),
    [
        ("architecture(all)", 50, Illegal, "worked out"),
        ("relationship(AAA,BBB)", 5, Illegal, "worked out"),
        ("tension(AAA,XXX)", 5, Unreadable, "no number"),
        ("tension(AAA,BBB)", 101, Unreadable, "goes from 0 to 100"),
    ],
)
def test_what_is_computed_or_off_its_scale_is_not_set(
    target: str, value: int, error: type[Refused], said: str
) -> None:
    with pytest.raises(error, match=said):
        Play().to_deliberation().do(CONTROL, c.SetNumber(target=target, value=value, reason=WHY))


DEEDS: tuple[c.AnyControl, ...] = (
    c.Release(inject=LETTER, reason=WHY), c.Hold(inject=LETTER, reason=WHY),
    c.Skip(inject=LETTER, reason=WHY),
    c.EditInject(inject=LETTER, text="New.", reason=WHY), c.Improvise(title="a", text="b", reason=WHY),
    c.SpeakAs(power="EEE", text="b", reason=WHY), c.SetNumber(target="stability(AAA)", value=1, reason=WHY),
)  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: type(deed).__name__)
def test_each_deed_is_controls_alone_and_needs_a_reason(deed: c.AnyControl) -> None:
    play = Play().to_deliberation()
    assert type(deed) in COMMANDS[FACILITATOR]
    with pytest.raises(NotYourSeat):
        play.do("AAA", deed)
    with pytest.raises(Unreadable, match="say why"):
        play.do(CONTROL, replace(deed, reason=" "))


HIDDEN: tuple[c.AnyControl, ...] = (
    c.Hold(inject=LETTER, reason=WHY), c.Skip(inject=LETTER, reason=WHY),
    c.EditInject(inject=LETTER, text="New.", reason=WHY),
    c.Improvise(title="Rain", text="b", channel="cable", to=("BBB",), reason=WHY),
    c.SetNumber(target="trust(BBB,AAA)", value=3, reason=WHY),
)  # fmt: skip


@pytest.mark.parametrize("deed", HIDDEN, ids=lambda deed: type(deed).__name__)
def test_who_is_not_told_of_a_deed_sees_the_same_bytes(deed: c.AnyControl) -> None:
    with_it, without = Play().to_deliberation(), Play().to_deliberation()
    with_it.do(CONTROL, deed)
    for play in (with_it, without):
        play.do(CONTROL, c.SetNumber(target="stability(CCC)", value=11, reason="for all to see"))
        play.do("CCC", c.Say(text="What now?"))
    for seat in ("AAA", "CCC", OBSERVER):
        one, other = (msgspec.json.encode(view_of(play.world, seat)) for play in (with_it, without))
        assert one == other, seat


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_sequence_of_deeds_leaves_a_record_that_can_have_happened_and_replays(
    data: st.DataObject,
) -> None:
    play = Play(seed=data.draw(st.integers(1, 9))).to_deliberation()
    told = st.one_of(*control_commands())
    for _ in range(data.draw(st.integers(1, 10))):
        command = data.draw(told)
        try:
            play.do(CONTROL, command)
        except Refused:
            continue
        if data.draw(st.integers(0, 5)) == 0:
            try:
                play.do(CONTROL, c.Advance(reason="on"))
            except Refused:
                break
    again = replayed(play)
    assert fingerprint(again) == fingerprint(play.world)
    begun = play.events[0]
    assert isinstance(begun, e.ExerciseBegan)
    sums = dict(begun.numbers)
    for event in play.events[1:]:
        for change in event.changes:
            sums[change.target] = sums.get(change.target, 0) + change.amount
    assert sums == dict(play.world.numbers)


def test_a_record_in_which_a_power_rules_or_a_secret_is_told_is_impossible() -> None:
    play = Play().to_deliberation()
    before = play.world
    (event,) = decide(before, CONTROL, c.SetNumber(target="trust(AAA,BBB)", value=9, reason=WHY), play.dice)
    follow(before, event)
    for forged in (
        replace(event, actor="AAA"), replace(event, audience=EVERYONE), replace(event, ruling="R9.1"),
        replace(event, changes=(*event.changes, *event.changes)),
    ):  # fmt: skip
        with pytest.raises(Impossible):
            follow(before, forged)
    assert evolve(before, event).trust("AAA", "BBB") == 9
