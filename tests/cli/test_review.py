"""The after-action report: it tells what the record shows, and a seat's edition what it may know."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from multipolar import bootstrap
from multipolar.reports import writing
from multipolar.reports.charts import lines, ties
from multipolar.reports.contents import Course, Pair, Report
from tests.axe import serious
from tests.cli.command import CommandLine

EXAMPLE = str(Path(__file__).parents[2] / "saves/indian-ocean-example.jsonl")
LARGEST = 2_000_000
"""Bytes a report may have."""


@pytest.fixture(scope="module")
def report() -> Report:
    """The facilitator's edition of the exercise that ships."""
    return bootstrap.report(EXAMPLE, "all")


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    """The same as HTML."""
    return writing.html(report)


def test_every_claim_leads_to_the_event_it_rests_on(page: str) -> None:
    anchors = set(re.findall(r'id="(e\d+)"', page))
    links = set(re.findall(r'href="#(e\d+)"', page))
    assert len(links) > 100
    assert links <= anchors
    sections = set(re.findall(r'<section id="(\w+)"', page))
    assert set(re.findall(r'href="#([a-z]+)"', page)) == sections


def test_it_asks_for_nothing_from_elsewhere_and_is_small(page: str) -> None:
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    assert len(page.encode()) < LARGEST


def test_figures_are_those_of_the_replay_at_every_round(shared: CommandLine) -> None:
    played = shared("play", "first-steps", "--auto", "--preset", "intro", "--seed", "3", "--json").json
    exercise = played["exercise"]
    report = shared("review", exercise, "--format", "json", "-o", "-").json
    for number in range(1, report["rounds"] + 1):
        numbers = shared("replay", exercise, "--to", str(number), "--json", "--as", "all").json["numbers"]
        for course in report["indices"]:
            index = course["title"].lower()
            target = "architecture(all)" if index == "architecture score" else f"index({index})"
            assert numbers[target] == course["values"][number], (number, target)
        finals = {course["title"]: course["values"][number - 1] for course in report["finals"]}
        for row in report["scores"]:
            assert numbers[f"final({row['power']})"] == finals[row["name"]], (number, row["power"])
    told = {row["power"]: row["standing"]["final"] for row in report["scores"]}
    assert told == {power: score["final"] for power, score in played["final"].items()}
    csv_rows = list(csv.DictReader(io.StringIO(shared("review", exercise, "--format", "csv", "-o", "-").out)))
    assert {row["kind"] for row in csv_rows} == {"index", "threat", "final"}


def test_the_formulas_of_scores_give_them(report: Report) -> None:
    for row in report.scores:
        assert row.formula[2].endswith(str(row.standing.final))


def test_it_tells_who_kept_which_promise_and_what_was_expected_of_injects(report: Report, page: str) -> None:
    promised = [promise for power in report.powers for promise in power.promises]
    assert {promise.state for promise in promised} >= {"kept"}
    assert all(inject.expected for inject in report.injects)
    assert any(inject.answers for inject in report.injects)
    assert page.count("<b>Expected:</b>") == len(report.injects)


def test_nothing_serious_is_found_by_axe(page: str, tmp_path: Path) -> None:
    assert serious(page, tmp_path) == []


def test_initiatives_add_up(report: Report) -> None:
    resolved = sum(count for kind in report.kinds for outcome, count in kind.outcomes.items() if outcome)
    assert f"{resolved} initiatives were resolved" in " ".join(report.summary)


def test_a_seats_edition_of_a_running_exercise_holds_no_secret_of_others(
    shared: CommandLine, tmp_path: Path
) -> None:
    shared("saves", "import", EXAMPLE)
    branch = shared("saves", "branch", "last", "--at", "4.deliberation", "--seat", "IND", "--json").json["id"]
    refused = shared("review", branch, "-o", str(tmp_path / "x.html"))
    assert (refused.code, "say as whom" in refused.err) == (2, True)
    whole: dict[str, Any] = shared("review", branch, "--format", "json", "--as", "all", "-o", "-").json
    seat: dict[str, Any] = shared("review", branch, "--format", "json", "--as", "IDN", "-o", "-").json
    assert not seat["finished"]
    assert len(seat["events"]) < len(whole["events"])
    covert = [event["text"] for event in whole["events"] if "overt collection" in event["text"]]
    assert covert
    own = {event["text"] for event in seat["events"]}
    known = [text for text in covert if text in own]
    assert len(known) < len(covert)
    assert not any(inject["expected"] for inject in seat["injects"])
    for power in seat["powers"]:
        assert bool(power["objectives"]) == (power["power"] == "IDN")
    for pair in seat["pairs"]:
        for who, trust in zip((pair["a"], pair["b"]), pair["trust"][1], strict=True):
            assert trust is None or who == "IDN"


@pytest.mark.parametrize("form", ["html", "md", "pdf", "json", "csv"])
def test_it_is_written_in_every_form(form: str, shared: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / f"report.{form}"
    done = shared("review", EXAMPLE, "--format", form, "-o", str(target))
    assert (done.code, done.err) == (0, "")
    content = target.read_bytes()
    assert content.startswith(
        {"html": b"<!doctype", "md": b"# ", "pdf": b"%PDF-", "json": b"{", "csv": b"kind,"}[form]
    )


def test_what_is_wrong_is_said(shared: CommandLine, tmp_path: Path) -> None:
    for arguments, code, said in (
        (("--format", "docx"), 2, "html, md, pdf, json, csv"),
        (("--as", "XYZ"), 1, "no seat 'XYZ'"),
        (("-o", str(tmp_path / "no" / "way.html")), 1, "cannot be written"),
    ):
        done = shared("review", EXAMPLE, *arguments)
        assert (done.code, said in done.err, "Traceback" in done.err) == (code, True, False)


def test_a_table_of_figures_is_read_back(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(writing.as_csv(report))))
    told = [int(row["value"]) for row in rows if row["kind"] == "index" and row["name"] == "Peace"]
    assert told == list(next(course for course in report.indices if course.title == "Peace").values)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert writing.harmless(cell).startswith("'")
    assert writing.harmless("India") == "India"


def test_a_chart_is_named_for_who_cannot_see_it() -> None:
    drawn = lines([Course("Peace & <b>", (1, 5, 3))], "The order")
    assert drawn.startswith("<svg")
    assert "<title>The order: Peace &amp; &lt;b&gt; 1 to 3</title>" in drawn
    assert 'role="img"' in drawn
    ring = ties(["A", "B"], [Pair("A", "B", "correct", "allied", (1, 2), ((1, 1), (2, 2)))], at_the_end=True)
    assert "A and B allied" in ring
    assert "none close" in ties(["A", "B"], [], at_the_end=False)


def test_marks_in_texts_stay_texts() -> None:
    report = bootstrap.report(EXAMPLE, "observer")
    hostile = msgspec.structs.replace(report, title="<script>x</script> | *b* \x1b[2J")
    assert "<script" not in writing.html(hostile)
    told = writing.markdown(hostile)
    assert r"\<script\>" in told
    assert r"\|" in told
    assert "\x1b" not in told
