"""The screen, in a real terminal: from a key press to the repaint, at the table of a late game."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.model.events import Event, ExerciseBegan, SeatReady, encode
from multipolar.store import open_saves
from tests.benchmarks.engine import record
from tests.benchmarks.measure import Figure, at_most
from tests.benchmarks.saving import header
from tests.benchmarks.terminal import Terminal

DOWN, UP, TAB, ESCAPE = "\x1b[B", "\x1b[A", "\t", "\x1b"
KEYS = (TAB, DOWN, DOWN, UP)
"""One round of them: to the next panel, and about in it."""
WINDOWS = ("p", ESCAPE, "t", ESCAPE)
"""Screens opened and closed again after each round."""
OPENED = 0.3
"""Seconds without paint after which a screen counts as opened or closed: a key before that may be lost."""
PAUSE = 0.6
"""Seconds for which somebody looks at the table after them."""
ROUNDS = 100
FRAME = 1000 / 60


def late_game(folder: Path) -> None:
    """Save a game as it stands in its last deliberation, India's seat held by a person."""
    last = max(event.round for event in record())
    ready = (event for event in record() if isinstance(event, SeatReady) and event.round == last)
    events: list[Event] = list(record()[: next(ready).seq - 1])
    genesis = events[0]
    if isinstance(genesis, ExerciseBegan):
        events[0] = replace(genesis, seats=genesis.seats | {"IND": "person"})
    with closing(open_saves(folder)) as saves:
        saves.create(header("late"), [encode(event) for event in events])


class Painted(NamedTuple):
    """Milliseconds from each key press to what it paints; MB after a quarter of them, and after all."""

    taken: list[float]
    early: float
    late: float


def repaints(rounds: int) -> Painted:
    """Press keys at the table of a late game, and open and close screens on the way."""
    taken: list[float] = []
    early = late = 0.0
    with TemporaryDirectory() as name:
        late_game(Path(name))
        with closing(Terminal(Path(name), "play", "--continue", "last")) as terminal:
            terminal.until(b"round 6")
            terminal.quiet(2)
            for turn in range(rounds):
                if turn == rounds // 4:
                    early = terminal.memory
                for key in KEYS:
                    try:
                        taken.append(terminal.press(key) * 1000)
                    except TimeoutError:
                        # At the end of a panel there is nothing to move to, and nothing to paint.
                        continue
                    terminal.quiet(0.03)
                for key in WINDOWS:
                    terminal.press(key, patience=10)
                    terminal.quiet(OPENED)
                terminal.quiet(PAUSE)
            late = terminal.memory
    return Painted(taken, early, late)


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Every line of the screen."""
    taken, early, late = repaints(rounds)
    yield at_most("key press to repaint on the table screen, median", median(taken), "ms", round(FRAME, 1))
    yield at_most("the same, slowest of a hundred", quantiles(taken, n=100)[-1], "ms", 50)
    yield Figure("memory held at that table", late, "MB")
    yield at_most("the same, beside after a quarter of the keys", late / (early or 1), "times", 1.1)
