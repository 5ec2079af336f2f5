"""A book as composed, without outputs: what of it is shown, and the way from a line of the printed
draft (第3页第5行) to the author's file, and back.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben import composer, layout, pdf, sandbox
from duben.manuscript import SourceColumns
from duben.model import BookError, Page, PrintedLine, SourceLocation, from_plain, problem
from duben.publish import one_book, reading
from duben.publish.builds import Progress
from duben.publish.options import BuildOptions, check_names
from duben.publish.worker import rendering


@dataclass(frozen=True, slots=True)
class ComposedBook:
    """An edition of a book as composed: its pages, and the HTML of each part by its name."""

    draft: reading.Draft
    pages: Sequence[Page]
    markup: Sequence[tuple[str, str]]


def compose_book(
    path: Path, edition: str, progress: Progress = lambda book, stage: None
) -> ComposedBook:
    """A book's edition as it would be printed now. BookError (1) for a book with errors, which has
    no pages.
    """
    draft, answer = run_in_worker(path, edition, rendering.compose, lambda book: book, progress)
    pages = [
        Page(part, folio, head, line_count=len(lines), lines=pdf.read_lines(lines, {}))
        for part, folio, head, lines in answer["pages"]
    ]
    return ComposedBook(draft, pages, [(name, text) for name, text in answer["markup"]])


def run_in_worker(
    path: Path,
    edition: str,
    task: Callable[..., dict[str, Any]],
    ask: Callable[[rendering.RenderRequest], object],
    progress: Progress,
) -> tuple[reading.Draft, dict[str, Any]]:
    """The text of a book, and what the worker answers to a task for which ``ask`` makes a request.
    BookError as ``compose_book``.
    """
    check_names(BuildOptions(editions=(edition,)))
    progress(path.name, "read")
    book = one_book.prepare(path, (edition,), ("pdf",))
    if book.request is None:
        raise BookError([problem for problem in book.problems if problem.fatal])
    with (
        tempfile.TemporaryDirectory(prefix="duben-") as folder,
        sandbox.open_worker(rendering.load_renderer) as worker,
    ):
        work = Path(folder)
        configuration = layout.write_font_configuration(book.request.faces, work)
        return book.draft, worker.run(
            task,
            ask(book.request),
            work,
            {"FONTCONFIG_FILE": str(configuration)},
            lambda stage: progress(path.name, stage),
        )


def show_html(composed: ComposedBook) -> Iterator[str]:
    """The HTML of each part, its name before it."""
    for name, text in composed.markup:
        yield f"<!-- {name} -->\n{text}\n"


def show_lines(composed: ComposedBook) -> Iterator[str]:
    """Every line: page and line, baseline in pt from the page's top, left and right edge, the
    author's text on it.
    """
    for index, page in enumerate(composed.pages, 1):
        for number, line in enumerate(page.lines or (), 1):
            left, right = (
                min(piece.left for piece in line.pieces),
                max(piece.right for piece in line.pieces),
            )
            yield (
                f"{page.folio or f'({index})'}:{number}  {line.baseline:.2f}  "
                f"{left:.2f}–{right:.2f}  {_text(composed, line)}\n"
            )


def show_pages(composed: ComposedBook) -> Iterator[str]:
    """Every page: number in the file, folio, part, how many lines, running head, how it begins."""
    for index, page in enumerate(composed.pages, 1):
        first = next((_text(composed, line) for line in page.lines or ()), "")
        yield (
            f"{index}  {page.folio or '–'}  {page.part}  {page.line_count}  "
            f"{page.head or '–'}  {first}\n"
        )


def _text(composed: ComposedBook, line: PrintedLine) -> str:
    blocks = composed.draft.book.blocks
    return "".join(
        blocks[piece.block].text[piece.start : piece.end] if piece.block in blocks else "…"
        for piece in line.pieces
    ).replace("\n", "⏎")


PAGE_LINE = re.compile(
    r"(?:第\s*)?([0-9]{1,6}|[ivxlc]{1,9})(?:\s*页\s*第?\s*|[:：])([0-9]{1,4})\s*行?"
)
FILE_LINE = re.compile(r"(.+\.md):([0-9]{1,7})(?::([0-9]{1,7}))?")


# Folio, line on the page from 1, (block, offset) of each piece on it.
DraftRow = tuple[str, int, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the draft: the folio of its page, and its number on the page, from 1."""

    folio: str
    line: int

    def __str__(self) -> str:
        return f"{self.folio}:{self.line}"


@dataclass(frozen=True, slots=True)
class DraftLines:
    """The lines of a book's draft and what stands on them."""

    columns: SourceColumns
    rows: tuple[DraftRow, ...]

    def place(self, at: DraftLine) -> SourceLocation:
        """Where the first character of a line stands in the manuscript. BookError for a line that
        is not there, or is none of the author's.
        """
        page = [row for row in self.rows if row[0] == at.folio]
        if not page:
            raise BookError(problem("where-no-page", None, page=at.folio, pages=self.folios()))
        on_line = next((row for row in page if row[1] == at.line), None)
        if on_line is None:
            raise BookError(
                problem(
                    "where-no-line",
                    None,
                    page=at.folio,
                    line=at.line,
                    lines=max(row[1] for row in page),
                )
            )
        position = next(((block, offset) for block, offset in on_line[2] if block), None)
        if position is None:
            raise BookError(problem("where-ours", None, page=at.folio, line=at.line))
        return self.columns.place(*position)

    def line(self, place: SourceLocation) -> DraftLine:
        """The line of the draft that shows a place of the manuscript. BookError where none does."""
        position = self.columns.at(place.file, place.line, place.column)
        line = self.find(*position) if position else None
        if line is None:
            raise BookError(problem("where-not-printed", place))
        return line

    def find(self, block: str, offset: int) -> DraftLine | None:
        best: tuple[int, DraftLine] | None = None
        for folio, line, pieces in self.rows:
            for name, start in pieces:
                if name == block and start <= offset and (best is None or start > best[0]):
                    best = start, DraftLine(folio, line)
        return best[1] if best else None

    def folios(self) -> str:
        numbers = [int(row[0]) for row in self.rows if row[0].isdecimal()]
        return f"1—{max(numbers)}" if numbers else "–"


def parse_place(text: str) -> DraftLine | SourceLocation:
    """PAGE:LINE (or 第…页第…行), or FILE:LINE[:COLUMN]. BookError (2) for anything else."""
    text = text.strip()
    if match := PAGE_LINE.fullmatch(text):
        return DraftLine(match[1].lstrip("0") or "0", int(match[2]))
    if match := FILE_LINE.fullmatch(text):
        return SourceLocation(match[1], int(match[2]), int(match[3] or 1))
    raise BookError(problem("where-form", None, text=text[:60]), 2)


def draft_lines(path: Path, progress: Progress = lambda book, stage: None) -> DraftLines:
    """The lines of a book's draft as it would be printed now. BookError as ``composed``."""
    composed = compose_book(path, "draft", progress)
    columns = SourceColumns(
        composed.draft.book, {source.file: source for source in composed.draft.sources}
    )
    return DraftLines(
        columns,
        tuple(
            (page.folio, number, tuple((piece.block, piece.start) for piece in line.pieces))
            for page in composed.pages
            if page.folio
            for number, line in enumerate(page.lines or (), 1)
        ),
    )


def explain_breaks(
    path: Path,
    place: str,
    progress: Progress = lambda book, stage: None,
    edition: str | None = None,
) -> tuple[composer.ParagraphBreaks, ...]:
    """Why the lines of the paragraph at a place of the manuscript, or of the printed draft, end
    where they end in an edition; None: in the draft for a place of it, else in the screen edition.
    BookError (1) where no paragraph of ours is there, (2) for an edition that there is none of.
    """
    location, usual = parse_place(place), layout.ORDINARY
    if isinstance(location, DraftLine):
        location, usual = draft_lines(path, progress).place(location), "draft"
    draft = reading.load(path)
    columns = SourceColumns(draft.book, {source.file: source for source in draft.sources})
    passage = columns.at(location.file, location.line, location.column)
    if passage is None:
        raise BookError(problem("where-not-printed", location))
    _, answer = run_in_worker(
        path,
        edition or usual,
        rendering.explain_breaks,
        lambda book: rendering.BreaksRequest(book, passage[0]),
        progress,
    )
    paragraphs: tuple[composer.ParagraphBreaks, ...] = from_plain(
        tuple[composer.ParagraphBreaks, ...], answer["paragraphs"]
    )
    if not paragraphs:
        raise BookError(problem("breaks-not-ours", location))
    return paragraphs
