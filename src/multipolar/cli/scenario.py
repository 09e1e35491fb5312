"""`multipolar scenario`: the library, and the checks for those who write scenarios."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.options import Without
from multipolar.cli.output import AsJson, say, say_json, table
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.domain.rules.scenario_model import PowerSetting, ScenarioModel

FORMS = ("html", "pdf")
"""What a booklet may be written as."""

app = typer.Typer(help="The library of scenarios, and checks for those who write them.")

Name = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A name from the library, or a path to a file.",
        autocompletion=completion.scenarios,
    ),
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
def show(
    name: Name,
    as_json: AsJson = False,
    with_sources: Annotated[
        bool, typer.Option("--sources", help="List its sources instead, by grade, with addresses.")
    ] = False,
    with_injects: Annotated[
        bool, typer.Option("--injects", help="List its injects instead: spoils them for those who play.")
    ] = False,
) -> None:
    """Show a scenario: its story, powers, threats and lengths.

    Secret objectives are not shown; they are in the file.

    Example: multipolar scenario show indian-ocean

    Example: multipolar scenario show peacekeepers --sources
    """
    from multipolar.lobby import sources
    from multipolar.rulebook import load_rules

    setting = sources.read_scenario(name)
    if with_sources and with_injects:
        raise typer.BadParameter("--sources and --injects are two lists; ask for one of them")
    if with_sources:
        _list_sources(setting, as_json)
        return
    if with_injects:
        _list_injects(setting, as_json)
        return
    presets = load_rules().presets
    if as_json:
        say_json({**_public(setting), "presets": [preset.model_dump(mode="json") for preset in presets]})
        return
    say(f"scenario: {setting.title}", f"disclaimer: {setting.notice}", "", "Story:")
    say(*(f"  {line}".rstrip() for line in setting.story.splitlines()), "", "Powers:")
    rows = (
        (power.id, power.name, f"minor, {power.kind}" if power.minor else power.kind, power.doctrine)
        for power in setting.powers
    )
    say(*(f"  {line}" for line in table(rows)), "", "Threats:")
    theatres = {theatre.id: theatre.name for theatre in setting.theatres}
    say(*(f"  {threat.kind}, {theatres[threat.theatre]}: level {threat.level}" for threat in setting.threats))
    for inject in setting.injects:
        if inject.content_note:
            say("", f"Content note: {inject.content_note} To leave it out: --without {inject.id}")
    say("", "Lengths (--preset):")
    say(
        *(
            f"  {preset.id}: {counted(preset.rounds, 'round')}, about {counted(preset.minutes, 'minute')}"
            for preset in presets
        )
    )


def _list_sources(setting: "ScenarioModel", as_json: bool) -> None:
    """Every source of a scenario by grade, each with the address of its publisher."""
    from multipolar.rulebook.sources import sources as known
    from multipolar.scenario.citations import bibliography

    listed = bibliography(setting)
    if as_json:
        say_json(
            [
                {
                    "source": citation.text,
                    "grade": citation.grade,
                    "at": citation.publisher.at if citation.publisher else "",
                    "claims": count,
                }
                for citation, count in listed
            ]
        )
        return
    cut_off = setting.cut_off or "not named"
    say(f"Sources of {setting.title}; cut-off date: {cut_off}")
    grades = [
        *((grade.id, f"{grade.title}: {grade.meaning}") for grade in known().grades),
        ("", "Not graded"),
    ]
    for grade, heading in grades:
        found = [(citation, count) for citation, count in listed if citation.grade == grade]
        if not found:
            continue
        say("", f"{heading} ({len(found)})")
        for citation, count in found:
            at = f" [{citation.publisher.at}]" if citation.publisher else ""
            claims = f"{count} claims" if count > 1 else "1 claim"
            say(f"  {citation.text}{at}, {claims}")


def _list_injects(setting: "ScenarioModel", as_json: bool) -> None:
    """Every inject with when it is due, to be named with `play --without`."""
    rows = [
        {
            "id": inject.id,
            "title": inject.title,
            "due": inject.due,
            "content_note": inject.content_note or "",
        }
        for inject in setting.injects
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        note = f" Content note: {row['content_note']}" if row["content_note"] else ""
        say(f"{row['id']}: {row['title']}, {row['due']}.{note}")
    if not rows:
        say(f"{setting.title} has no injects.")


def _public(setting: "ScenarioModel") -> dict[str, object]:
    return {
        "id": setting.id,
        "title": setting.title,
        "summary": setting.summary,
        "story": setting.story,
        "disclaimer": setting.disclaimer,
        "begins": setting.begins,
        "cut_off": setting.cut_off,
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
        counts = [counted(mistakes, "mistake") if mistakes else "no mistakes"]
        if warnings:
            counts.append(f"{warnings} warnings" if warnings > 1 else "1 warning")
        said = ", ".join(counts)
        say(said if mistakes else f"{path}: {said}")
    if mistakes:
        raise typer.Exit(1)


@app.command("new")
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a file that is not there yet.")],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="As it is shown; else from the file's name.")
    ] = "",
) -> None:
    """Write a scenario to begin from: it can be played, and says what to change.

    Example: multipolar scenario new strait.yaml --title 'The Strait'
    """
    from multipolar.scenario.library import SUFFIXES
    from multipolar.scenario.new import id_of, template

    if file.suffix not in SUFFIXES:
        raise typer.BadParameter(f"found '{file}', expected a file that ends in .yaml")
    name = id_of(file.stem)
    shown = " ".join(title.split()) or name.replace("-", " ").capitalize()
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(template(name, shown))
    except FileExistsError as error:
        raise Failed(f"{file} is there already; name another file") from error
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror or error}") from error
    say(
        f"wrote {file}",
        f"check it with `multipolar scenario check {file}`, play it with `multipolar play {file}`",
    )


@app.command("injects")
def injects(
    name: Name,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write the list: .xlsx or .csv.")
    ] = None,
    taken: Annotated[
        Path | None,
        typer.Option(
            "--import", metavar="FILE", help="Read the list from .xlsx or .csv into a new scenario."
        ),
    ] = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="With --import: tell what is wrong, write nothing.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The new scenario; else SCENARIO-with-FILE.yaml here."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take a scenario's inject list out to a spreadsheet, or in from one.

    What is wrong is told by sheet, row and column; nothing is imported until all is right. An import
    writes a new scenario file, never over one that is there. Leaves with 0 when all is right, else 1.

    Example: multipolar scenario injects indian-ocean --export injects.xlsx

    Example: multipolar scenario injects indian-ocean --import injects.xlsx --check
    """
    if (export is None) == (taken is None):
        raise typer.BadParameter("say either --export FILE or --import FILE")
    if taken is None and (only_check or output):
        raise typer.BadParameter("--check and --output go with --import")
    if export is not None:
        _export_injects(name, export, as_json)
    elif taken is not None:
        _import_injects(name, taken, None if only_check else output or _named_after(name, taken), as_json)


def _named_after(name: str, taken: Path) -> Path:
    from multipolar.lobby import sources

    return Path(f"{sources.read_scenario(name).id}-with-{taken.stem}.yaml")


def _export_injects(name: str, target: Path, as_json: bool) -> None:
    from multipolar.lobby import sources
    from multipolar.scenario import inject_list, spreadsheet

    setting = sources.read_scenario(name)
    try:
        spreadsheet.write(target, inject_list.SHEET, inject_list.to_rows(setting))
    except spreadsheet.SpreadsheetUnreadable as error:
        raise Failed(str(error)) from error
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror or error}") from error
    count = len(setting.injects)
    if as_json:
        say_json({"file": str(target), "injects": count})
    else:
        say(f"wrote {target}: {count} {'inject' if count == 1 else 'injects'}")


def _import_injects(name: str, taken: Path, target: Path | None, as_json: bool) -> None:
    from multipolar.lobby import sources
    from multipolar.rulebook import load_rules
    from multipolar.scenario import inject_list, spreadsheet
    from multipolar.scenario.library import ScenarioUnknown, find

    sources.read_scenario(name)  # refused in words when it cannot be played as it is
    try:
        path = find(name)
    except ScenarioUnknown:
        path = Path(name)
    try:
        sheets = spreadsheet.read(taken)
    except spreadsheet.SpreadsheetUnreadable as error:
        raise Failed(str(error)) from error
    text, setting, problems = inject_list.from_sheets(sheets, path.read_text("utf-8-sig"), load_rules())
    if as_json:
        say_json(inject_list.as_json(problems))
    else:
        say(*inject_list.described(taken, problems))
    if problems or setting is None:
        if not as_json:
            say("Nothing was imported.")
        raise typer.Exit(1)
    count = len(setting.injects)
    said = f"{count} {'inject' if count == 1 else 'injects'}"
    if target is None:
        if not as_json:
            say(f"{taken}: {said}, no mistakes")
        return
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise Failed(f"{target} is there already; name another file with --output") from error
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror or error}") from error
    if not as_json:
        say(f"wrote {target}: {said}; play it with: multipolar play {target}")


@app.command("booklet")
def booklet(
    name: Name,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="html, which any browser prints, or pdf.")
    ] = "html",
    preset: Annotated[
        str,
        typer.Option(
            "--preset",
            metavar="LENGTH",
            help="How long it is played; longer ones have more moves.",
            autocompletion=completion.presets,
        ),
    ] = "standard",
    whom: Annotated[
        str,
        typer.Option(
            "--for", metavar="WHOM", help="all, players, control, or a power: what that seat is handed out."
        ),
    ] = "all",
    without: Without = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; else SCENARIO-booklet.FORM here."),
    ] = None,
) -> None:
    """Print a scenario as a booklet: role sheets, injects, worksheets, rules, map.

    Handed out beforehand it carries an exercise on when the power fails.

    Example: multipolar scenario booklet indian-ocean --format pdf

    Example: multipolar scenario booklet indian-ocean --for IND -o india.html
    """
    from multipolar import booklet as booklets
    from multipolar.cli.pdf import as_pdf
    from multipolar.domain.rules.in_force import Rules
    from multipolar.lobby import sources
    from multipolar.rulebook import load_rules

    if form not in FORMS:
        raise typer.BadParameter(f"--format is html or pdf, not '{form}'")
    rules = Rules(load_rules(), sources.read_scenario(name))
    if preset not in rules.presets:
        raise typer.BadParameter(f"there is no preset '{preset}'; choose {', '.join(rules.presets)}")
    parts = [str(part) for part in booklets.Part]
    meant = whom.upper() if whom.upper() in rules.powers else whom.lower()
    if meant not in (*parts, *rules.powers):
        raise typer.BadParameter(f"--for is {', '.join((*parts, *rules.powers))}, not '{whom}'")
    for inject in without or ():
        if inject not in rules.injects:
            raise typer.BadParameter(
                f"there is no inject '{inject}'; `multipolar scenario show {name} --injects` lists them"
            )
    page = booklets.html(rules, rules.presets[preset], meant, without or ())
    target = output or Path(f"{rules.setting.id}-booklet.{form}")
    try:
        target.write_bytes(as_pdf(page) if form == "pdf" else page.encode())
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror or error}") from error
    say(f"wrote {target}")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of scenario files, for completion in an editor.

    Example: multipolar scenario schema > scenario.schema.json
    """
    import json

    from multipolar.rulebook import load_rules
    from multipolar.scenario.schema import json_schema

    say(*json.dumps(json_schema(load_rules()), indent=2).split("\n"))
