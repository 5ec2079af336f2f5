"""Official documents: each element of GB/T 9704-2012 is known by its form and its place."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from duben.intake import letter_head, reading, write_manuscript
from duben.intake.document import ImportedDocument

FIRST = "今年的河道清淤从三月开始，各村按照分段包干的办法组织劳力，现将有关事项通知如下。"
LAST = "入冬以前还要把两处涵洞修好，材料由水务站统一采购，工钱由各村结算。"
TITLE = "关于做好清淤工作的通知"
END = ["青石镇人民政府", "2026年3月6日"]
SIGNED = ["signature", "signature"]


def taken(tmp_path: Path, lines: list[str], name: str = "文.txt") -> ImportedDocument:
    path = tmp_path / name
    form = "<p>{}</p>" if name.endswith("html") else "{}\n"
    path.write_text("".join(map(form.format, lines)), "utf-8")
    return reading.read_document(path)


def parts(document: ImportedDocument) -> list[tuple[str, str]]:
    """The elements, each with its text; body text without."""
    return [
        ("signature" if each.signature else each.part, each.text)
        for each in document.paragraphs
        if each.signature or each.part
    ]


@pytest.mark.parametrize("name", ["文.txt", "页.html"])
def test_all_elements_of_a_document_are_known(tmp_path: Path, name: str) -> None:
    head = [
        *(
            "000012",
            "机密★1年",
            "特急",
            "青石镇人民政府文件",
            "青政发〔2026〕12号",
            "签发人：王小明",
        ),
        *(
            "青石镇人民政府关于做好今年河道清淤和",
            "涵洞修缮工作的通知",
            "各村（社区、场）民委员会：",
        ),
    ]
    foot = ["（此件公开发布）", "附件", "清淤分段表", LAST, FIRST, "抄送：县水利局。"]
    printed = "青石镇人民政府办公室　　2026年3月7日印发"
    lines = [*head, FIRST, LAST, "附件：清淤分段表", *END, *foot, printed]
    document = taken(tmp_path, lines, name)
    assert document.title == "青石镇人民政府关于做好今年河道清淤和涵洞修缮工作的通知"
    assert str(document.date) == "2026-03-06"
    assert parts(document) == [
        ("copy-number", "000012"),
        ("security", "机密★1年"),
        ("urgency", "特急"),
        ("issuer", "青石镇人民政府文件"),
        ("number", "青政发〔2026〕12号"),
        ("signer", "签发人：王小明"),
        ("recipients", "各村（社区、场）民委员会："),
        ("annexes", "附件：清淤分段表"),
        *zip(SIGNED, END, strict=True),
        ("note", "（此件公开发布）"),
        ("record", "抄送：县水利局。"),
        ("record", printed),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("000012　机密★1年　特急", ["copy-number", "security", "urgency"]),
        ("秘密 ★ 6个月", ["security"]),
        ("绝密★", ["security"]),
        ("加急", ["urgency"]),
        ("机密文件的管理", []),
        ("2026年", []),
        ("特急公文", []),
    ],
)
def test_what_stands_over_a_letterhead_is_known(text: str, expected: list[str]) -> None:
    assert [part for _, part in letter_head.split_tokens(text)] == expected


@pytest.mark.parametrize(
    "head", [["青石镇人民政府", "青石县水利局文件"], ["青石镇人民政府", "青石县水利局", "文件"]]
)
def test_several_issue_and_sign_together(tmp_path: Path, head: list[str]) -> None:
    number = ["青政呈〔2026〕3号　　签发人：王小明", "　　　李小红"]
    signed = ["青石镇人民政府　　青石县水利局", "2026年3月6日"]
    lines = [*head, *number, "关于修缮东河涵洞的请示", "县人民政府：", FIRST, LAST, *signed]
    document = taken(tmp_path, lines)
    assert document.title == "关于修缮东河涵洞的请示"
    assert parts(document) == [
        ("issuer", "青石镇人民政府"),
        ("issuer", "青石县水利局文件"),
        ("number", "青政呈〔2026〕3号"),
        ("signer", "签发人：王小明　李小红"),
        ("recipients", "县人民政府："),
        ("signature", "青石镇人民政府"),
        ("signature", "青石县水利局"),
        ("signature", "2026年3月6日"),
    ]


@pytest.mark.parametrize("number", ["青政发[2026]12号", "青政发（2026）12号", "〔2026〕12号"])
def test_numbers_in_other_brackets_are_known(tmp_path: Path, number: str) -> None:
    lines = ["青石镇人民政府文件", number, TITLE, "各村民委员会：", FIRST, LAST, *END]
    assert ("number", number) in parts(taken(tmp_path, lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["附件：1.清淤分段表 2.劳力名册"], ["附件：1.清淤分段表", "2.劳力名册"]),
        (["附件：", "1.清淤分段表；", "2.劳力名册。"], ["附件：1.清淤分段表；", "2.劳力名册。"]),
        (["附件1：清淤分段表", "附件2：劳力名册"], ["附件1：清淤分段表", "附件2：劳力名册"]),
        (
            ["附件：1.各村清淤分段", "和工时表", "2.劳力名册"],
            ["附件：1.各村清淤分段和工时表", "2.劳力名册"],
        ),
    ],
)
def test_names_of_annexes_are_listed(tmp_path: Path, lines: list[str], expected: list[str]) -> None:
    document = taken(tmp_path, [TITLE, "各村民委员会：", FIRST, LAST, *lines, *END])
    assert str(document.date) == "2026-03-06"
    listed = [text for part, text in parts(document) if part.endswith("annexes")]
    assert listed == expected and parts(document)[-2:] == list(zip(SIGNED, END, strict=True))


def test_pictures_that_are_lost_part_no_elements(tmp_path: Path) -> None:
    icon = "<img src='https://example.org/{}.png'>"
    lines = [TITLE, "各村民委员会：", FIRST, LAST, *END, "附件1：清淤分段表", "附件2：劳力名册"]
    shown = [icon.format(number) + line for number, line in enumerate(lines)]
    document = taken(tmp_path, [lines[0], *shown[1:]], "页.html")
    expected = ["recipients", *SIGNED, "annexes", "annexes"]
    assert [part for part, _ in parts(document)] == expected


def test_persons_are_addressed_behind_a_number(tmp_path: Path) -> None:
    head = ["关于王小明等同志建议的答复", "青政函〔2026〕9号", "王小明、李小红代表："]
    assert ("recipients", head[2]) in parts(taken(tmp_path, [*head, FIRST, LAST, *END]))
    opening = "经镇长办公会议研究，答复如下："
    assert ("recipients", opening) not in parts(taken(tmp_path, [*head[:2], opening, FIRST, *END]))


def test_a_title_goes_on_until_its_kind_over_the_number(tmp_path: Path) -> None:
    lines = [
        "青石镇人民政府对镇人大二次会议",
        "第12号建议的答复",
        "青政函〔2026〕9号",
        "王小明代表：",
    ]
    document = taken(tmp_path, [*lines, FIRST, LAST, *END])
    assert document.title == lines[0] + lines[1]


def test_a_record_of_the_older_form_is_known(tmp_path: Path) -> None:
    record = ["主办单位：水务站", "发文日期：2026年3月6日"]
    document = taken(tmp_path, [TITLE, "各村民委员会：", FIRST, LAST, *END, *record])
    assert parts(document)[-2:] == [("record", line) for line in record]


@pytest.mark.parametrize("last", ["联系人：赵小川　电话：1234567", "特此通知"])
def test_a_letter_is_signed_behind_its_last_line(tmp_path: Path, last: str) -> None:
    document = taken(tmp_path, [TITLE, "各村民委员会：", FIRST, LAST, last, *END])
    assert parts(document)[-2:] == list(zip(SIGNED, END, strict=True))


def test_dates_with_blanks_sign(tmp_path: Path) -> None:
    document = taken(tmp_path, [TITLE, "各村民委员会：", FIRST, LAST, END[0], "2026年 3月 6日"])
    assert [part for part, _ in parts(document)][-2:] == SIGNED
    assert str(document.date) == "2026-03-06"


# --- the formats ----------------------------------------------------------------------------------

LETTER = [
    "青石镇人民政府",
    "青政函〔2026〕7号",
    "青石镇人民政府关于商请支援清淤机械的函",
    "县水利局：",
]
MINUTES = ["青石镇人民政府镇长办公会议纪要", "第3期", FIRST, LAST, "出席：王小明　李小红"]
ORDER_TEXT = "《青石镇河道管理办法》已经镇长办公会议通过，现予公布，自四月起施行。"
ORDER = ["青石镇人民政府令", "第5号", ORDER_TEXT, "镇长　王小明"]


@pytest.mark.parametrize(
    ("lines", "expected", "known"),
    [
        ([*LETTER, FIRST, LAST, *END], {"format": "letter"}, "issuer"),
        (
            [*MINUTES, "请假：赵小川", "列席：钱小江", "分送：各村民委员会。"],
            {"format": "minutes", "mark": MINUTES[0]},
            "attendance",
        ),
        (
            [*ORDER, "2026年3月6日"],
            {"format": "order", "mark": ORDER[0], "signers": ["王小明"], "posts": ["镇长"]},
            "number",
        ),
    ],
)
def test_formats_are_known(
    tmp_path: Path, lines: list[str], expected: dict[str, object], known: str
) -> None:
    document = taken(tmp_path, lines)
    assert known in [part for part, _ in parts(document)]
    write_manuscript([document], tmp_path / "书")
    written = tomllib.loads((tmp_path / "书/book.toml").read_text("utf-8"))
    assert written["official"] == expected


def test_the_number_of_an_order_may_stand_in_its_title(tmp_path: Path) -> None:
    document = taken(tmp_path, ["青石镇人民政府令第5号", *ORDER[2:], "2026年3月6日"])
    official = document.official
    assert (official.format, official.mark) == ("order", ORDER[0])
    assert (official.number, official.signers) == ("第5号", ("王小明",))


@pytest.mark.parametrize("number", ["青石镇人民政府令〔2026〕第5号", "青石镇人民政府令第5号"])
def test_an_order_stands_under_the_title_of_what_it_issues(tmp_path: Path, number: str) -> None:
    title = "青石镇河道管理办法"
    articles = ["第一条　为了管好河道，制定本办法。", "第二条　本办法自四月起施行。"]
    lines = [title, number, ORDER_TEXT, "镇长：王小明", "2026年3月6日", title, *articles]
    document = taken(tmp_path, lines)
    assert (document.title, document.official.format) == (title, "order")
    assert (document.official.signers, document.official.posts) == (("王小明",), ("镇长",))
    assert document.date == date(2026, 3, 6)
    assert parts(document) == [
        ("number", number),
        ("signature", "镇长：王小明"),
        ("signature", "2026年3月6日"),
    ]
    assert [each.text for each in document.paragraphs if each.level == 1] == [title, title]


def test_minutes_with_a_title_of_their_own(tmp_path: Path) -> None:
    lines = ["青石镇人民政府专题会议纪要", "第3期", "关于清淤工作的会议纪要", FIRST, LAST]
    document = taken(tmp_path, [*lines, "出席：王小明", "列席：赵小川"])
    assert document.title == lines[2] and document.official.format == "minutes"
    assert parts(document)[:2] == [("issuer", lines[0]), ("number", lines[1])]


def test_a_format_told_by_its_number_alone_is_asked_about(tmp_path: Path) -> None:
    document = taken(tmp_path, [*LETTER[1:], FIRST, LAST, *END])
    assert document.official.format == "letter"
    assert [doubt.text for doubt in document.unsure] == [LETTER[1]]


def test_a_usual_document_and_another_text_have_no_format(tmp_path: Path) -> None:
    for lines in (
        ["青石镇人民政府文件", "青政发〔2026〕12号", TITLE, "各村民委员会：", FIRST, LAST, *END],
        ["清淤纪事", FIRST, LAST],
    ):
        write_manuscript([taken(tmp_path, lines)], tmp_path / lines[0])
        assert "[official]" not in (tmp_path / lines[0] / "book.toml").read_text("utf-8")
