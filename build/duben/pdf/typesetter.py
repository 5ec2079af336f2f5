"""The booklet as PDF: the body is composed first, so the parts that hold page numbers are set once,
and all are joined.
"""

from __future__ import annotations

import gc
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from hashlib import md5
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pikepdf
from cssselect2 import ElementWrapper, Matcher
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from duben import chinese, composer, layout
from duben.cache import Cache, NullCache
from duben.chinese import break_title
from duben.layout import (
    EDITIONS,
    ORDINARY,
    POINTS_PER_MM,
    PRINT_GUIDE,
    TRIAL_SHEETS,
    Edition,
    Excerpt,
    FontFace,
    FrontAndBackMatter,
    Marker,
    Rectangle,
    answer_boxes,
    book_words,
    chinese_date,
    issuer,
    label_width,
    marker,
    move_answers,
    note_sign,
    roman,
    shipped_stylesheet,
    short_title,
    space_label,
    stylesheet,
    template_environment,
)
from duben.manuscript import Picture
from duben.model import (
    Block,
    Book,
    BookError,
    Chapter,
    Enumeration,
    GlossaryEntry,
    Note,
    Occurrence,
    PageStart,
    Problem,
    SourceLocation,
    problem,
    warning,
)
from duben.pdf import (
    assembly,
    imposition,
    line_positions,
    number_insertion,
    overlays,
    page_fragments,
    pdf_sanitizer,
    tagging,
)
from duben.pdf.line_positions import PagePositions
from duben.pdf.page_fragments import FragmentPage, PageFragment
from duben.pdf.prepress import BLEED

LEADER = b'<svg xmlns="http://www.w3.org/2000/svg" width="4.5" height="1.5"><circle cx="2" cy=".75" r=".42"/></svg>'
LAYOUT_ROUNDS = 4
COLLECTED = 40  # so many pages are composed before what refers to itself is looked for
LONG = 20_000  # characters: some 30 pages
NOTE_SIZE, NOTE_STEP = 9, 13.125  # pt
# Ways of placing a note that does not fit, the best first: with its line on the next page; without
# it.
NOTE_POLICIES = (
    ".footnote{footnote-policy:line}",
    ".footnote{footnote-policy:auto}",
    ".footnote{footnote-policy:auto}.box,.table,.enumeration{break-inside:auto!important}p{orphans:1;widows:1}",
)
# A page without what stands in its margins; and what stands in them alone.
MARGINS = (
    "top-left-corner", "top-left", "top-center", "top-right", "top-right-corner", "right-top", "right-middle", "right-bottom",
    "bottom-right-corner", "bottom-right", "bottom-center", "bottom-left", "bottom-left-corner", "left-bottom", "left-middle", "left-top",
)  # fmt: skip
BARE = "@page{" + "".join(f"@{place}{{content:none!important}}" for place in MARGINS) + "}"
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
ENTRY = "enumeration-"  # before the id of an enumeration: the id of its entry in the appendix
# Parts into which page numbers are put once they are composed, and the looks of a book's own with
# which they are set as ever.
NUMBERED = {
    "appendix": ("templates/paper/appendix.html", "styles/appendix.css"),
    "front": ("templates/paper/front.html", "styles/front.css", "styles/contents.css"),
}
HEADINGS = ("answers", "appendix", "unlisted")  # ids of the headings that are ours
RULED = b'<svg xmlns="http://www.w3.org/2000/svg" width="294" height="26.25"><path d="M0 26h294" stroke="#888" stroke-width=".4"/></svg>'
RULE = b'<svg xmlns="http://www.w3.org/2000/svg" width="63" height="1"><path d="M0 .5h63" stroke="#444" stroke-width=".4"/></svg>'
HAIR = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="1"><path d="M0 .15h4" stroke="#bbb" stroke-width=".3"/></svg>'
DRAWN = {
    "duben:hair.svg": HAIR,
    "duben:leader.svg": LEADER,
    "duben:ruled.svg": RULED,
    "duben:rule.svg": RULE,
}
LIBRARY = re.compile("lib(pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject)[^/]*$")
SPINE = 5.0  # mm: a narrower one has no title
LEFT_OUT = re.compile(r"[\s\ufffc]")  # of a text on a page, when its characters are counted
VIEWPORT = re.compile(
    r"[0-9.]v(?:w|h|i|b|min|max)\b", re.IGNORECASE
)  # lengths of CSS that hang on the first page of a document
DOTS_PER_INCH = 240  # a picture is never set larger than this allows

Told = Callable[[str, str], object]
Observer = Callable[[str, Any], None]  # takes a part and its document, laid out


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of an edition: its part, its folio ("" where none is printed), its type area.

    ``across`` and ``down`` are its size, pt as composed: styles of a book's own may ask for another
    than that of the edition. ``notes`` is the upper edge of the notes at its foot, pt from the
    page's top; None without notes. ``positions`` are those of its lines.
    """

    part: str
    label: str
    area: Rectangle
    notes: float | None = None
    positions: PagePositions | None = None
    across: float = inf
    down: float = inf


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed book. ``document`` is the PDF of its pages; ``booklet_pages`` the same with ruled
    notes pages, a multiple of four pages (``folded`` asks for them).

    ``numbers`` gives the folio of every block, mention and appendix entry; ``cover`` is a PNG of
    1600 × 2400; ``slots`` are the pages of the booklet in reading order; ``marks`` tell where the
    pages of the ordinary edition begin;
    """

    document: bytes
    booklet_pages: bytes
    pages: int
    numbers: Mapping[str, str]
    starts: tuple[PageStart, ...]
    cover: bytes
    printed: tuple[PrintedPage, ...]
    slots: tuple[imposition.Slot, ...] = ()
    marks: tuple[overlays.Mark, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Paper:
    """How notes, links and mentions are written for paper."""

    book: Book
    pictures: Mapping[str, Picture]
    edition: Edition
    referable: frozenset[str]
    page_of: str
    marker: Callable[[], Marker]
    front: frozenset[str] = frozenset()  # slugs of the chapters of the front matter
    folios: dict[str, str] = field(
        default_factory=dict
    )  # of what is referred to; "00" holds the room until it is known

    def note(self, note: Note, again: bool) -> Markup:
        if again:
            return Markup('<a class="call" href="#%s">%s</a>') % (note.id, note_sign(note.number))
        paragraphs = [
            self.marker().inline(block)
            for part in note.blocks
            for block in part.walk()
            if block.text
        ]
        inner = paragraphs[0] + Markup("").join(
            Markup('<span class="more">%s</span>') % text for text in paragraphs[1:]
        )
        return Markup('<span class="footnote" id="%s" data-mark="%s">%s</span>') % (
            note.id,
            note_sign(note.number),
            inner,
        )

    def link(self, address: str, inner: Markup) -> Markup:
        return Markup('<a href="%s">%s</a>') % (address, inner)

    def reference(self, target: str, inner: Markup) -> Markup:
        if target not in self.referable:
            return Markup('<a href="#%s">%s</a>') % (target, inner)
        folio = self.page_of.format(self.folios.setdefault(target, "00"))
        return Markup('<a href="#%s">%s</a><a class="page-of" href="#%s">%s</a>') % (
            target,
            inner,
            target,
            folio,
        )

    def mention(self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup) -> Markup:
        kind = "mention first" if occurrence.id in self.book.first_mentions else "mention"
        return Markup('<a class="%s" id="%s" href="#enumeration-%s">%s</a>') % (
            kind,
            occurrence.id,
            enumeration.id,
            inner,
        )

    def glossed(self, entry: GlossaryEntry, inner: Markup) -> Markup:
        return Markup('<a href="#%s">%s</a>') % (entry.block, inner)

    def picture(self, name: str, alternative: str) -> Markup:
        picture = self.pictures[name]
        number = list(self.pictures).index(name)
        width = min(self.edition.measure, picture.width * 72 / DOTS_PER_INCH)
        height = width * picture.height / picture.width
        if height > (most := (self.edition.lines - 6) * self.edition.step):
            width, height = width * most / height, most
        space = -height % self.edition.step  # the figure takes whole lines
        return Markup(
            '<img src="duben:picture/%s" alt="%s" style="width:%.2fpt;height:%.2fpt;padding:%.2fpt 0"/>'
        ) % (number, alternative, width, height, space / 2)

    def number(self, item: Block) -> str:
        digits = "".join(character for character in item.label if character.isdecimal())
        return str(int(digits)) if digits else ""

    def outlined(self, block: Block) -> Markup:
        """The bookmark of a heading, or of a paragraph that the contents show."""
        entry = self.book.outline_entries.get(block.id)
        if (
            entry is None
            or entry.kind in ("item", "first")
            or entry.level > (3 if entry.heading else 2)
        ):
            return Markup("")
        if entry.chapter in self.front and block.level > 1:
            return Markup("")
        return Markup(' data-bookmark="%s" data-level="%s"') % (
            f"{space_label(entry.label)}{short_title(entry.title.rstrip('。'), 40)}",
            entry.level,
        )


class _Fetcher(URLFetcher):
    """Gives the renderer the pictures of the book and nothing else; remembers what else was asked
    for.
    """

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        super().__init__(allowed_protocols=())
        self.pictures = {
            f"duben:picture/{number}": picture for number, picture in enumerate(pictures.values())
        }
        self.refused: list[str] = []
        self.given: dict[str, bytes] = {}  # pictures of our own

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url in DRAWN:
            return URLFetcherResponse(url, DRAWN[url], {"Content-Type": "image/svg+xml"})
        if url in self.given:
            return URLFetcherResponse(url, self.given[url], {"Content-Type": "image/png"})
        if picture := self.pictures.get(url):
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
        self.refused.append(url)
        raise ValueError(f"not given out: {url}")


class _Strict(HTML):
    """A text of our own templates, which is XHTML: read by the parser in C, in a thirtieth of the
    time.
    """

    def __init__(self, string: str, url_fetcher: URLFetcher, base_url: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            ElementTree.fromstring(string), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element


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
    told: Told = lambda part, text: None,
    observe: Observer = lambda part, document: None,
) -> Composition:
    """All pages of the book in an edition: the body first, then what holds its page numbers;
    joined, and padded for folding.

    ``ordinary`` tells where the pages of the ordinary edition begin, for those that mark them;
    ``store`` has the parts that earlier builds composed, and takes new ones. ``folded`` asks for
    the booklet's pages, ``pictured`` for the picture of the cover. ``told`` gets the name of each
    part with its first chapter's file, and its HTML, whenever it is set, ``observe`` the name of
    each part and its document as WeasyPrint has laid it out. Raises BookError when a template does
    not parse or a style asks for something that is not in the book.
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
            told,
            observe,
        )
        return typesetter.compose(progress, folded, pictured)


@contextmanager
def words_of_titles(book: Book, store: Cache) -> Iterator[None]:
    """Inside it the words of titles are known that earlier builds asked the dictionary for, which
    takes as long to load as a chapter to be composed; new ones are kept.
    """
    name = "words", book.settings.book.id
    kept = store.get(*name)
    with chinese.known_answers({"cuts": kept[0] if kept else {}}) as answers:
        known = answers.to_data()["cuts"]
        yield
        if (now := answers.to_data()["cuts"]).keys() - known.keys():
            store.put(now, b"", *name)


def print_guide(
    book: Book,
    faces: Sequence[FontFace],
    imposed: imposition.Imposed,
    own_templates: Mapping[str, str] | None = None,
    own_styles: Mapping[str, str] | None = None,
) -> tuple[bytes, bytes]:
    """What goes to the printer with a booklet: the 印制说明, one page, and the trial sheets.

    Raises BookError as ``compose`` does.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(imposed.duplex) as document:
        given = {
            f"duben:guide/{name}.png": _png(document[side])
            for side, name in enumerate(("front", "back"))
        }
    made = []
    for edition in (PRINT_GUIDE, TRIAL_SHEETS):
        press = BookTypesetter(
            book, {}, faces, own_templates or {}, own_styles or {}, edition, (), NullCache()
        )
        press.fetcher.given |= given
        rules = "@page{margin:0}" if edition is TRIAL_SHEETS else ""
        sheet = press.render(
            edition.name, rules=rules, imposed=imposed, date=chinese_date(book.settings.book.date)
        )
        press.refuse_strangers({"guide": len(sheet.pages)} if edition is PRINT_GUIDE else {})
        pdf = for_printer(press.bound([sheet]), duplex=edition is TRIAL_SHEETS)
        press.active |= dict.fromkeys(pdf_sanitizer.written(pdf), edition.name)
        press.refuse_strangers({})
        made.append(pdf)
    return made[0], made[1]


def spine_title(
    book: Book,
    faces: Sequence[FontFace],
    width: float,
    own_templates: Mapping[str, str] | None = None,
    own_styles: Mapping[str, str] | None = None,
) -> bytes:
    """The title as it stands on a spine, ``width`` mm wide, from head to foot; b"" below 5 mm (GB/T
    11668).
    """
    if width < SPINE:
        return b""
    title = "".join(character for character in book.settings.book.title if not character.isspace())
    edition = replace(PRINT_GUIDE, name="spine", width=width, height=210.0)
    press = BookTypesetter(
        book, {}, faces, own_templates or {}, own_styles or {}, edition, (), NullCache()
    )
    size = min(width * 0.6 * POINTS_PER_MM, 14.0, 155 * POINTS_PER_MM / (1.25 * len(title)))
    made = press.render("spine", rules="@page{margin:0}", title=title, size=round(size, 2))
    press.refuse_strangers({"spine": len(made.pages)})
    return press.bound([made])


def for_printer(document: bytes, duplex: bool) -> bytes:
    """A PDF that asks the printer not to scale, and to turn the paper along the short edge or not
    at all.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge if duplex else pikepdf.Name.Simplex,
            PrintScaling=pikepdf.Name("/None"),
        )
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _png(page: Any) -> bytes:
    """A side of a sheet as a grey picture, small enough for a page of help."""
    out = io.BytesIO()
    page.render(scale=2).to_pil().convert("L").quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def as_official_document(book: Book) -> Book:
    """The book as an official document: its text from beginning to end, without appendix and what
    leads there.
    """
    settings = replace(
        book.settings,
        text=replace(
            book.settings.text,
            appendix=False,
            answers="omit" if book.settings.text.answers == "omit" else "inline",
        ),
    )
    order = [
        chapter
        for part in ("front", "body", "back")
        for chapter in book.chapters
        if chapter.part == part
    ]
    return replace(
        book,
        settings=settings,
        enumerations=(),
        chapters=tuple(replace(chapter, part="body") for chapter in order),
    )


def document_head(book: Book) -> str:
    """What stands before the text of an official document: the issuer's name in red, the title, to
    whom it goes.
    """
    imprint, title = book.settings.imprint, book.settings.book.title
    head = f"{issuer(book)}文件" if issuer(book) else ""
    return (
        head
        + ("" if titled(book) else title)
        + (f"{imprint.recipients.strip('：: ')}：" if imprint.recipients else "")
    )


def titled(book: Book) -> bool:
    """Whether the text opens with the book's title itself."""
    first = next(iter(book.chapters), None)
    return (
        first is not None
        and first.title is not None
        and first.title.text == book.settings.book.title
    )


class BookTypesetter:
    """One composition: what the parts have in common, and the parts in their order."""

    def __init__(
        self,
        book: Book,
        pictures: Mapping[str, Picture],
        faces: Sequence[FontFace],
        own_templates: Mapping[str, str],
        own_styles: Mapping[str, str],
        edition: Edition,
        ordinary: Sequence[PageStart],
        store: Cache,
        told: Told = lambda part, text: None,
        observe: Observer = lambda part, document: None,
    ) -> None:
        composer.install()
        book = as_official_document(book) if edition.document else book
        self.whole = book
        self.book = move_answers(book)
        self.pictures = pictures
        self.edition = edition
        self.ordinary = ordinary
        self.store = store
        self.faces = [(str(face.file), face.index, *_status(face.file)) for face in faces]
        self.own_templates, self.own_styles = own_templates, own_styles
        self.own_looks = layout.paper_overrides(layout.book_overrides(own_templates, own_styles))
        self.active: dict[str, str] = {}  # what may not go into a PDF → the part that has it
        self.theme = book.settings.output.theme
        self.fetcher = _Fetcher(pictures)
        self.said = book_words(book.settings.book.language)
        self.matter = FrontAndBackMatter(self.book, book, edition, self.said)
        self.families = font_family_css(book.settings.book.language, faces)
        self.environment = template_environment(own_templates, self.theme)
        rows, marks = ({}, {}) if edition.document else heading_lines(self.book, self.edition)
        referable = frozenset(
            block.id
            for chapter in book.chapters
            if chapter.part != "front"
            for block in chapter.walk()
        )
        self.paper = Paper(
            self.book,
            pictures,
            edition,
            referable,
            self.said["page_of"],
            lambda: self.marker,
            frozenset(chapter.slug for chapter in book.chapters if chapter.part == "front"),
        )
        self.marker = replace(
            marker(self.book, self.paper, marks, rows),
            room=edition.measure / 9 - 0.6,
            high=edition.lines - 8,
        )
        self.sheets: dict[tuple[str, ...], CSS] = {}
        self.told, self.observe = told, observe
        self.uncollected = 0  # pages
        self.begun: Mapping[
            str, int
        ] = {}  # blocks whose first characters, so many, stand on an earlier page

    # --- parts ---------------------------------------------------------------------------------------------------

    def compose(
        self,
        progress: Callable[[str], None],
        folded: bool,
        pictured: bool,
    ) -> Composition:
        if long := list(long_notes(self.book, self.edition)):
            raise BookError(long)
        body, over, numbers, problems = self.body()
        progress("body")
        if self.edition.document:
            return self.document(body, numbers, problems)
        pages = pages_of(body)
        count = len(pages)
        back: list[PageFragment] = []
        if any(
            at.chapter in self.paper.front for one in self.matter.ordered for at in one.occurrences
        ):
            # What the preface mentions stands in the appendix too; its folios do not hang on those
            # of the contents page.
            numbers |= folios(
                pages_of(self.front(pages, {"answers": "0", "appendix": "0", **numbers})), roman
            )
        for name, there in (
            ("answers", answer_boxes(self.whole)),
            ("appendix", self.matter.ordered),
        ):
            if there:
                first = len(pages) + 1
                back.append(
                    self.render(
                        name,
                        first=first,
                        answers=answer_boxes(self.whole),
                        **self.matter.appendix(numbers),
                    )
                )
                numbers |= folios(back[-1].pages, partial(after, first - 1))
                pages += back[-1].pages
        front = self.front(pages, numbers)
        front_pages = pages_of(front)
        numbers |= folios(front_pages, roman)
        cover = self.cover()
        back_cover = self.render(
            "back-cover", date=chinese_date(self.book.settings.book.date), code=self.matter.code()
        )
        progress("parts")
        self.refuse_strangers({"cover": len(cover.pages), "back-cover": len(back_cover.pages)})
        every = {
            "cover": [cover],
            "front": front,
            "body": body,
            "back": back,
            "back cover": [back_cover],
        }
        slots = imposition.arrange(len(front_pages), count, len(pages) - count)
        printed = tuple(
            self.printed({name: pages_of(found) for name, found in every.items()}, slots)
        )
        starts = tuple(page_starts(self.whole, front_pages, pages))
        sides = [cover.pages[0], *front_pages, *pages, back_cover.pages[0]]
        marked = self.marks(sides)
        document = self.stamped(
            self.bound(
                [part for found in every.values() for part in found],
                labels(printed),
                over,
                1 + len(front_pages),
            ),
            sides,
            printed,
            marked,
        )
        progress("screen")
        booklet = (
            assembled(document, self.bound([self.render("notes")]), slots)
            if folded and self.edition.facing
            else b""
        )
        for pdf in filter(None, (document, booklet)):
            self.active |= dict.fromkeys(pdf_sanitizer.written(pdf), "body")
        self.refuse_strangers({})
        picture = self.cover_picture() if pictured and self.edition.name == ORDINARY else b""
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
        printed = tuple(self.printed({"body": pages}, slots))
        pdf = self.bound(body, labels(printed))
        self.active |= dict.fromkeys(pdf_sanitizer.written(pdf), "body")
        self.refuse_strangers({})
        starts = tuple(page_starts(self.whole, (), pages))
        return Composition(
            pdf, b"", len(printed), numbers, starts, b"", printed, slots, (), problems
        )

    def front(self, pages: Sequence[Any], numbers: Mapping[str, str]) -> list[PageFragment]:
        """The front matter before ``pages``, with ``numbers`` on its contents page: title page and
        imprint, which tells how long the book is, and the rest; together where looks of the book's
        own say more of them.
        """
        apart = layout.front_separable(self.own_templates, self.own_styles, self.ours)
        rest = {
            "table": self.table(pages),
            "chapters": [chapter for chapter in self.book.chapters if chapter.part == "front"],
            "history": list(self.matter.history(numbers)),
            **self.matter.contents(numbers),
        }

        def title(count: int) -> PageFragment:
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

    def runs(self) -> tuple[list[list[Chapter]], bool]:
        """The chapters of the body as they are composed at once, and whether without their running
        heads and folios.
        """
        chapters = [
            chapter
            for part in ("body", "back")
            for chapter in self.book.chapters
            if chapter.part == part
        ]
        odd = self.edition.facing and self.book.settings.print.chapter_starts == "odd"
        apart = (
            not odd
            and not self.edition.document
            and layout.separable(self.own_templates, self.own_styles, self.ours)
        )
        runs = [[chapter] for chapter in chapters] if apart and len(chapters) > 1 else [chapters]
        # A page of each kind must be laid out for them: on a few pages running heads are set sooner
        # than laid over.
        return runs, apart and (len(runs) > 1 or sum(map(length, chapters)) > LONG)

    def body(
        self,
    ) -> tuple[list[PageFragment], Margins | None, dict[str, str], tuple[Problem, ...]]:
        """The parts of the body, what is laid over their pages, their folios, and what could not be
        settled.

        Page numbers that stand in the text are set as text: composed again, three times at most,
        until they are right. (WeasyPrint's target-counter would lay single pages again, and lose or
        double their notes.)
        """
        runs, bare = self.runs()
        chapters = [chapter for run in runs for chapter in run]
        over = self.margins(chapters) if bare else None
        made, numbers, problems = self.settled(runs, over)
        if over is None:
            return made, None, numbers, problems
        shown = self.shown(chapters, made, over)
        if shown is None:
            made, numbers, problems = self.settled(runs, None)
            return made, None, numbers, problems
        rest = iter(shown)
        return [with_heads(part, rest) for part in made], Margins(over, shown), numbers, problems

    def margins(self, chapters: Sequence[Chapter]) -> assembly.Part | None:
        """The running heads and folios that pages of these chapters may have; None where a style
        says more than can be laid over.
        """
        heads, book = self.heads(), short_title(self.book.settings.book.title, self.edition.columns)
        texts = sorted({heads[chapter.slug] for chapter in chapters})
        text, rules, sheets = self.text("margins", "body"), self.rules(), self.texts_of_styles()
        depends = (
            "margins",
            text,
            rules,
            sheets,
            book,
            texts,
            self.faces,
            self.edition.zoom,
            _libraries(),
        )
        kept = self.store.get(*depends)
        if kept is None:
            wanted = [
                composer.Asked(kind, {"head": head, "book": book}, 10**length)
                for head in texts
                for kind in range(len(KINDS))
                for length in range(DIGITS if kind else 1)
            ]
            try:
                kept = (
                    composer.margins(
                        self.read(text),
                        KINDS,
                        wanted,
                        self.edition.zoom,
                        **self.settings(rules, sheets),
                    ),
                    b"",
                )
            except composer.NotPlain:
                return None
            self.store.put(*kept, *depends)
        return assembly.Part(*kept)

    def shown(
        self, chapters: Sequence[Chapter], made: Sequence[PageFragment], over: assembly.Part
    ) -> list[composer.Shown] | None:
        """What is laid over the pages of chapters, of all that may be; None where one is of another
        kind.
        """
        if (
            any(page.kind != "body" for part in made for page in part.pages)
            or sum(len(part.pages) for part in made) >= 10**DIGITS
        ):
            return None
        heads, book = self.heads(), short_title(self.book.settings.book.title, self.edition.columns)
        found: list[composer.Shown] = []
        for chapter, part in zip(chapters, made, strict=True):
            for index in range(len(part.pages)):
                number = len(found) + 1
                kind = 0 if number == 1 else (3 + number % 2) if index == 0 else (1 + number % 2)
                found.append(
                    composer.shown(
                        over.about,
                        composer.Asked(kind, {"head": heads[chapter.slug], "book": book}, number),
                    )
                )
        return found

    def settled(
        self, runs: Sequence[Sequence[Chapter]], over: assembly.Part | None
    ) -> tuple[list[PageFragment], dict[str, str], tuple[Problem, ...]]:
        """The parts of the body with the page numbers that stand in their text, their folios, and
        what could not be settled.

        ``over`` as ``run`` has it.
        """
        problems: tuple[Problem, ...] = ()
        for _ in range(LAYOUT_ROUNDS):
            made: list[PageFragment] = []
            numbers: dict[str, str] = {}
            first = 1
            for run in runs:
                made.append(self.run(run, first, over))
                numbers |= folios(made[-1].pages, partial(after, first - 1)) | numbers
                first += len(made[-1].pages)
            before = dict(self.paper.folios)
            self.paper.folios.update((target, numbers.get(target, "")) for target in before)
            problems = () if self.paper.folios == before else (warning("references-unsettled"),)
            if not problems:
                break
        return made, numbers, problems

    def run(
        self, chapters: Sequence[Chapter], first: int, over: assembly.Part | None
    ) -> PageFragment:
        """Chapters composed at once, from this page on: where notes are lost or doubled, the next
        way of placing them is tried.

        Over their pages ``over`` is laid, the running heads and folios: they alone depend on the
        number of a page. Without it the pages have their own.
        """
        wanted = Counter(note.id for chapter in chapters for note in chapter.notes)
        opening = first == 1
        text = self.text("body", "body", chapters=chapters, opening=opening)
        for policy in NOTE_POLICIES:
            if over is None:
                part = self.render("body", first=first, rules=policy, text=text, chapters=chapters)
            else:
                part = self.bare(policy, first % 2 == 0, over.about["turn"], text, chapters)
            if Counter(note for page in part.pages for note in page.notes) == wanted:
                break
        return part

    def bare(
        self, policy: str, left: bool, turn: float | None, text: str, chapters: Sequence[Chapter]
    ) -> PageFragment:
        """Chapters without running heads and folios, from a ``left`` or right-hand page on:
        composed for the right, and turned where pages of both sides differ by no more than ``turn``
        (pt), which all but a book's own styles see to.
        """
        made = partial(self.render, "body", rules=policy + BARE, text=text, chapters=chapters)
        if not left:
            return made()
        if turn is not None and (part := made()).turns:
            return page_fragments.turned(part, turn, self.edition.zoom)
        return made(first=2)

    def stretch(
        self, found: Excerpt, names: Sequence[str], left: bool, opening: bool
    ) -> PageFragment:
        """A stretch of the body composed by itself. ``names`` are the folios of its pages, of more
        than it may have; ``left``: the first of them is a left-hand one; ``opening``: it begins
        with the first page of the body.
        """
        rules = "html.body .chapter{break-before:page!important}" + "".join(
            f'@page body:{side}:nth({number}){{@bottom-{side}{{content:"{name}"}}}}'
            for number, name in enumerate(names, 1)
            for side in [("right", "left")[(number + left + 1) % 2]]
        )
        if not found.opening:
            # It goes on with a chapter, whose running head stands on its first page too; room above
            # a heading is none at the head of a page.
            rules += (
                "@page body:first:left{@top-left{content:string(book)}}@page body:first:right{@top-right{content:string(head)}}"
                ".chapter .heads+*{margin-top:0!important}"
            )
        self.marker = replace(self.marker, shown=found.shown)
        self.begun = {
            block.id: sum(
                not character.isspace() for character in block.text[: found.shown[block.id][0]]
            )
            for block in found.blocks
            if block.id in found.shown
        }
        wanted = Counter(found.notes)
        for policy in NOTE_POLICIES:
            part = self.render(
                "body",
                first=1 + left,
                rules=policy + rules,
                chapters=found.chapters,
                opening=opening,
            )
            if Counter(note for page in part.pages for note in page.notes) == wanted:
                break
        return part

    def render(
        self,
        part: str,
        *,
        first: int = 1,
        rules: str = "",
        text: str = "",
        chapters: Sequence[Chapter] = (),
        **values: object,
    ) -> PageFragment:
        """One part, composed now or before. ``first`` is the number of its first page; an even one
        stands on the left. ``text`` is its HTML, if it is known.
        """
        text = text or self.text(part, part, chapters=chapters, **values)
        rules = self.rules_from(first, rules)
        self.told(
            " ".join(
                [
                    part,
                    *([str(values["half"])] if values.get("half") else []),
                    *(chapter.file for chapter in chapters[:1]),
                ]
            ),
            text,
        )

        def made(text: str) -> tuple[dict[str, Any], bytes]:
            depends = self.depends(part, text, rules, chapters)
            kept = self.store.get(*depends)
            if kept is None:
                kept = self.composed_now(part, text, rules, self.texts_of_styles())
                if not kept[0]["active"] and not self.fetcher.refused:
                    self.store.put(*kept, *depends)
            return kept

        numbered = part in NUMBERED and self.own_looks.keys().isdisjoint(NUMBERED[part])
        found = page_fragments.composed(*(self.numbered(text, made) if numbered else made(text)))
        for what in found.active:
            self.active.setdefault(what, part)
        return found

    def numbered(
        self, text: str, made: Callable[[str], tuple[dict[str, Any], bytes]]
    ) -> tuple[dict[str, Any], bytes]:
        """A part with many page numbers: made without them, where the face allows that."""
        bare, numbers = number_insertion.taken_out(text)
        about, blob = made(bare)
        if not numbers:
            return about, blob
        return (
            number_insertion.put_in(about, blob, numbers, self.edition.zoom * line_positions.PT)
            if about["digits"]
            else None
        ) or made(text)

    def depends(
        self, part: str, text: str, rules: str, chapters: Sequence[Chapter]
    ) -> tuple[object, ...]:
        """All that a part depends on."""
        shown = [
            (url, picture.sha256)
            for url, picture in self.fetcher.pictures.items()
            if url in text or self.own_looks
        ]
        blocks = [
            (block.id, block.text)
            for chapter in chapters
            for root in (chapter.blocks, *(note.blocks for note in chapter.notes))
            for top in root
            for block in top.walk()
        ]
        return (
            part,
            text,
            rules,
            self.texts_of_styles(),
            shown,
            self.faces,
            self.edition.zoom,
            _libraries(),
            blocks,
            *self.begun.items(),
        )

    def text(self, template: str, part: str, **values: object) -> str:
        """The HTML of a part, of a template."""
        book = self.book.settings.book
        return self.environment.get_template(f"paper/{template}.html").render(
            book=self.book,
            part=part,
            m=self.marker,
            said=self.said,
            words=SimpleNamespace(lines=break_title),
            heads=self.heads(),
            running=short_title(book.title, self.edition.columns),
            language=book.language,
            edition=self.edition,
            mark=self.mark(),
            titled=titled(self.book),
            issuer=issuer(self.book),
            version=self.matter.version(),
            sign=note_sign,
            **values,
        )

    def rules(self, more: str = "") -> str:
        """What the edition and the fonts say as CSS."""
        return (
            self.edition.page_rule()
            + self.bleed
            + self.families
            + f':root{{--mark:"{self.mark()}"}}'
            + more
        )

    def rules_from(self, first: int, more: str) -> str:
        """The same of a part that begins with this page."""
        rules = self.rules(more)
        if first > 1:
            rules += f"@page:first{{counter-reset:page {first}}}" + "html{break-before:left}" * (
                first % 2 == 0
            )
        if self.book.settings.print.chapter_starts == "odd" and self.edition.facing:
            rules += "html.body .chapter{break-before:right}"
        return rules

    def texts_of_styles(self) -> dict[str, str]:
        return {name: stylesheet(name, self.own_styles, self.theme) for name in self.edition.styles}

    def settings(self, rules: str, sheets: Mapping[str, str]) -> dict[str, Any]:
        """How WeasyPrint is asked to lay a text out."""
        return {
            "font_config": self.fonts,
            "presentational_hints": True,
            "stylesheets": [self.sheet((rules,)), self.sheet(tuple(sheets.values()))],
        }

    def composed_now(
        self, part: str, text: str, rules: str, sheets: Mapping[str, str]
    ) -> tuple[dict[str, Any], bytes]:
        """The data of a part that was not kept."""
        if not any(map(VIEWPORT.search, (*self.own_styles.values(), *self.own_templates.values()))):
            composer.share(self.fonts, part)
        document = self.read(text).render(**self.settings(rules, sheets))
        composer.share(self.fonts, None)
        self.observe(part, document)
        active = list(pdf_sanitizer.pages(document))
        if pdf_sanitizer.FIELD in active:  # no plain data can be made of it
            self.active |= dict.fromkeys(active, part)
            self.refuse_strangers({})
        reader = line_positions.Reader(self.whole, self.begun)
        read = [line_positions.positions_to_json(reader.page(page)) for page in document.pages]
        tagging.only_whole_links(document.pages)
        digits = composer.digits(
            document, number_insertion.NAME, number_insertion.ALONE, number_insertion.WIDEST
        )
        about, blob = composer.plain(
            document,
            self.edition.zoom,
            md5(text.encode("utf-8", "surrogatepass")).hexdigest()[:8],
            tagging.VARIANT,
            tagging.finish,
        )
        self.uncollected += len(document.pages)
        del document
        if self.uncollected > COLLECTED:
            gc.collect(0)  # of tables, notes and pictures in lines something still refers to itself
            self.uncollected = 0
        return {**about, "active": active, "positions": read, "digits": digits}, blob

    @property
    def bleed(self) -> str:
        """Backgrounds go on beyond the edge of pages that a press may print; ours have none."""
        return (
            f"@page{{bleed:{BLEED:.3f}pt}}"
            if self.own_looks and self.edition.printed_by_press
            else ""
        )

    def sheet(self, texts: tuple[str, ...]) -> CSS:
        """Style sheets, one behind the other, as one: each element is matched against it once."""
        if texts not in self.sheets:
            matcher, pages, layers = Matcher(), [], []  # type: ignore[var-annotated]
            for text in texts:
                sheet = CSS(
                    string=text,
                    font_config=self.fonts,
                    url_fetcher=self.fetcher,
                    base_url="duben:style/",
                    matcher=matcher,
                    page_rules=pages,
                    layers=layers,
                )
            self.sheets[texts] = sheet
        return self.sheets[texts]

    def read(self, text: str) -> HTML:
        """A document of ours. Own templates may be HTML that is no XHTML, and a text may have signs
        that XML does not know.
        """
        if not self.own_templates:
            with suppress(ElementTree.ParseError, UnicodeEncodeError):
                return _Strict(text, self.fetcher, "duben:text/")
        return HTML(string=text, url_fetcher=self.fetcher, base_url="duben:text/")

    @cached_property
    def fonts(self) -> FontConfiguration:
        """What WeasyPrint knows of the fonts of this process."""
        return FontConfiguration()

    def bound(
        self,
        found: Sequence[PageFragment],
        labels: str = "",
        over: Margins | None = None,
        at: int = 0,
    ) -> bytes:
        """Parts as one tagged PDF, with all their fonts; ``over`` is laid over its pages from
        number ``at`` (from 0) on.
        """
        numbers, fonts = self.cut([*found, over.part] if over else found)
        drawn = [page.drawn for page in over.pages] if over else []
        return assembly.joined(
            found,
            fonts,
            numbers,
            language=self.book.settings.book.language,
            labels=labels,
            over=drawn,
            at=at,
        )

    def cut(self, found: Sequence[assembly.Part]) -> tuple[list[dict[str, int]], assembly.Part]:
        """The fonts of parts, each cut to the glyphs that they use together, and the number of each
        in each part.

        Glyphs that a font lacks have numbers of the part's own: such a font is one for each part,
        and has the glyphs of the last one too, which may be drawn with the fonts of the page below.
        """
        above: Mapping[str, Any] = found[-1].about["fonts"]
        wanted: dict[tuple[str, int], dict[str, Any]] = {}
        names: list[dict[str, tuple[str, int]]] = []
        for index, part in enumerate(found):
            names.append(
                {
                    name: (name, index + 1 if row["missing"] else 0)
                    for name, row in part.about["fonts"].items()
                }
            )
            for name, row in part.about["fonts"].items():
                known = wanted.setdefault(names[-1][name], {**row, "texts": {}, "widths": {}})
                known["texts"] = {**row["texts"], **known["texts"]}
                known["widths"] = {**row["widths"], **known["widths"]}
                if row["missing"] and name in above:
                    known["texts"] = {**above[name]["texts"], **known["texts"]}
                    known["widths"] = {**above[name]["widths"], **known["widths"]}
        order = sorted(wanted)
        rows = [(name, wanted[name, number]) for name, number in order]
        depends = "fonts", rows, self.faces
        kept = self.store.get(*depends)
        if kept is None:
            kept = composer.cut(rows, self.fonts)
            self.store.put(*kept, *depends)
        at = dict(zip(order, kept[0]["numbers"], strict=True))
        shared = {name: at[name, number] for name, number in order if not number}
        return [
            shared | {name: at[key] for name, key in row.items()} for row in names
        ], assembly.Part(*kept)

    def ours(self, name: str) -> str:
        """The text of a style without the book's own; "" where it is the book's alone."""
        return shipped_stylesheet(name, self.theme) if name in self.edition.styles else ""

    def mark(self) -> str:
        """What every page of a draft says beside its running head: 送审稿 and the date of the text."""
        return (
            f"{self.said['draft']}　{chinese_date(self.book.settings.book.date)}"
            if self.edition.numbered
            else ""
        )

    def heads(self) -> dict[str, str]:
        """The running head of each chapter."""
        return {
            chapter.slug: short_title(chapter.title.text, self.edition.columns)
            if chapter.title
            else ""
            for chapter in self.book.chapters
        }

    def cover(self, rules: str = "") -> Any:
        data = self.book.settings.book
        day = f"{data.date.year}年{data.date.month}月"
        most = next(
            (most for most, longest in ((9, 36), (13, 65)) if len(data.title) <= longest), 19
        )
        return self.render(
            "cover", rules=rules, title=chinese.break_title(data.title, most), most=most, date=day
        )

    def cover_picture(self) -> bytes:
        """The cover in the proportions of a screen: a PNG of 1600 × 2400."""
        height = self.edition.across * 1.5
        page = self.bound(
            [
                self.cover(
                    f"@page{{size:{self.edition.across}pt {height}pt}}:root{{--height:{height}pt}}"
                )
            ]
        )
        import pypdfium2

        with pypdfium2.PdfDocument(page) as document:
            image = (
                document[0]
                .render(scale=1600 / self.edition.across)
                .to_pil()
                .convert("RGB")
                .resize((1600, 2400))
            )
        out = io.BytesIO()
        image.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()

    # --- joining ---------------------------------------------------------------------------------------------------

    def printed(
        self, pages: Mapping[str, Sequence[FragmentPage]], slots: Sequence[imposition.Slot]
    ) -> Iterator[PrintedPage]:
        """The pages as they are read: those of the booklet without the pages for notes."""
        folio: dict[str, Callable[[int], str]] = {
            "cover": lambda index: "",
            "back cover": lambda index: "",
            "front": roman,
            "body": str,
            "back": partial(after, len(pages["body"])),
        }
        for slot in slots:
            if slot.part != "notes":
                page = pages[slot.part][slot.index]
                yield PrintedPage(
                    slot.part,
                    folio[slot.part](slot.index + 1),
                    page.area,
                    page.notes_edge,
                    page.positions,
                    page.width / self.edition.zoom,
                    page.height / self.edition.zoom,
                )

    def table(self, pages: Sequence[FragmentPage]) -> list[tuple[str, str]]:
        """For each page of the ordinary edition the page on which it begins here, where the edition
        has such a table.
        """
        if self.edition.ordinary != "margin":
            return []
        return [(mark.label, str(mark.page + 1)) for mark in self.marks(pages)]

    def marks(self, pages: Sequence[FragmentPage]) -> tuple[overlays.Mark, ...]:
        """Where the pages of the ordinary edition begin on these, where the edition tells them."""
        if not self.edition.ordinary:
            return ()
        zoom = self.edition.zoom
        tops = {
            name.removeprefix(ENTRY): (number, (page.height - anchor[1]) / zoom)
            for number, page in reversed(list(enumerate(pages)))
            for name, anchor in page.anchors.items()
            if name in HEADINGS or name.startswith(ENTRY)
        }
        return overlays.marks([page.positions for page in pages], self.ordinary, tops)

    def stamped(
        self,
        document: bytes,
        pages: Sequence[FragmentPage],
        printed: Sequence[PrintedPage],
        marked: Sequence[overlays.Mark],
    ) -> bytes:
        """The document with what its edition lays over the pages."""
        edition = self.edition
        edges = [
            (page.area.left / edition.zoom, page.area.right / edition.zoom) for page in printed
        ]
        right = [
            edition.facing and abs(left - edition.inner) < abs(left - edition.outer)
            for left, _ in edges
        ]
        found = list(overlays.outside(edges, marked, right)) if edition.ordinary == "margin" else []
        for page, (first, last) in overlays.ranges(
            [page.positions for page in printed if page.positions], marked
        ).items():
            if (baseline := pages[page].foot) is not None:
                said = self.said[edition.ordinary_words].format(
                    first if first == last else f"{first}—{last}"
                )
                found.append(overlays.foot(edges, page, said, baseline, right[page]))
        if edition.numbered:
            found += overlays.numbered(
                edges,
                {
                    number: page.positions
                    for number, page in enumerate(printed)
                    if page.positions and pages[number].foot is not None
                },
            )
        if not found:
            return document
        on = sorted({stamp.page for stamp in found})
        over = self.render(
            "stamps", stamped=[[stamp for stamp in found if stamp.page == page] for page in on]
        )
        return overlays.laid_over(document, self.bound([over]), on)

    def refuse_strangers(self, single: Mapping[str, int]) -> None:
        """BookError when a style or a template brings in what the book may not hold, or more than a
        page where one must be.

        ``single`` has the pages of the parts that are one page.
        """
        found = [
            problem("not-in-the-book", self.brought(name), name=name)
            for name in sorted(set(self.fetcher.refused))
        ]
        found += [
            problem("pdf-active", self.brought(what, part), what=what[:200])
            for what, part in self.active.items()
        ]
        found += [
            problem(
                f"{part}-pages",
                self.brought("", part, "front.css") or SourceLocation("book.toml"),
                pages=pages,
            )
            for part, pages in single.items()
            if pages != 1
        ]
        if found:
            raise BookError(found)

    def brought(self, what: str, part: str = "", style: str = "") -> SourceLocation | None:
        """Where in the looks of the book's own an address stands, else the file that is most likely
        to bring it in.
        """
        short = what
        for base in ("duben:style/", "duben:text/", "duben:"):  # relative addresses begin so
            short = short.removeprefix(base)
        likely = [
            f"templates/paper/{part}.html",
            f"styles/{style}",
            "templates/paper/page.html",
            *self.own_looks,
        ]
        if what.startswith("duben:style/"):
            likely = [name for name in likely if name.startswith("styles/")] + likely
        return layout.locate_cause(
            self.own_looks, (what, short, unquote(what), unquote(short)), likely
        )


def font_family_css(language: str, faces: Sequence[FontFace]) -> str:
    """The roles as CSS variables; 楷 takes its quotation marks and dashes from 宋 (duben.layout.fonts)."""
    used = {face.role: face.used for face in reversed(faces)}
    song, hei, kai = (f'"{used[role]}"' for role in ("song", "hei", "kai"))
    return f":root{{--song:{song};--hei:{hei},{song};--kai:{kai},{song};--mono:{hei},{song};--accent:#A6192E}}"


def heading_lines(
    book: Book, edition: Edition
) -> tuple[dict[str, int], dict[str, list[tuple[int, Markup]]]]:
    """For each heading of the two upper levels: how many lines, and the breaks between them, by
    sense.
    """
    rows: dict[str, int] = {}
    marks: dict[str, list[tuple[int, Markup]]] = {}
    for chapter in book.chapters:
        for block in chapter.walk():
            if block.kind != "heading" or block.level > 2:
                continue
            entry = book.outline_entries.get(block.id)
            label = len(entry.label) if entry and block.text.startswith(entry.label) else 0
            most = int(edition.measure / (18 if block.level == 1 else 12)) - label_width(
                block.text[:label]
            )
            broken = chinese.break_title(block.text[label:], most)
            rows[block.id] = len(broken)
            offset = label
            for line in broken[:-1]:
                offset += len(line)
                marks.setdefault(block.id, []).append((offset, Markup("<br/>")))
    return rows, marks


def length(chapter: Chapter) -> int:
    """How many characters it has."""
    return sum(len(block.text) for block in chapter.walk())


def labels(printed: Sequence[PrintedPage]) -> str:
    """Page labels as a PDF's number tree: 封面, i ii …, 1 2 …, 封底."""
    numbers: list[str] = []
    before = ""
    for index, page in enumerate(printed):
        kind = {"front": "r", "body": "D", "back": "D"}.get(page.part, "")
        if kind != before or not kind:
            label = assembly.text("封面" if page.part == "cover" else "封底").decode()
            numbers.append(f"{index} <<{f'/S /{kind}' if kind else f'/P {label}'}>>")
        before = kind
    return f"<</Nums [{' '.join(numbers)}]>>"


@cache
def _libraries() -> list[tuple[str, int, int]]:
    """The libraries that shape, cut and draw for WeasyPrint, as they lie on this machine; none
    where the system does not tell.
    """
    found: set[str] = set()
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as rows:
        found = {
            f"/{path}"
            for row in rows
            if (path := row.rstrip().partition("/")[2]) and LIBRARY.search(path)
        }
    return [(name, *_status(Path(name))) for name in sorted(found) if Path(name).is_file()]


def _status(file: Path) -> tuple[int, int]:
    """What changes when a file does."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def assembled(screen: bytes, notes: bytes, slots: Sequence[imposition.Slot]) -> bytes:
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


@dataclass(frozen=True, slots=True)
class Margins:
    """What is laid over the pages of the body, in their order; ``part`` has its fonts."""

    part: assembly.Part
    pages: Sequence[composer.Shown]


def with_heads(part: PageFragment, over: Iterator[composer.Shown]) -> PageFragment:
    """A part whose pages know the running heads and folios that are laid over them."""
    pages = tuple(
        replace(page, foot=one.foot, positions=replace(page.positions, head=one.above))
        for page, one in zip(part.pages, over, strict=False)
    )
    return replace(part, pages=pages)


def pages_of(found: Iterable[PageFragment]) -> list[FragmentPage]:
    """The pages of parts, one behind the other."""
    return [page for part in found for page in part.pages]


def folios(pages: Sequence[FragmentPage], written_as: Callable[[int], str]) -> dict[str, str]:
    """The folio of every anchor: that of the first page on which it stands."""
    return {
        name: written_as(index)
        for index, page in reversed(list(enumerate(pages, 1)))
        for name in page.anchors
    }


def after(before: int, index: int) -> str:
    """The folio of the page ``index`` (from 1) of a part that stands behind so many numbered pages."""
    return str(before + index)


def long_notes(book: Book, edition: Edition) -> Iterator[Problem]:
    """Notes that no page can hold: WeasyPrint does not break them."""
    most = int(edition.depth / NOTE_STEP) - 4
    wide = int(edition.measure / NOTE_SIZE) - 2
    for chapter in book.chapters:
        for note in chapter.notes:
            lines = sum(
                -(-len(block.text) // wide)
                for part in note.blocks
                for block in part.walk()
                if block.text
            )
            if lines > most:
                yield problem("note-too-long", note.place, lines=lines, limit=most)


def page_starts(
    book: Book, front: Sequence[FragmentPage], numbered: Sequence[FragmentPage]
) -> Iterator[PageStart]:
    """Where each numbered page begins, in the text of a block; pages without text of the book have
    none.
    """
    headings: set[str] = set()  # further headings of ours stand in the same element as the first
    for pages, folio in ((front, roman), (numbered, str)):
        read: dict[str, int] = {}
        for index, page in enumerate(pages, 1):
            pieces = [
                (name, count)
                for name, count in page.text
                if name in book.blocks
                or name.startswith(ENTRY)
                or name in HEADINGS
                and name not in headings
            ]
            headings.update(name for name, _ in pieces if name in HEADINGS)
            places = [
                (
                    name,
                    offset_of(book.blocks[name].text, read.get(name, 0), 0)
                    if name in book.blocks
                    else 0,
                )
                for name, _ in pieces
            ]
            # The head of a table that comes again is no beginning.
            fresh = (
                place
                for place in places
                if place[0] not in book.blocks or place[1] < len(book.blocks[place[0]].text)
            )
            if places:
                name, offset = next(fresh, places[0])
                yield PageStart(folio(index), name.removeprefix(ENTRY), offset)
            for name, count in pieces:
                if name in book.blocks:
                    read[name] = offset_of(book.blocks[name].text, read.get(name, 0), count)


def offset_of(text: str, start: int, count: int) -> int:
    """The offset of the character that ``count`` characters from ``start`` on, blanks and pictures
    left out, stand before.
    """
    if not LEFT_OUT.search(text, start, start + count + 1):
        return min(start + count, len(text))
    for offset in range(start, len(text)):
        character = text[offset]
        if not character.isspace() and character != "\ufffc":
            if count == 0:
                return offset
            count -= 1
    return len(text)
