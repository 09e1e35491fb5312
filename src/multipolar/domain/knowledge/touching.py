"""Which of a seat's own objectives a move bears on, so that an offer can be read against what one wants (§9).

By what conditions read and what moves bring: numbers, agreements, initiatives that are counted. Whether it
helps or hinders is the reader's to judge from the effects; nothing here is anybody else's to know.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import ExpectedChange, Preview
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import Move
from multipolar.domain.rules.conditions.readings import (
    ANY,
    Agreements,
    Initiatives,
    Lead,
    MeanRelation,
    Number,
    address,
    named,
)
from multipolar.domain.rules.scenario_model import Objective, RedLine


def foresee(world: World, seat: str, command: c.AnyCommand) -> Preview:
    """The preview of a command, with the objectives and red lines of the seat that it touches.

    Program-run powers weigh moves by `forecast` alone, which is the quicker of the two.
    """
    preview = forecast(world, seat, command)
    used = _use(world, seat, command)
    if used is None or seat not in world.rules.powers:
        return preview
    move, parties = used
    bearing = _Bearing(world, seat, move, parties, _moved(preview.effects, parties))
    return replace(preview, touches=tuple(line.title for line in _wanted(world, seat) if bearing.on(line)))


def _use(world: World, seat: str, command: c.AnyCommand) -> tuple[Move, tuple[str, ...]] | None:
    """The move a command is about, and its parties."""
    match command:
        case c.Propose():
            key, parties = command.move, (seat, *command.partners)
        case c.Order():
            key, parties = command.move, (seat, *command.targets)
        case c.Accept() | c.Counter() if command.initiative in world.initiatives:
            initiative = world.initiatives[command.initiative]
            key, parties = initiative.move, initiative.parties
        case _:
            return None
    move = world.rules.moves.get(key)
    return (move, parties) if move is not None and seat in parties else None


def _wanted(world: World, seat: str) -> tuple[Objective | RedLine, ...]:
    power = world.rules.powers[seat]
    playable = (objective for objective in power.objectives if all(map(world.has_module, objective.needs)))
    return (*playable, *power.red_lines)


class _Bearing(NamedTuple):
    """What a move brings, held against what conditions of a seat read."""

    world: World
    seat: str
    move: Move
    parties: tuple[str, ...]
    targets: frozenset[str]

    def on(self, line: Objective | RedLine) -> bool:
        """Whether a condition of an objective or red line reads something that the move brings."""
        conditions = [line.condition]
        if isinstance(line, Objective) and line.partly:
            conditions.append(line.partly)
        known = self.world.rules.conditions
        return any(self._is_read(use.reading) for text in conditions for use in known[text].uses)

    def _is_read(self, reading: object) -> bool:
        match reading:
            case Number():
                return address(reading.key, reading.names, reading.unordered, self.seat) in self.targets
            case Lead():
                ends = (reading.first, reading.second)
                return not self.targets.isdisjoint(of(reading.key, named(one, self.seat)) for one in ends)
            case MeanRelation():
                met = (between("relationship", self.seat, named(one, self.seat)) for one in reading.names)
                return not self.targets.isdisjoint(met)
            case Agreements():
                return self._concludes(reading)
            case Initiatives():
                is_kind = reading.move in (ANY, self.move.id)
                return (
                    is_kind and reading.category in (ANY, self.move.category) and self._is_party(reading.of)
                )
            case _:
                return False

    def _concludes(self, read: Agreements) -> bool:
        forms = self.move.forms
        if forms is None:
            return False
        kinds = (ANY, forms.type, str(self.world.rules.agreements[forms.type].group))
        return read.kind in kinds and self._is_party(read.of) and self._is_party(read.with_)

    def _is_party(self, name: str) -> bool:
        return name == ANY or named(name, self.seat) in self.parties


def _moved(effects: Iterable[ExpectedChange], parties: tuple[str, ...]) -> frozenset[str]:
    """The numbers that effects move, and those that follow from them: relationships, and threats."""
    targets = {effect.target for effect in effects if any(effect.by)}
    follow = {f"threat{target.removeprefix('relief')}" for target in targets if target.startswith("relief(")}
    for a, b in combinations(parties, 2):
        if not targets.isdisjoint((between("tension", a, b), toward("trust", a, b), toward("trust", b, a))):
            follow.add(between("relationship", a, b))
    return frozenset(targets | follow)
