"""The command line as a person or a script meets it: in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

STRAIT = Path(__file__).parents[1] / "scenario/strait.yaml"
INDIAN_OCEAN = "indian-ocean"


class Done(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def objects(self) -> list[dict[str, Any]]:
        """One object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Runs `multipolar` in a folder of its own, with saves of its own.

    Args:
        folder: where it is run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.saves = folder / "kept"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        places = {"MULTIPOLAR_SAVES": str(self.saves), "MULTIPOLAR_STATE": str(self.folder / "state")}
        return {**kept, **places, "TERM": "dumb", **more}

    def __call__(self, *arguments: str, stdin: str | bytes = b"", at: str = "", **environment: str) -> Done:
        """Run a command; `at`: what the clock of the machine shows as it begins."""
        done = subprocess.run(
            [*(("faketime", at) if at else ()), sys.executable, "-m", "multipolar", *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            cwd=self.folder,
            env=self.environment(**environment),
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
