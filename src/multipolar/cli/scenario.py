"""`multipolar scenario`: the library, and the checks for those who write scenarios."""

from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli.output import AsJson, say, say_json, table

if TYPE_CHECKING:
    from multipolar.domain.rules.scenario_model import PowerSetting, ScenarioModel

app = typer.Typer(help="The library of scenarios, and checks for those who write them.")

Name = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name from the library, or a path to a file.")
]


@app.command("list")
def list_scenarios(as_json: AsJson = False) -> None:
    """List the scenarios of the library.

    Example: multipolar scenario list
    """
    from multipolar.scenario.library import library
    from multipolar.scenario.load import ScenarioInvalid, load

    rows: list[dict[str, object]] = []
    for listed in library():
        try:
            setting = load(listed.path)
            powers = [power.id for power in setting.powers if not power.minor]
            row = {
                "id": listed.id,
                "title": setting.title,
                "summary": setting.summary,
                "powers": powers,
                "valid": True,
            }
        except ScenarioInvalid as invalid:
            row = {"id": listed.id, "title": "", "summary": str(invalid), "powers": [], "valid": False}
        rows.append({**row, "path": str(listed.path)})
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(
            f"{row['id']}: {row['title']}" if row["valid"] else f"{row['id']}: cannot be played",
            f"  {row['summary']}",
        )


@app.command("show")
def show(name: Name, as_json: AsJson = False) -> None:
    """Show a scenario: its story, powers, threats and lengths.

    Secret objectives are not shown; they are in the file.

    Example: multipolar scenario show indian-ocean
    """
    from multipolar.lobby import sources
    from multipolar.rulebook import load_rules

    setting = sources.read_scenario(name)
    presets = load_rules().presets
    if as_json:
        say_json({**_public(setting), "presets": [preset.model_dump(mode="json") for preset in presets]})
        return
    say(f"scenario: {setting.title}", f"disclaimer: {setting.disclaimer}", "", "Story:")
    say(*(f"  {line}".rstrip() for line in setting.story.splitlines()), "", "Powers:")
    rows = (
        (power.id, power.name, f"minor, {power.kind}" if power.minor else power.kind, power.doctrine)
        for power in setting.powers
    )
    say(*(f"  {line}" for line in table(rows)), "", "Threats:")
    theatres = {theatre.id: theatre.name for theatre in setting.theatres}
    say(*(f"  {threat.kind}, {theatres[threat.theatre]}: level {threat.level}" for threat in setting.threats))
    say("", "Lengths (--preset):")
    say(*(f"  {preset.id}: {preset.rounds} rounds, about {preset.minutes} minutes" for preset in presets))


def _public(setting: "ScenarioModel") -> dict[str, object]:
    return {
        "id": setting.id,
        "title": setting.title,
        "summary": setting.summary,
        "story": setting.story,
        "disclaimer": setting.disclaimer,
        "begins": setting.begins,
        "powers": [_public_power(power) for power in setting.powers],
        "theatres": [theatre.model_dump(mode="json") for theatre in setting.theatres],
        "threats": [threat.model_dump(mode="json") for threat in setting.threats],
        "frameworks": [framework.model_dump(mode="json") for framework in setting.frameworks],
        "relations": [
            relation.model_dump(mode="json", exclude={"trust", "dependence"})
            for relation in setting.relations
        ],
        "agreements": [agreement.model_dump(mode="json") for agreement in setting.agreements],
    }


def _public_power(power: "PowerSetting") -> dict[str, object]:
    kept = power.model_dump(
        mode="json", include={"id", "name", "kind", "minor", "attributes", "growth", "doctrine", "stake"}
    )
    return {**kept, "objectives": [aim.title for aim in power.objectives if not aim.secret]}


@app.command("check")
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a name from the library.")],
    as_json: AsJson = False,
) -> None:
    """Check a scenario and list every mistake with its place, all in one go.

    Leaves with 0 when there is none, else with 1.

    Example: multipolar scenario check my-scenario.yaml --json
    """
    from multipolar.scenario.check import as_json as plain
    from multipolar.scenario.check import check_file
    from multipolar.scenario.library import ScenarioUnknown, find

    try:
        path = str(find(file))
    except ScenarioUnknown:
        path = file
    problems = check_file(path)
    mistakes = sum(not problem.warning for problem in problems)
    warnings = len(problems) - mistakes
    if as_json:
        say_json(plain(problems))
    else:
        say(*(str(problem) for problem in problems))
        counts = [f"{mistakes} mistakes" if mistakes > 1 else "1 mistake" if mistakes else "no mistakes"]
        if warnings:
            counts.append(f"{warnings} warnings" if warnings > 1 else "1 warning")
        said = ", ".join(counts)
        say(said if mistakes else f"{path}: {said}")
    if mistakes:
        raise typer.Exit(1)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of scenario files, for completion in an editor.

    Example: multipolar scenario schema > scenario.schema.json
    """
    import json

    from multipolar.rulebook import load_rules
    from multipolar.scenario.schema import json_schema

    say(*json.dumps(json_schema(load_rules()), indent=2).split("\n"))
