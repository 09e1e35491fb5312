"""``python -m tests.mutants [PART]``: put faults into a part of the program, one at a time, and test it.

mutmut makes the faults (a sign turned, a number changed, an argument left out); in a copy of the repository
the tests that reach each are run with it in (`trying`). What no test finds has *survived* and is shown, with
how many of those that were found each file of tests has found. Survivors that change
nothing anybody could see stand in ``survivors.yaml`` with the reason. Faults that only change the capitals
of a sentence or put signs around it are left out: words are read by people and held by transcripts; that a
message is there at all is tested. A whole part takes from minutes to an hour, so this is no step of
``python -m tests``; ``--sample 250`` draws that many faults evenly over the part.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from msgspec import json

from tests.mutants.faults import Fault, faults_of, sample
from tests.mutants.parts import PACKAGE, PARTS
from tests.mutants.trying import KILLED, ORDER, SURVIVED, TIMEOUT, Order

ROOT = Path(__file__).parents[2]
EXPLAINED = Path(__file__).parent / "survivors.yaml"
WANTED = 0.9
"""Share of the faults that the tests of a part must find."""
FOUND = frozenset({KILLED, TIMEOUT})
"""What a fault is called that was found: a test failed, or never ended."""


class Asked(NamedTuple):
    """What was asked for on the command line.

    Attributes:
        jobs: how many faults are tried at once.
        sample: how many faults of a part are tried; 0 for all.
        seed: by what the sample is drawn.
        seconds: how long the tests of one fault may take, as long as no fault is in.
        file: the one file of the part whose faults are tried, by its name without the ending; or none.
        only: words, one of which must be in the name of a fault that is tried; or none.
        tests: the tests that are run in place of the part's own; or none.
    """

    jobs: int
    sample: int
    seed: int
    seconds: float
    file: str
    only: list[str]
    tests: list[str]


def main() -> int:
    """Run the parts that are asked for; the exit code is 0 when enough faults were found in each."""
    asking = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Faults that tests must find."
    )
    asking.add_argument("part", nargs="*", metavar="PART", help=f"one of: {', '.join(PARTS)}; else all")
    asking.add_argument("--jobs", type=int, default=2, help="how many faults are tried at once")
    asking.add_argument(
        "--sample", type=int, default=0, metavar="N", help="try N faults of each part, not all"
    )
    asking.add_argument("--seed", type=int, default=1, help="by which the sample is drawn")
    asking.add_argument("--seconds", type=float, default=10, help="how long the tests of one fault may take")
    asking.add_argument(
        "--file", default="", metavar="NAME", help="faults of this file alone, as 'diplomacy'"
    )
    asking.add_argument(
        "--only", nargs="*", default=[], metavar="TEXT", help="faults with one of these in their name alone"
    )
    asking.add_argument(
        "--tests", nargs="*", default=[], metavar="PATH",
        help="run these, not all tests of the part: it is sooner done, and they can only find less",
    )  # fmt: skip
    asked = vars(asking.parse_args())
    parts = asked.pop("part")
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        asking.error(f"there is no part '{unknown[0]}'; choose {', '.join(PARTS)}")
    results = [run_part(name, Asked(**asked)) for name in parts or PARTS]
    return 0 if all(results) else 1


def run_part(name: str, asked: Asked) -> bool:
    """Try the faults of a part and tell what became of them; whether enough were found."""
    faults = wanted(name, asked)
    if not faults:
        print(f"{name}: there is no such fault")
        return False
    folder = prepare(name)
    order = folder / "order.json"
    faulty = [(fault.name, fault.function, fault.text) for fault in faults]
    order.write_bytes(json.encode(Order(faulty, asked.jobs, asked.seconds, PARTS[name].reads)))
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-p", "tests.mutants.trying", "-x", "-q", "-s", "--tb=short",
            "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "--hypothesis-profile=few",
            *(asked.tests or PARTS[name].tests),
        ],
        cwd=folder, check=False, stdout=subprocess.PIPE, text=True,
        env=os.environ | {ORDER: str(order), "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"},
    )  # fmt: skip
    became = outcomes(order.with_suffix(".outcomes"))
    if done.returncode or became.pop("", ("", ""))[0] != SURVIVED:
        print(f"{done.stdout}\n{name}: the tests fail without a fault")
        return False
    by = Counter(test.partition("::")[0] for _, test in became.values() if test)
    print("\n".join(f"{count} found by {path}" for path, count in by.most_common()))
    return report(name, [(fault, became[fault.name][0]) for fault in faults])


def wanted(name: str, asked: Asked) -> list[Fault]:
    """The faults of a part that are asked for."""
    every = [
        fault
        for path in PARTS[name].paths()
        if asked.file in ("", path.stem)
        for fault in faults_of(path, PACKAGE.parent)
        if not fault.rewords and (not asked.only or any(text in fault.name for text in asked.only))
    ]
    faults = sample(every, asked.sample, asked.seed)
    print(f"{name}: trying {len(faults)} of {len(every)} faults", flush=True)
    return faults


def report(name: str, tried: Sequence[tuple[Fault, str]]) -> bool:
    """Tell what became of the faults that were tried, and show the survivors; whether enough were found."""
    counts = Counter(status for _, status in tried)
    found = sum(counts[status] for status in FOUND)
    explained = {
        (entry["function"], entry["before"], entry["after"]): entry["why"] for entry in explanations()
    }
    for fault, status in sorted(tried):
        if status not in FOUND:
            why = explained.get((fault.function, fault.before, fault.after), "NOT EXPLAINED")
            print(f"{status}: {fault.name}\n  - {fault.before}\n  + {fault.after}\n  {why}")
    share = found / len(tried)
    print(f"{name}: {found} of {len(tried)} faults found ({share:.1%}); {dict(counts)}", flush=True)
    return share >= WANTED


def explanations() -> list[dict[str, str]]:
    """Survivors that are known, each with the reason why no test need find it."""
    known: list[dict[str, str]] = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8")) or []
    return known


def prepare(name: str) -> Path:
    """A copy of the repository as it stands; results of an earlier run are gone."""
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
    return folder


def outcomes(path: Path) -> dict[str, tuple[str, str]]:
    """What became of every fault, by its name, and the test that found it."""
    if not path.exists():
        return {}
    lines = path.read_bytes().splitlines()
    return {name: (became, test) for name, became, test in map(json.decode, lines)}


if __name__ == "__main__":
    sys.exit(main())
