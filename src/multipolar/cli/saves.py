"""`multipolar saves`: saved exercises listed, verified, branched, compared, carried elsewhere, deleted."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.output import AsJson, Save, SavesAt, say, say_json, table, warn, with_choice
from multipolar.cli.replay import Seat, whose_knowledge
from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.store import Header, Report

app = typer.Typer(help="Saved exercises: list, show, verify, branch, compare, export, compact, delete.")


@app.command("list")
def list_saves(as_json: AsJson = False, saves_at: SavesAt = None) -> None:
    """List the saved exercises, newest first, then exported files beside them.

    Example: multipolar saves list
    """
    import asyncio

    from multipolar import bootstrap
    from multipolar.local_time import shown_time

    desk = bootstrap.lobby(saves_at, read_only=True)
    cards, amiss = asyncio.run(desk.saves()), asyncio.run(desk.amiss())
    # Told beside the list, whoever reads that.
    warn(*amiss, *(f"{card.id}: {with_choice(card.id, card.come_back)}" for card in cards if card.come_back))
    if as_json:
        say_json([{**_card(card), "seats": dict(card.seats)} for card in cards])
        return
    if not cards:
        if not amiss:
            say("no saves yet; `multipolar play` begins an exercise")
        return
    rows = [("id", "scenario", "preset", "stands at", "events", "updated")]
    rows += [
        (
            card.id,
            card.scenario,
            card.preset,
            "finished" if card.finished else card.position,
            str(card.events),
            shown_time(card.updated),
        )
        for card in cards
    ]
    say(*table(rows))


def _card(card: object) -> dict[str, object]:
    import msgspec

    return dict(msgspec.to_builtins(card))


@app.command("show")
def show(save: Save, as_json: AsJson = False, saves_at: SavesAt = None) -> None:
    """Show what a save is: scenario, seats, seed, how far it went, its hash.

    Example: multipolar saves show last
    """
    import msgspec

    from multipolar.local_time import shown_time

    header = _header(save, saves_at)
    if as_json:
        say_json(msgspec.to_builtins(header))
        return
    seats = ", ".join(f"{power} {run_by}" for power, run_by in header.seats.items())
    told = [
        ("id", header.id),
        ("title", header.title),
        ("scenario", header.scenario),
        ("preset", header.preset),
        ("seed", str(header.seed)),
        ("seats", seats),
        ("stands at", f"{header.position} of {counted(header.rounds, 'round')} ({header.state})"),
        ("events", str(header.events)),
        ("begun", shown_time(header.created_at)),
        ("updated", shown_time(header.updated_at)),
        ("program", header.version),
        ("log hash", header.log_hash),
    ]
    if header.parent:
        told.append(("branch of", f"{header.parent} at event {header.parent_seq}"))
    say(*table(told))


def _header(save: str, saves_at: str | None) -> "Header":
    from multipolar.lobby import sources
    from multipolar.store import SaveError, read_export

    try:
        if Path(save).is_file():
            return read_export(Path(save))[0]
        with closing(sources.open_saves(saves_at, read_only=True)) as kept:
            return kept.header(kept.resolve(save))
    except SaveError as error:
        raise Failed(str(error)) from error


@app.command("verify")
def verify(save: Save, as_json: AsJson = False, saves_at: SavesAt = None) -> None:
    """Verify that nothing in a save was changed since it was written, and that it can be played through.

    Leaves with 1 and names the first bad event when something was, or cannot be; also when an
    older state of it has come back than was acknowledged on this machine. That more of it stands in
    another place is told beside.

    Example: multipolar saves verify last
    """
    import msgspec

    report, elsewhere = _report(save, saves_at)
    if as_json:
        say_json(msgspec.to_builtins(report))
    elif report.ok:
        say(
            f"{report.exercise}: {counted(report.events, 'event')}, nothing was changed; "
            "it plays through to its end"
        )
    elif report.rolled_back:
        say(f"{report.exercise}: {counted(report.events, 'event')} fit together, but {report.problem}")
        say(with_choice(report.exercise, "it is not what was acknowledged"))
    else:
        unchanged = "nothing was changed since it was written, but it was not made by play: "
        say(f"{report.exercise}: {unchanged if report.unchanged else ''}{report.problem}")
        say(f"first bad event: {report.first_bad}; readable before it: {report.readable} of {report.events}")
    if elsewhere:
        warn(f"{report.exercise}: {elsewhere}")
    if not report.ok:
        raise typer.Exit(1)


def _report(save: str, saves_at: str | None) -> "tuple[Report, str]":
    """What `verify` found, and where more of the save was played."""
    from multipolar.lobby import sources
    from multipolar.lobby.admission import verify_file, verify_save
    from multipolar.store import SaveError

    try:
        if Path(save).is_file():
            return verify_file(Path(save)), ""
        with closing(sources.open_saves(saves_at, read_only=True)) as kept:
            warn(*kept.amiss())
            key = kept.resolve(save)
            return verify_save(kept, key), kept.played_elsewhere(key)
    except SaveError as error:
        raise Failed(str(error)) from error


@app.command("branch")
def branch(
    save: Save,
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="POINT",
            help="As a phase or exchange of a round begins: 3.deliberation, 3.crisis.2; or 3, the round.",
            autocompletion=completion.points,
        ),
    ],
    seat: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POWER",
            help="A power that a person plays on; once for each person.",
            autocompletion=completion.powers,
        ),
    ] = None,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Make a new exercise of what happened up to a point; the save stays as it was.

    It begins as the phase begins; where nobody acts in that phase, at the next where somebody does.

    Example: multipolar saves branch last --at 3.deliberation --seat IND
    """
    import msgspec

    from multipolar import bootstrap

    header = bootstrap.branch(save, at, [name.upper() for name in seat or []], saves_at)
    if as_json:
        say_json(msgspec.to_builtins(header))
        return
    say(
        f"branched {header.parent} at {header.position} (event {header.parent_seq}) as {header.id}",
        f"play it on with `multipolar play --continue {header.id}`",
    )


@app.command("compare")
def compare(
    saves: Annotated[
        list[str],
        typer.Argument(metavar="SAVE SAVE", help="Ids, beginnings of ids, or exported files."),
    ],
    group: Annotated[
        bool,
        typer.Option("--group", help="Any number of tables of a class that played the same deal, by seat."),
    ] = False,
    seat: Seat = None,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Compare two exercises of one scenario: where they part, what differs, why.

    They are compared after the last round that both have played. With --group: what each table
    made of a seat, beside the median of all tables.

    Example: multipolar saves compare 3f2a 9c1b

    Example: multipolar saves compare --group 3f2a 9c1b 77d0
    """
    from multipolar import bootstrap

    if group:
        compare_group(saves, as_json, saves_at)
        return
    if len(saves) != 2:
        raise typer.BadParameter(f"found {len(saves)}, expected two saves; --group takes any number")
    seats = {whose_knowledge(seat, save, saves_at) for save in saves}
    who = seats.pop()
    found = bootstrap.compare(saves[0], saves[1], who, saves_at)
    if as_json:
        say_json(found)
        return
    from multipolar.plain.comparing import lines

    say(*lines(found))


def compare_group(saves: list[str], as_json: bool, saves_at: str | None) -> None:
    """Print what each table made of each seat, beside the median of all tables."""
    from multipolar import bootstrap

    if len(saves) < 2:
        raise typer.BadParameter("found one save, expected two or more tables")
    across = bootstrap.compare_tables(saves, saves_at)
    if as_json:
        say_json(across)
        return
    for seat in across:
        say(f"{seat.power}: median {seat.median:g}")
        rows = [(row.exercise, str(row.final), f"{row.over:+g}") for row in seat.tables]
        say(*(f"  {line}" for line in table([("table", "final", "over the median"), *rows])))


@app.command("data")
def data(
    save: Save,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="WHERE", help="A folder, or a file that ends in .zip.")
    ],
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="With the words people wrote: ask them first.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with the mark by which Excel knows UTF-8.")
    ] = False,
    semicolons: Annotated[
        bool, typer.Option("--semicolons", help="Cells apart by ; and decimals with a comma.")
    ] = False,
    saves_at: SavesAt = None,
) -> None:
    """Write a finished exercise as tables for study, with a codebook.

    One row a decision (odds seen, options open, outcome), events coded by CAMEO, relations by round,
    messages, scores; networks as GraphML, scores as xAPI statements; a manifest with checksums.
    No person is named, and words people wrote are left out.

    Example: multipolar saves data last --output study.zip

    Example: multipolar saves data last --output study --semicolons
    """
    from multipolar import bootstrap

    header = bootstrap.header_of(save, saves_at)
    if header.state != "finished":
        raise Failed(f"{header.id} is not over ({header.position}); its tables would tell secrets")
    made = bootstrap.dataset(save, saves_at, with_texts=with_texts, bom=bom, semicolons=semicolons)
    try:
        _write_files(made, output)
    except OSError as error:
        raise Failed(f"{output} cannot be written: {error.strerror or error}") from error
    say(f"wrote {len(made)} files to {output}")


def _write_files(made: dict[str, bytes], output: Path) -> None:
    """Write files into a folder, or into one zipped file."""
    if output.suffix == ".zip":
        from zipfile import ZIP_DEFLATED, ZipFile

        with ZipFile(output, "w", ZIP_DEFLATED) as zipped:
            for name, content in made.items():
                zipped.writestr(name, content)
        return
    output.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (output / name).write_bytes(content)


@app.command("delete")
def delete(
    save: Annotated[
        str,
        typer.Argument(
            metavar="SAVE",
            help="An id or a unique beginning of one.",
            autocompletion=completion.saves,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    saves_at: SavesAt = None,
) -> None:
    """Delete a saved exercise for good; its branches and exported files stay.

    Example: multipolar saves delete 3f2a
    """
    from multipolar.lab.kept_endings import forget
    from multipolar.lobby import sources
    from multipolar.store import SaveError

    try:
        with closing(sources.open_saves(saves_at)) as kept:
            key = kept.resolve(save)
            header = kept.header(key)
            what = f"{key}, {header.title}, {counted(header.events, 'event')}, {header.state}"
            if not yes:
                _ask_to_delete(what)
            kept.delete(key)
            if kept.folder is not None:
                forget(kept.folder, key)
    except SaveError as error:
        raise Failed(str(error)) from error
    say(f"deleted {what}")


def _ask_to_delete(what: str) -> None:
    """Ask a person; without one to ask, nothing is deleted."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise typer.BadParameter(f"nobody can be asked here whether to delete {what}: say --yes")
    if not typer.confirm(f"Delete {what}? It cannot be brought back", err=True):
        raise typer.Exit(1)


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a file that ends in .db.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file of that name.")] = False,
    saves_at: SavesAt = None,
) -> None:
    """Write all saves into one complete file, also while they are played.

    Such a file is a place of saves of its own: name it with --saves, or carry it to another
    machine. To copy multipolar.db by hand while it is in use leaves out what was done last.

    Example: multipolar saves backup friday.db
    """
    from multipolar.lobby import sources
    from multipolar.store import Conflict, SaveError

    if file.suffix != ".db":
        raise typer.BadParameter(f"found '{file}', expected a file that ends in .db, as --saves asks for it")
    try:
        with closing(sources.open_saves(saves_at, read_only=True)) as kept:
            count = kept.back_up(file, overwrite=overwrite)
            warn(*kept.amiss())
    except Conflict as error:
        raise Failed(f"{error}; --overwrite writes over it") from error
    except SaveError as error:
        raise Failed(str(error)) from error
    say(f"backed up {counted(count, 'save')} to {file}")


@app.command("compact")
def compact(saves_at: SavesAt = None) -> None:
    """Give back the room that deleted saves took; all saves stay.

    Example: multipolar saves compact
    """
    from multipolar.lobby import sources
    from multipolar.store import SaveError

    try:
        with closing(sources.open_saves(saves_at)) as kept:
            before, after = kept.compact()
    except SaveError as error:
        raise Failed(str(error)) from error
    say(f"compacted the saves: {before / 1_000_000:.1f} MB before, {after / 1_000_000:.1f} MB now")


@app.command("export")
def export(
    save: Annotated[
        str,
        typer.Argument(
            metavar="SAVE",
            help="An id, a unique beginning of one, or `last`.",
            autocompletion=completion.saves,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; else ID.jsonl in this folder."),
    ] = None,
    readable: Annotated[
        bool, typer.Option("--readable", help="Of a damaged save, export what stands before the damage.")
    ] = False,
    saves_at: SavesAt = None,
) -> None:
    """Export a save as one file that opens on any machine.

    Example: multipolar saves export last --output lesson.jsonl
    """
    from multipolar.lobby import sources
    from multipolar.store import Damaged, SaveError, export_save

    try:
        with closing(sources.open_saves(saves_at, read_only=True)) as kept:
            key = kept.resolve(save)
            target = output or Path(f"{key}.jsonl")
            header = export_save(kept, key, target, readable=readable)
    except Damaged as error:
        hint = "" if readable else "; `saves export --readable` exports those"
        raise Failed(f"{error}{hint}") from error
    except SaveError as error:
        raise Failed(str(error)) from error
    say(f"exported {key} to {target}, {counted(header.events, 'event')}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `saves export` wrote.")],
    saves_at: SavesAt = None,
) -> None:
    """Import an exported file, playing it through first; what was changed or never played is refused.

    Example: multipolar saves import lesson.jsonl
    """
    from multipolar.lobby import sources
    from multipolar.lobby.admission import import_file as admitted
    from multipolar.store import SaveError

    try:
        with closing(sources.open_saves(saves_at)) as kept:
            header, is_new = admitted(kept, file)
            more = kept.come_back(header.id) or kept.played_elsewhere(header.id)
    except SaveError as error:
        raise Failed(str(error)) from error
    said = "imported" if is_new else "imported before, unchanged:"
    say(f"{said} {header.id}, {counted(header.events, 'event')}")
    if more:
        warn(f"{header.id}: {more}")
