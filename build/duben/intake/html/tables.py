"""A table of a page to a pipe table of Markdown (``merged_cells``), or to none where it lays out
the page.
"""

from __future__ import annotations

import re

from lxml import etree

from duben.intake import line_editing
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.html import marked_text
from duben.intake.html.elements import collapse_blanks, inner_texts
from duben.intake.merged_cells import COLUMN_LIMIT, TableCell, TableRow, table_lines

BROKEN_LENGTH = 14  # characters of a cell that is broken only for want of room: 完成<br>时限
ENDLESS_SPAN = 1_000_000  # rowspan="0": down to the end of its part
SPAN = re.compile(r"\s{0,9}\+?([0-9]{1,6})")
CELL_LENGTH = 500  # characters; a longer cell is a column of the page's layout
LONG_TABLE = 4  # rows from which on a table may have cells of LONG_CELL_LENGTH
LONG_CELL_LENGTH = 3_000  # characters


def read_table(table: etree._Element, number: int, log: ChangeLog) -> list[SourceLine] | None:
    """The caption of a table and the table itself, as Markdown; None for one that holds no data
    but lays out the page. ``number`` is its line in the file.
    """
    if table.find(".//table") is not None:
        return None
    rows = [
        TableRow(
            tuple(map(_read_cell, row.iterchildren("td", "th"))),
            row.getparent(),
            _is_head_row(row),
        )
        for row in table.iter("tr")
    ]
    filled = [row for row in rows if row.cells]
    if len(filled) < 2 or max(len(row.cells) for row in filled) < 2:
        return None
    longest = LONG_CELL_LENGTH if len(filled) >= LONG_TABLE else CELL_LENGTH
    if any(len(cell.text) > longest for row in filled for cell in row.cells):
        return None
    captions = [_inner_text(each).translate(marked_text.NO_MARKS) for each in table.iter("caption")]
    return table_lines(rows, captions, number)


def _is_head_row(row: etree._Element) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = list(row.iterchildren("td", "th"))
    return len(cells) > 1 and all(cell.tag == "th" for cell in cells)


def _inner_text(element: etree._Element) -> str:
    return " ".join("".join(inner_texts(element)).split())


def _read_cell(cell: etree._Element) -> TableCell:
    text = _inner_text(cell)
    if len(text) <= BROKEN_LENGTH:
        raw = "".join("\n" if piece == " " else piece for piece in inner_texts(cell))
        text = collapse_blanks(raw)
    cleaned = line_editing.clean_line(text, ((0, 1, 1),), ChangeLog(), tell=False).text
    return TableCell(
        marked_text.as_markdown(cleaned),
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
