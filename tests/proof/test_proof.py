"""Nothing lost: faults planted in small PDFs and EPUBs are found, each with its place."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

import pytest
from duben.layout import fonts
from duben.model import (
    Block,
    Book,
    BookError,
    BookSettings,
    Chapter,
    Note,
    Page,
    Rectangle,
    Settings,
    SourceLocation,
    Span,
    TextSettings,
)
from duben.proof.text.differences import Difference, problems
from duben.proof.text.epub_text import prove_epub
from duben.proof.text.expected import (
    NOTE_MARK,
    PAGE_OF,
    TextStream,
    make_passage,
    normalize_text,
    passages,
)
from duben.proof.text.matching import compare
from duben.proof.text.pdf_text import prove_pdf
from growth import grows_evenly, soon

MARGIN = 40.0
WIDTH, HEIGHT = 280.0, 200.0
SIGNS = "①②③④⑤⑥⑦⑧⑨"


# --- a small book, and a press of our own for it --------------------------------------------------


def paragraph(number: int, text: str, spans: Sequence[Span] = (), kind: str = "paragraph") -> Block:
    return Block(kind, f"p{number}", SourceLocation("01.md", number * 2), text, tuple(spans))  # type: ignore[arg-type]


PARAGRAPHS = (
    "春天到了，河边的柳树发了芽；孩子们说：“快来看！”",
    "小桥下的水流得很慢，水里有三条鱼、两只虾。老人坐在桥头，看着流水，一坐就是一个下午。",
    "第三段：请翻到书的最后一页——那里有答案……",
    "是。",
    "风从北面来，云往南边去，田里的麦子一天比一天黄。再过十天，就要收割了。",
    "最后一段写得短些，但也有 2026 年 AI 这样的字。",
)


def book(
    texts: Sequence[str] = PARAGRAPHS, notes: Sequence[str] = ("注文一，长一些。", "注文二。")
) -> Book:
    """A heading and paragraphs; notes are called in the second and the fifth paragraph."""
    blocks = [Block("heading", "p0", SourceLocation("01.md", 1), "第一章 河边", level=1)]
    called = {2: "n1", 5: "n2"}
    for number, text in enumerate(texts, 1):
        spans = [Span(4, 4, "note", called[number])] if number in called and len(notes) >= 2 else []
        blocks.append(paragraph(number, text, spans))
    made = tuple(
        Note(
            f"n{number}",
            number,
            SourceLocation("01.md", 90 + number),
            (Block("paragraph", f"n{number}p", SourceLocation("01.md", 90 + number), text),),
        )
        for number, text in enumerate(notes, 1)
    )
    chapter = Chapter("one", "01.md", tuple(blocks), made, title=blocks[0])
    return Book(Settings(book=BookSettings(title="河边")), (chapter,))


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Book], tuple[bytes, list[Page]]]:
    """Sets a book with WeasyPrint: cover, then the text with a running head, a folio and notes at
    the foot.
    """
    try:
        chosen = fonts.choose_faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    os.environ.setdefault(
        "FONTCONFIG_FILE",
        str(fonts.write_font_configuration(chosen, tmp_path_factory.mktemp("fonts"))),
    )
    import weasyprint
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    def set_pages(of: Book) -> tuple[bytes, list[Page]]:
        cover = f'<div style="break-after:page">{escape(of.settings.book.title)}</div>'
        text = "".join(markup(of, chapter.blocks) for chapter in of.chapters)
        document = weasyprint.HTML(
            string=f"<html lang=zh-Hans><style>{SHEET}</style>{cover}{text}"
        ).render()
        pages = []
        for number, page in enumerate(document.pages):
            feet = [
                box
                for box in page._page_box.children
                if isinstance(box, FootnoteAreaBox) and box.children
            ]
            area = Rectangle(MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
            pages.append(
                Page(
                    "body" if number else "cover",
                    "",
                    area=area,
                    notes_edge=feet[0].position_y * 0.75 if feet else None,
                )
            )
        return document.write_pdf(), pages

    return set_pages


SHEET = f"""
@page {{ size: {WIDTH}pt {HEIGHT}pt; margin: {MARGIN}pt; @top-left {{ content: "书眉" }} @bottom-right {{ content: counter(page) }} }}
html {{ font: 10pt/15pt "Noto Serif CJK SC" }} p {{ margin: 0; text-indent: 2em }} h1 {{ font-size: 14pt; margin: 0 }}
.note {{ float: footnote; font-size: 8pt; text-indent: 0 }} .note::footnote-call {{ content: attr(data-mark); font-size: 7pt }}
.note::footnote-marker {{ content: attr(data-mark) "　" }} rt {{ font-size: 5pt }} ul {{ list-style: "·　" }}
table {{ border-collapse: collapse; width: 100% }} th {{ font-weight: normal }} li p {{ text-indent: 0 }}
"""  # noqa: E501


def markup(of: Book, blocks: Sequence[Block]) -> str:
    return "".join(one(of, block) for block in blocks)


def one(of: Book, block: Block) -> str:
    inside = inline(of, block) + markup(of, block.children)
    match block.kind:
        case "heading":
            return f"<h1>{inside}</h1>"
        case "list":
            return (
                f"<{'ol' if block.attribute('ordered') else 'ul'}>{inside}</"
                f"{'ol' if block.attribute('ordered') else 'ul'}>"
            )
        case "item":
            digits = block.label.rstrip(".")
            style = (
                f' style="counter-set: list-item {int(digits) - 1}"' if digits.isdecimal() else ""
            )
            return f"<li{style}>{inside}</li>"
        case "table":
            head = [row for row in block.children if row.attribute("head")]
            body = [row for row in block.children if not row.attribute("head")]
            return (
                f"<table><caption>{inline(of, block)}</caption><thead>{markup(of, head)}</thead>"
                f"<tbody>{markup(of, body)}</tbody></table>"
            )
        case "row":
            return f"<tr>{inside}</tr>"
        case "cell":
            return f"<td>{inside}</td>"
        case _:
            return f"<p>{inside}</p>"


def inline(of: Book, block: Block) -> str:
    notes = {note.id: note for chapter in of.chapters for note in chapter.notes}
    out, before = [], 0
    for span in sorted(block.spans, key=lambda span: span.start):
        out.append(escape(block.text[before : span.start]))
        before = span.start
        if span.kind == "note":
            note = notes[span.value]
            text = "".join(inline(of, part) for part in note.blocks)
            out.append(f"<span class=note data-mark={SIGNS[note.number - 1]}>{text}</span>")
        elif span.kind == "reference":
            out.append(escape(block.text[span.start : span.end]) + "（第12页）")
            before = span.end
        elif span.kind == "ruby":
            out.append(
                f"<ruby>{escape(block.text[span.start : span.end])}<rt>{span.value}</rt></ruby>"
            )
            before = span.end
    return "".join([*out, escape(block.text[before:])])


def told(problems: Sequence[object]) -> list[tuple[str, str, str, str]]:
    return [(p.rule, str(p.place), p.values["expected"], p.values["found"]) for p in problems]  # type: ignore[attr-defined]


def changed(texts: Sequence[str], number: int, text: str) -> list[str]:
    return [text if at == number else one for at, one in enumerate(texts, 1)]


# --- paper ----------------------------------------------------------------------------------------


def test_a_pdf_that_holds_the_book_has_no_differences(press):
    pdf, pages = press(book())
    assert len(pages) > 2
    assert prove_pdf(book(), pdf, pages) == ()


PLANTED = {
    "a character lost": (
        lambda: book(changed(PARAGRAPHS, 5, PARAGRAPHS[4].replace("麦子", "麦"))),
        [("text-changed", "01.md:10", "南边去，田里的麦【子】一天比一天黄。再", "南边去，田里的麦【】一天比一天黄。再")]),  # noqa: E501
    "a character doubled": (
        lambda: book(changed(PARAGRAPHS, 2, PARAGRAPHS[1].replace("老人", "老老人"))),
        [("text-changed", "01.md:4", "条鱼、两只虾。老【】人坐在桥头，看着", "条鱼、两只虾。老【老】人坐在桥头，看着")]),  # noqa: E501
    "a mark changed": (
        lambda: book(changed(PARAGRAPHS, 1, PARAGRAPHS[0].replace("了，", "了,"))),
        [("text-changed", "01.md:2", "春天到了【，】河边的柳树发了芽", "春天到了【,】河边的柳树发了芽")]),  # noqa: E501
    "a dash lost": (
        lambda: book(changed(PARAGRAPHS, 3, PARAGRAPHS[2].replace("——", "—"))),
        [("text-changed", "01.md:6", "到书的最后一页—【—】那里有答案……", "到书的最后一页—【】那里有答案……")]),  # noqa: E501
    "two paragraphs exchanged": (
        lambda: replaced([0, 1, 3, 2, 4, 5, 6], book()),
        [("text-moved", "01.md:4", "小桥下的水流得很慢，水里有三条鱼、两只虾。老人坐……", "")]),
    "first and last exchanged": (
        lambda: replaced([0, 6, 2, 3, 4, 5, 1], book()),
        [("text-moved", "01.md:2", "春天到了，河边的柳树发了芽；孩子们说：“快来看！……", ""),
         ("text-moved", "01.md:12", "最后一段写得短些，但也有2026年AI这样的字。", "")]),
    "a short one and a long one exchanged": (
        lambda: replaced([0, 1, 2, 3, 6, 5, 4], book()),
        [("text-moved", "01.md:8", "是。", ""),
         ("text-moved", "01.md:12", "最后一段写得短些，但也有2026年AI这样的字。", "")]),
    "a paragraph lost": (
        lambda: replaced([0, 1, 2, 4, 5, 6], book()),
        [("text-missing", "01.md:6", "第三段：请翻到书的最后一页——那里有答案……", "")]),
    "a short paragraph lost": (
        lambda: replaced([0, 1, 2, 3, 5, 6], book()),
        [("text-missing", "01.md:8", "是。", "")]),
    "the last paragraph lost": (
        lambda: replaced([0, 1, 2, 3, 4, 5], book()),
        [("text-missing", "01.md:12", "最后一段写得短些，但也有2026年AI这样的字。", "")]),
    "a paragraph twice": (
        lambda: replaced([0, 1, 2, 3, 3, 4, 5, 6], book()),
        [("text-doubled", "01.md:6", "", "第三段：请翻到书的最后一页——那里有答案……")]),
    "a note changed": (
        lambda: book(notes=("注文一，长一些。", "注文三。")),
        [("text-changed", "01.md:92", "注文【二】。", "注文【三】。")]),
    "two faults": (
        lambda: book(changed(changed(PARAGRAPHS, 1, PARAGRAPHS[0].replace("芽", "花")), 6, PARAGRAPHS[5].replace("6", "5"))),  # noqa: E501
        [("text-changed", "01.md:2", "，河边的柳树发了【芽】；孩子们说：“快", "，河边的柳树发了【花】；孩子们说：“快"),  # noqa: E501
         ("text-changed", "01.md:12", "些，但也有202【6】年AI这样的字。", "些，但也有202【5】年AI这样的字。")]),  # noqa: E501
}  # fmt: skip


def replaced(order: Sequence[int], of: Book) -> Book:
    chapter = of.chapters[0]
    return replace(
        of, chapters=(replace(chapter, blocks=tuple(chapter.blocks[at] for at in order)),)
    )


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_planted_in_a_pdf_is_found_with_its_place(press, name):
    altered, expected = PLANTED[name]
    pdf, pages = press(altered())
    assert sorted(told(prove_pdf(book(), pdf, pages))) == sorted(expected)


def chapter_of(*blocks: Block, notes: Sequence[Note] = ()) -> Book:
    return Book(
        Settings(book=BookSettings(title="河边")), (Chapter("one", "01.md", blocks, tuple(notes)),)
    )


def cell(name: str, text: str) -> Block:
    return Block("cell", name, SourceLocation("01.md", 7), text)


def table(rows: int) -> Block:
    head = Block(
        "row",
        "r0",
        SourceLocation("01.md", 5),
        children=(cell("c0", "名称"), cell("d0", "数目")),
        attributes=(("head", "1"),),
    )
    body = tuple(
        Block(
            "row",
            f"r{n}",
            SourceLocation("01.md", 5 + n),
            children=(cell(f"c{n}", f"第{n}种"), cell(f"d{n}", f"{n}")),
        )
        for n in range(1, rows + 1)
    )
    return Block("table", "t", SourceLocation("01.md", 4), "表一", children=(head, *body))


def test_the_head_of_a_table_may_come_again_on_the_next_page(press):
    of = chapter_of(table(20), paragraph(9, "完。"))
    pdf, pages = press(of)
    assert len(pages) > 3
    assert prove_pdf(of, pdf, pages) == ()


def test_a_cell_of_a_table_that_changed_is_found(press):
    pdf, pages = press(chapter_of(table(20), paragraph(9, "完。")))
    of = chapter_of(table(21), paragraph(9, "完。"))
    assert told(prove_pdf(of, pdf, pages)) == [
        ("text-missing", "01.md:7", "第21种", ""),
        ("text-missing", "01.md:7", "21", ""),
    ]


def items(*labels: str) -> Block:
    made = tuple(
        Block(
            "item",
            f"i{n}",
            SourceLocation("01.md", 10 + n),
            label=label,
            children=(
                Block(
                    "paragraph",
                    f"i{n}p",
                    SourceLocation("01.md", 10 + n),
                    f"第{label or '某'}条的文字",
                ),
            ),
        )
        for n, label in enumerate(labels)
    )
    return Block(
        "list",
        "l",
        SourceLocation("01.md", 10),
        children=made,
        attributes=(("ordered", "1"),) if labels[0][0].isdigit() else (),
    )


def test_numbers_of_a_list_must_be_as_typed(press):
    of = chapter_of(
        paragraph(1, "前文。"), items("4.", "5."), items("-", "-"), paragraph(2, "后文。")
    )
    pdf, pages = press(of)
    assert prove_pdf(of, pdf, pages) == ()
    first, second = of.chapters[0].blocks[1].children
    other = replace(of.chapters[0].blocks[1], children=(first, replace(second, label="6.")))
    blocks = (of.chapters[0].blocks[0], other, *of.chapters[0].blocks[2:])
    assert told(prove_pdf(chapter_of(*blocks), pdf, pages)) == [
        ("text-changed", "01.md:11", "【6】.第5.条的文字", "【5】.第5.条的文字")
    ]


def test_a_number_without_a_text_must_be_there_too(press):
    bare = Block(
        "list",
        "l",
        SourceLocation("01.md", 3),
        children=(Block("item", "i", SourceLocation("01.md", 3), label="4."),),
        attributes=(("ordered", "1"),),
    )
    pdf, pages = press(chapter_of(paragraph(1, "前文。"), paragraph(2, "后文。")))
    assert told(
        prove_pdf(chapter_of(paragraph(1, "前文。"), bare, paragraph(2, "后文。")), pdf, pages)
    ) == [("text-changed", "01.md:3", "4.", "")]


def test_readings_and_page_numbers_of_references_are_not_taken_for_text(press):
    of = chapter_of(
        paragraph(
            1,
            "见第三段，那里有详情；重庆也写在那里。",
            [Span(1, 4, "reference", "p1"), Span(11, 13, "ruby", "chóngqìng")],
        )
    )
    pdf, pages = press(of)
    assert prove_pdf(of, pdf, pages) == ()


def test_a_number_in_a_mark_of_its_own_is_no_reference(press):
    of = chapter_of(paragraph(1, "见第三段，那里有详情。"))
    pdf, pages = press(
        chapter_of(paragraph(1, "见第三段，那里有详情。", [Span(1, 4, "reference", "p1")]))
    )
    assert told(prove_pdf(of, pdf, pages)) == [
        (
            "text-changed",
            "01.md:2",
            "见第三段【】，那里有详情。",
            "见第三段【（第12页）】，那里有详情。",
        )
    ]


def test_twins_and_composed_characters_are_the_same_on_paper(press):
    of = chapter_of(paragraph(1, "一个⼈，两个人；cafe\u0301 café，ﬁne fine，甲\u200b乙。"))
    pdf, pages = press(of)
    assert prove_pdf(of, pdf, pages, fonts.choose_faces("zh-Hans")) == ()
    assert [problem.rule for problem in prove_pdf(of, pdf, pages)] == ["text-changed"]


def test_a_title_that_is_nowhere_is_missed(press):
    pdf, pages = press(book())
    other = replace(book(), settings=Settings(book=BookSettings(title="山上")))
    assert told(prove_pdf(other, pdf, pages)) == [("text-missing", "book.toml:1", "山上", "")]


def test_text_that_is_nowhere_in_the_source_is_told(press):
    pdf, pages = press(book())
    of = replaced([0, 1, 2, 4, 5, 6], book())
    assert [
        (problem.rule, problem.severity, str(problem.place))
        for problem in prove_pdf(of, pdf, pages)
    ] == [("text-added", "error", "01.md:4")]
    assert [problem.severity for problem in prove_pdf(of, pdf, pages, strict=False)] == ["warning"]


@pytest.mark.parametrize(
    ("printed", "severity"),
    [
        ("一个人，★两个人。", "warning"),
        ("★一个人，两个★人。", "warning"),
        ("一个，★两个人。", "error"),
        ("一个★，两个人。", "error"),
    ],
)
def test_what_a_style_adds_is_only_warned_of_where_nothing_is_lacking(printed: str, severity: str):
    source = [make_passage(None, SourceLocation("01.md", 1), [normalize_text("一个人，两个人。")])]
    (found,) = problems(compare(TextStream(printed, (0,)), source), "PDF", strict=False)
    assert found.severity == severity
    assert [
        one.severity for one in problems(compare(TextStream(printed, (0,)), source), "PDF")
    ] == ["error"]


def test_a_character_too_many_at_the_head_of_a_paragraph_is_an_error_of_that_paragraph(press):
    pdf, pages = press(book(changed(PARAGRAPHS, 5, "风" + PARAGRAPHS[4])))
    (problem,) = prove_pdf(book(), pdf, pages)
    assert problem.fatal and str(problem.place) == "01.md:10"


# --- matching -------------------------------------------------------------------------------------


def long_text(paragraphs: int) -> list[str]:
    """Paragraphs of some 80 characters, each its own."""
    return [
        f"第{n}段，" + "".join(chr(0x4E00 + (n * 37 + k * 101) % 5000) for k in range(80)) + "。"
        for n in range(paragraphs)
    ]


def matched(texts: Sequence[str], source: Sequence[str]) -> list[tuple[str, int]]:
    expected = [
        make_passage(None, SourceLocation("01.md", n), [normalize_text(text)])
        for n, text in enumerate(source, 1)
    ]
    return [
        (found.kind, found.place.line)
        for found in compare(TextStream("".join(texts), (0,)), expected)
    ]


def test_a_long_text_is_matched_in_linear_time():
    def match(texts: Sequence[str]) -> None:
        assert matched(texts, texts) == []

    grows_evenly(long_text, match, 20_000)


def test_faults_far_apart_in_a_long_text_are_each_found():
    source = long_text(2000)
    texts = list(source)
    texts[100], texts[1900] = texts[1900], texts[100]
    del texts[1500]
    texts[700] = texts[700][:40] + "，" + texts[700][40:]
    texts.insert(1200, texts[1199])
    assert matched(texts, source) == [
        ("moved", 101),
        ("changed", 701),
        ("doubled", 1200),
        ("missing", 1501),
        ("moved", 1901),
    ]


def test_of_many_differences_the_first_are_told():
    differences = [Difference("missing", SourceLocation("01.md", n), "甲") for n in range(1, 300)]
    assert [problem.rule for problem in problems(differences, "PDF")] == ["text-missing"] * 200 + [
        "text-many"
    ]


def test_a_wholly_other_text_ends_soon():
    with soon(10):
        assert len(matched(long_text(3000)[::-1], long_text(3000))) == 2999


# --- EPUB -----------------------------------------------------------------------------------------

CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>
<section>%s<aside epub:type="footnote" id="n1"><p id="n1p"><a epub:type="backlink" href="#m">〔1〕</a>注文一。</p></aside></section>
</body></html>"""  # noqa: E501
TITLE = '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>河边</h1></body></html>'
CONTAINER = ('<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
             '<rootfile full-path="EPUB/content.opf"/></rootfiles></container>')  # fmt: skip
PACKAGE = ('<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="t" href="title.xhtml"/>'  # noqa: E501
           '<item id="a" href="text/one.xhtml"/></manifest><spine><itemref idref="t"/><itemref idref="a"/></spine></package>')  # fmt: skip  # noqa: E501
INSIDE = (
    '<h1 id="p0">第一章<wbr/>河边</h1>',
    '<p id="p1">春天到了，<a epub:type="noteref" id="m" '
    'href="#n1">〔1〕</a>河边的<span>柳</span>树发了芽。</p>',
    '<p id="p2"><span epub:type="pagebreak" id="page-2"></span>水里有<ruby>鱼<rt>yú</rt></'
    'ruby>虾。<img src="a.png" alt=""/></p>',
    '<ol id="l"><li id="i1" value="4"><p id="i1p">甲</p></li></ol>',
)


def ebook(*inside: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("EPUB/content.opf", PACKAGE)
        archive.writestr("EPUB/title.xhtml", TITLE)
        archive.writestr("EPUB/text/one.xhtml", CHAPTER % "\n".join(inside))
    return out.getvalue()


def ebook_source() -> Book:
    item = Block(
        "item",
        "i1",
        SourceLocation("01.md", 8),
        label="4.",
        children=(Block("paragraph", "i1p", SourceLocation("01.md", 8), "甲"),),
    )
    note = Note(
        "n1",
        1,
        SourceLocation("01.md", 9),
        (Block("paragraph", "n1p", SourceLocation("01.md", 9), "注文一。"),),
    )
    return chapter_of(
        Block("heading", "p0", SourceLocation("01.md", 1), "第一章 河边", level=1),
        paragraph(1, "春天到了，河边的柳树发了芽。", [Span(5, 5, "note", "n1")]),
        paragraph(
            2, "水里有鱼虾。\ufffc", [Span(3, 4, "ruby", "yú"), Span(6, 7, "image", "a.png")]
        ),
        Block(
            "list",
            "l",
            SourceLocation("01.md", 8),
            children=(item,),
            attributes=(("ordered", "1"),),
        ),
        notes=[note],
    )


def test_an_epub_that_holds_the_book_has_no_differences():
    assert prove_epub(ebook_source(), ebook(*INSIDE)) == ()


H, ONE, TWO, LIST = INSIDE


@pytest.mark.parametrize(
    "inside, expected",
    [
        (
            (H, ONE.replace("柳", ""), TWO, LIST),
            (
                "text-changed",
                "01.md:2",
                "春天到了，河边的【柳】树发了芽。",
                "春天到了，河边的【】树发了芽。",
            ),
        ),
        (
            (H, ONE.replace("柳", "柳柳"), TWO, LIST),
            (
                "text-changed",
                "01.md:2",
                "天到了，河边的柳【】树发了芽。",
                "天到了，河边的柳【柳】树发了芽。",
            ),
        ),
        (
            (H, ONE.replace("，", ","), TWO, LIST),
            (
                "text-changed",
                "01.md:2",
                "春天到了【，】河边的柳树发了芽",
                "春天到了【,】河边的柳树发了芽",
            ),
        ),
        ((H, TWO, ONE, LIST), ("text-moved", "01.md:2", "春天到了，河边的柳树发了芽。", "")),
        (
            (H, f"<div hidden='hidden'>{ONE}</div>", TWO, LIST),
            ("text-missing", "01.md:2", "春天到了，河边的柳树发了芽。", ""),
        ),
        ((H, TWO, LIST), ("text-missing", "01.md:2", "春天到了，河边的柳树发了芽。", "")),
        ((H, ONE, ONE, TWO, LIST), ("text-doubled", "01.md:2", "", "春天到了，河边的柳树发了芽。")),
        (
            (H, ONE, ONE.replace('id="p1"', "").replace('id="m"', ""), TWO, LIST),
            ("text-doubled", "01.md:2", "", "春天到了，河边的柳树发了芽。"),
        ),
        (
            (H, ONE, TWO.replace('<img src="a.png" alt=""/>', ""), LIST),
            ("text-missing", "01.md:4", "水里有鱼虾。", ""),
        ),
        ((H, ONE, TWO, LIST.replace("4", "1")), ("text-changed", "01.md:8", "【4】", "【1】")),
        (
            (H.replace("河边", "河岸"), ONE, TWO, LIST),
            ("text-changed", "01.md:1", "第一章河【边】", "第一章河【岸】"),
        ),
    ],
)
def test_a_fault_planted_in_an_epub_is_found_with_its_place(inside, expected):
    assert told(prove_epub(ebook_source(), ebook(*inside))) == [expected]


def test_a_note_lost_in_an_epub_is_found():
    other = replace(
        ebook_source().chapters[0].notes[0],
        blocks=(Block("paragraph", "n9p", SourceLocation("01.md", 9), "注文九。"),),
    )
    of = replace(ebook_source(), chapters=(replace(ebook_source().chapters[0], notes=(other,)),))
    assert told(prove_epub(of, ebook(*INSIDE))) == [("text-missing", "01.md:9", "注文九。", "")]


def answered(where: str) -> Book:
    box = Block(
        "box",
        "b",
        SourceLocation("01.md", 4),
        "参考答案",
        children=(paragraph(3, "答案是二。"),),
        attributes=(("kind", "answers"),),
    )
    of = chapter_of(paragraph(1, "一加一是几？"), box, paragraph(5, "下文。"))
    return replace(
        of, settings=Settings(book=BookSettings(title="河边"), text=TextSettings(answers=where))
    )  # type: ignore[arg-type]


def test_answers_are_looked_for_where_the_settings_want_them():
    question, answer, rest = (
        '<p id="p1">一加一是几？</p>',
        '<p id="p3">答案是二。</p>',
        '<p id="p5">下文。</p>',
    )
    assert (
        prove_epub(
            answered("inline"),
            ebook(question, f'<section id="b"><p>参考答案</p>{answer}</section>', rest),
        )
        == ()
    )
    assert prove_epub(answered("end"), ebook(question, rest, answer)) == ()
    assert prove_epub(answered("omit"), ebook(question, rest)) == ()
    assert told(prove_epub(answered("end"), ebook(question, rest))) == [
        ("text-missing", "01.md:6", "答案是二。", "")
    ]


def test_a_row_may_be_cut_inside_what_we_add_but_loses_no_character() -> None:
    cells = [
        replace(make_passage(None, SourceLocation("01.md", 5), parts), row="r")
        for parts in (["甲乙丙丁", PAGE_OF, "戊己"], ["子丑寅卯", NOTE_MARK, "辰巳"])
    ]
    after = make_passage(None, SourceLocation("01.md", 9), ["表后的文字"])
    # The page ends inside （第12页）; the rest of each cell stands on the next.
    first, second = "甲乙丙丁（第12子丑", "页）戊己寅卯③辰巳表后的文字"
    assert compare(TextStream(first + second, (0, len(first))), [*cells, after]) == []
    for lost in ("己", "卯", "③", "丑"):
        texts = [part.replace(lost, "") for part in (first, second)]
        assert compare(TextStream("".join(texts), (0, len(texts[0]))), [*cells, after]), lost
    assert compare(TextStream(first + "庚" + second, (0, len(first))), [*cells, after])


def test_a_row_that_is_cut_inside_what_we_add_may_hold_a_numeral_in_a_circle() -> None:
    cells = [
        replace(make_passage(None, SourceLocation("01.md", 5), parts), row="r")
        for parts in (["甲乙丙丁", PAGE_OF, "戊己"], ["①子丑"])
    ]
    first, second = "甲乙丙丁（第12①子丑", "页）戊己表后"
    after = make_passage(None, SourceLocation("01.md", 9), ["表后"])
    assert compare(TextStream(first + second, (0, len(first))), [*cells, after]) == []
    assert compare(
        TextStream(first.replace("①", "") + second, (0, len(first) - 1)), [*cells, after]
    )


def test_a_cell_may_be_as_the_head_begins_that_comes_again_above_it() -> None:
    cells = [
        make_passage(None, SourceLocation("01.md", line), [text], re.compile("来源金额"))
        for line, text in ((3, "风"), (3, "雨"), (4, "来"), (4, "雪"))
    ]
    page = "风雨"
    assert compare(TextStream(page + "来源金额来雪", (0, len(page))), cells) == []
    assert compare(TextStream(page + "来雪", (0, len(page))), cells) == []
    assert compare(TextStream(page + "来源金额雪", (0, len(page))), cells)


def test_the_row_below_one_that_is_cut_may_begin_with_another_cell_than_its_first() -> None:
    rows = [
        ("r", ["甲乙丙丁", PAGE_OF, "戊己"]),
        ("r", ["天地"]),
        ("s", ["子丑"]),
        ("s", ["页1"]),
        ("", ["表后"]),
    ]
    cells = [
        replace(make_passage(None, SourceLocation("01.md", 5), parts), row=row)
        for row, parts in rows
    ]
    pages = ["甲乙丙丁（第12天地", "页）戊己页1", "子丑表后"]
    starts = (0, len(pages[0]), len(pages[0] + pages[1]))
    assert compare(TextStream("".join(pages), starts), cells) == []
    assert compare(TextStream("".join(pages).replace("丑", ""), starts), cells)


def test_a_head_at_the_top_of_a_page_is_not_taken_for_one_that_came_again() -> None:
    head, row = (
        Block(
            "row",
            name,
            SourceLocation("01.md", 5),
            children=(cell(f"c{name}", text),),
            attributes=head,
        )
        for name, text, head in (("r0", "洪", (("head", "1"),)), ("r1", "洪洪水", ()))
    )
    assert (
        compare(
            TextStream("洪洪洪水", (0,)),
            list(
                passages(
                    [Block("table", "t", SourceLocation("01.md", 4), children=(head, row))], {}
                )
            ),
        )
        == []
    )
