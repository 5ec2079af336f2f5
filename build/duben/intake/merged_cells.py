"""Rows of cells that span columns and rows to a pipe table of Markdown: every cell in its column,
merged cells and heads of several rows as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from duben import chinese
from duben.intake import blank_forms, line_editing, table_columns
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.escaping import Cell, MarkdownText, Merge

COLUMN_LIMIT = 60
HEAD_LENGTH = 60  # characters of a cell in a further row of the head
PART_LENGTH = 20  # characters of the name of a part of a form
TABLE_NAMES = ("表", "表格", "名单", "清单", "一览", "）", ")")  # ends of the name of a table
COUNT_LENGTH = 8  # characters of a cell that counts its row: 第十二步
NUMBER = re.compile("[0-9０-９]+|[一二三四五六七八九十百]+")
HEAD_ROWS = 10  # as many as the Markdown of a table may have
MERGED_HEAD_ROWS = 3  # at most, of a head that is told by its merged cells alone
SPANNED_COLUMN_LIMIT = (
    4 * COLUMN_LIMIT
)  # columns that spans may make before those in which no cell begins are taken out


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its text, and how many columns and rows it spans."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row; ``part`` is equal for rows of one part (thead, tbody) of the table,
    ``is_head`` true where the page says that it is one of the head, ``lines`` its height in lines
    where the file says it.
    """

    cells: tuple[TableCell, ...]
    part: object = None
    is_head: bool = False
    lines: int = 0


def table_lines(
    rows: Sequence[TableRow], captions: Sequence[str], number: int, most_titles: int = 99
) -> list[SourceLine] | None:
    """The caption of a table, with its title rows, and the table as Markdown; None for one that
    holds no text or is too wide. ``number`` is its line in the file. More than ``most_titles`` rows
    of one cell at its top, or long ones, are no caption: they stay in its head.
    """
    titles = list(captions)
    rows = list(_standing_rows(rows))
    above = _count_title_rows(rows)
    marked = any(isinstance(row.cells[0].text, MarkdownText) for row in rows[:above])
    has_parts = _opens_part(rows, above)
    if above <= most_titles and not marked and not has_parts:
        titles += [row.cells[0].text for row in rows[:above]]
        rows, above = rows[above:], 0
    grid = expand_spans(rows)
    if not grid or not any(isinstance(cell, str) and cell for row in grid for cell in row):
        return None
    caption = line_editing.clean_line(
        "\u3000".join(filter(None, titles)), ((0, number, 1),), ChangeLog(), tell=False
    )
    heads = 0 if has_parts else _count_heads(rows, grid, above)
    markdown = blank_forms.markdown(grid, heads, above=above, lines=[row.lines for row in rows])
    return [
        replace(caption, kind="caption"),
        SourceLine(markdown, ((0, number, 1),), kind="table"),
    ]


def _count_heads(rows: Sequence[TableRow], grid: Sequence[Sequence[Cell]], above: int) -> int:
    """How many rows at the top of a table are its head, the ``above`` rows of its title among them;
    0 where nothing comes again on later pages.
    """
    if is_headless(rows[above:], grid[above:]):
        return above
    heads = min(above + _head_rows(rows[above:], grid[above:]), HEAD_ROWS)
    return _closed_head(rows, grid, heads, above)


def _standing_rows(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows that have a cell, or that merged cells above them cover as a whole."""
    part: object = None
    left = 0  # rows that those cells take yet
    for row in rows:
        if row.part is not part:
            part, left = row.part, 0
        if row.cells or left > 0:
            yield row
        left = max([left - 1, *(cell.down - 1 for cell in row.cells)])


def without_empty_rows(rows: Iterable[TableRow]) -> list[TableRow]:
    """The rows that have a cell; merged cells reach over no others."""
    given = list(rows)
    before = [0, *accumulate(bool(row.cells) for row in given)]  # rows with cells above each
    return [
        replace(
            row,
            cells=tuple(
                replace(cell, down=before[min(number + cell.down, len(given))] - before[number])
                for cell in row.cells
            ),
        )
        for number, row in enumerate(given)
        if row.cells
    ]


def _count_title_rows(rows: Sequence[TableRow]) -> int:
    """How many rows at the top of a table are one cell each; two rows of more cells follow."""
    count = 0
    while len(rows) - count > 2 and _is_title_row(rows[count]):
        count += 1
    return count


def _is_title_row(row: TableRow) -> bool:
    """Whether one cell over all columns stands above the head."""
    return len(row.cells) == 1 and row.cells[0].across > 1 and row.cells[0].down == 1


def _opens_part(rows: Sequence[TableRow], above: int) -> bool:
    """Whether the one row at the top that is one cell names the first part of a form, not the
    table: a row between others names another part, and the rows from the one to the other differ
    in their cells, as those of a list under its head do not.
    """
    if above != 1 or rows[0].cells[0].text.endswith(TABLE_NAMES) or not _names_part(rows[0]):
        return False
    others = (index for index in range(2, len(rows) - 1) if _names_part(rows[index]))
    part = rows[1 : next(others, 1)]
    widths = {tuple(cell.across for cell in row.cells) for row in part}
    return len(widths) > 1 and all(cell.down == 1 for row in part for cell in row.cells)


def _names_part(row: TableRow) -> bool:
    """Whether one cell over all columns has a few words that are no sentence and lead in none."""
    text = row.cells[0].text
    return (
        _is_title_row(row)
        and 0 < len(text) <= PART_LENGTH
        and not any(mark in text for mark in "。；：:")
    )


def _head_rows(rows: Sequence[TableRow], grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows the head of a table has: as many as the page says, else as many as the cells of
    the first row that are merged over rows or columns make it.
    """
    most = min(HEAD_ROWS, len(grid) - 1)
    marked = next((index for index, row in enumerate(rows) if not row.is_head), len(rows))
    first = rows[0].cells
    is_parted = len(first) > 1 and any(cell.across > 1 for cell in first)
    deepest = max(cell.down for cell in first)
    # Cells that stand side by side below a merged one name columns; in a body they would be data.
    is_deep = sum(cell.down > 1 for cell in first) > len(first) / 2
    merged = max(2, deepest) if is_parted else deepest if is_deep else 1
    wanted = max(marked, merged if merged <= MERGED_HEAD_ROWS else 1)
    heads = max(1, min(wanted, most, _first_asking(grid)))
    marked = min(marked, heads)
    while heads > max(1, marked) and (
        table_columns.has_figures(grid[heads - 1])
        or _has_sentences(grid[heads - 1])
        or Merge.ABOVE in grid[heads]
        or _crosses(grid[heads - 2], grid[heads - 1])
    ):
        heads -= 1
    return heads


def _first_asking(grid: Sequence[Sequence[Cell]]) -> int:
    """The first row below the top one that asks for something to be filled in."""
    asking = (index for index in range(1, len(grid)) if blank_forms.asks(grid[index]))
    return next(asking, len(grid))


def _crosses(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a cell begins above the middle of one that stands below it: no head has that, in
    which each name stands over those that it holds together.
    """
    return any(
        isinstance(upper, str) and lower is Merge.LEFT
        for upper, lower in zip(row, below, strict=True)
    )


def is_headless(rows: Sequence[TableRow], grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row of a table is one like the others, or the only one: it opens a count
    that the second goes on with (第一步, 第二步), or both have sentences in one column; or it is a
    row of a form. Not where the page marks a head, nor where cells of the first row are merged.
    """
    if len(grid) < 2:
        return True
    if blank_forms.begins_form(grid, rows[0].is_head):
        return True
    if rows[0].is_head or any(c.across > 1 or c.down > 1 for c in rows[0].cells):
        return False
    if len(grid[0]) == 1 and any(row[0] == "" or _has_sentences(row) for row in grid):
        return True
    pairs = [
        (first, second)
        for first, second in zip(grid[0], grid[1], strict=True)
        if isinstance(first, str) and isinstance(second, str)
    ]
    if not pairs:
        return False
    return _goes_on(*pairs[0]) or any(
        _has_sentences([first]) and _has_sentences([second]) for first, second in pairs
    )


def _goes_on(first: str, second: str) -> bool:
    """Whether two texts are the same but for a number, which is one more in the second; or open
    with such labels.
    """
    one, two = chinese.read_label(first), chinese.read_label(second)
    if one and two:
        return one.kind == two.kind and two.number == one.number + 1
    parts, others = NUMBER.split(first, 1), NUMBER.split(second, 1)
    numbers = [
        chinese.parse_number(match.group()) if (match := NUMBER.search(text)) else None
        for text in (first, second)
    ]
    if numbers[0] is None or numbers[1] is None or len(first) > COUNT_LENGTH:
        return False
    return parts == others and numbers[1] == numbers[0] + 1


def _has_sentences(row: Sequence[Cell]) -> bool:
    """Whether a cell of a row is too long, or too much of a sentence, to name a column."""
    return any(
        isinstance(cell, str) and (len(cell) > HEAD_LENGTH or any(mark in cell for mark in "。；"))
        for cell in row
    )


def _closed_head(
    rows: Sequence[TableRow], grid: Sequence[Sequence[Cell]], heads: int, above: int
) -> int:
    """How many of ``heads`` rows are the head where a merged cell leads from it into the body: a
    head that the file marks goes on as far as the cell, another one ends with the ``above`` rows of
    one cell; 0 where that cell leads out of these too, as in a form.
    """
    open_rows = [Merge.ABOVE in row for row in grid[: HEAD_ROWS + 1]] + [False]
    if heads >= len(grid) or not open_rows[heads]:
        return heads
    end = open_rows.index(False, heads)
    if rows[heads - 1].is_head and end <= min(HEAD_ROWS, len(grid) - 1):
        return end
    return above if above and not open_rows[above] else 0


def expand_spans(rows: Iterable[TableRow]) -> list[list[Cell]] | None:
    """The cells of a table, row by row and column by column, with those that merged cells cover;
    None where it is too wide.
    """
    part: object = None
    covered: dict[int, tuple[int, int]] = {}  # rows that are left of a merged cell, its number
    begins: set[int] = set()
    texts: list[str] = []
    grid: list[dict[int, int]] = []  # the number of the cell that takes each column
    for row in rows:
        if row.part is not part:
            part, covered = row.part, {}
        taken = {column: number for column, (_, number) in covered.items()}
        further: dict[int, tuple[int, int]] = {}
        column = 0
        for cell in row.cells:
            while column in covered:
                column += 1
            if column >= SPANNED_COLUMN_LIMIT:
                return None
            begins.add(column)
            width = range(column, column + cell.across)
            taken |= dict.fromkeys(width, len(texts))
            if cell.down > 1:
                further |= dict.fromkeys(width, (cell.down - 1, len(texts)))
            texts.append(cell.text)
            column += cell.across
        covered = {
            column: (left - 1, number) for column, (left, number) in covered.items() if left > 1
        } | further
        grid.append(taken)
    columns = sorted(begins)
    if len(columns) > COLUMN_LIMIT:
        return None
    return _shown_cells([[taken.get(column, -1) for column in columns] for taken in grid], texts)


def _shown_cells(grid: Sequence[Sequence[int]], texts: Sequence[str]) -> list[list[Cell]]:
    """Each merged cell once with its text. One that another overlays, so that it is no rectangle,
    is taken apart: its other cells are empty.
    """
    corners: dict[int, tuple[int, int, int, int]] = {}  # first and last row, first and last column
    sizes: dict[int, int] = {}
    for down, numbers in enumerate(grid):
        for across, number in enumerate(numbers):
            top, _, left, right = corners.get(number, (down, down, across, across))
            corners[number] = top, down, min(left, across), max(right, across)
            sizes[number] = sizes.get(number, 0) + 1
    rows: list[list[Cell]] = []
    shown: set[int] = {-1}
    for down, numbers in enumerate(grid):
        rows.append([])
        for number in numbers:
            top, bottom, left, right = corners[number]
            whole = (bottom - top + 1) * (right - left + 1) == sizes[number]
            cell: Cell = "" if number in shown else texts[number]
            if number in shown and number >= 0 and whole:
                cell = Merge.ABOVE if down > top else Merge.LEFT
            rows[-1].append(cell)
            shown.add(number)
    return rows
