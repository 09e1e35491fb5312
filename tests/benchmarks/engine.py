"""The engine: deciding, evolving, replaying, forking, and whole program-run games."""

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from multipolar.domain.dice import SeededDice
from multipolar.domain.exercise import decide
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, PhaseBegan, decode, encode
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.lobby.port import ExerciseConfig
from tests.benchmarks import breakdown, floor
from tests.benchmarks.measure import Figure, at_least, at_most, seconds
from tests.playing import begin_unkept

SCENARIO = "indian-ocean"
COMMANDS = 600


def play(doctrine: str, seed: int) -> Sequence[Event]:
    """A whole program-run game, every seat by one doctrine (empty: each by its own)."""
    host, programs = begin_unkept(ExerciseConfig(SCENARIO, "standard", seed, {}), doctrine)
    for _ in programs.play():
        pass
    return host.events


@cache
def record() -> tuple[Event, ...]:
    """The record of one game, to be replayed."""
    return tuple(play("", 1))


def third_deliberation() -> World:
    """The world as the third deliberation begins."""
    events = record()
    begun = next(
        place
        for place, event in enumerate(events, start=1)
        if isinstance(event, PhaseBegan) and (event.round, event.to) == (3, "deliberation")
    )
    return world_after(events[:begun])


def _replay() -> World:
    return world_after(record())


def _decode() -> None:
    for payload in _payloads():
        decode(payload)


@cache
def _payloads() -> tuple[bytes, ...]:
    return tuple(encode(event) for event in record())


def _talk(world: World) -> None:
    """Commands of the commonest kinds, decided and evolved."""
    dice = SeededDice(1)
    for number in range(COMMANDS // 3):
        for command in (
            c.Say(id=str(number), text="We are ready to talk.", to=("FRA",)),
            c.Order(id=str(number), move="modernise_forces"),
            c.Propose(id=str(number), move="strategic_dialogue", partners=("ZAF",)),
        ):
            current = world
            for event in decide(world, "IND", command, dice):
                current = evolve(current, event)


def _floor(doctrine: str, games: int) -> float:
    """Seconds that the rules alone take for a game."""
    commands = floor.commands_of(SCENARIO, doctrine, 5)
    return seconds(lambda: floor.play_again(commands), games)


def figures(rounds: int = 7, games: int = 5) -> Iterator[Figure]:
    """Every line of the engine."""
    world = third_deliberation()
    talk = seconds(lambda: _talk(world), rounds)
    yield at_least("commands decided and evolved", COMMANDS / talk, "a second", 12_000)
    replay = seconds(_replay, rounds)
    yield at_least("events replayed (evolve only)", len(record()) / replay, "a second", 50_000)
    yield Figure("events decoded from their bytes", len(record()) / seconds(_decode, rounds), "a second")
    yield at_most("any point of this save, replayed from the start", replay * 1000, "ms", 50)
    fork = seconds(lambda: [replace(world, seq=world.seq) for _ in range(1000)], rounds) / 1000
    yield at_most("fork of a world", fork * 1e6, "µs", 1)
    yield Figure("view of one seat", seconds(lambda: view_of(world, "IND"), rounds) * 1000, "ms")
    changed = floor.view_after_a_change(SCENARIO, 5) * 1000
    yield at_most("view of one seat after one change, median", changed, "ms", 0.5)
    random = seconds(lambda: play("random", 5), games)
    yield Figure("random legal games, one core", 1 / random, "a second")
    yield Figure("the same without players and views: the floor", 1 / _floor("random", games), "a second")
    thinking = seconds(lambda: play("", 5), games)
    yield at_least("program-run games, doctrines thinking, one core", 1 / thinking, "a second", 5)
    yield Figure("the same without players and views: the floor", 1 / _floor("", games), "a second")
    yield from breakdown.figures(SCENARIO)
