"""Cells of tables as they are shown: merged ones, heads of several rows, figures on their point."""

from __future__ import annotations

from collections.abc import Collection

from duben.layout import table_cells
from duben.manuscript.markdown import parser
from duben.model import Block, Source

HEADS = """\
| 村 | 产量 | << | 备注 |
| ^^ | 水稻 | 茶叶 | ^^ |
| --- | ---: | ---: | --- |
"""


def table(text: str) -> Block:
    (chapter,) = parser.parse_chapters([Source("01.md", f"# 题\n\n{text}\n")])
    assert not chapter.problems
    return next(block for block in chapter.walk() if block.kind == "table")


def shown(block: Block, part: str, apart: Collection[int] = (), **more: object) -> list[str]:
    """Each row that is shown: its own attributes, then its cells with size, classes and text."""
    rows = dict(table_cells.table_parts(block))[part]
    return [
        str(row.attributes)
        + "|".join(
            cell.block.text
            + "".join(
                f" {name}"
                for name in str(cell.attributes).split(" ")
                if name and not name.startswith(("id", "scope", "class"))
            )
            for cell in row.cells
        )
        for row in table_cells.shown_rows(part, rows, apart=apart, **more)  # type: ignore[arg-type]
    ]


def test_head_of_two_rows_keeps_its_spans() -> None:
    block = table(HEADS + "| 东村 | 1 | 2 | 无 |")
    assert shown(block, "thead") == [
        '村 rowspan="2"|产量 colspan="2"|备注 rowspan="2"',
        "水稻|茶叶",
    ]


def test_labels_of_columns_are_those_of_all_rows_of_the_head() -> None:
    assert table_cells.head_labels(table(HEADS + "| 东村 | 1 | 2 | 无 |")) == [
        "村", "产量 水稻", "产量 茶叶", "备注",
    ]  # fmt: skip


def test_merged_cell_of_the_body_is_said_again_in_the_rows_of_an_e_book() -> None:
    block = table(HEADS + "| 东村 | 1 | 2 | 无 |\n| ^^ | 3 | 4 | ^^ |\n| 合计 | << | 4 | 无 |")
    assert shown(block, "tbody", typed=True) == [
        '东村 rowspan="2"|1|2|无 rowspan="2"',
        ' data-again="东村\u3000无"3|4',
        '合计 colspan="2"|4|无',
    ]


def test_merged_cell_that_ends_with_the_table_has_the_rule_at_its_foot() -> None:
    block = table(
        HEADS
        + "| 东村 | 1 | 2 | 无 |\n| ^^ | 3 | 4 | 有 |\n| 西村 | 5 | 6 | 无 |\n| ^^ | 7 | 8 | 有 |"
    )
    rows = dict(table_cells.table_parts(block))["tbody"]
    cells = [cell for row in table_cells.shown_rows("tbody", rows) for cell in row.cells]
    assert [cell.block.text for cell in cells if 'class="foot"' in cell.attributes] == ["西村"]


def test_long_merged_cell_is_taken_apart_without_losing_a_column() -> None:
    block = table("| 甲 | 乙 |\n| --- | --- |\n| 一 | 1 |\n| ^^ | 2 |\n| ^^ | 3 |")
    assert shown(block, "tbody", apart={0, 1, 2}) == ["一|1", "|2", "|3"]


def test_part_of_a_table_that_begins_in_a_merged_cell_keeps_its_columns() -> None:
    block = table("| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 一 | << | 1 |\n| ^^ | ^^ | 2 |")
    rows = dict(table_cells.table_parts(block))["tbody"][1:]
    (row,) = table_cells.shown_rows("tbody", rows)
    assert [cell.block.text for cell in row.cells] == ["", "", "2"]


def test_rows_joined_by_merged_cells_are_runs() -> None:
    rows = [
        "| 一 | 子 | 1 |",
        "| ^^ | 丑 | 2 |",
        "| 二 | ^^ | 3 |",
        "| 三 | 寅 | 4 |",
        "| 四 | 卯 | 5 |",
        "| ^^ | 辰 | 6 |",
    ]
    block = table("| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n" + "\n".join(rows))
    body = dict(table_cells.table_parts(block))["tbody"]
    assert table_cells.joined_rows(body) == [range(3), range(4, 6)]


def test_row_over_all_columns_stays_with_the_row_below() -> None:
    block = table(
        "| 甲 | 乙 |\n| --- | --- |\n| 城区 | << |\n| 一 | 1 |\n"
        "| 乡村 | << |\n| 二 | 2 |\n| 注 | << |"
    )
    assert table_cells.opening_rows(dict(table_cells.table_parts(block))["tbody"]) == {0, 2}


def fills(*figures: str, right: bool = True) -> list[str]:
    ruler = "---:" if right else "---"
    block = table(f"| 甲 | 乙 |\n| --- | {ruler} |\n" + "\n".join(f"| 一 | {f} |" for f in figures))
    found = table_cells.decimal_fills(block)
    return [found.get(row.children[1].id, "") for row in block.children[1:]]


def test_figures_lack_what_the_longest_decimals_have() -> None:
    assert fills("5", "1,406.25", "7.5", "-3") == [".00", "", "0", ".00"]


def test_figures_with_and_without_a_percent_sign_stand_on_the_same_point() -> None:
    assert fills("5%", "7.25", "1.5%") == [".00", "%", "0"]


def test_figures_of_as_many_decimals_lack_nothing() -> None:
    assert fills("1.5", "2.5", "12") == ["", "", ".0"]
    assert fills("1", "20", "—", "300") == ["", "", "", ""]
    assert fills("13.83", "—", "3.8%") == ["%", "", "0"]


def test_columns_of_words_and_columns_at_the_left_are_not_filled() -> None:
    assert fills("1.5", "见附件", "另报", "12") == [""] * 4
    assert fills("1.5", "2", right=False) == ["", ""]
