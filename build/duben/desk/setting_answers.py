"""The settings of a book in the browser: a form, what was typed into it, the covers to choose
from.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import layout, manuscript
from duben.desk.access import check_writable, desk_of, writable_book
from duben.desk.answers import IMMUTABLE, field, problem_rows, read_json, request_language
from duben.desk.keys import NotThere, name_key
from duben.desk.setting_form import (
    FieldFaults,
    fault_rows,
    field_faults,
    form_rows,
    set_fields,
    sizes,
)
from duben.desk.toml_lines import setting_lines
from duben.model import BookError, Settings


async def empty_form(request: Request) -> Response:
    """The form of a new book."""
    check_writable(request)
    language = request_language(request)
    return JSONResponse({"groups": form_rows(Settings(), None, language), "sizes": sizes(language)})


async def get_form(request: Request) -> Response:
    """The form of a book: its groups and fields, what is wrong with them, the line of each in
    book.toml. ``broken``: the text cannot be read as TOML and must be mended by hand.
    """
    book, texts = writable_book(request)
    language = request_language(request)
    toml = (await texts.open(manuscript.SETTINGS)).text

    def rows() -> dict[str, Any]:
        try:
            settings = manuscript.load(book.folder, {manuscript.SETTINGS: toml}).settings
        except BookError:
            settings = Settings()
        faults = field_faults(book.folder, toml)
        lines = setting_lines(toml)
        return {
            "groups": form_rows(settings, book.folder, language),
            "sizes": sizes(language),
            "problems": fault_rows(faults, language),
            "lines": {".".join(key): line for key, line in lines.items()},
            "covers": name_key(toml),
            "broken": any(fault.rule.startswith("toml-") for _, fault in faults),
        }

    return JSONResponse(await desk_of(request).run(rows))


async def post_form(request: Request) -> Response:
    """Writes what was typed into fields; 400 with what is wrong, and in which field, where nothing
    is written.
    """
    book, texts = writable_book(request)
    values = field(await read_json(request), "values", dict)
    toml = (await texts.open(manuscript.SETTINGS)).text
    run = desk_of(request).run
    changed = await run(lambda: set_fields(book.folder, toml, values))
    await texts.put({manuscript.SETTINGS: changed})
    await texts.save_all()
    return JSONResponse({})


async def field_error(request: Request, error: Exception) -> Response:
    """The answer where fields cannot hold what was typed."""
    assert isinstance(error, FieldFaults)
    language = request_language(request)
    rows = fault_rows(error.faults, language)
    return JSONResponse({"fields": rows, "problems": problem_rows(error.problems, language)}, 400)


async def cover(request: Request) -> Response:
    """The first page of the book with a design of the cover, as PNG."""
    book, texts = writable_book(request)
    design = request.path_params["design"]
    toml = (await texts.open(manuscript.SETTINGS)).text
    if design not in layout.COVER_DESIGNS or book.covers is None:
        raise NotThere
    data = await book.covers.picture(toml, design)
    if data is None:
        raise NotThere
    return Response(data, media_type="image/png", headers={"cache-control": IMMUTABLE})
