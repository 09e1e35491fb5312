"""The inject list of a scenario as a spreadsheet, and back into a scenario (rulebook §13).

Facilitators keep a master scenario event list as a table. Its rows become the `injects` of a scenario file;
everything else of the file stays as its author wrote it. What is wrong is told by sheet, row and column, and
nothing comes out before the whole table is right.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct

from multipolar.documents.document import Flawed
from multipolar.documents.pieces import nearest, one_of, short
from multipolar.documents.source import read as read_document
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import Inject, InjectNumber, InjectOption, ScenarioModel
from multipolar.scenario.check import examine
from multipolar.scenario.spreadsheet import Row, Sheet

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("no", "nr", "#", "inject number"),
    "time or round": ("round", "time", "due", "when"),
    "condition": ("trigger", "if"),
    "from": ("sender",),
    "to": ("addressees", "recipient", "recipients"),
    "channel": ("medium", "means"),
    "text": ("inject", "message", "description"),
    "expected action": ("expected", "expected actions", "expected response"),
    "objective": ("learning objective", "training objective"),
    "owner": ("responsible",),
    "status": ("state",),
    "title": ("subject",),
    "id": (),
    "notes": ("control notes", "remarks", "comments"),
    "content note": (),
    "effects": (),
    "options": (),
    "crisis": (),
    "parties": (),
}
"""The columns in the order they are written, with other headings they are known by."""
NEEDED: Final = ("text", "expected action")
SHEET: Final = "Injects"

_FIELDS: Final = {
    "number": "number", "round": "time or round", "clock": "time or round", "by_hand": "time or round",
    "condition": "condition", "sender": "from", "addressees": "to", "channel": "channel", "text": "text",
    "expected": "expected action", "objective": "objective", "owner": "owner", "status": "status",
    "title": "title", "id": "id", "control_notes": "notes", "content_note": "content note",
    "numbers": "effects", "options": "options", "crisis": "crisis", "parties": "parties",
}  # fmt: skip
"""The key of an inject in a scenario file, and the column it stands in."""
_USUAL: Final = {"channel": "news", "status": "planned"}
"""What an inject is where nothing is said."""
_ROUND = re.compile(r"(?:r|round)?\s*(\d{1,2})", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::00)?")
_EFFECT = re.compile(r"([a-z_]+\([^()]*\))\s*([+\-−–]?\s*\d{1,3})")
_PARTS = re.compile(r"\s*[,;/\n]\s*")
_EVERYBODY: Final = ("all", "everybody", "everyone")
_BY_HAND: Final = ("by hand", "shelf", "on call")
_HAND: Final = "by hand"
_TITLE: Final = 60
_TOP = re.compile(r"^(?=[A-Za-z_\"'])", re.MULTILINE)
_INJECTS = re.compile(r"""["']?injects["']?\s*:""")
_NUMERIC = re.compile(r"[-+.0-9][-+.0-9eE_]*")


class RowProblem(Struct, frozen=True, gc=False, order=True):
    """What is wrong with one cell, or with a row (`column` empty), for the person who wrote it."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f", “{self.column}”" if self.column else ""
        return f"{self.sheet}, row {self.row}{place}: {self.message}"


def to_rows(setting: ScenarioModel) -> list[list[str | int]]:
    """The injects of a scenario as rows under their headings."""
    return [
        list(COLUMNS),
        *(
            [_cells(inject, place)[name] for name in COLUMNS]
            for place, inject in enumerate(setting.injects, 1)
        ),
    ]


def _cells(inject: Inject, place: int) -> dict[str, str | int]:
    return {
        "number": inject.number or place,
        "time or round": inject.round or inject.clock or (_HAND if inject.by_hand else ""),
        "condition": inject.condition or "",
        "from": inject.sender or "",
        "to": ", ".join(inject.addressees),
        "channel": inject.channel,
        "text": inject.text,
        "expected action": inject.expected,
        "objective": inject.objective or "",
        "owner": inject.owner or "",
        "status": inject.status,
        "title": inject.title,
        "id": inject.id,
        "notes": inject.control_notes or "",
        "content note": inject.content_note or "",
        "effects": _effects(inject.numbers),
        "options": "\n".join(map(_option, inject.options)),
        "crisis": inject.crisis or "",
        "parties": ", ".join(inject.parties),
    }


def _effects(numbers: Sequence[InjectNumber]) -> str:
    return "; ".join(f"{number.target} {number.by:+d}" for number in numbers)


def _option(option: InjectOption) -> str:
    parts = (option.id, option.title, option.result, _effects(option.numbers))
    return " | ".join(part.replace("\\", r"\\").replace("|", r"\|").replace("\n", r"\n") for part in parts)


def from_sheets(
    sheets: Sequence[Sheet], scenario: str, rules: RuleSet
) -> tuple[str, ScenarioModel | None, list[RowProblem]]:
    """A scenario whose injects are the rows of a spreadsheet.

    Args:
        sheets: of the file; the one called *Injects* is read, else the first.
        scenario: the text of the scenario file it is for, which can be played as it is.
        rules: the rule set it is meant for.

    Returns:
        The text of the new scenario file, what it declares, and what is wrong with the rows, in their order;
        text and scenario count only when nothing is.
    """
    if not sheets:
        return "", None, [RowProblem("", 1, "", "the file has no sheet")]
    sheet = next((sheet for sheet in sheets if sheet.name.casefold() == SHEET.casefold()), sheets[0])
    if not sheet.rows:
        return "", None, [RowProblem(sheet.name, 1, "", "the sheet is empty")]
    reader = _Reader(sheet.name, read_document(scenario, "scenario").data)
    columns = reader.headings(sheet.rows[0])
    if reader.problems:
        return "", None, sorted(reader.problems)
    rows = sheet.rows[1:]
    injects = [reader.inject(row, columns, place) for place, row in enumerate(rows, 1)]
    text = with_injects(scenario, injects)
    fields = _FIELDS if "title" in columns else {**_FIELDS, "title": "text"}  # its first words
    setting, problems = _examined(text, injects, sheet.name, [row.number for row in rows], fields, rules)
    # What could not be read from a cell is told once, as its reader says it.
    told = {(problem.row, problem.column) for problem in reader.problems}
    problems = [problem for problem in problems if (problem.row, problem.column) not in told]
    return text, setting, sorted({*reader.problems, *problems})


class _Reader:
    """From rows to injects as plain data; `problems` gathers what is wrong on the way."""

    def __init__(self, sheet: str, scenario: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self.problems: list[RowProblem] = []
        self.powers: dict[str, str] = {}
        for power in scenario["powers"]:
            for key in ("name", "called", "id"):
                if power.get(key):
                    self.powers[power[key].casefold()] = power["id"]
        self.names = tuple(name for power in scenario["powers"] for name in (power["name"], power["id"]))
        self.row = 1

    def note(self, column: str, message: str) -> None:
        """Keep a problem of the row that is read."""
        self.problems.append(RowProblem(self.sheet, self.row, column, message))

    def headings(self, row: Row) -> dict[str, int]:
        """The place of every column that is there."""
        known = {other: name for name, others in COLUMNS.items() for other in (name, *others)}
        found: dict[str, int] = {}
        self.row = row.number
        for place, cell in enumerate(row.cells):
            heading = " ".join(cell.casefold().split()).rstrip(".")
            if not heading:
                continue
            if (name := known.get(heading)) is None:
                self.note(short(cell), f"no such column{nearest(heading, known)} ({one_of(COLUMNS)})")
            elif name in found:
                self.note(short(cell), f"a second column for “{name}”")
            else:
                found[name] = place
        for name in NEEDED:
            if name not in found:
                self.note(name, "this column is missing; headings stand in the first row")
        return found

    def inject(self, row: Row, columns: Mapping[str, int], place: int) -> dict[str, Any]:
        """One row as a scenario file has it."""
        self.row = row.number
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
        short_ones = {name: cell.strip() for name, cell in cells.items()}
        if stray := [
            cell for at, cell in enumerate(row.cells) if cell.strip() and at not in columns.values()
        ]:
            self.note("", f"a cell without a heading: {short(stray[0])}")
        number = self.number(short_ones.get("number", ""))
        text = cells["text"] if short_ones["text"] else ""
        found: dict[str, Any] = {"id": short_ones.get("id") or f"inject_{number or place}"}
        if number is not None and number != place:
            found["number"] = number
        found["title"] = short_ones.get("title") or _first_words(text)
        found["text"] = text
        found |= self.due(short_ones.get("time or round", ""), short_ones.get("condition", ""))
        sender = short_ones.get("from", "")
        plain = {
            "sender": self.powers.get(sender.casefold(), sender),
            "addressees": self.seats("to", short_ones.get("to", "")),
            "channel": short_ones.get("channel", "").casefold(),
            "numbers": self.effects("effects", short_ones.get("effects", "")),
            "options": [
                self.option(line) for line in short_ones.get("options", "").split("\n") if line.strip()
            ],
            "expected": short_ones["expected action"],
            "objective": short_ones.get("objective"),
            "owner": short_ones.get("owner"),
            "status": short_ones.get("status", "").casefold(),
            "control_notes": short_ones.get("notes"),
            "content_note": short_ones.get("content note"),
            "crisis": short_ones.get("crisis"),
            "parties": self.seats("parties", short_ones.get("parties", "")),
        }
        for name in NEEDED:
            if not short_ones[name]:
                self.note(name, "is empty")
        # What is missing stands as an empty text, so that its place is its own column.
        kept = {key: value for key, value in plain.items() if value or key == "expected"}
        return found | {key: value for key, value in kept.items() if _USUAL.get(key) != value}

    def number(self, cell: str) -> int | None:
        """The number of an inject; None where none is given."""
        if not cell:
            return None
        if cell.isascii() and cell.isdigit() and 1 <= len(cell) <= 4:
            return int(cell)
        self.note("number", f"'{short(cell)}' is no number from 1 to 9999")
        return None

    def due(self, cell: str, condition: str) -> dict[str, Any]:
        """When it is due: in a round, by the clock, on a condition, or by hand where nothing is said."""
        found: dict[str, Any] = {"condition": condition} if condition else {}
        if not cell:
            return found or {"by_hand": True}
        if at := _ROUND.fullmatch(cell):
            return found | {"round": int(at[1])}
        if (at := _CLOCK.fullmatch(cell)) and int(at[1]) < 24 and int(at[2]) < 60:
            return found | {"clock": f"{int(at[1])}:{at[2]}"}
        if cell.casefold() in _BY_HAND:
            return found | {"by_hand": True}
        self.note("time or round", f"'{short(cell)}' is neither a round, such as 3, nor a time of play, 0:40")
        return found or {"by_hand": True}

    def seats(self, column: str, cell: str) -> list[str]:
        """Powers by id, from names or ids with commas between; all of them: an empty list."""
        if not cell or cell.casefold() in _EVERYBODY:
            return []
        found = []
        for name in filter(None, _PARTS.split(cell)):
            if power := self.powers.get(name.casefold()):
                found.append(power)
            else:
                self.note(column, f"'{short(name)}' is no seat{nearest(name, self.names)}")
        return found

    def effects(self, column: str, cell: str) -> list[dict[str, Any]]:
        """Numbers it changes, such as ``tension(CHN,IND) +2; stability(IND) -1``."""
        found = []
        for part in filter(None, re.split(r"\s*[;\n]\s*", cell)):
            if effect := _EFFECT.fullmatch(part):
                by = effect[2].replace("−", "-").replace("–", "-").replace(" ", "")
                found.append({"target": effect[1].replace(" ", ""), "by": int(by)})
            else:
                self.note(column, f"'{short(part)}' is no effect, such as tension(CHN,IND) +2")
        return found

    def option(self, line: str) -> dict[str, Any]:
        """One way to answer, such as ``send_help | Send help | Ships sail. | stability(IND) +1``."""
        parts = [_plain(part.strip()) for part in re.split(r"(?<!\\)(?:\\\\)*\|", line)]
        if not 3 <= len(parts) <= 4:
            self.note("options", f"'{short(line)}' is not: id | title | result | effects")
            return {}
        found: dict[str, Any] = dict(zip(("id", "title", "result"), parts, strict=False))
        numbers = self.effects("options", parts[3]) if len(parts) > 3 else []
        return found | ({"numbers": numbers} if numbers else {})


def _plain(part: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], part)


def _first_words(text: str) -> str:
    """A title for an inject that has none: its first sentence, or as much of it as fits a line."""
    sentence = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".")
    if len(sentence) <= _TITLE:
        return sentence or "?"
    return f"{sentence[:_TITLE].rsplit(' ', 1)[0]} …"


def with_injects(scenario: str, injects: Sequence[Mapping[str, Any]]) -> str:
    """The text of a scenario file with other injects; the rest stays as it is written, remarks too.

    Args:
        scenario: text of a scenario whose top is written one key a line.
        injects: as plain data.
    """
    block = ""
    if injects:
        block = yaml.dump(
            {"injects": [dict(inject) for inject in injects]},
            Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110,
        )  # fmt: skip
    keys = [start.start() for start in _TOP.finditer(scenario)]
    at = next((place for place, start in enumerate(keys) if _INJECTS.match(scenario, start)), None)
    if at is None:
        return f"{scenario.rstrip()}\n{block}"
    end = keys[at + 1] if at + 1 < len(keys) else len(scenario)
    # Remarks right above the next key are about that.
    kept = re.search(r"(?:^(?:#.*)?\n)*\Z", scenario[keys[at] : end], re.MULTILINE)
    tail = kept[0] if kept and end < len(scenario) else ""
    return f"{scenario[: keys[at]]}{block}{tail}{scenario[end:]}"


class _Dumper(yaml.SafeDumper):
    """Writes what reads like a number, but is a text, between quotes."""


def _as_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _NUMERIC.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _as_text)


def _examined(
    text: str,
    injects: Sequence[Mapping[str, Any]],
    sheet: str,
    rows: Sequence[int],
    fields: Mapping[str, str],
    rules: RuleSet,
) -> tuple[ScenarioModel | None, list[RowProblem]]:
    """The checks of every scenario, with each problem put at its row and column."""
    setting, problems = examine(text, "scenario", rules)
    mistakes = [problem for problem in problems if not problem.warning]
    try:
        document = read_document(text, "scenario")
    except Flawed as flawed:
        return None, [RowProblem(sheet, rows[0] if rows else 1, "", str(flawed))]
    if document.data.get("injects", []) != [dict(inject) for inject in injects]:
        message = "the scenario file is not written one key a line at its top; nothing can be put in"
        return None, [RowProblem(sheet, 1, "", message)]
    starts = sorted(
        (document.place_of_key(("injects", place, key)), place, key)
        for place, inject in enumerate(injects)
        for key in inject
    )
    firsts = [start[0] for start in starts]
    found = []
    for problem in mistakes:
        at = bisect_right(firsts, (problem.line, problem.column)) - 1
        message = f"{problem.message} (found {problem.found}; expected {problem.expected})"
        if at < 0:
            found.append(RowProblem(sheet, 1, "", message))
            continue
        _, place, key = starts[at]
        found.append(RowProblem(sheet, rows[place], fields[key], message))
    return setting, found


def described(path: Path, problems: Sequence[RowProblem]) -> Iterator[str]:
    """Problems as lines for a person, each with its file."""
    return (f"{path.name}, {problem}" for problem in problems)


def as_json(problems: Sequence[RowProblem]) -> list[dict[str, Any]]:
    """Problems as plain data: sheet, row, column, message."""
    return [
        {"sheet": found.sheet, "row": found.row, "column": found.column, "message": found.message}
        for found in problems
    ]
