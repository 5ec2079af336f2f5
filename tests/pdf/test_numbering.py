"""Page numbers in contents and appendix: set with them, when they are composed or kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from duben.analysis import analyse
from duben.cache import NullCache
from duben.layout import fonts, theme
from duben.manuscript.markdown import parser
from duben.model import Book, BookSettings, Settings, Source
from duben.pdf import typesetter
from duben.pdf.composition import Composition, CompositionInputs

TOP = Path(__file__).parents[2]
FILLING = "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 8
TERMS = "“三同”“两长”“四风”“两路”“五个统筹”“六个环节”“三农”"
MORE = "“三个统管”“三个统建”“三个统评”“三个联管”"  # so many that numbers end lines of the table
NAMED = (1, 3, *range(10, 22), 30)  # paragraphs


def book(*, further: int = 0, terms: str = TERMS, end: str = "") -> Book:
    """A book of terms on many pages; so many of its paragraphs stand before its headings, and this
    behind the last.
    """
    paragraphs = [f"{terms}{FILLING}" if number in NAMED else FILLING for number in range(35)]
    heads = (f"## 第{number}节　种什么\n\n{FILLING}" for number in "一二三四五六七八九十")
    text = (
        "\n\n".join(
            [
                "# 春耕",
                *paragraphs[:further],
                *heads,
                "建设林区、茶区“两个区”，落实“三同”（同吃、同住、同劳动）。",
                *paragraphs[further:],
            ]
        )
        + end
    )
    return analyse(
        Settings(book=BookSettings(title="四季", date=date(2026, 3, 1))),
        parser.parse_chapters([Source("01.md", text)]),
    )


class Kept(NullCache):
    """A store in memory that counts what is composed."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[Any, bytes]] = {}
        self.new: list[object] = []

    def get(self, *of: object) -> tuple[Any, bytes] | None:
        return self.entries.get(repr(of))

    def put(self, data: object, blob: bytes, *of: object) -> None:
        self.new.append(of[0])
        self.entries[repr(of)] = data, blob


def made(
    edition: str = "screen",
    styles: Mapping[str, str] | None = None,
    store: Kept | None = None,
    *,
    further: int = 0,
    terms: str = TERMS,
    end: str = "",
) -> Composition:
    return typesetter.compose(
        CompositionInputs(
            book(further=further, terms=terms, end=end),
            {},
            fonts.choose_faces("zh-Hans"),
            styles=styles or {},
        ),
        edition=edition,
        folded=False,
        pictured=False,
        store=store,
    )


def texts(document: bytes) -> list[str]:
    with pypdfium2.PdfDocument(document) as pages:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


def links(document: bytes) -> list[tuple[str, str, list[float]]]:
    with pikepdf.open(io.BytesIO(document)) as found:
        return [
            (str(one.Dest), str(one.Contents), [float(value) for value in one.Rect])
            for page in found.pages
            for one in page.get("/Annots", [])
            if "/Dest" in one
        ]


def test_contents_and_appendix_have_the_numbers_that_now_are() -> None:
    store = Kept()
    first = made(store=store)
    moved = made(store=store, further=3)
    assert moved.numbers != first.numbers
    assert moved.document == made(further=3).document, "what was kept makes no difference"
    drawn = [[page.drawn for page in one.printed if page.part == "back"] for one in (first, moved)]
    assert drawn[0] != drawn[1], "a page with other numbers is another page"


def test_contents_are_not_composed_again_for_a_book_of_another_length() -> None:
    store = Kept()
    first = texts(made(store=store).document)
    longer = made(store=store, end=FILLING[:100])
    assert store.new.count("front") == 3, "the imprint tells how long it is"
    assert longer.document == made(end=FILLING[:100]).document
    second = texts(longer.document)
    assert [
        index
        for index, (one, other) in enumerate(zip(first, second, strict=True))
        if one != other and index < 5
    ] == [2]


@pytest.mark.parametrize(
    "style",
    [".colophon + .contents { background: #eee }", ".contents:nth-of-type(3) { color: #333 }"],
)
def test_front_matter_is_composed_at_once_where_a_style_looks_from_one_page_of_it_to_another(
    style: str,
) -> None:
    store = Kept()
    made(store=store, styles={"text.css": (TOP / "styles" / "text.css").read_text("utf-8") + style})
    assert store.new.count("front") == 1


@pytest.mark.parametrize(
    "style",
    [
        ".places, .where, td { text-align: justify !important }",
        ".places, .where { text-decoration: underline !important }",
        ".at { background: #ddd }",
        ".places a { border: .5pt solid }",
        ".one { display: inline-block }",
        ".at { float: right }",
        ".places { text-align-last: justify !important }",
        "table { width: auto !important }",
    ],
)
def test_numbers_are_links_whatever_hangs_on_them(style: str) -> None:
    found = links(made(styles={"text.css": theme.stylesheet("text.css") + style}).document)
    assert len(found) > 40 and not any(":" in target for target, _, _ in found)


def test_no_id_of_an_author_has_a_colon() -> None:
    (chapter,) = parser.parse_chapters([Source("01.md", "# 甲\n\n## 乙 {#number:0}\n")])
    assert ":" not in "".join(block.id for block in chapter.walk()) and [
        one.rule for one in chapter.problems
    ] == ["id"]
