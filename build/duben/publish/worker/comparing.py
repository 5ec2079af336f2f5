"""What a revision hands out: the report, the slip of corrections, the replacement pages, the
changes for programs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben import layout, pdf, revision, sandbox
from duben.publish import change_documents
from duben.publish.outputs import writing_errors
from duben.publish.worker.own_styles import own_style_errors
from duben.publish.worker.rendering import (
    RenderRequest,
    block_texts,
    count_pages,
    version_in_print,
)

CHANGES = "changes.json"
# All that a comparison may write.
CHANGE_DOCUMENTS = (
    "report.html", "report.pdf", "errata.pdf", "marked.pdf",
    "replacement.pdf", "replacement.record.json", CHANGES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeDocumentsRequest:
    """Two versions of a book whose differences are to be handed out; with the manuscripts that are
    to be set, where a print is not known. ``tongue``: the language of the advice, "" for that of
    the book; ``day`` that of the slip (ISO 8601), "" for none.
    """

    old: revision.Version
    new: revision.Version
    old_book: RenderRequest | None
    new_book: RenderRequest | None
    faces: tuple[layout.FontFace, ...]
    issuer: str = ""
    day: str = ""
    tongue: str = ""


def set_change_documents(
    request: ChangeDocumentsRequest, work: Path, progress: sandbox.Progress
) -> dict[str, Any]:
    """Writes report, slip of corrections and changes.json into the work folder; tells their names
    and pages.
    """
    new, composed = request.new, None
    if request.new_book:
        new, composed = _compose(request.new, request.new_book, progress)
    old = request.old
    if old.print is None and new.print is not None and request.old_book:
        old, _ = _compose(old, request.old_book, progress)
    difference = revision.compare(old, new)
    words = layout.book_words(new.language, "revision")
    corrections = revision.find_corrections(difference)
    progress("revision")
    errata = change_documents.slip.slip(
        difference, corrections, request.faces, words, request.issuer, request.day
    )
    replacement = _replacement(difference, request.new_book, words)
    html, paper = change_documents.report.report(
        difference,
        request.faces,
        words,
        errata,
        replacement,
        assumed=old.print is not None and request.old.print is None,
    )
    document = {
        **revision.revision_to_json(difference),
        "errata": revision.errata_to_json(difference, corrections),
        "replacement": replacement.to_json() if replacement else None,
    }
    files = {
        "report.html": html.encode(),
        "report.pdf": paper,
        "errata.pdf": errata.pdf,
        CHANGES: (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
            "utf-8", "backslashreplace"
        ),
    }
    if composed is not None and request.new_book and difference.changes:
        pages = change_documents.change_marks.mark_changes(
            composed.document,
            composed.printed,
            block_texts(request.new_book.book),
            difference,
            only=True,
        )
        files["marked.pdf"] = change_documents.report.add_legend(
            pages, difference, request.faces, words
        )
    if replacement and replacement.pdf:
        files["replacement.pdf"] = replacement.pdf
        files["replacement.record.json"] = revision.dump_record(replacement.version)
    for name, data in files.items():
        with writing_errors(work / name):
            (work / name).write_bytes(data)
    advice: list[str] = []
    if old.print is not None and new.print is not None:
        words = layout.book_words("en", "revision") if request.tongue == "en" else words
        advice = list(change_documents.report.advice(difference, errata, replacement, words))
    return {
        "problems": [],
        "changes": len(difference.changes),
        "advice": advice,
        "files": [
            {"name": name, "pages": count_pages(data) if name.endswith(".pdf") else None}
            for name, data in files.items()
        ],
    }


def _compose(
    version: revision.Version, request: RenderRequest, progress: sandbox.Progress
) -> tuple[revision.Version, pdf.Composition]:
    """A version with its print, and its pages."""
    with own_style_errors(request):
        progress("body")
        # Folded, as a build asks for it: what it kept is found again.
        composed = pdf.compose(
            request.inputs,
            store=request.store,
            pictured=False,
        )
    return version_in_print(version, request.book, composed, request.looks), composed


def _replacement(
    difference: revision.Revision, request: RenderRequest | None, words: Any
) -> change_documents.replacement_pages.ReplacementPages | None:
    """The pages that replace those of the old print; None where there is none."""
    if not difference.changes or difference.old.print is None or not request:
        return None
    with own_style_errors(request):
        return change_documents.replacement_pages.replacement(
            difference,
            request.inputs,
            request.looks,
            words,
            request.store,
        )
