"""A record played on by program, many times: from its opening, or from a decision or what could be instead.

What is played on stands in a `Deal`: the record up to a moment, as bytes that travel to wherever games are
played. A `Course` says what the seat does there, a `Draw` by which dice the rest is played. Two courses with
the same draw meet the same dice, so that what differs between them is owed to the course.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from multipolar.doctrines import player_for
from multipolar.domain import exercise
from multipolar.domain.dice import Dice, SeededDice
from multipolar.domain.mechanics.scoring import architecture_of, index_values
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.events import Event, decode, encode
from multipolar.domain.model.views import Advice, Sight
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.vocabulary import PERSON, Stage
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.players import Forecast, Player, Previews
from multipolar.engine.programs import Programs
from multipolar.lab.games import GameFailed
from multipolar.lab.parcel import VersionMismatch, differences, versions


class Deal(Struct, frozen=True):
    """A record up to a moment, packed.

    Attributes:
        content: its events, compressed.
        versions: of what it was packed by, by name.
    """

    content: bytes
    versions: dict[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of the content and of the program that plays it on."""
        return sha256(self.content + self.versions["multipolar"].encode()).hexdigest()


class Course(Struct, frozen=True):
    """What is done before the programs play on.

    Attributes:
        label: in words.
        stands: how many events of the deal stand.
        seat: who does something else.
        command: what it does; None: nothing but what stands.
        leaves: a move that it leaves alone for the rest of the phase; empty: none.
    """

    label: str
    stands: int
    seat: str = ""
    command: AnyCommand | None = None
    leaves: str = ""


class Draw(Struct, frozen=True):
    """By which dice, and by whom, the rest is played.

    Attributes:
        number: which continuation it is, from 0.
        seed: of the exercise's dice.
        whims: of the dice by which programs choose between what is alike to them.
        doctrines: power to the doctrine that plays it on; the others keep what they have.
    """

    number: int
    seed: int
    whims: int
    doctrines: dict[str, str] = {}


class Continuation(Struct, frozen=True):
    """One continuation to be played."""

    course: Course
    draw: Draw


class Abstaining:
    """A player that leaves a move alone at one seat in one phase, and else plays as it would.

    Args:
        player: who decides all the rest.
        seat: which.
        moment: the phase, such as ``3.deliberation``.
        move: what is left alone.
    """

    def __init__(self, player: Player, seat: str, moment: str, move: str) -> None:
        self._player = player
        self._where = (seat, moment)
        self._moves = frozenset((move,))

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """What the player does in a sweep; there as if it had never heard of the move."""
        seen = view.without(self._moves) if (view.seat, view.moment) == self._where else view
        return self._player.deliberate(seen, sweep, forecast, dice)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """What the player answers in crises; no move is made there."""
        return self._player.respond(view, forecast, dice)

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """The best moves; nobody is advised here."""
        return self._player.advise(view, forecast, dice)


class Ending(Struct, frozen=True):
    """How a continuation ended.

    Attributes:
        course: the label of its course.
        number: of its draw.
        finals: ranked power to final score.
        order: the shared order at the end, 0 to 100.
        conflict: whether any crisis came to open conflict.
    """

    course: str
    number: int
    finals: dict[str, int]
    order: int
    conflict: bool


def deal_of(events: Sequence[Event]) -> Deal:
    """Pack a record, to be played on."""
    lines = b"\n".join(encode(event) for event in events)
    return Deal(zlib.compress(lines, 6), versions())


def draws(seed: int, count: int, doctrines: Sequence[dict[str, str]] = ()) -> list[Draw]:
    """Draws that follow from a seed and their number alone: more of them change none.

    Args:
        seed: of the question.
        count: how many.
        doctrines: who plays on in each; empty: as the record has it.
    """
    dice = SeededDice(seed)
    found = []
    for number in range(count):
        rolled = dice.roll(f"continuation.{number}", 65_536, 4)
        seed_of_game, whims = (rolled[at] * 65_536 + rolled[at + 1] for at in (0, 2))
        found.append(Draw(number, seed_of_game, whims, doctrines[number] if doctrines else {}))
    return found


def play_on(deal: Deal, wanted: Continuation) -> Ending:
    """Play a deal on to its end.

    Raises:
        VersionMismatch: when the deal was packed by another program.
        Refused: the command of the course is not allowed there.
        GameFailed: when the game breaks down.
    """
    different = differences(versions(), deal.versions)
    if different:
        raise VersionMismatch(f"a worker runs another program: {different}; install the same on both")
    course, draw = wanted.course, wanted.draw
    events, world = _opened(deal.content, course.stands)
    rules = world.rules
    if course.command is not None:
        done = exercise.carry_out(world, course.seat, course.command, SeededDice(draw.seed))
        events, world = (*events, *done.events), done.world
    seats = {
        seat: rules.powers[seat].doctrine if run_by == PERSON else run_by
        for seat, run_by in world.seats.items()
    }
    world = replace(world, seats={**seats, **draw.doctrines}, away=())
    players = _players(rules.base)
    if course.leaves:
        doctrine = world.seats[course.seat]
        players[doctrine] = Abstaining(players[doctrine], course.seat, world.moment, course.leaves)
    host = Host(events, SeededDice(draw.seed), NullLog(), telling=False, world=world)
    try:
        for _ in Programs(host, players, SeededDice(draw.whims)).play():
            pass
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise GameFailed(
            f"continuation {draw.number} (seed {draw.seed}) of “{course.label}” broke down: {what}"
        ) from error
    if not exercise.over(host.world):
        raise GameFailed(
            f"continuation {draw.number} of “{course.label}” stands still at {host.world.moment}"
        )
    return Ending(
        course=course.label,
        number=draw.number,
        finals={power: final for power, _, final, _ in host.world.finals},
        order=architecture_of(index_values(host.world)),
        conflict=any(crisis.reached is Stage.CONFLICT for crisis in host.world.crises.values()),
    )


@lru_cache(maxsize=8)
def _opened(content: bytes, stands: int) -> tuple[tuple[Event, ...], World]:
    """The events of a deal that stand, and the world after them."""
    lines = zlib.decompress(content).split(b"\n")
    events = tuple(decode(line) for line in lines[:stands])
    return events, world_after(events)


def _players(base: RuleSet) -> dict[str, Player]:
    return {doctrine.id: player_for(doctrine, base.weighing) for doctrine in base.doctrines}
