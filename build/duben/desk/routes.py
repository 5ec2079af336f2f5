"""The addresses of the server, and what each answers (docs/desk.md)."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from duben.desk import (
    books,
    chapter_answers,
    fragments,
    given_copies,
    making,
    mends,
    pages,
    pictures,
    printing,
    setting_answers,
    sheet,
    taking_in,
    writing,
)
from duben.desk.access import desk_of, held_book
from duben.desk.answers import IMMUTABLE, missing, refusal, report_fault, request_language
from duben.desk.desk import Desk
from duben.desk.editor import open_editor
from duben.desk.events import Listener
from duben.desk.guard import Asked, BodyRefused, Secrets
from duben.desk.keys import NotThere
from duben.desk.setting_form import FieldFaults
from duben.desk.states import line_to_json, spot_to_json
from duben.model import BookError, problem

SCALES = (0.1, 4.0)  # pixels to the pt
FIGURES = 10**9  # no line, column or offset is larger

Handler = Callable[[Request], Awaitable[Response]]


def application(desk: Desk, keys: Secrets) -> Starlette:
    """The application behind the guard."""
    app = Starlette(
        routes=[Route(path, handler, methods=["POST" if post else "GET"])
                for path, handler, post in _table()],
        exception_handlers={
            FieldFaults: setting_answers.field_error,
            BookError: _book_error,
            BodyRefused: _body_refused,
            Exception: _fault,
            NotThere: _not_found,
            404: _not_found,
            405: _not_found,
        },
    )  # fmt: skip
    app.state.desk, app.state.keys = desk, keys
    return app


def _table() -> list[tuple[str, Handler, bool]]:
    """Address, what answers it, whether it changes something."""
    return [
        ("/start/{ticket}", start, False),
        ("/", index, False),
        ("/static/{name}", static, False),
        ("/api/events", events, False),
        ("/api/books", books.book_list, False),
        ("/api/books", books.new_book, True),
        ("/api/books/{book}", books.book_head, False),
        ("/api/books/{book}/rename", books.rename_book, True),
        ("/api/books/{book}/chapters", chapter_answers.change_chapters, True),
        ("/api/books/{book}/bin", books.bin_book, True),
        ("/api/unbin", books.unbin_book, True),
        ("/api/books/{book}/cover", books.cover_picture, False),
        ("/api/books/{book}/pack", books.pack_book, False),
        ("/api/books/{book}/events", book_events, False),
        ("/api/books/{book}/pages/{digest}", picture, False),
        ("/api/books/{book}/lines/{index:int}", lines, False),
        ("/api/books/{book}/find", find, False),
        ("/api/books/{book}/open", open_file, True),
        ("/api/settings", setting_answers.empty_form, False),
        ("/api/books/{book}/settings", setting_answers.get_form, False),
        ("/api/books/{book}/settings", setting_answers.post_form, True),
        ("/api/books/{book}/covers/{design}", setting_answers.cover, False),
        ("/api/uploads", taking_in.upload, True),
        ("/api/import", taking_in.take_in, True),
        ("/api/books/{book}/taken", taking_in.taken, False),
        ("/api/books/{book}/taken/restore", taking_in.restore, True),
        ("/api/books/{book}/taken/seen", taking_in.mark_seen, True),
        ("/api/books/{book}/mend", mends.mend, True),
        ("/api/books/{book}/mend/undo", mends.undo, True),
        ("/api/books/{book}/enumerations", sheet.sheet, False),
        ("/api/books/{book}/enumerations", sheet.decide, True),
        ("/api/books/{book}/enumerations/undo", sheet.undo, True),
        ("/api/books/{book}/enumerations.xlsx", sheet.sheet_file, False),
        ("/api/books/{book}/enumerations/table", sheet.sheet_table, True),
        ("/api/books/{book}/pictures", pictures.add_picture, True),
        ("/api/editions", making.editions, False),
        ("/api/jobs/{job}", making.job, False),
        ("/api/books/{book}/build", making.build, True),
        ("/api/books/{book}/files", making.files, False),
        ("/api/books/{book}/editions", making.book_editions, False),
        ("/api/books/{book}/files.zip", making.all_files, False),
        ("/api/books/{book}/files/{file}", making.finished_file, False),
        ("/api/books/{book}/files/{file}/pages/{index:int}", making.finished_page, False),
        ("/api/books/{book}/versions", making.versions, False),
        ("/api/books/{book}/versions/{version}/restore", making.restore_version, True),
        ("/api/books/{book}/compare", making.compare, True),
        ("/api/books/{book}/prints", printing.prints, False),
        ("/api/books/{book}/prints", printing.keep_print, True),
        ("/api/books/{book}/version", printing.begin_version, True),
        ("/api/books/{book}/update", printing.update, True),
        ("/api/books/{book}/copies", given_copies.copies, False),
        ("/api/books/{book}/copies", given_copies.mark_exchanged, True),
        ("/api/books/{book}/recipients", making.recipients, True),
        ("/api/books/{book}/distribute", making.distribute, True),
        ("/api/books/{book}/recall", writing.recall, True),
        ("/api/books/{book}/fragment", fragments.add_fragment, True),
        ("/api/books/{book}/texts/{text}", writing.get_text, False),
        ("/api/books/{book}/texts/{text}", writing.post_text, True),
    ]


async def _book_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BookError)
    rules = {fault.rule for fault in error.problems}
    return refusal(request, error.problems, 403 if "desk-preview" in rules else 400)


async def _body_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, BodyRefused)
    answer = refusal(request, error.fault, error.status)
    answer.headers["connection"] = "close"  # what is left of the body is not read
    return answer


async def _fault(request: Request, error: Exception) -> Response:
    """The answer where we have a fault ourselves: a sentence, never a traceback."""
    return refusal(request, problem("desk-fault", None, what=report_fault(error)), 500)


async def _not_found(request: Request, error: Exception) -> Response:
    return missing(request)


# --- pages of the front end -----------------------------------------------------------------------


async def start(request: Request) -> Response:
    """The start address: the cookie, and on to the clean address."""
    keys: Secrets = request.app.state.keys
    asked = Asked(request.method, request.url.path, request.headers)
    if not keys.admit(request.path_params["ticket"]) and not asked.in_session(keys):
        page = pages.entry_page(request_language(request))
        return HTMLResponse(page, 401, headers=dict(pages.ENTRY_HEADERS))
    desk_of(request)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(keys.cookie, keys.session, path="/", httponly=True, samesite="strict")
    return answer


async def index(request: Request) -> Response:
    mode = desk_of(request).options.mode
    keys: Secrets = request.app.state.keys
    return HTMLResponse(pages.index_page(mode, request_language(request), keys.token))


async def static(request: Request) -> Response:
    path = pages.static_names().get(request.path_params["name"])
    if path is None:
        return missing(request)
    return FileResponse(path, media_type=pages.KINDS[path.suffix])


# --- events ---------------------------------------------------------------------------------------


async def events(request: Request) -> Response:
    """What a tab that looks at no book is told: the end."""
    desk = desk_of(request)
    listener = desk.listen()
    return _stream(request, listener, lambda: desk.everybody.listeners.discard(listener))


async def book_events(request: Request) -> Response:
    book = held_book(request)
    if book is None:
        return missing(request)
    listener = book.listen()
    return _stream(request, listener, lambda: book.leave(listener))


def _stream(request: Request, listener: Listener, leave: Callable[[], None]) -> Response:
    language = request_language(request)

    async def body() -> AsyncIterator[bytes]:
        try:
            async for data in listener.stream(language):
                yield data
        finally:
            leave()
            desk_of(request)

    return StreamingResponse(body(), media_type="text/event-stream")


# --- the pages of a book --------------------------------------------------------------------------


async def picture(request: Request) -> Response:
    """A page as PNG. A digest is of all that is drawn, so a browser may keep it for ever."""
    book, scale = held_book(request), _number(request, "scale", 1.5)
    if book is None or scale is None or not SCALES[0] <= scale <= SCALES[1]:
        return missing(request)
    data = await book.picture(request.path_params["digest"], round(scale, 2))
    if data is None:
        return missing(request)
    return Response(data, media_type="image/png", headers={"cache-control": IMMUTABLE})


async def lines(request: Request) -> Response:
    book, page = held_book(request), request.path_params["index"]
    if book is None or page >= len(book.state.pages):
        return missing(request)
    return JSONResponse(
        [line_to_json(line) for line in await book.ask(lambda: book.live.lines(page))]
    )


async def find(request: Request) -> Response:
    """Where a line of a file stands in the pages, or a block."""
    book, query = held_book(request), request.query_params
    line, column, offset = (_whole(request, name) for name in ("line", "column", "offset"))
    if book is None:
        return missing(request)
    if block := query.get("block"):
        spot = await book.ask(lambda: book.live.find_block(block, offset or 0))
    else:
        file = query.get("file", "")
        spot = await book.ask(lambda: book.live.find(file, line or 1, column or 1))
    return JSONResponse(spot_to_json(spot))


async def open_file(request: Request) -> Response:
    """Opens the author's own editor at a line of a file of the book."""
    desk, book = desk_of(request), held_book(request)
    if book is None or not desk.options.editor:
        return missing(request)
    return await open_editor(request, desk.options.editor, book.folder)


def _number(request: Request, name: str, default: float) -> float | None:
    """A number of the query; None for what is none."""
    try:
        value = float(request.query_params.get(name, default))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(request: Request, name: str) -> int | None:
    value = _number(request, name, 0)
    return int(value) if value is not None and 0 <= value < FIGURES else None
