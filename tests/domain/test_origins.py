"""Where numbers begin, what they are called, and what would move them (rulebook §3, §4)."""

from functools import cache
from pathlib import Path

import pytest

from multipolar.domain.addresses import split
from multipolar.domain.mechanics.origins import SHOWN
from multipolar.domain.model.views import Explanation
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import ATTRIBUTES, CONTROL
from multipolar.engine.host import Host
from multipolar.lobby.port import ExerciseConfig
from tests.playing import begin_unkept

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
BEGUN_WITH_A_REASON = frozenset(
    (
        *ATTRIBUTES, "trust", "tension", "interoperability", "relationship", "threat", "cohesion",
        "legitimacy", "capital", "resources", "growth",
    )
)  # fmt: skip


@cache
def host_of(scenario: str) -> Host:
    """An exercise that has just begun."""
    host, _ = begin_unkept(ExerciseConfig(scenario, "standard", 1, {}))
    return host


def why(scenario: str, target: str, seat: str = CONTROL) -> Explanation:
    return host_of(scenario).why(seat, target)


@pytest.mark.parametrize("scenario", [path.stem for path in SCENARIOS])
def test_every_number_that_begins_with_something_says_why(scenario: str) -> None:
    host = host_of(scenario)
    for target in host.world.numbers:
        key = split(target)[0]
        if key in BEGUN_WITH_A_REASON:
            found = why(scenario, target)
            assert found.origin, target
            assert all(line.strip() and "None" not in line for line in found.origin), target


@pytest.mark.parametrize("scenario", [path.stem for path in SCENARIOS])
def test_figures_are_told_with_their_year(scenario: str) -> None:
    host = host_of(scenario)
    rules: Rules = host.world.rules
    for shown, power in zip(host.view(CONTROL).powers, rules.setting.powers, strict=True):
        told = " ".join(shown.facts)
        assert all(f"({power.figures[key].year})" in told for key in SHOWN if key in power.figures)
        if power.figures:
            told = " ".join(why(scenario, f"capability({power.id})").origin)
            assert all(f"({power.figures[key].year})" in told for key in ("cinc",))


@pytest.mark.parametrize("scenario", [path.stem for path in SCENARIOS])
def test_nobody_is_addressed_on_the_sheet_of_another(scenario: str) -> None:
    for shown in host_of(scenario).view(CONTROL).powers:
        assert shown.profile
        assert not {"you", "your", "yours", "yourself"} & set(shown.profile.lower().replace(",", " ").split())


def test_a_relationship_is_told_in_its_word_with_the_marks_that_would_move_it() -> None:
    found = why("indian-ocean", "relationship(CHN,IND)", "IND")
    assert found.said == found.said_first == "strained (2 of 6)"
    assert "The scenario begins China and India as strained." in found.origin
    assert any("Hindustan Times" in line for line in found.origin)
    assert "rises to correct at a warmth of 14 or more" in found.outlook[0]
    assert "falls to adversarial at -20 or less" in found.outlook[1]


def test_warmth_is_told_as_far_as_the_seat_may_know_it() -> None:
    world = host_of("indian-ocean").world
    mine, theirs = world.trust("IND", "CHN"), world.trust("CHN", "IND")
    half = world.tension("CHN", "IND") // 2
    target = "relationship(CHN,IND)"
    assert (
        f"{min(mine, theirs)} − {half} = {min(mine, theirs) - half}"
        in why("indian-ocean", target).outlook[-1]
    )
    told = why("indian-ocean", target, "IND").outlook[-1]
    assert f"trust of {mine} it is {mine - half} at most" in told
    outside = why("indian-ocean", target, "FRA").outlook[-1]
    assert str(mine) not in outside
    assert str(theirs) not in outside


def test_what_the_opening_rolled_is_told_beside_what_the_scenario_says() -> None:
    host = host_of("indian-ocean")
    start = host.world.start("trust(IND,USA)")
    (line,) = [one for one in why("indian-ocean", "trust(IND,USA)").origin if one.startswith("It began with")]
    assert line.startswith(f"It began with {start}: the scenario says 54")
    rolled = start - 54
    assert (f"{abs(rolled)}." in line.split("opening")[-1]) if rolled else "roll" not in line
