"""How wide the columns of a table are, and in what size it is set: so that it takes few lines and
no number runs into its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from duben.layout import table_cells
from duben.model import Block

TYPE_SIZE = 9.0  # pt: the ordinary size of a table's text
TABLE_WIDTH = 32.0  # em: the width of a table of A5 in its ordinary size
# The sizes of a table, as parts of the ordinary one: a table of many columns is set smaller.
SIZES = (1.0, 8 / 9, 7 / 9, 7 / 9, 6 / 9)
PADDINGS = (1.0, 1.0, 1.0, 0.5, 0.5)  # em: the blanks at both sides of a cell, in each size
# The first of the sizes that are taken only where a number or a word would else be broken.
FIRST_TIGHT_SIZE = 3
SHORTER = 0.8  # a smaller size must make a table shorter by this to be worth it
SAMPLE_ROWS = 120  # rows by which columns are measured: all of a short table, as many of a long one
STEPS = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0)  # em by which a column is widened at once
AUTOSPACE = 0.25  # em
SCRIPT_CHANGES = re.compile(
    "(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])"
)
UNBROKEN = re.compile("[!-~]+")
# em of 汉字 that stand side by side: always; where there is room, in cells below the head.
NARROW, WHOLE = 2.0, 4.0
UNBROKEN_LIMIT = 12.0  # em that an unbroken word may claim; a longer one, an address, is broken
SLIM = frozenset(",.:;'!|")
WIDE = frozenset("%@&MWmw—…")


def fit_columns(
    table: Block, columns: int, room: float = TABLE_WIDTH, smallest: int = len(SIZES) - 1
) -> tuple[int, list[float]]:
    """The size of a table, an index of SIZES, ``smallest`` at most, and the width of each column in
    per cent of the table's. The table is ``room`` em of the ordinary size wide.

    Of the sizes that break no number and no word the first is taken, and a smaller one only if it
    makes the table shorter by SHORTER.
    """
    sample = _sample(table.children)
    fills = table_cells.decimal_fills(table)
    rows = [
        [
            _lines(cell, fills) if table_cells.span(cell, "colspan") == 1 else []
            for cell in row.children
        ]
        + [[]] * (columns - len(row.children))
        for row in sample
    ]
    heads = [bool(row.attribute("head")) for row in sample]

    def widest(measure: Callable[[str, bool], float]) -> list[float]:
        """For each column the largest measure of its lines."""
        return [
            max(
                (
                    measure(line, head)
                    for row, head in zip(rows, heads, strict=True)
                    for line in row[index]
                ),
                default=1.0,
            )
            for index in range(columns)
        ]

    most = widest(lambda line, head: text_length(line))
    least = widest(lambda line, head: narrowest(line, NARROW))
    better = widest(lambda line, head: narrowest(line, NARROW if head else WHOLE))
    rooms = [
        room / scale - columns * padding for scale, padding in zip(SIZES, PADDINGS, strict=True)
    ]
    fitting = [size for size, left in enumerate(rooms[: smallest + 1]) if sum(least) <= left]
    tried: list[tuple[int, int, list[float]]] = []  # size, height in lines, widths without blanks
    for size in (
        [size for size in fitting if size < FIRST_TIGHT_SIZE]
        or fitting[:1]
        or [min(FIRST_TIGHT_SIZE - 1, smallest)]
    ):
        widths, height = _share_room(
            rows,
            better if sum(better) <= rooms[size] else _cap_widths(least, rooms[size]),
            most,
            rooms[size],
        )
        if not tried or height < SHORTER * tried[-1][1]:
            tried.append((size, height, widths))
    size, _, widths = tried[-1]
    total = sum(widths) + columns * PADDINGS[size]
    return size, [round(100 * (width + PADDINGS[size]) / total, 2) for width in widths]


def line_count(cell: Block, width: float) -> int:
    """About how many lines a cell takes in a column of so many em."""
    empty = int(cell.attribute("lines", "0"))
    lengths = [text_length(line) for line in _lines(cell, {})]
    return (_height(lengths, max(width, 1.0)) if lengths or not empty else 0) + empty


def _cap_widths(widths: Sequence[float], room: float) -> list[float]:
    """Widths that fit into ``room`` em: if they do not, the widest (of addresses and long numbers)
    are cut to one width.
    """
    left = room
    for number, width in enumerate(sorted(widths)):
        share = left / (len(widths) - number)
        if width > share:
            return [min(width, share) for width in widths]
        left -= width
    return list(widths)


def _share_room(
    rows: Sequence[Sequence[Sequence[str]]],
    least: Sequence[float],
    most: Sequence[float],
    room: float,
) -> tuple[list[float], int]:
    """The widths of the columns in em, without blanks, and the height of the table in lines.

    Each column begins with the ``least`` width. Step by step the column is widened that saves the
    most lines of the table for each em, until nothing more is saved; what is left of the ``room``
    is shared among the columns that are not as wide as their longest line (``most``).
    """
    widths = list(least)
    lengths = [[[text_length(line) for line in cell] for cell in row] for row in rows]
    heights = [
        [_height(cell, width) for cell, width in zip(row, widths, strict=True)] for row in lengths
    ]
    while (left := room - sum(widths)) > 0:
        best, chosen = 0.0, None
        for index, (width, limit) in enumerate(zip(widths, most, strict=True)):
            others = [max((*row[:index], *row[index + 1 :]), default=1) for row in heights]
            for step in {
                *(step for step in STEPS if step <= min(left, limit - width)),
                *((limit - width,) if 0 < limit - width <= left else ()),
            }:
                saved = sum(
                    max(row[index], other) - max(_height(cells[index], width + step), other)
                    for row, cells, other in zip(heights, lengths, others, strict=True)
                )
                if saved / step > best:
                    best, chosen = saved / step, (index, step)
        if chosen is None:
            break
        index, step = chosen
        widths[index] += step
        for row, cells in zip(heights, lengths, strict=True):
            row[index] = _height(cells[index], widths[index])
    left = room - sum(widths)
    wanted = [limit - width for limit, width in zip(most, widths, strict=True)]
    share = min(1.0, left / sum(wanted)) if left > 0 and sum(wanted) > 0 else 0.0
    return [width + want * share for width, want in zip(widths, wanted, strict=True)], sum(
        max(row, default=1) for row in heights
    )


def _sample(rows: Sequence[Block]) -> Sequence[Block]:
    return (
        rows
        if len(rows) <= SAMPLE_ROWS
        else [rows[len(rows) * number // SAMPLE_ROWS] for number in range(SAMPLE_ROWS)]
    )


def _lines(cell: Block, fills: Mapping[str, str]) -> list[str]:
    """The lines of a cell with the room of what they lack to the decimal point."""
    fill = fills.get(cell.id, "")
    return [line + fill for part in cell.walk() for line in part.text.split("\n") if line]


def _height(lengths: Sequence[float], width: float) -> int:
    """How many lines of so many em a cell takes that has lines of these lengths (em)."""
    return sum(max(1, -int(-length // width)) for length in lengths) or 1


def text_length(text: str) -> float:
    """About how long a line is, em, with the gaps between 汉字 and Latin letters or figures."""
    return AUTOSPACE * len(SCRIPT_CHANGES.findall(text)) + sum(
        1.0
        if character >= "\u0250"
        else 0.35
        if character in SLIM
        else 0.95
        if character in WIDE
        else 0.72
        if character.isupper()
        else 0.57
        for character in text
    )


def narrowest(text: str, whole: float) -> float:
    """The narrowest column for a line, em without blanks: no number is broken, and ``whole`` em of
    汉字 stand side by side.
    """
    return 0.05 + max(
        min(whole, text_length(text)),
        min(UNBROKEN_LIMIT, max(map(text_length, UNBROKEN.findall(text)), default=0.0)),
    )
