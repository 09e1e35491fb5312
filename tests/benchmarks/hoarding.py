"""A save of twenty thousand events, and a folder of a thousand saves."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from multipolar.domain.dice import SeededDice
from multipolar.domain.model.events import Event, encode
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.local import LocalLobby
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events
from multipolar.store import Saves, export_save, open_saves
from multipolar.table.port import Replay
from tests.benchmarks import growing
from tests.benchmarks.measure import Figure, seconds
from tests.benchmarks.programme import WELCOME, ended
from tests.benchmarks.saving import header
from tests.benchmarks.terminal import Terminal

EVENTS = (5_000, 20_000)
SAVES = (250, 1_000)
SCREEN = b"turning"
"""A word of the replay screen's line of keys."""
SEED = 7
SEEN_BY = "IND"
TARGET = "economy(IND)"


@cache
def long_record() -> Sequence[Event]:
    """The record of forty rounds of twelve ranked powers, of the first seed by which it is long enough."""
    games = (growing.play(growing.with_rounds(40), growing.with_twins(), seed) for seed in count(SEED))
    return next(events for events in games if len(events) >= max(EVENTS))


def _kept(folder: Path, events: int) -> Saves:
    saves = open_saves(folder)
    saves.create(header("long"), [encode(event) for event in long_record()[:events]])
    return saves


def _opened(folder: Path) -> float:
    """Seconds until the replay screen stands in a terminal, from the start of the process."""
    with closing(Terminal(folder, "replay", "long", "--as", "all")) as terminal:
        terminal.until(SCREEN)
        return terminal.age


def _look(replay: Replay, random: Random) -> None:
    replay.seek(random.randint(1, replay.last))
    assert replay.view.number == replay.at


def _export(saves: Saves, folder: Path) -> None:
    export_save(saves, "long", folder / "long.jsonl", overwrite=True)


def _long_save(rounds: int, sizes: Sequence[int]) -> Iterator[Figure]:
    with TemporaryDirectory() as name:
        costs: dict[str, list[tuple[int, float]]] = {}

        def cost(what: str, size: int, taken: float) -> None:
            costs.setdefault(what, []).append((size, taken))

        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            with closing(_kept(folder, size)) as saves:
                replay = asyncio.run(LocalLobby(saves).replay("long"))
                replay.look_as("control")
                cost(
                    "a save of {} events opened on the screen",
                    size,
                    median(_opened(folder) for _ in range(3)),
                )
                cost("any moment of {} events", size, seconds(partial(_look, replay, Random(1)), rounds))
                cost("{} events verified", size, seconds(partial(saves.verify, "long"), rounds))
                cost("{} events exported", size, seconds(partial(_export, saves, folder), rounds))
            host = Host(long_record()[:size], SeededDice(SEED), NullLog())
            cost("why, after {} events", size, seconds(partial(host.why, SEEN_BY, TARGET), rounds))
        for what, found in costs.items():
            yield from growing.grown(what, "ms", 1.2, found)


def hoard(folder: Path, number: int) -> None:
    """Keep so many exercises in a folder, each at its briefing."""
    payloads = [encode(event) for event in first_events(ExerciseConfig(growing.SCENARIO, "standard", 1, {}))]
    with closing(open_saves(folder)) as saves:
        for place in range(number):
            saves.create(header(f"save-{place}"), payloads)


def _first_screen(folder: Path) -> float:
    with closing(Terminal(folder)) as terminal:
        terminal.until(WELCOME)
        return terminal.age


def _many_saves(rounds: int, sizes: Sequence[int]) -> Iterator[Figure]:
    with TemporaryDirectory() as name:
        works: dict[str, Callable[[Path], float]] = {
            "`saves list` of {} saves": lambda folder: ended("-m", "multipolar", "saves", "list", at=folder),
            "`saves show last` of {} saves": lambda folder: ended(
                "-m", "multipolar", "saves", "show", "last", at=folder
            ),
            "first screen with {} saves": _first_screen,
        }
        costs: dict[str, list[tuple[int, float]]] = {what: [] for what in works}
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            hoard(folder, size)
            held = sum(file.stat().st_size for file in folder.rglob("*"))
            yield Figure(f"on the disk a save, of {size:,}", held / size / 1000, "KB")
            for what, work in works.items():
                costs[what].append((size, median(work(folder) for _ in range(rounds))))
        for what, found in costs.items():
            yield from growing.grown(what, "ms", 1.0, found)


def figures(
    rounds: int = 5, events: Sequence[int] = EVENTS, saves: Sequence[int] = SAVES
) -> Iterator[Figure]:
    """Every line of long saves and of many."""
    yield from _long_save(rounds, events)
    yield from _many_saves(rounds, saves)
