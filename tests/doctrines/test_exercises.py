"""Whole exercises run by program (rulebook §14, §16)."""

import pytest

from multipolar.lobby.port import ExerciseConfig
from multipolar.review.summary import summarise
from tests.playing import begin_unkept

RANKED = ("IND", "IDN", "ZAF", "USA", "CHN", "FRA")
MARGIN = 8
"""Points of final score by which a doctrine shall beat random legal play (rulebook §16)."""


def finals(seed: int, doctrine: str, *, odd: int) -> dict[str, list[int]]:
    """Final scores by doctrine of an exercise in which every other power plays by chance."""
    seats = {power: doctrine if index % 2 == odd else "random" for index, power in enumerate(RANKED)}
    host, programs = begin_unkept(ExerciseConfig("indian-ocean", "standard", seed, seats))
    for _ in programs.play():
        pass
    found: dict[str, list[int]] = {doctrine: [], "random": []}
    for power, score in summarise(host.events, host.world)["final"].items():
        found[seats[power]].append(score["final"])
    return found


@pytest.mark.parametrize("doctrine", ["bridge_builder", "hedger"])
def test_a_doctrine_does_better_than_chance_at_the_same_table(doctrine: str) -> None:
    scores: dict[str, list[int]] = {doctrine: [], "random": []}
    for seed in range(12):
        for kind, found in finals(seed, doctrine, odd=seed % 2).items():
            scores[kind] += found
    thinking, chance = (sum(found) // len(found) for found in (scores[doctrine], scores["random"]))
    assert thinking >= chance + MARGIN, (thinking, chance)


def test_the_same_seed_gives_the_same_exercise() -> None:
    def play() -> list[object]:
        host, programs = begin_unkept(ExerciseConfig("indian-ocean", "intro", 11, {}))
        for _ in programs.play():
            pass
        return list(host.events)

    assert play() == play()
