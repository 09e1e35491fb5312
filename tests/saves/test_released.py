"""Saves that were released open forever: verified, replayed to the same world, gone over and questioned."""

from hashlib import sha256
from pathlib import Path

import pytest

from multipolar.domain.dice import ScriptedDice
from multipolar.domain.events import ExerciseEnded, decode
from multipolar.domain.scoring import standings
from multipolar.domain.world import fingerprint
from multipolar.review.moments import until, world_of
from multipolar.store import read_export
from multipolar.table.host import Host, Unkept

SAVES = Path(__file__).parents[2] / "saves"
RELEASED = {
    "indian-ocean-example.jsonl": "7aa1266d65dce98a7a0c4a7bfb75e1a00d51b33ece4c7a2bd7c6e9a0ced36123",
}
"""Each released file, and the fingerprint of the world at its end."""


@pytest.mark.parametrize(("name", "expected"), RELEASED.items())
def test_a_released_save_replays_to_the_same_world(name: str, expected: str) -> None:
    header, entries = read_export(SAVES / name)
    world = world_of([decode(entry.payload) for entry in entries])
    assert sha256(fingerprint(world)).hexdigest() == expected
    assert header.events == len(entries) == world.seq


@pytest.mark.parametrize("name", RELEASED)
def test_its_final_scores_follow_from_its_world(name: str) -> None:
    events = [decode(entry.payload) for entry in read_export(SAVES / name)[1]]
    ended = events[-1]
    assert isinstance(ended, ExerciseEnded)
    assert ended.how == "complete"
    found = standings(world_of(events))
    assert [(s.power, s.national, s.final, s.rank) for s in found] == list(ended.finals)


@pytest.mark.parametrize("name", RELEASED)
def test_it_can_be_gone_over_and_questioned_from_every_seat(name: str) -> None:
    events = [decode(entry.payload) for entry in read_export(SAVES / name)[1]]
    host = Host(until(events, "4"), ScriptedDice({}), Unkept())
    for seat in host.world.rules.ids:
        view = host.view(seat)
        assert view.round == 4
        for target in (f"trust({seat},CHN)" if seat != "CHN" else "trust(CHN,IND)", "index(peace)"):
            found = host.why(seat, target)
            assert found.start + sum(step.amount for step in found.steps) == found.value
