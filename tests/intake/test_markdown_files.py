# ruff: noqa: E501
"""Markdown as word processors and pandoc export it: drawn tables, bold lines for headings,
pictures.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument
from duben.intake.manuscript_folder import write_manuscript
from PIL import Image

BODY = "各组先把河段看一遍，再把要清的地方逐处记下来，交到站里。"


def taken(tmp_path: Path, text: str, name: str = "a.md") -> ImportedDocument:
    (tmp_path / name).write_text(text, "utf-8")
    return reading.read_document(tmp_path / name)


def lines(document: ImportedDocument) -> list[str]:
    return [line for line in document.markdown.split("\n") if line]


GRID = """\
+----------+--------+----------+
| 河段     | 长度   | 备注     |
+==========+========+==========+
| 东河     | 3      | > 先清   |
|          |        | >        |
|          |        | > 后护坡 |
+----------+--------+          |
| 西河     | 5.25   |          |
+----------+--------+----------+
| 合计 a|b | “8.25”，含支渠    |
+----------+-------------------+"""


def test_drawn_table_is_a_pipe_table_with_its_merged_cells(tmp_path: Path) -> None:
    document = taken(tmp_path, f"# 清淤\n\n{BODY}\n{GRID}\n{BODY}\n")
    assert lines(document) == [
        "# 清淤",
        BODY,
        "| 河段 | 长度 | 备注 |",
        "| --- | ---: | --- |",
        "| 东河 | 3 | 先清<br>后护坡 |",
        "| 西河 | 5.25 | ^^ |",
        "| 合计 a\\|b | “8.25”，含支渠 | << |",
        BODY,
    ]
    assert [(c.line, c.old) for c in document.mended] == [(4, "+---+")]
    assert document.markdown.split("\n").index(BODY, 4) == 14


def test_drawn_table_without_a_head_has_an_empty_one(tmp_path: Path) -> None:
    drawn = "+------+------+\n| 东河 | 长的 |\n|      | 一段 |\n+------+------+\n| 西河 | b    |\n|      | c    |\n+------+------+"
    document = taken(tmp_path, f"# 清淤\n\n{BODY}\n\n{drawn}\n")
    assert lines(document)[2:] == [
        "|  |  |",
        "| --- | --- |",
        "| 东河 | 长的一段 |",
        "| 西河 | b c |",
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        "+---+---+\n| a | b\n+---+---+",  # not closed
        "+---+---+\n| a | b |\n+---+  c|\n+---+---+",
        "+-----+\n| 乙  |\n+-----+",  # a box
        "```\n+---+---+\n| a | b |\n+---+---+\n```",
    ],
)
def test_drawing_that_is_no_table_stays(tmp_path: Path, drawn: str) -> None:
    text = f"# 清淤\n\n{BODY}\n\n{drawn}\n"
    assert taken(tmp_path, text).markdown == text


def test_bold_lines_over_text_are_headings_where_nothing_else_is(tmp_path: Path) -> None:
    text = f"**清淤会**\n\n**一、议程**\n\n{BODY}\n\n**（一）报告**\n\n{BODY}\n\n**二、食宿**\n\n{BODY}\n"
    document = taken(tmp_path, text)
    heads = [line for line in lines(document) if line != BODY]
    assert heads == ["# 清淤会", "## 一、议程", "### （一）报告", "## 二、食宿"]
    assert len(document.mended) == 6
    # With headings of its own, in a list of names, of fields and of days, bold is bold.
    marked = text.replace("**清淤会**", "# 清淤会").replace("**二、食宿**", "## 二、食宿")
    assert "**一、议程**" in lines(taken(tmp_path, marked))
    for bold in ("**东河组**\n\n**西河组**\n\n**南河组**", "**时间：三月**", "**2024年3月5日**"):
        kept = f"**清淤会**\n\n{BODY}\n\n{bold}\n\n{BODY}\n\n{bold}\n"
        assert "##" not in taken(tmp_path, kept).markdown


def test_title_over_two_bold_lines_that_comes_again_is_one(tmp_path: Path) -> None:
    cover = f"**青石镇水利学会**\n\n**2025年清淤研讨会**\n\n手册\n\n**青石镇水利学会2025年清淤研讨会**\n\n{BODY}\n"
    assert taken(tmp_path, cover).title == "青石镇水利学会2025年清淤研讨会"
    assert taken(tmp_path, cover.replace("会2025", "会\n\n2025")).title == "青石镇水利学会"


def test_pictures_beside_a_file_come_along_and_others_are_told(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (90, 90), "red").save(data, "PNG")
    (tmp_path / "图").mkdir()
    (tmp_path / "图/渠.png").write_bytes(data.getvalue())
    text = (
        '# 清淤\n\n![渠首](图/渠.png "东河渠首"){width="2in"}\n\n先看![渠\n图](没有.png){width="1in"\n'
        'height="2in"}后清。\n\n![图1 西河](media/b.png)\n\n`![甲](没有.png)`\n\n```\n![乙](c.png)\n```\n'
    )
    document = taken(tmp_path, text)
    assert document.markdown == (
        '# 清淤\n\n![渠首](images/tu-01.png "东河渠首")\n\n先看后清。\n\n\n\n图1 西河\n\n'
        "`![甲](没有.png)`\n\n```\n![乙](c.png)\n```\n"
    )
    assert [(left.line, left.kind, left.text) for left in document.left_out] == [
        (5, "picture", "<img> 渠 图 没有.png"),
        (9, "picture", "<img> 图1 西河 media/b.png"),
    ]
    assert [entry.rule for entry in document.problems[:2]] == ["intake-picture"] * 2
    write_manuscript([document], tmp_path / "书")
    assert (tmp_path / "书/images/tu-01.png").read_bytes() == data.getvalue()
