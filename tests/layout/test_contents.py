"""Contents: which entries they show, at which level, in which words, and on how many pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from duben import analysis
from duben.layout.contents import (
    LEADINGS,
    ContentsLine,
    contents_entries,
    contents_title,
    fit_contents,
)
from duben.layout.editions import EDITIONS
from duben.layout.markup import entry_title, running_title
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import Book, BookSettings, Settings, Source

SCREEN, PHONE = EDITIONS["screen"], EDITIONS["phone"]
BODY = "各村各组都要把水渠修好，入冬以前完成。"
LONG = "全面学习上级关于农田水利建设的各项要求，" * 4


def book(*texts: str, title: str = "") -> Book:
    """A book of one chapter for each text."""
    sources = [Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)]
    return analysis.analyse(Settings(book=BookSettings(title=title)), parse_chapters(sources), ())


def shown(*texts: str, title: str = "") -> list[tuple[int, str]]:
    return [
        (entry.level, entry.label + entry.title)
        for entry in contents_entries(book(*texts, title=title))
    ]


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("修渠", "修渠"),
        ("关于报送冬修水渠计划、清淤任务和验收安排的通知", "关于报送冬修水渠计划……"),
        ("关于冬修水渠和清淤工作有关情况的汇报", "关于冬修水渠和清淤工作……"),
        ("转发《关于冬修水渠和清淤工作的通知》", "转发《关于冬修水渠……》"),
    ],
)
def test_a_long_running_head_is_cut_between_words_and_ends_in_dots(title: str, head: str) -> None:
    assert running_title(title, 14) == head


def test_entries_leave_no_mark_open() -> None:
    title = "关于转发《青石镇冬季河道清淤和渠道修缮工作实施办法》的通知"
    assert entry_title(title, 14) == "关于转发《青石镇冬季……》"
    assert entry_title("加强组织领导，落实各方面的工作责任和措施", 14) == "加强组织领导"


# --- which entries --------------------------------------------------------------------------------


def test_items_that_run_on_in_their_paragraph_are_no_entries() -> None:
    text = paragraphs(
        "# 一、措施",
        f"（一）坚持分段包干。{BODY}",
        f"（二）坚持按月检查。{BODY}",
        "（三）坚持奖优罚劣。",
        "# 二、要求",
        BODY,
    )
    assert shown(text) == [(1, "一、措施"), (1, "二、要求")]


def test_labelled_lines_with_text_below_them_are_entries_even_where_one_of_them_runs_on() -> None:
    text = paragraphs(
        "# 一、措施",
        "（一）分段包干",
        BODY,
        f"（二）按月检查，有奖有罚。{BODY}",
        "（三）奖优罚劣",
        BODY,
    )
    assert shown(text) == [
        (1, "一、措施"),
        (2, "（一）分段包干"),
        (2, "（二）按月检查"),
        (2, "（三）奖优罚劣"),
    ]  # noqa: E501


@pytest.mark.parametrize(
    "items",
    [
        ("（一）东河", "（二）西河", "（三）南河", BODY),
        ("（一）东河；", BODY, "（二）西河；", BODY),
        ("第一条　为了修好水渠，制定本办法。", "第二条　本办法适用于各村。", "本款同上。"),
    ],
)
def test_lists_and_articles_are_no_entries(items: tuple[str, ...]) -> None:
    assert shown(paragraphs("# 水渠", *items)) == [(1, "水渠")]


def test_a_sentence_that_opens_a_list_is_no_entry() -> None:
    text = paragraphs(
        "# 一、水", "（一）目标", BODY, "（二）主要任务如下：", BODY, "（三）保障", BODY
    )
    assert [title for _, title in shown(text)] == ["一、水", "（一）目标", "（三）保障"]


# --- levels ---------------------------------------------------------------------------------------


def test_titles_of_parts_stand_above_their_sections_and_only_two_levels_are_shown() -> None:
    letter = paragraphs("# 清淤通知", BODY, "## 一、目标", BODY, "### （一）东河", BODY)
    annex = paragraphs("# 附件1　清淤方案", BODY, "## 一、分工", BODY, "### （一）西河", BODY)
    assert shown(letter, annex, title="清淤通知") == [
        (1, "清淤通知"),
        (2, "一、目标"),
        (1, "附件1　清淤方案"),
        (2, "一、分工"),
    ]


def test_chapters_with_numbers_are_not_below_the_title_of_the_whole() -> None:
    first, second = paragraphs("# 报告", BODY), paragraphs("# 一、水", BODY, "## （一）渠", BODY)
    assert shown(first, second, title="报告") == [(1, "报告"), (1, "一、水"), (2, "（一）渠")]
    assert shown(paragraphs("# 报告", "## 一、水", BODY, "### （一）渠", BODY)) == [
        (1, "报告"),
        (1, "一、水"),
        (2, "（一）渠"),
    ]


# --- words ----------------------------------------------------------------------------------------


def test_a_title_is_whole_or_cut_at_a_clause() -> None:
    assert contents_title(LONG[:40]) == LONG[:40]
    assert contents_title(LONG) == LONG[:19]
    unmarked = "关于进一步加强" * 12
    assert contents_title(unmarked) == unmarked


# --- pages ----------------------------------------------------------------------------------------


def lines(outer: int, inner: int) -> list[ContentsLine]:
    """Lines of ``outer`` sections with ``inner`` ones in each."""
    line = ContentsLine("（一）", "清淤", 2, "a", "1")
    section = [replace(line, label="一、", level=1), *[line] * inner]
    return section * outer


@pytest.mark.parametrize(
    ("outer", "inner", "pages", "levels", "leading"),
    [
        (2, 9, 30, {1, 2}, 17.5),
        (3, 7, 30, {1, 2}, 15.0),
        (4, 6, 30, {1, 2}, 13.5),
        (4, 7, 30, {1, 2}, 12.5),
        (8, 4, 30, {1}, 17.5),  # 40 lines are no page, and a book of 30 has one
        (8, 4, 39, {1}, 17.5),
        (8, 4, 40, {1, 2}, 17.5),
        (4, 7, 60, {1, 2}, 17.5),  # no need to set it close
        (20, 5, 60, {1}, 17.5),
        (20, 5, 100, {1, 2}, 17.5),
    ],
)
def test_contents_take_a_page_in_twenty_at_most(
    outer: int, inner: int, pages: int, levels: set[int], leading: float
) -> None:
    kept, rank = fit_contents(lines(outer, inner), SCREEN, pages)
    assert {line.level for line in kept} == levels
    assert LEADINGS[rank - 1][0] == leading


def test_a_small_page_is_not_set_close_and_an_entry_of_many_rows_counts_all() -> None:
    assert fit_contents(lines(4, 5), PHONE, 30)[1] == 1
    assert len(fit_contents(lines(4, 5), PHONE, 30)[0]) == 4
    long = [replace(line, title="修" * 60) for line in lines(2, 3)]
    assert LEADINGS[fit_contents(long, SCREEN, 30)[1] - 1][0] == 15.0


def test_contents_of_one_level_are_kept_whole() -> None:
    kept, rank = fit_contents(lines(300, 0), SCREEN, 30)
    assert (len(kept), rank) == (300, len(LEADINGS))
