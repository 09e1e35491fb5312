"""A study on a cluster: a scheduler and workers of it on this machine, one of them killed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import pytest

import multipolar
from multipolar.bootstrap import study
from multipolar.cli import guard
from multipolar.lab import cluster as clusters
from multipolar.lab.cluster import cluster
from multipolar.lab.games import GameFailed
from multipolar.lab.parcel import Parcel, VersionMismatch, differences, play, versions
from multipolar.lab.plans import Plan
from multipolar.lab.record import Arrangement
from multipolar.lab.study import Study
from multipolar.user_errors import UserError
from tests.cli.command import STRAIT

GAMES = ("simulate", str(STRAIT), "--preset", "intro", "--seed", "5", "--games", "4", "--json")

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Starts programs of the cluster, and ends those that are still there."""
    with ExitStack() as started:

        def begin(module: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **more},
            )
            started.callback(process.wait, 20)
            started.callback(process.kill)
            return process

        yield begin


@pytest.fixture(scope="module")
def scheduler(start: Start, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a scheduler on the loopback."""
    return _scheduler(start, tmp_path_factory.mktemp("scheduler") / "at.json")


def _scheduler(start: Start, at: Path) -> str:
    start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(at))
    until = monotonic() + 60
    while not at.exists() or not at.read_text(encoding="utf-8").endswith("}"):
        assert monotonic() < until, "the scheduler does not start"
        sleep(0.05)
    return str(json.loads(at.read_text(encoding="utf-8"))["address"])


def _worker(start: Start, address: str, **more: str) -> subprocess.Popen[bytes]:
    return start("dask_worker", address, "--nthreads", "1", "--no-nanny", **more)


@pytest.fixture(scope="module")
def worker(start: Start, scheduler: str) -> subprocess.Popen[bytes]:
    """A worker that stays."""
    return _worker(start, scheduler)


@pytest.fixture(scope="module")
def strait() -> Study:
    return study(str(STRAIT), "intro")


@pytest.mark.usefixtures("worker")
def test_the_games_of_a_killed_worker_are_played_again(start: Start, scheduler: str, strait: Study) -> None:
    plans = strait.plans(12, 3, (Arrangement.MIXED, Arrangement.RANDOM))
    alone = {(record.arrangement, record.number): record for record in strait.run(plans)}
    weak = _worker(start, scheduler)
    with cluster(scheduler) as players:
        until = monotonic() + 60
        while players.places() < 2:
            assert monotonic() < until, "the second worker does not come"
            sleep(0.05)
        running = strait.run(plans, players)
        records = [next(running)]
        weak.kill()
        weak.wait(20)
        records += running
        assert players.places() == 1
    assert len(records) == len(plans)
    assert {(record.arrangement, record.number): record for record in records} == alone


@pytest.mark.usefixtures("worker")
def test_simulate_prints_the_same_figures_from_a_cluster(
    scheduler: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for where in (("--scheduler", scheduler), ("--jobs", "1")):
        assert guard.run([*GAMES, *where]) == 0
        told.append(json.loads(capsys.readouterr().out))
        assert told[-1].pop("games_per_second") > 0
    assert told[0] == told[1]


@pytest.mark.usefixtures("worker")
def test_a_game_that_breaks_down_on_a_worker_is_named(scheduler: str, strait: Study) -> None:
    plan = Plan(Arrangement.MIXED, 7, 1, {"AAA": "no such doctrine"})
    with cluster(scheduler) as players, pytest.raises(GameFailed, match="mixed game 7"):
        list(strait.run([plan, plan], players))


def test_a_worker_that_runs_another_program_is_told_before_a_game_is_played(
    start: Start, tmp_path: Path
) -> None:
    changed = tmp_path / "elsewhere/multipolar"
    shutil.copytree(Path(multipolar.__file__).parent, changed, ignore=shutil.ignore_patterns("__pycache__"))
    with (changed / "domain/dice.py").open("a", encoding="utf-8") as file:
        file.write("\n# another program\n")
    address = _scheduler(start, tmp_path / "at.json")
    _worker(start, address, PYTHONPATH=str(changed.parent))
    with (
        pytest.raises(UserError, match=r"runs another program: multipolar .* there and .* here"),
        cluster(address),
    ):
        pass


def test_a_parcel_of_another_program_is_not_played(strait: Study) -> None:
    other = Parcel(strait.parcel.content, {**versions(), "pydantic": "1.0"})
    (plan,) = strait.plans(1, 1, ())
    assert play(strait.parcel, plan) == next(strait.run([plan]))
    with pytest.raises(VersionMismatch, match=r"pydantic .* there and 1\.0 here"):
        play(other, plan)


def test_what_differs_is_named() -> None:
    assert differences({"a": "1", "b": "2"}, {"a": "1", "b": "2"}) == ""
    assert differences({"a": "1"}, {"a": "2", "c": "3"}) == (
        "a 1 there and 2 here, c missing there and 3 here"
    )


def test_nobody_at_the_address_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with (
        pytest.raises(UserError, match=r"no scheduler answers at 'tcp://127\.0\.0\.1:9'"),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass


def test_a_scheduler_without_workers_is_told_in_a_line(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _scheduler(start, tmp_path / "at.json")
    monkeypatch.setattr(clusters, "PATIENCE", 2)
    with pytest.raises(UserError, match="no worker is at the scheduler"), cluster(address):
        pass


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"pip install 'multipolar\[cluster\]'"), cluster("tcp://127.0.0.1:9"):
        pass


def test_jobs_are_of_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run([*GAMES, "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "a cluster has its own workers" in capsys.readouterr().err
