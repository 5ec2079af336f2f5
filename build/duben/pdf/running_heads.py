"""Running heads and folios: composed once, and laid over the pages of the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duben import composer
from duben.layout import (
    running_title,
)
from duben.model import (
    Chapter,
)
from duben.pdf.book_styles import shaping_libraries
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_fragments import PageFragment

DIGITS = 4  # of the number of a page over which it is laid
# The pages of templates/paper/margins.html: the first of the book, of the others of a chapter those
# on the left and on the right, and a chapter's first on the left and on the right.
KINDS = (
    ("right", "body"),
    ("left", "body"),
    ("right", "body"),
    ("left", "body"),
    ("right", "body"),
)


def compose_running_heads(
    renderer: FragmentRenderer, chapters: Sequence[Chapter]
) -> Mapping[str, Any] | None:
    """The running heads and folios that pages of these chapters may have, as
    ``composer.compose_margins`` has them; None where a style says more than can be laid over.
    """
    heads, book = (
        renderer.heads(),
        running_title(renderer.book.settings.book.title, renderer.edition.columns),
    )
    texts = sorted({heads[chapter.slug] for chapter in chapters})
    text, rules, sheets = (
        renderer.text("margins", "body"),
        renderer.rules(),
        renderer.style_texts,
    )
    inputs = (
        "margins",
        text,
        rules,
        sheets,
        book,
        texts,
        renderer.faces,
        renderer.edition.zoom,
        shaping_libraries(),
    )
    data = renderer.store.get(*inputs)
    if data is None:
        wanted = [
            composer.MarginRequest(kind, {"head": head, "book": book}, 10**length)
            for head in texts
            for kind in range(len(KINDS))
            for length in range(DIGITS if kind else 1)
        ]
        try:
            samples = composer.compose_margins(
                renderer.parse_html(text),
                KINDS,
                wanted,
                renderer.edition.zoom,
                **renderer.settings(rules, sheets),
            )
        except composer.NotPlain:
            return None
        data = samples, b""
        renderer.store.put(*data, *inputs)
    known: Mapping[str, Any] = data[0]
    return known


def running_heads_of(
    renderer: FragmentRenderer,
    chapters: Sequence[Chapter],
    fragments: Sequence[PageFragment],
    over: Mapping[str, Any],
    first: int = 1,
) -> list[composer.PageMargins] | None:
    """The running head and folio of each page of the chapters, out of those in ``over``; None
    where a page is of a kind that has none there. ``first`` is the number of the first page.
    """
    if (
        any(page.kind != "body" for part in fragments for page in part.pages)
        or first - 1 + sum(len(part.pages) for part in fragments) >= 10**DIGITS
    ):
        return None
    heads, book = (
        renderer.heads(),
        running_title(renderer.book.settings.book.title, renderer.edition.columns),
    )
    heads_of_pages: list[composer.PageMargins] = []
    for chapter, part in zip(chapters, fragments, strict=True):
        for index in range(len(part.pages)):
            number = first + len(heads_of_pages)
            kind = 0 if number == 1 else (3 + number % 2) if index == 0 else (1 + number % 2)
            heads_of_pages.append(
                composer.page_margins(
                    over,
                    composer.MarginRequest(
                        kind, {"head": heads[chapter.slug], "book": book}, number
                    ),
                )
            )
    return heads_of_pages
