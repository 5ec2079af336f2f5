"""The books of the desk: the list of them, and the head of each."""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from duben import manuscript, publish
from duben.desk.access import check_writable, desk_of, writable_book
from duben.desk.answers import IMMUTABLE, attachment, field, missing, read_json
from duben.desk.held_book import COVER
from duben.desk.keys import NotThere, text_key
from duben.desk.making import read_ticks
from duben.desk.setting_form import FieldFaults, read_fields
from duben.desk.shelf import folder_name
from duben.desk.toml_lines import with_values
from duben.model import BookError, OutputSettings, problem

TITLE = ("book", "title")
ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")


async def book_list(request: Request) -> Response:
    """The books, with what is known of each; those in the bin at the end."""
    desk = desk_of(request)
    options = desk.options

    def rows() -> list[dict[str, Any]]:
        here = [book_row(key, folder) for key, folder in desk.folders().items()]
        if options.mode == "preview":
            return here
        gone = [book_row(key, folder) for key, folder in desk.shelf.binned().items()]
        return here + [{**row, "binned": True} for row in gone]

    books = await desk_of(request).run(rows)
    return JSONResponse({"mode": options.mode, "folder": desk.folder.name, "books": books})


async def new_book(request: Request) -> Response:
    """Makes a book by a form."""
    check_writable(request)
    values = read_fields(field(await read_json(request), "values", dict))
    if not values.get(TITLE):
        raise FieldFaults([("book.title", problem("desk-form-needed", None))])
    key = await desk_of(request).run(desk_of(request).shelf.create, values)
    return JSONResponse({"key": key})


async def rename_book(request: Request) -> Response:
    """Gives a book another title, in book.toml; its folder keeps its name."""
    _, texts = writable_book(request)
    values = read_fields({"book.title": field(await read_json(request), "title", str)})
    opened = await texts.open(manuscript.SETTINGS)
    await texts.put({manuscript.SETTINGS: with_values(opened.text, values)})
    await texts.save_all()
    return JSONResponse({})


async def bin_book(request: Request) -> Response:
    """Puts a book into the bin."""
    check_writable(request)
    desk, key = desk_of(request), request.path_params["book"]
    folder = desk.folders().get(key)
    if folder is None:
        raise NotThere
    await desk.release(key)
    await desk_of(request).run(desk.shelf.put_into_bin, folder)
    return JSONResponse({})


async def unbin_book(request: Request) -> Response:
    """Takes a book out of the bin."""
    check_writable(request)
    shelf = desk_of(request).shelf
    folder = shelf.binned().get(field(await read_json(request), "key", str))
    if folder is None:
        raise NotThere
    return JSONResponse({"key": await desk_of(request).run(shelf.take_from_bin, folder)})


async def pack_book(request: Request) -> Response:
    """A book packed into one file."""
    book, texts = writable_book(request)
    await texts.save_all()

    def pack() -> bytes:
        with tempfile.TemporaryDirectory(prefix="duben-") as work:
            packed = publish.pack(book.folder, Path(work, "book.zip"))
            return packed.path.read_bytes()

    data = await desk_of(request).run(pack)
    title = folder_name(book_row("", book.folder)["title"])
    return attachment(data, f"{title}.zip", "application/zip")


async def cover_picture(request: Request) -> Response:
    """The first page of a book as it was last shown."""
    folder = desk_of(request).folders().get(request.path_params["book"])
    path = folder / COVER if folder is not None else None
    if path is None or not path.is_file() or path.is_symlink():
        return missing(request)
    return FileResponse(path, media_type="image/png", headers={"cache-control": IMMUTABLE})


async def book_head(request: Request) -> Response:
    """A book: its title, its texts, the editions that book.toml asks for."""
    desk = desk_of(request)
    key = request.path_params["book"]
    folder = desk.folders().get(key)
    if folder is None:
        return missing(request)
    return JSONResponse(await desk_of(request).run(_whole_head, key, folder))


def book_row(key: str, folder: Path) -> dict[str, Any]:
    """What the list says of a book; of one that cannot be read, its folder's name."""
    return _head(key, folder)[0]


def _head(key: str, folder: Path) -> tuple[dict[str, Any], manuscript.Manuscript | None]:
    row = {"key": key, "title": folder.name, "subtitle": "", "date": "", "version": ""}
    row |= {"folder": folder.name, "changed": _changed(folder), "cover": _cover_digest(folder)}
    try:
        opened = manuscript.load(folder)
    except BookError:
        return {**row, "chapters": 0, "binned": False}, None
    book = opened.settings.book
    row |= {"title": book.title or folder.name, "subtitle": book.subtitle}
    row |= {"date": str(book.date or ""), "version": book.version}
    return {**row, "chapters": len(opened.sources), "binned": False}, opened


def _changed(folder: Path) -> str:
    """When a text of a book was last changed, local time."""
    paths = [*folder.glob("*.md"), folder / manuscript.SETTINGS, folder / manuscript.DECISIONS]
    times = [path.stat().st_mtime for path in paths if path.is_file()]
    return datetime.fromtimestamp(max(times)).isoformat(" ", "seconds") if times else ""


def _cover_digest(folder: Path) -> str:
    """What changes with the picture of the cover; "" where there is none."""
    with suppress(OSError):
        return f"{(folder / COVER).stat().st_mtime_ns:x}"
    return ""


def _whole_head(key: str, folder: Path) -> dict[str, Any]:
    row, opened = _head(key, folder)
    sources = opened.sources if opened else ()
    texts = [
        {
            "key": text_key(source.file),
            "file": source.file,
            "title": chapter_title(source.text),
            "part": chapter_part(source.text),
        }
        for source in sources
    ]
    texts += [
        {"key": text_key(file), "file": file, "title": "", "part": "other"}
        for file in (manuscript.SETTINGS, manuscript.DECISIONS)
    ]
    output = opened.settings.output if opened else OutputSettings()
    asked = [*output.editions, *(name for name in output.formats if name != "pdf")]
    ticks = read_ticks(folder) or asked
    return {**row, "texts": texts, "editions": list(output.editions), "ticks": ticks}


def chapter_title(text: str) -> str:
    """The first heading of a chapter, without its attributes."""
    heads = (line.lstrip("#").strip() for line in text.split("\n") if line.startswith("#"))
    return ATTRIBUTES.sub("", next(heads, "")).strip()


def chapter_part(text: str) -> str:
    """ "front" for a chapter of the front matter, else "body"."""
    head = next((line for line in text.split("\n") if line.startswith("#")), "")
    return "front" if re.search(r"\{[^}]*\.front\b", head) else "body"
