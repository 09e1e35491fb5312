"""`multipolar rules`: moves and crises at length, the whole rulebook, its state machines as diagrams."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.output import AsJson, say, say_json
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.domain.rules.catalogue import Move
    from multipolar.domain.rules.ruleset import RuleSet
    from multipolar.domain.rules.templates import CrisisTemplate

app = typer.Typer(help="The rules: moves and crises at length, the whole book, state machines as diagrams.")


@app.command("show")
def show(
    move: Annotated[
        str | None,
        typer.Argument(
            metavar="MOVE",
            help="A move or a crisis, such as joint_exercise; all of them when left out.",
            autocompletion=completion.moves,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the moves and the kinds of crisis of the rule set, or one of them at length.

    Example: multipolar rules show joint_exercise
    """
    from multipolar.rulebook import load_rules

    rules = load_rules()
    if move is None:
        if as_json:
            say_json([move.model_dump(mode="json") for move in rules.moves])
        else:
            say(*_listed(rules))
        return
    wanted = move.lower().replace("-", "_")
    declared: list[Move | CrisisTemplate] = [*rules.moves, *rules.crises]
    found = [one for one in declared if one.id == wanted]
    if not found:
        from multipolar.plain.naming import nearest

        near = nearest(wanted, [one.id for one in declared])
        raise Failed(f"there is no move or crisis '{move}'{near or '; `multipolar rules show` lists them'}")
    if as_json:
        say_json(found[0].model_dump(mode="json"))
    else:
        from multipolar.rulebook.book import at_length

        say(*"\n\n".join(at_length(one, rules).rstrip() for one in found).split("\n"))


def _listed(rules: "RuleSet") -> list[str]:
    lines: list[str] = []
    for category in dict.fromkeys(move.category for move in rules.moves):
        lines.append(f"{category}:")
        lines += [f"  {move.id}: {move.summary}" for move in rules.moves if move.category == category]
    return [*lines, "crises:", *(f"  {template.id}: {template.stakes}" for template in rules.crises)]


@app.command("book")
def book(
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help="Put in a scenario's own numbers: a name or a file.",
            autocompletion=completion.scenarios,
        ),
    ] = None,
) -> None:
    """Print the rules in force as one Markdown document.

    Example: multipolar rules book --scenario indian-ocean > rules.md
    """
    from multipolar.lobby import sources
    from multipolar.rulebook import load_rules
    from multipolar.rulebook.book import whole

    book = whole(load_rules(), sources.read_scenario(scenario) if scenario else None)
    say(*book.rstrip().split("\n"))


@app.command("check")
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", help="A rule set laid out as the one that ships, which is meant when left out."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a rule set and list every mistake with its place, all in one go.

    Leaves with 0 when there is none, else with 1.

    Example: multipolar rules check my-rules
    """
    from importlib.resources import files

    from multipolar.rulebook import check_rules
    from multipolar.scenario.check import as_json as plain

    problems = check_rules(folder or files("multipolar.rulebook"))
    if as_json:
        say_json(
            [
                {"file": problem.file, **told}
                for problem, told in zip(problems, plain([*problems]), strict=True)
            ]
        )
    else:
        say(*map(str, problems))
        count = len(problems)
        said = counted(count, "mistake") if count else "no mistakes"
        say(said if count else f"{folder or 'the rule set that ships'}: {said}")
    if problems:
        raise typer.Exit(1)


@app.command("diagram")
def diagram(
    machine: Annotated[
        str, typer.Argument(metavar="MACHINE", help="session, relationship, initiative, agreement or crisis.")
    ],
) -> None:
    """Draw a state machine of the rules as a Mermaid diagram.

    Example: multipolar rules diagram crisis
    """
    from multipolar.domain.machines.diagram import MACHINES, mermaid

    if machine.lower() not in MACHINES:
        raise typer.BadParameter(f"'{machine}' is none of: {', '.join(MACHINES)}", param_hint="MACHINE")
    say(*mermaid(machine.lower()).rstrip().split("\n"))
