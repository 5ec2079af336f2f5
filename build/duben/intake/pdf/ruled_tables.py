"""The tables of a PDF whose cells are ruled: the words in each cell of a grid. Doors:
``take_tables`` for a page, ``joins`` for a table that goes on over it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from duben.intake import escaping
from duben.intake.blank_forms import LINE_HEIGHT
from duben.intake.escaping import MarkdownText
from duben.intake.line_editing import ends_sentence
from duben.intake.merged_cells import TableCell, TableRow
from duben.intake.pdf.characters import Glyph, PdfPage
from duben.intake.pdf.lines import PdfLine, page_lines
from duben.intake.pdf.rules import NEAR, Box, Grid, find_grids

ASCENT = 0.35  # em above the baseline stands the middle of a glyph
ROOM = 2.5  # em beside the next word that a line leaves free where a paragraph ends
EDGE = 3.0  # em by which the first line of a paragraph is set in, or the others
BROKEN_LENGTH = 14  # characters of a cell that is broken only for want of room
CELL_LENGTH = 500  # characters; a longer cell is a frame of the page
LONG_TABLE = 4  # rows from which on a table may have longer ones
FILLED = 0.5  # of the rows of a table have words


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table: its grid, its rows and the plain words of each, the size of its type in pt."""

    grid: Grid
    rows: tuple[TableRow, ...]
    words: tuple[str, ...]
    size: float


def take_tables(page: PdfPage) -> tuple[list[RuledTable], list[Glyph]]:
    """The ruled tables of a page, and the glyphs that stand in none."""
    tables: list[RuledTable] = []
    rest = list(page.glyphs)
    for grid in find_grids(page.rules):
        table, left = _take_table(grid, rest)
        if table is not None:
            tables.append(table)
            rest = left
    return tables, rest


def _take_table(grid: Grid, glyphs: Sequence[Glyph]) -> tuple[RuledTable | None, list[Glyph]]:
    """The table in a grid and the glyphs outside it; None where the grid is none of a table."""
    inside: dict[Box, list[Glyph]] = {}
    rest = []
    fields = grid.fields()
    for glyph in glyphs:
        row = bisect_right(grid.rows, glyph.baseline - ASCENT * glyph.size) - 1
        column = bisect_right(grid.columns, (glyph.left + glyph.right) / 2) - 1
        box = fields.get((row, column))
        if box is None or not glyph.upright:
            rest.append(glyph)
        else:
            inside.setdefault(box, []).append(glyph)
    cells = {
        box: _paragraphs(page_lines(found), grid.columns[box.column + box.across])
        for box, found in inside.items()
    }
    if not _is_table(grid, cells):
        return None, rest
    rows: list[list[TableCell]] = [[] for _ in grid.rows[1:]]
    words: list[list[str]] = [[] for _ in rows]
    for box in grid.boxes:
        rows[box.row].append(TableCell(_cell_text(cells.get(box, ())), box.across, box.down))
        words[box.row] += cells.get(box, ())
    size = median(glyph.size for found in inside.values() for glyph in found)
    table = RuledTable(grid, tuple(_ruled_rows(grid, rows)), tuple(map(" ".join, words)), size)
    return table, rest


def _ruled_rows(grid: Grid, rows: Sequence[Sequence[TableCell]]) -> Iterator[TableRow]:
    """The rows with their heights in lines."""
    for cells, (top, bottom) in zip(rows, pairwise(grid.rows), strict=True):
        yield TableRow(tuple(cells), lines=round(abs(bottom - top) / LINE_HEIGHT))


def _is_table(grid: Grid, cells: Mapping[Box, Sequence[str]]) -> bool:
    filled = {box.row for box, texts in cells.items() if texts}
    longest = max((sum(map(len, texts)) for texts in cells.values()), default=0)
    rows = len(grid.rows) - 1
    beside = any(box.across < len(grid.columns) - 1 for box, texts in cells.items() if texts)
    return (
        beside
        and len(filled) >= FILLED * len({box.row for box in grid.boxes})
        and (longest <= CELL_LENGTH or rows >= LONG_TABLE)
    )


def _paragraphs(lines: Sequence[PdfLine], right: float) -> list[str]:
    """The paragraphs of a cell that ends at ``right``."""
    paragraphs = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        if _ends_paragraph(before, line, right):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
    whole = "".join(paragraphs)
    return [whole] if len(whole) <= BROKEN_LENGTH and whole else paragraphs


def _cell_text(paragraphs: Sequence[str]) -> str:
    """The text of a cell: a paragraph as it is, several in Markdown, in lines."""
    if len(paragraphs) < 2:
        return "".join(paragraphs)
    return MarkdownText("<br>".join(map(escaping.inline, paragraphs)))


def _ends_paragraph(line: PdfLine, after: PdfLine, right: float) -> bool:
    """Whether a line of a cell had room for the next word; not one that is set in the middle."""
    word = re.match("[!-~]*", after.text)
    width = len(word[0]) / 2 if word else 0
    is_left = abs(line.left - after.left) <= EDGE * line.size
    short = right - line.right > (ROOM + width) * line.size
    return short and (is_left or ends_sentence(line.text))


def _joined(text: str, more: str) -> str:
    """Two pieces of text as one: a blank between Latin words."""
    tight = not text or not more or text[-1] > "\u2e80" or more[0] > "\u2e80"
    return text + ("" if tight else " ") + more


# --- over a page ----------------------------------------------------------------------------------


def joins(first: RuledTable, second: RuledTable) -> bool:
    """Whether a table may go on in another one: it has as many columns, at the same places or
    under the same head.
    """
    if len(first.grid.columns) != len(second.grid.columns):
        return False
    return repeated_rows(first.rows, second.rows) > 0 or all(
        abs(left - right) <= 2 * NEAR
        for left, right in zip(first.grid.columns, second.grid.columns, strict=True)
    )


def repeated_rows(first: Sequence[TableRow], second: Sequence[TableRow]) -> int:
    """How many rows of a table come again on the next page: those of its head."""
    same = [_words(row) == _words(other) for row, other in zip(first, second, strict=False)]
    return same.index(False) if False in same else 0


def joined_rows(first: Sequence[TableRow], second: Sequence[TableRow]) -> list[TableRow]:
    """The rows of a table and those on the next page, a row that the page cut in two as one."""
    if not second or not _goes_on(first[-1], second[0]):
        return [*first, *second]
    cells = [
        replace(cell, text=_continued(cell.text, more.text))
        for cell, more in zip(first[-1].cells, second[0].cells, strict=True)
    ]
    return [*first[:-1], TableRow(tuple(cells)), *second[1:]]


def _words(row: TableRow) -> list[str]:
    return ["".join(cell.text.split()) for cell in row.cells]


def _goes_on(row: TableRow, other: TableRow) -> bool:
    """Whether a row without words in its first column goes on with the last one before it: in one
    cell of several, or where its cells go on amid a sentence.
    """
    if len(row.cells) != len(other.cells) or other.cells[0].text or not row.cells[0].text:
        return False
    if any(cell.down > 1 for cell in (*row.cells, *other.cells)):
        return False
    pairs = [
        (cell.text, more.text)
        for cell, more in zip(row.cells, other.cells, strict=True)
        if more.text
    ]
    amid = all(text and not ends_sentence(text) for text, _ in pairs)
    return (len(pairs) == 1 and len(row.cells) > 2 and bool(pairs[0][0])) or amid


def _continued(text: str, more: str) -> str:
    if not isinstance(text, MarkdownText) and not isinstance(more, MarkdownText):
        return _joined(text, more)
    first, second = (
        piece if isinstance(piece, MarkdownText) else escaping.inline(piece)
        for piece in (text, more)
    )
    return MarkdownText(_joined(first, second))
