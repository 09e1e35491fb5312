"""`multipolar why`: the chain of causes of a number of a saved exercise."""

from typing import Annotated

import typer

from multipolar.cli.output import AsJson, Save, SavesAt, say, say_json
from multipolar.cli.replay import Seat, whose_knowledge


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(why)


def why(
    save: Save,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="The number's address, such as 'trust(IND,CHN)' or 'index(peace)'."
        ),
    ],
    seat: Seat = None,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Say why a number of a saved exercise is what it is.

    Causes that a seat may not know are folded into one line with their amount.

    Example: multipolar why last 'trust(IND,CHN)' --as IND
    """
    from multipolar import bootstrap
    from multipolar.domain.errors import Unreadable
    from multipolar.domain.model.wording import why_beside, why_in_short
    from multipolar.user_errors import UserError

    try:
        explanation = bootstrap.explain(save, what, whose_knowledge(seat, save, saves_at), saves_at)
    except UserError as trouble:
        # A number that is none is a wrong argument; what cannot be read or known is not.
        if isinstance(trouble.__cause__, Unreadable):
            raise typer.BadParameter(str(trouble), param_hint="WHAT") from trouble
        raise
    if as_json:
        say_json(
            {
                "target": explanation.target,
                "title": explanation.title,
                "value": explanation.value,
                "start": explanation.start,
                "said": explanation.said,
                "steps": explanation.steps,
                "origin": explanation.origin,
                "outlook": explanation.outlook,
            }
        )
        return
    say(f"why: {why_in_short(explanation)}")
    for step in explanation.steps:
        when = f"round {step.round}" if step.seq else "folded"
        say(f"{when}: {step.amount:+d} {step.reason}")
        say(*(f"  because: {cause}" for cause in step.chain))
    say(*why_beside(explanation))
