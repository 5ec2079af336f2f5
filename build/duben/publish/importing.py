"""Documents taken in as a new manuscript, or as the revised source of one, in a guarded process;
whatever becomes of it, no half manuscript is left.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from duben import intake, sandbox
from duben.model import BookError, problem
from duben.publish.worker import documents
from duben.publish.worker.documents import ImportRequest, UpdateRequest


def import_files(
    files: Sequence[Path], directory: Path, original: bool = False, show_all: bool = False
) -> dict[str, Any]:
    """Makes the manuscript ``directory`` of documents; what ``import_documents`` answers.

    ``original``: of Word files the text before tracked changes. ``show_all``: what was changed is
    told whole. BookError: 2 for a file that is
    none and a folder that holds something, 1 for a document that cannot be read.
    """
    for path in files:
        if path.exists() and not path.is_file() and not path.is_dir():
            reason = "not a regular file"
            raise BookError(problem("intake-unreadable", None, name=path.name, reason=reason), 2)
    target = Path(os.path.abspath(directory))
    parent = next((path for path in target.parents if path.is_dir()), target)
    request = ImportRequest(
        tuple(Path(os.path.abspath(path)) for path in files),
        target,
        intake.temporary_folder_beside(target),
        original,
        show_all=show_all,
    )
    try:
        with tempfile.TemporaryDirectory(prefix="duben-") as work, sandbox.open_worker() as worker:
            request = replace(request, converted=convert_documents(request.files, Path(work)))
            return worker.run(documents.import_documents, request, Path(work), writable=(parent,))
    finally:
        # The process may have been killed before it removed the folder.
        shutil.rmtree(request.part, ignore_errors=True)


def update_files(
    files: Sequence[Path], directory: Path, earlier: Sequence[Path] = (), original: bool = False
) -> dict[str, Any]:
    """Brings the manuscript ``directory`` up to its revised source; what ``update_import`` answers.

    ``earlier``: the source as it was, where the manuscript does not keep it. ``original`` as in
    ``import_files``. BookError as ``intake.update_manuscript``.
    """
    target = Path(os.path.abspath(directory))
    sources, before = (tuple(Path(os.path.abspath(path)) for path in paths)
                       for paths in (files, earlier))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="duben-") as work, sandbox.open_worker() as worker:
        converted = convert_documents((*sources, *before), Path(work))
        request = UpdateRequest(sources, target, before, original, converted)
        writable = (target,) if target.is_dir() else ()
        return worker.run(documents.update_import, request, Path(work), writable=writable)


def convert_documents(files: Sequence[Path], work: Path) -> dict[Path, Path]:
    """The .docx of each file of another word processor, where LibreOffice is installed; it runs
    here, for the guarded process starts no program.
    """
    if not sandbox.find_office():
        return {}
    return {
        path: sandbox.convert_to_docx(path, work)
        for path in dict.fromkeys(files)
        if intake.needs_conversion(path)
    }
