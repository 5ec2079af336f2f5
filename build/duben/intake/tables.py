"""A table of a page or one typed with tabs to Markdown: every cell in its column, merged cells
taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duben import chinese
from duben.intake import escaping

COLUMN_LIMIT = 60
SPANNED_COLUMN_LIMIT = (
    4 * COLUMN_LIMIT
)  # columns that spans may make before those in which no cell begins are taken out
ENDLESS_SPAN = 1_000_000  # rowspan="0": down to the end of its part
SPAN = re.compile(r"\s{0,9}\+?([0-9]{1,6})")
HEAD_LONGEST = 30  # characters of a cell in the head of a table typed with tabs
SENTENCE = re.compile("[。！？；：!?;:]|[，、,]$")  # in no head of a column
PAGE = re.compile("[0-9０-９ivxlcIVXLC]{1,6}|页码?|頁碼?")
# No head of a column either; a year is one.
AMOUNT = re.compile(
    "(?!(?:19|20)[0-9]{2}$)[-+−]?[0-9][0-9,.]{0,20}%?|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日.*|[0-9]{1,2}[点时].*"
)
FIGURE = re.compile("[-+−]?[0-9][0-9,.]{0,20}%?|[-—－]{1,2}")
NAME = re.compile("[\u3400-\u9fff][ \u3000]{0,2}[\u3400-\u9fff]{1,3}")
NO_NAME = re.compile(
    "姓名|名称|名稱|单位|單位|部门|部門|科室|职[务责]|職[務責]|项目|項目|类别|類別|内容|內容|时间|時間|日期|地点|地點|备注|備註|电话|電話"
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its text, and how many columns and rows it spans."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row; ``part`` is equal for rows of one part (thead, tbody) of the table."""

    cells: tuple[TableCell, ...]
    part: object = None


def parse_span(value: str | None, rows: bool = False) -> int:
    """What rowspan or colspan says, as browsers read it, within our limits."""
    match = SPAN.match((value or "")[:20])
    number = int(match[1]) if match else 1
    if rows:
        return number or ENDLESS_SPAN
    return min(number or 1, COLUMN_LIMIT)


def expand_spans(rows: Iterable[TableRow]) -> list[list[str]] | None:
    """The texts of a table, row by row and column by column, "" where a merged cell goes on; None
    where it is too wide.
    """
    part: object = None
    covered: dict[int, int] = {}
    begins: set[int] = set()
    made: list[dict[int, str]] = []
    for row in rows:
        if row.part is not part:
            part, covered = row.part, {}
        own: dict[int, str] = {}
        column = 0
        further: dict[int, int] = {}
        for cell in row.cells:
            while column in covered:
                column += 1
            if column >= SPANNED_COLUMN_LIMIT:
                return None
            own[column] = cell.text
            if cell.down > 1:
                further.update(dict.fromkeys(range(column, column + cell.across), cell.down - 1))
            column += cell.across
        begins.update(own)
        covered = {column: left - 1 for column, left in covered.items() if left > 1} | further
        made += [own] if own else []
    columns = sorted(begins)
    if len(columns) > COLUMN_LIMIT:
        return None
    return [[own.get(column, "") for column in columns] for own in made]


def is_tab_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with as many tabs each are surely a table, their first one its head.

    Not numbered lists, contents with page numbers, names in columns, forms to fill in, paragraphs
    set in by a tab.
    """
    if len(rows) < 2:
        return False
    head, columns = rows[0], len(rows[0])
    if (
        (columns == 2 and len(rows) == 2)
        or columns > COLUMN_LIMIT
        or not all(map(any, zip(*rows, strict=True)))
    ):
        return False
    if sum(map(bool, head)) < 2 or any(
        len(cell) > HEAD_LONGEST or SENTENCE.search(cell) for cell in head
    ):
        return False
    if (
        chinese.read_label(head[0])
        or any(map(AMOUNT.fullmatch, head))
        or all(PAGE.fullmatch(row[-1]) for row in rows)
    ):
        return False
    return any(map(NO_NAME.search, head)) or not all(
        NAME.fullmatch(cell) for row in rows for cell in row if cell
    )


def pipe_table(rows: Sequence[Sequence[str]], ruler: str = "") -> str:
    """A pipe table; the first row is its head."""
    lines = ["| " + " | ".join(map(escaping.inline, row)) + " |" for row in rows]
    return "\n".join([lines[0], ruler or "|" + " --- |" * len(rows[0]), *lines[1:]])


def alignment_row(rows: Sequence[Sequence[str]]) -> str:
    """What stands below the head so that figures are set at the right, but for those of the first
    column.
    """
    figures = [
        index > 0
        and any(column[1:])
        and all(not cell or FIGURE.fullmatch(cell) for cell in column[1:])
        for index, column in enumerate(zip(*rows, strict=True))
    ]
    return "|" + "".join(" ---: |" if right else " --- |" for right in figures)
