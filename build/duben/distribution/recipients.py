"""Who gets how many copies: the rows of a table as recipients, and everything that is wrong in it,
all at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duben import intake
from duben.intake import (
    CELL_ERRORS,
    CELL_LIMIT,
    COLUMN_LIMIT,
    CellValue,
    Spreadsheet,
    SpreadsheetRow,
)
from duben.model import BookError, Problem, SourceLocation, problem

# What a column may be called, and what it means.
COLUMN_NAMES = {
    "单位": "name", "單位": "name", "name": "name", "份数": "copies", "份數": "copies", "copies": "copies",
    "编号": "number", "編號": "number", "number": "number", "联系人": "contact", "聯繫人": "contact", "聯絡人": "contact",
    "contact": "contact", "地址": "address", "address": "address", "备注": "note", "備註": "note", "note": "note",
}  # fmt: skip
COPIES = 9_999  # for one recipient
NAME = 100  # characters
TOTALS = frozenset(("合计", "合計", "总计", "總計", "共计", "共計", "小计", "小計", "total", "sum"))
DIGITS = re.compile("[0-9]{1,12}")
COUNTED = re.compile(r"([0-9]+)\s*(?:份|册|冊|本|套)")
PATH = re.compile(r"(^|[/\\])\.{1,2}([/\\]|$)|\\|^/|^[A-Za-z]:")
INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row of the table. ``more`` holds the columns that are ours to carry only: (head, value)."""

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
    """All recipients in the order of the table. ``heads`` are the columns that it has beside ours;
    remarks are warnings.
    """

    all: tuple[Recipient, ...]
    heads: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def copies(self) -> int:
        return sum(one.copies for one in self.all)


def read(path: Path, lacking: Callable[[str], set[str]] = lambda text: set()) -> Recipients:
    """The recipients in a .csv, .xlsx or .xls. BookError (1) with every row that is wrong.

    ``lacking`` tells which characters of a text no chosen font has.
    """
    table = intake.read_spreadsheet(path)
    reading = _Reading(table, lacking)
    found = reading.recipients()
    if reading.problems:
        raise BookError(
            sorted(
                (*table.problems, *reading.problems),
                key=lambda one: (one.place or SourceLocation("")).line,
            )
        )
    return Recipients(tuple(found), tuple(reading.carried.values()), table.problems)


@dataclass
class _Reading:
    """One reading of a table; ``problems`` grows."""

    table: Spreadsheet
    lacking: Callable[[str], set[str]]
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)  # what a column means → its index
    carried: dict[int, str] = field(
        default_factory=dict
    )  # index → head of the columns that are not ours
    names: dict[str, int] = field(default_factory=dict)  # key of a name → the row that has it first
    numbers: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def tell(self, rule: str, row: int, column: int | None = None, /, **values: object) -> None:
        """A problem of a row, or of one of its cells (index from 0)."""
        more: dict[str, object] = {"row": row}
        if column is not None:
            more |= {"column": self.head(column), "cell": f"{letters(column)}{row}"}
        self.problems.append(
            problem(
                rule,
                SourceLocation(self.table.file, row, 1 if column is None else column + 1),
                **more,
                **values,
            )
        )

    def head(self, column: int) -> str:
        """The name of a column as the table has it, else its letters."""
        heads = next((row.cells for row in self.table.rows if not row.blank), ())
        return (
            clean(heads[column])[:20]
            if column < len(heads) and clean(heads[column])
            else letters(column)
        )

    def recipients(self) -> list[Recipient]:
        rows = [row for row in self.table.rows if not row.blank]
        if not rows:
            self.tell("recipients-empty", 1, name=self.table.file)
            return []
        self.marked()
        if not self.columns(rows[0], rows[1:]):
            return []
        if len(rows) == 1:
            self.tell("recipients-none", rows[0].number)
        return [made for row in rows[1:] if (made := self.recipient(row)) is not None]

    def marked(self) -> None:
        """Cells that hold no value of their own."""
        for (row, column), kind in sorted(self.table.marked.items()):
            self.tell(
                "recipients-formula" if kind == "formula" else "recipients-cell-error",
                row,
                column - 1,
            )
        for top, left, bottom, right in self.table.merged:
            self.tell(
                "recipients-merged",
                top,
                left - 1,
                range=f"{letters(left - 1)}{top}:{letters(right - 1)}{bottom}",
            )

    def columns(self, head: SpreadsheetRow, rows: Sequence[SpreadsheetRow]) -> bool:
        """Learns what each column means; False where no column names the recipients."""
        if len(head.cells) > COLUMN_LIMIT:
            self.tell("recipients-columns", head.number, limit=COLUMN_LIMIT)
            return False
        first: dict[str, int] = {}
        for index, cell in enumerate(head.cells):
            title = clean(cell)
            meaning = COLUMN_NAMES.get(key(title), "")
            if (meaning or title) in first:
                self.tell(
                    "recipients-column-twice",
                    head.number,
                    index,
                    first=letters(first[meaning or title]),
                )
            if meaning and meaning not in first:
                self.known[meaning] = index
            elif title:
                self.carried[index] = title
            if title:
                first.setdefault(meaning or title, index)
        if "name" not in self.known:
            below = next(
                (
                    row.number
                    for row in rows[:10]
                    if any(COLUMN_NAMES.get(key(clean(cell))) == "name" for cell in row.cells)
                ),
                0,
            )
            shown = "、".join(clean(cell)[:12] for cell in head.cells if clean(cell))[:60]
            if below:
                self.tell("recipients-head-below", head.number, below=below)
            else:
                self.tell("recipients-no-name", head.number, shown=shown)
            return False
        return True

    def recipient(self, row: SpreadsheetRow) -> Recipient | None:
        """A row as a recipient; None where the row cannot be one, which is told."""
        before = len(self.problems)
        for index, cell in enumerate(row.cells):
            self.cell(row, index, cell)
        texts = {
            meaning: clean(row.cells[index]) if index < len(row.cells) else ""
            for meaning, index in self.known.items()
        }
        if key(texts["name"]) in TOTALS:
            self.tell("recipients-total", row.number, self.known["name"], text=texts["name"])
            return None
        self.name(row, texts["name"])
        copies = self.copies(row)
        if number := texts.get("number", ""):
            self.once("recipients-number-twice", self.numbers, number, row, self.known["number"])
        if len(self.problems) > before:
            return None
        more = tuple(
            (title, clean(row.cells[index]) if index < len(row.cells) else "")
            for index, title in self.carried.items()
        )
        return Recipient(
            row.number,
            texts["name"],
            copies,
            number,
            texts.get("contact", ""),
            texts.get("address", ""),
            texts.get("note", ""),
            more,
        )

    def cell(self, row: SpreadsheetRow, index: int, cell: CellValue) -> None:
        text = clean(cell)
        if not text or (row.number, index + 1) in self.table.marked:
            return
        if index not in self.known.values() and index not in self.carried:
            self.tell("recipients-no-head", row.number, index, text=text[:20])
        elif text.upper() in CELL_ERRORS:
            self.tell("recipients-cell-error", row.number, index)
        elif len(text) > CELL_LIMIT:
            self.tell("recipients-cell-long", row.number, index, limit=CELL_LIMIT)
        elif bad := next(
            (character for character in text if unicodedata.category(character) in INVISIBLE), ""
        ):
            rule = "recipients-break" if bad in "\n\r" else "recipients-control"
            self.tell(rule, row.number, index, character=f"U+{ord(bad):04X}")
        elif absent := sorted(self.lacking(text)):
            self.tell(
                "recipients-glyph",
                row.number,
                index,
                characters="、".join(f"{one}（U+{ord(one):04X}）" for one in absent[:10]),
            )

    def name(self, row: SpreadsheetRow, text: str) -> None:
        column = self.known["name"]
        if not text:
            if (row.number, column + 1) not in self.table.marked:
                self.tell("recipients-name-empty", row.number, column)
        elif PATH.search(unicodedata.normalize("NFKC", text)):
            self.tell("recipients-name-path", row.number, column, text=text[:40])
        elif not any(character.isalnum() for character in text):
            self.tell("recipients-name-none", row.number, column, text=text[:40])
        elif len(text) > NAME:
            self.tell("recipients-name-long", row.number, column, limit=NAME)
        else:
            self.once("recipients-name-twice", self.names, text, row, column)

    def once(
        self, rule: str, seen: dict[str, int], text: str, row: SpreadsheetRow, column: int
    ) -> None:
        """Tells of a text that an earlier row has too, be it in another width or case."""
        first = seen.setdefault(key(text), row.number)
        if first != row.number:
            self.tell(rule, row.number, column, text=text[:40], first=first)

    def copies(self, row: SpreadsheetRow) -> int:
        """How many copies a row asks for; 1 where the table has no such column."""
        column = self.known.get("copies")
        if column is None:
            return 1
        cell = row.cells[column] if column < len(row.cells) else ""
        text = unicodedata.normalize("NFKC", clean(cell))
        if (row.number, column + 1) in self.table.marked or text.upper() in CELL_ERRORS:
            return 0
        if not text:
            self.tell("recipients-copies-empty", row.number, column)
        elif isinstance(cell, bool) or not DIGITS.fullmatch(text):
            self.uncounted(row, column, text)
        elif not 1 <= int(text) <= COPIES:
            self.tell("recipients-copies-range", row.number, column, text=text[:20], limit=COPIES)
        else:
            return int(text)
        return 0

    def uncounted(self, row: SpreadsheetRow, column: int, text: str) -> None:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if number < 1 or number > COPIES:
            self.tell("recipients-copies-range", row.number, column, text=text[:20], limit=COPIES)
        else:
            plain = COUNTED.fullmatch(text)
            self.tell(
                "recipients-copies-whole",
                row.number,
                column,
                text=text[:20],
                right=plain[1] if plain else "",
            )


def clean(value: CellValue) -> str:
    """A cell as text, blanks at its ends taken off."""
    return str(value).strip().strip("\u3000\xa0\ufeff").strip()


def key(text: str) -> str:
    """What is the same for texts that differ in width, case or blanks only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if not character.isspace())


def letters(column: int) -> str:
    """The letters of a column (from 0) as a spreadsheet shows them."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = LETTERS[rest] + name
    return name


def file_names(recipients: Sequence[Recipient]) -> Iterator[str]:
    """For each recipient the name of its folder: a number that sorts, and its name in ascii that a
    mail programme carries.
    """
    from duben.manuscript import ascii_name

    width = max(3, len(str(len(recipients))))
    for index, one in enumerate(recipients, 1):
        plain = ascii_name(unicodedata.normalize("NFKC", one.name))[:40].strip("-")
        yield f"{index:0{width}}-{plain}".rstrip("-")
