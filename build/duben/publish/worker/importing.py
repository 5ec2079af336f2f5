"""Documents taken in as a manuscript, and a manuscript brought up to its revised source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duben import intake
from duben.model import Problem, to_plain

if TYPE_CHECKING:
    from duben.sandbox import Progress


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Documents to be taken in as the manuscript ``directory``; it is put together in ``part``."""

    files: tuple[Path, ...]
    directory: Path
    part: Path


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A revised source for the manuscript in ``directory``; ``earlier`` is the source as it was,
    where the manuscript does not keep it.
    """

    files: tuple[Path, ...]
    directory: Path
    earlier: tuple[Path, ...] = ()


def import_documents(request: ImportRequest, work: Path, progress: Progress) -> dict[str, Any]:
    """Makes a manuscript of documents; tells how much was mended, left out and moved, and what the
    editor is asked.
    """
    documents = [intake.read_document(path) for path in request.files]
    unsure = intake.find_unsure_lists(documents)
    written = intake.write_manuscript(documents, request.directory, request.part, unsure)
    book_toml = written[0].read_text("utf-8")
    return {
        "problems": to_plain(tuple[Problem, ...], intake.document_problems(documents)),
        "counts": {name: len(rows) for name, rows in intake.intake_report(documents).items()},
        "told": {tongue: intake.summarize_changes(documents, tongue) for tongue in ("zh", "en")},
        "unsure": {
            tongue: list(intake.summarize_unsure_lists(unsure, tongue)) for tongue in ("zh", "en")
        },
        "questions": {
            tongue: [list(row) for row in intake.list_questions(documents, book_toml, tongue)]
            for tongue in ("zh", "en")
        },
        "files": [path.name for path in written],
    }


def update_import(request: UpdateRequest, work: Path, progress: Progress) -> dict[str, Any]:
    """Brings a manuscript up to its revised source; tells what was taken over and what was left to
    the editor.
    """
    documents = [intake.read_document(path) for path in request.files]
    earlier = [intake.read_document(path) for path in request.earlier]
    update = intake.update_manuscript(documents, request.directory, earlier)
    return {
        "problems": to_plain(tuple[Problem, ...], update.notices),
        "files": sorted(update.files),
        "conflicts": len(update.conflicts),
        "taken": [[kind, str(place), words] for kind, place, words in update.taken],
    }
