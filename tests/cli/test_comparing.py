"""`saves compare` and `saves delete`: exercises set side by side, and taken away for good."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import STRAIT, CommandLine

ALL_PASSED = "\n".join(["pass"] * 60)


@pytest.fixture(scope="module")
def exercises(shared: CommandLine) -> tuple[str, str]:
    """An exercise played by program, and a branch of it in which a person does nothing."""
    first: str = shared("play", str(STRAIT), "--auto", "--seed", "11", "--json").json["exercise"]
    second: str = shared("saves", "branch", first, "--at", "2.deliberation", "--seat", "IND", "--json").json[
        "id"
    ]
    assert shared("play", "--continue", second, "--plain", stdin=ALL_PASSED).code == 0
    return first, second


def compared(line: CommandLine, *saves: str) -> dict[str, Any]:
    """What `saves compare --json` says."""
    found: dict[str, Any] = line("saves", "compare", *saves, "--json").json
    return found


def test_a_branch_parts_where_it_was_made(shared: CommandLine, exercises: tuple[str, str]) -> None:
    found = compared(shared, *exercises)
    parted = shared("saves", "show", exercises[1], "--json").json["parent_seq"]
    assert found["parted"]["number"] == parted + 1
    assert found["parted"]["round"] == 2
    assert found["parted"]["first"] != found["parted"]["second"]


def test_finals_are_those_of_each_exercise(shared: CommandLine, exercises: tuple[str, str]) -> None:
    found = compared(shared, *exercises)
    for place, save in enumerate(exercises):
        standings = shared("replay", save, "--json", "--as", "IND").json["debrief"]["standings"]
        told = {score["power"]: score["final"][place] for score in found["scores"]}
        assert told == {standing["power"]: standing["final"] for standing in standings}


def test_every_difference_is_one_and_has_its_cause(shared: CommandLine, exercises: tuple[str, str]) -> None:
    found = compared(shared, *exercises)
    assert found["numbers"]
    for number in found["numbers"]:
        assert number["first"] != number["second"]
        assert number["why_first"] or number["why_second"], number["target"]
    for number in found["numbers"][:2]:
        for place, save in zip(("first", "second"), exercises, strict=True):
            value = shared("why", save, number["target"], "--as", "all", "--json").json["value"]
            assert value == number[place]
    sizes = [abs(number["first"] - number["second"]) for number in found["numbers"]]
    assert sizes == sorted(sizes, reverse=True)


def test_indices_are_told_round_by_round_and_are_one_before_they_part(
    shared: CommandLine, exercises: tuple[str, str]
) -> None:
    found = compared(shared, *exercises)
    for course in found["indices"].values():
        assert len(course) == found["after"] + 1
        assert all(first == second for first, second in course[:2])


def test_an_exercise_does_not_part_from_itself(shared: CommandLine, exercises: tuple[str, str]) -> None:
    done = shared("saves", "compare", exercises[0], exercises[0])
    assert (done.code, done.out.strip()) == (0, "they do not part: the same happened in both")


def test_what_is_compared_is_what_a_seat_may_know(shared: CommandLine, exercises: tuple[str, str]) -> None:
    running: str = shared("saves", "branch", exercises[1], "--at", "5.deliberation", "--json").json["id"]
    pair = (exercises[0], running)
    refused = shared("saves", "compare", *pair)
    assert (refused.code, "say as whom" in refused.err) == (2, True)
    known = shared("replay", running, "--to", "4", "--as", "observer", "--json").json["numbers"]
    watched = shared("saves", "compare", *pair, "--as", "observer", "--json").json
    whole = shared("saves", "compare", *pair, "--as", "all", "--json").json
    assert watched["after"] == whole["after"] == 4
    assert {number["target"] for number in watched["numbers"]} <= known.keys()
    assert not {number["target"] for number in whole["numbers"]} <= known.keys()


def test_two_scenarios_are_not_compared(shared: CommandLine, exercises: tuple[str, str]) -> None:
    other = shared("play", "first-steps", "--auto", "--preset", "intro", "--json").json["exercise"]
    done = shared("saves", "compare", exercises[0], other)
    assert done.code == 1
    assert "only exercises of one scenario" in done.err


def test_tables_of_a_class_stand_beside_their_median(shared: CommandLine, exercises: tuple[str, str]) -> None:
    across = {
        seat["power"]: seat for seat in shared("saves", "compare", "--group", *exercises, "--json").json
    }
    finals = [table["final"] for table in across["IND"]["tables"]]
    assert finals == sorted(finals, reverse=True)
    assert across["IND"]["median"] == sum(finals) / 2
    assert [table["over"] for table in across["IND"]["tables"]] == [
        final - sum(finals) / 2 for final in finals
    ]
    assert "over the median" in shared("saves", "compare", "--group", *exercises).out


def test_tables_of_another_deal_are_refused(shared: CommandLine, exercises: tuple[str, str]) -> None:
    other = shared("play", str(STRAIT), "--auto", "--seed", "12", "--json").json["exercise"]
    done = shared("saves", "compare", "--group", exercises[0], other)
    assert done.code == 1
    assert "same deal" in done.err


def test_one_save_is_too_few(shared: CommandLine, exercises: tuple[str, str]) -> None:
    assert shared("saves", "compare", exercises[0]).code == 2
    assert shared("saves", "compare", "--group", exercises[0]).code == 2


def test_a_deleted_save_is_gone_and_its_export_stays(multipolar: CommandLine, tmp_path: Path) -> None:
    key = multipolar("play", "first-steps", "--auto", "--preset", "intro", "--json").json["exercise"]
    carried = tmp_path / "carried.jsonl"
    assert multipolar("saves", "export", key, "-o", str(carried)).code == 0
    kept = multipolar("saves", "delete", key)
    assert kept.code == 2
    assert "--yes" in kept.err
    assert multipolar("saves", "show", key).code == 0
    assert multipolar("saves", "delete", key, "--yes").code == 0
    assert multipolar("saves", "show", key).code == 1
    assert json.loads(multipolar("saves", "list", "--json").out) == []
    assert not multipolar("saves", "list").err, "what was deleted on purpose is not missed"
    assert multipolar("saves", "compact").out.startswith("compacted the saves:")
    assert multipolar("saves", "import", str(carried)).code == 0
