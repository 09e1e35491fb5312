"""Two worlds that differ only in what a seat may not know tell it the same, byte for byte (rulebook §12)."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.model.commands import Undertaking
from multipolar.domain.model.events import ExerciseBegan, PromiseMade
from multipolar.domain.visibility import audience_of
from multipolar.engine.host import Host
from tests.secrecy.knowledge import POWERS, halts, knowledge, opened, record

SEEDS = (3, 11, 29)


def with_other_secrets(host: Host, seat: str, draw: random.Random) -> Host:
    """The same exercise, in which every number the seat may not know has another value.

    The secret numbers of the opening are drawn anew; everything that happened since stays as it was. What
    powers that share intelligence with the seat have found out is no secret from it: they tell it half.
    """
    genesis, *rest = host.events
    assert isinstance(genesis, ExerciseBegan)
    known = set(host.view(seat).numbers)
    telling = {
        f"insight({friend},"
        for found in host.world.in_force(seat, group="sharing")
        for friend in found.parties
    }
    keys = [
        key
        for key in host.world.numbers
        if audience_of(key) != ("*",) and key[: key.find(",") + 1] not in telling
    ]
    numbers = dict(genesis.numbers)
    for target in keys:
        if target not in known and seat not in audience_of(target):
            numbers[target] = numbers.get(target, 0) + draw.randint(1, 40)
    return opened((replace(genesis, numbers=numbers), *rest))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(SEEDS), st.data(), st.sampled_from(POWERS), st.integers(0, 10**6))
def test_a_seat_cannot_tell_what_numbers_others_keep_to_themselves(
    seed: int, data: st.DataObject, seat: str, mark: int
) -> None:
    halt = data.draw(st.sampled_from(halts(seed)[:-1]))
    host = opened(record(seed)[:halt])
    other = with_other_secrets(host, seat, random.Random(mark))
    assert other.world.numbers != host.world.numbers
    assert knowledge(other, seat) == knowledge(host, seat)


def test_an_observer_cannot_tell_what_numbers_powers_keep_to_themselves() -> None:
    host = opened(record(SEEDS[0])[: halts(SEEDS[0])[-2]])
    other = with_other_secrets(host, "observer", random.Random(1))
    assert knowledge(other, "observer", asking=False) == knowledge(host, "observer", asking=False)


@pytest.mark.parametrize("seat", POWERS)
def test_a_promise_between_others_tells_a_seat_nothing(seat: str) -> None:
    one, two = [power for power in POWERS if power != seat][:2]
    host = opened(record(SEEDS[0])[: halts(SEEDS[0])[4]])
    made = PromiseMade(
        seq=host.world.seq + 1,
        round=host.world.round,
        phase=str(host.world.phase),
        actor=one,
        audience=(one, two),
        promise="between-two",
        undertaking=Undertaking(one, "restraint", "coercion", two, host.world.rounds),
    )
    other = opened((*host.events, made))
    assert knowledge(other, seat) == knowledge(host, seat)
