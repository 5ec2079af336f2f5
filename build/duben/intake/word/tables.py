"""The rows of a table: cells by their columns, merged over columns (``gridSpan``) and rows
(``vMerge``); which tables hold data, and which only lay out a signature or a head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from duben.intake import dates
from duben.intake.word import names
from duben.intake.word.drawings import chosen_alternative
from duben.intake.word.names import child_value, flag, name, number
from duben.intake.word.styles import TABLE_BORDERS, Styles

WRAPPERS = frozenset(
    (
        names.SDT,
        names.SDT_CONTENT,
        name("w:customXml"),
        names.INS,
        names.MOVE_TO,
    )
)
TABLE_HEADER = name("w:tblHeader")
CELL_PROPERTIES, ROW_PROPERTIES = name("w:tcPr"), name("w:trPr")
SPAN, MERGE, ROW_MERGE = name("w:gridSpan"), name("w:vMerge"), name("w:hMerge")
BORDERS = name("w:tblBorders")
SIDES = tuple(
    name(f"w:{side}") for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
SPAN_LIMIT = 1_000  # columns of one cell; more is a fault
LAYOUT_ROWS, LAYOUT_CELLS = 4, 6  # at most, of a table without lines that lays out a head
SIGNATURE_CELLS = 3
LISTED_LENGTH = 100  # characters of a cell of a table that is one column
NO_LINE = ("nil", "none")
BETWEEN_CELLS = (name("w:insideV"), (name("w:left"), name("w:right")))
BETWEEN_ROWS = (name("w:insideH"), (name("w:top"), name("w:bottom")))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its element, its first column and how many it spans. ``goes_on``: it belongs to the
    cell above it; ``covered`` are cells that it covers. An element None is a gap before a row.
    """

    element: etree._Element | None
    column: int
    across: int
    goes_on: bool = False
    covered: tuple[etree._Element, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its cells, and whether the file marks it as a head."""

    element: etree._Element
    cells: tuple[GridCell, ...]
    is_head: bool = False


def read_rows(table: etree._Element) -> list[GridRow]:
    """The rows of a table. Where the file marks all of them as its head, none is."""
    elements = list(_inner_elements(table, names.TR))
    marks = [bool(flag(row.find(ROW_PROPERTIES), TABLE_HEADER)) for row in elements]
    return [
        GridRow(row, tuple(_row_cells(row)), mark and not all(marks))
        for row, mark in zip(elements, marks, strict=True)
    ]


def is_frame(rows: Sequence[GridRow]) -> bool:
    """Whether a table only holds others together, as a sheet with its letterhead, text and foot: a
    table in it, and one cell of a row at most that is filled.
    """
    cells = [[cell.element for cell in row.cells if cell.element is not None] for row in rows]
    nested = any(next(cell.iter(names.TBL), None) is not None for row in cells for cell in row)
    return nested and all(sum(map(names.has_text, row)) <= 1 for row in cells)


def stray_elements(table: etree._Element) -> Iterator[etree._Element]:
    """What stands in a table outside of its cells and holds text: in broken files alone."""
    for child in _chosen_children(table):
        if child.tag == names.TR or child.tag in WRAPPERS:
            yield from stray_elements(child)
        elif child.tag != names.TC and names.has_text(child):
            yield child


def rows_down(rows: Sequence[GridRow], index: int, cell: GridCell) -> int:
    """How many rows a cell of row ``index`` spans."""
    count = 1
    for row in rows[index + 1 :]:
        below = next((other for other in row.cells if other.column == cell.column), None)
        if below is None or not below.goes_on or below.across != cell.across:
            break
        count += 1
    return count


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


def _row_cells(row: etree._Element) -> Iterator[GridCell]:
    properties = row.find(ROW_PROPERTIES)
    column = number(child_value(properties, name("w:gridBefore"))) or 0
    if column > 0:
        yield GridCell(None, 0, column)
    last: GridCell | None = None
    for element in _inner_elements(row, names.TC):
        own = element.find(CELL_PROPERTIES)
        across = min(max(number(child_value(own, SPAN)) or 1, 1), SPAN_LIMIT)
        if last is not None and child_value(own, ROW_MERGE) == "continue":
            # Old files merge cells of a row so: what stands in the later ones is not shown.
            covered = (*last.covered, element)
            last = replace(last, across=last.across + across, covered=covered)
            column += across
            continue
        if last is not None:
            yield last
        merge = None if own is None else own.find(MERGE)
        goes_on = merge is not None and names.value(merge, "continue") != "restart"
        last = GridCell(element, column, across, goes_on)
        column += across
    if last is not None:
        yield last


def _inner_elements(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of a name, those in content controls and the like too."""
    for child in _chosen_children(parent):
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inner_elements(child, tag)


def _chosen_children(parent: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, of alternatives those of the chosen one."""
    for child in parent:
        if child.tag != names.ALTERNATIVES:
            yield child
        elif (chosen := chosen_alternative(child)) is not None:
            yield from _chosen_children(chosen)


def is_covered(rows: Sequence[GridRow], index: int, cell: GridCell) -> bool:
    """Whether a cell that goes on has one above it that begins it."""
    if not index or not cell.goes_on:
        return False
    return any(
        other.column == cell.column and other.across == cell.across
        for other in rows[index - 1].cells
    )


def lays_out(
    table: etree._Element,
    rows: Sequence[GridRow],
    texts: Sequence[Sequence[Sequence[str]]],
    styles: Styles,
) -> bool:
    """Whether a table holds no data: a row or a column alone without lines between its cells, or
    few cells without lines, as of a signature or a letterhead. ``texts`` has the lines of each
    cell.
    """
    filled = [lines for row in texts for lines in row if any(lines)]
    is_column = max((len(row.cells) for row in rows), default=0) < 2
    if not filled or (len(filled) < 2 and (len(rows) < 2 or is_column)):
        return True
    styled = styles.table_borders(child_value(table.find(name("w:tblPr")), name("w:tblStyle")))
    if is_column and not rows[0].is_head:
        return not (_is_ruled(table, BETWEEN_ROWS, styled) and all(map(_is_listed, filled)))
    if len(rows) < 2:
        return not _is_ruled(table, BETWEEN_CELLS, styled)
    if has_lines(table) is True:
        return False
    dated = any(dates.date_alone(line) for lines in filled for line in lines)
    few = len(filled) <= LAYOUT_CELLS and len(rows) <= LAYOUT_ROWS
    return few and (has_lines(table) is False or (dated and len(filled) <= SIGNATURE_CELLS))


def _is_listed(lines: Sequence[str]) -> bool:
    """Whether a cell may be a row of a list that is set as a table: one short line, no date."""
    return len(lines) == 1 and len(lines[0]) <= LISTED_LENGTH and dates.date_alone(lines[0]) is None
