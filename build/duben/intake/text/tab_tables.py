"""Which lines with tabs are a table, and how its columns are set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duben import chinese

COLUMN_LIMIT = 60
HEAD_LENGTH = 30  # characters of a cell in the head of a table typed with tabs
SENTENCE = re.compile("[。！？；：!?;:]|[，、,]$")  # in no head of a column
PAGE = re.compile("[0-9０-９ivxlcIVXLC]{1,6}|页码?|頁碼?")
# No head of a column either; a year is one.
AMOUNT = re.compile(
    "(?!(?:19|20)[0-9]{2}$)[-+−]?[0-9][0-9,.]{0,20}%?|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日.*|[0-9]{1,2}[点时].*"
)
NAME = re.compile("[\u3400-\u9fff][ \u3000]{0,2}[\u3400-\u9fff]{1,3}")
NO_NAME = re.compile(
    "姓名|名称|名稱|单位|單位|部门|部門|科室|职[务责]|職[務責]|项目|項目|类别|類別|内容|內容|时间|時間|日期|地点|地點|备注|備註|电话|電話"
)


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
        len(cell) > HEAD_LENGTH or SENTENCE.search(cell) for cell in head
    ):
        return False
    if chinese.read_label(head[0]) or any(map(AMOUNT.fullmatch, head)) or is_contents(rows):
        return False
    return any(map(NO_NAME.search, head)) or not all(
        NAME.fullmatch(cell) for row in rows for cell in row if cell
    )


def is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are entries of contents: the last cell of each is the number of a page, and no
    other column has figures.
    """
    return all(PAGE.fullmatch(row[-1]) for row in rows) and not any(
        all(PAGE.fullmatch(cell) for cell in row[1:-1]) and len(row) > 2 for row in rows
    )
