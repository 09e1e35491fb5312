"""A long study kept in a file and taken up again."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.bootstrap import study
from multipolar.cli import guard
from multipolar.lab.games import Laboratory
from multipolar.lab.kept import KeptRecords, study_line
from multipolar.lab.plans import Plan
from multipolar.lab.record import GameRecord
from multipolar.lab.study import Study
from multipolar.user_errors import UserError
from tests.cli.command import STRAIT

GAMES = ("simulate", str(STRAIT), "--preset", "intro", "--jobs", "1", "--json", "--seed")


@pytest.fixture(scope="module")
def strait() -> Study:
    return study(str(STRAIT), "intro")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "study.jsonl"


def figures(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    assert guard.run([*GAMES, *more]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    del found["games_per_second"]
    return found


def test_a_study_taken_up_again_ends_as_one_played_at_once(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = figures(capsys, "5", "--games", "5")
    figures(capsys, "5", "--games", "2", "--resume", str(file))
    kept = file.read_text(encoding="utf-8")
    # As if it had been killed while it wrote.
    file.write_text(kept[:-20], encoding="utf-8")
    played: list[Plan] = []
    play = Laboratory.play

    def counted(laboratory: Laboratory, plan: Plan) -> GameRecord:
        played.append(plan)
        return play(laboratory, plan)

    monkeypatch.setattr(Laboratory, "play", counted)
    assert figures(capsys, "5", "--games", "5", "--resume", str(file)) == whole
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(played) == len(lines) - 1 - (len(kept.splitlines()) - 2)
    played.clear()
    assert figures(capsys, "5", "--games", "5", "--resume", str(file)) == whole
    assert not played


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("something else", "holds no study"),
        ('{"a": 1}\n', "holds no study"),
        ("\n\n", "holds no study"),
    ],
)
def test_no_other_file_is_written_to(file: Path, strait: Study, content: str, told: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=told):
        KeptRecords(file, study_line(strait, 1))
    assert file.read_text(encoding="utf-8") == content


def test_the_file_of_another_study_is_told_by_what_differs(file: Path, strait: Study) -> None:
    KeptRecords(file, study_line(strait, 1)).close()
    with pytest.raises(UserError, match="its --seed is another"):
        KeptRecords(file, study_line(strait, 2))
    with pytest.raises(UserError, match="its scenario, rules or preset are others"):
        KeptRecords(file, study_line(study(str(STRAIT), "full"), 1))
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace('"program":"', '"program":"0.'), encoding="utf-8")
    with pytest.raises(UserError, match="another version of the program"):
        KeptRecords(file, study_line(strait, 1))


def test_a_line_that_is_no_record_is_told_by_its_number(file: Path, strait: Study) -> None:
    (plan,) = strait.plans(1, 1, ())
    with closing(KeptRecords(file, study_line(strait, 1))) as kept:
        kept.keep(next(strait.run([plan])))
    with file.open("a", encoding="utf-8") as opened:
        opened.write("{}\n")
    with pytest.raises(UserError, match=r"line 3 of .* is no record of a game"):
        KeptRecords(file, study_line(strait, 1))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, strait: Study) -> None:
    with pytest.raises(UserError, match="name a file that can be written"):
        KeptRecords(tmp_path, study_line(strait, 1))


def test_an_empty_file_is_begun(file: Path, strait: Study) -> None:
    file.touch()
    plans = strait.plans(2, 1, ())
    with closing(KeptRecords(file, study_line(strait, 1))) as kept:
        assert kept.of(plans) == ([], plans)
    with closing(KeptRecords(file, study_line(strait, 1))) as kept:
        assert kept.of(plans) == ([], plans)
