"""A branch begins between two commands, where somebody can still act differently (rulebook §2, §13)."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Unreadable
from multipolar.domain.model.events import Event
from multipolar.domain.model.views import Receipt
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.domain.phases.session import is_awaited
from multipolar.domain.vocabulary import Phase
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events, players
from multipolar.review.moments import branch_at, branch_before


class Steps(NullLog):
    """Keeps nothing but where one command's events end and the next one's begin."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: set[int] = set()

    def append(
        self, after: int, payloads: Sequence[bytes], command: str, receipt: Receipt | None, world: World
    ) -> None:
        self.ends |= {after, after + len(payloads)}


@cache
def played(scenario: str, doctrine: str, seed: int) -> tuple[tuple[Event, ...], frozenset[int]]:
    """A whole exercise, and the numbers of events between its commands; no doctrine: each by its own."""
    seats = dict.fromkeys(opening_seats(scenario), doctrine) if doctrine else {}
    steps = Steps()
    host = Host(first_events(ExerciseConfig(scenario, "standard", seed, seats)), SeededDice(seed), steps)
    for _ in Programs(host, players()).play():
        pass
    return tuple(host.events), frozenset(steps.ends)


def opening_seats(scenario: str) -> list[str]:
    return list(world_after(first_events(ExerciseConfig(scenario, "standard", 1, {}))).seats)


GAMES = [("indian-ocean", "", 2), ("peacekeepers", "random", 3)]


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_a_branch_from_any_moment_begins_between_two_commands(game: tuple[str, str, int]) -> None:
    events, ends = played(*game)
    tried = 0
    for event in events:
        try:
            length = branch_before(events, event.seq)
        except Unreadable:
            assert event.round == events[-1].round
            continue
        tried += 1
        assert length in ends, (event, events[length])
    assert tried > len(events) // 2


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_whoever_is_awaited_in_a_branch_can_still_act(game: tuple[str, str, int]) -> None:
    events, _ = played(*game)
    lengths = {branch_before(events, event.seq) for event in events if event.phase == Phase.DELIBERATION}
    for length in lengths:
        world = world_after(events[:length])
        assert world.phase is Phase.DELIBERATION
        assert all(is_awaited(world, seat) for seat in world.seats)


def test_between_two_moments_a_branch_only_goes_on() -> None:
    events, _ = played(*GAMES[0])
    inside = [event.seq for event in events if event.phase == Phase.DELIBERATION and event.round == 2]
    lengths = [branch_before(events, seq) for seq in inside]
    assert all(first <= second for first, second in pairwise(lengths))
    assert len(set(lengths)) > 5
    assert all(length <= seq for length, seq in zip(lengths, inside, strict=True))


def test_a_point_is_where_its_phase_begins() -> None:
    events, _ = played(*GAMES[0])
    begun = branch_at(events, "3.deliberation")
    assert (events[begun - 1].round, events[begun - 1].phase) == (3, "deliberation")
    assert branch_at(events, "3") == begun
    assert branch_at(events, "3.situation") == begun
    assert world_after(events[:begun]).moment == "3.deliberation"
    assert branch_at(events, "0") == branch_at(events, "0.briefing") == 2


@pytest.mark.parametrize("point", ["9", "6.debrief", "6.assessment", "soon", "3.breakfast", "2.crisis.9"])
def test_a_point_after_which_nobody_acts_is_refused(point: str) -> None:
    events, _ = played(*GAMES[0])
    with pytest.raises(Unreadable):
        branch_at(events, point)
