"""The command line: one file for each group of commands.

Commands read arguments, ask `bootstrap` for what they need, and print. Nothing heavy is imported
before the command that needs it runs. Rules, files and databases are not known here.
"""

import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 failed, 2 wrong use."""
    from multipolar.cli.guard import run

    sys.exit(run(sys.argv[1:]))
