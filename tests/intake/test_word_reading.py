"""Word files become manuscripts: labels as printed, nothing lost, every change told. The cases are
built in code (``word_files``).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.accounting import count_characters
from duben.intake.document import ImportedDocument
from duben.intake.manuscript_folder import write_manuscript
from duben.intake.word.number_formats import format_number
from word_files import (
    abstract,
    aligned,
    comment,
    deleted,
    field,
    ins,
    level,
    note,
    note_ref,
    num,
    num_pr,
    numbered,
    p,
    picture,
    png,
    r,
    restart,
    style,
    styled,
    tbl,
    tc,
    text_box,
    word_file,
)

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
TITLE = aligned("关于河道清淤的通知", "center", 44)
CHINESE = abstract(
    1,
    level("%1、", "chineseCounting"),
    level("（%2）", "chineseCounting", 1),
    level("%3.", "decimal", 2),
    level("（%4）", "decimal", 3),
    level("%5", "decimalEnclosedCircle", 4),
)


def taken(
    tmp_path: Path, data: bytes, name: str = "河道.docx", original: bool = False
) -> ImportedDocument:
    path = tmp_path / name
    path.write_bytes(data)
    document = reading.read_document(path, original=original)
    assert "intake-lost" not in rules(document)
    return document


def rules(document: ImportedDocument) -> list[str]:
    return [problem.rule for problem in document.problems]


def texts(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind != "note"]


def body(tmp_path: Path, *blocks: str, original: bool = False, **parts: object) -> list[str]:
    """The texts of a document behind its title and its first paragraph."""
    data = word_file(TITLE, p(BODY), *blocks, p(BODY), **parts)  # type: ignore[arg-type]
    result = texts(taken(tmp_path, data, original=original))
    assert result[:2] == ["关于河道清淤的通知", BODY] and result[-1] == BODY
    return result[2:-1]


def left(document: ImportedDocument) -> list[tuple[str, str]]:
    return [(entry.text, entry.why) for entry in document.left_out]


def markdown_of(document: ImportedDocument) -> str:
    return "\n".join(source.text for source in reading.document_sources(document))


# --- numbers --------------------------------------------------------------------------------------


def test_labels_of_five_levels_are_typed_and_restart(tmp_path: Path) -> None:
    assert body(
        tmp_path,
        numbered("总则", 1),
        numbered("目标", 1, 1),
        numbered("清理河道三条。", 1, 2),
        numbered("修好闸门两座。", 1, 2),
        numbered("上游", 1, 3),
        numbered("甲段", 1, 4),
        numbered("任务", 1, 1),
        numbered("清淤一条。", 1, 2),
        numbered("附则", 1),
        numbered("解释", 1, 1),
        numbering=[CHINESE, num(1, 1)],
    ) == [
        "一、总则", "（一）目标", "1.清理河道三条。", "2.修好闸门两座。", "（1）上游", "①甲段",
        "（二）任务", "1.清淤一条。", "二、附则", "（一）解释",
    ]  # fmt: skip


def test_articles_go_on_across_a_plain_paragraph(tmp_path: Path) -> None:
    definition = abstract(1, level("第%1条", "chineseCountingThousand", start=9))
    assert body(
        tmp_path,
        numbered("各村清理水渠。", 1),
        p("每年两次。"),
        numbered("本办法自公布之日起施行。", 1),
        numbering=[definition, num(1, 1)],
    ) == ["第九条　各村清理水渠。", "每年两次。", "第十条　本办法自公布之日起施行。"]


def test_two_numberings_of_one_definition_count_together_but_for_an_override(
    tmp_path: Path,
) -> None:
    definition = abstract(1, level("%1.", "decimal"))
    assert body(
        tmp_path,
        numbered("甲项。", 1),
        numbered("乙项。", 2),
        numbered("丙项。", 3),
        numbered("丁项。", 3),
        numbered("戊项。", 1),
        numbering=[definition, num(1, 1), num(2, 1), num(3, 1, restart(start=5))],
    ) == ["1.甲项。", "2.乙项。", "5.丙项。", "6.丁项。", "7.戊项。"]


def test_a_style_numbers_and_zero_takes_the_number_away(tmp_path: Path) -> None:
    """WPS writes numPr in the style and in the paragraph; numId 0 takes it away."""
    own = style("a", "正文编号", f"<w:pPr>{num_pr(1, None)}</w:pPr>")
    child = style("b", "其下", parent="a")
    assert body(
        tmp_path,
        styled("甲项。", "a"),
        styled("乙项。", "a", num_pr(1)),
        styled("丙项。", "b"),
        styled("丁项。", "a", num_pr(0)),
        styled("戊项。", "a"),
        styles=[own, child],
        numbering=[abstract(1, level("%1.", "decimal")), num(1, 1)],
    ) == ["1.甲项。", "2.乙项。", "3.丙项。", "丁项。", "4.戊项。"]


def test_a_level_tied_to_a_style_numbers_it(tmp_path: Path) -> None:
    tied = [
        style("h1", "heading 1", f"<w:pPr>{num_pr(1, None)}</w:pPr>"),
        style("h2", "heading 2", f"<w:pPr>{num_pr(1, None)}</w:pPr>"),
    ]
    definition = abstract(
        1,
        level("第%1章", "chineseCounting", inner='<w:pStyle w:val="h1"/>'),
        level("%1.%2", "decimal", 1, inner='<w:isLgl/><w:pStyle w:val="h2"/>'),
    )
    assert body(
        tmp_path,
        styled("总则", "h1"),
        p("清理河道。"),
        styled("目标", "h2"),
        p("清理水渠。"),
        styled("任务", "h2"),
        p("修好闸门。"),
        styled("附则", "h1"),
        p("照此办理。"),
        styled("解释", "h2"),
        styles=tied,
        numbering=[definition, num(1, 1)],
    ) == [
        "第一章　总则", "清理河道。", "1.1 目标", "清理水渠。", "1.2 任务", "修好闸门。",
        "第二章　附则", "照此办理。", "2.1 解释",
    ]  # fmt: skip


def test_none_and_bullets_print_no_number(tmp_path: Path) -> None:
    definition = abstract(1, level("", "none"), level("\uf06c", "bullet", 1))
    data = word_file(
        TITLE,
        p(BODY),
        numbered("甲项。", 1),
        numbered("乙项。", 1, 1),
        numbered("丙项。", 1, 1),
        numbering=[definition, num(1, 1)],
    )
    document = taken(tmp_path, data)
    assert [(each.kind, each.label, each.text) for each in document.paragraphs[2:]] == [
        ("text", "", "甲项。"), ("item", "-", "乙项。"), ("item", "-", "丙项。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind, printed",
    [
        ("decimal", "10 20 101 1000"),
        ("decimalZero", "10 20 101 1000"),
        ("decimalFullWidth", "１０ ２０ １０１ １０００"),
        ("chineseCounting", "十 二十 一〇一 一〇〇〇"),
        ("chineseCountingThousand", "十 二十 一百〇一 一千"),
        ("ideographDigital", "一〇 二〇 一〇一 一〇〇〇"),
        ("japaneseCounting", "十 二十 百一 千"),
        ("chineseLegalSimplified", "壹拾 贰拾 壹佰零壹 壹仟"),
        ("decimalEnclosedCircle", "⑩ ⑳ 101 1000"),
        ("decimalEnclosedCircleChinese", "⑩ ⑳ 101 1000"),
        ("decimalEnclosedParen", "⑽ ⒇ 101 1000"),
        ("decimalEnclosedFullstop", "⒑ ⒛ 101 1000"),
        ("ideographTraditional", "癸 20 101 1000"),
        ("ideographZodiac", "酉 20 101 1000"),
        ("upperLetter", "J T WWWW 1000"),
        ("lowerLetter", "j t wwww 1000"),
        ("upperRoman", "X XX CI M"),
        ("lowerRoman", "x xx ci m"),
        ("unheardOf", "10 20 101 1000"),
    ],
)
def test_numbers_are_written_as_word_writes_them(kind: str, printed: str) -> None:
    assert [format_number(number, kind) for number in (10, 20, 101, 1000)] == printed.split()


def test_a_label_typed_too_stands_once(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        numbered("一、总则", 1),
        numbered("二、 任务", 1),
        numbered("(一)目标", 1, 1),
        numbered("三年规划", 1),
        p(BODY),
        numbering=[CHINESE, num(1, 1)],
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == ["一、总则", "二、 任务", "（一）目标", "三、三年规划"]
    assert [(mend.old, mend.new) for mend in document.mended if mend.old and not mend.new] == [
        ("一、", ""), ("二、", ""), ("（一）", ""),
    ]  # fmt: skip


def test_a_deleted_list_paragraph_does_not_count(tmp_path: Path) -> None:
    mark = '<w:del w:id="3" w:author="乙" w:date="2024-03-06T08:00:00Z"/>'
    gone = p(deleted("乙项。"), num_pr(1), mark)
    blocks = (numbered("甲项。", 1), gone, numbered("丙项。", 1))
    numbering = [abstract(1, level("%1.", "decimal")), num(1, 1)]
    assert body(tmp_path, *blocks, numbering=numbering) == ["1.甲项。", "2.丙项。"]
    assert body(tmp_path, *blocks, numbering=numbering, original=True) == [
        "1.甲项。", "2.乙项。", "3.丙项。",
    ]  # fmt: skip


def test_labels_are_told_once_for_a_series(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        *(numbered(f"{sign}项。", 1) for sign in "甲乙丙"),
        numbering=[CHINESE, num(1, 1)],
    )
    document = taken(tmp_path, data)
    assert [(mend.line, mend.new) for mend in document.mended] == [(3, "一、……三、")]
    assert rules(document).count("word-labels") == 1


def test_hidden_numbers_and_unknown_formats(tmp_path: Path) -> None:
    hidden = level("%1.", "decimal", inner="<w:rPr><w:vanish/></w:rPr>")
    data = word_file(
        TITLE,
        p(BODY),
        numbered("甲项。", 1),
        numbered("乙项。", 2),
        p(BODY),
        numbering=[
            abstract(1, hidden), num(1, 1), abstract(2, level("%1)", "thaiCounting")), num(2, 2),
        ],
    )  # fmt: skip
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == ["甲项。", "1)乙项。"]
    assert "word-number-format" in rules(document)


def test_a_level_restarts_where_lvl_restart_says(tmp_path: Path) -> None:
    definition = abstract(
        1,
        level("第%1章", "chineseCounting"),
        level("第%2条", "chineseCounting", 1, inner='<w:lvlRestart w:val="0"/>'),
    )
    assert body(
        tmp_path,
        numbered("总则", 1),
        numbered("清理水渠。", 1, 1),
        numbered("附则", 1),
        numbered("照此办理。", 1, 1),
        numbering=[definition, num(1, 1)],
    ) == ["第一章　总则", "第一条　清理水渠。", "第二章　附则", "第二条　照此办理。"]


def test_an_override_brings_a_level_of_its_own(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level("（%1）", "chineseCounting")}</w:lvlOverride>'
    linked = abstract(2, inner='<w:numStyleLink w:val="ns"/>')
    list_style = (
        '<w:style w:type="numbering" w:styleId="ns"><w:name w:val="清单"/>'
        f"<w:pPr>{num_pr(1, None)}</w:pPr></w:style>"
    )
    assert body(
        tmp_path,
        numbered("甲项。", 1),
        numbered("乙项。", 2),
        numbered("丙项。", 3),
        styles=[list_style],
        numbering=[
            abstract(1, level("%1.", "decimal")),
            linked,
            num(1, 1),
            num(2, 1, own),
            num(3, 2),
        ],
    ) == ["1.甲项。", "（二）乙项。", "3.丙项。"]


def test_an_empty_numbered_paragraph_counts_and_is_told(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        numbered("甲项。", 1),
        p("", num_pr(1)),
        numbered("丙项。", 1),
        p(BODY),
        numbering=[CHINESE, num(1, 1)],
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == ["一、甲项。", "三、丙项。"]
    assert ("二、", "空段的自动编号") in left(document)


# --- tracked changes, comments, notes, fields -----------------------------------------------------

MOVED = (
    '<w:moveFrom w:id="5" w:author="甲" w:date="2024-03-05T08:00:00Z">'
    "<w:r><w:t>每年两次</w:t></w:r></w:moveFrom>"
)
MOVED_TO = MOVED.replace("moveFrom", "moveTo")


def test_tracked_changes_are_accepted_or_not(tmp_path: Path) -> None:
    sentence = p(
        r("清理") + MOVED_TO + ins(r("全部")) + deleted("部分") + r("水渠") + MOVED + r("。")
    )
    data = word_file(TITLE, p(BODY), sentence, p(BODY))
    accepted, original = taken(tmp_path, data), taken(tmp_path, data, original=True)
    assert texts(accepted)[2] == "清理每年两次全部水渠。"
    assert left(accepted) == [
        ("部分", "修订中删去，乙，2024-03-06"),
        ("每年两次", "修订中移走，甲，2024-03-05"),
    ]
    assert texts(original)[2] == "清理部分水渠每年两次。"
    assert left(original) == [
        ("每年两次", "修订中移入，甲，2024-03-05"),
        ("全部", "修订中加入，甲，2024-03-05"),
    ]


def test_a_deleted_paragraph_mark_joins_two(tmp_path: Path) -> None:
    mark = '<w:del w:id="3" w:author="乙" w:date="2024-03-06T08:00:00Z"/>'
    blocks = (p("清理水渠，", mark=mark), p("修好闸门。"))
    assert body(tmp_path, *blocks) == ["清理水渠，修好闸门。"]
    assert body(tmp_path, *blocks, original=True) == ["清理水渠，", "修好闸门。"]


def test_a_comment_over_two_paragraphs_is_left_out_at_its_line(tmp_path: Path) -> None:
    start, end = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
    reference = '<w:r><w:commentReference w:id="7"/></w:r>'
    data = word_file(
        TITLE,
        p(BODY),
        p(start + r("清理水渠。")),
        p(r("修好闸门。") + end + reference),
        comments=[comment(7, "请核实数字。")],
    )
    document = taken(tmp_path, data)
    assert [(each.line, each.text, each.why) for each in document.left_out] == [
        (3, "请核实数字。", "批注，丙，2024-03-07")
    ]


def test_notes_of_authors_are_marked_behind_the_title(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(r("作者：王小河") + note_ref(2)),
        p(BODY),
        p(r(BODY) + note_ref(3)),
        footnotes=[note(2, p("青石镇水务站。")), note(3, p("见附件。"))],
    )
    document = taken(tmp_path, data)
    assert document.authors == ("王小河",)
    assert markdown_of(document).split("\n\n") == [
        "# 关于河道清淤的通知[^1]", BODY, f"{BODY}[^2]", "[^1]: 青石镇水务站。", "[^2]: 见附件。\n",
    ]  # fmt: skip


def test_notes_of_two_paragraphs_endnotes_and_notes_in_tables(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        p(r("清理水渠") + note_ref(2) + r("。")),
        tbl(["村", "户"], [tc(p(r("东村") + note_ref(3))), "12"]),
        p(r("修好闸门") + note_ref(1, "endnote") + r("。")),
        footnotes=[
            note(0, p(""), kind="footnote"), note(2, p("注一上。"), p("注一下。")),
            note(3, p("注二。")), note(9, p("无人引用。")),
        ],
        endnotes=[note(1, p("尾注。"), kind="endnote")],
    )  # fmt: skip
    document = taken(tmp_path, data)
    assert markdown_of(document).split("\n\n")[2:] == [
        "清理水渠[^1]。",
        "| 村 | 户 |\n| --- | ---: |\n| 东村[^2] | 12 |",
        "修好闸门[^3]。",
        "[^1]: 注一上。",
        "    注一下。",
        "[^2]: 注二。",
        "[^3]: 尾注。\n",
    ]
    assert left(document) == [("无人引用。", "正文没有引用的注")]


def test_signs_of_typed_notes_cited_again_are_not_lost(tmp_path: Path) -> None:
    cited = ["按“三清”[1]，先上游[2]。", "再按“三清”[1]。", "[1] 清淤、清障。", "[2] 石桥以上。"]
    document = taken(tmp_path, word_file(TITLE, p(BODY), *map(p, cited)))
    assert "intake-notes" in rules(document)
    assert "再按“三清”[^1]。" in markdown_of(document)


def contents_entry(text: str, page: str) -> str:
    return p(r(f"{text}\t") + field("PAGEREF _Toc1", page))


def test_contents_are_left_out(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    toc = (
        p("目  录"),
        p(begin + r("总则\t") + field("PAGEREF _Toc1", "2")),
        contents_entry("附则", "5"),
        p(end),
    )
    data = word_file(TITLE, *toc, p(BODY), p("清理水渠。"))
    document = taken(tmp_path, data)
    assert texts(document) == ["关于河道清淤的通知", BODY, "清理水渠。"]
    assert [each.text for each in document.left_out] == ["目 录", "总则 2", "附则 5"]
    assert {each.kind for each in document.left_out} == {"contents"}

    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{''.join(toc)}</w:sdtContent></w:sdt>"
    )
    document = taken(tmp_path, word_file(TITLE, control, p(BODY), p("清理水渠。")))
    assert texts(document) == ["关于河道清淤的通知", BODY, "清理水渠。"]
    assert len(document.left_out) == 3

    control = control.replace(toc[0], "")
    document = taken(tmp_path, word_file(TITLE, toc[0], control, p(BODY), p("清理水渠。")))
    assert texts(document) == ["关于河道清淤的通知", BODY, "清理水渠。"]


def test_fields_page_numbers_go_and_results_stay(tmp_path: Path) -> None:
    simple = '<w:fldSimple w:instr=" NUMPAGES ">' + r("12") + "</w:fldSimple>"
    kept = '<w:fldSimple w:instr=" AUTHOR ">' + r("水务站") + "</w:fldSimple>"
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>'
    data = word_file(
        TITLE,
        p(BODY),
        p(r("见第") + field("PAGE", "3") + r("页，共") + simple + r("页。")),
        p(r("按") + field("REF _a \\h", "第二条") + r("办理，由") + kept + r("解释。")),
        p(broken + r("清理水渠。")),
        p(r("参见") + field("REF _b", "错误!未找到引用源。") + r("。")),
        p(BODY),
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == [
        "见第页，共页。", "按第二条办理，由水务站解释。", "清理水渠。",
        "参见错误！未找到引用源。。",
    ]  # fmt: skip
    assert left(document) == [("312", "页码")]
    assert {"word-broken-field", "word-broken-reference"} <= set(rules(document))


# --- marks in the text ----------------------------------------------------------------------------


def ruby(base: str, reading_: str) -> str:
    return (
        f"<w:r><w:ruby><w:rt>{r(reading_)}</w:rt><w:rubyBase>{r(base)}</w:rubyBase></w:ruby></w:r>"
    )


def test_ruby_emphasis_and_raised_signs_are_marked(tmp_path: Path) -> None:
    paragraph = p(
        ruby("圩", "wéi")
        + r("堤每")
        + r("平方米", '<w:em w:val="dot"/>')
        + r("即m")
        + r("2", '<w:vertAlign w:val="superscript"/>')
        + r("，")
        + r("不得", "<w:b/>")
        + r("占用H")
        + r("2", '<w:vertAlign w:val="subscript"/>')
        + r("O。")
    )
    document = taken(tmp_path, word_file(TITLE, p(BODY), paragraph, p(BODY)))
    assert markdown_of(document).split("\n\n")[2] == (
        "<ruby>圩<rt>wéi</rt></ruby>堤每*平方米*即m<sup>2</sup>，**不得**占用H<sub>2</sub>O。"
    )


def test_what_is_bold_throughout_is_not_strong(tmp_path: Path) -> None:
    data = word_file(
        p(r("河道清淤", "<w:b/>")), p(r(BODY, "<w:b/>")), p(r("清理", "<w:b/>") + r("水渠。"))
    )
    assert "**" not in markdown_of(taken(tmp_path, data))


def test_a_heading_bold_as_a_whole_is_a_plain_heading(tmp_path: Path) -> None:
    blocks = (p(r("一、总则", "<w:b/>")), p(BODY), p(r("（一）清淤。", "<w:b/>") + r("每年两次。")))
    document = taken(tmp_path, word_file(TITLE, p(BODY), *blocks, p(BODY)))
    assert markdown_of(document).split("\n\n")[2:5] == [
        "## 一、总则", BODY, "**（一）清淤。**每年两次。",
    ]  # fmt: skip


def test_hidden_text_signs_and_soft_returns(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        p(r("清理") + r("（内部掌握）", "<w:vanish/>") + r("水渠。")),
        p(
            r("选")
            + r(inner='<w:sym w:font="Wingdings" w:char="F0FE"/>')
            + r("是")
            + r(inner='<w:sym w:font="X" w:char="F001"/>')
        ),
        p(
            r("第一句。", inner="<w:br/>")
            + r("第二句。")
            + r(inner='<w:br w:type="page"/>')
            + r("第三句。")
        ),
        p(r("0558") + r(inner="<w:noBreakHyphen/>") + r("1234")),
        p(BODY),
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == [
        "清理水渠。", "选☑是□", "第一句。", "第二句。", "第三句。", "0558-1234",
    ]  # fmt: skip
    assert left(document) == [("（内部掌握）", "隐藏文字")]
    assert "word-symbol" in rules(document)


@pytest.mark.parametrize(
    ("font", "typed", "read"),
    [
        ("Wingdings", "\uf0fc\uf020\uf0a0", "✓ ▪"),
        ("Webdings", "\uf061\uf038", "✔▶"),
        ("Wingdings 3", "\uf07d\uf070", "▶▲"),
        ("Wingdings 3", "\uf0ff", "□"),
        ("宋体", "\uf0ff", "□"),
    ],
)
def test_signs_typed_in_a_symbol_font(tmp_path: Path, font: str, typed: str, read: str) -> None:
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    document = taken(tmp_path, word_file(TITLE, p(BODY), p(r("选") + r(typed, look)), p(BODY)))
    assert texts(document)[2] == "选" + read
    assert ("word-symbol" in rules(document)) == (read == "□")
    assert "intake-lost" not in rules(document)


def test_places_to_sign_keep_their_room(tmp_path: Path) -> None:
    last = "记于2024年 3 月 5 日，甲：乙 丙：丁。"
    typed = [f"填报人签名:{' ' * 40}站长签字：", "年    月    日", last]
    assert body(tmp_path, *map(p, typed)) == [
        "填报人签名：　　　　站长签字：", "年　　月　　日", last,
    ]  # fmt: skip


def test_rows_that_count_on_stay_rows(tmp_path: Path) -> None:
    weeks = ["第1-2周 查看东渠和西渠的淤塞情况，写成方案", "第3周 清淤，每天记录"]
    cell = tc(p(r(weeks[0], inner="<w:br/>") + r(weeks[1])))
    data = word_file(TITLE, p(BODY), tbl(["项目", "进度"], ["清淤", cell]), p(BODY))
    assert "<br>".join(weeks) in markdown_of(taken(tmp_path, data))


def test_a_sign_of_a_symbol_font_in_a_font_of_the_text(tmp_path: Path) -> None:
    song = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
    assert body(tmp_path, p(r("改正。\uf075（6）", song)), p(BODY)) == ["改正。◆（6）", BODY]


def test_underlined_blanks_are_places_to_fill_in(tmp_path: Path) -> None:
    blank = r("      ", '<w:u w:val="single"/>')
    assert body(tmp_path, p(r("姓名") + blank + r("单位"))) == ["姓名______单位"]


# --- text boxes, tables ---------------------------------------------------------------------------


@pytest.mark.parametrize("vml", [False, True])
def test_a_text_box_stands_once_behind_its_paragraph(tmp_path: Path, vml: bool) -> None:
    data = word_file(
        TITLE, p(BODY), p(r("清理水渠。") + text_box(p("框里的话。"), vml=vml)), p(BODY)
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == ["清理水渠。", "框里的话。"]
    assert [(move.line, move.text, move.to) for move in document.moved][-1] == (
        3, "框里的话。", "paragraph",
    )  # fmt: skip


def test_text_boxes_in_groups_and_tables(tmp_path: Path) -> None:
    inner = "".join(
        f"<wps:wsp><wps:txbx><w:txbxContent>{p(words)}</w:txbxContent></wps:txbx></wps:wsp>"
        for words in ("左框的话。", "右框的话。")
    )
    group = f"<w:r><w:drawing><wp:anchor><wpg:wgp>{inner}</wpg:wgp></wp:anchor></w:drawing></w:r>"
    cell = tc(p(r("东村") + text_box(p("格内框的话。"))))
    document = taken(
        tmp_path,
        word_file(TITLE, p(BODY), p(r("甲。") + group), tbl(["村", "户"], [cell, "12"]), p(BODY)),
    )
    assert texts(document)[2:5] == ["甲。", "左框的话。", "右框的话。"]
    assert "格内框的话。" in markdown_of(document)


def test_merged_and_nested_cells(tmp_path: Path) -> None:
    nested = tc(p("清淤") + tbl(["甲", "乙"], ["丙", "丁"]) + p(""))
    table = tbl(
        [tc("村", merge="restart"), tc("产量", span=2)],
        [tc("", merge="continue"), "水稻", "茶叶"],
        ["东村", "1406", "13.8"],
        [tc("西村", merge="restart"), "1200", nested],
        [tc("", merge="continue"), "90", "8"],
    )
    document = taken(tmp_path, word_file(TITLE, p(BODY), table, p(BODY)))
    assert texts(document)[2] == (
        "| 村 | 产量 | << |\n| ^^ | 水稻 | 茶叶 |\n| --- | ---: | --- |\n"
        "| 东村 | 1406 | 13.8 |\n| 西村 | 1200 | 清淤<br>甲　乙<br>丙　丁 |\n| ^^ | 90 | 8 |"
    )
    assert "word-nested-table" in rules(document)


def test_a_sheet_of_nested_tables_is_paragraphs_and_its_tables(tmp_path: Path) -> None:
    text = [BODY, "一、清淤", BODY, "二、修渠", BODY]
    inner = tbl(
        ["青石镇水务站文件"],
        ["〔2024〕6号"],
        [tc(aligned("关于河道清淤的通知", "center", 44))],
        [tc(p("各村民委员会：") + "".join(map(p, text)))],
    )
    table = tbl(["村", "产量"], ["东村", "1406"], ["西村", "1200"])
    end = aligned("2024年3月5日", "right")
    document = taken(tmp_path, word_file(tbl([tc(inner + table + p(BODY) + end)])))
    assert document.title == "关于河道清淤的通知" and str(document.date) == "2024-03-05"
    assert texts(document)[-3:] == [
        "| 村 | 产量 |\n| --- | ---: |\n| 东村 | 1406 |\n| 西村 | 1200 |", BODY, "2024年3月5日",
    ]  # fmt: skip
    assert [each.text for each in document.paragraphs if each.level > 1] == ["一、清淤", "二、修渠"]
    assert markings(document)[:3] == [
        ("青石镇水务站文件", "issuer"), ("〔2024〕6号", "number"), ("各村民委员会：", "recipients"),
    ]  # fmt: skip
    assert "word-nested-table" not in rules(document)


def test_covered_text_is_told_and_marked_heads_are_heads(tmp_path: Path) -> None:
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + tc("村") + tc("户") + "</w:tr>"
    second = head.replace("村", "名称").replace("户", "数目")
    rows = tbl(
        [tc("东村", merge="restart"), "1"], [tc("看不见的字", merge="continue"), "2"]
    ).replace("</w:tblPr>", "</w:tblPr>" + head + second)
    document = taken(tmp_path, word_file(TITLE, p(BODY), rows, p(BODY)))
    assert texts(document)[2] == (
        "| 村 | 户 |\n| 名称 | 数目 |\n| --- | ---: |\n| 东村 | 1 |\n| ^^ | 2 |"
    )
    assert ("看不见的字", "被合并的单元格盖住") in left(document)


def test_a_table_without_lines_that_lays_out_a_signature_is_paragraphs(tmp_path: Path) -> None:
    table = tbl(["", "青石镇水务站"], ["", "2024年3月5日"], borders=False)
    document = taken(tmp_path, word_file(TITLE, p(BODY), table))
    assert [(each.text, each.signature) for each in document.paragraphs[2:]] == [
        ("青石镇水务站", True), ("2024年3月5日", True),
    ]  # fmt: skip


# --- headings -------------------------------------------------------------------------------------


def levels(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(each.level, each.text) for each in document.paragraphs if each.level]


def test_headings_by_style_by_level_and_by_name(tmp_path: Path) -> None:
    styles = [
        style("a", "标题 1"),
        style("b", "heading 2"),
        style("c", "小标题", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', parent="a"),
        style("d", "Title"),
    ]
    data = word_file(
        styled("河道清淤手册", "d"),
        p(BODY),
        styled("河道", "a"),
        p(BODY),
        styled("上游", "b"),
        p(BODY),
        styled("下游", "c"),
        p(BODY),
        p("闸门", '<w:outlineLvl w:val="0"/>'),
        p(BODY),
        styled("不是标题的一段。", "b", '<w:outlineLvl w:val="9"/>'),
        p("后面还有，"),
        styles=styles,
    )
    assert levels(taken(tmp_path, data)) == [
        (1, "河道清淤手册"), (2, "河道"), (3, "上游"), (3, "下游"), (2, "闸门"),
    ]  # fmt: skip


def test_title_over_two_lines_by_its_look(tmp_path: Path) -> None:
    data = word_file(
        aligned("青石镇水务站文件", "center", 60),
        aligned("青水〔2024〕3号", "center", 32),
        aligned("青石镇水务站关于印发", "center", 44, "方正小标宋简体"),
        aligned("河道清淤办法的通知", "center", 44, "方正小标宋简体"),
        p(r(BODY, '<w:sz w:val="32"/>')),
    )
    document = taken(tmp_path, data)
    assert document.title == "青石镇水务站关于印发河道清淤办法的通知"
    assert "青水〔2024〕3号" in texts(document)


def test_headings_by_look_alone_are_told(tmp_path: Path) -> None:
    look = '<w:rFonts w:eastAsia="黑体"/>'
    data = word_file(
        TITLE,
        *(
            block
            for name in ("河道现状", "清淤任务", "资金来源")
            for block in (p(r(name, look)), p(BODY), p("各村每月报告一次进度："), p(BODY))
        ),
    )
    document = taken(tmp_path, data)
    assert [text for _, text in levels(document)][1:] == ["河道现状", "清淤任务", "资金来源"]
    assert ("heading", "河道现状") in [(each.what, each.text) for each in document.unsure]


# --- pictures -------------------------------------------------------------------------------------


def test_pictures_are_taken_or_told(tmp_path: Path) -> None:
    data = word_file(
        TITLE,
        p(BODY),
        p(picture("i1", "闸门照片")),
        p("图1 闸门"),
        p(picture("i2")),
        p(picture("i3")),
        p(picture("x1", link=True)),
        p(BODY),
        media={"i1": png(), "i2": png((80, 40), "BMP"), "i3": b"no picture"},
        external={"x1": "https://example.com/a.png"},
    )
    document = taken(tmp_path, data)
    taken_pictures = [each.picture for each in document.paragraphs if each.picture]
    assert [(each.name, each.alternative) for each in taken_pictures] == [
        ("tu-01.png", "闸门照片"), ("tu-02.png", ""),
    ]  # fmt: skip
    assert '![闸门照片](images/tu-01.png "图1 闸门")' in markdown_of(document)
    assert rules(document).count("word-picture") == 2


# --- what stands round the text -------------------------------------------------------------------


def test_headers_and_footers_are_left_out_with_their_text(tmp_path: Path) -> None:
    from word_files import part

    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h1"/>'
        '<w:footerReference w:type="default" r:id="f1"/></w:sectPr>'
    )
    data = word_file(
        TITLE,
        p(BODY),
        section,
        more={
            "h1": ("header", part("hdr", p("青石镇河道手册"))),
            "f1": ("footer", part("ftr", p(r("第") + field("PAGE", "1") + r("页")))),
        },
    )
    document = taken(tmp_path, data)
    assert left(document) == [("青石镇河道手册", "页眉"), ("第1页", "页脚")]
    assert {each.line for each in document.left_out} == {0}


def test_content_controls(tmp_path: Path) -> None:
    def control(content: str, properties: str = "") -> str:
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    box = control(r("☑"), '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>')
    assert body(
        tmp_path,
        control(p("整段控件。")),
        p(r("选") + box + r("是，") + control(r("行内控件")) + r("。")),
        p(r("姓名：") + control(r("单击此处输入"), "<w:showingPlcHdr/>") + r("某甲。")),
    ) == ["整段控件。", "选☑是，行内控件。", "姓名：某甲。"]


def test_the_law_finds_a_lost_character() -> None:
    from duben.intake.accounting import report_lost_characters
    from duben.intake.document import ImportedParagraph

    document = ImportedDocument("a.docx", "甲", paragraphs=(ImportedParagraph("甲乙", 1),))
    assert report_lost_characters(document, count_characters("甲 乙")).problems == ()
    (fault,) = report_lost_characters(document, count_characters("甲乙丙丁")).problems
    assert (fault.rule, fault.severity, fault.values["count"]) == ("intake-lost", "error", 2)


def test_a_line_that_repeats_the_title_does_not_stand_for_it() -> None:
    from duben.intake.accounting import report_lost_characters
    from duben.intake.document import ImportedParagraph

    document = ImportedDocument("a.docx", "清淤", paragraphs=(ImportedParagraph("清淤", 9),))
    assert report_lost_characters(document, count_characters("清淤清淤")).problems == ()
    headed = ImportedDocument("a.docx", "清淤", paragraphs=(ImportedParagraph("清淤", 1, 1),))
    assert report_lost_characters(headed, count_characters("清淤清淤")).problems != ()


# --- official letters, tabs, embedded files -------------------------------------------------------

SONG = "方正小标宋简体"


def markings(document: ImportedDocument) -> list[tuple[str, str]]:
    """The texts of the paragraphs that are parts of a letter, with what they are."""
    return [
        (each.text, "signature" if each.signature else each.part)
        for each in document.paragraphs
        if each.part or each.signature
    ]


def test_an_official_letter_is_known_in_its_parts(tmp_path: Path) -> None:
    red_head = text_box(aligned("青石镇人民政府文件", "center", 72, SONG))
    data = word_file(
        p(red_head),
        aligned("青政发〔2024〕3号", "center", 32),
        aligned("青石镇人民政府关于印发", "center", 44, SONG),
        aligned("河道清淤办法的通知", "center", 44, SONG),
        p("各村民委员会，镇直各单位："),
        p("现将《河道清淤办法》印发给你们，请认真贯彻执行。"),
        p("附件：1.河道清淤办法"),
        p("　　　2.任务分工表"),
        aligned("青石镇人民政府", "right", 32),
        aligned("2024年3月5日", "right", 32),
        p("抄送：县水利局。"),
        p("青石镇党政办公室　　　　2024年3月6日印发"),
    )
    document = taken(tmp_path, data)
    assert document.title == "青石镇人民政府关于印发河道清淤办法的通知"
    assert str(document.date) == "2024-03-05"
    assert markings(document) == [
        ("青石镇人民政府文件", "issuer"),
        ("青政发〔2024〕3号", "number"),
        ("各村民委员会，镇直各单位：", "recipients"),
        ("附件：1.河道清淤办法", "annexes"),
        ("2.任务分工表", "further-annexes"),
        ("青石镇人民政府", "signature"),
        ("2024年3月5日", "signature"),
        ("抄送：县水利局。", "record"),
        ("青石镇党政办公室　　　　2024年3月6日印发", "record"),
    ]
    assert texts(document)[-2:] == ["抄送：县水利局。", "青石镇党政办公室　　　　2024年3月6日印发"]


def test_a_letterhead_of_two_bodies_in_a_table(tmp_path: Path) -> None:
    table = tbl(
        ["青石镇人民政府", tc("文件", merge="restart")],
        ["青石镇水务站", tc("", merge="continue")],
        borders=False,
    )
    data = word_file(
        table, aligned("关于清理河道的通知", "center", 44), p("各村民委员会："), p(BODY)
    )
    document = taken(tmp_path, data)
    assert document.title == "关于清理河道的通知"
    assert markings(document)[:2] == [
        ("青石镇人民政府", "issuer"), ("青石镇水务站文件", "issuer"),
    ]  # fmt: skip


@pytest.mark.parametrize("borders", [False, True])
def test_a_head_and_a_record_that_are_tables(tmp_path: Path, borders: bool) -> None:
    head = [
        *(["000012", ""], ["机密★1年", ""], ["特急", ""], [tc("青石镇人民政府文件", span=2)]),
        ["青政发〔2024〕6号", "签发人：王小明"],
    ]
    record = [[tc("抄送：县水利局。", span=2)], ["青石镇人民政府办公室", "2024年3月7日印发"]]
    end = [aligned("青石镇人民政府", "right"), aligned("2024年3月5日", "right")]
    data = word_file(
        tbl(*head, borders=borders), TITLE, p("各村民委员会："), p(BODY), *end, tbl(*record)
    )
    document = taken(tmp_path, data)
    assert document.title == "关于河道清淤的通知"
    assert [part for _, part in markings(document)] == [
        *("copy-number", "security", "urgency", "issuer", "number", "signer", "recipients"),
        *("signature", "signature", "record", "record"),
    ]


def test_rows_parted_by_tabs_are_a_table(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return p(r(cells[0]) + "".join(r(inner="<w:tab/>") + r(cell) for cell in cells[1:]))

    rows = [row("村", "户数"), row("东村", "12"), row("西村", "30")]
    document = taken(tmp_path, word_file(TITLE, p(BODY), *rows, p(BODY)))
    assert texts(document)[2] == "| 村 | 户数 |\n| --- | ---: |\n| 东村 | 12 |\n| 西村 | 30 |"
    assert "intake-typed-table" in rules(document)


def test_embedded_files_are_read_or_told(tmp_path: Path) -> None:
    chunk = '<w:altChunk r:id="{}"/>'
    inner = word_file(p("嵌入的Word文字。"), numbered("乙项。", 1), numbering=[CHINESE, num(1, 1)])
    page = f"<html><body><p>{BODY}</p><p>嵌入的网页文字。</p></body></html>"
    data = word_file(
        TITLE,
        p(BODY),
        *map(chunk.format, ("c1", "c2", "c3", "c4", "c5")),
        p(BODY),
        more={
            "c1": ("aFChunk", page),
            "c2": ("aFChunk", inner),
            "c3": ("aFChunk", "嵌入的纯文本。"),
            "c4": ("aFChunk", "{\\rtf1 a}"),
        },
    )
    document = taken(tmp_path, data)
    assert texts(document)[2:-1] == [
        BODY, "嵌入的网页文字。", "嵌入的Word文字。", "一、乙项。", "嵌入的纯文本。",
    ]  # fmt: skip
    assert rules(document).count("word-chunk-read") == 3
    assert rules(document).count("word-chunk") == 2


def test_a_table_of_one_cell_is_a_frame(tmp_path: Path) -> None:
    frame = tbl([tc(p("一、框里的话") + p(r("每年", "<w:b/>") + r("两次。")))])
    document = taken(
        tmp_path, word_file(TITLE, p(BODY), p(BODY), p(BODY), frame, tbl(["又一框。"]), p(BODY))
    )
    assert markdown_of(document).split("\n\n")[4:-1] == [
        '!!! 提示 ""\n    一、框里的话', "    **每年**两次。", '!!! 提示 ""\n    又一框。',
    ]  # fmt: skip
    chapter = reading.document_as_book(document)[1][0]
    assert [block.kind for block in chapter.blocks][-3:] == ["box", "box", "paragraph"]


# --- the rest -------------------------------------------------------------------------------------


def test_text_in_strange_places_is_kept(tmp_path: Path) -> None:
    table = tbl(["村", "户"], ["东村", "12"]).replace("</w:tbl>", r("表里的散字。") + "</w:tbl>")
    data = word_file(
        TITLE,
        p(BODY),
        r("段外的字。"),
        "<w:unheard>" + p("不认识的框里。") + "</w:unheard>",
        p("<w:strange>" + r("不认识的行里。") + "</w:strange>"),
        "<w:sdt>" + p("没有内容层的控件。") + "</w:sdt>",
        table,
        p(BODY),
    )
    assert texts(taken(tmp_path, data))[2:-1] == [
        "段外的字。", "不认识的框里。", "不认识的行里。", "没有内容层的控件。",
        "| 村 | 户 |\n| --- | ---: |\n| 东村 | 12 |", "表里的散字。",
    ]  # fmt: skip


def test_cells_merged_in_the_old_way(tmp_path: Path) -> None:
    merged = tc("合计").replace("<w:tcPr>", '<w:tcPr><w:hMerge w:val="restart"/>')
    covered = tc("盖住").replace("<w:tcPr>", '<w:tcPr><w:hMerge w:val="continue"/>')
    gap = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("5") + tc("6") + "</w:tr>"
    table = tbl(["村", "户", "人"], [merged, covered, "12"]).replace("</w:tbl>", gap + "</w:tbl>")
    document = taken(tmp_path, word_file(TITLE, p(BODY), table, p(BODY)))
    assert texts(document)[2] == (
        "| 村 | 户 | 人 |\n| --- | ---: | ---: |\n| 合计 | << | 12 |\n|  | 5 | 6 |"
    )
    assert ("盖住", "被合并的单元格盖住") in left(document)


def test_removed_rows_are_told(tmp_path: Path) -> None:
    mark = '<w:trPr><w:del w:id="9" w:author="乙" w:date="2024-03-06T08:00:00Z"/></w:trPr>'
    gone = f"<w:tr>{mark}{tc('南村')}{tc('9')}</w:tr>"
    table = tbl(["村", "户"], ["东村", "12"]).replace("</w:tbl>", gone + "</w:tbl>")
    data = word_file(TITLE, p(BODY), table, p(BODY))
    accepted, original = taken(tmp_path, data), taken(tmp_path, data, original=True)
    assert "南村" not in texts(accepted)[2] and "南村" in texts(original)[2]
    assert ("南村", "修订中删去，乙，2024-03-06") in left(accepted)


def wmf(width: int = 400, height: int = 300) -> bytes:
    """A placeable metafile of Windows that draws a filled rectangle."""
    import struct

    head = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, width, height, 96, 0)
    total = 0
    for word in struct.unpack("<10H", head):
        total ^= word

    def record(function: int, *values: int) -> bytes:
        body_ = struct.pack(f"<{len(values)}h", *values)
        return struct.pack("<IH", 3 + len(values), function) + body_

    brush = struct.pack("<IH", 7, 0x02FC) + struct.pack("<HIH", 0, 0x0000FF, 0)
    records = [
        record(0x020B, 0, 0), record(0x020C, height, width), brush, record(0x012D, 0),
        record(0x041B, height - 20, width - 20, 20, 20), record(0),
    ]  # fmt: skip
    size = 9 + sum(map(len, records)) // 2
    header = struct.pack("<HHHIHIH", 1, 9, 0x0300, size, 1, 7, 0)
    return head + struct.pack("<H", total) + header + b"".join(records)


def test_metafiles_are_drawn_where_they_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = (
        '<w:r><w:object><v:shape><v:imagedata r:id="i1"/></v:shape>'
        '<o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
    )
    rule = '<w:r><w:pict><v:rect o:hr="t"><v:imagedata o:title=""/></v:rect></w:pict></w:r>'
    data = word_file(TITLE, p(BODY), p(shape), p(rule), p(BODY), media={"i1": wmf()})
    document = taken(tmp_path, data)
    assert [each.picture.name for each in document.paragraphs if each.picture] == ["tu-01.png"]
    assert "word-picture" not in rules(document)

    import importlib

    real = importlib.import_module

    def without(name: str) -> object:
        if name == "metafile_render":
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr("duben.intake.word.pictures.importlib.import_module", without)
    document = taken(tmp_path, data)
    assert rules(document).count("word-picture") == 1


def test_charts_are_told_and_formulas_are_lines(tmp_path: Path) -> None:
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="c"><c:chart '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="x"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )

    def m(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{m('a+b')}</m:num><m:den>{m('2')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{m('x')}</m:e><m:sup>{m('2')}</m:sup></m:sSup>"
    root = f"<m:rad><m:deg/><m:e>{m('y')}</m:e></m:rad>"
    formula = f"<m:oMath>{power}{m('=')}{fraction}{m('+')}{root}</m:oMath>"
    document = taken(tmp_path, word_file(TITLE, p(BODY), p(r("即") + formula), p(chart), p(BODY)))
    assert texts(document)[2:-1] == ["即x^2=(a+b)/2+√(y)"]
    assert {"word-formula", "word-drawing"} <= set(rules(document))
    assert ("图表", "图表不能收入") in left(document)


def test_circled_signs_and_ruby_that_are_fields(tmp_path: Path) -> None:
    """EQ fields hold what they show in their instruction."""
    circle = field("EQ \\o\\ac(○,3)", "").replace('<w:fldChar w:fldCharType="separate"/>', "")
    reading_ = field("EQ \\* jc2 \\o\\ad(\\s\\up 9(wéi),圩)", "").replace(
        '<w:fldChar w:fldCharType="separate"/>', ""
    )
    data = word_file(TITLE, p(BODY), p(circle + r("修") + reading_ + r("堤。")), p(BODY))
    assert markdown_of(taken(tmp_path, data)).split("\n\n")[2] == (
        "③修<ruby>圩<rt>wéi</rt></ruby>堤。"
    )


def check_box(checked: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>'
        f'<w:default w:val="0"/>{checked}</w:checkBox></w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_check_boxes_of_old_forms(tmp_path: Path) -> None:
    line = p(check_box("<w:checked/>") + r("是") + check_box("") + r("否"))
    assert body(tmp_path, line) == ["☑是☐否"]


def test_captions_with_fields_go_to_their_picture_and_table(tmp_path: Path) -> None:
    styles = [style("c", "caption")]
    figure = p(r("图 ") + field("SEQ 图", "1") + r(" 闸门"), '<w:pStyle w:val="c"/>')
    above = p(r("表 ") + field("SEQ 表", "1") + r(" 户数"), '<w:pStyle w:val="c"/>')
    data = word_file(
        TITLE, p(BODY), p(picture("i1")), figure, above, tbl(["村", "户"], ["东村", "12"]), p(BODY),
        styles=styles, media={"i1": png()},
    )  # fmt: skip
    document = taken(tmp_path, data)
    assert [(each.kind, each.text) for each in document.paragraphs[2:5]] == [
        ("figure", "图 1 闸门"), ("caption", "表 1 户数"),
        ("table", "| 村 | 户 |\n| --- | ---: |\n| 东村 | 12 |"),
    ]  # fmt: skip


def test_a_run_in_heading_and_a_drop_cap_join_the_next(tmp_path: Path) -> None:
    mark = "<w:vanish/><w:specVanish/>"
    cap = p("各", '<w:framePr w:dropCap="drop" w:lines="3"/>')
    run_in = p("（一）清淤。", mark=mark)
    assert body(tmp_path, run_in, p("每年两次。"), cap, p("村照此办理。")) == [
        "（一）清淤。每年两次。", "各村照此办理。",
    ]  # fmt: skip


def test_a_custom_number_format_keeps_its_zeros(tmp_path: Path) -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    assert body(
        tmp_path,
        numbered("甲项。", 1),
        numbered("乙项。", 1),
        numbering=[abstract(1, custom), num(1, 1)],
    ) == ["001.甲项。", "002.乙项。"]


def test_an_empty_paragraph_that_ends_a_section_has_no_number(tmp_path: Path) -> None:
    section = p("", num_pr(1) + "<w:sectPr/>")
    assert body(
        tmp_path,
        numbered("甲项。", 1),
        section,
        numbered("乙项。", 1),
        numbering=[CHINESE, num(1, 1)],
    ) == ["一、甲项。", "二、乙项。"]


def test_a_note_behind_a_last_blank_keeps_its_place(tmp_path: Path) -> None:
    data = word_file(
        TITLE, p(BODY), p(r("清理水渠。 ") + note_ref(2)), p(BODY), footnotes=[note(2, p("注。"))]
    )
    assert "清理水渠。[^1]" in markdown_of(taken(tmp_path, data))


def test_a_lost_note_is_told(tmp_path: Path) -> None:
    document = taken(tmp_path, word_file(TITLE, p(BODY), p(r("清理水渠。") + note_ref(5)), p(BODY)))
    assert "word-note-lost" in rules(document)
    assert "[^" not in markdown_of(document)


def test_a_title_behind_its_key_and_on_a_cover(tmp_path: Path) -> None:
    cover = (
        aligned("青 石 大 学", "center", 44),
        aligned("本科毕业设计（论文）", "center", 52),
        aligned("题　目：河道清淤的办法", "center", 32),
        aligned("学　号：2024001", "center", 32),
    )
    document = taken(tmp_path, word_file(*cover, p(BODY), p(BODY)))
    assert document.title == "河道清淤的办法"


def test_rows_of_one_cell_stay_in_the_head(tmp_path: Path) -> None:
    rows = [["村", "户"], ["东村", "12"], ["西村", "30"]]
    short = tbl([tc("各村户数", span=2)], *rows)
    form = tbl([tc("编号：1", span=2)], [tc("填表人：某甲", span=2)], *rows)
    document = taken(tmp_path, word_file(TITLE, p(BODY), short, p(BODY), form, p(BODY)))
    assert [(each.kind, each.text) for each in document.paragraphs if each.kind != "text"] == [
        (
            "table",
            "| 各村户数 | << |\n| 村 | 户 |\n| --- | ---: |\n| 东村 | 12 |\n| 西村 | 30 |",
        ),
        (
            "table",
            "| 编号：1 | << |\n| 填表人：某甲 | << |\n| 村 | 户 |\n| --- | ---: |\n"
            "| 东村 | 12 |\n| 西村 | 30 |",
        ),
    ]


def test_the_text_before_the_changes_has_the_numbers_of_then(tmp_path: Path) -> None:
    change = (
        '<w:pPrChange w:id="4" w:author="甲" w:date="2024-03-05T08:00:00Z"><w:pPr/></w:pPrChange>'
    )
    blocks = (p("甲项。", num_pr(1) + change), numbered("乙项。", 1))
    numbering = [CHINESE, num(1, 1)]
    assert body(tmp_path, *blocks, numbering=numbering) == ["一、甲项。", "二、乙项。"]
    assert body(tmp_path, *blocks, numbering=numbering, original=True) == ["甲项。", "一、乙项。"]


def test_a_picture_amid_words_is_told(tmp_path: Path) -> None:
    line = p(r("其中") + picture("i1") + r("为流量。"))
    document = taken(tmp_path, word_file(TITLE, p(BODY), line, p(BODY), media={"i1": png()}))
    assert texts(document)[2] == "其中为流量。"
    assert "word-inline-picture" in rules(document)


def test_a_label_stands_behind_a_page_break(tmp_path: Path) -> None:
    heading = p(r(inner='<w:br w:type="page"/>') + r("总则"), num_pr(1))
    assert body(tmp_path, heading, numbering=[CHINESE, num(1, 1)]) == ["一、总则"]


def test_tracked_changes_are_listed_with_author_and_day(tmp_path: Path) -> None:
    changed = p(r("清淤的") + ins(r("河段")) + ins(r("长度")) + deleted("范围") + r("另行公布。"))
    document = taken(tmp_path, word_file(TITLE, p(BODY), changed))
    assert [
        (each.line, each.kind, each.text, each.author, each.date) for each in document.revisions
    ] == [
        (3, "added", "河段长度", "甲", "2024-03-05"),
        (3, "removed", "范围", "乙", "2024-03-06"),
    ]
    write_manuscript([document], tmp_path / "书")
    listed = (tmp_path / "书" / "_revisions.md").read_text("utf-8")
    assert "- 河道.docx:3 加入“河段长度”（甲，2024-03-05）" in listed
    report = json.loads((tmp_path / "书" / "import.json").read_text("utf-8"))
    assert [row["kind"] for row in report["revisions"]] == ["added", "removed"]


def test_a_control_character_is_not_lost(tmp_path: Path) -> None:
    assert body(tmp_path, p("清理\x7f水渠。")) == ["清理水渠。"]
