"""Over whole exercises, nothing a seat is shown speaks of what it may not know (rulebook §4, §6, §12)."""

from collections.abc import Iterator

import msgspec
import pytest

from multipolar.domain.knowledge.causes import sees
from multipolar.domain.model.events import (
    CovertMoveExposed,
    Event,
    ExerciseBegan,
    InitiativeAnnounced,
    InitiativeResolved,
    ProposalTabled,
    decode,
    encode,
)
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import EVERYONE
from multipolar.engine.host import Host
from multipolar.lobby.port import ExerciseConfig
from tests.playing import begin_unkept
from tests.secrecy.knowledge import POWERS, SEED, halts, knowledge, opened, record

SEEDS = (3, 11, SEED)


@pytest.fixture(scope="module")
def ocean() -> Host:
    """A whole exercise of the Indian Ocean, played by chance."""
    host, programs = begin_unkept(ExerciseConfig("indian-ocean", "standard", 4, {}), "random")
    for _ in programs.play():
        pass
    return opened(tuple(host.events))


def records(ocean: Host) -> Iterator[Host]:
    """Whole exercises: the given one, and some in the sound."""
    yield ocean
    yield from (opened(record(seed)) for seed in SEEDS)


def test_every_number_in_an_event_is_one_its_audience_may_know(ocean: Host) -> None:
    for host in records(ocean):
        for event in host.events:
            for change in event.changes:
                may_know = audience_of(change.target)
                known = may_know == EVERYONE or set(event.audience) <= set(may_know)
                assert known, (type(event).__name__, event.audience, change)


def test_no_seat_is_shown_a_number_it_may_not_know(ocean: Host) -> None:
    for host in records(ocean):
        for seat in (*host.world.rules.ids, "observer"):
            for seen in host.seen(seat):
                for change in seen.changes:
                    may_know = audience_of(change.target)
                    assert may_know == EVERYONE or seat in may_know, (seat, seen)


def _secret(world: World, events: list[Event]) -> Iterator[tuple[Move, tuple[str, ...]]]:
    """Moves of limited or covert visibility that never came to light, with who took part in them."""
    told = {
        event.initiative for event in events if isinstance(event, InitiativeAnnounced | CovertMoveExposed)
    }
    for event in events:
        if isinstance(event, InitiativeResolved) and event.initiative not in told:
            move = world.rules.moves[event.move]
            insiders = (event.actor,) if move.visibility == "covert" else event.parties
            yield move, insiders


def test_no_sentence_names_a_move_that_never_came_to_light(ocean: Host) -> None:
    for host in records(ocean):
        known_moves: dict[str, set[str]] = {}
        for event in host.events:
            if isinstance(event, InitiativeAnnounced | CovertMoveExposed):
                known_moves.setdefault(event.move, set())
        for move, insiders in _secret(host.world, host.events):
            if move.id in known_moves:
                continue
            others = [seat for seat in host.world.rules.ids if seat not in insiders]
            for seat in others:
                took_part = any(
                    isinstance(event, InitiativeResolved | ProposalTabled)
                    and event.move == move.id
                    and sees(event, seat)
                    for event in host.events
                )
                if took_part:
                    continue
                for seen in host.seen(seat):
                    words = " ".join((seen.text, *seen.detail, *(change.reason for change in seen.changes)))
                    assert move.title.lower() not in words.lower(), (seat, seen)


def test_the_seed_is_never_shown_to_a_seat() -> None:
    digits = str(SEED).encode()
    for halt in halts(SEED)[::40]:
        host = opened(record(SEED)[:halt])
        for seat in (*POWERS, "observer"):
            assert digits not in b"".join(knowledge(host, seat, asking=False))


def test_secret_objectives_of_others_are_shown_only_in_the_debrief() -> None:
    events = record(SEED)
    genesis = events[0]
    assert isinstance(genesis, ExerciseBegan)
    text = msgspec.json.encode(genesis.setting).replace(b"Fewer pirates in the sound", b"%s")
    assert text.count(b"%s") == 3
    setting = msgspec.json.decode(text)
    for index, power in enumerate(power for power in setting["powers"] if power.get("objectives")):
        power["objectives"][0]["title"] = f"hidden-aim-{power['id']}"
        assert index < 3
    marked = (msgspec.structs.replace(genesis, setting=setting), *events[1:])
    during = opened(marked[: halts(SEED)[-2]])
    for seat in (*POWERS, "observer"):
        told = b"".join(knowledge(during, seat, asking=False))
        for other in POWERS[:3]:
            assert (f"hidden-aim-{other}".encode() in told) == (seat == other)
    told = msgspec.json.encode(opened(marked).view("DDD"))
    assert all(f"hidden-aim-{other}".encode() in told for other in POWERS[:3])


def test_a_seat_that_comes_back_finds_what_it_left(ocean: Host) -> None:
    for host in records(ocean):
        again = opened(tuple(decode(encode(event)) for event in host.events))
        for seat in (*host.world.rules.ids[:2], "observer", "control"):
            assert msgspec.json.encode(again.view(seat)) == msgspec.json.encode(host.view(seat))
            assert again.seen(seat) == host.seen(seat)
            assert again.turning_points(seat) == host.turning_points(seat)


def test_a_seat_that_comes_back_halfway_finds_what_it_left() -> None:
    for halt in halts(3)[::60]:
        host = opened(record(3)[:halt])
        again = opened(tuple(decode(encode(event)) for event in host.events))
        for seat in POWERS:
            assert knowledge(again, seat) == knowledge(host, seat)
