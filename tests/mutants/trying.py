"""Tries faults one at a time: a plugin of pytest, loaded in the copy of the repository that faults go into.

Every test runs once without a fault; what functions it reaches is noted, and how long it takes the processor.
Then, for each fault, a child of the process has the code of one function exchanged, wherever that function is
held, and runs the tests that reach it, the quickest first, until one fails. A function that everything calls
is reached by hundreds: the tests of one fault end when together they would take longer than was asked; and a
fault that makes a test run for ever is ended. A survivor may therefore be one that a slower test would have
found, never the other way round.
"""

import ast
import builtins
import gc
import inspect
import json
import os
import resource
import signal
import sys
import time
from bisect import bisect_right
from collections.abc import Generator, Sequence
from importlib import import_module
from itertools import accumulate, pairwise
from pathlib import Path
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest

from multipolar.domain.model.lookups import Caches

ORDER = "MUTANTS_ORDER"
"""The variable that names the file with what is to be tried; beside it the outcomes are written."""
ENDLESS = 6
"""How many times as long as they should take tests may run before they count as endless."""
WAITING = 60
"""The same for tests that wait, on a machine that has other things to do."""
REACHED = "MUTANTS_REACHED"
"""The name under which functions note that they are reached."""
KILLED, SURVIVED, TIMEOUT, NO_TESTS, UNMADE = "killed", "survived", "timeout", "no tests", "not made"


class Order(NamedTuple):
    """What is to be tried.

    Attributes:
        faults: of each its name, its function, and the function's source with it.
        jobs: how many are tried at once.
        seconds: how long the tests of one may take the processor, as long as no fault is in.
        reads: whether no fault changes how an exercise is played: what tests keep may then be kept.
    """

    faults: list[tuple[str, str, str]]
    jobs: int
    seconds: float
    reads: bool


class Running(NamedTuple):
    """A child that tries a fault: the fault's name, when it began, and where it tells what failed."""

    name: str
    began: float
    reading: int


def pytest_configure(config: pytest.Config) -> None:
    """Take the order up, where there is one."""
    if os.environ.get(ORDER):
        path = Path(os.environ[ORDER])
        order = Order(*json.loads(path.read_text(encoding="utf-8")))
        config.pluginmanager.register(Trial(order, path.with_suffix(".outcomes")))


class Trial:
    """The run of the tests that reach each fault.

    Args:
        order: what is to be tried.
        outcomes: the file that what became of each fault is written to, a line each.
    """

    def __init__(self, order: Order, outcomes: Path) -> None:
        self._order = order
        self._outcomes = outcomes
        self._reached: set[str] = set()
        self._taken: dict[str, float] = {}
        self._reaching: dict[str, list[pytest.Item]] = {}
        self._failed = ""
        self._running: dict[int, Running] = {}
        self._kept: list[Caches] = []

    def pytest_collection_finish(self) -> None:
        """Have every function that is to get a fault note when it is reached."""
        setattr(builtins, REACHED, self._reached)
        for name in {function for _, function, _ in self._order.faults}:
            function = function_of(name)
            noting = ast.parse(f"{REACHED}.add({name!r})").body
            exchange(function, dedent(inspect.getsource(function)), before=noting)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        """Note what a test takes of the processor (how long it waits says nothing) and what it reaches."""
        self._reached.clear()
        began = os.times()
        ran = yield
        self._taken[item.nodeid] = sum(os.times()[:4]) - sum(began[:4])
        for name in self._reached:
            self._reaching.setdefault(name, []).append(item)
        return ran

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep which test failed."""
        if report.failed:
            self._failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Try the faults, when all tests hold without any; that they do so in a child is tried first."""
        if session.testsfailed:
            return
        gc.collect()
        self._kept = [found for found in gc.get_objects() if isinstance(found, Caches)]
        gc.freeze()
        with self._outcomes.open("w", encoding="utf-8") as told:

            def tell(name: str, became: str, by: str = "") -> None:
                print(json.dumps([name, became, by]), file=told, flush=True)

            self._share(session.items)
            for name, function, text in [("", "", ""), *self._order.faults]:
                items = self._within(self._reaching.get(function, []) if function else session.items)
                if not items:
                    tell(name, NO_TESTS)
                    continue
                while len(self._running) >= self._order.jobs:
                    tell(*self._await())
                reading, writing = os.pipe()
                child = os.fork()
                if not child:
                    self._child(function, text, items, writing)
                os.close(writing)
                self._running[child] = Running(name, time.monotonic(), reading)
            while self._running:
                tell(*self._await())

    def _share(self, every: Sequence[pytest.Item]) -> None:
        """What the first test of a file works out and keeps for those after it is reached by all of them."""
        kept: dict[Path, list[pytest.Item]] = {}
        for item in every:
            if _keeps(item):
                kept.setdefault(item.path, []).append(item)
        for name, items in self._reaching.items():
            files = {item.path for item in items} & kept.keys()
            self._reaching[name] = [
                *(item for item in items if item.path not in files),
                *(item for path in files for item in kept[path]),
            ]

    def _within(self, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The quickest tests that fit the time of one fault, and one at least."""
        ordered = sorted(items, key=lambda item: self._taken[item.nodeid])
        ends = list(accumulate(self._taken[item.nodeid] for item in ordered))
        return ordered[: max(1, bisect_right(ends, self._order.seconds))]

    def _child(self, function: str, text: str, items: Sequence[pytest.Item], writing: int) -> None:
        """Put a fault in and run tests until one fails; ends the process."""
        code = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            last = int(time.process_time() + ENDLESS * self._order.seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (last, last + 1))
            if function and not _put_in(function, text):
                code = 3
                return
            forget(tests=not self._order.reads)
            for kept in self._kept:
                kept.__init__()  # type: ignore[misc]  # worlds hold on to it
            self._failed = ""
            for item, following in pairwise([*items, None]):
                assert item is not None
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    os.write(writing, self._failed.encode())
                    return
            code = 0
        finally:
            os._exit(code)

    def _await(self) -> tuple[str, str, str]:
        """Wait for one child; the name of its fault, what became of it, and the test that found it."""
        ended, status = os.waitpid(-1, os.WNOHANG)
        while ended not in self._running:
            for child, found in self._running.items():
                if time.monotonic() - found.began > WAITING * self._order.seconds:
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.01)
            ended, status = os.waitpid(-1, os.WNOHANG)
        found = self._running.pop(ended)
        by = os.read(found.reading, 4096).decode()
        os.close(found.reading)
        became = {0: SURVIVED, 1: KILLED, 3: UNMADE}
        return found.name, became.get(os.waitstatus_to_exitcode(status), TIMEOUT), by


def _keeps(item: pytest.Item) -> bool:
    """Whether the file of a test keeps something for its tests, be it its own or another's to keep."""
    assert isinstance(item, pytest.Function)
    return any(hasattr(found, "cache_clear") for found in vars(item.module).values())


def function_of(name: str) -> FunctionType:
    """The function of a fault, by the name that mutmut gives it: x_name, or a method behind its class."""
    place, _, short = name.rpartition(".")
    module = import_module(place)
    if "ǁ" in short:
        _, kind, method = short.split("ǁ")
        found = vars(getattr(module, kind))[method]
        # Of a class or static method, a property, a property that is kept.
        inner = (getattr(found, name, None) for name in ("__func__", "fget", "func"))
        found = next(filter(None, inner), found)
    else:
        found = getattr(module, short.removeprefix("x_"))
    function = inspect.unwrap(found)
    assert isinstance(function, FunctionType)
    return function


def exchange(function: FunctionType, text: str, before: Sequence[ast.stmt] = ()) -> None:
    """Give a function the code of another, wherever it is held.

    Args:
        function: the one that goes on under its name.
        text: the source of the other.
        before: what is done first.
    """
    made = next(
        node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    made.name = "other"
    made.decorator_list = []
    made.body = [*before, *made.body]
    # What the function takes from around it must be around the other too: its class gives `super` and
    # names that begin with two signs their meaning.
    kind = function.__qualname__.rpartition(".")[0].rpartition(".")[2] or "Nothing"
    free = "".join(f"{name} = " for name in function.__code__.co_freevars if name != "__class__")
    whole = ast.parse(
        f"def around():\n global {kind}\n {free}None\n class {kind}: pass\n return vars({kind})['other']"
    )
    around = whole.body[0]
    assert isinstance(around, ast.FunctionDef)
    holder = around.body[2]
    assert isinstance(holder, ast.ClassDef)
    holder.body = [made]
    ast.fix_missing_locations(whole)
    names: dict[str, Any] = {}
    exec(compile(whole, inspect.getfile(function), "exec"), function.__globals__.copy(), names)
    other = names["around"]()
    function.__code__ = other.__code__.replace(co_name=function.__name__)
    function.__defaults__ = other.__defaults__
    function.__kwdefaults__ = other.__kwdefaults__


def _put_in(function: str, text: str) -> bool:
    try:
        exchange(function_of(function), text)
    except (ValueError, SyntaxError, NameError):
        return False
    return True


def forget(*, tests: bool) -> None:
    """Drop what was worked out without a fault: all the program keeps, and what tests keep where it is told.

    What a test keeps for itself is always dropped: it is about what it tests.
    """
    for name, module in list(sys.modules.items()):
        room, _, last = name.partition(".")
        own = name.rpartition(".")[2].startswith("test_")
        if room == "multipolar" or (room == "tests" and last and (own or tests)):
            _forget(module)


def _forget(module: ModuleType) -> None:
    for kept in list(vars(module).values()):
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
