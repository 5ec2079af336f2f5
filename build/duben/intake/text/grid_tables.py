"""Tables of a Markdown file that are drawn with +---+ and |, as pandoc and reStructuredText write
them, become pipe tables. Door: ``rewrite_grids``.

The idea is that of docutils (tableparser.py): a cell begins at a + , its upper edge goes to a +
at the right, down its right side, back along the lower edge and up again. Columns are counted as
they are shown: a 汉字 is two wide, as for pandoc a mark like “ is not. A cell over several columns
or rows is merged. A drawing that is not closed everywhere stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from duben import chinese
from duben.intake import escaping, table_columns
from duben.intake.document import ChangeLog, TextChange
from duben.intake.escaping import Cell, MarkdownText, Merge
from duben.intake.markdown import outside_code
from duben.manuscript import TABLE_CELLS

RULE = re.compile(r"\+(?:[:=-]?[=-]+[:=-]?\+)+")
GRID_LINES = 2_000
QUOTED = re.compile(r"(?:>[ ]?)+")  # a paragraph of Word that was set in
HORIZONTAL, HEAD = "-:=+", "="
BAR = re.compile(r"(?<!\\)\|")
WIDE = "\0"  # the second half of a wide character

_Span = tuple[int, int, int, int]  # top, left, bottom, right: the edges of a cell


def rewrite_grids(content: str, log: ChangeLog) -> str:
    """The text with such tables as pipe tables; each told at its first line."""
    lines = content.split("\n")
    for block in reversed(list(_blocks(list(outside_code(lines))))):
        table = _read([lines[index] for index in block])
        if not table:
            continue
        before = [""] if "".join(lines[max(block.start - 1, 0) : block.start]).strip() else []
        after = [""] if "".join(lines[block.stop : block.stop + 1]).strip() else []
        written = [*before, *table.split("\n"), *after]
        lines[block.start : block.stop] = written + [""] * (len(block) - len(written))
        log.mended.append(TextChange(block.start + 1, 1, "+---+", "| |"))
    log.mended.sort(key=lambda change: (change.line, change.column))
    return "\n".join(lines)


def _blocks(lines: Sequence[str]) -> Iterator[range]:
    """The lines of each drawing: between rules, each with a + or | at both ends."""
    at = 0
    for drawn, run in groupby(lines, lambda line: line.strip()[:1] in ("+", "|") != ""):
        block = range(at, at := at + len(list(run)))
        rules = [index for index in block if drawn and RULE.fullmatch(lines[index].strip())]
        if len(rules) > 1 and rules[-1] - rules[0] < GRID_LINES:
            yield range(rules[0], rules[-1] + 1)


def _read(lines: Sequence[str]) -> str:
    """The table of a drawing as Markdown; "" where it is not closed."""
    drawing = [_shown(line.strip()) for line in lines]
    width = len(drawing[0])
    if any(len(line) != width for line in drawing):
        return ""
    cells = _cells(drawing)
    if sum((bottom - top) * (right - left) for top, left, bottom, right in cells) != (
        len(drawing) - 1
    ) * (width - 1):
        return ""
    rows = sorted({top for top, *_ in cells})
    columns = sorted({left for _, left, *_ in cells})
    if len(columns) < 2 or len(rows) * len(columns) > TABLE_CELLS:
        return ""
    grid: list[list[Cell]] = [[MarkdownText("")] * len(columns) for _ in rows]
    for top, left, bottom, right in cells:
        for row, upper in enumerate(rows):
            for column, begin in enumerate(columns):
                if top <= upper < bottom and left <= begin < right:
                    grid[row][column] = Merge.ABOVE if upper > top else Merge.LEFT
        words = _words(drawing[line][left + 1 : right] for line in range(top + 1, bottom))
        grid[rows.index(top)][columns.index(left)] = MarkdownText(words)
    heads = sum(row < end for row in rows) if (end := _head_end(drawing)) else 0
    if not heads:
        grid.insert(0, [MarkdownText("")] * len(columns))
    return escaping.table(grid, table_columns.alignment_row(grid), heads or 1)


def _shown(line: str) -> list[str]:
    """The characters of a line at the places where they are shown."""
    places: list[str] = []
    for character in line:
        wide = unicodedata.east_asian_width(character) in ("W", "F")
        places += [character, WIDE] if wide else [character]
    return places


def _cells(drawing: Sequence[Sequence[str]]) -> list[_Span]:
    """The cells of a drawing, from the upper left corner on."""
    found: list[_Span] = []
    corners = [(0, 0)]
    seen: set[tuple[int, int]] = set()
    while corners:
        corners.sort(reverse=True)
        corner = corners.pop()
        if corner in seen:
            continue
        seen.add(corner)
        if span := _cell_at(drawing, *corner):
            found.append(span)
            top, left, bottom, right = span
            corners += [(top, right), (bottom, left)]
    return found


def _cell_at(drawing: Sequence[Sequence[str]], top: int, left: int) -> _Span | None:
    """The smallest cell with this upper left corner."""
    for right in range(left + 1, len(drawing[0])):
        if drawing[top][right] not in HORIZONTAL:
            return None
        if drawing[top][right] != "+":
            continue
        for bottom in range(top + 1, len(drawing)):
            if drawing[bottom][left] not in "|+" or drawing[bottom][right] not in "|+":
                break
            edge = drawing[bottom][left : right + 1]
            closed = edge[0] == edge[-1] == "+" and all(sign in HORIZONTAL for sign in edge)
            if closed and bottom > top + 1:
                return top, left, bottom, right
    return None


def _head_end(drawing: Sequence[Sequence[str]]) -> int:
    """The line that parts the head from the body, drawn with =; 0 for none."""
    drawn = (index for index, line in enumerate(drawing) if set("".join(line)) <= set("+=:"))
    return next((index for index in drawn if index), 0)


def _words(lines: Iterator[Sequence[str]]) -> str:
    """The text of a cell: its lines joined, a break between its paragraphs."""
    raws = ["".join(line).replace(WIDE, "").strip() for line in lines]
    raws = [QUOTED.sub("", raw).strip() if raw.startswith(">") else raw for raw in raws]
    paragraphs: list[str] = []
    for filled, run in groupby(raws, bool):
        if filled:
            paragraphs.append(_joined(list(run)))
    return BAR.sub(r"\\|", "<br>".join(paragraphs))


def _joined(lines: Sequence[str]) -> str:
    """The lines of a paragraph as one: a blank between words in Latin letters, a break behind a
    backslash and before an item.
    """
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("\\") or re.match(r"[-*+] |[0-9]{1,2}[.)] ", line):
            text = text.removesuffix("\\").rstrip() + "<br>" + line
        else:
            tight = any(map(chinese.is_han, text[-1] + line[0])) or text[-1] in "，。；：、（“《"
            text += line if tight else f" {line}"
    return text
