"""The gate for records that were not played here: what passes can be gone over, asked and played on.

That nothing of a record was changed since it was written (`store`) does not say that it was ever played.
Here it is played through: event by event, then shown to every seat, and asked for what would follow. Stands
beside `lobby.local`, which opens what passes; `verify`, `import` and every opening of a file go through it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide, legal, over
from multipolar.domain.knowledge.narration import Narration, narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.knowledge.turning_points import turning_points
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, ExerciseBegan, decode, unknown_field
from multipolar.domain.model.world import World
from multipolar.domain.phases import desk, free_form
from multipolar.domain.possible import FAULTS, Impossible, check_end, follow, in_short
from multipolar.domain.vocabulary import CONTROL, OBSERVER, Phase
from multipolar.engine.host import UNREADABLE, read_drafts
from multipolar.rulebook import cross_check
from multipolar.scenario.check import contradictions
from multipolar.store import Damaged, Entry, Header, Report, Saves, read_export, verify_export
from multipolar.store import import_save as take_in

_LONGEST_NAME = 128


class Admitted(msgspec.Struct, frozen=True):
    """As much of a record as can have happened.

    Attributes:
        events: up to the first that cannot.
        problem: what is wrong with that one, or with the whole; empty when nothing is.
        bad: its number; 0 when no single event is at fault.
    """

    events: Sequence[Event]
    problem: str = ""
    bad: int = 0


def admit(entries: Sequence[Entry], header: Header | None = None) -> Admitted:
    """Play a record through.

    Args:
        entries: its events as they were written, or those before a damage.
        header: what is said about it, when it is complete; then its end is looked at as well.
    """
    events: list[Event] = []
    told: dict[int, Narration] = {}
    world: World | None = None
    for seq, entry in enumerate(entries, start=1):
        try:
            event = decode(entry.payload)
        except msgspec.MsgspecError as error:
            return _stopped(events, f"event {seq} cannot be read by this version: {in_short(error)}", seq)
        if strange := unknown_field(event, entry.payload):
            # Left out, it might have meant something: what it says is not guessed at.
            said = f"event {seq} holds {strange[:_LONGEST_NAME]!r}, which this version does not know"
            return _stopped(events, said, seq)
        try:
            world = follow(world, event)
            if isinstance(event, ExerciseBegan):
                _check_rules(world)
            told[seq] = narrate(world, event)
        except Impossible as impossible:
            return _stopped(events, str(impossible), seq)
        except FAULTS as error:
            return _stopped(events, f"event {seq} is impossible: it cannot be told ({in_short(error)})", seq)
        events.append(event)
    if world is None:
        return Admitted(events, "it holds no events")
    if header is None:
        return Admitted(events)
    try:
        check_end(world)
        _check_header(header, events, world)
        _try(world, events, told)
    except Impossible as impossible:
        return Admitted(events, str(impossible), impossible.seq)
    except FAULTS as error:
        return Admitted(
            events, f"it cannot be played on from event {world.seq} ({in_short(error)})", world.seq
        )
    return Admitted(events)


def _stopped(events: Sequence[Event], problem: str, seq: int) -> Admitted:
    return Admitted(events, f"{problem}; the {seq - 1} before it are readable", seq)


def _check_rules(world: World) -> None:
    """Whether the rules and the scenario that a record brings along hold together.

    Raises:
        Impossible: when one of them would be refused as a file.
    """
    wrong = cross_check(world.rules.base)
    if wrong:
        raise Impossible(1, f"its rules contradict themselves: {wrong[0].message}")
    said = next(contradictions(world.rules.setting, world.rules.base), "")
    if said:
        raise Impossible(1, f"its scenario cannot be played: {said}")


def _check_header(header: Header, events: Sequence[Event], world: World) -> None:
    """Whether a header says of a record what stands in it.

    Raises:
        Impossible: when it does not.
    """
    genesis = events[0]
    assert isinstance(genesis, ExerciseBegan)
    setting = world.rules.setting
    said = {
        "scenario": (header.scenario, (setting.id,)),
        "title": (header.title, (setting.title,)),
        "preset": (header.preset, (genesis.preset,)),
        "seed": (header.seed, (genesis.seed,)),
        # As they are held, or as they were at first: where a record was cut short, and in older files.
        "seats": (header.seats, (world.seats, genesis.seats)),
        "state": (header.state, ("finished" if over(world) else "open",)),
        "position": (header.position, (world.moment, f"{world.round}.{world.phase}")),
    }
    for name, (value, right) in said.items():
        if value not in right:
            raise Impossible(world.seq, f"the header says another {name} than the record")
    # As it began, or as it was branched after somebody had made a round the last one.
    if header.rounds not in (follow(None, genesis).rounds, world.rounds):
        raise Impossible(world.seq, "the header says another number of rounds than the record")
    for text in (header.version, header.parent):
        if len(text) > _LONGEST_NAME or not text.isprintable():
            raise Impossible(world.seq, "the header names a version or a parent that is none")


def _try(world: World, events: Sequence[Event], told: Mapping[int, Narration]) -> None:
    """Show a world to everybody, and ask what may be done and what would follow; nothing is kept.

    Raises:
        Impossible: when nothing follows, though it is not over.
    """
    turning_points(events, told, {event.seq: event.seq for event in events})
    for seat in (*world.rules.ids, OBSERVER, CONTROL):
        view_of(world, seat)
    if over(world):
        return
    for seat in world.rules.ids:
        legal(world, seat)
    genesis = events[0]
    assert isinstance(genesis, ExerciseBegan)
    try:
        for _ in range(2):
            why = "the next phase"
            for on in (*_judged(world, why), c.Advance(reason=why)):
                for event in decide(world, CONTROL, on, SeededDice(genesis.seed)):
                    world = follow(world, event)
                    narrate(world, event)
            if over(world):
                return
    except Refused as refused:
        raise Impossible(world.seq, f"it cannot be played on: {refused.message}") from refused


def _judged(world: World, why: str) -> Iterator[c.AnyCommand]:
    """What lets adjudication go on where results and free-form moves wait at a desk."""
    if world.phase is Phase.ADJUDICATION:
        if desk.waiting(world):
            yield c.Publish(reason=why)
        for move in free_form.waiting(world):
            form = next(
                (form for form in world.rules.free_forms.values()
                 if form.toward[0] <= len(move.toward) <= form.toward[1]), None
            )  # fmt: skip
            if form is not None:
                yield c.Rule(
                    result=move.id, effects=form.id, arguments=(0,) * len(move.reasons),
                    counters=(0,) * len(move.against), reason=why,
                )  # fmt: skip


# --- Where records come in -------------------------------------------------------------------


def verify(report: Report, header: Header | None, entries: Sequence[Entry]) -> Report:
    """What is wrong with a record: that it was changed, or that it was never played.

    Args:
        report: whether it is what was written.
        header: its header.
        entries: its events, in the present format.
    """
    if not report.ok or header is None:
        return report
    admitted = admit(entries, header)
    if not admitted.problem:
        return report
    readable = len(admitted.events)
    return replace(report, ok=False, problem=admitted.problem, first_bad=admitted.bad, readable=readable)


def verify_file(path: Path) -> Report:
    """What is wrong with an exported file.

    Raises:
        SaveError: when it is none, or cannot be read.
    """
    report = verify_export(path)
    return verify(report, *read_export(path)) if report.ok else report


def verify_save(saves: Saves, exercise: str) -> Report:
    """What is wrong with a save.

    Raises:
        SaveError: when there is none, or it cannot be read.
    """
    report = saves.verify(exercise)
    if not report.ok:
        return report
    header = saves.header(exercise)
    for seat in header.seats:
        try:
            read_drafts(saves.draft(exercise, seat))
        except UNREADABLE as error:
            problem = f"the draft of {seat} cannot be read ({in_short(error)}); the record is whole"
            return replace(report, ok=False, problem=problem)
    return verify(report, header, saves.read(exercise))


def import_file(saves: Saves, path: Path) -> tuple[Header, bool]:
    """Take an exported file in; returns its header, and whether it was new.

    Raises:
        SaveError: when it was changed, was never played, or cannot be kept.
    """

    def admitted(header: Header, entries: Sequence[Entry]) -> None:
        found = admit(entries, header)
        if found.problem:
            raise Damaged(f"{path} was not made by play: {found.problem}", found.bad)

    return take_in(saves, path, admitted)
