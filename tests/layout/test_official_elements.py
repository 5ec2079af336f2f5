"""The elements of an official document: of [official], else of the text; what differs is told."""

from __future__ import annotations

from datetime import date

import pytest
from duben.analysis import analyse, check
from duben.chinese import break_official_title, has_title_shape
from duben.layout import as_official_document, official_elements
from duben.layout.official_head import MEASURE, mark_size
from duben.layout.official_parts import OfficialElements, read_text_elements
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import Block, Book, BookSettings, OfficialSettings, Settings, Source

MARKED = """# 关于清淤的通知

000007
{: .copy-number}

秘密★6个月
{: .security}

加急
{: .urgency}

清河县水利局文件
{: .issuer}

清水发〔2026〕8号
{: .number}

签发人：林有山　王　晓
{: .signer}

各乡镇水利站：
{: .recipients}

正文一段。

附件：1.任务表
{: .annexes}

2.资金表
{: .further-annexes}

清河县水利局
{: .signature}

2026年3月5日
{: .signature}

（此件公开发布）
{: .note}

出席：林有山
{: .attendance}

## 附件1　任务表

表。

抄送：县政府办公室。
{: .record}

清河县水利局办公室　2026年3月6日印发
{: .record}
"""


def book(text: str, **official: object) -> Book:
    settings = Settings(
        book=BookSettings(title="关于清淤的通知"),
        official=OfficialSettings(**official),  # type: ignore[arg-type]
    )
    return analyse(settings, parse_chapters([Source("01.md", text)]))


def blocks(document: Book) -> list[Block]:
    return [block for chapter in document.chapters for block in chapter.blocks]


def test_elements_are_read_from_the_marked_paragraphs() -> None:
    elements = official_elements(book(MARKED))
    assert (elements.copy_number, elements.secrecy, elements.urgency) == (
        "000007",
        "秘密★6个月",
        "加急",
    )
    assert (elements.mark, elements.issuers) == ("清河县水利局文件", ("清河县水利局",))
    assert (elements.number, elements.signers) == ("清水发〔2026〕8号", ("林有山", "王　晓"))
    assert (elements.recipients, elements.attachments) == ("各乡镇水利站", ("任务表", "资金表"))
    assert (elements.signature, elements.day) == (("清河县水利局",), "2026年3月5日")
    assert (elements.note, elements.present) == ("此件公开发布", "林有山")
    assert (elements.cc, elements.printed_by, elements.printed_day) == (
        "县政府办公室。",
        "清河县水利局办公室",
        "2026年3月6日",
    )


def test_elements_stand_in_the_order_of_the_standard_and_once() -> None:
    texts = [block.text for block in blocks(as_official_document(book(MARKED))) if block.text]
    assert texts == [
        "000007",
        "秘密★6个月",
        "加急",
        "清河县水利局文件",
        "清水发〔2026〕8号\t签发人：\t林有山\t王　晓",
        "关于清淤的通知",
        "各乡镇水利站：",
        "正文一段。",
        "附件：1.任务表",
        "2.资金表",
        "清河县水利局\n2026年3月5日",
        "（此件公开发布）",
        "出席：林有山",
        "附件1",
        "任务表",
        "表。",
        "抄送：县政府办公室。",
        "清河县水利局办公室\t2026年3月6日印发",
    ]


def test_what_is_set_goes_before_the_text_and_a_difference_is_told_at_its_line() -> None:
    other = book(MARKED, number="清水发〔2026〕9号", copy_number="7", note="（此件公开发布）")
    assert official_elements(other).number == "清水发〔2026〕9号"
    told = [problem for problem in check(other) if problem.rule == "official-differs"]
    places = [(told_at.place.line if told_at.place else 0) for told_at in told]
    assert (places, [dict(told_at.values)["key"] for told_at in told]) == ([15], ["number"])


def test_an_annex_that_is_called_otherwise_is_told_at_its_heading() -> None:
    text = "# 关于清淤的通知\n\n正文一段。\n\n# 附件1　任务 表\n\n表。\n\n# 附件2：资金表\n\n表。\n"
    alike = book(text, attachments=("任务表", "资金表"))
    other = book(text, attachments=("任务表", "资金安排表"))
    for made, lines in ((alike, []), (other, [9]), (book(text), [])):
        told = [problem for problem in check(made) if problem.rule == "official-differs"]
        assert [told_at.place.line for told_at in told if told_at.place] == lines


def test_a_marked_paragraph_with_a_note_stays_where_it_is() -> None:
    text = MARKED.replace("清水发〔2026〕8号", "清水发〔2026〕8号[^1]") + "\n[^1]: 原件如此。\n"
    assert "number" not in read_text_elements(book(text)).values
    assert any(
        block.text == "清水发〔2026〕8号" for block in blocks(as_official_document(book(text)))
    )


def test_a_line_of_the_record_that_says_neither_is_kept() -> None:
    text = MARKED.replace("抄送：县政府办公室。", "共印30份")
    assert official_elements(book(text)).other_records == ("共印30份",)
    assert "共印30份" in [block.text for block in blocks(as_official_document(book(text)))]


def test_too_many_recipients_move_to_the_record() -> None:
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    many = "，".join(f"{name}乡人民政府、{name}镇人民政府" for name in names)
    crowded = book("正文。\n", issuers=("县政府",), number="县政〔2026〕3号", recipients=many)
    texts = [block.text for block in blocks(as_official_document(crowded))]
    assert f"{many}：" not in texts and f"主送：{many}。" in texts


def test_a_letter_has_no_line_of_who_printed_it_and_minutes_no_signature() -> None:
    parts = {"issuers": ("县水利局",), "printed_by": "办公室", "printed_on": date(2026, 3, 6)}
    letter = blocks(as_official_document(book("正文。\n", format="letter", cc="县政府", **parts)))
    assert [block.text for block in letter][-1] == "抄送：县政府。"
    minutes = blocks(as_official_document(book("正文。\n", format="minutes", **parts)))
    assert "县水利局" not in [block.text for block in minutes]


def test_the_faces_of_headings_follow_their_numbers() -> None:
    text = (
        "# 关于清淤的通知\n\n## 一、要求\n\n字。\n\n### （一）原则\n\n字。\n\n#### 1.统筹\n\n字。\n"
    )
    headings = [b for b in blocks(as_official_document(book(text))) if b.kind == "heading"]
    assert [block.classes[-1] for block in headings[1:]] == ["level-hei", "level-kai", "level-text"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于清淤的通知", 1),
        ("清河县人民政府办公室关于进一步加强汛期河道巡查和清淤疏浚工作的通知", 2),
        ("清河县水利局 清河县财政局 清河县农业农村局关于做好小型水库维修养护资金管理的通知", 3),
    ],
)  # fmt: skip
def test_a_title_is_broken_by_sense_into_a_trapezoid_or_a_diamond(title: str, lines: int) -> None:
    rows = break_official_title(title, 20)
    assert "".join(rows) == title and len(rows) == lines and max(map(len, rows)) <= 20
    assert has_title_shape(list(map(len, rows)))


def test_names_of_those_who_issue_a_document_together_are_not_broken() -> None:
    names = "县水利局办公室 县教育局办公室 县文旅局办公室 县林草局办公室"
    lines = break_official_title(f"{names}印发《关于加强河道安全教育工作方案》的通知", 20)
    assert [line.rstrip() for line in lines] == [
        "县水利局办公室 县教育局办公室",
        "县文旅局办公室 县林草局办公室印发",
        "《关于加强河道安全教育工作方案》的通知",
    ]


def test_first_sentences_of_numbered_paragraphs_have_the_face_of_their_level() -> None:
    rows = ["（一）抓紧清淤。各村组织。", "（二）落实责任。各村负责。", "1.分段。写明。"]
    shown = document_of(["# 关于清淤的通知\n\n一、要求。都要做到。\n\n" + "\n\n".join(rows) + "\n"])
    heads = [
        (block.text[span.start : span.end], span.value)
        for block in shown
        for span in block.spans
        if span.kind == "span"
    ]
    assert heads == [
        ("一、要求。", "level-hei"),
        ("（一）抓紧清淤。", "level-kai"),
        ("（二）落实责任。", "level-kai"),
    ]


def test_an_hourglass_is_no_shape_of_a_title() -> None:
    assert not has_title_shape([18, 9, 16])
    assert has_title_shape([12, 18, 15]) and has_title_shape([9, 12, 15])


def test_what_a_letter_issues_begins_a_page_with_its_title() -> None:
    end = "县水利局\n{: .signature}\n\n2026年3月5日\n{: .signature}\n"
    chapters = [
        Source("01.md", f"# 关于清淤的通知\n\n正文。\n\n{end}"),
        Source("02.md", "# 清淤办法\n\n第一条\u3000清淤。\n"),
    ]
    settings = Settings(book=BookSettings(title="关于清淤的通知"))
    document = as_official_document(analyse(settings, parse_chapters(chapters)))
    shown = [(block.text, block.classes[-1:]) for block in blocks(document) if block.text]
    assert shown[0] == ("县水利局文件", ("official",))  # of its signature
    at = [text for text, _ in shown].index("县水利局\n2026年3月5日")
    assert shown[at + 1] == ("清淤办法", ("document-title",))


def document_of(texts: list[str], **official: object) -> list[Block]:
    """The blocks of a document of several files; its title is that of the first."""
    chapters = [Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)]
    settings = Settings(
        book=BookSettings(title=texts[0].split("\n")[0].removeprefix("# ")),
        official=OfficialSettings(**official),  # type: ignore[arg-type]
    )
    return blocks(as_official_document(analyse(settings, parse_chapters(chapters))))


def test_title_of_an_order_that_its_mark_and_number_say_is_not_printed_again() -> None:
    texts = ["# 清河县人民政府令（第 5 号）\n\n现予公布。\n"]
    shown = document_of(texts, format="order", mark="清河县人民政府令", number="第5号")
    assert [block.text for block in shown if "document-title" in block.classes] == []


def test_annexes_of_a_page_are_named_without_their_files() -> None:
    text = (
        "# 关于清淤的通知\n\n正文。\n\n附件1：任务表.xlsx\n{: .annexes}\n\n附件2：承诺书.docx\n"
        "{: .further-annexes}\n\n县水利局\n{: .signature}\n"
    )
    shown = [block.text for block in document_of([text]) if "official-annexes" in block.classes]
    assert shown == ["附件：1.任务表", "2.承诺书"]


def test_order_that_stands_under_the_title_of_what_it_issues() -> None:
    shown = document_of(
        [
            "# 河道管理办法\n\n清河县人民政府令〔2026〕第5号\n{: .number}\n\n现予公布。\n\n"
            "县长：林有山\n{: .signature}\n\n2026年3月5日\n{: .signature}\n",
            "# 河道管理办法\n\n第一条　清淤。\n",
        ],
        format="order",
        posts=("县长",),
        signers=("林有山",),
    )
    assert [(block.classes[0], block.text) for block in shown if block.text and block.classes] == [
        ("red-mark", "清河县人民政府令"),
        ("official-number", "〔2026〕第5号"),
        ("closing", "县长\t林有山"),
        ("posts-date", "2026年3月5日"),
        ("issued", "河道管理办法"),
    ]


def test_chapters_of_what_an_order_issues_run_on_behind_the_first() -> None:
    shown = document_of(
        [
            "# 公布办法\n\n正文。\n\n清河县水利局\n{: .signature}\n",
            "# 第一章　总则\n\n一。\n",
            "# 第二章　管护\n\n二。\n",
            "# 河道名录\n\n三。\n",
        ]
    )
    assert [
        (block.text, "document-title" in block.classes)
        for block in shown
        if "issued" in block.classes
    ] == [("第一章　总则", False), ("河道名录", True)]


def test_long_mark_stands_in_two_lines_as_large_as_they_hold() -> None:
    name = "清河县农村饮水安全工程建设运行和维护管理工作领导小组办公室"
    shown = document_of(["# 关于清淤的通知\n\n正文。\n"], issuers=(name,))
    (mark,) = [block for block in shown if "red-mark" in block.classes]
    lines = mark.text.split("\n")
    assert ("".join(lines), len(lines)) == (f"{name}文件", 2)
    size = mark_size(OfficialElements(mark=mark.text, issuers=(name,)))
    assert size > 22 and max(map(len, lines)) * size <= MEASURE


def test_an_issuer_without_the_word_is_the_mark_alone() -> None:
    text = MARKED.replace("清河县水利局文件", "中共清河县委员会")
    assert official_elements(book(text)).mark == "中共清河县委员会"
    two = "县水利局\n{: .issuer}\n\n县财政局文件\n{: .issuer}"
    elements = official_elements(book(MARKED.replace("清河县水利局文件\n{: .issuer}", two)))
    assert (elements.mark, elements.issuers) == ("县水利局文件", ("县水利局", "县财政局"))


def test_a_number_without_an_issuer_is_not_lost() -> None:
    document = as_official_document(book("正文。\n", number="县〔2026〕1号"))
    assert blocks(document)[0].text == "县〔2026〕1号"


def test_a_year_is_not_broken_off_its_end() -> None:
    title = "清河县水利局办公室关于做好全县范围内2018年度统计分析研究工作的通知"
    assert any("2018年度" in row for row in break_official_title(title, 20))


def test_the_name_of_a_place_is_not_broken_off_its_last_character() -> None:
    rows = break_official_title("关于湖北省巴东县官渡口镇马鬃山村地质险情的调查意见", 20)
    assert not any(row.startswith(("镇", "村", "县")) for row in rows)
