"""Where the lobby gets what it joins: saves, players, a scenario, the first events of an exercise.

The only place that picks implementations: which store, which doctrines, which library of scenarios.
Everything heavy is imported where it is needed first.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.lobby.port import ExerciseConfig
from multipolar.user_errors import UserError

if TYPE_CHECKING:
    from multipolar.domain.model.events import Event
    from multipolar.domain.rules.scenario_model import ScenarioModel
    from multipolar.engine.players import Player
    from multipolar.store import Saves


PERSON = "person"
"""What a seat is run by when it is not a doctrine (as in `phases.genesis`, not loaded here)."""


def open_saves(saves: str | None = None, *, read_only: bool = False) -> "Saves":
    """The saves at a place (``--saves``, else ``MULTIPOLAR_SAVES``, else the usual one).

    Raises:
        UserError: when they cannot be opened.
    """
    import os

    from multipolar.store import SaveError, locate, state_folder
    from multipolar.store import open_saves as open_at

    try:
        where = locate(saves, os.environ, Path.cwd())
        return open_at(where, read_only=read_only, state=state_folder(os.environ))
    except SaveError as error:
        raise UserError(str(error)) from error


def players() -> "Mapping[str, Player]":
    """What plays each doctrine of the rule set."""
    from multipolar.doctrines import player_for
    from multipolar.rulebook import load_rules

    rules = load_rules()
    return {doctrine.id: player_for(doctrine, rules.weighing) for doctrine in rules.doctrines}


def read_scenario(scenario: str) -> "ScenarioModel":
    """A scenario of the library by its name, or by a path.

    Raises:
        UserError: when there is none, or it cannot be played.
    """
    from multipolar.scenario.library import ScenarioUnknown, find
    from multipolar.scenario.load import ScenarioInvalid

    try:
        path = find(scenario)
        now = path.stat()
        return _scenario(path, now.st_mtime_ns, now.st_size)
    except (ScenarioUnknown, ScenarioInvalid) as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError(f"{scenario} cannot be read: {error.strerror or error}") from error


@lru_cache(maxsize=8)
def _scenario(path: Path, _changed: int, _size: int) -> "ScenarioModel":
    """The scenario in a file as it stood then: to check it takes longer than to play a round."""
    from multipolar.scenario.load import load

    return load(path)


def first_events(config: ExerciseConfig) -> "tuple[Event, ...]":
    """The first events of an exercise.

    Raises:
        UserError: unknown scenario, preset, power or doctrine.
    """
    from multipolar.domain.dice import SeededDice
    from multipolar.domain.errors import Refused
    from multipolar.domain.model.events import Options
    from multipolar.domain.phases.genesis import begin
    from multipolar.rulebook import load_rules

    try:
        return begin(
            load_rules(),
            read_scenario(config.scenario),
            config.preset,
            config.seats,
            config.seed,
            SeededDice(config.seed),
            Options(
                intent=config.intent,
                absence=config.absence,
                lesson=config.lesson,
                sharing=config.sharing,
                without=config.without,
                nameless=config.nameless,
                facilitator=config.facilitator,
            ),
        )
    except Refused as refusal:
        raise UserError(refusal.message) from refusal
