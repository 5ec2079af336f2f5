"""Tables of Word: the grid with its merged cells, heads that come again on each page, rows that
were put in or taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from duben.docx.elements import make
from duben.docx.tracked_changes import row_cells
from duben.layout import TableMeasures, is_form
from duben.model import Block
from duben.revision import Unit

if TYPE_CHECKING:
    from duben.docx.story import StoryWriter

TEXT_SIZE = 9  # pt, of a table in its ordinary size
THICK, THIN = 6, 2  # eighths of a point: three rules, and hair lines between the rows
LINE = 4  # eighths of a point: round every cell of a form
BLANK_HEIGHT = 700  # twips, of a row of a form with a blank: two lines of 17.5 pt


def span(cell: Block, name: str) -> int:
    """How many columns (``colspan``) or rows (``rowspan``) a cell takes."""
    return int(cell.attribute(name, "1"))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a row of Word: its first column, how many it takes; ``merge`` is "restart" where it
    begins one that is merged over rows, "continue" where one goes on.
    """

    block: Block
    column: int
    across: int
    merge: str = ""


@dataclass(slots=True)
class TableWriter:
    """Writes a table with its caption into a story."""

    story: StoryWriter
    table: Block
    last_head: Block | None = None

    def __post_init__(self) -> None:
        heads = (row for row in reversed(self.table.children) if row.attribute("head"))
        self.last_head = next(heads, None)

    def write(self) -> None:
        """Adds the caption, the table and the empty line behind it."""
        story, table, changes = self.story, self.table, self.story.parts.changes
        story.removed(changes.before.get(table.id, ()))
        for row in table.children:
            gone = changes.before.get(row.id, ())
            story.removed([unit for unit in gone if unit.kind != "row"])
        story.part_from_text()
        if table.text:
            story.text(table, "Caption", make("w:keepNext"), size=TEXT_SIZE)
        measures = TableMeasures(book=story.parts.book, notes={})
        _, widths = measures.layout(table)
        columns = [round(story.parts.look.measure * width / 100) for width in widths]
        story.out.append(self._table(columns, TEXT_SIZE * measures.scale(table)))
        story.gap()

    def _table(self, columns: Sequence[int], size: float) -> etree._Element:
        changes = self.story.parts.changes
        rows: list[etree._Element] = []
        for row, cells in grid_rows(self.table):
            gone = [unit for unit in changes.before.get(row.id, ()) if unit.kind == "row"]
            if row.id in changes.replaced:
                gone.append(changes.replaced[row.id])
            rows += (removed_row(self.story, unit, columns, self._sides()) for unit in gone)
            rows.append(self._row(row, cells, columns, size))
            rows += (
                removed_row(self.story, unit, columns, self._sides())
                for unit in changes.after.get(row.id, ())
            )
        return table_element(columns, rows, self._borders())

    def _sides(self) -> list[str]:
        """At which side the text of each column stands."""
        return [cell.attribute("align") or "left" for cell in self.table.children[-1].children]

    def _borders(self) -> etree._Element:
        if is_form(self.table):
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            return make("w:tblBorders", *(rule(side, LINE) for side in sides))
        return make(
            "w:tblBorders",
            *outer_rules(),
            rule("insideH", THIN),
        )

    def _row(
        self, row: Block, grid: Sequence[GridCell], columns: Sequence[int], size: float
    ) -> etree._Element:
        parts = self.story.parts
        is_head, added = bool(row.attribute("head")), row.id in parts.changes.added
        properties = make(
            "w:trPr",
            make("w:cantSplit"),
            make("w:trHeight", val=BLANK_HEIGHT, hRule="atLeast") if self._is_blank(row) else None,
            make("w:tblHeader") if is_head else None,
            parts.tracked("ins") if added else None,
        )
        cells = [
            self._cell(row, cell, sum(columns[cell.column : cell.column + cell.across]), size)
            for cell in grid
        ]
        return make("w:tr", properties, *cells)

    def _is_blank(self, row: Block) -> bool:
        """Whether a row of a form has a cell to be filled in."""
        return is_form(self.table) and any(
            not (cell.text or cell.attribute("covered")) for cell in row.children
        )

    def _cell(self, row: Block, cell: GridCell, width: int, size: float) -> etree._Element:
        is_head = bool(row.attribute("head"))
        properties = make(
            "w:tcPr",
            make("w:tcW", w=width, type="dxa"),
            make("w:gridSpan", val=cell.across) if cell.across > 1 else None,
            make("w:vMerge", val=cell.merge) if cell.merge else None,
            make("w:tcBorders", rule("bottom", THICK))
            if row is self.last_head and not is_form(self.table)
            else None,
            make("w:vAlign", val="center"),
        )
        centred = is_head and cell.across > 1
        side = "center" if centred else cell.block.attribute("align") or "left"
        inner = self.story.__class__(self.story.parts, in_notes=self.story.in_notes)
        style = "TableHead" if is_head else "TableText"
        inner.cell(cell.block, row, self.table, style, side, size)
        return make("w:tc", properties, *inner.out)


def grid_rows(table: Block) -> Iterator[tuple[Block, list[GridCell]]]:
    """The rows of a table, its head first, with the cells that Word has in them: those that are
    merged over columns are one, those merged over rows go on in each.
    """
    for is_head in (True, False):
        rows = [row for row in table.children if bool(row.attribute("head")) is is_head]
        going_on: dict[int, tuple[int, Block]] = {}  # by column: rows left of a merged cell
        for number, row in enumerate(rows):
            cells: list[GridCell] = []
            index = 0
            while index < len(row.children):
                cell = row.children[index]
                left, merged = going_on.pop(index, (0, cell))
                across = min(span(merged, "colspan"), len(row.children) - index)
                goes_on = bool(cell.attribute("covered") and left)
                down = left if goes_on else min(span(cell, "rowspan"), len(rows) - number)
                merge = "continue" if goes_on else "restart" if down > 1 else ""
                if down > 1:
                    going_on[index] = down - 1, merged if goes_on else cell
                cells.append(GridCell(cell, index, across, merge))
                index += across
            yield row, cells


def table_element(
    columns: Sequence[int], rows: Sequence[etree._Element], borders: etree._Element
) -> etree._Element:
    """A table of these columns, twips."""
    properties = make(
        "w:tblPr",
        make("w:tblStyle", val="BookTable"),
        make("w:tblW", w=sum(columns), type="dxa"),
        borders,
        make("w:tblLayout", type="fixed"),
        make("w:tblLook", val="0000"),
    )
    grid = make("w:tblGrid", *(make("w:gridCol", w=width) for width in columns))
    return make("w:tbl", properties, grid, *rows)


def removed_row(
    story: StoryWriter, unit: Unit, columns: Sequence[int], sides: Sequence[str] = ()
) -> etree._Element:
    """A row that was taken out; its last cell takes the columns that are left. ``sides``: where the
    text of each column stands.
    """
    parts, texts = story.parts, row_cells(unit)
    if len(texts) > len(columns):
        texts = [*texts[: len(columns) - 1], " ".join(texts[len(columns) - 1 :])]
    cells = []
    for index, text in enumerate(texts):
        last = index == len(texts) - 1
        across = len(columns) - index if last else 1
        properties = make(
            "w:tcPr",
            make("w:tcW", w=sum(columns[index : index + across]), type="dxa"),
            make("w:gridSpan", val=across) if across > 1 else None,
        )
        inner = story.__class__(parts)
        runs = [parts.deleted_run(text)] if text else []
        side = sides[index] if index < len(sides) else "left"
        aligned = (make("w:jc", val=side),) if side != "left" else ()
        inner.paragraph("TableText", runs, *aligned, change="del")
        cells.append(make("w:tc", properties, *inner.out))
    return make("w:tr", make("w:trPr", make("w:cantSplit"), parts.tracked("del")), *cells)


def removed_table(story: StoryWriter, units: Sequence[Unit]) -> etree._Element:
    """A table that was taken out, of its rows."""
    count = max(len(row_cells(unit)) for unit in units)
    columns = [story.parts.look.measure // count] * count
    rows = [removed_row(story, unit, columns) for unit in units]
    return table_element(columns, rows, make("w:tblBorders", *outer_rules()))


def outer_rules() -> Iterator[etree._Element]:
    """The rules above and below a table."""
    return (rule(side, THICK) for side in ("top", "bottom"))


def rule(side: str, thickness: int) -> etree._Element:
    """A rule at a side of a table or a cell; ``thickness`` in eighths of a point."""
    return make(f"w:{side}", val="single", sz=thickness, space=0, color="auto")
