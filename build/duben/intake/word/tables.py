"""The rows of a table: cells by their columns, merged over columns (``gridSpan``) and rows
(``vMerge``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from duben.intake.word import names
from duben.intake.word.drawings import chosen_alternative
from duben.intake.word.names import child_value, flag, name, number

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
SLIVER = 85  # twentieths of a point, 1.5 mm: edges nearer to each other are one line to a reader
SPAN_LIMIT = 1_000  # columns of one cell; more is a fault


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
    rows = [
        GridRow(row, tuple(_row_cells(row)), mark and not all(marks))
        for row, mark in zip(elements, marks, strict=True)
    ]
    return _without_slivers(rows, _grid_widths(table))


def _grid_widths(table: etree._Element) -> list[int]:
    """The widths of the columns in twentieths of a point, as the file says them."""
    grid = table.find(name("w:tblGrid"))
    columns = [] if grid is None else grid.findall(name("w:gridCol"))
    return [number(column.get(name("w:w"))) or 0 for column in columns]


def _without_slivers(rows: Sequence[GridRow], widths: Sequence[int]) -> list[GridRow]:
    """The rows without columns too narrow to be seen, in which no cell stands: two edges drawn by
    hand that are one line to a reader.
    """
    alone = {cell.column for row in rows for cell in row.cells if cell.across == 1}
    slivers = {
        index for index, width in enumerate(widths) if 0 < width < SLIVER and index not in alone
    }
    if not slivers:
        return list(rows)

    def place(edge: int) -> int:
        return edge - sum(sliver < edge for sliver in slivers)

    moved = [
        replace(
            row,
            cells=tuple(
                replace(
                    cell,
                    column=place(cell.column),
                    across=place(cell.column + cell.across) - place(cell.column),
                )
                for cell in row.cells
            ),
        )
        for row in rows
    ]
    whole = all(cell.across > 0 for row in moved for cell in row.cells)
    return moved if whole else list(rows)


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
