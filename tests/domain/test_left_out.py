"""Injects that are left out of an exercise: nothing of them happens, and the record says so."""

from functools import reduce

import pytest
from msgspec.structs import replace

from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.world import World
from multipolar.domain.possible import Impossible, follow
from multipolar.lobby.port import ExerciseConfig
from multipolar.user_errors import UserError
from tests.playing import begin_unkept
from tests.scenario.spoiled import STRAIT


def played(*without: str) -> tuple[e.Event, ...]:
    host, programs = begin_unkept(ExerciseConfig(str(STRAIT), "intro", 7, {}, without=without))
    for _ in programs.play():
        pass
    return tuple(host.events)


def released(events: tuple[e.Event, ...]) -> set[str]:
    return {event.inject for event in events if isinstance(event, e.InjectReleased)}


def test_what_is_left_out_is_never_released_and_the_rest_is() -> None:
    whole = released(played())
    assert "storm" in whole
    assert released(played("storm")) == whole - {"storm"}


def test_the_record_says_what_was_left_out_and_gives_the_same_exercise_again() -> None:
    events = played("storm")
    assert isinstance(events[0], e.ExerciseBegan)
    assert events[0].options.without == ("storm",)
    again = [e.decode(e.encode(event)) for event in events]
    world: World | None = None
    for event in again:
        world = evolve(world, event)
    assert world is not None
    assert world.options.without == ("storm",)
    assert played("storm") == events


def test_nothing_left_out_leaves_the_record_as_it_was() -> None:
    assert b'"without":[' not in e.encode(played()[0])


@pytest.mark.parametrize(
    ("typed", "said"),
    [("strom", "did you mean storm?"), ("tor", "did you mean storm?"), ("xyzzy", "choose storm, clash")],
)
def test_an_unknown_inject_is_told_with_those_near_it(typed: str, said: str) -> None:
    with pytest.raises(UserError, match=f"there is no inject '{typed}'") as error:
        begin_unkept(ExerciseConfig(str(STRAIT), "intro", 7, {}, without=(typed,)))
    assert said in str(error.value)


def test_a_record_in_which_something_left_out_happens_is_no_record_of_play() -> None:
    first, *others = played()
    assert isinstance(first, e.ExerciseBegan)
    world = follow(None, replace(first, options=replace(first.options, without=("storm",))))
    with pytest.raises(Impossible, match="inject"):
        reduce(follow, others, world)
