"""Many games played by an executor, each game handed over as soon as it is over.

Games share nothing, so who plays which does not show in any record. An executor is Python's own
(`concurrent.futures`): a pool of processes here (`processes`), or a cluster elsewhere
(`multipolar.lab.cluster`). An interrupt reaches only the process that waits for them; it ends the study and
keeps what was played.
"""

import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from msgspec import Struct

from multipolar.user_errors import UserError

PlanT = TypeVar("PlanT")
RecordT = TypeVar("RecordT")

AHEAD = 2
"""Games handed to each place where one is played: one to play, one to go on with."""
MOST_PLACES = 512
"""Games played at once, at most: so many are waiting when a study is stopped."""


class Players(Struct):
    """Who plays games for a study.

    Attributes:
        executor: runs them.
        places: how many it plays at once, asked each time: workers may come and go.
        gone: what it raises when who was to play a game is there no more; `advice` what to do then.
    """

    executor: Executor
    places: Callable[[], int]
    gone: tuple[type[Exception], ...]
    advice: str


@contextmanager
def processes(jobs: int) -> Iterator[Players]:
    """A pool of processes on this machine.

    Args:
        jobs: how many.
    """
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_ignore_interrupts)
    try:
        yield Players(pool, lambda: jobs, (BrokenProcessPool,), "try fewer --jobs")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run_here(play: Callable[[PlanT], RecordT], plans: Sequence[PlanT]) -> Generator[RecordT, None, None]:
    """Play games in this process, one after the other.

    Raises:
        GameFailed: when a game breaks down.
    """
    for plan in plans:
        yield play(plan)


def run(
    play: Callable[[PlanT], RecordT], plans: Sequence[PlanT], players: Players
) -> Generator[RecordT, None, None]:
    """Play games elsewhere; their records come in the order in which they end.

    Args:
        play: plays a game by its plan; it travels to who plays, with all that it holds.
        plans: which games.
        players: who plays them.

    Raises:
        GameFailed: when a game breaks down.
        UserError: when who played it is not there any more, or runs another program.
    """
    waiting = iter(plans)
    pending: set[Future[RecordT]] = set()

    def submit() -> None:
        room = AHEAD * min(max(1, players.places()), MOST_PLACES) - len(pending)
        pending.update(players.executor.submit(play, plan) for plan in islice(waiting, max(0, room)))

    try:
        with _interrupts_held_back():
            submit()
        while pending:
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            pending -= done
            submit()
            for future in done:
                yield _record(future, players)
    finally:
        for future in pending:
            future.cancel()


def _record(future: "Future[RecordT]", players: Players) -> RecordT:
    gone: tuple[type[BaseException], ...] = (CancelledError, *players.gone)
    try:
        return future.result()
    except gone as error:
        raise UserError(
            f"what played the games was ended from outside; {players.advice} (what was kept is not played "
            "again)"
        ) from error


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
