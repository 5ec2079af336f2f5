"""The tables of a PDF whose cells are ruled: the words in each cell of a grid. Doors:
``find_page_grids`` for all pages, ``take_tables`` for one; for a table that goes on over it
``joins``, ``fits_in``, ``with_common_columns`` and ``joined_rows``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from duben import chinese
from duben.intake import escaping, table_columns
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
HEAD_CELL = 20  # characters of a cell in a head
LONG_CELL = 12  # characters of a cell that may be cut
LONG_TABLE = 4  # rows from which on a table may have longer ones
PAGE_ROWS = 1.5  # on a page, in the average, of such a table that goes over pages
FILLED = 0.5  # of the rows of a table have words


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table: its grid, its rows and the plain words of each, the size of its type in pt;
    ``is_open`` where the page ends before a rule closes it.
    """

    grid: Grid
    rows: tuple[TableRow, ...]
    words: tuple[str, ...]
    size: float
    is_open: bool = False


def find_page_grids(pages: Sequence[PdfPage]) -> list[list[tuple[Grid, bool]]]:
    """The grids of each page, and whether each is a long one, whose cells may be long. One that
    goes on over pages has the rows of all of them.
    """
    grids = [find_grids(page.rules) for page in pages]
    parts: list[list[Grid]] = []
    for before, here in pairwise([[], *grids]):
        for index, grid in enumerate(here):
            if index or not before or not _may_go_on(before[-1], grid):
                parts.append([])
            parts[-1].append(grid)
    long = {id(grid) for part in parts if _is_long(part) for grid in part}
    return [[(grid, id(grid) in long) for grid in here] for here in grids]


def _is_long(parts: Sequence[Grid]) -> bool:
    """Whether a table on some pages has several rows, and more than one on most of these: a frame
    round the text of each page has not.
    """
    rows = sum(len(grid.rows) - 1 for grid in parts)
    return rows >= LONG_TABLE and (len(parts) == 1 or rows >= PAGE_ROWS * len(parts))


def take_tables(
    page: PdfPage, grids: Sequence[tuple[Grid, bool]]
) -> tuple[list[RuledTable], list[Glyph]]:
    """The ruled tables of a page in its grids, and the glyphs that stand in none."""
    tables: list[RuledTable] = []
    rest = list(page.glyphs)
    for grid, is_long in grids:
        table, left = _take_table(grid, rest, is_long)
        if table is not None:
            tables.append(table)
            rest = left
    return tables, rest


def _take_table(
    grid: Grid, glyphs: Sequence[Glyph], is_long: bool
) -> tuple[RuledTable | None, list[Glyph]]:
    """The table in a grid and the glyphs outside it; None where the grid is none of a table."""
    inside: dict[Box, list[Glyph]] = {}
    rest = []
    fields = grid.fields()
    for glyph in glyphs:
        row = bisect_right(grid.rows, glyph.baseline - ASCENT * glyph.size) - 1
        column = bisect_right(grid.columns, (glyph.left + glyph.right) / 2) - 1
        box = fields.get((row, column))
        if glyph.box is not None:  # one that the grid does not know is none of its cells
            box = fields.get((bisect_right(grid.rows, glyph.box) - 1, column), box)
        if box is None or not glyph.upright:
            rest.append(glyph)
        else:
            inside.setdefault(box, []).append(glyph)
    cells = {
        box: paragraphs(page_lines(found), grid.columns[box.column + box.across])
        for box, found in inside.items()
    }
    if not _is_table(grid, cells, is_long):
        return None, rest
    rows: list[list[TableCell]] = [[] for _ in grid.rows[1:]]
    words: list[list[str]] = [[] for _ in rows]
    for box in grid.boxes:
        rows[box.row].append(TableCell(cell_text(cells.get(box, ())), box.across, box.down))
        words[box.row] += cells.get(box, ())
    size = median(glyph.size for found in inside.values() for glyph in found)
    table = RuledTable(grid, tuple(_ruled_rows(grid, rows)), tuple(map(" ".join, words)), size)
    return table, rest


def _ruled_rows(grid: Grid, rows: Sequence[Sequence[TableCell]]) -> Iterator[TableRow]:
    """The rows with their heights in lines."""
    for cells, (top, bottom) in zip(rows, pairwise(grid.rows), strict=True):
        yield TableRow(tuple(cells), lines=round(abs(bottom - top) / LINE_HEIGHT))


def _is_table(grid: Grid, cells: Mapping[Box, Sequence[str]], is_long: bool) -> bool:
    """Whether a grid holds words in most rows, none too long where it is no long one: a drawing
    with its measures is none, nor one row round words that stand in none but a further cell, but
    for a row of a long one.
    """
    filled = {box.row for box, texts in cells.items() if texts}
    longest = max((sum(map(len, texts)) for texts in cells.values()), default=0)
    if (
        not is_long
        and len(grid.rows) == 2
        and [box.column > 0 for box, texts in cells.items() if texts] == [True]
    ):
        return False
    beside = any(box.across < len(grid.columns) - 1 for box, texts in cells.items() if texts)
    named = any(sign.isalpha() for texts in cells.values() for text in texts for sign in text)
    return (
        beside
        and named
        and (len(filled) >= FILLED * len({box.row for box in grid.boxes}) or _has_head(grid, cells))
        and (longest <= CELL_LENGTH or is_long)
    )


def _has_head(grid: Grid, cells: Mapping[Box, Sequence[str]]) -> bool:
    """Whether a row has short words in each of its cells, three or more: the head of a form whose
    rows are to be filled in.
    """
    return any(
        len(row) > 2 and all(0 < sum(map(len, cells.get(box, ()))) <= HEAD_CELL for box in row)
        for row in (
            [box for box in grid.boxes if box.row == number] for number in range(len(grid.rows) - 1)
        )
    )


def paragraphs(lines: Sequence[PdfLine], right: float) -> list[str]:
    """The paragraphs of a cell that ends at ``right``."""
    paragraphs = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        if _ends_paragraph(before, line, right):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
    whole = "".join(paragraphs)
    return [whole] if len(whole) <= BROKEN_LENGTH and whole else paragraphs


def cell_text(paragraphs: Sequence[str]) -> str:
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
    return repeated_rows(first.rows, second.rows) > 0 or _same_columns(first.grid, second.grid)


def _same_columns(first: Grid, second: Grid) -> bool:
    """Whether two grids have their columns at the same places."""
    return len(first.columns) == len(second.columns) and all(
        abs(left - right) <= 2 * NEAR
        for left, right in zip(first.columns, second.columns, strict=True)
    )


def _may_go_on(first: Grid, second: Grid) -> bool:
    """Whether a grid on a page may be one with that at the end of the page before it: of the rows
    of a form those on a page may have merged cells all.
    """
    has_cells = min(len(first.columns), len(second.columns)) > 2
    return _same_columns(first, second) or (has_cells and _fits_in(first, second))


def fits_in(first: RuledTable, second: RuledTable) -> bool:
    """Whether two tables are as wide as each other and the columns of one stand among those of the
    other: on one of two pages cells are merged in all rows.
    """
    return _fits_in(first.grid, second.grid)


def _fits_in(first: Grid, second: Grid) -> bool:
    edges, others = sorted((first.columns, second.columns), key=len)
    return (
        abs(edges[0] - others[0]) <= 2 * NEAR
        and abs(edges[-1] - others[-1]) <= 2 * NEAR
        and all(_nearest(others, edge) is not None for edge in edges)
    )


def with_common_columns(tables: Sequence[RuledTable]) -> list[tuple[TableRow, ...]]:
    """The rows of each part of a table that goes over pages, in the columns of all of them."""
    edges = list(max(tables, key=lambda table: len(table.grid.columns)).grid.columns)
    for table in tables:
        if len(table.grid.columns) != len(edges):
            edges += [edge for edge in table.grid.columns if _nearest(edges, edge) is None]
            edges.sort()
    return [_with_columns(table, edges) for table in tables]


def _nearest(edges: Sequence[float], place: float) -> int | None:
    """The index of the edge nearest to a place, None where none is near."""
    index = min(range(len(edges)), key=lambda index: abs(edges[index] - place))
    return index if abs(edges[index] - place) <= 2 * NEAR else None


def _with_columns(table: RuledTable, edges: Sequence[float]) -> tuple[TableRow, ...]:
    """The rows of a table in columns with these edges, of which it has the most."""
    columns = table.grid.columns
    if len(columns) == len(edges):
        return table.rows
    at = [_nearest(edges, place) for place in columns]
    boxes = iter(table.grid.boxes)
    rows = []
    for row in table.rows:
        cells = []
        for cell, box in zip(row.cells, boxes, strict=False):
            begin, end = at[box.column], at[box.column + box.across]
            across = end - begin if begin is not None and end is not None else cell.across
            cells.append(replace(cell, across=across))
        rows.append(replace(row, cells=tuple(cells)))
    return tuple(rows)


def repeated_rows(first: Sequence[TableRow], second: Sequence[TableRow]) -> int:
    """How many rows of a table come again on the next page: those of its head."""
    same = [_words(row) == _words(other) for row, other in zip(first, second, strict=False)]
    return same.index(False) if False in same else 0


def without_head(rows: Sequence[TableRow], heads: int) -> list[TableRow]:
    """The rows of a table without those of its head; a cell that reaches from it into the body is
    an empty one there.
    """
    if not 0 < heads < len(rows):
        return list(rows[heads:])
    reaching = {
        column: TableCell("", cell.across, place.row + cell.down - heads)
        for column, place in _last_cells(rows[:heads]).items()
        if place.row + (cell := place.cell(rows)).down > heads
    }
    cells: list[TableCell] = []
    rest = list(rows[heads].cells)
    column = 0
    while column in reaching or rest:
        cells.append(reaching.pop(column) if column in reaching else rest.pop(0))
        column += cells[-1].across
    return [replace(rows[heads], cells=tuple(cells)), *rows[heads + 1 :]]


def joined_rows(first: Sequence[TableRow], second: Sequence[TableRow]) -> list[TableRow]:
    """The rows of a table and those on the next page. A row that the page cut in two is one again,
    and so is a cell over several rows.
    """
    if not second:
        return list(first)
    above = _last_cells(first)
    cells, at = second[0].cells, 0
    places: list[tuple[int, TableCell]] = []
    for cell in cells:
        places.append((at, cell))
        at += cell.across
    owners = [above.get(at) for at, _ in places]
    if not all(
        owner is not None and owner.cell(first).across == cell.across
        for owner, (_, cell) in zip(owners, places, strict=True)
    ):
        return [*first, *second]
    pairs = [(owner, cell) for owner, (_, cell) in zip(owners, places, strict=True) if owner]
    grown = {owner: owner.cell(first) for owner, _ in pairs}
    if _is_cut(first, pairs):
        for owner, cell in pairs:
            whole = grown[owner]
            text = _continued(whole.text, cell.text) if cell.text else whole.text
            grown[owner] = replace(whole, text=text, down=whole.down + cell.down - 1)
        return [*_with_cells(first, grown), *second[1:]]
    kept = list(cells)
    for owner, cell in pairs:  # a cell over several rows is that before the page too
        whole = grown[owner]
        goes_on = not cell.text or _is_open(whole.text)
        if not goes_on or not whole.text or max(whole.down, cell.down) < 2:
            break
        text = _continued(whole.text, cell.text) if cell.text else whole.text
        grown[owner] = replace(whole, text=text, down=whole.down + cell.down)
        kept = kept[1:]
    if len(kept) == len(cells) or not kept:
        return [*first, *second]
    return [*_with_cells(first, grown), replace(second[0], cells=tuple(kept)), *second[1:]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands among rows: the indices of its row and among the cells of that."""

    row: int
    index: int

    def cell(self, rows: Sequence[TableRow]) -> TableCell:
        """The cell that stands there."""
        return rows[self.row].cells[self.index]


def _last_cells(rows: Sequence[TableRow]) -> dict[int, _Place]:
    """The cells that reach the last row, by their first column."""
    return {
        column: place
        for column, place in _places(rows)
        if place.row + place.cell(rows).down >= len(rows)
    }


def _places(rows: Sequence[TableRow]) -> Iterator[tuple[int, _Place]]:
    """The place of each cell, and its first column."""
    taken: dict[int, int] = {}  # the row up to which each column is taken
    for number, row in enumerate(rows):
        column = 0
        for index, cell in enumerate(row.cells):
            while taken.get(column, 0) > number:
                column += 1
            yield column, _Place(number, index)
            for _ in range(cell.across):
                taken[column] = number + cell.down
                column += 1


def _with_cells(rows: Sequence[TableRow], cells: Mapping[_Place, TableCell]) -> list[TableRow]:
    """The rows with other cells at some places."""
    return [
        replace(
            row,
            cells=tuple(
                cells.get(_Place(number, index), cell) for index, cell in enumerate(row.cells)
            ),
        )
        for number, row in enumerate(rows)
    ]


def _is_cut(rows: Sequence[TableRow], pairs: Sequence[tuple[_Place, TableCell]]) -> bool:
    """Whether the first row on a page is the rest of the last one before it: without words in its
    first column, or with the rest of those in brackets there, and in one cell of several, or in
    cells that go on amid a sentence or a bracket. Where the first column is a cell over several
    rows, it lacks the next one too. No other row lacks what such a row does.
    """
    first_place, first_cell = pairs[0]
    first = first_place.cell(rows).text
    if not first or (first_cell.text and not _is_open(first)) or len(pairs) < 2:
        return False
    more = [(place.cell(rows).text, cell.text) for place, cell in pairs if cell.text]
    if not more or not all(text for text, _ in more) or any(_counts_on(*each) for each in more):
        return False
    if not first_cell.text and any(_is_open(text) for text, _ in more):
        return True
    columns = [0, *accumulate(cell.across for _, cell in pairs)]
    own = {
        column: (place, cell)
        for column, (place, cell) in zip(columns, pairs, strict=False)
        if place.row == len(rows) - 1 and max(place.cell(rows).down, cell.down) == 1
    }
    place, cell = next(iter(own.values()), pairs[0])
    amid = all(not ends_sentence(text) for text, _ in more) and not any(
        table_columns.is_figure(text) and table_columns.is_figure(rest) for text, rest in more
    )
    lacking = {column for column, (_, rest) in own.items() if not rest.text}
    alone = lacking.isdisjoint(_blank_columns(rows))
    long = any(len(text) >= LONG_CELL for text, _ in more)
    if place == first_place:
        return amid or (len(more) == 1 and (len(pairs) > 2 or (long and alone)))
    lacks_first = bool(place.cell(rows).text) and not cell.text
    goes_on = lacks_first or (amid and not first_cell.text)
    return goes_on and (long or (lacks_first and alone))


def _counts_on(text: str, more: str) -> bool:
    """Whether two texts are of two rows: they open with labels that follow each other, （1） and
    （2）, or are titles.
    """
    if text.endswith("》") and more.startswith("《"):
        return True
    first, second = chinese.read_label(text), chinese.read_label(more)
    return (
        first is not None
        and second is not None
        and (first.kind, first.number + 1) == (second.kind, second.number)
    )


def _is_open(text: str) -> bool:
    """Whether a bracket of a text is not closed."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _blank_columns(rows: Sequence[TableRow]) -> set[int]:
    """The columns in which nothing stands in a cell of one row below the first row."""
    return {
        column
        for column, place in _places(rows)
        if place.row and not place.cell(rows).text and place.cell(rows).down == 1
    }


def _words(row: TableRow) -> list[str]:
    return ["".join(cell.text.split()) for cell in row.cells]


def _continued(text: str, more: str) -> str:
    if not isinstance(text, MarkdownText) and not isinstance(more, MarkdownText):
        return _joined(text, more)
    first, second = (
        piece if isinstance(piece, MarkdownText) else escaping.inline(piece)
        for piece in (text, more)
    )
    return MarkdownText(_joined(first, second))
