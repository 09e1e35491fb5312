"""How a series moves: whether it remembers, and whether it comes in waves (rulebook §16, piracy).

The record it is set beside counts by year; a round is half a year, so a year is two rounds.
"""

import math
from collections.abc import Sequence
from statistics import fmean, pvariance

ROUNDS_A_YEAR = 2


def incidents(level: int) -> float:
    """Incidents a year that stand behind a level of piracy (numbers §7): 2 at 0, 20 at 40, 200 at 80."""
    return 2 * math.pow(10, level / 40)


def lag_one(series: Sequence[Sequence[int]]) -> float | None:
    """Correlation of the level with that of the year before, pooled over games of one theatre.

    Deviations are from the theatre's mean over all games and rounds. None: too little to tell.
    """
    levels = [level for levels in series for level in levels]
    if not levels:
        return None
    mean = fmean(levels)
    pairs = [
        (now - mean, later - mean)
        for levels in series
        for now, later in zip(levels, levels[ROUNDS_A_YEAR:], strict=False)
    ]
    size = (sum(now * now for now, _ in pairs) * sum(later * later for _, later in pairs)) ** 0.5
    return sum(now * later for now, later in pairs) / size if size else None


def variance_over_mean(series: Sequence[Sequence[int]]) -> float | None:
    """Variance of incidents over their mean, pooled over games of one theatre: 1 for independent draws."""
    found = [incidents(level) for levels in series for level in levels]
    return pvariance(found) / fmean(found) if len(found) > 1 else None
