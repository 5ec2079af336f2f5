"""The office's house list: read from TOML and spreadsheets, and what departs from it (T20)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from duben.analysis import house_list_of_rows, read_house_list
from duben.analysis.checks.house_list import as_in_house_list
from duben.manuscript import parse_chapters
from duben.messages.catalogue import problem_text
from duben.model import Book, HouseList, Settings, Source
from duben.publish import check, load

TOML = """\
[[wording]]
use = "清河县人民代表大会常务委员会"
not = ["清河县人大常委"]
unless = ["清河县人大常委会"]

[[wording]]
use = "以人民为中心"

[[wording]]
use = "基层党组织"

[[wording]]
use = "全面从严治党"
near = false

[[person]]
name = "林清河"
offices = ["县委书记", "县人武部党委第一书记"]
former = ["县长"]

[[person]]
name = "周远山"
offices = ["县委副书记", "县长"]

[[person]]
name = "吴小满"
offices = ["县委常委"]
"""


def findings(text: str, toml: str = TOML) -> list[tuple[str, str]]:
    house_list, problems = read_house_list(Source("house.toml", toml))
    assert problems == ()
    book = Book(Settings(), parse_chapters([Source("a.md", text)]))
    return [
        (problem.rule, str(problem.values.get("here") or problem.values["office"]))
        for problem in as_in_house_list(book, house_list)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坚持以人名为中心。", [("T20-near", "以人名为中心")]),
        ("坚持以人民为为中心。", [("T20-near", "以人民为为中心")]),
        ("坚持以民人为中心。", [("T20-near", "以民人为中心")]),
        ("清河县人民代表大常务委员会", [("T20-near", "清河县人民代表大常务委员会")]),
        ("清河县人大常委指出", [("T20", "清河县人大常委")]),
        ("县长林清河讲话", [("T20-former", "县长")]),
        ("县委书记周远山讲话", [("T20-office", "县委书记")]),
        ("县委书记林青河讲话", [("T20-name", "林青河")]),
        (
            "县人武部党委第一书记、县委书记林清河讲话",
            [("T20-offices", "县人武部党委第一书记、县委书记")],
        ),
        ("县长周远山、县委书记林清河出席", [("T20-persons", "周远山、林清河")]),
        ("周远山、林清河同志出席", [("T20-persons", "周远山、林清河")]),
    ],
)
def test_departures_are_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert findings(f"# 讲话\n\n{text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "坚持以人民为中心，清河县人民代表大会常务委员会和清河县人大常委会",
        "坚持人民为中心的思想",
        "加强基层组织和基层党组织建设，基层党组织",
        "全面从严管党治党",
        "时任县长林清河和原县长林清河",
        "副县长林清河，南山县委书记周远山，县委常委周远山",
        "县委书记林清河、县长周远山出席",
        "县委书记林清河说，周远山也说。周远山到场。林清河讲话",
        "按姓氏笔画为序：周远山、林清河",
    ],
)
def test_what_is_right_is_not_told(text: str) -> None:
    assert findings(f"# 讲话\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("加强水质监则，做好水质监测。", "水质监则"),
        ("健全水质监都办法。", "水质监都"),
        ("落实管护贡任。", "管护贡任"),
        ("质水监测", "质水监测"),
        ("水质监管要加强，管护的任务很重。", ""),
        ("水质能监测，管护好任意一段渠道。", ""),
        ("水质稳测，水质稳测，都是站里的说法。", ""),
    ],
)
def test_a_wrong_character_in_a_wording_of_four_leaves_no_word(text: str, here: str) -> None:
    toml = '[[wording]]\nuse = "水质监测"\n[[wording]]\nuse = "管护责任"\n'
    assert findings(f"# 讲话\n\n{text}\n", toml) == ([("T20-near", here)] if here else [])


def test_faults_of_the_list_are_told_at_their_lines() -> None:
    toml = (
        '[[wording]]\nuse = "甲"\n[[wording]]\nuse = "甲乙"\nnot = ["甲乙"]\n[[wordin]]\n'
        '[[person]]\noffice = ["县长"]\n[[person]]\nname = "林清河"\n[[person]]\nname = "林清河"\n'
    )
    house_list, problems = read_house_list(Source("house.toml", toml))
    assert [(one.rule, one.place and one.place.line) for one in problems] == [
        ("library-unknown-key", 1),
        ("house-list-short", 2),
        ("house-list-both", 4),
        ("library-unknown-key", 8),
        ("house-list-twice", 12),
    ]
    assert (house_list.wordings, [one.name for one in house_list.persons]) == ((), ["林清河"])
    for problem in problems:
        assert all("{" not in text for text in problem_text(problem, "zh"))


def test_spreadsheet_says_the_same() -> None:
    house_list, problems = house_list_of_rows(
        "a.csv",
        [
            (1, ["规范用语", "不用", "例外", "姓名", "职务", "曾任"]),
            (2, ["以人民为中心", "以民为本；人民中心", "", "", "", ""]),
            (3, ["", "", "", "林清河", "县委书记、县人武部党委第一书记", "县长"]),
        ],
    )
    assert problems == ()
    assert house_list.wordings[0].forbidden == ("以民为本", "人民中心")
    assert house_list.persons[0].offices == ("县委书记", "县人武部党委第一书记")
    assert house_list_of_rows("a.csv", [(1, ["电话"])])[1][0].rule == "house-list-head"
    assert house_list_of_rows("a.csv", []) == (HouseList(), house_list_of_rows("a.csv", [])[1])


def write_book(folder: Path, name: str) -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text(
        f'[book]\nid = "b"\ntitle = "书"\n[text]\nhouse_list = "{name}"\n', "utf-8"
    )
    (folder / "01.md").write_text("# 讲话\n\n坚持以人名为中心。\n", "utf-8")
    return folder


def test_list_lies_in_the_book_or_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    book = write_book(tmp_path / "b", "house.toml")
    (missing,) = (one for one in check(load(book)) if one.severity == "error")
    assert (missing.rule, missing.place and missing.place.line) == ("file-missing", 5)
    (tmp_path / "config" / "duben").mkdir(parents=True)
    (tmp_path / "config" / "duben" / "house.toml").write_text(TOML, "utf-8")
    assert [one.rule for one in check(load(book))] == ["T20-near"]
    (book / "house.toml").write_text("", "utf-8")
    assert [one.rule for one in check(load(book))] == ["house-list-empty"]


def test_list_may_be_a_workbook_and_may_not_lead_out(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b", "house.xlsx")
    workbook = openpyxl.Workbook()
    workbook.active.append(["规范用语"])
    workbook.active.append(["以人民为中心"])
    workbook.save(book / "house.xlsx")
    assert [one.rule for one in check(load(book))] == ["T20-near"]
    for number, (name, rule) in enumerate(
        (("../b/house.xlsx", "file-outside"), ("house.docx", "house-list-kind"))
    ):
        other = write_book(tmp_path / str(number), name)
        assert [one.rule for one in check(load(other)) if one.severity == "error"] == [rule]


def test_joined_cells_and_blank_rows_of_a_workbook_are_read(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b", "house.xlsx")
    workbook = openpyxl.Workbook()
    for row in (["姓名", "职务", "不用"], ["王平", "站长"], ["李平"], [], ["", "主任"]):
        workbook.active.append(row)
    workbook.active.merge_cells("B2:B3")
    workbook.save(book / "house.xlsx")
    (book / "01.md").write_text("# 讲话\n\n李平、王平到会。站长李平到会。\n", "utf-8")
    assert [(one.rule, one.place and one.place.line) for one in check(load(book))] == [
        ("house-list-owner", 5),
        ("T20-persons", 3),
    ]


def test_a_column_of_an_unknown_name_is_told() -> None:
    rows = [(1, ["规范用语", "勿用", ""]), (2, ["教学办公室", "教学办", "甲"])]
    house_list, problems = house_list_of_rows("a.xlsx", rows)
    assert [(fault.rule, fault.severity) for fault in problems] == [
        ("house-list-column", "warning")
    ]
    assert problems[0].values["head"] == "勿用"
    assert [one.use for one in house_list.wordings] == ["教学办公室"]


def test_a_wording_that_another_entry_forbids_is_told() -> None:
    rows = [(1, ["规范用语", "不用"]), (2, ["教学办公室", "教学办"]), (3, ["教学办", "教务室"])]
    house_list, problems = house_list_of_rows("a.csv", rows)
    assert [(fault.rule, fault.place and fault.place.line) for fault in problems] == [
        ("house-list-contrary", 2)
    ]
    assert [one.use for one in house_list.wordings] == ["教学办"]
