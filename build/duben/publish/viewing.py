"""A book as composed, without outputs: what of it is looked up or shown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben import layout, pdf, sandbox
from duben.model import BookError, Page, PrintedLine, problem
from duben.publish import one_book, reading
from duben.publish.builds import Progress
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
    progress(path.name, "read")
    draft = reading.load(path)
    if draft.manuscript is None:
        raise BookError(problem("build-needs-folder", None, path=str(path)), 2)
    pictures, wrong = reading.load_pictures(draft)
    if fatal := [problem for problem in reading.check_with_pictures(draft, wrong) if problem.fatal]:
        raise BookError(fatal)
    with (
        tempfile.TemporaryDirectory(prefix="duben-") as folder,
        sandbox.open_worker(rendering.load_renderer) as worker,
    ):
        work = Path(folder)
        faces = one_book.faces_of(draft.book)
        request = ask(one_book.render_request(draft, pictures, faces, (edition,), ("pdf",)))
        surroundings = {"FONTCONFIG_FILE": str(layout.write_font_configuration(faces, work))}
        return draft, worker.run(
            task, request, work, surroundings, lambda stage: progress(path.name, stage)
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
