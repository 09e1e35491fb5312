"""Program-run powers at a table: when they play, and in what order (rulebook §14).

Three sweeps a deliberation, in an order shuffled by the seed; each power plays from its view as it
stood when the sweep began. Where persons play too, two sweeps open the deliberation, whoever is
addressed answers at once, and the third closes it when all persons are ready.
"""

from collections.abc import Iterator, Mapping

import msgspec

from multipolar.domain.dice import Dice
from multipolar.domain.knowledge.forecast import figures_of, forecast
from multipolar.domain.mechanics.crises.crisis_choices import default_choice, is_asked
from multipolar.domain.mechanics.requests import open_requests
from multipolar.domain.model.commands import AnyCommand, Ready, Respond
from multipolar.domain.model.events import SteppedBack
from multipolar.domain.model.views import Advice, Figures, Preview
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import OPEN_STAGES, PERSON, InitiativeState, Phase
from multipolar.engine.absent import Holding, Repeating
from multipolar.engine.host import GONE, UNSAVED, Host
from multipolar.engine.players import Forecast, Player
from multipolar.user_errors import Gone, UserError

_WAITING = frozenset({InitiativeState.TABLED, InitiativeState.COUNTERED})


class Programs:
    """The program-run seats of one exercise.

    Args:
        host: the exercise.
        players: doctrine id to what plays it.
        dice: by which they choose between what is alike to them; the exercise's own when left out.
    """

    def __init__(self, host: Host, players: Mapping[str, Player], dice: Dice | None = None) -> None:
        self._host = host
        self._dice = dice or host.dice
        self._players = players
        self._held: Mapping[str, str] = {}
        self._playing: dict[str, Player] = {}
        self._swept: dict[str, int] = {}
        if self._has_played(host.world.moment):
            self._swept[self._moment] = 2

    @property
    def _moment(self) -> str:
        """The present phase; one that is played once more is another."""
        return f"{self._host.world.moment}#{self._host.world.stepped}"

    @property
    def _programs(self) -> dict[str, Player]:
        """Who plays each of the program's seats; a seat may change hands (§2)."""
        held = self._host.world.seats
        if held is not self._held:
            self._held = held
            self._playing = {seat: self._players[run_by] for seat, run_by in held.items() if run_by != PERSON}
        return self._playing

    @property
    def _seats(self) -> dict[str, Player]:
        """Who is played here now: the program's seats, and those whose person has left (§2)."""
        away = self._host.world.away
        return {**self._programs, **{seat: self._stand_in(seat) for seat in away}} if away else self._programs

    def _stand_in(self, seat: str) -> Player:
        world = self._host.world
        match world.options.absence:
            case "doctrine":
                return self._players[world.rules.powers[seat].doctrine]
            case "default_orders":
                return Repeating()
            case _:
                return Holding()

    @property
    def _persons(self) -> tuple[str, ...]:
        """Persons who sit at their seats."""
        world = self._host.world
        return tuple(
            seat for seat, run_by in world.seats.items() if run_by == PERSON and seat not in world.away
        )

    def nobody_is_left(self) -> bool:
        """Whether persons play, and all of them have left: then the exercise waits to be asked on."""
        return PERSON in self._host.world.seats.values() and not self._persons

    def play(self, *, without_persons: bool = False) -> Iterator[None]:
        """Play until persons are awaited or the exercise is over; yields between steps of work.

        Args:
            without_persons: where all persons have left, play this one phase to its end by the absence
                policy; otherwise nothing is played then.

        Raises:
            UserError: when what they do cannot be saved; they can be asked to play again.
        """
        began = self._host.world.moment
        while True:
            world = self._host.world
            if self.nobody_is_left() and not (without_persons and world.moment == began):
                return
            if world.phase is Phase.BRIEFING:
                yield from self._make_ready()
            elif world.phase is Phase.DELIBERATION:
                yield from self._deliberate()
            elif world.phase is Phase.CRISIS:
                yield from self._respond()
            if self._host.world.moment == world.moment and not self._host.advance_if_due():
                return
            yield

    def _deliberate(self) -> Iterator[None]:
        moment = self._moment
        swept = self._swept.get(moment, 0)
        last = 2 if self._persons else 3
        for sweep in range(swept + 1, last + 1):
            yield from self._sweep(sweep)
            self._swept[moment] = sweep
        if self._persons:
            yield from self._answer()
        if all(seat in self._host.world.ready for seat in self._persons):
            if self._persons and self._swept.get(moment, 0) < 3:
                yield from self._sweep(3)
                self._swept[moment] = 3
            yield from self._make_ready()

    def _sweep(self, sweep: int) -> Iterator[None]:
        world = self._host.world
        seats = [seat for seat in self._order(sweep) if seat not in world.ready]
        for seat in seats:
            self._let_play(seat, world, sweep)
            yield

    def _answer(self) -> Iterator[None]:
        """Whoever a person has addressed answers at once."""
        for seat in self._order(0):
            world = self._host.world
            if (
                seat not in world.ready
                and any(
                    initiative.state in _WAITING
                    and seat in initiative.parties
                    and seat not in initiative.accepted
                    and initiative.proposer in self._persons
                    for initiative in world.current.values()
                )
            ) or (seat not in world.ready and open_requests(world, seat)):
                self._let_play(seat, world, 0)
                yield

    def _let_play(self, seat: str, world: World, sweep: int) -> None:
        player = self._seats[seat]
        view = self._host.sight_of(world, seat)
        for advice in player.deliberate(view, sweep, self._forecast(world, seat), self._dice):
            self._submit(seat, advice.command)

    def _respond(self) -> Iterator[None]:
        world = self._host.world
        open_to = {crisis.id for crisis in world.crises.values() if crisis.stage in OPEN_STAGES}
        for seat in self._order(world.exchange):
            chosen = {
                crisis.id
                for crisis in world.crises.values()
                if any(who == seat for who, _, _ in crisis.responses)
            }
            if open_to - chosen:
                player = self._seats[seat]
                view = self._host.sight_of(world, seat)
                for advice in player.respond(view, self._forecast(world, seat), self._dice):
                    self._submit(seat, advice.command)
                self._default(seat)
                yield

    def _default(self, seat: str) -> None:
        """A table never stalls: what a program leaves open counts as its default (§2)."""
        for crisis in self._host.world.open_crises():
            answered = any(who == seat for who, _, _ in crisis.responses)
            if not answered and is_asked(self._host.world, crisis, seat):
                self._submit(seat, Respond(crisis=crisis.id, choice=default_choice(crisis, seat)))

    def _make_ready(self) -> Iterator[None]:
        for seat in self._seats:
            if seat not in self._host.world.ready:
                self._submit(seat, Ready())
        yield

    def _submit(self, seat: str, command: AnyCommand) -> None:
        if self._host.is_shared:
            # Two hosts that both think it is theirs to run programs do the same deed once.
            command = msgspec.structs.replace(command, id=f"program.{self._host.world.seq}")
        receipt = self._host.submit(seat, command)
        # To play on would be to leave out moves for want of room on a disk.
        if receipt.rule == GONE:
            raise Gone(receipt.message)
        if receipt.rule == UNSAVED:
            raise UserError(receipt.message)

    def advise(self, seat: str, player: Player) -> tuple[Advice, ...]:
        """What a doctrine would do in a person's place: up to three commands, with reasons."""
        world = self._host.world
        view = self._host.view(seat)

        def preview(command: AnyCommand) -> Preview:
            return forecast(world, seat, command)

        if world.phase is Phase.CRISIS:
            return player.respond(view, preview, self._dice)[:3]
        return player.advise(view, preview, self._dice)[:3]

    def _order(self, sweep: int) -> list[str]:
        """The program-run seats in an order shuffled by the seed (§14)."""
        found = list(self._seats)
        if len(found) > 1:
            rolls = self._dice.roll(f"{self._host.world.moment}.order.{sweep}", 10_000, len(found))
            found = [seat for _, seat in sorted(zip(rolls, found, strict=True))]
        return found

    def _has_played(self, moment: str) -> bool:
        """Whether program-run powers have acted in this phase already (an exercise taken up again)."""
        for event in reversed(self._host.events):
            if f"{event.round}.{event.phase}" != moment or isinstance(event, SteppedBack):
                return False
            if event.actor in self._seats and event.phase == Phase.DELIBERATION:
                return True
        return False

    @staticmethod
    def _forecast(world: World, seat: str) -> Forecast:
        def figures(command: AnyCommand) -> Figures:
            return figures_of(world, seat, command)

        return figures
