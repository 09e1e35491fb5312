"""`kill -9` at any moment loses nothing that was acknowledged, and the exercise can be finished."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

from multipolar.domain.model.events import decode
from multipolar.domain.model.walk import world_after
from multipolar.store import open_saves


def _play(saves: Path, exercise: str, kill_after: int) -> tuple[list[str], bool]:
    """Let another process play until it has acknowledged so many commands, then kill it.

    Returns:
        What it acknowledged, and whether the exercise is over.
    """
    command = [sys.executable, "-m", "tests.store.killed", str(saves), exercise]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as playing:
        assert playing.stdout
        for line in playing.stdout:
            said.append(line.strip())
            if len(said) == kill_after:
                # It goes on meanwhile: the blow falls in the middle of whatever comes next.
                playing.kill()
    # A line the blow cut short acknowledges nothing.
    whole = [line for line in said if line == "over" or len(line.split()) == 3]
    return whole, bool(whole) and whole[-1] == "over"


def test_killed_again_and_again_nothing_acknowledged_is_lost_and_the_exercise_is_finished(
    tmp_path: Path,
) -> None:
    chance = Random(5)
    exercise = ""
    killed = 0
    while killed < 6:
        said, finished = _play(tmp_path, exercise, chance.randrange(2, 7))
        if finished:
            break
        killed += 1
        exercise, seq, _ = said[-1].split()
        with closing(open_saves(tmp_path, read_only=True)) as saves:
            assert saves.verify(exercise).ok
            header, entries = saves.header(exercise), saves.read(exercise)
        assert len(entries) >= int(seq)
        world = world_after([decode(entry.payload) for entry in entries])
        assert (world.seq, world.moment) == (header.events, header.position)
    assert killed > 1
    _, finished = _play(tmp_path, exercise, 0)
    assert finished
    with closing(open_saves(tmp_path, read_only=True)) as saves:
        assert saves.header(exercise).state == "finished"
        assert saves.verify(exercise).ok


def test_killed_while_the_place_is_made_it_can_be_made_again(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from alembic import command; from multipolar.store import open_saves;"
        "kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL); step = command.upgrade;"
        "command.upgrade = lambda *a: (step(*a), kill()); open_saves(sys.argv[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    with closing(open_saves(tmp_path, read_only=True)) as reader:
        assert reader.list() == []
    with closing(open_saves(tmp_path)) as saves:
        assert saves.list() == []
