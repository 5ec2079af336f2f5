"""The book as PDF: the body is composed first, so the parts that hold page numbers are set once,
and all are joined.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pikepdf

from duben import chinese
from duben.cache import Cache, NullCache
from duben.layout import ORDINARY, sized_edition
from duben.model import Book, BookError, Page, PageStart, folio
from duben.pdf import imposition
from duben.pdf.body import ComposedBody, compose_body, compose_body_chapter, long_notes
from duben.pdf.composition import ComposedChapter, Composition, CompositionInputs
from duben.pdf.covers import (
    DARK_LIMIT,
    compose_back_cover,
    compose_cover,
    compose_light_covers,
    draw_cover_picture,
    measure_dark_area,
)
from duben.pdf.fragment_renderer import DocumentObserver, FragmentRenderer, HtmlObserver
from duben.pdf.front_and_back import compose_back, compose_front, preface_folios
from duben.pdf.official_pages import compose_document
from duben.pdf.page_fragments import FragmentPage
from duben.pdf.page_labels import folios, labels, page_starts, pages_of
from duben.pdf.page_overlays import lay_over_pages, ordinary_page_marks
from duben.pdf.pdf_sanitizer import refuse_active, refuse_violations


def compose(
    inputs: CompositionInputs,
    *,
    edition: str = ORDINARY,
    ordinary: Sequence[PageStart] = (),
    store: Cache | None = None,
    folded: bool = True,
    pictured: bool = True,
    progress: Callable[[str], None] = lambda stage: None,
    observe_html: HtmlObserver = lambda part, text: None,
    observe: DocumentObserver = lambda part, document: None,
    expected: Mapping[str, str] | None = None,
) -> Composition:
    """The book composed in an edition: the body first, then the parts that name its pages.

    ``ordinary`` tells where the pages of the ordinary edition begin, for those that mark them;
    ``store`` has the parts that earlier builds composed, and takes new ones. ``folded`` asks for
    the booklet's pages, ``pictured`` for the picture of the cover. ``observe_html`` gets the name
    of each part with its first chapter's file, and its HTML, whenever it is set, ``observe`` the
    name of each part and its document as WeasyPrint has laid it out. ``expected`` are folios by
    the ids of blocks that are likely to hold still, ``numbers`` of the last composition: references
    begin with them. Raises BookError for a note that no page can hold, when a template does not
    parse, or when a style asks for something that is not in the book.
    """
    store = store or NullCache()
    with words_of_titles(inputs.book, store):
        row = sized_edition(edition, inputs.book.settings)
        renderer = FragmentRenderer(inputs, row, store, observe_html, observe, expected)
        if long := list(long_notes(renderer.book, renderer.edition)):
            raise BookError(long)
        body = compose_document(renderer) if row.document else compose_body(renderer)
        progress("body")
        if row.document:
            return _official_document(renderer, body)
        return _book(renderer, body, ordinary, folded, pictured, progress)


def compose_chapter(
    inputs: CompositionInputs,
    file: str,
    first: int,
    *,
    store: Cache,
    expected: Mapping[str, str],
) -> ComposedChapter | None:
    """The pages of one chapter of the body in the ordinary edition, as they are while nothing
    before it changes: ``first`` is the number of its first page, ``expected`` as ``compose`` has
    it. None where chapters of the book are not composed apart. Raises BookError as ``compose``.
    """
    with words_of_titles(inputs.book, store):
        row = sized_edition(ORDINARY, inputs.book.settings)
        renderer = FragmentRenderer(inputs, row, store, expected=expected, file=file)
        if long := list(long_notes(renderer.book, renderer.edition)):
            raise BookError(long)
        body = compose_body_chapter(renderer, file, first)
    if body is None:
        return None
    zoom = renderer.edition.zoom
    printed = tuple(
        page.page("body", folio("body", number), zoom)
        for number, page in enumerate(pages_of(body.fragments), first)
    )
    document = renderer.assemble(body.fragments, labels(printed), body.heads)
    refuse_active(renderer, "body", document)
    return ComposedChapter(document, printed)


@contextmanager
def words_of_titles(book: Book, store: Cache) -> Iterator[None]:
    """A context in which the words of titles that earlier builds looked up are known; new ones are
    kept. To load the dictionary takes as long as to compose a chapter.
    """
    name = "title words", book.settings.book.id
    kept = store.get(*name)
    with chinese.known_answers(kept[0] if kept else {}):
        known = chinese.answers_of_titles()
        yield
        if (now := chinese.answers_of_titles()) != known:
            store.put(now, b"", *name)


def _book(
    renderer: FragmentRenderer,
    body: ComposedBody,
    ordinary: Sequence[PageStart],
    folded: bool,
    pictured: bool,
    progress: Callable[[str], None],
) -> Composition:
    """The book with this body; the rest as ``compose`` has it."""
    numbers = body.numbers
    pages = pages_of(body.fragments)
    count = len(pages)
    numbers |= preface_folios(renderer, pages, numbers, ordinary)
    back = compose_back(renderer, numbers, count)
    pages += pages_of(back)
    front = compose_front(renderer, pages, numbers, ordinary)
    front_pages = pages_of(front)
    numbers |= folios(front_pages, "front")
    cover, back_cover = compose_cover(renderer), compose_back_cover(renderer)
    progress("parts")
    refuse_violations(renderer, {"cover": len(cover.pages), "back-cover": len(back_cover.pages)})
    parts = {
        "cover": [cover],
        "front": front,
        "body": body.fragments,
        "back": back,
        "back cover": [back_cover],
    }
    slots = imposition.arrange(len(front_pages), count, len(pages) - count, renderer.compact)
    printed = tuple(
        _printed_pages(
            {name: pages_of(fragments) for name, fragments in parts.items()},
            slots,
            renderer.edition.zoom,
        )
    )
    sides = [cover.pages[0], *front_pages, *pages, back_cover.pages[0]]
    marks = ordinary_page_marks(renderer, sides, ordinary)
    document = renderer.assemble(
        [fragment for fragments in parts.values() for fragment in fragments],
        labels(printed),
        body.heads,
        1 + len(front_pages),
    )
    document = lay_over_pages(renderer, document, sides, marks)
    progress("screen")
    booklet = light = b""
    dark = 0.0
    if folded and renderer.edition.facing:
        dark = measure_dark_area(renderer, cover, back_cover)
        light = compose_light_covers(renderer) if dark >= DARK_LIMIT else b""
        notes = renderer.assemble([renderer.render("notes")])
        booklet = assemble_booklet(document, notes, slots)
    refuse_active(renderer, "body", document, booklet)
    return Composition(
        document,
        booklet,
        len(printed),
        numbers,
        tuple(page_starts(renderer.whole, front_pages, pages)),
        draw_cover_picture(renderer) if pictured and renderer.edition.name == ORDINARY else b"",
        printed,
        slots,
        marks,
        body.problems,
        light,
        dark,
    )


def _official_document(renderer: FragmentRenderer, body: ComposedBody) -> Composition:
    """The text alone, as an official document."""
    pages = pages_of(body.fragments)
    slots = tuple(imposition.Slot("body", index) for index in range(len(pages)))
    printed = tuple(
        page if source.foot is not None else replace(page, folio="")
        for page, source in zip(
            _printed_pages({"body": pages}, slots, renderer.edition.zoom), pages, strict=True
        )
    )
    document = renderer.assemble(body.fragments, labels(printed))
    refuse_active(renderer, "body", document)
    return Composition(
        document,
        b"",
        len(printed),
        body.numbers,
        tuple(page_starts(renderer.whole, (), pages)),
        b"",
        printed,
        slots,
        problems=body.problems,
    )


def _printed_pages(
    pages: Mapping[str, Sequence[FragmentPage]], slots: Sequence[imposition.Slot], zoom: float
) -> Iterator[Page]:
    """The pages as they are read: those of the booklet without the pages for notes."""
    body_pages = len(pages["body"])
    for slot in slots:
        if slot.part != "notes":
            name = folio(slot.part, slot.index + 1, body_pages)
            yield pages[slot.part][slot.index].page(slot.part, name, zoom)


def assemble_booklet(screen: bytes, notes: bytes, slots: Sequence[imposition.Slot]) -> bytes:
    """The pages of the booklet in reading order: those of the screen edition, and ruled pages where
    none stands.
    """
    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(screen)) as pages,
        pikepdf.open(io.BytesIO(notes)) as ruled,
        pikepdf.new() as pdf,
    ):
        following = iter(pages.pages)
        for slot in slots:
            pdf.pages.append(ruled.pages[0] if slot.part == "notes" else next(following))
        for name in ("/Title", "/Author"):
            if name in pages.docinfo:
                pdf.docinfo[name] = pages.docinfo[name]
        pdf.Root.Lang = pages.Root.Lang
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
