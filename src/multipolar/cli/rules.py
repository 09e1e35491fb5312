"""`multipolar rules`: the moves of the rule set, and its state machines as diagrams."""

from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli.guard import Failed
from multipolar.cli.output import AsJson, say, say_json

if TYPE_CHECKING:
    from multipolar.domain.catalogue import Cost, Move
    from multipolar.domain.ruleset import RuleSet

app = typer.Typer(help="The rules: moves at length, state machines as diagrams.")


@app.command("show")
def show(
    move: Annotated[
        str | None,
        typer.Argument(metavar="MOVE", help="A move, such as joint_exercise; all of them when left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the moves of the rule set, or one at length.

    Example: multipolar rules show joint_exercise
    """
    from multipolar.rulebook import load_rules

    rules = load_rules()
    if move is None:
        if as_json:
            say_json([found.model_dump(mode="json") for found in rules.moves])
        else:
            say(*_listed(rules))
        return
    wanted = move.lower().replace("-", "_")
    found = next((declared for declared in rules.moves if declared.id == wanted), None)
    if found is None:
        from multipolar.plain.grammar import nearest

        near = nearest(wanted, [declared.id for declared in rules.moves])
        raise Failed(f"there is no move '{move}'{near or '; `multipolar rules show` lists them'}")
    if as_json:
        say_json(found.model_dump(mode="json"))
    else:
        say(*_at_length(found, rules))


def _listed(rules: "RuleSet") -> list[str]:
    lines: list[str] = []
    for category in dict.fromkeys(found.category for found in rules.moves):
        lines.append(f"{category}:")
        lines += [f"  {found.id}: {found.summary}" for found in rules.moves if found.category == category]
    return lines


def _at_length(move: "Move", rules: "RuleSet") -> list[str]:
    low, high = move.partners
    parties = str(low) if low == high else f"{low} to {high}"
    given = "a proposal to partners" if move.form == "joint" else "a unilateral order"
    partner = f"; each partner: {_price(move.partner_cost)}" if move.form == "joint" else ""
    length = "one round" if move.rounds == 1 else f"{move.rounds} rounds"
    lines = [
        f"{move.title} ({move.id}, {move.category})",
        move.summary,
        move.teaching,
        f"given as: {given}; powers: {parties}; visibility: {move.visibility}",
        f"costs: {_price(move.cost)}{partner}",
        f"takes {length}; weight {move.weight}; base modifier {move.base:+d}",
    ]
    lines += [f"needs: {_fields(need)}" for need in move.requirements]
    lines += [
        f"effect (setback, limited, success, breakthrough): {_fields(effect)}" for effect in move.effects
    ]
    lines += [f"modifier: {found.id}" for found in rules.modifiers if found.applies_to(move)]
    lines += [f"precedent: {found.text} ({found.year}; {found.source})" for found in move.precedents]
    return lines


def _price(cost: "Cost") -> str:
    return f"{cost.capital} capital, {cost.resources} resources"


def _fields(rule: object) -> str:
    from pydantic import BaseModel

    assert isinstance(rule, BaseModel)
    given = rule.model_dump(mode="json", exclude_defaults=True)
    kind = str(given.pop("kind", ""))
    return f"{kind.replace('_', ' ')}: " + ", ".join(f"{key} {value}" for key, value in given.items())


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
    say(mermaid(machine.lower()).rstrip())
