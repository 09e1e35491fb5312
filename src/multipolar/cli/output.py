"""How commands print: words for people, one JSON object for programs."""

import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from multipolar.cli import completion

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def _as_the_program_was_told(context: typer.Context, saves_at: str | None) -> str | None:
    """Where a command is told its saves are, else where the program was, before the command's name."""
    return context.find_root().params.get("saves_at") if saves_at is None else saves_at


SavesAt = Annotated[
    str | None,
    typer.Option(
        "--saves",
        callback=_as_the_program_was_told,
        metavar="WHERE",
        help="Where saves are: a folder, .db file or postgresql:// URL; else MULTIPOLAR_SAVES, else saves/.",
    ),
]
THEMES = ("dark", "light", "clear", "projector")


def _theme(context: typer.Context, theme: str | None) -> str | None:
    """The theme a command is told, else the one the program was, before the command's name."""
    if theme is None:
        return context.find_root().params.get("theme")
    name = theme.strip().lower()
    if name not in THEMES:
        raise typer.BadParameter(f"found '{theme}', expected {', '.join(THEMES)}")
    return name


InTheme = Annotated[
    str | None,
    typer.Option(
        "--theme",
        callback=_theme,
        metavar="NAME",
        help=f"Colours for this time: {', '.join(THEMES)}; else as the settings say.",
    ),
]
SAVE = "An id, a unique beginning of one, `last`, or a path to an exported file."
Save = Annotated[str, typer.Argument(metavar="SAVE", help=SAVE, autocompletion=completion.saves)]
Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A name from the library (`multipolar scenario list`), or a path to a file.",
        autocompletion=completion.scenarios,
    ),
]


def say(*lines: str) -> None:
    """Print lines to standard output; what a quoted text has further lines of is marked."""
    from multipolar.plain.quoting import printed

    for line in lines:
        for text in printed(line):
            sys.stdout.write(f"{text}\n")


def warn(*lines: str) -> None:
    """Print lines to standard error: what a person has to be told, whoever reads the output."""
    for line in lines:
        sys.stderr.write(f"multipolar: {' '.join(line.split())}\n")


def with_choice(save: str, come_back: str) -> str:
    """What is wrong when an older state of a save has come back, and what a person can do."""
    return (
        f"{come_back}; `multipolar replay {save}` looks at what there is, "
        f"`multipolar play --continue {save} --from-here` goes on from there"
    )


def say_json(value: object) -> None:
    """Print one value as JSON, on one line."""
    sys.stdout.write(f"{json.dumps(value, default=_plain)}\n")


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows as columns of equal width in cells, two blanks between; no blanks at the end of a line."""
    from multipolar.cells import cells_in, fit

    texts = [[str(text) for text in row] for row in rows]
    widths = [max(map(cells_in, column)) for column in zip(*texts, strict=True)]
    return ["  ".join(map(fit, row, widths)).rstrip() for row in texts]


def _plain(value: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(value)
