"""`multipolar host`: an exercise that people join from other terminals and browsers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.options import Doctrines, FromHere, InScenario, Without
from multipolar.cli.output import AsJson, SavesAt, say, say_json, with_choice
from multipolar.cli.play import ABSENCES, INTENTS, PRESETS, config_of

if TYPE_CHECKING:
    from multipolar.server.hosting import Opened


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("host")(host)


def host(
    scenario: InScenario = None,
    seats: Annotated[
        str | None,
        typer.Option(
            metavar="POWER,POWER",
            help="Seats of persons; the others are programs. Left out: every ranked power.",
            autocompletion=completion.several_powers,
        ),
    ] = None,
    take_up: Annotated[
        str | None,
        typer.Option(
            "--continue",
            metavar="SAVE",
            help="Host a save instead: an id, its beginning, or `last`.",
            autocompletion=completion.saves,
        ),
    ] = None,
    from_here: FromHere = False,
    listen: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where to listen: an address of this machine, or `any`; else this machine alone.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65_535, help="0: one that is free, which is printed.")
    ] = 8080,
    grace: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=1,
            max=86_400,
            help="After so long without a person, a seat follows the absence policy.",
        ),
    ] = 90,
    codes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a sheet of codes to print and cut up (HTML)."),
    ] = None,
    invite: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write for each code a calendar file and a text to send."),
    ] = None,
    when: Annotated[
        datetime | None,
        typer.Option(
            "--when",
            formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
            metavar="TIME",
            help="With --invite: when it begins, here: '2027-03-01 14:00'.",
        ),
    ] = None,
    qr: Annotated[bool, typer.Option("--qr", help="Print each code as a QR code too.")] = False,
    certificate: Annotated[
        str | None, typer.Option(metavar="FILE", help="Serve HTTPS with this certificate (PEM).")
    ] = None,
    key: Annotated[
        str | None, typer.Option(metavar="FILE", help="The certificate's private key (PEM).")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help=f"Length: {', '.join(PRESETS)}.", autocompletion=completion.presets
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Chance begins here.")
    ] = None,
    doctrine: Doctrines = None,
    intent: Annotated[
        str,
        typer.Option(metavar="HOW", help=f"How often intents are asked for: {', '.join(INTENTS)}."),
    ] = "never",
    absence: Annotated[
        str, typer.Option(metavar="HOW", help=f"What an empty chair does: {', '.join(ABSENCES)}.")
    ] = "hold",
    lesson: Annotated[
        int, typer.Option(metavar="MINUTES", min=0, max=600, help="Run a clock for a lesson this long.")
    ] = 0,
    without: Without = None,
    no_names: Annotated[
        bool, typer.Option("--no-names", help="Keep no names of persons in the record.")
    ] = False,
    facilitator: Annotated[
        bool, typer.Option("--facilitator", help="Results wait for the facilitator, who publishes them.")
    ] = False,
    as_json: AsJson = False,
    saves_at: SavesAt = None,
) -> None:
    """Host an exercise that others join, each with the code of a seat.

    Ends on Ctrl-C or SIGTERM with everything saved; `--continue last` takes it up again, and
    whoever sat there comes back by itself.

    Example: multipolar host indian-ocean --seats IND,CHN --listen any --codes sheets.html
    """
    from msgspec.structs import replace

    from multipolar import bootstrap
    from multipolar.user_errors import ComeBack

    if (scenario is None) == (take_up is None):
        raise typer.BadParameter("name a scenario, such as indian-ocean, or a save with --continue")
    if (certificate is None) != (key is None):
        raise typer.BadParameter("--certificate and --key go together")
    if when is not None and invite is None:
        raise typer.BadParameter("--when goes with --invite")
    persons = [name.strip().upper() for name in (seats or "").split(",") if name.strip()]
    config = None
    if scenario is not None:
        config = config_of(
            scenario,
            preset,
            persons or bootstrap.ranked_powers(scenario),
            seed,
            doctrine or [],
            (intent, absence, lesson, "pass"),
            without or [],
        )
        config = replace(config, nameless=no_names, facilitator=facilitator)
    elif doctrine or without or no_names or facilitator or seed is not None or preset is not None or lesson:
        raise typer.BadParameter("a save has its length, programs and seed; leave those options out")

    def tell(opened: "Opened") -> None:
        if codes is not None:
            _write_sheet(codes, opened)
        if invite is not None:
            _write_invitations(invite, opened, when, _minutes(lesson, preset))
        if as_json:
            said = {"address": opened.addresses[0], "exercise": opened.exercise, "codes": opened.codes}
            say_json(said)
        else:
            say(*_told(opened, qr=qr, sheet=codes))
        _flush()

    try:
        bootstrap.host(
            config,
            take_up,
            tell,
            address=listen,
            port=port,
            grace=grace,
            tls=(certificate, key) if certificate and key else None,
            persons=tuple(persons) if take_up else (),
            from_here=from_here,
            saves=saves_at,
        )
    except ComeBack as come_back:
        raise Failed(with_choice(take_up or "last", str(come_back))) from come_back


def _flush() -> None:
    import sys

    sys.stdout.flush()


def _write_sheet(path: Path, opened: "Opened") -> None:
    from multipolar.server.sheets import sheet

    try:
        path.touch(mode=0o600)
        path.write_text(sheet(opened), encoding="utf-8")
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror or error}") from error


def _minutes(lesson: int, preset: str | None) -> int:
    """How long an exercise takes: as its lesson says, else as is usual for its length."""
    from multipolar.rulebook import load_rules

    usual = {one.id: one.minutes for one in load_rules().presets}
    return lesson or usual.get(preset or "standard", usual["standard"])


def _write_invitations(folder: Path, opened: "Opened", when: datetime | None, minutes: int) -> None:
    from multipolar.server.invitations import invitations

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in invitations(opened, (when or datetime.now(UTC)).astimezone(), minutes).items():
            path = folder / name
            path.touch(mode=0o600)
            path.write_bytes(content)
    except OSError as error:
        raise Failed(f"{folder} cannot be written: {error.strerror or error}") from error


def _told(opened: "Opened", *, qr: bool, sheet: Path | None) -> list[str]:
    """What the person who hosts is told."""
    from multipolar.server.sheets import link_to, qr_lines

    lines = [f"{opened.title}, open at {opened.addresses[0]} (saved as {opened.exercise})"]
    lines += [f"also at {address}" for address in opened.addresses[1:]]
    if not opened.is_open:
        lines.append("only this machine can reach it; --listen any lets others in")
    elif opened.is_plain:
        lines.append("plain HTTP: whoever runs this network can read along; --certificate and --key mend it")
    lines.append("")
    for seat, code in opened.codes.items():
        lines.append(f"{code}  {seat if seat not in opened.roles else f'{seat} {opened.names[seat]}'}")
        if qr:
            lines += qr_lines(link_to(opened.addresses[0], code))
    where = opened.addresses[0].removeprefix("http://")
    lines += [
        "",
        f"In a browser: open the address and type the code. In a terminal: multipolar join {where} CODE",
    ]
    if sheet is not None:
        lines.append(f"The sheet to cut up is {sheet}: print it, and keep it from others' eyes.")
    return [*lines, "Ctrl-C ends the host; everything is saved as it happens."]
