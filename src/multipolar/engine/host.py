"""The single writer: checks, decides, commits, then publishes (architecture, the flow).

One host holds the truth of one exercise. Every seat reaches it through a table; what a seat is shown
is projected here, and nowhere else. An event is durable before anybody is told of it.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from multipolar.domain import exercise
from multipolar.domain.dice import Dice
from multipolar.domain.errors import Refused
from multipolar.domain.knowledge.causes import explain, sees
from multipolar.domain.knowledge.narration import Narration, narrate
from multipolar.domain.knowledge.projection import Lens, numbers_of, view_of
from multipolar.domain.knowledge.touching import foresee
from multipolar.domain.knowledge.turning_points import turning_points
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.events import Event, decode, encode
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.views import Explanation, Preview, Receipt, Seen, Sight, TurningPoint, View
from multipolar.domain.model.walk import walk
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import check_signs
from multipolar.domain.vocabulary import CONTROL
from multipolar.engine.log import EventLog
from multipolar.user_errors import Gone, Unsure, UserError

Done = TypeVar("Done")

UNSAVED = "save"
"""The rule that refuses a command which could not be saved."""
GONE = "gone"
"""The rule that refuses one because what was saved before is not there any more, or its disk is full."""


class Host:
    """The truth of one exercise, and the only one who writes it.

    Args:
        events: the record so far; at least the opening.
        dice: where chance comes from.
        record: where what happens is kept.
        telling: whether to put events in words as they come (studies of many exercises do without).
        world: the world after these events, where somebody has made it already.
    """

    def __init__(
        self,
        events: Sequence[Event],
        dice: Dice,
        record: EventLog,
        *,
        telling: bool = True,
        world: World | None = None,
    ) -> None:
        self.dice = dice
        self._telling = telling
        self._record = record
        self.events: list[Event] = []
        self._told: dict[int, Narration] = {}
        self._numbers: dict[str, dict[int, int]] = {}
        self._looked_at: dict[str, int] = {}
        self._listeners: list[Callable[[], None]] = []
        # One thread writes and others read: a reader finds all of a commit, or nothing of it.
        self._publishing = threading.RLock()
        if world is not None:
            self.events += events
        else:
            for event, _, world in walk(events):
                self._take(world, event)
        if world is None:
            raise ValueError("a record begins with its opening")
        self.world = world

    @property
    def exercise(self) -> str:
        """The id under which the exercise is saved."""
        return self._record.exercise

    # --- the flow ---

    def submit(self, seat: str, command: AnyCommand, person: str = "") -> Receipt:
        """Carry a command out, durably, or refuse it; sent twice, it is done once.

        What cannot be saved is refused by the rule ``save``, and nothing has happened.

        Args:
            seat: whose command it is.
            command: what it asks.
            person: who gave it, to stand in the record unless the exercise keeps no names.
        """
        key = f"{seat}:{command.id}" if command.id else ""
        receipt = Receipt(True, id=command.id)
        try:
            return self._surely(lambda: self._carry_out(seat, command, key, receipt, person))
        except Refused as refusal:
            return Receipt(False, refusal.rule, refusal.message, command.id)
        except UserError as trouble:
            return Receipt(False, unsaved_by(trouble), str(trouble), command.id)

    def _carry_out(self, seat: str, command: AnyCommand, key: str, receipt: Receipt, person: str) -> Receipt:
        with self._record.turn(self.world.seq) as newer:
            self._take_up(newer)
            if key and (known := self._record.receipt(key)):
                return known
            done = exercise.carry_out(self.world, seat, command, self.dice)
            if done.events:
                if person and not self.world.options.nameless:
                    done.sign(seat, person)
                self._keep(done, key, receipt)
        self._publish(done.events, done.worlds)
        return receipt

    @staticmethod
    def _surely(deed: Callable[[], Done]) -> Done:
        """Do something again whose outcome is not known; by its id, or by what it is, it is done once.

        Raises:
            UserError: when it cannot be known for long.
        """
        for wait in (0.1, 0.5, 1.0):
            try:
                return deed()
            except Unsure:
                time.sleep(wait)
        return deed()

    @property
    def is_shared(self) -> bool:
        """Whether other hosts carry out commands in the same exercise."""
        return self._record.is_shared

    def read_on(self) -> bool:
        """Take up what other hosts have done since; whether there was anything.

        Raises:
            UserError: when it cannot be read.
        """
        return self._take_up(self._record.newer(self.world.seq))

    def _take_up(self, payloads: Sequence[bytes]) -> bool:
        """Take up events that are durable already."""
        decoded = {event.seq: event for event in map(decode, payloads) if event.seq > self.world.seq}
        steps = list(walk(decoded.values(), self.world))
        self._publish([step.event for step in steps], [step.world for step in steps])
        return bool(steps)

    def move(self, record: EventLog) -> None:
        """Keep what happens from now on elsewhere, where all that has happened is kept already."""
        self._record = record

    def advance_if_due(self) -> bool:
        """End the phase when nobody is awaited and nobody facilitates; whether it did.

        Raises:
            UserError: when that cannot be saved; nothing has happened then.
        """
        command = exercise.due(self.world)
        if command is None or exercise.over(self.world):
            return False
        return self._surely(self._advance)

    def _advance(self) -> bool:
        with self._record.turn(self.world.seq) as newer:
            self._take_up(newer)
            command = exercise.due(self.world)
            if command is None or exercise.over(self.world):
                return False
            done = exercise.carry_out(self.world, CONTROL, command, self.dice)
            self._keep(done, "", None)
        self._publish(done.events, done.worlds)
        return True

    def _keep(self, done: Transaction, key: str, receipt: Receipt | None) -> None:
        payloads = [encode(event) for event in done.events]
        self._record.append(self.world.seq, payloads, key, receipt, done.world)

    def _publish(self, events: Sequence[Event], worlds: Sequence[World]) -> None:
        """Show what is durable now, and tell of it."""
        if not events:
            return
        with self._publishing:
            for event, after in zip(events, worlds, strict=True):
                self._take(after, event)
                self.world = after
        for listener in tuple(self._listeners):
            listener()

    def _take(self, world: World, event: Event) -> None:
        self.events.append(event)
        if self._telling:
            self._told[event.seq] = narrate(world, event)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a function after every commit; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # --- what a seat may know ---

    def view(self, seat: str) -> View:
        """The seat's view now."""
        with self._publishing:
            world, number = self.world, len(self._numbered(seat))
        return view_of(world, seat, self.exercise, number)

    def number(self, seat: str) -> int:
        """The seat's own number of the last event it has seen."""
        with self._publishing:
            return len(self._numbered(seat))

    @staticmethod
    def sight_of(world: World, seat: str) -> Sight:
        """What a program-run power plays from: as much of its view as it asks for, without past rounds."""
        return Lens(world, seat)

    def preview(self, seat: str, command: AnyCommand) -> Preview:
        """Cost, odds and effects of a command, as the seat may know them."""
        return foresee(self.world, seat, command)

    def why(self, seat: str, target: str) -> Explanation:
        """Why a number is what it is, as the seat may know it."""
        with self._publishing:
            told = {seq: narration.text for seq, narration in self._told.items()}
            known = numbers_of(self.world, seat)
            return explain(self.world, self.events, target, seat, told, self._numbered(seat), known)

    def seen(self, seat: str, since: int = 0) -> tuple[Seen, ...]:
        """What a seat saw happen, after its own event number `since`."""
        with self._publishing:
            numbered = self._numbered(seat)
            fresh = itertools.takewhile(lambda seq: numbered[seq] > since, reversed(numbered))
            return tuple(
                seen_as(self.events[seq - 1], self._told[seq], numbered, seat)
                for seq in reversed(tuple(fresh))
            )

    def turning_points(self, seat: str) -> tuple[TurningPoint, ...]:
        """Five moments that decided much, as the seat may know them."""
        with self._publishing:
            visible = [event for event in self.events if sees(event, seat)]
            return turning_points(visible, self._told, self._numbered(seat))

    # --- what a seat composes ---

    def drafts(self, seat: str) -> tuple[AnyCommand, ...]:
        """What a seat was composing and has not sent, oldest first.

        Raises:
            UserError: when it cannot be read.
        """
        return drafts_of(self._record.draft(seat))

    def keep_drafts(self, seat: str, drafts: Sequence[AnyCommand]) -> None:
        """Keep what a seat composes; nobody else is shown it, and the record stays as it was.

        What could never be sent for its signs is not kept either; what is only too long so far, is.

        Raises:
            UserError: when it cannot be kept.
        """
        try:
            for text in _texts(msgspec.to_builtins(drafts)):
                check_signs(text)
        except Refused as refusal:
            raise UserError(f"the draft is not kept: {refusal.message}") from refusal
        self._record.keep_draft(seat, msgspec.json.encode(drafts).decode() if drafts else "")

    def time_used(self) -> str:
        """What was used of the lesson, as it was kept; empty when nothing was.

        Raises:
            UserError: when it cannot be read.
        """
        return self._record.time_used()

    def keep_time_used(self, text: str) -> None:
        """Keep what was used of the lesson; the record stays as it was.

        Raises:
            UserError: when it cannot be kept.
        """
        self._record.keep_time_used(text)

    def _numbered(self, seat: str) -> dict[int, int]:
        """Seq to the seat's own count of events: gaps would tell of what it may not know."""
        found = self._numbers.setdefault(seat, {})
        for event in itertools.islice(self.events, self._looked_at.get(seat, 0), None):
            if sees(event, seat):
                found[event.seq] = len(found) + 1
        self._looked_at[seat] = len(self.events)
        return found


def _texts(value: object) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading raises where drafts were changed, or come from another version."""


def unsaved_by(trouble: UserError) -> str:
    """The rule by which a command is refused that met with trouble in being saved."""
    return GONE if isinstance(trouble, Gone) else UNSAVED


def drafts_of(text: str) -> tuple[AnyCommand, ...]:
    """Drafts as they were kept; what an older or a newer program composed otherwise is let go."""
    try:
        return read_drafts(text)
    except UNREADABLE:
        return ()


def read_drafts(text: str) -> tuple[AnyCommand, ...]:
    """Drafts as they were kept.

    Raises:
        MsgspecError, ValueError, RecursionError: when they are none of this version (`UNREADABLE`).
    """
    return msgspec.json.decode(text, type=tuple[AnyCommand, ...]) if text else ()


def seen_as(event: Event, told: Narration, numbered: Mapping[int, int], seat: str) -> Seen:
    """An event as a seat knows it.

    Args:
        event: one that the seat may know.
        told: the event in words.
        numbered: seq to the seat's own number of the event.
        seat: which; who of a team did something is told to the team and to control.
    """
    person = event.by_person if event.by_person and seat in (event.actor, CONTROL) else ""
    return Seen(
        number=numbered[event.seq],
        round=event.round,
        phase=event.phase,
        kind=str(event.__struct_config__.tag),
        actor=event.actor,
        text=told.text,
        cause=numbered.get(event.cause, 0) if event.cause < event.seq else 0,
        subject=told.subject,
        weight=told.weight,
        powers=told.powers,
        changes=event.changes,
        detail=(*told.detail, f"by {person}") if person else told.detail,
    )
