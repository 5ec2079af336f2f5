"""A table of a page to a pipe table of Markdown (``merged_cells``), or to none where it lays out
the page.
"""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from itertools import islice

from lxml import etree

from duben.intake import escaping, line_editing
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.escaping import MarkdownText
from duben.intake.html import marked_text
from duben.intake.html.elements import collapse_blanks, inner_texts
from duben.intake.merged_cells import (
    COLUMN_LIMIT,
    TableCell,
    TableRow,
    table_lines,
    without_empty_rows,
)

BROKEN_LENGTH = 14  # characters of a cell that is broken only for want of room: 完成<br>时限
ENDLESS_SPAN = 1_000_000  # rowspan="0": down to the end of its part
ROW_BREAK, CELL_BREAK = "\ue1f3", "\ue1f4"  # while the text of a cell is put together
NESTED = "格里另有一张表，请核对：{}"
MOST_ELEMENTS = 5_000  # of a table that holds others
ASKED_LENGTH = 30  # characters of a table that the editor is asked about
WIDTH = re.compile(r"\s{0,3}[1-9]")
BORDER = re.compile(
    r"border(?:-(?:top|bottom|left|right))?(?:-style)?\s{0,3}:[^;]{0,60}(?:solid|double|dotted|dashed)"
)
SPAN = re.compile(r"\s{0,9}\+?([0-9]{1,6})")
CELL_LENGTH = 500  # characters; a longer cell is a column of the page's layout
LONG_TABLE = 4  # rows from which on a table may have cells of LONG_CELL_LENGTH
LONG_CELL_LENGTH = 3_000  # characters


def read_table(table: etree._Element, number: int, log: ChangeLog) -> list[SourceLine] | None:
    """The caption of a table and the table itself, as Markdown; None for one that holds no data
    but lays out the page. ``number`` is its line in the file. A table in one of its cells becomes
    lines there, and the editor is asked about it.
    """
    inner = table.find(".//table")
    if inner is not None and not _holds_data(table):
        return None
    rows = without_empty_rows(
        TableRow(
            tuple(map(_read_cell, row.iterchildren("td", "th"))),
            row.getparent(),
            _is_head_row(row),
        )
        for row in _own_rows(table)
    )
    filled = [row for row in rows if row.cells]
    if len(filled) < 2 or max(len(row.cells) for row in filled) < 2:
        return None
    longest = LONG_CELL_LENGTH if len(filled) >= LONG_TABLE else CELL_LENGTH
    if any(len(cell.text) > longest for row in filled for cell in row.cells):
        return None
    captions = [_inner_text(each).translate(marked_text.NO_MARKS) for each in table.iter("caption")]
    lines = table_lines(rows, captions, number)
    if lines is not None and inner is not None:
        asked = NESTED.format(_inner_text(inner).translate(marked_text.NO_MARKS)[:ASKED_LENGTH])
        log.doubt(replace(lines[-1], text=asked), "table", "格里的文字")
    return lines


def _own_rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, without those of tables within it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _holds_data(table: etree._Element) -> bool:
    """Whether a table with others in it does not lay out the page: it has lines round its cells,
    two cells and more in most rows, none of them long, and others in few.
    """
    if next(islice(table.iter(), MOST_ELEMENTS, None), None) is not None:
        return False
    rows = [[*row.iterchildren("td", "th")] for row in _own_rows(table)]
    cells = [cell for row in rows for cell in row]
    return (
        (_has_border(table) or sum(map(_has_border, cells)) > len(cells) / 2)
        and sum(len(row) > 1 for row in rows) > len(rows) / 2
        and sum(cell.find(".//table") is None for cell in cells) > len(cells) / 2
        and all(len(_inner_text(cell)) <= CELL_LENGTH for cell in cells)
    )


def _has_border(element: etree._Element) -> bool:
    return bool(
        WIDTH.match(element.get("border") or "")
        or BORDER.search((element.get("style") or "")[:2000].lower())
    )


def _is_head_row(row: etree._Element) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = list(row.iterchildren("td", "th"))
    return len(cells) > 1 and all(cell.tag == "th" for cell in cells)


def _inner_text(element: etree._Element) -> str:
    return " ".join("".join(inner_texts(element)).split())


def _read_cell(cell: etree._Element) -> TableCell:
    across, down = parse_span(cell.get("colspan")), parse_span(cell.get("rowspan"), rows=True)
    if cell.find(".//table") is not None:
        return TableCell(_text_in_lines(cell), across, down)
    text = _inner_text(cell)
    if len(text) <= BROKEN_LENGTH:
        raw = "".join("\n" if piece == " " else piece for piece in inner_texts(cell))
        text = collapse_blanks(raw)
    return TableCell(marked_text.as_markdown(_cleaned(text)), across, down)


def _cleaned(text: str) -> str:
    return line_editing.clean_line(text, ((0, 1, 1),), ChangeLog(), tell=False).text


def _text_in_lines(cell: etree._Element) -> MarkdownText:
    """The text of a cell that holds a table, each row of that a line."""
    copied = copy.deepcopy(cell)
    for table in copied.iter("table"):
        table.tail = ROW_BREAK + (table.tail or "")
    for row in copied.iter("tr"):
        row.text = ROW_BREAK + (row.text or "")
        for inner in [*row.iterchildren("td", "th")][1:]:
            inner.text = CELL_BREAK + (inner.text or "")
    rows = [
        [cleaned for part in line.split(CELL_BREAK) if (cleaned := _cleaned(part.strip()))]
        for line in _inner_text(copied).split(ROW_BREAK)
    ]
    return MarkdownText("<br>".join("\u3000".join(map(_as_markdown, row)) for row in rows if row))


def _as_markdown(text: str) -> str:
    marked = marked_text.as_markdown(text)
    return marked if isinstance(marked, MarkdownText) else escaping.inline(text)


def parse_span(value: str | None, rows: bool = False) -> int:
    """What rowspan or colspan says, as browsers read it, within our limits."""
    match = SPAN.match((value or "")[:20])
    number = int(match[1]) if match else 1
    if rows:
        return number or ENDLESS_SPAN
    return min(number or 1, COLUMN_LIMIT)
