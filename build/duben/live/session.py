"""The guarded process of a live book: it reads, composes and draws, and keeps what it has made from
one task to the next.

A task is a function that gets a request and the work folder, and gives plain data, as everywhere
in the sandbox. What they share is the ``Session`` of the process.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pypdfium2

from duben import chinese, layout, pdf, publish, sandbox
from duben.cache import MemoryCache
from duben.live.state import LiveLine, LivePage, PageSpot, live_page
from duben.manuscript import SourceColumns
from duben.model import Book, Chapter, Page, Problem, data_digest, to_plain

FILE_PAGE = "of-a-file"  # the name of a drawing that is not kept
FULL_COLLECTION = 16  # so many settled books are between two searches of the whole memory
PNG_LEVEL = 3  # of compression: half the time of the usual 6, some percent larger


OVERTAKEN = "overtaken"  # a file in the work folder: there is a newer text than that being settled


class Overtaken(Exception):
    """What is being settled is an older text."""


@dataclass(frozen=True, slots=True)
class TextRequest:
    """The book in a folder, with texts by file name that stand for those on the disk; ``chapter``
    is the file that has changed since, for ``compose_chapter``.
    """

    folder: Path
    unsaved: Mapping[str, str]
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A page to be drawn, at so many pixels to the pt."""

    digest: str
    scale: float


@dataclass(frozen=True, slots=True)
class FilePageRequest:
    """A page (from 0) of a PDF on the disk, at so many pixels to the pt; ``half``: "left" or
    "right" for that half of it alone.
    """

    path: Path
    index: int
    scale: float
    half: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """A place of the text whose page is asked for: a line of a file, or a block and an offset."""

    file: str = ""
    line: int = 1
    column: int = 1
    block: str = ""
    offset: int = 0


@dataclass(frozen=True)
class SettledBook:
    """A book as it was settled: as it was read, the folios of its blocks, its pages, and a digest
    of what shapes these beside the text.
    """

    prepared: publish.PreparedBook
    request: publish.RenderRequest
    numbers: Mapping[str, str]
    pages: tuple[Page, ...]
    looks: str

    @property
    def book(self) -> Book:
        return self.request.book

    @cached_property
    def columns(self) -> SourceColumns:
        """Where its text stands in the author's files."""
        sources = {source.file: source for source in self.prepared.draft.sources}
        return SourceColumns(self.book, sources)

    @cached_property
    def chapter_pages(self) -> Mapping[str, range]:
        """The numbers (from 1) of the pages of each chapter of the body, by its file."""
        starts = {
            chapter.file: int(folio)
            for chapter in self.book.chapters
            if chapter.part != "front" and (folio := self._folio(chapter)).isdecimal()
        }
        ends = sorted((*starts.values(), 1 + sum(page.part == "body" for page in self.pages)))
        return {
            file: range(start, next(end for end in ends if end > start))
            for file, start in starts.items()
        }

    def _folio(self, chapter: Chapter) -> str:
        """That of the first block of a chapter that has one."""
        return next(
            (self.numbers[block.id] for block in chapter.walk() if block.id in self.numbers), ""
        )


@dataclass(slots=True)
class Session:
    """What the process keeps: what was composed, what the dictionaries answered, the last settled
    book, the files in which errors stand in the way of the next one, and the pages that can be
    drawn.
    """

    store: MemoryCache = field(default_factory=MemoryCache)
    answers: Mapping[str, Any] = field(default_factory=dict)
    settled: SettledBook | None = None
    faulty: frozenset[str] = frozenset()
    drawable: dict[str, tuple[pypdfium2.PdfDocument, int]] = field(default_factory=dict)
    states: int = 0  # settled so far

    @contextmanager
    def dictionary(self) -> Iterator[None]:
        """Inside it the dictionaries know what they have answered before."""
        with chinese.known_answers(self.answers) as answers:
            yield
        self.answers = answers.to_data()

    def show(self, document: bytes, pages: tuple[Page, ...], looks: str) -> tuple[LivePage, ...]:
        """Pages that can be drawn from now on."""
        opened = pypdfium2.PdfDocument(document)
        shown = tuple(live_page(page, looks) for page in pages)
        self.drawable |= {page.digest: (opened, index) for index, page in enumerate(shown)}
        return shown


@cache
def session() -> Session:
    """The session of this process."""
    return Session()


def load() -> None:
    """Loads what composes and draws, before it is asked for."""
    publish.load_renderer()


def settle(request: TextRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """The book read, checked and composed whole: ``problems``, and ``pages`` or None where errors
    stand in the way. {} where a newer text has overtaken it: what is composed so far is kept.
    """
    try:
        return _settle(request, work, session())
    except Overtaken:
        return {}


def _give_way(work: Path) -> None:
    """Raises ``Overtaken`` where there is a newer text."""
    if (work / OVERTAKEN).exists():
        raise Overtaken


def _settle(request: TextRequest, work: Path, kept: Session) -> dict[str, Any]:
    """As ``settle``; ``Overtaken`` where there is a newer text."""
    with kept.dictionary():
        prepared = _prepare(request, kept, work)
        if prepared.request is None:
            kept.faulty = frozenset(
                fault.place.file if fault.place else ""
                for fault in prepared.problems
                if fault.fatal
            )
            return {"problems": to_plain(tuple[Problem, ...], prepared.problems), "pages": None}
        kept.faulty = frozenset()
        composed, told = publish.compose_ordinary(
            prepared.request,
            kept.store,
            kept.settled.numbers if kept.settled else {},
            lambda: _give_way(work),
        )
    kept.settled = SettledBook(
        prepared, prepared.request, composed.numbers, composed.printed, _looks(prepared.request)
    )
    kept.drawable.clear()
    pages = kept.show(composed.document, composed.printed, kept.settled.looks)
    kept.store.begin_round()
    kept.states += 1
    # What refers to itself: each time among what is new, now and then among all that is kept.
    gc.collect(0 if kept.states % FULL_COLLECTION else 2)
    return {
        "problems": to_plain(tuple[Problem, ...], (*prepared.problems, *told)),
        "pages": to_plain(tuple[LivePage, ...], pages),
    }


def compose_chapter(request: TextRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """The pages of the chapter that has changed, in the place of those that it had when the book
    was settled: ``first`` and ``count`` of these among the pages of the book, ``pages`` the new
    ones; ``problems`` instead where errors stand in the way. {} where the whole book must be
    settled. The rest of the book is not read for it: its enumerations are those of the settled one.
    """
    kept = session()
    settled, file = kept.settled, request.chapter
    if settled is None or file not in settled.chapter_pages or kept.faulty - {file}:
        return {}
    numbers = settled.chapter_pages[file]
    with kept.dictionary():
        followed = publish.follow_chapter(settled.prepared, file, kept.store, request.unsaved)
        if followed is None:
            return _faults(request, kept, work)
        composed = pdf.compose_chapter(
            followed.inputs, file, numbers.start, store=kept.store, expected=settled.numbers
        )
    if composed is None:
        return {}
    pages = kept.show(composed.document, composed.printed, settled.looks)
    front = next(index for index, page in enumerate(settled.pages) if page.part == "body")
    return {
        "first": front + numbers.start - 1,
        "count": len(numbers),
        "pages": to_plain(tuple[LivePage, ...], pages),
    }


def _faults(request: TextRequest, kept: Session, work: Path) -> dict[str, Any]:
    """The ``problems`` of a book where an error stands in the way; {} where none does."""
    prepared = _prepare(request, kept, work)
    if prepared.request is not None:
        return {}
    return {"problems": to_plain(tuple[Problem, ...], prepared.problems)}


def draw(request: PictureRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Draws a page as PNG into the work folder: ``file`` is its name there, "" where the page is
    none of those that are shown.
    """
    opened = session().drawable.get(request.digest)
    if opened is None:
        return {"file": ""}
    document, index = opened
    name = f"{request.digest}@{request.scale:g}.png"
    bitmap = document[index].render(scale=request.scale)
    bitmap.to_pil().convert("RGB").save(work / name, compress_level=PNG_LEVEL)
    return {"file": name}


def draw_file(request: FilePageRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Draws a page of a PDF as ``draw`` does; ``file`` is "" where there is none."""
    name = f"{FILE_PAGE}.png"
    try:
        with pypdfium2.PdfDocument(request.path) as document:
            image = document[request.index].render(scale=request.scale).to_pil().convert("RGB")
            middle = image.width // 2
            if request.half == "left":
                image = image.crop((0, 0, middle, image.height))
            elif request.half == "right":
                image = image.crop((middle, 0, image.width, image.height))
            image.save(work / name, compress_level=PNG_LEVEL)
    except (pypdfium2.PdfiumError, IndexError, OSError):
        return {"file": ""}
    return {"file": name}


def read_lines(request: int, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """What stands on a page of the settled book, by its number from 0: ``lines``."""
    settled = session().settled
    lines: list[LiveLine] = []
    if settled is not None and 0 <= request < len(settled.pages):
        for line in settled.pages[request].lines or ():
            for piece in line.pieces:
                if piece.block in settled.book.blocks:
                    place = settled.columns.place(piece.block, piece.start)
                    lines.append(
                        LiveLine(
                            piece.left,
                            line.top,
                            piece.right,
                            line.bottom,
                            place.file,
                            place.line,
                            place.column,
                            piece.block,
                            piece.start,
                        )
                    )
    return {"lines": to_plain(tuple[LiveLine, ...], tuple(lines))}


def find_spot(request: PlaceRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Where a place of the text stands in the settled book: ``spot``, None where nowhere."""
    settled = session().settled
    passage: tuple[str, int] | None = (request.block, request.offset) if request.block else None
    if passage is None and settled is not None:
        with suppress(KeyError):
            passage = settled.columns.at(request.file, request.line, request.column)
    spot = _spot(settled.pages, *passage) if settled and passage else None
    return {"spot": to_plain(PageSpot | None, spot)}


def _spot(pages: tuple[Page, ...], block: str, offset: int) -> PageSpot | None:
    """The line on which ``text[offset]`` of a block stands: the last that begins before it."""
    spot = None
    for index, page in enumerate(pages):
        for line in page.lines or ():
            if any(piece.block == block and piece.start <= offset for piece in line.pieces):
                spot = PageSpot(index, line.top)
    return spot


def _prepare(request: TextRequest, kept: Session, work: Path) -> publish.PreparedBook:
    prepared = publish.prepare(
        request.folder, (layout.ORDINARY,), ("pdf",), kept.store, request.unsaved
    )
    if prepared.request is not None and not (work / "fonts.conf").exists():
        faces = prepared.request.faces
        os.environ["FONTCONFIG_FILE"] = str(layout.write_font_configuration(faces, work))
    return prepared


def _looks(request: publish.RenderRequest) -> str:
    """A digest of what shapes pages beside the text."""
    pictures = sorted((name, picture.sha256) for name, picture in request.pictures.items())
    return data_digest([request.looks, pictures, request.book.settings.output.layout])
