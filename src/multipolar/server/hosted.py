"""One exercise on a host: who holds which seat, who is there, what an empty chair does, and who follows.

Presence is no part of the record: it is lost with a restart, and announced beside the updates.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from msgspec import Struct

from multipolar.domain.model.commands import Absence, AnyCommand, ReadMessages, TakeSeat
from multipolar.domain.model.views import Receipt
from multipolar.domain.phases.messages import waiting_for
from multipolar.domain.vocabulary import PERSON, Phase
from multipolar.engine.clock import ClockRead
from multipolar.server.keys import Keys
from multipolar.server.sights import Sight
from multipolar.table.local import LocalSession
from multipolar.table.port import Presence, Table
from multipolar.user_errors import UserError
from multipolar.wire.messages import Suggestion, Teammate
from multipolar.wire.routes import FACILITATOR, SCREEN, SEES, WATCHER

KEEP_CLOCK_EVERY = 10.0
"""Seconds between two times at which what was used of the lesson is kept."""
MOST_STREAMS = 32
"""Streams open in one seat at once."""
MOST_SUGGESTIONS = 50
"""Suggestions kept in one seat and phase."""
_OVER = (Phase.DEBRIEF,)


class _Chair(Struct):
    """A person's seat: how many streams are open in it, and when somebody was last heard of."""

    heard: float
    streams: int = 0
    taken: bool = False


class Team(Struct):
    """Who shares a seat: when each was heard of, how many streams each has open, and who is its head."""

    heard: dict[str, float] = {}
    streams: dict[str, int] = {}
    head: str | None = None

    def hear(self, name: str, now: float) -> None:
        """Somebody is there; who comes first is the head."""
        self.heard[name] = now
        if self.head is None:
            self.head = name


class Hosted:
    """An exercise that is served.

    Args:
        session: the exercise.
        keys: what opens its seats.
        grace: seconds after which a seat nobody is heard from follows the absence policy.
        now: seconds that pass evenly.
    """

    def __init__(self, session: LocalSession, keys: Keys, grace: float, now: Callable[[], float]) -> None:
        self.session = session
        self.keys = keys
        self.grace = grace
        self._now = now
        self._chairs: dict[str, _Chair] = {}
        self._teams: dict[str, Team] = {}
        self._tables: dict[str, Table] = {}
        self._sights: dict[str, Sight] = {}
        self._following: set[asyncio.Event] = set()
        # Who left by its own word stays away until it says otherwise; others are back as soon as heard.
        self._missed = set(session.host.world.away)
        self._suggested: tuple[str, dict[str, list[Suggestion]]] = ("", {})
        session.run_clock(now)
        self._was = self.presence()
        self._stop = session.listen(self._wake)
        self.ending = ""

    @property
    def exercise(self) -> str:
        """The id under which it is saved."""
        return self.session.exercise

    @property
    def title(self) -> str:
        """Its title."""
        return self.session.host.world.rules.setting.title

    @property
    def persons(self) -> tuple[str, ...]:
        """The seats of persons, in the scenario's order."""
        return tuple(seat for seat, run_by in self.session.host.world.seats.items() if run_by == PERSON)

    @property
    def seats(self) -> tuple[str, ...]:
        """Everything there is a code for."""
        return (*self.persons, WATCHER, SCREEN, FACILITATOR)

    def name_of(self, seat: str) -> str:
        """A seat in words."""
        return self.session.host.world.rules.name(seat) if seat in self.session.host.world.seats else seat

    @property
    def roles(self) -> dict[str, str]:
        """Person's seat to who it is, in a sentence."""
        world = self.session.host.world
        roles = {power.id: power.brief.role for power in world.rules.setting.powers}
        return {seat: roles[seat] for seat in self.persons}

    def table(self, seat: str) -> Table:
        """The table of whoever holds a seat."""
        eyes = SEES.get(seat, seat)
        if eyes not in self._tables:
            self._tables[eyes] = self.session.table_at(eyes)
        return self._tables[eyes]

    def sight(self, seat: str) -> Sight:
        """The view of whoever holds a seat, as it goes over the wire."""
        eyes = SEES.get(seat, seat)
        if eyes not in self._sights:
            self._sights[eyes] = Sight(self.session.host, eyes)
        return self._sights[eyes]

    async def submit(self, seat: str, command: AnyCommand) -> Receipt:
        """Carry out what a seat asks for."""
        if self.ending:
            return Receipt(False, "ending", self.ending, command.id)
        # Whoever hangs up meanwhile has asked all the same: it is done to its end.
        receipt = await asyncio.shield(self.table(seat).submit(command))
        if receipt.accepted and isinstance(command, TakeSeat):
            self._suggestions().pop(command.seat, None)
        if receipt.accepted:
            await self._show_messages(one for one in self.persons if self._devices(one))
        return receipt

    async def _show_messages(self, seats: Iterable[str]) -> None:
        """What waits for seats whose devices show at once whatever happens has been read there (§2)."""
        for seat in tuple(seats):
            if waiting_for(self.session.host.world, seat):
                with suppress(UserError):
                    await asyncio.shield(self.session.submit(seat, ReadMessages(id=uuid4().hex)))

    # --- who is there ---

    def presence(self) -> tuple[Presence, ...]:
        """Who is at which seat, as everybody may know it."""
        world = self.session.host.world
        # In a crisis all choose in secret, and nobody is told who has.
        ready = () if world.phase == Phase.CRISIS else world.ready
        return tuple(
            Presence(seat, self._state(seat, run_by), seat in ready, self._devices(seat))
            for seat, run_by in world.seats.items()
        )

    def _devices(self, seat: str) -> int:
        return self._chairs[seat].streams if seat in self._chairs else 0

    def _state(self, seat: str, run_by: str) -> str:
        if run_by != PERSON:
            return "program"
        if seat in self.session.host.world.away:
            return "away"
        chair = self._chairs.get(seat)
        if chair is None or not chair.taken:
            return "nobody"
        return "here" if chair.streams or self._now() - chair.heard < self.grace / 2 else "lost"

    async def hear(self, seat: str, name: str = "") -> None:
        """Somebody who holds a seat is there."""
        if seat not in self.session.host.world.seats:
            return
        self._teams.setdefault(seat, Team()).hear(name, self._now())
        chair = self._chairs.setdefault(seat, _Chair(self._now()))
        chair.heard, chair.taken = self._now(), True
        if seat in self._missed and not self.ending:
            self._missed.discard(seat)
            if seat in self.session.host.world.away:
                await self._declare(seat, away=False)
        if not self.ending:
            await self._show_messages([seat])
        self._look_around()

    @contextmanager
    def following(self, seat: str, name: str = "") -> Iterator[asyncio.Event]:
        """Be told of every change while somebody follows."""
        team = self._teams.setdefault(seat, Team())
        team.streams[name] = team.streams.get(name, 0) + 1
        changed = asyncio.Event()
        chair = self._chairs.setdefault(seat, _Chair(self._now()))
        chair.streams += 1
        self._following.add(changed)
        self._look_around()
        try:
            yield changed
        finally:
            chair.streams -= 1
            team.streams[name] -= 1
            team.heard[name] = self._now()
            chair.heard = self._now()
            self._following.discard(changed)
            self._look_around()

    def streams(self, seat: str) -> int:
        """How many streams are open in a seat."""
        return self._devices(seat)

    async def mind_chairs(self) -> None:
        """Let no table wait for an empty chair: say of a seat nobody is heard from that it was left."""
        pause = max(0.05, min(1.0, self.grace / 4))
        for seat in self.persons:
            self._chairs.setdefault(seat, _Chair(self._now()))
        kept_at = self._now()
        while not self.ending:
            await asyncio.sleep(pause)
            world = self.session.host.world
            for seat in self.persons if world.phase not in _OVER else ():
                chair = self._chairs.setdefault(seat, _Chair(self._now()))
                gone = self._now() - chair.heard
                if not chair.streams and gone >= self.grace and seat not in world.away:
                    self._missed.add(seat)
                    await self._declare(seat, away=True)
            self._look_around()
            if self._now() - kept_at >= KEEP_CLOCK_EVERY:
                kept_at = self._now()
                await self.session.keep_clock()

    async def _declare(self, seat: str, *, away: bool) -> None:
        # What cannot be saved now is tried again: by the next look around, or by the next request.
        with suppress(UserError):
            await asyncio.shield(self.session.submit(seat, Absence(id=uuid4().hex, away=away)))

    # --- within a seat ---

    def team(self, seat: str) -> tuple[Teammate, ...]:
        """Who shares a seat."""
        team = self._teams.setdefault(seat, Team())
        return tuple(
            Teammate(name, name == team.head, self._is_here(team, name)) for name in sorted(team.heard)
        )

    def commits(self, seat: str, name: str) -> bool:
        """Whether somebody commits for a seat: its head of delegation, which is whoever came first."""
        team = self._teams.get(seat)
        return team is None or team.head is None or team.head == name

    def head(self, seat: str) -> str:
        """The name of who commits for a seat."""
        team = self._teams.get(seat)
        return (team.head or "") if team is not None else ""

    def lead(self, seat: str, by: str, to: str) -> str:
        """Pass the headship on, or take it over; returns why that cannot be, empty when it was done.

        Args:
            seat: whose.
            by: who asks.
            to: the next head; empty: who asks.
        """
        team = self._teams.setdefault(seat, Team())
        if to and to not in team.heard:
            return f"nobody called {to} has joined this seat"
        head = team.head
        if head is not None and head != by and self._is_here(team, head):
            return f"{head or 'the head of delegation'} is here, and can pass the headship on"
        if head is not None and head != by and to:
            return "take the headship over first"
        team.head = to or by
        self._wake()
        return ""

    def _is_here(self, team: "Team", name: str) -> bool:
        return team.streams.get(name, 0) > 0 or self._now() - team.heard.get(name, -self.grace) < self.grace

    def suggest(self, seat: str, suggestion: Suggestion) -> bool:
        """Put a command before whoever commits for the seat; False when there are too many already."""
        kept = self._suggestions().setdefault(seat, [])
        if len(kept) >= MOST_SUGGESTIONS:
            return False
        kept.append(suggestion)
        self._wake()
        return True

    def suggestions(self, seat: str) -> tuple[Suggestion, ...]:
        """What was suggested in a seat in this phase."""
        return tuple(self._suggestions().get(seat, ()))

    def _suggestions(self) -> dict[str, list[Suggestion]]:
        moment = self.session.host.world.moment
        if self._suggested[0] != moment:
            self._suggested = (moment, {})
        return self._suggested[1]

    # --- following ---

    def clock(self) -> ClockRead | None:
        """What the clock shows; None where none runs."""
        return self.session.read_clock()

    def _wake(self) -> None:
        for changed in tuple(self._following):
            changed.set()

    def _look_around(self) -> None:
        """Tell all when somebody came, went or was lost."""
        present = self.presence()
        if present != self._was:
            self._was = present
            self._wake()

    async def close(self, why: str) -> None:
        """Take no more commands, tell everybody, and leave the exercise saved."""
        self.ending = why
        self._wake()
        self._stop()
        await self.session.keep_clock()
        for table in self._tables.values():
            await table.close()
        await self.session.close()
