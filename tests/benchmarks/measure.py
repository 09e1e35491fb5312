"""How a thing is timed here: the median of several rounds, after one to warm up.

Work of the processor alone is timed by the processor's own time, so that what else runs on the machine
does not count; what waits for a disk, a process or a screen is timed by the clock, where it is measured.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import process_time
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured line: what, the median, its unit, the budget as printed, and whether it is met."""

    what: str
    value: float
    unit: str
    budget: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else ("  met" if self.met else "  MISSED")
        budget = f"  (budget {self.budget})" if self.budget else ""
        return f"{self.what:<58} {self.value:>12,.2f} {self.unit}{budget}{verdict}"


@contextmanager
def collector_held_off() -> Iterator[None]:
    """Collect what is left of before, and nothing meanwhile."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The median time of one call, in seconds of the processor, the collector held off."""
    work()
    taken: list[float] = []
    with collector_held_off():
        for _ in range(rounds):
            began = process_time()
            work()
            taken.append(process_time() - began)
    return median(taken)


def at_least(what: str, value: float, unit: str, budget: float) -> Figure:
    """A figure that should be at least its budget."""
    return Figure(what, value, unit, f"at least {budget:,g}", value >= budget)


def at_most(what: str, value: float, unit: str, budget: float) -> Figure:
    """A figure that should be at most its budget."""
    return Figure(what, value, unit, f"at most {budget:,g}", value <= budget)
