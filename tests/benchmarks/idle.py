"""What a terminal is sent while nobody does anything: at the table and on the projector, also of a lesson."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Figure, at_most
from tests.benchmarks.terminal import Terminal

PLAY = ("play", "first-steps", "--seat", "OSK", "--seed", "3")
LESSON = ("--lesson", "60")
SITUATIONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("at the table", (*PLAY,), ""),
    ("at the table of a lesson", (*PLAY, *LESSON), ""),
    ("on the projector of a lesson", (*PLAY, *LESSON), "v"),
)
"""What it is called, how the program is started, and the key that opens what is looked at."""
SIZES = ((120, 36), (200, 60))
BUDGET = 1000
"""Bytes a second."""
SETTLED = 3
"""Seconds after which a screen that was opened is drawn."""
SECONDS = 12


def sent(arguments: tuple[str, ...], key: str, seconds: int, size: tuple[int, int]) -> float:
    """Bytes a second that an exercise sends to its terminal while nobody does anything."""
    with TemporaryDirectory() as name, closing(Terminal(Path(name), *arguments, size=size)) as terminal:
        terminal.until(b"speak for")
        terminal.settle(SETTLED)
        for pressed in ("\r", key):
            terminal.send(pressed)
            terminal.settle(SETTLED)
        return terminal.bytes_within(seconds) / seconds


def figures(seconds: int = SECONDS, sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[Figure]:
    """Every line of what is sent while nothing happens."""
    for where, arguments, key in SITUATIONS:
        for size in sizes:
            rate = sent(arguments, key, seconds, size)
            yield at_most(f"sent while nothing happens {where}, {size[0]}×{size[1]}", rate, "B/s", BUDGET)
