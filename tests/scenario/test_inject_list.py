"""The inject list as a spreadsheet: what a real spreadsheet program wrote comes in whole and goes out."""

import csv
import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml

from multipolar.rulebook import load_rules
from multipolar.scenario import inject_list, spreadsheet
from multipolar.scenario.library import find
from multipolar.scenario.load import load
from tests.cli.command import CommandLine

OCEAN = find("indian-ocean")
STRAIT = Path(__file__).with_name("strait.yaml")
HEADINGS = ("Number", "Time or round", "Condition", "From", "To", "Channel", "Text", "Expected action",
            "Objective", "Owner", "Status")  # fmt: skip
GOALS = tuple(discussion.objective for discussion in load(OCEAN).discussion)
HARD = (
    "=SUM(A1:A9) is how it ends", "+91 11 2301", "-5 degrees, he says", "@all: read this", "'quoted' at once",
    "two\nlines", 'commas, semicolons; "quotes"', "1e5", "007", "true", "2026-03-07", "Ärger – naïve … 海",
)  # fmt: skip


def forty() -> list[list[str]]:
    """Forty injects as a facilitator types them, each kind of cell among them."""
    rows = []
    for number in range(1, 41):
        by_round, by_clock = (str(number % 8 + 1), ""), (f"0:{number:02}", "")
        by_condition, by_hand = ("", "tension(CHN, IND) >= 60"), ("by hand", "")
        due, condition = (by_round, by_clock, by_condition, by_hand)[number % 4]
        rows.append(
            [
                str(number),
                due,
                condition,
                ("Reuters", "CHN", "")[number % 3],
                ("", "IND", "IND, LKA")[number % 3],
                ("news", "cable", "intelligence")[number % 3],
                f"{HARD[number % len(HARD)]} ({number})",
                f"They answer {HARD[(number + 5) % len(HARD)]}",
                GOALS[number % len(GOALS)] if number % 2 else "",
                f"Person {number % 5}",
                ("planned", "held", "skipped")[number % 3],
            ]
        )
    return rows


@pytest.fixture(scope="session")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An XLSX that LibreOffice wrote itself, from cells as they were typed."""
    folder = tmp_path_factory.mktemp("office")
    with (folder / "typed.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *forty()])
    # Commas, quotes, UTF-8, from line 1; the numbers as the program reads them, all else as it was typed.
    columns = "/".join(f"{column}/{1 if column == 1 else 2}" for column in range(1, 12))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         f"--infilter=CSV:44,34,76,1,{columns}", "--convert-to", "xlsx", "--outdir", folder,
         folder / "typed.csv"],
        check=True, capture_output=True, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return folder / "typed.xlsx"


def cells(rows: list[list[str | int]]) -> list[list[str]]:
    """The facilitators' columns of an exported list, without its heading."""
    return [[str(cell) for cell in row[: len(HEADINGS)]] for row in rows[1:]]


def test_forty_injects_of_a_real_spreadsheet_program_come_in_whole_and_go_out_the_same(
    by_libreoffice: Path, tmp_path: Path
) -> None:
    scenario = OCEAN.read_text(encoding="utf-8")
    sheets = spreadsheet.read(by_libreoffice)
    text, setting, problems = inject_list.from_sheets(sheets, scenario, load_rules())
    assert problems == []
    assert setting is not None
    assert cells(inject_list.to_rows(setting)) == forty()
    # and once around by each form, all columns
    for form in spreadsheet.FORMS:
        spreadsheet.write(tmp_path / f"again{form}", inject_list.SHEET, inject_list.to_rows(setting))
        again = inject_list.from_sheets(spreadsheet.read(tmp_path / f"again{form}"), scenario, load_rules())
        assert again == (text, setting, [])
    (tmp_path / "whole.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "whole.yaml") == setting


@pytest.mark.parametrize("form", spreadsheet.FORMS)
@pytest.mark.parametrize("name", ["indian-ocean", "first-steps", "peacekeepers", "alliance-under-strain"])
def test_a_shipped_list_goes_out_and_comes_back_with_the_scenario_as_it_was(
    name: str, form: str, tmp_path: Path
) -> None:
    path = find(name)
    setting = load(path)
    spreadsheet.write(tmp_path / f"list{form}", inject_list.SHEET, inject_list.to_rows(setting))
    text, again, problems = inject_list.from_sheets(
        spreadsheet.read(tmp_path / f"list{form}"), path.read_text(encoding="utf-8"), load_rules()
    )
    assert problems == []
    assert again == setting
    before = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in before if line.startswith("#")
    ]


def rows_of(**changed: str) -> list[list[str]]:
    good = dict(zip(map(str.lower, HEADINGS), forty()[0], strict=True))
    return [
        list(HEADINGS),
        [*(good | {key.replace("_", " "): value for key, value in changed.items()}).values()],
    ]


WRONG = (
    ({"to": "Inda"}, "to", "'Inda' is no seat; did you mean 'India'?"),
    ({"time_or_round": "soon"}, "time or round", "'soon' is neither a round"),
    ({"time_or_round": "99"}, "time or round", "out of range"),
    ({"number": "one"}, "number", "'one' is no number"),
    ({"condition": "tension(CHN) >= 6", "time_or_round": ""}, "condition", "tension"),
    ({"condition": "threat(piracy, moon) >= 6", "time_or_round": ""}, "condition", "moon"),
    ({"channel": "pigeon"}, "channel", "pigeon"),
    ({"status": "done"}, "status", "done"),
    ({"objective": "Nothing at all"}, "objective", "no learning objective reads"),
    ({"text": ""}, "text", "is empty"),
    ({"expected_action": " "}, "expected action", "is empty"),
    ({"text": "x" * 4001}, "text", "too long"),
    ({"text": "a bell \x1b rings"}, "text", "cannot be seen"),
)


@pytest.mark.parametrize(("changed", "column", "said"), WRONG)
def test_a_bad_row_is_named_by_sheet_row_and_column(
    changed: dict[str, str], column: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "msel.csv"
    spreadsheet.write(path, "any", rows_of(**changed))
    _, _, problems = inject_list.from_sheets(
        spreadsheet.read(path), OCEAN.read_text(encoding="utf-8"), load_rules()
    )
    assert problems
    assert {(found.sheet, found.row, found.column) for found in problems} == {("msel", 2, column)}
    assert said in problems[0].message


def test_headings_are_known_by_their_other_names_and_strange_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "msel.csv"
    head = ["No.", "When", "Trigger", "Sender", "Recipients", "Medium", "Inject", "Expected Response",
            "Learning objective", "Responsible", "State"]  # fmt: skip
    spreadsheet.write(path, "any", [head, *forty()])
    scenario = OCEAN.read_text(encoding="utf-8")
    _, setting, problems = inject_list.from_sheets(spreadsheet.read(path), scenario, load_rules())
    assert problems == []
    assert setting is not None
    assert cells(inject_list.to_rows(setting)) == forty()
    spreadsheet.write(path, "any", [["Weather", *head[1:]], *forty()])
    _, _, problems = inject_list.from_sheets(spreadsheet.read(path), scenario, load_rules())
    assert [(found.row, found.column) for found in problems] == [(1, "Weather")]


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip at all", "is no XLSX file"),
        (packed({"xl/worksheets/sheet1.xml": b" " * (spreadsheet.MOST_BYTES + 1)}), "unpacks to more than"),
        (
            packed({"xl/worksheets/sheet1.xml": b'<row r="1"><c r="XFD1048576"/></row>'}),
            "a cell at XFD1048576",
        ),
        (packed({"xl/worksheets/sheet1.xml": b"<x:c s='1' r='A&#57;'/>"}), "a cell without an address"),
        (packed({"hello.txt": b"hello"}), "cannot be read as XLSX"),
    ],
)
def test_a_hostile_file_is_refused_before_it_is_unpacked_into_memory(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(spreadsheet.SpreadsheetUnreadable, match=said):
        spreadsheet.read(path)


def test_nothing_that_reads_like_a_formula_is_one(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "'=1", "''", "'x"]
    for form in spreadsheet.FORMS:
        path = tmp_path / f"f{form}"
        spreadsheet.write(path, "Injects", [texts])
        assert spreadsheet.read(path)[0].rows[0].cells == tuple(texts)
    first = (tmp_path / "f.csv").read_text(encoding="utf-8-sig")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in first.strip().split(","))
    with zipfile.ZipFile(tmp_path / "f.xlsx") as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_the_command_checks_imports_into_a_new_file_and_never_over_one(tmp_path: Path) -> None:
    line = CommandLine(tmp_path)
    assert line("scenario", "injects", str(STRAIT), "--export", "list.xlsx").code == 0
    checked = line("scenario", "injects", str(STRAIT), "--import", "list.xlsx", "--check", "--json")
    assert (checked.code, checked.json) == (0, [])
    assert line("scenario", "injects", str(STRAIT), "--import", "list.xlsx").code == 0
    new = tmp_path / "strait-with-list.yaml"
    assert yaml.safe_load(new.read_text())["injects"] == yaml.safe_load(STRAIT.read_text())["injects"]
    before = new.read_bytes()
    refused = line("scenario", "injects", str(STRAIT), "--import", "list.xlsx")
    assert refused.code == 1
    assert "is there already" in refused.err
    assert new.read_bytes() == before
    spreadsheet.write(tmp_path / "bad.csv", "", rows_of(to="Inda"))
    told = line("scenario", "injects", str(STRAIT), "--import", "bad.csv", "--check", "--json")
    assert told.code == 1
    assert {"sheet", "row", "column", "message"} == set(told.json[0])
    told = line("scenario", "injects", str(STRAIT), "--import", "bad.csv")
    assert told.code == 1
    assert "bad.csv, bad, row 2, “to”: 'Inda' is no seat" in told.out
    assert not (tmp_path / "strait-with-bad.yaml").exists()
