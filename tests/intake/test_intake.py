"""Documents from elsewhere become manuscripts: nothing lost, every change told, the text read back
to the letter.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from duben.analysis import analyse
from duben.chinese import marks
from duben.intake import (
    accounting,
    dates,
    decoding,
    editors_note,
    manuscript_folder,
    markdown,
    reading,
    summary,
    unsure_lists,
)
from duben.intake.captions import attach_captions
from duben.intake.document import ImportedDocument, ImportedParagraph, SourceLine, TextChange
from duben.intake.html import repair
from duben.manuscript import loading, pictures
from duben.manuscript.markdown.parser import parse, parse_chapters
from duben.messages import catalogue
from duben.model import TITLE_TO_FILL, Block, BookError, Source, problem
from growth import soon
from PIL import Image

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
TO = ("title", "subtitle", "authors", "date", "source", "notes", "paragraph")
LONG = BODY * 60  # a chapter's worth of text


def taken(tmp_path: Path, text: str | bytes, name: str = "河道.txt") -> ImportedDocument:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reading.read_document(path)


def doubts(document: ImportedDocument) -> list[tuple[str, str]]:
    return [(doubt.what, doubt.taken_as) for doubt in document.unsure]


def shape(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(paragraph.level, paragraph.text) for paragraph in document.paragraphs]


def rules(document: ImportedDocument) -> list[str]:
    return [problem.rule for problem in document.problems]


def refused(tmp_path: Path, data: str | bytes, name: str = "河道.txt") -> tuple[int, list[str]]:
    with pytest.raises(BookError) as error:
        taken(tmp_path, data, name)
    assert all(
        all(catalogue.problem_text(problem, tongue))
        for problem in error.value.problems
        for tongue in ("zh", "en")
    )
    return error.value.status, [
        f"{problem.rule}:{problem.place.line if problem.place else 0}"
        for problem in error.value.problems
    ]


# --- bytes to text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize(
    "text",
    [f"清淤工作\n{BODY}\r\n", "臺灣與國家為學\n這個問題說來話長，還須從長計議，請認真執行。\n"],
)
def test_encodings_are_told_apart(encoding: str, text: str) -> None:
    assert decoding.decode(text.encode(encoding), "a.txt") == text


def test_page_is_read_in_the_encoding_it_names_unless_it_is_wrong(tmp_path: Path) -> None:
    page = f'<meta charset="gb2312"><p>{BODY}</p>'
    assert taken(tmp_path, page.encode("gb18030"), "a.html").paragraphs[1].text == BODY
    assert taken(tmp_path, page.encode(), "a.html").paragraphs[1].text == BODY


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.txt", (1, ["intake-empty:1"])),
        (b"PK\x03\x04", "a.docx", (1, ["word-broken:1"])),
        (b"PK\x03\x04", "a.txt", (1, ["word-broken:1"])),
        (b"", "a.odt", (2, ["intake-word:1"])),
        (b"\xd0\xcf\x11\xe0", "a.wps", (2, ["intake-word:1"])),
        (b"%PDF-1.7", "a.pdf", (1, ["intake-pdf-broken:1"])),
        (b"%PDF-1.7", "a.txt", (1, ["intake-pdf-broken:1"])),
        (b"", "a.webarchive", (2, ["intake-archive:1"])),
        (b"", "a.mht", (1, ["intake-empty:1"])),
        (b"MIME-Version: 1.0\n\ntext", "a.mhtml", (1, ["intake-archive-none:1"])),
        ("修渠要赶在汛期之前。\n".encode(), "a.mht", (1, ["intake-archive-none:1"])),
        (b"\x89PNG", "a.txt", (2, ["intake-picture-file:1"])),
        (b"", "a.JPG", (2, ["intake-picture-file:1"])),
        (b"", "a.xlsx", (2, ["intake-kind:1"])),
        (b"a\0b\0\0\0\0", "a.txt", (1, ["intake-binary:1"])),
        ("水\n火\n".encode() * 20 + b"\xff\xff\n", "a.txt", (1, ["intake-broken-bytes:41"])),
        ("這個問題說來話長，還須從長計議".encode("big5") * 3, "a.txt", (1, ["intake-encoding:1"])),
        (b"\xff\xfe\x00\xd8\x41\x00", "a.txt", (1, ["intake-broken-bytes:1"])),
        ("水" * 333_334, "a.txt", (1, ["intake-paragraph-too-large:1"])),
        ("<div>" * 3000 + "水", "a.html", (1, ["intake-nesting:1"])),
        ("<script>水。</script>", "a.html", (1, ["intake-empty:1"])),
        (
            "<p>环境异常<p>当前环境异常，完成验证后即可继续访问。",
            "a.html",
            (1, ["intake-page-blocked:1"]),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    tmp_path: Path, data: str | bytes, name: str, expected: tuple[int, list[str]]
) -> None:
    assert refused(tmp_path, data, name) == expected


def test_a_text_about_verification_is_no_blocked_page(tmp_path: Path) -> None:
    text = "<h1>怎样访问</h1>" + f"<p>完成验证后即可继续访问。{BODY}" * 9
    (tmp_path / "页.html").write_text(text, "utf-8")
    assert reading.read_document(tmp_path / "页.html").title == "怎样访问"


def test_missing_file_and_folder_are_called_by_name(tmp_path: Path) -> None:
    for path, rule in (
        (tmp_path / "无.txt", "intake-missing"),
        (tmp_path, "intake-kind" if tmp_path.suffix else "intake-folder"),
    ):
        with pytest.raises(BookError) as error:
            reading.read_document(path)
        assert (error.value.status, error.value.problems[0].rule) == (2, rule)


def test_every_rule_of_this_part_has_its_sentence() -> None:
    folder = Path(reading.__file__).parent
    used = set(
        re.findall(
            r'"(intake-[a-z-]+[a-z])"',
            "".join(path.read_text("utf-8") for path in folder.rglob("*.py")),
        )
    )
    used |= {f"intake-{kind}" for kind in ("word", "archive", "picture-file")} | {
        f"intake-to-{key}" for key in TO
    }
    used |= {f"intake-told-{unit}{n}-of" for unit in ("lines", "paragraphs") for n in ("", "-more")}
    assert used == {rule for rule in catalogue.MESSAGES if rule.startswith("intake-")}


# --- title, date, source and boilerplate ----------------------------------------------------------


def test_saved_text_of_a_page_gives_title_date_and_source(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "清淤工作要点 - 青石镇水务网\n\n清淤工作要点\n\n(2025年3月1日镇水务工作会议上)\n"
        f"日期:2025年03月08日 来源: 青石水务\n\n{BODY}\n\n扫一扫,分享到手机\n",
    )
    assert (document.title, document.subtitle, document.date, document.source) == (
        "清淤工作要点",
        "（2025年3月1日镇水务工作会议上）",
        date(2025, 3, 1),
        "青石水务",
    )
    assert shape(document) == [(1, "清淤工作要点"), (0, BODY)]
    assert [(one.line, one.text) for one in document.left_out] == [
        (1, "清淤工作要点 - 青石镇水务网"),
        (10, "扫一扫,分享到手机"),
    ]
    assert [(one.line, one.text, one.to) for one in document.moved] == [
        (3, "清淤工作要点", "title"),
        (5, "(2025年3月1日镇水务工作会议上)", "subtitle"),
        (6, "日期:2025年03月08日", "date"),
        (6, "来源: 青石水务", "source"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "打印 关闭",
        "【打印】【关闭】",
        "字号：大 中 小",
        "【字体：大 中 小】",
        "上一篇：防汛通知",
        "下一篇：没有了",
        "责任编辑：水生",
        "当前位置：首页 > 通知公告",
        "您现在的位置：首页 > 通知",
        "首页 > 水务 > 通知",
        "分享到：微信 微博 QQ空间",
        "版权所有 青石镇水务站",
        "Copyright © 2025",
        "浏览次数：128",
        "阅读：30次",
        "主办：青石镇 承办：水务站",
        "网站标识码：0000000000",
        "某ICP备00000000号-1",
        "微信扫一扫：分享",
        "返回顶部",
        "----------",
        "相关链接",
    ],
)
def test_residue_after_the_text_is_left_out_and_told(tmp_path: Path, line: str) -> None:
    document = taken(tmp_path, f"清淤工作要点\n{BODY}\n{line}\n")
    assert shape(document) == [(1, "清淤工作要点"), (0, BODY)]
    assert [one.text for one in document.left_out] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "打印",
        "关闭",
        "上一篇：防汛通知",
        "版权所有 青石镇水务站",
        "来源：青石水务",
        "日期：2025年3月8日",
        "清淤工作要点",
        "首页 > 水务 > 通知",
    ],
)
def test_the_same_words_inside_the_text_stay(tmp_path: Path, line: str) -> None:
    document = taken(tmp_path, f"清淤工作要点\n{BODY}\n{line}\n{BODY}\n")
    assert [text for _, text in shape(document)] == ["清淤工作要点", BODY, line, BODY]
    assert document.left_out == ()


@pytest.mark.parametrize(
    "line",
    [
        "大家要分享经验。",
        "请扫一扫院子。",
        "编辑水利志的工作要抓紧。",
        "来源于群众，服务于群众。",
        "时间紧，任务重。",
        "小",
    ],
)
def test_text_is_no_residue(tmp_path: Path, line: str) -> None:
    document = taken(tmp_path, f"清淤工作要点\n{BODY}\n{line}\n")
    assert [text for _, text in shape(document)] == ["清淤工作要点", BODY, line]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"要点\n发布时间：2025-3-8 10:20\n{BODY}", date(2025, 3, 8)),
        (f"要点\n（2025年3月8日镇务会议通过）\n{BODY}", date(2025, 3, 8)),
        (f"办法\n2020年4月1日镇务会议通过\n2024年9月2日镇务会议修正\n{BODY}", date(2024, 9, 2)),
        (f"要点\n{BODY}\n青石镇水务站\n二○二五年三月八日", date(2025, 3, 8)),
        (f"要点\n{BODY}\n青石镇水务站\n２０２５年３月８日", date(2025, 3, 8)),
        (f"要点\n2024年3月8日，{BODY}", None),
    ],
)
def test_the_date_is_the_documents_own(tmp_path: Path, text: str, expected: date | None) -> None:
    document = taken(tmp_path, text)
    assert document.date == expected
    assert (("date", "") in doubts(document)) == (expected is None)


def test_dates_are_read_as_documents_write_them() -> None:
    text = (
        "2024年5月28日、２０２４年１２月１日、一九七八年十二月十八日、二〇二四年十月三十日、"
        "2024-05-28、2024/5/8、2024年13月1日、12024年1月1日、"
        "二O一七年五月一日、二0一八年五月一日、二○一九年五月一日"
    )
    assert [str(day) for *_, day in dates.find_dates(text)] == [
        "2024-05-28",
        "2024-12-01",
        "1978-12-18",
        "2024-10-30",
        "2024-05-28",
        "2024-05-08",
        "2017-05-01",
        "2018-05-01",
        "2019-05-01",
    ]


def test_without_a_title_its_place_is_marked_and_told(tmp_path: Path) -> None:
    document = taken(tmp_path, f"{BODY}\n{BODY}\n", "清淤.txt")
    assert (document.title, document.titled, rules(document), doubts(document)) == (
        TITLE_TO_FILL,
        False,
        ["intake-no-title"],
        [("title", TITLE_TO_FILL), ("date", "")],
    )


def test_report_read_at_a_meeting_gives_occasion_and_speaker(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "水务工作报告\n\n--2025年3月5日在镇水务会议上\n\n                    "
        f"水务站长　水生\n\n各位代表：\n\n　　{BODY}\n",
    )
    assert (document.subtitle, document.authors, document.date) == (
        "——2025年3月5日在镇水务会议上",
        ("水务站长　水生",),
        date(2025, 3, 5),
    )
    assert shape(document) == [(1, "水务工作报告"), (0, "各位代表："), (0, BODY)]


# --- paragraphs -----------------------------------------------------------------------------------


def test_one_long_line_is_split_at_its_paragraph_marks(tmp_path: Path) -> None:
    text = (
        f"关于清淤工作的通知青政发〔2025〕3号各村：　　{BODY}　　一、目标　　（一）汛前完成。"
        f"　　第一条　　{BODY}　　　　　　　　青石镇　　　　　　2025年3月8日\xa0附件1　清单　"
        f"　{BODY}"
    )
    assert shape(taken(tmp_path, text)) == [
        (1, "关于清淤工作的通知"),
        (0, "青政发〔2025〕3号"),
        (0, "各村："),
        (0, BODY),
        (2, "一、目标"),
        (0, "（一）汛前完成。"),
        (0, f"第一条　　{BODY}"),
        (0, "青石镇"),
        (0, "2025年3月8日"),
        (1, "附件1　清单"),
        (0, BODY),
    ]


def test_lines_broken_by_hand_are_joined(tmp_path: Path) -> None:
    long = "河道清淤要在汛前做完各村各社区按照分工抓紧组织人员和机械进场作业做好现场安全管理" * 4
    lines = [long[start : start + 32] for start in range(0, len(long), 32)]
    text = "清淤工作要点\n\n" + "\n\n".join("　　" + "\n".join(lines) + "。" for _ in range(3))
    document = taken(tmp_path, text)
    assert shape(document) == [(1, "清淤工作要点"), *[(0, long + "。")] * 3]
    assert "intake-joined" in rules(document)
    assert document.paragraphs[1].lines[:3] == ((0, 3), (32, 4), (64, 5))


def test_lines_that_are_paragraphs_stay_apart(tmp_path: Path) -> None:
    lines = [f"第{n}条渠道由第{n}组负责清淤，长度约三百米。" for n in "一二三四五六七八九"]
    assert [text for _, text in shape(taken(tmp_path, "分工\n" + "\n".join(lines)))][1:] == lines


def test_signs_of_markdown_headings_and_comments_in_a_text_are_honoured(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        f"# 清淤办法\n<!-- 说明 -->\n## 第一章 总 则\n\n第一条 {LONG}\n## 第二章 附 则\n"
        f"第二条 {LONG}",
    )
    assert shape(document) == [
        (1, "第一章 总 则"),
        (0, f"第一条 {LONG}"),
        (1, "第二章 附 则"),
        (0, f"第二条 {LONG}"),
    ]
    assert document.title == "清淤办法"
    assert [(one.line, one.text) for one in document.left_out] == [(2, "<!-- 说明 -->")]


def test_mends_tell_line_column_and_what(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "清淤要点\n　　清淤,疏浚\U000e0041要在12:30前(汛前)做完.共1,200米;"
        '用"两清"办法--先上后下. Good, water.\n',
    )
    assert (
        document.paragraphs[1].text
        == "清淤，疏浚要在12:30前（汛前）做完.共1,200米；用“两清”办法——先上后下. Good, water."
    )
    assert [(one.line, one.column, one.old, one.new) for one in document.mended] == [
        (2, 5, ",", "，"),
        (2, 8, "\U000e0041", ""),
        (2, 17, "(", "（"),
        (2, 20, ")", "）"),
        (2, 31, ";", "；"),
        (2, 33, '"', "“"),
        (2, 36, '"', "”"),
        (2, 39, "--", "——"),
    ]


def test_a_tab_is_shown_by_its_name(tmp_path: Path) -> None:
    from duben.intake import summary

    document = taken(tmp_path, "清淤要点\n\n楼门\t物品，甲。\n")
    assert [line.strip() for line in summary.summarize_changes([document], "zh")][:2] == [
        "改正 1 处",
        "第3行：制表符×1 → 空格×1",
    ]


def test_full_width_digits_stay_and_are_told(tmp_path: Path) -> None:
    document = taken(tmp_path, f"要点\n１９９５年{BODY}\n")
    assert document.paragraphs[1].text == f"１９９５年{BODY}"
    assert "intake-wide-digits" in rules(document)


def test_language_is_told_from_the_characters(tmp_path: Path) -> None:
    assert (
        taken(
            tmp_path, "水務要點\n" + "這個問題說來話長，還須從長計議，請認真執行。\n" * 150
        ).language
        == "zh-Hant"
    )


# --- headings and chapters ------------------------------------------------------------------------


def test_outermost_labels_begin_chapters_and_sentences_stay_paragraphs(tmp_path: Path) -> None:
    text = (
        f"要点\n{LONG}\n一、目标\n(一)总体目标\n{LONG}\n（二）具体目标。{BODY}\n1.先上游；\n"
        f"2.后下游。\n二、措施\n一是组织好，{BODY}\n{LONG}\n"
    )
    assert shape(taken(tmp_path, text)) == [
        (1, "要点"),
        (0, LONG),
        (1, "一、目标"),
        (2, "（一）总体目标"),
        (0, LONG),
        (0, f"（二）具体目标。{BODY}"),
        (0, "1.先上游；"),
        (0, "2.后下游。"),
        (1, "二、措施"),
        (0, f"一是组织好，{BODY}"),
        (0, LONG),
    ]


def chapter_files(written: Sequence[Path]) -> list[Path]:
    """The chapters among the files of a manuscript, without 编者说明."""
    return [
        path
        for path in written
        if path.suffix == ".md" and path.name != manuscript_folder.RECEIVED_NOTE
    ]


def test_short_document_is_one_chapter(tmp_path: Path) -> None:
    text = f"要点\n{BODY}\n一、目标\n(一)总体目标\n{BODY}\n二、措施\n{BODY}\n"
    document = taken(tmp_path, text)
    assert shape(document) == [
        (1, "要点"),
        (0, BODY),
        (2, "一、目标"),
        (3, "（一）总体目标"),
        (0, BODY),
        (2, "二、措施"),
        (0, BODY),
    ]
    written = manuscript_folder.write_manuscript([document], tmp_path / "书稿")
    assert [path.name for path in chapter_files(written)] == ["01-yaodian.md"]


def test_levels_of_the_outline_are_those_of_the_numbering_however_chapters_are_cut(
    tmp_path: Path,
) -> None:
    for body in (BODY, LONG):
        notice = (
            "关于印发清淤预案的通知\n各村：\n现将《清淤预案》印发给你们。\n青石镇\n"
            f"2025年3月8日\n清淤预案\n{body}\n一、目标\n（一）总长\n{body}\n二、措施\n{body}\n"
            f"附件1　清单\n{body}\n"
        )
        folder = tmp_path / str(len(body))
        manuscript_folder.write_manuscript([taken(tmp_path, notice)], folder)
        found = loading.load(folder)
        book = analyse(found.settings, parse_chapters(found.sources), ())
        assert [
            (entry.level, entry.label, entry.text)
            for entry in book.outline
            if entry.text != "编者说明"
        ] == [
            (1, "", "关于印发清淤预案的通知"),
            (1, "", "清淤预案"),
            (1, "一、", "目标"),
            (2, "（一）", "总长"),
            (1, "二、", "措施"),
            (1, "", "附件1　清单"),
        ]


def test_articles_with_titles_of_their_own_are_headings(tmp_path: Path) -> None:
    titled = f"第一条　目的\n{BODY}\n第二条　范围\n{BODY}\n第三条　原则\n{BODY}\n"
    document = taken(tmp_path, f"青石镇\n水渠管护办法（试行）\n第一章　总则\n{titled}")
    assert document.title == "青石镇水渠管护办法（试行）"
    assert [(level, text[:3]) for level, text in shape(document) if level == 3] == [
        (3, "第一条"),
        (3, "第二条"),
        (3, "第三条"),
    ]
    mixed = titled.replace("第二条　范围", "第二条　本办法适用于全镇的水渠，由各村管护。")
    document = taken(tmp_path, f"水渠管护办法\n第一章　总则\n{mixed}")
    assert [text for level, text in shape(document) if level > 2] == []


def test_label_alone_on_its_line_joins_the_text_under_it(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        f"要点\n（一）\n总体要求\n{BODY}\n（1）\n\n{BODY}\n（2）\n\n{BODY}\n（二）\n分工\n{BODY}\n",
    )
    assert shape(document)[1:] == [
        (2, "（一）总体要求"),
        (0, BODY),
        (0, f"（1）{BODY}"),
        (0, f"（2）{BODY}"),
        (2, "（二）分工"),
        (0, BODY),
    ]


def test_list_in_a_line_is_no_heading(tmp_path: Path) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n（1）修路 （2）架桥 （3）通水\n{BODY}\n")
    assert [level for level, _ in shape(document)] == [1, 0, 0, 0]


def test_most_of_a_series_decides_for_the_rest(tmp_path: Path) -> None:
    heads = f"一、水源\n{BODY}\n二、水渠，要修好。\n{BODY}\n三、水闸\n{BODY}\n四、水塘\n{BODY}\n"
    assert [level for level, _ in shape(taken(tmp_path, "水\n" + heads))].count(2) == 4
    runs = "".join(f"（{n}）修路。{BODY}\n" for n in "一二三") + f"（四）架桥\n{BODY}\n"
    assert {level for level, _ in shape(taken(tmp_path, f"水\n{BODY}\n{runs}"))} == {0, 1}


def test_title_of_two_clauses_is_a_heading_before_a_paragraph(tmp_path: Path) -> None:
    text = f"水\n{BODY}\n抓春耕，促增收\n{BODY * 2}\n修水渠，保灌溉\n{BODY * 2}\n"
    assert [title for level, title in shape(taken(tmp_path, text)) if level == 2] == [
        "抓春耕，促增收",
        "修水渠，保灌溉",
    ]


def test_titles_that_begin_alike_stand_below_the_one_before_them(tmp_path: Path) -> None:
    alike = "".join(f"一年来修{one}\n{BODY}\n" for one in ("水渠", "道路", "桥梁"))
    text = f"水\n{BODY}\n工作回顾\n{BODY}\n{alike}工作安排\n{BODY}\n"
    assert [level for level, title in shape(taken(tmp_path, text)) if level and title != "水"] == [
        2, 3, 3, 3, 2,
    ]  # fmt: skip


def test_stars_of_markdown_are_no_part_of_a_text(tmp_path: Path) -> None:
    text = f"水\n**一、水源**\n{BODY}\n**二、水渠**\n{BODY}\n**（一）修渠。**{BODY}\n2**3\n"
    texts = [text for _, text in shape(taken(tmp_path, text))]
    assert "一、水源" in texts and f"（一）修渠。{BODY}" in texts and "2**3" in texts


def test_articles_are_sections_of_one_chapter(tmp_path: Path) -> None:
    text = f"宣言\n序言\n{BODY}\n第一条\n{BODY}\n第二条\n{BODY}\n"
    assert shape(taken(tmp_path, text)) == [
        (1, "宣言"),
        (2, "序言"),
        (0, BODY),
        (2, "第一条"),
        (0, BODY),
        (2, "第二条"),
        (0, BODY),
    ]


def test_short_sentences_that_stand_alone_all_through_are_headings(tmp_path: Path) -> None:
    text = (
        "规划\n一、任务\n"
        + "".join(f"（{n}）抓好{n}号渠。\n{BODY}\n" for n in "一二三四")
        + f"二、保障\n{BODY}\n"
    )
    assert [level for level, text in shape(taken(tmp_path, text)) if text.startswith("（")] == [
        3,
        3,
        3,
        3,
    ]


@pytest.mark.parametrize("page", ["……{}", "\t{}", "\t- {} -", "—{}—"])
def test_table_of_contents_of_the_document_is_left_out(tmp_path: Path, page: str) -> None:
    heads = ["1　总则", "1.1　目的", "1.2　范围", "2　附则", "2.1　解释"]
    text = (
        "预案\n目　录\n"
        + "\n".join(head + page.format(n) for n, head in enumerate(heads, 1))
        + "\n"
        + "\n".join(f"{head}\n{BODY}" if "." in head else head for head in heads)
    )
    document = taken(tmp_path, text)
    assert shape(document) == [
        (1, "预案"),
        (2, "1　总则"),
        (3, "1.1　目的"),
        (0, BODY),
        (3, "1.2　范围"),
        (0, BODY),
        (2, "2　附则"),
        (3, "2.1　解释"),
        (0, BODY),
    ]
    assert [one.line for one in document.left_out] == [2, 3, 4, 5, 6, 7]


def test_unlabelled_headings_stand_between_sentences(tmp_path: Path) -> None:
    text = (
        f"要点\n{BODY}\n清淤的任务\n{BODY}\n各组人员\n东河组\n西河组\n{BODY}\n青石镇水务站\n"
        "2025年3月8日\n"
    )
    assert [text for level, text in shape(taken(tmp_path, text)) if level == 2] == ["清淤的任务"]


# --- pages ----------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>关于清淤工作的通知 - 青石镇人民政府网</title>
<style>p{color:red}</style><script>var a="脚本里的字"</script></head>
<body><form><div class="header"><a href="/">首页</a> <a href="/a">公开</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; 通知</div>
<div><h1>关于清淤
工作的通知</h1>
<div>发布时间：2025-03-08 10:20  来源：<a>青石水务</a> 【字号：<a>大</a> <a>小</a>】</div>
<div class="TRS_Editor"><!-- 注释里的字 -->
<p>　　各村：</p>
<p>　　清淤工作要抓紧,
请于汛前<b>全部</b>完成。<br>　　同时做好“三清”，抓好安全。</p>
<p><strong>一、目标</strong></p>
<p>　　总长12.5公里，汛前完成，不得拖延。</p>
<h3>二、分工</h3>
<table><tr><th>河道</th><th>长度</th></tr><tr><td>东河</td><td>3|5 公里</td></tr></table>
<ul><li>先上游。</li><li>后下游。</li></ul><ol start="3"><li>第三组看守。</li></ol>
<p><img src="data:image/png;base64,AAAA" alt="示意图"></p>
<p style="display:none">看不见的字</p>
<p align="right">青石镇水务站</p><p>2025年3月7日</p></div></div>
<div class="share">分享到：微信</div></form>
<div class="footer">版权所有：青石镇</div></body></html>
"""


def test_page_gives_its_text_and_tells_the_rest(tmp_path: Path) -> None:
    document = taken(tmp_path, PAGE, "a.html")
    assert (document.title, document.date, document.source) == (
        "关于清淤工作的通知",
        date(2025, 3, 7),
        "青石水务",
    )
    assert [
        (one.level, one.kind, one.label, one.text, one.line) for one in document.paragraphs
    ] == [
        (1, "text", "", "关于清淤工作的通知", 6),
        (0, "text", "", "各村：", 10),
        (0, "text", "", "清淤工作要抓紧，请于汛前全部完成。", 11),
        (0, "text", "", "同时做好“三清”，抓好安全。", 12),
        (2, "text", "", "一、目标", 13),
        (0, "text", "", "总长12.5公里，汛前完成，不得拖延。", 14),
        (2, "text", "", "二、分工", 15),
        (0, "table", "", "| 河道 | 长度 |\n| --- | --- |\n| 东河 | 3\\|5 公里 |", 16),
        (0, "item", "-", "先上游。", 17),
        (0, "item", "-", "后下游。", 17),
        (0, "item", "3.", "第三组看守。", 17),
        (0, "text", "", "青石镇水务站", 20),
        (0, "text", "", "2025年3月7日", 20),
    ]
    assert [(one.line, one.text) for one in document.left_out] == [
        (2, "关于清淤工作的通知 - 青石镇人民政府网"),
        (3, "<style> p{color:red}"),
        (3, '<script> var a="脚本里的字"'),
        (4, "首页 公开"),
        (5, "当前位置： 首页 > 通知"),
        (8, "【字号：大 小】"),
        (9, "<!-- 注释里的字 -->"),
        (18, "<img> 示意图 data:image/png;base64"),
        (19, "看不见的字"),
        (21, "分享到：微信"),
        (22, "版权所有：青石镇"),
    ]
    assert rules(document) == ["intake-picture"]


def test_what_the_head_of_a_page_names_serves_where_the_page_shows_none(tmp_path: Path) -> None:
    page = (
        '<meta name="PubDate" content="2025-03-08"><meta name="ContentSource" '
        f'content="青石水务"><title>清淤通知_青石水务网</title><p>{BODY}</p>'
    )
    document = taken(tmp_path, page, "a.html")
    assert (document.title, document.date, document.source) == (
        "清淤通知",
        date(2025, 3, 8),
        "青石水务",
    )
    assert [(one.text, one.to) for one in document.moved] == [
        ("清淤通知", "title"),
        ("2025-03-08", "date"),
        ("青石水务", "source"),
    ]


PARTS = f"""<html><head><title>关于清淤工作的通知_2025年第3号公报_青石网</title></head><body>
<div class="top"><ul><li>首页</li><li>|</li><li>登录</li></ul></div></body></html>
<div class="content"><div class="pages_print"><span>字号：默认 大 超大</span></div>
<p align="center">青石镇人民政府</p><p align="center">关于清淤工作的通知</p><p>2025-03-07 10:20 青石水务网</p>
<div class="main print"><p>（原标题：青石镇：抓紧清淤）</p><p>{BODY * 3}</p><p>汛前全部完成。</p><p>本文来源：青石水务责任编辑：某某_1</p></div>
<h2>相关新闻</h2><ul><li><a href="b.html">北堤修好了</a></li></ul><p>本站所载文章只代表作者自己的看法，与本站无关，请读者自行核实。</p></div>
"""  # noqa: E501


def test_page_put_together_from_parts_is_read_to_its_end(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        PARTS.replace("关于清淤工作的通知_", "青石镇人民政府关于清淤工作的通知_"),
        "a.html",
    )
    assert (document.title, document.date, document.source) == (
        "青石镇人民政府关于清淤工作的通知",
        date(2025, 3, 7),
        "青石水务网",
    )
    assert shape(document) == [
        (1, "青石镇人民政府关于清淤工作的通知"),
        (0, BODY * 3),
        (0, "汛前全部完成。"),
    ]
    said = " ".join(one.text for one in document.left_out)
    assert all(
        text in said
        for text in (
            "首页",
            "登录",
            "原标题",
            "责任编辑：某某",
            "相关新闻",
            "北堤修好了",
            "本站所载文章",
        )
    )


def test_page_that_a_parser_cannot_read_whole_is_told(tmp_path: Path) -> None:
    document = taken(
        tmp_path, f"<p>{BODY}</p><p title='{'水' * 30}><b>{'火' * 300}。</p>", "a.html"
    )
    text = "".join(text for _, text in shape(document))
    assert (
        "火" * 300 in text
        or "intake-parser-lost" in rules(document)
        or any("火" in one.text for one in document.left_out)
    )


def test_date_round_the_text_of_a_page_serves_where_there_is_one_only(tmp_path: Path) -> None:
    page = (
        (
            '<title>清淤通知</title><h1>清淤通知</h1><div class="crumb">发布日期：2025-03-08 '
            "10:20</div>{more}<div><p>"
        )
        + BODY
        + "</p></div>"
    )
    assert taken(tmp_path, page.format(more=""), "a.html").date == date(2025, 3, 8)
    assert (
        taken(
            tmp_path, page.format(more='<div class="related">发布日期：2025-03-09</div>'), "a.html"
        ).date
        is None
    )


def test_section_in_the_head_of_a_page_is_not_its_title(tmp_path: Path) -> None:
    page = (
        "<title>新闻动态--青石水务网</title><div><h5>青石镇召开清淤工作会议</h5><p>发布时间："
        f"2025-03-08</p><p>{BODY}</p></div>"
    )
    assert (taken(tmp_path, page, "a.html").title, taken(tmp_path, page, "a.html").date) == (
        "青石镇召开清淤工作会议",
        date(2025, 3, 8),
    )


@pytest.mark.parametrize(
    ("lines", "title", "first"),
    [
        (
            (
                "【关于清淤工作的通知（青发〔2025〕3号）】-青石镇人民政府",
                "首页",
                ">",
                "通知",
                "关于清淤工作的通知(青发〔2025〕3号)",
                "2025/03/07 水务站",
                "青石镇人民政府 青石镇水务站关于",
                "清淤工作的通知",
                "青发〔2025〕3号",
                BODY,
                "附件：",
                "相关政策与解读",
                "清淤工作答记者问",
            ),
            "关于清淤工作的通知",
            "青发〔2025〕3号",
        ),
        (
            ("青石镇人民政府关于印发", "2025年清淤工作方案的通知", BODY),
            "青石镇人民政府关于印发2025年清淤工作方案的通知",
            BODY,
        ),
        (
            ("青石镇2025年清淤工作方案", "水务站站长某某某", BODY),
            "青石镇2025年清淤工作方案",
            "水务站站长某某某",
        ),
    ],
)
def test_title_of_a_copied_page_stands_once(
    tmp_path: Path, lines: tuple[str, ...], title: str, first: str
) -> None:
    document = taken(tmp_path, "\n".join(lines))
    assert (document.title, document.paragraphs[1].text, document.paragraphs[1].level) == (
        title,
        first,
        0,
    )
    assert not {"相关政策与解读", "2025/03/07 水务站", "通知"} & {
        text for _, text in shape(document)
    }


def test_articles_by_several_authors_have_their_headings(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "\n".join(
            (
                "清淤笔谈",
                BODY,
                "把河道管起来",
                "水务站站长甲乙丙",
                BODY,
                "把堤坝修起来",
                "水务站主任丁戊",
                BODY,
            )
        ),
    )
    assert shape(document) == [
        (1, "清淤笔谈"),
        (0, BODY),
        (2, "把河道管起来"),
        (0, "水务站站长甲乙丙"),
        (0, BODY),
        (2, "把堤坝修起来"),
        (0, "水务站主任丁戊"),
        (0, BODY),
    ]


def test_date_at_the_end_of_the_last_paragraph_is_that_of_the_text(tmp_path: Path) -> None:
    assert taken(
        tmp_path, f"清淤通知\n{BODY}本通知自5月1日起施行。青石镇水务站2025年4月26日"
    ).date == date(2025, 4, 26)
    assert taken(tmp_path, f"清淤通知\n{BODY}\n工程开工于2025年4月26日").date is None


def test_preformatted_text_is_read_line_by_line(tmp_path: Path) -> None:
    document = taken(
        tmp_path, f"<pre>\n清淤要点\n\n　　{BODY}\n一、目标\n　　{BODY}\n</pre>", "a.html"
    )
    assert [(one.text, one.line) for one in document.paragraphs] == [
        ("清淤要点", 2),
        (BODY, 4),
        ("一、目标", 5),
        (BODY, 6),
    ]


def test_pictures_round_the_text_are_left_out_without_a_warning(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        f'<div><img src="logo.png"></div><div><p>{BODY}</p><p><img '
        f'src="a.png"></p><p>{BODY}</p></div>',
        "a.html",
    )
    assert [one.text for one in document.left_out] == ["<img> logo.png", "<img> a.png"]
    assert [
        problem.values["picture"]
        for problem in document.problems
        if problem.rule == "intake-picture"
    ] == ["a.png"]


def test_article_inside_a_script_is_found_and_told(tmp_path: Path) -> None:
    article = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": "清淤通知",
            "articleBody": BODY * 6,
        }
    )
    document = taken(
        tmp_path,
        "<html><head><title>清淤通知</title><script "
        f'type="application/ld+json">{article}</script></head><body><p>加载中</p></body></'
        "html>",
        "a.html",
    )
    assert [text for _, text in shape(document)][-1] == BODY * 6
    assert "intake-second-reader" in rules(document)


@pytest.mark.parametrize(
    "page",
    [
        '<!DOCTYPE html [<!ENTITY a "水水水水"><!ENTITY x SYSTEM '
        f'"file:///etc/passwd">]><p>{BODY}</p><p>&x;&a;结束了。</p>',
        '<?xml version="1.0" encoding="gb2312"?><html '
        f'xmlns="http://www.w3.org/1999/xhtml"><body><p>{BODY}</p></body></html>',
        '<img src="http://example.org/a.png" onerror="a()"><iframe '
        f'src="http://example.org/"></iframe><p>{BODY}</p><a href="javascript:a()">看。'
        "</a>",
        "<div>" * 1500 + f"<p>{BODY}</p>",
        f"<p {'a=b ' * 20000}>{BODY}</p>",
        f"<table><tr>{'<td>水</td>' * 200}</tr><tr>{'<td>火</td>' * 200}</tr></table><p>{BODY}</p>",
        "<table><tr><td>水<td>火" * 60 + f"<p>{BODY}</p>",
        "<ul><li>水" * 60 + f"<p>{BODY}</p>",
        f"<frameset></frameset><p>{BODY}</p></p></html></body>",
    ],
)
def test_hostile_page_gives_text_and_nothing_else(tmp_path: Path, page: str) -> None:
    document = taken(tmp_path, page, "a.html")
    assert BODY in [text for _, text in shape(document)]
    made = markdown.write_markdown(document.paragraphs)[0]
    assert not re.search(r"(?<!\\)<|javascript:|http:|onerror|root:", made)


def test_page_and_its_marks_are_all_accounted_for(tmp_path: Path) -> None:
    document = taken(tmp_path, PAGE, "a.html")
    told = [p.text for p in document.paragraphs] + [
        one.text for one in (*document.left_out, *document.moved)
    ]
    assert set(filter(marks.is_han, re.sub("<[^!][^>]*>", "", PAGE))) <= set("".join(told))


# --- Markdown, there and back ---------------------------------------------------------------------


def texts(blocks: tuple[Block, ...]) -> list[tuple[bool, str]]:
    found = []
    for block in blocks:
        if block.text:
            found.append((block.kind == "heading", block.text))
        found += texts(block.children)
    return found


def there_and_back(paragraphs: list[ImportedParagraph]) -> list[tuple[bool, str]]:
    text, lines = markdown.write_markdown(paragraphs)
    return texts(parse(Source("a.md", text, lines), "a").blocks)


@pytest.mark.parametrize(
    "text",
    [
        "1. 水",
        "12.",
        "1.水",
        "* 水",
        "- 水",
        "+ 水",
        "#水",
        "## 水",
        "> 水",
        ">水",
        "_水_",
        "*水*",
        "**水**",
        "`水`",
        "```",
        "~~~",
        "[水](a.md)",
        "[水]",
        "[^1]",
        "[^1]: 水",
        "[a]: b",
        "![水](a.png)",
        "<b>水</b>",
        "<!-- 水 -->",
        "<br>",
        "&amp;",
        "&#65;",
        "水&火",
        "\\",
        "\\*水\\*",
        "水\\",
        "| 水 | 火 |",
        "|---|",
        "!!! 提示",
        "!!!",
        ": 水",
        "===",
        "---",
        "***",
        "___",
        "- - -",
        "http://example.org/a_b?c=d&e=f",
        "<http://example.org>",
        "水#",
        "# 水 #",
        "a@example.org",
        "水 *火",
        "2*3*4",
        "a_b_c",
        "$水$",
        "^水^",
        "~~水~~",
        "==水==",
        "*[水]: 火",
        "[TOC]",
        "水{",
        "{水}",
        "{水",
        "{.b}",
        "{#b}",
        "水 {.b}",
        "水 {: #b .c}",
        "水{.b}",
        "水 {.b",
        "水 {.1}",
        "水 {.b} 火",
        "“水”",
        "表：水",
        "（一）水",
        "一、水",
    ],
)
@pytest.mark.parametrize("kind", ["paragraph", "heading", "item", "first"])
def test_text_that_looks_like_markdown_stays_text(text: str, kind: str) -> None:
    paragraph = {
        "paragraph": ImportedParagraph(text, 2),
        "heading": ImportedParagraph(text, 2, 2),
        "item": ImportedParagraph(text, 2, 0, "item", (), "-"),
        "first": ImportedParagraph(text, 2),
    }[kind]
    before = [] if kind == "first" else [ImportedParagraph("题", 1, 1), ImportedParagraph("前", 1)]
    after = ImportedParagraph("后", 3)
    assert there_and_back([*before, paragraph, after]) == [
        (one.level > 0, one.text) for one in (*before, paragraph, after)
    ]


PIECES = [
    "1.", "1. ", "12. ", "* ", "- ", "+ ", "#", "##", "> ", ">", "_", "*", "**", "`", "```", "~~~", "[", "]", "(", ")", "[^1]", "[^1]:", "[a]: b", "<", ">", "<b>", "</b>",  # noqa: E501
    "<!--", "-->", "&", "&amp;", "&#65;", "\\", "|", "| a | b |", "|---|", "!!!", ":   ", ": ", "=", "===", "---", "{", "}", " {.b}", "{#b .c}", "![", "](", "http://a.b/c_d?e=f&g", "a@b.c", "水", "火",  # noqa: E501
    "。", "，", "Ab", " ", "x_y", "2*3", "“", "”", '"', "'", "　", "!", "^", "$", "~", "1)", "（一）", "%", "/", "?", ".",  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_random_text_is_read_back_to_the_letter(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(250):
        paragraphs = [ImportedParagraph("题", 1, 1)]
        for line in range(2, dice.randint(3, 8)):
            raw = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 7)))
            text = re.sub("[ \t]{2,}", " ", raw).strip(" \t\u3000\xa0")
            kind = dice.choice(["text", "text", "heading", "-", "7."])
            if text:
                paragraphs.append(
                    ImportedParagraph(
                        text,
                        line,
                        dice.randint(2, 6) if kind == "heading" else 0,
                        "item" if kind in "-7." else "text",
                        (),
                        kind if kind in "-7." else "",
                    )
                )
        assert there_and_back(paragraphs) == [(one.level > 0, one.text) for one in paragraphs]


def test_lines_of_the_markdown_are_those_of_the_document() -> None:
    text, lines = markdown.write_markdown(
        [
            ImportedParagraph("题", 3, 1),
            ImportedParagraph("水", 7),
            ImportedParagraph("| a | b |\n| --- | --- |\n| c | d |", 9, 0, "table"),
        ]
    )
    assert (text.split("\n"), lines) == (
        ["# 题", "", "水", "", "| a | b |", "| --- | --- |", "| c | d |", ""],
        (3, 7, 7, 9, 9, 9, 9, 9),
    )


def signed(tmp_path: Path, *lines: str) -> list[str]:
    return [
        paragraph.text
        for paragraph in taken(tmp_path, "\n".join(("河道清淤通知", *lines))).paragraphs
        if paragraph.signature
    ]


def test_lines_to_be_filled_in_are_no_headings(tmp_path: Path) -> None:
    lines = [
        "清淤合同",
        "第一条 双方商定如下：",
        "1.保密内容：______",
        BODY,
        "2.保密期限：______",
        BODY,
    ]
    assert [
        level for level, text in shape(taken(tmp_path, "\n\n".join(lines))) if "__" in text
    ] == [
        0,
        0,
    ]


def test_signs_of_symbol_fonts_in_a_text_become_signs(tmp_path: Path) -> None:
    document = taken(tmp_path, f"清淤登记\n\n{BODY}\n\n已清\uf0fe未清\uf0a3不清\uf0ff")
    assert shape(document)[-1][1] == "已清☑未清□不清□"
    assert [(each.old, each.new) for each in document.mended if each.old >= "\ue000"] == [
        ("\uf0fe", "☑"), ("\uf0a3", "□"), ("\uf0ff", "□"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((BODY, "样例镇水利站", "2024年5月28日"), ["样例镇水利站", "2024年5月28日"]),
        (
            (BODY, "　　样例镇水利站　样例镇林业站", "二〇二四年五月二十八日", "（此件公开发布）"),
            ["样例镇水利站", "样例镇林业站", "二〇二四年五月二十八日"],
        ),
        ((BODY, "2024年5月28日", "样例镇水利站"), ["2024年5月28日", "样例镇水利站"]),
        (
            (BODY, "样例镇水利站", "样 例 镇 林 业 局", "2024年5月28日"),
            ["样例镇水利站", "样 例 镇 林 业 局", "2024年5月28日"],
        ),
        (
            (BODY, "附件：1．清淤路段表", "样例镇水利站", "2024年5月28日"),
            ["样例镇水利站", "2024年5月28日"],
        ),
        ((BODY, "样例镇水利站", "2024年5月28日", "附件1", BODY), ["样例镇水利站", "2024年5月28日"]),
        (
            (BODY, "样例镇水利站", "2024年5月28日", "样例镇水利站办公室　2024年5月29日印发"),
            ["样例镇水利站", "2024年5月28日"],
        ),
        ((BODY, "样例镇水利站", "2024年5月28日", BODY), []),
        ((BODY, "样例镇", "2024年5月28日", "暴雨三十年一遇", BODY), []),
        ((BODY, "2024年5月28日", "暴雨三十年一遇"), []),
        ((BODY, "样例镇水利站：", "2024年5月28日"), []),
        ((BODY, "样例镇水利站", "2024年5月"), []),
        ((BODY, "样例镇水利站", "（2024年5月28日）"), []),
        ((BODY, "样例镇水利站于2024年5月28日"), []),
        ((BODY, "清淤路段", "样例镇水利站", "2024年5月28日"), []),
        ((BODY, "2024年5月28日"), []),
    ],
)
def test_signature_is_a_name_and_a_date_at_the_end_of_a_text(
    tmp_path: Path, lines: tuple[str, ...], found: list[str]
) -> None:
    assert signed(tmp_path, *lines) == found


def test_signature_is_written_as_authors_write_it_and_read_back(tmp_path: Path) -> None:
    text, lines = markdown.write_markdown(
        [
            ImportedParagraph("题", 1, 1),
            ImportedParagraph("样例镇水利站", 7, signature=True),
            ImportedParagraph("2024年5月28日", 8, signature=True),
        ]
    )
    assert text == "# 题\n\n样例镇水利站\n{: .signature}\n\n2024年5月28日\n{: .signature}\n"
    blocks = parse(Source("a.md", text, lines), "a").blocks
    assert [(block.text, block.classes, block.place.line) for block in blocks[1:]] == [
        ("样例镇水利站", ("signature",), 7),
        ("2024年5月28日", ("signature",), 8),
    ]


def test_real_documents_have_their_signatures_and_nothing_else_as_one(
    documents: list[tuple[str, ImportedDocument]],
) -> None:
    found = {
        document.file[:2]: len([one for one in document.paragraphs if one.signature])
        for _, document in documents
    }
    assert {name: count for name, count in found.items() if count} == {"26": 2, "27": 2, "30": 2}


# --- a folder -------------------------------------------------------------------------------------


def test_a_title_stands_below_the_number_of_its_file(tmp_path: Path) -> None:
    text = f"合同登记编号：\n\n   清 淤 施 工 合 同\n\n项目名称：北渠\n\n{LONG}\n{LONG}\n"
    document = taken(tmp_path, text)
    assert document.title == "清淤施工合同"
    assert [paragraph.text for paragraph in document.paragraphs][1] == "合同登记编号："


def test_the_note_says_what_was_done_to_marks_and_no_more(tmp_path: Path) -> None:
    def note(text: str) -> str:
        document = taken(tmp_path, f"清淤要点\n{LONG}\n{text}\n{LONG}\n{LONG}\n")
        return editors_note.write_editors_note([document]).splitlines()[-1]

    assert note("每周   巡查一次。") == "文字和标点照录原文。"  # blanks are no marks
    assert note("清淤,疏浚。") == "文字照录原文；标点的全角半角已按规范统一。"
    assert note(f"一、目标：\n{LONG}\n二、措施：") == "文字和标点照录原文。标题末尾的冒号从略。"


def test_folder_holds_settings_chapters_and_the_report(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        f'清淤"要点"\n日期：2025年3月8日 来源：青石水务\n{LONG}\n一、目标\n{LONG}\n'
        f"{LONG}\n二、措施\n清淤,疏浚。\n" + f"{LONG}\n" * 2,
    )
    written = manuscript_folder.write_manuscript([document], tmp_path / "书稿")
    assert [path.name for path in written] == [
        "book.toml",
        "00-bianzhe-shuoming.md",
        "01-qingyuyaodian.md",
        "02-mubiao.md",
        "03-cuoshi.md",
        "import.base.json",
        "import.json",
    ]
    assert (tmp_path / "书稿/book.toml").read_text("utf-8") == (
        '[book]\nid = "shu-gao"\ntitle = "清淤“要点”"\nlanguage = "zh-Hans"\ndate = '
        '2025-03-08\nsource = "青石水务"\n\n'
        '[output]\neditions = ["screen", "booklet"]\nformats = ["pdf", "epub"]\n'
        'layout = "full"\n'
    )
    assert (tmp_path / "书稿/00-bianzhe-shuoming.md").read_text("utf-8") == (
        "# 编者说明 {.front}\n\n正文录自《清淤“要点”》，出处：青石水务，日期：2025年3月8日。\n\n"
        "文字照录原文；标点的全角半角已按规范统一。\n"
    )
    assert (tmp_path / "书稿/03-cuoshi.md").read_text("utf-8") == (
        f"# 二、措施\n\n清淤，疏浚。\n\n{LONG}\n\n{LONG}\n"
    )
    assert json.loads((tmp_path / "书稿/import.json").read_text("utf-8")) == {
        "mended": [
            {"line": 1, "column": 3, "old": '"', "new": "“"},
            {"line": 1, "column": 6, "old": '"', "new": "”"},
            {"line": 8, "column": 3, "old": ",", "new": "，"},
        ],
        "left_out": [],
        "moved": [
            {"line": 1, "text": '清淤"要点"', "to": "title"},
            {"line": 2, "text": "日期：2025年3月8日", "to": "date"},
            {"line": 2, "text": "来源：青石水务", "to": "source"},
        ],
        "unsure": [],
    }
    found = loading.load(tmp_path / "书稿")
    assert (
        found.problems,
        [p for chapter in parse_chapters(found.sources) for p in chapter.problems],
    ) == ((), [])


def test_title_with_odd_blanks_makes_settings_that_can_be_read(tmp_path: Path) -> None:
    manuscript_folder.write_manuscript(
        [taken(tmp_path, f"清淤\xa0要\u2003点\ufffc\n{BODY}\n")], tmp_path / "a"
    )
    found = loading.load(tmp_path / "a")
    assert (found.settings.book.title, found.problems) == ("清淤 要 点", ())


def test_traditional_text_has_its_note_in_traditional_characters(tmp_path: Path) -> None:
    document = taken(
        tmp_path, "水務要點\n" + "這個問題說來話長，還須從長計議，請認真執行。\n" * 150
    )
    manuscript_folder.write_manuscript([document], tmp_path / "a")
    assert (
        (tmp_path / "a/00-bianzhe-shuoming.md")
        .read_text("utf-8")
        .startswith("# 編者說明 {.front}\n\n正文錄自《水務要點》。\n")
    )
    assert "date = " not in (tmp_path / "a/book.toml").read_text("utf-8")


def test_several_documents_are_a_chapter_each(tmp_path: Path) -> None:
    one = taken(tmp_path, f"甲要点\n一、目标\n{BODY}\n二、措施\n清淤,疏浚。\n", "a.txt")
    two = taken(tmp_path, f"乙要点\n{BODY}\n", "b.txt")
    written = manuscript_folder.write_manuscript([one, two], tmp_path / "书稿")
    assert [path.name for path in chapter_files(written)] == ["01-jiayaodian.md", "02-yiyaodian.md"]
    assert (
        chapter_files(written)[0].read_text("utf-8")
        == f"# 甲要点\n\n## 一、目标\n\n{BODY}\n\n## 二、措施\n\n清淤，疏浚。\n"
    )
    assert json.loads(written[-1].read_text("utf-8"))["mended"] == [
        {"file": "a.txt", "line": 5, "column": 3, "old": ",", "new": "，"}
    ]


def test_folder_that_holds_something_is_refused_and_untouched(tmp_path: Path) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n")
    for name in (tmp_path, tmp_path / "河道.txt"):
        with pytest.raises(BookError) as error:
            manuscript_folder.write_manuscript([document], name)
        assert (error.value.status, error.value.problems[0].rule) == (2, "intake-not-empty")
    assert [path.name for path in tmp_path.iterdir()] == ["河道.txt"]


def test_a_folder_that_holds_an_import_is_to_be_updated(tmp_path: Path) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n")
    manuscript_folder.write_manuscript([document], tmp_path / "书")
    with pytest.raises(BookError) as error:
        manuscript_folder.write_manuscript([document], tmp_path / "书")
    (problem,) = error.value.problems
    assert error.value.status == 2 and "--update" in catalogue.problem_text(problem, "zh")[1]


def test_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n")
    with pytest.raises(BookError) as error:
        manuscript_folder.write_manuscript([document], tmp_path / "河道.txt" / "a")
    assert (error.value.status, error.value.problems[0].rule) == (2, "intake-cannot-write")
    assert [path.name for path in tmp_path.iterdir()] == ["河道.txt"]


def test_hashes_without_a_blank_head_as_old_markdown_had_them(tmp_path: Path) -> None:
    text = (
        "##清淤纪要\n\n#渠边随记\n\n先清上游。\n\n```\n##甲\n```\n\n###[议题]\n\n#水事#今日清淤。\n"
    )
    document = taken(tmp_path, text, "a.md")
    spaced = text.replace("##清", "## 清").replace("#渠", "# 渠").replace("#[", "# [")
    assert document.markdown == spaced
    assert [(c.line, c.column, c.old, c.new) for c in document.mended] == [
        (1, 2, "#", "# "),
        (3, 1, "#", "# "),
        (11, 3, "#", "# "),
    ]
    only = "#水事#今日清淤。\n\n#渠边随记\n"
    assert taken(tmp_path, only, "b.md").markdown == only
    plain = taken(tmp_path, "清淤纪要\n\n##议题\n先清上游，后清下游。\n\n#水事今日清淤。\n")
    assert [(p.level, p.text) for p in plain.paragraphs if p.level] == [
        (1, "清淤纪要"),
        (2, "议题"),
    ]


SIGNED = """-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

清淤纪要

今年的河道清淤先从上游做起。
- -----
第二项：验收。
-----BEGIN PGP SIGNATURE-----
Version: 青石 1.0

wsBVAwUBVM+sl/b4AsDNppvZAQi72wgAwWKLgrdXFuH2+VOVS8tlCXUFUPauISA1
=l7z0
-----END PGP SIGNATURE-----
"""


def test_signature_round_a_text_is_left_out_and_told(tmp_path: Path) -> None:
    document = taken(tmp_path, SIGNED)
    assert [(left.line, left.text[:34], left.why) for left in document.left_out] == [
        (1, "-----BEGIN PGP SIGNED MESSAGE-----", "电子签名"),
        (7, "-----", ""),
        (9, "-----BEGIN PGP SIGNATURE----- Vers", "电子签名"),
    ]
    assert document.left_out[-1].text.endswith("=l7z0 -----END PGP SIGNATURE-----")
    assert [(p.text, p.line) for p in document.paragraphs] == [
        ("清淤纪要", 4),
        ("今年的河道清淤先从上游做起。", 6),
        ("第二项：验收。", 8),
    ]
    marked = taken(tmp_path, SIGNED.replace("清淤纪要", "# 清淤**纪要**"), "a.md")
    assert marked.markdown.split() == [
        "#",
        "清淤**纪要**",
        "今年的河道清淤先从上游做起。",
        "-----",
        "第二项：验收。",
    ]


def test_markdown_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "# 一、水 {#shui}\n\n水,火[文](a.md)。\n\n```\n# 不是标题\n```\n\n# 二、火\n\n* 木\n"
    document = taken(tmp_path, text, "a.md")
    written = manuscript_folder.write_manuscript([document], tmp_path / "书稿")
    assert (document.title, [path.name for path in chapter_files(written)]) == (
        "一、水",
        ["01-shui.md", "02-huo.md"],
    )
    assert (
        chapter_files(written)[0].read_text("utf-8")
        + "\n"
        + chapter_files(written)[1].read_text("utf-8")
        == text
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("# 水 {.front}", "水"),
        ("# 水 {#a .b}  ", "水"),
        ("# 见{一}", "见{一}"),
        ("# 水 {一}", "水 {一}"),
        (r"# 水 \{.b\}", "水 {.b}"),
        ("#水", "水"),
    ],
)
def test_title_of_markdown_is_without_attributes_only(
    tmp_path: Path, typed: str, title: str
) -> None:
    assert taken(tmp_path, f"{typed}\n\n{BODY}\n", "a.md").title == title


def test_markdown_with_notes_stays_in_one_piece(tmp_path: Path) -> None:
    document = taken(tmp_path, "# 水\n\n水[^a]\n\n# 火\n\n火\n\n[^a]: 注\n", "a.md")
    assert len(manuscript_folder.write_manuscript([document], tmp_path / "书稿")) == 4


def test_single_file_is_a_book_with_the_places_of_its_own_lines(tmp_path: Path) -> None:
    settings, chapters = reading.document_as_book(
        taken(
            tmp_path,
            f"要点\n2025年3月8日\n\n　　{BODY}\n一、目标\n{BODY}\n二、措施\n{BODY}\n",
            "甲.txt",
        )
    )
    assert (settings.book.title, settings.book.date, len(chapters)) == ("要点", date(2025, 3, 8), 1)
    assert [(block.level, str(block.place)) for block in chapters[0].blocks] == [
        (1, "甲.txt:1"),
        (0, "甲.txt:4"),
        (2, "甲.txt:5"),
        (0, "甲.txt:6"),
        (2, "甲.txt:7"),
        (0, "甲.txt:8"),
    ]


# --- real documents -------------------------------------------------------------------------------


def han(text: str) -> str:
    return "".join(
        character for character in text if marks.is_han(character) or character.isalnum()
    )


@pytest.fixture
def documents(corpus: Path) -> list[tuple[str, ImportedDocument]]:
    return [
        (path.read_text("utf-8"), reading.read_document(path))
        for path in sorted((corpus / "texts").glob("*.txt"))
    ]


def test_real_documents_lose_no_character(documents: list[tuple[str, ImportedDocument]]) -> None:
    for source, document in documents:
        kept = han(
            "".join(paragraph.text for paragraph in document.paragraphs[not document.titled :])
        )
        told = han("".join(one.text for one in (*document.left_out, *document.moved)))
        characters = iter(han(source))
        assert all(character in characters for character in kept), document.file  # in order
        assert Counter(han(source)) <= Counter(kept + told), document.file


def test_real_documents_are_read_back_to_the_letter(
    documents: list[tuple[str, ImportedDocument]], tmp_path: Path
) -> None:
    for number, (_, document) in enumerate(documents):
        manuscript_folder.write_manuscript([document], tmp_path / str(number))
        found = loading.load(tmp_path / str(number))
        chapters = parse_chapters(found.sources)
        assert [one.rule for one in found.problems] == ["setting-title-to-fill"] * (
            not document.titled
        ) and [p for chapter in chapters for p in chapter.problems] == [], document.file
        body = [chapter for chapter in chapters if chapter.part == "body"]
        read = [(block.level, block.text) for chapter in body for block in chapter.blocks]
        assert read == shape(document), document.file


def test_real_documents_have_title_and_date_where_they_tell_them(
    documents: list[tuple[str, ImportedDocument]],
) -> None:
    untold = [
        rules(document) for _, document in documents if document.date is None or not document.titled
    ]
    assert (
        len(documents) == 15 and len(untold) == 3
    )  # two communiqués without a title, one declaration without a date
    assert sum(document.language == "zh-Hant" for _, document in documents) == 1


def test_every_mend_of_real_documents_is_where_it_says(
    documents: list[tuple[str, ImportedDocument]],
) -> None:
    for source, document in documents:
        lines = source.split("\n")
        for mend in document.mended:
            assert lines[mend.line - 1].startswith(mend.old, mend.column - 1), (document.file, mend)
    assert sum(len(document.mended) for _, document in documents) > 400


@pytest.mark.parametrize(
    "text",
    [
        "水\n" * 60_000,
        "一、水\n" * 30_000,
        "\n" * 2_000_000 + "水",
        "水　　" * 60_000,
        "<!--" * 200_000,
        "日期:2024-01-01 " * 20_000,
        "1.1 水\n" * 20_000,
        "（" * 200_000,
    ],
)
def test_large_input_takes_little_time(tmp_path: Path, text: str) -> None:
    with soon(6):
        taken(tmp_path, "要点\n" + text + "水。\n")


# --- tables, notes and pictures -------------------------------------------------------------------


def table(tmp_path: Path, rows: str) -> tuple[list[str], list[str]]:
    document = taken(
        tmp_path,
        f"<h1>清淤要点</h1>\n<p>{BODY}</p>\n<table>{rows}</table>\n<p>{BODY}</p>",
        "a.html",
    )
    made = [one.text for one in document.paragraphs if one.kind == "table"]
    return made[0].split("\n") if made else [], [
        f"{one.rule}:{one.place.line}" for one in document.problems if one.place
    ]


def test_merged_cells_keep_every_cell_in_its_column(tmp_path: Path) -> None:
    rows = (
        "<tr><th rowspan=2>河段</th><th colspan=2>长度</th><th "
        "rowspan=2>负责</th></tr><tr><th>今年</th><th>明年</th></tr>"
        "<tr><td rowspan=2>东河</td><td>一</td><td>二</td><td>甲组</td></tr><tr><td>三</td"
        "><td>四</td><td>乙组</td></tr><tr><td>西河</td><td "
        "colspan=2>五</td><td>丙组</td></tr>"
    )
    assert table(tmp_path, rows) == (
        [
            "| 河段 | 长度 | << | 负责 |",
            "| ^^ | 今年 | 明年 | ^^ |",
            "| --- | --- | --- | --- |",
            "| 东河 | 一 | 二 | 甲组 |",
            "| ^^ | 三 | 四 | 乙组 |",
            "| 西河 | 五 | << | 丙组 |",
        ],
        [],
    )


def test_head_of_a_page_without_th_is_as_deep_as_its_merged_cells(tmp_path: Path) -> None:
    rows = (
        "<tr><td colspan=4>各段长度</td></tr><tr><td colspan=4>单位：公里</td></tr>"
        "<tr><td rowspan=2>河段</td><td colspan=2>长度</td><td rowspan=2>^^</td></tr>"
        "<tr><td>2023</td><td>2024</td></tr>"
        "<tr><td>东河</td><td>1.5</td><td>2</td><td>甲组</td></tr>"
        "<tr><td>西河</td><td>12</td><td>—</td><td>&lt;&lt;</td></tr>"
    )
    assert table(tmp_path, rows)[0] == [
        "| 河段 | 长度 | << | \\^^ |",
        "| ^^ | 2023 | 2024 | ^^ |",
        "| --- | ---: | ---: | --- |",
        "| 东河 | 1.5 | 2 | 甲组 |",
        "| 西河 | 12 | — | \\<\\< |",
    ]


def test_words_that_are_broken_for_want_of_room_are_whole(tmp_path: Path) -> None:
    rows = (
        "<tr><td><p>完成</p><p>时限</p></td><td>责任<br>单位</td></tr>"
        "<tr><td>先看东河。<br>再看西河，两处都要看到。</td><td>甲组 乙组</td></tr>"
    )
    assert table(tmp_path, rows)[0] == [
        "| 完成时限 | 责任单位 |",
        "| --- | --- |",
        "| 先看东河。 再看西河，两处都要看到。 | 甲组 乙组 |",
    ]


def test_head_is_as_deep_as_most_of_its_cells(tmp_path: Path) -> None:
    rows = (
        "<tr><td rowspan=2>河段</td><td>长度</td><td rowspan=2>组</td></tr><tr><td>公里</td></tr>"
        "<tr><td>东河</td><td>1.5</td><td>甲</td></tr><tr><td>西河</td><td>12</td><td>乙</td></tr>"
    )
    assert table(tmp_path, rows)[0][:3] == [
        "| 河段 | 长度 | 组 |",
        "| ^^ | 公里 | ^^ |",
        "| --- | ---: | --- |",
    ]


def test_row_of_figures_below_a_merged_cell_is_none_of_the_head(tmp_path: Path) -> None:
    rows = (
        "<tr><td>河段</td><td colspan=2>长度</td></tr>"
        "<tr><td>东河</td><td>1.5</td><td>2</td></tr><tr><td>西河</td><td>12</td><td>3</td></tr>"
    )
    assert table(tmp_path, rows)[0][:2] == ["| 河段 | 长度 | << |", "| --- | ---: | ---: |"]


def test_merged_cells_that_overlay_each_other_are_taken_apart(tmp_path: Path) -> None:
    rows = (
        "<tr><td>甲</td><td>乙</td><td>丙</td></tr>"
        "<tr><td>一</td><td>二</td><td rowspan=2>三</td></tr>"
        "<tr><td>四</td><td colspan=2>五</td></tr><tr><td>六</td><td>七</td><td>八</td></tr>"
    )
    made = table(tmp_path, rows)[0]
    (chapter,) = parse_chapters([Source("01.md", "# 题\n\n" + "\n".join(made) + "\n")])
    assert not chapter.problems
    assert sorted("".join(made)) == sorted(
        "甲乙丙一二三四五六七八"
        + "".join(made).translate(dict.fromkeys(map(ord, "甲乙丙一二三四五六七八")))
    )


def test_table_typed_with_tabs_is_a_table_with_its_own_lines(tmp_path: Path) -> None:
    text = (
        f"清淤要点\n{BODY}\n各段经费\t\t\n\t\t单位：万元\n河段\t2024\t说明\n东河\t1,200\t甲组,"
        f"乙组\n\t\t\n西河\t \t\n{BODY}\n"
    )
    document = taken(tmp_path, text)
    assert [(one.kind, one.line, one.text) for one in document.paragraphs[2:-1]] == [
        ("caption", 3, "各段经费\u3000单位：万元"),
        (
            "table",
            5,
            "| 河段 | 2024 | 说明 |\n| --- | ---: | --- |\n| 东河 | 1,200 | 甲组，乙组 |\n"
            "| 西河 |  |  |",
        ),
    ]
    assert [(mend.line, mend.column, mend.old) for mend in document.mended] == [(6, 12, ",")]
    assert [
        (one.rule, one.place and one.place.line, one.values["lines"])
        for one in document.problems[:1]
    ] == [("intake-typed-table", 3, "3")]


def test_blank_columns_at_the_end_of_a_typed_table_are_none(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        f"清淤要点\n{BODY}\n各段经费\t\t\t\t\n河段\t经费\t说明\t\t\r\n东河\t1,200\t\t\t \n"
        f"西河\t800\t分两年\t\t\n{BODY}\n",
    )
    assert [one.text for one in document.paragraphs[2:-1]] == [
        "各段经费",
        "| 河段 | 经费 | 说明 |\n| --- | ---: | --- |\n| 东河 | 1,200 |  |\n| 西河 | 800 |"
        " 分两年 |",
    ]


@pytest.mark.parametrize("end", ["", "\t", "\t\t"])
@pytest.mark.parametrize(
    "lines",
    [
        "河段\t长度",  # one line
        "河段\t长度\n东河\t3公里",  # two of two columns
        "第一章 总则\t1\n第二章 分工\t3\n第三章 验收\t12",  # contents
        "标题\t页码\n第一章 总则\t1\n第二章 分工\t3",
        "1.\t摸底要细\n2.\t清淤要快\n3.\t验收要严",  # a numbered list of Word
        "\t摸底要细\n\t清淤要快\n\t验收要严",  # paragraphs set in
        "甲方：\t乙方：\n签字：\t签字：\n日期：\t日期：",  # a form
        "张三\t李 四\t王五\n赵六六\t钱七\t孙八",  # names
        "河段\t长度\t组\n东河\t3公里\t甲\n西河\t5公里",  # a row of fewer cells
        "合计\t8\t9\n其他\t1\t2\n说明\t无\t无",  # rows without a head
        "8:00\t签到\n9:00\t开会\n10:00\t分组讨论",
        "3月5日\t东河\n3月8日\t西河南段\n3月9日\t南河",
        "组长：张某\t副组长：李某\n成员：王某\t联络员：赵某\n顾问：钱某\t秘书：孙某",
    ],
)
def test_lines_with_tabs_that_may_be_no_table_stay_paragraphs(
    tmp_path: Path, lines: str, end: str
) -> None:
    document = taken(
        tmp_path, f"清淤要点\n{BODY}\n{lines.replace(chr(10), end + chr(10))}{end}\n{BODY}\n"
    )
    assert [one.kind for one in document.paragraphs] == ["text"] * (lines.count("\n") + 4)


def test_rowspan_ends_with_its_part_of_the_table(tmp_path: Path) -> None:
    rows = (
        "<thead><tr><th rowspan=3>河段</th><th>长度</th></tr></thead><tbody><tr><td "
        "rowspan=0>东河</td><td>一</td></tr><tr><td>二</td></tr></tbody>"
    )
    assert table(tmp_path, rows)[0] == [
        "| 河段 | 长度 |",
        "| --- | --- |",
        "| 东河 | 一 |",
        "| ^^ | 二 |",
    ]


@pytest.mark.parametrize("span", ["1000000000", "9" * 5000, "-1", "两", "60"])
@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_no_span_makes_a_table_larger_than_its_cells(tmp_path: Path, name: str, span: str) -> None:
    with soon(2):
        made = table(
            tmp_path,
            f"<tr><td {name}={span}>水</td><td>火</td></tr>"
            + "<tr><td>木</td><td>土</td></tr>" * 2,
        )[0]
    assert max(line.count("|") for line in made) <= 5 and all(
        "".join(made).count(character) == count
        for character, count in (("水", 1), ("木", 2), ("土", 2))
    )


def test_spanned_table_of_many_rows_takes_little_time(tmp_path: Path) -> None:
    with soon(6):
        made = table(
            tmp_path,
            "<tr>"
            + "<td rowspan=65534 colspan=1000>水</td>" * 2
            + "</tr>"
            + "<tr><td colspan=1000>木</td></tr>" * 20_000,
        )[0]
    assert "".join(made).count("木") == 20_000


def test_heading_of_a_table_is_its_caption(tmp_path: Path) -> None:
    page = (
        f"<p>{BODY}</p><p>表1　河段长度</p><table><tr><td>河段</td><td>长度</td></tr><tr><td>"
        "东河</td><td>一</td></tr></table><table><caption>分工</caption><tr><td>河段</td><td>"
        f"负责</td></tr><tr><td>东河</td><td>甲组</td></tr></table><p>{BODY}</p>"
    )
    document = taken(tmp_path, page, "a.html")
    text, lines = markdown.write_markdown(document.paragraphs)
    assert "\n\n表：表1　河段长度\n\n| 河段 |" in text and "\n\n表：分工\n\n| 河段 |" in text
    blocks = parse(Source("a.md", text, lines), "a").blocks
    assert [block.text for block in blocks if block.kind == "table"] == ["表1　河段长度", "分工"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("表1河段长度", "caption"),
        ("表2，三条河段的长度", "caption"),
        ("附表3-1河段长度", "caption"),
        ("表4河段长度（单位：米）", "caption"),
        ("表1列出长度，见下", "text"),
        ("表1是各河段的长度。", "text"),
        ("表1各河段：", "text"),
    ],
)
def test_number_and_name_right_above_a_table_are_its_caption(text: str, kind: str) -> None:
    line = SourceLine(text, ((0, 1, 1),))
    table = SourceLine("| 河段 |\n|---|\n| 东河 |", ((0, 2, 1),), kind="table")
    for after, expected in ((table, kind), (SourceLine(BODY, ((0, 2, 1),)), "text")):
        assert attach_captions([line, after])[0].kind == expected


@pytest.mark.parametrize(
    ("first", "second", "open_"),
    [
        ("①", "②", ""),
        ("[1]", "[2]", ""),
        ("^[1]", "^[2]", ""),
        ("〔1〕", "〔2〕", ""),
        ("①", "②", "注释：\n"),
    ],
)
def test_notes_typed_under_the_text_become_footnotes(
    tmp_path: Path, first: str, second: str, open_: str
) -> None:
    text = (
        f"要点\n{BODY}\n一、目标\n按照“三清”{first}的要求,先上游{second}。\n青石镇\n"
        f"2025年3月8日\n{open_}{first} 指清淤,清障、清污。\n{second}上游指石桥以上\n"
    )
    document = taken(tmp_path, text)
    assert markdown.write_markdown(document.paragraphs)[0] == (
        f"# 要点\n\n{BODY}\n\n## 一、目标\n\n按照“三清”[^1]的要求，先上游[^2]。\n\n"
        f"青石镇\n{{: .signature}}\n\n2025年3月8日\n{{: .signature}}\n\n"
        "[^1]: 指清淤，清障、清污。\n\n[^2]: 上游指石桥以上\n"
    )
    moved = [(one.text, one.to) for one in document.moved if one.to == "notes"]
    assert moved == [
        *([("注释：", "notes")] if open_ else []),
        (f"{first} 指清淤,清障、清污。", "notes"),
        (f"{second}上游指石桥以上", "notes"),
    ]
    assert "intake-notes" in rules(document)
    (chapter,) = reading.document_as_book(document)[1]
    assert [note.blocks[0].text for note in chapter.notes] == [
        "指清淤，清障、清污。",
        "上游指石桥以上",
    ]
    assert [block.text for block in chapter.blocks if "三清" in block.text] == [
        "按照“三清”的要求，先上游。"
    ]


def test_notes_stand_in_the_chapter_that_marks_them(tmp_path: Path) -> None:
    text = f"要点\n一、目标①\n{LONG}\n二、措施\n{LONG}水②(火)。\n①甲注。\n②乙*注。\n"
    written = manuscript_folder.write_manuscript([taken(tmp_path, text)], tmp_path / "书稿")
    assert (
        chapter_files(written)[0].read_text("utf-8")
        == f"# 一、目标[^1]\n\n{LONG}\n\n[^1]: 甲注。\n"
    )
    assert (
        chapter_files(written)[1].read_text("utf-8")
        == f"# 二、措施\n\n{LONG}水[^2]（火）。\n\n[^2]: 乙\\*注。\n"
    )
    found = loading.load(tmp_path / "书稿")
    assert [p for chapter in parse_chapters(found.sources) for p in chapter.problems] == []


def test_a_note_marked_in_two_chapters_stands_in_both(tmp_path: Path) -> None:
    text = f"要点\n一、目标[1]\n{LONG}\n二、措施\n{LONG}水[1]火[2]。\n[1]甲注。\n[2]乙注。\n"
    written = manuscript_folder.write_manuscript([taken(tmp_path, text)], tmp_path / "书稿")
    first, second = (file.read_text("utf-8") for file in chapter_files(written))
    assert first.endswith("\n\n[^1]: 甲注。\n")
    assert second.endswith("水[^1]火[^2]。\n\n[^1]: 甲注。\n\n[^2]: 乙注。\n")
    found = loading.load(tmp_path / "书稿")
    assert [p for chapter in parse_chapters(found.sources) for p in chapter.problems] == []


@pytest.mark.parametrize(
    "text",
    [
        "按照“三清”①的要求。\n①甲\n②乙",  # a note without a sign
        "按照“三清”①、“三查”②的要求。\n①甲注",  # a sign without a note
        "要做到：①先上游；②后下游。\n①上游指石桥以上\n②下游指石桥以下",  # a list
        "按照“三清”①的要求，做到“三清”①。\n①甲注",  # a sign twice
        "按照“三清”②的要求，做到“三查”①。\n②甲\n①乙",  # out of order
        "按照“三清”[1]的要求。\n[1]甲\n[2]乙",
    ],
)
def test_what_does_not_pair_up_stays_as_it_is_and_makes_no_heading(
    tmp_path: Path, text: str
) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n{text}\n")
    assert shape(document) == [(1, "要点"), (0, BODY), *[(0, line) for line in text.split("\n")]]


def test_footnotes_of_a_word_processor_become_footnotes(tmp_path: Path) -> None:
    page = (
        f"<div class=WordSection1><h1>清淤要点</h1><p>{LONG}</p><p>按照“三清”<a "
        "href='#_ftn1' name='_ftnref1'><sup>1</sup></a>的要求。</p></div>"
        "<div><hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'><span>1</span></a> "
        "指清淤、清障、清污。</p></div></div>"
    )
    document = taken(tmp_path, page, "a.htm")
    assert (
        markdown.write_markdown(document.paragraphs)[0]
        == f"# 清淤要点\n\n{LONG}\n\n按照“三清”[^1]的要求。\n\n[^1]: 指清淤、清障、清污。\n"
    )


PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int = 80, height: int = 60) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, "PNG")
    return stream.getvalue()


def pictured(tmp_path: Path, html: str) -> tuple[ImportedDocument, list[Path]]:
    (tmp_path / "网页_files").mkdir()
    (tmp_path / "网页_files" / "示意 图.png").write_bytes(png())
    document = taken(tmp_path, f"<h1>清淤要点</h1><p>{BODY}</p>{html}<p>{BODY}</p>", "a.html")
    return document, list(manuscript_folder.write_manuscript([document], tmp_path / "书稿"))


@pytest.mark.parametrize(
    "source", ["网页_files/示意 图.png", "./网页_files/%E7%A4%BA%E6%84%8F%20%E5%9B%BE.png"]
)
def test_picture_beside_a_page_is_taken_with_its_caption(tmp_path: Path, source: str) -> None:
    document, written = pictured(
        tmp_path, f'<p><img src="{source}" alt="河道"></p><p>图1　河道"示意"图</p>'
    )
    assert [path.name for path in written if path.name != "book.toml"] == [
        "01-qingyuyaodian.md",
        "tu-01.png",
        "import.base.json",
        "import.json",
    ]
    assert (
        chapter_files(written)[0].read_text("utf-8")
        == f'# 清淤要点\n\n{BODY}\n\n![河道](images/tu-01.png "图1　河道“示意”图")\n\n{BODY}\n'
    )
    assert (document.left_out, rules(document), doubts(document)) == ((), [], [("date", "")])
    found = loading.load(tmp_path / "书稿")
    (chapter,) = [one for one in parse_chapters(found.sources) if one.part == "body"]
    figure = next(block for block in chapter.blocks if block.kind == "figure")
    assert (figure.text, figure.attribute("alt"), chapter.problems) == (
        "图1　河道“示意”图",
        "河道",
        (),
    )
    assert isinstance(pictures.load_picture(found, figure.attribute("src")), pictures.Picture)


def test_picture_inside_a_paragraph_stands_after_it(tmp_path: Path) -> None:
    document, _ = pictured(tmp_path, '<p>水<img src="网页_files/示意 图.png">火，请看。</p>')
    assert [(one.kind, one.text) for one in document.paragraphs[2:4]] == [
        ("text", "水火，请看。"),
        ("figure", ""),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("../秘密.png", "秘密.png"),
        ("http://example.org/a.png", "a.png"),
        ("//example.org/a.png", "a.png"),
        ("/etc/a.png", "a.png"),
        ("网页_files/没有.png", "没有.png"),
        ("坏.png", "坏.png"),
        ("链接.png", "链接.png"),
        ("网页_files", "网页_files"),
        ("图.svg", "图.svg"),
        ("C:\\a.png", "a.png"),
        ("file:///etc/a.png", "a.png"),
        ("%2e%2e/秘密.png", "秘密.png"),
        ("data:image/png;base64,AAAA", "data:image/png;base64"),
        ("", "img"),
    ],
)
def test_picture_that_cannot_be_taken_is_told_where_it_would_stand(
    tmp_path: Path, source: str, name: str
) -> None:
    (tmp_path / "秘密.png").write_bytes(png())
    inside = tmp_path / "里面"
    inside.mkdir()
    (inside / "坏.png").write_bytes(PNG + b"x")
    (inside / "图.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (inside / "链接.png").symlink_to(tmp_path / "秘密.png")
    document, written = pictured(inside, f'<p><img src="{source}"></p><p>图1　河道</p>')
    assert not [path for path in written if path.parent.name == "images"]
    assert (
        chapter_files(written)[0].read_text("utf-8")
        == f"# 清淤要点\n\n{BODY}\n\n图1　河道\n\n{BODY}\n"
    )
    assert [
        (one.rule, one.values["picture"], str(one.place))
        for one in manuscript_folder.document_problems([document])
        if one.rule == "intake-picture"
    ] == [("intake-picture", name, "01-qingyuyaodian.md:4")]
    assert [one.text for one in document.left_out] == [f"<img> {source.partition(',')[0]}".strip()]


def test_pictures_of_several_pages_keep_apart(tmp_path: Path) -> None:
    for name, size in (("甲", 80), ("乙", 90)):
        (tmp_path / f"{name}.png").write_bytes(png(size))
    page = (
        "<h1>{0}要点</h1><p>"
        + BODY
        + '</p><img src="{0}.png"><img src="{0}.png"><p>'
        + BODY
        + "</p>"
    )
    documents = [taken(tmp_path, page.format(name), f"{name}.html") for name in ("甲", "乙")]
    written = manuscript_folder.write_manuscript(documents, tmp_path / "书稿")
    assert [path.name for path in written if path.parent.name == "images"] == [
        "1-tu-01.png",
        "2-tu-01.png",
    ]
    assert chapter_files(written)[1].read_text("utf-8").count("(images/2-tu-01.png)") == 2


def test_specks_of_a_page_are_left_out_without_a_warning(tmp_path: Path) -> None:
    (tmp_path / "点.png").write_bytes(png(1, 1))
    document = taken(tmp_path, f'<p>{BODY}</p><p><img src="点.png"></p><p>{BODY}</p>', "a.html")
    assert ([one.text for one in document.left_out], "intake-picture" in rules(document)) == (
        ["<img> 点.png"],
        False,
    )


# --- headings that are none, annexes, what is told ------------------------------------------------


def test_sentence_with_a_half_width_point_is_a_paragraph(tmp_path: Path) -> None:
    first = "为深入贯彻上级关于河道清淤工作的部署，切实做好今年汛前的各项准备，现提出如下意见."
    document = taken(
        tmp_path, f"{first}\n一、目标\n{BODY}\n{first}\n二、措施\n{BODY}\n", "清淤.txt"
    )
    assert shape(document) == [
        (1, TITLE_TO_FILL),
        (0, first[:-1] + "。"),
        (2, "一、目标"),
        (0, BODY),
        (0, first[:-1] + "。"),
        (2, "二、措施"),
        (0, BODY),
    ]
    assert [(one.line, one.old, one.new) for one in document.mended] == [
        (1, ".", "。"),
        (4, ".", "。"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "河道清淤，人人有责",
        "河道清淤工作要在汛前全部做完" * 3,
        "河道清淤, 人人有责",
        "河道清淤工作要做完，" * 5 + "人人有责",
    ],
)
def test_line_with_a_comma_or_a_long_one_is_no_heading(tmp_path: Path, line: str) -> None:
    assert [level for level, _ in shape(taken(tmp_path, f"要点\n{BODY}\n{line}\n{BODY}\n"))] == [
        1,
        0,
        0,
        0,
    ]
    page = taken(tmp_path, f"<h1>要点</h1><p>{BODY}</p><h2>{line}</h2><p>{BODY}</p>", "a.html")
    assert [level for level, _ in shape(page)] == [1, 0, 2 if len(line) < 50 else 0, 0]


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("附件1 突发清单", "附件1　突发清单"),
        ("附件 1　突发清单", "附件 1　突发清单"),
        ("附件1　　突发清单", "附件1　突发清单"),
        ("附件1突发清单", "附件1突发清单"),
        ("附件1", "附件1"),
    ],
)
def test_annex_keeps_a_gap_behind_its_label(tmp_path: Path, typed: str, heading: str) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n{BODY}\n{BODY}\n{typed}\n{BODY}\n")
    assert shape(document)[-2:] == [(1, heading), (0, BODY)]
    page = taken(
        tmp_path,
        f"<h1>要点</h1><p>{BODY}</p><p>{BODY}</p><p>{BODY}</p><p>"
        f"{typed.replace(' ', chr(10))}</p><p>{BODY}</p>",
        "a.html",
    )
    assert shape(page)[-2:] == [(1, heading), (0, BODY)]


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("附件：\n清单\n" + BODY, 1),
        ("附件：\n1.清单\n2.名单", 0),
        ("附件：\n清单\n青石镇\n2025年3月8日", 0),
        ("附件：清单", 0),
    ],
)
def test_annex_without_a_number_begins_a_part_where_its_text_follows(
    tmp_path: Path, lines: str, level: int
) -> None:
    document = taken(tmp_path, f"要点\n{BODY}\n{BODY}\n{BODY}\n{lines}\n")
    assert [one.level for one in document.paragraphs if one.text.startswith("附件")] == [level]


def test_what_was_done_is_told_line_by_line(tmp_path: Path) -> None:
    text = (
        "清淤要点\n日期：2025年3月8日\n"
        + BODY
        + "\n清淤\u200b,疏浚。\n"
        + "清淤,疏浚。\n" * 25
        + "打印 关闭\n"
    )
    document = taken(tmp_path, text)
    told = summary.summarize_changes([document], "zh")
    assert told == [
        "改正 27 处",
        "      第4行：<U+200B> → （去掉）",
        "      第4—29行（26 处）：, → ，",
        "略去 1 处",
        "      第30行：打印 关闭",
        "移走 2 处",
        "      第1行：清淤要点 → 书名",
        "      第2行：日期：2025年3月8日 → 日期",
    ]
    assert {
        name: len(rows) for name, rows in manuscript_folder.intake_report([document]).items()
    } == {
        "mended": 27,
        "left_out": 1,
        "moved": 2,
        "unsure": 0,
    }
    assert (
        summary.summarize_changes([document, document], "en")[1]
        == "      河道.txt lines 4 (2): <U+200B> → (removed)"
    )
    assert summary.summarize_changes([taken(tmp_path, "# 水\n\n火\n", "a.md")], "zh") == []


def test_long_lists_are_told_whole_when_asked_and_words_paragraphs_are_counted() -> None:
    colons = tuple(TextChange(number, 1, ":", "") for number in range(1, 60, 2))
    log = ImportedDocument("a.docx", "甲", mended=colons, packaged=True)
    other = replace(log, mended=tuple(TextChange(n, 1, str(n), "，") for n in range(1, 31)))
    shown = summary.summarize_changes([log], "zh")[1].strip()
    assert shown.startswith("第1、3、5、7、") and shown.endswith(
        "23等段（30 处）：标题末尾的冒号去掉"
    )
    told, whole = (summary.summarize_changes([other], "zh", every) for every in (False, True))
    assert told[-1].strip() == "其余 10 处没有列出；加 --all 全部列出"
    assert whole[:21] == told[:21] and whole[-1].strip() == "第30段：30 → ，"


def test_code_of_a_page_is_told_behind_what_was_text(tmp_path: Path) -> None:
    page = f"<script>a()</script><h1>要点</h1><p>{BODY}</p><p>{BODY}</p><p>打印 关闭</p>"
    told = summary.summarize_changes([taken(tmp_path, page, "a.html")], "zh")
    left = [line.split("：")[1] for line in told if "script" in line or "打印" in line]
    assert left == ["打印 关闭", "<script> a()"]


# --- heads of documents, annexes, lines broken by hand: as offices write them ---------------------


def test_names_of_annexes_under_a_notice_are_no_headings(tmp_path: Path) -> None:
    text = (
        f"清淤通知\n{BODY}\n附件：1.河道名单\n　　　2.进度表\n青石镇人民政府\n2025年3月8日\n"
        f"附件1：\n河道名单\n{BODY}\n"
    )
    document = taken(tmp_path, text)
    assert shape(document) == [
        (1, "清淤通知"),
        (0, BODY),
        (0, "附件：1.河道名单"),
        (0, "2.进度表"),
        (0, "青石镇人民政府"),
        (0, "2025年3月8日"),
        (1, "附件1：河道名单"),
        (0, BODY),
    ]
    assert [one.text for one in document.paragraphs if one.signature] == [
        "青石镇人民政府",
        "2025年3月8日",
    ]


def test_date_in_brackets_under_the_title_of_a_speech_is_its_date(tmp_path: Path) -> None:
    document = taken(tmp_path, f"在防汛会上的讲话\n（2023年9月8日）\n张三\n同志们：\n{BODY}\n")
    assert (document.date, document.subtitle, document.authors) == (
        date(2023, 9, 8),
        "",
        ("张三",),
    )


def test_contents_after_the_occasion_of_a_law_are_no_author(tmp_path: Path) -> None:
    chapters = "".join(
        f"第{number}章　{name}\n"
        for number, name in zip("一二三四", ("总则", "建设", "责任", "附则"), strict=True)
    )
    text = (
        "河道条例\n（2022年11月30日第五次会议通过）\n目　录\n"
        + chapters
        + chapters.replace("\n", f"\n{BODY}\n")
    )
    document = taken(tmp_path, text)
    assert (document.authors, [one.text for one in document.left_out][0]) == ((), "目　录")


def test_caption_of_a_lost_picture_is_no_heading(tmp_path: Path) -> None:
    page = (
        f"<h1>要点</h1><p>{BODY}</p><figure><img src='没有.png'><figcaption>远处的桥</figcapti"
        f"on></figure><p>{BODY}</p>"
    )
    assert (0, "远处的桥") in shape(taken(tmp_path, page, "a.html"))


def test_caption_may_end_with_a_bracket(tmp_path: Path) -> None:
    document, _ = pictured(
        tmp_path, '<p><img src="网页_files/示意 图.png"></p><p>图1　河道（1987年摄）</p>'
    )
    assert [one.text for one in document.paragraphs if one.kind == "figure"] == [
        "图1　河道（1987年摄）"
    ]


def test_title_and_number_in_one_line_are_told_apart_by_blanks_too(tmp_path: Path) -> None:
    document = taken(tmp_path, "关于清淤工作的通知 青政发〔2024〕5号 各村：　　" + LONG)
    assert [document.title, *(text for _, text in shape(document)[1:3])] == [
        "关于清淤工作的通知",
        "青政发〔2024〕5号",
        "各村：",
    ]


def test_lines_broken_after_so_many_characters_are_joined(tmp_path: Path) -> None:
    paragraphs = [
        BODY
        + (
            "值班电话0571-86551234，每日8:00至18:00有人值守，水位超过156.50m立即报告Lingyin "
            "Temple管理处……"
        )
        + BODY
        for _ in range(4)
    ]
    typed = ["　　" + one.replace("……", "......") for one in paragraphs]
    broken = ["\n".join(one[at : at + 30] for at in range(0, len(one), 30)) for one in typed]
    document = taken(tmp_path, "要点\n" + "\n".join(broken) + "\n")
    assert [text for _, text in shape(document)[1:]] == paragraphs


# --- what build would not take --------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "value"), [("SPLIT_BYTES", 1_100), ("SPLIT_BLOCKS", 12)])
def test_chapter_that_is_too_long_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(f"duben.intake.reading.markdown.{limit}", value)
    document = taken(tmp_path, "要点\n" + f"{BODY}\n" * 30)
    assert [text for level, text in shape(document) if level] == [
        "要点",
        "要点（续1）",
        "要点（续2）",
    ]
    assert sum(text == BODY for _, text in shape(document)) == 30
    assert [
        (one.rule, one.values["count"]) for one in document.problems if one.rule == "intake-parted"
    ] == [("intake-parted", 3)]
    assert all(
        len(path.read_bytes()) <= 1_250
        for path in manuscript_folder.write_manuscript([document], tmp_path / "书稿")
        if path.suffix == ".md"
    )


def test_long_chapter_is_cut_before_a_heading_and_keeps_its_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duben.intake.reading.markdown.SPLIT_BLOCKS", 10)
    document = taken(
        tmp_path,
        "要点\n"
        + f"{BODY}\n" * 6
        + f"一、目标\n{BODY}[1]\n"
        + f"{BODY}\n" * 5
        + f"{BODY[:-1]}[2]。\n[1]甲。\n[2]乙。\n",
    )
    chapters = list(markdown.split_chapters(document.paragraphs))
    assert [chapter[1].text for chapter in chapters] == [BODY, "一、目标"]
    assert [one.text for one in chapters[1] if one.kind == "note"] == ["甲。", "乙。"]


@pytest.mark.parametrize(
    ("limit", "value", "rule"),
    [
        ("CHAPTER_BYTES", 500, "intake-beyond-chapter"),
        ("BOOK_BYTES", 500, "intake-beyond-book"),
        ("CHAPTERS", 1, "intake-beyond-chapters"),
        ("HEADING_LIMIT", 1, "intake-beyond-headings"),
        ("PARAGRAPH_LIMIT", 9, "intake-beyond-paragraphs"),
    ],
)
def test_what_no_book_may_hold_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, rule: str
) -> None:
    document = taken(tmp_path, "要点\n" + f"{BODY}\n" * 12)
    monkeypatch.setattr(f"duben.intake.reading.markdown.{limit}", value)
    with pytest.raises(BookError) as error:
        manuscript_folder.write_manuscript([document], tmp_path / "书稿")
    assert [one.rule for one in error.value.problems] == [rule]
    assert all(
        all(catalogue.problem_text(one, tongue))
        for one in error.value.problems
        for tongue in ("zh", "en")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["河道.txt"]


def test_tags_are_cut_after_their_first_thousand_attributes(tmp_path: Path) -> None:
    attributes = " ".join(f'a{number}="{number}>"' for number in range(100_000))
    with soon(8):  # growing by the square without
        document = taken(
            tmp_path,
            f"<h1>要点</h1><p {attributes}>{BODY}</p>\n<p class='甲>'>{BODY}</p>",
            "a.html",
        )
    assert (shape(document), document.paragraphs[-1].line) == (
        [(1, "要点"), (0, BODY), (0, BODY)],
        2,
    )


@pytest.mark.parametrize(
    "page",
    [
        "<p a=\"b>c\" d='e' f=g/h>水<br/></p>",
        "<script>if(a<b && c){}</script><!-- <p a b -->",
        "水 <b 火",
        "<p a='水",
    ],
)
def test_tags_of_real_pages_are_left_as_they_are(page: str) -> None:
    assert repair.limit_attributes(page) == page


# --- lists that are not sure ----------------------------------------------------------------------

PLAN = (
    "春季工作\n\n2024年3月1日\n\n"
    "抓好修渠和清河中心小学“双高计划”，坚持“三早”（早种、早管、早收）。\n"
)


def test_lists_that_are_not_sure_are_told_at_their_line_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    document = reading.read_document(tmp_path / "a.txt")
    found = unsure_lists.find_unsure_lists([document])
    assert manuscript_folder.intake_report([document], found)["unsure"] == [
        {
            "line": 5,
            "what": "enumeration",
            "text": "抓好【修渠和清河中心小学】“双高计划”，坚持“三早”（早种、早管、早收）。",
            "taken_as": "“双高计划”：修渠；清河中心小学",
        }
    ]
    assert list(unsure_lists.summarize_unsure_lists(found, "zh")) == [
        "  提法：1 个的各项等您核定（附录先不印各项），见下面的 duben enumerations",
        "      5: “双高计划”：修渠；清河中心小学",
    ]


def test_of_several_documents_each_list_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("秋季工作\n\n抓好秋收。\n", "utf-8")
    (tmp_path / "b.md").write_text("# 春季\n\n" + PLAN, "utf-8")
    documents = [reading.read_document(tmp_path / name) for name in ("a.txt", "b.md")]
    report = manuscript_folder.intake_report(documents, unsure_lists.find_unsure_lists(documents))
    assert [(row["file"], row["line"], row["what"]) for row in report["unsure"]] == [
        ("b.md", 7, "enumeration"),
        ("a.txt", 1, "date"),
    ]


def test_the_screen_shows_some_lists_and_counts_the_rest() -> None:
    many = [unsure_lists.UnsureList("a.txt", 1, "甲", "“三同”：" + "甲" * 90)] * 11
    lines = list(unsure_lists.summarize_unsure_lists(many, "en"))
    assert len(lines) == 10
    assert lines[-1].strip() == "3 more: duben enumerations lists them"
    assert max(map(len, lines[1:])) < 70


def test_control_characters_are_not_counted() -> None:
    assert accounting.count_characters("青\x84石\x03 镇\n") == {"青": 1, "石": 1, "镇": 1}


def test_a_first_row_like_the_others_is_no_head(tmp_path: Path) -> None:
    steps = [("第一步", "摸底"), ("第二步", "清淤"), ("第三步", "验收")]
    rows = "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in steps)
    lines = table(tmp_path, rows)[0]
    assert lines[:3] == ["|  |  |", "| --- | --- |", "| 第一步 | 摸底 |"]
    chapter = parse(Source("a.md", "# 清淤\n\n" + "\n".join(lines) + "\n"), "a")
    (block,) = [block for block in chapter.blocks if block.kind == "table"]
    assert [bool(row.attribute("head")) for row in block.children] == [False] * 3
    rows = "".join(
        f"<tr><td>{one}</td><td>{two}要做完。做完要报。</td></tr>"
        for one, two in (("甲组", "东河"), ("乙组", "西河"))
    )
    assert table(tmp_path, rows)[0][0] == "|  |  |"
    head, body = rows.split("</tr>", 1)
    marked = head.replace("td>", "th>") + "</tr>" + body
    assert table(tmp_path, marked)[0][0] == "| 甲组 | 东河要做完。做完要报。 |"


def test_a_row_that_names_columns_is_a_head(tmp_path: Path) -> None:
    rows = "<tr><td>序号</td><td>事项</td></tr><tr><td>1</td><td>摸底要细。要快。</td></tr>"
    assert table(tmp_path, rows)[0][0] == "| 序号 | 事项 |"


def test_what_can_be_imported_is_listed_where_a_kind_is_not_known() -> None:
    listed = catalogue.problem_text(problem("intake-kind", None, suffix=".x"), "zh")[1]
    assert [kind for kind in (".docx", ".doc", ".pdf", ".txt", ".html") if kind not in listed] == []


def test_time_of_an_event_that_names_no_day_stays_in_the_text(tmp_path: Path) -> None:
    when = "时间：每周三下午（第二节课以后）"
    document = taken(tmp_path, f"河道巡查值班安排\n\n{when}\n\n{BODY}\n", "a.txt")
    assert when in [text for _, text in shape(document)]


def test_day_of_the_last_change_over_a_title_is_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, f"最后更新：2026/3/5\n\n河道巡查值班安排\n\n{BODY}\n", "a.txt")
    assert (document.title, document.date) == ("河道巡查值班安排", date(2026, 3, 5))
