"""What bounds the tests of one fault: a plugin of pytest, loaded in the copy that mutmut works on.

mutmut runs the tests that reach a fault, the quickest first, and stops at the first that fails. A function
that everything calls is reached by hundreds: the tests of one fault end when together they would take the
processor longer than was asked, by what each took without a fault; and a fault that makes a test run for
ever is ended. A survivor may therefore be one that a slower test would have found, never the other way round.
"""

import json
import os
import resource
import sys
from bisect import bisect_right
from collections.abc import Generator
from itertools import accumulate
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import pytest

SECONDS = "MUTANTS_SECONDS"
"""The variable with how long the tests of one fault may take."""
READS = "MUTANTS_READS"
"""The variable that is set for parts whose faults change nothing in how an exercise is played."""
ENDLESS = 6
"""How many times as long as they should take tests may run before they count as endless."""


def pytest_sessionstart() -> None:
    """Give a fault its time, and drop what earlier tests kept that was worked out without it."""
    if _fault():
        seconds = float(os.environ[SECONDS])
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        last = int(process_time() + ENDLESS * seconds)
        if most == resource.RLIM_INFINITY or last < most:
            resource.setrlimit(resource.RLIMIT_CPU, (last, last + 1))
        for name, module in list(sys.modules.items()):
            shared = not name.rpartition(".")[2].startswith("test_")
            if name.startswith("tests.") and not (shared and os.environ.get(READS)):
                _forget(module)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the quickest tests of a fault that fit its time; without a fault one is enough to see it works."""
    kept = len(items)
    if _fault():
        durations = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: durations.get(item.nodeid, 0))
        ends = list(accumulate(durations.get(item.nodeid, 0) for item in items))
        kept = max(1, bisect_right(ends, float(os.environ[SECONDS])))
    elif os.environ.get("MUTANT_UNDER_TEST") == "":
        kept = 1
    config.hook.pytest_deselected(items=items[kept:])
    del items[kept:]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Note what a test takes of the processor: how long it waits for others says nothing about it."""
    began = os.times()
    try:
        return (yield)
    finally:
        item.stash[_TAKEN] = sum(os.times()[:4]) - sum(began[:4])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Let mutmut, which asks after this, keep what was noted as how long the test took."""
    if call.when == "call":
        call.duration = item.stash[_TAKEN]


_TAKEN = pytest.StashKey[float]()


def _fault() -> bool:
    return "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", "")


def _forget(module: ModuleType) -> None:
    for kept in list(vars(module).values()):
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
