"""A table of a page to a pipe table of Markdown: every cell in its column, merged cells taken
apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from duben.intake import escaping, line_editing
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.html.elements import inner_texts
from duben.model import SourceLocation, warning

COLUMN_LIMIT = 60
SPANNED_COLUMN_LIMIT = (
    4 * COLUMN_LIMIT
)  # columns that spans may make before those in which no cell begins are taken out
ENDLESS_SPAN = 1_000_000  # rowspan="0": down to the end of its part
SPAN = re.compile(r"\s{0,9}\+?([0-9]{1,6})")
CELL_LENGTH = 500  # characters; a longer cell is a column of the page's layout


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its text, and how many columns and rows it spans."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row; ``part`` is equal for rows of one part (thead, tbody) of the table."""

    cells: tuple[TableCell, ...]
    part: object = None


def read_table(
    table: etree._Element, file: str, number: int, log: ChangeLog
) -> list[SourceLine] | None:
    """The captions of a table and the table itself, as Markdown; None for one that holds no data
    but lays out the page. ``number`` is its line in the file.
    """
    if table.find(".//table") is not None:
        return None
    rows = [
        TableRow(tuple(map(_read_cell, row.iterchildren("td", "th"))), row.getparent())
        for row in table.iter("tr")
    ]
    filled = [row for row in rows if row.cells]
    if len(filled) < 2 or max(len(row.cells) for row in filled) < 2:
        return None
    grid = expand_spans(rows)
    if (
        not grid
        or not any(map(any, grid))
        or any(len(text) > CELL_LENGTH for row in grid for text in row)
    ):
        return None
    captions = list(map(_inner_text, table.iter("caption")))
    if len(grid) > 2 and _is_title_row(filled[0]):
        captions += ["".join(grid.pop(0))]
        filled = filled[1:]
    notice = warning("intake-merged-cells", SourceLocation(file, number), line=number)
    notices = (notice,) * any(
        cell.across > 1 or cell.down > 1 for row in filled for cell in row.cells
    )
    log.problems += notices
    origins = ((0, number, 1),)
    return [
        *(
            replace(line_editing.clean_line(text, origins, log, tell=False), kind="caption")
            for text in captions
        ),
        SourceLine(escaping.table(grid), origins, kind="table", problems=notices),
    ]


def _is_title_row(row: TableRow) -> bool:
    """Whether one cell over all columns stands above the head."""
    return len(row.cells) == 1 and row.cells[0].across > 1 and row.cells[0].down == 1


def _inner_text(element: etree._Element) -> str:
    return " ".join("".join(inner_texts(element)).split())


def _read_cell(cell: etree._Element) -> TableCell:
    return TableCell(
        line_editing.clean_line(_inner_text(cell), ((0, 1, 1),), ChangeLog(), tell=False).text,
        parse_span(cell.get("colspan")),
        parse_span(cell.get("rowspan"), rows=True),
    )


def parse_span(value: str | None, rows: bool = False) -> int:
    """What rowspan or colspan says, as browsers read it, within our limits."""
    match = SPAN.match((value or "")[:20])
    number = int(match[1]) if match else 1
    if rows:
        return number or ENDLESS_SPAN
    return min(number or 1, COLUMN_LIMIT)


def expand_spans(rows: Iterable[TableRow]) -> list[list[str]] | None:
    """The texts of a table, row by row and column by column, "" where a merged cell goes on; None
    where it is too wide.
    """
    part: object = None
    covered: dict[int, int] = {}
    begins: set[int] = set()
    grid: list[dict[int, str]] = []
    for row in rows:
        if row.part is not part:
            part, covered = row.part, {}
        own: dict[int, str] = {}
        column = 0
        further: dict[int, int] = {}
        for cell in row.cells:
            while column in covered:
                column += 1
            if column >= SPANNED_COLUMN_LIMIT:
                return None
            own[column] = cell.text
            if cell.down > 1:
                further.update(dict.fromkeys(range(column, column + cell.across), cell.down - 1))
            column += cell.across
        begins.update(own)
        covered = {column: left - 1 for column, left in covered.items() if left > 1} | further
        grid += [own] if own else []
    columns = sorted(begins)
    if len(columns) > COLUMN_LIMIT:
        return None
    return [[own.get(column, "") for column in columns] for own in grid]
