"""Opening the screens, where there is a terminal for them; else saying how to play without."""

import os
import sys
from typing import TYPE_CHECKING

from multipolar.cli.exits import Failed

if TYPE_CHECKING:
    from multipolar.lobby.port import ExerciseConfig
    from multipolar.tui.support.preferences import PreferencesStore

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


def keeper_of(theme: str | None) -> "PreferencesStore":
    """Who keeps preferences: those of this machine, in a theme that was asked for this time.

    Args:
        theme: what ``--theme`` said.
    """
    from multipolar.tui.support.preferences import PreferencesFile, ThemeForOnce, usual_place

    keeper = PreferencesFile(usual_place(os.environ))
    return ThemeForOnce(keeper, theme) if theme else keeper


def open_screens(
    saves_at: str | None,
    config: "ExerciseConfig | None" = None,
    take_up: str | None = None,
    theme: str | None = None,
    *,
    guided: bool = False,
    from_here: bool = False,
    persons: tuple[str, ...] = (),
) -> None:
    """Open the screens in this terminal and stay until they are left.

    Args:
        saves_at: what ``--saves`` said.
        config: an exercise to begin at once; none: the home screen.
        take_up: a save to take up at once.
        theme: what ``--theme`` said.
        guided: whether to begin the first exercise with a guide.
        from_here: whether to take the save up also where an older state of it has come back.
        persons: seats of the save that persons take over from the program.

    Raises:
        Failed: where there is no terminal for them.
        Exit: when something ended the screens, or what was done could not be saved.
    """
    check_terminal()
    from typer import Exit

    from multipolar import bootstrap
    from multipolar.tui.app import run

    desk = bootstrap.lobby(saves_at)
    keeper = keeper_of(theme)
    code = run(desk, config, take_up, keeper=keeper, guided=guided, from_here=from_here, persons=persons)
    if code:
        raise Exit(code)


def open_joined(how: tuple[str, str, str, str], theme: str | None = None) -> None:
    """Open the screens at the table of a host, and stay until they are left.

    Args:
        how: address, code, name, certificates to trust.
        theme: what ``--theme`` said.

    Raises:
        Failed: where there is no terminal for them.
        Exit: when something ended the screens.
    """
    check_terminal()
    from typer import Exit

    from multipolar import bootstrap
    from multipolar.tui.app import run

    code = run(bootstrap.joining(*how), resume=how[0], keeper=keeper_of(theme))
    if code:
        raise Exit(code)


def has_terminal() -> bool:
    """Whether there is a terminal in which screens could be seen."""
    try:
        check_terminal()
    except Failed:
        return False
    return True


def open_record(saves_at: str | None, save: str, seat: str, theme: str | None = None) -> None:
    """Open the replay screen on a save and stay until it is left.

    Args:
        saves_at: what ``--saves`` said.
        save: which.
        seat: whose eyes it is seen with; ``control`` for everything there is to know.
        theme: what ``--theme`` said.

    Raises:
        Failed: where there is no terminal for it.
    """
    check_terminal()
    from multipolar import bootstrap
    from multipolar.tui.app import run

    desk, record = bootstrap.record_of(save, seat, saves_at)
    run(desk, record=record, eyes=seat, keeper=keeper_of(theme))


def open_watch(saves_at: str | None, config: "ExerciseConfig", theme: str | None = None) -> None:
    """Begin an exercise that programs play, and open the replay screen on it while they do.

    Args:
        saves_at: what ``--saves`` said.
        config: scenario, preset, seed, doctrines.
        theme: what ``--theme`` said.

    Raises:
        Failed: where there is no terminal for it.
    """
    check_terminal()
    from multipolar import bootstrap
    from multipolar.lobby import sources
    from multipolar.tui.app import run

    desk = bootstrap.lobby(saves_at)
    sources.first_events(config)
    run(desk, record=desk.watch(config), keeper=keeper_of(theme))
