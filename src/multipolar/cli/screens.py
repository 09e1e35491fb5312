"""Opening the screens, where there is a terminal for them; else saying how to play without."""

import os
import sys
from typing import TYPE_CHECKING

from multipolar.cli.guard import Failed

if TYPE_CHECKING:
    from multipolar.table.port import Opening

_INSTEAD = "play line by line instead: multipolar play indian-ocean --plain --seat IND"


def check_terminal() -> None:
    """Refuse to open screens where they could not be seen.

    Raises:
        Failed: what is missing, and how to play without.
    """
    for stream, name in ((sys.stdin, "standard input"), (sys.stdout, "standard output")):
        if stream is None or not stream.isatty():
            raise Failed(f"the screens need a terminal, and {name} is none; {_INSTEAD}")
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise Failed(
            f"the screens need a terminal that can move its cursor, and TERM says it cannot; {_INSTEAD}"
        )


def open_screens(saves_at: str | None, opening: "Opening | None" = None, take_up: str | None = None) -> None:
    """Open the screens in this terminal and stay until they are left.

    Args:
        saves_at: what ``--saves`` said.
        opening: an exercise to begin at once; none: the home screen.
        take_up: a save to take up at once.

    Raises:
        Failed: where there is no terminal for them.
    """
    check_terminal()
    from multipolar import bootstrap
    from multipolar.tui.app import run

    run(bootstrap.reception(saves_at), opening, take_up)
