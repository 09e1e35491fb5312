"""What happened in a round: as much on a page as is seen at once, in as many columns as there is room for."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.views import Seen
from multipolar.tui.screens.assessment import chapters, pages, told_page
from multipolar.tui.widgets.rows import Block, length_of_row, rows_in_columns
from tests.tui.canned import NEWS, TABLE
from tests.tui.playing import seated, see
from tests.tui.screen_text import text_of

MANY: tuple[Seen, ...] = tuple(
    replace(NEWS[turn % len(NEWS)], number=100 + turn, round=3, phase="assessment") for turn in range(40)
)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_assessment(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("n")
        await see(pilot, "assessment")
        assert text_of(pilot.app) == snapshot


def test_what_is_seen_at_once_stands_on_one_page() -> None:
    found = chapters(TABLE, NEWS)
    assert len(found) > 2
    assert pages(TABLE, found, NEWS, (190, 56)) == (found,)
    narrow = pages(TABLE, found, NEWS, (74, 8))
    assert len(narrow) > 1
    assert sum(narrow, ()) == found


def test_nothing_is_lost_by_setting_it_in_columns() -> None:
    found = chapters(TABLE, MANY)
    words = set(told_page(TABLE, found, MANY, 100_000).plain.split())
    for width in (72, 111, 190):
        shown = told_page(TABLE, found, MANY, width).plain
        assert set(shown.split()) == words
        assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 30])
@pytest.mark.parametrize("width", [60, 110, 190])
def test_columns_are_read_downward_and_are_about_as_long_as_one_another(number: int, width: int) -> None:
    def block(place: int) -> Block:
        return lambda each: [[f"{place}:{row}"] for row in range(place % 4 + 1)]

    blocks = [block(place) for place in range(number)]
    rows = rows_in_columns(blocks, width)
    assert all(length_of_row(row) <= width for row in rows)
    told = {word for row in rows for piece in row for word in str(piece).split()}
    assert told == {f"{place}:{row}" for place in range(number) for row in range(place % 4 + 1)}
    whole = sum(place % 4 + 2 for place in range(number))
    assert len(rows) <= whole // (1 if width < 107 else 2 if width < 162 else 3) + 6
