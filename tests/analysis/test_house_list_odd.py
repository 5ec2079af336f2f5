"""Odd house lists: spreadsheets as offices keep them, names and offices of all kinds, each with
texts; and bodies before offices.
"""

from __future__ import annotations

import pytest
from duben.analysis import house_list_of_rows
from duben.analysis.checks.house_list import as_in_house_list
from duben.manuscript import parse_chapters
from duben.model import Book, HouseList, Settings, Source

HEAD = "规范用语|不用|例外|姓名|职务|曾任"


def read(table: str) -> HouseList:
    """The list in a table: rows with / between them, cells with |. Nothing may be wrong in it."""
    rows = [(number, row.split("|")) for number, row in enumerate(table.split("/"), 1)]
    house_list, problems = house_list_of_rows("a.xlsx", rows)
    assert problems == ()
    return house_list


def findings(table: str, text: str) -> str:
    """What is told of a text, in short: T20-office 院长."""
    book = Book(Settings(), parse_chapters([Source("a.md", f"# 讲话\n\n{text}\n")]))
    return " ".join(
        f"{problem.rule} {problem.values.get('here') or problem.values['office']}"
        for problem in as_in_house_list(book, read(table))
    )


HOSPITAL = f"{HEAD}/|||张大同|院长、党委副书记|副院长/|||李小禾|党委书记|/|||王平|副院长|"
TOWN = (
    f"{HEAD}/清河县水利局|||周山|局长|副局长/清河县人民政府|||吴月|县长|"
    "/|||林清河|县委书记|县长/|||沈禾|清河县第一中学校长|"
)


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        (HOSPITAL, "我院院长李小禾说", "T20-office 院长"),
        (HOSPITAL, "我院副院长张大同说", "T20-former 副院长"),
        (HOSPITAL, "请我院院长张大通讲话", "T20-name 张大通"),
        (HOSPITAL, "本院党委副书记、院长张大同", "T20-offices 党委副书记、院长"),
        (HOSPITAL, "时任我院党委委员、副院长张大同", ""),
        (HOSPITAL, "日本院长李小禾，清河医院院长李小禾，老院长李小禾", ""),
        (TOWN, "清河县水利局局长吴月", "T20-office 局长"),
        (TOWN, "清河县水利局党组书记、局长吴月", "T20-office 局长"),
        (TOWN, "县水利局局长吴月", "T20-office 局长"),
        (TOWN, "清河县县长周山", "T20-office 县长"),
        (TOWN, "清河县人民政府县长周山", "T20-office 县长"),
        (TOWN, "中共清河县委书记林青河", "T20-name 林青河"),
        (TOWN, "清河县委副书记、县长林清河", "T20-former 县长"),
        (TOWN, "县委常委、县长林清河", "T20-former 县长"),
        (TOWN, "第一中学校长周山", "T20-office 第一中学校长"),
        (TOWN, "我校校长沈和", "T20-name 沈和"),
        (TOWN, "水利局局长周山、清河县委书记林清河、我校校长沈禾", ""),
        (TOWN, "南山县水利局局长吴月。南山县委副书记、县长林清河", ""),
        (TOWN, "南山县教育局党组书记、局长吴月。各县县长周山", ""),
        (TOWN, "时任清河县委副书记、县长林清河，时任县委常委、县长林清河", ""),
        (TOWN, "他是县委书记，县长吴月到会", ""),
    ],
)
def test_offices_of_bodies_are_looked_at(table: str, text: str, expected: str) -> None:
    assert findings(table, text) == expected


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        # joined cells; a title above; names of columns with blanks and remarks
        (f"{HEAD}/清河县水利局|县水务局||||/|清河水务局||||", "清河水务局", "T20 清河水务局"),
        (
            f"{HEAD}/|||林清河|县委书记|/||||县总河长|",
            "县总河长、县委书记林清河",
            "T20-offices 县总河长、县委书记",
        ),
        ("表||/||/规范用语（全称）|不 用|序号/农业农村局||1", "农业农存局", "T20-near 农业农存局"),
        # names with blanks, of four characters, with a dot, of two persons
        (f"{HEAD}/|||张　三|县长|/|||李 小禾|县委书记|", "县长李小禾", "T20-office 县长"),
        (f"{HEAD}/|||张　三|县长|/|||李 小禾|县委书记|", "县长张　三、县委书记李小禾", ""),
        (f"{HEAD}/|||张　三|县长|/|||李 小禾|县委书记|", "县委书记　张　三", "T20-office 县委书记"),
        (f"{HEAD}/|||欧阳清河|县长|", "县长欧阳清和", "T20-name 欧阳清和"),
        (f"{HEAD}/|||买买提·艾力|县长|", "县长买买提·艾利", "T20-name 买买提·艾利"),
        (f"{HEAD}/|||买买提·艾力|县长|副县长", "副县长买买提•艾力", "T20-former 副县长"),
        (f"{HEAD}/|||王平|县长|/|||周山|副县长|/|||王平|政协主席|", "政协主席王平、县长王平", ""),
        (f"{HEAD}/|||王平|县长|/|||周山|副县长|/|||王平|政协主席|", "周山、王平", ""),
        # offices: other marks between them, one in another, a column of its own for each
        (f"{HEAD}/|||周山|总河长，县长|", "县长、总河长周山", "T20-offices 县长、总河长"),
        (f"{HEAD}/|||林河|主任|/|||吴月|办公室主任|", "办公室主任林河", "T20-office 办公室主任"),
        (f"{HEAD}/|||林河|主任|/|||吴月|办公室主任|", "副主任吴月，办公室主任吴月", ""),
        ("姓名|党内职务|行政职务/周山|总河长|县长", "县长、总河长周山", "T20-offices 县长、总河长"),
        # cells that say that there is nothing; both kinds in a row
        (f"{HEAD}/以人民为中心|无|-|林河|县长|—", "无人；县长林禾", "T20-name 林禾"),
        # forms in other forms, with 、, in full width
        (f"{HEAD}/卫生健康委员会|卫健委||||/卫健委党组|||||", "卫健委党组和卫健委", "T20 卫健委"),
        (f"{HEAD}/节水优先、以水定产|以水定产、节水优先||||", "以水定产", ""),
        (f"{HEAD}/５Ｇ工业互联网|||||", "5G工业互连网", "T20-near 5G工业互连网"),
        # one finding at a place, and the right one
        (f"{HEAD}/农业农村局|农业农材局||||/农业农林局|||||", "农业农材局", "T20 农业农材局"),
        (f"{HEAD}/清河县人民医院|||||", "清河县人民医元", "T20-near 清河县人民医元"),
        (f"{HEAD}/从严治水办法|||||", "从严管水治水办法", ""),
        (f"{HEAD}/清河县水利局|||||", "清河县水利局局长到会", ""),
        (f"{HEAD}/清河县水利局|||||", "清河县水利局局的公告", "T20-near 清河县水利局局"),
    ],
)  # fmt: skip
def test_odd_lists_are_read_as_they_are_meant(table: str, text: str, expected: str) -> None:
    assert findings(table, text) == expected


@pytest.mark.parametrize("rows", [[(1, HEAD.split("|"))], [(3, HEAD.split("|")), (4, [""] * 6)]])
def test_a_list_without_entries_is_told(rows: list[tuple[int, list[str]]]) -> None:
    house_list, problems = house_list_of_rows("a.xlsx", rows)
    assert house_list == HouseList()
    assert [(fault.rule, fault.severity) for fault in problems] == [("house-list-empty", "warning")]


def test_joined_cells_of_offices_hold_for_each_person_beside_them() -> None:
    rows = [(1, ["姓名", "职务", "曾任"]), (2, ["王平", "调研员", "站长"]), (3, ["李平", "", ""])]
    house_list, problems = house_list_of_rows("a.xlsx", rows, [(2, 2, 3, 2), (2, 3, 3, 3)])
    assert problems == ()
    assert [(one.offices, one.former) for one in house_list.persons] == [
        (("调研员",), ("站长",))
    ] * 2


@pytest.mark.parametrize(
    ("table", "wordings", "faults"),
    [
        ("|病号/患者|病人", [("患者", ("病人",))], [2]),  # nothing stands above
        ("患者|病人//|病号", [("患者", ("病人",))], [4]),  # a blank row is between
        ("患者|病人/||王平|站长/|病号", [("患者", ("病人",))], [4]),  # a person is between
        ("患者|病人/-|神婆", [("患者", ("病人",))], [3]),  # nothing to replace it
        ("患者|病人/|病号/|病患", [("患者", ("病人", "病号", "病患"))], []),
    ],
)
def test_forms_without_a_wording_are_told(
    table: str, wordings: list[tuple[str, tuple[str, ...]]], faults: list[int]
) -> None:
    rows = [
        (n, row.split("|"))
        for n, row in enumerate(f"规范用语|不用|姓名|职务/{table}".split("/"), 1)
    ]
    house_list, problems = house_list_of_rows("a.xlsx", rows)
    assert [(one.use, one.forbidden) for one in house_list.wordings] == wordings
    assert [(one.rule, one.place and one.place.line) for one in problems] == [
        ("house-list-owner", line) for line in faults
    ]


def test_offices_without_a_person_are_told() -> None:
    rows = [(1, ["姓名", "职务"]), (2, ["王平", "站长"]), (3, ["", ""]), (4, ["", "主任"])]
    house_list, problems = house_list_of_rows("a.xlsx", rows)
    assert [one.offices for one in house_list.persons] == [("站长",)]
    assert [(one.rule, one.values["head"]) for one in problems] == [("house-list-owner", "姓名")]
    joined, problems = house_list_of_rows("a.xlsx", rows, [(2, 1, 4, 1)])
    assert ([one.offices for one in joined.persons], problems) == ([("站长", "主任")], ())


def test_names_in_one_cell_are_persons_each() -> None:
    house_list = read("姓名|职务/王平、李平|副县长/|县总河长")
    assert [(one.name, one.offices) for one in house_list.persons] == [
        ("王平", ("副县长", "县总河长")),
        ("李平", ("副县长", "县总河长")),
    ]
