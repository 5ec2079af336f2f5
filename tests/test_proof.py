"""Nothing lost: faults planted in small PDFs and EPUBs are found, each with its place."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pytest

from duben import fonts
from duben.edition import Rectangle
from duben.errors import BookError, Place
from duben.model import Block, Book, BookSettings, Chapter, Note, Settings, Span, TextSettings
from duben.proof import prove_epub, prove_pdf
from duben.proof.expected import passage, plain
from duben.proof.matching import Stream, compare

MARGIN = 40.0
WIDTH, HEIGHT = 280.0, 200.0
SIGNS = "①②③④⑤⑥⑦⑧⑨"


# --- a small book, and a press of our own for it -----------------------------------------------------------------


def paragraph(number: int, text: str, spans: Sequence[Span] = (), kind: str = "paragraph") -> Block:
    return Block(kind, f"p{number}", Place("01.md", number * 2), text, tuple(spans))  # type: ignore[arg-type]


PARAGRAPHS = (
    "春天到了，河边的柳树发了芽；孩子们说：“快来看！”",
    "小桥下的水流得很慢，水里有三条鱼、两只虾。老人坐在桥头，看着流水，一坐就是一个下午。",
    "第三段：请翻到书的最后一页——那里有答案……",
    "是。",
    "风从北面来，云往南边去，田里的麦子一天比一天黄。再过十天，就要收割了。",
    "最后一段写得短些，但也有 2026 年 AI 这样的字。",
)


def book(texts: Sequence[str] = PARAGRAPHS, notes: Sequence[str] = ("注文一，长一些。", "注文二。")) -> Book:
    """A heading and paragraphs; notes are called in the second and the fifth paragraph."""
    blocks = [Block("heading", "p0", Place("01.md", 1), "第一章 河边", level=1)]
    called = {2: "n1", 5: "n2"}
    for number, text in enumerate(texts, 1):
        spans = [Span(4, 4, "note", called[number])] if number in called and len(notes) >= 2 else []
        blocks.append(paragraph(number, text, spans))
    made = tuple(Note(f"n{number}", number, Place("01.md", 90 + number),
                      (Block("paragraph", f"n{number}p", Place("01.md", 90 + number), text),))
                 for number, text in enumerate(notes, 1))  # fmt: skip
    chapter = Chapter("one", "01.md", tuple(blocks), made, title=blocks[0])
    return Book(Settings(book=BookSettings(title="河边")), (chapter,))


@dataclass(frozen=True)
class Page:
    part: str
    area: Rectangle
    notes: float | None


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Book], tuple[bytes, list[Page]]]:
    """Sets a book with WeasyPrint: cover, then the text with a running head, a folio and notes at the foot."""
    try:
        chosen = fonts.faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    os.environ.setdefault("FONTCONFIG_FILE", str(fonts.configuration(chosen, tmp_path_factory.mktemp("fonts"))))
    import weasyprint
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    def set_pages(of: Book) -> tuple[bytes, list[Page]]:
        cover = f'<div style="break-after:page">{escape(of.settings.book.title)}</div>'
        text = "".join(markup(of, chapter.blocks) for chapter in of.chapters)
        document = weasyprint.HTML(string=f"<html lang=zh-Hans><style>{SHEET}</style>{cover}{text}").render()
        pages = []
        for number, page in enumerate(document.pages):
            feet = [box for box in page._page_box.children if isinstance(box, FootnoteAreaBox) and box.children]
            area = Rectangle(MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
            pages.append(Page("body" if number else "cover", area, feet[0].position_y * 0.75 if feet else None))
        return document.write_pdf(), pages

    return set_pages


SHEET = f"""
@page {{ size: {WIDTH}pt {HEIGHT}pt; margin: {MARGIN}pt; @top-left {{ content: "书眉" }} @bottom-right {{ content: counter(page) }} }}
html {{ font: 10pt/15pt "Noto Serif CJK SC" }} p {{ margin: 0; text-indent: 2em }} h1 {{ font-size: 14pt; margin: 0 }}
.note {{ float: footnote; font-size: 8pt; text-indent: 0 }} .note::footnote-call {{ content: attr(data-mark); font-size: 7pt }}
.note::footnote-marker {{ content: attr(data-mark) "　" }} rt {{ font-size: 5pt }} ul {{ list-style: "·　" }}
table {{ border-collapse: collapse; width: 100% }} th {{ font-weight: normal }} li p {{ text-indent: 0 }}
"""


def markup(of: Book, blocks: Sequence[Block]) -> str:
    return "".join(one(of, block) for block in blocks)


def one(of: Book, block: Block) -> str:
    inside = inline(of, block) + markup(of, block.children)
    match block.kind:
        case "heading":
            return f"<h1>{inside}</h1>"
        case "list":
            return f"<{'ol' if block.attribute('ordered') else 'ul'}>{inside}</{'ol' if block.attribute('ordered') else 'ul'}>"
        case "item":
            digits = block.label.rstrip(".")
            return f"<li{f' value={digits}' if digits.isdecimal() else ''}>{inside}</li>"
        case "table":
            head = [row for row in block.children if row.attribute("head")]
            body = [row for row in block.children if not row.attribute("head")]
            return (f"<table><caption>{inline(of, block)}</caption><thead>{markup(of, head)}</thead>"
                    f"<tbody>{markup(of, body)}</tbody></table>")  # fmt: skip
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
        out.append(escape(block.text[before:span.start]))
        before = span.start
        if span.kind == "note":
            note = notes[span.value]
            text = "".join(inline(of, part) for part in note.blocks)
            out.append(f'<span class=note data-mark={SIGNS[note.number - 1]}>{text}</span>')
        elif span.kind == "reference":
            out.append(escape(block.text[span.start:span.end]) + "（第12页）")
            before = span.end
        elif span.kind == "ruby":
            out.append(f"<ruby>{escape(block.text[span.start:span.end])}<rt>{span.value}</rt></ruby>")
            before = span.end
    return "".join([*out, escape(block.text[before:])])


def told(problems: Sequence[object]) -> list[tuple[str, str, str, str]]:
    return [(p.rule, str(p.place), p.values["expected"], p.values["found"]) for p in problems]  # type: ignore[attr-defined]


def changed(texts: Sequence[str], number: int, text: str) -> list[str]:
    return [text if at == number else one for at, one in enumerate(texts, 1)]


# --- paper -----------------------------------------------------------------------------------------------------


def test_a_pdf_that_holds_the_book_has_no_differences(press):
    pdf, pages = press(book())
    assert len(pages) > 2
    assert prove_pdf(book(), pdf, pages) == ()


PLANTED = {
    "a character lost": (
        lambda: book(changed(PARAGRAPHS, 5, PARAGRAPHS[4].replace("麦子", "麦"))),
        [("text-changed", "01.md:10", "南边去，田里的麦【子】一天比一天黄。再", "南边去，田里的麦【】一天比一天黄。再")]),
    "a character doubled": (
        lambda: book(changed(PARAGRAPHS, 2, PARAGRAPHS[1].replace("老人", "老老人"))),
        [("text-changed", "01.md:4", "条鱼、两只虾。老【】人坐在桥头，看着", "条鱼、两只虾。老【老】人坐在桥头，看着")]),
    "a mark changed": (
        lambda: book(changed(PARAGRAPHS, 1, PARAGRAPHS[0].replace("了，", "了,"))),
        [("text-changed", "01.md:2", "春天到了【，】河边的柳树发了芽", "春天到了【,】河边的柳树发了芽")]),
    "a dash lost": (
        lambda: book(changed(PARAGRAPHS, 3, PARAGRAPHS[2].replace("——", "—"))),
        [("text-changed", "01.md:6", "到书的最后一页—【—】那里有答案……", "到书的最后一页—【】那里有答案……")]),
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
        lambda: book(changed(changed(PARAGRAPHS, 1, PARAGRAPHS[0].replace("芽", "花")), 6, PARAGRAPHS[5].replace("6", "5"))),
        [("text-changed", "01.md:2", "，河边的柳树发了【芽】；孩子们说：“快", "，河边的柳树发了【花】；孩子们说：“快"),
         ("text-changed", "01.md:12", "些，但也有202【6】年AI这样的字。", "些，但也有202【5】年AI这样的字。")]),
}  # fmt: skip


def replaced(order: Sequence[int], of: Book) -> Book:
    chapter = of.chapters[0]
    return replace(of, chapters=(replace(chapter, blocks=tuple(chapter.blocks[at] for at in order)),))


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_planted_in_a_pdf_is_found_with_its_place(press, name):
    altered, expected = PLANTED[name]
    pdf, pages = press(altered())
    assert sorted(told(prove_pdf(book(), pdf, pages))) == sorted(expected)
