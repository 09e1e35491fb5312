"""Saves that were released open forever: verified, replayed to the same world, gone over and questioned."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from multipolar.domain.mechanics.scoring import standings
from multipolar.domain.model.events import ExerciseEnded, decode
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.admission import verify_file
from multipolar.review.moments import until
from multipolar.store import read_export
from tests.scripted import ScriptedDice

SAVES = Path(__file__).parents[2] / "saves"
RELEASED = {
    "indian-ocean-example.jsonl": "4845232fc3aac85dc5ec5a95c50c60d59fa2545e167fdd77fa86c2d75da9f34e",
}
"""Each released file, and the digest of what stood in its world at the end."""


def digest(world: World) -> str:
    """What every version must find in a world, whatever fields later versions add to its records."""
    stood = {
        "numbers": world.numbers,
        "past": world.past,
        "initiatives": {key: (found.state, found.outcome) for key, found in world.initiatives.items()},
        "agreements": {key: found.state for key, found in world.agreements.items()},
        "crises": {key: (found.stage, found.reached) for key, found in world.crises.items()},
        "pledges": {key: found.state for key, found in world.pledges.items()},
        "verdicts": {key: found.points for key, found in world.verdicts.items()},
        "finals": world.finals,
    }
    return sha256(msgspec.json.encode(stood, order="deterministic")).hexdigest()


@pytest.mark.parametrize(("name", "expected"), RELEASED.items())
def test_a_released_save_replays_to_the_same_world(name: str, expected: str) -> None:
    header, entries = read_export(SAVES / name)
    world = world_after([decode(entry.payload) for entry in entries])
    assert digest(world) == expected
    assert header.events == len(entries) == world.seq


@pytest.mark.parametrize("name", RELEASED)
def test_it_passes_the_gate_for_records_from_elsewhere(name: str) -> None:
    assert verify_file(SAVES / name).problem == ""


@pytest.mark.parametrize("name", RELEASED)
def test_its_final_scores_follow_from_its_world(name: str) -> None:
    events = [decode(entry.payload) for entry in read_export(SAVES / name)[1]]
    ended = events[-1]
    assert isinstance(ended, ExerciseEnded)
    assert ended.how == "complete"
    found = standings(world_after(events))
    assert [(s.power, s.national, s.final, s.rank) for s in found] == list(ended.finals)


@pytest.mark.parametrize("name", RELEASED)
def test_it_can_be_gone_over_and_questioned_from_every_seat(name: str) -> None:
    events = [decode(entry.payload) for entry in read_export(SAVES / name)[1]]
    host = Host(until(events, "4"), ScriptedDice({}), NullLog())
    for seat in host.world.rules.ids:
        view = host.view(seat)
        assert view.round == 4
        for target in (f"trust({seat},CHN)" if seat != "CHN" else "trust(CHN,IND)", "index(peace)"):
            found = host.why(seat, target)
            assert found.start + sum(step.amount for step in found.steps) == found.value
