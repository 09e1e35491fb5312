"""What commands that play many games have in common: who plays them, and a bar of how far it has come."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from multipolar.lab.running import Players

MOST_JOBS = 64
_WIDTH = 30
_A_SECOND = 10
"""How often the bar is drawn anew, at most."""

Jobs = Annotated[
    int | None,
    typer.Option(metavar="J", min=1, max=MOST_JOBS, help="Games at once; else one a processor core."),
]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Play on the workers of a Dask cluster: tcp://HOST:PORT.")
]


def players_for(scheduler: str, jobs: int | None, games: int) -> "AbstractContextManager[Players | None]":
    """Who plays: a cluster, processes of this machine, or (None) this process itself.

    Raises:
        BadParameter: a cluster and a number of jobs were both named.
    """
    from multipolar.lab.cluster import cluster
    from multipolar.lab.running import processes

    if scheduler and jobs:
        raise typer.BadParameter("--jobs is of this machine; a cluster has its own workers")
    if scheduler and games:
        return cluster(scheduler)
    places = jobs or min(MOST_JOBS, len(os.sched_getaffinity(0)))
    return processes(min(places, games)) if places > 1 and games > 1 else nullcontext()


class Bar:
    """How far it has come, on standard error: a bar on a terminal, else a line for each tenth."""

    def __init__(self, total: int, what: str = "games") -> None:
        self._total = total
        self._what = what
        self._typed = sys.stderr.isatty()
        self._shown = 0.0
        self._tenths = 0

    def show(self, done: int) -> None:
        """Draw it anew, unless that was done a moment ago."""
        now = perf_counter()
        if self._typed:
            if now - self._shown >= 1 / _A_SECOND or done == self._total:
                self._shown = now
                filled = _WIDTH * done // self._total
                bar = "█" * filled + "·" * (_WIDTH - filled)
                sys.stderr.write(f"\r{bar} {done}/{self._total} {self._what}")
                sys.stderr.flush()
        elif done == 1 or 10 * done // self._total > self._tenths:
            self._tenths = 10 * done // self._total
            sys.stderr.write(f"{done}/{self._total} {self._what}\n")
            sys.stderr.flush()

    def close(self, done: int) -> None:
        """Leave the line of the bar."""
        if self._typed and done:
            sys.stderr.write("\n")
            sys.stderr.flush()
