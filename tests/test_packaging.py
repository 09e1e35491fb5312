"""What is built and handed out is whole: package, rule set, scenarios."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import multipolar

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/multipolar"

READ_RULES_LIST_SCENARIOS = """
from multipolar.rulebook import load_rules
from multipolar.scenario.library import library
load_rules()
print(*(scenario.path for scenario in library()))
"""


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or a source archive of the tree at `source`; the path of the one file made."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is unpacked, as an installer does it."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(installed: Path) -> set[str]:
    return files_under(installed)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert multipolar.__version__ == project["version"]


def test_importing_the_package_loads_no_other_part_of_it() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import multipolar, sys; print(*sorted(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert [name for name in loaded if name.startswith("multipolar")] == ["multipolar"]
    assert not {"textual", "sqlmodel", "typer", "pydantic"} & set(loaded)


def test_the_wheel_holds_every_file_of_the_package(wheel: set[str]) -> None:
    assert {f"multipolar/{name}" for name in files_under(PACKAGE)} <= wheel


def test_what_others_made_travels_with_its_licence(installed: Path) -> None:
    assets = files_under(PACKAGE / "server/screens/assets")
    own = {"terminal.js", "terminal.css"}
    licences = {Path(name).stem for name in assets if name.endswith(".LICENSE")}
    made = {
        name.split(".")[0].removesuffix("-Bold") for name in assets - own if not name.endswith(".LICENSE")
    }
    assert made == licences == {"xterm", "addon-fit", "DejaVuSansMono"}
    (about,) = installed.glob("*.dist-info")
    handed_out = {Path(name).name for name in files_under(about / "licenses")}
    assert {"LICENSE", *(f"{name}.LICENSE" for name in licences)} == handed_out
    assert "License-Expression: MIT AND Bitstream-Vera" in (about / "METADATA").read_text(encoding="utf-8")


def test_the_wheel_holds_every_scenario_inside_the_package(wheel: set[str]) -> None:
    assert {f"multipolar/scenarios/{name}" for name in files_under(ROOT / "scenarios")} <= wheel


def test_a_wheel_built_from_the_source_archive_is_the_same(wheel: set[str], tmp_path: Path) -> None:
    archive_of_source = build(ROOT, "sdist", tmp_path / "sdist")
    tree = tmp_path / "tree"
    tree.mkdir()
    subprocess.run(["tar", "-xf", archive_of_source, "-C", tree, "--strip-components=1"], check=True)
    with ZipFile(build(tree, "wheel", tmp_path / "wheel")) as archive:
        assert set(archive.namelist()) == wheel


def test_an_installed_package_finds_its_own_scenarios_and_rule_set(installed: Path, tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", READ_RULES_LIST_SCENARIOS],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    scenarios = sorted((installed / "multipolar/scenarios").glob("*.yaml"))
    assert found == [str(path) for path in scenarios]


def locked() -> dict[str, str]:
    """Each library of the lock file with its version; lines that go on hold its hashes."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = (Requirement(line.rstrip("\\ ")) for line in lines if not line.startswith(" "))
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def test_the_lock_file_holds_every_library_at_a_version_that_the_project_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = locked()
    for wanted in map(Requirement, project["dependencies"]):
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), wanted.name


def test_the_lock_file_names_hashes_for_every_library_and_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) == len(locked())
    assert [pin.split("==")[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
