"""`scenario new`: a file to begin from that checks clean, plays, and is never written over another."""

from pathlib import Path

import pytest

from multipolar.cli import guard
from multipolar.scenario.check import check_file
from multipolar.scenario.load import load
from multipolar.scenario.new import id_of, template


def test_what_is_written_checks_clean_and_is_called_as_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "My Sea 2.yaml"
    assert guard.run(["scenario", "new", str(file), "--title", 'A "quoted": sea # and more']) == 0
    assert "scenario check" in capsys.readouterr().out
    assert check_file(str(file)) == []
    setting = load(file)
    assert (setting.id, setting.title) == ("my-sea-2", 'A "quoted": sea # and more')


def test_it_is_played_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "played.yaml"
    file.write_text(template("played", "Played"), encoding="utf-8")
    saves = ("--saves", str(tmp_path / "saves"))
    assert guard.run([*saves, "play", str(file), "--auto", "--preset", "intro", "--seed", "4", "--json"]) == 0
    assert '"rounds": 4' in capsys.readouterr().out


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine", encoding="utf-8")
    assert guard.run(["scenario", "new", str(file)]) == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert guard.run(["scenario", "new", str(tmp_path / "mine.txt")]) == 2
    assert guard.run(["scenario", "new", str(tmp_path / "no" / "way.yaml")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("My Sea 2", "my-sea-2"),
        ("2030", "scenario-2030"),
        ("Ärger!", "rger"),
        ("...", "scenario"),
        ("a" * 60, "a" * 40),
    ],
)
def test_an_id_is_made_of_the_name_of_the_file(stem: str, name: str) -> None:
    assert id_of(stem) == name
