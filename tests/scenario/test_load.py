"""A scenario file becomes the scenario it declares, or the list of what is wrong with it."""

from pathlib import Path

import pytest

from multipolar.scenario.load import ScenarioInvalid, load
from tests.scenario.spoiled import STRAIT, spoiled


def test_a_sound_file_and_its_text_give_the_same_scenario() -> None:
    setting = load(STRAIT)
    assert setting == load(STRAIT.read_text(encoding="utf-8"))
    assert [power.id for power in setting.powers] == ["IND", "UTO", "ERE"]
    assert setting.relations[0].between == ("IND", "UTO")


def test_a_scenario_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(STRAIT).title = "Another"


def test_an_unsound_file_is_refused_with_all_its_problems() -> None:
    text, line = spoiled("doctrine: hedger", "doctrine: hedgehog")
    with pytest.raises(ScenarioInvalid) as refused:
        load(text.replace("growth: 2", "growth: fast"), "strait.yaml")
    assert len(refused.value.problems) == 2
    assert str(refused.value).startswith(f"strait.yaml:{line}:")
    assert "and 1 more" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid, match="the file cannot be read"):
        load(tmp_path / "nothing.yaml")


def test_a_whole_number_is_not_taken_from_a_text_or_a_truth() -> None:
    """Reading is strict: what looks like a number in quotes is not one."""
    for wrong in ('"50"', "true", "50.0"):
        with pytest.raises(ScenarioInvalid, match="'stake' is of the wrong kind"):
            load(spoiled("stake: 50", f"stake: {wrong}")[0])
