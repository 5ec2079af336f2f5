"""Columns of tables: as wide as saves lines, never too narrow for a number; smaller type for many
of them.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from duben.layout import table_layout
from duben.layout.editions import EDITIONS
from duben.layout.table_layout import PADDINGS, SIZES, TABLE_WIDTH, TYPE_SIZE, fit_columns
from duben.manuscript.markdown import parser
from duben.model import Block, Source
from duben.publish.builds import build


def table(*rows: tuple[str, ...]) -> Block:
    text = "\n".join(
        f"| {' | '.join(row)} |" for row in (rows[0], ("---",) * len(rows[0]), *rows[1:])
    )
    (chapter,) = parser.parse_chapters([Source("01.md", f"# 题\n\n{text}\n")])
    return next(block for block in chapter.walk() if block.kind == "table")


def ems(made: tuple[int, list[float]], room: float = TABLE_WIDTH) -> list[float]:
    """What a column has for its text, em of its own size."""
    size, widths = made
    return [room / SIZES[size] * width / 100 - PADDINGS[size] for width in widths]


def test_large_print_has_no_table_under_12_pt() -> None:
    large = EDITIONS["large"]
    figures = table(["序号", *"甲乙丙丁戊己庚辛"], *[["1", *["123,456.78"] * 8]] * 3)
    assert fit_columns(figures, 9, 28.0)[0] > large.smallest_table
    size, _ = fit_columns(figures, 9, 28.0, large.smallest_table)
    assert TYPE_SIZE * SIZES[size] * large.zoom >= 12
    assert EDITIONS["screen"].smallest_table == len(SIZES) - 1


def test_short_columns_leave_their_room_to_the_long_one() -> None:
    made = fit_columns(
        table(
            ("序号", "要求", "时限"),
            ("1", "按照规定的格式填写，由负责人签字以后报送" * 4, "三日内"),
            ("2", "存档备查", "当日"),
        ),
        3,
    )
    assert made[0] == 0
    assert ems(made)[0] == pytest.approx(2, abs=0.2) and ems(made)[2] == pytest.approx(3, abs=0.2)


def test_many_columns_are_set_smaller_and_keep_their_numbers_whole() -> None:
    names = (
        "序号",
        "单位名称",
        "户数",
        "一般问题",
        "重大问题",
        "整改率",
        "金额（万元）",
        "约谈",
        "说明",
    )
    rows = [
        (
            str(n),
            "河东工业园区管理处",
            str(n * 137),
            str(n * 1024),
            "3",
            "93.3%",
            f"{n * 3.5}",
            "2",
            "已经全部整改，并组织了复查" if n % 4 else "无",
        )
        for n in range(1, 31)
    ]
    made = fit_columns(table(names, *rows), 9)
    assert made[0] > 0
    for index, (room, name) in enumerate(zip(ems(made), names, strict=True)):
        assert (
            room >= max(0.56 * len(row[index]) for row in rows if row[index].isascii())
            if index not in (1, 8)
            else room > 4
        ), name
        assert room >= 2 or len(name) < 2


@pytest.mark.parametrize("seed", range(20))
def test_any_table_fills_its_measure(seed: int) -> None:
    pick = random.Random(seed)
    columns = pick.randint(1, 14)
    rows = [
        tuple(
            "".join(pick.choices(["水", "a1b2", "，", "99.5%", ""], k=pick.randint(0, 30))) or "无"
            for _ in range(columns)
        )
        for _ in range(pick.randint(1, 40))
    ]
    size, widths = fit_columns(table(*rows), columns, pick.choice([18.0, 26.0, 32.0]))
    assert size < len(SIZES) and len(widths) == columns
    assert sum(widths) == pytest.approx(100, abs=0.1) and min(widths) > 0


def test_a_long_table_is_measured_by_some_of_its_rows() -> None:
    rows = [(str(n), "水" * (n % 30)) for n in range(3000)]
    assert (
        len(table_layout._sample(table(("号", "文"), *rows).children)) == table_layout.SAMPLE_ROWS
    )


def test_a_page_begins_behind_the_repeated_head_of_its_table(tmp_path: Path) -> None:
    rows = "\n".join(f"| {n} | 第{n}号仓库 | 完好 |" for n in range(1, 61))
    title = "关于加强河道堤防仓库船只车辆通信设备日常检查和维护保养以及登记造册工作的若干意见"
    (tmp_path / "book.toml").write_text(
        f'[book]\ntitle = "{title}"\nid = "a"\ndate = 2026-01-01\n', "utf-8"
    )
    (tmp_path / "01.md").write_text(f"# 题\n\n| 号 | 名称 | 情况 |\n|--|--|--|\n{rows}\n", "utf-8")
    (built,) = build(tmp_path, formats=("pdf", "epub"), editions=("large",))
    assert not [one for one in built.problems if one.fatal]
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "out" / "a-large.pdf") as document:
        text = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    body = [page for page in text if "号仓库" in page]
    # Each page tells which ordinary pages it has; one more begins where their rows stand, not at
    # the head.
    assert "普通本第1—2页" in body[0] or "普通本第1页" in body[0]
    assert "普通本第1" not in body[-1]
    # A long title is cut in the running head: it would run over the edge.
    assert not any(title in page for page in body) and any(title[:20] in page for page in body)


def test_where_numbers_are_too_many_they_are_broken_and_not_the_words_beside_them() -> None:
    made = fit_columns(
        table(
            ("姓名", "证件", "账号", "电话", "备注"), ("张某", "5" * 18, "6" * 19, "1" * 11, "已收")
        ),
        5,
        20.0,
    )
    assert ems(made, 20.0)[0] >= 2 and ems(made, 20.0)[4] >= 2
    assert ems(made, 20.0)[1] == pytest.approx(ems(made, 20.0)[2], abs=0.02)


def test_long_amounts_stay_whole_in_smaller_type_where_that_is_enough() -> None:
    amounts = table(("河段", "结余", "拨款", "支出", "年末"), ("东河", *["12,345,678.00"] * 4))
    size, widths = fit_columns(amounts, 5, 22.7)
    assert size == 4 and min(ems((size, widths), 22.7)[1:]) >= 10 * 0.57 + 3 * 0.33
    assert fit_columns(amounts, 5, 26.0)[0] == 3  # narrower blanks are enough
    assert fit_columns(amounts, 5, TABLE_WIDTH)[0] < 3
    # Too many for any size: broken, and not in the smallest type for nothing.
    assert (
        fit_columns(table(("河段", *"甲乙丙丁戊己"), ("东河", *["12,345,678.00"] * 6)), 7, 22.7)[0]
        == 2
    )


def test_tables_in_small_type_keep_their_columns_apart_and_no_row_alone(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "书"\nid = "a"\ndate = 2026-01-01\n', "utf-8"
    )
    figures = "".join(f"| {' | '.join(['1234567'] * 5)} |\n" for _ in range(11))
    for number in range(4):  # at one of these heights the head and one row would fit below the text
        text = "段落。\n\n" * (10 + number)
        (tmp_path / f"0{number}.md").write_text(
            f"# 题{number}\n\n{text}| {' | '.join('甲乙丙丁戊')} |\n|--|--|--|--|--|\n{figures}",
            "utf-8",
        )
    (built,) = build(tmp_path, formats=("pdf",), editions=("phone",))
    assert not [one for one in built.problems if one.fatal]
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "out" / "a-phone.pdf") as document:
        texts = [page.get_textpage() for page in document]
        pages = [text.get_text_bounded() for text in texts]
        text = next(
            text for text, page in zip(texts, pages, strict=True) if page.count("1234567") > 15
        )
        # Rows take a line each: the sizes of another table once gave them its blanks above and
        # below, and none at the sides.
        tops = sorted(
            {
                text.get_charbox(index)[1]
                for index in range(text.count_chars())
                if text.get_text_range(index, 7) == "1234567"
            }
        )
    assert 1 not in [page.count("1234567") // 5 for page in pages]
    assert len(tops) > 2 and all(
        above + 18.75 == pytest.approx(below, abs=0.1)
        for above, below in zip(tops, tops[1:], strict=False)
    )


def test_a_high_first_row_leaves_head_and_rows_in_their_place(tmp_path: Path) -> None:
    import random_books
    from PIL import Image

    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "书"\nid = "a"\ndate = 2026-01-01\n[text]\nmissing_glyph = "warning"\n',
        "utf-8",
    )
    (tmp_path / "images").mkdir()
    Image.new("RGB", (64, 32), "blue").save(tmp_path / "images" / "a.png")
    for number, (text, _) in enumerate(random_books.book(9108, 5), 1):
        (tmp_path / f"{number}.md").write_text(text, "utf-8", "surrogatepass")
    (built,) = build(tmp_path, formats=("pdf",), editions=("screen",))
    assert not [one for one in built.problems if one.fatal]
