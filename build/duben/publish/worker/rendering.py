"""A book rendered: its outputs, or an edition as composed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path
from typing import Any

import lazy_loader

from duben import chinese, composer, docx, epub, layout, manuscript, pdf, proof, revision, sandbox
from duben.cache import Cache, CacheDir
from duben.model import Book, Problem, to_plain, warning
from duben.publish import change_documents
from duben.publish.options import OutputFile
from duben.publish.outputs import writing_errors
from duben.publish.worker.own_styles import (
    ignored_declarations,
    own_style_errors,
    replacing_styles,
    shipped_style,
)

pikepdf = lazy_loader.load("pikepdf")  # for the process that renders alone

# The composition tells what it has done; the user wants to know what is being done.
STAGE_AFTER = {"body": "parts", "parts": "join", "screen": "impose"}


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A book to be rendered: with its pictures, fonts, own templates and styles by name.

    ``version`` is the book as it is compared; ``looks`` a digest of what shapes its pages beside
    its text; ``since`` an older version against which changes are marked; ``store`` has what
    earlier builds kept; ``words`` what the dictionary says of texts of which that will be asked.
    """

    book: Book
    pictures: Mapping[str, manuscript.Picture]
    faces: tuple[layout.FontFace, ...]
    templates: Mapping[str, str]
    styles: Mapping[str, str]
    editions: tuple[str, ...]
    formats: tuple[str, ...]
    version: revision.Version
    looks: str
    since: revision.Version | None = None
    store: CacheDir | None = None
    words: chinese.Answers = field(default_factory=dict)

    @property
    def inputs(self) -> pdf.CompositionInputs:
        """What the pages of the book are made of."""
        return pdf.CompositionInputs(
            self.book, self.pictures, self.faces, self.templates, self.styles
        )


@dataclass(frozen=True, slots=True)
class RenderAnswer:
    """The outputs that lie in the work folder, the pages of the text, and what was found wrong.
    ``paths`` are the libraries and fonts that were opened, () where the system does not tell.
    """

    files: tuple[OutputFile, ...]
    pages: int
    problems: tuple[Problem, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outputs:
    """The files of a request, written into the work folder one by one."""

    request: RenderRequest
    work: Path
    files: list[OutputFile] = field(default_factory=list)

    def add_edition(self, ending: str, edition: str, data: bytes, pages: int | None = None) -> None:
        """A PDF of an edition, with room for its code; its pages are counted where not known."""
        words = layout.book_words(self.request.book.settings.book.language)
        data = pdf.reserve_code(data, words["code"], (words["format"], words["version"]))
        name = f"{self.request.book.settings.book.id}-{ending}.pdf"
        self.add(name, data, edition, pages or count_pages(data))

    def add(
        self, name: str, data: bytes, edition: str | None = None, pages: int | None = None
    ) -> None:
        with writing_errors(self.work / name):
            (self.work / name).write_bytes(data)
        self.files.append(OutputFile(name, edition, pages))


def render(request: RenderRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Writes the outputs into the work folder; gives a ``RenderAnswer`` as plain data."""
    outputs = _Outputs(request, work)
    package: bytes | None = None
    with (
        chinese.known_answers(request.words),
        own_style_errors(request, request.store) as unfit,
    ):
        problems = [*unfit, *ignored_declarations(request.styles, request.store)]
        progress("body")
        screen = _compose_screen(request, progress)
        composed = {layout.ORDINARY: screen}
        if "pdf" in request.formats:
            problems += _add_editions(request, composed, outputs, progress)
        if "epub" in request.formats:
            progress("epub")
            package = _package_epub(request, screen)
            outputs.add(f"{request.book.settings.book.id}.epub", package)
        if "docx" in request.formats:
            progress("docx")
            problems += _add_docx(request, composed, outputs, progress)
        for composition in composed.values():
            problems += composition.problems
        if "pdf" in request.formats:
            _add_record(request, screen, outputs)
        progress("proof")
        faults = list(_prove(request, composed, package))
        problems += [*faults, *replacing_styles(request, faults)]
    answer = RenderAnswer(
        tuple(outputs.files),
        _made_pages(request, composed),
        tuple(problems),
        tuple(_mapped_files()),
    )
    return to_plain(RenderAnswer, answer)


def compose_ordinary(
    request: RenderRequest,
    store: Cache,
    expected: Mapping[str, str],
    before_part: Callable[[], None] = lambda: None,
) -> tuple[pdf.Composition, tuple[Problem, ...]]:
    """The pages of the ordinary edition, in this process, and what is told of the book's own looks;
    ``expected`` as ``pdf.compose`` has it; ``before_part`` is called before each part.
    """
    with own_style_errors(request, store) as unfit:
        problems = [*unfit, *ignored_declarations(request.styles, store)]
        composed = pdf.compose(
            request.inputs,
            store=store,
            folded=False,
            pictured=False,
            observe_html=lambda part, text: before_part(),
            expected=expected,
        )
    return composed, (*problems, *composed.problems)


def compose(request: RenderRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """The first edition asked for as composed: the HTML of its parts; of each page its part, its
    folio, its running head and its lines.
    """
    progress("body")
    markup: dict[str, str] = {}  # of each part as it was set last
    composed = _compose(request, observe_html=markup.__setitem__)
    pages = [(page.part, page.folio, page.head, page.lines) for page in composed.printed]
    return {"markup": list(markup.items()), "pages": pages}


def _compose(request: RenderRequest, **observers: Any) -> pdf.Composition:
    """The first edition asked for; ``observers`` are those of ``pdf.compose``."""
    with chinese.known_answers(request.words), own_style_errors(request):
        return pdf.compose(
            request.inputs,
            edition=request.editions[0],
            folded=False,
            pictured=False,
            **observers,
        )


@dataclass(frozen=True, slots=True)
class BreaksRequest:
    """A book of which an edition is composed, and the block whose line breaks are asked for."""

    book: RenderRequest
    block: str


def explain_breaks(
    request: BreaksRequest, work: Path, progress: sandbox.Progress
) -> dict[str, Any]:
    """Why the lines of a block end where they end: ``paragraphs``, plain data of
    ``composer.ParagraphBreaks``.
    """
    progress("body")
    found: dict[str, list[composer.ParagraphBreaks]] = {}  # of each part as it was set last

    def observe(part: str, document: Any) -> None:
        found[part] = composer.explain_breaks(document, request.block)

    _compose(request.book, observe=observe)
    paragraphs = tuple(paragraph for part in found.values() for paragraph in part)
    return {"paragraphs": to_plain(tuple[composer.ParagraphBreaks, ...], paragraphs)}


def without_problems(book: Book) -> Book:
    """A book as the worker gets it: what was found in it so far stays here, the worker tells what
    it finds itself.
    """
    chapters = tuple(replace(chapter, problems=()) for chapter in book.chapters)
    return replace(book, problems=(), chapters=chapters)


def block_texts(book: Book) -> dict[str, str]:
    """The text of each block by its id."""
    return {block.id: block.text for block in book.blocks.values()}


def count_pages(document: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


def load_renderer() -> None:
    """Load what renders and proves, before it is asked for."""
    pdf.compose, proof.prove_pdf  # noqa: B018 - doors load when they are asked


def _compose_screen(request: RenderRequest, progress: sandbox.Progress) -> pdf.Composition:
    return pdf.compose(
        request.inputs,
        progress=lambda done: progress(STAGE_AFTER.get(done, done)),
        store=request.store,
        folded="pdf" in request.formats
        and any(layout.EDITIONS[name].imposition for name in request.editions),
        pictured="epub" in request.formats,
    )


def _made_pages(request: RenderRequest, composed: dict[str, pdf.Composition]) -> int:
    """The pages of the text: of the ordinary edition, or of the first one made where none of the
    editions has its pages.
    """
    made = [layout.EDITIONS[edition].pages_of or edition for edition in request.editions]
    first = layout.ORDINARY if "pdf" not in request.formats or layout.ORDINARY in made else made[0]
    return composed[first].pages


def _add_editions(
    request: RenderRequest,
    composed: dict[str, pdf.Composition],
    outputs: _Outputs,
    progress: sandbox.Progress,
) -> list[Problem]:
    """Adds the files of all editions, and to ``composed`` those that have pages of their own; gives
    what was found wrong.
    """
    problems: list[Problem] = []
    for edition in request.editions:
        row = layout.EDITIONS[edition]
        composition = _composed_edition(request, composed, row.pages_of or edition, progress)
        for ending, data in EDITION_FILES[row.imposition](edition, composition, request, problems):
            whole = ending == edition and row.imposition != "booklet"
            outputs.add_edition(ending, edition, data, composition.pages if whole else None)
    return [*problems, *_coarse_cover(request, composed)]


def _composed_edition(
    request: RenderRequest,
    composed: dict[str, pdf.Composition],
    edition: str,
    progress: sandbox.Progress,
) -> pdf.Composition:
    """The pages of an edition, which are added to ``composed`` where they are not there."""
    if edition not in composed:
        progress("body")
        composed[edition] = pdf.compose(
            request.inputs,
            edition=edition,
            ordinary=composed[layout.ORDINARY].starts,
            store=request.store,
            folded=False,
        )
    return composed[edition]


def _page_files(
    edition: str, composed: pdf.Composition, request: RenderRequest, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """The pages as they were composed, by the end of the file's name."""
    yield edition, composed.document


def _booklet_files(
    edition: str, composed: pdf.Composition, request: RenderRequest, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """Sheets to be folded, and what a printer needs beside them."""
    if composed.light_covers:
        problems.append(warning("cover-light", share=round(100 * composed.dark)))
    imposed = pdf.impose(composed.office_pages, request.book.settings.print)
    problems += imposed.problems
    guide, trial = pdf.print_guide(request.inputs, imposed)
    yield edition, imposed.duplex
    yield f"{edition}-fronts", imposed.fronts
    yield f"{edition}-backs", imposed.backs
    yield f"{edition}-guide", guide
    yield f"{edition}-trial", trial


def _press_files(
    edition: str, composed: pdf.Composition, request: RenderRequest, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """The inside and the cover for a press, with bleed and marks."""
    settings = request.book.settings
    width = pdf.spine_width(len(pdf.inside_pages(composed.slots, settings.print)), settings.print)
    title = pdf.spine_title(request.inputs, width)
    ground = bool(layout.COVER_DESIGNS[settings.cover.design].ground)
    prepared = pdf.prepare_for_press(
        composed.booklet_pages, composed.slots, settings.print, settings.book, title, ground
    )
    problems += [*prepared.problems, *_coarse_pictures(request, prepared.body)]
    yield edition, prepared.body
    yield f"{edition}-cover", prepared.cover


# The files that each kind of imposition gives.
EDITION_FILES = {"": _page_files, "booklet": _booklet_files, "press": _press_files}


def _coarse_cover(
    request: RenderRequest, composed: Mapping[str, pdf.Composition]
) -> Iterator[Problem]:
    """The picture of the cover where it has too few pixels on paper: what the edition wants that
    wants most.
    """
    cover = request.book.settings.cover
    name = getattr(cover, layout.COVER_DESIGNS[cover.design].needs or "picture")
    picture = request.pictures.get(name)
    lacks: list[tuple[float, int, float]] = []  # times too coarse, dpi wanted, dpi
    for row in (layout.EDITIONS[edition] for edition in request.editions):
        if picture is None or not row.facing:
            continue
        composition = composed[row.pages_of or row.name]
        light = composition.light_covers if row.imposition == "booklet" else b""
        least = pdf.PRINT_DPI if row.imposition == "press" else pdf.OFFICE_DPI
        for width, height, dpi in pdf.coarse_pictures(light or composition.document, least, 1):
            if (width, height) == (picture.width, picture.height):
                lacks.append((least / dpi, least, dpi))
    if picture and lacks:
        times, least, dpi = max(lacks)
        yield warning(
            "cover-coarse",
            picture.place,
            name=name,
            dpi=round(dpi),
            least=least,
            width=ceil(picture.width * times),
            height=ceil(picture.height * times),
        )


def _coarse_pictures(request: RenderRequest, document: bytes) -> Iterator[Problem]:
    """Pictures with too few pixels for print, each where the author put it."""
    resolutions = {(width, height): dpi for width, height, dpi in pdf.coarse_pictures(document)}
    for block in request.book.blocks.values():
        names = (
            [block.attribute("src")]
            if block.kind == "figure"
            else [span.value for span in block.spans if span.kind == "image"]
        )
        for name in names:
            picture = request.pictures.get(name)
            if picture and (dpi := resolutions.get((picture.width, picture.height))):
                yield warning(
                    "press-coarse", block.place, name=name, dpi=round(dpi), most=pdf.PRINT_DPI
                )


def _package_epub(request: RenderRequest, screen: pdf.Composition) -> bytes:
    return epub.package(
        request.book,
        request.pictures,
        screen.cover,
        screen.starts,
        request.templates,
        request.styles,
    )


def _add_docx(
    request: RenderRequest,
    composed: dict[str, pdf.Composition],
    outputs: _Outputs,
    progress: sandbox.Progress,
) -> tuple[Problem, ...]:
    """Adds the Word file; gives what of the text it lacks. That of an official document is composed
    first: on which page 版记 stands only its pages tell.
    """
    edition = docx.edition_of(request.editions, request.book.settings)
    official = edition.document
    book = layout.as_official_document(request.book) if official else request.book
    changes = revision.compare(request.since, request.version) if request.since else None
    data = docx.package(
        request.book,
        request.pictures,
        request.editions,
        composed[layout.ORDINARY].starts,
        changes,
        _composed_edition(request, composed, edition.name, progress).starts if official else (),
    )
    outputs.add(f"{book.settings.book.id}.docx", data)
    return proof.prove_docx(book, data, official)


def _add_record(request: RenderRequest, screen: pdf.Composition, outputs: _Outputs) -> None:
    """Adds the record of the print; with an older version, the pages with what changed marked."""
    version = version_in_print(request.version, request.book, screen, request.looks)
    outputs.add(revision.record_name(version), revision.dump_record(version))
    if request.since is not None:
        marked = change_documents.change_marks.mark_changes(
            screen.document,
            screen.printed,
            block_texts(request.book),
            revision.compare(request.since, version),
        )
        outputs.add_edition(f"{layout.ORDINARY}-marked", layout.ORDINARY, marked)


def version_in_print(
    version: revision.Version, book: Book, composed: pdf.Composition, looks: str
) -> revision.Version:
    """A version with where it stands on the pages that were composed."""
    lines = [
        (index, number, line.pieces)
        for index, page in enumerate(composed.printed)
        for number, line in enumerate(page.lines or (), 1)
    ]
    # The code on the imprint is another whenever the text is.
    imprint = hashlib.sha256(f"{revision.text_digest(version)} {looks}".encode()).hexdigest()[:16]
    pages = tuple(
        replace(page.summary(), drawn=imprint if page.imprint else page.drawn)
        for page in composed.printed
    )
    order = iter(range(len(pages)))
    settings = book.settings.print
    signatures = pdf.signatures(
        len(composed.slots) // 4, settings.staple_sheets if settings.split else None
    )
    booklet = tuple(-1 if slot.part == "notes" else next(order) for slot in composed.slots)
    spots = revision.unit_spots(version.units, lines)
    return replace(version, print=revision.Print(pages, spots, booklet, signatures, looks))


def _prove(
    request: RenderRequest, composed: Mapping[str, pdf.Composition], package: bytes | None
) -> Iterator[Problem]:
    """What the outputs lack of the text, have twice or changed; editions that share their pages are
    looked at once.
    """
    if "pdf" in request.formats:
        strict = not layout.overrides_add_text(request.templates, request.styles, shipped_style)
        overrides = layout.book_overrides(request.templates, request.styles)
        margins = not layout.paper_overrides(overrides)
        for name, composition in composed.items():
            official = layout.EDITIONS[name].document
            book = layout.as_official_document(request.book) if official else request.book
            yield from proof.prove_pdf(
                book,
                composition.document,
                composition.printed,
                request.faces,
                strict=strict,
                margins=margins,
                store=request.store,
                head="" if official else None,
            )
            yield from proof.lines_off_page(book, composition.printed, strict=strict)
    if package is not None:
        yield from proof.prove_epub(request.book, package)


def _mapped_files() -> Iterator[str]:
    """The libraries and fonts that this process has opened into its memory; nothing where the
    system does not tell.
    """
    with (
        suppress(OSError),
        open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as stream,
    ):
        for line in stream:
            path = line.rstrip("\n").partition("/")[2]
            if (
                path
                and not path.endswith(" (deleted)")
                and not path.startswith(("dev/", "memfd:", "proc/"))
            ):
                yield f"/{path}"
