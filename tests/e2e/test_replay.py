"""Going over a saved exercise in a real terminal: from a seat that knew little, and playing on from there."""

import json
import os
import pty
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal, program


def run(folder: Path, *arguments: str) -> str:
    """What a command prints."""
    done = subprocess.run(
        (sys.executable, "-m", "multipolar", "--saves", str(folder / "saves"), *arguments),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def played(tmp_path: Path) -> dict[str, Any]:
    """A finished exercise of four rounds, played by program."""
    found: dict[str, Any] = json.loads(
        run(tmp_path, "play", "first-steps", "--preset", "intro", "--auto", "--seed", "7", "--json")
    )
    return found


def at(shown: str) -> tuple[int, int]:
    """Which event of how many the first line tells."""
    found = re.search(r"event (\d+)/(\d+)", shown.splitlines()[0])
    assert found is not None, shown
    return int(found[1]), int(found[2])


def moved(terminal: Terminal, key: str) -> int:
    """Press a key that goes to another moment; which one it is."""
    before = at(terminal.screen)
    terminal.press(key)
    return at(terminal.until(lambda shown: " event " in shown and at(shown) != before, f"a step by {key}"))[0]


def fills(rows: int, shown: str) -> bool:
    """Whether the screen stands in so many rows, from the first to the last."""
    found = shown.splitlines()
    return len(found) == rows and "REPLAY" in found[0] and "? help" in found[-1]


def resize(terminal: Terminal, columns: int, rows: int) -> None:
    terminal._tmux("resize-window", "-x", str(columns), "-y", str(rows))


def test_a_finished_exercise_is_gone_over_and_played_on(tmp_path: Path, played: dict[str, Any]) -> None:
    key = played["exercise"]
    before = json.loads(run(tmp_path, "saves", "show", key, "--json"))
    with program(tmp_path, (120, 36), "replay", "last") as terminal:
        terminal.see("REPLAY", "TURNING POINTS", "as all", "p play")
        assert at(terminal.screen) == (1, played["events"])
        assert moved(terminal, "Right") == 2
        second = moved(terminal, "PageDown")
        third = moved(terminal, "PageDown")
        assert 2 < second < third
        assert moved(terminal, "PageUp") == second
        assert moved(terminal, "End") == played["events"]
        terminal.see("DEBRIEF")
        moved(terminal, "Home")
        terminal.press("v")
        terminal.see("Whose eyes?")
        terminal.press("Down", "Enter")
        shown = terminal.see("as Varnholm", "lie ahead")
        assert at(shown)[1] < played["events"]
        moved(terminal, "t")
        terminal.press("n")
        terminal.see("A note on this event")
        terminal.press("Look here", "Enter")
        terminal.see("NOTES 1", "Look here")
        terminal.press("p")
        terminal.see("■ stop")
        here = at(terminal.screen)
        terminal.press("+", "+", "+", "+")
        terminal.until(lambda shown: at(shown) > here, "the next event")
        terminal.press("p")
        terminal.see("▶ play")
        for size in ((200, 60), (80, 24), (120, 36)):
            resize(terminal, *size)
            terminal.until(partial(fills, size[1]), f"a screen of {size}")
        terminal.press("Home")
        terminal.press("]")
        moved(terminal, "PageDown")
        terminal.press("b")
        terminal.see("Play on from here")
        terminal.press("Down")
        terminal.see("^s do it")
        terminal.bind("DELIBERATION", "p propose", "r ready")
        terminal.press("q")
        terminal.see("Continue", "VRN", "r replay")
        terminal.press("r")
        terminal.see("Saved exercises", "branched after event", "finished")
        terminal.press("C-q")
        terminal.wait_for_end()
    assert json.loads(run(tmp_path, "saves", "show", key, "--json")) == before
    branch = json.loads(run(tmp_path, "saves", "show", "last", "--json"))
    assert (branch["parent"], branch["seats"]["VRN"]) == (key, "person")
    assert json.loads(run(tmp_path, "saves", "verify", key, "--json"))["ok"]
    with program(tmp_path, (120, 36), "replay", key, "--as", "VRN") as terminal:
        terminal.see("REPLAY", "as Varnholm")
        terminal.press("End")
        terminal.see("NOTES 1", "Look here")


def test_a_live_exercise_is_watched_with_the_same_keys(tmp_path: Path) -> None:
    with program(
        tmp_path, (120, 36), "play", "first-steps", "--preset", "intro", "--seed", "3", "--watch"
    ) as terminal:
        terminal.see("LIVE", "■ stop")
        terminal.press("p")
        terminal.see("LIVE", "▶ play")
        terminal.press("PageDown")
        terminal.see("LIVE", "round 1/4")
        terminal.press("End")
        terminal.see("REPLAY", "DEBRIEF")
        terminal.press("q")
        terminal.see("finished", "Played by programs alone")
        terminal.press("C-q")
        terminal.wait_for_end()
    [save] = json.loads(run(tmp_path, "saves", "list", "--json"))
    assert save["finished"] is True


def test_a_save_there_is_none_of_opens_no_screen(tmp_path: Path) -> None:
    # Not by tmux, which may lose what a program that leaves at once has written, and its code.
    ours, its = pty.openpty()
    done = subprocess.run(
        (sys.executable, "-m", "multipolar", "--saves", str(tmp_path), "replay", "nothing"),
        stdin=its,
        stdout=its,
        stderr=its,
        check=False,
    )
    os.close(its)
    written = os.read(ours, 65_536).decode()
    os.close(ours)
    assert done.returncode == 1
    assert written.strip() == "multipolar: there is no save 'nothing'; see `saves list`"
