"""A library of the editor's own: read with its faults at their lines, laid over ours, and used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from duben import analysis
from duben.chinese import shipped_library
from duben.manuscript import parse_chapters
from duben.messages import problem_text
from duben.model import Book, BookSettings, Settings, Source, TermLibrary, TextSettings

OWN = """
[[term]]
term = "三个清洁"
members = ["清洁水源", "清洁田园", "清洁家园"]
variants = ["三清洁"]
source = "青山县工作报告"
date = "2019-03"

[[term]]
term = "两个一线"
count = 2
members = ["干部到一线", "服务到一线"]
source = "青山县工作报告"
date = "2010"
until = "2015"

[[term]]
term = "两个一线"
members = ["问题查在一线", "办法出在一线"]
source = "青山县工作报告"
date = "2020"
since = "2016"

[[term]]
term = "五个到村"
members = ["电到村", "水到村", "路到村", "网到村", "医到村"]
source = "青山县工作报告"
date = "2020"
place = "青山县"
"""


def library(text: str = OWN) -> TermLibrary:
    terms, problems = analysis.read_library(Source("ours.toml", text))
    assert problems == ()
    return terms


def book(text: str, supply: bool = False, day: date = date(2024, 1, 1), title: str = "") -> Book:
    settings = Settings(book=BookSettings(date=day, title=title), text=TextSettings(supply=supply))
    return analysis.analyse(settings, parse_chapters([Source("a.md", text)]), (), None, library())


def test_no_source_later_than_the_book_supplies() -> None:
    late, early = (
        book("继续抓好“三个清洁”。", supply=True, day=day).enumerations[0]
        for day in (date(2019, 2, 28), date(2019, 3, 1))
    )
    assert (late.known, early.known and early.known.source) == (None, "青山县工作报告")


def told(of: Book) -> list[tuple[str, str, str]]:
    return [
        (problem.rule, str(problem.values["here"]), str(problem.values["there"]))
        for problem in analysis.check(of)
        if problem.rule.startswith("T19")
    ]


def test_faults_of_a_library_are_told_at_their_lines() -> None:
    wrong = """[[term]]
term = "三个清洁"
count = 4
members = ["清洁水源", "清洁田园", "清洁家园"]

[[term]]
term = "两个一线"
members = ["干部到一线"]

[[term]]
term = "三个能手"
members = ["犁田能手", "养鱼能手", "编织能手"]
date = "去年"
menbers = []

[[term]]
members = ["甲", "乙"]

[[book]]
title = "读本"
"""
    terms, problems = analysis.read_library(Source("ours.toml", wrong))
    assert terms.terms == () and terms.booklets == ()
    assert [(str(problem.place), problem.rule) for problem in problems] == [
        ("ours.toml:3", "library-count"),
        ("ours.toml:8", "library-members"),
        ("ours.toml:13", "library-date"),
        ("ours.toml:14", "library-unknown-key"),
        ("ours.toml:16", "library-without"),
        ("ours.toml:19", "library-without"),
    ]


def test_broken_library_is_told() -> None:
    terms, problems = analysis.read_library(Source("ours.toml", "[[term]]\nterm = 三个清洁\n"))
    assert terms.terms == ()
    assert [(str(problem.place), problem.rule) for problem in problems] == [
        ("ours.toml:2", "toml-unquoted")
    ]


def test_own_entries_stand_in_place_of_ours() -> None:
    (own,) = analysis.read_library(
        Source("a.toml", '[[term]]\nterm = "四个意识"\nmembers = ["甲", "乙", "丙", "丁"]\n')
    )[0].terms
    known = analysis.overlay([own], shipped_library())
    assert known["4个意识"] == (own,)
    assert known["4个自信"] == shipped_library()["4个自信"]


def test_list_that_differs_from_the_library_is_told_with_both_wordings() -> None:
    assert told(book("抓好“三个清洁”（清洁水源、清洁田园、清洁家圆）。")) == [
        ("T19", "清洁家圆", "清洁家园")
    ]
    assert told(book("抓好“三个清洁”，即清洁水源、清洁田园。")) == [
        ("T19-missing", "清洁水源、清洁田园", "清洁家园")
    ]
    # Other things that are called so, another order where none is fixed, a list that goes on.
    assert told(book("抓好“三个清洁”（清洁街道、清洁学校、清洁家园）。")) == []
    assert told(book("抓好“三个清洁”（清洁家园、清洁田园、清洁水源）。")) == []
    assert told(book("抓好“三个清洁”，包括清洁水源、清洁田园等。")) == []


def test_entries_of_another_time_or_place_say_nothing() -> None:
    text = "做到“两个一线”：问题查在一线，方法出在一线。"
    assert told(book(text, day=date(2012, 1, 1))) == []
    text = "实现“五个到村”：电到村、水到村、路到村、网到村、医倒村。"
    assert told(book(text)) == []
    assert told(book(text, title="青山县工作读本")) == [("T19", "医倒村", "医到村")]


def test_members_are_supplied_only_when_asked_for() -> None:
    text = "继续抓好“三个清洁”。做到“两个一线”。实现“五个到村”。"
    assert {one.status for one in book(text).enumerations} == {"unlisted"}
    clean, line, village = book(text, supply=True).enumerations
    assert clean.status == line.status == "supplied"
    assert clean.members == () and clean.printed_members == ()
    assert clean.known is not None and clean.known.members[0] == "清洁水源"
    assert line.known is not None and line.known.since == "2016"
    assert village.status == "unlisted" and village.known is None


def test_nothing_is_supplied_where_it_is_not_plain_what_is_meant() -> None:
    undated = BookSettings().date
    (line,) = book("做到“两个一线”。", supply=True, day=undated).enumerations
    assert line.known is None
    shared = replace(library().terms[0], shared=True)
    settings = Settings(text=TextSettings(supply=True))
    (clean,) = analysis.analyse(
        settings,
        parse_chapters([Source("a.md", "继续抓好“三个清洁”。")]),
        library=TermLibrary((shared,)),
    ).enumerations
    assert clean.known is None


def test_the_central_document_is_cited_where_several_list_the_members() -> None:
    entry = library().terms[0]
    sources = (
        "青山县政府工作报告（2019年）",
        "国务院政府工作报告（2020年）",
        "在某次全国代表大会上的报告",
    )
    entries = tuple(
        replace(entry, source=source, members=members)
        for source, members in zip(
            sources, (entry.members, entry.members[::-1], entry.members), strict=True
        )
    )
    settings = Settings(text=TextSettings(supply=True))
    chapters = parse_chapters([Source("a.md", "继续抓好“三个清洁”。")])
    for some, first in ((entries, sources[2]), (entries[:2], sources[1])):
        (clean,) = analysis.analyse(settings, chapters, library=TermLibrary(some)).enumerations
        assert clean.known is not None and clean.known.source == first


def test_json_says_what_is_supplied_and_from_where() -> None:
    told = analysis.enumerations_to_json(book("继续抓好“三个清洁”。", supply=True), "a")
    (entry,) = told["enumerations"]
    assert entry["status"] == "supplied"
    assert entry["members"] == []
    assert entry["supplied"] == {
        "members": ["清洁水源", "清洁田园", "清洁家园"],
        "source": "青山县工作报告",
        "date": "2019-03",
    }


@pytest.mark.parametrize(
    ("toml", "rule", "line"),
    [
        ('[[term]]\nterm = "  "\nmembers = ["甲", "乙"]\n', "library-without", 1),
        ('[[term]]\nterm = "“”"\nmembers = ["甲", "乙"]\n', "library-without", 2),
        ('[[term]]\nterm = "两点"\nmembers = ["甲\\n乙", "丙"]\n', "enumeration-line-break", 3),
        ('[[term]]\nterm = "两点"\nmembers = ["甲", "\\u0007"]\n', "text-control", 3),
        (
            '[[term]]\nterm = "两点"\nmembers = ["甲", "乙"]\nbook = 3\n',
            "enumeration-type-tables",
            4,
        ),
        (
            '[[term]]\nterm = "两点"\nmembers = ["甲", "乙"]\n[[term.book]]\nbook = "无"\n',
            "library-no-booklet",
            5,
        ),
    ],
)
def test_what_is_wrong_in_an_entry_of_a_library_is_told(toml: str, rule: str, line: int) -> None:
    _, problems = analysis.read_library(Source("ours.toml", toml))
    assert [(one.rule, one.place and one.place.line) for one in problems] == [(rule, line)]
    # Each has a message: without one its values are shown (key=book).
    for language in ("zh", "en"):
        assert all("key=" not in problem_text(one, language)[0] for one in problems)


def test_nothing_is_supplied_without_a_source() -> None:
    entry = replace(library().terms[0], source="")
    (clean,) = analysis.analyse(
        Settings(text=TextSettings(supply=True)),
        parse_chapters([Source("a.md", "继续抓好“三个清洁”。")]),
        library=TermLibrary((entry,)),
    ).enumerations
    assert clean.known is None
