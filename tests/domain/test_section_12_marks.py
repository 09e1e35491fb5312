"""Rulebook §12: the moments of an exercise that a timeline marks, each by what it is."""

from typing import Any

import pytest

from multipolar.domain.knowledge.narration import Narration
from multipolar.domain.knowledge.turning_points import SWINGS, marks, turning_points
from multipolar.domain.model import events as e
from multipolar.domain.model.views import Mark, TurningPoint

PLACE: dict[str, Any] = {"round": 2, "phase": "adjudication", "actor": "AAA", "audience": ("*",)}


def moved(seq: int, by: int = 0, cause: int = 0) -> e.NumbersChanged:
    """Numbers that changed by so much in all."""
    changes = (e.Change("tension(AAA,BBB)", -by, "a test"),) if by else ()
    return e.NumbersChanged(seq=seq, cause=cause, changes=changes, topic="test", **PLACE)


def crisis(seq: int, to: str) -> e.CrisisStateChanged:
    """A crisis that moves to a stage."""
    return e.CrisisStateChanged(seq=seq, crisis="K1", to=to, reason="", **PLACE)


def began(seq: int, stage: str) -> e.CrisisBegan:
    """A crisis that begins in a stage."""
    return e.CrisisBegan(
        seq=seq, crisis="K1", template="border_incident", parties=("AAA", "CCC"), theatre="", text="",
        stage=stage, trigger="", **PLACE,
    )  # fmt: skip


def rolled(total: int) -> e.InitiativeResolved:
    """A move that was rolled for."""
    return e.InitiativeResolved(
        seq=1, initiative="x", move="summit", parties=("AAA", "BBB"), modifiers=(), dice=(3, 3), total=total,
        outcome=1, **PLACE,
    )  # fmt: skip


def marked(*events: e.Event, weight: int = 1, subject: str = "K1") -> list[tuple[int, str]]:
    """Which events are marked, by their seq, and as what."""
    told = {event.seq: Narration(f"event {event.seq}", subject, weight) for event in events}
    return [(found.number, found.kind) for found in marks(events, told, {x.seq: x.seq for x in events})]


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (e.RelationshipStateChanged(seq=1, pair=("AAA", "BBB"), was="", now="correct", **PLACE),
        "relationship"),
        (began(1, "acute"), "crisis"),
        (began(1, "warning"), ""),
        (crisis(1, "acute"), "crisis"),
        (crisis(1, "easing"), ""),
        (e.CoupDecided(seq=1, crisis="K", modifiers=(), dice=(), total=5, succeeded=True, **PLACE), "crisis"),
        (e.PromiseJudged(seq=1, promise="p", state="broken", **PLACE), "promise"),
        (e.PromiseJudged(seq=1, promise="p", state="kept", **PLACE), ""),
        (e.AgreementStateChanged(seq=1, agreement="A1", to="breached", **PLACE), "promise"),
        (e.AgreementStateChanged(seq=1, agreement="A1", to="suspended", **PLACE), ""),
        (e.PactAnswered(seq=1, crisis="K1", ally="AAA", principal="BBB", honoured=False, **PLACE), "promise"),
        (e.PactAnswered(seq=1, crisis="K1", ally="AAA", principal="BBB", honoured=True, **PLACE), ""),
        (
            e.TechnologyLeaked(
                seq=1, agreement="A1", supplier="AAA", recipient="BBB", rival="CCC", risk=3, dice=(), **PLACE
            ),
            "leak",
        ),
        (e.CovertMoveExposed(seq=1, initiative="x", move="m", target="BBB", dice=(1,), **PLACE), "leak"),
        (moved(1), ""),
    ],
    ids=lambda value: value or "nothing" if isinstance(value, str) else type(value).__name__,
)  # fmt: skip
def test_a_moment_is_marked_for_what_it_is(event: e.Event, kind: str) -> None:
    assert marked(event) == ([(1, kind)] if kind else [])


def test_a_mark_tells_its_round_its_words_its_weight_and_the_seats_own_number() -> None:
    event = began(7, "acute")
    told = {7: Narration("It broke out.", "K1", 6)}
    assert marks([event], told, {7: 3}) == (Mark(3, 2, "crisis", "It broke out.", 6),)
    assert marks([event], told, {})[0].number == 0


@pytest.mark.parametrize("end", ["settled", "frozen"])
def test_the_end_of_a_warning_that_passed_is_no_crisis(end: str) -> None:
    assert marked(began(1, "warning"), crisis(2, end)) == []
    assert marked(began(1, "acute"), crisis(2, end)) == [(1, "crisis"), (2, "crisis")]


@pytest.mark.parametrize("total", range(2, 14))
def test_a_roll_on_a_step_or_just_under_one_is_marked_where_it_weighs(total: int) -> None:
    close = total in (6, 7, 9, 10, 11, 12)
    assert marked(rolled(total), weight=5) == ([(1, "roll")] if close else [])
    assert marked(rolled(total), weight=4) == []


def test_the_largest_swings_are_marked_with_what_followed_from_them_at_once() -> None:
    acts = [moved(seq, by=seq) for seq in range(1, SWINGS + 2)]
    assert marked(*acts, weight=3) == [(seq, "swing") for seq in range(2, SWINGS + 2)]
    assert marked(*acts, weight=2) == []
    told = {
        1: Narration("an act", weight=3),
        2: Narration("what followed", weight=0),
        3: Narration("nothing", weight=3),
    }
    events = [moved(1), moved(2, by=4, cause=1), moved(3)]
    found = marks(events, told, {seq: seq for seq in told})
    assert [(mark.number, mark.kind) for mark in found] == [(1, "swing")]


def test_the_end_of_a_phase_is_no_swing() -> None:
    entered = e.PhaseBegan(
        seq=1, to="assessment", number=2, changes=(e.Change("standing(AAA)", 9, "a test"),), **PLACE
    )
    assert marked(entered, weight=9) == []


def test_of_swings_as_large_the_first_are_marked() -> None:
    acts = [moved(seq, by=2) for seq in range(1, SWINGS + 3)]
    assert marked(*acts, weight=3) == [(seq, "swing") for seq in range(1, SWINGS + 1)]


# --- Turning points --------------------------------------------------------------------------


def numbers(seq: int, cause: int, *changes: tuple[str, int]) -> e.NumbersChanged:
    """Numbers that changed."""
    made = tuple(e.Change(target, amount, f"reason {seq}") for target, amount in changes)
    return e.NumbersChanged(seq=seq, cause=cause, changes=made, topic="test", **PLACE)


def test_a_turning_point_tells_what_came_of_it_why_it_came_and_what_it_weighs() -> None:
    events = [
        numbers(1, 0),
        numbers(3, 1, ("tension(AAA,BBB)", 4), ("trust(AAA,BBB)", -2), ("trust(BBB,AAA)", 1)),
        numbers(4, 3, ("tension(AAA,BBB)", 3), ("standing(AAA)", -9), ("trust(BBB,AAA)", -1)),
        numbers(5, 4, ("standing(BBB)", 30)),
    ]
    told = {
        1: Narration("first"),
        3: Narration("it turned", "K1", 5),
        4: Narration("what followed"),
        5: Narration("much later"),
    }
    assert turning_points(events, told, {1: 1, 3: 2, 4: 3}) == (
        TurningPoint(
            round=2,
            number=2,
            text="it turned",
            because=("first",),
            # Its news, four times, and what followed from it at once; not what followed from that.
            weight=5 * 4 + 3 + 9 + 1,
            moved=(
                e.Change("standing(AAA)", -9, "reason 4"),
                e.Change("tension(AAA,BBB)", 7, "reason 3"),
                e.Change("trust(AAA,BBB)", -2, "reason 3"),
            ),
        ),
    )
    assert turning_points(events, told, {})[0].number == 0


def test_a_close_roll_weighs_more_and_what_is_little_news_is_no_turning_point() -> None:
    for total in range(2, 14):
        close = total in (6, 7, 9, 10, 11, 12)
        (found,) = turning_points([rolled(total)], {1: Narration("a roll", weight=4)}, {1: 1})
        assert found.weight == (24 if close else 16)
        assert turning_points([rolled(total)], {1: Narration("a roll", weight=3)}, {1: 1}) == ()
    ended = e.ExerciseEnded(seq=1, how="rounds", finals=(), **PLACE)
    assert turning_points([ended], {1: Narration("the end", weight=9)}, {1: 1}) == ()


def test_of_the_weightiest_one_is_told_of_each_matter_in_the_order_in_which_they_happened() -> None:
    weights = {1: 5, 2: 9, 3: 7, 4: 6, 5: 8, 6: 4, 7: 9, 8: 9}
    subjects = {1: "a", 2: "b", 3: "c", 4: "d", 5: "", 6: "", 7: "b", 8: ""}
    events = [numbers(seq, 0) for seq in weights]
    told = {seq: Narration(f"event {seq}", subjects[seq], weights[seq]) for seq in weights}
    found = turning_points(events, told, {seq: seq for seq in weights})
    assert [(point.number, point.weight) for point in found] == [(2, 36), (3, 28), (4, 24), (5, 32), (8, 36)]
