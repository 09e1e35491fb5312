"""`multipolar replay`: going over a saved exercise on the screen, or printing how it stood at a point."""

from typing import Annotated

import typer

from multipolar.cli.output import SAVE, AsJson, InTheme, SavesAt, say, say_json

Seat = Annotated[
    str,
    typer.Option("--as", metavar="SEAT", help="Whose knowledge: a power, observer, or all for the truth."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def seat_named(text: str) -> str:
    """A seat as it is written in records: powers in capitals, the other words small."""
    return text.lower() if text.lower() in ("all", "observer", "control") else text.upper()


def replay(
    save: Annotated[str, typer.Argument(metavar="SAVE", help=SAVE)],
    to: Annotated[
        str,
        typer.Option(
            metavar="POINT",
            help="Print how it stood as a round, phase or exchange ended: 3, 3.deliberation, 3.crisis.2.",
        ),
    ] = "",
    seat: Seat = "all",
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

    who = seat_named(seat)
    if not to and not as_json and has_terminal():
        open_record(saves_at, save, "control" if who == "all" else who, theme)
        return
    if as_json:
        say_json(bootstrap.view_at(save, to, who, saves_at))
        return
    from multipolar.domain.views import View
    from multipolar.plain import board, matters
    from multipolar.plain.naming import Names
    from multipolar.plain.reading import Place

    view = bootstrap.view_at(save, to, "control" if who == "all" else who, saves_at)
    assert isinstance(view, View)
    place = Place(view, Names())
    place.names.learn(view)
    say(f"{view.title}, {matters.position(place)}, as {seat_named(seat)} knows it")
    powers = [power.id for power in view.powers]
    answers = [board.powers("", place), board.threats("", place), board.scores("", place)]
    answers += [board.relations(power, place) for power in (powers if view.brief is None else [view.seat])]
    answers += [board.initiatives("", place), board.agreements("", place), board.crises("", place)]
    for answer in answers:
        say("", answer.message, *(f"  {line}" for line in answer.lines))
