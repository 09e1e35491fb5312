"""Whole exercises played by chance, to look at from every side."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import cast

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.events import Event, ExerciseBegan
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World
from multipolar.domain.phases.genesis import begin
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events, players, read_scenario
from multipolar.rulebook import load_rules
from tests.domain.sound import sound

SOUND, OCEAN = "sound", "indian-ocean"


def opened(events: Sequence[Event]) -> Host:
    """A record taken up by a host of its own."""
    return Host(events, SeededDice(cast(ExerciseBegan, events[0]).seed), NullLog())


@lru_cache(maxsize=32)
def game(scenario: str, seed: int, preset: str = "standard") -> tuple[Event, ...]:
    """Every event of an exercise in which every seat plays legal moves by chance."""
    if scenario == SOUND:
        seats = dict.fromkeys(("AAA", "BBB", "CCC", "DDD"), "random")
        events = begin(load_rules(), sound(), preset, seats, seed, SeededDice(seed))
    else:
        ids = [power.id for power in read_scenario(scenario).powers]
        events = first_events(ExerciseConfig(scenario, preset, seed, dict.fromkeys(ids, "random")))
    host = opened(events)
    for _ in Programs(host, players()).play():
        pass
    return tuple(host.events)


def worlds(events: Sequence[Event]) -> Iterator[World]:
    """The world after each event."""
    first, *rest = events
    return accumulate(rest, evolve, initial=evolve(None, first))
