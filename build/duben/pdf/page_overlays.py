"""What an edition lays over finished pages: pages of the ordinary edition, numbers of lines."""

from __future__ import annotations

from collections.abc import Sequence

from duben.model import PageStart
from duben.pdf import overlays
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_fragments import FragmentPage
from duben.pdf.page_labels import ENTRY, HEADINGS


def ordinary_page_table(
    renderer: FragmentRenderer, pages: Sequence[FragmentPage], ordinary: Sequence[PageStart]
) -> list[tuple[str, str]]:
    """For each page of the ordinary edition the page on which it begins here, where the edition
    has such a table; none where all have the numbers that they have there.
    """
    if renderer.edition.ordinary != "margin":
        return []
    marks = ordinary_page_marks(renderer, pages, ordinary)
    rows = [(mark.folio, str(mark.page + 1)) for mark in marks]
    return rows if any(ordinary != here for ordinary, here in rows) else []


def ordinary_page_marks(
    renderer: FragmentRenderer, pages: Sequence[FragmentPage], ordinary: Sequence[PageStart]
) -> tuple[overlays.OrdinaryPageMark, ...]:
    """Where the pages of the ordinary edition begin on these, where the edition tells them."""
    if not renderer.edition.ordinary:
        return ()
    zoom = renderer.edition.zoom
    tops = {
        name.removeprefix(ENTRY): (number, (page.height - anchor[1]) / zoom)
        for number, page in reversed(list(enumerate(pages)))
        for name, anchor in page.anchors.items()
        if name in HEADINGS or name.startswith(ENTRY)
    }
    return overlays.find_page_marks([page.positions.lines for page in pages], ordinary, tops)


def lay_over_pages(
    renderer: FragmentRenderer,
    document: bytes,
    pages: Sequence[FragmentPage],
    marked: Sequence[overlays.OrdinaryPageMark],
) -> bytes:
    """The document with what its edition lays over the pages."""
    edition = renderer.edition
    edges = [(page.area.left / edition.zoom, page.area.right / edition.zoom) for page in pages]
    right = [
        edition.facing and abs(left - edition.inner) < abs(left - edition.outer)
        for left, _ in edges
    ]
    texts = (
        list(overlays.margin_folios(edges, marked, right)) if edition.ordinary == "margin" else []
    )
    for page, (first, last) in overlays.ordinary_page_ranges(
        [page.positions.lines for page in pages], marked
    ).items():
        if (baseline := pages[page].foot) is not None:
            text = renderer.words[edition.ordinary_words].format(
                first if first == last else f"{first}—{last}"
            )
            texts.append(overlays.foot_text(edges, page, text, baseline, right[page]))
    if edition.numbered:
        texts += overlays.line_numbers(
            edges,
            {
                number: page.positions.lines
                for number, page in enumerate(pages)
                if page.foot is not None
            },
        )
    if not texts:
        return document
    on = sorted({stamp.page for stamp in texts})
    over = renderer.render(
        "stamps", stamped=[[stamp for stamp in texts if stamp.page == page] for page in on]
    )
    return overlays.lay_over(document, renderer.assemble([over]), on)
