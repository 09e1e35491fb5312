"""Who held a seat, told from who held it last and from the changes of hands."""

import pytest

from multipolar.domain.model.views import Seen
from multipolar.review.holders import played_by


def taken(number: int, turn: int, actor: str = "IND") -> Seen:
    return Seen(number, turn, "deliberation", "seat_taken", actor, "", 0, "", 0, (), ())


@pytest.mark.parametrize(
    ("last", "rounds", "said"),
    [
        ("person", (), "a person"),
        ("non_aligned", (), "program, non-aligned"),
        ("person", (2,), "the program, from round 2 a person"),
        ("hedger", (3,), "a person, from round 3 the program"),
        ("person", (2, 4), "a person, from round 2 the program, from round 4 a person"),
    ],
)
def test_every_holder_of_a_seat_is_named(last: str, rounds: tuple[int, ...], said: str) -> None:
    seen = [taken(place, turn) for place, turn in enumerate(rounds, start=1)]
    assert played_by("IND", last, [*seen, taken(9, 5, "CHN")]) == said
