"""Chapters are composed from a right-hand page on; those that begin on the left stand as if they
had been composed for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from duben.layout import fonts, theme
from duben.model import Rectangle
from duben.pdf import page_fragments, turning, typesetter
from duben.pdf.composition import Composition, CompositionInputs
from duben.proof.pages import glyphs
from duben.publish import reading
from PIL import Image, ImageChops

TOML = (
    '[book]\ntitle = "四季读本"\nid = "side"\ndate = 2026-03-01\n[text]\nmissing_glyph = '
    '"warning"\n'
)
NEAR = 0.002  # pt
SENTENCE = "风从北面来，云往南边去，田里的麦子一天比一天黄。"
CHAPTER = f"""# 第二章 山上

{SENTENCE}见[前面](#there)和<https://example.org/a>，这里有一条注[^1]，还有“两个确立”。

> {SENTENCE}

![一张图](images/a.png)

| 甲 | 乙 |
|---|---|
| 一 | 二 |
| 三 | 四 |

## 一、路

1. **{SENTENCE}**
2. `code` {SENTENCE}

{SENTENCE * 40}

> {SENTENCE * 2}

[^1]: {SENTENCE}
"""
# Patterns, pictures and what is half transparent are drawn otherwise than text.
DRAWN = """
blockquote { background: url(duben:leader.svg) repeat } table { opacity: .5; background: linear-gradient(to right, #d00, #00d) }
ol { background: url(duben:rule.svg) 20pt 10pt no-repeat }
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book of a chapter of one page and two that begin on the left and on the right."""
    (tmp_path / "images").mkdir()
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    Image.new("RGB", (120, 60), "red").save(tmp_path / "images" / "a.png")
    for number, text in enumerate(
        (f"# 第一章 {{#there}}\n\n{SENTENCE}\n", CHAPTER, CHAPTER.replace("第二章", "第三章")), 1
    ):
        (tmp_path / f"{number}.md").write_text(text, "utf-8")
    return tmp_path


def made(folder: Path, edition: str, styles: Mapping[str, str]) -> Composition:
    draft = reading.load(folder, None)
    return typesetter.compose(
        CompositionInputs(
            draft.book,
            reading.load_pictures(draft)[0],
            fonts.choose_faces("zh-Hans"),
            styles=styles,
        ),
        edition=edition,
        folded=False,
        pictured=False,
    )


def places(document: bytes) -> Iterator[tuple[Any, tuple[float, ...]]]:
    """What a PDF says of places beside its drawing: of links, destinations, bookmarks and pictures
    for readers of tags.
    """
    with pikepdf.open(io.BytesIO(document)) as opened:
        number = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
        for page in opened.pages:
            for link in page.get("/Annots", ()):
                yield (
                    ("link", number[page.obj.objgen], str(link.get("/Dest"))),
                    tuple(map(float, link.Rect)),
                )
        for name, place in zip(*[iter(opened.Root.Names.Dests.Names)] * 2, strict=True):
            yield ("place", str(name), number[place[0].objgen]), tuple(map(float, list(place)[2:4]))
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
                yield ("figure", number[thing.Pg.objgen]), tuple(map(float, thing.A.BBox))
            elif isinstance(thing, pikepdf.Dictionary) and "/Title" in thing and "/Dest" in thing:
                yield (
                    ("bookmark", str(thing.Title), number[thing.Dest[0].objgen]),
                    tuple(map(float, list(thing.Dest)[2:4])),
                )


def moved(document: bytes) -> int:
    """How many pages begin with a step to the side."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return sum(
            isinstance(page.Contents, pikepdf.Array)
            and page.Contents[0].read_bytes().startswith(b"1 0 0 1 ")
            for page in (one.obj for one in opened.pages)
        )


def pictures(document: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(document) as opened:
        return [page.render(scale=1.5, grayscale=True).to_pil() for page in opened]


def near(one: Any, other: Any) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) < NEAR for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(
    ("edition", "styles"),
    [("large", {}), ("screen", {"text.css": theme.stylesheet("text.css") + DRAWN})],
    ids=("large", "drawn"),
)
def test_a_chapter_on_the_left_stands_as_if_it_was_composed_there(
    edition: str, styles: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = made(folder, edition, styles)
    with monkeypatch.context() as patch:
        patch.setattr(page_fragments.PageFragment, "turns", property(lambda part: False))
        by_side = made(folder, edition, styles)
    assert moved(by_side.document) == 0 and moved(turned.document) > 1
    wrong = [
        (one, other)
        for page, its in zip(
            glyphs.pages(turned.document), glyphs.pages(by_side.document), strict=True
        )
        for one, other in zip(page.glyphs, its.glyphs, strict=True)
        if (one.text, one.font) != (other.text, other.font)
        or not near(
            (one.x, one.y, one.size, one.right), (other.x, other.y, other.size, other.right)
        )
    ]
    assert wrong == []
    found, wanted = list(places(turned.document)), list(places(by_side.document))
    assert {what[0] for what, _ in found} == {"link", "place", "bookmark", "figure"}
    assert [
        (what, at, its)
        for (what, at), (other, its) in zip(found, wanted, strict=True)
        if what != other or not near(at, its)
    ] == []
    for page, other in zip(turned.printed, by_side.printed, strict=True):
        assert (page.part, page.folio, page.notes_edge) == (
            other.part,
            other.folio,
            other.notes_edge,
        )
        assert near([page.area.left, page.area.right], [other.area.left, other.area.right])
        assert page.lines is not None and other.lines is not None
        assert (page.text, page.drawn) == (other.text, other.drawn)
        for line, its in zip(page.lines, other.lines, strict=True):
            assert [(piece.block, piece.start, piece.end) for piece in line.pieces] == [
                (piece.block, piece.start, piece.end) for piece in its.pieces
            ]
            assert all(
                abs(piece.left - one.left) < 0.02 > abs(piece.right - one.right)
                for piece, one in zip(line.pieces, its.pieces, strict=True)
            )
    # A glyph whose edge falls between two pixels may be drawn a pixel aside.
    assert (
        max(
            sum(ImageChops.difference(*pair).histogram()[9:])
            for pair in zip(pictures(turned.document), pictures(by_side.document), strict=True)
        )
        < 60
    )


@pytest.mark.parametrize(
    "more",
    [
        "@page { background: #eef }",
        "@page :left { padding-left: 3pt }",
        "body { background: #eef }",
        "@page :right { @footnote { margin-top: 20pt } }",
        "h2::before { content: counter(page) }",
        "h2 { break-before: right }",
        "blockquote { margin-left: -90pt !important; background: #eee }",
    ],
)
def test_what_depends_on_the_side_is_composed_for_it(more: str, folder: Path) -> None:
    styles = {"page.css": theme.stylesheet("page.css") + more}
    assert moved(made(folder, "screen", styles).document) == 0


@pytest.mark.parametrize("edition", ["phone", "draft"])
def test_pages_without_sides_are_not_moved(edition: str, folder: Path) -> None:
    assert moved(made(folder, edition, {}).document) == 0


def test_what_is_put_before_a_drawing_takes_no_number_that_is_known() -> None:
    page = b"<</Type /Page/Contents 2 0 R>>"
    metadata = {
        "objects": [[1, 0, len(page)], [2, 1, 0]],
        "document": 7,
        "fonts_at": 5,
        "pages": [
            {
                **dict.fromkeys(("turns", "width", "height", "notes_edge", "foot", "kind")),
                **dict.fromkeys(("elements", "links", "notes", "text"), ()),
                "object": 1,
                "placed": [],
                "area": [1, 2, 3, 4],
                "anchors": {"a": [5, 6]},
                "bookmarks": [[1, "b", 7, 8, "open"]],
            }
        ],
        "positions": [[[], "", "", "0@0.000", False]],
        **dict.fromkeys(("fonts", "elements", "annotations", "catalog", "info", "active"), ()),
    }
    part = turning.move_fragment(page_fragments.read_fragment(metadata, page), [2.5], 1)
    assert [row[:2] for row in part.objects.table] == [[1, 0], [2, 1], [8, 1]]
    assert (
        part.objects.data
        == b"<</Type /Page/Contents [8 0 R 2 0 R]>><</Length 16>>\nstream\n1 0 0 1 2.5 0 cm\nendstream"  # noqa: E501
    )
    (moved,) = part.pages
    assert (moved.area, moved.anchors, moved.bookmarks) == (
        Rectangle(3.5, 2, 5.5, 4),
        {"a": [7.5, 6]},
        [[1, "b", 9.5, 8, "open"]],
    )
