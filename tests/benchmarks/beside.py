"""Random legal play beside another engine of a board game of states: the package ``diplomacy`` from PyPI.

It is no dependency of this program and wants older libraries: install it into an environment of its own,
and name that environment's Python in ``MULTIPOLAR_DIPLOMACY``.
"""

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from statistics import median

from tests.benchmarks.engine import play
from tests.benchmarks.measure import Figure, at_least, seconds

PYTHON = "MULTIPOLAR_DIPLOMACY"
GAMES = 9
YEARS = 10
"""So many years are about what people play; random play goes on for fifty to eighty."""
_THEIRS = """
import random, sys, time
from diplomacy import Game
for line in sys.stdin:
    seed, years = map(int, line.split())
    random.seed(seed)
    game = Game()
    began = time.process_time()
    while not game.is_game_done and not (years and game.get_current_phase()[1:5] == str(1901 + years)):
        orders = game.get_all_possible_orders()
        for power in game.powers:
            places = game.get_orderable_locations(power)
            game.set_orders(power, [random.choice(orders[place]) for place in places if orders[place]])
        game.process()
    print(time.process_time() - began, flush=True)
"""


def figures(games: int = GAMES) -> Iterator[Figure]:
    """Games of both in turns, so that a slow moment of the machine falls on both alike.

    Raises:
        RuntimeError: when the other engine cannot be run.
    """
    ours: list[float] = []
    whole: list[float] = []
    short: list[float] = []
    with subprocess.Popen(
        [os.environ[PYTHON], "-c", _THEIRS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as theirs:
        if theirs.stdin is None or theirs.stdout is None:
            raise RuntimeError("no pipe to the other engine")
        for seed in range(games + 1):
            for years, taken in ((0, whole), (YEARS, short)):
                theirs.stdin.write(f"{seed} {years}\n")
                theirs.stdin.flush()
                answer = theirs.stdout.readline()
                if not answer:
                    raise RuntimeError("the other engine has stopped")
                taken.append(float(answer))
            ours.append(seconds(partial(play, "random", seed), 1))
        theirs.stdin.close()
    # The first of each warms up.
    mine, to_the_end, ten = (1 / median(taken[1:]) for taken in (ours, whole, short))
    yield Figure("random legal games, in turns with `diplomacy`", mine, "a second")
    yield Figure("random games of `diplomacy`, to their end", to_the_end, "a second")
    yield at_least("ours, beside these", mine / to_the_end, "times", 2)
    yield Figure(f"random games of `diplomacy`, {YEARS} years", ten, "a second")
    yield Figure("ours, beside these", mine / ten, "times")
