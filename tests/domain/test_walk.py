"""One walk over a record: each event with the worlds on its two sides."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from multipolar.domain.model.walk import walk, world_after
from tests.properties.games import SOUND, game, opened

SOURCE = Path(__file__).parents[2] / "src/multipolar"

OWN_WAYS = {
    "domain/model/walk.py",  # the walk itself
    "domain/model/transaction.py", "domain/phases/genesis.py",  # events that happen now
    "domain/possible.py",  # refuses an event before anything else reads it
}  # fmt: skip
"""Where an event is evolved and no record is walked over."""


def test_each_step_begins_where_the_one_before_ended() -> None:
    events = game(SOUND, 3)
    steps = list(walk(events))
    assert [step.event for step in steps] == list(events)
    assert steps[0].before is None
    assert all(later.before is earlier.world for earlier, later in pairwise(steps))
    assert steps[-1].world == opened(events).world == world_after(events)


def test_a_walk_goes_on_from_a_world() -> None:
    events = game(SOUND, 3)
    middle = len(events) // 2
    half = world_after(events[:middle])
    assert world_after(events[middle:], half) == world_after(events)
    assert world_after((), half) is half
    with pytest.raises(ValueError, match="begins with its opening"):
        world_after(())


def test_nothing_else_walks_over_a_record() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "evolve"
    }
    assert found == OWN_WAYS
