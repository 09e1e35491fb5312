"""One game of a study: played by program in memory, nothing saved, nothing told, measured when over."""

from collections.abc import Iterable, Mapping

from multipolar.doctrines import player_for
from multipolar.domain import exercise
from multipolar.domain.dice import Dice, SeededDice
from multipolar.domain.model.views import Advice, Sight
from multipolar.domain.phases.genesis import begin
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel, StandingAgreement
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.players import Forecast, Player, Previews
from multipolar.engine.programs import Programs
from multipolar.lab.measure import CHANNELS, measure
from multipolar.lab.plans import Plan
from multipolar.lab.record import Arrangement, GameRecord


class GameFailed(Exception):
    """A game could not be played to its end; the text names it, so that it can be played again."""


class Restrained:
    """A player that leaves some moves alone: it does not begin them, and answers no proposal of them.

    Args:
        player: who decides all the rest.
        barred: ids of the moves.
    """

    def __init__(self, player: Player, barred: Iterable[str]) -> None:
        self._player = player
        self._barred = frozenset(barred)

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """What the player does in a sweep when it has never heard of the barred moves."""
        return self._player.deliberate(view.without(self._barred), sweep, forecast, dice)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """What the player answers in crises; no move is made there."""
        return self._player.respond(view, forecast, dice)

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """The best moves that are not barred."""
        return self._player.advise(view.without(self._barred), forecast, dice)


class Laboratory:
    """Plays the games of a study of one scenario.

    Moves are barred by those who play, not by the rule set: what promises, objectives and injects say
    of them keeps its meaning, and one seat can be left free.

    Args:
        base: the rule set.
        setting: the scenario.
        preset: id of the preset.
    """

    def __init__(self, base: RuleSet, setting: ScenarioModel, preset: str) -> None:
        self._base = base
        self._setting = setting
        self._preset = preset
        self._settings = {
            Arrangement.CHANNELS: with_channels(setting),
            Arrangement.NO_CHANNELS: without_channels(setting),
        }
        self._players = {doctrine.id: player_for(doctrine, base.weighing) for doctrine in base.doctrines}

    def play(self, plan: Plan) -> GameRecord:
        """Play a game to its end and measure it.

        Raises:
            GameFailed: when it breaks down on the way.
        """
        try:
            dice = SeededDice(plan.seed)
            setting = self._settings.get(plan.arrangement, self._setting)
            opening = begin(self._base, setting, self._preset, plan.seats, plan.seed, dice)
            host = Host(opening, dice, NullLog(), telling=False)
            for _ in Programs(host, self._players_of(plan)).play():
                pass
            if not exercise.over(host.world):
                raise GameFailed(f"it stands still at {host.world.moment}")
            return measure(host.events, plan)
        except Exception as error:
            seats = ", ".join(f"{power}={doctrine}" for power, doctrine in plan.seats.items())
            what = f"{type(error).__name__}: {error}"
            raise GameFailed(
                f"the {plan.arrangement} game {plan.number} (seed {plan.seed}, {seats}) broke down: {what}"
            ) from error

    def _players_of(self, plan: Plan) -> Mapping[str, Player]:
        barred = barred_moves(self._base, plan.arrangement)
        if not barred:
            return self._players
        free = plan.seats.get(plan.changed, "")
        return {
            doctrine: player if doctrine == free else Restrained(player, barred)
            for doctrine, player in self._players.items()
        }


def barred_moves(base: RuleSet, arrangement: Arrangement) -> tuple[str, ...]:
    """Moves that nobody (at a ``lone`` table: nobody but the one) makes at a table."""
    match arrangement:
        case Arrangement.COOPERATE | Arrangement.LONE:
            return tuple(move.id for move in base.moves if move.category == "coercion")
        case Arrangement.COERCE:
            return tuple(move.id for move in base.moves if move.category not in ("coercion", "domestic"))
        case Arrangement.NO_CHANNELS:
            return tuple(move.id for move in base.moves if move.forms and move.forms.type in CHANNELS)
        case _:
            return ()


def with_channels(setting: ScenarioModel) -> ScenarioModel:
    """The scenario with a hotline and notification of exercises in force between any two powers."""
    powers = [power.id for power in setting.powers]
    channels = tuple(
        StandingAgreement.model_validate(
            {"type": kind, "parties": (a, b), "title": kind, "year": 2000, "source": "a comparison"}
        )
        for place, a in enumerate(powers)
        for b in powers[place + 1 :]
        for kind in CHANNELS
    )
    return setting.model_copy(update={"agreements": (*without_channels(setting).agreements, *channels)})


def without_channels(setting: ScenarioModel) -> ScenarioModel:
    """The scenario with neither in force between anybody."""
    kept = tuple(agreement for agreement in setting.agreements if agreement.type not in CHANNELS)
    return setting.model_copy(update={"agreements": kept})
