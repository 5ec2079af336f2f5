"""Tables of Word files: every cell in its row and column, which tables are data. The cases are
built in code (``word_files``).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.intake import reading
from word_files import aligned, p, picture, png, r, tbl, tc, word_file

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
TITLE = aligned("关于河道清淤的通知", "center", 44)
RULED = (
    '<w:style w:type="table" w:styleId="a3"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    '<w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders></w:tblPr></w:style>'
)
STYLED = '<w:tblPr><w:tblStyle w:val="a3"/></w:tblPr>'


def table_rows(tmp_path: Path, table: str, styles: tuple[str, ...] = ()) -> list[str]:
    """The lines of Markdown of the only table of a document; the first of them where it is none."""
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(TITLE, p(BODY), table, p(BODY), styles=styles))
    document = reading.read_document(path)
    assert "intake-lost" not in [problem.rule for problem in document.problems]
    blocks = document.paragraphs[2:-1]
    tables = [each.text for each in blocks if each.kind == "table"]
    return tables[0].split("\n") if tables else [each.text for each in blocks]


def marked(row: str) -> str:
    """A row that the file marks as one of the head."""
    return row.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")


def test_a_merged_cell_that_leads_out_of_the_first_row_keeps_its_rows(tmp_path: Path) -> None:
    form = tbl(
        [tc("项目名称", merge="restart"), "中文", "清淤"],
        [tc(merge="continue"), "英文", "dredging"],
        ["负责人", "姓名", "某甲"],
    )
    assert table_rows(tmp_path, form) == [
        "|  |  |  |", "| --- | --- | --- |", "| 项目名称 | 中文 | 清淤 |",
        "| ^^ | 英文 | dredging |", "| 负责人 | 姓名 | 某甲 |",
    ]  # fmt: skip


def test_a_head_ends_above_a_merged_cell_of_the_body(tmp_path: Path) -> None:
    form = tbl(
        [tc("各村情况", span=3)],
        [tc("东村", merge="restart"), "水渠", "三条"],
        [tc(merge="continue"), "水闸", "两座"],
        ["西村", "水渠", "一条"],
    )
    assert table_rows(tmp_path, form) == [
        "| 各村情况 | << | << |", "| --- | --- | --- |", "| 东村 | 水渠 | 三条 |",
        "| ^^ | 水闸 | 两座 |", "| 西村 | 水渠 | 一条 |",
    ]  # fmt: skip


def test_a_marked_head_goes_on_as_far_as_its_cells(tmp_path: Path) -> None:
    first = marked(tbl([tc("村", merge="restart"), "水渠", "水闸"]))
    second = tbl([tc(merge="continue"), "条", "座"], ["东村", "3", "2"])
    table = first.replace("</w:tbl>", "") + second[second.index("<w:tr>") :]
    assert table_rows(tmp_path, table) == [
        "| 村 | 水渠 | 水闸 |", "| ^^ | 条 | 座 |", "| --- | ---: | ---: |", "| 东村 | 3 | 2 |",
    ]  # fmt: skip


def test_a_row_that_cells_above_cover_as_a_whole_stays(tmp_path: Path) -> None:
    table = tbl(
        ["村", "户"],
        [tc("东村", merge="restart"), tc("12", merge="restart")],
        [tc(merge="continue"), tc(merge="continue")],
        ["西村", "30"],
    )
    assert table_rows(tmp_path, table)[2:] == ["| 东村 | 12 |", "| ^^ | ^^ |", "| 西村 | 30 |"]


def test_rows_that_are_all_marked_as_head_are_none(tmp_path: Path) -> None:
    table = marked(tbl(["村", "户"], ["东村", "十二"], ["西村", "三十"]))
    assert table_rows(tmp_path, table)[:2] == ["| 村 | 户 |", "| --- | --- |"]


def test_blank_rows_of_a_form_stay(tmp_path: Path) -> None:
    table = tbl(["村", "户"], ["东村", ""], ["", ""], ["", ""])
    assert table_rows(tmp_path, table)[2:] == ["| 东村 |  |", "|  |  |", "|  |  |"]


@pytest.mark.parametrize("styled", [False, True])
def test_a_column_or_a_row_with_lines_between_its_cells_is_a_table(
    tmp_path: Path, styled: bool
) -> None:
    column, row = tbl(["意见"], ["多栽树"], ["修水渠"]), tbl(["经办人", "某甲"])
    styles = (RULED,) if styled else ()
    if styled:
        column, row = (
            STYLED.join((each[: each.index("<w:tblPr>")], each[each.index("</w:tblPr>") + 10 :]))
            for each in (column, row)
        )
    assert table_rows(tmp_path, column, styles) == [
        "| 意见 |", "| --- |", "| 多栽树 |", "| 修水渠 |",
    ]  # fmt: skip
    assert table_rows(tmp_path, row, styles)[1:] == ["| --- | --- |", "| 经办人 | 某甲 |"]


def test_a_column_of_paragraphs_or_without_lines_is_none(tmp_path: Path) -> None:
    sheet = tbl([tc(p(BODY) + p(BODY))], ["同意。"])
    assert table_rows(tmp_path, sheet) == [BODY, BODY, "同意。"]
    plain = tbl(["多栽树。"], ["修水渠。"], borders=False)
    assert table_rows(tmp_path, plain) == ["多栽树。", "修水渠。"]


def test_rows_of_alternatives_stand_once(tmp_path: Path) -> None:
    first, second = (f"<w:tr>{tc(text)}{tc('1')}</w:tr>" for text in ("东村", "东村，旧"))
    choice = f'<mc:Choice Requires="w14">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
    rows = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    table = tbl(["村", "户"], ["西村", "2"]).replace("</w:tbl>", rows + "</w:tbl>")
    assert table_rows(tmp_path, table)[2:] == ["| 西村 | 2 |", "| 东村 | 1 |"]


def test_a_table_of_too_many_columns_is_a_line_a_row_and_told(tmp_path: Path) -> None:
    wide = tbl([f"村{n}" for n in range(61)], [str(n) for n in range(61)])
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(TITLE, p(BODY), wide, p(BODY)))
    document = reading.read_document(path)
    assert [each.text[:7] for each in document.paragraphs[2:-1]] == [
        "村0\u3000村1\u3000村",
        "0\u30001\u30002\u30003",
    ]
    told = [problem.values for problem in document.problems if problem.rule == "word-wide-table"]
    assert [(entry["count"], entry["text"]) for entry in told] == [(1, "60")]


def test_a_formula_between_paragraphs_is_a_line(tmp_path: Path) -> None:
    formula = "<m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>"
    assert table_rows(tmp_path, formula) == ["a=b"]


# --- forms ----------------------------------------------------------------------------------------

FIELD = "站长签字：\u3000\u3000\u3000日期："


def test_a_box_with_a_label_and_its_blank_is_a_table(tmp_path: Path) -> None:
    assert table_rows(tmp_path, tbl([FIELD])) == [
        "|  |", "| --- |", f"| {FIELD} |",
    ]  # fmt: skip
    row = tbl(["签字：", "", "日期：", ""])
    assert table_rows(tmp_path, row)[2:] == ["| 签字： |  | 日期： |  |", "{: .form}"]
    ruled_below = row.replace('<w:insideV w:val="single"/>', '<w:insideV w:val="none"/>')
    assert table_rows(tmp_path, ruled_below)[2:] == ["| 签字： |  | 日期： |  |", "{: .form}"]
    assert table_rows(tmp_path, tbl(["得分", ""]))[2:] == ["| 得分 |  |", "{: .form}"]


def test_a_box_round_a_table_that_parts_its_label_is_one_cell(tmp_path: Path) -> None:
    inner = tbl(["站长签字：", "", "日期：", ""], borders=False)
    assert table_rows(tmp_path, tbl([tc(inner + p(""))]))[2:] == ["| 站长签字：　日期： |"]


def test_a_row_without_lines_between_or_a_box_of_text_is_none(tmp_path: Path) -> None:
    assert table_rows(tmp_path, tbl(["签字：", ""], borders=False)) == ["签字："]
    assert table_rows(tmp_path, tbl([BODY])) == [BODY]
    assert table_rows(tmp_path, tbl([BODY, ""])) == [BODY]


def test_a_column_with_blanks_is_a_form_and_has_no_head(tmp_path: Path) -> None:
    form = tbl(["清淤的目的"], [tc(p(BODY) + p(BODY))], ["清淤的办法"], [""])
    assert table_rows(tmp_path, form) == [
        "|  |", "| --- |", "| 清淤的目的 |", f"| {BODY}<br>{BODY} |", "| 清淤的办法 |", "|  |",
    ]  # fmt: skip
    opinion = tbl(
        [tc(p("水务站意见：") + p(BODY))], [tc(p("镇政府意见：") + p("（盖章）：\u3000"))]
    )
    assert len(table_rows(tmp_path, opinion)) == 4


def test_a_column_round_a_text_with_its_headings_is_none(tmp_path: Path) -> None:
    parts = [tc(p("清淤方案") + p("一、任务") + p(BODY) + p("二、办法") + p(BODY)), ""]
    assert table_rows(tmp_path, tbl(*([part] for part in parts)))[0] == "清淤方案"
    page = tbl(["清淤的目的"], [BODY * 30], [""])
    assert table_rows(tmp_path, page)[0] == "清淤的目的"


def test_blanks_round_a_value_on_a_rule_are_no_places_to_fill_in(tmp_path: Path) -> None:
    ruled = '<w:u w:val="single"/>'
    value = r("    ", ruled) + r("青石镇", ruled) + r("      ", ruled)
    hint = r("    ", ruled) + r("（盖章）", ruled)
    label = r("金额：", ruled) + r("    ", ruled)
    form = tbl(["单位", tc(p(value))], ["村", tc(p(hint))], ["钱", tc(p(label))])
    assert table_rows(tmp_path, form)[2:] == [
        r"| 村 | \_\_\_\_（盖章） |", r"| 钱 | 金额：\_\_\_\_ |",
    ]  # fmt: skip
    assert table_rows(tmp_path, form)[0] == "| 单位 | 青石镇 |"


def test_the_words_of_a_picture_are_not_mended_nor_counted(tmp_path: Path) -> None:
    path = tmp_path / "河道.docx"
    shown = p(picture("rId9", "说明: 水渠"))
    path.write_bytes(word_file(TITLE, p(BODY), shown, p(BODY), media={"rId9": png()}))
    document = reading.read_document(path)
    assert "intake-lost" not in [problem.rule for problem in document.problems]
    assert not document.mended


def test_a_heading_beside_a_box_for_marks_stands_above_it(tmp_path: Path) -> None:
    box = tbl(
        ["得分", "评卷人", tc("一、单选题（每题2分）", merge="restart")],
        [tc(), tc(), tc(merge="continue")],
    )
    path = tmp_path / "试卷.docx"
    path.write_bytes(word_file(aligned("清淤测验", "center", 44), box, p(BODY), p(BODY)))
    document = reading.read_document(path)
    heading, table = document.paragraphs[1:3]
    assert (heading.text, heading.level) == ("一、单选题（每题2分）", 2)
    assert table.text.split("\n")[:2] == ["| 得分 | 评卷人 |", "| --- | --- |"]
    assert "intake-lost" not in [problem.rule for problem in document.problems]


def test_edges_that_differ_by_a_hair_are_one(tmp_path: Path) -> None:
    rows = (
        ["东村", "水渠", tc("三条", span=2)],
        ["西村", tc("水闸", span=2), "两座"],
        [tc("合计", span=2), tc("五", span=2)],
    )

    def drawn(widths: tuple[int, ...]) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return tbl(*rows).replace("</w:tblPr>", f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>", 1)

    assert table_rows(tmp_path, drawn((1400, 1400, 40, 1400))) == [
        "| 东村 | 水渠 | 三条 |", "| --- | --- | --- |", "| 西村 | 水闸 | 两座 |",
        "| 合计 | << | 五 |",
    ]  # fmt: skip
    assert len(table_rows(tmp_path, drawn((1400, 1400, 400, 1400)))[-1].split("|")) == 6
