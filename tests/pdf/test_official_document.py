"""An official document in its four formats: every clause measured on the finished pages; each
clause fails where a style is broken.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from duben.analysis import analyse
from duben.layout import as_official_document, fonts
from duben.manuscript.markdown.parser import parse_chapters
from duben.messages import message
from duben.model import BookSettings, OfficialSettings, Settings, Source
from duben.pdf import typesetter
from duben.pdf.composition import Composition, CompositionInputs
from duben.proof.pages.official import measure_official
from duben.proof.pages.report import measure_pdf
from duben.proof.text import pdf_text

TEXT = "河道清淤关系防洪安全。各乡镇要摸清底数，列出清单，逐段落实责任，汛期之前完成主要任务。"
TITLE = "关于印发清河县河道清淤三年行动方案的通知"
SECTIONS = f"# {TITLE}\n\n## 一、要求\n\n{TEXT * 4}\n\n### （一）原则\n\n{TEXT * 8}\n"
ANNEX = f"# 附件1　河道清淤任务分工表\n\n{TEXT}\n\n# 附件2　资金安排表\n\n{TEXT}\n"
PRINTED = {"printed_by": "县政府办公室", "printed_on": date(2026, 3, 6), "cc": "县委办公室"}
DAY = date(2026, 3, 5)
KEYS: dict[str, dict[str, object]] = {
    "document": {
        "copy_number": "12", "security": "机密", "security_term": "1年", "urgency": "特急",
        "issuers": ("清河县人民政府",), "number": "清政发〔2026〕3号",
        "signers": ("林有山", "江水生", "石大川"), "recipients": "各乡镇人民政府",
        "attachments": ("河道清淤任务分工表", "资金安排表"), "date": DAY, "note": "此件公开发布",
        **PRINTED,
    },
    "letter": {
        "copy_number": "3", "urgency": "加急", "issuers": ("清河县水利局",),
        "number": "清水函〔2026〕21号", "recipients": "市水利局", "date": DAY, "cc": "县政府",
    },
    "minutes": {
        "mark": "清河县水利工作会议纪要", "number": "〔2026〕3号", "absent": "马路",
        "present": "林有山，江水生，石大川，田野，白云，林海，高原，谷雨，沙洲，江湖", **PRINTED,
    },
    "order": {
        "issuers": ("清河县人民政府",), "number": "第15号", "signers": ("林有山",),
        "posts": ("县长",), "date": DAY,
    },
}  # fmt: skip


def composed(name: str, css: str = "", text: str = "", **keys: object) -> Composition:
    """The pages of a format, with a style laid over ours; without ``text`` that of the format."""
    chapters = {"document": SECTIONS + ANNEX, "order": f"{TEXT}\n"}.get(name, f"{TEXT * 16}\n")
    settings = Settings(
        book=BookSettings(title=TITLE),
        official=OfficialSettings(format=name, **{**KEYS[name], **keys}),  # type: ignore[arg-type]
    )
    book = analyse(settings, parse_chapters([Source("01.md", text or chapters)]))
    styles = {"official.css": css} if css else {}
    faces = fonts.choose_faces("zh-Hans")
    done = typesetter.compose(
        CompositionInputs(book, {}, faces, styles=styles), edition="official", pictured=False
    )
    official = as_official_document(book)
    assert pdf_text.prove_pdf(official, done.document, done.printed, head="", margins=not css) == ()
    return done


def failed(document: bytes) -> set[str]:
    return {result.rule for result in measure_official(document) if result.answer == "fail"}


@cache
def results(name: str) -> dict[str, tuple[str, int]]:
    found = measure_official(composed(name).document)
    return {result.rule: (result.answer, result.looked_at) for result in found}


def test_every_clause_has_its_words() -> None:
    words = [message(f"page-{rule}", "zh", {}) for rule in results("order")]
    assert len(set(words)) == len(words) == 26


# What each format has: its clauses are looked at, and hold.
LOOKED_AT = {
    "document": ("G6", *(f"G{number}" for number in range(13, 24)), "G26"),
    "letter": ("G6", "G13", "G14", "G15", "G19", "G22", "G23", "G24"),
    "minutes": ("G14", "G15", "G17", "G22", "G23", "G25"),
    "order": ("G14", "G15", "G19", "G26"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_clause_of_a_format_holds(name: str) -> None:
    answers = results(name)
    assert {rule for rule, row in answers.items() if row[0] == "fail"} == set()
    assert [rule for rule in LOOKED_AT[name] if answers[rule][0] != "pass"] == []


BROKEN = [
    ("document", "G13", ".head-left { padding-left: 1em }"),
    ("document", "G14", ".red-mark { margin-top: 8pt }"),
    ("document", "G15", ".signers .cell:first-child { padding-left: 4em }"),
    ("document", "G16", ".signers .cell { font-family: var(--song); padding-right: 0 }"),
    ("document", "G17", ".red-rule { margin-left: 20pt }"),
    ("document", "G18", ".official-annexes { margin-left: 2em }"),
    ("document", "G19", ".sealed { margin-right: 0 !important }"),
    ("document", "G20", ".official-note { padding-left: 6em }"),
    ("document", "G21", ".annex-title[class] { padding-top: 40pt }"),
    ("document", "G22", ".record { bottom: 30pt }"),
    ("document", "G5", ".document-title[class] { padding-left: 30pt }"),
    ("document", "G6", ".to { text-indent: .5em }"),
    ("letter", "G14", ".red-mark { margin-top: 8pt }"),
    ("letter", "G15", ".letter-rows .cell { padding-right: 2em }"),
    ("letter", "G24", ".foot-rule { width: 200pt }"),
    ("minutes", "G23", "html body .record-page[class] { break-before: right !important }"),
    ("order", "G26", "html body .posts[class] { break-before: page !important }"),
    ("minutes", "G25", ".official-attendance { margin-left: 2em }"),
    ("order", "G19", ".posts-date { padding-right: 1em }"),
]


@pytest.mark.parametrize(("name", "rule", "css"), BROKEN)
def test_a_clause_fails_where_the_style_is_broken(name: str, rule: str, css: str) -> None:
    assert rule in failed(composed(name, css).document)


def pages_of(done: Composition) -> list[tuple[str, str]]:
    """The folio of each page, and the ids of its first and last block."""
    return [
        (page.folio, " ".join(line.pieces[0].block for line in (page.lines or ())))
        for page in done.printed
    ]


def test_the_record_stands_on_the_next_even_page_and_a_blank_page_has_no_number() -> None:
    one = pages_of(composed("minutes", text=f"{TEXT}\n"))
    assert [folio for folio, _ in one] == ["1", "2"] and "official-printed" in one[1][1]
    full = pages_of(composed("minutes", text="\n\n".join([TEXT] * 13) + "\n\n河道。\n"))
    assert [folio for folio, _ in full] == ["1", "2", "", ""]
    assert full[2][1] == "" and "official-printed" in full[3][1]


def test_the_first_page_of_a_letter_has_no_number() -> None:
    assert [page.folio for page in composed("letter").printed] == ["", "2"]


def test_the_signature_takes_two_lines_of_the_text_along() -> None:
    text = "\n\n".join([TEXT] * 4) + "\n\n" + TEXT * 2 + "\n"
    done = composed("order", text=text)
    assert len(done.printed) == 2
    first = (done.printed[1].lines or ())[0]
    assert not first.pieces[0].block.startswith("official")


@pytest.mark.parametrize(("characters", "pages"), [(252, 1), (280, 2)])
def test_a_seal_that_lacks_one_line_moves_up_by_it(characters: int, pages: int) -> None:
    # 7.3.5.5: 可以采取调整行距、字距的措施解决. Two blank lines above the name do for a seal.
    text = (TEXT * 9)[: characters - 3] + "。"
    done = composed("letter", text=f"{text}\n", cc="")
    assert len(done.printed) == pages
    assert failed(done.document) == set()


OFFICES = ("水利", "财政", "农业农村", "自然资源", "交通运输", "应急管理", "生态环境")


@pytest.mark.parametrize("count", [3, 7])
def test_names_of_a_joint_document_stand_in_columns_with_the_date_below_the_last(
    count: int,
) -> None:
    names = tuple(f"清河县{name}局" for name in OFFICES[:count])
    done = composed("document", text=f"{TEXT}\n", issuers=names, signers=(), attachments=())
    assert failed(done.document) == set()


def test_a_name_longer_than_a_line_is_broken() -> None:
    name = "清河县农村饮水安全工程建设和运行维护管理工作领导小组办公室"
    done = composed("document", text=f"{TEXT}\n", issuers=(name,), signers=())
    assert failed(done.document) == set()
    # No text of the body is long enough to show the step of its characters.
    assert [row for row in measure_pdf(done.document).results if row.fatal] == []
