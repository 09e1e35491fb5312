"""``python -m tests.benchmarks``: print every figure, each beside its budget."""

import platform
import sys

from tests.benchmarks import engine, idle, programme, replaying, saving, screen


def main() -> int:
    """Print the figures as they come; the exit code is 0 also when a budget is missed."""
    sys.stdout.write(f"Python {platform.python_version()} on {platform.machine()}\n")
    for part in (engine, saving, screen, idle, replaying, programme):
        for figure in part.figures():
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
