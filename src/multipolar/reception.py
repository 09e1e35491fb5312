"""Where exercises are begun and taken up again on this machine (the port `table.port.Reception`).

Stands beside `bootstrap`: it joins the library of scenarios, the rule set, the doctrines, the store
and the host. What a front end sees of all that are cards and tables.
"""

import secrets
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

import multipolar
from multipolar import bootstrap
from multipolar.domain.dice import SeededDice
from multipolar.domain.events import Event, ExerciseBegan, decode, encode
from multipolar.domain.exercise import over
from multipolar.domain.setting import FirstChoice, Setting
from multipolar.domain.terms import PERSON
from multipolar.domain.views import Receipt
from multipolar.domain.world import World
from multipolar.review.moments import world_of
from multipolar.rulebook import load_rules
from multipolar.scenario.library import library
from multipolar.scenario.load import ScenarioInvalid, load
from multipolar.store import (
    Damaged,
    Entry,
    Header,
    SaveError,
    Saves,
    open_saves,
    read_export,
    readable_export,
    verify_export,
)
from multipolar.table.host import Host, OnlyRead, Record
from multipolar.table.local import LocalSitting
from multipolar.table.port import (
    Opening,
    PowerCard,
    PresetCard,
    SaveCard,
    ScenarioCard,
    Sitting,
    Trouble,
)


class StoredRecord:
    """Keeps what happens at a table among the saves (the port `table.host.Record`).

    Args:
        saves: where.
        exercise: under which id.
    """

    def __init__(self, saves: Saves, exercise: str) -> None:
        self._saves = saves
        self.exercise = exercise

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        """Keep events; returns when they are durable.

        Raises:
            Trouble: when they could not be saved; nothing has happened then.
        """
        try:
            self._saves.append(
                self.exercise,
                after,
                payloads,
                command_id=command or None,
                receipt=msgspec.json.encode(receipt).decode() if receipt else None,
                position=world.moment,
                state="finished" if over(world) else "open",
            )
        except SaveError as error:
            raise Trouble(str(error)) from error

    def receipt(self, command: str) -> Receipt | None:
        """The receipt of a command that was carried out before."""
        try:
            kept = self._saves.receipt(self.exercise, command)
        except SaveError as error:
            raise Trouble(str(error)) from error
        return msgspec.json.decode(kept, type=Receipt) if kept else None


class LocalReception:
    """Exercises of this machine.

    Args:
        saves: where they are kept.
    """

    def __init__(self, saves: Saves) -> None:
        self.kept = saves

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """The library; a scenario that cannot be played is left out (`scenario check` says why)."""
        found: list[ScenarioCard] = []
        for listed in library():
            try:
                found.append(_card(load(listed.path)))
            except ScenarioInvalid:
                continue
        return tuple(found)

    async def saves(self) -> tuple[SaveCard, ...]:
        """Saved exercises, newest first; exported files in the same folder after them."""
        try:
            listed = [_save_card(header, in_place=False) for header in self.kept.list()]
        except SaveError as error:
            raise Trouble(str(error)) from error
        return (
            *listed,
            *(_save_card(header, in_place=True, path=path) for path, header in exported(self.kept)),
        )

    async def begin(self, opening: Opening) -> Sitting:
        """Begin an exercise and save its opening."""
        return await self._seat(self.begin_host(opening))

    async def resume(self, exercise: str) -> Sitting:
        """Take a saved exercise up where it stood; an exported file opens for reading.

        Raises:
            Trouble: when there is no such save, or it is damaged.
        """
        if is_file(exercise):
            why = f"{exercise} is open for reading; `multipolar saves import {exercise}` to play it on"
            host = host_on(read_record(exercise, None, self.kept).events, OnlyRead(exercise, why))
            return LocalSitting(host, bootstrap.players())
        try:
            key = self.kept.resolve(exercise)
        except SaveError as error:
            raise Trouble(str(error)) from error
        return await self._seat(
            host_on(read_record(key, None, self.kept).events, StoredRecord(self.kept, key))
        )

    def begin_host(self, opening: Opening) -> Host:
        """Begin an exercise, saved from its first event on, without seating anybody.

        Raises:
            Trouble: unknown scenario, preset, power or doctrine, or it cannot be saved.
        """
        events = bootstrap.opening_events(opening)
        world = world_of(events)
        now = datetime.now(UTC)
        key = f"{now:%Y%m%d-%H%M%S}-{world.rules.setting.id}-{secrets.token_hex(2)}"
        header = Header.new(
            id=key,
            scenario=world.rules.setting.id,
            title=world.rules.setting.title,
            preset=opening.preset,
            seed=opening.seed,
            rounds=world.rounds,
            seats=dict(world.seats),
            version=multipolar.__version__,
            position=world.moment,
        )
        try:
            self.kept.create(header, [encode(event) for event in events])
        except SaveError as error:
            raise Trouble(str(error)) from error
        return Host(events, SeededDice(opening.seed), StoredRecord(self.kept, key))

    async def _seat(self, host: Host) -> Sitting:
        sitting = LocalSitting(host, bootstrap.players())
        if not over(host.world):
            await sitting.open()
        return sitting


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
        Trouble: when there is no such save, or it is damaged.
    """
    try:
        exercise, entries, problem = _entries(save, saves, kept, whole)
        events = [decode(entry.payload) for entry in entries]
    except SaveError as error:
        raise Trouble(str(error)) from error
    except msgspec.MsgspecError as error:
        raise Trouble(f"save '{save}' holds an event this version cannot read: {error}") from error
    if not events or not isinstance(events[0], ExerciseBegan):
        raise Trouble(
            problem
            or f"save '{save}' does not begin with the opening of an exercise; it was not made by play"
        )
    return Read(exercise, events, problem)


def _entries(
    save: str, saves: str | None, kept: Saves | None, whole: bool
) -> tuple[str, Sequence[Entry], str]:
    if is_file(save):
        kept = None
    elif kept is None:
        with closing(bootstrap.open_saves(saves, read_only=True)) as opened:
            return _entries(save, saves, opened, whole)
    exercise = verify_export(Path(save)).exercise if kept is None else kept.resolve(save)
    try:
        return exercise, read_export(Path(save))[1] if kept is None else kept.read(exercise), ""
    except Damaged as error:
        if whole:
            raise
        readable = readable_export(Path(save)) if kept is None else kept.readable(exercise)
        return exercise, readable, str(error)


def host_on(events: Sequence[Event], record: Record) -> Host:
    """The host of a record that was read: `record` keeps what is added to it.

    Raises:
        Trouble: when its events do not follow from one another.
    """
    first = events[0]
    seed = first.seed if isinstance(first, ExerciseBegan) else 0
    try:
        return Host(events, SeededDice(seed), record)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise Trouble(
            f"save '{record.exercise}' holds events that do not follow from one another ({error!r}); "
            "it was not made by play"
        ) from error


def exported(kept: Saves) -> list[tuple[Path, Header]]:
    """Exported files beside the saves, to be opened in place."""
    found: list[tuple[Path, Header]] = []
    for path in sorted(kept.folder.glob("*.jsonl")):
        try:
            found.append((path, read_export(path)[0]))
        except SaveError:
            continue
    return found


def _card(setting: Setting) -> ScenarioCard:
    rules = load_rules()
    first = setting.first_choice or FirstChoice(seat=setting.powers[0].id)
    return ScenarioCard(
        id=setting.id,
        title=setting.title,
        summary=setting.summary,
        story=setting.story,
        disclaimer=setting.disclaimer,
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
        updated=header.updated_at.strftime("%Y-%m-%d %H:%M"),
        seats=tuple(sorted(header.seats.items())),
        finished=header.state == "finished",
        in_place=in_place,
    )


__all__ = ["PERSON", "LocalReception", "StoredRecord", "exported", "host_on", "open_saves", "read_record"]
