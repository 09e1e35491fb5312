"""A record gone over: the port `table.port.Replay` on the events of one exercise.

A table like any other, whose world is that of a moment. Worlds are kept every few events and the rest is
evolved from them, so that any moment is a step away; nothing is ever rolled. What a seat is shown is made
from the events it saw up to that moment and from nothing else. Nothing here writes the record.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Protocol

from multipolar.domain.errors import Refused
from multipolar.domain.knowledge.causes import explain, sees
from multipolar.domain.knowledge.narration import Narration, narrate
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.knowledge.touching import foresee
from multipolar.domain.knowledge.turning_points import marks, turning_points
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.events import Event, PhaseBegan
from multipolar.domain.model.views import (
    Advice,
    Explanation,
    Mark,
    Preview,
    Receipt,
    Seen,
    TurningPoint,
    View,
)
from multipolar.domain.model.walk import walk, world_after
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import check_text
from multipolar.domain.vocabulary import CONTROL, OBSERVER
from multipolar.engine.host import seen_as
from multipolar.table.port import Pin, Stop, Update
from multipolar.user_errors import UserError

APART = 32
"""Events between two worlds that are kept."""
READ_ONLY = "this is a record, where nothing can be done; branch here to play on from this moment"

Branch = Callable[[int, str], Awaitable[str]]
"""Makes an exercise of the events up to a seq, with a person in a seat; returns its id."""


class Pinboard(Protocol):
    """Where notes on a record are kept. Both methods may raise `user_errors.UserError`."""

    def notes(self) -> Sequence[tuple[int, str, str]]:
        """Every note: seq, the seat with whose eyes it was written, and the text; in order of events."""
        ...

    def add(self, seq: int, seat: str, text: str) -> None:
        """Keep a note."""
        ...


class _Sight:
    """What one seat saw of the record so far."""

    def __init__(self) -> None:
        self.looked_at = 0
        self.seqs: list[int] = []
        self.numbered: dict[int, int] = {}
        self.seen: list[Seen] = []
        self.stops: list[Stop] = []
        self.marks: tuple[int, tuple[Mark, ...]] = (0, ())


class SavedReplay:
    """A record gone over (the port `table.port.Replay`; what its methods do is told there).

    Args:
        events: the record; it may grow while `growing` is not over.
        exercise: the id under which it is saved.
        pinboard: where notes are kept.
        branch: what makes a new exercise.
        problem: what is wrong with the rest of a damaged record.
        growing: plays the exercise on, a step each, adding to `events`; None for a record that is complete.

    Raises:
        ValueError: when there are no events.
    """

    def __init__(
        self,
        events: Sequence[Event],
        exercise: str,
        pinboard: Pinboard,
        branch: Branch,
        problem: str = "",
        growing: Iterator[None] | None = None,
    ) -> None:
        self._events = events
        self.exercise = exercise
        self.problem = problem
        self._pinboard = pinboard
        self._branch = branch
        self._growing = growing
        self._told: dict[int, Narration] = {}
        self._kept: list[World] = []
        self._latest: World | None = None
        self._sights: dict[str, _Sight] = {}
        self._seat = CONTROL
        self._seq = 1
        self._moved = asyncio.Event()
        self._closed = False
        self._world: World = self._take_in()
        self._view: tuple[str, int, View] | None = None
        self._pins = tuple(pinboard.notes())
        self.seek(1)

    def _take_in(self) -> World:
        """Take what the record has grown by; returns the world at its end."""
        world = self._latest
        for step in walk(self._events[len(self._told) :], world):
            event, world = step.event, step.world
            self._told[event.seq] = narrate(world, event)
            if (event.seq - 1) % APART == 0:
                self._kept.append(world)
        if world is None:
            raise ValueError("a record begins with its opening")
        self._latest = world
        return world

    # --- where it stands ---

    @property
    def seat(self) -> str:
        """With whose eyes the record is seen now."""
        return self._seat

    @property
    def seats(self) -> tuple[str, ...]:
        """Whose eyes there are."""
        return (CONTROL, *self._world.rules.ids, OBSERVER)

    @property
    def names(self) -> dict[str, str]:
        """Power to its name."""
        return {power: self._world.rules.name(power) for power in self._world.rules.ids}

    @property
    def at(self) -> int:
        """The number of the last event that has happened."""
        return self._number_at(self._sight(), self._seq)

    @property
    def last(self) -> int:
        """The number of the last event of the record."""
        return len(self._sight().seqs)

    @property
    def is_live(self) -> bool:
        """Whether the exercise goes on where the record ends."""
        return self._growing is not None

    @staticmethod
    def _number_at(sight: _Sight, seq: int) -> int:
        """How many events a seat had seen by a seq; at least the opening, which all see."""
        low, high = 0, len(sight.seqs)
        while low < high:
            middle = (low + high) // 2
            if sight.seqs[middle] <= seq:
                low = middle + 1
            else:
                high = middle
        return max(1, low)

    def look_as(self, seat: str) -> None:
        """See with other eyes."""
        if seat in self.seats:
            self._seat = seat
            self._go(self._seq)

    def seek(self, number: int) -> None:
        """Go to a moment."""
        sight = self._sight()
        self._go(sight.seqs[min(max(1, number), len(sight.seqs)) - 1])

    def _go(self, seq: int) -> None:
        self._seq = seq
        # The world a seat sees is that after the last event it saw: what happened unseen since is not in it.
        sight = self._sight()
        here = sight.seqs[self._number_at(sight, seq) - 1]
        world = self._kept[(here - 1) // APART]
        self._world = world_after(self._events[world.seq : here], world)
        self._moved.set()

    def _sight(self) -> _Sight:
        """What the seat saw of the record, as far as the record goes now."""
        sight = self._sights.setdefault(self._seat, _Sight())
        for event in self._events[sight.looked_at : len(self._told)]:
            if not sees(event, self._seat):
                continue
            number = len(sight.seqs) + 1
            sight.seqs.append(event.seq)
            sight.numbered[event.seq] = number
            sight.seen.append(seen_as(event, self._told[event.seq], sight.numbered, self._seat))
            if isinstance(event, PhaseBegan):
                sight.stops.append(Stop(number, event.round, event.to, event.exchange))
        sight.looked_at = len(self._told)
        return sight

    # --- what there is to see ---

    @property
    def view(self) -> View:
        """The seat's view of the moment."""
        at = self.at
        if self._view is None or self._view[:2] != (self._seat, at):
            view = view_of(self._world, self._seat, self.exercise, at)
            self._view = (self._seat, at, view)
        return self._view[2]

    @property
    def now(self) -> Seen:
        """The event of the moment."""
        return self._sight().seen[self.at - 1]

    @property
    def news(self) -> Sequence[Seen]:
        """Everything the seat had seen by then."""
        return self._sight().seen[: self.at]

    @property
    def stops(self) -> Sequence[Stop]:
        """Where rounds, phases and exchanges begin."""
        found, at = self._sight().stops, self.at
        if self._seat == CONTROL:
            return found
        return [stop if stop.number <= at else Stop(stop.number, stop.round) for stop in found]

    @property
    def marks(self) -> Sequence[Mark]:
        """The turning points that the program finds."""
        sight, at = self._sight(), self.at
        if sight.marks[0] != len(sight.seqs):
            visible = [self._events[seq - 1] for seq in sight.seqs]
            sight.marks = (len(sight.seqs), marks(visible, self._told, sight.numbered))
        if self._seat == CONTROL:
            return sight.marks[1]
        return [
            mark if mark.number <= at else Mark(mark.number, mark.round, "", "") for mark in sight.marks[1]
        ]

    async def why(self, target: str) -> Explanation:
        """The causes of a number, as the seat could know them then."""
        told: Mapping[int, str] = {seq: narration.text for seq, narration in self._told.items()}
        so_far = self._events[: self._world.seq]
        return explain(
            self._world, so_far, target, self._seat, told, self._sight().numbered, self.view.numbers
        )

    async def record(self, since: int = 0) -> tuple[Seen, ...]:
        """Everything the seat had seen happen, after its event number `since`."""
        return tuple(self._sight().seen[since : self.at])

    async def drafts(self) -> tuple[AnyCommand, ...]:
        """Nothing is composed here."""
        return ()

    async def keep_drafts(self, drafts: Sequence[AnyCommand]) -> None:
        """Nothing is composed here."""

    async def turning_points(self) -> tuple[TurningPoint, ...]:
        """Five moments that had decided much by then."""
        sight = self._sight()
        visible = [self._events[seq - 1] for seq in sight.seqs[: self.at]]
        return turning_points(visible, self._told, sight.numbered)

    async def preview(self, command: AnyCommand) -> Preview:
        """Costs, odds and effects that a command would have had then."""
        return foresee(self._world, self._seat, command)

    async def previews(self, commands: Sequence[AnyCommand]) -> tuple[Preview, ...]:
        """The same of several commands."""
        return tuple([await self.preview(command) for command in commands])

    async def follow(self) -> AsyncIterator[Update]:
        """The present view at once, then one update for every move; going back tells everything again."""
        seat, told = "", 0
        while not self._closed:
            self._moved.clear()
            fresh = told if seat == self._seat and self.at >= told else 0
            seat, told = self._seat, self.at
            yield Update(self.view, tuple(self._sight().seen[fresh:told]))
            await self._moved.wait()

    # --- what can be done ---

    async def submit(self, command: AnyCommand) -> Receipt:
        """Refused: a record stays as it is."""
        return Receipt(False, "replay", READ_ONLY, command.id)

    async def advise(self, doctrine: str = "") -> tuple[Advice, ...]:
        """No doctrine thinks about what is past."""
        return ()

    async def grow(self) -> bool:
        """Let a live exercise go on by a step."""
        length = len(self._told)
        while self._growing is not None and len(self._events) == length:
            try:
                next(self._growing)
            except StopIteration:
                self._growing = None
            await asyncio.sleep(0)
        if len(self._events) == length:
            return False
        self._take_in()
        return True

    @property
    def pins(self) -> Sequence[Pin]:
        """Notes that were pinned with these eyes, as far as the moment; control reads all."""
        sight, at = self._sight(), self.at
        found: list[Pin] = []
        for seq, seat, text in self._pins:
            number = sight.numbered.get(seq, 0)
            if number and (self._seat == CONTROL or (seat == self._seat and number <= at)):
                found.append(Pin(number, self._events[seq - 1].round, seat, text))
        return found

    async def pin(self, text: str) -> None:
        """Pin a note to the event of the moment.

        Raises:
            UserError: signs in it that cannot be seen.
        """
        try:
            check_text(text)
        except Refused as refusal:
            raise UserError(refusal.message) from None
        here = self._sight().seqs[self.at - 1]
        self._pinboard.add(here, self._seat, text)
        self._pins = tuple(self._pinboard.notes())

    async def branch(self, seat: str) -> str:
        """Make a new exercise of what has happened so far."""
        return await self._branch(self._seq, seat)

    async def close(self) -> None:
        """Leave the record."""
        self._closed = True
        self._growing = None
        self._moved.set()
