"""Check games against their stored hashes, or write these anew where rules or texts were changed on purpose.

    python -m tests.hashes             a sample: the first seed of each
    python -m tests.hashes all         every game (three minutes of one core)
    python -m tests.hashes write       play every game and store its hashes

`--jobs N` plays so many at once.
"""

import json
import sys
from argparse import ArgumentParser

from tests.hashes.games import TABLE, Hashes, games, play, stored


def main() -> int:
    """The exit code is 1 when a game went otherwise."""
    parser = ArgumentParser(prog="python -m tests.hashes")
    parser.add_argument("what", nargs="?", choices=("sample", "all", "write"), default="sample")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    names = games() if chosen.what != "sample" else tuple(name for name in games() if name.endswith(" 1"))
    known: Hashes = stored() if chosen.what != "write" else {}
    found: Hashes = {}
    differ = 0
    for name, hashes in play(names, chosen.jobs):
        found[name] = hashes
        if chosen.what != "write" and known.get(name) != hashes:
            differ += 1
            sys.stdout.write(f"{name}: {hashes}, stored {known.get(name)}\n")
            sys.stdout.flush()
    if chosen.what == "write":
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(hashes)}" for name, hashes in found.items())
        TABLE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        sys.stdout.write(f"{len(found)} games written\n")
    else:
        sys.stdout.write(f"{len(found) - differ} of {len(found)} games as stored\n")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
