"""The commands put together under one name."""

from typing import Annotated

import typer

from multipolar.cli import (
    doctor,
    host,
    join,
    play,
    replay,
    review,
    rules,
    saves,
    scenario,
    simulate,
    whatif,
    why,
)
from multipolar.cli.output import InTheme, SavesAt

EPILOG = "Every command has --help with an example. Exit codes: 0 done, 1 failed, 2 wrong use."

app = typer.Typer(
    name="multipolar",
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
play.register(app)
host.register(app)
join.register(app)
replay.register(app)
why.register(app)
review.register(app)
whatif.register(app)
simulate.register(app)
app.add_typer(saves.app, name="saves")
app.add_typer(scenario.app, name="scenario")
app.add_typer(rules.app, name="rules")
doctor.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from multipolar import __version__

        typer.echo(f"multipolar {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    saves_at: SavesAt = None,
    theme: InTheme = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A tabletop exercise on security cooperation between emerging and established powers.

    Without a command: the home screen, to begin an exercise or continue one.

    Example: multipolar play indian-ocean --seat IND
    """
    if context.invoked_subcommand is None:
        from multipolar.cli.screens import open_screens

        open_screens(saves_at, theme=theme)
