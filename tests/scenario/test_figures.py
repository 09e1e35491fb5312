"""Attributes follow from figures by the documented formula (rulebook §3)."""

import pytest

from multipolar.scenario.figures import attributes_from, bounded, growth_from, half_up, lacking

INDIA = {
    "gdp": 3913.0, "milex": 85.597, "active": 1500.0, "cinc": 0.099397, "wgi_cc": -0.37, "wgi_va": 0.09,
    "wgi_ge": 0.48, "wgi_pv": -0.64, "cpi": 39.0, "peacekeepers": 5429.0, "growth": 6.5,
}  # fmt: skip
FRANCE = {
    "gdp": 3162.0, "milex": 63.575, "active": 200.0, "cinc": 0.010944, "wgi_cc": 1.18, "wgi_va": 1.15,
    "wgi_ge": 1.14, "wgi_pv": 0.34, "cpi": 71.0, "peacekeepers": 623.0, "growth": 1.2,
    "permanent_member": 1.0,
}  # fmt: skip


def without(figures: dict[str, float], *names: str) -> dict[str, float]:
    return {name: value for name, value in figures.items() if name not in names}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [(INDIA, (74, 79, 59, 45, 54, 75, 68)), (FRANCE, (71, 66, 70, 72, 70, 76, 73))],
)
def test_attributes_of_two_powers_are_those_worked_out_by_hand(
    figures: dict[str, float], expected: tuple[int, ...]
) -> None:
    assert tuple(attributes_from(figures).values()) == expected


def test_halves_go_up_also_below_zero() -> None:
    assert [half_up(value) for value in (2.5, 3.5, -2.5, 0.49)] == [3, 4, -2, 0]


def test_attributes_stay_between_3_and_97() -> None:
    assert (bounded(-40.0), bounded(50.4), bounded(140.0)) == (3, 50, 97)


def test_unknown_spending_is_taken_as_a_share_of_gdp() -> None:
    assert attributes_from(without(INDIA, "milex")) == attributes_from({**INDIA, "milex": 0.015 * 3913.0})


def test_unknown_personnel_is_taken_as_a_thousand() -> None:
    assert attributes_from(without(INDIA, "active")) == attributes_from({**INDIA, "active": 1.0})


def test_unknown_corruption_index_follows_the_governance_indicators() -> None:
    mean = (-0.37 + 0.09 + 0.48) / 3
    assert attributes_from(without(INDIA, "cpi")) == attributes_from({**INDIA, "cpi": 50 + 20 * mean})


def test_a_permanent_seat_is_worth_five_of_standing() -> None:
    seated, unseated = attributes_from(FRANCE), attributes_from(without(FRANCE, "permanent_member"))
    assert seated["standing"] - unseated["standing"] == 5


def test_growth_is_bounded_and_may_be_unknown() -> None:
    assert [growth_from({"growth": value}) for value in (-3.0, 6.5, 33.6)] == [0, 7, 9]
    assert growth_from({}) is None


def test_figures_nothing_can_stand_in_for_are_named() -> None:
    assert lacking({"milex": 3.0, "gdp": 10.0}) == ("cinc", "wgi_cc", "wgi_va", "wgi_ge", "wgi_pv")
    with pytest.raises(ValueError, match="gdp"):
        attributes_from({})


@pytest.mark.parametrize("figure", ["gdp", "milex", "active", "cinc"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_figures_are_refused(figure: str, value: float) -> None:
    with pytest.raises(ValueError, match=figure):
        attributes_from({**INDIA, figure: value})
