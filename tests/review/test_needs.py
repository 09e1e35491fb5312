"""What an objective would have needed: every part that failed says how far it was from holding (§9)."""

import pytest
from msgspec.structs import replace

from multipolar.domain.model.views import ObjectiveSeen, Part
from multipolar.review.needs import course_words, distance, missing
from tests.review.test_scores import GAMES, ended

AIM = ObjectiveSeen(
    "a", "An aim", "", False, False, 12, 6, False, False, (), course=((2, 6), (4, 12), (5, 6))
)


@pytest.mark.parametrize(
    ("text", "operator", "value", "wanted", "said"),
    [
        ("relation(IND,LKA) >= partner", ">=", 4, 5, "cooperative, 1 step below partner"),
        ("relation(CHN,LKA) <= correct", "<=", 5, 3, "partner, 2 steps above correct"),
        ("threat(piracy,west) <= 30", "<=", 46, 30, "46, 16 above 30"),
        ("initiatives(operations) >= 5", ">=", 2, 5, "2, 3 short of 5"),
        ("agreements(type=hotline,with=CHN) >= 1", ">=", 0, 1, "none"),
        ("agreements(type=technology) >= 4", ">=", 0, 4, "none of 4"),
        ("attribute(technology) - start >= 2", ">=", -1, 2, "-1, 3 short"),
        ("lead(standing,CHN) >= -7", ">=", -16, -7, "16 below, 9 too low"),
        ("mean_relation(IND,FRA) >= 40", ">=", 36, 40, "3.6, 0.4 short"),
        ("crises(stage=acute) == 2", "==", 1, 2, "1, not 2"),
    ],
)
def test_a_part_says_how_far_it_was(text: str, operator: str, value: int, wanted: int, said: str) -> None:
    part = Part(text, False, value, wanted, operator)
    assert distance(part) == said
    assert distance(replace(part, holds=True)) == ""


def test_when_points_changed_is_told_in_rounds() -> None:
    assert course_words(AIM) == "6 in round 2, 12 in round 4, 6 in round 5"
    assert missing(replace(AIM, met=True)) == ()


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_whatever_was_not_met_says_what_was_missing(game: tuple[str, str, int]) -> None:
    view = ended(*game)
    assert view.debrief is not None
    unmet = [
        objective
        for disclosure in view.debrief.disclosures
        for objective in disclosure.objectives
        if not objective.met and not objective.red_line
    ]
    assert unmet
    for objective in unmet:
        parts = missing(objective)
        # Points may have been lost for good in a round in which all of it did hold.
        assert any(not holds for holds, _, _ in parts) or objective.course, objective.id
        for part, (holds, words, far) in zip(objective.parts, parts, strict=True):
            assert words not in ("", part.text)
            assert holds or far or not part.operator, (objective.id, words)


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_the_course_of_an_objective_ends_where_it_stands(game: tuple[str, str, int]) -> None:
    view = ended(*game)
    assert view.debrief is not None
    for disclosure in view.debrief.disclosures:
        for objective in disclosure.objectives:
            assert (objective.course[-1][1] if objective.course else 0) == objective.earned
            assert list(objective.course) == sorted(objective.course, key=lambda step: step[0])
