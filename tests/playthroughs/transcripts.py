"""Playing a script through the command line, as its first line says, and what was answered."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
TRANSCRIPTS = Path(__file__).parent / "transcripts"
SAVE = re.compile(r"\d{8}-\d{6}-[a-z-]+-[0-9a-f]{4}")
"""The id of a save has the time in it."""


def scripts() -> list[Path]:
    """Every script there is."""
    return sorted(SCRIPTS.glob("*.txt"))


def transcript_of(script: Path, saves: Path) -> str:
    """What the program answers to a script.

    Args:
        script: its first line is a remark that gives the command.
        saves: a folder for the save.

    Raises:
        subprocess.CalledProcessError: when the program fails.
    """
    text = script.read_text(encoding="utf-8")
    _, *command = shlex.split(text.splitlines()[0].removeprefix("#"))
    done = subprocess.run(
        (sys.executable, "-m", "multipolar", *command, "--saves", str(saves)),
        check=True,
        capture_output=True,
        encoding="utf-8",
        input=text,
    )
    return SAVE.sub("SAVE", done.stdout)
