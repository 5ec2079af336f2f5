"""The table for spreadsheets: out, corrected, and back; what is wrong in it is told by row and
column.
"""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import openpyxl
import pytest
from duben.messages import catalogue
from duben.model import BookError
from duben.publish import editing, reading

TOML = '[book]\ntitle = "春"\ndate = 2024-01-01\n'
TEXT = "# 春\n\n建设林区、茶区和菜区“三个区”。\n\n落实“三同”，一起过“四关”，三峰山很高。\n"
Cells = dict[tuple[str, str], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "book"
    home.mkdir()
    (home / "book.toml").write_text(TOML, "utf-8")
    (home / "01.md").write_text(TEXT, "utf-8")
    return home


def corrected(
    folder: Path, name: str, cells: Cells, more: tuple[tuple[object, ...], ...] = ()
) -> Path:
    """An exported table with some cells changed, by term and column, and rows added."""
    path = folder.parent / name
    editing.export_decisions(reading.load(folder), path)
    if path.suffix == ".csv":
        rows: list[list[object]] = list(
            csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        )
    else:
        rows = [
            list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        ]
    for (term, column), value in cells.items():
        next(row for row in rows if row[0] == term)[rows[0].index(column)] = value
    rows += [[*row, *[""] * (len(rows[0]) - len(row))] for row in more]
    if path.suffix == ".csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        path.write_bytes(out.getvalue().encode("gb18030"))  # as Excel in China saves it
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    return path


def take(folder: Path, path: Path) -> tuple[str, ...]:
    return editing.import_decisions(reading.load(folder), path)[0]


def entries(folder: Path) -> dict[str, dict]:
    return {
        entry["term"]: entry
        for entry in tomllib.loads((folder / "enumerations.toml").read_text("utf-8"))["enumeration"]
    }


KINDS = pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])


@KINDS
def test_a_table_that_nobody_touched_changes_nothing(folder: Path, name: str) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三同"\nnote = "=老话"\nshow = false\n', "utf-8"
    )
    editing.update_decisions(reading.load(folder))
    before = (folder / "enumerations.toml").read_bytes()
    editing.export_decisions(reading.load(folder), folder.parent / name)
    assert take(folder, folder.parent / name) == ()
    assert (folder / "enumerations.toml").read_bytes() == before


@KINDS
def test_what_was_corrected_in_the_table_is_decided(folder: Path, name: str) -> None:
    path = corrected(
        folder,
        name,
        {
            ("三个区", "各项"): "林区\n茶园区\r\n菜区",
            ("三同", "各项"): "同吃、同住、同劳动",
            ("三同", "编者注"): "老话",
            ("四关", "处理"): "不收入",
        },
        (("“三峰山”", 3, "甲峰\n乙峰\n丙峰"),),
    )
    assert take(folder, path) == ("三个区", "三同", "四关", "三峰山")
    made = {
        one.term: (one.members, one.note, one.shown)
        for one in reading.load(folder).book.enumerations
    }
    assert made == {
        "三个区": (("林区", "茶园区", "菜区"), "", True),
        "三同": (("同吃", "同住", "同劳动"), "老话", True),
        "四关": ((), "", False),
        "三峰山": (("甲峰", "乙峰", "丙峰"), "", True),
    }


@KINDS
def test_decisions_can_be_taken_back_in_the_table(folder: Path, name: str) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三同"\nignore = true\nnote = "无"\n', "utf-8"
    )
    assert take(
        folder, corrected(folder, name, {("三同", "处理"): "收入", ("三同", "编者注"): ""})
    ) == ("三同",)
    assert entries(folder)["三同"].keys().isdisjoint({"ignore", "note"})


def test_a_table_from_before_the_text_changed_does_not_undo_the_text(folder: Path) -> None:
    path = corrected(folder, "t.xlsx", {("三同", "编者注"): "老话"})
    (folder / "01.md").write_text(TEXT.replace("菜区", "果区"), "utf-8")
    assert take(folder, path) == ("三同",)
    assert entries(folder)["三个区"]["members"] == ["林区", "茶区", "果区"]


def test_rows_that_came_back_have_been_looked_at(folder: Path) -> None:
    editing.update_decisions(reading.load(folder))
    (folder / "01.md").write_text(TEXT + "\n过“五关”。\n", "utf-8")
    editing.update_decisions(reading.load(folder))
    assert entries(folder)["五关"]["review"] == "new"
    assert take(folder, corrected(folder, "t.xlsx", {})) == ()
    assert "review" not in entries(folder)["五关"]


@pytest.mark.parametrize(
    ("cells", "more", "problems"),
    [
        ({("三同", "项数"): "三个"}, (), [("sheet-count", 3, 2)]),
        ({("三同", "各项"): "同吃\n同住"}, (), [("sheet-miscounted", 3, 3)]),
        ({("三同", "各项"): "同吃\n同住\n同吃"}, (), [("sheet-member-twice", 3, 3)]),
        (
            {("三同", "处理"): "删掉", ("四关", "同于"): "五关"},
            (),
            [("sheet-decision", 3, 4), ("sheet-same-as", 4, 5)],
        ),
        ({("四关", "同于"): "四关"}, (), [("sheet-same-as", 4, 5)]),
        ({}, (("", 3),), [("sheet-no-term", 5, 1)]),
        ({}, (("三同", 3), ("九泉", 9)), [("sheet-twice", 5, 1), ("sheet-nowhere", 6, 1)]),
        ({("三同", "提法"): "=A1"}, (), [("recipients-formula", 3, 1)]),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_written(
    folder: Path,
    cells: Cells,
    more: tuple[tuple[object, ...], ...],
    problems: list[tuple[str, int, int]],
) -> None:
    path = corrected(folder, "t.xlsx", cells, more)
    with pytest.raises(BookError) as refused:
        take(folder, path)
    told = [
        (one.rule, one.place.line, one.place.column) for one in refused.value.problems if one.place
    ]
    assert [one for one in told if one in problems] == problems
    assert not (folder / "enumerations.toml").exists()
    for one in refused.value.problems:
        assert all(
            "{" not in part
            for tongue in ("zh", "en")
            for part in catalogue.problem_text(one, tongue)
        )


def test_a_table_without_heads_is_refused(folder: Path) -> None:
    path = folder.parent / "t.csv"
    path.write_text("甲,乙\n三同,3\n", "utf-8")
    with pytest.raises(BookError) as refused:
        take(folder, path)
    assert [one.rule for one in refused.value.problems] == ["sheet-no-head"]


@pytest.mark.parametrize(("name", "rule"), [("t.ods", "sheet-kind"), ("t.csv", "sheet-there")])
def test_no_other_file_is_written(folder: Path, name: str, rule: str) -> None:
    (folder / "t.csv").write_text("改过的", "utf-8")
    with pytest.raises(BookError) as refused:
        editing.export_decisions(reading.load(folder), folder / name)
    assert (
        [one.rule for one in refused.value.problems],
        (folder / "t.csv").read_text("utf-8"),
    ) == ([rule], "改过的")


def test_the_same_book_gives_the_same_bytes(folder: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        editing.export_decisions(reading.load(folder), folder / name)
    assert (folder / "a.xlsx").read_bytes() == (folder / "b.xlsx").read_bytes()
