"""`multipolar doctor`: what this machine lacks for playing, and what to mend.

Each check looks at one thing and answers with ok, a warning (it can be played, less well) or a problem
(something does not work until it is mended).
"""

import codecs
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import typer

from multipolar.cli.output import AsJson, SavesAt, say, say_json, table
from multipolar.domain.english import counted

OK, WARN, PROBLEM = "ok", "warn", "problem"
NARROW, LOW = 80, 24
_OLDEST_CLOCK = 2026
_GLYPHS = "⣿●▲▼│┌–×"


class Finding(NamedTuple):
    """What a check found.

    Attributes:
        check: the thing looked at.
        state: `OK`, `WARN` or `PROBLEM`.
        found: how it is.
        mend: what to do about it; empty when it is well.
    """

    check: str
    state: str
    found: str
    mend: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(as_json: AsJson = False, saves_at: SavesAt = None) -> None:
    """Check this machine for what playing needs, and say what to mend.

    Leaves with 1 when something must be mended.

    Example: multipolar doctor
    """
    findings = examine(saves_at)
    if as_json:
        say_json([finding._asdict() for finding in findings])
    else:
        say(*table((finding.state, finding.check, finding.found) for finding in findings))
        say(*(f"mend {finding.check}: {finding.mend}" for finding in findings if finding.mend))
    if any(finding.state == PROBLEM for finding in findings):
        raise typer.Exit(1)


def examine(saves_at: str | None) -> list[Finding]:
    """Every check, in the order in which a person would mend things.

    Args:
        saves_at: what ``--saves`` said.
    """
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("python", _python),
        ("terminal", _terminal),
        ("size", _size),
        ("colours", _colours),
        ("letters", _letters),
        ("clock", _clock),
        ("rules", _rules),
        ("scenarios", _scenarios),
        ("saves", lambda: _saves(saves_at)),
        ("folder", lambda: _folder(saves_at)),
        ("memory", _memory),
    )
    return [_looked(name, check) for name, check in checks]


def _looked(name: str, check: Callable[[], Finding]) -> Finding:
    from multipolar.user_errors import UserError

    try:
        return check()
    except UserError as trouble:
        found, _, mend = " ".join(str(trouble).split()).partition("; ")
        return Finding(name, PROBLEM, found, mend or "see what is said above")
    except (OSError, ImportError) as error:
        return Finding(name, PROBLEM, " ".join(str(error).split()), "install multipolar again")


def _python() -> Finding:
    found = platform.python_version()
    if tuple(int(part) for part in platform.python_version_tuple()[:2]) < (3, 11):
        return Finding("python", PROBLEM, found, "install Python 3.11 or later")
    return Finding("python", OK, found)


def _terminal() -> Finding:
    plain = "play with --plain, or start it in a terminal window"
    if not (sys.stdout is not None and sys.stdout.isatty()):
        return Finding("terminal", WARN, "standard output is no terminal", plain)
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        return Finding("terminal", WARN, f"TERM is '{term}', which cannot move its cursor", plain)
    return Finding("terminal", OK, term)


def _size() -> Finding:
    columns, rows = shutil.get_terminal_size()
    found = f"{columns} columns, {rows} rows"
    if columns < NARROW or rows < LOW:
        return Finding("size", WARN, found, f"make the window at least {NARROW} by {LOW} for the screens")
    return Finding("size", OK, found)


def _colours() -> Finding:
    if "NO_COLOR" in os.environ:
        return Finding("colours", OK, "switched off by NO_COLOR; nothing is told by colour alone")
    term, true = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    if true in ("truecolor", "24bit"):
        return Finding("colours", OK, "16 million")
    if "256color" in term:
        return Finding("colours", OK, "256")
    return Finding("colours", WARN, "few", "set TERM=xterm-256color if your terminal can show more")


def _letters() -> Finding:
    encoding = (sys.stdout.encoding if sys.stdout is not None else None) or "ascii"
    try:
        _GLYPHS.encode(encoding)
    except UnicodeEncodeError:
        return Finding(
            "letters",
            WARN,
            f"{encoding} cannot show dots and lines",
            "set LANG=C.UTF-8, or play with --plain",
        )
    return Finding("letters", OK, codecs.lookup(encoding).name)


def _clock() -> Finding:
    year = time.gmtime().tm_year
    if year < _OLDEST_CLOCK:
        return Finding("clock", WARN, f"it says {year}", "set the clock: saves show when they were played")
    return Finding("clock", OK, time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()))


def _rules() -> Finding:
    from multipolar.rulebook import RuleSetInvalid, load_rules

    try:
        rules = load_rules()
    except RuleSetInvalid as invalid:
        return Finding("rules", PROBLEM, str(invalid), "install multipolar again")
    return Finding(
        "rules", OK, f"{counted(len(rules.moves), 'move')}, {counted(len(rules.crises), 'crisis', 'crises')}"
    )


def _scenarios() -> Finding:
    from multipolar.scenario.check import check_file
    from multipolar.scenario.library import library

    listed = library()
    if not listed:
        return Finding("scenarios", PROBLEM, "the library is empty", "install multipolar again")
    flawed = [
        scenario.id
        for scenario in listed
        if any(not problem.warning for problem in check_file(scenario.path))
    ]
    if flawed:
        mend = f"multipolar scenario check {flawed[0]}"
        return Finding("scenarios", PROBLEM, f"cannot be played: {', '.join(flawed)}", mend)
    return Finding("scenarios", OK, ", ".join(scenario.id for scenario in listed))


def _saves(saves_at: str | None) -> Finding:
    from multipolar.lobby import sources

    with closing(sources.open_saves(saves_at)) as kept:
        listed = kept.list()
        come_back = [f"{header.id}: {said}" for header in listed if (said := kept.come_back(header.id))]
        amiss = [*kept.amiss(), *come_back]
        # A server that may not be written to would not have opened.
        writable = kept.folder is None or os.access(kept.folder, os.W_OK)
    if not writable:
        return Finding("saves", PROBLEM, f"{kept.where} cannot be written to", "choose another with --saves")
    if amiss:
        return Finding("saves", WARN, " · ".join(amiss), "see `multipolar saves list`")
    return Finding("saves", OK, f"{len(listed)} in {kept.where}")


def _folder(saves_at: str | None) -> Finding:
    """Whether what is saved is safe where it is, and how it is carried away."""
    from multipolar.lobby import sources
    from multipolar.store import shared_by

    with closing(sources.open_saves(saves_at)) as kept:
        if kept.folder is None:
            return Finding("folder", OK, f"none: {kept.where} is a server, which many may use at once")
        shared = shared_by(kept.folder)
    if shared:
        found = f"{shared}: steps are kept in one file, which takes longer; play from one machine at a time"
        return Finding("folder", WARN, found, "choose a folder of this machine with --saves")
    carry = "`saves backup FILE` makes one complete file of all, `saves export SAVE` one of a single save"
    return Finding("folder", OK, f"of this machine alone; saves in use are several files: {carry}")


def _memory() -> Finding:
    """Whether it is remembered how far saves were played, to notice when an older state comes back."""
    from multipolar.store import state_folder

    folder = state_folder(os.environ)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Finding("memory", OK, f"how far each save was played is noted in {folder}")
    mend = f"make {folder} writable, or name another folder in MULTIPOLAR_STATE"
    return Finding("memory", WARN, f"{folder} cannot be written to: older states go unnoticed", mend)
