"""The book as PDF: the body is composed first, so the parts that hold page numbers are set once,
and all are joined.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pikepdf

from duben import chinese, layout
from duben.cache import Cache, NullCache
from duben.chinese import chinese_date
from duben.layout import (
    EDITIONS,
    ORDINARY,
    FontFace,
    answer_boxes,
)
from duben.manuscript import Picture
from duben.model import (
    Book,
    BookError,
    Page,
    PageStart,
    Problem,
    folio,
)
from duben.pdf import (
    imposition,
    pdf_sanitizer,
)
from duben.pdf.body import BodyTypesetter, long_notes
from duben.pdf.book_styles import DocumentObserver, HtmlObserver
from duben.pdf.composition import Composition
from duben.pdf.covers import compose_cover, draw_cover_picture
from duben.pdf.page_fragments import FragmentPage, PageFragment
from duben.pdf.page_labels import folios, labels, page_starts, pages_of
from duben.pdf.page_overlays import lay_over_pages, ordinary_page_marks, ordinary_page_table
from duben.pdf.strangers import refuse_violations


def compose(
    book: Book,
    pictures: Mapping[str, Picture],
    faces: Sequence[FontFace],
    own_templates: Mapping[str, str] | None = None,
    own_styles: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    edition: str = ORDINARY,
    ordinary: Sequence[PageStart] = (),
    store: Cache | None = None,
    folded: bool = True,
    pictured: bool = True,
    observe_html: HtmlObserver = lambda part, text: None,
    observe: DocumentObserver = lambda part, document: None,
) -> Composition:
    """The book composed in an edition: the body first, then the parts that name its pages.

    ``ordinary`` tells where the pages of the ordinary edition begin, for those that mark them;
    ``store`` has the parts that earlier builds composed, and takes new ones. ``folded`` asks for
    the booklet's pages, ``pictured`` for the picture of the cover. ``observe_html`` gets the name
    of each part with its first chapter's file, and its HTML, whenever it is set, ``observe`` the
    name of each part and its document as WeasyPrint has laid it out. Raises BookError when a
    template does not parse or a style asks for something that is not in the book.
    """
    with words_of_titles(book, store or NullCache()):
        typesetter = BookTypesetter(
            book,
            pictures,
            faces,
            own_templates or {},
            own_styles or {},
            EDITIONS[edition],
            ordinary,
            store or NullCache(),
            observe_html,
            observe,
        )
        return typesetter.compose(progress, folded, pictured)


@contextmanager
def words_of_titles(book: Book, store: Cache) -> Iterator[None]:
    """A context in which the words of titles that earlier builds looked up are known; new ones are
    kept. To load the dictionary takes as long as to compose a chapter.
    """
    name = "words", book.settings.book.id
    kept = store.get(*name)
    with chinese.known_answers({"cuts": kept[0] if kept else {}}) as answers:
        known = answers.to_data()["cuts"]
        yield
        if (now := answers.to_data()["cuts"]).keys() - known.keys():
            store.put(now, b"", *name)


class BookTypesetter(BodyTypesetter):
    """One composition: the parts of a book in their order."""

    def compose(
        self,
        progress: Callable[[str], None],
        folded: bool,
        pictured: bool,
    ) -> Composition:
        """The composed book; ``folded`` and ``pictured`` as the function ``compose`` has them.
        BookError for a note that no page can hold, and as that function raises it.
        """
        if long := list(long_notes(self.book, self.edition)):
            raise BookError(long)
        body, over, numbers, problems = self.compose_body()
        progress("body")
        if self.edition.document:
            return self.document(body, numbers, problems)
        pages = pages_of(body)
        count = len(pages)
        back: list[PageFragment] = []
        if any(
            at.chapter in self.paper.front
            for enumeration in self.matter.listed_enumerations
            for at in enumeration.occurrences
        ):
            # What the preface mentions stands in the appendix too; its folios do not hang on those
            # of the contents page.
            numbers |= folios(
                pages_of(self.front(pages, {"answers": "0", "appendix": "0", **numbers})), "front"
            )
        for name, entries in (
            ("answers", answer_boxes(self.whole)),
            ("appendix", self.matter.listed_enumerations),
        ):
            if entries:
                first = len(pages) + 1
                back.append(
                    self.render(
                        name,
                        first=first,
                        answers=answer_boxes(self.whole),
                        **self.matter.appendix(numbers),
                    )
                )
                numbers |= folios(back[-1].pages, "back", first - 1)
                pages += back[-1].pages
        front = self.front(pages, numbers)
        front_pages = pages_of(front)
        numbers |= folios(front_pages, "front")
        cover = compose_cover(self)
        back_cover = self.render(
            "back-cover",
            date=chinese_date(self.book.settings.book.date),
            code=self.matter.qr_code(),
        )
        progress("parts")
        refuse_violations(self, {"cover": len(cover.pages), "back-cover": len(back_cover.pages)})
        every = {
            "cover": [cover],
            "front": front,
            "body": body,
            "back": back,
            "back cover": [back_cover],
        }
        slots = imposition.arrange(len(front_pages), count, len(pages) - count)
        printed = tuple(
            self.printed_pages(
                {name: pages_of(fragments) for name, fragments in every.items()}, slots
            )
        )
        starts = tuple(page_starts(self.whole, front_pages, pages))
        sides = [cover.pages[0], *front_pages, *pages, back_cover.pages[0]]
        marked = ordinary_page_marks(self, sides)
        document = lay_over_pages(
            self,
            self.assemble(
                [fragment for fragments in every.values() for fragment in fragments],
                labels(printed),
                over,
                1 + len(front_pages),
            ),
            sides,
            marked,
        )
        progress("screen")
        booklet = (
            assemble_booklet(document, self.assemble([self.render("notes")]), slots)
            if folded and self.edition.facing
            else b""
        )
        for pdf in filter(None, (document, booklet)):
            self.active |= dict.fromkeys(pdf_sanitizer.pdf_violations(pdf), "body")
        refuse_violations(self, {})
        picture = draw_cover_picture(self) if pictured and self.edition.name == ORDINARY else b""
        return Composition(
            document,
            booklet,
            len(printed),
            numbers,
            starts,
            picture,
            printed,
            slots,
            marked,
            problems,
        )

    def document(
        self, body: list[PageFragment], numbers: dict[str, str], problems: tuple[Problem, ...]
    ) -> Composition:
        """The text alone, as an official document."""
        pages = pages_of(body)
        slots = tuple(imposition.Slot("body", index) for index in range(len(pages)))
        printed = tuple(self.printed_pages({"body": pages}, slots))
        pdf = self.assemble(body, labels(printed))
        self.active |= dict.fromkeys(pdf_sanitizer.pdf_violations(pdf), "body")
        refuse_violations(self, {})
        starts = tuple(page_starts(self.whole, (), pages))
        return Composition(
            pdf, b"", len(printed), numbers, starts, b"", printed, slots, (), problems
        )

    def front(self, pages: Sequence[Any], numbers: Mapping[str, str]) -> list[PageFragment]:
        """The front matter before ``pages``, with ``numbers`` on its contents page: title page and
        imprint, which tells how long the book is, and the rest; together where looks of the book's
        own say more of them.
        """
        apart = layout.front_separable(self.own_templates, self.own_styles, self.shipped_style)
        rest = {
            "table": ordinary_page_table(self, pages),
            "chapters": [chapter for chapter in self.book.chapters if chapter.part == "front"],
            "history": list(self.matter.history(numbers)),
            **self.matter.contents(numbers),
        }

        def title(count: int) -> PageFragment:
            """Title page and imprint of a book of so many pages between its covers; 0: unknown."""
            colophon = self.matter.colophon(count)
            return (
                self.render("front", half="title", colophon=colophon)
                if apart
                else self.render("front", half="", colophon=colophon, **rest)
            )

        front = [title(0)]
        if apart:
            front.append(
                self.render("front", first=1 + len(front[0].pages), half="contents", **rest)
            )
        imprint = self.book.settings.imprint
        if imprint.printer or imprint.printed or imprint.copies:
            # How many sheets a copy takes is told where a printing is; the row stands at the foot
            # of its page and moves no other.
            count = len(pages_of(front))
            front[0] = title(count + count % 2 + len(pages))
        return front

    def printed_pages(
        self, pages: Mapping[str, Sequence[FragmentPage]], slots: Sequence[imposition.Slot]
    ) -> Iterator[Page]:
        """The pages as they are read: those of the booklet without the pages for notes."""
        body_pages = len(pages["body"])
        for slot in slots:
            if slot.part != "notes":
                yield pages[slot.part][slot.index].page(
                    slot.part,
                    folio(slot.part, slot.index + 1, body_pages),
                    self.edition.zoom,
                )


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
