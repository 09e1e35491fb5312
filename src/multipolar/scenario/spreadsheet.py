"""Spreadsheets as plain rows of text, from XLSX and CSV and back.

A spreadsheet comes from anywhere: how large it unpacks and how far its cells reach is looked at before a
library reads it. A cell that begins like a formula stays the text it is, both ways.
"""

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook, ZipError
from xlsxwriter import Workbook

MOST_BYTES: Final = 16_777_216
"""Of a file, and of what it unpacks to."""
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 32_767
"""Characters a cell of a spreadsheet holds."""
FORMS: Final = (".xlsx", ".csv")

_FORMULA = re.compile(r"'*[=+\-@\t]")
_REFERENCE = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^<>]*\s)?r\s*=\s*[\"']([^\"'<>]*)")
_CELL = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")
_TEXT_WIDTH, _WIDTH = 60, 16
_DAY_ZERO = 1900
"""Spreadsheets count days from here; a moment on the first is a time of day."""
_WIDE = 200
"""A cell whose text is longer than this is written in a wide column."""


class SpreadsheetUnreadable(ValueError):
    """A file that is no spreadsheet, or too large a one; its text is one line that says which."""


class Row(Struct, frozen=True, gc=False):
    """One row of a sheet.

    Attributes:
        number: as the spreadsheet program counts it, from 1.
        cells: what stands in it, as text; empty cells are empty texts.
    """

    number: int
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """One sheet with its rows; a CSV file is one sheet called as the file is, without its ending."""

    name: str
    rows: tuple[Row, ...]


def read(path: Path) -> tuple[Sheet, ...]:
    """All sheets of a file, in their order, without the rows that are empty.

    Raises:
        SpreadsheetUnreadable: when it is neither XLSX nor CSV, cannot be opened, or is too large.
    """
    form = form_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SpreadsheetUnreadable(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise SpreadsheetUnreadable(f"{path} is larger than {MOST_BYTES // 1_048_576} MB")
    return (_csv(path, content),) if form == ".csv" else _xlsx(path, content)


def form_of(path: Path) -> str:
    """``.xlsx`` or ``.csv``, by the ending of a file's name.

    Raises:
        SpreadsheetUnreadable: when it ends otherwise.
    """
    form = path.suffix.lower()
    if form not in FORMS:
        raise SpreadsheetUnreadable(f"{path} is neither .xlsx nor .csv: save the sheet as one of them")
    return form


def _csv(path: Path, content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpreadsheetUnreadable(f"{path} is not in UTF-8: save the sheet as CSV UTF-8") from error
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise SpreadsheetUnreadable(
                    f"{path} has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
                )
            rows.append(Row(number, tuple(cell[1:] if _quoted(cell) else cell for cell in cells)))
    except csv.Error as error:
        raise SpreadsheetUnreadable(f"{path} is no CSV file: {error}") from error
    return Sheet(path.stem, _filled(rows))


def _quoted(cell: str) -> bool:
    return cell.startswith("'") and _FORMULA.match(cell) is not None


def _filled(rows: Sequence[Row]) -> tuple[Row, ...]:
    clean = (Row(row.number, tuple(map(_lines, row.cells))) for row in rows)
    return tuple(row for row in clean if any(cell.strip() for cell in row.cells))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _xlsx(path: Path, content: bytes) -> tuple[Sheet, ...]:
    _look_before(path, content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return tuple(
            Sheet(
                name,
                _filled(
                    [
                        Row(number, tuple(map(_text, cells)))
                        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)
                    ]
                ),
            )
            for name, sheet in found
        )
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise SpreadsheetUnreadable(f"{path} cannot be read as XLSX: {error}") from error


def _look_before(path: Path, content: bytes) -> None:
    """Refuse what unpacks to more than anybody writes, and cells so far out that those before fill memory."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                with packed.open(member) as file:
                    part = file.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise SpreadsheetUnreadable(f"{path} unpacks to more than {MOST_BYTES // 1_048_576} MB")
                if member.filename.endswith(".xml"):
                    _near(path, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise SpreadsheetUnreadable(f"{path} is no XLSX file: {error}") from error


def _near(path: Path, part: bytes) -> None:
    if b"\0" in part:
        raise SpreadsheetUnreadable(f"{path} is no XLSX file: its parts are not in UTF-8")
    for reference in _REFERENCE.findall(part):
        cell = _CELL.fullmatch(reference)
        if cell is None:
            raise SpreadsheetUnreadable(f"{path} is no XLSX file: a cell without an address")
        if int(cell[2]) > MOST_ROWS or _column(cell[1]) > MOST_COLUMNS:
            most = f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
            raise SpreadsheetUnreadable(f"{path} has a cell at {cell[0].decode()}: {most}")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """What stands in a cell as a person reads it; a time of day without seconds, as facilitators plan."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.year > _DAY_ZERO:
            return cell.isoformat(" ", "minutes")
        case dt.datetime() | dt.time():
            return f"{cell.hour}:{cell.minute:02}"
        case dt.timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(cell)


def write(path: Path, name: str, rows: Sequence[Sequence[str | int]]) -> None:
    """Write one sheet; the first row is its heading. A file that is there already is written over.

    Args:
        path: where to; its ending says as what.
        name: of the sheet, in XLSX.
        rows: texts, written as they are, and whole numbers.

    Raises:
        SpreadsheetUnreadable: when the ending is another, or a text is longer than a cell holds.
        OSError: when it cannot be written.
    """
    form = form_of(path)
    for row in rows:
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
            raise SpreadsheetUnreadable(f"a text of more than {LONGEST_CELL} characters fits no cell")
    path.write_bytes(_as_csv(rows) if form == ".csv" else _as_xlsx(name, rows))


def _as_csv(rows: Sequence[Sequence[str | int]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in row]
        )
    return text.getvalue().encode("utf-8-sig")  # spreadsheet programs know UTF-8 by its mark


def _as_xlsx(name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(held, options) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name)
        for column, cells in enumerate(zip(*rows, strict=True)):
            is_wide = any(isinstance(cell, str) and len(cell) > _WIDE for cell in cells)
            sheet.set_column(column, column, _TEXT_WIDTH if is_wide else _WIDTH, body)
            for row, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell, body)
                elif cell:
                    sheet.write_string(row, column, cell, body if row else heading)
        sheet.freeze_panes(1, 0)
    return held.getvalue()
