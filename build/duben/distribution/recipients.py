"""Who gets how many copies: the rows of a table as recipients, and everything that is wrong in it,
all at once.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from duben import chinese, intake
from duben.intake import (
    CELL_ERRORS,
    CELL_LIMIT,
    COLUMN_LIMIT,
    CellValue,
    Spreadsheet,
    SpreadsheetRow,
)
from duben.manuscript import ascii_name
from duben.model import BookError, Problem, SourceLocation, problem

# Heads of a column that counts the rows.
ORDER_HEADS = frozenset(("序号", "序號", "no", "no."))
UNIT = re.compile("[(（][^()（）]{1,6}[)）]$|[:：]$")
COPIES_LIMIT = 9_999  # for one recipient
NAME_LIMIT = 100  # characters
FOLDER_NAME_LENGTH = 46  # characters of a recipient's name in the name of its folder
HEAD_ROWS = 10  # rows in which the head is looked for
TITLE_CELLS = 2  # filled cells of a row above the head
TOTALS = frozenset(("合计", "合計", "总计", "總計", "共计", "共計", "小计", "小計", "total", "sum"))
DIGITS = re.compile("[0-9]{1,12}")
NUMBER_WITH_UNIT = re.compile(r"([0-9]+)\s*(?:份|册|冊|本|套)")
PATH = re.compile(r"(^|[/\\])\.{1,2}([/\\]|$)|\\|^/|^[A-Za-z]:")
INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))  # categories of Unicode
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row of the table. ``more`` holds the columns that are only carried: (head, value)."""

    row: int
    name: str
    copies: int = 1
    number: str = ""
    contact: str = ""
    address: str = ""
    note: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """All recipients in the order of the table. ``heads`` are the columns that it has beside those
    of column-heads.toml; ``problems`` are warnings.
    """

    all: tuple[Recipient, ...]
    heads: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def copies(self) -> int:
        """How many copies all of them get."""
        return sum(recipient.copies for recipient in self.all)


MissingCharacters = Callable[[str], set[str]]


def read_recipients(
    path: Path, missing_characters: MissingCharacters = lambda text: set()
) -> Recipients:
    """The recipients in a .csv, .xlsx or .xls. BookError (1) with every row that is wrong.

    ``missing_characters`` tells which characters of a text no chosen font has.
    """
    table = intake.read_spreadsheet(path)
    rows = _below_titles([row for row in table.rows if not row.blank])
    report = _Report(table, rows[0].cells if rows else ())
    recipients: list[Recipient] = []
    columns = _read_columns(rows, report)
    if columns is not None:
        reader = _RowReader(columns, report, missing_characters)
        body, total = _without_total(rows[1:])
        _report_cells(report, [*rows[:1], *body])
        recipients = [recipient for row in body if (recipient := reader.recipient(row)) is not None]
        if total is not None:
            _check_total(total, recipients, columns, report)
    if report.problems:
        every = (*table.problems, *report.problems)
        raise BookError(sorted(every, key=lambda row: row.place.line if row.place else 1))
    heads = columns.other.values() if columns else ()
    return Recipients(tuple(recipients), tuple(heads), table.problems)


@dataclass
class _Report:
    """What is wrong in a table with these heads of columns; ``problems`` grows."""

    table: Spreadsheet
    heads: Sequence[CellValue]
    problems: list[Problem] = field(default_factory=list)

    def add(self, rule: str, row: int, column: int | None = None, /, **values: object) -> None:
        """A problem of a row, or of one of its cells (index from 0)."""
        cell: dict[str, object] = {"row": row}
        if column is not None:
            cell |= {"column": self.column_name(column), "cell": f"{column_letters(column)}{row}"}
        place = SourceLocation(self.table.file, row, 1 if column is None else column + 1)
        self.problems.append(problem(rule, place, **cell, **values))

    def column_name(self, column: int) -> str:
        """The name of a column as the table has it, else its letters."""
        name = clean_cell(self.heads[column])[:20] if column < len(self.heads) else ""
        return name or column_letters(column)

    def is_marked(self, row: SpreadsheetRow, column: int) -> bool:
        """Whether a cell has a problem that is reported for the table as a whole."""
        return (row.number, column + 1) in self.table.marked


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table mean: meaning → index, and index → head of the others; without
    those that count the rows.
    """

    known: dict[str, int] = field(default_factory=dict)
    other: dict[int, str] = field(default_factory=dict)
    counting: frozenset[int] = frozenset()


@cache
def column_names() -> Mapping[str, Mapping[str, int]]:
    """What a column may be called, by what it means: its key → its rank, the plainest first."""
    text = (Path(__file__).parent / "data" / "column-heads.toml").read_text("utf-8")
    return {
        meaning: {comparison_key(head): rank for rank, head in enumerate(heads)}
        for meaning, heads in tomllib.loads(text).items()
    }


def _column_key(cell: CellValue) -> str:
    """The key of a head, without its unit: 数量（册）."""
    return comparison_key(UNIT.sub("", clean_cell(cell)))


def _below_titles(rows: Sequence[SpreadsheetRow]) -> Sequence[SpreadsheetRow]:
    """The rows from the head on: a title and a line such as a date may stand above it."""
    for index, row in enumerate(rows[: 1 + HEAD_ROWS]):
        filled = [cell for cell in row.cells if clean_cell(cell)]
        if _has_name(row) or len(filled) > TITLE_CELLS:
            return rows[index:]
    return rows


def _has_name(row: SpreadsheetRow) -> bool:
    """Whether a row is a head in which a column names the recipients."""
    return "name" in _meanings([_column_key(cell) for cell in row.cells])


def _without_total(
    rows: Sequence[SpreadsheetRow],
) -> tuple[Sequence[SpreadsheetRow], SpreadsheetRow | None]:
    """The rows without a last one that adds them up, and that one."""
    if rows and any(comparison_key(clean_cell(cell)) in TOTALS for cell in rows[-1].cells[:3]):
        return rows[:-1], rows[-1]
    return rows, None


def _check_total(
    total: SpreadsheetRow, recipients: Sequence[Recipient], columns: _Columns, report: _Report
) -> None:
    """The last row says what all rows come to, or nothing."""
    column = columns.known.get("copies")
    if column is None or report.is_marked(total, column) or report.problems:
        return
    text, right = clean_cell(cell_at(total, column)), sum(row.copies for row in recipients)
    digits = NUMBER_WITH_UNIT.fullmatch(text)
    if text and (digits[1] if digits else text) != str(right):
        report.add("recipients-sum", total.number, column, text=text[:20], right=right)


def _read_columns(rows: Sequence[SpreadsheetRow], report: _Report) -> _Columns | None:
    """Learns from the first row what each column means; None where no column names the
    recipients.
    """
    if not rows:
        report.add("recipients-empty", 1, name=report.table.file)
        return None
    head = rows[0]
    if len(head.cells) > COLUMN_LIMIT:
        report.add("recipients-columns", head.number, limit=COLUMN_LIMIT)
        return None
    counting = frozenset(index for index in range(len(head.cells)) if _counts_rows(rows, index))
    keys = ["" if index in counting else _column_key(cell) for index, cell in enumerate(head.cells)]
    columns = _Columns(_meanings(keys), counting=counting)
    first: dict[str, int] = {}
    for index, cell in enumerate(head.cells):
        title = clean_cell(cell)
        if (same := first.get(title)) is not None and title:
            report.add("recipients-column-twice", head.number, index, first=column_letters(same))
        first.setdefault(title, index)
        if title and index not in columns.known.values() and index not in counting:
            columns.other[index] = title
    if "name" not in columns.known:
        _report_cells(report, rows)
        _report_no_name(rows, report)
        return None
    if len(rows) == 1:
        report.add("recipients-none", head.number)
    return columns


def _meanings(keys: Sequence[str]) -> dict[str, int]:
    """What columns with these keys mean: meaning → index. Of several for one meaning that with the
    plainest head; a person's column is that of the names where no other is, else of the contacts.
    """
    names = dict(column_names())
    endings = (*names.pop("name_ending"),)
    endings += tuple(f"{ending}名称" for ending in endings)
    columns = {
        meaning: min(
            (index for index, key in enumerate(keys) if key in ranks),
            key=lambda index: ranks[keys[index]],
        )
        for meaning, ranks in names.items()
        if any(key in ranks for key in keys)
    }
    if "name" not in columns and columns:
        others = (index for index in range(len(keys)) if index not in columns.values())
        ending = next((index for index in others if keys[index].endswith(endings)), None)
        columns |= {} if ending is None else {"name": ending}
    if (person := columns.pop("person", None)) is not None:
        columns.setdefault("contact" if "name" in columns else "name", person)
    return columns


def _counts_rows(rows: Sequence[SpreadsheetRow], column: int) -> bool:
    """Whether a column is called 序号 and counts the rows from 1: the lists count them anyway."""
    if _column_key(cell_at(rows[0], column)) not in ORDER_HEADS:
        return False
    values = [clean_cell(cell_at(row, column)) for row in rows[1:]]
    return [value for value in values if value.isdigit()] == [
        str(number) for number, value in enumerate(values, 1) if value.isdigit()
    ]


def _report_cells(report: _Report, rows: Sequence[SpreadsheetRow]) -> None:
    """Cells that hold no value of their own, in these rows."""
    numbers = {row.number for row in rows}
    for (row, column), kind in sorted(report.table.marked.items()):
        if row in numbers:
            rule = "recipients-formula" if kind == "formula" else "recipients-cell-error"
            report.add(rule, row, column - 1)
    for top, left, bottom, right in report.table.merged:
        if numbers.isdisjoint(range(top, bottom + 1)):
            continue
        cells = f"{column_letters(left - 1)}{top}:{column_letters(right - 1)}{bottom}"
        report.add("recipients-merged", top, left - 1, range=cells)


def _report_no_name(rows: Sequence[SpreadsheetRow], report: _Report) -> None:
    """No column names the recipients: perhaps the head stands further down."""
    head = rows[0]
    for row in rows[1 : 1 + HEAD_ROWS]:
        if _has_name(row):
            report.add("recipients-head-below", head.number, below=row.number)
            return
    cells = [text for cell in head.cells if (text := clean_cell(cell))]
    shown = _cut("、".join(_cut(text, 12) for text in cells), 60)
    report.add("recipients-no-name", head.number, shown=shown)


def _cut(text: str, most: int) -> str:
    """A text of so many characters at most, with a sign where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


class _RowReader:
    """Reads the rows below the head; remembers names and numbers, which may not come twice."""

    def __init__(
        self, columns: _Columns, report: _Report, missing_characters: MissingCharacters
    ) -> None:
        self.columns = columns
        self.report = report
        self.missing_characters = missing_characters
        self.names: dict[str, int] = {}  # key of a name → the row that has it first
        self.numbers: dict[str, int] = {}

    def recipient(self, row: SpreadsheetRow) -> Recipient | None:
        """A row as a recipient; None where the row cannot be one, which is reported."""
        before = len(self.report.problems)
        for column, cell in enumerate(row.cells):
            self._check_cell(row, column, cell)
        known = self.columns.known
        texts = {meaning: clean_cell(cell_at(row, column)) for meaning, column in known.items()}
        if comparison_key(texts["name"]) in TOTALS:
            self.report.add("recipients-total", row.number, known["name"], text=texts["name"])
            return None
        self._check_name(row, texts["name"])
        copies = self._copies(row)
        if number := texts.get("number", ""):
            self._check_once("recipients-number-twice", self.numbers, number, row, known["number"])
        if len(self.report.problems) > before:
            return None
        more = tuple(
            (title, clean_cell(cell_at(row, column)))
            for column, title in self.columns.other.items()
        )
        values: dict[str, Any] = {**texts, "copies": copies}
        return Recipient(row.number, more=more, **values)

    def _check_cell(self, row: SpreadsheetRow, column: int, cell: CellValue) -> None:
        text = clean_cell(cell)
        if not text or self.report.is_marked(row, column):
            return
        if column in self.columns.counting:
            return
        if column not in self.columns.known.values() and column not in self.columns.other:
            self.report.add("recipients-no-head", row.number, column, text=text[:20])
        elif text.upper() in CELL_ERRORS:
            self.report.add("recipients-cell-error", row.number, column)
        elif len(text) > CELL_LIMIT:
            self.report.add("recipients-cell-long", row.number, column, limit=CELL_LIMIT)
        elif invisible := first_invisible(text):
            rule = "recipients-break" if invisible in "\n\r" else "recipients-control"
            self.report.add(rule, row.number, column, character=f"U+{ord(invisible):04X}")
        elif missing := sorted(self.missing_characters(text)):
            characters = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in missing[:10])
            self.report.add("recipients-glyph", row.number, column, characters=characters)

    def _check_name(self, row: SpreadsheetRow, text: str) -> None:
        column = self.columns.known["name"]
        if not text:
            if not self.report.is_marked(row, column):
                self.report.add("recipients-name-empty", row.number, column)
        elif PATH.search(unicodedata.normalize("NFKC", text)):
            self.report.add("recipients-name-path", row.number, column, text=text[:40])
        elif not any(character.isalnum() for character in text):
            self.report.add("recipients-name-none", row.number, column, text=text[:40])
        elif len(text) > NAME_LIMIT:
            self.report.add("recipients-name-long", row.number, column, limit=NAME_LIMIT)
        else:
            self._check_once("recipients-name-twice", self.names, text, row, column)

    def _check_once(
        self, rule: str, known: dict[str, int], text: str, row: SpreadsheetRow, column: int
    ) -> None:
        """Reports a text that an earlier row has too, be it in another width or case."""
        first = known.setdefault(comparison_key(text), row.number)
        if first != row.number:
            self.report.add(rule, row.number, column, text=text[:40], first=first)

    def _copies(self, row: SpreadsheetRow) -> int:
        """How many copies a row asks for; 1 where the table has no such column, 0 where the cell is
        wrong.
        """
        column = self.columns.known.get("copies")
        if column is None:
            return 1
        cell = cell_at(row, column)
        text = unicodedata.normalize("NFKC", clean_cell(cell))
        if self.report.is_marked(row, column) or text.upper() in CELL_ERRORS:
            return 0
        if not text:
            self.report.add("recipients-copies-empty", row.number, column)
        elif isinstance(cell, bool) or not DIGITS.fullmatch(text):
            self._report_copies(row, column, text)
        elif not 1 <= int(text) <= COPIES_LIMIT:
            self._report_copies_range(row, column, text)
        else:
            return int(text)
        return 0

    def _report_copies(self, row: SpreadsheetRow, column: int, text: str) -> None:
        """A number of copies that is no whole number."""
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if number < 1 or number > COPIES_LIMIT:
            self._report_copies_range(row, column, text)
            return
        whole = NUMBER_WITH_UNIT.fullmatch(text)
        right = whole[1] if whole else ""
        self.report.add("recipients-copies-whole", row.number, column, text=text[:20], right=right)

    def _report_copies_range(self, row: SpreadsheetRow, column: int, text: str) -> None:
        values = {"text": text[:20], "limit": COPIES_LIMIT}
        self.report.add("recipients-copies-range", row.number, column, **values)


def cell_at(row: SpreadsheetRow, column: int) -> CellValue:
    """A cell of a row (from 0); "" behind its last."""
    return row.cells[column] if column < len(row.cells) else ""


def clean_cell(value: CellValue) -> str:
    """A cell as text, blanks at its ends taken off."""
    return str(value).strip().strip("\u3000\xa0\ufeff").strip()


def first_invisible(text: str) -> str:
    """The first character of a text that nobody can see; "" for none."""
    return next((sign for sign in text if unicodedata.category(sign) in INVISIBLE), "")


def comparison_key(text: str) -> str:
    """What is the same for texts that differ in width, case or blanks only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if not character.isspace())


def column_letters(column: int) -> str:
    """The letters of a column (from 0) as a spreadsheet shows them."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = LETTERS[rest] + name
    return name


def _ascii_words(name: str) -> str:
    """A name in ascii, of a long one the words that there is room for."""
    plain = ascii_name(name)
    words = chinese.split_phrases(name) if len(plain) > FOLDER_NAME_LENGTH else []
    while len(words) > 1 and len(plain) > FOLDER_NAME_LENGTH:
        words = words[:-1]
        plain = ascii_name("".join(words))
    return plain[:FOLDER_NAME_LENGTH].strip("-")


def file_names(recipients: Sequence[Recipient]) -> Iterator[str]:
    """For each recipient the name of its folder: a number that sorts, and its name in ascii that a
    mail programme carries.
    """
    width = max(3, len(str(len(recipients))))
    for index, recipient in enumerate(recipients, 1):
        plain = _ascii_words(unicodedata.normalize("NFKC", recipient.name))
        yield f"{index:0{width}}-{plain}".rstrip("-")
