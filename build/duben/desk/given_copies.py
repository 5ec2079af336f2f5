"""Who holds which copies of a book, of which text, and who has exchanged them since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import distribution, manuscript, publish
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import field, read_json
from duben.desk.keys import NotThere, name_key
from duben.desk.outputs import COPIES, OUT
from duben.desk.printing import KEPT_DIGEST, kept_digest, texts_digest
from duben.desk.texts import read_texts
from duben.model import group_by, replace_file

# Which rows were told to be exchanged: key → digest of the chapters that they were brought to.
EXCHANGED = f"{manuscript.KEPT_FOLDER}/exchanged.json"
EXCHANGED_BYTES = 10_000_000


async def copies(request: Request) -> Response:
    """Who holds which copies of the book, the newest first, and whether their text is another than
    the present one.
    """
    book, _ = writable_book(request)
    return JSONResponse(await desk_of(request).run(lambda: copy_rows(book.folder)))


async def mark_exchanged(request: Request) -> Response:
    """Notes that a recipient was given replacement pages or a slip, or takes that back; answers as
    ``copies``.
    """
    book, texts = writable_book(request)
    data = await read_json(request)
    key, exchanged = field(data, "key", str), field(data, "exchanged", bool)
    await texts.save_all()

    def work() -> list[dict[str, Any]]:
        if key not in {row["key"] for row in copy_rows(book.folder)}:
            raise NotThere
        marks = {name: mark for name, mark in _marks(book.folder).items() if name != key}
        if exchanged:
            marks[key] = _chapters_digest(book.folder)
        path = book.folder / EXCHANGED
        with publish.writing_errors(path):
            path.parent.mkdir(exist_ok=True)
            replace_file(path, json.dumps(marks).encode())
        return copy_rows(book.folder)

    return JSONResponse(await desk_of(request).run(work))


def copy_rows(folder: Path) -> list[dict[str, Any]]:
    """The answer of ``copies``: a row for each recipient and version, ``state`` that of their text:
    "now", "older", "exchanged". BookError for a ledger that cannot be read.
    """
    present, chapters = texts_digest(folder), _chapters_digest(folder)
    marks, entries = _marks(folder), distribution.read_ledger(folder)
    by_folder = group_by(entries, lambda entry: _made_in(entry.file))
    newer: dict[str, int] = {}  # copies of the present text, by recipient
    rows: list[dict[str, Any]] = []
    for made_in, given in reversed(by_folder.items()):
        digest = kept_digest(folder / OUT / made_in) if made_in else ""
        for row in _shares(folder, made_in, given):
            count, recipient = row["copies"], row["recipient"]
            if not digest or digest == present:
                row["state"] = "now"
                newer[recipient] = newer.get(recipient, 0) + count
            elif marks.get(row["key"]) == chapters:
                row["state"] = "exchanged"
            elif newer.get(recipient, 0) >= count:
                row["state"] = "exchanged"
                newer[recipient] -= count
            else:
                row["state"] = "older"
            row["marked"] = row["key"] in marks
            rows.append(row)
    return rows


def _shares(
    folder: Path, made_in: str, entries: list[distribution.LedgerEntry]
) -> Iterator[dict[str, Any]]:
    """A row for each recipient and version of a distribution."""
    noted = folder / OUT / made_in / KEPT_DIGEST
    day = date.fromtimestamp(noted.stat().st_mtime).isoformat() if noted.is_file() else ""
    shares = group_by(entries, lambda entry: (entry.recipient, entry.version))
    for (recipient, version), given in shares.items():
        numbers = distribution.number_ranges([entry.number for entry in given])
        yield {
            "key": name_key(f"{made_in} {recipient} {version} {numbers}"),
            "recipient": recipient,
            "version": version,
            "date": day or given[0].date,
            "copies": len(given),
            "numbers": numbers,
        }


def _marks(folder: Path) -> Mapping[str, str]:
    data = manuscript.read_file(folder, EXCHANGED, EXCHANGED_BYTES, None)
    if isinstance(data, bytes):
        with suppress(ValueError, RecursionError):
            marks = json.loads(data)
            return marks if isinstance(marks, dict) else {}
    return {}


def _chapters_digest(folder: Path) -> str:
    """The digest of the chapters: settings and decisions do not make a page another one."""
    digest = hashlib.sha256()
    for name, data in sorted(read_texts(folder).items()):
        if name.endswith(".md"):
            digest.update(f"{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _made_in(file: str) -> str:
    """The folder below OUT that a file of the ledger lies in."""
    return next((part for part in Path(file).parts if part.startswith(COPIES)), "")


def copies_folder(folder: Path, table: Path, asked: str) -> Path:
    """The folder of the copies for a table of recipients: the same table, editions and text have
    the same one.
    """
    digest = hashlib.sha256(table.read_bytes() + asked.encode() + texts_digest(folder).encode())
    return folder / OUT / f"{COPIES}{digest.hexdigest()[:8]}"


def note_texts(folder: Path, output: Path) -> None:
    """Notes beside copies of which texts they were made, the first time."""
    if kept_digest(output) != (digest := texts_digest(folder)):
        replace_file(output / KEPT_DIGEST, digest.encode())
