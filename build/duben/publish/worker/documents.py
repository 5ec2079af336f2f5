"""Documents in a process of their own: the pages of a PDF measured; documents taken in as a
manuscript, and a manuscript brought up to its revised source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lazy_loader

from duben import intake, proof, sandbox
from duben.layout import EDITIONS
from duben.model import Book, BookError, Problem, problem, to_plain

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

# What is told of a revised source, besides what was left to the editor.
TOLD_AT_UPDATE = ("word-revisions", "word-original", "word-converted")
MARKED_COPY = "marked.pdf"  # in the work folder


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """A PDF to be measured: its name for the user, the book that it was made of if any, and whether
    a marked copy is wanted.
    """

    pdf: Path
    name: str
    book: Book | None
    marked: bool


def measure(request: MeasureRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Measures a PDF against the rules of lines and pages; writes the marked copy into the work
    folder.
    """
    progress("proof")
    official = request.name.endswith(
        tuple(f"-{row.name}.pdf" for row in EDITIONS.values() if row.document)
    )
    compact = request.book is not None and request.book.settings.output.layout == "compact"
    try:
        measured = proof.measure_pdf(request.pdf, compact=compact and not official)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        reason = "it asks for a password" if is_locked else "no PDF, or damaged"
        raise BookError(
            problem("proof-no-pdf", None, name=request.name, reason=reason), 2
        ) from None
    if not measured.lines:
        raise BookError(problem("proof-no-text", None, name=request.name), 2)
    if request.marked:
        (work / MARKED_COPY).write_bytes(proof.mark_pdf(request.pdf, measured))
    report = proof.report_to_json(measured, request.book)
    if official:
        report["rules"] += proof.official_rows(request.pdf)
    return {"report": report}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Documents to be taken in as the manuscript ``directory``; it is put together in ``part``.
    ``original``: of Word files the text before tracked changes. ``converted`` has the .docx that
    was made of a file of another word processor. ``show_all``: what was changed is told whole.
    """

    files: tuple[Path, ...]
    directory: Path
    part: Path
    original: bool = False
    converted: Mapping[Path, Path] = field(default_factory=dict)
    show_all: bool = False


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A revised source for the manuscript in ``directory``; ``earlier`` is the source as it was,
    where the manuscript does not keep it.
    """

    files: tuple[Path, ...]
    directory: Path
    earlier: tuple[Path, ...] = ()
    original: bool = False
    converted: Mapping[Path, Path] = field(default_factory=dict)


def import_documents(
    request: ImportRequest, work: Path, progress: sandbox.Progress
) -> dict[str, Any]:
    """Makes a manuscript of documents; tells how much was mended, left out and moved, and what the
    editor is asked.
    """
    documents = _read_documents(request, request.files)
    unsure = intake.find_unsure_lists(documents)
    written = intake.write_manuscript(documents, request.directory, request.part, unsure)
    book_toml = written[0].read_text("utf-8")
    return {
        "problems": to_plain(tuple[Problem, ...], intake.document_problems(documents)),
        "counts": {name: len(rows) for name, rows in intake.intake_report(documents).items()},
        "told": {
            tongue: intake.summarize_changes(documents, tongue, request.show_all)
            for tongue in ("zh", "en")
        },
        "unsure": {
            tongue: list(intake.summarize_unsure_lists(unsure, tongue)) for tongue in ("zh", "en")
        },
        "questions": {
            tongue: [list(row) for row in intake.list_questions(documents, book_toml, tongue)]
            for tongue in ("zh", "en")
        },
        "files": [path.name for path in written],
        "places": intake.report_places(documents, unsure),
    }


def _read_documents(
    request: ImportRequest | UpdateRequest, files: Sequence[Path]
) -> list[intake.ImportedDocument]:
    return intake.read_documents(files, request.original, request.converted)


def update_import(request: UpdateRequest, work: Path, progress: sandbox.Progress) -> dict[str, Any]:
    """Brings a manuscript up to its revised source; tells what was taken over and what was left to
    the editor.
    """
    documents = _read_documents(request, request.files)
    earlier = _read_documents(request, request.earlier)
    update = intake.update_manuscript(documents, request.directory, earlier)
    found = (
        fault
        for document in documents
        for fault in document.problems
        if fault.fatal or fault.rule in TOLD_AT_UPDATE
    )
    return {
        "problems": to_plain(tuple[Problem, ...], (*found, *update.notices)),
        "files": sorted(update.files),
        "conflicts": len(update.conflicts),
        "taken": [[kind, str(place), words] for kind, place, words in update.taken],
    }
