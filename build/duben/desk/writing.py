"""The texts of a book in the browser: read, and taken as they are typed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben.desk.access import writable_book
from duben.desk.answers import field, read_json
from duben.desk.keys import OTHER_TEXTS, NotThere, by_key
from duben.desk.texts import BookTexts


async def get_text(request: Request) -> Response:
    """A text as it is now."""
    _, texts = writable_book(request)
    opened = await texts.open(await text_file(texts, request.path_params["text"]))
    return JSONResponse({"file": opened.file, "text": opened.text, "revision": opened.revision})


async def post_text(request: Request) -> Response:
    """Takes a text; 409 where it must be put together by hand with what is there: the answer has
    both in pieces.
    """
    _, texts = writable_book(request)
    file = await text_file(texts, request.path_params["text"])
    data = await read_json(request)
    base = field(data, "base", str) if "base" in data else None
    accepted = await texts.accept(
        file,
        field(data, "text", str),
        field(data, "revision", int, None if base is None else -1),
        shown=not field(data, "composing", bool, False),
        tab=field(data, "tab", str, "")[:40],
        base=base,
    )
    answer: dict[str, object] = {"revision": accepted.revision}
    if accepted.text is not None:
        answer["text"] = accepted.text
    if not accepted.conflict:
        return JSONResponse(answer)
    pieces = [
        piece if isinstance(piece, str) else {"mine": piece.ours, "theirs": piece.theirs}
        for piece in accepted.conflict
    ]
    return JSONResponse({**answer, "pieces": pieces}, 409)


async def recall(request: Request) -> Response:
    """Puts back what others' changes took away."""
    _, texts = writable_book(request)
    data = await read_json(request)
    opened = await texts.recall(field(data, "version", str))
    return JSONResponse({"file": opened.file, "revision": opened.revision})


async def text_file(texts: BookTexts, key: str) -> str:
    """The name of the file that a key stands for. NotThere where the book has none."""
    if key in OTHER_TEXTS:
        return OTHER_TEXTS[key]
    file = by_key(texts.open_files, key) or by_key(await texts.chapters(), key)
    if file is None:
        raise NotThere
    return file
