"""`whatif` and `score`: what could have been, and what was par, as commands."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import CommandLine

EXAMPLE = str(Path(__file__).parents[2] / "saves/indian-ocean-example.jsonl")
LAST = "6.deliberation"
SHORT = ("play", "first-steps", "--auto", "--preset", "intro", "--seed", "5", "--json")
FEW = ("--games", "2", "--jobs", "1")


@pytest.fixture(scope="module")
def exercise(shared: CommandLine) -> str:
    """A short exercise, played to its end by program."""
    played: str = shared(*SHORT).json["exercise"]
    return played


def test_the_weightiest_decisions_are_listed(shared: CommandLine) -> None:
    listed = shared("whatif", EXAMPLE, "--seat", "ind", "--json").json
    assert len(listed) == 10
    weights = [decision["weight"] for decision in listed]
    assert weights == sorted(weights, reverse=True)
    assert "--event" in shared("whatif", EXAMPLE, "--seat", "IND").out


def test_a_question_is_answered_as_figures(shared: CommandLine) -> None:
    done = shared("whatif", EXAMPLE, "--seat", "IND", "--at", LAST, *FEW, "--json")
    assert done.code == 0
    found = done.json
    assert (found["seat"], found["games"]) == ("IND", 2)
    assert found["decision"]["round"] == 6
    first, *others = found["courses"]
    assert first["done"]
    assert first["beside"] is None
    assert others
    for fan in found["courses"]:
        assert fan["games"] == 2
        assert set(fan["final"]["quantiles"]) == {"p5", "p25", "p50", "p75", "p95"}
        assert 0 <= fan["conflict"] <= 1


def test_what_is_named_is_set_beside_it(shared: CommandLine) -> None:
    named = ("--instead", "nothing", "--instead", "order modernise_forces")
    done = shared("whatif", EXAMPLE, "--seat", "IND", "--at", LAST, *named, *FEW)
    assert done.code == 0, done.err
    assert "instead: nothing of the kind" in done.out
    assert "with the same dice" in done.out
    assert "What this can show" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--seat", "XYZ"), 2, "IND"),
        (("--seat", "IND", "--at", "9"), 1, "decided nothing"),
        (("--seat", "IND", "--at", "soon"), 1, "is no point"),
        (("--seat", "IND", "--event", "1"), 1, "no decision of IND"),
        (("--seat", "IND", "--at", LAST, "--instead", "dance"), 2, "command of play"),
        (("--seat", "IND", "--at", LAST, "--instead", "accept P999"), 2, "accept P999"),
        (("--seat", "IND", "--at", LAST, "--instead", "order joint_exercise"), 2, "order joint_exercise"),
    ],
)
def test_what_is_wrong_is_said(shared: CommandLine, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = shared("whatif", EXAMPLE, *arguments, *FEW)
    assert (done.code, "Traceback" in done.err) == (code, False)
    assert said in done.err


def test_a_running_exercise_is_not_played_on(shared: CommandLine, exercise: str) -> None:
    branch = shared("saves", "branch", exercise, "--at", "2.deliberation", "--json").json["id"]
    for command in (("whatif", branch, "--seat", "OSK"), ("score", branch)):
        done = shared(*command)
        assert done.code == 1
        assert "is not over" in done.err


def test_a_score_stands_beside_par_and_is_kept(shared: CommandLine, exercise: str) -> None:
    done = shared("score", exercise, "--jobs", "1", "--json")
    found = done.json
    assert found["games"] == 100
    for power, seat in found["seats"].items():
        assert seat["power"] == power
        assert 0 <= seat["percentile"] <= 100
        assert seat["quantiles"]["p5"] <= seat["par"] <= seat["quantiles"]["p95"]
    finals = shared("saves", "show", exercise, "--json").json["id"]
    assert (shared.saves / "continuations" / f"{finals}.jsonl").is_file()
    again = shared("score", exercise, "--json")
    assert again.json == found
    assert "continuations" not in again.err, "nothing was played again"


def test_tables_of_one_deal_are_scored_together(shared: CommandLine, exercise: str) -> None:
    other = shared(*SHORT).json["exercise"]
    across = shared("score", "--group", exercise, other, "--json").json
    assert [row["over"] for row in across[0]["tables"]] == [0, 0]


def test_what_was_played_until_it_was_stopped_is_told(multipolar: CommandLine) -> None:
    command = [
        sys.executable,
        "-m",
        "multipolar",
        "whatif",
        EXAMPLE,
        "--seat",
        "IND",
        "--at",
        "1.deliberation",
    ]
    with subprocess.Popen(
        [*command, "--games", "500", "--jobs", "1"],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()
        os.kill(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "as it was done" in out
    assert "Traceback" not in err
