"""`multipolar review`: the after-action report of an exercise as a file that leaves the room."""

from pathlib import Path
from typing import Annotated

import typer

from multipolar.cli.exits import Failed
from multipolar.cli.output import Save, SavesAt, say
from multipolar.cli.replay import Seat, whose_knowledge

FORMS = ("html", "md", "pdf", "json", "csv")
"""What a report may be written as."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review)


def review(
    save: Save,
    form: Annotated[str, typer.Option("--format", metavar="FORM", help=", ".join(FORMS))] = "html",
    seat: Seat = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; else ID-review-SEAT.FORM; - prints."),
    ] = None,
    saves_at: SavesAt = None,
) -> None:
    """Write the after-action report of an exercise, as a seat may know it.

    One file that asks for nothing else: summary, timeline, order, relations, powers, turning points,
    injects, intents, questions; every claim leads to the event it rests on. csv: figures by round.

    Example: multipolar review last

    Example: multipolar review last --as IND --format pdf
    """
    from multipolar import bootstrap
    from multipolar.reports import writing

    if form not in FORMS:
        raise typer.BadParameter(f"--format is {', '.join(FORMS)}, not '{form}'")
    who = whose_knowledge(seat, save, saves_at)
    report = bootstrap.report(save, who, saves_at)
    match form:
        case "md":
            made = writing.markdown(report).encode()
        case "json":
            made = writing.as_json(report)
        case "csv":
            made = writing.as_csv(report).encode()
        case "pdf":
            from multipolar.cli.pdf import as_pdf

            made = as_pdf(writing.html(report))
        case _:
            made = writing.html(report).encode()
    if str(output) == "-":
        typer.echo(made, nl=False)
        return
    target = output or Path(f"{report.exercise}-review-{report.edition}.{form}")
    try:
        target.write_bytes(made)
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror or error}") from error
    say(f"wrote {target}")
