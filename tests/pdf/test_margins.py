"""Running heads and folios that are laid over pages, beside those that WeasyPrint sets with the
pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import pypdfium2
import pytest
from duben.analysis import analyse
from duben.cache import NullCache
from duben.chinese import words
from duben.composer.weasyprint import margins, parts
from duben.layout import fonts, theme
from duben.layout.editions import EDITIONS
from duben.manuscript.markdown import parser
from duben.model import Book, BookSettings, Settings, Source
from duben.pdf import body, fragment_renderer, running_heads, typesetter
from duben.pdf.composition import Composition, CompositionInputs
from PIL import ImageChops

SENTENCE = "风从北面来，云往南边去，田里的麦子一天比一天黄。"
TITLES = ("一、《河边》", "二、山上（1949—2019年）", "三、a village named 杏花")
CHAPTERS = tuple(
    f"# {title}\n\n" + "\n\n".join(SENTENCE * (2 + number % 3) for number in range(count))
    for title, count in zip(TITLES, (25, 14, 12), strict=True)
)
PAGE = theme.stylesheet("page.css")
OWN = PAGE.replace("@top-right { content: string(head, first-except)", "@top-center { content: '〔' string(head) '〕'; font: 7pt var(--hei); color: #a00; border-bottom: .4pt solid #a00 }"  # noqa: E501
                   "@left-middle { content: '第' counter(page) '页'; font: 7pt var(--hei); background: #eee }"  # noqa: E501
                   "@top-right { content: string(head, first-except)").replace("@bottom-left { content: counter(page);", "@bottom-center { content: '— ' counter(page) ' —';", 1)  # fmt: skip  # noqa: E501


@cache
def book() -> Book:
    chapters = parser.parse_chapters(
        [Source(f"{number:02}.md", text) for number, text in enumerate(CHAPTERS)]
    )
    return analyse(
        Settings(book=BookSettings(title="四季读本", publisher="河边社", date=date(2026, 3, 1))),
        chapters,
    )


def made(edition: str, styles: Mapping[str, str] | None = None) -> Composition:
    return typesetter.compose(
        CompositionInputs(book(), {}, fonts.choose_faces("zh-Hans"), styles=styles or {}),
        edition=edition,
        folded=False,
        pictured=False,
    )


def pictures(document: bytes) -> list[pypdfium2.PdfBitmap]:
    with pypdfium2.PdfDocument(document) as pages:
        return [page.render(scale=1.5, grayscale=True).to_pil() for page in pages]


@pytest.mark.parametrize(
    ("edition", "styles"),
    [("screen", {}), ("draft", {}), ("screen", {"page.css": OWN})],
    ids=("screen", "draft", "own style"),
)
def test_what_is_laid_over_looks_as_if_it_were_set_with_the_page(
    edition: str, styles: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = made(edition, styles)
    taken: list[object] = []
    monkeypatch.setattr(body, "compose_running_heads", lambda *_: taken.append(1))
    slow = made(edition, styles)
    assert taken and quick.pages == slow.pages > 10
    assert [(page.folio, page.head) for page in quick.printed] == [
        (page.folio, page.head) for page in slow.printed
    ]
    one, other = pictures(quick.document), pictures(slow.document)
    assert [
        number
        for number, pair in enumerate(zip(one, other, strict=True), 1)
        if ImageChops.difference(*pair).getbbox()
    ] == []


def sample(styles: Mapping[str, str]) -> tuple[object, dict[str, object]]:
    """The sample whose margins are drawn, and how it is laid out."""
    press = fragment_renderer.FragmentRenderer(
        CompositionInputs(book(), {}, fonts.choose_faces("zh-Hans"), styles=styles),
        EDITIONS["screen"],
        NullCache(),
    )
    return press.parse_html(press.text("margins", "body")), press.settings(
        press.rules(), press.style_texts
    )


@pytest.mark.parametrize(
    "content",
    [
        "counter(page, lower-roman)",
        "counter(page) '/' counter(page)",
        "url(duben:leader.svg)",
        "element(head)",
    ],
)
def test_what_cannot_be_laid_over_is_refused(content: str) -> None:
    text, how = sample(
        {"page.css": PAGE.replace("content: counter(page);", f"content: {content};")}
    )
    with pytest.raises(parts.NotPlain):
        margins.compose_margins(
            text,
            running_heads.KINDS,
            [margins.MarginRequest(1, {"head": "甲", "book": "乙"}, 4)],
            1,
            **how,
        )


def test_what_cannot_be_laid_over_is_set_with_the_page() -> None:
    one = made(
        "screen",
        {
            "page.css": PAGE.replace(
                "content: counter(page);", "content: counter(page, upper-roman);"
            )
        },
    )
    with pypdfium2.PdfDocument(one.document) as pages:
        texts = [page.get_textpage().get_text_range() for page in pages]
    assert [
        number
        for number in ("IV", "V", "VI", "VII", "VIII")
        if not any(text.rstrip().endswith(number) for text in texts)
    ] == []


def test_numbers_begin_or_end_at_one_edge() -> None:
    text, how = sample({})
    numbers = (7, 11, 20, 99, 100, 471)
    strings = {"head": "甲", "book": "乙"}
    asked = [
        margins.MarginRequest(kind, strings, 10 ** (len(str(number)) - 1))
        for kind in (1, 2)
        for number in numbers
    ]
    known = margins.compose_margins(text, running_heads.KINDS, asked, 1, **how)
    edges = []
    for kind in (1, 2):
        for number in numbers:
            shown = margins.page_margins(known, margins.MarginRequest(kind, strings, number))
            assert shown.above == ("乙" if kind == 1 else "甲")
            found = re.findall(
                r"1 0 0 -1 (\S+) \S+ Tm\n/(\w+) 12 Tf\n\[<(\w+)>\] TJ",
                shown.drawn.decode("latin-1"),
            )
            ((left, font, codes),) = found
            row = known["fonts"][font]
            glyphs = [str(int(codes[at : at + 4], 16)) for at in range(0, len(codes), 4)]
            assert "".join(row["texts"][glyph] for glyph in glyphs) == str(number)
            edges.append(
                float(left)
                + (kind == 2) * sum(row["widths"][glyph] for glyph in glyphs) * 12 / 1000
            )
    assert max(edges[:6]) - min(edges[:6]) < 0.001 and max(edges[6:]) - min(edges[6:]) < 0.01


class Kept(NullCache):
    """A store in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}

    def get(self, *of: object) -> tuple[object, bytes] | None:
        found = self.rows.get(json.dumps(of, default=str))
        return (
            None
            if found is None
            else (lambda row: (row[0], bytes.fromhex(row[1])))(json.loads(found))
        )

    def put(self, data: object, blob: bytes, *of: object) -> None:
        self.rows[json.dumps(of, default=str)] = json.dumps([data, blob.hex()])


def test_the_words_of_headings_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Kept()
    chapters = parser.parse_chapters(
        [
            Source(
                "1.md", "# 把阅览室里多年不用的旧目录整理清楚再把缺的卡片一一补齐\n\n风从北面来。\n"
            )
        ]
    )
    long = analyse(Settings(book=BookSettings(title="四季读本", date=date(2026, 3, 1))), chapters)

    def once() -> bytes:
        return typesetter.compose(
            CompositionInputs(long, {}, fonts.choose_faces("zh-Hans")),
            store=store,
            folded=False,
            pictured=False,
        ).document

    first = once()
    monkeypatch.setattr(words, "_dictionary", lambda: pytest.fail("the dictionary was asked"))
    for name in list(store.rows):
        if json.loads(name)[0] in ("body", "front"):
            del store.rows[name]  # composed again
    assert once() == first
