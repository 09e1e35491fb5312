"""``python -m tests.audit [--games N] [FILE …]``: audit exports, or games played for it.

Each record is one line; the first event that is not explained is said, and makes the exit code 1.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.audit.reading.audit import audit
from tests.audit.reading.record import Event, Unexplained, read_lines


def main() -> int:
    """Audit what is named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="exported saves; without any, games are played")
    parser.add_argument("--games", type=int, default=2, help="of each scenario, length and table (2)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (1)")
    parser.add_argument(
        "--only", default="", help="a word that the name of a game has to hold, such as .full."
    )
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    failed = 0
    for name, events in _read(options.files) if options.files else _played(options):
        try:
            seen += audit(events)
            line = f"{name}: {len(events)} events explained"
        except Unexplained as unexplained:
            failed += 1
            line = f"{name}: {unexplained}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    sys.stdout.write("\n".join(f"{count:8} {kind}" for kind, count in sorted(seen.items())) + "\n")
    return int(failed > 0)


def _read(files: list[Path]) -> Iterator[tuple[str, list[Event]]]:
    for file in files:
        yield str(file), read_lines(file.read_bytes().splitlines())


def _played(options: argparse.Namespace) -> Iterator[tuple[str, list[Event]]]:
    from tests.audit.producing import PRESETS, SCENARIOS, TABLES, Game, lines_of

    for seed in range(options.first, options.first + options.games):
        for scenario in SCENARIOS:
            for preset in PRESETS:
                for table in TABLES:
                    game = Game(scenario, preset, seed, table)
                    if options.only in str(game):
                        yield str(game), read_lines(lines_of(game))


if __name__ == "__main__":
    sys.exit(main())
