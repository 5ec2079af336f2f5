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
from duben.chinese.enumerations import signs
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
    return editing.import_decisions(reading.load(folder), path).changed


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
        ({("三同", "项数"): "#REF!"}, (), [("recipients-cell-error", 3, 2)]),
        ({("三同", "各项"): "同\u202e吃\n同住\n同学"}, (), [("sheet-character", 3, 3)]),
        (
            {("三同", "同于"): "四关", ("四关", "同于"): "三同"},
            (),
            [("sheet-circle", 3, 5)],
        ),
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


# --- what waits -----------------------------------------------------------------------------------

FISH = (
    "# 春\n\n坚持“两早”（早种、早收），落实“四关”。\n\n"
    "建设林区、茶区和渔区“三个区”，坚持“三同”（同吃、同住、同渔），开好“两会”（渔会、农会）。\n"
)


@pytest.fixture
def waiting_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book in which every list with 渔 in it is in doubt."""

    def holds_fish(listing: signs.Listing) -> bool:
        return any("渔" in member for member in listing.members)

    monkeypatch.setitem(signs.DOUBTS, "uneven", holds_fish)  # type: ignore[arg-type]
    (folder / "01.md").write_text(FISH, "utf-8")
    return folder


def printed(folder: Path) -> dict[str, tuple[str, ...]]:
    return {one.term: one.members for one in reading.load(folder).book.appendix_enumerations}


def rows_of(folder: Path, name: str = "rows.xlsx") -> list[dict[str, object]]:
    path = folder.parent / name
    editing.export_decisions(reading.load(folder), path)
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    path.unlink()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_rows_that_wait_come_first_with_their_reasons_and_sentence(waiting_folder: Path) -> None:
    rows = rows_of(waiting_folder)
    assert [(row["提法"], row["处理"]) for row in rows] == [
        ("三同", "待核"),
        ("两会", "待核"),
        ("三个区", "待核"),
        ("两早", "收入"),
        ("四关", "只列名称"),
    ]
    assert str(rows[2]["疑点和依据"]).startswith("疑点：各项长短悬殊\n依据：项数相符")
    assert str(rows[2]["原文"]).startswith("建设【林区、茶区和渔区】“三个区”，坚持“三同”")
    assert str(rows[3]["疑点和依据"]).startswith("依据：")


@KINDS
def test_what_waits_is_answered_in_the_table(waiting_folder: Path, name: str) -> None:
    path = corrected(
        waiting_folder,
        name,
        {
            ("三同", "处理"): "收入",
            ("三个区", "各项"): "林区\n茶区\n水产区",
            ("两会", "处理"): "不收",
        },
    )
    assert set(take(waiting_folder, path)) == {"三同", "三个区", "两会"}
    assert printed(waiting_folder) == {
        "两早": ("早种", "早收"),
        "四关": (),
        "三个区": ("林区", "茶区", "水产区"),
        "三同": ("同吃", "同住", "同渔"),
    }
    assert [row["处理"] for row in rows_of(waiting_folder)] == [
        "收入",
        "只列名称",
        "收入",
        "收入",
        "不收入",
    ]


@KINDS
def test_members_are_struck_and_taken_back_in_the_table(waiting_folder: Path, name: str) -> None:
    cells: Cells = {("三同", "处理"): "只列名称", ("两早", "处理"): "只列名称"}
    take(waiting_folder, corrected(waiting_folder, name, cells))
    assert (printed(waiting_folder)["三同"], printed(waiting_folder)["两早"]) == ((), ())
    states = {row["提法"]: row["处理"] for row in rows_of(waiting_folder)}
    assert (states["三同"], states["两早"]) == ("只列名称", "只列名称")
    (waiting_folder.parent / name).unlink()
    cells = {("三同", "处理"): "收入", ("两早", "处理"): "收入"}
    take(waiting_folder, corrected(waiting_folder, name, cells))
    assert printed(waiting_folder)["三同"] == ("同吃", "同住", "同渔")
    assert printed(waiting_folder)["两早"] == ("早种", "早收")


@KINDS
def test_what_nobody_answered_waits_on(waiting_folder: Path, name: str) -> None:
    editing.update_decisions(reading.load(waiting_folder))
    before = (waiting_folder / "enumerations.toml").read_bytes()
    path = corrected(waiting_folder, name, {("三同", "处理"): "", ("两会", "处理"): "待核"})
    assert take(waiting_folder, path) == ()
    assert (waiting_folder / "enumerations.toml").read_bytes() == before


def test_a_confirmed_list_can_be_set_to_wait_again(waiting_folder: Path) -> None:
    take(waiting_folder, corrected(waiting_folder, "a.xlsx", {("三同", "处理"): "收入"}))
    take(waiting_folder, corrected(waiting_folder, "b.xlsx", {("三同", "处理"): "待核"}))
    assert printed(waiting_folder)["三同"] == ()
    path = corrected(waiting_folder, "c.xlsx", {("两早", "处理"): "待核"})
    with pytest.raises(BookError) as refused:
        take(waiting_folder, path)
    assert [one.rule for one in refused.value.problems] == ["sheet-not-waiting"]


def test_members_that_changed_since_the_table_are_not_confirmed(waiting_folder: Path) -> None:
    path = corrected(waiting_folder, "t.xlsx", {("三个区", "处理"): "收入"})
    (waiting_folder / "01.md").write_text(FISH.replace("茶区", "果区"), "utf-8")
    with pytest.raises(BookError) as refused:
        take(waiting_folder, path)
    assert [one.rule for one in refused.value.problems] == ["sheet-outdated"]
    assert printed(waiting_folder)["三个区"] == ()


def test_a_table_saved_by_another_program_comes_back(waiting_folder: Path) -> None:
    """Saved anew by openpyxl, as a spreadsheet program does, with styles and sizes of its own."""
    path = waiting_folder.parent / "t.xlsx"
    editing.export_decisions(reading.load(waiting_folder), path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    column = next(cell.column for cell in sheet[1] if cell.value == "处理")
    assert '"收入,待核,只列名称,不收入,不是提法"' in {
        check.formula1 for check in sheet.data_validations.dataValidation
    }
    sheet.cell(2, column).value = " 收入 "
    sheet.delete_rows(5)
    book.save(path)
    assert take(waiting_folder, path) == ("三同",)
    assert printed(waiting_folder)["三同"] == ("同吃", "同住", "同渔")


# --- a table and what was decided since -----------------------------------------------------------


def told_left(folder: Path, path: Path) -> list[tuple[str, int, int, str]]:
    """What a table leaves as decided since: severity, row of the sheet, column, and what is decided
    now.
    """
    table = editing.import_decisions(reading.load(folder), path)
    assert {one.rule for one in table.told} <= {"sheet-since"}
    return [
        (one.severity, int(str(one.values["cell"])[1:]), one.place.column, str(one.values["now"]))
        for one in table.told
        if one.place
    ]


def seen_entries(folder: Path) -> dict[str, dict]:
    """The entries without what became of them."""
    return {
        term: {key: value for key, value in entry.items() if key != "review"}
        for term, entry in entries(folder).items()
    }


@KINDS
def test_a_stale_table_leaves_what_was_decided_since(waiting_folder: Path, name: str) -> None:
    path = corrected(waiting_folder, name, {("两早", "编者注"): "老话"})
    editing.update_decisions(reading.load(waiting_folder))
    draft = reading.load(waiting_folder)
    editing.answer_waiting(draft, ("三同",), ("三个区", "两早"))
    before = seen_entries(waiting_folder)
    assert told_left(waiting_folder, path) == [
        ("note", 2, 4, "收入：同吃、同住、同渔"),
        ("note", 4, 4, "只列名称"),
        ("note", 5, 4, "只列名称"),
    ]
    assert seen_entries(waiting_folder) == {**before, "两早": {**before["两早"], "note": "老话"}}
    table = editing.import_decisions(reading.load(waiting_folder), path)
    assert (table.changed, table.rewritten) == ((), False)


@KINDS
def test_what_the_table_changed_too_is_told_as_a_warning(waiting_folder: Path, name: str) -> None:
    cells: Cells = {
        ("三同", "处理"): "收入",
        ("三个区", "各项"): "林区\n茶区\n水产区",
        ("两会", "处理"): "只列名称",
        ("四关", "编者注"): "新注",
    }
    path = corrected(waiting_folder, name, cells)
    editing.update_decisions(reading.load(waiting_folder))
    editing.answer_waiting(reading.load(waiting_folder), (), ("三同", "三个区", "两会"))
    text = (waiting_folder / "enumerations.toml").read_text("utf-8")
    (waiting_folder / "enumerations.toml").write_text(
        text.replace('term = "四关"', 'term = "四关"\nnote = "旧注"'), "utf-8"
    )
    before = seen_entries(waiting_folder)
    # “两会” is struck in both: there is nothing to tell of it.
    assert told_left(waiting_folder, path) == [
        ("warning", 2, 4, "只列名称"),
        ("warning", 4, 4, "只列名称"),
        ("warning", 6, 6, "旧注"),
    ]
    assert seen_entries(waiting_folder) == before


@KINDS
def test_a_table_may_be_corrected_and_taken_in_again(waiting_folder: Path, name: str) -> None:
    first = corrected(waiting_folder, name, {("三个区", "各项"): "林区\n茶区\n水产区"})
    second = waiting_folder.parent / f"second-{name}"
    cells: Cells = {("三个区", "各项"): "林区\n茶区\n鱼塘区", ("三同", "处理"): "收入"}
    corrected(waiting_folder, second.name, cells)
    assert take(waiting_folder, first) == ("三个区",)
    assert take(waiting_folder, first) == ()
    assert take(waiting_folder, second) == ("三同", "三个区")
    assert printed(waiting_folder)["三个区"] == ("林区", "茶区", "鱼塘区")
    editing.answer_waiting(reading.load(waiting_folder), (), ("三个区",))
    assert told_left(waiting_folder, second)[0][0] == "warning"
    assert printed(waiting_folder)["三个区"] == ()


def test_a_table_of_an_older_form_is_taken_as_before(waiting_folder: Path) -> None:
    path = corrected(waiting_folder, "t.xlsx", {("三同", "处理"): "收入"})
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        row[10].value = ":".join(row[10].value.split(":")[:2])
        row[3].value = "收入" if row[3].value == "只列名称" else row[3].value
    book.save(path)
    assert take(waiting_folder, path) == ("三同",)


def test_a_term_without_members_is_not_offered_as_printed(folder: Path) -> None:
    path = folder.parent / "t.xlsx"
    editing.export_decisions(reading.load(folder), path)
    sheet = openpyxl.load_workbook(path).active
    assert [(row[0].value, row[3].value) for row in sheet.iter_rows(min_row=2)] == [
        ("三个区", "收入"),
        ("三同", "只列名称"),
        ("四关", "只列名称"),
    ]
    lists = {
        str(cells): check.formula1
        for check in sheet.data_validations.dataValidation
        for cells in check.sqref.ranges
        if check.type == "list"
    }
    assert lists["D3:D4"] == '"只列名称,不收入,不是提法"'
    cells: Cells = {("三同", "各项"): "同吃\n同住\n同学"}
    path.unlink()
    assert take(folder, corrected(folder, "t.xlsx", cells)) == ("三同",)
    assert printed(folder)["三同"] == ("同吃", "同住", "同学")


@KINDS
def test_what_no_cell_holds_is_not_exported(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = ", ".join(f'"{number}{"甲" * 150}"' for number in range(300))
    (folder / "enumerations.toml").write_text(
        f'[[enumeration]]\nterm = "三同"\ncount = 300\nmembers = [{members}]\n', "utf-8"
    )
    with pytest.raises(BookError) as refused:
        editing.export_decisions(reading.load(folder), folder / name)
    assert [(one.rule, one.values["term"]) for one in refused.value.problems] == [
        ("sheet-cell-long", "三同")
    ]
    monkeypatch.setattr(editing, "ROWS", 2)
    with pytest.raises(BookError) as refused:
        editing.export_decisions(reading.load(folder), folder / name)
    assert [one.rule for one in refused.value.problems] == ["sheet-rows"]
    assert not (folder / name).exists()


def told_problems(folder: Path, text: bytes) -> list[tuple[str, object, object]]:
    path = folder.parent / "t.csv"
    path.write_bytes(text)
    with pytest.raises(BookError) as refused:
        take(folder, path)
    assert not (folder / "enumerations.toml").exists()
    return [
        (one.rule, one.values.get("column"), one.values.get("cell"))
        for one in refused.value.problems
    ]


def test_an_empty_table_is_told(folder: Path) -> None:
    for text in (b"", b"\xef\xbb\xbf", b",,\r\n,\r\n"):
        assert [rule for rule, _, _ in told_problems(folder, text)] == ["sheet-empty"]


def test_a_cell_is_told_once_with_its_column(folder: Path) -> None:
    table = "提法,项数,处理\n三同,3,=1+1\n"
    assert told_problems(folder, table.encode()) == [("recipients-formula", "处理", "C2")]
    table = "提法,项数,各项,编者注\n三同,3,甲\a乙,\u202d注\n"
    assert told_problems(folder, table.encode()) == [
        ("sheet-character", "各项", "C2"),
        ("sheet-character", "编者注", "D2"),
    ]


def test_rows_of_a_csv_are_called_as_a_spreadsheet_calls_them(folder: Path) -> None:
    table = '提法,项数,各项\n三同,3,"同吃\n同住\n同学"\n四关,0,\n'
    path = folder.parent / "t.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(BookError) as refused:
        take(folder, path)
    (fault,) = refused.value.problems
    assert (fault.values["cell"], fault.place and fault.place.line) == ("B3", 5)


def test_formulas_in_columns_of_the_clerks_own_are_nobodys_affair(folder: Path) -> None:
    path = folder.parent / "t.csv"
    path.write_text("提法,项数,小计,各项\n三同,3,=SUM(B2:B9),同吃、同住、同学\n", "utf-8")
    assert take(folder, path) == ("三同",)


def test_columns_far_to_the_right_have_their_names(folder: Path) -> None:
    table = f"{'甲,' * 30}提法,项数\n{'乙,' * 30}三同,0\n"
    assert told_problems(folder, table.encode()) == [("sheet-count", "项数", "AF2")]


def test_other_sheets_of_a_workbook_are_told(folder: Path) -> None:
    path = corrected(folder, "t.xlsx", {})
    book = openpyxl.load_workbook(path)
    book.create_sheet("另一张").append(["提法"])
    book.save(path)
    table = editing.import_decisions(reading.load(folder), path)
    assert [one.rule for one in table.told] == ["table-sheets"]
