"""`multipolar join`: a seat at an exercise that another machine hosts."""

import sys
from typing import Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.output import AsJson, InTheme, say, warn


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("join")(join)


def join(
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help="Of the host, as its sheet says: 192.168.4.20:8080."),
    ],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of your seat: K7M-4RW-XPD.")],
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Your name, or one you choose; your team sees it.")
    ] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Play line by line: for keyboards, screen readers and scripts.")
    ] = False,
    program: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Let a doctrine play the seat, such as hedger.",
            autocompletion=completion.doctrines,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="With --program: chance begins here.")
    ] = 0,
    certificate: Annotated[
        str, typer.Option(metavar="FILE", help="Trust the certificates in this file (PEM).")
    ] = "",
    as_json: AsJson = False,
    theme: InTheme = None,
) -> None:
    """Join an exercise with the code of a seat: on screens, line by line, or by program.

    A line that is cut comes back by itself, to exactly where you were.

    Example: multipolar join 192.168.4.20:8080 K7M-4RW-XPD --name Asha
    """
    from multipolar import bootstrap

    if plain and program:
        raise typer.BadParameter("--program plays without lines; leave out --plain")
    if as_json and not plain:
        raise typer.BadParameter("--json is for --plain; a screen prints no JSON")
    how = (address, code, name, certificate)
    if program:
        doctrine = program.strip().lower().replace("-", "_")
        bootstrap.join_by_program(how, doctrine, seed, _at_once, warn)
    elif plain:
        from multipolar.cli.lines import run_library, run_lines
        from multipolar.client.table import OfLibrary

        try:
            run_lines(lambda: bootstrap.join(*how), as_json=as_json)
        except OfLibrary:
            run_library(lambda: bootstrap.join_library(*how), as_json=as_json)
    else:
        from multipolar.cli.screens import open_joined

        open_joined(how, theme)


def _at_once(line: str) -> None:
    say(line)
    sys.stdout.flush()
