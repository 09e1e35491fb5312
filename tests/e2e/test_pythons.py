"""The package installs, plays and reads a record alike on every Python it names that this machine has."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "saves/indian-ocean-example.jsonl"
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
_SAYS_VERSION = "import sys; print('{}.{}'.format(*sys.version_info))"


def claimed() -> list[str]:
    """The versions of Python that the package says it runs on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    mark = "Programming Language :: Python :: 3."
    return [entry.rpartition(" ")[2] for entry in project["classifiers"] if entry.startswith(mark)]


def pythons() -> dict[str, Path]:
    """The claimed versions that are on this machine besides the one that runs the tests."""
    found: dict[str, Path] = {}
    for version in claimed():
        for command in _candidates(version):
            if version != HERE and version not in found and _version_of(command) == version:
                found[version] = command
    return found


def _candidates(version: str) -> list[Path]:
    there = shutil.which(f"python{version}")
    candidates = [Path(there)] if there else []
    pyenv = shutil.which("pyenv")
    if pyenv:
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip()
        candidates += sorted(Path(root, "versions").glob(f"{version}.*/bin/python3"))
    return candidates


def _version_of(command: Path) -> str:
    done = subprocess.run([command, "-c", _SAYS_VERSION], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def said(python: Path, folder: Path, *arguments: str) -> str:
    """What the program of a Python prints; a warning of any library ends it."""
    done = subprocess.run(
        [python, "-W", "error", "-m", "multipolar", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "MULTIPOLAR_STATE": str(folder), "MULTIPOLAR_SAVES": str(folder / "saves")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_of_the_tests_is_one_that_is_claimed() -> None:
    assert HERE in claimed()


@pytest.mark.parametrize("version", pythons())
def test_it_plays_and_reads_alike(version: str, tmp_path: Path) -> None:
    subprocess.run([pythons()[version], "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    # The tree itself is read, not built: what is built is looked at by the tests of packaging.
    subprocess.run([*install, "--no-deps", "-e", ROOT], check=True)

    game = ("play", "first-steps", "--auto", "--seed", "7", "--json")
    ours, theirs = (json.loads(said(Path(with_), tmp_path, *game)) for with_ in (sys.executable, python))
    assert theirs["log_hash"] == ours["log_hash"]
    asked = ("why", str(RECORD), "trust(IND,CHN)")
    assert said(python, tmp_path, *asked) == said(Path(sys.executable), tmp_path, *asked)
