"""Many games over several processes, each game handed over as soon as it is over.

Games share nothing, so who plays which does not show in any record. An interrupt reaches only the
process that waits for them; it ends the study and keeps what was played.
"""

import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context

from multipolar.lab.games import GameFailed, Laboratory
from multipolar.lab.plans import Plan
from multipolar.lab.record import GameRecord

AHEAD = 2
"""Games handed to each process: one to play, one to go on with."""
_here: dict[str, Laboratory] = {}
"""The laboratory of a process that plays for another one."""


def run(laboratory: Laboratory, plans: Sequence[Plan], jobs: int) -> Generator[GameRecord, None, None]:
    """Play games; their records come in the order in which they end.

    Args:
        laboratory: plays them; with several processes each gets its own copy.
        plans: which games.
        jobs: how many processes; with 1 they are played in this one.

    Raises:
        GameFailed: when a game breaks down, or a process was ended from outside.
    """
    if jobs == 1 or len(plans) < 2:
        for plan in plans:
            yield laboratory.play(plan)
        return
    waiting = iter(plans)
    pool = ProcessPoolExecutor(
        min(jobs, len(plans)), get_context("spawn"), initializer=_settle_in, initargs=(laboratory,)
    )
    try:
        with _interrupts_held_back():
            pending = {pool.submit(_play, plan) for plan in islice(waiting, AHEAD * jobs)}
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            pending |= {pool.submit(_play, plan) for plan in islice(waiting, len(done))}
            yield from _records(done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _records(done: "set[Future[GameRecord]]") -> Iterator[GameRecord]:
    for future in done:
        try:
            yield future.result()
        except BrokenProcessPool as broken:
            raise GameFailed(
                "a process that played games was ended from outside; try fewer --jobs"
            ) from broken


def _settle_in(laboratory: Laboratory) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here["laboratory"] = laboratory


def _play(plan: Plan) -> GameRecord:
    return _here["laboratory"].play(plan)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started in here never hear an interrupt, not even while they start."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
