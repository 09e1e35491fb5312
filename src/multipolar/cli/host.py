"""`multipolar host`: an exercise that people join from other terminals and browsers."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipolar.cli import completion
from multipolar.cli.exits import Failed
from multipolar.cli.options import Doctrines, FromHere, InScenario, Without
from multipolar.cli.output import AsJson, SavesAt, say, say_json, warn, with_choice
from multipolar.cli.play import ABSENCES, INTENTS, PRESETS, config_of

if TYPE_CHECKING:
    from multipolar.lobby.port import ExerciseConfig
    from multipolar.server.hosting import Opened
    from multipolar.server.library_hosting import LibraryOpened
    from multipolar.wire.library import LibraryDesk

_ROOM = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)


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
    library: Annotated[
        bool,
        typer.Option("--library", help="Host several exercises; they are begun in the browser or a console."),
    ] = False,
    room: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The same under an address that stays, /room/NAME, and shows a class what is open.",
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="With --library or --room: look after them here, line by line.")
    ] = False,
    from_here: FromHere = False,
    listen: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where to listen: an address of this machine, or `any`; else this machine alone.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=65_535,
            help="0: one that is free, which is printed. Left out: 8080, or the one a room had before.",
        ),
    ] = None,
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

    Example: multipolar host --room physics-2 --listen any
    """
    from msgspec.structs import replace

    from multipolar import bootstrap
    from multipolar.user_errors import ComeBack

    several = library or room is not None
    if several:
        _check_several(room, sheets=codes is not None or invite is not None, seats=seats, scenario=scenario)
    elif plain:
        raise typer.BadParameter(
            "--plain looks after a library; `multipolar join ADDRESS CODE --plain` plays"
        )
    _check_together(certificate, key, when, invite)
    if (scenario and take_up) or not (several or scenario or take_up):
        raise typer.BadParameter("name a scenario, such as indian-ocean, or a save with --continue")
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

    tls = (certificate, key) if certificate and key else None
    if several:
        _host_library(
            room or "",
            (config, take_up, saves_at),
            (listen, port, grace, tls),
            plain=plain,
            as_json=as_json,
            qr=qr,
        )
        return

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
            port=8080 if port is None else port,
            grace=grace,
            tls=tls,
            persons=tuple(persons) if take_up else (),
            from_here=from_here,
            saves=saves_at,
        )
    except ComeBack as come_back:
        raise Failed(with_choice(take_up or "last", str(come_back))) from come_back


def _check_together(
    certificate: str | None, key: str | None, when: datetime | None, invite: Path | None
) -> None:
    """Refuse options that go together alone."""
    if (certificate is None) != (key is None):
        raise typer.BadParameter("--certificate and --key go together")
    if when is not None and invite is None:
        raise typer.BadParameter("--when goes with --invite")


def _check_several(room: str | None, *, sheets: bool, seats: str | None, scenario: str | None) -> None:
    """Refuse what does not go with a library."""
    if room is not None and not _ROOM.fullmatch(room):
        raise typer.BadParameter(
            f"found '{room}', expected small letters, digits and hyphens, such as physics-2",
            param_hint="--room",
        )
    if sheets:
        raise typer.BadParameter("a library has a sheet of codes for each exercise, on its page")
    if seats is not None and scenario is None:
        raise typer.BadParameter("--seats goes with a scenario")


def _host_library(
    room: str,
    what: "tuple[ExerciseConfig | None, str | None, str | None]",
    where: tuple[str, int | None, float, tuple[str, str] | None],
    *,
    plain: bool,
    as_json: bool,
    qr: bool,
) -> None:
    """Host a library, or a room.

    Args:
        room: its name; empty: a library without one.
        what: an exercise to begin, one to take up, where saves are.
        where: address, port, grace time, certificate and key.
        plain: whether it is looked after here, line by line.
        as_json: whether everything is said for programs.
        qr: whether its address is printed as a QR code.
    """
    from multipolar import bootstrap

    async def console(desk: "LibraryDesk") -> None:
        from multipolar.cli.lines import look_after_library

        await look_after_library(desk, as_json=as_json)
        if not as_json:
            say("The host goes on; Ctrl-C ends it.")
            _flush()

    def tell(opened: "LibraryOpened") -> None:
        if as_json:
            say_json(
                {
                    "address": opened.addresses[0],
                    "room": opened.room,
                    "codes": {"facilitator": opened.code},
                    "exercises": [
                        {
                            "exercise": each.exercise,
                            "title": each.title,
                            "moment": each.moment,
                            "codes": {seat.seat: seat.code for seat in each.seats},
                        }
                        for each in opened.exercises
                    ],
                }
            )
        else:
            say(*_library_told(opened, qr=qr))
        _flush()

    config, take_up, saves_at = what
    listen, port, grace, tls = where
    bootstrap.host_library(
        room,
        config,
        take_up,
        tell,
        warn,
        console if plain else None,
        address=listen,
        port=port,
        grace=grace,
        tls=tls,
        saves=saves_at,
    )


def _library_told(opened: "LibraryOpened", *, qr: bool) -> list[str]:
    """What the person who hosts a library is told."""
    from multipolar.domain.english import counted
    from multipolar.server.sheets import qr_lines

    first = opened.room or opened.addresses[0]
    lines = [f"open at {first}"]
    lines += [f"also at {address}" for address in opened.addresses[1:]]
    if qr:
        lines += qr_lines(first)
    lines += _who_reaches(opened.addresses, opened.fingerprint, is_open=opened.is_open)
    where = opened.addresses[0].removeprefix("http://")
    lines += [
        "",
        f"{opened.code}  facilitator: begins exercises, and sees their codes",
        f"In a browser: open it and type the code. In a terminal: multipolar join {where} CODE --plain",
        f"Open: {counted(len(opened.exercises), 'exercise')}."
        if opened.exercises
        else "No exercise is open yet.",
    ]
    for each in opened.exercises:
        lines += ["", f"{each.title}, {each.position} (saved as {each.exercise})"]
        lines += [f"  {seat.code}  {seat.seat}" for seat in each.seats]
    return [*lines, "", "Ctrl-C ends the host; everything is saved, and taken up when it is started again."]


def _who_reaches(addresses: tuple[str, ...], fingerprint: str, *, is_open: bool) -> list[str]:
    """Who can reach a host at its addresses, and read along there."""
    lines = [f"fingerprint of the certificate: {fingerprint}"] if fingerprint else []
    if not is_open:
        return [*lines, "only this machine can reach it; --listen any lets others in"]
    if addresses[0].startswith("http://"):
        return ["plain HTTP: whoever runs this network can read along; --certificate and --key mend it"]
    return lines


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
    lines += _who_reaches(opened.addresses, opened.fingerprint, is_open=opened.is_open)
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
