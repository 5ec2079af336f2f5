"""What the worker can be asked for, a function each. The heavy libraries are imported when a
task begins.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duben import cache, chinese, composer, epub, intake, layout, pdf, proof, revision
from duben.layout import FontFace
from duben.model import Book, BookError, Problem, SourceLocation, problem, warning
from duben.pdf import Forks
from duben.publish import unchanged
from duben.publish.outputs import writing_errors
from duben.revision import Version
from duben.sandbox import problems_from_json as problems_of, problems_to_json

if TYPE_CHECKING:
    from duben.manuscript import Picture

Stage = Callable[[str], None]


PARTS = "parts"  # in the work folder: what is to be kept
# The composition tells what it has done; the user wants to know what is being done.
AFTER = {"body": "parts", "parts": "join", "screen": "impose"}


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A book to be rendered: with its pictures, fonts, own templates and styles by name.

    ``version`` is the book as it is compared; ``looks`` a digest of what shapes its pages beside
    its text; ``since`` an older version against which changes are marked; ``shelf`` has what
    earlier builds kept; ``jobs``: in how many processes chapters are composed; ``words`` what the
    dictionary says of texts of which that will be asked.
    """

    book: Book
    pictures: Mapping[str, Picture]
    faces: tuple[FontFace, ...]
    templates: Mapping[str, str]
    styles: Mapping[str, str]
    editions: tuple[str, ...]
    formats: tuple[str, ...]
    version: Version
    looks: str
    since: Version | None = None
    shelf: cache.CacheDir | None = None
    jobs: int = 1
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeDocumentsRequest:
    """Two versions of a book whose differences are to be handed out; with the manuscripts that are
    to be set, where a print is not known.
    """

    old: Version
    new: Version
    old_book: RenderRequest | None
    new_book: RenderRequest | None
    faces: tuple[FontFace, ...]
    issuer: str = ""
    tongue: str = ""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Documents to be taken in as the manuscript ``directory``; ``today`` dates it where they do
    not; it is put together in ``part``.
    """

    files: tuple[Path, ...]
    directory: Path
    today: date
    part: Path


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A revised source for the manuscript in ``directory``; ``earlier`` is the source as it was,
    where the manuscript does not keep it.
    """

    files: tuple[Path, ...]
    directory: Path
    earlier: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """A PDF to be measured: its name for the user, the book that it was made of if any, and whether
    a marked copy is wanted.
    """

    pdf: Path
    name: str
    book: Book | None
    marked: bool


def sent(book: Book) -> Book:
    """A book as the worker gets it. What was found in it so far stays here: the worker tells what
    it finds itself.
    """
    return replace(
        book,
        problems=(),
        chapters=tuple(replace(chapter, problems=()) for chapter in book.chapters),
    )


def render(asked: RenderRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """Writes the outputs into the work folder; tells their names, editions and pages, and what was
    found wrong.
    """
    from duben.layout import EDITIONS, book_words

    about = asked.book.settings.book
    said = book_words(about.language)
    files: list[dict[str, Any]] = []
    problems: list[Problem] = []
    packed: bytes | None = None

    def keep(name: str, edition: str | None, data: bytes, pages: int | None = None) -> None:
        if edition is not None:
            from duben.pdf import (
                reserve_code,  # with PDFium, 5 MB that nothing before has a use for
            )

            data = reserve_code(data, said["code"], (said["format"], said["version"]))
        with writing_errors(work / name):
            (work / name).write_bytes(data)
        files.append(
            {
                "name": name,
                "edition": edition,
                "pages": None if edition is None else pages or _pages(data),
            }
        )

    chinese.recall_answers({"cuts": asked.words})
    forks = Forks(asked.jobs)
    # Forks leave what they make in the work folder, also where nothing is kept of it.
    store = parts_of(
        asked.shelf or (cache.CacheDir(work / PARTS) if asked.jobs > 1 else None), work
    )
    with own_looks(asked, store) as unfit:
        problems += [*unfit, *styles_said(asked.styles, store)]
        stage("body")
        screen = pdf.compose(
            asked.book,
            asked.pictures,
            asked.faces,
            asked.templates,
            asked.styles,
            lambda done: stage(AFTER.get(done, done)),
            store=store,
            folded=bool({"booklet", "press"} & set(asked.editions)) and "pdf" in asked.formats,
            pictured="epub" in asked.formats,
            forks=forks,
        )
        composed = {"screen": screen}
        if "pdf" in asked.formats:
            for edition in asked.editions:
                pages = EDITIONS[edition].pages_of or edition
                if pages not in composed:
                    stage("body")
                    composed[pages] = pdf.compose(
                        asked.book,
                        asked.pictures,
                        asked.faces,
                        asked.templates,
                        asked.styles,
                        edition=pages,
                        ordinary=screen.starts,
                        store=store,
                        folded=False,
                        forks=forks,
                    )
                for suffix, data in _printed(edition, composed[pages], asked, problems):
                    keep(
                        f"{about.id}-{suffix}.pdf",
                        edition,
                        data,
                        composed[pages].pages if suffix == edition != "booklet" else None,
                    )
        forks.end()
        if "epub" in asked.formats:
            stage("epub")

            packed = epub.package(
                asked.book,
                asked.pictures,
                screen.cover,
                screen.starts,
                asked.templates,
                asked.book.settings.output.theme,
                asked.styles,
            )
            keep(f"{about.id}.epub", None, packed)
        for one in composed.values():
            problems += one.problems
        if "pdf" in asked.formats:
            printed = recorded(asked.version, asked.book, screen, asked.looks)
            keep(revision.record_name(printed), None, revision.dump_record(printed))
            if asked.since is not None:
                from duben.publish.change_documents import change_marks

                found = revision.compare(asked.since, printed)
                keep(
                    f"{about.id}-screen-marked.pdf",
                    "screen",
                    change_marks.marked(screen.document, screen.printed, _texts(asked.book), found),
                )
        stage("proof")
        problems += _proved(asked, composed, packed, store)
    return {
        "files": files,
        "pages": screen.pages,
        "problems": problems_to_json(problems),
        "mapped": list(unchanged.mapped()),
    }


def compose(asked: RenderRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """The edition asked for as composed: the HTML of its parts; of each page its part, its folio
    and the positions on it.
    """
    from duben.pdf import positions_to_json

    stage("body")
    chinese.recall_answers({"cuts": asked.words})
    markup: dict[str, str] = {}  # of each part as it was set last
    with own_looks(asked):
        made = pdf.compose(
            asked.book,
            asked.pictures,
            asked.faces,
            asked.templates,
            asked.styles,
            edition=asked.editions[0],
            folded=False,
            pictured=False,
            told=markup.__setitem__,
        )
    pages = [
        (page.part, page.label, positions_to_json(page.positions))
        for page in made.printed
        if page.positions
    ]
    return {"markup": list(markup.items()), "pages": pages}


def _texts(book: Book) -> dict[str, str]:
    return {block.id: block.text for block in book.blocks.values()}


def parts_of(shelf: cache.CacheDir | None, work: Path) -> cache.OverlayCache | None:
    """What was kept of parts of books, with room for new ones in the work folder."""
    if shelf is None:
        return None
    (work / PARTS).mkdir(exist_ok=True)
    return cache.OverlayCache(shelf, cache.CacheDir(work / PARTS))


def recorded(version: Version, book: Book, composed: Any, looks: str) -> Version:
    """A version with where it stands on the pages that were composed."""

    lines = [
        (index, number, line.pieces)
        for index, page in enumerate(composed.printed)
        for number, line in enumerate(page.positions.lines, 1)
    ]
    # The code on the imprint is another whenever the text is.
    stamp = hashlib.sha256(f"{revision.text_digest(version)} {looks}".encode()).hexdigest()[:16]
    pages = tuple(
        revision.RecordedPage(
            page.label,
            page.part,
            page.positions.head,
            page.positions.text,
            stamp if page.positions.imprint else page.positions.drawn,
            len(page.positions.lines),
        )
        for page in composed.printed
    )
    order = iter(range(len(pages)))
    settings = book.settings.print
    signatures = pdf.signatures(
        len(composed.slots) // 4, settings.staple_sheets if settings.split else None
    )
    booklet = tuple(-1 if slot.part == "notes" else next(order) for slot in composed.slots)
    return replace(
        version,
        print=revision.Print(
            pages, revision.unit_spots(version.units, lines), booklet, signatures, looks
        ),
    )


def _printed(
    edition: str, composed: Any, asked: RenderRequest, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """The files of an edition, by the end of their name."""
    from duben.pdf import impose, inside_pages, prepare_for_press, spine_width

    if edition == "booklet":
        imposed = impose(composed.booklet_pages, asked.book.settings.print)
        problems += imposed.problems
        guide, trial = pdf.print_guide(
            asked.book, asked.faces, imposed, asked.templates, asked.styles
        )
        yield from (
            ("booklet", imposed.duplex),
            ("booklet-fronts", imposed.fronts),
            ("booklet-backs", imposed.backs),
            ("booklet-guide", guide),
            ("booklet-trial", trial),
        )
    elif edition == "press":
        settings = asked.book.settings
        width = spine_width(len(inside_pages(composed.slots, settings.print)), settings.print)
        title = pdf.spine_title(asked.book, asked.faces, width, asked.templates, asked.styles)
        pressed = prepare_for_press(
            composed.booklet_pages, composed.slots, settings.print, settings.book, title
        )
        problems += [*pressed.problems, *_coarse(asked, pressed.body)]
        yield from (("press", pressed.body), ("press-cover", pressed.cover))
    else:
        yield edition, composed.document


def _coarse(asked: RenderRequest, document: bytes) -> Iterator[Problem]:
    """Pictures with too few pixels for print, each where the author put it."""
    from duben.pdf import PRINT_DPI, coarse_pictures

    found = {(width, height): dpi for width, height, dpi in coarse_pictures(document)}
    for block in asked.book.blocks.values():
        names = (
            [block.attribute("src")]
            if block.kind == "figure"
            else [span.value for span in block.spans if span.kind == "image"]
        )
        for name in names:
            picture = asked.pictures.get(name)
            if picture and (dpi := found.get((picture.width, picture.height))):
                yield warning(
                    "press-coarse", block.place, name=name, dpi=round(dpi), most=PRINT_DPI
                )


def _pages(data: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def _proved(
    asked: RenderRequest,
    composed: Mapping[str, Any],
    packed: bytes | None,
    store: cache.OverlayCache | None,
) -> Iterator[Problem]:
    """What the outputs lack of the text, have twice or changed; editions that share their pages are
    looked at once.
    """
    from duben.layout import EDITIONS

    if "pdf" in asked.formats:
        strict = not layout.overrides_add_text(asked.templates, asked.styles, _ours(asked))
        for name, one in composed.items():
            book = pdf.as_official_document(asked.book) if EDITIONS[name].document else asked.book
            head = pdf.document_head(book) if EDITIONS[name].document else None
            yield from proof.prove_pdf(
                book,
                one.document,
                one.printed,
                asked.faces,
                strict=strict,
                margins=not layout.paper_overrides(
                    layout.book_overrides(asked.templates, asked.styles)
                ),
                store=store,
                head=head,
            )
            yield from proof.lines_off_page(book, one.printed, strict=strict)
    if packed is not None:
        yield from proof.prove_epub(asked.book, packed)


def _ours(asked: RenderRequest) -> Callable[[str], str]:
    """Gives our text of a style by its name, "" where only the book has such."""
    from duben.layout import EDITIONS

    shipped = {name for edition in EDITIONS.values() for name in edition.styles}
    return lambda name: (
        layout.stylesheet(name, None, asked.book.settings.output.theme) if name in shipped else ""
    )


def styles_said(styles: Mapping[str, str], store: cache.OverlayCache | None) -> tuple[Problem, ...]:
    """The same as ``own_styles``, kept from one build to the next."""
    return _kept(lambda: own_styles(styles), store, "own styles", styles) if styles else ()


def _kept(
    find: Callable[[], Iterable[Problem]], store: cache.OverlayCache | None, *of: object
) -> tuple[Problem, ...]:
    """What was found before in this, or is now."""
    if store and (kept := store.get(*of)):
        return problems_of({"problems": kept[0]})
    found = tuple(find())
    if store:
        store.put(problems_to_json(found), b"", *of)
    return found


def own_styles(styles: Mapping[str, str]) -> Iterator[Problem]:
    """What the renderer does not take of the book's own style sheets for paper, line by line."""
    import logging

    from weasyprint import CSS
    from weasyprint.urls import URLFetcher

    from duben.layout import EDITIONS

    composer.install()  # or its own properties were unknown

    class Nothing(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:
            raise ValueError(url)

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    said: list[str] = []
    handler, logger = Kept(logging.WARNING), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        for name in sorted(
            {sheet for edition in EDITIONS.values() for sheet in edition.styles} & styles.keys()
        ):
            said.clear()
            CSS(string=styles[name], url_fetcher=Nothing())
            for text in dict.fromkeys(said):
                if found := re.search(r"\bat ([0-9]{1,9}):([0-9]{1,9})", text):
                    what = (
                        (text[: found.start()] + text[found.end() :])
                        .replace(" , ", ", ")
                        .strip()[:200]
                    )
                    yield warning(
                        "style-ignored",
                        SourceLocation(f"styles/{name}", int(found[1]), int(found[2])),
                        what=what,
                    )
    finally:
        logger.removeHandler(handler)


@contextlib.contextmanager
def own_looks(
    asked: RenderRequest, store: cache.OverlayCache | None = None
) -> Iterator[tuple[Problem, ...]]:
    """Turns what a template or style of the book's own brings about into a problem of the text,
    with its place; gives what is to be told of them.
    """
    import jinja2

    from duben.layout import EDITIONS

    names = list(
        dict.fromkeys(EDITIONS[name].pages_of or name for name in ("screen", *asked.editions))
    )
    folded = "booklet" in asked.editions
    unfit = (
        _kept(
            lambda: layout.check_css_limits(
                asked.styles, [EDITIONS[name] for name in names], folded
            ),
            store,
            "unfit",
            asked.styles,
            names,
            folded,
        )
        if asked.styles
        else ()
    )
    if any(one.fatal for one in unfit):
        raise BookError(unfit)
    try:
        yield unfit
    except (BookError, MemoryError):
        raise
    except Exception as error:
        if place := _template(error, asked.templates):
            kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
            reason = f"{kind}{error}".splitlines() or [type(error).__name__]
            name = place.file.removeprefix("templates/")
            raise BookError(
                problem("template-broken", place, name=name, reason=reason[0][:200])
            ) from error
        files = layout.book_overrides(asked.templates, asked.styles)
        if not files or isinstance(error, jinja2.TemplateError):
            raise
        # Our own looks are tested; values that no page can hold come from theirs.
        place = layout.locate_doubtful_value(files, _ours(asked))
        raise BookError(
            problem("own-looks", place, names=", ".join(files)[:200], detail=traceback.format_exc())
        ) from error


def _template(error: Exception, own: Mapping[str, str]) -> SourceLocation | None:
    """Which template of the book's own is at fault, and in which line; None where it is none."""
    import jinja2

    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    if isinstance(error, jinja2.TemplateSyntaxError) and name in own:
        return SourceLocation(f"templates/{name}", line or 1)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        name = frame.filename.removeprefix("<templates/").removesuffix(">")
        if frame.filename == f"<templates/{name}>" and name in own:
            return SourceLocation(f"templates/{name}", frame.lineno or 1)
    if isinstance(error, jinja2.TemplateError) and own:
        # Where nothing else tells: the one that the message names, else the first.
        return SourceLocation(
            f"templates/{next((name for name in own if name in str(error)), next(iter(own)))}"
        )
    return None


def announce(asked: ChangeDocumentsRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """Writes report, slip of corrections and changes.json into the work folder; tells their names
    and pages.
    """
    import json

    from duben.layout import book_words
    from duben.publish.change_documents import (
        change_marks,
        legend,
        replacement_pages,
        report,
        slip as notices,
    )

    def set_now(version: Version, book: RenderRequest) -> tuple[Version, Any]:
        with own_looks(book):
            stage("body")
            # Folded, as a build asks for it: what it kept is found again.
            composed = pdf.compose(
                book.book,
                book.pictures,
                book.faces,
                book.templates,
                book.styles,
                store=parts_of(book.shelf, work),
                pictured=False,
            )
        return recorded(version, book.book, composed, book.looks), composed

    new, composed = set_now(asked.new, asked.new_book) if asked.new_book else (asked.new, None)
    old = (
        asked.old
        if asked.old.print or new.print is None or not asked.old_book
        else set_now(asked.old, asked.old_book)[0]
    )
    found = revision.compare(old, new)
    said = book_words(new.language, "revision")
    corrections = revision.find_corrections(found)
    stage("revision")
    slip = notices.slip(found, corrections, asked.faces, said, asked.issuer)
    replaced = None
    if found.changes and old.print is not None and asked.new_book:
        book = asked.new_book
        with own_looks(book):
            replaced = replacement_pages.replacement(
                found,
                replacement_pages.Making(
                    book.book, book.pictures, book.faces, book.templates, book.styles, book.looks
                ),
                said,
                parts_of(book.shelf, work),
            )
    html, paper = report.report(
        found,
        asked.faces,
        said,
        slip,
        replaced,
        assumed=old.print is not None and asked.old.print is None,
    )
    document = {
        **revision.revision_to_json(found),
        "errata": revision.errata_to_json(found, corrections),
        "replacement": replaced.to_json() if replaced else None,
    }
    files = {
        "report.html": html.encode(),
        "report.pdf": paper,
        "errata.pdf": slip.pdf,
        "changes.json": (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
            "utf-8", "backslashreplace"
        ),
    }
    if composed is not None and asked.new_book and found.changes:
        pages = change_marks.marked(
            composed.document, composed.printed, _texts(asked.new_book.book), found, only=True
        )
        files["marked.pdf"] = legend.explained(pages, found, asked.faces, said)
    if replaced and replaced.pdf:
        files |= {
            "replacement.pdf": replaced.pdf,
            "replacement.record.json": revision.dump_record(replaced.version),
        }
    for name, data in files.items():
        with writing_errors(work / name):
            (work / name).write_bytes(data)
    known = found.old.print is not None and found.new.print is not None
    return {
        "problems": [],
        "changes": len(found.changes),
        "advice": list(
            report.advice(
                found,
                slip,
                replaced,
                book_words("en", "revision") if asked.tongue == "en" else said,
            )
        )
        if known
        else [],
        "files": [
            {"name": name, "pages": _pages(data) if name.endswith(".pdf") else None}
            for name, data in files.items()
        ],
    }


def import_documents(asked: ImportRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """Makes a manuscript of documents; tells how much was mended, left out and moved."""

    documents = [intake.read_document(path) for path in asked.files]
    written = intake.write_manuscript(documents, asked.directory, asked.today, asked.part)
    return {
        "problems": problems_to_json(intake.document_problems(documents)),
        "counts": {name: len(rows) for name, rows in intake.intake_report(documents).items()},
        "told": {tongue: intake.summarize_changes(documents, tongue) for tongue in ("zh", "en")},
        "files": [path.name for path in written],
    }


def update_import(asked: UpdateRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """Brings a manuscript up to its revised source; tells what was taken over and what was left to
    the editor.
    """

    documents = [intake.read_document(path) for path in asked.files]
    made = intake.update_manuscript(
        documents, asked.directory, [intake.read_document(path) for path in asked.earlier]
    )
    return {
        "problems": problems_to_json(made.notices),
        "files": sorted(made.files),
        "conflicts": len(made.conflicts),
        "taken": [[kind, str(place), words] for kind, place, words in made.taken],
    }


def measure(asked: MeasureRequest, work: Path, stage: Stage) -> dict[str, Any]:
    """Measures a PDF against the rules of lines and pages; writes the marked copy into the work
    folder.
    """
    import pypdfium2

    stage("proof")
    try:
        measured = proof.measure_pdf(asked.pdf)
    except pypdfium2.PdfiumError as error:
        raise BookError(
            problem("proof-no-pdf", None, name=asked.name, reason=str(error)[:200]), 2
        ) from None
    if not measured.lines:
        raise BookError(problem("proof-no-text", None, name=asked.name), 2)
    if asked.marked:
        (work / "marked.pdf").write_bytes(proof.mark_pdf(asked.pdf, measured))
    told = proof.report_to_json(measured, asked.book)
    if asked.name.endswith("-official.pdf"):
        told["rules"] += proof.official_rows(asked.pdf)
    return {"report": told}


def load_renderer() -> None:
    """Load what renders and proves, before it is asked for."""
    pdf.compose, proof.prove_pdf  # noqa: B018 - doors load when they are asked
