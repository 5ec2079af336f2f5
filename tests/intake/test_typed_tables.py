# ruff: noqa: E501
"""Tables as they come in plain text: taken where they surely are tables, told where not."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.intake import read_document
from duben.intake.document import ImportedDocument
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import BookError, Source
from growth import soon

BODY = "各组先把河段看一遍，再把要清的地方逐处记下来，交到站里。"


def taken(tmp_path: Path, lines: str) -> ImportedDocument:
    (tmp_path / "a.txt").write_text(f"清淤要点\n{BODY}\n{lines}\n{BODY}\n", "utf-8")
    return read_document(tmp_path / "a.txt")


SURE = {
    "tabs": ("河段\t长度\t组\n东河\t3\t甲\n西河\t5.25\t乙", 2, "| 东河 | 3 | 甲 |"),
    "half-width blanks": ("河段   长度   组\n东河   3      甲\n西河   5.25   乙", 2, "| 西河 | 5.25 | 乙 |"),
    "full-width blanks": ("河段　长度　组\n东河　3　甲\n西河　5.25　乙", 2, "| 西河 | 5.25 | 乙 |"),
    "runs of full-width blanks": ("河段　　　长度　组\n东河上段　3　　甲\n西河　　　5　　乙", 2, "| 东河上段 | 3 | 甲 |"),
    "both widths": ("河段 　长度 　组\n东河　 3  甲\n西河  5　乙", 2, "| 东河 | 3 | 甲 |"),
    "set in": ("    河段  长度  组\n    东河  3     甲\n    西河  5     乙", 2, "| 西河 | 5 | 乙 |"),
    "single blanks and amounts": ("河段 长度 宽度\n东河 3 12\n西河 5.25 8", 2, "| 西河 | 5.25 | 8 |"),
    "words set apart": ("河　段   长　度\n东　河   3\n西　河   5\n南　河   7", 3, "| 西　河 | 5 |"),
    "label of two words": ("河段 长度 宽度\n总 计 8 20\n其中： 东河 3 12\n西河 5 8", 3, "| 其中： 东河 | 3 | 12 |"),
    "no amount but heads that name": ("姓　名   单位    职务\n赵一     水利站  站长\n钱二三   供电所  主任", 2, "| 赵一 | 水利站 | 站长 |"),
    "percent, minus, nothing": ("河段  增长\n东河  3.5%\n西河  -2%\n南河  —", 3, "| 南河 | — |"),
    "thousands": ("河段  经费  结余\n东河  1,200  -30\n西河  12,345.5  0", 2, "| 西河 | 12,345.5 | 0 |"),
    "a cell that is empty": ("河段    长度    宽度\n东河    3       12\n西河            8\n南河    7       6", 3, "| 西河 |  | 8 |"),
    "last cell empty": ("河段    长度    宽度\n东河    3       12\n西河    4\n南河    7       6", 3, "| 西河 | 4 |  |"),
    "years in the head": ("河段  2023  2024\n东河  3  12\n西河  5  8", 2, "| 西河 | 5 | 8 |"),
    "tabs, empty cells at the end taken off": ("河段\t长度\t组\n东河\t3\t甲\n西河\t5\n\t6\t乙", 3, "| 西河 | 5 |  |\n|  | 6 | 乙 |"),
    "a blank line between rows": ("河段  长度  组\n\n东河  3  甲\n\n西河  5  乙", 2, "| 西河 | 5 | 乙 |"),
    "a blank line between rows of words": ("河段 长度 宽度\n\n东河 3 12\n\n西河 5.25 8", 2, "| 西河 | 5.25 | 8 |"),
    "signs of Markdown": ("河段  长度  组\n*东河*  3  甲\n西|河  5  ^^", 2, "| 西\\|河 | 5 | \\^^ |"),
    "groups of rows parted by blank lines": ("河段\t长度\n\n东河\t3\n西河\t5\n\t\n南河\t7\n北河\t8", 4, "| 西河 | 5 |\n| 南河 | 7 |"),
    "cells broken over lines": (
        "河段\t长度\n（米）\n东河\t3\n西河\t5\n（上段）\n南河\t7", 3, "| 河段 | 长度（米） |\n| --- | --- |\n| 东河 | 3 |\n| 西河 | 5（上段） |"
    ),
    "cells broken in rows that count up": (
        "序号\t时间\t任务\n1\t三月\t清淤\n疏通涵洞\n2\t四月上旬，\n五月\t修渠\n3\t六月\t验收", 3,
        "| 1 | 三月 | 清淤疏通涵洞 |\n| 2 | 四月上旬，五月 | 修渠 |",
    ),
    "cells broken over long lines between rows that count up": (
        "序号\t时间\t任务\n1\t三月\t清淤；\n沿岸各村分段包干，每村出劳力三十人，淤泥一律堆放在指定的场地，不得倒进下游；\n验收\n2\t四月\t修渠\n3\t六月\t植树", 3,
        "| 1 | 三月 | 清淤；沿岸各村分段包干，每村出劳力三十人，淤泥一律堆放在指定的场地，不得倒进下游；验收 |\n| 2 | 四月 | 修渠 |",
    ),
    "first cell broken below the head": (
        "日期\t时间\t任务\n五月八日\n至九日\t上午\t清淤\n五月十日\t下午\t修渠", 2, "| 五月八日至九日 | 上午 | 清淤 |"
    ),
    "Markdown": ("| 河段 | 长度 |\n|:---|---:|\n| 东河 | 3 |\n| 西河 | 5 |", 2, "| 西河 | 5 |"),
    "head of two rows": (
        "河段\t长度\t\t组\n\t今年\t明年\t\n东河\t3\t4\t甲\n西河\t5\t6.5\t乙", 2,
        "| 河段 | 长度 | << | 组 |\n| ^^ | 今年 | 明年 | ^^ |\n| --- | ---: | ---: | --- |",
    ),
    "head of two rows with years": (
        "河段\t长度\t\t宽度\t\n\t2023\t2024\t2023\t2024\n东河\t3\t4\t1\t2\n西河\t5\t6.5\t3\t4", 2,
        "| 河段 | 长度 | << | 宽度 | << |\n| ^^ | 2023 | 2024 | 2023 | 2024 |\n| --- |",
    ),
    "two columns that count": ("周次        内容\n第一周      怎样清淤\n第二周      怎样检修闸门\n第三至四周  登记水位\n第五周      验收", 4, "| 第三至四周 | 登记水位 |"),
    "two columns that count without a head": ("第一周    怎样清淤\n第二周    怎样检修闸门\n第三周    登记水位\n第四周    验收", 4, "|  |  |\n| --- | --- |\n| 第一周 | 怎样清淤 |"),
    "title and unit above": ("各段经费\t\t\n\t\t单位：元\n河段\t经费\t组\n东河\t3\t甲\n西河\t5\t乙", 2, "| 西河 | 5 | 乙 |"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SURE)
def test_sure_table_is_taken_with_every_character(tmp_path: Path, kind: str) -> None:
    lines, rows, part = SURE[kind]
    document = taken(tmp_path, lines)
    (text,) = (one.text for one in document.paragraphs if one.kind == "table")
    assert part in text
    assert not [doubt for doubt in document.unsure if doubt.what == "table"]
    (chapter,) = parse_chapters([Source("01.md", f"# 题\n\n{text}\n")])
    assert not chapter.problems
    (table,) = (block for block in chapter.blocks if block.kind == "table")
    assert sum(not row.attribute("head") for row in table.children) == rows
    captions = [one.text for one in document.paragraphs if one.kind == "caption"]
    cells = [cell.text for row in table.children for cell in row.children]
    typed = lines.replace("|:---|---:|", "").replace("| ", "").replace(" |", "")
    assert sorted("".join("".join([*captions, *cells]).split())) == sorted("".join(typed.split()))


UNSURE = {
    "rows of different length": "河段  长度  宽度  深度\n东河  3  12  2\n西河  5  8\n南河  6  9  3  4",
    "no head": "东河 3 12 2\n西河 5 8 1\n南河 6 9 3",
    "no head, tabs": "东河\t3\t12\n西河\t5\t8\n南河\t6\t9",
    "words only": "东河上段清淤  先做  甲组承担\n西河下段护坡  后做  乙组承担\n"
    "南河中段筑堤  缓做  丙组承担\n北河全段巡查  常做  丁组承担",
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSURE)
def test_what_only_looks_like_a_table_stays_and_is_told(tmp_path: Path, kind: str) -> None:
    lines = UNSURE[kind].split("\n")
    document = taken(tmp_path, "\n".join(lines))
    assert [" ".join(one.split()) for one in lines] == [
        one.text for one in document.paragraphs[2:-1]
    ]
    assert {one.kind for one in document.paragraphs} == {"text"}
    (doubt,) = (doubt for doubt in document.unsure if doubt.what == "table")
    assert doubt.line == 3
    assert doubt.text.startswith(f"第3—{2 + len(lines)}行像表格，请核对：")
    assert not document.mended


@pytest.mark.parametrize(
    "lines",
    [
        "　　一是修渠。　　二是护坡。\n　　三是筑堤。　　四是清淤。\n　　五是巡查。　　六是值守。",
        "赵一　　钱二　　孙三\n李四　　周五　　吴六\n郑七　　王八　　冯九",
        "第一章  总则  1\n第二章  分工  3\n第三章  验收  12",
        "总则..........  1\n分工..........  3\n验收..........  12",
        "组长：赵一    副组长：钱二\n成员：孙三    联络员：李四\n顾问：周五    秘书：吴六",
        "今年清淤 3 公里，比去年多 2 公里，\n明年清淤 5 公里，比今年多 2 公里，\n后年清淤 8 公里，再多 3 公里，",
    ],
)  # fmt: skip
def test_lines_with_blanks_that_are_no_table_are_not_told(tmp_path: Path, lines: str) -> None:
    document = taken(tmp_path, lines)
    assert not [one for one in document.paragraphs if one.kind == "table"]
    assert not [doubt for doubt in document.unsure if doubt.what == "table"]


def test_tables_are_told_once_with_their_lines(tmp_path: Path) -> None:
    table = "河段  长度  组\n东河  3  甲\n西河  5  乙"
    document = taken(tmp_path, f"{table}\n{BODY}\n{table}")
    told = [one for one in document.problems if one.rule == "intake-typed-table"]
    assert [one.values for one in told] == [{"count": 2, "lines": "3、7"}]


@pytest.mark.parametrize("line", ["水  " * 60, "水 1 2 " * 30, "水　" * 100, "1\t" * 50, "|水" * 90 + "|", "水 火  " * 30])  # fmt: skip
def test_many_lines_like_rows_take_little_time(tmp_path: Path, line: str) -> None:
    with soon(8):
        taken(tmp_path, (line + "\n") * 3_000)


def test_table_beyond_the_limit_of_a_book_stays_lines_and_is_told(tmp_path: Path) -> None:
    with soon(10):
        document = taken(tmp_path, "河段\t长度\t组\n" + "东河\t3\t甲\n" * 6_000)
    assert not [one for one in document.paragraphs if one.kind == "table"]
    (doubt,) = (doubt for doubt in document.unsure if doubt.what == "table")
    assert doubt.text.startswith("第3—6003行像表格")


def test_text_beyond_the_limit_of_a_book_is_refused_at_once(tmp_path: Path) -> None:
    with soon(3), pytest.raises(BookError) as refusal:
        taken(tmp_path, (BODY + "\n") * 600_000)
    assert [one.rule for one in refusal.value.problems] == ["intake-beyond-book"]


def test_page_beyond_the_limit_of_a_book_is_refused_at_once(tmp_path: Path) -> None:
    page = "<html><body>" + f"<p class='a'>{BODY}</p>\n" * 600_000 + "</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    with soon(6), pytest.raises(BookError) as refusal:
        read_document(tmp_path / "a.html")
    assert [one.rule for one in refusal.value.problems] == ["intake-beyond-book"]


def test_page_with_long_scripts_is_no_long_text(tmp_path: Path) -> None:
    page = f"<html><body><p>{BODY}</p><script>{'水;' * 13_000_000}</script></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    with soon(8):
        assert BODY in [one.text for one in read_document(tmp_path / "a.html").paragraphs]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        (
            "河段            长度（米）\n\n\n东河            320\n",
            [["河段", "长度（米）"], ["东河", "320"]],
        ),
        (
            "河段      长度（米）     负责人数\n\n东河       320         12\n\n\n西河      1460         35\n",
            [["河段", "长度（米）", "负责人数"], ["东河", "320", "12"], ["西河", "1460", "35"]],
        ),
        (
            "编号       名称          说明\n\n 甲       水位尺       立在闸门边上\n\n\n 乙       雨量筒       放在站房顶上\n",
            [
                ["编号", "名称", "说明"],
                ["甲", "水位尺", "立在闸门边上"],
                ["乙", "雨量筒", "放在站房顶上"],
            ],
        ),
        (
            "等级 分数 奖金\n一 90～94 20000元\n二 85～89 10000元\n三 80～84 5000元\n",
            [
                ["等级", "分数", "奖金"],
                ["一", "90～94", "20000元"],
                ["二", "85～89", "10000元"],
                ["三", "80～84", "5000元"],
            ],
        ),
    ],
)
def test_rows_far_apart_and_amounts_with_units_are_tables(
    tmp_path: Path, typed: str, rows: list[list[str]]
) -> None:
    document = taken(tmp_path, f"河道清淤\n{BODY}\n{typed}{BODY}\n")
    (table,) = (each for each in document.paragraphs if each.kind == "table")
    lines = [line.strip("| ").split(" | ") for line in table.text.split("\n") if "---" not in line]
    assert [[cell.strip() for cell in line] for line in lines] == rows


def test_what_lies_between_rows_of_a_doubtful_table_is_no_heading(tmp_path: Path) -> None:
    rows = "东河          3       4       5\n西河          6       7       8\n南渠          1       2       3\n"
    typed = f"{rows}（一）部\n　分村组\n{rows}"
    document = taken(tmp_path, f"{BODY}\n{typed}{BODY}\n")
    assert not [each.text for each in document.paragraphs if each.level > 1]
    assert [doubt.what for doubt in document.unsure].count("table") == 1


def test_a_head_that_names_columns_is_told_where_its_cells_go_over_lines(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "  评分项目            评分标准             分值\n\n"
        "             ① 台账齐全，日期和签名清楚，\n"
        "  台账       每缺一处减两分；                30\n             ② 每月装订。",
    )
    assert [doubt.line for doubt in document.unsure if doubt.what == "table"] == [3]


FIELDS = "序号\t5\n单位名称\t青石水务站\n检查内容\t一、东河清淤；二、西河护坡。\n验收日期\t2024年3月5日\n结论\t合格"


def test_fields_parted_by_tabs_are_a_table_without_a_head(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIELDS + "\n", "utf-8")
    document = read_document(tmp_path / "a.txt")
    assert not document.titled
    (table,) = [paragraph for paragraph in document.paragraphs if paragraph.kind == "table"]
    assert table.text.split("\n")[:3] == ["|  |  |", "| --- | --- |", "| 序号 | 5 |"]
    assert table.text.count("\n") == 6


@pytest.mark.parametrize(
    "lines",
    [
        "甲\t清上游。\n乙\t清下游。\n甲\t再清上游。\n丙\t不清。",  # who says what
        "一、\t清上游。\n二、\t清下游。\n三、\t护坡。\n四、\t验收。",
        "赵一\t清上游。\n钱二\t清下游。\n孙三\t护坡。\n李四\t验收。",
        "序号\t5\n日期\t2024年",
    ],
)
def test_lines_with_a_tab_are_no_fields_without_names_of_columns(
    tmp_path: Path, lines: str
) -> None:
    assert not any(paragraph.kind == "table" for paragraph in taken(tmp_path, lines).paragraphs)
