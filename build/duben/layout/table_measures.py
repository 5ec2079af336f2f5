"""How large the tables of a book are set, and how many lines their rows take on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from duben.layout import form_columns, table_cells, table_layout
from duben.layout.table_cells import is_form
from duben.model import Block, Book, Note

ROW_LINES = 18  # lines that a row and the head above it may take on a page of 26 lines
FEW_ROWS = 8  # rows of a table that is kept on one page
NOTE_LINES = 5  # lines that the notes of such a row surely have, with the rule above them
BLANK_LINES = 2  # of an empty cell of a form: as styles/text.css has it


@dataclass(frozen=True, kw_only=True)
class TableMeasures:
    """Measures the tables of a book by the number of their characters.

    ``notes`` are the notes of the book by id. ``table_width`` is the width of a table in em of its
    ordinary size, ``row_lines`` how many lines of a row and the head above it a page surely holds,
    ``smallest`` the smallest of table_layout.SIZES that a table may have, as an index.
    ``layouts`` keeps what was worked out for each table and width.
    """

    book: Book
    notes: Mapping[str, Note]
    table_width: float = table_layout.TABLE_WIDTH
    row_lines: int = ROW_LINES
    smallest: int = len(table_layout.SIZES) - 1
    layouts: dict[tuple[str, float], tuple[int, list[float]]] = field(
        default_factory=dict, compare=False
    )

    def columns(self, table: Block) -> int:
        """How many columns a table has."""
        return max((len(row.children) for row in table.children), default=1)

    def layout(self, table: Block) -> tuple[int, list[float]]:
        """The size of a table as an index of table_layout.SIZES, 0 for the ordinary one, and the
        width of each column in per cent of the type area's.
        """
        key = table.id, self.table_width
        if key not in self.layouts:
            whole = self.book.blocks.get(table.id, table)  # of a part of a table that of the whole
            columns = self.columns(whole)
            fit = form_columns.fit_columns if is_form(whole) else table_layout.fit_columns
            self.layouts[key] = fit(whole, columns, self.table_width, self.smallest)
        return self.layouts[key]

    def scale(self, table: Block) -> float:
        """The size of a table's text, as a part of the ordinary one of tables."""
        return table_layout.SIZES[self.layout(table)[0]]

    def tall(self, table: Block) -> bool:
        """Whether a row and the head above it may not fit on a page. Such a table is broken inside
        its rows and its head is not repeated: WeasyPrint leaves out a head for which there is no
        room.
        """
        rows = [
            (head, high, self.note_lines(row))
            for (head, high), row in zip(self.heights(table), table.children, strict=True)
        ]

        def tallest(of_head: bool, with_notes: bool) -> float:
            """The height of the tallest head, or of the tallest other row, in lines."""
            return max(
                (high + below * with_notes for head, high, below in rows if head is of_head),
                default=0,
            )

        return (
            tallest(True, False) + tallest(False, False) > self.row_lines
            or tallest(True, True) + tallest(False, True) > self.row_lines + NOTE_LINES
        )

    def few(self, table: Block) -> bool:
        """Whether a table has so few rows and lines that it is kept on one page: a higher one would
        leave a page half empty before it. A form is filled in on one page, if that holds it.
        """
        lines = sum(max(1, -int(-high // 1)) for _, high in self.heights(table))
        if is_form(table):
            few = lines <= self.row_lines
        else:
            few = len(table.children) <= FEW_ROWS and lines <= self.row_lines * 2 // 3
        return few and not self.tall(table)

    def note_lines(self, row: Block) -> float:
        """The height of the notes of a row in lines of the text, by the number of their
        characters.
        """
        notes = [
            self.notes[str(span.value)]
            for part in row.walk()
            for span in part.spans
            if span.kind == "note" and span.value in self.notes
        ]
        return 0.75 * sum(
            len(part.text) / (self.table_width - 2)
            for note in notes
            for block in note.blocks
            for part in block.walk()
        )

    def low(self, table: Block) -> bool:
        """Whether head and first two rows surely fit on any page, so that they may be kept
        together: where they do not, WeasyPrint leaves the head out.
        """
        first = [row for row in table.children if not row.attribute("head")][:2]
        shown = [row for row in table.children if row.attribute("head")] + first
        if any(span.kind == "note" for row in shown for part in row.walk() for span in part.spans):
            return False
        heights = self.heights(replace(table, children=tuple(shown)))
        return sum(max(1, -int(-high // 1)) for _, high in heights) <= self.row_lines // 2

    def holds(self, table: Block, rows: Sequence[Block], run: range) -> bool:
        """Whether rows that merged cells join surely fit on two thirds of what a page surely holds,
        so that they may be kept together.
        """
        if self.tall(table):
            return False
        columns = self.column_widths(table)
        lines = 0
        for row in rows[run.start : run.stop]:
            lines += max(
                (
                    table_layout.line_count(cell, sum(columns[index:end]))
                    for index, cell in enumerate(row.children)
                    if table_cells.span(cell, "rowspan") == 1
                    and (end := index + table_cells.span(cell, "colspan"))
                ),
                default=1,
            )
        return lines <= self.row_lines * 2 // 3

    def column_widths(self, table: Block) -> list[float]:
        """The room of each column of a table for its text, em of the size that the table is set
        in.
        """
        size, widths = self.layout(table)
        return [
            self.table_width / table_layout.SIZES[size] * width / 100 - table_layout.PADDINGS[size]
            for width in widths
        ]

    def heights(self, table: Block) -> list[tuple[bool, float]]:
        """For each row of a table whether it is a head, and its height in lines, by the number of
        its characters.
        """
        columns = self.column_widths(table)
        return [
            (
                bool(row.attribute("head")),
                max(
                    (
                        self._high(
                            table,
                            cell,
                            sum(columns[index : index + table_cells.span(cell, "colspan")]),
                        )
                        for index, cell in enumerate(row.children)
                    ),
                    default=0,
                ),
            )
            for row in table.children
        ]

    def _high(self, table: Block, cell: Block, width: float) -> float:
        """The height of a cell in lines: its text, the empty lines round it; of a form's blank."""
        length = sum(len(part.text) for part in cell.walk())
        is_blank = is_form(table) and not length and not cell.attribute("covered")
        lines = sum(table_cells.empty_lines(table, cell)) + length / max(width, 1)
        return max(lines, BLANK_LINES if is_blank else 0)
