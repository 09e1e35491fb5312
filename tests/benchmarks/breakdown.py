"""Where a program-run game's time goes: deciding, evolving, projecting, forecasting, and the doctrines."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from time import process_time
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from multipolar.doctrines.weighing import WeighingPlayer
from multipolar.domain import exercise
from multipolar.domain.knowledge import projection
from multipolar.domain.model import transaction, walk
from multipolar.engine import programs
from multipolar.lobby.port import ExerciseConfig
from tests.benchmarks.measure import Figure, collector_held_off
from tests.playing import begin_unkept

P = ParamSpec("P")
R = TypeVar("R")

_PARTS: tuple[tuple[object, str, str], ...] = (
    (exercise, "carry_out", "decide"),
    (walk, "evolve", "evolve"),
    (transaction, "evolve", "evolve"),
    (projection, "numbers_of", "project"),
    (projection, "legal", "project"),
    (projection, "objectives_of", "project"),
    (programs, "figures_of", "forecast"),
    (WeighingPlayer, "deliberate", "doctrine"),
    (WeighingPlayer, "respond", "doctrine"),
)
"""Where each part is called from, and what it counts as."""


class _Stopwatch:
    """Time spent in each part, that of a part called from within another taken off the other's."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._within: list[str] = []
        self._since = process_time()

    def _turn(self) -> None:
        now = process_time()
        if self._within:
            self.spent[self._within[-1]] += round((now - self._since) * 1e9)
        self._since = now

    def around(self, work: Callable[P, R], part: str) -> Callable[P, R]:
        """The same work, its time counted as a part's."""

        @wraps(work)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            self._turn()
            self._within.append(part)
            try:
                return work(*args, **kwargs)
            finally:
                self._turn()
                self._within.pop()

        return timed


def shares_of(scenario: str, seed: int) -> dict[str, float]:
    """The percentage of one game's time that each part takes, the rest as ``other``."""
    watch = _Stopwatch()
    with ExitStack() as stack, collector_held_off():
        for owner, name, part in _PARTS:
            stack.enter_context(patch.object(owner, name, watch.around(getattr(owner, name), part)))
        table, playing = begin_unkept(ExerciseConfig(scenario, "standard", seed, {}), "")
        began = process_time()
        for _ in playing.play():
            pass
        whole = process_time() - began
    assert table.world.ended or table.world.round
    found = {part: watch.spent[part] / 1e7 / whole for part in dict.fromkeys(part for *_, part in _PARTS)}
    return {**found, "other": max(0.0, 100 - sum(found.values()))}


def figures(scenario: str, seed: int = 5) -> Iterator[Figure]:
    """One line a part."""
    for part, share in shares_of(scenario, seed).items():
        yield Figure(f"of a program-run game: {part}", share, "%")
