"""The printed forms, measured in their finished PDFs."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache

import pikepdf
import pypdfium2
import pytest
from duben import analysis, fonts, parser, pdf, proof
from duben.edition import EDITIONS, MM
from duben.model import Book, BookSettings, Settings, Source, walk
from duben.pdf import Composition
from duben.proof.paper import Reader
from duben.stamps import Finder
from pypdfium2 import raw

SENTENCE = "风从北面来，云往南边去，田里的麦子一天比一天黄。"
CHAPTERS = (
    "# 说明 {.front}\n\n" + SENTENCE * 20,
    "# 一、河边\n\n" + "\n\n".join(SENTENCE * (3 + number % 5) for number in range(30)) + "\n\n“三个平台”指甲平台、乙平台、丙平台。[^a]\n\n[^a]: 注释在页脚。\n",
    "# 二、山上\n\n## （一）路\n\n| 项目 | 内容 |\n|-|-|\n| 甲 | 乙 |\n\n" + "\n\n".join(SENTENCE * 4 for _ in range(20)) + "\n\n## （二）桥\n\n再说“三个平台”。\n",
)  # fmt: skip


@cache
def book() -> Book:
    chapters = parser.parse_all([Source(f"{number:02}.md", text) for number, text in enumerate(CHAPTERS)])
    return analysis.analyse(Settings(book=BookSettings(title="四季读本", publisher="河边社", date=date(2026, 3, 1))), chapters)


Composed = Callable[[str], Composition]


@pytest.fixture(scope="module")
def composed() -> Composed:
    """The small book in an edition, composed once."""
    faces = fonts.faces("zh-Hans")

    @cache
    def compose(edition: str) -> Composition:
        starts = compose("screen").starts if edition != "screen" else ()
        return pdf.compose(book(), {}, faces, edition=edition, ordinary=starts)

    return compose


def sizes(document: bytes, page: int) -> Counter[float]:
    """How many characters a page has of each size in pt."""
    found: Counter[float] = Counter()
    with pypdfium2.PdfDocument(document) as opened:
        leaf = opened[page]
        text = leaf.get_textpage()
        for piece in leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            length = raw.FPDFTextObj_GetText(piece, text, None, 0) // 2 - 1
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(piece, size)
            found[round(size.value * abs(piece.get_matrix().d), 2)] += length
    return found


def boxes(document: bytes, box: str = "mediabox") -> set[tuple[float, float]]:
    """The sizes of all pages, mm."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return {(round(float(right - left) / MM, 2), round(float(top - bottom) / MM, 2))
                for left, bottom, right, top in (getattr(page, box) for page in opened.pages)}  # fmt: skip


def test_phone_is_small_and_its_text_large(composed: Composed) -> None:
    phone = composed("phone")
    assert boxes(phone.document) == {(90, 160)}
    page = next(index for index, page in enumerate(phone.printed) if page.label == "2")
    ((size, count),) = sizes(phone.document, page).most_common(1)
    assert count > 200 and size * 390 / (90 * MM) >= 17


def test_phone_has_links_and_bookmarks(composed: Composed) -> None:
    with pikepdf.open(io.BytesIO(composed("phone").document)) as opened:
        with opened.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["说明", "目录", "一、河边", "二、山上", "附录　数字提法"]
        contents = next(page for page in opened.pages if "目　录" in said(composed("phone").document, page.index))
        assert len({str(link.Dest) for link in contents.Annots}) == 5


def test_large_print_is_large(composed: Composed) -> None:
    large = composed("large")
    assert boxes(large.document) == {(210, 297)}
    pages = [index for index, page in enumerate(large.printed) if page.part == "body"]
    found = sum((sizes(large.document, page) for page in pages), Counter[float]())
    assert found.most_common(1)[0][0] >= 16
    # The marks of notes alone are smaller than 12 pt.
    assert sum(count for size, count in found.items() if size < 12) == 1
    assert large.printed[pages[0]].area.left >= 25 * MM - .01 and large.printed[pages[1]].area.right <= (210 - 25) * MM + .01


def test_pages_of_the_ordinary_edition_are_found_in_large_print(composed: Composed) -> None:
    """The table of pages leads to the right page for every block, and the margin to its line."""
    screen, large = composed("screen"), composed("large")
    assert [mark.label for mark in large.marks] == [page.label for page in screen.printed if page.label.isdecimal()]
    finder = Finder([page.positions for page in large.printed])
    begins = [(mark.page, mark.line) for mark in large.marks] + [(len(large.printed), 0)]
    looked = 0
    for chapter in book().chapters:
        for block in walk(chapter.blocks):
            if block.text and chapter.part != "front":
                page = int(screen.numbers[block.id])
                assert begins[page - 1] <= finder.find(block.id) < begins[page], block.text
                looked += 1
    assert looked > 50
    table = next(index for index in range(12) if "会上说到" in said(large.document, index))
    rows = [int(number) for number in re.findall(r"\b[0-9]+\b", said(large.document, table).split("大字本")[-1])]
    told = dict(zip(rows[::2], rows[1::2], strict=False))
    assert {mark.label: large.printed[mark.page].label for mark in large.marks} == {str(ordinary): str(own) for ordinary, own in told.items()}


def test_margin_of_large_print_has_the_ordinary_page_at_its_line(composed: Composed) -> None:
    large = composed("large")
    zoom = EDITIONS["large"].zoom
    with pikepdf.open(io.BytesIO(large.document)) as opened:
        reader = Reader()
        for mark in large.marks:
            area = large.printed[mark.page].area
            runs = reader.runs(opened.pages[mark.page])
            beside = [run for run in runs if run.text == mark.label and abs(run.top - mark.baseline * zoom) < .5
                      and not area.left - 20 < run.left < area.right + 20]  # fmt: skip
            assert len(beside) == 1, mark


def said(document: bytes, page: int) -> str:
    with pypdfium2.PdfDocument(document) as opened:
        return str(opened[page].get_textpage().get_text_range())


@pytest.mark.parametrize("edition", sorted({edition.pages_of or name for name, edition in EDITIONS.items()}))
def test_every_edition_has_the_text_whole(composed: Composed, edition: str) -> None:
    one = composed(edition)
    assert proof.prove_pdf(book(), one.document, one.printed) == ()
