"""The rule set with one number changed, and whether anything comes of it.

Exercises are played once by the rules that ship and their commands kept. Under other rules the same commands
are decided again, as far as it goes the same way: at the first event that differs the number is
found to matter. Nobody has to think a second time, which makes it affordable.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast
from unittest.mock import patch

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import carry_out, due
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, ExerciseBegan
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.views import Preview
from multipolar.domain.model.world import World
from multipolar.domain.phases.genesis import begin
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.vocabulary import CONTROL, Phase
from multipolar.engine.host import Host
from multipolar.lobby.sources import read_scenario
from multipolar.rulebook import cross_check, load_rules
from tests.audit import producing
from tests.audit.producing import Game

Path = tuple[str | int, ...]


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """The place of every number under a value, and the number."""
    match value:
        case bool() | str() | None:
            return
        case int():
            yield path, value
        case BaseModel():
            for key in type(value).model_fields:
                yield from leaves(getattr(value, key), (*path, key))
        case dict():
            for key, held in value.items():
                yield from leaves(held, (*path, key))
        case tuple():
            for place, held in enumerate(value):
                yield from leaves(held, (*path, place))
        case _:
            raise TypeError(f"{path}: {value!r}")


def changed(value: Any, path: Path, number: int) -> Any:
    """A value with the number at a path replaced.

    Raises:
        ValidationError: when no such number can stand there.
    """
    if not path:
        return number
    step, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        # By its fields: what was worked out from them stands in the dictionary of the model as well.
        fields = {key: getattr(value, key) for key in type(value).model_fields}
        fields[str(step)] = changed(fields[str(step)], rest, number)
        type(value).model_validate(fields)
        return value.model_copy(update={str(step): fields[str(step)]})
    if isinstance(value, dict):
        return {key: changed(held, rest, number) if key == step else held for key, held in value.items()}
    return tuple(changed(held, rest, number) if at == step else held for at, held in enumerate(value))


def variants(path: Path, number: int) -> Iterator[RuleSet]:
    """The rule set with another number at a path: much more, much less, a little more, none at all."""
    tried = {number}
    for other in (
        number + 60,
        number - 60,
        number + 3,
        number - 3,
        number + 1,
        number - 1,
    ):
        if other in tried:
            continue
        tried.add(other)
        try:
            rules = changed(load_rules(), path, other)
        except ValidationError:
            continue
        if not cross_check(rules):
            yield rules


GAMES = (
    Game("first-steps", "full", 1, "random"),
    Game("indian-ocean", "standard", 1, "random"),
    Game("alliance-under-strain", "full", 1, "faithless"),
    Game("first-steps", "full", 1, "person"),
    Game("indian-ocean", "full", 3, "shipped"),
    Game("alliance-under-strain", "full", 1, "shipped"),
    Game("peacekeepers", "standard", 2, "person"),
    Game("peacekeepers", "full", 3, "faithless"),
    Game("first-steps", "intro", 1, "shipped"),
)
"""What the audit holds for enough to meet everything that can happen."""


class Played(NamedTuple):
    """A game as it went: its events, and every command with the seat that gave it."""

    events: tuple[Event, ...]
    commands: tuple[tuple[str, c.AnyCommand], ...]


class _Noting(Host):
    """A host that keeps the commands it carried out."""

    noted: list[tuple[str, c.AnyCommand]] = []  # noqa: RUF012  # emptied for each game

    def submit(self, seat: str, command: c.AnyCommand, person: str = "") -> Any:
        """Carry a command out and note it."""
        receipt = super().submit(seat, command, person)
        if receipt.accepted:
            self.noted.append((seat, command))
        return receipt

    def advance_if_due(self) -> bool:
        """End a phase and note that."""
        command = due(self.world)
        ended = super().advance_if_due()
        if ended and command is not None:
            self.noted.append((CONTROL, command))
        return ended


@lru_cache(maxsize=len(GAMES))
def played(game: Game) -> Played:
    """The game by the rules that ship."""
    _Noting.noted.clear()
    with patch.object(producing, "Host", _Noting):
        events = producing.play(game)
    return Played(events, tuple(_Noting.noted))


def replayed(game: Game, rules: RuleSet) -> Iterator[tuple[World, tuple[Event, ...]]]:
    """The worlds of a game under other rules, each with the events that led there, until one is refused."""
    known = played(game)
    opening = cast(ExerciseBegan, known.events[0])
    dice = SeededDice(opening.seed)
    first = begin(
        rules,
        read_scenario(game.scenario),
        opening.preset,
        opening.seats,
        opening.seed,
        dice,
        opening.options,
    )
    world: World | None = None
    for event in first:
        world = evolve(world, event)
    assert world is not None
    # The first carries the rules themselves, which differ.
    yield world, (replace(cast(ExerciseBegan, first[0]), rules={}, setting={}), *first[1:])
    for seat, command in known.commands:
        try:
            done = carry_out(world, seat, command, dice)
        except Refused:
            return
        world = done.world
        yield world, tuple(done.events)


def goes_otherwise(game: Game, rules: RuleSet, seen: Callable[[World], object] | None = None) -> bool:
    """Whether a game under other rules differs from the usual one in any event, or in what is seen of it."""
    known = played(game)
    usual = replayed(game, load_rules()) if seen else None
    number = 0
    for world, events in replayed(game, rules):
        for event in events:
            before = known.events[number]
            if isinstance(before, ExerciseBegan):
                before = replace(before, rules={}, setting={})
            if event != before:
                return True
            number += 1
        if seen and usual and seen(world) != seen(next(usual)[0]):
            return True
    return number != len(known.events)


def matters_in_play(path: Path, number: int, seen: Callable[[World], object] | None = None) -> bool:
    """Whether some game goes otherwise with another number at a path."""
    return any(goes_otherwise(game, rules, seen) for rules in variants(path, number) for game in GAMES)


# --- What is previewed: no game is needed ----------------------------------------


@cache
def deliberations() -> tuple[World, ...]:
    """Worlds in which seats deliberate or respond, from several games."""
    found = []
    for game in GAMES[:3] + GAMES[4:6]:
        before = None
        for world, _ in replayed(game, load_rules()):
            if world.phase in (Phase.DELIBERATION, Phase.CRISIS) and world.moment != before:
                before = world.moment
                found.append(world)
    return tuple(found[::2])


def under(world: World, rules: RuleSet) -> World:
    """A world under other rules."""
    return replace(world, rules=Rules(rules, world.rules.setting))


def previews(world: World, move: str) -> list[Preview]:
    """What several seats are told that a move would do, with all terms at their first choice."""
    declared = world.rules.moves[move]
    told = []
    ids = world.rules.ids
    for place, seat in enumerate(ids):
        others = [*ids[place + 1 :], *ids[:place]]
        for count in sorted({declared.partners[0], declared.partners[1]}):
            terms = c.Terms(
                domain=declared.domains[0] if declared.domains else "",
                theatre=next(iter(world.rules.theatres_of[move]), ""),
                safeguards="standard" if declared.safeguards else "",
                size="large" if declared.sizes else "",
                duration=declared.durations[0] if declared.durations else 0,
            )
            chosen = tuple(others[:count])
            command: c.AnyCommand = (
                c.Propose(move=move, partners=chosen, terms=terms)
                if declared.form == "joint"
                else c.Order(move=move, targets=chosen, terms=terms)
            )
            told.append(forecast(world, seat, command))
    return told
