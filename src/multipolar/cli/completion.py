"""What a shell may complete: names of scenarios, powers, moves, saves.

Typer installs it (`multipolar --install-completion`) and asks here for what fits. Whatever cannot be read
completes to nothing: a shell has no place for an error.
"""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from multipolar.domain.english import counted

if TYPE_CHECKING:
    from multipolar.store import Header

Completions = list[tuple[str, str]]
"""Words that fit, each with what it stands for."""


def _fitting(words: Iterable[tuple[str, str]], begun: str) -> Completions:
    return [(word, meaning) for word, meaning in words if word.lower().startswith(begun.lower())]


def _words_before() -> list[str]:
    """The line so far: an option still without its value keeps it from being parsed."""
    return (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()[1:]


def _scenario_before() -> str | None:
    from multipolar.scenario.library import library

    known = {listed.id for listed in library()}
    return next((word for word in _words_before() if word in known), None)


def _save_before(context: typer.Context) -> "Header | None":
    """The saved exercise that stands on the line."""
    from contextlib import closing

    from multipolar.lobby import sources
    from multipolar.store import SaveError
    from multipolar.user_errors import UserError

    try:
        with closing(sources.open_saves(_saves_at(context), read_only=True)) as kept:
            headers = {header.id: header for header in kept.list()}
    except (SaveError, UserError):
        return None
    latest = next(iter(headers.values()), None)
    for word in _words_before():
        if word == "last" or word in headers:
            return headers.get(word, latest)
    return None


def _saves_at(context: typer.Context) -> str | None:
    return context.params.get("saves_at") or context.find_root().params.get("saves_at")


def scenarios(incomplete: str) -> Completions:
    """Scenarios of the library."""
    from multipolar.scenario.library import library

    return _fitting(((listed.id, "a scenario of the library") for listed in library()), incomplete)


def powers(context: typer.Context, incomplete: str) -> Completions:
    """Powers of the scenario or save that stands before, each by its name."""
    from multipolar.lobby import sources
    from multipolar.user_errors import UserError

    scenario = context.params.get("scenario") or _scenario_before()
    if not scenario and (save := _save_before(context)):
        scenario = save.scenario
    try:
        setting = sources.read_scenario(scenario) if scenario else None
    except UserError:
        return []
    return _fitting(((power.id, power.name) for power in setting.powers), incomplete) if setting else []


def several_powers(context: typer.Context, incomplete: str) -> Completions:
    """Powers with a comma between them: the last of them is completed."""
    before, comma, begun = incomplete.rpartition(",")
    named = before.upper().split(",")
    return [(f"{before}{comma}{power}", name) for power, name in powers(context, begun) if power not in named]


def onlookers(context: typer.Context, incomplete: str) -> Completions:
    """Whose knowledge a save can be read with."""
    others = (("observer", "what everybody may know"), ("all", "the truth, with every secret"))
    return [*powers(context, incomplete), *_fitting(others, incomplete)]


def points(context: typer.Context, incomplete: str) -> Completions:
    """Rounds and phases up to where the save that stands before was played."""
    save = _save_before(context)
    if save is None:
        return []
    played = save.rounds if save.state == "finished" else int(save.position.partition(".")[0])
    phases = ("situation", "deliberation", "adjudication", "crisis", "assessment")
    known = ((f"{number}.{phase}", f"round {number}") for number in range(1, played + 1) for phase in phases)
    return _fitting(known, incomplete)


def doctrines(context: typer.Context, incomplete: str) -> Completions:
    """Powers, and after the sign the doctrines that may run one."""
    from multipolar.rulebook import load_rules

    power, equals, begun = incomplete.partition("=")
    if not equals:
        return [(f"{name}=", meaning) for name, meaning in powers(context, power)]
    fitting = _fitting(((doctrine.id, doctrine.title) for doctrine in load_rules().doctrines), begun)
    return [(f"{power}={name}", meaning) for name, meaning in fitting]


def presets(incomplete: str) -> Completions:
    """Lengths of an exercise."""
    from multipolar.rulebook import load_rules

    known = load_rules().presets
    lengths = ((preset.id, f"{counted(preset.rounds, 'round')}, {preset.minutes} min") for preset in known)
    return _fitting(lengths, incomplete)


def moves(incomplete: str) -> Completions:
    """Moves and crises of the rule set."""
    from multipolar.rulebook import load_rules

    rules = load_rules()
    known = [(move.id, move.title) for move in rules.moves]
    known += [(crisis.id, crisis.title) for crisis in rules.crises]
    return _fitting(known, incomplete)


def saves(context: typer.Context, incomplete: str) -> Completions:
    """Saved exercises, the latest first."""
    from contextlib import closing

    from multipolar.lobby import sources
    from multipolar.store import SaveError
    from multipolar.user_errors import UserError

    try:
        with closing(sources.open_saves(_saves_at(context), read_only=True)) as kept:
            listed = [(header.id, f"{header.title}, {header.position}") for header in kept.list()]
    except (SaveError, UserError):
        return []
    return _fitting((*(listed and [("last", "the latest of them")]), *listed), incomplete)
