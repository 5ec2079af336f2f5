"""The books of the desk: the list of them, and the head of each."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript
from duben.desk.answers import missing
from duben.desk.desk import Desk
from duben.desk.keys import name_key
from duben.model import BookError


async def book_list(request: Request) -> Response:
    """The books, with what is known of each."""
    desk: Desk = request.app.state.desk
    desk.seen()
    rows = [
        await asyncio.to_thread(book_row, key, folder) for key, folder in desk.folders().items()
    ]
    options = desk.options
    return JSONResponse({"mode": options.mode, "folder": desk.folder.name, "books": rows})


async def book_head(request: Request) -> Response:
    """A book: its title, its texts, the editions that book.toml asks for."""
    desk: Desk = request.app.state.desk
    desk.seen()
    key = request.path_params["book"]
    folder = desk.folders().get(key)
    if folder is None:
        return missing(request)
    return JSONResponse(await asyncio.to_thread(_head, key, folder))


def book_row(key: str, folder: Path) -> dict[str, Any]:
    """What the list says of a book; of one that cannot be read, its folder's name."""
    row = {"key": key, "title": folder.name, "subtitle": "", "date": "", "version": ""}
    try:
        opened = manuscript.load(folder)
    except BookError:
        return {**row, "chapters": 0, "binned": False}
    book = opened.settings.book
    return {
        "key": key,
        "title": book.title or folder.name,
        "subtitle": book.subtitle,
        "date": str(book.date or ""),
        "version": book.version,
        "chapters": len(opened.sources),
        "binned": False,
    }


def _head(key: str, folder: Path) -> dict[str, Any]:
    row = book_row(key, folder)
    texts: list[dict[str, str]] = []
    editions: tuple[str, ...] = ()
    try:
        opened = manuscript.load(folder)
    except BookError:
        pass
    else:
        editions = opened.settings.output.editions
        texts = [
            {
                "key": name_key(source.file),
                "file": source.file,
                "title": _title(source.text),
                "part": "",
            }
            for source in opened.sources
        ]
    return {**row, "texts": texts, "editions": list(editions)}


def _title(text: str) -> str:
    """The first heading of a chapter."""
    heads = (line.lstrip("#").strip() for line in text.split("\n") if line.startswith("#"))
    return next(heads, "")
