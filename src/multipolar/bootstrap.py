"""Builds what a command or a front end asks for: a lobby, a study, a record to go over, figures.

Front ends receive a `Lobby`; commands call the functions here, and nothing calls back. Everything heavy
is imported where it is first needed.
"""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.lobby.port import ExerciseConfig, Lobby
from multipolar.lobby.sources import PERSON, open_saves, players, read_scenario
from multipolar.table.port import Replay
from multipolar.user_errors import UserError

if TYPE_CHECKING:
    from multipolar.client.library import RemoteLibrary
    from multipolar.domain.model.events import Event
    from multipolar.domain.model.views import Explanation, View
    from multipolar.engine.host import Host
    from multipolar.lab.study import Study
    from multipolar.lobby.port import Session
    from multipolar.reports.contents import Report
    from multipolar.review.comparing import Comparison, SeatAcross
    from multipolar.server.hosting import Opened
    from multipolar.server.library_hosting import LibraryOpened
    from multipolar.store import Header
    from multipolar.wire.library import LibraryDesk

DEFAULT_PRESET = "standard"


def lobby(saves: str | None = None, *, read_only: bool = False) -> Lobby:
    """Where exercises are begun and taken up again on this machine.

    Args:
        saves: what ``--saves`` said; None: the usual place.
        read_only: whether what is there is only looked at.
    """
    from multipolar.lobby.local import LocalLobby

    return LocalLobby(open_saves(saves, read_only=read_only))


def ranked_powers(scenario: str) -> list[str]:
    """The powers of a scenario that are scored: who persons play in a class.

    Raises:
        UserError: when there is no such scenario.
    """
    return [power.id for power in read_scenario(scenario).powers if not power.minor]


def host(
    config: ExerciseConfig | None,
    take_up: str | None,
    tell: "Callable[[Opened], None]",
    *,
    address: str,
    port: int,
    grace: float,
    tls: tuple[str, str] | None = None,
    persons: tuple[str, ...] = (),
    from_here: bool = False,
    saves: str | None = None,
) -> None:
    """Host an exercise until the program is told to end.

    Args:
        config: an exercise to begin.
        take_up: a save to take up instead.
        tell: is told once where it listens, and the codes.
        address: at which to listen.
        port: 0: one that is free.
        grace: seconds after which an empty chair follows the absence policy.
        tls: certificate and key.
        persons: seats of the save that persons take over from the program.
        from_here: whether to take the save up also where an older state of it has come back.
        saves: what ``--saves`` said.

    Raises:
        UserError: when it cannot be begun, taken up or served.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor
    from functools import partial

    from multipolar.lobby.local import LocalLobby
    from multipolar.server.hosting import Listening
    from multipolar.server.hosting import host as serve
    from multipolar.server.serving import Tls
    from multipolar.server.shelf import to_serve

    async def run() -> None:
        desk = LocalLobby(open_saves(saves), writers=partial(ThreadPoolExecutor, 1, "writer"), hosts=True)
        if config is not None:
            session = await desk.begin(config)
        else:
            session = await desk.resume(take_up or "last", from_here=from_here, persons=persons)
        listening = Listening(address, port, grace, Tls(*tls) if tls else None)
        await serve(to_serve(desk, session, _kept_by_hosts()), listening, tell)
        desk.close()

    asyncio.run(run())


def host_library(
    room: str,
    config: ExerciseConfig | None,
    take_up: str | None,
    tell: "Callable[[LibraryOpened], None]",
    warn: "Callable[[str], None]",
    console: "Callable[[LibraryDesk], Coroutine[Any, Any, None]] | None" = None,
    *,
    address: str,
    port: int | None,
    grace: float,
    tls: tuple[str, str] | None = None,
    saves: str | None = None,
) -> None:
    """Host several exercises until the program is told to end; what was open before is taken up again.

    Args:
        room: name of the room whose address outlives its exercises; empty: a library without one.
        config: an exercise to begin.
        take_up: a save to take up.
        tell: is told once where it listens, and the codes.
        warn: is told, in a line each, what cannot be taken up again.
        console: looks after the library from here; None: from elsewhere alone.
        address: at which to listen.
        port: 0: one that is free; None: where it listened before, else the usual one.
        grace: seconds after which an empty chair follows the absence policy.
        tls: certificate and key.
        saves: what ``--saves`` said.

    Raises:
        UserError: when it is served already, or cannot be served.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor
    from functools import partial

    from multipolar.lobby.local import LocalLobby
    from multipolar.server.hosting import Listening
    from multipolar.server.library_hosting import Beginning, host_library, library_at
    from multipolar.server.serving import Tls

    async def run() -> None:
        desk = LocalLobby(open_saves(saves), writers=partial(ThreadPoolExecutor, 1, "writer"), hosts=True)
        with library_at(_kept_by_hosts(), room, desk) as library:
            listening = Listening(
                address, library.port if port is None else port, grace, Tls(*tls) if tls else None
            )
            save = None if take_up is None else desk.kept.resolve(take_up)
            await host_library(library, listening, Beginning(config, save), tell, warn, console)
        desk.close()

    asyncio.run(run())


def _kept_by_hosts() -> Path:
    """The folder in which hosts keep what stands beside exercises."""
    import os

    from multipolar.store import state_folder

    return state_folder(os.environ) / "hosting"


async def join(address: str, code: str, name: str = "", verify: str = "") -> "Session":
    """A seat at an exercise that another machine hosts.

    Raises:
        UserError: when there is no such host, or the code opens nothing.
    """
    from multipolar.client.session import RemoteSession

    return await RemoteSession.open(address, code, name, verify)


async def join_library(address: str, code: str, name: str = "", verify: str = "") -> "RemoteLibrary":
    """The library of a host of several exercises, for whoever facilitates it.

    Raises:
        UserError: when there is no such host, or the code opens no library.
    """
    from multipolar.client.library import RemoteLibrary

    return await RemoteLibrary.open(address, code, name, verify)


def joining(address: str, code: str, name: str = "", verify: str = "") -> Lobby:
    """The way to a host's table, for screens."""
    from functools import partial

    from multipolar.client.session import RemoteLobby
    from multipolar.client.table import RemoteTable

    return RemoteLobby(address, partial(RemoteTable.open, address, code, name, verify))


def join_by_program(
    how: tuple[str, str, str, str], doctrine: str, seed: int, tell: "Callable[[str], None]",
    warn: "Callable[[str], None]",
) -> None:  # fmt: skip
    """Let a doctrine play a seat at another machine's exercise to its end.

    Args:
        how: address, code, name, certificates to trust.
        doctrine: its name.
        seed: of its chance.
        tell: is told what it does.
        warn: is told what becomes of the line to the host.

    Raises:
        UserError: when there is no such doctrine or host, or the code opens nothing.
    """
    import asyncio

    from multipolar.client.program import ProgramAtTable
    from multipolar.domain.dice import SeededDice

    known = players()
    if doctrine not in known:
        raise UserError(f"there is no doctrine '{doctrine}'; choose one of {', '.join(known)}")

    async def run() -> None:
        session = await join(*how)
        session.heed_line(lambda said: warn(said or "back at the table"))
        try:
            for table in session.tables.values():
                await ProgramAtTable(table, known[doctrine], SeededDice(seed), tell).play()
        finally:
            await session.close()

    asyncio.run(run())


def study(scenario: str, preset: str) -> "Study":
    """A scenario under study: many program-run games in memory.

    Raises:
        UserError: unknown scenario or preset.
    """
    from multipolar.lab.study import Study
    from multipolar.rulebook import load_rules

    rules, setting = load_rules(), read_scenario(scenario)
    known = [preset.id for preset in rules.presets]
    if preset not in known:
        raise UserError(f"there is no preset '{preset}'; choose {', '.join(known)}")
    return Study(rules, setting, preset)


def play_auto(config: ExerciseConfig, saves: str | None) -> dict[str, Any]:
    """Play an exercise to its end by program, saving it; returns its figures.

    Raises:
        UserError: when it cannot be begun or saved.
    """
    from multipolar.engine.programs import Programs
    from multipolar.lobby.local import LocalLobby
    from multipolar.review.summary import summarise

    desk = LocalLobby(open_saves(saves))
    host = desk.begin_host(config)
    for _ in Programs(host, players()).play():
        pass
    desk.settle()
    header = desk.kept.header(host.exercise)
    return {
        "exercise": host.exercise,
        "scenario": host.world.rules.setting.id,
        "seed": config.seed,
        "preset": config.preset,
        **summarise(host.events, host.world),
        "log_hash": header.log_hash,
    }


def record_of(
    save: str, seat: str = "", saves: str | None = None
) -> tuple[Lobby, Coroutine[Any, Any, Replay]]:
    """What opens the record of a save to go over, and the place it is among.

    Args:
        save: an id, a unique beginning of one, ``last``, or a path.
        seat: with whose eyes; empty: any will do.
        saves: what ``--saves`` said.

    Raises:
        UserError: when there is no such save, or no such seat in it.
    """
    from multipolar.domain.vocabulary import CONTROL, OBSERVER
    from multipolar.lobby.local import LocalLobby, is_file
    from multipolar.store import SaveError, read_export

    desk = LocalLobby(open_saves(saves))
    try:
        found = save if is_file(save) else desk.kept.resolve(save)
        if seat not in ("", CONTROL, OBSERVER):
            header = read_export(Path(save))[0] if is_file(save) else desk.kept.header(found)
            if seat not in header.seats:
                raise UserError(
                    f"there is no seat '{seat}'; choose {', '.join(header.seats)}, observer or all"
                )
    except SaveError as error:
        raise UserError(str(error)) from error
    return desk, desk.replay(found)


def header_of(save: str, saves: str | None = None) -> "Header":
    """The header of a save: an id, a unique beginning of one, ``last``, or an exported file.

    Raises:
        UserError: when there is no such save, or its header cannot be read.
    """
    from contextlib import closing

    from multipolar.lobby.local import is_file
    from multipolar.store import SaveError, read_export

    try:
        if is_file(save):
            return read_export(Path(save))[0]
        with closing(open_saves(saves, read_only=True)) as kept:
            return kept.header(kept.resolve(save))
    except SaveError as error:
        raise UserError(str(error)) from error


def folder_of(saves: str | None = None) -> Path | None:
    """The folder of the saves, where files beside them may stand; None where there is none.

    Raises:
        UserError: when the place cannot be opened.
    """
    from contextlib import closing

    with closing(open_saves(saves, read_only=True)) as kept:
        return kept.folder if kept.folder is not None and kept.folder.is_dir() else None


def persons_playing(save: str, saves: str | None = None) -> tuple[str, ...]:
    """The seats of persons in a save that is still played; none when it is over.

    Raises:
        UserError: when there is no such save, or its header cannot be read.
    """
    header = header_of(save, saves)
    if header.state == "finished":
        return ()
    return tuple(seat for seat, run_by in header.seats.items() if run_by == PERSON)


def read_events(save: str, saves: str | None = None) -> "Sequence[Event]":
    """The record of a save: an id, a unique beginning of one, ``last``, or an exported file.

    Raises:
        UserError: when there is no such save, or it is damaged.
    """
    from multipolar.lobby.local import read_record

    return read_record(save, saves).events


def host_of(events: "Sequence[Event]", exercise: str = "") -> "Host":
    """A record opened for reading: views, causes and turning points, nothing written.

    Raises:
        UserError: when its events do not follow from one another.
    """
    from multipolar.engine.log import NullLog
    from multipolar.lobby.local import host_on

    return host_on(events, NullLog(exercise))


def view_at(save: str, point: str, seat: str, saves: str | None = None) -> "View | dict[str, Any]":
    """A seat's view at the end of a round or phase of a save; the world for ``all``.

    Raises:
        UserError: no such save, point or seat.
    """
    from multipolar.domain.errors import Refused
    from multipolar.lobby.local import read_record
    from multipolar.review.moments import until
    from multipolar.review.whole import whole_of

    exercise, events, problem = read_record(save, saves, whole=False)
    try:
        found = until(events, point) if point else events
    except Refused as refusal:
        raise UserError(problem or refusal.message) from refusal
    if problem and len(found) == len(events):
        # A point is whole when something follows it.
        raise UserError(f"{problem}; `replay --to` a round before shows how it stood then")
    host = host_of(found, exercise)
    if seat == "all":
        return whole_of(host.world)
    _check_seat(host, seat)
    return host.view(seat)


def branch(save: str, point: str, persons: "Sequence[str]" = (), saves: str | None = None) -> "Header":
    """Make a new exercise of what happened in a save up to a point; the save stays as it is.

    Args:
        save: which.
        point: ``3.deliberation``, ``3.crisis.2`` or a round.
        persons: seats that persons take in the branch.
        saves: what ``--saves`` said.

    Raises:
        UserError: when there is no such save, point or seat, or it cannot be saved.
    """
    from contextlib import closing

    from multipolar.lobby.local import LocalLobby

    with closing(open_saves(saves)) as kept:
        return LocalLobby(kept).branch(save, point, persons)


def explain(save: str, target: str, seat: str, saves: str | None = None) -> "Explanation":
    """Why a number of a save is what it is, as a seat (``all``: control) may know it.

    Raises:
        UserError: no such save, number or seat.
    """
    from multipolar.domain.errors import Refused
    from multipolar.domain.vocabulary import CONTROL
    from multipolar.review.moments import played

    events = read_events(save, saves)
    who = CONTROL if seat in ("", "all", CONTROL) else seat
    host = host_of(events if who == CONTROL else played(events))
    _check_seat(host, who)
    try:
        return host.why(who, target)
    except Refused as refusal:
        raise UserError(refusal.message) from refusal


def dataset(
    save: str,
    saves: str | None = None,
    *,
    with_texts: bool = False,
    bom: bool = False,
    semicolons: bool = False,
) -> dict[str, bytes]:
    """The files of a dataset of a finished save, by name.

    Raises:
        UserError: no such save, or it cannot be read.
    """
    from multipolar.reports.dataset import Options, Source, files_of

    header = header_of(save, saves)
    source = Source(
        header.id, header.scenario, header.title, header.preset, header.seed, header.events, header.log_hash
    )
    options = Options(with_texts, bom, semicolons)
    return files_of(read_events(save, saves), source, options)


def report(save: str, seat: str, saves: str | None = None) -> "Report":
    """The after-action report of a save, as a seat (``all``: control) may know it.

    Raises:
        UserError: no such save or seat.
    """
    import asyncio
    from contextlib import closing

    from multipolar.domain.model.events import ExerciseBegan
    from multipolar.domain.vocabulary import CONTROL
    from multipolar.reports.contents import report_of

    who = CONTROL if seat == "all" else seat
    expected: dict[str, str] = {}
    if who == CONTROL:
        genesis = read_events(save, saves)[0]
        assert isinstance(genesis, ExerciseBegan)
        expected = {inject["id"]: inject["expected"] for inject in genesis.setting.get("injects", ())}

    async def gathered() -> "Report":
        desk, opening = record_of(save, who, saves)
        with closing(desk):
            return await report_of(await opening, who, expected)

    return asyncio.run(gathered())


def compare(first: str, second: str, seat: str, saves: str | None = None) -> "Comparison":
    """Set two saves of one scenario side by side, with the eyes of a seat (``all``: control).

    Raises:
        UserError: no such save or seat, or they are of two scenarios.
    """
    import asyncio
    from contextlib import ExitStack, closing

    from multipolar.domain.vocabulary import CONTROL
    from multipolar.review import comparing

    who = CONTROL if seat == "all" else seat

    async def compared() -> "Comparison":
        with ExitStack() as places:
            records = []
            for save in (first, second):
                desk, opening = record_of(save, who, saves)
                places.enter_context(closing(desk))
                records.append(await opening)
            return await comparing.compare(records[0], records[1], who)

    return asyncio.run(compared())


def compare_tables(tables: "Sequence[str]", saves: str | None = None) -> "tuple[SeatAcross, ...]":
    """Set the final scores of several finished saves side by side, seat by seat.

    Raises:
        UserError: no such save; one is not over, or is no table of the same deal.
    """
    from multipolar.review import comparing

    finals: dict[str, dict[str, int]] = {}
    deals = set()
    for save in tables:
        header = header_of(save, saves)
        if header.state != "finished":
            raise UserError(f"{header.id} is not over ({header.position}); tables are compared at their end")
        deals.add((header.scenario, header.preset, header.seed))
        if len(deals) > 1:
            raise UserError(
                f"{header.id} did not play the same deal: scenario, length and seed must be those of "
                f"{next(iter(finals))}"
            )
        world = host_of(read_events(save, saves)).world
        finals[header.id] = {power: final for power, _, final, _ in world.finals}
    return comparing.tables(finals)


def _check_seat(host: "Host", seat: str) -> None:
    from multipolar.domain.vocabulary import CONTROL, OBSERVER

    if seat not in (*host.world.rules.ids, OBSERVER, CONTROL):
        raise UserError(
            f"there is no seat '{seat}'; choose {', '.join(host.world.rules.ids)}, observer or all"
        )
