"""Exercises that nobody keeps, every seat run by program: for tests and measurements."""

from msgspec.structs import replace

from multipolar.domain.dice import SeededDice
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events, players, read_scenario


def begin_unkept(config: ExerciseConfig, doctrine: str = "") -> tuple[Host, Programs]:
    """An exercise that is not saved, every seat run by program.

    Args:
        config: scenario, preset, seed, and doctrines by seat.
        doctrine: the doctrine of every seat not named in the opening; empty: each its own.
    """

    if doctrine:
        ids = [power.id for power in read_scenario(config.scenario).powers]
        seats = {**dict.fromkeys(ids, doctrine), **config.seats}
        config = replace(config, seats=seats)
    host = Host(first_events(config), SeededDice(config.seed), NullLog(), telling=False)
    return host, Programs(host, players())
