"""``python -m tests.benchmarks``: print every figure, each beside its budget."""

import platform

from tests.benchmarks import engine, programme, saving

if __name__ == "__main__":
    print(f"Python {platform.python_version()} on {platform.machine()}")
    for part in (engine, saving, programme):
        for figure in part.figures():
            print(figure, flush=True)
