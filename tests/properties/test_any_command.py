"""Whatever is submitted, the engine answers with events or a refusal, and a refusal changes nothing."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.domain.addresses import bounds
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, decode, encode
from multipolar.domain.model.world import fingerprint
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.host import Host
from tests.properties.games import SOUND, game, opened

POWERS = ("AAA", "BBB", "CCC", "DDD")
MOVES = (
    "strategic_dialogue", "visit_exchange", "hotline", "exercise_notification", "joint_exercise",
    "intelligence_sharing", "training_mission", "memorandum", "defence_agreement", "security_pact",
    "licensed_production", "technology_transfer", "counter_piracy", "good_offices", "public_protest",
    "suspend_cooperation", "show_of_force", "covert_collection", "modernise_forces", "reform_governance",
    "calm_unrest",
)  # fmt: skip

words = st.one_of(
    st.sampled_from(("", "*", "control", "observer", "sound", "standard", "K1", "A1")), st.text(max_size=8)
)
powers = st.one_of(st.sampled_from(POWERS), words)
numbers = st.one_of(st.integers(-4, 9), st.integers(-(2**80), 2**80))
undertakings = st.builds(
    c.Undertaking, by=powers, kind=st.sampled_from(("act", "restraint", "")),
    move=st.sampled_from((*MOVES, "coercion", "")), toward=powers, until=numbers,
)  # fmt: skip
terms = st.builds(
    c.Terms,
    domain=st.sampled_from(("", "maritime", "land", "space")),
    theatre=st.one_of(st.sampled_from(("", "sound")), words),
    safeguards=st.sampled_from(("", "light", "standard", "strict", "none")),
    committed=st.booleans(),
    share=st.one_of(st.just(0), numbers),
    payment=st.one_of(st.just(0), numbers),
    agreement=st.sampled_from(("", "A1", "A2", "B9")),
    undertakings=st.lists(undertakings, max_size=4).map(tuple),
)
named = st.lists(powers, max_size=5).map(tuple)
moves = st.one_of(st.sampled_from(MOVES), words)
texts = st.one_of(st.text(max_size=20), st.sampled_from(("long " * 200, "\ud800", "a\nb")))


def control_commands() -> tuple[st.SearchStrategy[c.AnyCommand], ...]:
    """Any command of the control seat about injects, voices and numbers."""
    inject = st.sampled_from(("letter", "improvised_1", ""))
    target = st.one_of(
        st.sampled_from(
            ("tension(AAA,BBB)", "trust(AAA,BBB)", "stability(CCC)", "capital(DDD)", "dependence(BBB,AAA)",
             "threat(piracy,sound)", "architecture(all)", "index(peace)", "relationship(AAA,BBB)")
        ),
        words,
    )  # fmt: skip
    values = st.one_of(st.integers(0, 100), numbers)
    channels = st.sampled_from(("news", "cable", "intelligence", ""))
    return (
        st.builds(c.Release, inject=inject, reason=texts),
        st.builds(c.Hold, inject=inject, reason=texts, hold=st.booleans()),
        st.builds(c.Skip, inject=inject, reason=texts, skip=st.booleans()),
        st.builds(c.EditInject, inject=inject, reason=texts, title=texts, text=texts),
        st.builds(c.Improvise, title=texts, text=texts, reason=texts, channel=channels, to=named),
        st.builds(c.SpeakAs, power=powers, text=texts, reason=texts, to=named),
        st.builds(c.SetNumber, target=target, value=values, reason=texts),
    )


def commands(initiatives: Sequence[str], crises: Sequence[str]) -> st.SearchStrategy[c.AnyCommand]:
    """Any command, sensible or not, about the records there are or about others."""
    initiative = st.one_of(st.sampled_from((*initiatives, "")), words)
    crisis = st.one_of(st.sampled_from((*crises, "")), words)
    choices = st.sampled_from(
        ("concede", "ease", "hold", "press", "mobilise", "stay_out", "mediate", "framework", "back",
         "absorb", "ask", "seal", "help", "exploit", "")
    )  # fmt: skip
    return st.one_of(
        st.builds(c.Propose, move=moves, partners=named, terms=terms, message=texts),
        st.builds(c.Order, move=moves, targets=named, terms=terms),
        st.builds(c.Accept, initiative=initiative, version=numbers),
        st.builds(c.Counter, initiative=initiative, version=numbers, terms=terms, message=texts),
        st.builds(c.Decline, initiative=initiative, message=texts),
        st.builds(c.Withdraw, initiative=initiative),
        st.builds(c.Say, text=texts, to=named),
        st.builds(c.Promise, undertaking=undertakings, public=st.booleans()),
        st.builds(c.Respond, crisis=crisis, choice=choices, backing=powers),
        st.builds(c.AnswerInject, inject=st.sampled_from(("letter", "")), option=words),
        st.builds(c.Ready, ready=st.booleans()),
        st.builds(c.AssignSeat, seat=powers, person=st.booleans(), reason=texts),
        st.builds(c.Advance, reason=texts),
        st.builds(c.Pause, reason=texts),
        st.builds(c.Resume, reason=texts),
        st.builds(c.Extend, minutes=numbers, reason=texts),
        *control_commands(),
    )


def at(data: st.DataObject) -> Host:
    """An exercise somewhere on its way."""
    events = game(SOUND, data.draw(st.sampled_from((3, 11, 29))))
    return opened(events[: data.draw(st.integers(2, len(events)))])


def answer(host: Host, seat: str, command: c.AnyCommand) -> tuple[tuple[Event, ...], Refused | None]:
    """The events that would follow, or the refusal."""
    try:
        return decide(host.world, seat, command, host.dice), None
    except Refused as refusal:
        return (), refusal


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_command_is_carried_out_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    host = at(data)
    world = host.world
    seat = data.draw(st.one_of(st.sampled_from((*POWERS, CONTROL)), words))
    moments = st.sampled_from(("", world.moment, "0.lobby"))
    for _ in range(6):
        command = data.draw(commands(tuple(world.initiatives), tuple(world.crises)))
        command = msgspec.structs.replace(command, moment=data.draw(moments))
        before = fingerprint(world)
        events, refusal = answer(host, seat, command)
        if refusal is None:
            assert events
            assert [decode(encode(event)) for event in events] == list(events)
        else:
            assert refusal.rule
            assert refusal.message
            assert refusal.message.isprintable(), refusal.message
        assert fingerprint(world) == before


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_preview_answers_whatever_is_asked(data: st.DataObject) -> None:
    host = at(data)
    seat = data.draw(st.sampled_from(POWERS))
    for _ in range(6):
        command = data.draw(commands(tuple(host.world.initiatives), tuple(host.world.crises)))
        preview = forecast(host.world, seat, command)
        assert bool(preview.rule) == bool(preview.message)
        assert sum(preview.chances) in (0, 36)


@pytest.mark.parametrize("named", [(), ("AAA",), ("BBB", "BBB"), ("AAA", "BBB"), POWERS], ids=str)
@pytest.mark.parametrize("move", MOVES)
def test_a_preview_of_a_move_with_nobody_oneself_or_the_same_twice_says_what_is_wrong(
    move: str, named: tuple[str, ...]
) -> None:
    host = opened(game(SOUND, 3)[:2])
    for command in (c.Propose(move=move, partners=named), c.Order(move=move, targets=named)):
        preview = forecast(host.world, "AAA", command)
        _, refusal = answer(host, "AAA", command)
        assert preview.rule == (refusal.rule if refusal is not None else "")


def test_a_response_is_previewed_in_its_phase_alone() -> None:
    events = game(SOUND, 11)
    refused: dict[str, set[str]] = {}
    for halt in range(2, len(events), 3):
        host = opened(events[:halt])
        for crisis in host.world.crises:
            preview = forecast(host.world, "BBB", c.Respond(crisis=crisis, choice="concede"))
            refused.setdefault(str(host.world.phase), set()).add(preview.rule)
    assert "" in refused.pop("crisis")
    assert refused
    assert all(rules == {"phase"} for rules in refused.values())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_a_preview_allows_is_carried_out(data: st.DataObject) -> None:
    host = at(data)
    seat = data.draw(st.sampled_from(POWERS))
    for _ in range(8):
        command = data.draw(commands(tuple(host.world.initiatives), tuple(host.world.crises)))
        if (
            not isinstance(command, c.Propose | c.Order | c.Respond)
            or len(getattr(command, "message", "")) > 600
        ):
            continue
        preview = forecast(host.world, seat, command)
        _, refusal = answer(host, seat, command)
        assert bool(preview.rule) == (refusal is not None), (command, preview.message, refusal)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_play_of_any_kind_keeps_numbers_in_range(data: st.DataObject) -> None:
    host = at(data)
    for _ in range(12):
        seat = data.draw(st.sampled_from((*POWERS, CONTROL)))
        world = host.world
        command = data.draw(commands(tuple(world.initiatives), tuple(world.crises)))
        if host.submit(seat, command).accepted:
            for target, value in host.world.numbers.items():
                low, high = bounds(target)
                assert low <= value <= high, (target, value, command)
