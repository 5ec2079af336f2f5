"""A library gathered from booklets: what goes in, that gathering again changes nothing, and how
terms went through the years.
"""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from duben import analysis
from duben.manuscript import parse_chapters
from duben.model import Book, BookSettings, Settings, Source, TermLibrary

FIRST = (
    "抓好“三个清洁”（清洁水源、清洁田园、清洁家园）。办好“两个点”（茶点、饭点）。\n\n"
    "干部要做到“三个带头”：带头修路、带头植树、带头交粮。"
)
SECOND = (
    "抓好“三个清洁”（清洁水源、清洁田园、清洁庭院）。做到“三个带头”。\n\n"
    "搞好“两个到户”（水到户、路到户）。完成“九个必须”。"
)


def book(text: str, year: int) -> Book:
    about = BookSettings(id=f"cun-{year}", title=f"{year}年读本", date=date(year, 3, 1))
    return analysis.analyse(Settings(book=about), parse_chapters([Source("01.md", text)]))


def two_years() -> TermLibrary:
    return analysis.collect(TermLibrary(), [book(SECOND, 2024), book(FIRST, 2023)])


def test_library_has_the_lists_of_each_booklet_with_where_they_stand() -> None:
    library = two_years()
    assert [one.id for one in library.booklets] == ["cun-2023", "cun-2024"]
    assert [
        (one.term, one.members[-1], [(at.book, at.place, at.listed) for at in one.records])
        for one in library.terms
    ] == [
        ("三个清洁", "清洁家园", [("cun-2023", "01.md:1", True)]),
        ("两个点", "饭点", [("cun-2023", "01.md:1", True)]),
        ("三个带头", "带头交粮", [("cun-2023", "01.md:3", True), ("cun-2024", "01.md:1", False)]),
        ("三个清洁", "清洁庭院", [("cun-2024", "01.md:1", True)]),
        ("两个到户", "路到户", [("cun-2024", "01.md:3", True)]),
    ]


def test_file_says_what_the_library_holds() -> None:
    text = analysis.library_to_toml(two_years())
    read, problems = analysis.read_library(Source("tifa.toml", text))
    assert problems == ()
    assert analysis.library_to_toml(read, text) == text


def test_gathering_a_version_again_takes_its_place() -> None:
    library = two_years()
    assert analysis.collect(library, [book(FIRST, 2023), book(SECOND, 2024)]) == analysis.collect(
        library, [book(SECOND, 2024), book(FIRST, 2023)]
    )
    less = analysis.collect(library, [book("办好“两个点”（茶点、饭点）。", 2023)])
    assert [(one.term, one.members[-1]) for one in less.terms] == [
        ("三个清洁", "清洁庭院"),
        ("两个到户", "路到户"),
        ("两个点", "饭点"),
    ]


def test_what_was_typed_by_hand_stays() -> None:
    own = '# 我们的提法\n\n[[term]]\nterm = "三个能手"\nmembers = ["犁田", "养鱼", "编织"]\n'
    read, _ = analysis.read_library(Source("tifa.toml", own))
    text = analysis.library_to_toml(analysis.collect(read, [book(FIRST, 2023)]), own)
    assert text.startswith("# 我们的提法\n")
    again, problems = analysis.read_library(Source("tifa.toml", text))
    assert problems == ()
    assert [one.term for one in again.terms] == ["三个能手", "三个清洁", "两个点", "三个带头"]


def test_history_says_what_is_new_changed_and_dropped() -> None:
    assert [
        (one.term, one.state, [(row.members[-1:], row.booklets) for row in one.wordings])
        for one in analysis.term_histories(two_years())
    ] == [
        ("两个点", "dropped", [(("饭点",), (1,))]),
        ("两个到户", "new", [(("路到户",), (2,))]),
        ("三个清洁", "changed", [(("清洁家园",), (1,)), (("清洁庭院",), (2,))]),
        ("三个带头", "", [(("带头交粮",), (1,)), ((), (2,))]),
    ]


def test_history_of_a_book_ends_with_the_book() -> None:
    library = analysis.collect(TermLibrary(), [book(FIRST, 2023), book(SECOND, 2025)])
    of = analysis.with_history(book(FIRST, 2024), library)
    assert [one.id for one in of.booklets] == ["cun-2023", "cun-2024"]
    assert [(one.term, one.state) for one in of.term_histories] == [
        ("两个点", ""),
        ("三个清洁", ""),
        ("三个带头", ""),
    ]


def test_spreadsheet_has_a_column_for_each_booklet() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(analysis.history_to_xlsx(two_years()))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("提法", "项数", "始见", "状态")
    assert rows[1] == ("两个点", 2, "2023-03-01", "末次未提", "茶点\n饭点", "")
    assert rows[4][3:] == ("", "带头修路\n带头植树\n带头交粮", "（只提名称）")
