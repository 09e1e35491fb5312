"""From a name or a path to a scenario file, with the nearest name when there is none."""

from pathlib import Path

import pytest

from multipolar.scenario.library import ScenarioUnknown, find, folders, library


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    packaged, repository = tmp_path / "packaged", tmp_path / "repository"
    for folder in (packaged, repository):
        folder.mkdir()
    (packaged / "strait.yaml").write_text("format: 1")
    (repository / "strait.yaml").write_text("format: 1")
    (repository / "gulf.yml").write_text("format: 1")
    (repository / "notes.txt").write_text("no scenario")
    return packaged, repository


def test_packaged_scenarios_come_before_those_of_the_repository(two_folders: tuple[Path, Path]) -> None:
    found = library(two_folders)
    assert [scenario.id for scenario in found] == ["gulf", "strait"]
    assert found[1].path.parent == two_folders[0]


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert library([tmp_path / "nowhere"]) == ()


def test_the_package_is_looked_at_before_the_repository() -> None:
    packaged, repository = folders()
    assert packaged.parent.name == "multipolar"
    assert (repository.parent / "pyproject.toml").is_file()


def test_a_scenario_is_found_by_name_and_by_path(two_folders: tuple[Path, Path]) -> None:
    by_path = two_folders[1] / "gulf.yml"
    assert find("gulf", two_folders) == by_path
    assert find(str(by_path), two_folders) == by_path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gulff", "did you mean 'gulf'"),
        ("zzzz", "there are: gulf, strait"),
        ("nowhere/gulf.yaml", "no file at 'nowhere/gulf.yaml'"),
        ("missing.yaml", "no file at"),
        ("", "no scenario ''"),
        ("a\0b", "no scenario"),
        ("x" * 5000, "no scenario"),
    ],
)
def test_an_unknown_name_is_told_in_one_line(two_folders: tuple[Path, Path], name: str, said: str) -> None:
    with pytest.raises(ScenarioUnknown) as told:
        find(name, two_folders)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_is_no_scenario(two_folders: tuple[Path, Path]) -> None:
    with pytest.raises(ScenarioUnknown, match="is a folder"):
        find(str(two_folders[0]), two_folders)
