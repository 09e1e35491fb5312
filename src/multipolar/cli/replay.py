"""`multipolar replay`: going over a saved exercise on the screen, or printing how it stood at a point."""

import sys
from typing import Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.output import AsJson, InTheme, Save, SavesAt, say, say_json

Seat = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="SEAT",
        help="Whose knowledge: a power, observer, or all for the truth (else taken once nobody plays on).",
        autocompletion=completion.onlookers,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def seat_named(text: str) -> str:
    """A seat as it is written in records: powers in capitals, the other words small."""
    return text.lower() if text.lower() in ("all", "observer", "control") else text.upper()


def whose_knowledge(seat: str | None, save: str, saves_at: str | None) -> str:
    """The seat whose knowledge is asked for: of an exercise that persons still play, they must say it.

    Args:
        seat: what ``--as`` said; None: nothing.
        save: which exercise.
        saves_at: what ``--saves`` said.

    Raises:
        BadParameter: when nobody said it, would see what others keep from them, and cannot be asked.
    """
    if seat is not None:
        return seat_named(seat)
    from multipolar import bootstrap

    persons = bootstrap.persons_playing(save, saves_at)
    if not persons:
        return "all"
    known = f"{', '.join(persons)}, observer, or all (every secret)"
    if sys.stdin.isatty() and sys.stderr.isatty():
        return seat_named(str(typer.prompt(f"As whom? {known}", err=True)).strip())
    raise typer.BadParameter(f"persons still play it: say as whom, {known}", param_hint="--as")


def replay(
    save: Save,
    to: Annotated[
        str,
        typer.Option(
            metavar="POINT",
            help="Print how it stood as a round, phase or exchange ended: 3, 3.deliberation, 3.crisis.2.",
            autocompletion=completion.points,
        ),
    ] = "",
    seat: Seat = None,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
    theme: InTheme = None,
) -> None:
    """Go over a saved exercise on the screen, or print how it stood at a point.

    With --to or --json, or where there is no terminal, it prints; without --to, how it stood at the end.

    Example: multipolar replay last --as IND

    Example: multipolar replay last --to 3.crisis --as IND
    """
    from multipolar import bootstrap
    from multipolar.cli.screens import has_terminal, open_record

    who = whose_knowledge(seat, save, saves_at)
    if not to and not as_json and has_terminal():
        open_record(saves_at, save, "control" if who == "all" else who, theme)
        return
    if as_json:
        say_json(bootstrap.view_at(save, to, who, saves_at))
        return
    from multipolar.domain.model.views import View
    from multipolar.plain import seat_queries, world_queries
    from multipolar.plain.naming import Names, Place

    view = bootstrap.view_at(save, to, "control" if who == "all" else who, saves_at)
    assert isinstance(view, View)
    place = Place(view, Names())
    place.names.learn(view)
    say(f"exercise: {view.title}, {seat_queries.position(place)}, as {who} knows it")
    powers = [power.id for power in view.powers]
    answers = [
        world_queries.powers("", place),
        world_queries.threats("", place),
        world_queries.scores("", place),
    ]
    answers += [
        world_queries.relations(power, place) for power in (powers if view.brief is None else [view.seat])
    ]
    answers += [
        world_queries.initiatives("", place),
        world_queries.agreements("", place),
        world_queries.crises("", place),
    ]
    for answer in answers:
        say("", answer.message, *(f"  {line}" for line in answer.lines))
