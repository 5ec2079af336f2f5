"""Tables of recipients: what is read, and what is told of the broken ones, by row, nothing half."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from duben.distribution import recipients
from duben.intake import spreadsheet
from duben.messages.catalogue import problem_text
from duben.model import BookError

HEAD = ["单位", "份数", "编号", "联系人", "地址", "备注"]
GOOD = [
    ["市教委", 3, "A1", "张三", "中山路1号", ""],
    ["市总工会", 2, "A2", "李四", "人民路2号", "急件"],
]
Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titled(sheet: Any) -> None:
    sheet.merge_cells("A1:F1")


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return ("\n".join(lines) + "\n").encode(encoding)


def given(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.csv",
            text(
                "单位,份数,编号,联系人,地址,备注",
                "市教委,3,A1,张三,中山路1号,",
                "市总工会,2,A2,李四,人民路2号,急件",
            ),
        ),
        (
            "a.csv",
            text(
                "单位,份数,编号,联系人,地址,备注",
                "市教委,3,A1,张三,中山路1号,",
                "市总工会,2,A2,李四,人民路2号,急件",
                encoding="utf-8-sig",
            ),
        ),
        (
            "a.csv",
            text(
                "单位,份数,编号,联系人,地址,备注",
                "市教委,3,A1,张三,中山路1号,",
                "",
                "市总工会,2,A2,李四,人民路2号,急件",
                encoding="gb18030",
            ),
        ),
        (
            "a.csv",
            text(
                "name\tCopies\tnumber\tcontact\taddress\tnote",
                "市教委\t３\tA1\t张三\t中山路1号\t",
                "市总工会\t2\tA2\t李四\t人民路2号\t急件",
            ),
        ),
        ("a.xlsx", xlsx([HEAD, *GOOD])),
        ("a.xlsx", xlsx([[" 单 位 ", *HEAD[1:]], *GOOD, ["", None, "", "", "", ""]])),
        ("a.xls", xls([HEAD, *GOOD])),
        ("A.XLS", xls([HEAD, *GOOD])),
        (
            "a.csv",
            text(
                "发放名单,,,,,,",
                "2026年11月,,,,,,",
                "序号,单位名称：,发放数量（册）,单位代码,收件人,通讯地址,说明",
                "1,市教委,3,A1,张三,中山路1号,",
                "2,市总工会,2,A2,李四,人民路2号,急件",
                "合计,,5,,,,",
            ),
        ),
        (
            "a.csv",
            text(
                "序號,單位,份數,編號,聯繫人,地址,備註",
                "1,市教委,3,A1,张三,中山路1号,",
                "2,市总工会,2,A2,李四,人民路2号,急件",
            ),
        ),
        ("a.xlsx", xlsx([["发放名单"], HEAD, *GOOD, ["总计", "=SUM(B3:B4)"]], titled)),
    ],
)
def test_recipients_are_read_from_every_kind_of_table(
    tmp_path: Path, name: str, data: bytes
) -> None:
    found = recipients.read_recipients(given(tmp_path, name, data))
    assert [
        (one.name, one.copies, one.number, one.contact, one.address, one.note) for one in found.all
    ] == [
        ("市教委", 3, "A1", "张三", "中山路1号", ""),
        ("市总工会", 2, "A2", "李四", "人民路2号", "急件"),
    ]
    assert found.copies == 5


def test_a_column_of_persons_and_one_of_numbers(tmp_path: Path) -> None:
    """收件人 are recipients where there are no units; 序号 is a number where it does not count."""
    data = text("序号,收件人,数量", "7,张三,1", "9,李四,2")
    found = recipients.read_recipients(given(tmp_path, "a.csv", data))
    assert [(one.name, one.number, one.copies) for one in found.all] == [
        ("张三", "7", 1),
        ("李四", "9", 2),
    ]
    data = text("序号,编号,单位,部门", "1,a,甲局,办公室", "2,b,乙局,人事处")
    found = recipients.read_recipients(given(tmp_path, "b.csv", data))
    assert (found.heads, [one.number for one in found.all]) == (("部门",), ["a", "b"])


@pytest.mark.parametrize(
    "head", ["分公司", "网点", "所在部门", "基层党支部名称", "下属公司（全称）"]
)
def test_units_may_be_called_otherwise_and_stand_below_a_title(tmp_path: Path, head: str) -> None:
    data = xlsx([["三月植树手册发放登记表"], ["序号", head, "份数", "电话"], [1, "河东", 3, "1"]])
    found = recipients.read_recipients(given(tmp_path, "a.xlsx", data))
    assert [(row.name, row.copies) for row in found.all] == [("河东", 3)]
    assert found.heads == ("电话",)


def test_a_table_without_units_is_told_with_its_own_heads(tmp_path: Path) -> None:
    data = xlsx([["三月植树手册和浇水手册发放登记表"], ["序号", "电话", "份数"], [1, "1", 3]])
    with pytest.raises(BookError) as caught:
        recipients.read_recipients(given(tmp_path, "a.xlsx", data))
    (told,) = caught.value.problems
    assert (told.rule, told.values["shown"]) == ("recipients-no-name", "序号、电话、份数")


def test_other_columns_are_carried_and_copies_default_to_one(tmp_path: Path) -> None:
    found = recipients.read_recipients(
        given(tmp_path, "a.csv", text("区县,单位,电话", "渝中,甲局,02363000000"))
    )
    assert found.heads == ("区县", "电话")
    assert found.all[0].copies == 1 and found.all[0].more == (
        ("区县", "渝中"),
        ("电话", "02363000000"),
    )


def test_file_names_sort_and_are_plain_ascii(tmp_path: Path) -> None:
    rows = [["市教委"], ["Ａ／Ｂ 组织部"], ["con"], ["龘"], ["（办公室）" * 15]]
    names = list(
        recipients.file_names(
            recipients.read_recipients(given(tmp_path, "a.xlsx", xlsx([["单位"], *rows]))).all
        )
    )
    assert names == sorted(names) and all(
        name.isascii() and len(name) <= 50 and "/" not in name for name in names
    )
    words = recipients.Recipient(1, "清河县农业农村局农村水利建设管理服务中心党支部")
    assert list(recipients.file_names([words])) == ["001-qing-he-xian-nong-ye-nong-cun-ju-nong-cun"]
    assert names[:3] == ["001-shi-jiao-wei", "002-a-b-zu-zhi-bu", "003-con"]


def formula(sheet: Any) -> None:
    sheet["B2"] = "=1+1"


def merged(sheet: Any) -> None:
    sheet.merge_cells("A2:A3")


def old_formula(sheet: Any) -> None:
    sheet.write(5, 1, xlwt.Formula("1+1"))
    sheet.write(5, 0, "丙局")


def old_merged(sheet: Any) -> None:
    sheet.write_merge(5, 6, 0, 0, "丁局")


def far(sheet: Any) -> None:
    sheet["XFD1048576"] = 1


def old_far(sheet: Any) -> None:
    sheet.write(65_535, 255, 1)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 210_000_000)
    return out.getvalue()


# What the file is called, its bytes, and (row, rule) of everything that must be told.
BAD: list[tuple[str, bytes, list[tuple[int, str]]]] = [
    ("empty.csv", b"", [(1, "recipients-empty")]),
    ("blank.csv", text(",,", ",,"), [(1, "recipients-empty")]),
    ("head.csv", text("单位,份数"), [(1, "recipients-none")]),
    ("utf16.csv", text("单位,份数", "甲局,1", encoding="utf-16"), [(1, "table-encoding")]),
    ("utf16be.csv", text("单位,份数", "甲局,1", encoding="utf-16-be"), [(1, "table-encoding")]),
    ("nought-byte.csv", text("单位,份数", "甲局\0,1"), [(2, "text-control")]),
    ("big5.csv", text("單位,份數", "臺北市政府教育局秘書室,1", "國立臺灣大學圖書館典藏組,2", encoding="big5"), [(1, "table-encoding")]),  # noqa: E501
    ("broken.csv", text("单位,份数", "甲局,1") + "乙局，丙局、丁局和戊局".encode()[:-1] + b",2\n", [(3, "intake-broken-bytes")]),  # noqa: E501
    ("workbook.csv", xlsx([HEAD, *GOOD]), [(1, "table-not-csv")]),
    ("quotes.csv", text("单位,份数", '"甲局,1', "乙局,2"), [(2, "table-quotes")]),
    ("text.xlsx", text("单位,份数", "甲局,1"), [(1, "table-workbook")]),
    ("page.xls", b"<html><table><tr><td>\xe5\x8d\x95</td></tr></table></html>", [(1, "table-workbook")]),  # noqa: E501
    ("cut.xlsx", xlsx([HEAD, *GOOD])[:-400], [(1, "table-workbook")]),
    ("cut.xls", xls([HEAD, *GOOD])[:700], [(1, "table-workbook")]),
    ("bomb.xlsx", bomb(), [(1, "table-large")]),
    ("far.xlsx", xlsx([HEAD, *GOOD], far), [(10_002, "table-rows")]),
    ("far.xls", xls([HEAD, *GOOD], old_far), [(10_002, "table-rows")]),
    ("list.ods", b"PK\x03\x04", [(1, "table-kind")]),
    ("none.xlsx", xlsx([]), [(1, "recipients-empty")]),
    ("unnamed.csv", text("电话,份数", "甲局,1"), [(1, "recipients-no-name")]),
    ("title.xlsx", xlsx([["甲局", "1", "2"], HEAD, *GOOD]), [(1, "recipients-head-below")]),
    ("twice.csv", text("单位,份数,单位", "甲局,1,乙局"), [(1, "recipients-column-twice")]),
    ("other-twice.csv", text("单位,电话,电话", "甲局,1,2"), [(1, "recipients-column-twice")]),
    ("wide.csv", text("单位," + ",".join(f"c{n}" for n in range(70)), "甲局"), [(1, "recipients-columns")]),  # noqa: E501
    ("minus.csv", text("单位,份数", "甲局,-1", "乙局,1"), [(2, "recipients-copies-range")]),
    ("half.xlsx", xlsx([["单位", "份数"], ["甲局", 1], ["乙局", 1.5]]), [(3, "recipients-copies-whole")]),  # noqa: E501
    ("huge.xlsx", xlsx([["单位", "份数"], ["甲局", 1e9]]), [(2, "recipients-copies-range")]),
    ("huge.csv", text("单位,份数", "甲局,1e9", "乙局,99999999999999"), [(2, "recipients-copies-range"), (3, "recipients-copies-range")]),  # noqa: E501
    ("nought.csv", text("单位,份数", "甲局,0"), [(2, "recipients-copies-range")]),
    ("words.csv", text("单位,份数", "甲局,三", "乙局,3份", "丙局,nan", "丁局,inf"),
     [(2, "recipients-copies-whole"), (3, "recipients-copies-whole"), (4, "recipients-copies-whole"), (5, "recipients-copies-range")]),  # noqa: E501
    ("none.csv", text("单位,份数", "甲局,", "乙局,2"), [(2, "recipients-copies-empty")]),
    ("truth.xlsx", xlsx([["单位", "份数"], ["甲局", True]]), [(2, "recipients-copies-whole")]),
    ("formula.xlsx", xlsx([HEAD, *GOOD], formula), [(2, "recipients-formula")]),
    ("formula.xls", xls([HEAD, *GOOD], old_formula), [(6, "recipients-formula")]),
    ("formula.csv", text("单位,份数,备注", '甲局,1,"=HYPERLINK(""http://x"")"'), [(2, "recipients-formula")]),  # noqa: E501
    ("merged.xlsx", xlsx([HEAD, *GOOD], merged), [(2, "recipients-merged"), (3, "recipients-name-empty")]),  # noqa: E501
    ("merged.xls", xls([HEAD, *GOOD], old_merged), [(6, "recipients-merged"), (6, "recipients-copies-empty")]),  # noqa: E501
    ("error.xlsx", xlsx([["单位", "份数"], ["甲局", "#N/A"], ["#REF!", 1]]), [(2, "recipients-cell-error"), (3, "recipients-cell-error")]),  # noqa: E501
    ("units.csv", text("单位,份数", "甲局,1", "乙局,1", "甲局,2"), [(4, "recipients-name-twice")]),
    ("width.csv", text("单位,份数", "A组,1", "Ａ组,1", "a 组,1"), [(3, "recipients-name-twice"), (4, "recipients-name-twice")]),  # noqa: E501
    ("numbers.csv", text("单位,编号", "甲局,a1", "乙局,Ａ1"), [(3, "recipients-number-twice")]),
    ("path.csv", text("单位", "../../etc/passwd", "..", "C:\\x", "甲/../乙", "。．／"), [
        (2, "recipients-name-path"), (3, "recipients-name-path"), (4, "recipients-name-path"), (5, "recipients-name-path"),  # noqa: E501
        (6, "recipients-name-none")]),
    ("nameless.csv", text("单位,份数", ",3", "甲局,1"), [(2, "recipients-name-empty")]),
    ("long.csv", text("单位,备注", "长" * 101 + ",", "甲局," + "注" * 1001), [(2, "recipients-name-long"), (3, "recipients-cell-long")]),  # noqa: E501
    ("breaks.xlsx", xlsx([["单位"], ["甲局\n乙局"]]), [(2, "recipients-break")]),
    ("hidden.csv", text("单位", "甲\u202e局", "乙\u200b局"), [(2, "recipients-control"), (3, "recipients-control")]),  # noqa: E501
    ("glyphs.csv", text("单位", "\ue123局"), [(2, "recipients-control")]),
    ("nofont.csv", text("单位", "\U00031350局"), [(2, "recipients-glyph")]),
    ("shifted.csv", text("单位,份数", "甲局,1,办公室"), [(2, "recipients-no-head")]),
    ("total.xlsx", xlsx([["单位", "份数"], ["甲局", 1], ["合 计", 1], ["乙局", 1]]), [(3, "recipients-total")]),  # noqa: E501
    ("sum.xlsx", xlsx([["单位", "份数"], ["甲局", 1], ["乙局", 2], ["合 计", 4]]), [(4, "recipients-sum")]),  # noqa: E501
    ("many.csv", text("单位,份数", *(f"{n}局,0" for n in range(10_000))), [(n, "recipients-copies-range") for n in range(2, 10_002)]),  # noqa: E501
    ("more.csv", text("单位,份数", *(f"{n}局,1" for n in range(10_001))), [(10_002, "table-rows")]),
    ("all.csv", text("单位,份数", "甲局,x", ",1", "甲局,0"),
     [(2, "recipients-copies-whole"), (3, "recipients-name-empty"), (4, "recipients-name-twice"), (4, "recipients-copies-range")]),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), BAD, ids=[name for name, _, _ in BAD])
def test_everything_wrong_in_a_table_is_told_by_row(
    tmp_path: Path, name: str, data: bytes, expected: list[tuple[int, str]]
) -> None:
    with pytest.raises(BookError) as caught:
        recipients.read_recipients(
            given(tmp_path, name, data), lambda text: {"\U00031350"} & set(text)
        )
    assert caught.value.status == 1
    assert [
        (one.place.line if one.place else 0, one.rule) for one in caught.value.problems
    ] == expected
    for one in caught.value.problems[:10]:
        for tongue in ("zh", "en"):
            message, hint = problem_text(one, tongue)
            assert message and hint and "{" not in message + hint


def test_the_places_told_of_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(BookError) as caught:
        recipients.read_recipients(
            given(
                tmp_path,
                "a.xlsx",
                xlsx([HEAD, ["甲局", "", "", "", "", ""], GOOD[0], ["乙局", 1.5, "", "", "", ""]]),
            )
        )
    assert [problem_text(one, "zh")[0] for one in caught.value.problems] == [
        "第2行没有写份数（B2）。",
        "第4行的份数“1.5”（B4）不是整数。",
    ]


def test_no_file_is_told_as_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(BookError) as caught:
        recipients.read_recipients(tmp_path / "none.csv")
    assert (caught.value.status, caught.value.problems[0].rule) == (2, "intake-missing")


def test_other_sheets_are_a_remark(tmp_path: Path) -> None:
    def second(sheet: Any) -> None:
        sheet.parent.create_sheet("旧名单").append(["甲"])

    found = recipients.read_recipients(given(tmp_path, "a.xlsx", xlsx([HEAD, *GOOD], second)))
    assert [(one.rule, one.severity) for one in found.problems] == [("table-sheets", "warning")]
    assert spreadsheet.ROW_LIMIT == 10_001
