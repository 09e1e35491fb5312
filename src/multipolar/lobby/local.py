"""Where exercises are begun and taken up again on this machine (the port `lobby.port.Lobby`).

It joins the library of scenarios, the rule set, the doctrines, the store
and the host. What a front end sees of all that are cards and tables.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

import multipolar
from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide, over
from multipolar.domain.model.commands import AssignSeat
from multipolar.domain.model.events import Event, ExerciseBegan, decode, encode
from multipolar.domain.model.views import TheatreSeen
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.domain.rules.scenario_model import FirstChoice, ScenarioModel
from multipolar.domain.vocabulary import CONTROL, PERSON
from multipolar.engine.clock import LessonPlan
from multipolar.engine.host import Host
from multipolar.engine.log import EventLog, ReadOnlyLog
from multipolar.engine.programs import Programs
from multipolar.lobby import sources
from multipolar.lobby.admission import admit
from multipolar.lobby.port import (
    ExerciseConfig,
    InjectCard,
    LessonCard,
    PowerCard,
    PresetCard,
    SaveCard,
    ScenarioCard,
    Session,
)
from multipolar.lobby.stored_log import StoredExercise, StoredLog, StoredNotes, user_error_of
from multipolar.review.moments import branch_at, branch_before
from multipolar.rulebook import load_rules
from multipolar.rulebook.lessons import load_lessons, seconds
from multipolar.scenario.library import library
from multipolar.scenario.load import ScenarioInvalid, load
from multipolar.store import (
    Damaged,
    Header,
    SaveError,
    Saves,
    open_saves,
    read_export,
    readable_export,
    verify_export,
)
from multipolar.table.local import LocalSession
from multipolar.table.port import Replay
from multipolar.table.replay import SavedReplay
from multipolar.user_errors import ComeBack, UserError


class LocalLobby:
    """Exercises of this machine.

    Args:
        saves: where they are kept.
        writers: makes the thread in which an exercise is written (see `engine.runtime`); None: each is
            written where it is asked for.
        hosts: whether exercises are opened to be served: where other hosts may serve them too, which of them
            runs programs is settled between them.
    """

    def __init__(
        self, saves: Saves, writers: Callable[[], Executor] | None = None, *, hosts: bool = False
    ) -> None:
        self.kept = saves
        self._hosts = hosts
        self._writers = writers

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """The library; a scenario that cannot be played is left out (`scenario check` says why)."""
        found: list[ScenarioCard] = []
        for listed in library():
            try:
                found.append(_card(load(listed.path)))
            except ScenarioInvalid:
                continue
        return tuple(found)

    async def lessons(self) -> tuple[LessonCard, ...]:
        """Plans for lessons of usual lengths."""
        return tuple(
            LessonCard(lesson.id, lesson.title, lesson.minutes, lesson.preset, lesson.summary)
            for lesson in load_lessons().lessons
        )

    async def saves(self) -> tuple[SaveCard, ...]:
        """Saved exercises, newest first; exported files in the same folder after them."""
        try:
            listed = [
                replace(_save_card(header, in_place=False), come_back=self._differs(header.id))
                for header in self.kept.list()
            ]
        except SaveError as error:
            raise UserError(str(error)) from error
        return (
            *listed,
            *(_save_card(header, in_place=True, path=path) for path, header in exported(self.kept)),
        )

    async def begin(self, config: ExerciseConfig) -> Session:
        """Begin an exercise and save its opening."""
        host, record = self._begin(config)
        return await self._seat(host, record)

    async def amiss(self) -> tuple[str, ...]:
        """What is not as it was left among the saves."""
        try:
            return tuple(self.kept.amiss())
        except SaveError as error:
            raise UserError(str(error)) from error

    def close(self) -> None:
        """Give the place of the saves back."""
        self.kept.close()

    def settle(self) -> None:
        """Let everything stand in one file, and make sure that it is there.

        Raises:
            Gone: when it is not.
        """
        try:
            self.kept.settle()
        except SaveError as error:
            raise user_error_of(error) from error

    async def resume(self, exercise: str, *, from_here: bool = False, persons: Sequence[str] = ()) -> Session:
        """Take a saved exercise up where it stood; an exported file opens for reading.

        Args:
            exercise: its id, or the path of an exported file.
            from_here: whether to go on also where an older state of it has come back.
            persons: seats that persons take over from the program.

        Raises:
            ComeBack: when more of it, or another course, was acknowledged, and `from_here` is not set.
            UserError: when there is no such save or seat, or it is damaged or over.
        """
        if is_file(exercise) and persons:
            raise UserError(f"nobody can sit down at {exercise}, which is only read; import it first")
        if is_file(exercise):
            why = f"{exercise} is open for reading; `multipolar saves import {exercise}` to play it on"
            host = host_on(read_record(exercise, None, self.kept).events, ReadOnlyLog(exercise, why))
            return LocalSession(host, sources.players())
        try:
            key = self.kept.resolve(exercise)
            come_back = self._differs(key)
            if come_back and not from_here:
                raise ComeBack(f"save '{key}': {come_back}")
            found = read_record(key, None, self.kept)
            if come_back:
                self.kept.accept(key)
        except SaveError as error:
            raise UserError(str(error)) from error
        record = StoredLog(self.kept, key)
        host = host_on(found.events, record)
        for seat in persons:
            _sit_down(host, seat)
        return await self._seat(host, record)

    def _differs(self, exercise: str) -> str:
        """What else of an exercise was acknowledged on this machine than stands here; empty: nothing."""
        return self.kept.come_back(exercise) or self.kept.played_elsewhere(exercise)

    async def replay(self, exercise: str) -> Replay:
        """Go over a saved exercise; of a damaged one, over what stands before the damage.

        Raises:
            UserError: when there is no such save, or nothing of it can be read.
        """
        # To read and check a long record takes a while, in which the screen stays alive.
        return await asyncio.to_thread(self._replay, exercise)

    def _replay(self, exercise: str) -> Replay:
        record = read_record(exercise, None, self.kept, whole=False)

        async def branch(seq: int, seat: str) -> str:
            return self._branch(record, branch_of(record, seq), (seat,)).id

        with _following(record.exercise):
            return SavedReplay(
                record.events,
                record.exercise,
                StoredNotes(self.kept, record.exercise),
                branch,
                record.problem,
            )

    async def watch(self, config: ExerciseConfig) -> Replay:
        """Begin an exercise that programs play, and go over it while it is played.

        Raises:
            UserError: when it cannot be begun, or a person would be awaited.
        """
        if PERSON in config.seats.values():
            raise UserError("an exercise to be watched is played by program; leave no seat to a person")
        host = self.begin_host(config)

        async def branch(seq: int, seat: str) -> str:
            record = Read(host.exercise, host.events)
            return self._branch(record, branch_of(record, seq), (seat,)).id

        playing = Programs(host, sources.players()).play()
        notes = StoredNotes(self.kept, host.exercise)
        return SavedReplay(host.events, host.exercise, notes, branch, growing=playing)

    def branch(self, save: str, point: str, persons: Sequence[str] = ()) -> Header:
        """Make a new exercise of what happened in a save up to a point; the save stays as it is.

        Args:
            save: which.
            point: as in `review.moments.branch_at`.
            persons: seats that persons take in the branch; the others stay as they were.

        Raises:
            UserError: when there is no such save, point or seat, or the branch cannot be saved.
        """
        record = read_record(save, None, self.kept, whole=False)
        try:
            length = branch_at(record.events, point)
        except Refused as refusal:
            raise UserError(record.problem or refusal.message) from refusal
        return self._branch(record, length, persons)

    def _branch(self, record: "Read", length: int, persons: Sequence[str]) -> Header:
        """Save the first events of a record as an exercise of its own, with its lineage.

        Raises:
            UserError: when there is no such seat, or it cannot be saved.
        """
        genesis, *rest = record.events[:length]
        assert isinstance(genesis, ExerciseBegan)
        taken = {seat: PERSON for seat in persons if seat}
        unknown = [seat for seat in taken if seat not in genesis.seats]
        if unknown:
            raise UserError(f"there is no power '{unknown[0]}'; choose {', '.join(genesis.seats)}")
        if taken.items() - genesis.seats.items():
            genesis = replace(genesis, seats=genesis.seats | taken)
        with _following(record.exercise):
            world = world_after([genesis, *rest])
            for seat in taken:
                # Somebody may have given the seat to the program since the exercise began.
                if world.seats[seat] != PERSON:
                    given = decide(world, CONTROL, _sitting(seat), SeededDice(genesis.seed))
                    rest, world = [*rest, *given], world_after([genesis, *rest, *given])
        return self._keep([genesis, *rest], world, genesis.seed, record.exercise)

    def begin_host(self, config: ExerciseConfig) -> Host:
        """Begin an exercise, saved from its first event on, without seating anybody.

        Raises:
            UserError: unknown scenario, preset, power or doctrine, or it cannot be saved.
        """
        return self._begin(config)[0]

    def _begin(self, config: ExerciseConfig) -> tuple[Host, StoredLog]:
        events = sources.first_events(config)
        key = self._keep(events, world_after(events), config.seed).id
        record = StoredLog(self.kept, key)
        return Host(events, SeededDice(config.seed), record), record

    def _keep(self, events: Sequence[Event], world: World, seed: int, parent: str = "") -> Header:
        """Save a new exercise.

        Args:
            events: what has happened in it.
            world: how it stands after them.
            seed: of its chance.
            parent: the exercise it branches off after these events.

        Raises:
            UserError: when it cannot be saved.
        """
        now = datetime.now(UTC)
        header = Header.new(
            id=f"{now:%Y%m%d-%H%M%S}-{world.rules.setting.id}-{secrets.token_hex(2)}",
            scenario=world.rules.setting.id,
            title=world.rules.setting.title,
            preset=world.preset,
            seed=seed,
            rounds=world.rounds,
            seats=dict(world.seats),
            version=multipolar.__version__,
            position=world.moment,
            parent=parent,
            parent_seq=len(events) if parent else 0,
        )
        try:
            return self.kept.create(header, [encode(event) for event in events])
        except SaveError as error:
            raise UserError(str(error)) from error

    def _follow(self, saves: Saves) -> None:
        """What is saved from now on is saved elsewhere."""
        self.kept = saves

    async def _seat(self, host: Host, record: StoredLog) -> Session:
        lesson, rounds = host.world.options.lesson, host.world.rounds
        plan = LessonPlan(rounds, *seconds(lesson, rounds)) if lesson else None
        try:
            kept = StoredExercise(self.kept, record, sources.open_saves, self._follow)
        except SaveError as error:
            raise UserError(str(error)) from error
        writer = self._writers() if self._writers else None
        session = LocalSession(host, sources.players(), plan, kept, writer)
        if self._hosts and self.kept.is_shared:
            session.leads = lambda: False
        if not over(host.world):
            await session.open()
        return session


def _sitting(seat: str) -> AssignSeat:
    return AssignSeat(seat=seat, reason="a person sits down here")


def _sit_down(host: Host, seat: str) -> None:
    """Let a person take a seat over, where the program has it.

    Raises:
        UserError: when there is no such seat, or the exercise is over.
    """
    if host.world.seats.get(seat) != PERSON:
        receipt = host.submit(CONTROL, _sitting(seat))
        if not receipt.accepted:
            raise UserError(receipt.message)


def is_file(save: str) -> bool:
    """Whether a save is named by the path of an exported file."""
    try:
        return Path(save).is_file()
    except (OSError, ValueError):
        return False


class Read(NamedTuple):
    """A record that was read, the id of the exercise it is of, and what is wrong with the rest of it."""

    exercise: str
    events: Sequence[Event]
    problem: str = ""


def read_record(save: str, saves: str | None, kept: Saves | None = None, *, whole: bool = True) -> Read:
    """The record of a save: an id, a unique beginning of one, ``last``, or an exported file.

    Args:
        save: which.
        saves: what ``--saves`` said.
        kept: the place of saves, where it is open already.
        whole: whether a damaged record is refused; else what stands before the damage is read.

    Raises:
        UserError: when there is no such save, or it is damaged.
    """
    try:
        if is_file(save):
            record = _read_file(Path(save), whole=whole)
        elif kept is not None:
            record = _read_save(kept, save, whole=whole)
        else:
            with closing(sources.open_saves(saves, read_only=True)) as opened:
                record = _read_save(opened, save, whole=whole)
    except SaveError as error:
        raise UserError(str(error)) from error
    if not record.events or not isinstance(record.events[0], ExerciseBegan):
        raise UserError(
            record.problem
            or f"save '{save}' does not begin with the opening of an exercise; it was not made by play"
        )
    return record


def _read_file(path: Path, *, whole: bool) -> Read:
    """The record in an exported file, played through: it may come from anywhere.

    Raises:
        SaveError: when it is damaged, or was never played, and the whole is wanted.
    """
    report = verify_export(path)
    if report.ok:
        header, entries = read_export(path)
        admitted = admit(entries, header)
    elif whole:
        raise Damaged(f"{path} is damaged: {report.problem}", report.first_bad)
    else:
        admitted = admit(readable_export(path))
    if admitted.problem and whole:
        raise Damaged(f"{path} was not made by play: {admitted.problem}", admitted.bad)
    return Read(report.exercise, admitted.events, report.problem or admitted.problem)


def _read_save(kept: Saves, save: str, *, whole: bool) -> Read:
    """The record of a save: it was played here, or passed the gate as it was imported.

    Raises:
        SaveError: when it is damaged and the whole is wanted.
    """
    exercise, problem = kept.resolve(save), ""
    try:
        entries = kept.read(exercise)
    except Damaged as error:
        if whole:
            raise
        entries, problem = kept.readable(exercise), str(error)
    events: list[Event] = []
    for seq, entry in enumerate(entries, start=1):
        try:
            event = decode(entry.payload)
        except msgspec.MsgspecError as error:
            said = f"save '{exercise}' holds an event this version cannot read, number {seq}: {error}"
            raise Damaged(said, seq) from error
        if event.seq != seq or not 0 <= event.cause < seq:
            raise Damaged(f"save '{exercise}' was not made by play: event {seq} does not follow", seq)
        events.append(event)
    return Read(exercise, events, problem)


def host_on(events: Sequence[Event], record: EventLog) -> Host:
    """The host of a record that was read: `record` keeps what is added to it.

    Raises:
        UserError: when its events do not follow from one another.
    """
    first = events[0]
    seed = first.seed if isinstance(first, ExerciseBegan) else 0
    with _following(record.exercise):
        return Host(events, SeededDice(seed), record)


def branch_of(record: Read, seq: int) -> int:
    """How many events a branch from a moment of a record takes over.

    Raises:
        UserError: when nobody acts any more after it.
    """
    try:
        return branch_before(record.events, seq)
    except Refused as refusal:
        raise UserError(refusal.message) from refusal


@contextmanager
def _following(exercise: str) -> Iterator[None]:
    """Say of a record that cannot be evolved that it was not made by play."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise UserError(
            f"save '{exercise}' holds events that do not follow from one another ({error!r}); "
            "it was not made by play"
        ) from error


def exported(kept: Saves) -> list[tuple[Path, Header]]:
    """Exported files beside the saves, to be opened in place."""
    found: list[tuple[Path, Header]] = []
    for path in sorted(kept.folder.glob("*.jsonl")) if kept.folder else ():
        try:
            found.append((path, read_export(path)[0]))
        except SaveError:
            continue
    return found


def _card(setting: ScenarioModel) -> ScenarioCard:
    rules = load_rules()
    first = setting.first_choice or FirstChoice(seat=setting.powers[0].id)
    return ScenarioCard(
        id=setting.id,
        title=setting.title,
        summary=setting.summary,
        story=setting.story,
        disclaimer=setting.notice,
        powers=tuple(
            PowerCard(
                power.id,
                power.name,
                power.kind,
                power.minor,
                power.brief.role,
                power.doctrine,
                power.capital.longitude,
                power.capital.latitude,
            )
            for power in setting.powers
        ),
        presets=tuple(
            PresetCard(preset.id, preset.title, preset.rounds, preset.minutes, preset.modules)
            for preset in rules.presets
        ),
        doctrines=tuple((doctrine.id, doctrine.title, doctrine.summary) for doctrine in rules.doctrines),
        preset=first.preset,
        seat=first.seat,
        theatres=tuple(
            TheatreSeen(theatre.id, theatre.name, theatre.place.longitude, theatre.place.latitude)
            for theatre in setting.theatres
        ),
        coast=setting.coast,
        teaches=tuple(discussion.objective for discussion in setting.discussion),
        injects=tuple(
            InjectCard(
                inject.id,
                inject.title,
                inject.due,
                inject.content_note or "",
            )
            for inject in setting.injects
        ),
    )


def _save_card(header: Header, *, in_place: bool, path: Path | None = None) -> SaveCard:
    return SaveCard(
        id=str(path) if path else header.id,
        title=header.title,
        scenario=header.scenario,
        preset=header.preset,
        position=header.position,
        rounds=header.rounds,
        events=header.events,
        updated=header.updated_at,
        seats=tuple(sorted(header.seats.items())),
        finished=header.state == "finished",
        in_place=in_place,
        parent=header.parent,
        parent_seq=header.parent_seq,
    )


__all__ = ["PERSON", "LocalLobby", "StoredLog", "exported", "host_on", "open_saves", "read_record"]
