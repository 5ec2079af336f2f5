"""Finished pages measured, of a PDF or of a book that is composed for it; places told in the
manuscript's own lines.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben import sandbox
from duben.layout import EDITIONS
from duben.model import Book, BookError, Problem, problem
from duben.publish import reading
from duben.publish.builds import Progress, build_book
from duben.publish.options import BuildOptions, BuildResult
from duben.publish.worker.documents import MARKED_COPY, MeasureRequest, measure
from duben.publish.worker.rendering import without_problems


@dataclass(frozen=True, slots=True)
class MeasuredPdf:
    """A PDF, what was measured in it (``duben.proof.pages.report.to_json``) and, if wanted, its
    copy with the places marked.
    """

    name: str
    report: dict[str, Any]
    marked: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What came of a proof: each PDF, and for a book what the build told: the text compared."""

    documents: tuple[MeasuredPdf, ...]
    problems: tuple[Problem, ...] = ()
    built: BuildResult | None = None

    @property
    def fatal(self) -> bool:
        """Whether text is lost, or a rule of weight is broken."""
        return any(problem.fatal for problem in self.problems) or any(
            rule["fatal"] for document in self.documents for rule in document.report["rules"]
        )


def proof_book(
    path: Path, *, marked: bool = False, progress: Progress = lambda book, stage: None
) -> ProofResult:
    """Measures a PDF, or the pages of a book's folder, which are composed anew and leave BOOK/out
    alone.

    BookError (2) for what is not there or cannot be read; (1) for a book with errors, which has no
    pages.
    """
    if path.is_dir():
        return _proof_book(path, marked, progress)
    if not path.is_file():
        raise BookError(problem("proof-missing", None, path=str(path)), 2)
    progress(path.name, "proof")
    return ProofResult((_measure(path, path.name, None, marked),))


def _proof_book(path: Path, marked: bool, progress: Progress) -> ProofResult:
    with tempfile.TemporaryDirectory(prefix="duben-") as folder:
        book = reading.load(path).book
        options = BuildOptions(Path(folder), _editions_with_pages(book), kept=False)
        built = build_book(path, options, progress)
        if not built.done:
            return ProofResult((), built.problems, built)
        documents = tuple(
            _measure(Path(folder, file.name), file.name, without_problems(book), marked)
            for file in built.files
            if file.edition
        )
    return ProofResult(documents, built.problems, built)


def _editions_with_pages(book: Book) -> tuple[str, ...]:
    """The editions that a book asks for and that have pages of their own; else the screen's."""
    names = book.settings.output.editions
    return tuple(name for name in names if name in EDITIONS and not EDITIONS[name].pages_of) or (
        "screen",
    )


def _measure(path: Path, name: str, book: Book | None, marked: bool) -> MeasuredPdf:
    with (
        tempfile.TemporaryDirectory(prefix="duben-") as work,
        sandbox.open_worker() as worker,
    ):
        answer = worker.run(measure, MeasureRequest(path.resolve(), name, book, marked), Path(work))
        report: dict[str, Any] = answer["report"]
        return MeasuredPdf(name, report, Path(work, MARKED_COPY).read_bytes() if marked else None)


def text_differences(problems: Sequence[Problem]) -> dict[str, list[dict[str, Any]]]:
    """What an output lacks of the source's text and what it has more, as the contract's JSON has
    it.
    """
    return {
        "missing": list(_text_rows(problems, ("missing", "changed", "moved"))),
        "added": list(_text_rows(problems, ("added", "doubled"))),
    }


def _text_rows(problems: Sequence[Problem], kinds: Sequence[str]) -> Iterator[dict[str, Any]]:
    for fault in problems:
        if fault.rule.removeprefix("text-") in kinds and fault.rule.startswith("text-"):
            yield {
                "place": str(fault.place) if fault.place else None,
                "expected": fault.values.get("expected", ""),
                "found": fault.values.get("found", ""),
            }
