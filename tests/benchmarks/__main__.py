"""``python -m tests.benchmarks``: print every figure, each beside its budget."""

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.benchmarks import (
    beside,
    browsers,
    crowd,
    engine,
    growing,
    hoarding,
    idle,
    programme,
    replaying,
    saving,
    screen,
)
from tests.benchmarks.measure import Figure

PARTS: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "engine": engine.figures,
    "growing": growing.figures,
    "saving": saving.figures,
    "hoarding": hoarding.figures,
    "screen": screen.figures,
    "idle": idle.figures,
    "replaying": replaying.figures,
    "programme": programme.figures,
    "crowd": crowd.figures,
    "browsers": browsers.figures,
    **({"beside": beside.figures} if beside.PYTHON in os.environ else {}),
}


def lines(chosen: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line as it comes, and whether it is a figure: a part that gives up is told; the rest goes on."""
    for name in chosen:
        try:
            for figure in PARTS[name]():
                yield str(figure), True
        except Exception as error:  # noqa: BLE001  # whatever stops one part must not take the others along
            yield f"{name}: gave up, {type(error).__name__}: {' '.join(str(error).split())}", False


def main() -> int:
    """Print the figures as they come; the exit code is 0 also when a budget is missed, 1 when a part gave up.

    Names of parts may be given; without any, all are measured.
    """
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        sys.stderr.write(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
        return 2
    sys.stdout.write(f"Python {platform.python_version()} on {platform.machine()}\n")
    whole = True
    for line, measured in lines(chosen):
        whole = whole and measured
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
