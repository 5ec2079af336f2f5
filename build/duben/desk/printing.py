"""What was printed of a book, the next version, and a revised source."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript, publish, revision
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import field, problem_rows, read_json, request_language
from duben.desk.keys import name_key
from duben.desk.outputs import OUT, PRINTED, finished_files
from duben.desk.texts import read_texts
from duben.desk.toml_lines import with_values
from duben.desk.versions import Versions
from duben.model import BookError, Problem, from_plain, problem, replace_file

KEPT_DIGEST = ".texts"  # of the texts that copies were made of
CONFLICT_BYTES = 1_000_000


def printed_folder(folder: Path, version: str) -> Path:
    """Where the files of a printed version are kept."""
    return folder / OUT / f"{PRINTED}{hashlib.sha256(version.encode()).hexdigest()[:8]}"


async def prints(request: Request) -> Response:
    """Whether the present version was printed, whether the text is another since, and whether there
    are finished files of it that might be printed.
    """
    book, _ = writable_book(request)
    return JSONResponse(await desk_of(request).run(lambda: print_state(book.folder)))


def print_state(folder: Path) -> dict[str, Any]:
    """The answer of ``prints``. BookError for a book that cannot be read."""
    version = manuscript.load(folder).settings.book.version
    kept = printed_folder(folder, version)
    ready = [file for file in finished_files(folder) if file.edition]
    return {
        "version": version,
        "next": next_version(version),
        "printed": kept.is_dir(),
        "changed": kept.is_dir() and kept_digest(kept) != texts_digest(folder),
        "ready": bool(ready) and not any(file.older for file in ready),
    }


def texts_digest(folder: Path) -> str:
    """The digest of all texts of a book."""
    digest = hashlib.sha256()
    for name, data in sorted(read_texts(folder).items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def kept_digest(folder: Path) -> str:
    """The digest of the texts that files in a folder were made of; "" where nobody noted it."""
    path = folder / KEPT_DIGEST
    return path.read_text("ascii") if path.is_file() and not path.is_symlink() else ""


async def keep_print(request: Request) -> Response:
    """Keeps the finished files and the record of this version: they were printed."""
    book, texts = writable_book(request)
    await texts.save_all()
    await desk_of(request).run(lambda: _keep_print(book.folder))
    await texts.keep_version("printed")
    return JSONResponse(await desk_of(request).run(lambda: print_state(book.folder)))


def _keep_print(folder: Path) -> None:
    """BookError where nothing is finished, where the text is another since, or where this version
    was printed with another text.
    """
    state = print_state(folder)
    built = [file for file in finished_files(folder) if "/" not in file.name]
    if not state["ready"]:
        raise BookError(problem("desk-print-older", None))
    records = [file.path for file in built if file.name.endswith(revision.RECORD_ENDING)]
    if not records:
        raise BookError(problem("desk-print-record", None))
    publish.keep_print(folder, records[0])
    target = printed_folder(folder, state["version"])
    with (
        publish.writing_errors(target),
        tempfile.TemporaryDirectory(prefix=".printed-", dir=folder / OUT) as work,
    ):
        kept = Path(work, "kept")
        kept.mkdir()
        for file in built:
            shutil.copyfile(file.path, kept / file.name)
        replace_file(kept / KEPT_DIGEST, texts_digest(folder).encode())
        shutil.rmtree(target, ignore_errors=True)
        kept.rename(target)  # whole or not at all


def next_version(version: str) -> str:
    """The version after one; "" where it is no number."""
    return str(int(version) + 1) if version.isascii() and version.isdecimal() else ""


async def begin_version(request: Request) -> Response:
    """Makes the text the next version of the book, in book.toml. BookError where the present one is
    no number.
    """
    book, texts = writable_book(request)
    opened = await texts.open(manuscript.SETTINGS)
    present = await desk_of(request).run(lambda: manuscript.load(book.folder).settings.book.version)
    version = next_version(present)
    if not version:
        raise BookError(problem("desk-version-by-hand", None, version=present))
    await texts.put({manuscript.SETTINGS: with_values(opened.text, {("book", "version"): version})})
    await texts.save_all()
    return JSONResponse({"version": version})


def print_records(folder: Path) -> list[Path]:
    """The records of prints of a book."""
    return [
        path
        for path in sorted((folder / "prints").glob("*" + revision.RECORD_ENDING))
        if path.is_file() and not path.is_symlink()
    ]


# --- a revised source -----------------------------------------------------------------------------


async def update(request: Request) -> Response:
    """Merges a revised source into the book that was made of it; the text before is kept as a
    version. ``before`` is what the text is compared with: what was printed last, else that version.
    """
    book, texts = writable_book(request)
    desk, data = desk_of(request), await read_json(request)
    path = desk.uploads.get(field(data, "upload", str))
    await texts.save_all()
    await texts.keep_version("edited")
    before = await desk.run(partial(_compared_with, book.folder))
    async with desk.importing:
        with texts.writing_ourselves():
            answer = await desk.run(lambda: _update(book.folder, path))
            await texts.files_changed(answer["files"])
    await texts.keep_version("updated")
    problems = from_plain(tuple[Problem, ...], answer["problems"])
    conflicts = manuscript.read_file(book.folder, "_conflicts.md", CONFLICT_BYTES, None)
    shown = conflicts.decode("utf-8", "replace") if isinstance(conflicts, bytes) else ""
    return JSONResponse(
        {
            "before": before,
            "taken": [{"kind": kind, "words": words} for kind, _, words in answer["taken"]],
            "conflicts": answer["conflicts"],
            "left": shown if answer["conflicts"] else "",
            "problems": problem_rows(problems, request_language(request)),
        }
    )


def _compared_with(folder: Path) -> str:
    """The key of the record that was printed last, else of the newest version."""
    records = print_records(folder)
    if records:
        return name_key(max(records, key=lambda path: path.stat().st_mtime).name)
    newest = next(Versions(folder).newest_first(), None)
    return newest.name if newest else ""


def _update(folder: Path, path: Path) -> dict[str, Any]:
    try:
        return publish.update_files([path], folder)
    except BookError as error:
        if error.problems[0].rule in ("update-no-base", "update-broken-base"):
            raise BookError(problem("desk-update-no-base", None)) from None
        raise
