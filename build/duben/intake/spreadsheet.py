"""A table of .csv, .xlsx or .xls as rows of plain values,
and the cells that hold no plain value.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import olefile
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from duben import manuscript
from duben.intake import decoding
from duben.model import BookError, Problem, SourceLocation, problem, warning

FILE_BYTES = 20_000_000
UNPACKED_BYTES = 200_000_000
ROW_LIMIT, COLUMN_LIMIT = 10_001, 60  # the head and 10,000 recipients
CELL_LIMIT = 1_000  # characters
CELL_ERRORS = frozenset(
    (
        "#N/A",
        "#REF!",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
    )
)
FARTHEST_ROW = (
    10 * ROW_LIMIT
)  # rows that are looked through: cells that are only formatted may reach far down
SHEET_CELL_LIMIT = 2_000_000  # of a sheet, from its first to its last, empty ones too
# FORMULA, MULRK, LABELSST, NUMBER, LABEL, BOOLERR, RK
XLS_CELLS = frozenset((0x0006, 0x00BD, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
DELIMITERS = (",", "\t", ";")
CellValue = str | int | float | bool
Marks = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class SpreadsheetRow:
    """A row: its number in the file, from 1, and its cells."""

    number: int
    cells: tuple[CellValue, ...]

    @property
    def blank(self) -> bool:
        return not any(str(cell).strip() for cell in self.cells)


@dataclass(frozen=True)
class Spreadsheet:
    """The rows of a table. ``marked`` are cells, (row, column), that hold no value of their own:
    "formula" or "error"; ``merged`` ranges of joined ones, (first row, first column, last row, last
    column). All count from 1.
    """

    file: str
    rows: tuple[SpreadsheetRow, ...]
    marked: Marks = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_spreadsheet(path: Path) -> Spreadsheet:
    """The table in a file; of a workbook its first sheet. BookError (1) where none can be read, (2)
    where there is no file.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BookError(problem("table-kind", SourceLocation(path.name), name=path.name))
    try:
        with path.open("rb") as stream:
            data = stream.read(FILE_BYTES + 1)
    except FileNotFoundError:
        raise BookError(problem("intake-missing", None, name=str(path)), 2) from None
    except OSError as error:
        raise BookError(
            problem("intake-unreadable", None, name=path.name, reason=error.strerror or str(error)),
            2,
        ) from None
    if len(data) > FILE_BYTES:
        raise BookError(
            problem(
                "table-large",
                SourceLocation(path.name),
                name=path.name,
                limit=FILE_BYTES // 1_000_000,
            )
        )
    table = reader(data, path.name)
    if len(table.rows) > ROW_LIMIT:
        raise BookError(
            problem(
                "table-rows",
                SourceLocation(path.name, table.rows[ROW_LIMIT].number),
                limit=ROW_LIMIT - 1,
            )
        )
    return table


# --- text -----------------------------------------------------------------------------------------


def _read_csv(data: bytes, name: str) -> Spreadsheet:
    text = _decode(data, name)
    delimiter = max(DELIMITERS, key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[SpreadsheetRow] = []
    line = 1
    try:
        for cells in islice(reader, ROW_LIMIT + 1):
            rows.append(SpreadsheetRow(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error:
        raise BookError(problem("table-quotes", SourceLocation(name, line))) from None
    formulas = {
        (row.number, column): "formula"
        for row in rows
        for column, cell in enumerate(row.cells, 1)
        if str(cell).lstrip()[:1] == "="
    }
    return Spreadsheet(name, tuple(rows), formulas)


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BookError(problem("table-not-csv", SourceLocation(name), name=name))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or manuscript.utf16_encoding(data):
        raise BookError(
            problem("table-encoding", SourceLocation(name), name=name, encoding="UTF-16")
        )
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise BookError(problem("text-control", SourceLocation(name, line), character="U+0000"))
    try:
        return decoding.decode(data, name)
    except BookError as error:
        first = error.problems[0]
        if first.rule == "intake-encoding":
            first = problem("table-encoding", SourceLocation(name), name=name, encoding="Big5 …")
        raise BookError(first) from None


# --- workbooks ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _SheetExtent:
    """A sheet before it is read: the cells that hold no value of their own, and its last row and
    column, from 1 (0: empty).
    """

    marked: Marks
    rows: int
    columns: int

    def check_size(self, name: str) -> _SheetExtent:
        """Returns the sheet itself. Raises BookError where it is spread over more cells than any
        list has: they would all be held in memory.
        """
        if (
            self.rows * self.columns > SHEET_CELL_LIMIT
            or self.rows > FARTHEST_ROW
            or self.columns > 20 * COLUMN_LIMIT
        ):
            raise BookError(
                problem(
                    "table-rows",
                    SourceLocation(name, min(self.rows, ROW_LIMIT + 1)),
                    limit=ROW_LIMIT - 1,
                )
            )
        return self


def _read_workbook(
    data: bytes, name: str, look: Callable[[bytes, str, int], _SheetExtent]
) -> Spreadsheet:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            (book.sheet_names[index], index)
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible
        ]
        if not shown:
            raise BookError(problem("table-empty", SourceLocation(name), name=name))
        first, index = shown[0]
        extent = look(data, first, index).check_size(name)
        sheet = book.get_sheet_by_index(index)
        rows = [
            SpreadsheetRow(number, tuple(map(_plain_value, cells)))
            for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)
        ]
        merged = tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        others = "、".join(title for title, index in shown[1:] if look(data, title, index).rows)
    except PasswordError:
        raise BookError(problem("table-password", SourceLocation(name), name=name)) from None
    except (
        CalamineError,
        OSError,
        ValueError,
        LookupError,
        StopIteration,
        etree.XMLSyntaxError,
        struct.error,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
    ):
        raise BookError(problem("table-workbook", SourceLocation(name), name=name)) from None
    notice = warning("table-sheets", SourceLocation(name), used=first[:40], others=others[:80])
    while rows and rows[-1].blank:
        rows.pop()
    return Spreadsheet(name, tuple(rows), extent.marked, merged, (notice,) if others else ())


def _plain_value(value: Any) -> CellValue:
    """A cell's value: whole numbers without a point,
    dates as they are written in China's standard.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_xlsx(data: bytes, name: str) -> Spreadsheet:
    if not data.startswith(b"PK\x03\x04"):
        raise BookError(problem("table-workbook", SourceLocation(name), name=name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError):
        raise BookError(problem("table-workbook", SourceLocation(name), name=name)) from None
    if unpacked > UNPACKED_BYTES:
        raise BookError(
            problem(
                "table-large", SourceLocation(name), name=name, limit=UNPACKED_BYTES // 1_000_000
            )
        )
    return _read_workbook(data, name, _xlsx_extent)


def _xlsx_extent(data: bytes, sheet: str, index: int) -> _SheetExtent:
    """A sheet by its name. Of formulas and errors calamine gives what was worked out at saving, and
    "" for errors.
    """
    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    marked: dict[tuple[int, int], str] = {}
    rows = columns = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"), safe)
        links = {
            link.get("Id"): link.get("Target")
            for link in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), safe)
        }
        part = next(
            links[entry.get(relation)]
            for entry in book.iter(f"{main}sheet")
            if entry.get("name") == sheet
        )
        path = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
        with archive.open(path) as stream:
            for _, element in etree.iterparse(
                stream, tag=(f"{main}c", f"{main}row"), resolve_entities=False, no_network=True
            ):
                place = element.get("r")
                if element.tag == f"{main}row":
                    if len(element) and place:
                        rows = max(rows, int(place))
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                    if rows > FARTHEST_ROW:
                        break
                    continue
                row, column = _coordinates(place) if place else (rows, 0)
                rows, columns = max(rows, row), max(columns, column)
                kind = (
                    "formula"
                    if element.find(f"{main}f") is not None
                    else "error"
                    if element.get("t") == "e"
                    else ""
                )
                if kind and place:
                    marked[row, column] = kind
    return _SheetExtent(marked, rows, max(columns, 1) if rows else 0)


def _coordinates(place: str) -> tuple[int, int]:
    """(row, column), from 1, of a cell called B3."""
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - 64
    return int(place[len(letters) :]), column


def _read_xls(data: bytes, name: str) -> Spreadsheet:
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        # Many systems export a web page or a .csv under this name.
        raise BookError(problem("table-workbook", SourceLocation(name), name=name))
    try:
        # calamine reads all sheets of such a workbook at once.
        for sheet in range(len(_xls_sheet_offsets(_xls_stream(data)))):
            _xls_extent(data, "", sheet).check_size(name)
    except (OSError, LookupError, StopIteration, struct.error):
        raise BookError(problem("table-workbook", SourceLocation(name), name=name)) from None
    return _read_workbook(data, name, _xls_extent)


def _xls_stream(data: bytes) -> bytes:
    """The records of a workbook of the older kind ([MS-XLS] 2.3)."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        return container.openstream(
            next(name for name in ("Workbook", "Book") if container.exists(name))
        ).read()


def _xls_sheet_offsets(records: bytes) -> list[int]:
    """Where each sheet begins."""
    return [
        struct.unpack_from("<L", records, at)[0]
        for kind, at, _ in _xls_records(records, 0)
        if kind == 0x0085
    ]


def _xls_extent(data: bytes, sheet: str, index: int) -> _SheetExtent:
    """A sheet by its number."""
    records = _xls_stream(data)
    marked: dict[tuple[int, int], str] = {}
    rows = columns = 0
    for kind, at, _ in _xls_records(records, _xls_sheet_offsets(records)[index]):
        if kind in XLS_CELLS:
            row, column = (number + 1 for number in struct.unpack_from("<HH", records, at))
            rows, columns = max(rows, row), max(columns, column)
            if kind == 0x0006 or (kind == 0x0205 and records[at + 7]):
                marked[row, column] = "formula" if kind == 0x0006 else "error"
    return _SheetExtent(marked, rows, columns)


def _xls_records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of its substream."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, start + 4, length
        depth += (kind in (0x0809, 0x0409, 0x0209, 0x0009)) - (kind == 0x000A)
        if depth <= 0:
            return
        start += 4 + length


READERS: Mapping[str, Callable[[bytes, str], Spreadsheet]] = {
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
    ".xls": _read_xls,
}
