"""Which tables of a Word file are tables, and which only lay out.

The measure is what Word shows to the clerk who prints the file: lines that part cells make a table,
for between them something is listed, or is to be filled in. So is a box of one row or one column: a
label with its blank, or rows with lines between them. No table is what has no lines (a cover, a
signature, a letterhead), a box of one cell round running text, and a column round a text with its
sections: the headings in it would be lost for the contents, and a cell longer than a page is no
field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from duben import chinese
from duben.intake import dates, line_editing
from duben.intake.word import names
from duben.intake.word.cells import cell_lines
from duben.intake.word.drawings import own_texts
from duben.intake.word.lines import WordLine
from duben.intake.word.names import child_value, name
from duben.intake.word.styles import TABLE_BORDERS, Styles
from duben.intake.word.tables import GridRow

BORDERS = name("w:tblBorders")
SIDES = tuple(
    name(f"w:{side}") for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
NO_LINE = ("nil", "none")
BETWEEN_CELLS = (name("w:insideV"), (name("w:left"), name("w:right")))
BETWEEN_ROWS = (name("w:insideH"), (name("w:top"), name("w:bottom")))
LAYOUT_ROWS, LAYOUT_CELLS = 4, 6  # at most, of a table without lines that lays out a head
SIGNATURE_CELLS = 3
MARK_ROWS, MARK_LENGTH = 2, 4  # of a box for marks beside the heading of an examination paper
TITLED_ROWS = 3  # of a table, its title among them
TITLE_LINES, TITLE_LENGTH = 3, 40
LISTED_LENGTH = 100  # characters of a cell that is a field, or a row of a list
PAGE_LENGTH = 800  # characters, about a page of a booklet
SECTIONS = ("part", "chapter", "section", "comma")  # kinds of labels that headings have
# A label whose value is to be written in: 签字：, 金额____元, 年　月　日.
BLANK = re.compile(f"[：:]$|__|{dates.DAY_TO_FILL}")


def opens_with_title(
    rows: Sequence[GridRow], contents: Sequence[Sequence[Sequence[WordLine]]]
) -> bool:
    """Whether the first row of a table is the title of it all: one cell over the columns below it,
    a short line in it that is larger than all that the table holds else.
    """
    if len(rows) < TITLED_ROWS or len(rows[0].cells) > 1 or len(rows[1].cells) < 2:
        return False
    title = contents[0][0]
    if not title or len(title) > TITLE_LINES or any(e.line.kind != "text" for e in title):
        return False
    text = title[0].line.text
    rest = [entry.size for row in contents[1:] for lines in row for entry in lines]
    return (
        len(text) <= TITLE_LENGTH
        and not line_editing.ends_sentence(text, "。；：，:;")
        and title[0].size > max(rest, default=title[0].size)
    )


def section_beside(
    rows: Sequence[GridRow], contents: Sequence[Sequence[Sequence[WordLine]]]
) -> int | None:
    """The place in the first row of a numbered heading that stands over both rows of a small table
    beside a box for marks (得分, 评卷人, a blank below each); None elsewhere.
    """
    if len(rows) != MARK_ROWS or any(len(row) != len(contents[0]) for row in contents):
        return None
    places = [
        at
        for at, lines in enumerate(contents[0])
        if len(lines) == 1
        and lines[0].line.kind == "text"
        and (label := chinese.read_label(lines[0].line.text)) is not None
        and label.kind in SECTIONS
    ]
    others = [
        (above, below)
        for at, (above, below) in enumerate(zip(*contents, strict=True))
        if at not in places
    ]
    is_box = bool(others) and all(
        not below and sum(len(text) for text in cell_lines(above)) <= MARK_LENGTH
        for above, below in others
    )
    return places[0] if len(places) == 1 and is_box and not contents[1][places[0]] else None


def is_frame(rows: Sequence[GridRow]) -> bool:
    """Whether a table only holds others together, as a sheet with its letterhead, text and foot: a
    table in it that is not empty, and one cell of a row at most that is filled. Not a box in which
    a table without lines of its own parts 签字： from 日期：.
    """
    cells = [[cell.element for cell in row.cells if cell.element is not None] for row in rows]
    nested = [table for row in cells for cell in row for table in cell.iter(names.TBL)]
    if not any(map(names.has_text, nested)):
        return False
    if any(sum(map(names.has_text, row)) > 1 for row in cells):
        return False
    is_box = [len(row) for row in cells] == [1]
    return not (is_box and _is_field(["".join(own_texts(cells[0][0])).strip()]))


def has_lines(table: etree._Element) -> bool | None:
    """Whether a table is drawn with lines; None where only its style may say it."""
    properties = table.find(name("w:tblPr"))
    borders = None if properties is None else properties.find(BORDERS)
    own = [
        side
        for cell in table.iter(name("w:tcBorders"))
        for side in cell
        if names.value(side, "single") not in NO_LINE
    ]
    if own:
        return True
    if borders is None:
        styled = properties is not None and properties.find(name("w:tblStyle")) is not None
        return None if styled else False
    return any(names.value(side) not in NO_LINE for side in borders if side.tag in SIDES)


def _is_ruled(
    table: etree._Element, place: tuple[str, tuple[str, str]], styled: etree._Element | None
) -> bool:
    """Whether lines stand between the cells, or the rows, of a table: drawn by itself, by its cells
    or by its style, which has the lines ``styled``.
    """
    inside, sides = place
    own = table.find(TABLE_BORDERS)
    borders = styled if own is None else own
    lines = [] if borders is None else borders.findall(inside)
    lines += [
        line for cell in table.iter(name("w:tcBorders")) for line in cell if line.tag in sides
    ]
    return any(names.value(line, "single") not in NO_LINE for line in lines)


def lays_out(
    table: etree._Element,
    rows: Sequence[GridRow],
    contents: Sequence[Sequence[Sequence[WordLine]]],
    styles: Styles,
) -> bool:
    """Whether a table is none: it holds no data and nothing to be filled in. ``contents`` has the
    lines of each cell.
    """
    texts = [cell_lines(lines) for row in contents for lines in row]
    filled = [lines for lines in texts if any(lines)]
    if not filled:
        return True
    styled = styles.table_borders(child_value(table.find(name("w:tblPr")), name("w:tblStyle")))
    if max(len(row.cells) for row in rows) < 2:
        if len(rows) < 2:
            return not (has_lines(table) is not False and _is_field(filled[0]))
        if rows[0].is_head:
            return False
        entries = [entry for row in contents for lines in row for entry in lines]
        if any(e.line.heading_level for e in entries) and any(map(_is_text, filled)):
            return True
        return not (_is_ruled(table, BETWEEN_ROWS, styled) and _is_column(texts))
    if len(rows) < 2:
        if _is_ruled(table, BETWEEN_CELLS, styled):
            return len(filled) < 2 and not _is_label(filled[0])
        return not (has_lines(table) is True and _has_blank(texts))
    if has_lines(table) is True:
        return False
    dated = any(dates.date_alone(line) for lines in filled for line in lines)
    few = len(filled) <= LAYOUT_CELLS and len(rows) <= LAYOUT_ROWS
    return few and (has_lines(table) is False or (dated and len(filled) <= SIGNATURE_CELLS))


def _is_column(texts: Sequence[Sequence[str]]) -> bool:
    """Whether cells above one another are a list, or a form: a blank, or text beside its label."""
    if any(sum(map(len, lines)) > PAGE_LENGTH or _has_sections(lines) for lines in texts):
        return False
    filled = [lines for lines in texts if any(lines)]
    read = [_is_text(lines) for lines in filled]
    return (
        all(map(_is_listed, filled))
        or len(filled) < len(texts)
        or any(map(_is_field, filled))
        or (any(read) and not all(read))
    )


def _has_sections(lines: Sequence[str]) -> bool:
    """Whether headings (一、…) stand among the lines of a cell, behind its first."""
    labels = map(chinese.read_label, lines[1:])
    return any(label is not None and label.kind in SECTIONS for label in labels)


def _has_blank(texts: Sequence[Sequence[str]]) -> bool:
    """Whether an empty cell of a row stands behind a label that asks for something."""
    return any(
        not any(after) and any(lines) and BLANK.search(lines[-1]) is not None
        for lines, after in pairwise(texts)
    )


def _is_field(lines: Sequence[str]) -> bool:
    """Whether the lines of a cell are a label, or several, with the blanks that they ask for."""
    return _is_label(lines) and any(map(BLANK.search, lines))


def _is_label(lines: Sequence[str]) -> bool:
    return sum(map(len, lines)) <= LISTED_LENGTH and not _is_text(lines)


def _is_text(lines: Sequence[str]) -> bool:
    """Whether the lines of a cell are sentences."""
    return any("。" in line for line in lines)


def _is_listed(lines: Sequence[str]) -> bool:
    """Whether a cell may be a row of a list that is set as a table: one short line, no date."""
    return len(lines) == 1 and len(lines[0]) <= LISTED_LENGTH and dates.date_alone(lines[0]) is None
