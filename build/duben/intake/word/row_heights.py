"""How high the rows of a table are, in lines: as the file says or by empty paragraphs in them."""

from __future__ import annotations

from duben.intake.blank_forms import LINE_HEIGHT
from duben.intake.word import names
from duben.intake.word.names import name, number
from duben.intake.word.tables import CELL_PROPERTIES, MERGE, ROW_PROPERTIES, GridCell, GridRow

TWIPS = 20  # of a point


def count_lines(row: GridRow) -> int:
    """The height of a row in whole lines."""
    properties = row.element.find(ROW_PROPERTIES)
    height = None if properties is None else properties.find(name("w:trHeight"))
    twips = 0 if height is None else number(names.value(height, "")) or 0
    typed = (_paragraphs(cell) for cell in row.cells if not cell.goes_on)
    return max((round(twips / TWIPS / LINE_HEIGHT), *typed))


def _paragraphs(cell: GridCell) -> int:
    """The paragraphs of a cell; none of one that is merged with those below it, or is not there."""
    if cell.element is None or cell.element.find(f"{CELL_PROPERTIES}/{MERGE}") is not None:
        return 0
    return len(cell.element.findall(names.P))
