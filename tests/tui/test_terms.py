"""The rows of the form: which terms an offer has, and what choosing in them makes of a draft."""

from msgspec.structs import replace

from multipolar.domain.model.views import Offer
from multipolar.tui.widgets.terms import Draft, rows_of
from tests.tui.canned import TABLE
from tests.tui.canned_parts import offers


def offer(move: str, **more: object) -> Offer:
    """One of the canned offers, with more to choose."""
    return replace(next(found for found in offers() if found.move == move), **more)


def test_size_and_duration_have_rows_where_they_are_offered_and_only_there() -> None:
    plain = Draft.new(TABLE, offer("joint_exercise"), "IDN")
    assert not {"size", "duration"} & {row.id for row in rows_of(TABLE, plain)}
    sized = Draft.new(TABLE, offer("joint_exercise", sizes=("small", "standard", "large")), "IDN")
    row = next(row for row in rows_of(TABLE, sized) if row.id == "size")
    assert (row.value, [value for value, _ in row.options]) == ("standard", ["small", "standard", "large"])
    timed = Draft.new(TABLE, offer("joint_exercise", durations=(2, 4)), "IDN")
    row = next(row for row in rows_of(TABLE, timed) if row.id == "duration")
    assert (row.value, [value for value, _ in row.options]) == ("0", ["0", "2", "3", "4"])


def test_what_is_chosen_in_them_stands_in_the_terms() -> None:
    draft = Draft.new(TABLE, offer("joint_exercise", sizes=("small", "large"), durations=(2, 4)), "IDN")
    draft = draft.with_choice(TABLE, "size", "large").with_choice(TABLE, "duration", "3")
    assert (draft.terms.size, draft.terms.duration) == ("large", 3)
