"""Several exercises in one process, each in a thread of its own: none is changed by another."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec

from multipolar.domain.model.events import encode
from multipolar.lobby.port import ExerciseConfig
from tests.contracts.playing import STRAIT
from tests.playing import begin_unkept

SEEDS = (7, 8, 9, 10)


def played(seed: int, meet: threading.Barrier | None = None) -> list[bytes]:
    """An exercise of programs to its end, with what every seat was shown on the way; all begin together."""
    host, programs = begin_unkept(ExerciseConfig(str(STRAIT), "intro", seed, {}))
    if meet is not None:
        meet.wait(60)
    shown: list[bytes] = []
    for _ in programs.play():
        seat = list(host.world.seats)[len(shown) % len(host.world.seats)]
        shown.append(msgspec.json.encode(host.view(seat)))
    return [*map(encode, host.events), *shown]


def test_exercises_side_by_side_in_threads_are_as_each_alone() -> None:
    alone = [played(seed) for seed in SEEDS]
    assert len({b"".join(each) for each in alone}) == len(SEEDS)
    meet = threading.Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        beside = [threads.submit(played, seed, meet) for seed in SEEDS]
        assert [each.result() for each in beside] == alone
