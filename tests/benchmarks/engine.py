"""The engine: deciding, evolving, replaying, forking, and whole program-run games."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from multipolar.bootstrap import begin_unkept
from multipolar.domain import commands as c
from multipolar.domain.dice import SeededDice
from multipolar.domain.events import Event, decode, encode
from multipolar.domain.evolution import evolve
from multipolar.domain.exercise import decide
from multipolar.domain.projection import view_of
from multipolar.domain.world import World
from multipolar.review.moments import world_of
from multipolar.table.port import Opening
from tests.benchmarks.measure import Figure, at_least, at_most, seconds

SCENARIO = "indian-ocean"


def play(doctrine: str, seed: int) -> Sequence[Event]:
    """A whole program-run game, every seat by one doctrine (empty: each by its own)."""
    host, programs = begin_unkept(Opening(SCENARIO, "standard", seed, {}), doctrine)
    for _ in programs.play():
        pass
    return host.events


@cache
def record() -> tuple[Event, ...]:
    """The record of one game, to be replayed."""
    return tuple(play("", 1))


@cache
def opening_world() -> World:
    """A world in its third deliberation."""
    return world_of([event for event in record() if event.round < 3])


def _replay() -> World:
    return world_of(record())


def _decode() -> None:
    for payload in _payloads():
        decode(payload)


@cache
def _payloads() -> tuple[bytes, ...]:
    return tuple(encode(event) for event in record())


def _talk(world: World) -> None:
    """Five hundred commands of the lightest and the commonest kinds, decided and evolved."""
    dice = SeededDice(1)
    for number in range(250):
        for command in (
            c.Say(id=str(number), text="We are ready to talk.", to=("FRA",)),
            c.Order(id=str(number), move="calm_unrest"),
        ):
            current = world
            for event in decide(world, "IND", command, dice):
                current = evolve(current, event)


def figures() -> Iterator[Figure]:
    """Every line of the engine."""
    world = next(
        world_of(record()[: index + 1])
        for index, (event, following) in enumerate(pairwise(record()), start=0)
        if following.round == 3 and event.phase == "situation" and following.phase == "deliberation"
    )
    world = evolve(world, next(e for e in record() if e.seq == world.seq + 1))
    talk = seconds(lambda: _talk(world))
    yield at_least("commands decided and evolved", 500 / talk, "a second", 12_000)
    replay = seconds(_replay)
    yield at_least("events replayed (evolve only)", len(record()) / replay, "a second", 50_000)
    yield Figure("events decoded from their bytes", len(record()) / seconds(_decode), "a second")
    yield at_most("any point of this save, replayed from the start", replay * 1000, "ms", 50)
    fork = seconds(lambda: [world for _ in range(1000)]) / 1000
    yield at_most("fork of a world", fork * 1e6, "µs", 1)
    yield Figure("view of one seat", seconds(lambda: view_of(world, "IND")) * 1000, "ms")
    random = seconds(lambda: play("random", 5), 5)
    yield at_least("random legal games, one core", 1 / random, "a second", 100)
    thinking = seconds(lambda: play("", 5), 5)
    yield at_least("program-run games, doctrines thinking, one core", 1 / thinking, "a second", 10)
