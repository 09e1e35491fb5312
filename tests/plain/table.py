"""A small exercise to be played line by line: three powers, one strait, programs that always answer."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from msgspec import json

from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Accept, Propose, Terms
from multipolar.domain.model.events import Options
from multipolar.domain.model.views import Advice, Sight
from multipolar.domain.phases.genesis import USUAL, begin
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.players import Forecast, Previews
from multipolar.plain.output import Objects, Words
from multipolar.plain.session import LineByLine, play
from multipolar.rulebook import load_rules
from multipolar.scenario.load import load
from multipolar.table.local import LocalSession
from tests.scripted import ScriptedDice

STRAIT = Path(__file__).parents[1] / "scenario/strait.yaml"


class Obliging:
    """Proposes a dialogue to India in every round, and accepts whatever it is asked."""

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        found = [
            Advice(Accept(initiative=asked.id, version=asked.version), asked.title, "always", 1)
            for asked in view.initiatives
            if asked.open_to_me
        ]
        if sweep == 1:
            dialogue = Propose(move="strategic_dialogue", partners=("IND",), message="Shall we talk?")
            found.append(Advice(dialogue, "Strategic dialogue", "talk is cheap", 1))
        return tuple(found)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        return ()

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        drill = Propose(move="joint_exercise", partners=("UTO",), terms=Terms(domain="land"))
        return (Advice(drill, "Joint exercise", "drills bind", 3),)


DISPUTE: dict[str, tuple[int, ...]] = {"1.friction.ERE.IND": (1, 1, 1), "1.warning.K1": (1, 1)}
"""Dice by which India and Erewhon stand in a crisis in the first round."""


async def sit_down(
    *persons: str,
    seed: int = 7,
    script: dict[str, tuple[int, ...]] | None = None,
    options: Options = USUAL,
) -> LocalSession:
    """The exercise begun, with these persons' seats; the others are run by program."""
    dice = ScriptedDice(script or {}, seed)
    seats = dict.fromkeys(persons or ("IND",), "person")
    host = Host(begin(load_rules(), load(STRAIT), "standard", seats, seed, dice, options), dice, NullLog())
    session = LocalSession(host, defaultdict(Obliging))
    await session.open()
    return session


async def playing(*persons: str, seed: int = 7) -> LineByLine:
    """The exercise begun, ready to take lines."""
    return LineByLine(await sit_down(*persons, seed=seed))


async def _each(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def in_words(lines: Iterable[str], *persons: str, seed: int = 7) -> list[str]:
    """Everything that is said when these lines are given."""
    said: list[str] = []
    await play(await sit_down(*persons, seed=seed), _each(lines), Words(said.append))
    return said


async def in_objects(
    lines: Iterable[str],
    *persons: str,
    seed: int = 7,
    script: dict[str, tuple[int, ...]] | None = None,
    options: Options = USUAL,
) -> list[dict[str, Any]]:
    """The objects that answer these lines, with dice as scripted and then as the seed says."""
    written: list[str] = []
    session = await sit_down(*persons, seed=seed, script=script, options=options)
    await play(session, _each(lines), Objects(written.append))
    assert all("\n" not in line for line in written)
    return [json.decode(line) for line in written]
