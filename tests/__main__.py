"""Everything that must hold, in one command: `python -m tests`; `--coverage` tells what no test runs.

Formatting, lint, types, layers, then the tests themselves. The first step that fails ends the run and says
how to repeat that step alone. Programs of the system that a test drives are installed first where that is
allowed. Nothing here may need more than the standard library: it runs before anything else is known to work.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
SCRIPTS = Path(sysconfig.get_path("scripts"))

CHECKS: dict[str, tuple[str, ...]] = {
    "formatting": (PYTHON, "-m", "ruff", "format", "--check", "src", "tests"),
    "lint": (PYTHON, "-m", "ruff", "check", "src", "tests"),
    "types": (PYTHON, "-m", "mypy"),
    "layers": (str(SCRIPTS / "lint-imports"), "--no-logo"),
}
WORKERS = (os.cpu_count() or 1) + 1
"""One more than can compute at once: tests of screens and of programs wait for a fifth of their time."""
TESTS = (PYTHON, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal")
"""Neighbours stay together, for what they share; who is done first takes over half of what is left."""
COVERED = (PYTHON, "-m", "coverage", "run", *TESTS[1:])

SYSTEM_PROGRAMS = {
    "tmux": "tmux",
    "faketime": "faketime",
    "soffice": "libreoffice-calc-nogui",
    "chromium": "chromium",
    "openssl": "openssl",
}
"""Programs that the tests drive or are driven by, each with the Debian package that brings it."""
SYSTEM_LIBRARIES = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0"}
"""Libraries that something under test loads, likewise."""
SYSTEM_FONTS = {"DejaVuSerif.ttf": "fonts-dejavu-core"}
"""Fonts that printed pages are measured in, likewise."""
FONTS = Path("/usr/share/fonts/truetype")
SYSTEM_SERVERS = {"initdb": "postgresql"}
"""Servers that tests start themselves; Debian keeps their programs off the path, in `SERVERS`."""
SERVERS = Path("/usr/lib/postgresql")


def main() -> int:
    """Run every step in order; the exit code is 0 when all of them hold."""
    if complaint := install_system_programs():
        print(complaint)
        return 1
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = run(command, capture=True)
        result = "FAILED" if done.returncode else "ok"
        print(f"{name:<12}{result} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            print(done.stdout.rstrip())
            print(closing(name, command))
            return 1
    print("tests", flush=True)
    if "--coverage" not in sys.argv:
        return run(TESTS).returncode
    code = run(COVERED).returncode
    run((PYTHON, "-m", "coverage", "combine", "--quiet"))
    run((PYTHON, "-m", "coverage", "report"))
    return code


def run(command: tuple[str, ...], *, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command at the top of the repository, with nothing to read from standard input."""
    return subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        stderr=subprocess.STDOUT if capture else None,
    )


def closing(failed: str, command: tuple[str, ...]) -> str:
    """What held, what failed, what was not reached, and how to repeat the step that failed."""
    names = [*CHECKS, "tests"]
    place = names.index(failed)
    held = ", ".join(names[:place]) or "nothing yet"
    return (
        f"\nHeld: {held}. Failed: {failed}. Not run: {', '.join(names[place + 1 :])}."
        f"\nTo repeat it alone: {' '.join(command)}"
    )


def install_system_programs() -> str:
    """Install what is missing of the system's programs; when that cannot be done, why not and what to do."""
    packages = [
        *(package for program, package in SYSTEM_PROGRAMS.items() if not shutil.which(program)),
        *(package for library, package in SYSTEM_LIBRARIES.items() if not find_library(library)),
        *(
            package
            for program, package in SYSTEM_SERVERS.items()
            if not shutil.which(program) and not any(SERVERS.glob(f"*/bin/{program}"))
        ),
        *(package for font, package in SYSTEM_FONTS.items() if not any(FONTS.glob(f"*/{font}"))),
    ]
    if not packages:
        return ""
    missing = " ".join(packages)
    remedy = f"Missing on this machine: {missing}. Install it and start again: sudo apt-get install {missing}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return remedy
    print(f"installing {missing}", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for command in (
        ("apt-get", "update"),
        ("apt-get", "install", "-y", "--no-install-recommends", *packages),
    ):
        done = run(command, capture=True)
        if done.returncode:
            return f"{done.stdout}\n{remedy}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
