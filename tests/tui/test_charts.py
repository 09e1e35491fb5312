"""Charts over the rounds: what can be compared, how it is drawn, and that each line can be asked why."""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.app import App, ComposeResult

from multipolar.tui.screens.charts import series_of, topics
from multipolar.tui.support.themes import DARK
from multipolar.tui.widgets.chart import Chart, Series
from tests.tui.canned import DEBRIEF, LATE, OPENING, PUBLIC, TABLE
from tests.tui.playing import seated, see, until
from tests.tui.screen_text import row_with, text_of

SIZES = [(80, 24), (120, 36), (200, 60)]


def test_a_line_runs_from_the_opening_over_every_round_to_now() -> None:
    for view, steps in ((OPENING, 2), (TABLE, len(TABLE.past) + 1), (DEBRIEF, len(DEBRIEF.past))):
        for series in series_of(view, topics(view)[0]):
            assert len(series.values) == steps
            assert series.values[0] == view.past[0][series.target]


def test_only_what_is_known_can_be_compared() -> None:
    mine = {topic.id for topic in topics(TABLE)}
    public = {topic.id for topic in topics(PUBLIC)}
    assert mine - public == {"tension", "interoperability", "trust"}
    private = [target for topic in topics(PUBLIC) for _, _, target in topic.lines if "trust(" in target]
    assert not private


class Drawn(App[None]):
    def __init__(self, *series: Series) -> None:
        super().__init__()
        self._given = series
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        yield Chart()

    def on_mount(self) -> None:
        self.query_one(Chart).show_series(self._given)


async def test_a_rising_line_rises_and_every_line_is_named() -> None:
    up = Series("UP", "rises", "index(peace)", (0, 50, 100))
    down = Series("DOWN", "falls", "index(equity)", (100, 50, 0))
    async with Drawn(up, down).run_test(size=(60, 20)) as pilot:
        rows = text_of(pilot.app).splitlines()
        named = {
            word: place for place, row in enumerate(rows) for word in ("UP 100", "DOWN 0") if word in row
        }
        assert named["UP 100"] < 3
        assert named["DOWN 0"] > 15
        assert rows[0].lstrip().startswith("100 ┤")


@pytest.mark.parametrize("values", [(5,), (40, 40, 40), (None, 3, 9), (-12, 30), (0, 100) * 6])
async def test_any_numbers_can_be_drawn(values: tuple[int | None, ...]) -> None:
    async with Drawn(Series("A", "a number", "index(peace)", values)).run_test(size=(50, 12)) as pilot:
        last = [value for value in values if value is not None][-1]
        assert row_with(pilot.app, f"A {last}")


async def test_nothing_known_says_so() -> None:
    async with Drawn().run_test(size=(50, 12)) as pilot:
        assert row_with(pilot.app, "Nothing of this is known yet")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_charts(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with seated(replace(LATE, past=LATE.past[:6]), size) as (pilot, _):
        await pilot.press("l")
        await see(pilot, "charts")
        assert text_of(pilot.app) == snapshot


async def test_a_topic_is_chosen_and_a_line_asked_why() -> None:
    async with seated() as (pilot, table):
        await pilot.press("l")
        await see(pilot, "charts")
        await pilot.press("down")
        await until(pilot, lambda: bool(row_with(pilot.app, "Standing of the powers")))
        await pilot.press("enter", "down", "w")
        await see(pilot, "why")
        await until(pilot, lambda: bool(table.asked_why))
        assert table.asked_why[0].startswith("standing(")
