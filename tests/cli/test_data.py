"""`saves data`: tables that a stranger rebuilds every figure from, and that name nobody."""

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pandas as pd
import polars as pl
import pytest

from multipolar.lobby.local import read_record
from multipolar.reports.tables import Column, Table, as_csv, codes, tables
from multipolar.rulebook import load_rules
from tests.cli.command import CommandLine

EXAMPLE = Path(__file__).parents[2] / "saves/indian-ocean-example.jsonl"


@pytest.fixture(scope="module")
def folder(shared: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the exercise that ships."""
    where = tmp_path_factory.mktemp("data")
    done = shared("saves", "data", str(EXAMPLE), "-o", str(where))
    assert (done.code, done.err) == (0, "")
    return where


def rows_of(path: Path) -> list[dict[str, str]]:
    """A table as a script of anybody's would read it."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_stranger_rebuilds_every_figure(folder: Path) -> None:
    """In twenty lines that import nothing of ours: openings and changes add up to what the tables say."""
    numbers = {row["target"]: int(row["value"]) for row in rows_of(folder / "opening.csv")}
    changes = rows_of(folder / "changes.csv")
    relations = rows_of(folder / "relations.csv")
    scored = sorted({row["round"] for row in relations}, key=int)
    at = 0
    for number in scored:
        while at < len(changes) and int(changes[at]["round"]) <= int(number) and number != "0":
            numbers[changes[at]["target"]] = numbers.get(changes[at]["target"], 0) + int(
                changes[at]["amount"]
            )
            at += 1
        for row in relations:
            if row["round"] == number:
                a, b = row["a"], row["b"]
                assert int(row["trust_ab"]) == numbers[f"trust({a},{b})"], (number, a, b)
                assert int(row["tension"]) == numbers[f"tension({a},{b})"], (number, a, b)
                assert int(row["dependence_ba"]) == numbers.get(f"dependence({b},{a})", 0)
    for row in rows_of(folder / "scores.csv"):
        assert int(row["burden"]) == numbers[f"burden({row['power']})"]


def test_checksums_are_those_of_the_files(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = manifest["sha256"]
    assert set(listed) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for name, digest in listed.items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {"seed", "scenario", "preset", "log_hash", "rules", "setting", "program"} <= set(manifest)


def test_codes_are_cameos_and_every_move_and_crisis_has_one(folder: Path) -> None:
    rules = load_rules()
    assert {move.code for move in rules.moves} | {crisis.code for crisis in rules.crises} <= set(codes())
    for row in rows_of(folder / "events.csv"):
        code = codes()[row["cameo"]]
        assert (row["label"], row["plover"]) == (code.label, code.plover)
        assert row["goldstein"] == "" or -10 <= float(row["goldstein"]) <= 10
        assert len(row["source"]) == len(row["target"]) == 3


def test_tables_load_with_what_researchers_use(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        if path.name == "messages.csv":
            continue
        loaded = pd.read_csv(path)
        assert len(loaded) == len(pl.read_csv(path, infer_schema_length=None)) == len(rows_of(path))
    goldstein = pd.read_csv(folder / "events.csv", dtype={"cameo": str})["goldstein"]
    assert goldstein.dtype == float


def test_networks_open(folder: Path) -> None:
    for path in folder.glob("*.graphml"):
        graph = nx.read_graphml(path)
        assert graph.number_of_nodes() == 10
        assert all(0 <= edge["tension"] <= 100 for _, _, edge in graph.edges(data=True))


def test_decisions_have_the_odds_that_were_seen(folder: Path) -> None:
    rows = rows_of(folder / "decisions.csv")
    rolled = [row for row in rows if row["setback"]]
    assert len(rolled) > 100
    for row in rolled:
        assert sum(int(row[outcome]) for outcome in ("setback", "limited", "success", "breakthrough")) == 36
    assert all(int(row["open_moves"]) > 0 for row in rows if row["kind"] == "proposal_tabled")
    assert {row["outcome"] for row in rows} >= {"setback", "limited", "success", "breakthrough"}


def test_the_codebook_tells_every_column(folder: Path) -> None:
    told = (folder / "codebook.md").read_text(encoding="utf-8")
    for path in folder.glob("*.csv"):
        assert f"## {path.name}" in told
        for column in path.read_text(encoding="utf-8").splitlines()[0].split(","):
            assert f"`{column}`" in told, (path.name, column)


def test_words_that_people_wrote_are_left_out_unless_asked_for(shared: CommandLine, tmp_path: Path) -> None:
    secret = "a word that nobody else should read"
    typed = f'ready\nsay TAL "{secret}"\n' + "pass\n" * 40
    begun = shared("play", "first-steps", "--plain", "--seat", "OSK", "--preset", "intro", stdin=typed)
    assert begun.code == 0
    for texts, expected in (((), False), (("--with-texts",), True)):
        target = tmp_path / f"data{len(texts)}.zip"
        assert shared("saves", "data", "last", "-o", str(target), *texts).code == 0
        with ZipFile(target) as zipped:
            whole = b"".join(zipped.read(name) for name in zipped.namelist())
        assert (secret.encode() in whole) is expected


def test_a_running_exercise_is_not_told(shared: CommandLine, tmp_path: Path) -> None:
    shared("saves", "import", str(EXAMPLE))
    key = shared("saves", "list", "--json").json[0]["id"]
    branch = shared("saves", "branch", key, "--at", "2.deliberation", "--json").json["id"]
    done = shared("saves", "data", branch, "-o", str(tmp_path / "x"))
    assert (done.code, "is not over" in done.err) == (1, True)
    assert not (tmp_path / "x").exists()


def test_cells_come_back_as_they_were_and_none_is_a_formula() -> None:
    cells = ("plain", "comma, and ; semicolon", 'a "quote"', "two\nlines", "=1+1", 1.5, None)
    table = Table("x", "a row", tuple(Column(f"c{place}", "") for place in range(len(cells))), (cells,))
    read = list(csv.reader(io.StringIO(as_csv(table).decode())))[1]
    assert read == ["plain", "comma, and ; semicolon", 'a "quote"', "two\nlines", "'=1+1", "1.5", ""]
    german = as_csv(table, bom=True, semicolons=True)
    assert german.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(german.decode("utf-8-sig")), delimiter=";"))[1][5] == "1,5"


def test_every_row_has_its_columns() -> None:
    for table in tables(read_record(str(EXAMPLE), None).events, with_texts=True):
        assert table.rows or table.name == "messages"
        assert all(len(row) == len(table.columns) for row in table.rows), table.name
