"""``python -m tests.mutants [PART]``: put faults into a part of the program, one at a time, and test it.

mutmut makes the faults (a sign turned, a number changed, an argument left out) in a copy of the repository
and runs the tests that reach each; what no test finds has *survived* and is shown. Survivors that change
nothing anybody could see stand in ``survivors.yaml`` with the reason. It takes from minutes to an hour a
part, so it is no step of ``python -m tests``.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from msgspec import json

ROOT = Path(__file__).parents[2]
EXPLAINED = Path(__file__).parent / "survivors.yaml"
WANTED = 0.9
"""Share of the faults that the tests of a part must find."""
FOUND = frozenset({"killed", "timeout", "caught by type check", "segfault"})
"""What mutmut calls a fault that was found: a test failed, or never ended."""


class Part(NamedTuple):
    """A part of the program: the files faults are put into, and the tests that ought to find them."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = {
    "secrecy": Part(
        ("domain/projection.py", "domain/causes.py", "domain/turning.py", "domain/forecast.py"),
        ("tests/secrecy", "tests/domain"),
    ),
    "decide": Part(
        (
            "domain/exercise.py",
            "domain/diplomacy.py",
            "domain/requirements.py",
            "domain/requests.py",
            "domain/session.py",
            "domain/absence.py",
            "domain/intents.py",
        ),
        ("tests/domain", "tests/properties/test_any_command.py"),
    ),
    "store": Part(("store/*.py",), ("tests/store", "tests/contracts/test_store.py", "tests/saves")),
}
"""The parts by name; without a name all of them are run, one after another."""


class Survivor(NamedTuple):
    """A fault that no test found: where, and the line before and after."""

    function: str
    before: str
    after: str


def main() -> int:
    """Run the parts that are asked for; the exit code is 0 when enough faults were found in each."""
    asking = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Faults that tests must find."
    )
    asking.add_argument("part", nargs="*", metavar="PART", help=f"one of: {', '.join(PARTS)}; else all")
    asking.add_argument("--jobs", type=int, default=2, help="how many faults are tried at once")
    asking.add_argument("--only", default="", metavar="GLOB", help="faults of functions of this name alone")
    asked = asking.parse_args()
    unknown = [name for name in asked.part if name not in PARTS]
    if unknown:
        asking.error(f"there is no part '{unknown[0]}'; choose {', '.join(PARTS)}")
    results = [run_part(name, asked.jobs, asked.only) for name in asked.part or PARTS]
    return 0 if all(results) else 1


def run_part(name: str, jobs: int, only: str) -> bool:
    """Try the faults of a part and tell what became of them; whether enough were found."""
    folder = prepare(name)
    asked = [f"*{only}*"] if only else []
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs), *asked], cwd=folder, check=True
    )
    counts = Counter(status for _, status in outcomes(folder))
    tried = sum(count for status, count in counts.items() if status != "not checked")
    found = sum(counts[status] for status in FOUND)
    share = found / tried if tried else 0
    print(f"{name}: {found} of {tried} faults found ({share:.1%}); {dict(counts)}")
    explained = {
        (entry["function"], entry["before"], entry["after"]): entry["why"] for entry in explanations()
    }
    for mutant, status in outcomes(folder):
        if status not in FOUND and status != "not checked":
            survivor = survivor_of(folder, mutant)
            why = explained.get((survivor.function, survivor.before, survivor.after), "NOT EXPLAINED")
            print(
                f"  {status}: {survivor.function}\n    - {survivor.before}\n    + {survivor.after}\n    {why}"
            )
    return share >= WANTED


def explanations() -> list[dict[str, str]]:
    """Survivors that are known, each with the reason why no test need find it."""
    known: list[dict[str, str]] = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8")) or []
    return known


def prepare(name: str) -> Path:
    """A copy of the repository as it stands, set up for mutmut; results of an earlier run are gone."""
    folder = Path(tempfile.gettempdir()) / "multipolar-mutants" / name
    if folder.exists():
        shutil.rmtree(folder)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for path in filter(None, listed.stdout.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)
    part = PARTS[name]
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/multipolar/{pattern}" for pattern in part.files],
        "also_copy": ["README.md", "scenarios", "saves", ".gitignore"],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:randomly", "-q"],
        "pytest_add_cli_args_test_selection": list(part.tests),
    }
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n")
        file.writelines(f"{key} = {json.encode(value).decode()}\n" for key, value in settings.items())
    return folder


def outcomes(folder: Path) -> Iterator[tuple[str, str]]:
    """Every fault of a run by its name, and what became of it."""
    listed = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        cwd=folder, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for line in listed.stdout.splitlines():
        mutant, colon, status = line.strip().partition(": ")
        if colon:
            yield mutant, status


def survivor_of(folder: Path, mutant: str) -> Survivor:
    """What a fault changed, as mutmut shows it."""
    shown = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", mutant],
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
    )
    lines = shown.stdout.splitlines()
    before = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    after = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    return Survivor(mutant.partition("__mutmut_")[0], " ".join(before), " ".join(after))


if __name__ == "__main__":
    sys.exit(main())
