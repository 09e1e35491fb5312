"""Help, wrong use, errors: what everybody meets first."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer import Typer
from typer.main import get_command

from multipolar.cli import exits, guard
from multipolar.cli.app import app
from multipolar.user_errors import UserError
from tests.cli.command import STRAIT, CommandLine

HEAVY = {
    "textual",
    "rich.console",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "yaml",
    "msgspec",
    "transitions",
    "asyncio",
}
COMMANDS = (
    (),
    ("play",),
    ("host",),
    ("join",),
    ("replay",),
    ("why",),
    ("simulate",),
    ("review",),
    ("whatif",),
    ("score",),
    ("doctor",),
    ("saves",),
    ("saves", "list"),
    ("saves", "show"),
    ("saves", "verify"),
    ("saves", "branch"),
    ("saves", "backup"),
    ("saves", "compact"),
    ("saves", "compare"),
    ("saves", "data"),
    ("saves", "delete"),
    ("saves", "export"),
    ("saves", "import"),
    ("scenario",),
    ("scenario", "list"),
    ("scenario", "show"),
    ("scenario", "check"),
    ("scenario", "schema"),
    ("scenario", "booklet"),
    ("scenario", "new"),
    ("scenario", "injects"),
    ("rules",),
    ("rules", "show"),
    ("rules", "check"),
    ("rules", "book"),
    ("rules", "diagram"),
)
LOADED_BY = """
import sys
from multipolar.cli import guard
code = guard.run(sys.argv[1:])
sys.stdout.write("\\n" + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


def names_of(typer: Typer) -> set[tuple[str, ...]]:
    """Every command and group, as it is called."""
    found: set[tuple[str, ...]] = {()}
    top = get_command(typer)
    for name, command in getattr(top, "commands", {}).items():
        found.add((name,))
        found |= {(name, inner) for inner in getattr(command, "commands", {})}
    return found


def test_exactly_these_commands_exist() -> None:
    assert names_of(app) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_and_shows_an_example(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run([*command, "--help"]) == exits.DONE
    told = capsys.readouterr().out
    assert told.startswith(f"Usage: {' '.join(('multipolar', *command))}")
    if command not in (("saves",), ("scenario",), ("rules",)):
        assert f"Example: {' '.join(('multipolar', *command))}" in told


def test_the_grammar_of_the_lines_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    guard.run(["play", "--plain", "--help"])
    told = capsys.readouterr().out
    assert "propose MOVE POWER[,POWER…] [TERMS…]" in told
    assert max(len(line) for line in told.splitlines()) <= 80


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY, *command, "--help"], check=True, capture_output=True, text=True
    )
    # Typer itself reads the arguments of a command inside the group by way of pydantic.
    heavy = HEAVY - ({"pydantic"} if command else set())
    if command == ("play",):
        # Its help has the lines of `--plain`, which are declared with the commands they ask for.
        heavy -= {"msgspec"}
    assert not heavy & set(done.stdout.splitlines()[-1].split())


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["--version"]) == exits.DONE
    assert capsys.readouterr().out.startswith("multipolar 0.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fly",), "No such command 'fly'"),
        (("saves",), "Missing command"),
        (("why", "last"), "Missing argument 'WHAT'"),
        (("play", "--seed", "minus"), "'--seed'"),
        (("play", "x", "--auto", "--seed", "-1"), "greater than or equal to 0"),
        (("play", "x", "--auto", "--plain"), "leave out --plain"),
        (("play", "x", "--json"), "--json is for --auto and --plain"),
        (("play", "x", "--auto", "--seat", "IND"), "leave out --seat"),
        (("play", "x", "--plain"), "--seat IND"),
        (("play", "--auto"), "name a scenario"),
        (("play", "--watch"), "name a scenario"),
        (("play", "x", "--watch", "--auto"), "--watch stands alone"),
        (("play", "x", "--watch", "--seat", "IND"), "leave out --seat"),
        (("play", "x", "--plain", "--seat", "IND", "--seat", "ind"), "each seat once"),
        (("play", "x", "--auto", "--doctrine", "IND"), "POWER=NAME"),
        (("play", "x", "--intent", "daily"), "never, once_a_round, weighty"),
        (("play", "x", "--absence", "guess"), "hold, default_orders, doctrine"),
        (
            ("play", "x", "--auto", "--doctrine", "IND=hedger", "--doctrine", "IND=random"),
            "IND is given twice",
        ),
        (("play", "x", "--plain", "--continue", "last"), "only --seat goes with --continue"),
        (("rules", "diagram", "weather"), "session, relationship, initiative, agreement, crisis"),
        (("doctor", "now"), "now"),
        (("play", "nowhere"), "no scenario 'nowhere'"),
        (("play", "nowhere", "--auto"), "no scenario 'nowhere'"),
        (("play", "indian-ocaen", "--plain", "--seat", "IND"), "did you mean 'indian-ocean'?"),
        (("play", "indian-ocean", "--seat", "INDIA"), "no power 'INDIA'; did you mean IND (India)?"),
        (
            ("play", "indian-ocean", "--seat", "ind", "--doctrine", "china=hedger"),
            "did you mean CHN (China)?",
        ),
        (("play", "indian-ocean", "--watch", "--doctrine", "CHN=pirate"), "pirate"),
        (("simulate", "nowhere"), "nowhere"),
        (("simulate", "indian-ocean", "--preset", "endless"), "intro, standard, full"),
    ],
    ids=lambda found: found if isinstance(found, str) else " ".join(found),
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run(arguments) == exits.WRONG_USE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert told in err
    assert "--help`" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("play", "--continue", "nothing"), "nothing"),
        (("replay", "nothing", "--to", "1"), "nothing"),
        (("why", "last", "trust(IND,CHN)"), "there are no saves yet"),
        (("saves", "show", "nothing"), "nothing"),
        (("saves", "verify", "nothing"), "nothing"),
        (("saves", "export", "nothing"), "nothing"),
        (("saves", "import", "nothing.jsonl"), "nothing.jsonl"),
        (("scenario", "show", "nowhere"), "no scenario 'nowhere'"),
        (("rules", "show", "joint_excercise"), "did you mean `joint_exercise`?"),
        ((), "multipolar play indian-ocean --plain --seat IND"),
        (("play", "indian-ocean", "--seat", "IND"), "multipolar play indian-ocean --plain --seat IND"),
    ],
    ids=lambda found: found if isinstance(found, str) else " ".join(found),
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MULTIPOLAR_SAVES", str(tmp_path))
    assert guard.run(arguments) == exits.FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert told in err


def test_a_terminal_without_a_cursor_is_told_of_plain(multipolar: CommandLine) -> None:
    code, out, err = multipolar()
    assert (code, out) == (1, "")
    assert "--plain" in err


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UserError("the sea is rough;\n stay in port"), 1, "multipolar: the sea is rough; stay in port\n"),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.db"),
            1,
            "multipolar: No space left on device: a.db\n",
        ),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=["trouble", "full disk", "closed pipe", "interrupt"],
)
def test_every_end_has_its_exit_code(
    error: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _make_diagrams_fail(monkeypatch, error)
    assert guard.run(["rules", "diagram", "crisis"]) == code
    assert capsys.readouterr().err == told


def test_what_nobody_foresaw_is_one_line_that_says_how_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(guard.DEBUG, raising=False)
    _make_diagrams_fail(monkeypatch, ZeroDivisionError("by\nnought"))
    assert guard.run(["rules", "diagram", "crisis"]) == exits.FAILED
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ZeroDivisionError: by nought" in err
    assert "MULTIPOLAR_DEBUG=1" in err


def test_the_traceback_is_there_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(guard.DEBUG, "1")
    _make_diagrams_fail(monkeypatch, ZeroDivisionError())
    guard.run(["rules", "diagram", "crisis"])
    assert "Traceback" in capsys.readouterr().err


def _make_diagrams_fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(name: str) -> str:
        raise error

    monkeypatch.setattr("multipolar.domain.machines.diagram.mermaid", fail)
    # The guard may put an end to the real standard output; what pytest captures has none to lose.
    monkeypatch.setattr(sys, "stdout", io.StringIO())


def test_a_reader_that_has_had_enough_is_no_error(multipolar: CommandLine) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "multipolar", "scenario", "schema"],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 0
    running.stderr.close()


def test_letters_a_terminal_cannot_show_stop_nothing(multipolar: CommandLine) -> None:
    code, out, err = multipolar("rules", "show", "licensed_production", PYTHONIOENCODING="ascii")
    assert (code, err) == (0, "")
    assert "Scorp?ne" in out


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("rules show >&-", 0),
        ("rules show jump 2>&-", 1),
        ("rules jump 2>&- >&- <&-", 2),
        (f"play {STRAIT} --plain --json --seat IND <&-", 0),
        (f"echo status | {sys.executable} -m multipolar play {STRAIT} --plain --seat IND >&- 2>&-", 0),
    ],
)
def test_closed_streams_are_survived(line: str, code: int, multipolar: CommandLine) -> None:
    done = subprocess.run(
        ["bash", "-c", line if line.startswith("echo") else f"{sys.executable} -m multipolar {line}"],
        cwd=multipolar.folder,
        env=multipolar.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, b"")
    assert multipolar("doctor", "--json").code == 0


def test_a_full_disk_under_the_output_is_told_in_one_line(multipolar: CommandLine) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "multipolar", "rules", "show"],
            cwd=multipolar.folder,
            env=multipolar.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"multipolar: No space left on device\n")
