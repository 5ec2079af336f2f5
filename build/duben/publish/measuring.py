"""Finished pages measured, of a PDF or of a book that is composed for it; places told in the
manuscript's own lines.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben.edition import EDITIONS
from duben.errors import BookError, Problem, problem
from duben.publish import building, isolation
from duben.publish.built import Built
from duben.publish.tasks import Measuring, sent

Progress = Callable[[str, str], None]
MARKED = "marked.pdf"


@dataclass(frozen=True, slots=True)
class Measured:
    """A PDF, what was measured in it (``duben.proof.report.to_json``) and, if wanted, its copy with
    the places marked.
    """

    name: str
    report: dict[str, Any]
    marked: bytes | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of a proof: each PDF, and for a book what the build told: the text compared."""

    documents: tuple[Measured, ...]
    problems: tuple[Problem, ...] = ()
    built: Built | None = None

    @property
    def fatal(self) -> bool:
        """Whether text is lost, or a rule of weight is broken."""
        return any(one.fatal for one in self.problems) or any(
            rule["fatal"] for one in self.documents for rule in one.report["rules"]
        )


def proof(
    path: Path, *, marked: bool = False, progress: Progress = lambda book, stage: None
) -> Proved:
    """Measures a PDF, or the pages of a book's folder, which are composed anew and leave BOOK/out
    alone.

    BookError (2) for what is not there or cannot be read; (1) for a book with errors, which has no
    pages.
    """
    if path.is_dir():
        return _book(path, marked, progress)
    if not path.is_file():
        raise BookError(problem("proof-missing", None, path=str(path)), 2)
    progress(path.name, "proof")
    return Proved((_measured(path, path.name, None, marked),))


def _book(path: Path, marked: bool, progress: Progress) -> Proved:
    with tempfile.TemporaryDirectory(prefix="duben-") as folder:
        (built,) = building.build(path, folder, editions=_editions(path), progress=progress)
        if not built.done:
            return Proved((), built.problems, built)
        book = sent(built.draft.book) if built.draft else None
        documents = tuple(
            _measured(Path(folder, one.name), one.name, book, marked)
            for one in built.files
            if one.edition
        )
    return Proved(documents, built.problems, built)


def _editions(path: Path) -> tuple[str, ...]:
    """The editions that a book asks for and that have pages of their own; else the screen's."""
    from duben.publish import reading

    asked: Sequence[str] = reading.load(path).book.settings.output.editions
    return tuple(name for name in asked if name in EDITIONS and not EDITIONS[name].pages_of) or (
        "screen",
    )


def _measured(path: Path, name: str, book: Any, marked: bool) -> Measured:
    with (
        tempfile.TemporaryDirectory(prefix="duben-") as work,
        isolation.worker(heavy=False) as worker,
    ):
        answer = worker.run("measure", Measuring(path.resolve(), name, book, marked), Path(work))
        report: dict[str, Any] = answer["report"]
        return Measured(name, report, Path(work, MARKED).read_bytes() if marked else None)


def texts(problems: Sequence[Problem]) -> dict[str, list[dict[str, Any]]]:
    """What an output lacks of the source's text and what it has more, as the contract's JSON has
    it.
    """
    return {
        "missing": list(_texts(problems, ("missing", "changed", "moved"))),
        "added": list(_texts(problems, ("added", "doubled"))),
    }


def _texts(problems: Sequence[Problem], kinds: Sequence[str]) -> Iterator[dict[str, Any]]:
    for one in problems:
        if one.rule.removeprefix("text-") in kinds and one.rule.startswith("text-"):
            yield {
                "place": str(one.place) if one.place else None,
                "expected": one.values.get("expected", ""),
                "found": one.values.get("found", ""),
            }
