"""Pictures that are put into a book by dropping or pasting them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript, publish
from duben.desk.access import desk_of, writable_book
from duben.desk.shelf import free_place
from duben.desk.uploads import file_name
from duben.model import BookError, problem, replace_file

FOLDER = "images"
NAME = "tu"  # of a picture without a name
# What we can show, by what a file says of itself, never by its name.
ENDINGS: Mapping[str, str] = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}


async def add_picture(request: Request) -> Response:
    """Puts a picture into the book; its name as the text writes it."""
    book, _ = writable_book(request)
    data = await request.body()
    name = file_name(request.query_params.get("name", ""))
    path = await desk_of(request).run(write_picture, book.folder, name, data)
    return JSONResponse({"name": path.relative_to(book.folder).as_posix()})


def write_picture(folder: Path, name: str, data: bytes) -> Path:
    """Writes a picture into images/ under a free name in ascii; its path. BookError for a file that
    is no picture of a kind that we show, or is too large.
    """
    ending = ENDINGS.get(manuscript.sniff_media_type(data))
    if ending is None:
        raise BookError(problem("desk-no-picture", None, name=name))
    if len(data) > manuscript.PICTURE_BYTES:
        limit = manuscript.PICTURE_BYTES // 1_000_000
        raise BookError(problem("desk-body", None, limit=limit))
    images = folder / FOLDER
    if images.is_symlink():
        raise BookError(problem("file-link", None, name=FOLDER))
    stem = manuscript.ascii_name(Path(name).stem) or NAME
    path = free_place(images / stem, ending)
    with publish.writing_errors(path):
        images.mkdir(exist_ok=True)
        replace_file(path, data)
    return path
