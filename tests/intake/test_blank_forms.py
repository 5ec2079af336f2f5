"""Forms that are taken in: their blanks head no columns and stay as high as they were."""

from __future__ import annotations

from pathlib import Path

from duben.intake import reading
from duben.intake.merged_cells import TableCell, TableRow, table_lines
from word_files import aligned, p, tbl, tc, word_file

PHOTO = (
    ("姓名", "", "性别", "", TableCell("照片", down=4)),
    ("单位", TableCell("", 3)),
    ("电话", TableCell("", 2), ""),
    (TableCell("职务", 2), "", ""),
    ("意见", TableCell("签字：<br>年 月 日", 4)),
)


def markdown(*rows: tuple[str | TableCell, ...], heads: int = 0) -> list[str]:
    """The lines of a table of these cells; ``heads`` of its rows are marked as head."""
    cells = [
        TableRow(
            tuple(cell if isinstance(cell, TableCell) else TableCell(cell) for cell in row),
            is_head=index < heads,
        )
        for index, row in enumerate(rows)
    ]
    lines = table_lines(cells, (), 1) or []
    return lines[-1].text.split("\n")


def test_rows_beside_a_photograph_are_no_head() -> None:
    for heads in (0, 1):
        lines = markdown(*PHOTO, heads=heads)
        assert lines[1].startswith("| --- |") and not lines[0].strip("| ")
        assert lines[-1] == "{: .form}"


def test_a_group_of_labels_with_blanks_is_no_head() -> None:
    team = TableCell("队伍", down=3)
    lines = markdown(
        (team, "名称", TableCell("", 3)),
        ("领队", "", "电话", ""),
        ("记录", "", "电话", ""),
        ("备注", TableCell("", 4)),
    )
    assert lines[2] == "| 队伍 | 名称 |  | << | << |" and lines[-1] == "{: .form}"


def test_names_over_empty_columns_stay_the_head_of_a_form() -> None:
    lines = markdown(("序号", "指标", "自评", "评分"), ("1", "", "", ""), ("2", "", "", ""))
    assert lines[1].startswith("| --- |") and lines[-1] == "{: .form}"
    assert markdown(("姓名", "单位"), ("", ""))[-1] == "{: .form}"


def test_a_table_of_data_with_gaps_is_no_form() -> None:
    parted = markdown(
        (TableCell("村", down=2), TableCell("产量", 2)), ("水稻", "茶叶"), ("东", "5", ""),
        ("西", "", "3"),
    )  # fmt: skip
    assert parted[2].startswith("| --- |") and parted[-1] == "| 西 |  | 3 |"
    unnamed = markdown(("项目", ""), ("清淤", "300"), ("护岸", ""))
    assert unnamed[0] == "| 项目 |  |" and unnamed[-1] == "| 护岸 |  |"


def test_accounts_with_columns_without_a_sum_are_no_form() -> None:
    head = ("编码", "科目", "合计", "财政拨款", "上级补助", "其他收入")
    assert markdown(
        head, ("201", "清淤", "5.20", "5.20", "", ""), ("202", "护岸", "3", "3", "", "")
    )[-1].startswith("| 202 |")
    points = markdown(
        ("序号", "指标", "分值", "自评", "得分"), *[(n, "清淤", "5", "", "") for n in "12"]
    )
    assert points[-1] == "{: .form}"


def test_a_head_names_what_stands_under_it() -> None:
    crossing = markdown(
        (TableCell("单位", 2), "清淤队"), ("人数", TableCell("十二人", 2)), ("甲", "乙", "丙"),
    )  # fmt: skip
    assert crossing[1].startswith("| --- |")


def test_a_form_that_has_been_filled_in_and_signed_has_no_head() -> None:
    rows = (
        ("工程名称", TableCell("东渠清淤", 3)), ("甲方", "青石镇", "乙方", "清淤队"),
        ("验收项", "意见", TableCell("备注", 2)), ("渠底", "平整", TableCell("无", 2)),
    )  # fmt: skip
    signed = markdown(*rows, (TableCell("验收组（签字）<br>日期：2024.3.5", 4),))
    assert signed[2] == "| 工程名称 | 东渠清淤 | << | << |" and signed[-1] == "{: .form}"
    assert markdown(*rows)[0].startswith("| 工程名称 |")
    data = markdown(
        (TableCell("村", down=2), TableCell("产量", 2)), ("水稻", "茶叶"), ("东", "5", "3"),
        (TableCell("制表人（签字）", 3),),
    )  # fmt: skip
    assert data[2].startswith("| --- |") and data[-1] != "{: .form}"


def test_dates_keep_the_room_in_which_they_are_written() -> None:
    lines = markdown(
        ("姓名：", ""), ("日期：", "年 月 日"), ("签名", "甲方： 乙 方： 2024年 3 月 1 日")
    )
    assert lines[3] == "| 日期： | 年　　月　　日 |"
    assert lines[4] == "| 签名 | 甲方：　　　　乙 方： 2024年 3 月 1 日 |"


def test_high_cells_of_word_stay_high(tmp_path: Path) -> None:
    def high(row: list[str], twips: int) -> str:
        return (
            tbl(row).split("<w:tr>")[1].split("</w:tbl>")[0].join(
                (f'<w:tr><w:trPr><w:trHeight w:val="{twips}"/></w:trPr>', "")
            )
        )  # fmt: skip

    rows = (
        high(["姓名", "", "职务", ""], 500)
        + high(["事迹", tc("", 3)], 1750)
        + high(["意见", tc(p("同意。") + p("签字："), 3)], 1400)
        + high([tc("附言：", 4)], 1050)
        + high([tc("以上所填属实，" * 8, 4)], 1050)
    )
    table = tbl([]).replace("<w:tr></w:tr>", rows)
    path = tmp_path / "表.docx"
    path.write_bytes(word_file(aligned("登记", "center", 44), p("请填写下表，按时报送。"), table))
    text = next(each.text for each in reading.read_document(path).paragraphs if "|" in each.text)
    assert text.split("\n")[3:] == [
        "| 事迹 | <br><br><br><br><br> | << | << |",
        "| 意见 | 同意。<br><br><br>签字： | << | << |",
        "| 附言：<br><br> | << | << | << |",
        f"| {'以上所填属实，' * 8} | << | << | << |",
        "{: .form}",
    ]
