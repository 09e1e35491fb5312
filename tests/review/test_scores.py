"""A printed formula gives the printed score: who puts the shown numbers into it gets what is shown (§9)."""

import re
from fractions import Fraction
from functools import cache
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics.scoring import clamp, final_of, share_of
from multipolar.domain.model.views import Standing, View
from multipolar.lobby.port import ExerciseConfig
from multipolar.review.scores import final_product, national_sum, share_product
from tests.playing import begin_unkept

STEP = re.compile(r"([\d−+×÷ .]+) = (-?[\d.]+…?)(?:, rounded down: (\d+)|, at (?:most|least): (\d+))?")


def worked_out(formula: str) -> Fraction:
    """What a formula comes to, term by term, with the fractions kept."""
    total, sign = Fraction(0), 1
    for term in re.split(r" ([−+]) ", formula.strip()):
        if term in "−+":
            sign = -1 if term == "−" else 1
            continue
        factors = re.split(r" ([×÷]) ", term)
        value = Fraction(factors[0])
        for how, factor in zip(factors[1::2], factors[2::2], strict=True):
            value = value * Fraction(factor) if how == "×" else value / Fraction(factor)
        total += sign * value
    return total


def assert_gives(text: str, result: int) -> None:
    """Every step of a printed formula is right, and the last one gives the result.

    Raises:
        AssertionError: when a step is wrong.
    """
    steps = [STEP.fullmatch(step) for step in text.split("; ")]
    shown = ""
    for step in steps:
        assert step is not None, text
        formula, exact, rounded, limited = step.groups()
        value = worked_out(formula)
        if exact.endswith("…"):
            assert Fraction(exact[:-1]) < value < Fraction(exact[:-1]) + Fraction(1, 100), text
        else:
            assert Fraction(exact) == value, text
        if rounded:
            assert floor(value) == int(rounded) != value, text
        shown = rounded or limited or exact
    assert Fraction(shown) == result, text


def standing(parts: tuple[int, int, int], stake: int, architecture: int, divided: int) -> Standing:
    """As the rules count it."""
    national = clamp(sum(parts))
    final = final_of(national, stake, architecture) // divided
    return Standing("IND", *parts, national, final, 1, stake, share_of(stake, architecture), divided)


@given(
    st.tuples(st.integers(-30, 60), st.integers(0, 25), st.integers(0, 20)),
    st.integers(0, 100),
    st.integers(0, 100),
    st.sampled_from((1, 2, 3)),
)
def test_every_formula_gives_its_score(
    parts: tuple[int, int, int], stake: int, architecture: int, divided: int
) -> None:
    one = standing(parts, stake, architecture, divided)
    if parts[0] >= 0:
        assert_gives(national_sum(one), one.national)
    assert_gives(share_product(one, architecture), one.share)
    assert_gives(final_product(one), one.final)


@cache
def ended(scenario: str, doctrine: str, seed: int) -> View:
    """The view of an observer at the end of an exercise that programs played."""
    host, playing = begin_unkept(ExerciseConfig(scenario, "intro", seed, {}), doctrine)
    for _ in playing.play():
        pass
    return view_of(host.world, "observer")


GAMES = [("first-steps", "", 3), ("first-steps", "random", 5), ("indian-ocean", "random", 1)]


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_the_scores_of_random_games_are_what_their_formulas_give(game: tuple[str, str, int]) -> None:
    view = ended(*game)
    assert view.debrief is not None
    for one in view.debrief.standings:
        if one.objectives >= 0:
            assert_gives(national_sum(one), one.national)
        assert_gives(share_product(one, view.numbers["architecture(all)"]), one.share)
        assert_gives(final_product(one), one.final)


def test_what_rounding_takes_away_is_printed() -> None:
    one = standing((10, 12, 13), 48, 46, 1)
    assert national_sum(one) == "10 + 12 + 13 = 35"
    assert share_product(one, 46) == "100 − 48 + 48 × 46 ÷ 100 = 74.08, rounded down: 74"
    assert final_product(one) == "35 × 74 ÷ 100 = 25.9, rounded down: 25"


def test_a_score_at_its_limit_and_a_collapse_are_told() -> None:
    high = standing((90, 20, 15), 0, 100, 2)
    assert national_sum(high) == "90 + 20 + 15 = 125, at most: 100"
    assert final_product(high) == "100 × 100 ÷ 100 = 100; 100 ÷ 2 = 50"
    assert national_sum(replace(high, objectives=-90, national=0)).endswith("at least: 0")
