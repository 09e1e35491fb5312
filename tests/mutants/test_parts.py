"""Faults are put into all of `domain` and `store`, each file in one part, and are drawn evenly."""

from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.__main__ import explanations
from tests.mutants.faults import Fault, faults_of, sample
from tests.mutants.parts import PACKAGE, PARTS


def test_every_file_of_domain_and_store_but_the_migrations_belongs_to_one_part() -> None:
    counted = Counter(path for part in PARTS.values() for path in part.paths())
    files = {path for room in ("domain", "store") for path in (PACKAGE / room).rglob("*.py")}
    files -= {*(PACKAGE / "store/migrations").rglob("*.py")}
    assert counted == dict.fromkeys(files, 1)


def test_the_tests_of_every_part_are_there() -> None:
    root = PACKAGE.parents[1]
    assert not [test for part in PARTS.values() for test in part.tests if not (root / test).exists()]


def test_a_sample_is_drawn_evenly_and_the_same_again() -> None:
    faults = [Fault(str(number), "f", "", "") for number in range(1000)]
    drawn = sample(faults, 100, seed=7)
    assert sorted(int(fault.name) // 10 for fault in drawn) == list(range(100))
    assert drawn == sample(faults, 100, seed=7) != sample(faults, 100, seed=8)
    assert sorted(sample(faults, 0, seed=7)) == sorted(sample(faults, 2000, seed=7)) == sorted(faults)
    assert sample(faults, 0, seed=7) != faults


@pytest.mark.parametrize(
    ("before", "after", "rewords"),
    [
        ('raise Illegal("over", "it is over")', 'raise Illegal("over", "IT IS OVER")', True),
        ('raise Illegal("over", "it is over")', 'raise Illegal("over", "XXit is overXX")', True),
        ('raise Illegal("over", "it is over")', 'raise Illegal("OVER", "it is over")', False),
        ('raise Illegal("over", "it is over")', 'raise Illegal("over", None)', False),
        ("if a and b:", "if a or b:", False),
    ],
)
def test_a_fault_that_only_rewords_a_sentence_is_told_from_others(
    before: str, after: str, rewords: bool
) -> None:
    assert Fault("f__mutmut_1", "f", before, after).rewords is rewords


def test_faults_are_told_with_the_lines_they_change(tmp_path: Path) -> None:
    path = tmp_path / "room" / "doors.py"
    path.parent.mkdir()
    path.write_text("def is_open(width: int) -> bool:\n    return width > 1\n", encoding="utf-8")
    assert {(fault.function, fault.before, fault.after) for fault in faults_of(path, tmp_path)} == {
        ("room.doors.x_is_open", "return width > 1", "return width >= 1"),
        ("room.doors.x_is_open", "return width > 1", "return width > 2"),
    }


def test_faults_of_some_functions_are_those_of_the_whole_file_that_lie_in_them() -> None:
    path = PACKAGE / "domain" / "model" / "awareness.py"
    whole = {(fault.function, fault.before, fault.after) for fault in faults_of(path, PACKAGE.parent)}
    within = {
        (fault.function, fault.before, fault.after)
        for fault in faults_of(path, PACKAGE.parent, within=["is_known"])
    }
    assert (
        within
        == {fault for fault in whole if fault[0] == "multipolar.domain.model.awareness.x_is_known"}
        != set()
    )


def test_every_survivor_that_is_explained_is_still_a_fault_that_is_made() -> None:
    known = explanations()
    places: dict[Path, set[str]] = {}
    for entry in known:
        module, _, name = entry["function"].rpartition(".")
        path = PACKAGE.parent / f"{module.replace('.', '/')}.py"
        # A function is x_name; a method stands between two signs behind its class.
        places.setdefault(path, set()).add(name.split("ǁ")[1] if "ǁ" in name else name.removeprefix("x_"))
    made = {
        (fault.function, fault.before, fault.after)
        for path, names in places.items()
        for fault in faults_of(path, PACKAGE.parent, within=names)
    }
    assert known
    explained = {(entry["function"], entry["before"], entry["after"]) for entry in known}
    assert explained <= made, explained - made
    assert all(entry["why"] for entry in known)
