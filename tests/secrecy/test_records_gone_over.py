"""A record gone over tells a seat what it knew then, and nothing else of the record (rulebook §12)."""

import asyncio
import random
from collections.abc import Iterator, Sequence

import msgspec
import pytest
from msgspec.structs import replace

from multipolar.domain.model.commands import Ready, Undertaking
from multipolar.domain.model.events import Event, PromiseMade
from multipolar.table.replay import SavedReplay
from tests.secrecy.knowledge import POWERS, halts, opened, record
from tests.secrecy.test_non_interference import SEEDS, with_other_secrets


class Pins:
    """Notes that somebody pinned with other eyes."""

    def __init__(self, *seqs: int) -> None:
        self._seqs = seqs

    def notes(self) -> Sequence[tuple[int, str, str]]:
        return [(seq, "control", "They will never know.") for seq in self._seqs]

    def add(self, seq: int, seat: str, text: str) -> None:
        raise AssertionError("nothing is written here")


async def _no_branch(seq: int, seat: str) -> str:
    raise AssertionError("nothing is branched here")


def told(events: Sequence[Event], seat: str, *pinned: int) -> tuple[bytes, ...]:
    """Everything a record tells a seat at moments all along it."""
    replay = SavedReplay(events, "k3x9w2", Pins(*pinned), _no_branch)
    replay.look_as(seat)
    return tuple(msgspec.json.encode(found) for found in _told(replay))


def _told(replay: SavedReplay) -> Iterator[object]:
    yield replay.last
    yield replay.seats
    for number in (*range(1, replay.last, 41), replay.last):
        replay.seek(number)
        yield replay.at
        yield replay.view
        yield replay.now
        yield replay.news
        yield replay.stops
        yield replay.marks
        yield replay.pins
        yield asyncio.run(replay.turning_points())
        yield asyncio.run(replay.submit(Ready()))
        for target in list(replay.view.numbers)[:: len(replay.view.numbers) // 5]:
            yield asyncio.run(replay.why(target))


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
def test_numbers_others_keep_to_themselves_are_not_told(seat: str) -> None:
    host = opened(record(SEEDS[0])[: halts(SEEDS[0])[-2]])
    other = with_other_secrets(host, seat, random.Random(4))
    assert other.world.numbers != host.world.numbers
    assert told(other.events, seat) == told(host.events, seat)


@pytest.mark.parametrize("seat", POWERS)
def test_an_event_between_others_moves_nothing_a_seat_is_told(seat: str) -> None:
    """Not its count of events, not the places of its turning points, not the moment it stands at."""
    one, two = [power for power in POWERS if power != seat][:2]
    events = record(SEEDS[0])[: halts(SEEDS[0])[4]]
    between = halts(SEEDS[0])[2]
    made = PromiseMade(
        seq=between + 1,
        round=events[between - 1].round,
        phase=events[between - 1].phase,
        actor=one,
        audience=(one, two),
        promise="between-two",
        undertaking=Undertaking(one, "restraint", "coercion", two, 6),
    )
    after = [
        replace(event, seq=event.seq + 1, cause=event.cause + (event.cause > between))
        for event in events[between:]
    ]
    assert told((*events[:between], made, *after), seat) == told(events, seat)


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
def test_notes_of_whoever_knows_more_are_not_told(seat: str) -> None:
    events = record(SEEDS[1])
    assert told(events, seat, *range(1, len(events), 7)) == told(events, seat)


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
def test_how_it_went_on_is_not_told(seat: str) -> None:
    """Two exercises that part later tell a seat the same up to there, but for how much lies ahead."""
    events = record(SEEDS[2])
    halt = halts(SEEDS[2])[len(halts(SEEDS[2])) // 2]
    short = SavedReplay(events[:halt], "k3x9w2", Pins(), _no_branch)
    long = SavedReplay(events, "k3x9w2", Pins(), _no_branch)
    for replay in (short, long):
        replay.look_as(seat)
    for number in range(1, short.last + 1, 17):
        short.seek(number)
        long.seek(number)
        ahead = [mark for mark in long.marks if mark.number > number]
        assert all((mark.kind, mark.text, mark.weight) == ("", "", 0) for mark in ahead)
        assert all((stop.phase, stop.exchange) == ("", 0) for stop in long.stops if stop.number > number)
        for ask in ("view", "now", "news", "pins", "names", "seats", "at"):
            assert msgspec.json.encode(getattr(long, ask)) == msgspec.json.encode(getattr(short, ask))
