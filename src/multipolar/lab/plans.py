"""Which games a study plays: seats, doctrines and seeds, all from the study's seed.

A game's plan follows from the study's seed and the game's number alone, never from how many games or
processes there are, so that more games add to a study and change nothing in it.
"""

from collections.abc import Sequence

from msgspec import Struct

from multipolar.domain.dice import SeededDice
from multipolar.domain.rules.ruleset import Doctrine, RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.lab.record import Arrangement

BESIDE: dict[Arrangement, tuple[int, int]] = {
    Arrangement.CHANNELS: (5, 300),
    Arrangement.NO_CHANNELS: (5, 300),
    Arrangement.COOPERATE: (5, 240),
    Arrangement.COERCE: (10, 100),
    Arrangement.RANDOM: (5, 300),
    Arrangement.LONE: (5, 240),
}
"""Games played beside the study's own: one for every so many of them (rounded up), and the most."""
COOPERATIVE = ("bridge_builder", "hedger", "guardian")
"""Doctrines of a cooperative table (numbers, What holds)."""
ALONE = ("opportunist", "free_rider")
"""Doctrines that may gain at a cooperative table (§16)."""


class Plan(Struct, frozen=True):
    """One game to be played.

    Attributes:
        arrangement: how its table is set.
        number: which game of the study it is, from 0.
        seed: of its chance.
        seats: power to doctrine; powers left out keep the scenario's.
        changed: the seat that differs from the game it is compared with; empty when none does.
    """

    arrangement: Arrangement
    number: int
    seed: int
    seats: dict[str, str]
    changed: str = ""


def real_doctrines(base: RuleSet) -> tuple[Doctrine, ...]:
    """The doctrines of a rule set, without the yardstick of random play."""
    return tuple(doctrine for doctrine in base.doctrines if not doctrine.random)


def shipped_plans(base: RuleSet, setting: ScenarioModel, games: int, seed: int) -> list[Plan]:
    """The games of a study of a scenario as it stands, every seat with its own doctrine.

    The arguments are those of `plans_for`; a game has the seed of the mixed game of its number.
    """
    drawing = _Drawing(base, setting, seed)
    return [drawing.plan(Arrangement.SHIPPED, number) for number in range(games)]


def plans_for(
    base: RuleSet, setting: ScenarioModel, games: int, seed: int, arrangements: Sequence[Arrangement]
) -> list[Plan]:
    """The games of a study, the mixed ones first: whoever stops it early has most of these.

    Args:
        base: the rule set; its doctrines are drawn from.
        setting: the scenario; its ranked powers get drawn doctrines, minor ones keep their own.
        games: how many mixed games.
        seed: of the study.
        arrangements: which comparisons are wanted besides.
    """
    drawing = _Drawing(base, setting, seed)
    plans = [drawing.plan(Arrangement.MIXED, number) for number in range(games)]
    for arrangement, (share, most) in BESIDE.items():
        if arrangement in arrangements:
            count = min(most, -(-games // share))
            plans += [drawing.plan(arrangement, number) for number in range(count)]
    return plans


class _Drawing:
    """Draws seats and seeds."""

    def __init__(self, base: RuleSet, setting: ScenarioModel, seed: int) -> None:
        self._dice = SeededDice(seed)
        self._all = [doctrine.id for doctrine in real_doctrines(base)]
        self._cooperative = [name for name in self._all if name in COOPERATIVE] or self._all
        self._alone = [name for name in self._all if name in ALONE] or self._all
        self._chance = next((doctrine.id for doctrine in base.doctrines if doctrine.random), "")
        self._ids = [power.id for power in setting.powers]
        self._ranked = [power.id for power in setting.powers if not power.minor]

    def plan(self, arrangement: Arrangement, number: int) -> Plan:
        high, low = self._dice.roll(f"study.{number}.seed", 65_536, 2)
        seats = {} if arrangement is Arrangement.SHIPPED else self._seats(number, self._ranked, self._all)
        changed = ""
        if arrangement in (Arrangement.COOPERATE, Arrangement.LONE):
            seats = self._seats(number, self._ids, self._cooperative)
        if arrangement in (Arrangement.RANDOM, Arrangement.LONE):
            turn, place = divmod(number, len(self._ranked))
            changed = self._ranked[place]
            seats[changed] = (
                self._chance if arrangement is Arrangement.RANDOM else self._alone[turn % len(self._alone)]
            )
        return Plan(arrangement, number, (high - 1) * 65_536 + low - 1, seats, changed)

    def _seats(self, number: int, powers: Sequence[str], doctrines: Sequence[str]) -> dict[str, str]:
        return {
            power: doctrines[self._dice.roll(f"study.{number}.{power}", 65_536, 1)[0] % len(doctrines)]
            for power in powers
        }
