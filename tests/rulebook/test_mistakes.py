"""A rule set that is wrong is told in full, with places; a word of one kind of roll is none of another."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from multipolar.cli import guard
from multipolar.domain.rules.complete import complete
from multipolar.rulebook import RuleSetInvalid, check_rules, load_rules, read_rules
from multipolar.rulebook.reader import FILES

SHIPPED = Path(__file__).parents[2] / "src" / "multipolar" / "rulebook"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rule set that ships."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def put(folder: Path, name: str, old: str, new: str) -> int:
    """Change the first place in a file where a text stands; its line, from 1."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_copy_is_as_good_as_what_ships(folder: Path) -> None:
    assert check_rules(folder) == ()
    assert read_rules(folder) == load_rules()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reads: governance_gap", "reads: mediation"),
        ("id: calm_notification\n    title: Notice of exercises in force\n    reads: notification",
         "id: calm_notification\n    title: Notice of exercises in force\n    reads: insight"),
        ("id: relief_governance\n    title: Governance of those affected\n    reads: lowest_governance",
         "id: relief_governance\n    title: Governance of those affected\n    reads: stage"),
        ("reads: help", "reads: tension"),
    ],
    ids=["of a move", "of a crisis", "of an emergency", "of an upheaval"],
)  # fmt: skip
def test_a_modifier_that_reads_a_word_of_another_roll_is_refused(folder: Path, old: str, new: str) -> None:
    line = put(folder, "modifiers.yaml", old, new) + old.count("\n")
    (problem,) = check_rules(folder)
    assert (problem.file, problem.line) == ("modifiers.yaml", line)
    word = new.rpartition(" ")[2]
    assert problem.found == repr(word)
    assert word not in problem.expected
    with pytest.raises(RuleSetInvalid) as refused:
        read_rules(folder)
    assert refused.value.problems == (problem,)
    assert str(refused.value) == str(problem)


def test_mistakes_of_several_files_are_told_each_where_it_stands(folder: Path) -> None:
    places = {
        ("numbers.yaml", put(folder, "numbers.yaml", "  carry: 3", "  carry: many")),
        ("moves/drills.yaml", put(folder, "moves/drills.yaml", "category: drills", "category: sports")),
        ("presets.yaml", put(folder, "presets.yaml", "rounds: 6", "rounds: 99")),
    }
    assert {(problem.file, problem.line) for problem in check_rules(folder)} == places


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "expected"),
    [
        ("moves/cooperation.yaml", "id: ", "id: hotline #", "'hotline' stands twice", "of its own"),
        ("numbers.yaml", "hotline: [hotline]", "hotline: [hotlin]", "unknown agreement 'hotlin'", "hotline"),
        ("numbers.yaml", "outcomes: [7, 10, 12]", "outcomes: [7, 12, 10]", "do not rise", "from"),
        ("numbers.yaml", "[intro, standard]", "[intro, short]", "unknown preset 'short'", "intro"),
        ("modifiers.yaml", "but: [white_paper,", "but: [white_papers,", "mean 'white_paper'?", "one of"),
        ("doctrines.yaml", "pact: security_pact", "pact: security_pakt", "mean 'security_pact'?", "one of"),
        ("moves/operations.yaml", "partners: [2, 2]", "partners: [2, 3]", "does not name just two", "[2, 2]"),
        ("crises.yaml", "threat: piracy", "threat: pirates", "the unknown threat 'pirates'", "piracy"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_where_it_stands(
    folder: Path, name: str, old: str, new: str, message: str, expected: str
) -> None:
    line = put(folder, name, old, new)
    problems = check_rules(folder)
    (problem,) = [problem for problem in problems if message in problem.message]
    assert (problem.file, problem.line) == (name, line)
    assert expected in problem.expected


def test_a_file_that_is_missing_or_is_no_mapping_is_named(folder: Path) -> None:
    (folder / "presets.yaml").unlink()
    (folder / "doctrines.yaml").write_text("- one\n", encoding="utf-8")
    told = {(problem.file, problem.line): problem.message for problem in check_rules(folder)}
    assert told["presets.yaml", 1] == "the file cannot be read"
    assert told["doctrines.yaml", 1] == "a file of the rule set is a mapping"
    with pytest.raises(RuleSetInvalid):
        read_rules(folder)


def test_what_stands_twice_or_is_no_yaml_is_told(folder: Path) -> None:
    put(folder, "presets.yaml", "presets:", "money: {}\npresets:")
    line = put(folder, "crises.yaml", "crises:", "crises: [")
    told = {(problem.file, problem.message) for problem in check_rules(folder)}
    assert ("presets.yaml", "'money' stands in two files") in told
    assert line == 1 or any(file == "crises.yaml" for file, _ in told)
    assert any(file == "crises.yaml" for file, _ in told)


def test_the_command_lists_every_mistake_and_leaves_with_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run(["rules", "check"]) == 0
    assert capsys.readouterr().out == "the rule set that ships: no mistakes\n"
    line = put(folder, "modifiers.yaml", "reads: governance_gap", "reads: mediation")
    assert guard.run(["rules", "check", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"modifiers.yaml:{line}:")
    assert said[-1] == "1 mistake"
    assert guard.run(["rules", "check", str(folder), "--json"]) == 1
    assert '"file": "modifiers.yaml"' in capsys.readouterr().out


# --- Tables ----------------------------------------------------------------------------------

_Word = Literal["one", "two"]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"one": 1}, "how it is read: no entry for two"),
        ({"one": 1, "two": 2, "six": 6}, "how it is read: six is no word"),
    ],
)
def test_a_word_without_an_entry_is_named_when_the_table_is_made(
    table: dict[str, int], complaint: str
) -> None:
    with pytest.raises(TypeError, match=complaint):
        complete(table, _Word, "how it is read")


def test_a_table_that_is_complete_is_itself() -> None:
    table: dict[_Word, Callable[[], int]] = {"one": int, "two": int}
    assert complete(table, _Word, "how it is read") is table
