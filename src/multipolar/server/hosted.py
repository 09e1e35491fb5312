"""One exercise on a host: who holds which seat, who is there, what an empty chair does, and who follows.

Presence is no part of the record: it is lost with a restart, and announced beside the updates.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from multipolar.domain.model.commands import Absence, AnyCommand, AssignSeat, ReadMessages
from multipolar.domain.model.views import Receipt
from multipolar.domain.phases.messages import waiting_for
from multipolar.domain.vocabulary import PERSON, Phase
from multipolar.engine.clock import ClockRead
from multipolar.server.desk import Desk
from multipolar.server.encoded_views import EncodedView
from multipolar.server.keys import InMemory, Keys
from multipolar.table.local import LocalSession
from multipolar.table.port import DelegationSeen, Presence, Suggestion, Table, Teammate
from multipolar.user_errors import UserError
from multipolar.wire.routes import FACILITATOR, SCREEN, SEES, WATCHER

KEEP_CLOCK_EVERY = 10.0
"""Seconds between two times at which what was used of the lesson is kept."""
MOST_STREAMS = 32
"""Streams open in one seat at once."""
_OVER = (Phase.DEBRIEF,)


class _Chair(Struct):
    """A person's seat: how many streams are open in it, and when somebody was last heard of."""

    heard: float
    streams: int = 0
    taken: bool = False


class _Near(Struct):
    """Who of a seat's team was heard of when, and how many streams each has open."""

    heard: dict[str, float] = {}
    streams: dict[str, int] = {}


class Occupied(Struct, frozen=True):
    """A seat at one host: streams open in it, and for how many seconds nobody was heard from."""

    streams: int
    silent: float


class Present(Struct, frozen=True):
    """Who is at one host, for the others that serve the same exercise.

    Attributes:
        chairs: seats in which somebody sat there.
        missed: seats that were declared left because nobody was heard from.
    """

    chairs: dict[str, Occupied] = {}
    missed: tuple[str, ...] = ()


class Hosted:
    """An exercise that is served.

    Args:
        session: the exercise.
        keys: what opens its seats.
        grace: seconds after which a seat nobody is heard from follows the absence policy.
        now: seconds that pass evenly.
        desk: what is kept beside the record; None: as long as the program runs.
        base: what stands before the addresses of its pages, where the host serves several exercises.
    """

    def __init__(
        self,
        session: LocalSession,
        keys: Keys,
        grace: float,
        now: Callable[[], float],
        desk: Desk | None = None,
        base: str = "",
    ) -> None:
        self.base = base
        self.session = session
        self.keys = keys
        self.grace = grace
        self._now = now
        self._chairs: dict[str, _Chair] = {}
        self._near: dict[str, _Near] = {}
        self.desk = desk or Desk(InMemory(), lambda: datetime.now().astimezone())
        self._tables: dict[str, Table] = {}
        self._encoded: dict[str, EncodedView] = {}
        self._following: set[asyncio.Event] = set()
        # Who left by its own word stays away until it says otherwise; others are back as soon as heard.
        self._missed = self.desk.missed(session.host.world.away)
        self.leads: Callable[[], bool] = lambda: True
        self.hosts: tuple[str, ...] = ()
        self.own_addresses: tuple[str, ...] = ()
        self._elsewhere: tuple[Present, ...] = ()
        session.run_clock(now)
        self._was, self._was_of = self.presence(), session.host.world
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

    def encoded_view(self, seat: str) -> EncodedView:
        """The view of whoever holds a seat, as it goes over the wire."""
        eyes = SEES.get(seat, seat)
        if eyes not in self._encoded:
            self._encoded[eyes] = EncodedView(self.session.host, eyes)
        return self._encoded[eyes]

    async def submit(self, seat: str, command: AnyCommand, person: str = "") -> Receipt:
        """Carry out what a seat asks for.

        Args:
            seat: whose it is.
            command: what it asks.
            person: who asks; it stands in the record, unless the exercise is to keep none.
        """
        if self.ending:
            return Receipt(False, "ending", self.ending, command.id)
        eyes = SEES.get(seat, seat)
        # Whoever hangs up meanwhile has asked all the same: it is done to its end.
        receipt = await asyncio.shield(self.session.submit(eyes, command, person))
        receipt = replace(receipt, number=self.session.host.number(eyes))
        if receipt.accepted and isinstance(command, ReadMessages) and command.channel:
            self.open_channel(seat, person, command.channel)
        if receipt.accepted and isinstance(command, AssignSeat):
            self.desk.forget_suggestions(command.seat)
        if receipt.accepted:
            await self.show_what_waits()
        return receipt

    async def show_what_waits(self) -> None:
        """What came in from another host is before those whose devices are here at once."""
        await self._show_messages(seat for seat in self.persons if self._devices(seat))

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

    def presence_told(self) -> tuple[Presence, ...]:
        """The same, worked out once for all who follow: who falls silent is found by the next look around."""
        world = self.session.host.world
        if self._was_of is not world:
            self._was, self._was_of = self.presence(), world
        return self._was

    def _devices(self, seat: str) -> int:
        here = self._chairs[seat].streams if seat in self._chairs else 0
        return here + sum(host.chairs[seat].streams for host in self._elsewhere if seat in host.chairs)

    def _gone(self, seat: str) -> float:
        """Seconds for which a person's seat was not heard from, at whichever host."""
        chair = self._chairs.setdefault(seat, _Chair(self._now()))
        if self._devices(seat):
            return 0.0
        since = [self._now() - chair.heard] if chair.taken or not self._elsewhere else []
        since += [host.chairs[seat].silent for host in self._elsewhere if seat in host.chairs]
        return min(since, default=self._now() - chair.heard)

    # --- at several hosts ---

    def present(self) -> "Present":
        """Who is at this host, for the others."""
        now = self._now()
        chairs = {
            seat: Occupied(chair.streams, max(0.0, now - chair.heard))
            for seat, chair in self._chairs.items()
            if chair.taken
        }
        return Present(chairs, tuple(sorted(self._missed)))

    @property
    def other_hosts(self) -> tuple[str, ...]:
        """Addresses of other hosts that serve the same exercise."""
        return tuple(address for address in self.hosts if address not in self.own_addresses)

    def read_anew(self) -> None:
        """Know what was changed at other hosts: keys, teams, suggestions, help."""
        with suppress(UserError):
            self.keys.read_anew()
        with suppress(UserError):
            self.desk.read_anew()
        self._wake()

    def hear_of(self, others: "tuple[Present, ...]", hosts: tuple[str, ...]) -> None:
        """Know who is at other hosts, and where those are reached."""
        if hosts != self.hosts:
            self.hosts = hosts
            self._wake()
        self._elsewhere = others
        away = self.session.host.world.away
        # Whoever another host missed is back as soon as it is heard here.
        self._missed |= {seat for host in others for seat in host.missed if seat in away}
        self._look_around()

    def _state(self, seat: str, run_by: str) -> str:
        if run_by != PERSON:
            return "program"
        if seat in self.session.host.world.away:
            return "away"
        chair = self._chairs.get(seat)
        if (chair is None or not chair.taken) and not any(seat in host.chairs for host in self._elsewhere):
            return "nobody"
        return "here" if self._gone(seat) < self.grace / 2 else "lost"

    async def hear(self, seat: str, name: str = "", *, shows: bool = True) -> None:
        """Somebody who holds a seat is there.

        Args:
            seat: which.
            name: the person's.
            shows: whether what waits for the seat is shown there now.
        """
        if seat not in self.session.host.world.seats:
            return
        self.desk.join(seat, name)
        self._near.setdefault(seat, _Near()).heard[name] = self._now()
        chair = self._chairs.setdefault(seat, _Chair(self._now()))
        chair.heard, chair.taken = self._now(), True
        if seat in self._missed and not self.ending:
            self._missed.discard(seat)
            self.desk.keep_missed(self._missed)
            if seat in self.session.host.world.away:
                await self._declare(seat, away=False)
        if shows and not self.ending:
            await self._show_messages([seat])
        self._look_around()

    @contextmanager
    def following(self, seat: str, name: str = "") -> Iterator[asyncio.Event]:
        """Be told of every change while somebody follows."""
        team = self._near.setdefault(seat, _Near())
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
            for seat in self.persons if world.phase not in _OVER and self.leads() else ():
                if self._gone(seat) >= self.grace and seat not in world.away:
                    self._missed.add(seat)
                    self.desk.keep_missed(self._missed)
                    await self._declare(seat, away=True)
            self._look_around()
            with suppress(UserError):
                await self.session.release_by_clock()
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
        head = self.desk.head(seat)
        return tuple(
            Teammate(name, name == head, self._is_here(seat, name)) for name in self.desk.names(seat)
        )

    def commits(self, seat: str, name: str) -> bool:
        """Whether somebody commits for a seat: its head of delegation, which is whoever came first."""
        return self.desk.head(seat) in (None, name)

    def head(self, seat: str) -> str:
        """The name of who commits for a seat."""
        return self.desk.head(seat) or ""

    def lead(self, seat: str, by: str, to: str) -> str:
        """Pass the headship on, or take it over; returns why that cannot be, empty when it was done.

        Args:
            seat: whose.
            by: who asks.
            to: the next head; empty: who asks.
        """
        if to and to not in self.desk.names(seat):
            return f"nobody called {to} has joined this seat"
        head = self.desk.head(seat)
        if head is not None and head != by and self._is_here(seat, head):
            return f"{head or 'the head of delegation'} is here, and can pass the headship on"
        if head is not None and head != by and to:
            return "take the headship over first"
        self.desk.lead(seat, to or by)
        self._wake()
        return ""

    def _is_here(self, seat: str, name: str) -> bool:
        # Since a restart nobody was heard from; whoever was here before has the grace time to come back.
        near = self._near.setdefault(seat, _Near())
        heard = near.heard.setdefault(name, self._now())
        return near.streams.get(name, 0) > 0 or self._now() - heard < self.grace

    def suggest(self, seat: str, suggestion: Suggestion) -> bool:
        """Put a command before whoever commits for the seat; False when there are too many already."""
        done = self.desk.suggest(seat, self._moment, suggestion)
        self._wake()
        return done

    def suggestions(self, seat: str) -> tuple[Suggestion, ...]:
        """What was suggested in a seat in this phase, and not taken up."""
        return self.desk.suggestions(seat, self._moment)

    def decide(self, seat: str, number: int, *, taken: bool, word: str = "") -> bool:
        """The head takes a suggestion up, or sets it aside; False when it is open no more."""
        done = self.desk.decide(seat, self._moment, number, taken=taken, word=word)
        self._wake()
        return done

    @property
    def _moment(self) -> str:
        return self.session.host.world.moment

    def delegation(self, seat: str, name: str) -> DelegationSeen:
        """What somebody who holds a seat sees beside the exercise."""
        if seat == FACILITATOR:
            return DelegationSeen(help=sum(line.unread(by_person=False) for line in self.desk.lines()))
        if seat in (WATCHER, SCREEN):
            return DelegationSeen()
        notes = self.desk.line(seat, name).unread(by_person=True)
        unread = self.encoded_view(seat).unread(self.desk.opened(seat, name))
        return DelegationSeen(self.team(seat), self.suggestions(seat), notes, unread)

    def open_channel(self, seat: str, name: str, channel: str) -> None:
        """A person has opened a channel; what stands in it is read, by that person alone."""
        self.desk.open_channel(seat, name, channel, self.encoded_view(seat).length(channel))
        self._wake()

    # --- the help line ---

    def write_help(self, seat: str, name: str, text: str, *, asked: bool, key: str = "") -> None:
        """Write a note between a person and the facilitator; those two are told."""
        self.desk.write(seat, name, text, asked=asked, key=key)
        self._wake()

    def read_help(self, seat: str, name: str, through: int, *, asked: bool) -> None:
        """Mark what the other side wrote as read."""
        if self.desk.read(seat, name, through, asked=asked):
            self._wake()

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
            self._was, self._was_of = present, self.session.host.world
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
