"""The programme as it is started: help beside its library, and the first screen."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks.measure import Figure, at_most
from tests.benchmarks.terminal import ENVIRONMENT, Terminal

ROUNDS = 9
WELCOME = b"How to play"
"""Words of the first screen; once they are on the terminal, it is painted."""


def ended(*arguments: str, at: Path | None = None) -> float:
    """Seconds until a command of this Python has ended.

    Args:
        arguments: what stands after ``python``.
        at: where its saves are; None: where they usually are.
    """
    environment = ENVIRONMENT if at is None else ENVIRONMENT | {"MULTIPOLAR_SAVES": str(at)}
    began = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    return perf_counter() - began


def _painted(folder: Path) -> float:
    """Seconds until the first screen stands in a terminal."""
    with closing(Terminal(folder)) as terminal:
        terminal.until(WELCOME)
        return terminal.age


def _help_beside_its_library(rounds: int) -> Iterator[Figure]:
    """How long `--help` takes, beside loading the library that prints it."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        theirs.append(ended("-c", "import typer"))
        ours.append(ended("-m", "multipolar", "--help"))
    yield Figure("python -c 'import typer'", median(theirs) * 1000, "ms")
    yield at_most("multipolar --help, beside it", median(ours) / median(theirs), "times", 2.5)


def _first_screen(rounds: int) -> Iterator[Figure]:
    """How long it takes until the home screen is painted."""
    with TemporaryDirectory() as name:
        painted = median(_painted(Path(name)) for _ in range(rounds))
    yield at_most("first screen painted, from the start of the process", painted, "s", 0.8)


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Every line of starting."""
    yield from _help_beside_its_library(rounds)
    yield from _first_screen(rounds)
