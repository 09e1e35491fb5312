"""Whole exercises as a person plays them: in a real terminal, by the keyboard, saved in a folder."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, program

SEED = "7"
ROUNDS = 4
MOST_SCENES = 200
"""More screens than a short exercise can have."""


def set_up(terminal: Terminal) -> None:
    """From Home to the table of a short exercise with a known seed, reading the brief on the way."""
    terminal.see("New exercise", "n new")
    terminal.press("Enter")
    terminal.see("Length", "^s start")
    terminal.change("Down")
    terminal.change("Left")
    terminal.see("4 rounds")
    terminal.change("End")
    for _ in range(9):
        terminal.press("BSpace")
    terminal.press(SEED)
    terminal.until(lambda shown: re.search(rf"Seed +{SEED}\b", shown) is not None, "the seed")
    terminal.bind("you speak for India", "^s I have read it")
    terminal.bind("round 1/4", "p propose")


def propose(terminal: Terminal) -> None:
    """Propose the first move of the list to the first power, as it stands."""
    terminal.press("p")
    terminal.see("Propose a joint move", "DIALOGUE")
    terminal.press("Enter")
    terminal.see("ODDS", "setback", "^s send")
    terminal.bind("p propose")


def accept(terminal: Terminal) -> None:
    """Accept the first proposal in the inbox."""
    terminal.press("7", "Enter")
    terminal.see("By accepting you give", "ODDS", "a accept")
    terminal.press("a")
    terminal.see("^s give this answer")
    terminal.bind("p propose")


def capital(shown: str) -> int:
    """The capital that the first line tells."""
    found = re.search(r"capital (\d+)", shown)
    assert found is not None, shown
    return int(found[1])


def play_on(terminal: Terminal) -> list[str]:
    """Go on until the debrief, answering what the program asks; gives the scenes there were."""
    scenes: list[str] = []
    rounds: set[str] = set()
    for _ in range(MOST_SCENES):
        terminal.until(lambda text: scene(text) != "", "a screen to act on")
        shown = terminal.rest()
        name = scene(shown)
        now = re.findall(r"round \d+", shown.splitlines()[0])[:1] if name == "table" else []
        # The table is seen again for a moment when a question about being ready was answered.
        if not now or now[0] not in rounds:
            scenes.append(name)
        rounds.update(now)
        match name:
            case "debrief":
                return scenes
            case "crisis":
                respond(terminal, shown.splitlines()[0])
            case "assessment":
                terminal.change("Space")
            case "table":
                terminal.bind_until(lambda text: scene(text) != "table", "end of the round", "r")
            case "open":
                terminal.press("Down")
                terminal.bind_until(lambda text: scene(text) not in ("open", "table"), "end of the round")
    raise AssertionError(f"no debrief after {scenes}")


def respond(terminal: Terminal, head: str) -> None:
    """Give the response the cursor begins on, to the crisis that is named at the head of the screen."""
    terminal.bind_until(lambda shown: not shown.startswith(head), "what follows the response")


def scene(shown: str) -> str:
    """Which screen it is that asks for something; empty while it is being drawn."""
    rows = shown.splitlines()
    first, last = rows[0], rows[-1] if rows else ""
    if "Ready, though this is left open?" in shown:
        return "open"
    if first.startswith("  Debrief"):
        return "debrief"
    if "^s seal it" in last:
        return "crisis"
    if "space next" in last:
        return "assessment"
    if "DELIBERATION" in first and "ready" not in first and "p propose" in last:
        return "table"
    return ""


def saves(folder: Path) -> list[dict[str, object]]:
    """The list of saves, as the command line tells it."""
    done = subprocess.run(
        (sys.executable, "-m", "multipolar", "--saves", str(folder / "saves"), "saves", "list", "--json"),
        check=True,
        capture_output=True,
        text=True,
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_an_exercise_from_home_to_the_debrief(tmp_path: Path) -> None:
    with program(tmp_path, (120, 36)) as terminal:
        set_up(terminal)
        before = capital(terminal.screen)
        propose(terminal)
        terminal.until(lambda shown: capital(shown) < before, "the cost of the proposal")
        accept(terminal)
        scenes = play_on(terminal)
        assert scenes.count("table") == ROUNDS
        assert scenes.count("assessment") >= ROUNDS
        terminal.see("SCORES", "THE ORDER YOU MADE", "TURNING POINTS")
        terminal.press("2")
        terminal.see("THE MOMENTS THAT DECIDED MUCH")
        terminal.press("Enter")
        terminal.see("REPLAY", "EVENT")
        terminal.press("q")
        terminal.see("THE MOMENTS THAT DECIDED MUCH")
        terminal.press("3")
        terminal.see("(a person)", "national", "rounded down")
        terminal.press("4")
        terminal.see("PROMISES")
        terminal.press("5")
        terminal.see("THREE QUESTIONS")
        terminal.press("C-q")
        terminal.wait_for_end()
    [save] = saves(tmp_path)
    assert save["finished"] is True


def test_leaving_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """Once by the key for it, once by a process that is killed as soon as the screen shows the move."""
    with program(tmp_path, (80, 24)) as terminal:
        set_up(terminal)
        propose(terminal)
        left = capital(terminal.screen)
        terminal.press("C-q")
        terminal.wait_for_end()
    with program(tmp_path, (80, 24)) as terminal:
        terminal.see("Continue", "round 1/4")
        terminal.press("Enter")
        assert capital(terminal.see("round 1/4", "p propose")) == left
        propose(terminal)
        less = capital(terminal.until(lambda shown: capital(shown) < left, "the cost of the proposal"))
        os.kill(terminal.process, signal.SIGKILL)
        terminal.wait_for_end()
    with program(tmp_path, (80, 24)) as terminal:
        terminal.see("Continue", "round 1/4")
        terminal.press("Enter")
        assert capital(terminal.see("round 1/4", "p propose")) == less
    [save] = saves(tmp_path)
    assert save["finished"] is False


@pytest.mark.parametrize("size", [(60, 20), (79, 24)], ids=str)
def test_a_terminal_that_is_too_small_is_told_so(tmp_path: Path, size: tuple[int, int]) -> None:
    with program(tmp_path, size) as terminal:
        terminal.see("too small", "80 × 24")
        terminal.press("C-q")
        terminal.wait_for_end()


def test_the_guide_explains_on_the_real_screens_and_is_sent_away(tmp_path: Path) -> None:
    with program(tmp_path, (80, 24), "play", "--guide") as terminal:
        terminal.see("you speak for Oskara", "This page is your role", "F2 understood")
        terminal.press("F2")
        terminal.bind("round 1/4", "This is the table")
        terminal.press("F2")
        terminal.see("The map shows who is where")
        terminal.press("F3")
        terminal.until(lambda shown: "The map shows who is where" not in shown, "the table without a guide")
        terminal.press("F3")
        terminal.see("This is the table")
        terminal.press("C-q")
        terminal.wait_for_end()
    [save] = saves(tmp_path)
    assert save["scenario"] == "first-steps"


def test_teams_share_a_keyboard_before_a_projector_and_a_clock(tmp_path: Path) -> None:
    teams = ("--seat", "OSK", "--seat", "TAL", "--lesson", "50", "--teams")
    with program(tmp_path, (120, 36), "play", "first-steps", *teams, "--seed", "4") as terminal:
        terminal.see("The keyboard waits for Oskara", "briefing", "debrief in")
        terminal.press("Enter")
        terminal.see("you speak for Oskara")
        terminal.bind("The keyboard waits for Talmir")
        terminal.press("Enter")
        terminal.see("you speak for Talmir")
        terminal.bind("round 1/4", "Talmir", "p propose", "deliberation ")
        terminal.press("h")
        terminal.see("Round 1 of 4", "The keyboard waits for Oskara")
        terminal.press("Enter")
        terminal.see("round 1/4", "Oskara", "p propose")
        terminal.press("F6")
        terminal.see("The lesson's clock", "Make round 1 the last one")
        terminal.press("Down", "Down", "Down", "Down")
        terminal.bind("round 1/1")
        terminal.press("C-q")
        terminal.wait_for_end()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_window_leaves_everything_in_one_file(tmp_path: Path, number: signal.Signals) -> None:
    with program(tmp_path, (120, 36), "play", "first-steps", "--seat", "OSK", "--seed", SEED) as terminal:
        terminal.see("you speak for Oskara")
        assert len(list((tmp_path / "saves").iterdir())) > 1
        os.kill(terminal.process, number)
        terminal.wait_for_end()
    assert [file.name for file in (tmp_path / "saves").iterdir()] == ["multipolar.db"]
    [save] = saves(tmp_path)
    assert save["come_back"] == ""
