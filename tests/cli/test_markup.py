"""The command line reads no text as markup: neither what it prints nor what it complains about."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from multipolar.cells import visible
from multipolar.cli.app import app
from tests.cli.command import CommandLine

PACKAGE = Path(__file__).parents[2] / "src" / "multipolar"
OUTSIDE_SCREENS = [path for path in sorted(PACKAGE.rglob("*.py")) if not {"tui", "screens"} & set(path.parts)]
MEASURING = {"rich.cells"}
"""The one module of Rich that reads nothing as markup."""
HOSTILE = ("[/ Osk", "[/b][bold red]x[/]", "[link=file:///]y", "[red]é中[/red]", "a\x1b[2Jb", ":smile:")


def other_ways(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each import of what reads markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names if _reads(one.name))
            case ast.ImportFrom(module=str(module)) if _reads(module):
                yield node.lineno, module
            case ast.ImportFrom(module="typer", names=names):
                yield from ((node.lineno, one.name) for one in names if one.name == "rich_utils")
            case ast.Attribute(attr="rich_utils" | "rich_help_panel"):
                yield node.lineno, node.attr
            case ast.keyword(arg="rich_markup_mode", value=ast.Constant(value=str(mode))):
                yield node.value.lineno, mode


def _reads(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in ("rich", "textual") and module not in MEASURING


@pytest.mark.parametrize("path", OUTSIDE_SCREENS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_outside_the_screens_reads_markup(path: Path) -> None:
    assert list(other_ways(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import rich",
        "from rich import print",
        "from rich.console import Console",
        "import rich.markup",
        "from typer import rich_utils",
        "typer.rich_utils.rich_format_error(x)",
        "app = typer.Typer(rich_markup_mode='rich')",
        "from textual.content import Content",
    ],
)
def test_every_other_way_is_found(line: str) -> None:
    assert list(other_ways(line))


def commands(command: Any) -> Iterator[Any]:
    """A command and all beneath it."""
    yield command
    for beneath in getattr(command, "commands", {}).values():
        yield from commands(beneath)


def test_help_of_no_command_is_drawn_as_markup() -> None:
    modes = {command.name: command.rich_markup_mode for command in commands(typer.main.get_command(app))}
    assert len(modes) > 15
    assert set(modes.values()) == {None}


@pytest.fixture
def multipolar(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_named_as_it_was_typed(multipolar: CommandLine, text: str) -> None:
    for arguments in (["scenario", "check", text], ["rules", "show", text], [text]):
        done = multipolar(*arguments)
        assert done.code
        # What Click itself complains about, it quotes as Python would.
        assert visible(text) in done.out + done.err or repr(text) in done.err
        assert "\x1b" not in done.out + done.err
        assert "Traceback" not in done.err
