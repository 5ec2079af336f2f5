"""Official letters: issuer, number, recipients, annexes and signature are what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.intake import letter_head, markdown, reading
from duben.intake.document import ImportedDocument

FIRST = "今年的河道清淤从三月开始，各村按照分段包干的办法组织劳力，现将有关事项通知如下。"
LAST = "入冬以前还要把两处涵洞修好，材料由水务站统一采购，工钱由各村结算。"
LETTER = [
    "青石镇人民政府文件",
    "青政发〔2024〕12号",
    "关于做好清淤工作的通知",
    "各村民委员会，镇直各单位：",
    FIRST,
    LAST,
    "附件：1.清淤分段表",
    "2.劳力名册",
    "青石镇人民政府",
    "2024年3月6日",
]
PARTS = ["issuer", "number", "recipients", "", "", "annexes", "further-annexes"]


def taken(tmp_path: Path, text: str, name: str) -> ImportedDocument:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return reading.read_document(path)


def parts(document: ImportedDocument) -> list[str]:
    return [
        "signature" if each.signature else each.part
        for each in document.paragraphs
        if not each.level
    ]


@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "<p align=center>{}</p>", "{}<br>"])
def test_the_parts_of_a_letter_are_known_in_a_page(tmp_path: Path, form: str) -> None:
    page = "<h1>关于做好清淤工作的通知</h1>" + "".join(map(form.format, LETTER))
    assert parts(taken(tmp_path, page, "页.html")) == [*PARTS, "signature", "signature"]


def test_the_parts_of_a_letter_are_known_in_a_text(tmp_path: Path) -> None:
    document = taken(tmp_path, "\n".join(LETTER), "文.txt")
    assert document.title == "关于做好清淤工作的通知"
    assert parts(document) == [*PARTS, "signature", "signature"]


def test_a_body_with_another_name_in_brackets_signs(tmp_path: Path) -> None:
    signed = [*LETTER[:-2], "青石镇水务站（镇河长办）", LETTER[-1]]
    document = taken(tmp_path, "\n".join(signed), "文.txt")
    assert parts(document) == [*PARTS, "signature", "signature"]


def test_the_parts_of_a_letter_that_is_a_table_are_known(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in LETTER)
    page = f"<title>关于做好清淤工作的通知</title><table>{rows}</table>"
    assert parts(taken(tmp_path, page, "页.html")) == [*PARTS, "signature", "signature"]


def test_issuer_and_number_before_the_element_of_the_text_are_kept(tmp_path: Path) -> None:
    page = (
        "<div><p>青石镇人民政府文件</p><h1>关于做好清淤工作的通知</h1><p>青政发〔2024〕12号</p></div>"
        f"<div class='pages_content'><p>各村民委员会：</p><p>{FIRST}</p><p>{LAST}</p></div>"
    )
    document = taken(tmp_path, page, "页.html")
    assert parts(document) == ["issuer", "number", "recipients", "", ""]


def test_a_body_over_its_number_is_no_title_of_a_page_that_is_called_otherwise(
    tmp_path: Path,
) -> None:
    head = [
        "青石镇人民政府",
        "青政字〔2024〕9号",
        "青石镇人民政府",
        "关于开展冬季清淤工作的",
        "通　　知",
    ]
    lines = [*head, "各村民委员会：", FIRST, LAST]
    page = "<title>述职报告</title>\n" + "\n".join(f"<p>{line}</p>" for line in lines)
    document = taken(tmp_path, page, "页.html")
    assert document.title == "青石镇人民政府关于开展冬季清淤工作的通知"
    assert parts(document) == ["issuer", "number", "recipients", "", ""]


def test_a_name_alone_signs_where_the_page_sets_it_at_the_right(tmp_path: Path) -> None:
    page = "<h1>关于做好清淤工作的通知</h1><p>{}</p><p{}>青石镇水务站</p>"
    right = taken(tmp_path, page.format(LAST, " style='text-align:right'"), "右.html")
    assert parts(right) == ["", "signature"]
    assert parts(taken(tmp_path, page.format(LAST, ""), "左.html")) == ["", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各村民委员会，镇直各单位：", True),
        ("各县（市、区）人民政府，市直有关部门:", True),
        ("青石大学：", True),
        ("现将有关事项通知如下：", False),
        ("主要做法是：", False),
        ("同志们：", False),
        ("各村要做好以下几件事。一是清淤：", False),
    ],
)
def test_recipients_are_names_of_bodies(text: str, expected: bool) -> None:
    assert letter_head.is_recipients(text) is expected


@pytest.mark.parametrize("text", ["关于清淤的文件", "相关文件", "政策文件", "下发了三个文件"])
def test_other_lines_that_end_alike_are_no_letterhead(text: str) -> None:
    assert not letter_head.is_letterhead(text)


def test_parts_are_classes_in_the_manuscript(tmp_path: Path) -> None:
    document = taken(tmp_path, "\n".join(LETTER), "文.txt")
    text, _ = markdown.write_markdown(document.paragraphs)
    assert "各村民委员会，镇直各单位：\n{: .recipients}\n" in text
    assert "2.劳力名册\n{: .further-annexes}\n" in text


# --- pages of word processors ---------------------------------------------------------------------

WORD = (
    "<meta name=Generator content='Microsoft Word 15 (filtered)'><div class=WordSection1>"
    "<p class=MsoTitle align=center>关于做好清淤工作的通知</p>"
    "<p class=MsoNormal align=center>（<span lang=EN-US>2024</span>年3月6日）</p>"
    "<p class=MsoNormal>{first}</p>{labels}<p class=MsoNormal>{last}</p></div>"
)
LABEL = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
    "lang=EN-US><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>"
    "&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{}</p>"
)


def test_labels_of_a_word_processor_stand_at_their_text(tmp_path: Path) -> None:
    labels = "".join(
        LABEL.format(label, text) + f"<p>{LAST}</p>"
        for label, text in (("一、", "怎样分段"), ("二、", "怎样结算"))
    )
    document = taken(tmp_path, WORD.format(first=FIRST, labels=labels, last=LAST), "词.htm")
    found = [each.text for each in document.paragraphs if each.level == 2]
    assert found == ["一、怎样分段", "二、怎样结算"]
    assert str(document.date) == "2024-03-06" and document.subtitle == ""
    assert [mend.new for mend in document.mended] == ["", ""]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一、\u2003怎样分段", "一、怎样分段"),
        ("（一）\xa0怎样分段", "（一）怎样分段"),
        ("第一章\xa0\xa0总则", "第一章\u3000总则"),
        ("第一章\u3000总则", "第一章\u3000总则"),
        ("一、 怎样分段", "一、 怎样分段"),
    ],
)
def test_a_gap_behind_a_label_is_closed(tmp_path: Path, typed: str, kept: str) -> None:
    text = f"清淤办法\n{FIRST}\n{typed}\n{FIRST}\n{LAST}\n"
    assert kept in [each.text for each in taken(tmp_path, text, "文.txt").paragraphs]


def test_labels_whose_characters_stand_apart_are_labels(tmp_path: Path) -> None:
    articles = "".join(f"第 {' '.join(str(n))} 条 {LAST}\n" for n in range(8, 13))
    document = taken(tmp_path, f"清淤办法\n一、总则\n{articles}二 、附则\n{FIRST}\n", "文.txt")
    shown = [each.text for each in document.paragraphs]
    assert f"第12条 {LAST}" in shown or f"第12条　{LAST}" in shown
    assert [each.text for each in document.paragraphs if each.level == 2] == [
        "一、总则",
        "二、附则",
    ]


def test_a_label_that_stands_twice_is_one(tmp_path: Path) -> None:
    text = f"清淤办法\n{FIRST}\n7 7. . 怎样结算\n{FIRST}\n8 9. . 甲乙\n{LAST}\n"
    document = taken(tmp_path, text, "文.txt")
    shown = [each.text for each in document.paragraphs]
    assert "7.怎样结算" in shown and "8 9. . 甲乙" in shown
    assert ("7 7. . ", "7.") in [(mend.old, mend.new) for mend in document.mended]


@pytest.mark.parametrize(
    "number", ["青政发〔2024〕12号　　　签发人：王小明", "青政发〔2024〕12号\n签发人：王小明"]
)
def test_who_signed_and_the_record_of_a_letter_are_known(tmp_path: Path, number: str) -> None:
    record = ["抄送：县委各部门，县人大办。", "青石镇人民政府办公室　　2024年3月7日印发"]
    lines = [LETTER[0], number, *LETTER[2:], *record]
    document = taken(tmp_path, "\n".join(lines), "文.txt")
    assert parts(document) == [
        *["issuer", "number", "signer", "recipients", "", "", "annexes", "further-annexes"],
        *["signature", "signature", "record", "record"],
    ]
    assert document.date is not None and document.date.isoformat() == "2024-03-06"


def test_copies_amid_a_text_are_no_record(tmp_path: Path) -> None:
    lines = [*LETTER[2:5], "抄送：各村民委员会。", LAST]
    assert "record" not in parts(taken(tmp_path, "\n".join(lines), "文.txt"))
