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
    return [
        GridRow(row, tuple(_row_cells(row)), mark and not all(marks))
        for row, mark in zip(elements, marks, strict=True)
    ]


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
