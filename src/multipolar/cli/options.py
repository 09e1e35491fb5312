"""Options and arguments that begin an exercise the same way, whichever command does."""

from typing import Annotated

import typer

from multipolar.cli import completion

InScenario = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="A name from the library (`multipolar scenario list`), or a path to a file.",
        autocompletion=completion.scenarios,
    ),
]
FromHere = Annotated[
    bool,
    typer.Option("--from-here", help="With --continue: go on though an older state has come back."),
]
Doctrines = Annotated[
    list[str] | None,
    typer.Option(
        metavar="POWER=NAME",
        help="Who runs a power no person plays, such as CHN=hedger.",
        autocompletion=completion.doctrines,
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="INJECT",
        help="Leave an inject of the scenario out; once for each. `scenario show --injects` lists them.",
    ),
]
