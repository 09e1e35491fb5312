"""The floor of a game: its recorded commands decided and evolved again, with no views and no players."""

from statistics import median
from time import process_time
from typing import NamedTuple
from unittest.mock import patch

from multipolar.domain import exercise
from multipolar.domain.dice import Dice, SeededDice
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.model.world import World
from multipolar.lobby.port import ExerciseConfig
from tests.playing import begin_unkept


class Commands(NamedTuple):
    """A game without its players: the world it begins and ends in, its dice, and who did what in order."""

    opening: World
    dice: Dice
    given: tuple[tuple[str, AnyCommand], ...]
    end: World


def commands_of(scenario: str, doctrine: str, seed: int) -> Commands:
    """The commands of a game that were carried out.

    Args:
        scenario: its id.
        doctrine: of every seat; empty: each by its own.
        seed: of its chance.
    """
    given: list[tuple[str, AnyCommand]] = []
    carry_out = exercise.carry_out

    def noted(world: World, seat: str, command: AnyCommand, dice: Dice) -> Transaction:
        done = carry_out(world, seat, command, dice)
        given.append((seat, command))
        return done

    host, programs = begin_unkept(ExerciseConfig(scenario, "standard", seed, {}), doctrine)
    opening = host.world
    with patch.object(exercise, "carry_out", noted):
        for _ in programs.play():
            pass
    return Commands(opening, SeededDice(seed), tuple(given), host.world)


def play_again(game: Commands) -> World:
    """Decide and evolve the commands of a game."""
    world = game.opening
    for seat, command in game.given:
        world = exercise.carry_out(world, seat, command, game.dice).world
    return world


def view_after_a_change(scenario: str, seed: int) -> float:
    """The median seconds that a seat's view takes after each command of a game's third deliberation on."""
    game = commands_of(scenario, "", seed)
    world = game.opening
    seat = world.rules.ids[0]
    taken: list[float] = []
    for who, command in game.given:
        world = exercise.carry_out(world, who, command, game.dice).world
        if world.round >= 3:
            began = process_time()
            view_of(world, seat)
            taken.append(process_time() - began)
    return median(taken)
