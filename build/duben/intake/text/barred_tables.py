"""Tables whose cells stand between bars, none at the ends of a line (序号 | 渠名 | 长度), as
spreadsheets are exported. Door: ``find_barred``, ``read_barred``, ``is_ruler``.

A row has as many bars as the head. One with fewer goes on in the next lines; lines without a bar
between two rows go on the last cell of the upper one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duben import chinese
from duben.intake.line_editing import BLANKS

BAR = re.compile(r"(?<=[ \t\u3000])\|(?=[ \t\u3000]|$)")
BARS = 2  # the fewest of a row; two names and a bar are as often a credit: 文字 | 张三
ROWS = 3  # the fewest of a table
HEAD_LENGTH = 40  # characters of a cell of the head
ROW_LINES = 8  # the most of a row
MARKED = re.compile(r"\s*(?:[#>|]|[-*+][ \t])")  # a heading, a quotation, a list
RULER = re.compile(r"[ \t]*:?-{2,}:?(?:[ \t]*\|[ \t]*:?-{2,}:?)+[ \t]*")
SENTENCE = re.compile("[。！？；;]")

BarredCell = tuple[str, int, int]  # its text, and its line and column from 1


def find_barred(raws: Sequence[str]) -> Iterator[range]:
    """The lines of each run of rows below a head."""
    at = 0
    while at < len(raws):
        stop = _end(raws, at) if _is_head(raws[at]) else at
        if stop > at:
            yield range(at, stop)
        at = max(stop, at + 1)


def is_ruler(raw: str) -> bool:
    """Whether a line parts the head of a table from its body, as in Markdown."""
    return bool(RULER.fullmatch(raw))


def read_barred(raws: Sequence[str], block: range) -> list[list[BarredCell]]:
    """The rows of a table, without a ruler."""
    columns = len(_cells(raws[block.start], 1))
    rows: list[list[BarredCell]] = []
    for index in block:
        if is_ruler(raws[index]):
            continue
        cells = _cells(raws[index], index + 1)
        if rows and (len(rows[-1]) < columns or len(cells) == 1):
            rows[-1][-1:] = [_joined(rows[-1][-1], cells[0]), *cells[1:]]
        else:
            rows.append(cells)
    return [row[:columns] for row in rows]


def _is_head(raw: str) -> bool:
    """Whether a line names columns, in Chinese most of them."""
    cells = [text for text, _, _ in _cells(raw, 1)]
    return (
        len(cells) > BARS
        and not MARKED.match(raw)
        and len(set(cells)) == len(cells)
        and all(cell and len(cell) <= HEAD_LENGTH for cell in cells)
        and not SENTENCE.search(raw)
        and 2 * sum(any(map(chinese.is_han, cell)) for cell in cells) >= len(cells)
    )


def _end(raws: Sequence[str], start: int) -> int:
    """Where the rows end below the head at ``start``; ``start`` where they are too few."""
    bars = len(BAR.findall(raws[start]))
    stop, rows = start + 1, 1
    held = 0  # bars of a row that is not whole
    loose = most = 0  # lines without bars behind a whole row
    for index in range(start + 1, len(raws)):
        held += _count(raws[index], bars - held)
        if held > bars or index - stop >= ROW_LINES or _is_other(raws[index]):
            break
        loose += not held
        if held == bars:
            stop, rows, most, held, loose = index + 1, rows + 1, max(most, loose), 0, 0
    if rows < ROWS:
        return start
    for raw in raws[stop : stop + most]:  # the last row goes on as others did
        if BAR.search(raw) or SENTENCE.search(raw) or _is_other(raw):
            break
        stop += 1
    return stop


def _is_other(raw: str) -> bool:
    """Whether a line belongs to no row."""
    return not raw.strip(BLANKS) or bool(MARKED.match(raw))


def _count(raw: str, bars: int) -> int:
    """The bars of a line, but those at its end that no row has; ``bars`` are still to come."""
    texts = BAR.split(raw)
    while len(texts) > bars + 1 and not texts[-1].strip(BLANKS):
        texts.pop()
    return len(texts) - 1


def _cells(raw: str, line: int) -> list[BarredCell]:
    cells: list[BarredCell] = []
    at = 0
    for text in BAR.split(raw):
        cells.append((text.strip(BLANKS), line, at + 1 + len(text) - len(text.lstrip(BLANKS))))
        at += len(text) + 1
    return cells


def _joined(cell: BarredCell, more: BarredCell) -> BarredCell:
    """A cell that goes on in the next line: a break that was meant, not one of a narrow page."""
    if not cell[0] or not more[0]:
        return cell if cell[0] else more
    return (f"{cell[0]} {more[0]}", cell[1], cell[2])
