"""`scenario …`, `rules …` and `doctor`: what is read without an exercise."""

import json
from pathlib import Path

import pytest

from multipolar.cli import doctor, guard
from multipolar.domain.machines.diagram import MACHINES
from multipolar.domain.rules.templates import CrisisTemplate
from multipolar.rulebook import load_rules
from tests.cli.command import INDIAN_OCEAN, STRAIT


def test_the_library_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "list", "--json"]) == 0
    listed = {found["id"]: found for found in json.loads(capsys.readouterr().out)}
    assert listed[INDIAN_OCEAN]["valid"]
    assert {"IND", "CHN"} <= set(listed[INDIAN_OCEAN]["powers"])
    assert guard.run(["scenario", "list"]) == 0
    assert INDIAN_OCEAN in capsys.readouterr().out


def test_a_scenario_is_shown_without_its_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--json",)):
        assert guard.run(["scenario", "show", str(STRAIT), *more]) == 0
        told = capsys.readouterr().out
        assert "The Strait" in told
        assert "Know what Utopia wants" not in told


def test_a_scenario_without_mistakes_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "check", str(STRAIT), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert guard.run(["scenario", "check", INDIAN_OCEAN]) == 0


def test_every_mistake_has_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoiled = tmp_path / "spoiled.yaml"
    text = (
        STRAIT.read_text(encoding="utf-8").replace("kind: emerging", "kind: sleeping").replace("2031", "soon")
    )
    spoiled.write_text(text, encoding="utf-8")
    assert guard.run(["scenario", "check", str(spoiled), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert len(problems) >= 3
    assert all({"line", "column", "message", "found", "expected"} <= set(problem) for problem in problems)
    assert guard.run(["scenario", "check", str(spoiled)]) == 1
    assert f"{spoiled}:" in capsys.readouterr().out


def test_a_file_that_is_none_is_a_mistake_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = tmp_path / "picture.yaml"
    binary.write_bytes(bytes(range(256)))
    for file in (binary, tmp_path / "absent.yaml", tmp_path):
        assert guard.run(["scenario", "check", str(file), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)


def test_the_schema_is_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "schema"]) == 0
    assert "powers" in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize("move", [move.id for move in load_rules().moves])
def test_every_move_is_shown_at_length(move: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["rules", "show", move]) == 0
    assert "**Costs**" in capsys.readouterr().out
    assert guard.run(["rules", "show", move, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == move


@pytest.mark.parametrize("template", load_rules().crises, ids=lambda template: template.id)
def test_every_crisis_is_shown_at_length(
    template: CrisisTemplate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run(["rules", "show", template.id]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert template.stakes in told
    assert all(" ".join(text.split()) in told for text in template.texts)


def test_all_moves_and_crises_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["rules", "show"]) == 0
    told = capsys.readouterr().out
    declared = [*(move.id for move in load_rules().moves), *(found.id for found in load_rules().crises)]
    assert all(f"{name}:" in told for name in declared)


def test_the_rulebook_prints_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["rules", "book"]) == 0
    alone = capsys.readouterr().out
    assert alone.startswith("# The rules of multipolar\n")
    assert guard.run(["rules", "book", "--scenario", "indian-ocean"]) == 0
    assert capsys.readouterr().out.startswith("# The rules of multipolar in The Indian Ocean\n")
    assert guard.run(["rules", "book", "--scenario", "nowhere"]) == 1
    assert "no scenario 'nowhere'" in capsys.readouterr().err


@pytest.mark.parametrize("machine", MACHINES)
def test_every_machine_is_drawn(machine: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["rules", "diagram", machine]) == 0
    assert capsys.readouterr().out.startswith("stateDiagram-v2\n")


def test_doctor_finds_nothing_to_mend_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["doctor", "--json", "--saves", str(tmp_path)]) == 0
    findings = {found["check"]: found for found in json.loads(capsys.readouterr().out)}
    assert {name for name, found in findings.items() if found["state"] == doctor.PROBLEM} == set()
    assert findings["terminal"]["mend"]


def test_doctor_says_what_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a file"
    file.write_text("in the way")
    assert guard.run(["doctor", "--saves", str(file)]) == 1
    told = capsys.readouterr().out
    assert "problem  saves" in told
    assert "mend saves:" in told


def test_doctor_looks_at_the_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    findings = {found.check: found for found in doctor.examine(str(tmp_path))}
    assert findings["size"].state == doctor.WARN
    assert findings["colours"] == doctor.Finding("colours", doctor.OK, "256")


def test_sources_are_listed_by_grade_each_with_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "show", "peacekeepers", "--sources"]) == 0
    told = capsys.readouterr().out
    assert told.index("Treaties and official documents") < told.index("Agencies and the press")
    assert "S/RES/2773 (2025), 21 February 2025 [undocs.org]" in told
    assert "Not graded" not in told
    assert guard.run(["scenario", "show", str(STRAIT), "--sources"]) == 0
    assert "Not graded" in capsys.readouterr().out
    assert guard.run(["scenario", "show", "peacekeepers", "--sources", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"source", "grade", "at", "claims"} == set(listed[0])


def test_the_cut_off_date_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "show", INDIAN_OCEAN]) == 0
    assert "Facts as of 7 March 2026, the cut-off date." in capsys.readouterr().out
    assert guard.run(["scenario", "show", INDIAN_OCEAN, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cut_off"] == "2026-03-07"


def test_injects_are_listed_on_demand_and_a_content_note_always(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard.run(["scenario", "show", "peacekeepers"]) == 0
    told = capsys.readouterr().out
    assert "--without what_happened_at_the_wells" in told
    assert "six_months_at_a_time" not in told
    assert guard.run(["scenario", "show", "peacekeepers", "--injects"]) == 0
    assert "six_months_at_a_time: Six months at a time, round 1." in capsys.readouterr().out
    assert guard.run(["scenario", "show", "peacekeepers", "--injects", "--sources"]) == 2
