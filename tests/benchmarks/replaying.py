"""Going over a save of a thousand events: opening it, and going to any moment of it."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from multipolar.domain.model.events import encode
from multipolar.lobby.local import LocalLobby
from multipolar.store import open_saves
from multipolar.table.port import Replay
from tests.benchmarks.engine import record
from tests.benchmarks.measure import Figure, at_most, seconds
from tests.benchmarks.saving import header
from tests.benchmarks.terminal import Terminal

EVENTS = 1000
ROUNDS = 9
END, HOME, TURNING, PAGE, BACK = "\x1b[F", "\x1b[H", "t", "\x1b[6~", "\x1b[5~"
KEYS = (END, BACK, HOME, TURNING, PAGE, PAGE, TURNING, BACK)
"""One round of leaps: to the end, the beginning, rounds and turning points."""
READY = b"turning"
"""A word of the line of keys: once it is on the terminal, the screen is painted."""
DRAW = 11


def _save(folder: Path) -> None:
    with closing(open_saves(folder)) as saves:
        saves.create(header("long"), [encode(event) for event in record()[:EVENTS]])


def _opened(folder: Path) -> float:
    """Seconds until the replay screen stands in a terminal, from the start of the process."""
    with closing(Terminal(folder, "replay", "long", "--as", "all")) as terminal:
        terminal.until(READY)
        return terminal.age


def _leaps(folder: Path, rounds: int) -> list[float]:
    """Milliseconds from each key to what it paints."""
    taken: list[float] = []
    with closing(Terminal(folder, "replay", "long", "--as", "all")) as terminal:
        terminal.until(READY)
        terminal.quiet(1)
        for _ in range(rounds):
            for key in KEYS:
                taken.append(terminal.press(key) * 1000)
                terminal.quiet(0.05)
    return taken


def _look(replay: Replay, random: Random) -> None:
    """Go to a moment and see what there is to see."""
    replay.seek(random.randint(1, replay.last))
    assert replay.view.number == replay.at
    assert replay.now == replay.news[-1]
    assert replay.marks


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Every line of going over a save."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _save(folder)
        opened = median(_opened(folder) for _ in range(rounds))
        yield at_most("a save of 1,000 events opened, from the start of the process", opened, "s", 1)
        leaps = _leaps(folder, rounds)
        yield at_most("a leap in it, from the key to the repaint, median", median(leaps), "ms", 100)
        yield at_most("the same, slowest of a hundred", quantiles(leaps, n=100)[-1], "ms", 100)
        with closing(open_saves(folder)) as saves:
            replay = asyncio.run(LocalLobby(saves).replay("long"))
            random = Random(DRAW)
            for seat in ("control", "IND"):
                replay.look_as(seat)
                looked = seconds(lambda: _look(replay, random), rounds)
                yield at_most(f"any moment of it in memory, as {seat}", looked * 1000, "ms", 50)
