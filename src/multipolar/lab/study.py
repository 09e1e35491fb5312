"""One study of a scenario in a preset: its games, its players, and what it is about."""

from collections.abc import Generator, Sequence
from functools import cached_property, partial

from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.lab.figures import subject_of
from multipolar.lab.games import Laboratory
from multipolar.lab.parcel import Parcel, pack, play
from multipolar.lab.plans import Plan, plans_for, shipped_plans
from multipolar.lab.record import Arrangement, GameRecord
from multipolar.lab.running import Players, run, run_here


class Study:
    """A scenario under study.

    Args:
        base: the rule set.
        setting: the scenario.
        preset: id of one of the rule set's presets.
    """

    def __init__(self, base: RuleSet, setting: ScenarioModel, preset: str) -> None:
        self._base = base
        self._setting = setting
        self._preset = preset
        self._laboratory = Laboratory(base, setting, preset)
        self.subject = subject_of(base, setting, preset)
        """Everything its figures have a line for."""

    def plans(self, games: int, seed: int, arrangements: Sequence[Arrangement]) -> list[Plan]:
        """The games to be played: so many mixed ones, and those of the other arrangements besides."""
        return plans_for(self._base, self._setting, games, seed, arrangements)

    def shipped_plans(self, games: int, seed: int) -> list[Plan]:
        """So many games to be played with the doctrines that the scenario gives to its powers."""
        return shipped_plans(self._base, self._setting, games, seed)

    def run(self, plans: Sequence[Plan], players: Players | None = None) -> Generator[GameRecord, None, None]:
        """Play games; records come in the order in which games end.

        Args:
            plans: which games.
            players: who plays them; nobody named, they are played in this process.

        Raises:
            GameFailed: when a game breaks down.
        """
        if players is None:
            return run_here(self._laboratory.play, plans)
        return run(partial(play, self.parcel), plans, players)

    @cached_property
    def parcel(self) -> Parcel:
        """The scenario as it travels to who plays elsewhere."""
        return pack(self._base, self._setting, self._preset)
