"""The pages of a PDF measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lazy_loader

from duben import proof, sandbox
from duben.layout import EDITIONS
from duben.model import Book, BookError, problem

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

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
    try:
        measured = proof.measure_pdf(request.pdf)
    except pypdfium2.PdfiumError as error:
        raise BookError(
            problem("proof-no-pdf", None, name=request.name, reason=str(error)[:200]), 2
        ) from None
    if not measured.lines:
        raise BookError(problem("proof-no-text", None, name=request.name), 2)
    if request.marked:
        (work / MARKED_COPY).write_bytes(proof.mark_pdf(request.pdf, measured))
    report = proof.report_to_json(measured, request.book)
    if request.name.endswith(
        tuple(f"-{row.name}.pdf" for row in EDITIONS.values() if row.document)
    ):
        report["rules"] += proof.official_rows(request.pdf)
    return {"report": report}
