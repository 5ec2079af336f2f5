"""Forms in print and in an e-book: lines, room for a pen, one page where it holds them."""

from __future__ import annotations

import pytest
from duben.layout.form_columns import fit_columns
from duben.layout.table_layout import TABLE_WIDTH
from duben.manuscript.markdown import parser
from duben.model import Block, Source

FORM = """# 表

|  |  |  |  |
| --- | --- | --- | --- |
| 姓名 |  | 职务 |  |
| 主要事迹 | <br><br><br> | << | << |
{: .form}

后文。
"""


def form() -> tuple[Block, ...]:
    """The blocks behind the title."""
    (chapter,) = parser.parse_chapters([Source("01.md", FORM)])
    return chapter.blocks[1:]


def test_a_class_right_under_a_table_is_that_of_the_table() -> None:
    table, text = form()
    assert table.classes == ("form",) and len(table.children) == 2
    assert text.text == "后文。"


def test_breaks_in_an_empty_cell_are_its_height() -> None:
    table = form()[0]
    assert table.children[1].children[1].attribute("lines") == "3"


def test_blanks_are_wider_than_the_labels_beside_them() -> None:
    size, widths = fit_columns(form()[0], 4, TABLE_WIDTH, 4)
    assert size == 0 and sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[1] > widths[0] and widths[3] > 2 * widths[2]
    narrow, _ = fit_columns(form()[0], 4, 9.0, 4)
    assert narrow > 0
