"""`multipolar simulate`: many games, their figures, and stopping early."""

import json
import os
import signal
import subprocess
import sys

import pytest

from multipolar.cli import exits, guard
from tests.cli.command import STRAIT, CommandLine

GAMES = ("simulate", str(STRAIT), "--preset", "intro", "--seed", "5")


def without_speed(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    assert found.pop("games_per_second")
    return found


def test_json_is_the_same_whatever_the_jobs(multipolar: CommandLine) -> None:
    one, two = (multipolar(*GAMES, "--games", "6", "--jobs", jobs, "--json") for jobs in ("1", "2"))
    assert (one.code, two.code) == (0, 0)
    assert without_speed(one.out) == without_speed(two.out)
    assert without_speed(one.out)["games"] == 6
    assert not multipolar.saves.exists()


def test_progress_goes_to_standard_error(multipolar: CommandLine) -> None:
    done = multipolar(*GAMES, "--games", "2", "--jobs", "1", "--json")
    assert len(done.out.splitlines()) == 1
    assert "games\n" in done.err


def test_the_report_sets_figures_beside_their_targets(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run([*GAMES, "--games", "2", "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    for words in ("figure", "wanted", "acute crises a game", "1 to 3", "MISSED", "Whose targets these are"):
        assert words in told
    assert "gains alone" in told
    assert "miss their target" in told


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_prints_what_was_done(multipolar: CommandLine, jobs: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "multipolar", *GAMES, "--games", "2000", "--jobs", jobs, "--json"],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    # As a terminal does: to every process that was started.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == exits.INTERRUPTED
    assert "Traceback" not in first + err
    assert "stopped after" in err
    assert 0 < json.loads(out)["games"] < 2000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("simulate", "nowhere"), "nowhere"),
        (("simulate", str(STRAIT), "--preset", "endless"), "intro, standard, full"),
    ],
)
def test_what_cannot_be_studied_is_said_in_a_line(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run(arguments) == exits.WRONG_USE
    complaint = capsys.readouterr().err
    assert told in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("wrong", [("--games", "0"), ("--jobs", "0"), ("--seed", "-1")])
def test_numbers_out_of_range_are_wrong_use(
    wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run([*GAMES, *wrong]) == exits.WRONG_USE
    assert wrong[0] in capsys.readouterr().err


def test_a_scenario_as_it_stands_is_played_with_its_own_doctrines(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run([*GAMES, "--games", "2", "--jobs", "1", "--shipped"]) == 0
    told = capsys.readouterr().out
    for words in ("with the scenario's own doctrines", "games that nobody wins", "games that collapse"):
        assert words in told
    assert "acute to conflict" not in told
