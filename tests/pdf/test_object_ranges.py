"""Each part of a book keeps its range of object numbers: where one changes, the others stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import pikepdf
from duben.analysis import analyse
from duben.cache import MemoryCache
from duben.layout import choose_faces
from duben.manuscript.markdown import parser
from duben.model import Book, BookSettings, Settings, Source
from duben.pdf import compose
from duben.pdf.composition import CompositionInputs

SENTENCE = "早上去河边挑水，中午在树下歇一歇，傍晚把菜地浇完。"


def book(extra: str = "") -> Book:
    """Three chapters with links between them; the first has one paragraph more."""
    sources = [
        Source(
            f"{number:02}.md",
            f"# 第{number}天 {{#day-{number}}}\n\n{SENTENCE * 3}{extra if number == 1 else ''}\n\n"
            f"见[另一天](#day-{number % 3 + 1})[^1]。\n\n[^1]: 一条注释。\n",
        )
        for number in (1, 2, 3)
    ]
    return analyse(Settings(book=BookSettings(title="三天")), parser.parse_chapters(sources))


def composed(text: Book, store: MemoryCache) -> bytes:
    faces = choose_faces(text.settings.book.language)
    return compose(CompositionInputs(text, {}, faces), store=store, folded=False).document


@cache
def documents() -> tuple[bytes, bytes, bytes]:
    """A book, the same with a paragraph more, and that from a cold start."""
    store = MemoryCache()
    longer = book("\n\n" + SENTENCE)
    return composed(book(), store), composed(longer, store), composed(longer, MemoryCache())


def objects(document: bytes) -> Mapping[int, bytes]:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return {one.objgen[0]: one.unparse(resolved=True) for one in pdf.objects}


def test_what_is_kept_of_parts_gives_the_bytes_of_a_cold_start() -> None:
    _, warm, cold = documents()
    assert warm == cold


def test_a_paragraph_more_moves_no_object_of_another_chapter() -> None:
    before, after, _ = documents()
    with pikepdf.open(io.BytesIO(before)) as one, pikepdf.open(io.BytesIO(after)) as other:
        numbers = [[page.objgen[0] for page in pdf.pages] for pdf in (one, other)]
    assert numbers[0] == numbers[1]
    same, changed = objects(before), objects(after)
    chapter = range(numbers[0][-2], numbers[0][-1])  # behind the last page stands the back cover
    assert chapter and all(same[n] == changed[n] for n in chapter if n in same)


def test_every_page_and_link_stands_in_the_tree_of_tags() -> None:
    for document in documents():
        with pikepdf.open(io.BytesIO(document)) as pdf:
            assert not pdf.check_pdf_syntax()
            tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
            keys = sorted(tree.keys())
            told = [page.obj.StructParents for page in pdf.pages]
            told += [
                link.StructParent for page in pdf.pages for link in page.obj.get("/Annots", ())
            ]
            assert sorted(told) == keys
            assert all(tree[page.obj.StructParents] is not None for page in pdf.pages)
