"""What is said of marks that changed, and of how many places; how copies are mended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from duben.layout import theme
from duben.model import SourceLocation
from duben.publish.change_documents import slip
from duben.revision import comparison, errata, wording
from duben.revision.comparison import Revision
from duben.revision.units import Unit
from duben.revision.version import Version
from revised_texts import units_of

SAID = theme.book_words("zh-Hans", "revision")
OLD = ["水渠每月清淤，闸门、水泵一并检查。", "各村先报计划，再放水，再量水，不得抢水。"]


def revision_of(new: list[str]) -> Revision:
    return comparison.compare(
        *(
            Version("x", "题", number, "", "zh-Hans", units_of(*text))
            for number, text in (("1", OLD), ("2", new))
        )
    )


def summary(new: list[str]) -> list[str]:
    return list(wording.summary_lines(revision_of(new), SAID))


def test_a_mark_that_is_gone_is_told_with_its_clauses() -> None:
    lines = summary(
        [OLD[0].replace("闸门", "大闸门"), OLD[1].replace("，再放", "再放").replace("抢", "争")]
    )
    assert any("将“各村先报计划，再放水”修改为“各村先报计划再放水”" in line for line in lines)
    assert not any("删去“，”" in line for line in lines)


def test_the_heading_counts_the_places_that_the_list_tells() -> None:
    lines = summary([OLD[0], OLD[1].replace("，", "、")])
    assert "修改3处" in lines[0] and any("只改标点（3处）" in line for line in lines)


@pytest.mark.parametrize(
    ("wrong", "right", "note"),
    [
        ("先报，再放水", "先报再放水", "（删去“，”）"),
        ("先报再放水", "先报，再放水", "（加“，”）"),
        ("先报，再放水", "先报、再放水", "（“，”改为“、”）"),
        ("先报计划再放水", "先报再放水", "（删去“计划”）"),
        ("先报，再放水", "先报计划，再放水", ""),
    ],
)
def test_the_slip_says_what_became_of_a_mark(wrong: str, right: str, note: str) -> None:
    row = errata.ErrataRow("replace", (), ("第一条",), wrong, right)
    shown = slip._slip_row(revision_of(OLD), row, SAID)
    assert "".join(text for sign, text in shown.right if sign == "note") == note


def test_joined_paragraphs_are_told_in_words_on_both_sides() -> None:
    row = errata.ErrataRow("join", (), ("第一条",), "先报计划", "再放水")
    shown = slip._slip_row(revision_of(OLD), row, SAID)
    assert "".join(text for _, text in shown.wrong) == "……先报计划（另起一段）再放水……"
    assert "".join(text for _, text in shown.right) == "……先报计划（两段连排）再放水……"


def test_a_new_note_is_named_by_its_number_and_titles_keep_single_marks() -> None:
    note = Unit("n", "note", "按当天通知。", SourceLocation("a.md", 9), "二、注1")
    old_title = Unit("book.title", "field", "“种树”记", SourceLocation("book.toml"), "书名")
    new_title = replace(old_title, text="栽树记")
    versions = [
        Version("x", "题", number, "", "zh-Hans", (*units_of(*OLD), *more), (title,))
        for number, more, title in (("1", (), old_title), ("2", (note,), new_title))
    ]
    lines = "".join(wording.summary_lines(comparison.compare(*versions), SAID))
    assert "增加一条注释，作为二、注1：“按当天通知。”" in lines
    assert "书名由“‘种树’记”改为“栽树记”。" in lines
