"""How wide the columns of a form are: labels take little, the blanks beside them what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duben.layout import table_cells, table_layout
from duben.model import Block

# em of a label on one line, of a blank, of a cell at the right in which a picture is stuck: what
# they have at least, and where there is room. 4 em are 13 mm, enough for a name by hand.
LABELS, BLANKS, PICTURE = (2.0, 8.0), (3.0, 5.0), (4.0, 7.0)
PICTURE_ROWS = 3  # from which on a cell at the right is for a picture
TEXT_LENGTH = 12.0  # em: a longer text is broken as one, and takes what is left as a blank does


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell: its first column, how many it spans, its widths in em, and whether it takes what is
    left. It has its least width; then labels are whole on a line; then blanks have a better one.
    """

    column: int
    across: int
    least: float
    whole: float
    better: float
    is_open: bool


def fit_columns(table: Block, columns: int, room: float, smallest: int) -> tuple[int, list[float]]:
    """The size and the width of each column, as table_layout.fit_columns has them."""
    cells = [cell for row in table.children for cell in _form_cells(row, columns)]
    for size in range(smallest + 1):
        padding = table_layout.PADDINGS[size]
        width = room / table_layout.SIZES[size] - columns * padding
        least = _widths(cells, columns, [cell.least for cell in cells], padding)
        if sum(least) <= width or size == smallest:
            break
    whole = _widths(cells, columns, [cell.whole for cell in cells], padding)
    better = _widths(cells, columns, [cell.better for cell in cells], padding)
    widths = _share(whole, better, width) if sum(whole) <= width else _share(least, whole, width)
    left = width - sum(widths)
    opened = _open_columns(cells, columns)
    widths = [
        each + left * (index in opened) / len(opened) for index, each in enumerate(widths)
    ] if left > 0 else widths  # fmt: skip
    total = sum(widths) + columns * padding
    return size, [round(100 * (each + padding) / total, 2) for each in widths]


def _form_cells(row: Block, columns: int) -> Iterator[FormCell]:
    for index, cell in enumerate(row.children):
        if cell.attribute("covered"):
            continue
        across = min(table_cells.span(cell, "colspan"), columns - index)
        lines = cell.text.split("\n")
        longest = max(map(table_layout.text_length, lines))
        is_last, down = index + across == columns, table_cells.span(cell, "rowspan")
        if is_last and index and down >= PICTURE_ROWS:
            yield FormCell(index, across, PICTURE[0], *PICTURE, is_open=False)
        elif not cell.text:
            yield FormCell(index, across, BLANKS[0], *BLANKS, is_open=True)
        else:
            least = max(table_layout.narrowest(line, LABELS[0]) for line in lines)
            whole = max(least, min(longest, LABELS[1]) + 0.05)
            yield FormCell(index, across, least, whole, whole, longest > TEXT_LENGTH)


def _widths(
    cells: Sequence[FormCell], columns: int, wanted: Sequence[float], padding: float
) -> list[float]:
    """The width of each column so that every cell is as wide as wanted: narrow cells first, what a
    wider one lacks is shared among its columns.
    """
    widths = [1.0] * columns
    pairs = zip(cells, wanted, strict=True)
    for cell, want in sorted(pairs, key=lambda pair: pair[0].across):
        own = range(cell.column, cell.column + cell.across)
        lack = want - sum(widths[index] for index in own) - padding * (cell.across - 1)
        for index in own:
            widths[index] += max(0.0, lack) / cell.across
    return widths


def _share(least: Sequence[float], better: Sequence[float], room: float) -> list[float]:
    """Widths between the least and the better ones that fill the room, or fit into it."""
    spare, wish = room - sum(least), sum(better) - sum(least)
    if spare < 0:
        return [width * room / sum(least) for width in least]
    share = min(1.0, spare / wish) if wish > 0 else 0.0
    return [low + share * (high - low) for low, high in zip(least, better, strict=True)]


def _open_columns(cells: Sequence[FormCell], columns: int) -> set[int]:
    """The columns that take what is left: those of blanks that span half of them at most, else of
    any blank or text, else all.
    """
    opened = [cell for cell in cells if cell.is_open]
    narrow = [cell for cell in opened if 2 * cell.across <= columns] or opened
    own = {i for cell in narrow for i in range(cell.column, cell.column + cell.across)}
    return own or set(range(columns))
