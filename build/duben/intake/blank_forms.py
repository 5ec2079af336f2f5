"""Forms: tables with empty cells that are to be filled in by hand. Which tables are forms, which of
their rows ask for something and so head no columns, and how high their blanks are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duben.intake import dates, escaping, table_columns
from duben.intake.escaping import Cell, MarkdownText, Merge

CLASS_LINE = "{: .form}"
COLONS = ("：", ":")
BLANK_COLUMNS = 2  # without a word below their heads, from which on a list is one to be filled in …
BLANK_SHARE = 1 / 3  # … and the part of all columns that they are
LEAST_LINES = 2  # of a blank: what each one has in print without being told
FORM_LINES = 20  # what a page of A5 holds below the title of an annex
LINE_HEIGHT = 17.5  # pt, of a line of such a page
LINE_LENGTH = 24  # characters of a line of a wide cell
LEAST_SHARE = 0.5  # of its further lines, that a row keeps in a form of more than a page
# What is typed between words to be written on is pressed together where a line is cleaned.
DATE = re.compile(dates.DATE_TO_FILL)
LABELS = re.compile("(?<=[：:])[ \u3000]+(?=[\u3400-\u9fff][\u3400-\u9fff ]{0,7}[：:])")
SEAL = "[签簽][字名章]|[盖蓋]章|公章"
SEALED = re.compile(SEAL)
SIGNED = re.compile(f"{SEAL}|日期|{DATE.pattern}")
BREAK = "<br>"
PLACES = ((DATE, "年　　月　　日"), (LABELS, "\u3000" * 4))  # and how they are printed


def begins_form(grid: Sequence[Sequence[Cell]], marked: bool = False) -> bool:
    """Whether the first row asks for something to be filled in (姓名 and an empty cell), or did so
    in a form that has been filled in, and so is no head. ``marked``: the page says that it is one.
    """
    first = _asked(grid[0])
    goes_on = bool(first) and (len(grid) == 1 or bool(_asked(grid[1])))
    if marked:
        return goes_on
    return (
        goes_on
        or len(first) > 1
        or any(label.endswith(COLONS) for label in first)
        or _is_filled_in(grid)
    )


def _is_filled_in(grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is signed in its last row, which is one cell or a label and one, and a merged
    cell of its first row stands over no head of two rows: those have cells that go down beside it.
    """
    last = [cell for cell in grid[-1] if isinstance(cell, str)]
    return (
        len(grid) > 2
        and 0 < len(last) <= 2 < len(grid[-1])
        and bool(SEALED.search(last[-1]))
        and Merge.LEFT in grid[0]
        and Merge.ABOVE not in grid[1]
    )


def asks(row: Sequence[Cell]) -> bool:
    """Whether a row below the first asks for something: a label in it stands before a blank."""
    return bool(_asked(row))


def _asked(row: Sequence[Cell]) -> list[str]:
    """The labels of a row right behind which an empty cell stands; numbers are none."""
    cells = [cell for cell in row if cell is not Merge.LEFT]
    return [
        first
        for first, after in pairwise(cells)
        if isinstance(first, str) and first and after == "" and not table_columns.is_figure(first)
    ]


def is_form(grid: Sequence[Sequence[Cell]], heads: int, above: int = 0) -> bool:
    """Whether a table is surely one to be filled in: a form from its first row on (below ``above``
    rows that are its title), or columns below a head of ``heads`` rows that hold nothing.
    """
    if heads <= above:
        return begins_form(grid[above:])
    columns, body = range(len(grid[0])), grid[heads:]
    blank = sum(_is_blank_column(body, index) for index in columns)
    if blank >= max(BLANK_COLUMNS, BLANK_SHARE * len(columns)):
        # Accounts have columns without a sum; a form has one of points at most.
        return sum(table_columns.columns_of_figures(body, len(columns))) < 2
    return bool(body) and not any(isinstance(cell, str) and cell for row in body for cell in row)


def _is_blank_column(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Whether a column has cells of its own, two at least, and all are empty."""
    own = list(table_columns.own_cells(rows, index))
    return len(own) > 1 and not any(own)


def markdown(
    grid: Sequence[Sequence[Cell]], heads: int, *, above: int = 0, lines: Sequence[int] = ()
) -> str:
    """A table in Markdown; a form with its class, its blanks as high as ``lines`` of its rows say.
    A table without a head has an empty one, which is none in Markdown.
    """
    form = is_form(grid, heads, above)
    if form:
        grid = list(_with_room(grid, _fitting(lines)))
    if not heads:
        grid, heads = [[""] * len(grid[0]), *grid], 1
    table = escaping.table(grid, table_columns.alignment_row(grid, heads), heads)
    return f"{table}\n{CLASS_LINE}" if form else table


def _fitting(lines: Sequence[int]) -> list[int]:
    """The heights of rows, lowered in proportion where they would be more than a page together."""
    further = [max(0, min(count, FORM_LINES) - LEAST_LINES) for count in lines]
    room = max(0, FORM_LINES - LEAST_LINES * len(lines))
    share = min(1.0, max(LEAST_SHARE, room / max(1, sum(further))))
    return [LEAST_LINES + round(share * count) for count in further]


def _with_room(grid: Sequence[Sequence[Cell]], lines: Sequence[int]) -> Iterator[list[Cell]]:
    """The rows with the blanks between their words opened again, and high cells as high as they
    were: the last blank of a row, or else its last cell, that does not go on in the next row.
    """
    for index, row in enumerate(grid):
        cells = [_opened(cell) for cell in row]
        below = grid[index + 1] if index + 1 < len(grid) else [""] * len(row)
        own = [
            (not cell, at, cell)
            for at, cell in enumerate(cells)
            if isinstance(cell, str) and below[at] is not Merge.ABOVE
        ]
        high = lines[index] if index < len(lines) else 0
        if own and high > LEAST_LINES:
            _, at, text = max(own)
            cells[at] = _heightened(text, high)
        yield cells


def places_to_write(text: str) -> Iterator[tuple[int, str, str]]:
    """Offset, what stands there and what is printed of each place in a text that is to be written
    on: 年　　月　　日, and the blanks between two labels (填报人：　　　　审核人：).
    """
    for place, printed in PLACES:
        yield from ((match.start(), match.group(), printed) for match in place.finditer(text))


def _opened(cell: Cell) -> Cell:
    if isinstance(cell, Merge):
        return cell
    text: str = cell
    for place, printed in PLACES:
        text = place.sub(printed, text)
    return MarkdownText(text) if isinstance(cell, MarkdownText) else text


def _heightened(text: str, high: int) -> Cell:
    """A cell of ``high`` lines: the empty ones that it lacks stand above the lines in which it is
    signed and dated, else behind its text.
    """
    typed = text if isinstance(text, MarkdownText) else escaping.inline(text)
    lines = typed.split(BREAK) if typed else []
    signed = len(lines)
    while signed and SIGNED.search(lines[signed - 1]):
        signed -= 1
    taken = sum(max(1, -(-len(line) // LINE_LENGTH)) for line in lines)
    empty = BREAK * (high - taken)
    before, behind = BREAK.join(lines[:signed]), BREAK.join(lines[signed:])
    return MarkdownText(before + (BREAK if before and behind else "") + empty + behind)
