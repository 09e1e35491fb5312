"""Several exercises at one host, each with its codes (the port `wire.library.LibraryDesk`).

Which exercises are open is kept over a restart, beside the hashes of the library's own codes: a room has the
same address and the same codes from one lesson to the next. A closed exercise stays as a save.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

from msgspec import MsgspecError, Struct, json

from multipolar.domain.english import counted
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import PERSON, Phase
from multipolar.lobby.port import ExerciseConfig, SaveCard, ScenarioCard
from multipolar.rulebook.lessons import preset_for
from multipolar.server.app import REPLACED, WRONG, Wrong, open_seat, read_name, sign_in, too_many
from multipolar.server.keys import Guesses, Holder, Keys, KeyStore, TooMany
from multipolar.server.served import Reached, Served, ToServe
from multipolar.user_errors import UserError
from multipolar.wire import library as lib
from multipolar.wire.messages import LARGEST_BODY, JoinRequest

CLOSED_CODE = "That exercise is closed. Its facilitator can open it again; the code stays good."
_CLOSING = "Your facilitator has closed this exercise; everything is saved."
_GOING = "The host ends here; everything is saved. When it is started again, you come back by itself."
USUAL_PORT = 8080
_USUAL = "standard"
_SEEDS = 1_000_000
MOST_OPEN = 64
"""Exercises open in one library at once."""
_MOST_CLOSED = 200
_NOT_OPEN = "no exercise '{name}' is open here; `exercises` tells which are"


class Shelf(Protocol):
    """Where a library finds what may be begun and taken up; every method may raise `UserError`."""

    async def scenarios(self) -> tuple[ScenarioCard, ...]:
        """What may be begun."""
        ...

    async def saves(self) -> tuple[SaveCard, ...]:
        """What may be taken up."""
        ...

    async def begin(self, config: ExerciseConfig) -> ToServe:
        """Begin an exercise."""
        ...

    async def take_up(self, exercise: str) -> ToServe:
        """Open a save."""
        ...

    def keys(self, exercise: str) -> KeyStore:
        """Where the hashes of an exercise's codes are kept."""
        ...


class _Kept(Struct):
    """Which exercises are open, which were closed here last, and where the library listened."""

    open: list[str] = []
    closed: list[str] = []
    port: int = 0


def _read(text: str) -> _Kept:
    try:
        return json.decode(text, type=_Kept) if text else _Kept()
    except MsgspecError:
        # Another version's: the exercises are saved, and are taken up by hand.
        return _Kept()


class Signed(NamedTuple):
    """Somebody who has signed in: with which token, at which seat, of which exercise (None: the library)."""

    token: str
    holder: Holder
    served: Served | None


class Library:
    """The exercises of one host.

    Args:
        name: of the room; empty where it has none.
        shelf: where exercises come from.
        keys: where hashes of the library's own codes are kept.
        kept: where it is kept which exercises are open.
    """

    def __init__(self, name: str, shelf: Shelf, keys: KeyStore, kept: KeyStore) -> None:
        self.name = name
        self.keys = Keys(keys, time.monotonic)
        self.served: dict[str, Served] = {}
        self._shelf = shelf
        self._store = kept
        self._kept = _read(kept.load())
        self._guesses = Guesses(time.monotonic)
        self._reached: Reached | None = None
        self._begun: dict[str, str] = {}
        self._turn = asyncio.Lock()

    @property
    def port(self) -> int:
        """Where it listened before, so that its address stays the same."""
        return self._kept.port or USUAL_PORT

    @property
    def addresses(self) -> tuple[str, ...]:
        """Of the host, the best first."""
        return self._reached.addresses if self._reached is not None else ()

    @property
    def fingerprint(self) -> str:
        """Of the host's certificate; empty where there is none."""
        return self._reached.fingerprint if self._reached is not None else ""

    @property
    def path(self) -> str:
        """Where on the host people come in: the room's own address, where it has a name."""
        return f"/room/{self.name}" if self.name else ""

    # --- the host's beginning and end ---

    async def open(self, reached: Reached, port: int, tell: Callable[[str], None]) -> None:
        """Issue the facilitator's code, and take up what was open before.

        Args:
            reached: how people reach the host.
            port: where it listens.
            tell: is told, in one line each, what cannot be taken up.

        Raises:
            UserError: when codes cannot be kept.
        """
        self._reached = reached
        self.keys.issue((lib.SEAT,))
        for exercise in tuple(self._kept.open):
            try:
                await self._serve(await self._shelf.take_up(exercise))
            except UserError as trouble:
                tell(f"{exercise} was open here before and is not taken up: {trouble}")
                self._kept.open.remove(exercise)
        self._kept.port = port
        self._keep()

    async def close(self) -> None:
        """End the host: what is open is taken up again when it is started."""
        await asyncio.gather(*(served.stop(_GOING) for served in self.served.values()))

    def _keep(self) -> None:
        self._store.keep(json.encode(self._kept).decode())

    async def _serve(self, what: ToServe) -> Served:
        assert self._reached is not None
        exercise = what.session.exercise
        served = Served(what, self._reached, f"/e/{exercise}")
        await served.start()
        self.served[exercise] = served
        return served

    async def _open(self, what: ToServe) -> Served:
        served = await self._serve(what)
        exercise = what.session.exercise
        self._kept.open = [*(each for each in self._kept.open if each != exercise), exercise]
        self._kept.closed = [each for each in self._kept.closed if each != exercise]
        self._keep()
        return served

    # --- who comes in ---

    def sign_in(self, asked: JoinRequest, address: str) -> Signed:
        """A token for whoever has a code, of whichever exercise or of the library itself.

        Raises:
            Wrong: when the code opens nothing, too many were tried, or the name would be taken for another.
        """
        name, code = read_name(asked.name), asked.code[:LARGEST_BODY]
        try:
            self._guesses.check(address, name)
        except TooMany as many:
            raise too_many(many) from None
        for served in self.served.values():
            if served.keys.seat_of(code) is not None:
                return Signed(*sign_in(served.hosted, asked, address), served)
        if self.keys.seat_of(code) is not None:
            return Signed(*open_seat(self.keys, code, name, address), None)
        self._guesses.count(address, name)
        raise Wrong(403, "code", self._of_no_seat(code))

    def _of_no_seat(self, code: str) -> str:
        """What somebody is told whose code opens nothing now."""
        if any(keys.was_replaced(code) for keys in (self.keys, *(one.keys for one in self.served.values()))):
            return REPLACED
        for exercise in self._kept.closed:
            keys = Keys(self._shelf.keys(exercise), time.monotonic)
            if keys.seat_of(code) is not None:
                return CLOSED_CODE
            if keys.was_replaced(code):
                return REPLACED
        return WRONG

    def holder_of(self, token: str) -> Served | None:
        """The exercise at which a token opens a seat; None: at none."""
        served = tuple(self.served.values())
        here = next((each for each in served if each.keys.holds(token)), None)
        # One that another host of the exercise gave out, perhaps just now.
        return here or next((each for each in served if each.keys.holder(token) is not None), None)

    def sit_down(self, exercise: str, seat: str, name: str) -> str:
        """A token for a seat that whoever facilitates the library sits down at, without its code.

        Raises:
            UserError: when there is no such exercise or seat.
        """
        served = self._of(exercise)
        _check_seat(served, seat)
        return served.keys.grant(Holder(seat, name))

    def is_closed(self, exercise: str) -> bool:
        """Whether an exercise was open here once, and is not now."""
        return exercise in self._kept.closed

    # --- what whoever facilitates asks for (the port) ---

    async def exercises(self) -> tuple[lib.ExerciseOpen, ...]:
        """The exercises that are open, the oldest first."""
        return tuple(_shown(served) for served in self.served.values())

    async def scenarios(self) -> tuple[lib.ScenarioOffered, ...]:
        """What may be begun."""
        return tuple(_offered(card) for card in await self._shelf.scenarios())

    async def saves(self) -> tuple[lib.SaveOffered, ...]:
        """What may be taken up."""
        return tuple(
            lib.SaveOffered(card.id, card.title, card.position, card.finished)
            for card in await self._shelf.saves()
            if not card.in_place and card.id not in self.served
        )

    async def begin(self, request: lib.ExerciseRequest) -> lib.ExerciseOpen:
        """Begin an exercise; asked for twice by one id, it is begun once."""
        async with self._turn:
            known = self.served.get(self._begun.get(request.id, ""))
            if known is not None:
                return _shown(known)
            self._check_room()
            served = await self._open(await self._shelf.begin(await self._config(request)))
            if request.id:
                self._begun[request.id] = served.hosted.exercise
            return _shown(served)

    async def begin_as(self, config: ExerciseConfig) -> lib.ExerciseOpen:
        """Begin an exercise of which everything is settled.

        Raises:
            UserError: when it cannot be.
        """
        async with self._turn:
            self._check_room()
            return _shown(await self._open(await self._shelf.begin(config)))

    async def _config(self, asked: lib.ExerciseRequest) -> ExerciseConfig:
        # A name of the library alone: whoever asks across a network reads no files of this machine.
        scenario = next((each for each in await self.scenarios() if each.id == asked.scenario), None)
        if scenario is None:
            raise UserError(
                f"there is no scenario '{_short(asked.scenario)}'; `scenarios` tells which there are"
            )
        if 0 < asked.lesson < lib.SHORTEST_LESSON:
            longest = counted(lib.LONGEST_LESSON, "minute")
            raise UserError(f"a lesson has {lib.SHORTEST_LESSON} to {longest}, or 0: no clock")
        persons = tuple(dict.fromkeys(asked.seats)) or tuple(
            power.id for power in scenario.powers if not power.minor
        )
        preset = asked.preset or (preset_for(asked.lesson) if asked.lesson else _USUAL)
        return ExerciseConfig(
            scenario.id,
            preset,
            secrets.randbelow(_SEEDS) if asked.seed is None else asked.seed,
            dict.fromkeys(persons, PERSON),
            absence=asked.absence,
            lesson=asked.lesson,
            nameless=asked.nameless,
        )

    async def take_up(self, exercise: str) -> lib.ExerciseOpen:
        """Open a save; one that is open already is shown."""
        async with self._turn:
            known = self.served.get(exercise)
            if known is not None:
                return _shown(known)
            self._check_room()
            if exercise not in {each.exercise for each in await self.saves()}:
                raise UserError(f"there is no save '{_short(exercise)}'; `saves` tells which there are")
            return _shown(await self._open(await self._shelf.take_up(exercise)))

    async def end(self, exercise: str) -> None:
        """Close an exercise for all; it stays as a save."""
        async with self._turn:
            served = self._of(exercise)
            await served.stop(_CLOSING)
            del self.served[exercise]
            self._kept.open = [each for each in self._kept.open if each != exercise]
            self._kept.closed = [*self._kept.closed, exercise][-_MOST_CLOSED:]
            self._keep()

    async def reissue(self, exercise: str, seat: str) -> str:
        """Take a seat's code back, and whoever sits there by it; another one, which is good now."""
        served = self._of(exercise)
        _check_seat(served, seat)
        return served.keys.reissue(seat)

    async def revoke(self, exercise: str, seat: str) -> None:
        """Take a seat's code back, and whoever sits there by it."""
        served = self._of(exercise)
        _check_seat(served, seat)
        served.keys.revoke(seat)

    def _of(self, exercise: str) -> Served:
        served = self.served.get(exercise)
        if served is None:
            raise UserError(_NOT_OPEN.format(name=_short(exercise)))
        return served

    def _check_room(self) -> None:
        if len(self.served) >= MOST_OPEN:
            raise UserError(
                f"{counted(MOST_OPEN, 'exercise')} are open here, as many as may be; close one first"
            )


def _short(text: str) -> str:
    """What somebody typed, to be said back."""
    return text if len(text) <= 80 else f"{text[:79]}…"


def _check_seat(served: Served, seat: str) -> None:
    if seat not in served.hosted.seats:
        raise UserError(f"there is no seat '{_short(seat)}'; choose {', '.join(served.hosted.seats)}")


def _shown(served: Served) -> lib.ExerciseOpen:
    """An exercise that is open, as whoever facilitates the library sees it."""
    hosted, world = served.hosted, served.hosted.session.host.world
    states = {seen.seat: seen.state for seen in hosted.presence()}
    clock = hosted.clock()
    return lib.ExerciseOpen(
        hosted.exercise,
        hosted.title,
        world.preset,
        world.moment,
        _position(world),
        world.rounds,
        clock.words if clock else "",
        world.phase == Phase.DEBRIEF,
        tuple(
            lib.SeatOpen(
                seat,
                hosted.name_of(seat),
                served.keys.shown.get(seat, ""),
                states.get(seat, ""),
                tuple(name for name in hosted.desk.names(seat) if name),
            )
            for seat in hosted.seats
        ),
    )


def _position(world: World) -> str:
    """Round and phase in words."""
    if world.phase == Phase.DEBRIEF:
        return "over, at its debrief"
    when = f"round {world.round} of {world.rounds}" if world.round else f"before round 1 of {world.rounds}"
    return f"{when}, {world.phase}"


def _offered(card: ScenarioCard) -> lib.ScenarioOffered:
    return lib.ScenarioOffered(
        card.id,
        card.title,
        card.summary,
        tuple(lib.PresetOffered(each.id, each.title, each.rounds, each.minutes) for each in card.presets),
        tuple(lib.PowerOffered(each.id, each.name, each.minor) for each in card.powers),
    )
