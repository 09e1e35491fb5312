"""The map: where things lie on it, what is drawn, and that all panels follow what is chosen on it."""

from itertools import pairwise
from math import cos, radians

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from multipolar.domain.model.views import View
from multipolar.domain.vocabulary import Relationship
from multipolar.geography.coast import coastline
from multipolar.geography.projection import Frame, turned
from multipolar.lobby.port import ExerciseConfig
from multipolar.tui.support import routes as to
from multipolar.tui.support.dots import Dots, frame_in_cells, sample, shore
from multipolar.tui.widgets.map import DASHES, Map, worst
from tests.playing import begin_unkept
from tests.tui.canned import CONFRONTATION, TABLE
from tests.tui.playing import seated
from tests.tui.screen_text import row_with, text_of

SCENARIOS = ("first-steps", "indian-ocean", "peacekeepers", "alliance-under-strain")
SIZES = [(80, 24), (120, 36), (200, 60)]


def opening_of(scenario: str) -> View:
    host, _ = begin_unkept(ExerciseConfig(scenario, "standard", 1, {}))
    view = host.view(next(iter(host.world.rules.powers)))
    return replace(view, phase="deliberation", round=1, moment="1.deliberation")


# --- Where things lie ------------------------------------------------------------------------


def test_what_lies_north_is_above_and_what_lies_east_to_the_right() -> None:
    frame = frame_in_cells(TABLE, 60, 20)
    places = {power.id: frame.place(power.longitude, power.latitude) for power in TABLE.powers}
    assert places["IND"][1] < places["LKA"][1] < places["ZAF"][1]
    assert places["ZAF"][0] < places["IND"][0] < places["IDN"][0]


def test_a_degree_is_as_long_one_way_as_the_other_in_the_middle_of_the_map() -> None:
    frame = Frame((0.0, 60.0), 0.5, 200, 200)
    x, y = frame.place(0.0, 60.0)
    east, _ = frame.place(20.0, 60.0)
    _, north = frame.place(0.0, 70.0)
    # In 60 degrees of latitude two degrees of longitude are as far as one of latitude.
    assert east - x == y - north == 20


@pytest.mark.parametrize(("given", "same"), [(181.0, -179.0), (-190.0, 170.0), (540.0, -180.0), (12.0, 12.0)])
def test_meridians_are_counted_from_180_west_to_180_east(given: float, same: float) -> None:
    assert turned(given) == same


def test_a_region_across_the_180th_meridian_stays_together() -> None:
    places = {"IND": 175.0, "IDN": -175.0, "LKA": 178.0}
    powers = tuple(
        replace(power, longitude=places[power.id], latitude=0.0)
        for power in TABLE.powers
        if power.id in places
    )
    frame = frame_in_cells(replace(TABLE, powers=powers, theatres=()), 40, 10)
    found = [frame.place(power.longitude, power.latitude) for power in powers]
    assert all(frame.holds(x, y) for x, y in found)
    assert abs(found[0][0] - found[1][0]) < frame.width
    assert abs(turned(frame.middle[0])) > 170


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("size", [(36, 10), (80, 20), (110, 34)], ids=str)
def test_every_theatre_and_every_small_power_lies_on_its_scenarios_map(
    scenario: str, size: tuple[int, int]
) -> None:
    view = opening_of(scenario)
    frame = frame_in_cells(view, *size)
    lying = [(power.name, power.longitude, power.latitude) for power in view.powers if power.minor]
    lying += [(place.name, place.longitude, place.latitude) for place in view.theatres]
    for name, longitude, latitude in lying:
        assert frame.holds(*frame.place(longitude, latitude)), name


def test_the_coast_of_the_world_is_whole_and_an_invented_one_takes_its_place() -> None:
    assert sum(map(len, coastline())) > 4000
    frame = frame_in_cells(TABLE, 60, 20)
    assert len(shore(frame)) > 100
    invented = opening_of("first-steps")
    assert invented.coast
    own = frame_in_cells(invented, 60, 20)
    assert shore(own, invented.coast) != shore(own)


def test_no_coast_runs_across_the_map_from_edge_to_edge() -> None:
    """A line that goes round the back of the globe must not be drawn through its front."""
    frame = Frame((0.0, 20.0), 1.2, 240, 80)
    rows = [sum(cell[0] == row for cell in shore(frame)) for row in range(20)]
    assert max(rows) < 90


def test_ties_are_told_apart_without_colour() -> None:
    drawn = {sample(dash, 4) for dash in DASHES.values()}
    assert len(drawn) == len(DASHES) == len(Relationship)


def test_a_line_is_drawn_with_both_its_ends() -> None:
    dots = Dots(Frame((0, 0), 1, 8, 8))
    dots.line((0, 0), (7, 7))
    assert dots.cells == {(0, 0): 0x11, (0, 1): 0x84, (1, 2): 0x11, (1, 3): 0x84}
    dots.mark(99, 99)
    assert len(dots.cells) == 4


def test_the_worst_threat_of_a_theatre_is_shown() -> None:
    place = TABLE.theatres[0]
    levels = [TABLE.numbers[found.target] for found in TABLE.threats if found.theatre == place.id]
    assert worst(TABLE, place)[1] == max(levels)


# --- On the screen ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_map_on_the_table(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    view = replace(TABLE, crises=(replace(CONFRONTATION, choices=(), parties=("CHN", "USA")),))
    async with seated(view, size) as (pilot, _):
        await pilot.press("4")
        await pilot.pause()
        assert text_of(pilot.app) == snapshot


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_every_power_and_theatre_of_a_scenario_can_be_chosen_on_a_map_that_is_large_enough(
    scenario: str,
) -> None:
    view = opening_of(scenario)
    async with seated(view, (200, 60)) as (pilot, _):
        await pilot.press("4")
        await pilot.pause()
        cells = [cell for line in pilot.app.screen.query_one(Map).lines for cell in line]
        assert {cell.opens for cell in cells if cell.opens} == {to.Power(p.id) for p in view.powers}
        shown = {cell.target for cell in cells if cell.target}
        assert shown == {worst(view, place)[0] for place in view.theatres} - {""}


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_everything_is_reached_by_arrows(size: tuple[int, int]) -> None:
    async with seated(TABLE, size) as (pilot, _):
        await pilot.press("4")
        await pilot.pause()
        chart = pilot.app.screen.query_one(Map)
        places = {
            (row, column)
            for row, line in enumerate(chart.lines)
            for column, cell in enumerate(line)
            if cell.can_be_chosen
        }
        reached: set[tuple[int, int]] = set()
        ahead = [next(iter(places))]
        while ahead:
            here = ahead.pop()
            if here in reached:
                continue
            reached.add(here)
            for step in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                chart.choose(*here)
                chart.action_step(*step)
                ahead.append(chart.at)
        assert reached == places


async def test_what_is_chosen_on_the_map_is_chosen_everywhere_and_opened_with_enter() -> None:
    async with seated(TABLE, (200, 60)) as (pilot, _):
        await pilot.press("4", "right")
        await pilot.pause()
        chart = pilot.app.screen.query_one(Map)
        assert chart.chosen is not None
        assert isinstance(chart.chosen.opens, to.Power)
        power = chart.chosen.opens.power
        name = TABLE.name(power)
        assert row_with(pilot.app, f"MAP · ties of {name}")
        assert row_with(pilot.app, f"TIES OF {name.upper()}")
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen.NAME == "power"  # type: ignore[attr-defined]
        assert row_with(pilot.app, name)


async def test_a_power_chosen_among_the_powers_is_chosen_on_the_map() -> None:
    async with seated(TABLE, (200, 60)) as (pilot, _):
        await pilot.press("2", "home", *["down"] * 6)
        await pilot.pause()
        assert row_with(pilot.app, "MAP · ties of Sri Lanka")


async def test_why_is_asked_of_the_number_of_a_theatre() -> None:
    async with seated(TABLE, (120, 36)) as (pilot, _):
        await pilot.press("4")
        chart = pilot.app.screen.query_one(Map)
        place = next(
            (row, column)
            for row, line in enumerate(chart.lines)
            for column, cell in enumerate(line)
            if cell.target
        )
        chart.choose(*place)
        await pilot.press("w")
        await pilot.pause()
        assert pilot.app.screen.NAME == "why"  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(200, 12), (120, 8), (60, 20), (300, 6)], ids=str)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_coast_is_drawn_straight_through_the_sea(
    scenario: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a wide map a coast that goes round the back of the globe has both ends in sight."""
    drawn: list[float] = []
    view = opening_of(scenario)
    frame = frame_in_cells(view, *size)
    a_dot = frame.scale / cos(radians(frame.middle[1]))

    def noted(self: Dots, start: tuple[int, int], end: tuple[int, int], dash: str = "#") -> None:
        drawn.append(max(abs(end[0] - start[0]) * a_dot, abs(end[1] - start[1]) * frame.scale))

    monkeypatch.setattr(Dots, "line", noted)
    shore.__wrapped__(frame, view.coast)
    longest = max(
        max(abs(turned(b[0] - a[0])), abs(b[1] - a[1]))
        for line in view.coast or coastline()
        for a, b in pairwise(line)
    )
    assert drawn
    assert max(drawn) <= longest + 2 * a_dot
