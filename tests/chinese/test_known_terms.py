"""The library of known terms: its form, which list agrees with an entry, where members stand."""

from __future__ import annotations

from duben.chinese import (
    EnumerationFinding,
    Passage,
    agreeing_entry,
    find_enumerations,
    index_terms,
    shipped_terms,
    source_rank,
)
from duben.model import KnownTerm

RIVERS = KnownTerm("三个清洁", 3, ("清洁水源", "清洁田园", "清洁家园"), "某县工作报告", "2019")
LIBRARY = index_terms([RIVERS])


def finding(*texts: str) -> EnumerationFinding:
    """The one enumeration of a document of these paragraphs."""
    passages = [Passage(str(number), text) for number, text in enumerate(texts)]
    (enumeration,) = find_enumerations(passages, library=LIBRARY).enumerations
    return enumeration


def test_shipped_library_is_well_formed() -> None:
    entries = shipped_terms()
    assert len(entries) >= 400
    for entry in entries:
        assert entry.count == len(entry.members) == len(set(entry.members)) >= 2, entry.term
        assert entry.source and entry.date, entry.term
        assert not entry.term.startswith("“"), entry.term
    said = [(one.term, one.members, one.since, one.until, one.area) for one in entries]
    assert len(said) == len(set(said))


def test_sources_are_cited_in_their_order() -> None:
    sources = [
        "在中国共产党第十五次全国代表大会上的报告",
        "中共中央关于加强党的政治建设的意见（2019年）",
        "国务院政府工作报告（2020年）",
        "中国共产党简史（2021版）",
        "某部门的通知",
        "青山省政府工作报告（2020年）",
    ]
    assert [source_rank(source) for source in sources] == [1, 2, 3, 4, 5, 6]
    # So many of the shipped entries have a source of a region and none of the country.
    entries = [entry for entry in shipped_terms() if not entry.area]
    assert sum(source_rank(entry.source) == 6 for entry in entries) <= 130


def test_list_agrees_in_any_order_and_without_its_shared_head() -> None:
    for members in (
        ["清洁水源", "清洁田园", "清洁家园"],
        ["清洁家园", "清洁水源", "清洁田园"],
        ["清洁水源", "田园", "家园"],
        ["水源", "田园", "家园"],
        ["“清洁水源”", "“清洁田园”", "“清洁家园”"],
    ):
        assert agreeing_entry(members, [RIVERS]) is RIVERS, members
    for members in (
        ["清洁水源", "清洁田园"],
        ["清洁水源", "清洁田园", "清洁庭院"],
        ["清洁水源", "清洁水源", "清洁家园"],
        ["做到清洁水源", "清洁田园", "清洁家园"],
    ):
        assert agreeing_entry(members, [RIVERS]) is None, members


def test_list_that_the_library_has_is_found_elsewhere_and_sure() -> None:
    enumeration = finding("继续抓好“三个清洁”。", "全县动手，清洁家园、水源和田园，人人有责。")
    assert enumeration.members == ("清洁家园", "水源", "田园")
    assert enumeration.evidence is not None
    assert "library" in enumeration.evidence.signs
    assert enumeration.evidence.sure


def test_list_that_the_library_has_goes_before_another() -> None:
    enumeration = finding(
        "落实“三个清洁”：早部署、早检查、早见效。", "“三个清洁”（清洁水源、清洁田园、清洁家园）。"
    )
    assert enumeration.members == RIVERS.members
    assert [other.members for other in enumeration.others] == [("早部署", "早检查", "早见效")]


def test_longer_list_is_another_one() -> None:
    for text in (
        "全县动手，清洁水源、清洁田园、清洁家园、清洁道路。",
        "全县动手，清洁水源、清洁田园、清洁家园和村道。",
        "全县动手，清洁庭院、清洁水源、清洁田园、清洁家园。",
    ):
        evidence = finding("继续抓好“三个清洁”。", text).evidence
        assert evidence is None or "library" not in evidence.signs, text
