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


TWO = f"{HEAD}/|||王平|处长|科长/|||周山|馆长|/|||王平|队长|班长"
COUNTY = f"{HEAD}/|||林清河|县委书记|县长/|||周远山|县长|/|||王平|组织部部长|/|||李平|副县长|"


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        # former offices of each of two persons
        (TWO, "科长王平到会。班长王平到会", "T20-former 科长 T20-former 班长"),
        # persons of another place are in no order of ours
        (COUNTY, "南山县县长周远山、县委书记林清河", ""),
        (COUNTY, "南山县副县长李平、我县县长周远山", ""),
        (COUNTY, "邻县县长周远山、县委书记林清河", ""),
        (COUNTY, "县长周远山、县委书记林清河", "T20-persons 周远山、林清河"),
        (COUNTY, "副县长李平和县长周远山", "T20-persons 李平、周远山"),
        (COUNTY, "主持会议的县委常委李平和县长周远山", "T20-persons 李平、周远山"),
        # the organ before the office
        (COUNTY, "县委组织部部长李平", "T20-office 组织部部长"),
        (COUNTY, "中共清河县委组织部部长李平", ""),
        (COUNTY, "县政府县长王平，县人民政府县长王平", "T20-office 县长 T20-office 县长"),
        (COUNTY, "县人民政府县长林清河", "T20-former 县长"),
        (COUNTY, "南山县委组织部部长李平，市委组织部部长李平", ""),
        (TOWN + "/|||王平|组织部部长|", "中共清河县委组织部部长吴月", "T20-office 组织部部长"),
        (f"{HEAD}/|||王平|书记|/|||周山|县长|", "县委书记周山", ""),
        (f"{HEAD}/|||王平|办公室主任|/|||周山|县长|", "县委办公室主任周山", ""),
        # names with a blank and a wrong character
        (f"{HEAD}/|||王芳|主任|", "主任王　坊到会", "T20-name 王　坊"),
        (f"{HEAD}/|||王芳|主任|", "主任王　芳到会，主任王　海到会", ""),
        # offices of then
        (COUNTY, "卸任县长林清河，离任县长林清河，曾经的县长林清河，彼时的县长林清河", ""),
        (COUNTY, "县长林清河（时任）到会，县长林清河同志（当时）到会", ""),
        (COUNTY, "县长林清河（到会）", "T20-former 县长"),
        # orders of their own, and titles
        (COUNTY, "按发言顺序：周远山、林清河", ""),
        (COUNTY, "按年龄大小排列：周远山、林清河", ""),
        (COUNTY, "以到会先后为序：周远山、林清河", ""),
        (COUNTY, "前排左起：周远山、林清河。从左到右：周远山、林清河", ""),
        (COUNTY, "按计划的顺序施工。周远山、林清河到会", "T20-persons 周远山、林清河"),
        (COUNTY, "按职务排列：周远山、林清河", "T20-persons 周远山、林清河"),
        (COUNTY, "见《周远山、林清河谈治水》", ""),
    ],
)
def test_persons_are_told_by_what_stands_beside_them(table: str, text: str, expected: str) -> None:
    assert findings(table, text) == expected


BASE = f"{HEAD}/青少年法治教育基地|法制教育基地；青少年法制基地||||"


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        (BASE, "青少年法制教育基地开放", "T20 青少年法制教育基地"),
        (BASE, "青少年法制基地开放", "T20 青少年法制基地"),
        (BASE, "法制教育基地开放", "T20 法制教育基地"),
        (f"{HEAD}/县乡村振兴局|扶贫办||||", "县扶贫办", "T20 县扶贫办"),
        (f"{HEAD}/和平街道|平安街道||||", "我和平安街道", "T20 平安街道"),
        # another level is another body
        (f"{HEAD}/清河县水利局|||||", "清河市水利局和清河区水利局", ""),
        (f"{HEAD}/清河县水利局|||||", "清河现水利局", "T20-near 清河现水利局"),
        (f"{HEAD}/乡村振兴促进会|||||", "乡存振兴促进会", "T20-near 乡存振兴促进会"),
    ],
)
def test_wordings_are_told_with_what_belongs_to_them(table: str, text: str, expected: str) -> None:
    assert findings(table, text) == expected
