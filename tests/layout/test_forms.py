"""Forms in print and in an e-book: lines, room for a pen, one page where it holds them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from duben.layout.form_columns import fit_columns
from duben.layout.table_layout import PADDINGS, SIZES, TABLE_WIDTH
from duben.manuscript.markdown import parser
from duben.model import Block, Source
from duben.publish.builds import build

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
    cells = parser.parse_chapters(
        [Source("01.md", "# 表\n\n| 甲<br>乙<br><br> | <br>丙 |\n| --- | --- |\n")]
    )
    ends = [cell.attributes for cell in cells[0].walk() if cell.kind == "cell"]
    assert ends[:2] == [(("lines-behind", "2"),), (("lines", "1"),)]


def test_more_empty_lines_than_a_page_has_are_told() -> None:
    table = "# 表\n\n| 事迹 |  |\n| --- | --- |\n| 意见 | %s |\n{: .form}\n"
    fits, over = (
        parser.parse_chapters([Source("01.md", table % ("<br>" * count))])[0] for count in (40, 41)
    )
    assert fits.problems == ()
    assert [str(one.place) for one in over.problems if one.rule == "cell-lines"] == ["01.md:5"]


def test_blanks_are_wider_than_the_labels_beside_them() -> None:
    size, widths = fit_columns(form()[0], 4, TABLE_WIDTH, 4)
    assert size == 0 and sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[1] > widths[0] and widths[3] > 2 * widths[2]
    narrow, _ = fit_columns(form()[0], 4, 9.0, 4)
    assert narrow > 0


def test_labels_are_whole_before_blanks_are_wide() -> None:
    row = "| 姓　名 |  | 性　别 |  | 出生年月 |  | 照片 |"
    more = "| 身份证号 |  | << | << | << | << | ^^ |\n| 住　址 |  | << | << | 电话 |  | ^^ |"
    text = f"# 表\n\n{'|  ' * 7}|\n{'| --- ' * 7}|\n{row}\n{more}\n{{: .form}}\n"
    (chapter,) = parser.parse_chapters([Source("01.md", text)])
    size, widths = fit_columns(chapter.blocks[1], 7, TABLE_WIDTH, 4)
    room = TABLE_WIDTH / SIZES[size]
    ems = [share * room / 100 - PADDINGS[size] for share in widths]
    assert ems[0] >= 4 and ems[2] >= 3 and ems[4] >= 4


def test_pages_have_room_for_a_pen_and_deep_headings_stand_in(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "登记"\nid = "deng-ji"\n')
    rows = "| 姓名 |  |\n| 电话 |  |\n| 备注 |  |\n{: .form}\n"
    (tmp_path / "01-a.md").write_text(
        f"# 登记\n\n正文。\n\n#### 1.填写\n\n请用钢笔填写。\n\n|  |  |\n| --- | --- |\n{rows}"
    )
    (built,) = build(tmp_path, formats=("pdf",), editions=("screen",))
    assert not [entry for entry in built.problems if entry.fatal]
    words = subprocess.run(
        ["pdftotext", "-bbox", str(next((tmp_path / "out").glob("*screen.pdf"))), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    places = {
        match[3]: (float(match[1]), float(match[2]))
        for match in re.finditer(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)<', words)
    }
    assert places["电话"][1] - places["姓名"][1] == pytest.approx(35, abs=0.1)
    assert places["1.填写"][0] == pytest.approx(places["请用钢笔填写。"][0], abs=2.7)
